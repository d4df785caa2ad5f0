"""Files made in memory for tests: ordinary ones that must be taken, hostile ones that must not.

None is kept in the repository: a virus scanner or a reader would rightly object.
"""
