"""A measure planned, tested, embedded, led to a new action, or withdrawn."""

from datetime import date, timedelta

import pytest

from kscb.dates import today
from kscb.refusal import MoveNotAllowed
from reviews.models import Action, Measure
from reviews.services import measures
from tests.after import errors_on, refusal, steps_on
from tests.factories import ActionFactory, MeasureFactory, RecommendationFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("read_today")]
A_DAY = date(2018, 3, 1)


@pytest.fixture
def measure(recommendation):
    return MeasureFactory(recommendation=recommendation, number=1, due=True)


@pytest.fixture
def unhelped(recommendation):
    return MeasureFactory(recommendation=recommendation, number=2, tested=True, result="not_helped")


def give(measure, by, **fields):
    given = {"result": "dont_know", "tested_on": A_DAY, "seen": "Too few files.", **fields}
    return measures.give_result(measure, by=by, **given)


def test_a_test_is_planned_on_the_recommendations_page(world, signed_in, recommendation):
    day = today() + timedelta(days=200)
    typed = {
        "kind": "survey",
        "wording": "Children say so.",
        "test_on_0": day.day,
        "test_on_1": day.month,
        "test_on_2": day.year,
    }

    answer = signed_in(world.staff).post(
        f"/reviews/recommendations/{recommendation.pk}/measures/plan/", typed
    )

    measure = Measure.objects.get()
    assert answer.url == recommendation.get_absolute_url()
    assert (str(measure), measure.status) == (f"{recommendation}/M1", "planned")


def test_that_nobody_can_tell_is_a_result(world, measure):
    give(measure, world.chair)

    measure.refresh_from_db()
    assert (measure.status, measure.result, measure.tested_by) == (
        "tested",
        "dont_know",
        world.chair,
    )
    assert steps_on(measure) == [
        (
            world.chair,
            "tested: don’t know",
            {"from": "Planned", "to": "Tested", "note": "Too few files."},
        )
    ]


def test_who_owns_what_is_tested_does_not_say_whether_it_helped(world, action, measure):
    Action.objects.update(owner=world.staff)

    with refusal("You own an action that this tests, so someone else must say whether it helped."):
        give(measure, world.staff)


def test_a_test_is_not_of_the_future_and_not_given_twice(world, measure):
    with refusal("The day it was tested is still to come. Give the day of the test."):
        give(measure, world.staff, tested_on=today() + timedelta(days=1))

    give(measure, world.staff)

    with pytest.raises(MoveNotAllowed):
        give(measure, world.staff)


def test_only_what_helped_is_embedded(world, unhelped):
    with refusal("Only what helped, at least in part, can be embedded. Log a new action."):
        measures.embed(unhelped, by=world.staff, note="Usual now.")


@pytest.mark.parametrize("result", ["helped", "partly"])
def test_what_helped_becomes_usual(world, recommendation, result):
    measure = MeasureFactory(recommendation=recommendation, number=9, tested=True, result=result)

    measures.embed(measure, by=world.staff, note="Usual now.")

    measure.refresh_from_db()
    assert measure.status == "embedded"


def test_what_did_not_help_leads_to_a_new_action_from_its_page(
    world, signed_in, recommendation, action, unhelped
):
    client, address = signed_in(world.staff), f"/reviews/measures/{unhelped.pk}/act/"
    form = client.get(address).context["form"]
    assert form.initial == {"agency": world.health.pk, "owner": world.lead.pk}
    day = today() + timedelta(days=90)
    typed = {
        "agency": world.health.pk,
        "owner": world.lead.pk,
        "wording": "Build the question into the record.",
        "difference": "Fathers are seen.",
        "change": "system",
        "due_on_0": day.day,
        "due_on_1": day.month,
        "due_on_2": day.year,
    }

    answer = client.post(address, typed)

    unhelped.refresh_from_db()
    new = Action.objects.proposed().get()
    assert (unhelped.status, unhelped.led_to, new.recommendation) == (
        "acted_on",
        new,
        recommendation,
    )
    assert answer.url == new.get_absolute_url()
    assert str(unhelped) in client.get(new.get_absolute_url()).content.decode()
    assert errors_on(client.post(address, {**typed, "looked": "on"})) == [
        "This measure is now “Led to a new action”, so it leads to no action."
    ]


def test_a_new_action_goes_to_what_superseded_its_recommendation(world, recommendation, unhelped):
    new = RecommendationFactory(review=recommendation.review, number=9)
    recommendation.status, recommendation.superseded_by = "superseded", new
    recommendation.save()

    action = measures.act_on(
        unhelped,
        by=world.staff,
        agency=world.health,
        owner=world.lead,
        wording="Other.",
        difference="Seen.",
        due_on=today(),
    )

    assert action.recommendation == new


def test_the_last_measure_of_what_is_acted_on_stays(world, recommendation, measure):
    ActionFactory(recommendation=recommendation, agency=world.health, owner=world.lead, number=9)
    with refusal(
        "It is the only measure of a recommendation with agreed actions. Plan another first."
    ):
        measures.withdraw(measure, by=world.staff, note="No time.")

    MeasureFactory(recommendation=recommendation, number=9)

    assert measures.withdraw(measure, by=world.staff, note="No time.").status == "withdrawn"


def test_the_list_finds_those_due_and_those_with_a_result(
    world, signed_in, recommendation, measure, unhelped
):
    MeasureFactory(recommendation=recommendation, number=3)

    def found(query):
        page = signed_in(world.staff).get(f"/reviews/measures/{query}")
        return [str(row.record) for row in page.context["table"].rows]

    assert found("?due=on") == [str(measure)]
    assert found("?result=not_helped") == found("?to_answer=on") == [str(unhelped)]
    assert len(found("")) == 3


def test_the_first_page_of_staff_tells_what_the_board_owes(world, signed_in, action, measure):
    Action.objects.update(status="disputed")

    page = signed_in(world.staff).get("/").context["page"]

    totals = {told.queue.key: told.digest.total for told in page.queues}
    assert [totals[key] for key in ("tests", "disputed", "unanswered")] == [1, 1, 1]
