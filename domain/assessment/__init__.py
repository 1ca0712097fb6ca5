"""Assessment, policy `assessment-1`: what the claims that a lens shows come to, and what they add to a count. Pure."""
