"""Recurrence alarms: findings under a theme on which actions stood as done when they were found.

An alarm is one tag, of one finding with one theme, that makes the theme recur in the finding's
source (reviews/figures/recurrence.py). It asks what the board does now that it is back.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Exists, F, Max, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce

from kscb.dates import today
from kscb.text import fold
from reviews.figures.recurrence import (
    DoneDays,
    Naming,
    Seen,
    Source,
    Stood,
    amount,
    months,
    namings,
    on_themes,
    spans,
    time_words,
    with_impact,
)
from reviews.models import AlarmAnswer, Finding, Measure, Theme

Tag: Any = Finding.themes.through


@dataclass(frozen=True)
class Alarm:
    """What stood on a theme on the day that a finding named it again."""

    theme: int
    name: str
    reviews: int  # that had named it before
    audits: int
    done: int  # actions that stood as done on that day
    tested: int  # of those, with the result of a test since
    helped: int  # of those tested, whose latest test says that it helped
    last_tested_on: date | None

    @property
    def words(self) -> str:
        """ "Named in 3 earlier reviews and audits; 9 actions accepted as done; never tested" """
        parts = [
            self.earlier_words,
            f"{amount(self.done, 'action')} accepted as done",
            self.test_words,
        ]
        return "; ".join([*parts, *([f"{self.helped:,} helped"] if self.tested else [])])

    @property
    def earlier_words(self) -> str:
        if not self.reviews + self.audits:
            return "Not named by a review or audit before"
        found = [(self.reviews, "review"), (self.audits, "audit")]
        parts = [amount(number, f"earlier {noun}") for number, noun in found if number]
        return f"Named in {' and '.join(parts)}"

    @property
    def test_words(self) -> str:
        if self.last_tested_on is None:
            return "never tested"
        past = months(self.last_tested_on, today())
        return f"last tested {time_words(past)} ago"


def done_days(stood: Iterable[Stood]) -> dict[int, DoneDays]:
    """By theme, the days on which an action on it stood as done."""
    by_theme: dict[int, list[Stood]] = {}
    for standing in stood:
        by_theme.setdefault(standing.theme, []).append(standing)
    return {theme: DoneDays(rows) for theme, rows in by_theme.items()}


def alarms(seen: Seen) -> QuerySet:
    """The tags that are alarms, each with `counted`, the theme it counts under, and `is_answered`.

    One query is asked now; the days are then carried as constants, a few spans for each theme.
    """
    back = Q(pk__in=[])
    for theme, days in done_days(spans(seen.findings, seen.actions)).items():
        for begin, end in days.spans:
            while_done = Q(finding__found_on__gt=begin, finding__found_on__lte=end)
            back |= while_done & Q(counted=theme)
    tags = counted_tags().filter(back, finding__in=seen.findings.naming())
    return tags.filter(~Exists(twin())).annotate(is_answered=Exists(answers()))


def counted_tags() -> QuerySet:
    return Tag.objects.annotate(counted=Coalesce(F("theme__merged_into"), F("theme")))


def twin() -> QuerySet:
    """An earlier tag of the same finding that counts under the same theme."""
    return counted_tags().filter(
        finding=OuterRef("finding"), counted=OuterRef("counted"), pk__lt=OuterRef("pk")
    )


def answers() -> QuerySet:
    """The board answers once for a source and a theme, whichever of its findings was asked of."""
    same_source = Q(finding__review=OuterRef("finding__review")) | Q(
        finding__audit_round=OuterRef("finding__audit_round")
    )
    answered = AlarmAnswer.objects.annotate(counts_as=Coalesce(F("theme__merged_into"), F("theme")))
    return answered.filter(same_source, counts_as=OuterRef("counted"))


def unanswered(seen: Seen) -> QuerySet:
    return alarms(seen).filter(is_answered=False)


def alarms_of(finding: Finding, seen: Seen) -> list[Alarm]:
    """What each alarm of one finding says, by theme. Two queries, and one more where it rings."""
    if finding.kind != Finding.Kind.LEARNING:
        return []
    tags = counted_tags().filter(finding=finding)
    themes = set(tags.values_list("counted", flat=True))
    wide = seen.on(Theme.objects.filter(Q(pk__in=themes) | Q(merged_into__in=themes)))
    rows = [row for row in stood_on(finding.found_on, wide) if row["counted"] in themes]
    earlier = [one for one in namings(wide.findings) if is_before(one, finding)] if rows else []
    return sorted((as_alarm(row, earlier) for row in rows), key=lambda alarm: fold(alarm.name))


def is_before(naming: Naming, finding: Finding) -> bool:
    own = Source(finding.review_id, finding.audit_round_id)
    return naming.source != own and naming.found_on < finding.found_on


def stood_on(day: date, seen: Seen) -> QuerySet:
    """By theme, the actions that stood as done on a day, and what tests of them said since."""
    stands = Q(acceptances__reopened_on__isnull=True) | Q(acceptances__reopened_on__gte=day)
    then = on_themes(seen.findings, seen.actions).filter(stands, acceptances__accepted_on__lt=day)
    rows: Any = with_impact(then, seen.measures)
    return rows.values("counted", "called").annotate(
        done=Count("pk", distinct=True),
        tested=Count("pk", filter=Q(impact__isnull=False), distinct=True),
        helped=Count("pk", filter=Q(impact=Measure.Result.HELPED), distinct=True),
        last_tested_on=Max("impact_on"),
    )


def as_alarm(row: dict, earlier: Iterable[Naming]) -> Alarm:
    sources = {naming.source for naming in earlier if naming.theme == row["counted"]}
    reviews = sum(source.review is not None for source in sources)
    return Alarm(
        theme=row["counted"],
        name=row["called"],
        reviews=reviews,
        audits=len(sources) - reviews,
        done=row["done"],
        tested=row["tested"],
        helped=row["helped"],
        last_tested_on=row["last_tested_on"],
    )
