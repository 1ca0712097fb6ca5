"""Escalation: what answered what, asserted or inferred, and the chains that it makes. Pure."""
