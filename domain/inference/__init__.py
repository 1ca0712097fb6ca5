"""Inference as facts rest on it: acts as sides, marks and spots, and the fits of them that are adopted."""
