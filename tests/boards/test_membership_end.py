"""Someone who leaves sees nothing from that moment, and their work is handed over."""

from datetime import timedelta

import pytest
from django.test import Client

from boards.models import Role
from boards.services import people
from kscb.dates import today
from tests.after import errors_on, everything, refusal, steps_on
from tests.factories import ActionFactory, MembershipFactory, RecommendationFactory, ReviewFactory

PAGES = ("/", "/actions/", "/reviews/", "/themes/", "/audits/", "/owed/", "/evidence/", "/board/")


@pytest.fixture
def membership(world):
    return world.lead.memberships.get()


def test_a_role_ends_at_once_with_the_reason(world, membership):
    people.end_membership(membership, by=world.staff, note="Left the trust.")

    membership.refresh_from_db()
    assert (membership.is_current, membership.last_day) == (False, today())
    assert steps_on(membership) == [(world.staff, "ended", {"note": "Left the trust."})]


def test_a_role_ends_once(world, membership):
    people.end_membership(membership, by=world.staff, note="Left.")

    with refusal("This membership has ended already."):
        people.end_membership(membership, by=world.staff, note="Left.")


def test_a_role_whose_last_day_has_passed_keeps_that_day(world):
    with refusal("This membership has ended already."):
        people.end_membership(world.leaver.memberships.get(), by=world.staff, note="Left.")


def test_staff_do_not_end_their_own_role(world):
    with refusal("Another member of staff must end your membership."):
        people.end_membership(world.staff.memberships.get(), by=world.staff, note="Bye.")


def test_the_last_day_still_counts_and_the_next_does_not(world):
    yesterday, now = today() - timedelta(days=1), today()
    last_day = MembershipFactory(board=world.kent, role=Role.CHAIR, to_on=now)
    MembershipFactory(board=world.kent, role=Role.CHAIR, to_on=yesterday)
    MembershipFactory(board=world.kent, role=Role.CHAIR, from_on=now + timedelta(days=1))

    current = world.kent.memberships.current().filter(role=Role.CHAIR)

    assert set(current) == {last_day, world.chair.memberships.get()}


@pytest.mark.django_db(transaction=True)
def test_open_sessions_are_closed_at_once_and_no_page_opens(world, membership):
    at_work, at_home, staff = Client(), Client(), Client()
    at_work.force_login(world.lead)
    at_home.force_login(world.lead)
    staff.force_login(world.staff)
    assert at_home.get("/owed/").status_code == 200

    ended = staff.post(f"/board/people/{membership.pk}/end/", {"note": "Left the trust."})

    assert (ended.status_code, ended.url) == (302, "/board/people/")
    for client in (at_work, at_home):
        answers = [client.get(page) for page in PAGES]
        assert [answer.status_code for answer in answers] == [302] * len(PAGES)
        assert {answer.url.partition("?")[0] for answer in answers} == {"/account/login/"}
    assert staff.get("/board/people/").status_code == 200


def test_whoever_signs_in_again_after_leaving_sees_nothing(world, signed_in):
    review = ReviewFactory(board=world.kent, published=True)
    client = signed_in(world.leaver)

    answers = {page: client.get(page).status_code for page in PAGES}
    record = client.get(review.get_absolute_url())

    assert answers == {**dict.fromkeys(PAGES, 403), "/": 200}
    assert client.get("/").templates[0].name == "performance/no_role.html"
    assert record.status_code == 404


def test_a_page_that_was_open_saves_nothing_after_the_role_ended(world, signed_in, membership):
    client = signed_in(world.lead)
    review = ReviewFactory(board=world.kent, published=True)
    action = ActionFactory(
        recommendation=RecommendationFactory(review=review), agency=world.health, owner=world.lead
    )
    people.end_membership(membership, by=world.staff, note="Left.")
    before = everything()

    answer = client.post(f"/actions/{action.pk}/update/", {"text": "One more thing."})

    assert (answer.status_code, everything()) == (404, before)


def test_the_work_of_someone_who_left_is_listed_for_hand_over(world, signed_in, membership):
    review = ReviewFactory(board=world.kent, published=True)
    theirs = ActionFactory(
        recommendation=RecommendationFactory(review=review), agency=world.health, owner=world.lead
    )
    done = ActionFactory(
        recommendation=theirs.recommendation,
        agency=world.health,
        owner=world.lead,
        accepted=True,
    )
    client = signed_in(world.staff)
    before = list(client.get("/actions/hand-over/").context["table"].data)

    people.end_membership(membership, by=world.staff, note="Left.")

    after = list(client.get("/actions/hand-over/").context["table"].data)
    filtered = list(client.get("/actions/?hand_over=on").context["table"].data)
    assert (before, after, filtered) == ([], [theirs], [theirs])
    assert done.owner == world.lead


def test_the_reason_must_be_given(world, signed_in, membership):
    before = everything()

    answer = signed_in(world.staff).post(f"/board/people/{membership.pk}/end/", {"note": " "})

    assert (answer.status_code, errors_on(answer)) == (422, ["Enter why the role ends"])
    assert everything() == before
