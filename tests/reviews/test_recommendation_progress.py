"""How far a recommendation has come: one word, the same whether Python or the database says it."""

from itertools import product

import pytest

from reviews.figures import progress
from reviews.figures.progress import Facts, state_of
from reviews.models import Recommendation
from tests.factories import (
    ActionFactory,
    FindingFactory,
    MeasureFactory,
    ReadingFactory,
    RecommendationFactory,
    ResponseFactory,
    ReviewFactory,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("read_today")]

ANSWERS = ("", "accepted", "in_part", "not_accepted")
ACTIONS = ((), ("in_progress",), ("accepted",), ("accepted", "deferred"), ("withdrawn",))
MEASURES = ((), ("planned",), ("due",), ("helped",), ("embedded",), ("not_helped", "planned"))


@pytest.mark.parametrize(
    ("facts", "state"),
    [
        (Facts("draft"), "draft"),
        (Facts("superseded", answer="accepted", has_open_action=True), "superseded"),
        (Facts("made"), "made"),
        (Facts("made", answer="in_part"), "in_part"),
        (Facts("made", answer="accepted"), "accepted"),
        (Facts("made", answer="not_accepted", has_done_action=True), "not_accepted"),
        (Facts("made", answer="accepted", has_open_action=True, has_test_due=True), "in_delivery"),
        (Facts("made", has_done_action=True), "delivered"),
        (Facts("made", has_done_action=True, has_test_due=True), "test_due"),
        (Facts("made", has_done_action=True, tested=("tested", "helped")), "delivered"),
        (Facts("made", has_done_action=True, tested=("tested", "not_helped")), "not_embedded"),
        (Facts("made", has_done_action=True, tested=("tested", "dont_know")), "not_embedded"),
        (Facts("made", has_done_action=True, tested=("acted_on", "partly")), "not_embedded"),
        (Facts("made", has_done_action=True, tested=("embedded", "helped")), "embedded"),
        (
            Facts(
                "made",
                has_done_action=True,
                has_test_planned=True,
                tested=("embedded", "helped"),
            ),
            "delivered",
        ),
    ],
)
def test_a_state_is_derived(facts, state):
    assert state_of(facts) == state


def measure(recommendation, word):
    if word in ("planned", "due"):
        return MeasureFactory(recommendation=recommendation, due=word == "due")
    status = "embedded" if word == "embedded" else "tested"
    result = "helped" if word in ("helped", "embedded") else word
    return MeasureFactory(recommendation=recommendation, tested=True, status=status, result=result)


def planted(review, agency, owner):
    for answer, actions, measures in product(ANSWERS, ACTIONS, MEASURES):
        asked = RecommendationFactory(review=review)
        if answer:
            ResponseFactory(recommendation=asked, answer=answer, reasons="So.", by=owner)
        for status in actions:
            ActionFactory(recommendation=asked, status=status, agency=agency, owner=owner)
        for word in measures:
            measure(asked, word)
    for status in ("draft", "superseded"):
        RecommendationFactory(review=review, status=status)


def test_the_list_filters_by_the_very_state_that_it_shows(world):
    review = ReviewFactory(board=world.kent, published=True)
    planted(review, world.health, world.lead)
    rows = progress.with_progress(Recommendation.objects.all(), world.staff)

    shown = {row.pk: state_of(progress.facts_of(row)) for row in rows}

    filtered = {row.pk: key for key, _ in progress.CHOICES for row in progress.in_state(rows, key)}
    assert filtered == shown
    assert set(shown.values()) == {key for key, _ in progress.CHOICES}


def test_an_action_of_a_restricted_review_changes_no_word_for_those_outside(world):
    asked = RecommendationFactory(review=ReviewFactory(board=world.kent, published=True))
    hidden = RecommendationFactory(review=ReviewFactory(board=world.kent))
    action = ActionFactory(recommendation=hidden, agency=world.health, owner=world.lead)
    action.recommendations.add(asked)

    def word(person):
        rows = progress.with_progress(Recommendation.objects.filter(pk=asked.pk), person)
        return progress.standing_of(rows.get()).word

    assert {who: word(world.people[who]) for who in ("staff", "chair", "member", "trainer")} == {
        "staff": "In delivery",
        "chair": "In delivery",
        "member": "Made, not yet answered",
        "trainer": "Made, not yet answered",
    }


def test_answered_counts_what_was_made_and_still_stands(world):
    review = ReviewFactory(board=world.kent, published=True)
    made = [RecommendationFactory(review=review) for _ in range(3)]
    ResponseFactory(recommendation=made[0], by=world.staff)
    ResponseFactory(recommendation=made[0], by=world.staff)
    gone = RecommendationFactory(review=review, status="superseded")
    ResponseFactory(recommendation=gone, by=world.staff)
    RecommendationFactory(review=review, status="draft")

    figure = progress.answered(Recommendation.objects.visible_to(world.staff))

    assert (figure.numerator, figure.denominator) == (1, 3)
    assert Recommendation.objects.answered().get() == made[0]
    assert figure.rows_url == "/reviews/recommendations/?answered=on"


def test_an_agency_that_acts_for_a_restricted_review_is_not_told_how_far_it_is(world, signed_in):
    finding = FindingFactory(review=ReviewFactory(board=world.kent))
    asked = RecommendationFactory(review=finding.review, findings=[finding])
    ResponseFactory(recommendation=asked, reasons="Zanzibar.", by=world.staff)
    MeasureFactory(recommendation=asked, wording="Zanzibar.")
    ActionFactory(recommendation=asked, agency=world.health, owner=world.lead)
    ReadingFactory(review=finding.review, person=world.staff)

    of_lead = signed_in(world.lead).get(asked.get_absolute_url()).content.decode()
    listed = signed_in(world.lead).get("/reviews/recommendations/").content.decode()
    of_staff = signed_in(world.staff).get(asked.get_absolute_url()).content.decode()

    assert asked.wording in of_lead
    assert "Zanzibar" not in of_lead
    assert "In delivery" not in of_lead
    assert asked.reference not in listed
    assert of_staff.count("Zanzibar") == 2
    assert "In delivery" in of_staff
