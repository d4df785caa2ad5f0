"""The pages of a review's life: for those in the know, also once the review is published."""

from datetime import date

import pytest

from boards.models import Role
from reviews.models import Decision, Review, Stage
from tests.access.bodies import on
from tests.after import CANARY, errors_on, typed_in
from tests.factories import (
    DecisionFactory,
    FindingFactory,
    HoldFactory,
    LinkedReviewFactory,
    ReadingFactory,
    RecommendationFactory,
    ReviewEventFactory,
    ReviewFactory,
    StageFactory,
    person_on,
)

pytestmark = pytest.mark.usefixtures("read_today")

DAY = date(2017, 9, 1)


@pytest.fixture
def lived(review, kind, theme):
    """A review with a stage, a date, a hold and a decision."""
    review.stage = StageFactory(kind=kind, name="Information")
    review.gender = "Girls"
    review.save()
    review.themes.add(theme)
    ReviewEventFactory(review=review, event="family_met", words="They spoke.")
    HoldFactory(review=review, reason="A trial.")
    DecisionFactory(review=review, reasons="Enough.", shown=["KSCB/LR2016-01: 2 actions."])
    return review


@pytest.fixture
def reader(world, lived):
    """A trainer of the board, let into this one review."""
    person = person_on(world.kent, Role.TRAINER)
    lived.named_readers.create(person=person, reason="Panel")
    ReadingFactory(review=lived, person=person)
    return person


def test_a_member_reads_the_published_report_and_nothing_of_its_life(world, lived, signed_in):
    Review.objects.filter(pk=lived.pk).update(status="published", published_on=DAY)

    shown = {
        person: signed_in(world.people[person]).get(f"/reviews/{lived.pk}/").text
        for person in ("staff", "chair", "member", "lead", "contributor", "trainer")
    }

    block = ("Where it is", "Information", "Girls", "Criminal proceedings", "Not to review")
    for person, page in shown.items():
        sees = person in ("staff", "chair")
        assert [words in page for words in block] == [sees] * len(block), person


def test_a_named_reader_follows_the_life_and_takes_no_step(lived, reader, signed_in):
    client = signed_in(reader)

    page = client.get(f"/reviews/{lived.pk}/life/").text

    assert [words in page for words in ("They spoke.", "A trial.", "Not to review")] == [True] * 3
    assert "/stage/" not in page
    assert client.get(f"/reviews/{lived.pk}/stage/").status_code == 403
    assert client.get(f"/reviews/{lived.pk}/decide/").status_code == 403


def test_what_the_records_said_of_other_reviews_is_not_for_named_readers(
    world, lived, reader, signed_in
):
    url = f"/reviews/decisions/{lived.decisions.get().pk}/"

    pages = {person: signed_in(person).get(url).text for person in (world.chair, reader)}

    for page in pages.values():
        assert "Enough." in page
    assert ["KSCB/LR2016-01" in page for page in pages.values()] == [True, False]


def test_a_linked_review_that_a_reader_does_not_know_is_not_told(world, lived, reader, signed_in):
    other = ReviewFactory(board=world.kent, kind=lived.kind)
    LinkedReviewFactory(review=lived, kind="own", other=other, held_by="")
    LinkedReviewFactory(review=lived, held_by="Partnership")

    for url in (f"/reviews/{lived.pk}/", f"/reviews/{lived.pk}/life/"):
        to_staff, to_reader = (signed_in(who).get(url).text for who in (world.staff, reader))

        assert [other.reference in page for page in (to_staff, to_reader)] == [True, False]
        assert [page.count("Partnership") for page in (to_staff, to_reader)] == [1, 1]
    ReadingFactory(review=other, person=world.staff)
    assert lived.reference in signed_in(world.staff).get(f"/reviews/{other.pk}/").text


def test_the_decision_page_answers_the_two_questions_from_the_records(
    world, lived, theme, signed_in
):
    earlier = FindingFactory(
        review=ReviewFactory(board=world.kent, published=True), themes=[theme], found_on=DAY
    )
    hidden = FindingFactory(
        review=ReviewFactory(board=world.kent), themes=[theme], found_on=DAY, wording=CANARY
    )
    for finding, words in ((earlier, "Ask fathers."), (hidden, CANARY)):
        RecommendationFactory(review=finding.review, findings=[finding], wording=words)
    client = signed_in(world.chair)

    page = client.get(f"/reviews/{lived.pk}/decide/").text

    for words in ("Named in 2 earlier reviews", "Ask fathers.", hidden.review.reference):
        assert words in page
    # Their own words are read on the restricted review's own page.
    assert page.count(CANARY) == 0
    body = {
        "outcome": "not_to_review",
        "reasons": "Nothing new.",
        "decided_by": "The chair",
        "improvements_before": "yes",
        "improvements_words": "In 2017.",
        "recurrent_themes": "no",
        **on("decided_on", DAY),
    }
    client.post(f"/reviews/{lived.pk}/decide/", body)

    made = Decision.objects.order_by("pk").last()
    assert (made.by, made.reasons, len(made.shown)) == (world.chair, "Nothing new.", 4)
    assert made.shown[1].startswith("Fathers: named in 2 earlier reviews; no action")


def test_a_yes_says_what_was_identified_and_keeps_everything_typed(world, lived, signed_in):
    body = {
        "outcome": "review",
        "reasons": "Much to learn.",
        "decided_by": "The chair",
        "improvements_before": "yes",
        "recurrent_themes": "yes",
        **on("decided_on", DAY),
    }

    response = signed_in(world.staff).post(f"/reviews/{lived.pk}/decide/", body)

    assert (response.status_code, errors_on(response)) == (
        422,
        [
            "Enter what was identified, and what was done",
            "Enter which themes, and how they come back",
        ],
    )
    assert typed_in(response, "reasons") == "Much to learn."


@pytest.mark.parametrize(
    ("typed", "error"),
    [
        ({"kind": "own"}, "Choose which review of this board it is"),
        ({"kind": "mappa"}, "Enter who holds it"),
        (
            {"kind": "mappa", "held_by": "X", "other": "other"},
            "Choose none: another body holds this review",
        ),
        (
            {"kind": "own", "other": "itself"},
            "Which review of this board: choose one of the choices offered",
        ),
    ],
)
def test_a_link_says_whose_review_it_is(world, lived, signed_in, typed, error):
    other = ReviewFactory(board=world.kent)
    keys = {"other": other.pk, "itself": lived.pk}
    body = {name: keys.get(value, value) for name, value in typed.items()}

    response = signed_in(world.staff).post(f"/reviews/{lived.pk}/links/add/", body)

    assert errors_on(response) == [error]


def test_a_stage_out_of_turn_is_refused_beside_the_reason(world, lived, signed_in):
    StageFactory(kind=lived.kind, name="Next")
    later = StageFactory(kind=lived.kind, name="Later")
    client, url = signed_in(world.staff), f"/reviews/{lived.pk}/stage/"

    assert "Next: Next." in client.get(url).text
    response = client.post(url, {"stage": later.pk, **on("on", DAY)})

    assert errors_on(response) == ["“Later” is not the next stage. Say why the review goes there."]
    assert Stage.objects.get(reviews=lived).name == "Information"


def test_a_review_is_logged_by_its_notification(world, kind, body, theme, signed_in):
    typed = {
        "kind": kind.pk,
        "year": 2017,
        "pseudonym": "Lantern",
        "commissioned_by": body.pk,
        "themes": [theme.pk],
        **on("aware_on", DAY),
        **on("notified_on", date(2017, 8, 31)),
    }
    client = signed_in(world.staff)

    response = client.post("/reviews/add/", typed)
    assert errors_on(response) == [
        "The council became aware on 1 September 2017. Enter that day or a later one"
    ]
    client.post("/reviews/add/", typed | on("notified_on", date(2017, 9, 4)))

    review = Review.objects.latest("pk")
    assert (list(review.themes.all()), review.events.count()) == ([theme], 2)


def test_a_retired_theme_stays_on_a_review_that_holds_it(world, lived, theme, signed_in):
    theme.retired_on = DAY
    theme.save()

    page = signed_in(world.staff).get(f"/reviews/{lived.pk}/edit/").text

    assert f'value="{theme.pk}" ' in page
    assert "checked" in page


def test_the_lists_of_clocks_and_decisions_tell_no_words(world, lived, signed_in):
    client = signed_in(world.chair)

    for url in ("/reviews/clocks/", "/reviews/decisions/", "/reviews/decisions/?export=csv"):
        page = client.get(url).getvalue().decode()
        assert [words in page for words in (CANARY, "Enough.", "A trial.")] == [False] * 3
    assert lived.reference in client.get("/reviews/decisions/?outcome=not_to_review").text
    assert lived.reference not in client.get("/reviews/decisions/?outcome=review").text
