"""An immediate concern: that a child may need help now, and which agency has it. No detail of it
is ever recorded here."""

from django.db import transaction
from django.utils import timezone

from boards.models import Agency, Board, User
from boards.services import notices
from boards.services.activity import record
from kscb.refusal import Refused
from reviews.models import AuditRound, ImmediateConcern


@transaction.atomic
def raise_concern(
    board: Board, *, agency: Agency, by: User, audit_round: AuditRound | None = None
) -> ImmediateConcern:
    """Hand it to the agency: its leads are told at once. The phone call comes first."""
    if not Agency.objects.serving(board).filter(pk=agency.pk).exists():
        raise Refused(f"{agency} is not an agency of this board. Choose one that is.")
    concern = ImmediateConcern.objects.create(
        board=board, agency=agency, audit_round=audit_round, raised_by=by
    )
    record(concern, "raised", by=by)
    notices.tell(
        notices.leads_of(agency, board=board),
        ask="something urgent was handed to your agency: sign in now and confirm that you have it",
        board=board,
        about=str(concern),
        path=concern.get_absolute_url(),
    )
    notices.tell(
        notices.staff_of(board),
        ask="an immediate concern was handed to an agency and is not confirmed yet",
        board=board,
        about=str(concern),
        path=concern.get_absolute_url(),
    )
    return concern


@transaction.atomic
def confirm(concern: ImmediateConcern, *, by: User) -> ImmediateConcern:
    """The agency has it. Said once; it never changes afterwards."""
    concern = ImmediateConcern.objects.select_for_update(of=("self",)).get(pk=concern.pk)
    if concern.confirmed_at:
        raise Refused("Your agency has confirmed this already.")
    concern.confirmed_by, concern.confirmed_at = by, timezone.now()
    concern.save(update_fields=["confirmed_by", "confirmed_at"])
    record(concern, "confirmed", by=by)
    notices.tell(
        [concern.raised_by, *notices.staff_of(concern.board)],
        ask="an agency confirmed that it has an immediate concern",
        board=concern.board,
        about=str(concern),
        path=concern.get_absolute_url(),
    )
    return concern
