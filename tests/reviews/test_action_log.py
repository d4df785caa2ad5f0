from datetime import UTC, date, datetime

import pytest

from boards.models import Role
from reviews.models import Action, Review
from reviews.services import actions
from tests.after import CANARY, refusal, steps_on, told
from tests.factories import AgencyFactory, MeasureFactory, person_on

DAY = date(2030, 3, 3)


@pytest.fixture
def log(world, recommendation):
    def log(**fields):
        asked = {
            "agency": world.health,
            "owner": world.lead,
            "wording": f"Audit {CANARY}.",
            "difference": "Fathers are seen.",
            "due_on": DAY,
        }
        return actions.propose(recommendation, by=world.staff, **asked | fields)

    return log


def test_an_action_is_asked_of_an_agency_and_a_person(world, recommendation, log):
    action = log(is_invented=True)

    action.refresh_from_db()
    assert (action.board, action.recommendation, action.number) == (world.kent, recommendation, 1)
    assert (action.reference, action.in_order) == (
        "KSCB/SCR2017-02/R3/A1",
        "kscb/scr02017-00002/r00003/a00001",
    )
    assert (action.agency, action.owner, action.due_on) == (world.health, world.lead, DAY)
    assert action.folded == "kscb/scr2017-02/r3/a1 audit zanzibar. fathers are seen."
    assert (action.status, action.is_invented) == ("proposed", True)
    note = "Due 3 March 2030, for Kent Community Health."
    assert steps_on(action) == [(world.staff, "proposed", {"note": note})]


def test_its_owner_and_the_agencys_leads_are_told_once_it_is_agreed(world, log):
    owner = person_on(world.kent, Role.CONTRIBUTOR, agency=world.health, name="Ola Owner")
    action = log(owner=owner)
    MeasureFactory(recommendation=action.recommendation)
    untold = told()

    actions.agree(action, by=world.staff)

    assert untold == []
    ask = "KSCB: an action was agreed for your agency"
    assert told() == [(world.lead, ask), (owner, ask)]


def test_an_action_typed_in_later_tells_nobody(log):
    then = datetime(2018, 3, 1, 9, tzinfo=UTC)

    action = log(at=then, due_on=date(2018, 3, 31))

    action.refresh_from_db()
    assert (action.status_since, told()) == (then, [])


def test_numbers_go_on_after_the_highest(recommendation, action, log):
    Action.objects.update(number=9)

    assert log().reference == "KSCB/SCR2017-02/R3/A10"


def test_an_action_may_be_logged_once_the_review_is_published(recommendation, log):
    Review.objects.update(status="published", published_on=DAY)

    assert log().recommendation == recommendation


def test_an_agency_not_on_the_board_is_refused(world, log):
    elsewhere = AgencyFactory(name="Essex Police", serves=world.medway)

    with refusal("Essex Police is not an agency of this board. Choose one that is."):
        log(agency=elsewhere)


@pytest.mark.parametrize("who", ["member", "staff", "leaver", "other_staff", "trainer"])
def test_an_owner_must_speak_for_that_agency_now(world, log, who):
    owner = world.people[who]

    with refusal(f"{owner} does not now speak for Kent Community Health on this board."):
        log(owner=owner)


def test_speaking_for_the_agency_on_another_board_is_not_enough(world, log):
    owner = person_on(world.medway, Role.LEAD, agency=world.health, name="Mel Medway")

    with refusal("Mel Medway does not now speak for Kent Community Health on this board."):
        log(owner=owner)
