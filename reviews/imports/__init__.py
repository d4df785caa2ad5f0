"""Many rows at once: a block pasted from a table, or a board's tracker read from a file.

Each import parses, checks every row and says what it makes; saving is the services' work.
"""
