from datetime import UTC, datetime

import pytest
import time_machine

from boards.models import Activity
from boards.services.activity import move, record
from kscb.refusal import MoveNotAllowed
from reviews.models import Action
from tests.after import refusal, steps_on
from tests.factories import ActionFactory, BoardFactory, UserFactory

NOW = datetime(2026, 3, 3, 9, 30, tzinfo=UTC)
THEN = datetime(2018, 3, 1, 9, tzinfo=UTC)

pytestmark = pytest.mark.django_db


@time_machine.travel(NOW, tick=False)
def test_what_happened_is_written_down_with_what_is_known():
    action, person = ActionFactory(), UserFactory()

    entry = record(action, "seen", by=person, note="At panel", to="", size=None)

    entry = Activity.objects.get(pk=entry.pk)
    assert (entry.board, entry.actor, entry.verb, entry.target) == (
        action.board,
        person,
        "seen",
        action,
    )
    assert (entry.target_label, entry.detail, entry.at) == (
        action.reference,
        {"note": "At panel"},
        NOW,
    )


def test_what_was_typed_in_later_keeps_its_own_time():
    entry = record(ActionFactory(), "seen", by=None, at=THEN)

    assert (entry.at, entry.actor_name) == (THEN, "The system")


def test_a_long_label_is_cut():
    board = BoardFactory()
    board.name = "x" * 300

    assert record(board, "seen", by=None).target_label == "x" * 200


@time_machine.travel(NOW, tick=False)
def test_a_move_changes_the_status_and_says_who_and_why():
    action, person = ActionFactory(), UserFactory()

    move(action, Action.Status.IN_PROGRESS, by=person, note="Begun")

    action.refresh_from_db()
    detail = {"from": "Agreed", "to": "In progress", "note": "Begun"}
    assert (action.status, action.status_since) == ("in_progress", NOW)
    assert steps_on(action) == [(person, "moved to in progress", detail)]


def test_a_move_typed_in_later_keeps_its_own_time_and_verb():
    action = ActionFactory()

    move(action, "in_progress", by=None, verb="started", at=THEN)

    action.refresh_from_db()
    assert action.status_since == THEN
    assert steps_on(action) == [(None, "started", {"from": "Agreed", "to": "In progress"})]
    assert Activity.objects.about(action).get().at == THEN


def test_a_move_writes_its_status_and_what_it_is_given_over_nothing_else():
    """What was read before may be old: only the step itself is saved."""
    read_before = ActionFactory()
    into = ActionFactory(board=read_before.board)
    Action.objects.filter(pk=read_before.pk).update(wording="Reworded since.", number=77)

    moved = move(read_before, "superseded", by=None, superseded_by=into)

    row = Action.objects.get(pk=read_before.pk)
    assert (row.status, row.superseded_by) == ("superseded", into)
    assert (row.wording, row.number) == ("Reworded since.", 77)
    assert moved is read_before


def test_what_is_of_no_board_is_written_down_too():
    person = UserFactory()

    assert record(person, "signed in", by=person).board is None


def test_a_move_that_the_table_lacks_is_refused():
    action = ActionFactory(accepted=True)

    with refusal(
        "This is now “Accepted as done”, so it cannot become “Agreed”. "
        "Open the page again to see what has happened.",
        MoveNotAllowed,
    ):
        move(action, "agreed", by=None)


def test_a_move_looks_at_what_the_record_is_now_not_at_what_was_read():
    read_before = ActionFactory(submitted=True)
    Action.objects.update(status=Action.Status.ACCEPTED)

    with refusal(
        "This is now “Accepted as done”, so it cannot become “Accepted as done”. "
        "Open the page again to see what has happened.",
        MoveNotAllowed,
    ):
        move(read_before, "accepted", by=None)


def test_activity_is_never_changed_and_never_removed():
    record(ActionFactory(), "seen", by=None)

    with pytest.raises(TypeError, match="activity are never changed"):
        Activity.objects.update(verb="unseen")
    with pytest.raises(TypeError, match="activity are never deleted"):
        Activity.objects.all().delete()
    assert [entry.verb for entry in Activity.objects.all()] == ["seen"]


@pytest.mark.parametrize(
    ("detail", "words"),
    [
        (
            {"from": "Agreed", "to": "In progress", "note": "Begun."},
            "From Agreed to In progress. Begun.",
        ),
        ({"to": "no one"}, "Now no one."),
        ({"note": "Seen."}, "Seen."),
        ({}, ""),
    ],
)
def test_what_changed_is_told_in_sentences(detail, words):
    assert Activity(detail=detail).detail_words == words
