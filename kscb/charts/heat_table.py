"""Counts of rows by columns, each in a square that is darker the more it counts."""

from collections.abc import Sequence
from dataclasses import dataclass

# A heat table keeps its size in pixels, and scrolls where there is no room for it.
NAME_WIDTH, SQUARE_WIDTH, SQUARE_HEIGHT = 320, 58, 34
NAME_LETTERS, HEAD_LETTERS = 42, 32  # what fits; the rest is in the title of the name
FLAT_HEAD, SLANTED_HEAD, SLANTED_ROOM = 28, 190, 165
FLAT_LETTERS = 8  # names of columns that are longer stand aslant
# Tint and ink of each step, from nought to most: at least 4.5 to 1, and apart in grey too.
TINTS = (
    ("#ffffff", "#4b5a63"),
    ("#cfe3e6", "#12212b"),
    ("#8fbcc4", "#12212b"),
    ("#2f7787", "#ffffff"),
    ("#0f4c5c", "#ffffff"),
)


@dataclass(frozen=True)
class Count:
    """One number of a heat table, and the address of the rows it counts.

    `value` is None where it is not known. `words` follow the number: "findings on neglect in 2017".
    """

    value: int | None
    url: str = ""
    words: str = ""

    @property
    def shown(self) -> str:
        return "–" if self.value is None else f"{self.value:,}"


@dataclass(frozen=True)
class Name:
    """The name of a row or column, cut to the room there is, with where it stands."""

    words: str
    short: str
    x: str
    y: str


@dataclass(frozen=True)
class Square:
    x: str
    y: str
    middle: str
    base: str
    tint: str
    ink: str
    shown: str
    words: str
    url: str


@dataclass(frozen=True)
class HeatRow:
    name: Name
    url: str
    squares: Sequence[Square]


@dataclass(frozen=True)
class Shade:
    """One step of the tints, in words."""

    tint: str
    words: str


@dataclass(frozen=True)
class HeatTable:
    key: str
    title: str
    description: str
    first: str
    width: int
    height: int
    columns: Sequence[Name]
    rows: Sequence[HeatRow]
    shades: Sequence[Shade]
    is_slanted: bool  # the names of the columns
    has_gaps: bool

    @property
    def square_width(self) -> int:
        return SQUARE_WIDTH - 3

    @property
    def square_height(self) -> int:
        return SQUARE_HEIGHT - 3


def heat(
    rows: Sequence[str],
    columns: Sequence[str],
    cells: Sequence[Sequence[Count]],
    *,
    key: str,
    title: str,
    first: str,
    urls: Sequence[str] = (),
) -> HeatTable:
    """Counts of rows by columns, tinted by how many. `first` heads the names of the rows.

    `cells` are row by row; `urls`, if given, are the pages of what the rows are about.
    """
    slanted = any(len(column) > FLAT_LETTERS for column in columns)
    top = SLANTED_HEAD if slanted else FLAT_HEAD
    bounds = steps_to(max((cell.value or 0 for row in cells for cell in row), default=0))
    return HeatTable(
        key=key,
        title=title,
        description=most(rows, columns, cells),
        first=first,
        width=NAME_WIDTH + SQUARE_WIDTH * len(columns) + SLANTED_ROOM * slanted,
        height=top + SQUARE_HEIGHT * len(rows),
        columns=[
            Name(words, cut(words, HEAD_LETTERS), x=middle_of(at), y=f"{top - 10}")
            for at, words in enumerate(columns)
        ],
        rows=[
            HeatRow(
                name=Name(words, cut(words, NAME_LETTERS), x="0", y=base_of(at, top)),
                url=url,
                squares=[
                    square(cell, f"for {words}, {column}", across, at, top, bounds)
                    for across, (column, cell) in enumerate(zip(columns, row, strict=True))
                ],
            )
            for at, (words, row, url) in enumerate(
                zip(rows, cells, urls or [""] * len(rows), strict=True)
            )
        ],
        shades=shades(bounds),
        is_slanted=slanted,
        has_gaps=any(cell.value is None for row in cells for cell in row),
    )


def square(
    cell: Count, place: str, across: int, at: int, top: int, bounds: Sequence[int]
) -> Square:
    tint, ink = TINTS[step_of(cell.value or 0, bounds)]
    return Square(
        x=f"{NAME_WIDTH + SQUARE_WIDTH * across}",
        y=f"{top + SQUARE_HEIGHT * at}",
        middle=middle_of(across),
        base=base_of(at, top),
        tint=tint,
        ink=ink,
        shown=cell.shown,
        words=cell.words or place,
        url=cell.url,
    )


def middle_of(across: int) -> str:
    return f"{NAME_WIDTH + SQUARE_WIDTH * across + (SQUARE_WIDTH - 3) / 2:.1f}"


def base_of(at: int, top: int) -> str:
    """Where the words of a row stand, for letters of 15 pixels."""
    return f"{top + SQUARE_HEIGHT * at + 21}"


def cut(words: str, letters: int) -> str:
    return words if len(words) <= letters else f"{words[: letters - 1].rstrip()}…"


def steps_to(highest: int) -> list[int]:
    """The highest count of each of the four tints: even steps, of which small counts use few."""
    return [-(-highest * step // 4) for step in range(1, len(TINTS))]


def step_of(value: int, bounds: Sequence[int]) -> int:
    if value <= 0:
        return 0
    return next(step for step, bound in enumerate(bounds, start=1) if value <= bound)


def shades(bounds: Sequence[int]) -> list[Shade]:
    """The tints in use, in words. A step that no count can reach is left out."""
    found, below = [], 0
    for (tint, _), bound in zip(TINTS[1:], bounds, strict=True):
        if bound > below:
            words = f"{bound:,}" if bound == below + 1 else f"{below + 1:,} to {bound:,}"
            found.append(Shade(tint, words))
        below = bound
    return found


def most(rows: Sequence[str], columns: Sequence[str], cells: Sequence[Sequence[Count]]) -> str:
    """What a heat table says, for those who do not see it."""
    size = f"{amount(len(rows), 'row')} by {amount(len(columns), 'column')}."
    counts = [
        (cell.value or 0, cell.words or f"for {row}, {column}")
        for row, line in zip(rows, cells, strict=True)
        for column, cell in zip(columns, line, strict=True)
    ]
    value, words = max(counts, key=lambda count: count[0], default=(0, ""))
    return f"{size} Most: {value:,} {words}." if value else f"{size} Nothing is counted yet."


def amount(number: int, noun: str) -> str:
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"
