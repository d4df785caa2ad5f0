"""Planning how a difference will be known, on its page."""

from datetime import date

import pytest
from django.urls import reverse

from kscb.refusal import Refused
from reviews.models import Measure
from reviews.services.measures import plan
from tests.after import errors_on
from tests.factories import FrameworkFactory, RecommendationFactory, ReviewFactory

pytestmark = pytest.mark.django_db
TYPED = {
    "kind": "audit_question",
    "wording": "Nine in ten records name the father.",
    "test_on_0": "27",
    "test_on_1": "3",
    "test_on_2": "2031",
}


@pytest.fixture
def page(world, signed_in):
    review = ReviewFactory(board=world.kent, published=True)
    recommendation = RecommendationFactory(review=review)
    signed_in(world.staff)
    return reverse("reviews:plan-measure", args=[recommendation.pk])


def test_an_audit_question_can_be_named(client, page):
    question = FrameworkFactory().questions.first()

    client.post(page, TYPED | {"question": question.pk})

    measure = Measure.objects.get()
    assert (measure.question, measure.kind) == (question, "audit_question")
    assert question.wording in client.get(measure.get_absolute_url()).content.decode()


def test_a_question_goes_with_an_audit_alone(client, page):
    question = FrameworkFactory().questions.first()

    answer = client.post(page, TYPED | {"kind": "survey", "question": question.pk})

    assert answer.status_code == 422
    assert errors_on(answer) == [
        "Choose “Audit question” as how it will be tested, or no audit question"
    ]
    assert not Measure.objects.exists()


def test_only_what_an_audit_of_this_board_can_ask_is_offered(client, page, world):
    ours = FrameworkFactory(board=world.kent, name="Ours")
    FrameworkFactory(board=world.kent, name="Draft", draft=True)
    theirs = FrameworkFactory(board=world.medway, name="Theirs").questions.first()

    offered = client.get(page).context["form"].fields["question"].queryset
    refused = client.post(page, TYPED | {"question": theirs.pk})

    assert {question.framework for question in offered} == {ours}
    assert refused.status_code == 422
    assert not Measure.objects.exists()


def test_another_boards_question_tests_nothing_here(world):
    review = ReviewFactory(board=world.kent, published=True)
    recommendation = RecommendationFactory(review=review)
    theirs = FrameworkFactory(board=world.medway).questions.first()

    with pytest.raises(Refused, match="not one an audit of this board can ask"):
        plan(
            recommendation,
            kind="audit_question",
            wording="Nine in ten records name the father.",
            test_on=date(2031, 3, 27),
            by=world.staff,
            question=theirs,
        )


def test_a_site_without_frameworks_asks_for_no_question(client, page):
    assert "question" not in client.get(page).context["form"].fields
