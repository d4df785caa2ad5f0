"""Where a record stands: always a word, with a tone that the look turns into a tint."""

from dataclasses import dataclass
from datetime import date

from kscb.dates import today

SOON_DAYS = 30


@dataclass(frozen=True)
class Standing:
    """`tone` is one of late, soon, good, new, none, recurs."""

    word: str
    tone: str = "none"


def days_words(days: int) -> str:
    return f"{days:,} day" if days == 1 else f"{days:,} days"


def of_due_date(due_on: date) -> Standing:
    """How an unfinished record stands to the day it is due."""
    left = (due_on - today()).days
    if left < 0:
        return Standing(f"Overdue {days_words(-left)}", "late")
    if left == 0:
        return Standing("Due today", "soon")
    if left <= SOON_DAYS:
        return Standing(f"Due in {days_words(left)}", "soon")
    return Standing("On track", "good")
