"""A table whose rows are also bars."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from kscb.charts.units import per_cent


@dataclass(frozen=True)
class Cell:
    """A number in words, with the address of the rows it counts."""

    words: str
    url: str = ""


@dataclass(frozen=True)
class Item:
    """One row of a bar chart before it is drawn. `part` is the piece of `value` that stands out."""

    label: str
    value: int | Decimal
    cells: Sequence[Cell]
    part: int | Decimal = 0
    url: str = ""
    description: str = ""


@dataclass(frozen=True)
class Bar:
    key: str
    label: str
    url: str
    description: str
    x: str
    width: str
    part_width: str
    cells: Sequence[Cell]


@dataclass(frozen=True)
class BarChart:
    key: str
    title: str
    first: str
    columns: Sequence[str]
    bars: Sequence[Bar]


def bars(
    items: Iterable[Item], *, key: str, title: str, first: str, columns: Sequence[str]
) -> BarChart:
    """A table whose rows are also bars, on one scale that includes nought."""
    rows = list(items)
    values = [Decimal(row.value) for row in rows]
    low, high = min([Decimal(0), *values]), max([Decimal(0), *values])
    span = high - low or Decimal(1)

    def share(value: Decimal) -> Decimal:
        return 100 * value / span

    drawn = [
        Bar(
            key=f"{key}-{number}",
            label=row.label,
            url=row.url,
            description=row.description or "; ".join(named(row.cells, columns)),
            x=per_cent(share(min(Decimal(row.value), Decimal(0)) - low)),
            width=per_cent(share(abs(Decimal(row.value)))),
            part_width=per_cent(share(abs(Decimal(row.part)))) if row.part else "",
            cells=row.cells,
        )
        for number, row in enumerate(rows, start=1)
    ]
    return BarChart(key, title, first, columns, drawn)


def named(cells: Sequence[Cell], columns: Sequence[str]) -> list[str]:
    return [f"{column}: {cell.words}" for column, cell in zip(columns, cells, strict=True)]
