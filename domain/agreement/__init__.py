"""Agreements: who promised what, where, since when and by when; and what became of it."""
