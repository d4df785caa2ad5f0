"""What each step on an action writes down, as a table: its words, its note, its time, who is told.

Nobody is told of what is typed in later (`at`).
"""

from datetime import UTC, date, datetime

import pytest
from django.utils import timezone

from boards.models import Activity, Notice
from kscb.refusal import MoveNotAllowed
from kscb.text import fold, in_order
from reviews.models import Action, DueDateChange, Support
from reviews.services import actions
from tests.after import refusal, steps_on, told
from tests.factories import (
    ActionFactory,
    ActionUpdateFactory,
    EvidenceFactory,
    MeasureFactory,
    RecommendationFactory,
    SupportFactory,
    UpdateLinkFactory,
    person_on,
)

pytestmark = pytest.mark.django_db
AT = datetime(2018, 3, 20, 12, tzinfo=UTC)
LATER = date(2031, 6, 30)
NOTE = "Because the panel asked."
TO_AGENCY, TO_STAFF = ["Lesley Lead"], ["Sam Staff", "Sol Second"]
# Step: where it begins, the words it is written down in, where it leads, who is told, and what.
WRITTEN = {
    "agree": ("proposed", "agreed", "agreed", TO_AGENCY, "an action was agreed for your agency"),
    "verify": ("submitted", "verified", "submitted", [], ""),
    "accept": (
        "submitted",
        "accepted as done",
        "accepted",
        TO_AGENCY,
        "an action of your agency was accepted as done",
    ),
    "reopen": (
        "accepted",
        "reopened",
        "in_progress",
        TO_AGENCY,
        "an action of your agency was reopened",
    ),
    "send_back": (
        "submitted",
        "returned to the agency",
        "in_progress",
        TO_AGENCY,
        "evidence was returned to your agency with a question",
    ),
    "dispute": ("agreed", "disputed", "disputed", TO_STAFF, "an agency disputes an action"),
    "uphold": (
        "disputed",
        "upheld",
        "agreed",
        TO_AGENCY,
        "the board has decided on an action that your agency disputed",
    ),
    "withdraw": (
        "agreed",
        "withdrawn",
        "withdrawn",
        TO_AGENCY,
        "an action of your agency was withdrawn",
    ),
    "supersede": (
        "agreed",
        "merged into another action",
        "superseded",
        TO_AGENCY,
        "an action of your agency was merged into another",
    ),
    "defer": (
        "agreed",
        "deferred",
        "deferred",
        TO_AGENCY,
        "an action of your agency was deferred",
    ),
    "hand_over": ("agreed", "handed over", "agreed", TO_AGENCY, "an action has a new owner"),
    "change_due_date": (
        "agreed",
        "changed the due date",
        "agreed",
        TO_AGENCY,
        "the due date of an action has changed",
    ),
}


@pytest.fixture
def take(world, action):
    """Takes one step on the action, from where it begins."""
    MeasureFactory(recommendation=action.recommendation)

    def taken(step, **at):
        author = world.lead if step == "verify" else world.staff
        Action.objects.filter(pk=action.pk).update(status=WRITTEN[step][0], author=author)
        action.refresh_from_db()
        if step == "reopen":
            action.acceptances.create(accepted_on=date(2018, 1, 10))
        given = {"note": NOTE}
        if step in ("defer", "change_due_date"):
            given = {"due_on": LATER, "reason": NOTE}
        if step == "supersede":
            given["into"] = ActionFactory(recommendation=action.recommendation, number=9)
        if step == "hand_over":
            given["owner"] = world.contributor
        return getattr(actions, step)(action, by=world.second_staff, **given, **at)

    return taken


def last_step(action):
    return Activity.objects.about(action).latest("pk")


def people_told():
    return [(person.name, subject) for person, subject in told()]


@pytest.mark.parametrize("step", WRITTEN)
def test_a_step_is_written_down_and_told(step, world, action, take):
    was, verb, now, who, ask = WRITTEN[step]

    take(step)

    entry = last_step(action)
    action.refresh_from_db()
    moved = {"from": Action.Status(was).label, "to": Action.Status(now).label} if was != now else {}
    assert action.status == now
    assert (entry.actor, entry.verb, entry.detail["note"]) == (world.second_staff, verb, NOTE)
    assert entry.detail.items() >= moved.items()
    who = who if step != "hand_over" else [*TO_AGENCY, "Cam Contributor"]
    assert people_told() == [(name, f"KSCB: {ask}") for name in sorted(who)]


@pytest.mark.parametrize("step", WRITTEN)
def test_a_step_typed_in_later_keeps_its_time_and_tells_nobody(step, action, take):
    was, _, now, *_ = WRITTEN[step]

    take(step, at=AT)

    action.refresh_from_db()
    assert {entry.at for entry in Activity.objects.about(action)} == {AT}
    assert was == now or action.status_since == AT
    assert list(action.due_date_changes.exclude(at=AT)) == []
    assert list(action.acceptances.exclude(accepted_on__lte=AT.date())) == []
    assert told() == []


def test_what_took_it_in_is_written_down_at_the_same_time(world, action, take):
    take("supersede", at=AT)

    action.refresh_from_db()
    [entry] = Activity.objects.about(action.superseded_by)
    assert (entry.actor, entry.at, entry.detail) == (world.second_staff, AT, {"note": NOTE})


def test_proposing_keeps_all_that_is_given(world, recommendation):
    other = RecommendationFactory(review=recommendation.review)

    action = actions.propose(
        recommendation,
        agency=world.health,
        owner=world.lead,
        wording="Audit records.",
        difference="Fathers are seen.",
        due_on=LATER,
        by=world.staff,
        change="process",
        also_serves=[other],
        at=AT,
    )

    action.refresh_from_db()
    reference = f"{recommendation.reference}/A1"
    assert (action.board, action.agency, action.owner, action.author) == (
        world.kent,
        world.health,
        world.lead,
        world.staff,
    )
    assert (action.wording, action.difference, action.due_on, action.change) == (
        "Audit records.",
        "Fathers are seen.",
        LATER,
        "process",
    )
    assert (action.reference, action.number, action.status) == (reference, 1, "proposed")
    assert (action.status_since, action.priority, action.is_invented) == (
        AT,
        recommendation.priority,
        False,
    )
    assert action.folded == fold(reference, "Audit records.", "Fathers are seen.")
    assert action.in_order == in_order(reference)
    assert set(action.recommendations.all()) == {recommendation, other}
    note = f"Due 30 June 2031, for {world.health}."
    assert steps_on(action) == [(world.staff, "proposed", {"note": note})]
    assert last_step(action).at == AT


def test_it_serves_no_recommendation_of_another_board(world, action):
    elsewhere = RecommendationFactory(review__board=world.medway)

    with pytest.raises(actions.Refused):
        actions.propose(
            action.recommendation,
            agency=world.health,
            owner=world.lead,
            wording="Audit.",
            difference="Seen.",
            due_on=LATER,
            by=world.staff,
            also_serves=[elsewhere],
        )
    assert Action.objects.count() == 1


@pytest.mark.parametrize(
    ("step", "words"),
    [
        ("agree", "be agreed"),
        ("verify", "be verified"),
        ("reopen", "be reopened"),
        ("send_back", "be returned"),
        ("uphold", "be upheld"),
    ],
)
def test_a_step_from_elsewhere_is_refused_by_name(step, words, world, action):
    Action.objects.update(status="in_progress")

    with refusal(
        f"This action is now “In progress”, so it cannot {words}. "
        "Open the page again to see what has happened.",
        MoveNotAllowed,
    ):
        getattr(actions, step)(action, by=world.staff, note=NOTE)


@pytest.mark.parametrize("step", ["accept", "dispute"])
def test_what_is_sent_leads_to_the_action(step, action, take):
    """To the agency, and to the board's staff."""
    take(step)

    notices = Notice.objects.all()
    assert notices
    for notice in notices:
        assert (notice.about, notice.board) == (action.reference, action.board)
        assert action.get_absolute_url() in notice.text


def test_only_people_of_the_agency_on_the_board_speak_for_it(world):
    second = person_on(world.kent, "contributor", agency=world.health)
    for board, agency, role in (
        (world.kent, world.police, "lead"),
        (world.medway, world.health, "lead"),
        (world.kent, world.health, "member"),
    ):
        person_on(board, role, agency=agency)

    speakers = actions.speakers_for(world.health, board=world.kent)
    contributors = actions.contributors_of(world.health, board=world.kent)
    assert set(speakers) == {world.lead, world.contributor, second}
    assert set(contributors) == {world.contributor, second}


def test_an_action_that_serves_one_more_is_written_down_on_it_once(world, action):
    other = RecommendationFactory(review=action.recommendation.review)

    actions.serve(action, recommendation=other, by=world.staff, at=AT)

    assert steps_on(other) == [(world.staff, "is served by an action", {"note": str(action)})]
    assert last_step(other).at == AT
    with refusal(f"{action} serves {other} already."):
        actions.serve(action, recommendation=other, by=world.staff)


def test_nobody_verifies_what_needs_no_verifying(world, action):
    Action.objects.update(status="submitted", author=world.staff)

    with refusal("Nobody needs to verify it. Accept it as done, or return it."):
        actions.verify(action, by=world.second_staff, note=NOTE)


@pytest.mark.parametrize(("status", "verb"), [("agreed", "started"), ("deferred", "resumed")])
def test_an_update_starts_or_resumes_it(status, verb, world, action):
    Action.objects.update(status=status)

    written = actions.update(action, text="Half done.", by=world.lead, at=AT)

    assert [each for _, each, _ in steps_on(action)] == ["updated", verb]
    assert {entry.at for entry in Activity.objects.about(action)} == {written.at} == {AT}


def test_accepting_looks_at_what_the_action_is_now(world, action):
    """Its owner changed after the page was read."""
    Action.objects.update(status="submitted")
    action.refresh_from_db()
    Action.objects.update(owner=world.staff)

    with refusal("The owner of an action cannot accept it as done."):
        actions.accept(action, by=world.staff)


def test_only_evidence_that_waits_is_decided(world, action):
    Action.objects.update(status="submitted")
    update = ActionUpdateFactory(action=action, by=world.lead)
    waiting, decided = (
        SupportFactory(
            update=update,
            evidence=EvidenceFactory(board=world.kent, agency=world.health),
            status=status,
        )
        for status in (Support.Status.SUBMITTED, Support.Status.ACCEPTED)
    )

    actions.send_back(action, by=world.staff, note=NOTE)

    assert {one.pk: one.status for one in Support.objects.all()} == {
        waiting.pk: "rejected",
        decided.pk: "accepted",
    }
    assert (last_step(waiting).actor, last_step(waiting).detail["note"]) == (world.staff, NOTE)
    assert steps_on(decided) == []


def test_what_was_never_disputed_has_no_words_of_dispute(action):
    assert actions.last_note(action, actions.DISPUTED) == ""


def test_a_change_of_date_that_is_no_deferral_says_so(action, take):
    take("change_due_date")

    assert [(one.is_deferral, one.now_on) for one in DueDateChange.objects.all()] == [
        (False, LATER)
    ]


def test_handing_over_needs_no_note(world, action):
    actions.hand_over(action, owner=world.contributor, by=world.staff)

    detail = {"from": "Lesley Lead", "to": "Cam Contributor"}
    assert steps_on(action) == [(world.staff, "handed over", detail)]


def test_handing_over_ends_the_links_that_the_old_owner_was_sent(world, action):
    link = UpdateLinkFactory(action=action)
    before = timezone.now()

    actions.hand_over(action, owner=world.contributor, by=world.staff)

    link.refresh_from_db()
    assert before <= link.ended_at <= timezone.now()


def test_an_action_is_not_merged_into_one_of_another_board(world, action):
    elsewhere = ActionFactory(recommendation__review__board=world.medway)

    with pytest.raises(actions.Refused):
        actions.supersede(action, into=elsewhere, by=world.staff, note=NOTE)

    assert Action.objects.get(pk=action.pk).status == "agreed"
