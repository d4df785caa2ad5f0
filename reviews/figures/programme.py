"""The audits of one year on one page. It takes rounds that the person may see, and only reads."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Exists, F, Max, Min, OuterRef, Q, QuerySet

from kscb.dates import today, year_bounds, year_of
from reviews.models import AuditReturn, AuditRound


@dataclass(frozen=True)
class Programme:
    """Each round has `asked`, `sent`, `extended` and `overdue`: numbers of its returns."""

    year: int
    years: list[int]
    rounds: list[Any]
    again: list[AuditRound]


def of_year(rounds: QuerySet[AuditRound], year: int) -> Programme:
    """Rounds that were open, or are planned to be, on any day of the year; and those to be
    audited again by its end, which no later round repeats. Three queries."""
    first, last = year_bounds(year)
    held = rounds.filter(opens_on__lte=last, due_on__gte=first)
    again = rounds.filter(reaudit_on__lte=last).filter(~Exists(repeats()))
    return Programme(
        year=year,
        years=years_of(rounds),
        rounds=list(with_counts(held).order_by("opens_on", "pk")),
        again=list(again.order_by("reaudit_on", "pk")),
    )


def repeats() -> QuerySet[AuditRound]:
    return AuditRound.objects.filter(previous=OuterRef("pk"))


def with_counts(rounds: QuerySet[AuditRound]) -> QuerySet[AuditRound]:
    """`sent`: with the board or agreed. `extended`: due later than the round asked. `overdue`:
    still with the agency after its own day, in a round that is not closed. Of `asked`."""
    late = Q(returns__status__in=AuditReturn.WITH_AGENCY, returns__due_on__lt=today())
    return rounds.annotate(
        asked=Count("returns"),
        sent=Count("returns", filter=Q(returns__status__in=AuditReturn.SENT)),
        extended=Count("returns", filter=Q(returns__due_on__gt=F("due_on"))),
        overdue=Count("returns", filter=late & ~Q(status=AuditRound.Status.CLOSED)),
    )


def years_of(rounds: QuerySet[AuditRound]) -> list[int]:
    """The years in which there is something, this one and the next, the latest first."""
    ends = rounds.order_by().aggregate(
        first=Min("opens_on"), last=Max("due_on"), again=Max("reaudit_on")
    )
    days: list[date] = [day for day in ends.values() if day]
    named = [year_of(day) for day in days]
    now = year_of(today())
    return list(range(max([*named, now + 1]), min([*named, now]) - 1, -1))
