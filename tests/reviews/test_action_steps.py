"""Verify, reopen, defer, dispute, uphold, withdraw, merge: what each leaves behind and refuses."""

from datetime import UTC, date, datetime

import pytest

from boards.models import Role
from kscb.dates import in_words
from kscb.refusal import MoveNotAllowed
from reviews.models import Action, Measure
from reviews.services import actions
from tests.after import CANARY, errors_on, everything, refusal, steps_on, told
from tests.factories import (
    ActionFactory,
    MeasureFactory,
    RecommendationFactory,
    ReviewFactory,
    person_on,
)

pytestmark = pytest.mark.django_db
AT = datetime(2018, 3, 20, 12, tzinfo=UTC)
LATER = date(2031, 6, 30)
AGAIN = "Open the page again to see what has happened."


def to(action, status, **fields):
    Action.objects.filter(pk=action.pk).update(status=status, **fields)
    action.refresh_from_db()
    return action


def other_action(world, **fields):
    chosen = {"agency": world.health, "owner": world.lead, **fields}
    review = ReviewFactory(board=world.kent, published=True)
    return ActionFactory(recommendation=RecommendationFactory(review=review), **chosen)


# Agree


def test_agreeing_needs_a_measure_and_then_tells_the_agency(world, action):
    to(action, "proposed")
    with refusal(
        f"Say first how the board will know that {action.recommendation} made a difference: "
        "add a measure to it."
    ):
        actions.agree(action, by=world.staff)

    MeasureFactory(recommendation=action.recommendation)
    actions.agree(action, by=world.staff)

    action.refresh_from_db()
    assert (action.status, action.owner) == ("agreed", world.lead)
    assert told() == [(world.lead, "KSCB: an action was agreed for your agency")]


def test_a_measure_that_was_withdrawn_is_none(world, action):
    to(action, "proposed")
    MeasureFactory(recommendation=action.recommendation, status=Measure.Status.WITHDRAWN)

    with pytest.raises(actions.Refused):
        actions.agree(action, by=world.staff)


def test_the_measure_of_what_superseded_its_recommendation_counts(world, action):
    to(action, "proposed")
    asked = action.recommendation
    new = RecommendationFactory(review=asked.review, number=9)
    asked.superseded_by, asked.status = new, "superseded"
    asked.save()
    MeasureFactory(recommendation=new)

    assert actions.agree(action, by=world.staff).status == "agreed"


# Verify


@pytest.fixture
def own_proposal(world, action):
    """Submitted; its owner proposed it."""
    return to(action, "submitted", author=world.lead)


def test_a_second_person_verifies_and_a_third_accepts(world, own_proposal):
    with refusal("Its owner also proposed it: a second person must verify it first."):
        actions.accept(own_proposal, by=world.staff)

    actions.verify(own_proposal, by=world.staff, note="Ten files seen.")

    own_proposal.refresh_from_db()
    assert own_proposal.verified_by == world.staff
    assert steps_on(own_proposal) == [(world.staff, "verified", {"note": "Ten files seen."})]
    with refusal("You verified it, so someone else must accept it."):
        actions.accept(own_proposal, by=world.staff)
    assert actions.accept(own_proposal, by=world.second_staff).is_accepted


def test_its_owner_does_not_verify_it(world, own_proposal):
    with refusal("The owner of an action cannot verify that it was done."):
        actions.verify(own_proposal, by=world.lead, note="Done.")


def test_the_page_says_why_it_is_not_accepted(world, signed_in, own_proposal):
    page = signed_in(world.staff).get(own_proposal.get_absolute_url())

    offered = page.context["offered"]
    assert [step.route for step, _ in offered.first] == ["verify-action", "return-action"]
    assert offered.why_not in page.content.decode()
    assert offered.why_not.startswith("Its owner also proposed it")


# Submit


def test_high_priority_needs_a_file(world, action):
    to(action, "in_progress", priority="high")
    with refusal("This action is of high priority: attach at least one file, not only links."):
        actions.update(
            action, text="Done.", by=world.lead, links=["https://kscb.example/"], submit=True
        )


# Reopen


def test_reopening_ends_the_time_it_stood_as_done(world, action):
    to(action, "accepted", verified_by=world.staff)
    action.acceptances.create(accepted_on=date(2018, 1, 10))

    actions.reopen(action, by=world.staff, note="It lapsed.", at=AT)

    action.refresh_from_db()
    [stood] = action.acceptances.all()
    assert (action.status, action.verified_by) == ("in_progress", None)
    assert (stood.accepted_on, stood.reopened_on) == (date(2018, 1, 10), date(2018, 3, 20))


def test_what_is_not_accepted_is_not_reopened(world, action):
    with refusal(f"This action is now “Agreed”, so it cannot be reopened. {AGAIN}", MoveNotAllowed):
        actions.reopen(action, by=world.staff, note="It lapsed.")


# Defer


def test_deferring_keeps_the_old_date_and_who_approved(world, action):
    was = action.due_on

    actions.defer(action, due_on=LATER, reason="Ill.", by=world.second_staff)

    action.refresh_from_db()
    [change] = action.due_date_changes.all()
    assert (action.status, action.due_on) == ("deferred", LATER)
    assert (change.was_on, change.now_on, change.is_deferral, change.by) == (
        was,
        LATER,
        True,
        world.second_staff,
    )
    assert told() == [(world.lead, "KSCB: an action of your agency was deferred")]


def test_an_owner_does_not_approve_it_and_it_is_later(world, action):
    with refusal("The owner of an action cannot approve that it is deferred."):
        actions.defer(action, due_on=LATER, reason="Ill.", by=world.lead)
    with refusal("Give a day later than the one it is due now."):
        actions.defer(action, due_on=action.due_on, reason="Ill.", by=world.staff)


def test_the_page_shows_the_old_date_who_approved_and_how_long(world, signed_in, action):
    was = action.due_on
    actions.defer(action, due_on=LATER, reason="The auditor is ill.", by=world.staff)
    Action.objects.update(status_since=AT)

    page = signed_in(world.staff).get(action.get_absolute_url()).content.decode()

    assert f"{in_words(was)} was deferred to {in_words(LATER)}, approved by Sam Staff" in page
    action.refresh_from_db()
    days = f"for {action.days_in_status:,} days"
    assert f"Deferred since 20 March 2018, {days}" in page


# Dispute


def test_a_lead_disputes_and_the_chair_upholds(world, action):
    actions.dispute(action, by=world.lead, note="It is the council’s.")
    assert action.status == "disputed"

    actions.uphold(action, by=world.chair, note="It is yours.")

    action.refresh_from_db()
    assert action.status == "agreed"
    assert actions.last_note(action, actions.DISPUTED) == "It is the council’s."
    assert {subject for _, subject in told()} == {
        "KSCB: an agency disputes an action",
        "KSCB: the board has decided on an action that your agency disputed",
    }


def test_only_what_is_disputed_is_upheld(world, action):
    with refusal(f"This action is now “Agreed”, so it cannot be upheld. {AGAIN}", MoveNotAllowed):
        actions.uphold(action, by=world.staff, note="Yes.")


def test_the_chair_reads_why_before_deciding(world, signed_in, action):
    actions.dispute(action, by=world.lead, note="It is the council’s.")

    page = signed_in(world.chair).get(action.get_absolute_url())
    form = signed_in(world.chair).get(f"/actions/{action.pk}/uphold/").content.decode()

    assert [step.route for step, _ in page.context["offered"].first] == [
        "uphold-action",
        "withdraw-action",
    ]
    assert "It is the council’s." in form


# Withdraw


@pytest.mark.parametrize("status", ["agreed", "in_progress", "deferred", "disputed"])
def test_a_withdrawn_action_is_told_to_its_agency(world, action, status):
    to(action, status)

    actions.withdraw(action, by=world.chair, note="Done elsewhere.")

    action.refresh_from_db()
    assert (action.status, action.is_open) == ("withdrawn", False)
    assert told() == [(world.lead, "KSCB: an action of your agency was withdrawn")]


def test_an_action_that_was_only_proposed_is_withdrawn_in_silence(world, action):
    actions.withdraw(to(action, "proposed"), by=world.staff, note="Not needed.")

    assert told() == []


def test_of_what_is_only_proposed_its_agency_is_told_nothing(world, action):
    to(action, "proposed")

    actions.change_due_date(action, due_on=LATER, reason="Later.", by=world.staff)
    second = person_on(world.kent, Role.LEAD, agency=world.health)
    actions.hand_over(action, owner=second, by=world.staff)

    assert told() == []


# Merge


def test_merging_keeps_both_and_hands_over_what_it_served(world, action):
    into = other_action(world)

    actions.supersede(action, into=into, by=world.staff, note="The same.")

    action.refresh_from_db()
    assert (action.status, action.superseded_by) == ("superseded", into)
    assert set(into.recommendations.all()) == {into.recommendation, action.recommendation}
    assert steps_on(into) == [(world.staff, "took in another action", {"note": "The same."})]


def test_neither_names_the_other_to_those_who_may_not_know(world, signed_in, action):
    """`action` is of a restricted review; the police own the one that takes its place."""
    into = other_action(world, agency=world.police, owner=world.member)
    actions.supersede(action, into=into, by=world.staff, note="The same.")

    of_member = signed_in(world.member).get(into.get_absolute_url()).content.decode()
    of_staff = signed_in(world.staff).get(into.get_absolute_url()).content.decode()

    assert action.recommendation.review.reference not in of_member
    assert CANARY not in of_member
    assert "took in another action" in of_member
    assert f'Took in <a class="govuk-link" href="{action.get_absolute_url()}"' in of_staff


def test_an_action_is_merged_by_reference_with_plain_errors(world, signed_in, action):
    into = other_action(world)
    elsewhere = ActionFactory()
    post = signed_in(world.staff).post
    address = f"/actions/{action.pk}/merge/"
    before = everything()

    for reference in ("KSCB/NONE", elsewhere.reference):
        assert errors_on(post(address, {"into": reference, "note": "The same."})) == [
            f"No action of this board has the reference “{reference}”. Copy it from its page"
        ]
    assert errors_on(post(address, {"into": action.reference, "note": "The same."})) == [
        "Choose another action: this one cannot be merged into itself."
    ]
    assert everything() == before
    assert post(address, {"into": into.reference, "note": "Same."}).url == into.get_absolute_url()


# What waits for whom


@pytest.mark.parametrize(
    ("status", "who", "routes"),
    [
        ("proposed", "staff", ["agree-action", "withdraw-action"]),
        ("proposed", "chair", ["withdraw-action"]),
        ("agreed", "lead", ["update-action"]),
        ("agreed", "staff", []),
        ("submitted", "staff", ["accept-action", "return-action"]),
        ("submitted", "chair", []),
        ("disputed", "staff", ["uphold-action", "withdraw-action"]),
        ("disputed", "lead", []),
        ("accepted", "staff", []),
        ("accepted", "lead", []),
    ],
)
def test_what_waits_is_at_the_top_for_whom_it_waits(world, signed_in, action, status, who, routes):
    to(action, status)

    page = signed_in(world.people[who]).get(action.get_absolute_url())

    assert [step.route for step, _ in page.context["offered"].first] == routes
    assert ("Waits for you" in page.content.decode()) is bool(routes)
