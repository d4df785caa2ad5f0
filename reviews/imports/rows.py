"""What a row of a table makes, and what is wrong with it, in words for whoever brought it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from kscb.case_data import kinds_in_words, suspicions
from kscb.dates import in_words
from kscb.sheets import Cell, as_date, shortened

LONGEST_TEXT = 10_000
FIRST_DAY = date(1945, 1, 1)


class Unfit(Exception):
    """What is wrong with a cell: a whole sentence that says what to do."""


@dataclass(frozen=True)
class Column:
    """A column that an import knows: the words that may head it, and what it holds."""

    field: str
    label: str
    words: tuple[str, ...]
    holds: str
    example: str = ""


@dataclass(frozen=True)
class Row:
    """One row: its cells by their headings, and what it makes or what must be put right."""

    number: int
    at: int
    cells: tuple[tuple[str, str], ...]
    makes: Mapping[str, Any] = field(default_factory=dict)
    becomes: tuple[str, ...] = ()
    faults: tuple[str, ...] = ()
    case_data: str = ""
    is_split: bool = False

    @property
    def is_good(self) -> bool:
        return not self.faults

    @property
    def texts(self) -> list[str]:
        return [text for _, text in self.cells]


class Reading:
    """One row while it is read: every cell is tried, so that all its faults are told at once."""

    def __init__(self, cells: Mapping[str, Cell]):
        self.cells = cells
        self.faults: list[str] = []

    def text(self, name: str) -> str:
        """A cell as it is shown."""
        return shown(self.cells.get(name, ""))

    def take(self, read: Callable[..., Any], *args: Any) -> Any:
        """What the cell means, or None with its fault written down."""
        try:
            return read(*args)
        except Unfit as fault:
            self.faults.append(str(fault))
            return None


def shown(cell: Cell) -> str:
    return in_words(cell) if isinstance(cell, date) else str(cell)


def words_of(text: str, *, label: str, is_needed: bool = True) -> str:
    """Free text as it goes into a record."""
    if is_needed and not text:
        raise Unfit(f"{label} is missing. Write it in this row.")
    if len(text) > LONGEST_TEXT:
        raise Unfit(
            f"{label} has {len(text):,} characters; at most {LONGEST_TEXT:,} can be kept. "
            "Shorten it."
        )
    return text


def day_of(
    cell: Cell, *, label: str, default: date | None, from_on: date, to_on: date, why: str
) -> date:
    """The day that a cell means, or the one given for rows that have none."""
    try:
        day = as_date(cell) or default
    except ValueError as fault:
        raise Unfit(f"{label}: {fault}") from fault
    if day is None:
        raise Unfit(f"{label} is missing. Give it in this row, or for all rows above.")
    if not from_on <= day <= to_on:
        raise Unfit(f"{label}: {in_words(day)} {why}")
    return day


def chosen(text: str, choices: Sequence[tuple[str, str]], *, label: str, default: str) -> str:
    """The value of a choice, by its value or by its words."""
    wanted = text.casefold().strip(" .")
    for value, words in choices:
        if wanted in (value.casefold(), value.replace("_", " "), words.casefold()):
            return value
    if not wanted:
        return default
    known = ", ".join(f"“{words}”" for _, words in choices)
    raise Unfit(f"{label}: “{shortened(text)}” is not one of {known}. Write one of them.")


def case_data_in(texts: Sequence[str]) -> str:
    """The kinds of case data that the row looks to hold; never the words themselves."""
    found = [each for text in texts if len(text) <= LONGEST_TEXT for each in suspicions(text)]
    return kinds_in_words(found)


def ask_why_safe(kinds: str) -> str:
    return (
        f"It may hold {kinds}. Take that out; or, if it is safe, say why in “Why it is safe to "
        "save this”."
    )
