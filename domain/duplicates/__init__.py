"""Suspecting that two incidents are one happening: policy `duplicates-1`. Pure."""
