"""A named owner sees what they own, and only those who can do it may own it."""

from datetime import date

import pytest

from boards.models import Role
from kscb.refusal import Refused
from reviews.models import Action
from reviews.services import actions
from tests.factories import ActionFactory, RecommendationFactory, ReviewFactory, person_on


def test_a_contributor_who_owns_an_action_of_a_restricted_review_can_open_it(world, signed_in):
    hidden = RecommendationFactory(review=ReviewFactory(board=world.kent))
    action = ActionFactory(recommendation=hidden, agency=world.health, owner=world.contributor)

    page = signed_in(world.contributor).get(action.get_absolute_url())

    assert (page.status_code, page.context["review"]) == (200, None)


def test_an_action_owned_on_one_board_opens_none_of_another(world):
    elsewhere = RecommendationFactory(review=ReviewFactory(board=world.medway))
    ActionFactory(recommendation=elsewhere, agency=world.health, owner=world.contributor)

    assert list(Action.objects.visible_to(world.contributor)) == []


def test_a_board_member_cannot_own_an_action(world):
    recommendation = RecommendationFactory(review=ReviewFactory(board=world.kent, published=True))
    member = person_on(world.kent, Role.MEMBER, agency=world.health, name="Max Member")

    with pytest.raises(Refused, match="Max Member does not now speak for Kent Community Health"):
        actions.propose(
            recommendation,
            agency=world.health,
            owner=member,
            wording="Audit",
            difference="Known",
            due_on=date(2030, 1, 1),
            by=world.staff,
        )
