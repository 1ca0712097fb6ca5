"""Exports: what goes out, in which form; one file a form."""
