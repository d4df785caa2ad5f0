"""Audit rounds: planned, asked of agencies, agreed or returned with a question."""

from collections.abc import Iterable
from datetime import date

from django.db import transaction
from django.utils import timezone

from boards.models import Agency, Board, User
from boards.services import notices
from boards.services.activity import move, record
from kscb.refusal import Refused
from kscb.text import fold
from reviews.models import (
    AuditReturn,
    AuditRound,
    Framework,
    Support,
    Theme,
)
from reviews.services import evidence, queries, returns, sharing
from reviews.services.answers import locked
from reviews.services.reviews import refuse_other_board

MOST_CASES = 20


@transaction.atomic
def plan_round(
    board: Board,
    *,
    framework: Framework,
    title: str,
    reference: str,
    opens_on: date,
    due_on: date,
    by: User,
    themes: Iterable[Theme] = (),
    cases: int = 0,
    panel: Iterable[User] = (),
    previous: AuditRound | None = None,
    source: str = "",
    is_invented: bool = False,
    at=None,
) -> AuditRound:
    """Plan one time of asking. Agencies are asked by `ask`."""
    themes = list(themes)
    refuse_other_board(board, *themes)
    refuse_unaskable(board, framework)
    refuse_cases(framework, cases)
    if due_on < opens_on:
        raise Refused("Returns cannot be due before the round opens. Change one of the dates.")
    Board.objects.select_for_update().get(pk=board.pk)  # one reference at a time
    if AuditRound.objects.filter(board=board, reference=reference).exists():
        raise Refused(f"{reference} is the reference of another round. Give a different one.")
    audit_round = AuditRound.objects.create(
        board=board,
        framework=framework,
        title=title,
        reference=reference,
        opens_on=opens_on,
        due_on=due_on,
        cases=cases,
        previous=previous,
        source=source,
        is_invented=is_invented,
        status_since=at or timezone.now(),
        folded=fold(reference, title),
    )
    audit_round.themes.set(themes)
    audit_round.panel.set(panel)
    record(audit_round, "planned", by=by, at=at)
    return audit_round


def refuse_unaskable(board: Board, framework: Framework) -> None:
    """A round asks what is published, of the library or the board's own."""
    if framework.board_id not in (None, board.pk):
        raise Refused(f"{framework} is another board’s. Choose one of this board’s frameworks.")
    if not framework.is_published:
        state = "a draft" if framework.is_draft else "retired"
        raise Refused(f"{framework} is {state}, so it cannot be asked. Choose a published one.")


def refuse_cases(framework: Framework, cases: int) -> None:
    """How many cases there are is said where each is answered for, and nowhere else."""
    if framework.is_per_case and not 1 <= cases <= MOST_CASES:
        raise Refused(f"{framework} is asked of each case. Say how many: 1 to {MOST_CASES}.")
    if cases and not framework.is_per_case:
        raise Refused(f"{framework} is not asked of each case, so leave the number of cases out.")


@transaction.atomic
def ask(audit_round: AuditRound, *, agencies: Iterable[Agency], by: User, at=None) -> AuditRound:
    """Open the round, with a return of each agency, or of each agency and case.

    Agencies may be added while it is open.
    """
    audit_round = AuditRound.objects.select_for_update().get(pk=audit_round.pk)
    if audit_round.status == AuditRound.Status.CLOSED:
        raise Refused("This round is closed, so no more agencies can be asked.")
    agencies = list(agencies)
    serving = set(Agency.objects.serving(audit_round.board).values_list("pk", flat=True))
    for agency in agencies:
        if agency.pk not in serving:
            raise Refused(f"{agency} is not an agency of this board. Choose one that is.")
    if audit_round.status == AuditRound.Status.PLANNED:
        move(audit_round, AuditRound.Status.OPEN, by=by, verb="opened", at=at)
    made = returns.make(audit_round, agencies, by=by, at=at)
    if at is None:
        returns.tell_leads(audit_round.board, made)
    return audit_round


def tell_agency(audit_return: AuditReturn, *, ask: str) -> None:
    leads = notices.leads_of(audit_return.agency, board=audit_return.board)
    tell(leads, audit_return, ask=ask)


def tell(people: Iterable[User], audit_return: AuditReturn, *, ask: str) -> None:
    notices.tell(
        people,
        ask=ask,
        board=audit_return.board,
        about=audit_return.audit_round.reference,
        path=audit_return.get_absolute_url(),
    )


@transaction.atomic
def agree(audit_return: AuditReturn, *, by: User, note: str = "", at=None) -> AuditReturn:
    """The board takes the return, and its evidence, as it stands."""
    refuse_half_moderated(audit_return)
    audit_return = move(
        audit_return, AuditReturn.Status.AGREED, by=by, note=note, verb="agreed", at=at
    )
    waiting = Support.objects.filter(
        answer__audit_return=audit_return, status=Support.Status.SUBMITTED
    )
    evidence.decide(waiting, Support.Status.ACCEPTED, by=by, at=at)
    if at is None:
        tell_agency(audit_return, ask="your agency's audit return was agreed")
    return audit_return


def refuse_half_moderated(audit_return: AuditReturn) -> None:
    """An agency is told of moderated grades before they count."""
    fresh = AuditReturn.objects.select_for_update().get(pk=audit_return.pk)
    if AuditReturn.objects.filter(pk=fresh.pk).half_moderated().exists():
        raise Refused(
            "The panel has moderated answers of this return. Finish the moderation first, so that "
            "the agency sees its moderated grades."
        )


@transaction.atomic
def send_back(audit_return: AuditReturn, *, by: User, note: str = "") -> AuditReturn:
    """Return it to the agency with a question, or with those asked about its answers."""
    audit_return = locked(audit_return)
    queries.refuse_nothing_asked(audit_return, note=note)
    audit_return = move(
        audit_return, AuditReturn.Status.RETURNED, by=by, note=note, verb="returned for query"
    )
    audit_return.query = note
    audit_return.save(update_fields=["query"])
    ask = "your agency's audit return came back with a question"
    tell(sharing.asked_about(audit_return), audit_return, ask=ask)
    return audit_return


@transaction.atomic
def close(audit_round: AuditRound, *, conclusion: str, by: User, at=None) -> AuditRound:
    """End the round with what it found about practice. Waits for what is being done to its
    returns, so that none moves after it."""
    audit_round = move(audit_round, AuditRound.Status.CLOSED, by=by, verb="closed", at=at)
    list(audit_round.returns.order_by("pk").select_for_update().values_list("pk", flat=True))
    refuse_moderation_begun(audit_round)
    audit_round.conclusion = conclusion
    audit_round.save(update_fields=["conclusion"])
    return audit_round


def refuse_moderation_begun(audit_round: AuditRound) -> None:
    """Closing is for good: a half-moderated return could then be neither finished nor agreed."""
    begun = audit_round.returns.half_moderated().select_related("agency")
    if names := "; ".join(f"{one.agency}{one.of_case}" for one in begun):
        raise Refused(
            "The panel has begun to moderate these returns and has not finished. Finish the "
            f"moderation first, for once the audit is closed nobody can: {names}."
        )


def partners_not_asked(audit_round: AuditRound):
    """Agencies serving the board that this round has not asked yet."""
    asked = audit_round.returns.values("agency")
    return Agency.objects.serving(audit_round.board).exclude(pk__in=asked)
