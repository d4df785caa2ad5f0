"""Restraint at entry: the open load, what is asked already, the kind of change."""

from datetime import timedelta

import pytest

from kscb.dates import today
from reviews.models import Action
from reviews.services import actions
from tests.after import errors_on, everything, steps_on, told
from tests.factories import ActionFactory, FindingFactory, RecommendationFactory, ReviewFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def asked(world, theme):
    """A recommendation of a published review, under a theme."""
    review = ReviewFactory(board=world.kent, published=True)
    finding = FindingFactory(review=review, themes=[theme])
    return RecommendationFactory(review=review, findings=[finding], priority="high")


def like(world, theme, **fields):
    """An open action of another review on the same theme."""
    finding = FindingFactory(review=ReviewFactory(board=world.kent, published=True), themes=[theme])
    before = RecommendationFactory(review=finding.review, findings=[finding])
    return ActionFactory(
        recommendation=before,
        **{"agency": world.health, "owner": world.lead, "wording": "Audit the records."} | fields,
    )


def typed(world, **fields):
    due = today() + timedelta(days=90)
    return {
        "agency": world.health.pk,
        "owner": world.lead.pk,
        "wording": "Auditing records.",
        "difference": "Fathers are seen.",
        "change": "process",
        "due_on_0": due.day,
        "due_on_1": due.month,
        "due_on_2": due.year,
        **fields,
    }


@pytest.fixture
def post(world, signed_in, asked):
    address = f"/reviews/recommendations/{asked.pk}/actions/add/"
    return lambda **fields: signed_in(world.staff).post(address, typed(world, **fields))


def test_a_proposed_action_takes_the_priority_and_tells_nobody(world, asked, post):
    answer = post()

    action = Action.objects.get()
    assert (answer.status_code, answer.url) == (302, action.get_absolute_url())
    assert (action.status, action.priority, action.author) == ("proposed", "high", world.staff)
    assert list(action.recommendations.all()) == [asked]
    assert told() == []


def test_each_agency_is_offered_with_its_open_load(world, signed_in, asked, theme):
    for status in ("agreed", "deferred", "accepted", "proposed", "withdrawn"):
        like(world, theme, status=status)

    page = signed_in(world.staff).get(f"/reviews/recommendations/{asked.pk}/actions/add/")

    assert [label for _, label in page.context["form"].fields["agency"].choices][1:] == [
        "Kent Community Health (2 open)",
        "Kent Police (none open)",
    ]


def test_an_action_like_it_is_shown_before_another_is_proposed(world, theme, post):
    before = like(world, theme)
    rows = everything()

    answer = post()

    error = "An action like this is open already. Look at it, then choose what to do"
    assert (answer.status_code, errors_on(answer)) == (422, [error])
    assert answer.context["form"].similar == [before]
    assert f"served-by/{before.pk}/" in answer.content.decode()
    assert everything() == rows


def test_having_looked_another_is_proposed(world, theme, post):
    like(world, theme)

    assert (post(looked="on").status_code, Action.objects.proposed().count()) == (302, 1)


@pytest.mark.parametrize("status", ["accepted", "withdrawn"])
def test_what_is_over_is_not_shown_as_like_it(world, theme, post, status):
    like(world, theme, status=status)

    assert post().status_code == 302


def test_the_kind_of_change_is_asked(post):
    assert errors_on(post(change="")) == ["Choose kind of change"]


def test_it_may_serve_other_recommendations_by_reference(world, asked, theme, post):
    other = like(world, theme, wording="Something else.").recommendation

    post(also_serves=f" {other.reference.lower()} \n")

    assert set(Action.objects.proposed().get().recommendations.all()) == {asked, other}


def test_an_unknown_reference_and_one_of_another_board_say_the_same(world, post):
    elsewhere = RecommendationFactory(review=ReviewFactory(board=world.medway, published=True))

    for reference in ("KSCB/SCR1999-01/R1", elsewhere.reference):
        assert errors_on(post(also_serves=reference)) == [
            f"No recommendation of this board has the reference “{reference}”. "
            "Copy it from its page, such as KSCB/SCR2017-01/R2"
        ]


def test_a_draft_recommendation_takes_no_action(world, asked, post):
    asked.status = "draft"
    asked.save()

    [error] = errors_on(post())

    assert error.startswith(f"{asked} is “Draft”.")


def test_instead_the_action_that_is_there_serves_it_too(world, signed_in, asked, theme):
    before = like(world, theme)

    answer = signed_in(world.staff).post(
        f"/reviews/recommendations/{asked.pk}/served-by/{before.pk}/"
    )

    assert answer.url == asked.get_absolute_url()
    assert set(before.recommendations.all()) == {before.recommendation, asked}
    assert steps_on(asked) == [(world.staff, "is served by an action", {"note": str(before)})]


def test_of_what_it_also_serves_an_agency_learns_nothing_restricted(world, signed_in, theme):
    """On the action, on the recommendation it serves, and in what has happened to either."""
    hidden = RecommendationFactory(review=ReviewFactory(board=world.kent))
    action = like(world, theme)
    actions.serve(action, recommendation=hidden, by=world.staff)

    pages = [
        signed_in(world.people[who]).get(record.get_absolute_url()).content.decode()
        for who in ("lead", "member")
        for record in (action, action.recommendation)
    ]
    of_staff = signed_in(world.staff).get(action.get_absolute_url()).content.decode()

    assert [page for page in pages if hidden.review.reference in page] == []
    assert hidden.reference in of_staff


def test_an_action_of_a_restricted_review_is_not_told_where_it_also_serves(world, signed_in, theme):
    hidden = RecommendationFactory(review=ReviewFactory(board=world.kent))
    action = ActionFactory(recommendation=hidden, agency=world.health, owner=world.lead)
    shown = like(world, theme, agency=world.police, owner=world.member).recommendation
    actions.serve(action, recommendation=shown, by=world.staff)

    addresses = (
        shown.get_absolute_url(),
        f"/reviews/{shown.review_id}/plan/",
        "/reviews/recommendations/",
        "/actions/kinds-of-change/",
    )
    pages = [
        signed_in(world.people[who]).get(address).content.decode()
        for who in ("member", "trainer")
        for address in addresses
    ]

    assert [page for page in pages if hidden.review.reference in page] == []


def test_a_proposed_action_is_not_there_for_its_agency(world, signed_in, theme):
    action = like(world, theme, status="proposed")

    answers = {
        who: signed_in(world.people[who]).get(action.get_absolute_url()).status_code
        for who in ("staff", "chair", "lead")
    }

    assert answers == {"staff": 200, "chair": 200, "lead": 404}
    assert action.reference not in signed_in(world.lead).get("/actions/").content.decode()
    assert action.reference not in signed_in(world.lead).get("/owed/").content.decode()
