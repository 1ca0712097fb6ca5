"""Proving: the log whole, and the tables, the counts and the judgements held against what the log says."""
