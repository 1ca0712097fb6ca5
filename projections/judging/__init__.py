"""Judging: which clauses a lens shows, and what they say of many versions of incidents at once."""
