"""Drawings: escalation chains as what others draw, and the words in which a picture or a terminal tells them."""
