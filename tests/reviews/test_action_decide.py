"""The board's word on an action: done, or not yet; and what staff may change meanwhile."""

from datetime import UTC, date, datetime

import pytest

from boards.models import Role
from kscb.refusal import MoveNotAllowed
from reviews.models import Action, DueDateChange, Support
from reviews.services import actions
from tests.after import CANARY, refusal, steps_on, told
from tests.factories import MembershipFactory, person_on

LINK = "https://kscb.example/plan"
AGAIN = "Open the page again to see what has happened."
LATER = date(2030, 6, 30)


@pytest.fixture
def submitted(world, action):
    """With one piece of evidence; what was told so far is forgotten."""
    actions.update(
        action,
        text="Done.",
        by=world.lead,
        links=[LINK],
        submit=True,
        at=datetime(2018, 3, 1, tzinfo=UTC),
    )
    return Action.objects.get(pk=action.pk)


def evidence():
    return [(support.evidence.title, support.status) for support in Support.objects.all()]


def test_staff_accept_it_with_its_evidence_and_tell_the_agency(world, submitted):
    before = len(steps_on(submitted))

    actions.accept(submitted, by=world.staff, note=f"Seen {CANARY}.")

    submitted.refresh_from_db()
    detail = {
        "from": "Evidence submitted",
        "to": "Accepted as done",
        "note": f"Seen {CANARY}.",
    }
    [support] = Support.objects.all()
    assert (submitted.status, evidence()) == ("accepted", [(LINK, "accepted")])
    assert steps_on(submitted)[before:] == [(world.staff, "accepted as done", detail)]
    assert steps_on(support) == [
        (world.staff, "moved to accepted", {"from": "Submitted", "to": "Accepted"})
    ]
    assert told() == [(world.lead, "KSCB: an action of your agency was accepted as done")]


def test_an_acceptance_typed_in_later_keeps_its_time_and_tells_nobody(world, submitted):
    then = datetime(2018, 3, 20, tzinfo=UTC)

    actions.accept(submitted, by=world.staff, at=then)

    submitted.refresh_from_db()
    assert (submitted.status_since, Support.objects.get().status_since, told()) == (then, then, [])


@pytest.mark.parametrize(
    ("status", "label"), [("agreed", "Agreed"), ("in_progress", "In progress")]
)
def test_what_was_not_submitted_is_not_decided(world, action, status, label):
    Action.objects.update(status=status)

    with refusal(
        f"This is now “{label}”, so it cannot become “Accepted as done”. {AGAIN}", MoveNotAllowed
    ):
        actions.accept(action, by=world.staff)


def test_accepting_twice_is_refused(world, submitted):
    read_before = Action.objects.get(pk=submitted.pk)
    actions.accept(submitted, by=world.staff)

    with refusal(
        f"This is now “Accepted as done”, so it cannot become “Accepted as done”. {AGAIN}",
        MoveNotAllowed,
    ):
        actions.accept(read_before, by=world.second_staff)


def test_its_owner_does_not_accept_it(world, submitted):
    with refusal("The owner of an action cannot accept it as done."):
        actions.accept(submitted, by=world.lead)


def test_staff_who_were_made_its_owner_meanwhile_do_not_accept_it(world, submitted):
    read_before = Action.objects.get(pk=submitted.pk)
    Action.objects.update(owner=world.staff)

    with refusal("The owner of an action cannot accept it as done."):
        actions.accept(read_before, by=world.staff)


def test_staff_send_it_back_with_the_reason(world, submitted):
    before = len(steps_on(submitted))

    actions.send_back(submitted, by=world.staff, note="Which wards?")

    submitted.refresh_from_db()
    detail = {"from": "Evidence submitted", "to": "In progress", "note": "Which wards?"}
    assert (submitted.status, evidence()) == ("in_progress", [(LINK, "rejected")])
    assert steps_on(submitted)[before:] == [(world.staff, "returned to the agency", detail)]
    assert told() == [(world.lead, "KSCB: evidence was returned to your agency with a question")]


def test_sending_back_what_was_not_submitted_is_refused(world, action):
    Action.objects.update(status="in_progress")

    with refusal(
        f"This action is now “In progress”, so it cannot be returned. {AGAIN}", MoveNotAllowed
    ):
        actions.send_back(action, by=world.staff, note="X")


def test_a_due_date_moves_with_its_reason_and_the_old_one_is_kept(world, action):
    actions.change_due_date(action, due_on=LATER, reason="Staff were ill.", by=world.staff)

    action.refresh_from_db()
    [change] = DueDateChange.objects.all()
    detail = {"from": "31 January 2030", "to": "30 June 2030", "note": "Staff were ill."}
    assert action.due_on == LATER
    assert (change.action, change.was_on, change.now_on) == (action, date(2030, 1, 31), LATER)
    assert (change.reason, change.by) == ("Staff were ill.", world.staff)
    assert steps_on(action) == [(world.staff, "changed the due date", detail)]
    assert told() == [(world.lead, "KSCB: the due date of an action has changed")]


def test_the_same_due_date_is_no_change(world, action):
    with refusal("That is the due date already. Give a different one."):
        actions.change_due_date(action, due_on=action.due_on, reason="X", by=world.staff)


def test_what_is_accepted_keeps_its_date_and_owner(world, action):
    Action.objects.update(status="accepted")

    with refusal("This action is now “Accepted as done”, so its date cannot change."):
        actions.change_due_date(action, due_on=LATER, reason="X", by=world.staff)
    with refusal("This action is now “Accepted as done”, so it needs no new owner."):
        actions.hand_over(action, owner=world.contributor, by=world.staff)


def test_an_action_is_handed_over_to_a_colleague(world, action):
    actions.hand_over(action, owner=world.contributor, by=world.staff, note="Lesley has left.")

    action.refresh_from_db()
    ask = "KSCB: an action has a new owner"
    detail = {"from": "Lesley Lead", "to": "Cam Contributor", "note": "Lesley has left."}
    assert action.owner == world.contributor
    assert steps_on(action) == [(world.staff, "handed over", detail)]
    assert told() == [(world.contributor, ask), (world.lead, ask)]


@pytest.mark.parametrize("who", ["member", "staff", "leaver", "other_staff"])
def test_an_action_is_handed_over_only_to_those_who_speak_for_the_agency(world, action, who):
    owner = world.people[who]

    with refusal(f"{owner} does not now speak for Kent Community Health on this board."):
        actions.hand_over(action, owner=owner, by=world.staff)


def test_an_owner_who_has_left_is_told_nothing_and_listed(world, action):
    MembershipFactory(board=world.medway, user=world.lead, role=Role.LEAD, agency=world.health)
    world.kent.memberships.filter(user=world.lead).update(to_on="2018-03-31")
    successor = person_on(world.kent, Role.LEAD, agency=world.health, name="Sue Successor")

    actions.change_due_date(action, due_on=LATER, reason="Handing over.", by=world.staff)

    assert told() == [(successor, "KSCB: the due date of an action has changed")]
    assert Action.objects.for_hand_over().get() == action
