"""How people come to a board, and how they leave it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib.sessions.models import Session
from django.core import signing
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from boards.models import Agency, Board, Invitation, Membership, Partner, Role, User
from boards.models.membership import OF_AN_AGENCY
from boards.services import notices
from boards.services.activity import record, record_each
from kscb.dates import today
from kscb.refusal import Refused

SALT = "boards.invitation"


@transaction.atomic
def invite(board: Board, *, email: str, name: str, role: str, by: User, agency=None, title=""):
    """Ask one person to hold one role; the link works once, for a week."""
    refuse_wrong_agency(board, role=role, agency=agency)
    invitation = Invitation.objects.create(
        board=board,
        email=email.lower(),
        name=name,
        role=role,
        agency=agency,
        title=title,
        invited_by=by,
        expires_at=timezone.now() + timedelta(days=settings.INVITATION_DAYS),
    )
    record(invitation, "invited", by=by)
    notices.tell_address(
        invitation.email,
        name=name,
        ask="you are invited to sign in",
        board=board,
        about=f"Invitation of {name}",
        path=reverse("boards:accept-invitation", args=[secret_of(invitation)]),
    )
    return invitation


@dataclass(frozen=True)
class Invited:
    """One of many leads to be asked to speak for an agency."""

    agency: Agency
    name: str
    email: str


@transaction.atomic
def invite_leads(board: Board, wanted: Iterable[Invited], *, by: User) -> list[Invitation]:
    """As `invite`, for the leads of many agencies that serve the board; few queries."""
    made = Invitation.objects.bulk_create(
        Invitation(
            board=board,
            email=one.email.lower(),
            name=one.name,
            role=Role.LEAD,
            agency=one.agency,
            invited_by=by,
            expires_at=timezone.now() + timedelta(days=settings.INVITATION_DAYS),
        )
        for one in wanted
    )
    record_each(made, "invited", by=by)
    notices.tell_many((_ask_of(invitation) for invitation in made), board=board)
    return made


def _ask_of(invitation: Invitation) -> notices.Ask:
    return notices.Ask(
        email=invitation.email,
        name=invitation.name,
        ask="you are invited to sign in",
        about=f"Invitation of {invitation.name}",
        path=reverse("boards:accept-invitation", args=[secret_of(invitation)]),
    )


def refuse_wrong_agency(board: Board, *, role: str, agency: Agency | None) -> None:
    """Raises Refused where the role needs an agency, or the agency does not serve the board."""
    if role in OF_AN_AGENCY and agency is None:
        raise Refused("Choose the agency that this person speaks for.")
    if agency and not Partner.objects.current().filter(board=board, agency=agency).exists():
        raise Refused(f"{agency} is not an agency of this board. Choose one that is.")


def secret_of(invitation: Invitation) -> str:
    """The signed part of the link: it names the invitation and the address it was sent to."""
    return signing.dumps([invitation.pk, invitation.email], salt=SALT)


def find_invitation(secret: str) -> Invitation | None:
    """The open invitation that a link names; None if forged, used, withdrawn or too old."""
    try:
        pk, email = signing.loads(secret, salt=SALT)
    except (signing.BadSignature, ValueError):
        return None
    return Invitation.objects.still_open(timezone.now()).filter(pk=pk, email=email).first()


def has_account(invitation: Invitation) -> bool:
    return User.objects.filter(email__iexact=invitation.email).exists()


@transaction.atomic
def accept_invitation(invitation: Invitation, *, password: str = "", by: User | None = None):
    """Make the membership (and the account, for someone new). Works once.

    Someone who has an account must be signed in to it: the link alone gives no one a role.
    """
    open_now = Invitation.objects.select_for_update().still_open(timezone.now())
    if not open_now.filter(pk=invitation.pk).exists():
        raise Refused("This invitation has been used or has run out. Ask the board for a new one.")
    person = User.objects.filter(email__iexact=invitation.email).first()
    if person is None:
        person = User.objects.create_user(invitation.email, invitation.name, password)
        confirm_address(person)
    elif person != by:
        raise Refused(f"Sign in as {invitation.email} first, then open this link again.")
    invitation.accepted_at = timezone.now()
    invitation.save(update_fields=["accepted_at"])
    add_membership(
        invitation.board,
        person=person,
        role=invitation.role,
        agency=invitation.agency,
        title=invitation.title,
        by=person,
    )
    return person


def confirm_address(person: User) -> None:
    """The invitation reached the address, so it needs no other proof (two-step sign-in asks)."""
    EmailAddress.objects.update_or_create(
        user=person, email=person.email, defaults={"verified": True, "primary": True}
    )


@transaction.atomic
def add_membership(
    board: Board, *, person: User, role: str, by, agency=None, title="", from_on=None
):
    refuse_wrong_agency(board, role=role, agency=agency)
    held = Membership.objects.current().filter(board=board, user=person, role=role, agency=agency)
    if held.exists():
        raise Refused(f"{person} has this role already.")
    membership = Membership.objects.create(
        board=board,
        user=person,
        role=role,
        agency=agency,
        title=title,
        from_on=from_on or today(),
    )
    record(membership, "joined", by=by, to=membership.get_role_display())
    return membership


@transaction.atomic
def withdraw_invitation(invitation: Invitation, *, by: User) -> Invitation:
    """Close the link of an invitation that nobody has used."""
    invitation = Invitation.objects.select_for_update().get(pk=invitation.pk)
    if invitation.accepted_at:
        raise Refused("This invitation was accepted already. End the person's role instead.")
    if invitation.withdrawn_at:
        raise Refused("This invitation was withdrawn already.")
    invitation.withdrawn_at = timezone.now()
    invitation.save(update_fields=["withdrawn_at"])
    record(invitation, "withdrawn", by=by)
    return invitation


@transaction.atomic
def end_membership(membership: Membership, *, by: User, note: str) -> Membership:
    """End a membership this instant, and every open session of the person."""
    membership = Membership.objects.select_for_update().get(pk=membership.pk)
    if membership.ended_at or (membership.to_on and membership.to_on < today()):
        raise Refused("This membership has ended already.")
    if membership.user == by and membership.role == Role.STAFF:
        raise Refused("Another member of staff must end your membership.")
    membership.ended_at = timezone.now()
    membership.save(update_fields=["ended_at"])
    record(membership, "ended", by=by, note=note)
    transaction.on_commit(lambda: close_sessions(membership.user))
    return membership


def close_sessions(person: User) -> None:
    """Sign a person out everywhere."""
    for session in Session.objects.filter(expire_date__gt=timezone.now()).iterator():
        if session.get_decoded().get("_auth_user_id") == str(person.pk):
            session.delete()
