"""What an agency's people owe, on every board they serve, most urgent first."""

from datetime import date

import pytest

from boards.models import Role
from reviews.services.work import how_much, owed_by
from tests.factories import (
    ActionFactory,
    AuditReturnFactory,
    AuditRoundFactory,
    MembershipFactory,
    RecommendationFactory,
    ReviewFactory,
)


def action_of(board, agency, **fields):
    review = ReviewFactory(board=board, published=True)
    return ActionFactory(
        recommendation=RecommendationFactory(review=review), agency=agency, **fields
    )


def return_of(board, agency, due_on, *, is_open=True, **fields):
    status = "open" if is_open else "closed"
    audit_round = AuditRoundFactory(board=board, due_on=due_on, status=status)
    return AuditReturnFactory(audit_round=audit_round, agency=agency, **fields)


@pytest.fixture
def owing(world):
    """Two boards' work of the lead's agency, and beside it what is not theirs to do."""
    MembershipFactory(board=world.medway, user=world.lead, role=Role.LEAD, agency=world.health)
    rows = [
        action_of(world.medway, world.health, due_on=date(2030, 1, 1)),
        return_of(world.kent, world.health, date(2030, 2, 1)),
        action_of(world.kent, world.health, due_on=date(2030, 3, 1), status="in_progress"),
        return_of(world.medway, world.health, date(2030, 4, 1), status="returned"),
        return_of(world.kent, world.health, date(2030, 5, 1), status="in_progress"),
    ]
    action_of(world.kent, world.health, submitted=True)
    action_of(world.kent, world.health, accepted=True)
    action_of(world.kent, world.police)
    return_of(world.kent, world.health, date(2030, 1, 1), status="submitted")
    return_of(world.kent, world.health, date(2030, 1, 1), status="agreed")
    return_of(world.kent, world.health, date(2030, 1, 1), is_open=False)
    return_of(world.kent, world.police, date(2030, 1, 1))
    return rows


def test_a_lead_owes_what_waits_for_the_agency_on_every_board(world, owing):
    owed = owed_by(world.lead, start=0, stop=20)

    assert [one.url for one in owed] == [row.get_absolute_url() for row in owing]
    assert [one.step for one in owed] == [
        "Update",
        "Start",
        "Update",
        "Answer the question",
        "Continue",
    ]
    assert [one.board for one in owed] == [
        f"Kent ({name})" for name in ("MSCB", "KSCB", "KSCB", "MSCB", "KSCB")
    ]
    assert how_much(world.lead) == 5


def test_a_page_of_it_is_cut_where_it_should_be(world, owing):
    whole = owed_by(world.lead, start=0, stop=20)

    assert owed_by(world.lead, start=1, stop=3) == whole[1:3]
    assert owed_by(world.lead, start=4, stop=24) == whole[4:]


def test_a_contributor_owes_only_what_the_lead_shared(world, owing):
    owed_before = how_much(world.contributor)

    shared_action, shared_return = owing[2], owing[4]
    shared_action.contributors.add(world.contributor)
    shared_return.contributors.add(world.contributor)

    owed = owed_by(world.contributor, start=0, stop=20)
    assert (owed_before, how_much(world.contributor)) == (0, 2)
    assert [one.url for one in owed] == [
        shared_action.get_absolute_url(),
        shared_return.get_absolute_url(),
    ]


@pytest.mark.parametrize("who", ["staff", "chair", "member", "trainer", "leaver", "other_staff"])
def test_nobody_else_owes_it(world, owing, who):
    person = world.people[who]

    assert (owed_by(person, start=0, stop=20), how_much(person)) == ([], 0)


def test_whoever_left_one_board_still_owes_the_other(world, owing):
    world.kent.memberships.filter(user=world.lead).update(to_on="2018-03-31")

    owed = owed_by(world.lead, start=0, stop=20)

    assert [one.url for one in owed] == [owing[0].get_absolute_url(), owing[3].get_absolute_url()]
