"""The access table: the world it is about, its rows, the bodies it posts, and what checks it."""
