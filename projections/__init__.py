"""Folds from the log to tables that anyone may throw away and build again."""
