"""Chains: links of what answered what, asserted or inferred, joined without a circle, and how each chain goes. Pure."""
