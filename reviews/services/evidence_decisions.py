"""What the board says of one item of evidence, for one thing that it supports; and the reply."""

from django.db import transaction

from boards.models import Activity, User
from boards.services import notices
from boards.services.activity import move
from kscb.refusal import Refused
from reviews.models import AuditReturn, Support
from reviews.services.evidence import decided

REPLIED = "answered the board’s question"
# Of these the agency has not yet shown its answers to the board.
NOT_SENT = (AuditReturn.Status.NOT_STARTED, AuditReturn.Status.IN_PROGRESS)


@transaction.atomic
def accept(support: Support, *, by: User, note: str = "") -> Support:
    """It shows what it is said to show."""
    refuse_early_or_late(support)
    support = decided(support, Support.Status.ACCEPTED, by=by, note=note, verb="accepted")
    tell_agency(support, ask="evidence of your agency was accepted")
    return support


@transaction.atomic
def reject(support: Support, *, by: User, note: str) -> Support:
    """It does not show it; the agency reads why."""
    refuse_early_or_late(support)
    support = decided(support, Support.Status.REJECTED, by=by, note=note, verb="not accepted")
    tell_agency(support, ask="evidence of your agency was not accepted")
    return support


@transaction.atomic
def query(support: Support, *, by: User, note: str) -> Support:
    """Ask the agency about it before deciding."""
    refuse_early_or_late(support)
    support = decided(support, Support.Status.QUERIED, by=by, note=note, verb="queried")
    tell_agency(support, ask="the board has a question about evidence of your agency")
    return support


@transaction.atomic
def reply(support: Support, *, by: User, note: str) -> Support:
    """The agency answers the question in words; the board decides again."""
    support = move(support, Support.Status.SUBMITTED, by=by, note=note, verb=REPLIED)
    tell_staff(support, ask="an agency has answered your question about evidence")
    return support


def last_reply(support: Support) -> str:
    """What the agency last answered. Asks the activity."""
    entry = Activity.objects.about(support).filter(verb=REPLIED).first()
    return entry.detail.get("note", "") if entry else ""


def refuse_early_or_late(support: Support) -> None:
    """What an agency is still writing, or has replaced for this very thing, is not decided on."""
    if not Support.objects.of_newest().filter(pk=support.pk).exists():
        raise Refused("A newer version replaces this evidence. Decide on that one.")
    if support.answer and support.answer.audit_return.status in NOT_SENT:
        raise Refused("The agency has not submitted this return yet. Decide once it has.")


def tell_agency(support: Support, *, ask: str) -> None:
    evidence = support.evidence
    leads = notices.leads_of(evidence.agency, board=evidence.board)
    notices.tell(leads, ask=ask, **about(support))


def tell_staff(support: Support, *, ask: str) -> None:
    notices.tell(notices.staff_of(support.evidence.board), ask=ask, **about(support))


def about(support: Support) -> dict:
    """Where to look, by the reference of what it supports: never by a title."""
    evidence = support.evidence
    _, reference = support.target
    return {"board": evidence.board, "about": reference, "path": evidence.get_absolute_url()}
