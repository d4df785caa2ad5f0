"""A recommendation made, answered, superseded, or left without an action for a reason."""

from datetime import date

import pytest

from kscb.dates import today
from kscb.refusal import Refused
from reviews.models import Recommendation, Response
from reviews.services import recommendations
from tests.after import errors_on, everything, refusal, steps_on
from tests.factories import ActionFactory, RecommendationFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("read_today")]


def an_answer(**fields):
    now = today()
    return {
        "answer": "accepted",
        "reasons": "",
        "decided_by": "The board",
        "decided_on_0": now.day,
        "decided_on_1": now.month,
        "decided_on_2": now.year,
        **fields,
    }


@pytest.fixture
def draft(review, finding):
    return RecommendationFactory(review=review, number=1, findings=[finding], status="draft")


def test_the_words_are_shown_once_more_and_then_they_are_made(world, signed_in, review, draft):
    address = f"/reviews/{review.pk}/recommendations/make/"
    client = signed_in(world.staff)

    assert draft.wording in client.get(address).content.decode()
    client.post(address)

    draft.refresh_from_db()
    assert (draft.status, steps_on(draft)) == (
        "made",
        [(world.staff, "made", {"from": "Draft", "to": "Made"})],
    )
    assert errors_on(client.post(address)) == [
        "Every recommendation of this review is made already."
    ]


def test_nothing_is_made_in_a_review_that_is_published(world, review, draft):
    review.status, review.published_on = "published", today()
    review.save()

    with pytest.raises(Refused):
        recommendations.make(draft, by=world.staff)


def test_what_was_made_is_not_reworded(world, signed_in, recommendation, finding):
    typed = {"wording": "Other.", "findings": [finding.pk], "version": 1}
    before = everything()

    answer = signed_in(world.staff).post(
        f"/reviews/recommendations/{recommendation.pk}/edit/", typed
    )

    assert errors_on(answer) == [
        "This recommendation was made, so its words cannot change. "
        "Make another one that supersedes it."
    ]
    assert everything() == before


def test_it_is_addressed_to_the_board_and_to_agencies(world, signed_in, review, finding):
    typed = {
        "wording": "See fathers.",
        "findings": [finding.pk],
        "to_board": "on",
        "agencies": [world.police.pk],
        "priority": "high",
    }

    signed_in(world.staff).post(f"/reviews/{review.pk}/recommendations/add/", typed)

    asked = Recommendation.objects.with_addressees().get()
    assert (asked.status, asked.priority, asked.addressed_to) == (
        "draft",
        "high",
        "The board, Kent Police",
    )


def test_a_new_one_takes_its_place_and_its_actions(world, recommendation, finding):
    fields = {"recommendation": recommendation, "agency": world.health, "owner": world.lead}
    carried = [ActionFactory(**fields, status=status) for status in ("proposed", "agreed")]
    ActionFactory(**fields, status="withdrawn")

    new = recommendations.supersede(
        recommendation, wording="See every father.", reason="Unclear.", by=world.staff
    )

    recommendation.refresh_from_db()
    assert (recommendation.status, recommendation.superseded_by) == ("superseded", new)
    assert (new.status, list(new.findings.all())) == ("made", [finding])
    assert list(new.served_by.order_by("pk")) == carried


def test_the_latest_answer_counts_and_the_earlier_one_stays(world, signed_in, recommendation):
    address = f"/reviews/recommendations/{recommendation.pk}/respond/"
    client = signed_in(world.staff)
    client.post(address, an_answer())
    client.post(address, an_answer(answer="in_part", reasons="No money for the rest."))

    page = client.get(recommendation.get_absolute_url())

    assert [one.answer for one in page.context["responses"]] == ["in_part", "accepted"]
    assert page.context["standing"].word == "Accepted in part"
    assert "Earlier answer." in page.content.decode()


@pytest.mark.parametrize("answer", ["in_part", "not_accepted"])
def test_what_is_not_wholly_accepted_has_its_reasons(world, signed_in, recommendation, answer):
    before = everything()

    refused = signed_in(world.staff).post(
        f"/reviews/recommendations/{recommendation.pk}/respond/", an_answer(answer=answer)
    )

    assert errors_on(refused) == ["Enter the board’s reasons: it does not accept all of it"]
    assert everything() == before


def test_only_what_was_made_is_answered(world, draft):
    with refusal("Only a recommendation that was made, and still stands, is answered."):
        recommendations.respond(
            draft, answer="accepted", decided_on=date(2018, 1, 1), decided_by="X", by=world.staff
        )
    assert not Response.objects.exists()


def test_no_action_has_its_reason_until_there_is_one(world, signed_in, recommendation):
    address = f"/reviews/recommendations/{recommendation.pk}/no-action/"
    client = signed_in(world.staff)
    client.post(address, {"reason": "Done in 2017."})
    assert "No action is planned: Done in 2017." in (
        client.get(recommendation.get_absolute_url()).content.decode()
    )

    ActionFactory(recommendation=recommendation, agency=world.health, owner=world.lead)

    assert errors_on(client.post(address, {"reason": "Done."})) == [
        "Actions serve this recommendation, so it needs no reason for having none."
    ]


def test_the_list_says_what_was_answered_and_filters(world, signed_in, recommendation, draft):
    client = signed_in(world.staff)
    recommendations.respond(
        recommendation,
        answer="accepted",
        decided_on=date(2018, 1, 1),
        decided_by="The board",
        by=world.staff,
    )

    def found(query):
        page = client.get(f"/reviews/recommendations/{query}")
        return {row.record.reference for row in page.context["table"].rows}

    assert found("?answered=on") == found("?state=accepted") == {recommendation.reference}
    assert found("?state=draft") == {draft.reference}
    assert found("?unanswered=on") == set()
    assert found("") == {recommendation.reference, draft.reference}
