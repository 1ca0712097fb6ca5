"""Benchmarks: every promise of speed is measured here, as a ratio against a baseline in the same run."""
