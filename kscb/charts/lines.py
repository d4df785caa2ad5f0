"""Values over time: a line with its scale, and a small one without."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import pairwise

from kscb.charts.units import per_cent, pixels, plain

HEIGHT = 240  # of a line chart, labels included
TOP, BOTTOM = 28, 204  # where its highest and lowest gridlines stand
SPARK_HEIGHT = 36
SPARK_MARGIN = 6
# The plot takes this share of the width; the rest is the gutter of the scale, in pixels.
PLOT = Decimal(79)
STEPS = (Decimal(1), Decimal(2), Decimal("2.5"), Decimal(5), Decimal(10))
# How far apart two dates under the line must stand, as a share of the plot.
APART_NARROW, APART_WIDE = Decimal("0.34"), Decimal("0.16")
# Half the length of such a date, likewise: at the right edge it ends under its point.
HALF_NARROW, HALF_WIDE = Decimal("0.13"), Decimal("0.085")
ROOM_BELOW = 24  # for the number of the last point, where it stands under it
Words = Callable[[Decimal], str]


@dataclass(frozen=True)
class Reading:
    """One value of a series: on which day, in which words, and whether it is settled.

    `value` is None where nothing is known: the line has a gap there.
    """

    on: date
    value: Decimal | None
    words: str = ""
    is_provisional: bool = False


@dataclass(frozen=True)
class Mark:
    x: str
    y: str
    words: str
    is_hollow: bool


@dataclass(frozen=True)
class Stroke:
    x1: str
    y1: str
    x2: str
    y2: str


@dataclass(frozen=True)
class Rung:
    """One gridline, with its number."""

    y: str
    words: str


@dataclass(frozen=True)
class Day:
    """One date under the line; those that only fit a wide chart say so."""

    x: str
    words: str
    is_for_wide: bool
    anchor: str = "middle"


@dataclass(frozen=True)
class LineChart:
    key: str
    title: str
    description: str
    height: int
    marks: Sequence[Mark]
    strokes: Sequence[Stroke]
    rungs: Sequence[Rung]
    days: Sequence[Day]
    begins_at: str  # where the scale begins, in words; empty if that is nought

    @property
    def last(self) -> Mark:
        return self.marks[-1]

    @property
    def last_is_below(self) -> bool:
        """Whether the last number stands under its point, out of the way of a falling line."""
        if len(self.marks) < 2 or float(self.last.y) > BOTTOM - ROOM_BELOW:
            return False
        return float(self.marks[-2].y) < float(self.last.y)

    @property
    def has_hollow(self) -> bool:
        return any(mark.is_hollow for mark in self.marks)

    @property
    def day_line(self) -> int:
        """Where the dates stand."""
        return self.height - 10


@dataclass(frozen=True)
class Spark:
    key: str
    title: str
    description: str
    height: int
    strokes: Sequence[Stroke]
    last: Mark


def line(
    readings: Iterable[Reading],
    *,
    key: str,
    title: str,
    words: Words = plain,
    ceiling: Decimal | None = None,
) -> LineChart | None:
    """A line through the readings, oldest first; None if there is no value to draw.

    `ceiling` is the most that a value can be: 100 for a percentage.
    """
    series = sorted(readings, key=lambda reading: reading.on)
    known = [reading for reading in series if reading.value is not None]
    if not known:
        return None
    values = [reading.value for reading in known if reading.value is not None]
    rungs = scale(values, ceiling=ceiling)
    low, high = rungs[0], rungs[-1]
    across = places(series, width=PLOT)
    marks = [
        None
        if reading.value is None
        else Mark(
            x=per_cent(x),
            y=pixels(down(reading.value, low=low, high=high, top=TOP, bottom=BOTTOM)),
            words=reading.words or words(reading.value),
            is_hollow=reading.is_provisional,
        )
        for reading, x in zip(series, across, strict=True)
    ]
    return LineChart(
        key=key,
        title=title,
        description=in_sentences(known, words),
        height=HEIGHT,
        marks=[mark for mark in marks if mark],
        strokes=joined(marks),
        rungs=[
            Rung(pixels(down(rung, low=low, high=high, top=TOP, bottom=BOTTOM)), words(rung))
            for rung in rungs
        ],
        days=days_below(series, across),
        begins_at="" if low <= 0 <= high else words(low),
    )


def spark(
    readings: Iterable[Reading], *, key: str, title: str, words: Words = plain
) -> Spark | None:
    """A small line without a scale; None with fewer than two values, which show no course."""
    series = sorted(readings, key=lambda reading: reading.on)
    known = [reading for reading in series if reading.value is not None]
    if len(known) < 2:
        return None
    values = [reading.value for reading in known if reading.value is not None]
    low, high = min(values), max(values)
    top, bottom = SPARK_MARGIN, SPARK_HEIGHT - SPARK_MARGIN
    marks = [
        None
        if reading.value is None
        else Mark(
            x=per_cent(2 + x),
            y=pixels(down(reading.value, low=low, high=high, top=top, bottom=bottom)),
            words=reading.words or words(reading.value),
            is_hollow=reading.is_provisional,
        )
        for reading, x in zip(series, places(series, width=Decimal(95)), strict=True)
    ]
    drawn = [mark for mark in marks if mark]
    return Spark(key, title, in_sentences(known, words), SPARK_HEIGHT, joined(marks), drawn[-1])


def scale(values: Sequence[Decimal], *, ceiling: Decimal | None = None) -> list[Decimal]:
    """Round numbers for three to six gridlines around the values.

    From nought where the values reach down to half of their highest or change sign; otherwise
    fitted, so that a series near 100 per cent can be read. A flat series gets room on both sides.
    """
    low, high = min(values), max(values)
    if low >= 0 and low <= high / 2:
        low = Decimal(0)
    if high <= 0 and high >= low / 2:
        high = Decimal(0)
    if low == high:
        room = abs(low) / 20 or Decimal(1)
        low, high = low - room, high + room
    step = round_step((high - low) / 4)
    first = (low / step).to_integral_value(rounding="ROUND_FLOOR")
    last = (high / step).to_integral_value(rounding="ROUND_CEILING")
    rungs = [step * at for at in range(int(first), int(last) + 1)]
    if ceiling is None or ceiling < max(values):
        return rungs
    return [rung for rung in rungs if rung < ceiling] + [ceiling] * (rungs[-1] >= ceiling)


def round_step(wanted: Decimal) -> Decimal:
    """The round number (1, 2, 2.5 or 5 times a power of ten) at or above the one wanted."""
    power = Decimal(1).scaleb(wanted.adjusted())
    return next(power * step for step in STEPS if power * step >= wanted)


def places(series: Sequence[Reading], *, width: Decimal) -> list[Decimal]:
    """How far across each reading stands, by its date: 0 to `width`; a single one at the middle."""
    first, last = series[0].on, series[-1].on
    span = (last - first).days
    if not span:
        return [width / 2 for _ in series]
    return [width * (reading.on - first).days / span for reading in series]


def down(value: Decimal, *, low: Decimal, high: Decimal, top: int, bottom: int) -> Decimal:
    """How far down a value stands: `bottom` for the lowest; halfway if all are the same."""
    if low == high:
        return Decimal(top + bottom) / 2
    return bottom - (bottom - top) * (value - low) / (high - low)


def joined(marks: Sequence[Mark | None]) -> list[Stroke]:
    """Strokes between neighbours; a gap on either side leaves none."""
    return [Stroke(a.x, a.y, b.x, b.y) for a, b in pairwise(marks) if a and b]


def days_below(series: Sequence[Reading], across: Sequence[Decimal]) -> list[Day]:
    """Dates that have room, counted back from the last; a narrow chart shows fewer of them."""
    last = across[-1]
    at_edge = last == PLOT
    anchor = "end" if at_edge else "middle"
    shown = [Day(per_cent(last), f"{series[-1].on:%b %Y}", is_for_wide=False, anchor=anchor)]
    narrow = last - HALF_NARROW * PLOT * at_edge
    wide = last - HALF_WIDE * PLOT * at_edge
    for reading, x in reversed(list(zip(series[:-1], across[:-1], strict=True))):
        fits_narrow = narrow - x >= APART_NARROW * PLOT
        if wide - x < APART_WIDE * PLOT:
            continue
        shown.append(Day(per_cent(x), f"{reading.on:%b %Y}", is_for_wide=not fits_narrow))
        wide, narrow = x, x if fits_narrow else narrow
    return shown[::-1]


def in_sentences(known: Sequence[Reading], words: Words) -> str:
    """What the line says, for those who do not see it."""
    said = [reading.words or words(reading.value or Decimal(0)) for reading in known]
    if len(known) == 1:
        return f"One value: {said[0]} at {in_full(known[0].on)}."
    values = [reading.value for reading in known if reading.value is not None]
    lowest, highest = said[values.index(min(values))], said[values.index(max(values))]
    return (
        f"{len(known)} values from {in_full(known[0].on)} ({said[0]}) to "
        f"{in_full(known[-1].on)} ({said[-1]}). Lowest {lowest}, highest {highest}."
    )


def in_full(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
