"""What is published never changes: not by a step, not in the back office."""

from datetime import date

import pytest
from django.urls import reverse

from boards.models import Activity
from kscb.refusal import Refused
from reviews.models import Finding, Recommendation, Review
from reviews.services import findings, recommendations, reviews
from tests.after import everything
from tests.factories import FindingFactory, RecommendationFactory, ReviewFactory, UserFactory

NEVER = "This review is now “Published”, so its words cannot change."
WORDS = {
    "a review": lambda row, by: reviews.edit(
        row.review, version=1, by=by, pseudonym="New", summary="New"
    ),
    "a new finding": lambda row, by: findings.add(
        row.review, wording="New", found_on=date(2018, 1, 1), themes=[], by=by
    ),
    "a finding": lambda row, by: findings.edit(
        row.findings.get(), version=1, by=by, themes=[], wording="New"
    ),
    "a new recommendation": lambda row, by: recommendations.draft(
        row.review, wording="New", findings=list(row.findings.all()), by=by
    ),
    "a recommendation": lambda row, by: recommendations.edit(
        row, version=1, by=by, wording="New", findings=list(row.findings.all())
    ),
}


@pytest.fixture
def published(world):
    review = ReviewFactory(board=world.kent, published=True)
    return RecommendationFactory(review=review, findings=[FindingFactory(review=review)])


@pytest.mark.parametrize("edit", WORDS.values(), ids=WORDS)
def test_no_step_changes_published_words(edit, world, published):
    before = everything()

    with pytest.raises(Refused) as refused:
        edit(published, world.staff)

    assert (str(refused.value), everything()) == (NEVER, before)


@pytest.mark.parametrize("edit", WORDS.values(), ids=WORDS)
def test_the_same_step_changes_a_draft(edit, world, published):
    Review.objects.update(status="draft")
    Recommendation.objects.update(status="draft")
    published.refresh_from_db()
    published.review.refresh_from_db()

    edit(published, world.staff)

    assert Activity.objects.about(published.review).filter(actor=world.staff).exists()


@pytest.mark.parametrize("model", [Review, Finding, Recommendation])
def test_the_back_office_changes_nothing_published(model, client, published):
    client.force_login(UserFactory(is_staff=True, is_superuser=True))
    name, row = model._meta.model_name, model.objects.get()
    change = reverse(f"admin:reviews_{name}_change", args=[row.pk])
    add = reverse(f"admin:reviews_{name}_add")
    before = everything()

    typed = {"wording": "New", "pseudonym": "New", "summary": "New", "status": "draft"}
    answers = [client.post(change, typed).status_code, client.post(add, typed).status_code]
    bulk = {"action": "delete_selected", "_selected_action": [row.pk], "post": "yes"}
    client.post(reverse(f"admin:reviews_{name}_changelist"), bulk)

    assert client.get(change).status_code == 200
    assert (answers, everything()) == ([403, 403], before)
