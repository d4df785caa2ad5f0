"""Rows that Word split, because a cell held several paragraphs: found, joined, kept apart."""

from collections.abc import Sequence

from kscb.paste import as_text, join_rows, rows_of, whole_width
from kscb.refusal import Refused

SPLIT = (
    "This may be the rest of the row above, which Word splits where a cell has two paragraphs. "
    "Join it to that row, or keep both."
)


def split_rows(rows: Sequence[Sequence[str]], *, first: int, one_begins: bool) -> set[int]:
    """The rows, from `first` on, that may be the rest of the row above.

    A row joined to the one above loses one cell, so it is the rest only where the two together are
    no wider than a whole row. After a whole row a single cell is the rest of its last cell, or,
    where `one_begins`, the beginning of the next row's first.
    """
    whole, width, split = whole_width(rows), 0, set()
    if whole < 2:
        return set()
    for at in range(first, len(rows)):
        size = len(rows[at])
        is_rest = at > first and width + size - 1 <= whole and not (one_begins and width == whole)
        width = width + size - 1 if is_rest else size
        split |= {at} if is_rest else set()
    return split


def joined(text: str, places: Sequence[int]) -> str:
    """The block with these rows joined each to the one above; from below, so that places hold."""
    rows: Sequence[Sequence[str]] = rows_of(text)
    for at in sorted(places, reverse=True):
        rows = join_rows(rows, at)
    return as_text(rows)


def kept_apart(text: str, at: int) -> str:
    """The block with a row, and the one above, as wide as the others: each stands by itself."""
    rows = rows_of(text)
    if not 0 < at < len(rows):
        raise Refused("That row is no longer in the block. Look at the rows again.")
    for row in rows[at - 1 : at + 1]:
        row += [""] * (whole_width(rows) - len(row))
    return as_text(rows)
