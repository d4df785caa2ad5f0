"""The lists of this app in the back office, by noun."""

from boards.admin import board, history, people

__all__ = ["board", "history", "people"]
