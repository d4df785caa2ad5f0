"""How far the returns of audits are. Each takes rows that the person may see, and only reads."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, fields
from typing import Any

from django.db.models import (
    BooleanField,
    Count,
    Exists,
    ExpressionWrapper,
    F,
    Max,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
)

from boards.models import Agency, Board
from kscb.dates import today
from reviews.models import AuditReturn, AuditRound
from reviews.models.audit import not_joined

Status = AuditReturn.Status


STEP_OF = {
    Status.NOT_STARTED: "not_started",
    **dict.fromkeys(AuditReturn.BEGUN, "begun"),
    **dict.fromkeys(AuditReturn.WITH_BOARD, "sent"),
    Status.AGREED: "agreed",
}


@dataclass(frozen=True)
class Progress:
    """Of the returns asked: each stands at one step. Overdue ones, and those whose invited lead
    has not signed in, are among them."""

    asked: int
    not_started: int
    begun: int
    sent: int
    agreed: int
    overdue: int
    not_joined: int
    district: str = ""


COUNTED = tuple(field.name for field in fields(Progress) if field.name != "district")


def counts() -> dict[str, Any]:
    """`sent`: with the board, not yet agreed. The denominator of each is `asked`."""
    late = Q(status__in=AuditReturn.WITH_AGENCY, due_on__lt=today())
    return {
        "asked": Count("pk"),
        "not_started": Count("pk", filter=Q(status=Status.NOT_STARTED)),
        "begun": Count("pk", filter=Q(status__in=AuditReturn.BEGUN)),
        "sent": Count("pk", filter=Q(status__in=AuditReturn.WITH_BOARD)),
        "agreed": Count("pk", filter=Q(status=Status.AGREED)),
        "overdue": Count("pk", filter=late & ~Q(audit_round__status=AuditRound.Status.CLOSED)),
        "not_joined": Count("pk", filter=not_joined()),
    }


def by_district(returns: QuerySet[AuditReturn]) -> list[Progress]:
    """By the district of the agency, agencies of none last. One query."""
    named: Any = returns.order_by().values(district=F("agency__district"))
    rows = named.annotate(**counts())
    found = [Progress(**row) for row in rows.order_by("district")]
    return sorted(found, key=lambda row: not row.district)


def of_rows(rows: Iterable[AuditReturn]) -> list[Progress]:
    """As `by_district`, of returns that were read already with `with_joined`. No query."""
    found: dict[str, Counter] = {}
    for row in rows:
        counted = found.setdefault(row.agency.district, Counter(dict.fromkeys(COUNTED, 0)))
        counted.update(["asked", STEP_OF[Status(row.status)]])
        counted["overdue"] += row.is_with_agency and row.due_on < today()
        counted["not_joined"] += row.is_not_joined  # type: ignore[attr-defined]
    made = [Progress(district=district, **counted) for district, counted in found.items()]
    return sorted(made, key=lambda row: (not row.district, row.district))


def with_joined(returns: QuerySet[AuditReturn]) -> QuerySet[AuditReturn]:
    """Each with `is_not_joined`: its agency has nobody yet but who was invited."""
    return returns.annotate(is_not_joined=ExpressionWrapper(not_joined(), BooleanField()))


def together(rows: list[Progress]) -> Progress:
    """All districts in one. No query."""
    sums: Any = {name: sum(getattr(row, name) for row in rows) for name in COUNTED}
    return Progress(**sums)


# How agencies answer


def agreed_of_asked(returns: QuerySet[AuditReturn]) -> tuple[int, int]:
    """Numerator: returns that stand as agreed. Denominator: all that were asked."""
    found = returns.order_by().aggregate(
        agreed=Count("pk", filter=Q(status=Status.AGREED)), asked=Count("pk")
    )
    return found["agreed"], found["asked"]


def never_returning(board: Board, returns: QuerySet[AuditReturn]) -> QuerySet[Agency]:
    """Agencies of the board that sent nothing in the last two audits whose day has passed for
    them, each with those two: `last` and `second`, their keys. Denominator: agencies of the board
    that were asked in two or more such audits. Of several cases, one sent is enough; so is one
    that came back with a question."""
    with_two = asked_twice(board, returns)
    either = Q(audit_round=OuterRef("last")) | Q(audit_round=OuterRef("second"))
    sent = returns.filter(either, agency=OuterRef("pk"), status__in=AuditReturn.ONCE_SENT)
    return with_two.filter(~Exists(sent)).order_by("folded")


def asked_twice(board: Board, returns: QuerySet[AuditReturn]) -> QuerySet[Agency]:
    """Agencies of the board with two audits or more whose day has passed, and the last two.

    Of several cases, the last day counts: until then the agency may still send one.
    """
    of_agency: Any = returns.filter(agency=OuterRef("pk")).order_by().values("audit_round")
    over = of_agency.annotate(last_day=Max("due_on")).filter(last_day__lt=today())
    rounds = over.order_by("-audit_round__due_on", "-audit_round").values("audit_round")
    return (
        Agency.objects.serving(board)
        .annotate(last=Subquery(rounds[:1]), second=Subquery(rounds[1:2]))
        .filter(second__isnull=False)
    )
