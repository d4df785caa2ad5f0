"""What each step on a measure writes down: by whom, when, in which words, and what goes with it."""

from datetime import UTC, date, datetime, timedelta

import pytest

from boards.models import Activity
from kscb.dates import today
from kscb.refusal import MoveNotAllowed
from reviews.models import Action, Measure
from reviews.services import measures
from tests.after import refusal, steps_on
from tests.factories import (
    ActionFactory,
    FrameworkFactory,
    MeasureFactory,
    RecommendationFactory,
    ReviewFactory,
)
from tests.factories.thread import PracticeStandardFactory

pytestmark = pytest.mark.django_db
AT = datetime(2018, 3, 20, 12, tzinfo=UTC)
ON = date(2018, 3, 20)


def when(record):
    """The moments of what happened to it."""
    return {entry.at for entry in Activity.objects.about(record)}


def planned(recommendation, by, **fields):
    given = {"kind": "survey", "wording": "Children say so.", "test_on": date(2018, 9, 1)}
    return measures.plan(recommendation, by=by, **given | fields)


def gives(measure, by, **fields):
    given = {"result": "partly", "tested_on": ON, "seen": "Half of them.", **fields}
    return measures.give_result(measure, by=by, **given)


def an_action(world, **fields):
    return {
        "agency": world.health,
        "owner": world.lead,
        "wording": "Build it in.",
        "difference": "Fathers are seen.",
        "due_on": date(2018, 12, 1),
        **fields,
    }


@pytest.fixture
def partly(recommendation):
    return MeasureFactory(recommendation=recommendation, number=1, tested=True, result="partly")


def test_planning_keeps_all_that_is_given_and_says_so_on_both(world, recommendation, theme):
    standard = PracticeStandardFactory(theme=theme)
    question = FrameworkFactory().questions.first()

    measure = planned(recommendation, world.staff, standard=standard, question=question, at=AT)

    measure.refresh_from_db()
    assert (measure.recommendation, measure.board, measure.number, measure.kind) == (
        recommendation,
        world.kent,
        1,
        "survey",
    )
    assert (measure.wording, measure.test_on) == ("Children say so.", date(2018, 9, 1))
    assert (measure.standard, measure.question) == (standard, question)
    assert (measure.status, measure.status_since) == ("planned", AT)
    note = f"{recommendation}/M1, to be tested on 1 September 2018."
    assert steps_on(recommendation) == [(world.staff, "planned a measure", {"note": note})]
    assert steps_on(measure) == [(world.staff, "planned", {})]
    assert when(recommendation) == when(measure) == {AT}
    assert planned(recommendation, world.staff).number == 2


def test_a_standard_of_another_board_is_refused(world, recommendation):
    standard = PracticeStandardFactory(theme__board=world.medway)

    with pytest.raises(measures.Refused):
        planned(recommendation, world.staff, standard=standard)

    assert Measure.objects.count() == 0


def test_only_what_was_made_is_measured(world, drafted):
    with refusal(
        f"{drafted} is “Draft”. "
        "Only a recommendation that was made, and still stands, can be acted on."
    ):
        planned(drafted, world.staff)


def test_a_result_keeps_who_saw_what_and_when(world, recommendation):
    measure = MeasureFactory(recommendation=recommendation)

    gives(measure, world.chair, at=AT)

    measure.refresh_from_db()
    assert (measure.result, measure.tested_on, measure.seen, measure.tested_by) == (
        "partly",
        ON,
        "Half of them.",
        world.chair,
    )
    assert (measure.status, measure.status_since, when(measure)) == ("tested", AT, {AT})


def test_a_test_may_be_of_today_and_not_of_tomorrow(world, recommendation):
    words = "The day it was tested is still to come. Give the day of the test."
    measure = MeasureFactory(recommendation=recommendation)
    tomorrow = today() + timedelta(days=1)

    with refusal(words):
        gives(measure, world.chair, tested_on=tomorrow)
    with refusal(words):
        gives(measure, world.chair, tested_on=ON + timedelta(days=1), at=AT)

    assert gives(measure, world.chair, tested_on=today()).tested_on == today()


def test_only_an_owner_of_what_counts_is_kept_from_saying(world, recommendation):
    given = {"recommendation": recommendation, "agency": world.health, "owner": world.chair}
    ActionFactory(status=Action.Status.WITHDRAWN, **given)

    assert gives(MeasureFactory(recommendation=recommendation), world.chair).status == "tested"


def test_embedding_says_by_whom_when_and_why(world, partly):
    measures.embed(partly, by=world.staff, note="Usual now.", at=AT)

    detail = {"from": "Tested", "to": "Embedded in practice", "note": "Usual now."}
    assert steps_on(partly) == [(world.staff, "embedded", detail)]
    assert when(partly) == {AT}
    with pytest.raises(MoveNotAllowed):
        measures.embed(partly, by=world.staff, note="Again.")


def test_a_test_that_leads_to_an_action_names_it(world, recommendation, partly):
    new = measures.act_on(partly, by=world.staff, at=AT, **an_action(world))

    partly.refresh_from_db()
    assert (partly.status, partly.led_to, partly.status_since) == ("acted_on", new, AT)
    assert (new.recommendation, new.author, new.status_since) == (recommendation, world.staff, AT)
    detail = {"from": "Tested", "to": "Led to a new action", "note": f"Led to {new}."}
    assert steps_on(partly) == [(world.staff, "led to a new action", detail)]
    assert when(partly) == when(new) == {AT}


def test_a_test_leads_to_one_action_only(world, partly):
    measures.act_on(partly, by=world.staff, **an_action(world))
    now = Measure.objects.get().get_status_display()

    with refusal(f"This measure is now “{now}”, so it leads to no action."):
        measures.act_on(partly, by=world.staff, **an_action(world))


def test_a_measure_is_withdrawn_with_its_reason(world, recommendation):
    measure = MeasureFactory(recommendation=recommendation)

    measures.withdraw(measure, by=world.staff, note="No survey is run.", at=AT)

    detail = {"from": "Planned", "to": "Withdrawn", "note": "No survey is run."}
    assert steps_on(measure) == [(world.staff, "withdrawn", detail)]
    assert when(measure) == {AT}


def test_the_last_measure_stays_while_an_agreed_action_hangs_on_it(world):
    recommendation = RecommendationFactory(review=ReviewFactory(board=world.kent))
    last = MeasureFactory(recommendation=recommendation)
    MeasureFactory(recommendation=recommendation, status=Measure.Status.WITHDRAWN)
    MeasureFactory(recommendation__review__board=world.kent)  # another's is none of its own
    ActionFactory(recommendation=recommendation)

    with refusal(
        "It is the only measure of a recommendation with agreed actions. Plan another first."
    ):
        measures.withdraw(last, by=world.staff, note="No survey is run.")
    MeasureFactory(recommendation=recommendation)

    assert measures.withdraw(last, by=world.staff, note="Not now.").status == "withdrawn"
