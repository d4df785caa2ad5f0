"""One bar cut into the parts of a whole, and what some of them are together."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from string import ascii_uppercase

from kscb.charts.units import per_cent

# Fill and ink of the parts of one bar. They carry letters as well.
FILLS = (
    ("#12436d", "#ffffff"),
    ("#28a197", "#12212b"),
    ("#801650", "#ffffff"),
    ("#f46a25", "#12212b"),
    ("#3d3d3d", "#ffffff"),
    ("#a285d1", "#12212b"),
    ("#cfd8dc", "#12212b"),
)
ROOM_FOR_LETTER = 6  # the share of a bar, in per cent, in which a letter fits on a phone


@dataclass(frozen=True)
class Part:
    """One part of a whole. Those that are marked come first and are also counted together."""

    label: str
    value: int
    url: str = ""
    is_marked: bool = False


@dataclass(frozen=True)
class Share:
    letter: str
    label: str
    count: str
    percent: str
    url: str
    x: str
    width: str
    middle: str
    fill: str
    ink: str
    is_drawn: bool
    has_room: bool  # for its letter


@dataclass(frozen=True)
class Shares:
    key: str
    title: str
    description: str
    first: str
    counted: str
    total: str
    parts: Sequence[Share]
    marked: str  # what the marked parts are together, in words; empty if none is marked
    marked_width: str


def shares(
    parts: Iterable[Part], *, key: str, title: str, first: str, counted: str, marked: str = ""
) -> Shares | None:
    """One bar cut into parts, up to 26 of them; None if there is nothing to cut.

    `first` heads the names and `counted` the numbers. `marked` says what the marked parts are.
    """
    ordered = sorted(parts, key=lambda part: not part.is_marked)
    total = sum(part.value for part in ordered)
    if not total:
        return None
    drawn, before = [], 0
    for at, part in enumerate(ordered):
        drawn.append(share(part, at, before=before, total=total))
        before += part.value
    together = sum(part.value for part in ordered if part.is_marked)
    has_marked = any(part.is_marked for part in ordered)
    return Shares(
        key=key,
        title=title,
        description="; ".join(f"{one.label}: {one.count}, {one.percent}" for one in drawn),
        first=first,
        counted=counted,
        total=f"{total:,}",
        parts=drawn,
        marked=f"{marked}: {out_of(together, total)}" if has_marked else "",
        marked_width=per_cent(Decimal(100 * together) / total) if together else "",
    )


def share(part: Part, at: int, *, before: int, total: int) -> Share:
    width = Decimal(100 * part.value) / total
    x = Decimal(100 * before) / total
    fill, ink = FILLS[at % len(FILLS)]
    return Share(
        letter=ascii_uppercase[at],
        label=part.label,
        count=f"{part.value:,}",
        percent=rounded(part.value, total),
        url=part.url,
        x=per_cent(x),
        width=per_cent(width),
        middle=per_cent(x + width / 2),
        fill=fill,
        ink=ink,
        is_drawn=part.value > 0,
        has_room=width >= ROOM_FOR_LETTER,
    )


def out_of(value: int, total: int) -> str:
    return f"{value:,} of {total:,} ({rounded(value, total)})"


def rounded(value: int, total: int) -> str:
    """A whole percentage that says neither none nor all unless it is."""
    whole = (Decimal(100 * value) / total).to_integral_value(rounding="ROUND_HALF_UP")
    if value and not whole:
        return "under 1%"
    if value < total and whole == 100:
        return "over 99%"
    return f"{whole}%"
