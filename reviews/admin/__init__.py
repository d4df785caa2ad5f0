"""The lists of this app in the back office, by noun. `restricted` says what none of them shows."""

from reviews.admin import (
    action,
    asking,
    audit,
    evidence,
    information,
    life,
    publication,
    restricted,
    review,
    thread,
    tracker,
)

__all__ = [
    "action",
    "asking",
    "audit",
    "evidence",
    "information",
    "life",
    "publication",
    "restricted",
    "review",
    "thread",
    "tracker",
]
