"""Judging incidents by the agreements in force: policy `compliance-1`. Pure."""
