"""Chains as they are made under a lens: from what is said and what is inferred, step by step, and how they mend."""
