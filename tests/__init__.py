"""Claims about Truceline, each of which could turn out false."""
