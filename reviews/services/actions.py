"""Actions: who will do what by when, what has been done, and the board's word that it is done."""

from collections.abc import Iterable
from datetime import date

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone

from boards.models import Activity, Agency, Membership, Partner, Role, User
from boards.models.membership import OF_AN_AGENCY
from boards.services import documents, notices
from boards.services.activity import move, record
from kscb.dates import in_words, today
from kscb.refusal import MoveNotAllowed, Refused
from kscb.text import fold, in_order
from reviews.models import (
    Action,
    ActionUpdate,
    DueDateChange,
    Measure,
    Priority,
    Recommendation,
    Support,
)
from reviews.services import evidence
from reviews.services.reviews import next_number, refuse_other_board

RETURNED = "returned to the agency"
DISPUTED = "disputed"


@transaction.atomic
def propose(
    recommendation: Recommendation,
    *,
    agency: Agency,
    owner: User,
    wording: str,
    difference: str,
    due_on: date,
    by: User,
    change: str = Action.Change.OTHER,
    priority: str = "",
    also_serves: Iterable[Recommendation] = (),
    is_invented: bool = False,
    at=None,
) -> Action:
    """Propose that one agency, and one named person in it, do one thing by one day.

    It is nobody's to do until it is agreed. Without a priority it takes the recommendation's.
    """
    recommendation = Recommendation.objects.select_for_update().get(pk=recommendation.pk)
    refuse_not_made(recommendation)
    refuse_wrong_owner(recommendation.board, agency=agency, owner=owner)
    also_serves = list(also_serves)
    refuse_other_board(recommendation.board, *also_serves)
    number = next_number(Action.objects.filter(recommendation=recommendation))
    reference = f"{recommendation.reference}/A{number}"
    action = Action.objects.create(
        board=recommendation.board,
        recommendation=recommendation,
        number=number,
        reference=reference,
        agency=agency,
        owner=owner,
        author=by,
        wording=wording,
        difference=difference,
        due_on=due_on,
        change=change,
        priority=priority or recommendation.priority,
        status=Action.Status.PROPOSED,
        is_invented=is_invented,
        status_since=at or timezone.now(),
        folded=fold(reference, wording, difference),
        in_order=in_order(reference),
    )
    action.recommendations.set([recommendation, *also_serves])
    record(action, "proposed", by=by, at=at, note=f"Due {in_words(due_on)}, for {agency}.")
    return action


def stands_for(recommendation: Recommendation) -> Recommendation:
    """The recommendation itself, or the one that at last superseded it."""
    while recommendation.superseded_by:
        recommendation = recommendation.superseded_by
    return recommendation


def refuse_not_made(recommendation: Recommendation) -> None:
    if not recommendation.is_made:
        raise Refused(
            f"{recommendation} is “{recommendation.get_status_display()}”. "
            "Only a recommendation that was made, and still stands, can be acted on."
        )


@transaction.atomic
def agree(action: Action, *, by: User, note: str = "", at=None) -> Action:
    """From now on the agency owes it. Its recommendation must say how the difference is told."""
    action = locked(action, Action.Status.PROPOSED, cannot="be agreed")
    asked = stands_for(action.recommendation)
    if not asked.measures.exclude(status=Measure.Status.WITHDRAWN).exists():
        raise Refused(
            f"Say first how the board will know that {asked} made a difference: "
            "add a measure to it."
        )
    action = move(action, Action.Status.AGREED, by=by, note=note, verb="agreed", at=at)
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
    """The leads of its agency and its owner; nobody, of an action that is only proposed."""
    if action.is_proposed:
        return
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
    good_from: date | None = None,
    expires_on: date | None = None,
    submit: bool = False,
    verb: str = "updated",
    at=None,
) -> ActionUpdate:
    """Say what has been done, with evidence; `submit` asks the board to accept it as done."""
    action = Action.objects.select_for_update().get(pk=action.pk)
    if not action.is_open:
        raise Refused(f"{ended(action)}, so no update can be added.")
    written = ActionUpdate.objects.create(action=action, text=text, by=by, at=at or timezone.now())
    record(action, verb, by=by, at=at)
    evidence.give_each(
        action.board,
        action.agency,
        files=files,
        links=links,
        good_from=good_from,
        expires_on=expires_on,
        by=by,
        update=written,
    )
    if submit:
        _submit(action, by=by, at=at)
    elif action.status in (Action.Status.AGREED, Action.Status.DEFERRED):
        verb = "started" if action.status == Action.Status.AGREED else "resumed"
        move(action, Action.Status.IN_PROGRESS, by=by, verb=verb, at=at)
    return written


def locked(action: Action, *statuses: str, cannot: str) -> Action:
    """The action, locked, where the step begins. Raises MoveNotAllowed where it is elsewhere."""
    fresh = Action.objects.select_for_update().get(pk=action.pk)
    if fresh.status not in statuses:
        raise MoveNotAllowed(
            f"{ended(fresh)}, so it cannot {cannot}. Open the page again to see what has happened."
        )
    return fresh


def ended(action: Action) -> str:
    """The beginning of a refusal: what the action now is."""
    return f"This action is now “{action.get_status_display()}”"


def _submit(action: Action, *, by: User, at) -> None:
    given = Support.objects.filter(update__action=action)
    if not given.exists():
        raise Refused("Attach at least one file or link as evidence before you send it.")
    given = given.counting(day_of(at))
    if not given.exists():
        raise Refused(
            "The evidence given so far was not accepted, or has expired. "
            "Attach a file or link that shows it now."
        )
    is_high = action.priority == Priority.HIGH
    if is_high and not given.filter(evidence__document__isnull=False).exists():
        raise Refused("This action is of high priority: attach at least one file, not only links.")
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
def verify(action: Action, *, by: User, note: str, at=None) -> Action:
    """A second person has seen that it was done, where the one who proposed it also owns it."""
    action = locked(action, Action.Status.SUBMITTED, cannot="be verified")
    if by == action.owner:
        raise Refused("The owner of an action cannot verify that it was done.")
    if not action.needs_verifying:
        raise Refused("Nobody needs to verify it. Accept it as done, or return it.")
    action.verified_by = by
    action.save(update_fields=["verified_by"])
    record(action, "verified", by=by, at=at, note=note)
    return action


@transaction.atomic
def accept(action: Action, *, by: User, note: str = "", at=None) -> Action:
    """The board's staff say that it is done. Never its owner; and it must have been submitted.

    Where its owner also proposed it, a second person must have verified it first, and a third
    accepts. This ends the action; whether it helped is the measure's own life.
    """
    action.refresh_from_db(from_queryset=Action.objects.select_for_update())
    if by == action.owner:
        raise Refused("The owner of an action cannot accept it as done.")
    if action.needs_verifying:
        raise Refused("Its owner also proposed it: a second person must verify it first.")
    if action.author_id == action.owner_id and by == action.verified_by:
        raise Refused("You verified it, so someone else must accept it.")
    action = move(action, Action.Status.ACCEPTED, by=by, note=note, verb="accepted as done", at=at)
    action.acceptances.create(accepted_on=day_of(at))
    decide_evidence(action, Support.Status.ACCEPTED, by=by, at=at)
    if at is None:
        tell_agency(action, ask="an action of your agency was accepted as done")
    return action


def day_of(at) -> date:
    return timezone.localdate(at) if at else today()


@transaction.atomic
def reopen(action: Action, *, by: User, note: str, at=None) -> Action:
    """It was not done after all, or did not last: from today it no longer stands as done."""
    action = locked(action, Action.Status.ACCEPTED, cannot="be reopened")
    action = move(action, Action.Status.IN_PROGRESS, by=by, note=note, verb="reopened", at=at)
    standing = action.acceptances.filter(reopened_on__isnull=True)
    standing.update(reopened_on=day_of(at))
    action.verified_by = None
    action.save(update_fields=["verified_by"])
    if at is None:
        tell_agency(action, ask="an action of your agency was reopened")
    return action


@transaction.atomic
def send_back(action: Action, *, by: User, note: str, at=None) -> Action:
    """Ask the agency for more, and say why."""
    action = locked(action, Action.Status.SUBMITTED, cannot="be returned")
    action = move(action, Action.Status.IN_PROGRESS, by=by, note=note, verb=RETURNED, at=at)
    action.verified_by = None
    action.save(update_fields=["verified_by"])
    decide_evidence(action, Support.Status.REJECTED, by=by, note=note, at=at)
    if at is None:
        tell_agency(action, ask="evidence was returned to your agency with a question")
    return action


def decide_evidence(action: Action, to, *, by: User, note: str = "", at=None) -> None:
    waiting = Support.objects.filter(update__action=action, status=Support.Status.SUBMITTED)
    evidence.decide(waiting, to, by=by, note=note, at=at)


@transaction.atomic
def change_due_date(action: Action, *, due_on: date, reason: str, by: User, at=None) -> Action:
    """Move the date, keeping the old one and the reason."""
    action = _move_date(action, due_on=due_on, reason=reason, by=by, at=at)
    if at is None:
        tell_agency(action, ask="the due date of an action has changed")
    return action


@transaction.atomic
def defer(action: Action, *, due_on: date, reason: str, by: User, at=None) -> Action:
    """Put it off to a later day. Who takes this step approves it, and cannot be its owner."""
    if by == action.owner:
        raise Refused("The owner of an action cannot approve that it is deferred.")
    if due_on <= Action.objects.get(pk=action.pk).due_on:
        raise Refused("Give a day later than the one it is due now.")
    action = _move_date(action, due_on=due_on, reason=reason, by=by, at=at, is_deferral=True)
    action = move(action, Action.Status.DEFERRED, by=by, note=reason, verb="deferred", at=at)
    if at is None:
        tell_agency(action, ask="an action of your agency was deferred")
    return action


def _move_date(action: Action, *, due_on, reason, by, at, is_deferral=False) -> Action:
    action = Action.objects.select_for_update().get(pk=action.pk)
    if action.status in Action.ENDED:
        raise Refused(f"{ended(action)}, so its date cannot change.")
    if due_on == action.due_on:
        raise Refused("That is the due date already. Give a different one.")
    DueDateChange.objects.create(
        action=action,
        was_on=action.due_on,
        now_on=due_on,
        reason=reason,
        is_deferral=is_deferral,
        by=by,
        at=at or timezone.now(),
    )
    was, action.due_on = action.due_on, due_on
    action.save(update_fields=["due_on"])
    change = {"from": in_words(was), "to": in_words(due_on)}
    record(action, "changed the due date", by=by, at=at, note=reason, **change)
    return action


@transaction.atomic
def dispute(action: Action, *, by: User, note: str, at=None) -> Action:
    """The agency says that it should not do this, and why. The board decides."""
    action = move(action, Action.Status.DISPUTED, by=by, note=note, verb=DISPUTED, at=at)
    if at is None:
        tell_staff(action, ask="an agency disputes an action")
    return action


def last_note(action: Action, verb: str) -> str:
    """What was written when this step was last taken."""
    taken = Activity.objects.about(action).filter(verb=verb).first()
    return taken.detail.get("note", "") if taken else ""


@transaction.atomic
def uphold(action: Action, *, by: User, note: str, at=None) -> Action:
    """The board has heard the agency, and the action stands."""
    action = locked(action, Action.Status.DISPUTED, cannot="be upheld")
    action = move(action, Action.Status.AGREED, by=by, note=note, verb="upheld", at=at)
    if at is None:
        tell_agency(action, ask="the board has decided on an action that your agency disputed")
    return action


@transaction.atomic
def withdraw(action: Action, *, by: User, note: str, at=None) -> Action:
    """Nobody will do it: dropped before it was agreed, or given up with a reason."""
    was_known = not Action.objects.get(pk=action.pk).is_proposed
    action = move(action, Action.Status.WITHDRAWN, by=by, note=note, verb="withdrawn", at=at)
    if at is None and was_known:
        tell_agency(action, ask="an action of your agency was withdrawn")
    return action


@transaction.atomic
def supersede(action: Action, *, into: Action, by: User, note: str, at=None) -> Action:
    """Merge it into another action, which from now on serves its recommendations too.

    Who reads the history of one may not know of the other, so neither is named there: the pages
    name each to those who see it.
    """
    both = Action.objects.select_for_update().in_bulk([action.pk, into.pk])
    action, into = both[action.pk], both[into.pk]
    refuse_other_board(action.board, into)
    if action == into:
        raise Refused("Choose another action: this one cannot be merged into itself.")
    if into.status in (Action.Status.WITHDRAWN, Action.Status.SUPERSEDED):
        raise Refused(f"{into} is “{into.get_status_display()}”. Choose one that still stands.")
    was_known = not action.is_proposed
    action = move(
        action,
        Action.Status.SUPERSEDED,
        by=by,
        note=note,
        verb="merged into another action",
        at=at,
        superseded_by=into,
    )
    into.recommendations.add(*action.recommendations.all())
    record(into, "took in another action", by=by, at=at, note=note)
    if at is None and was_known:
        tell_agency(action, ask="an action of your agency was merged into another")
    return action


@transaction.atomic
def serve(action: Action, *, recommendation: Recommendation, by: User, at=None) -> Action:
    """Let an action that exists serve one more recommendation, of this review or of another."""
    action = Action.objects.select_for_update().get(pk=action.pk)
    refuse_other_board(action.board, recommendation)
    refuse_not_made(recommendation)
    if action.status in (Action.Status.WITHDRAWN, Action.Status.SUPERSEDED):
        raise Refused(f"{ended(action)}. Choose one that still stands.")
    if action.recommendations.filter(pk=recommendation.pk).exists():
        raise Refused(f"{action} serves {recommendation} already.")
    action.recommendations.add(recommendation)
    record(recommendation, "is served by an action", by=by, at=at, note=str(action))
    return action


@transaction.atomic
def hand_over(action: Action, *, owner: User, by: User, note: str = "", at=None) -> Action:
    """Give the action to another named person of the same agency."""
    action = Action.objects.select_for_update().get(pk=action.pk)
    if action.status in Action.ENDED:
        raise Refused(f"{ended(action)}, so it needs no new owner.")
    refuse_wrong_owner(action.board, agency=action.agency, owner=owner)
    was, action.owner = action.owner, owner
    action.save(update_fields=["owner"])
    action.update_links.filter(ended_at__isnull=True).update(ended_at=timezone.now())
    record(action, "handed over", by=by, at=at, note=note, **{"from": was.name, "to": owner.name})
    if at is None:
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
