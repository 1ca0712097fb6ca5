"""Fits of the excitation to a ledger's own acts, adopted as facts."""
