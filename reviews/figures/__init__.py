"""Counts and tables of what was learned, done and changed, each from rows already visible."""
