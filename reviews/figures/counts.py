"""Counts of what was learned and done. Each takes rows that the person may see, and only reads."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import (
    Case,
    Count,
    Exists,
    F,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Value,
    When,
)

from boards.models import Activity
from kscb.dates import today
from reviews.models import Action, AuditReturn, Finding, Review, Theme


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
    """Returns that came by the day they were due, out of all whose day has passed."""

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


def by_theme(actions: QuerySet[Action]) -> list[ActionCounts]:
    """Actions under each theme of the findings that their recommendation answers.

    An action counts once under each of its themes, so the themes do not add up to all actions.
    Open, overdue and accepted as in `by_agency`; the denominator is the theme's `all`.
    """
    theme = "recommendation__findings__themes"
    named: Any = actions.order_by().values(key=F(theme), name=F(f"{theme}__name"))
    rows = named.filter(key__isnull=False).annotate(**action_counts(distinct=True))
    return as_counts(rows.order_by(f"{theme}__folded"))


def with_counts(
    themes: QuerySet[Theme], *, findings: QuerySet[Finding], actions: QuerySet[Action]
) -> QuerySet[Theme]:
    """The themes with `named`, `open_actions` and `accepted_actions`, to show and to sort by.

    Two grouped queries over what the reader may see; a board's themes are few, so their counts
    are carried as constants (as subqueries, they cost SQLite a pass over every action a theme).
    """
    rows = findings.order_by().values("themes").annotate(number=Count("pk", distinct=True))
    named = {row["themes"]: row["number"] for row in rows}
    counts = by_theme(actions)
    return themes.annotate(
        named=constants(named),
        open_actions=constants({count.pk: count.open for count in counts}),
        accepted_actions=constants({count.pk: count.accepted for count in counts}),
    )


def open_and_accepted(actions: QuerySet[Action]) -> dict[str, int]:
    """How many of the actions are open, and how many accepted as done; together, all of them."""
    done = Q(status=Action.Status.ACCEPTED)
    return actions.order_by().aggregate(
        open=Count("pk", filter=~done), accepted=Count("pk", filter=done)
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
    """How many of the reviews found each theme. Numerator: reviews with a finding under it."""
    theme = "findings__themes"
    named: Any = reviews.order_by().values(key=F(theme), name=F(f"{theme}__name"))
    rows = named.filter(key__isnull=False).annotate(number=Count("pk", distinct=True))
    return [
        ThemeCount(row["key"], row["name"], row["number"])
        for row in rows.order_by("-number", f"{theme}__folded")
    ]


def returns_on_time(returns: QuerySet[AuditReturn]) -> OnTime:
    """Numerator: returns first submitted by the day their audit was due.

    Denominator: returns of audits whose day has passed. When a return was submitted is read from
    its activity, so one that was sent back and submitted again still counts by its first day.
    """
    kind = ContentType.objects.get_for_model(AuditReturn)
    sent = Activity.objects.filter(
        target_type=kind, target_pk=OuterRef("pk"), detail__to=AuditReturn.Status.SUBMITTED.label
    )
    in_time = Exists(sent.filter(at__date__lte=OuterRef("audit_round__due_on")))
    due = returns.order_by().filter(audit_round__due_on__lt=today()).annotate(in_time=in_time)
    return OnTime(**due.aggregate(on_time=Count("pk", filter=Q(in_time=True)), due=Count("pk")))
