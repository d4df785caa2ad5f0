"""What a step says when it cannot be done."""

from dataclasses import dataclass


class Refused(Exception):
    """A step that cannot be done as asked; its text tells the person why, in plain English."""

    field = ""  # the field of a form that puts it right, where there is one


class FileRefused(Refused):
    """A file that cannot be taken."""

    field = "files"


class PeriodRefused(Refused):
    """An end before its beginning."""

    field = "expires_on"


class MoveNotAllowed(Refused):
    """The record cannot go from its present status to the one asked for."""


@dataclass(frozen=True)
class Conflict:
    """One field that two people changed: what is saved now, and what this person typed."""

    label: str
    theirs: str
    yours: str


class Stale(Refused):
    """Someone else changed the record while this person was writing."""

    def __init__(self, conflicts: list[Conflict], version: int):
        super().__init__(
            "Someone else changed this while you were writing. Both texts are shown below. "
            "Keep what should stay and save again."
        )
        self.conflicts = conflicts
        self.version = version
