"""Indicators as figures: the latest of each, its course, and whether a rate adds up.

Each takes observations that the person may see. Two sources are never merged.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby
from urllib.parse import urlencode

from django.db.models import Prefetch, QuerySet
from django.urls import reverse

from kscb import charts
from kscb.figures import Figure, number, signed
from performance.models import Indicator, Observation, ObservationQuerySet

NOT_GIVEN = "not given by the source"
NO_DIRECTION = "No good direction"


@dataclass(frozen=True)
class Headline(Figure):
    """A figure of the first page, with the line of its own source behind it."""

    chart: charts.Spark | None = None


@dataclass(frozen=True)
class Step:
    """One observation beside the one before it in the same series."""

    observation: Observation
    previous: Decimal | None
    change: Decimal | None
    doubt: str  # why the printed rate does not agree with its parts; empty where it does

    @property
    def signed(self) -> str:
        """+86 or −238; a percentage changes by points."""
        if self.change is None:
            return ""
        return f"{signed(self.change)}{' points' if self.observation.indicator.sign else ''}"

    @property
    def when(self) -> str:
        """The period, and its last day where the period does not name it: "2017/18, to …"."""
        period, day = self.observation.period, self.observation.day
        return day if period in day else f"{period}, to {day}"

    @property
    def parts(self) -> str:
        return parts_of(self.observation)

    @property
    def remarks(self) -> str:
        return remarks_on(self.observation)


@dataclass(frozen=True)
class Series:
    """What one source said of one area, oldest first."""

    source: str
    area: str
    steps: Sequence[Step]

    @property
    def newest_first(self) -> Sequence[Step]:
        return self.steps[::-1]

    @property
    def has_parts(self) -> bool:
        return any(step.observation.denominator is not None for step in self.steps)

    @property
    def rows_url(self) -> str:
        """The list of observations, narrowed to this source."""
        indicator = self.steps[0].observation.indicator_id
        query = urlencode({"indicator": indicator, "source": self.source})
        return f"{reverse('performance:observations')}?{query}"


def with_observations(
    indicators: QuerySet[Indicator], observations: ObservationQuerySet
) -> QuerySet[Indicator]:
    """Indicators with what was last said of each, as `seen`: one query for all of them."""
    seen = observations.current().select_related("area").order_by("as_at", "pk")
    return indicators.prefetch_related(Prefetch("observations", seen, to_attr="seen"))


def series_of(indicator: Indicator) -> list[Series]:
    """One series for each source and area; needs `with_observations`."""
    for observation in indicator.seen:  # type: ignore[attr-defined]
        observation.indicator = indicator

    def key(observation):
        return observation.source, observation.area.name

    rows = sorted(indicator.seen, key=lambda one: (*key(one), one.as_at))  # type: ignore[attr-defined]
    return [
        Series(source, area, steps_of(list(observations)))
        for (source, area), observations in groupby(rows, key=key)
    ]


def steps_of(observations: Sequence[Observation]) -> list[Step]:
    """Each observation with its change: from the one before it, else as its source printed it."""
    steps = []
    previous: Decimal | None = None
    for observation in observations:
        value, change = observation.value, observation.change
        if value is not None and previous is not None:
            change = value - previous
        steps.append(Step(observation, previous, change, doubt_of(observation)))
        previous = value
    return steps


def headline_step(series: Iterable[Series]) -> tuple[Series, Step] | None:
    """The latest final value; where no source has one, the latest provisional."""
    ends = [
        (step.observation.status == Observation.Status.FINAL, step.observation.as_at, one, step)
        for one in series
        for step in one.steps
    ]
    if not ends:
        return None
    _, _, one, step = max(ends, key=lambda end: end[:2])
    return one, step


def headlines(indicators: Iterable[Indicator]) -> list[Headline]:
    """One figure for each indicator, whether or not anything was observed."""
    return [headline(indicator) for indicator in indicators]


def headline(indicator: Indicator) -> Headline:
    found = headline_step(series_of(indicator))
    if found is None:
        return Headline(
            key=indicator.key,
            label=indicator.title,
            unit=indicator.sign,
            rows_url=indicator.get_absolute_url(),
        )
    series, step = found
    figure = as_figure(step)
    return Headline(
        **{**vars(figure), "rows_url": indicator.get_absolute_url()},
        chart=charts.spark(
            readings(series.steps[: series.steps.index(step) + 1]),
            key=f"spark-{indicator.key}",
            title=f"{indicator.title}: {series.source}",
        ),
    )


def as_figure(step: Step) -> Figure:
    """One observation as the figure that every page shares, opening its own rows."""
    observation = step.observation
    indicator = observation.indicator
    return Figure(
        key=indicator.key,
        label=indicator.title,
        value=observation.value,
        printed=observation.shown,
        unit=indicator.sign,
        numerator=observation.numerator,
        denominator=observation.denominator,
        previous=step.previous,
        change=step.change,
        as_at=observation.as_at,
        status=observation.get_status_display(),
        source=observation.source,
        rows_url=rows_of(observation),
        note=indicator.get_polarity_display(),
    )


def rows_of(observation: Observation) -> str:
    """The list of observations, narrowed to this one and its revisions."""
    query = {
        "indicator": observation.indicator_id,
        "source": observation.source,
        "as_at": observation.as_at.isoformat(),
    }
    return f"{reverse('performance:observations')}?{urlencode(query)}"


def readings(steps: Iterable[Step]) -> list[charts.Reading]:
    return [
        charts.Reading(
            on=step.observation.as_at,
            value=step.observation.value,
            words=step.observation.shown,
            is_provisional=step.observation.status == Observation.Status.PROVISIONAL,
        )
        for step in steps
    ]


def line_of(series: Series, indicator: Indicator, *, key: str) -> charts.LineChart | None:
    """The chart of one source; None where it has printed no level."""
    return charts.line(
        readings(series.steps),
        key=key,
        title=f"{indicator.title}, {series.area}: {series.source}",
        words=lambda value: number(value, unit=indicator.sign),
        ceiling=Decimal(100) if indicator.sign else None,
    )


def parts_of(observation: Observation) -> str:
    """The numerator and denominator of a rate, as far as the source gives them."""
    numerator, denominator = observation.numerator, observation.denominator
    if not observation.indicator.sign and denominator is None:
        return ""
    if numerator is None and denominator is None:
        return NOT_GIVEN.capitalize()
    counted = NOT_GIVEN if numerator is None else number(numerator)
    return f"{counted} of {NOT_GIVEN if denominator is None else number(denominator)}"


def remarks_on(observation: Observation) -> str:
    """How the source printed it, what was noted, and whether it was revised."""
    printed = f"Printed as “{observation.printed}”." if observation.printed else ""
    revised = f"Revision {observation.revision}." if observation.revision > 1 else ""
    return " ".join(part for part in (printed, observation.note, revised) if part)


def doubt_of(observation: Observation) -> str:
    """What to say where a percentage is not its numerator out of its denominator.

    The source rounds, so half of the last decimal place that it prints is allowed.
    """
    parts = (observation.value, observation.numerator, observation.denominator)
    if not observation.indicator.sign or None in parts or not observation.denominator:
        return ""
    value, numerator, denominator = (Decimal(part or 0) for part in parts)
    worked_out = 100 * numerator / denominator
    if abs(worked_out - value) <= rounding_of(value):
        return ""
    return (
        f"{number(numerator)} out of {number(denominator)} is "
        f"{number(worked_out.quantize(Decimal('0.1')))}%, not {number(value)}%."
    )


def rounding_of(value: Decimal) -> Decimal:
    """Half of the last place printed: 0.05 for 8.3, 0.5 for 24."""
    exponent = value.normalize().as_tuple().exponent
    places = -exponent if isinstance(exponent, int) and exponent < 0 else 0
    return Decimal("0.5").scaleb(-places)


def definition_of(indicator: Indicator) -> list[tuple[str, str]]:
    """What the indicator counts, label by label; what the source does not say is said."""
    is_rate = bool(indicator.sign)
    return [
        ("What it is", indicator.definition),
        ("What is counted", indicator.numerator or NOT_GIVEN.capitalize()),
        (
            "Out of what",
            indicator.denominator or (NOT_GIVEN.capitalize() if is_rate else "A plain number"),
        ),
        ("Unit", indicator.get_unit_display()),
        ("Direction", indicator.get_polarity_display()),
    ]
