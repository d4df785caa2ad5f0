"""A block copied from a table in Word or Excel: cells parted by tabs, rows by line ends.

Excel puts a cell that holds a line break or a tab in quotation marks, and doubles the marks in it;
Word never does, and gives a cell of several paragraphs as several rows.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from kscb.refusal import Refused
from kscb.text import fold

SPACES = dict.fromkeys(map(ord, "\u00a0\u2007\u202f"), " ")
BREAKS = dict.fromkeys(map(ord, "\v\f\x85\u2028\u2029"), "\n")
CONTROLS = (*range(32), *range(127, 160))
UNSEEN = dict.fromkeys((*CONTROLS, *map(ord, "\u00ad\u200b\u2060\ufeff")))
TIDY = {**UNSEEN, **SPACES, **BREAKS, ord("\n"): "\n", ord("\t"): "\t"}

# Excel's quotes end where a tab, a line end or the block's end follows. The inside is never tried
# a second time (++ and *+), so a mark that nothing closes costs one look.
IN_QUOTES = re.compile(r'"((?:[^"]++|"")*+)"(?=[\t\n]|\Z)')
AS_IT_STANDS = re.compile(r"[^\t\n]*")
LONGEST_HEADING = 80


def tidied(text: str) -> str:
    """A cell's text with ordinary spaces and line breaks, nothing unseen, and none at its ends."""
    return text.replace("\r\n", "\n").replace("\r", "\n").translate(TIDY).strip()


def rows_of(text: str) -> list[list[str]]:
    """The block's rows, without the blank ones. Empty cells stay: they tell a whole row."""
    rows = [[tidied(cell) for cell in row] for row in cut(text)]
    return without_empty_end([row for row in rows if any(row)])


def cut(text: str) -> Iterator[list[str]]:
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    row: list[str] = []
    at = 0
    while at <= len(text):
        cell, at = cell_at(text, at)
        row.append(cell)
        if text[at : at + 1] != "\t":
            yield row
            row = []
        at += 1


def cell_at(text: str, at: int) -> tuple[str, int]:
    """The cell that begins here, and where it ends.

    Only what needs quotation marks is in Excel's: “Think Family” in plain ones is as typed, and so
    is a mark that nothing closes.
    """
    quoted = IN_QUOTES.match(text, at)
    if quoted and re.search(r'[\t\n"]', quoted[1]):
        return quoted[1].replace('""', '"'), quoted.end()
    end = AS_IT_STANDS.match(text, at).end()  # type: ignore[union-attr]  # it matches anything
    return text[at:end], end


def without_empty_end(rows: list[list[str]]) -> list[list[str]]:
    """Excel gives as many cells as were selected, even whole rows: empty last columns go.

    Rows of different lengths are Word's, whose empty cells say where a split row ends.
    """
    if len({len(row) for row in rows}) != 1:
        return rows
    width = max(at for row in rows for at, cell in enumerate(row, start=1) if cell)
    return [row[:width] for row in rows]


def as_text(rows: Sequence[Sequence[str]]) -> str:
    """The rows as a block that `rows_of` reads to the same rows."""
    return "\n".join("\t".join(as_cell(cell) for cell in row) for row in rows)


def as_cell(cell: str) -> str:
    if not cell.startswith('"') and not re.search(r"[\t\n\r]", cell):
        return cell
    doubled = cell.replace('"', '""')
    return f'"{doubled}"'


# Rows that Word split


def looks_split(rows: Sequence[Sequence[str]]) -> set[int]:
    """The rows with fewer cells than a whole one that may be the rest of the row above.

    A row joined to the one above loses one cell, so it is the rest only where the two together
    are no wider than a whole row.
    """
    whole, width, split = whole_width(rows), 0, set()
    for at, row in enumerate(rows):
        is_rest = at > 0 and len(row) < whole and width + len(row) - 1 <= whole
        width = width + len(row) - 1 if is_rest else len(row)
        split |= {at} if is_rest else set()
    return split


def whole_width(rows: Sequence[Sequence[str]]) -> int:
    """As wide as the first row, or as the widest that two rows share: one may have a stray tab.

    The most frequent width would not do: a split row gives several short ones.
    """
    counts = Counter(len(row) for row in rows)
    shared = [width for width, times in counts.items() if times > 1]
    return max([len(row) for row in rows[:1]] + shared, default=0)


def join_rows(rows: Sequence[Sequence[str]], at: int) -> list[list[str]]:
    """The rows, with row `at` joined to the one above: its first cell continues the last one."""
    if not 0 < at < len(rows):
        raise Refused("That row has no row above it to be joined to. Choose another row.")
    above, row = rows[at - 1], rows[at]
    meeting = "\n".join(filter(None, [*above[-1:], *row[:1]]))
    joined = [*above[:-1], meeting, *row[1:]]
    return [list(row) for row in (*rows[: at - 1], joined, *rows[at + 1 :])]


# Headings


def find_columns(header: Sequence[str], words: Mapping[str, Sequence[str]]) -> dict[str, int]:
    """Which column holds each wanted field, by the words that may head it.

    A heading that is exactly one of the words wins over one that has them among others, and more
    words over fewer; no column serves two fields.
    """
    found: dict[str, int] = {}
    for _, _, column, field in sorted(fits(header, words)):
        if field not in found and column not in found.values():
            found[field] = column
    return {field: found[field] for field in words if field in found}


def fits(
    header: Sequence[str], words: Mapping[str, Sequence[str]]
) -> Iterator[tuple[bool, int, int, str]]:
    """Each heading that may head a field, to be sorted with the best first."""
    headings = [heading_words(heading) for heading in header]
    for field, phrases in words.items():
        for phrase in filter(None, map(heading_words, phrases)):
            for column, heading in enumerate(headings):
                if f" {phrase} " in f" {heading} ":
                    yield heading != phrase, -len(phrase.split()), column, field


def heading_words(heading: str) -> str:
    """ "Target date:" and "Target-date" are headed by the same words."""
    return " ".join(re.findall(r"\w+", fold(heading)))


def is_header(row: Sequence[str], words: Mapping[str, Sequence[str]]) -> bool:
    """Whether the row looks like headings: short, one exactly known, and half of them known."""
    headings = [heading for heading in row if heading]
    if any(len(heading) > LONGEST_HEADING for heading in headings):
        return False
    known = {heading_words(phrase) for phrases in words.values() for phrase in phrases} - {""}
    is_one_exact = any(heading_words(heading) in known for heading in headings)
    return is_one_exact and 2 * len(find_columns(headings, words)) >= len(headings)
