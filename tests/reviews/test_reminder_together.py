"""Two runs of the day's reminders at the same instant."""

from datetime import date

import pytest

from boards.models import Notice
from reviews.models import Reminder
from reviews.services import reminders
from tests.factories import ActionFactory, RecommendationFactory, ReviewFactory
from tests.reviews.test_step_together import kinds, together

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db(transaction=True)]


def test_runs_at_once_make_one_digest_for_each_person(world):
    review = ReviewFactory(board=world.kent, published=True)
    recommendation = RecommendationFactory(review=review)
    for _ in range(5):
        ActionFactory(
            recommendation=recommendation,
            agency=world.health,
            owner=world.contributor,
            due_on=date(2018, 3, 1),
        )

    made = together(*[lambda: reminders.remind(date(2018, 3, 1))] * 4)

    assert kinds(made) == ["Told"] * 4
    assert sum(one.digests for one in made) == Notice.objects.count() == 2
    assert sum(one.reminders for one in made) == Reminder.objects.count() == 10


def test_of_two_reminders_by_hand_at_once_one_is_sent(world):
    review = ReviewFactory(board=world.kent, published=True)
    action = ActionFactory(
        recommendation=RecommendationFactory(review=review),
        agency=world.health,
        owner=world.lead,
    )

    def remind():
        return reminders.remind_now(action, people=[world.lead], by=world.staff)

    made = together(remind, remind, remind)

    assert kinds(made) == ["Refused", "Refused", "list"]
    assert (Reminder.objects.count(), Notice.objects.count()) == (1, 1)
