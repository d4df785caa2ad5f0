"""Someone comes back later and says whether what was recommended was met."""

from datetime import date, timedelta

import pytest

from boards.models import Activity
from kscb.dates import today
from reviews.models import Relook
from reviews.services import relooks
from tests.after import CANARY, errors_on, refusal, steps_on
from tests.factories import RecommendationFactory, RelookFactory, ReviewFactory

SEEN = {
    "looked_on": date(2018, 5, 1),
    "looked_by": "Ofsted",
    "result": "partly",
    "words": "Half the records name the father.",
}


def test_a_relook_is_written_on_the_review_that_agencies_do_not_read(world, recommendation):
    relook = relooks.look_again(recommendation, by=world.staff, **SEEN)

    assert Relook.objects.filter(**SEEN, board=world.kent, by=world.staff).get() == relook
    assert steps_on(recommendation.review) == [
        (
            world.staff,
            "recorded a re-look of recommendation 3",
            {"note": "Partly met: Half the records name the father."},
        )
    ]
    assert not Activity.objects.about(recommendation).exists()


@pytest.mark.parametrize("status", ["draft", "superseded"])
def test_only_a_recommendation_that_stands_is_looked_at_again(status, world, recommendation):
    recommendation.status = status
    recommendation.save()

    with refusal(f"This recommendation is {status}: only one that stands is looked at again."):
        relooks.look_again(recommendation, by=world.staff, **SEEN)


def test_nobody_has_looked_in_days_to_come(world, recommendation):
    tomorrow = today() + timedelta(days=1)

    with refusal("Give today’s date or an earlier one for when it was re-tested."):
        relooks.look_again(recommendation, by=world.staff, **{**SEEN, "looked_on": tomorrow})


def test_nobody_looks_again_before_there_was_a_finding(world, recommendation):
    with refusal(
        "It answers a finding of 1 September 2017: give that day or a later one for when it was "
        "re-tested."
    ):
        relooks.look_again(
            recommendation, by=world.staff, **{**SEEN, "looked_on": date(2017, 8, 31)}
        )


def test_relooks_show_on_the_recommendation_and_in_the_plan_the_last_first(world, signed_in):
    review = ReviewFactory(board=world.kent, published=True)
    recommendation = RecommendationFactory(review=review)
    first = RelookFactory(recommendation=recommendation, looked_on=date(2018, 1, 1))
    last = RelookFactory(
        recommendation=recommendation, looked_on=date(2019, 1, 1), result="met", words="All."
    )
    client = signed_in(world.member)

    page = client.get(recommendation.get_absolute_url())
    plan = client.get(f"/reviews/{review.pk}/plan/").content.decode()

    assert list(page.context["relooks"]["relooks"]) == [last, first]
    assert "Re-tested on 1 January 2019 by The audit group" in plan
    assert "Re-tested on 1 January 2018" not in plan


def test_an_agency_asked_to_act_reads_no_relook_of_a_restricted_review(
    world, signed_in, action, recommendation
):
    RelookFactory(recommendation=recommendation, words="Seen by nobody else.")

    page = signed_in(world.lead).get(recommendation.get_absolute_url())

    assert (page.status_code, CANARY in page.content.decode()) == (200, True)
    assert "Seen by nobody else." not in page.content.decode()


def test_the_list_holds_back_the_words_of_a_restricted_review(world, signed_in, recommendation):
    RelookFactory(recommendation=recommendation, words="Unsaid.")
    open_one = RecommendationFactory(review=ReviewFactory(board=world.kent, published=True))
    RelookFactory(recommendation=open_one, words="Said.")
    client = signed_in(world.staff)

    for address in ("/relooks/", "/relooks/?export=csv"):
        shown = client.get(address).getvalue().decode()

        assert ("Unsaid." in shown, "Said." in shown) == (False, True)
        assert "Restricted: open the review to read it" in shown


def test_the_list_narrows_by_result(world, signed_in, recommendation):
    kept = RelookFactory(recommendation=recommendation, result="not_met")
    RelookFactory(recommendation=recommendation, result="met")

    page = signed_in(world.staff).get("/relooks/?result=not_met")

    assert [row.record for row in page.context["table"].rows] == [kept]


def test_the_form_keeps_what_was_typed(world, signed_in, recommendation):
    client = signed_in(world.staff)

    response = client.post(
        f"/reviews/recommendations/{recommendation.pk}/look-again/", {"words": ""}
    )

    assert errors_on(response) == [
        "Enter date of the re-look",
        "Enter who looked again",
        "Answer “Was the recommendation met?”",
        "Enter what they saw",
    ]
