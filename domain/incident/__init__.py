"""Incidents: what happened at a place and time, with every claim about it."""
