"""Benchmarks: promises of speed are measured here, beside a plain way to do the same in the same run."""
