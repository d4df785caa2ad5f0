"""What comes back after it was done: themes named, acted on, tested, and named again.

Every function takes rows that the person may already see (`Seen`), and tells nothing of others:
an action is on a theme only through findings among them. Merged themes count as one. The rules:

- A source (a review, or an audit round) names a theme when it holds a finding of something to
  learn under it. It counts once, however many findings; good practice does not name.
- An action is on a theme when a recommendation that it serves answers a finding under it. Only
  actions that figures count: open, or accepted as done.
- A theme recurs in a source when one of its findings is dated strictly after an action on the
  theme was accepted as done, and while that still stood: an action that had been reopened by then
  is no ground. An agency's row asks only its own actions, and findings that name it.
"""

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import accumulate
from typing import Any, NamedTuple

from django.db.models import Case, Count, F, Min, OuterRef, Q, QuerySet, Subquery, When
from django.db.models.functions import Coalesce

from boards.models import Board, User
from kscb.dates import today
from kscb.text import fold
from reviews.models import Action, Finding, Measure
from reviews.models.action import ActionQuerySet
from reviews.models.finding import FindingQuerySet
from reviews.models.measure import MeasureQuerySet
from reviews.models.theme import counted_as

THEMES_OF_ACTIONS = "recommendations__findings__themes"
SUMMED = ("actions", "done", "tested", "helped", "dont_know")


@dataclass(frozen=True)
class Seen:
    """The findings, actions and measures of one board that a person may be told the themes of."""

    findings: FindingQuerySet
    actions: ActionQuerySet
    measures: MeasureQuerySet

    @classmethod
    def by(cls, user: User, board: Board) -> "Seen":
        """Of an action whose review the person may not read, not even a theme is told."""
        return cls(
            Finding.objects.visible_to(user).filter(board=board),
            Action.objects.visible_to(user).of_reviews_read_by(user).filter(board=board),
            Measure.objects.visible_to(user).filter(board=board),
        )

    @classmethod
    def everything(cls, board: Board) -> "Seen":
        """All rows of a board, for its operator alone."""
        return cls(
            Finding.objects.filter(board=board),
            Action.objects.filter(board=board),
            Measure.objects.filter(board=board),
        )

    def on(self, themes: Any) -> "Seen":
        """Narrowed to findings under any of these themes, and so to the actions on them."""
        tags = Finding.themes.through.objects.filter(theme__in=themes)
        tagged = self.findings.filter(pk__in=tags.values("finding"))
        return Seen(tagged, self.actions, self.measures)


class Source(NamedTuple):
    """A review or an audit round, by its key."""

    review: int | None
    audit_round: int | None


class Naming(NamedTuple):
    """That a source named a theme on a day, and one agency that it named with it (or none)."""

    theme: int
    name: str
    source: Source
    found_on: date
    agency: int | None
    agency_name: str


class Work(NamedTuple):
    """How many actions of one agency are on one theme: all, done, and what tests of those said."""

    theme: int
    name: str
    agency: int
    agency_name: str
    actions: int
    done: int
    tested: int
    helped: int
    dont_know: int


class Stood(NamedTuple):
    """That so many actions of one agency on one theme stood as done from one day to another."""

    theme: int
    agency: int
    accepted_on: date
    reopened_on: date | None
    actions: int

    def on(self, day: date) -> bool:
        """Whether they had been accepted before the day, and not been reopened by it."""
        return self.accepted_on < day <= (self.reopened_on or date.max)


@dataclass(frozen=True)
class Recurrence:
    """One theme, or one agency under it (`agency` is None in the theme's own row).

    Named: the sources that name it. Actions: those on it. Done, out of `actions`: accepted as done
    now. Tested, out of `done`: with a result of a measure, on a recommendation that the action
    serves, tested on or after the day it was last accepted. Helped and don't know, out of
    `tested`: what the latest such result says. Recurrences, out of `named`: the sources in which
    it recurs.
    """

    theme: int
    name: str
    agency: int | None
    agency_name: str
    reviews: int = 0
    audits: int = 0
    actions: int = 0
    done: int = 0
    tested: int = 0
    helped: int = 0
    dont_know: int = 0
    recurrences: int = 0
    last_named_on: date | None = None

    @property
    def named(self) -> int:
        return self.reviews + self.audits

    @property
    def open(self) -> int:
        return self.actions - self.done

    @property
    def untested(self) -> int:
        return self.done - self.tested

    @property
    def narrowed(self) -> str:
        """How lists are told to hold only rows of this theme (and agency)."""
        return f"theme={self.theme}" + (f"&agency={self.agency}" if self.agency else "")

    @property
    def ago(self) -> str:
        """How long ago it was last named, in words."""
        return time_words(self.months_since or 0)

    @property
    def months_since(self) -> int | None:
        """Whole months from the latest finding that names it until today."""
        return None if self.last_named_on is None else months(self.last_named_on, today())


def amount(number: int, noun: str) -> str:
    """ "1 action", "2,000 actions" """
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def time_words(past: int) -> str:
    """So many whole months as people say it: "less than a month", "20 months", "3 years"."""
    if past < 1:
        return "less than a month"
    return amount(past, "month") if past < 24 else amount(past // 12, "year")


def recurrence(
    findings: FindingQuerySet, actions: ActionQuerySet, measures: MeasureQuerySet
) -> list[Recurrence]:
    """Each theme that was named or acted on, followed by its agencies, by name. Three queries."""
    return counted(namings(findings), work(findings, actions, measures), spans(findings, actions))


# What is asked of the database


def namings(findings: FindingQuerySet) -> list[Naming]:
    """Who named what when: one query, a row for each theme, source, day and agency named."""
    rows: Any = findings.naming().order_by().annotate(counted=counted_as(), called=name_of())
    told = rows.values_list(
        "counted",
        "called",
        "review_id",
        "audit_round_id",
        "found_on",
        "agencies",
        "agencies__name",
    )
    return [
        Naming(theme, name, Source(review, audit), day, agency, agency_name or "")
        for theme, name, review, audit, day, agency, agency_name in told.distinct()
        if theme is not None
    ]


def on_themes(findings: FindingQuerySet, actions: ActionQuerySet) -> QuerySet:
    """The counted actions, once for each finding they answer, with the theme each counts under."""
    answering = among(actions.counted().order_by(), "recommendations__findings", findings)
    return answering.annotate(
        counted=counted_as(THEMES_OF_ACTIONS), called=name_of(THEMES_OF_ACTIONS)
    ).filter(counted__isnull=False)


def work(
    findings: FindingQuerySet, actions: ActionQuerySet, measures: MeasureQuerySet
) -> list[Work]:
    """By theme and agency, how many actions there are and what came of them. One query."""
    rows: Any = with_impact(on_themes(findings, actions), measures)
    told = rows.values_list("counted", "called", "agency", "agency__name", "status", "impact")
    sums: dict[tuple, Counter] = defaultdict(Counter)
    for *key, status, result, number in told.annotate(number=Count("pk", distinct=True)):
        sums[tuple(key)] += Counter(dict.fromkeys(columns_of(status, result), number))
    return [Work(*key, *(sums[key][name] for name in SUMMED)) for key in sums]


def columns_of(status: str, result: str | None) -> list[str]:
    """The columns of `SUMMED` in which an action counts."""
    is_done, words = status == Action.Status.ACCEPTED, Measure.Result
    counts = {
        "actions": True,
        "done": is_done,
        "tested": is_done and result is not None,
        "helped": is_done and result == words.HELPED,
        "dont_know": is_done and result == words.DONT_KNOW,
    }
    return [name for name in SUMMED if counts[name]]


def standings(findings: FindingQuerySet, actions: ActionQuerySet) -> list[Stood]:
    """By theme and agency, from when until when actions stood as done. One query."""
    rows: Any = on_themes(findings, actions).filter(acceptances__isnull=False)
    told = rows.values_list(
        "counted", "agency", "acceptances__accepted_on", "acceptances__reopened_on"
    )
    return [Stood(*row) for row in told.annotate(number=Count("pk", distinct=True))]


def spans(findings: FindingQuerySet, actions: ActionQuerySet) -> list[Stood]:
    """The same, shorter: of actions that stood until the same day, from the first of them on.

    Enough to say whether any stood on a day, but not since when the others had. One query.
    """
    rows: Any = on_themes(findings, actions).filter(acceptances__isnull=False)
    told = rows.values_list("counted", "agency", "acceptances__reopened_on").annotate(
        begins_on=Min("acceptances__accepted_on"), number=Count("pk", distinct=True)
    )
    return [
        Stood(theme, agency, begins_on, ended_on, number)
        for theme, agency, ended_on, begins_on, number in told
    ]


def with_impact(actions: QuerySet, measures: MeasureQuerySet) -> QuerySet:
    """Actions with `impact`: what the latest test since they were last accepted says, else None.

    Only of actions that stand as done. Of two tests on one day, the one written down last.
    """
    served = Measure.objects.tested().filter(
        recommendation__served_by=OuterRef("pk"),
        recommendation__served_by__acceptances__reopened_on__isnull=True,
        recommendation__served_by__acceptances__accepted_on__lte=F("tested_on"),
    )
    latest = among(served, "pk", measures).order_by("-tested_on", "-pk")
    done = Q(status=Action.Status.ACCEPTED)
    return actions.annotate(
        impact=Case(When(done, then=Subquery(latest.values("result")[:1]))),
        impact_on=Case(When(done, then=Subquery(latest.values("tested_on")[:1]))),
    )


def among(rows: QuerySet, path: str, seen: QuerySet) -> QuerySet:
    """The rows whose `path` leads to one of those that may be seen.

    Looked up for each row that was found by other means: plus nought, because SQLite without
    statistics would rather try every one that may be seen, for each row (10,000 actions: 2 s).
    """
    return rows.alias(reached=F(path) + 0).filter(reached__in=seen.order_by().values("pk"))


def name_of(path: str = "themes") -> Coalesce:
    return Coalesce(F(f"{path}__merged_into__name"), F(f"{path}__name"))


# What is worked out from it


def counted(
    named: Iterable[Naming], worked: Iterable[Work], stood: Iterable[Stood]
) -> list[Recurrence]:
    """The table of recurrence: each theme, then its agencies."""
    rows: dict[tuple[int, int | None], Tally] = defaultdict(Tally)
    for naming in named:
        for agency in {None, naming.agency}:
            rows[naming.theme, agency].name(naming)
    for part in worked:
        for agency in (None, part.agency):
            rows[part.theme, agency].add(part)
    for standing in stood:
        for agency in (None, standing.agency):
            rows[standing.theme, agency].stood.append(standing)
    themes = {theme: tally.theme_name for (theme, _), tally in rows.items()}
    told = [tally.as_row(theme, agency) for (theme, agency), tally in rows.items()]
    return sorted(
        told, key=lambda row: (fold(themes[row.theme]), row.theme, in_its_place(row.agency_name))
    )


def in_its_place(agency: str) -> tuple[bool, str]:
    """A theme's own row stands before those of its agencies."""
    return bool(agency), fold(agency)


class Tally:
    """One row while it is counted."""

    def __init__(self) -> None:
        self.theme_name = ""
        self.agency_name = ""
        self.days: dict[Source, set[date]] = defaultdict(set)
        self.sums: dict[str, Any] = dict.fromkeys(SUMMED, 0)
        self.stood: list[Stood] = []

    def name(self, naming: Naming) -> None:
        self.theme_name = naming.name
        self.agency_name = naming.agency_name
        self.days[naming.source].add(naming.found_on)

    def add(self, part: Work) -> None:
        self.theme_name = part.name
        self.agency_name = part.agency_name
        self.sums = {name: so_far + getattr(part, name) for name, so_far in self.sums.items()}

    def as_row(self, theme: int, agency: int | None) -> Recurrence:
        done_days = DoneDays(self.stood)
        reviews = sum(source.review is not None for source in self.days)
        every_day = [day for days in self.days.values() for day in days]
        return Recurrence(
            theme=theme,
            name=self.theme_name,
            agency=agency,
            agency_name=self.agency_name if agency else "",
            reviews=reviews,
            audits=len(self.days) - reviews,
            **self.sums,
            recurrences=sum(any(map(done_days.hold, days)) for days in self.days.values()),
            last_named_on=max(every_day, default=None),
        )


class DoneDays:
    """The days on which at least one action stood as done."""

    def __init__(self, stood: Iterable[Stood]):
        pairs = sorted((one.accepted_on, one.reopened_on or date.max) for one in stood)
        self.begins = [begin for begin, _ in pairs]
        self.latest_ends = list(accumulate((end for _, end in pairs), max))

    def hold(self, day: date) -> bool:
        """Strictly after one was accepted, and no later than the day that it was reopened."""
        before = bisect_left(self.begins, day)
        return before > 0 and self.latest_ends[before - 1] >= day

    @property
    def spans(self) -> list[tuple[date, date]]:
        """The same days as few spans: after the first day of each, up to and with the last."""
        found: list[tuple[date, date]] = []
        for begin, end in zip(self.begins, self.latest_ends, strict=True):
            if found and begin <= found[-1][1]:
                found[-1] = (found[-1][0], end)
            else:
                found.append((begin, end))
        return found


@dataclass(frozen=True)
class Return:
    """That a theme came back in a source, and the dates that make it so."""

    source: Source
    found_on: date
    done_on: date  # when the first of the actions that stood as done was accepted
    last_done_on: date
    actions: int

    @property
    def months_after(self) -> int:
        return months(self.last_done_on, self.found_on)


def returns(named: Iterable[Naming], stood: Sequence[Stood]) -> list[Return]:
    """Of one theme, the sources in which it recurs, each by its first finding that makes it so."""
    found: dict[Source, Return] = {}
    done_days = DoneDays(stood)
    for naming in sorted(named, key=lambda naming: naming.found_on):
        if naming.source not in found and done_days.hold(naming.found_on):
            grounds = [one for one in stood if one.on(naming.found_on)]
            days = [one.accepted_on for one in grounds]
            number = sum(one.actions for one in grounds)
            found[naming.source] = Return(
                naming.source, naming.found_on, min(days), max(days), number
            )
    return list(found.values())


def months(earlier: date, later: date) -> int:
    """Whole months from one day to another: from 31 January to 28 February there is none."""
    return (
        12 * (later.year - earlier.year) + later.month - earlier.month - (later.day < earlier.day)
    )


@dataclass(frozen=True)
class Impact:
    """Completion is not impact. Delivered, out of `actions`: accepted as done. The rest, out of
    `delivered`, as in `Recurrence`; here over all actions, whether or not they are on a theme."""

    actions: int
    delivered: int
    tested: int
    helped: int
    dont_know: int


def impact(actions: ActionQuerySet, measures: MeasureQuerySet) -> Impact:
    """What became of the counted actions. One query."""
    rows: Any = with_impact(actions.counted().order_by(), measures)
    sums: Counter = Counter()
    for status, result, number in rows.values_list("status", "impact").annotate(n=Count("pk")):
        sums += Counter(dict.fromkeys(columns_of(status, result), number))
    return Impact(*(sums[name] for name in SUMMED))
