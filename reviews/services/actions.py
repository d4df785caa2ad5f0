"""Actions: who will do what by when, what has been done, and the board's word that it is done."""

from collections.abc import Iterable
from datetime import date

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone

from boards.models import Agency, Membership, Partner, Role, User
from boards.models.membership import OF_AN_AGENCY
from boards.services import documents, notices
from boards.services.activity import move, record
from kscb.dates import in_words
from kscb.refusal import Refused
from kscb.text import fold, in_order
from reviews.models import Action, ActionUpdate, DueDateChange, Recommendation, Support
from reviews.services import evidence
from reviews.services.reviews import next_number

RETURNED = "returned to the agency"


@transaction.atomic
def log(
    recommendation: Recommendation,
    *,
    agency: Agency,
    owner: User,
    wording: str,
    difference: str,
    due_on: date,
    by: User,
    is_invented: bool = False,
    at=None,
) -> Action:
    """Ask one agency, and one named person in it, to do one thing by one day."""
    recommendation = Recommendation.objects.select_for_update().get(pk=recommendation.pk)
    refuse_wrong_owner(recommendation.board, agency=agency, owner=owner)
    number = next_number(Action.objects.filter(recommendation=recommendation))
    reference = f"{recommendation.reference}/A{number}"
    action = Action.objects.create(
        board=recommendation.board,
        recommendation=recommendation,
        number=number,
        reference=reference,
        agency=agency,
        owner=owner,
        wording=wording,
        difference=difference,
        due_on=due_on,
        is_invented=is_invented,
        status_since=at or timezone.now(),
        folded=fold(reference, wording, difference),
        in_order=in_order(reference),
    )
    record(action, "logged", by=by, at=at, note=f"Due {in_words(due_on)}, for {agency}.")
    if at is None:
        tell_agency(action, ask="an action was agreed for your agency")
    return action


def refuse_wrong_owner(board, *, agency: Agency, owner: User) -> None:
    """Raises Refused unless the agency serves the board and the owner now speaks for it there."""
    if not Partner.objects.current().filter(board=board, agency=agency).exists():
        raise Refused(f"{agency} is not an agency of this board. Choose one that is.")
    if not speakers_for(agency, board=board).filter(pk=owner.pk).exists():
        raise Refused(f"{owner} does not now speak for {agency} on this board.")


def speakers_for(agency: Agency, *, board):
    """The people who may own an agency's action: its leads and contributors."""
    held = Membership.objects.current().filter(board=board, agency=agency, role__in=OF_AN_AGENCY)
    return User.objects.filter(pk__in=held.values("user"))


def tell_agency(action: Action, *, ask: str) -> None:
    people = {*notices.leads_of(action.agency, board=action.board), action.owner}
    notices.tell(
        people,
        ask=ask,
        board=action.board,
        about=action.reference,
        path=action.get_absolute_url(),
    )


@documents.all_or_nothing()
def update(
    action: Action,
    *,
    text: str,
    by: User,
    files: Iterable[UploadedFile] = (),
    links: Iterable[str] = (),
    submit: bool = False,
    at=None,
) -> ActionUpdate:
    """Say what has been done, with evidence; `submit` asks the board to accept it as done."""
    action = Action.objects.select_for_update().get(pk=action.pk)
    if not action.is_open:
        raise Refused("This action was accepted as done, so no update can be added.")
    written = ActionUpdate.objects.create(action=action, text=text, by=by, at=at or timezone.now())
    record(action, "updated", by=by, at=at)
    for given in [{"file": file} for file in files] + [{"link": link} for link in links]:
        evidence.give(action.board, action.agency, by=by, update=written, **given)
    if submit:
        _submit(action, by=by, at=at)
    elif action.status == Action.Status.AGREED:
        move(action, Action.Status.IN_PROGRESS, by=by, verb="started", at=at)
    return written


def _submit(action: Action, *, by: User, at) -> None:
    if not Support.objects.filter(update__action=action).exists():
        raise Refused("Attach at least one file or link as evidence before you send it.")
    move(action, Action.Status.SUBMITTED, by=by, verb="submitted evidence", at=at)
    if at is None:
        tell_staff(action, ask="an agency has submitted evidence")


def tell_staff(action: Action, *, ask: str) -> None:
    notices.tell(
        notices.staff_of(action.board),
        ask=ask,
        board=action.board,
        about=action.reference,
        path=action.get_absolute_url(),
    )


@transaction.atomic
def accept(action: Action, *, by: User, note: str = "", at=None) -> Action:
    """The board's staff say that it is done. Never its owner; and it must have been submitted."""
    action.refresh_from_db(from_queryset=Action.objects.select_for_update())
    if by == action.owner:
        raise Refused("The owner of an action cannot accept it as done.")
    action = move(action, Action.Status.ACCEPTED, by=by, note=note, verb="accepted as done", at=at)
    decide_evidence(action, Support.Status.ACCEPTED, by=by, at=at)
    if at is None:
        tell_agency(action, ask="an action of your agency was accepted as done")
    return action


@transaction.atomic
def send_back(action: Action, *, by: User, note: str) -> Action:
    """Ask the agency for more, and say why."""
    action = move(action, Action.Status.IN_PROGRESS, by=by, note=note, verb=RETURNED)
    decide_evidence(action, Support.Status.REJECTED, by=by, note=note)
    tell_agency(action, ask="evidence was returned to your agency with a question")
    return action


def decide_evidence(action: Action, to, *, by: User, note: str = "", at=None) -> None:
    waiting = Support.objects.filter(update__action=action, status=Support.Status.SUBMITTED)
    evidence.decide(waiting, to, by=by, note=note, at=at)


@transaction.atomic
def change_due_date(action: Action, *, due_on: date, reason: str, by: User) -> Action:
    """Move the date, keeping the old one and the reason."""
    action = Action.objects.select_for_update().get(pk=action.pk)
    if not action.is_open:
        raise Refused("This action was accepted as done, so its date cannot change.")
    if due_on == action.due_on:
        raise Refused("That is the due date already. Give a different one.")
    DueDateChange.objects.create(
        action=action, was_on=action.due_on, now_on=due_on, reason=reason, by=by
    )
    was, action.due_on = action.due_on, due_on
    action.save(update_fields=["due_on"])
    record(
        action,
        "changed the due date",
        by=by,
        note=reason,
        **{"from": in_words(was), "to": in_words(due_on)},
    )
    tell_agency(action, ask="the due date of an action has changed")
    return action


@transaction.atomic
def hand_over(action: Action, *, owner: User, by: User, note: str = "") -> Action:
    """Give the action to another named person of the same agency."""
    action = Action.objects.select_for_update().get(pk=action.pk)
    if not action.is_open:
        raise Refused("This action was accepted as done, so it needs no new owner.")
    refuse_wrong_owner(action.board, agency=action.agency, owner=owner)
    was, action.owner = action.owner, owner
    action.save(update_fields=["owner"])
    record(action, "handed over", by=by, note=note, **{"from": was.name, "to": owner.name})
    tell_agency(action, ask="an action has a new owner")
    return action


@transaction.atomic
def share(action: Action, *, people: Iterable[User], by: User) -> Action:
    """The lead lets contributors of the same agency draft updates on this action."""
    people = list(people)
    refuse_outsiders(people, agency=action.agency, board=action.board)
    action.contributors.set(people)
    record(action, "shared", by=by, to=", ".join(person.name for person in people) or "no one")
    return action


def refuse_outsiders(people: list[User], *, agency: Agency, board) -> None:
    allowed = set(contributors_of(agency, board=board).values_list("pk", flat=True))
    for person in people:
        if person.pk not in allowed:
            raise Refused(f"{person} is not a contributor of {agency} on this board.")


def contributors_of(agency: Agency, *, board):
    held = Membership.objects.current().filter(board=board, agency=agency, role=Role.CONTRIBUTOR)
    return User.objects.filter(pk__in=held.values("user"))
