"""Themes over time and by agency: how many reviews and audits named each."""

from collections.abc import Iterable, Sequence
from urllib.parse import urlencode

from django.urls import reverse

from kscb import charts
from kscb.dates import year_bounds, year_label, year_of
from kscb.text import fold
from reviews.figures.recurrence import Naming

MOST_YEARS = 12


def by_year(named: Sequence[Naming]) -> charts.HeatTable | None:
    """Themes by board's year: the reviews and audits that named each in findings of that year.

    The latest twelve years of those in which anything was found.
    """
    years = sorted({year_of(one.found_on) for one in named})[-MOST_YEARS:]

    def opens(theme: int, year: int) -> dict[str, object]:
        first, last = year_bounds(year)
        return {"found_from": first.isoformat(), "found_to": last.isoformat()}

    return table(
        named,
        columns=[(year, year_label(year)) for year in years],
        place=lambda one: year_of(one.found_on),
        opens=opens,
        key="by-year",
        title="Reviews and audits that named each theme, by year",
    )


def by_agency(named: Sequence[Naming]) -> charts.HeatTable | None:
    """Themes by agency: the reviews and audits in which a finding on it names that agency."""
    agencies = {one.agency: one.agency_name for one in named if one.agency is not None}
    return table(
        named,
        columns=sorted(agencies.items(), key=lambda pair: fold(pair[1])),
        place=lambda one: one.agency,
        opens=lambda theme, agency: {"agency": agency},
        key="by-agency",
        title="Reviews and audits that named each theme, by the agency they name",
    )


def table(named: Iterable[Naming], *, columns, place, opens, key: str, title: str):
    """None where nothing was named: an empty picture says nothing."""
    if not columns:
        return None
    sources: dict[tuple, set] = {}
    themes: dict[int, str] = {}
    for one in named:
        themes[one.theme] = one.name
        sources.setdefault((one.theme, place(one)), set()).add(one.source)
    order = sorted(themes, key=lambda theme: fold(themes[theme]))
    cells = [
        [
            cell(len(sources.get((theme, at), ())), {"theme": theme, **opens(theme, at)})
            for at, _ in columns
        ]
        for theme in order
    ]
    return charts.heat(
        [themes[theme] for theme in order],
        [words for _, words in columns],
        cells,
        key=key,
        title=title,
        first="Theme",
        urls=[reverse("reviews:theme", args=[theme]) for theme in order],
    )


def cell(number: int, narrowed: dict[str, object]) -> charts.Count:
    """A count that opens one finding for each review or audit counted."""
    query = urlencode({**narrowed, "naming": "on", "once": "on"})
    return charts.Count(number, f"{reverse('reviews:findings')}?{query}" if number else "")
