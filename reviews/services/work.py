"""What an agency's people owe, on every board they serve."""

from dataclasses import dataclass
from datetime import date, timedelta
from heapq import merge
from itertools import islice

from django.db.models import Count, Exists, OuterRef, Q

from boards.models import Board, User
from kscb.dates import today
from kscb.standing import Standing
from reviews.models import Action, AuditReturn, Evidence, InformationRequest, Support
from reviews.models.evidence import EXPIRES_SOON_DAYS


@dataclass(frozen=True)
class Owed:
    """One thing that a person's agency must still do."""

    standing: Standing
    reference: str
    what: str
    board: str
    due_on: date
    url: str
    step: str
    step_url: str


def owed_by(user: User, *, start: int, stop: int) -> list[Owed]:
    """Items `start` to `stop` of what the person owes, most urgent first.

    Three queries, whatever the number of boards; no more rows are read than the page needs.
    """
    actions = Action.objects.owed_by(user).select_related("board").order_by("due_on", "in_order")
    returns = (
        AuditReturn.objects.owed_by(user)
        .select_related("board", "audit_round")
        .order_by("due_on", "pk")
    )
    requests = (
        InformationRequest.objects.owed_by(user)
        .select_related("review__board")
        .order_by("due_on", "pk")
    )
    everything = merge(
        map(of_action, actions[:stop]),
        map(of_return, returns[:stop]),
        map(of_request, requests[:stop]),
        key=lambda item: item.due_on,
    )
    return list(islice(everything, start, stop))


def how_much(user: User) -> int:
    """How many things the person owes, in one query."""
    actions = Action.objects.owed_by(user).order_by().values("pk")
    returns = AuditReturn.objects.owed_by(user).order_by().values("pk")
    requests = InformationRequest.objects.owed_by(user).order_by().values("pk")
    return actions.union(returns, requests, all=True).count()


def evidence_to_see_to(user: User, board: Board) -> dict[str, int]:
    """Of the evidence that the person sees: how much has expired, soon will, or was asked about.

    One query; the keys are those of the filters of the list of evidence.
    """
    seen = Evidence.objects.visible_to(user).filter(board=board).order_by()
    supports = Support.objects.visible_to(user).filter(evidence=OuterRef("pk"))
    asked = supports.of_newest().filter(status=Support.Status.QUERIED)
    newest = Q(replaced_by__isnull=True)
    until = today() + timedelta(days=EXPIRES_SOON_DAYS)
    return seen.aggregate(
        expired=Count("pk", filter=newest & Q(expires_on__lt=today())),
        expiring=Count("pk", filter=newest & Q(expires_on__range=(today(), until))),
        queried=Count("pk", filter=Q(Exists(asked))),
    )


def of_action(action: Action) -> Owed:
    url = action.get_absolute_url()
    return Owed(
        standing=action.standing,
        reference=action.reference,
        what=action.wording,
        board=f"{action.board.place} ({action.board.short_name})",
        due_on=action.due_on,
        url=url,
        step="Update",
        step_url=f"{url}update/",
    )


STEPS = {
    AuditReturn.Status.NOT_STARTED: "Start",
    AuditReturn.Status.IN_PROGRESS: "Continue",
    AuditReturn.Status.RETURNED: "Answer the question",
}


def of_return(audit_return: AuditReturn) -> Owed:
    url = audit_return.get_absolute_url()
    return Owed(
        standing=audit_return.standing,
        reference=audit_return.audit_round.reference,
        what=f"{audit_return.audit_round.title}{audit_return.of_case}",
        board=f"{audit_return.board.place} ({audit_return.board.short_name})",
        due_on=audit_return.due_on,
        url=url,
        step=STEPS[AuditReturn.Status(audit_return.status)],
        step_url=url,
    )


def of_request(request: InformationRequest) -> Owed:
    """The reference alone: what is asked is read on the request's own page."""
    url = request.get_absolute_url()
    board = request.review.board
    return Owed(
        standing=request.standing,
        reference=request.review.reference,
        what="Information for a review",
        board=f"{board.place} ({board.short_name})",
        due_on=request.due_on,
        url=url,
        step="Send",
        step_url=f"{url}send/",
    )
