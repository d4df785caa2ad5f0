"""Counts of what was learned and done. Each takes rows that the person may see, and only reads."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import (
    BooleanField,
    Case,
    Count,
    DateField,
    Exists,
    ExpressionWrapper,
    F,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce

from boards.models import Activity
from kscb.dates import today
from kscb.text import fold
from reviews.figures.recurrence import Recurrence, name_of, on_themes
from reviews.models import Action, AuditReturn, Finding, Review, Submission, Theme
from reviews.models.action import ActionQuerySet
from reviews.models.audit import AuditReturnQuerySet
from reviews.models.finding import FindingQuerySet
from reviews.models.theme import counted_as


@dataclass(frozen=True)
class ActionCounts:
    """The actions of one agency, or under one theme."""

    pk: int
    name: str
    open: int
    overdue: int
    accepted: int

    @property
    def all(self) -> int:
        return self.open + self.accepted


@dataclass(frozen=True)
class ThemeCount:
    pk: int
    name: str
    reviews: int


@dataclass(frozen=True)
class OnTime:
    """Returns that first came by the day they were due then, out of all whose day has passed."""

    on_time: int
    due: int


def action_counts(*, distinct: bool = False) -> dict[str, Count]:
    done = Q(status=Action.Status.ACCEPTED)
    return {
        "open_now": Count("pk", filter=~done, distinct=distinct),
        "overdue": Count("pk", filter=~done & Q(due_on__lt=today()), distinct=distinct),
        "accepted": Count("pk", filter=done, distinct=distinct),
    }


def by_agency(actions: QuerySet[Action]) -> list[ActionCounts]:
    """Actions by owner agency; those with most overdue first.

    Open: not accepted as done. Overdue: open, and due before today. Accepted: accepted as done.
    The denominator of each is the agency's `all`.
    """
    named: Any = actions.order_by().values(key=F("agency"), name=F("agency__name"))
    rows = named.annotate(**action_counts())
    return as_counts(rows.order_by("-overdue", "-open_now", "agency__folded"))


def by_theme(actions: ActionQuerySet, *, findings: FindingQuerySet) -> list[ActionCounts]:
    """Actions under each theme of the findings that a recommendation they serve answers.

    Only through findings that are handed over; merged themes count as one. An action counts once
    under each of its themes, so the themes do not add up to all actions. Open, overdue and
    accepted as in `by_agency`; the denominator is the theme's `all`.
    """
    named: Any = on_themes(findings, actions).values(key=F("counted"), name=F("called"))
    rows = as_counts(named.annotate(**action_counts(distinct=True)))
    return sorted(rows, key=lambda row: fold(row.name))


def with_recurrence(themes: QuerySet[Theme], rows: Iterable[Recurrence]) -> QuerySet[Theme]:
    """The themes with the numbers of their rows of recurrence, to show and to sort by.

    A board's themes are few, so their numbers are carried as constants (as subqueries, they cost
    SQLite a pass over every action a theme).
    """
    own = [row for row in rows if row.agency is None]
    numbers = {
        "named": {row.theme: row.named for row in own},
        "open_actions": {row.theme: row.open for row in own},
        "accepted_actions": {row.theme: row.done for row in own},
        "tested_actions": {row.theme: row.tested for row in own},
        "helped_actions": {row.theme: row.helped for row in own},
        "recurrences": {row.theme: row.recurrences for row in own},
    }
    days = {row.theme: row.last_named_on for row in own if row.last_named_on}
    whens = [When(pk=pk, then=Value(day, output_field=DateField())) for pk, day in days.items()]
    last_named_on = Case(*whens, default=None, output_field=DateField())
    return themes.annotate(
        **{name: constants(of_theme) for name, of_theme in numbers.items()},
        last_named_on=last_named_on,
    )


def constants(numbers: dict[int, int]) -> Case:
    """For each row the number that belongs to its key, or nought."""
    whens = [When(pk=pk, then=Value(number)) for pk, number in numbers.items() if pk]
    return Case(*whens, default=Value(0), output_field=IntegerField())


def as_counts(rows: Iterable[dict]) -> list[ActionCounts]:
    return [
        ActionCounts(
            pk=row["key"],
            name=row["name"],
            open=row["open_now"],
            overdue=row["overdue"],
            accepted=row["accepted"],
        )
        for row in rows
    ]


def themes_of(reviews: QuerySet[Review]) -> list[ThemeCount]:
    """How many of the reviews found each theme, most first; merged themes count as one.

    Numerator: reviews with a finding of something to learn under it. Good practice is no theme's.
    """
    theme = "findings__themes"
    learning = reviews.order_by().filter(findings__kind=Finding.Kind.LEARNING)
    named: Any = learning.annotate(key=counted_as(theme), called=name_of(theme))
    rows = named.filter(key__isnull=False).values("key", "called")
    counts = [
        ThemeCount(row["key"], row["called"], row["number"])
        for row in rows.annotate(number=Count("pk", distinct=True))
    ]
    return sorted(counts, key=lambda count: (-count.reviews, fold(count.name)))


def returns_on_time(returns: AuditReturnQuerySet) -> OnTime:
    """Numerator: returns first submitted by the day they were due then.

    Denominator: returns whose day has passed: the one that they had when first submitted, or have
    now where nothing was submitted.
    """
    due = day_passed(returns.order_by()).annotate(
        in_time=ExpressionWrapper(sent_in_time(), BooleanField())
    )
    return OnTime(**due.aggregate(on_time=Count("pk", filter=Q(in_time=True)), due=Count("pk")))


def first_submissions() -> QuerySet[Submission]:
    return Submission.objects.filter(audit_return=OuterRef("pk"), number=1)


def day_passed(returns: AuditReturnQuerySet) -> AuditReturnQuerySet:
    """A later day that was given for a reply moves no return out of those that count, or back."""
    first_due = Subquery(first_submissions().values("due_on")[:1])
    return returns.annotate(counted_on=Coalesce(first_due, "due_on")).filter(counted_on__lt=today())


def sent_in_time() -> Q:
    """A condition on returns: first submitted by the day they were due then.

    What was submitted before there were receipts is read from its activity, and counts by the day
    that it is due now: no other was kept.
    """
    first = first_submissions()
    kind = ContentType.objects.get_for_model(AuditReturn)
    told = Activity.objects.filter(
        target_type=kind, target_pk=OuterRef("pk"), detail__to=AuditReturn.Status.SUBMITTED.label
    )
    return Exists(first.filter(at__date__lte=F("due_on"))) | (
        ~Exists(first) & Exists(told.filter(at__date__lte=OuterRef("due_on")))
    )
