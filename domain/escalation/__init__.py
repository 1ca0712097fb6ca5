"""Escalation: how many answers each act had, and where more came than usual between two sides. Pure."""
