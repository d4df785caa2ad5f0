"""The returns of a round: one for each agency asked and, where it is asked so, for each case."""

from collections.abc import Iterable
from datetime import datetime

from django.utils import timezone

from boards.models import Agency, Board, User
from boards.services import notices
from boards.services.activity import record_each
from reviews.models import AuditReturn, AuditRound
from reviews.services import carrying

ASKED = "an audit return is asked of your agency"


def case_numbers(audit_round: AuditRound) -> range:
    """1 and on where each agency answers for each case; else 0 alone (needs the framework)."""
    is_per_case = audit_round.framework.is_per_case
    return range(1, audit_round.cases + 1) if is_per_case else range(1)


def make(
    audit_round: AuditRound, agencies: Iterable[Agency], *, by: User, at: datetime | None
) -> list[AuditReturn]:
    """The returns that the agencies do not have yet. Few queries, however many they are.

    Called with the round locked, so that nobody is asked twice.
    """
    agencies = {agency.pk: agency for agency in agencies}.values()
    asked = set(audit_round.returns.values_list("agency", "case_number"))
    made = AuditReturn.objects.bulk_create(
        AuditReturn(
            audit_round=audit_round,
            board=audit_round.board,
            agency=agency,
            case_number=case,
            due_on=audit_round.due_on,
            status_since=at or timezone.now(),
        )
        for agency in agencies
        for case in case_numbers(audit_round)
        if (agency.pk, case) not in asked
    )
    record_each(made, "asked", by=by, at=at)
    # What is typed in later is answered as it was then, so nothing is carried into it.
    if at is None:
        carrying.carry_forward(audit_round, made, by=by)
    return made


def tell_leads(board: Board, returns: Iterable[AuditReturn], *, ask: str = ASKED) -> None:
    """Each lead once, with the first of the agency's returns (their rounds joined)."""
    first = {one.agency_id: one for one in sorted(returns, key=lambda one: -one.case_number)}
    asks = [
        notices.Ask.of(
            lead.user,
            ask=ask,
            about=first[lead.agency_id].audit_round.reference,
            path=first[lead.agency_id].get_absolute_url(),
        )
        for lead in notices.leads_on(board)
        if lead.agency_id in first
    ]
    notices.tell_many(asks, board=board)
