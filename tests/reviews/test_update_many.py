"""Ten actions in ten minutes: many updates on one page, all of them saved or none."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from boards.models import Role
from reviews.models import Action, ActionUpdate, Evidence
from tests.access.bodies import on
from tests.after import errors_on, everything, typed_in
from tests.factories import ActionFactory, MembershipFactory, RecommendationFactory, ReviewFactory

pytestmark = pytest.mark.django_db
URL = "/owed/update/"


@pytest.fixture
def three(recommendation, world):
    return [
        ActionFactory(
            recommendation=recommendation,
            agency=world.health,
            owner=world.lead,
            due_on=date(2030, 1, number),
        )
        for number in (1, 2, 3)
    ]


def body(actions, **typed):
    """What a browser sends: every row, and what was typed by its place and part."""
    fields = {"row": [action.pk for action in actions]}
    for name, value in typed.items():
        part, place = name.split("_")
        fields[f"a{actions[int(place)].pk}-{part}"] = value
    return fields


def written():
    return sorted(ActionUpdate.objects.values_list("action", "text", "by"))


def test_filled_rows_are_saved_and_the_others_left_alone(three, world, signed_in):
    typed = body(
        three, text_0="Half done.", text_2="Done.", link_2="https://a.example", submit_2="on"
    )

    response = signed_in(world.lead).post(URL, typed)

    assert (response.status_code, response.url) == (302, reverse("reviews:work"))
    assert written() == [
        (three[0].pk, "Half done.", world.lead.pk),
        (three[2].pk, "Done.", world.lead.pk),
    ]
    statuses = Action.objects.order_by("due_on").values_list("status", flat=True)
    assert list(statuses) == ["in_progress", "agreed", "submitted"]


def test_where_one_row_will_not_do_nothing_is_saved_and_each_is_named(three, world, signed_in):
    Action.objects.filter(pk=three[1].pk).update(status="accepted")
    typed = body(three, text_0="Half done.", text_1="More.", text_2="Done.", submit_2="on")
    before = everything()

    response = signed_in(world.lead).post(URL, typed)

    assert everything() == before
    assert response.status_code == 422
    assert errors_on(response) == [
        f"{three[1]}: This action is now “Accepted as done”, so no update can be added.",
        f"{three[2]}: Attach at least one file or link as evidence before you send it.",
    ]
    kept = [typed_in(response, f"a{action.pk}-text") for action in three]
    assert kept == ["Half done.", "More.", "Done."]


def test_what_was_typed_badly_is_named_and_kept(three, world, signed_in):
    typed = body(three, link_0="https://a.example", text_1="x" * 10_001, submit_2="on")

    response = signed_in(world.lead).post(URL, typed)

    assert errors_on(response) == [
        f"{three[0]}: Enter what has been done",
        f"{three[1]}: What has been done must be 10,000 characters or fewer; you typed 10,001",
        f"{three[2]}: Enter what has been done",
    ]
    assert written() == []


def dated(action, part, day):
    """The three boxes of a date, as a browser sends them."""
    return on(f"a{action.pk}-{part}", day)


def test_evidence_of_a_row_may_be_several_addresses_with_their_dates(three, world, signed_in):
    typed = body(three, text_1="Done.", link_1="https://a.example/1\nhttps://a.example/2")
    typed |= dated(three[1], "good_from", date(2026, 1, 2))
    typed |= dated(three[1], "expires_on", date(2027, 1, 2))

    signed_in(world.lead).post(URL, typed)

    given = Evidence.objects.order_by("link").values_list("link", "good_from", "expires_on")
    days = (date(2026, 1, 2), date(2027, 1, 2))
    assert list(given) == [(f"https://a.example/{number}", *days) for number in (1, 2)]
    assert [row[0] for row in written()] == [three[1].pk]


def test_dates_that_will_not_do_are_named_by_their_row_and_kept(three, world, signed_in):
    typed = body(three, text_0="Half.", text_1="Done.", link_1="https://a.example/1")
    typed |= dated(three[0], "expires_on", date(2027, 1, 2))
    typed |= dated(three[1], "good_from", date(2027, 1, 2))
    typed |= dated(three[1], "expires_on", date(2026, 1, 2))
    typed |= {f"a{three[2].pk}-good_from_0": "5"}
    before = everything()

    response = signed_in(world.lead).post(URL, typed)

    assert (response.status_code, everything()) == (422, before)
    assert errors_on(response) == [
        f"{three[0]}: Give a web address that the date is about",
        f"{three[1]}: It must be good at least to the day it is good from",
        f"{three[2]}: Good from must include a month and a year",
    ]
    assert [row.shows_dates for row in response.context["form"].rows()] == [True] * 3


def test_dates_are_closed_where_nobody_typed_any(three, world, signed_in):
    rows = signed_in(world.lead).get(URL).context["form"].rows()

    assert [(len(row.dates), row.shows_dates) for row in rows] == [(2, False)] * 3


def test_nothing_typed_asks_for_something(three, world, signed_in):
    response = signed_in(world.lead).post(URL, body(three))

    assert errors_on(response) == ["Write on at least one action, then save."]


def test_a_contributor_updates_what_was_shared_and_submits_nothing(three, world, signed_in):
    three[0].contributors.add(world.contributor)
    client = signed_in(world.contributor)

    page = client.get(URL)
    response = client.post(URL, body(three[:1], text_0="Half.", submit_0="on"))

    assert [row.action for row in page.context["form"].rows()] == three[:1]
    assert [row.submit for row in page.context["form"].rows()] == [None]
    assert response.status_code == 302
    assert Action.objects.get(pk=three[0].pk).status == "in_progress"


@pytest.mark.parametrize("who", ["contributor", "member"])
def test_an_action_that_is_not_theirs_is_not_updated(three, world, signed_in, who):
    """Not even one that a member of another agency may see."""
    person = world.people[who]
    MembershipFactory(board=world.kent, user=person, role=Role.LEAD, agency=world.police)
    own = ActionFactory(recommendation=three[0].recommendation, agency=world.police, owner=person)
    rows = [own, three[1]]

    response = signed_in(person).post(URL, body(rows, text_0="Mine.", text_1="Not mine."))

    assert errors_on(response) == [
        "One action that you wrote on is no longer yours to update, so nothing was saved. "
        "Check the others, then save again."
    ]
    assert typed_in(response, f"a{own.pk}-text") == "Mine."
    assert three[1].reference not in response.text
    assert written() == []


def test_a_row_that_is_over_and_was_left_empty_stops_nothing(three, world, signed_in):
    Action.objects.filter(pk=three[1].pk).update(status="accepted")

    response = signed_in(world.lead).post(URL, body(three, text_0="Half."))

    assert response.status_code == 302
    assert [row[0] for row in written()] == [three[0].pk]


@pytest.mark.parametrize("row", ["x", "-1", "9" * 30, ""])
def test_nonsense_for_a_row_is_no_row(three, world, signed_in, row):
    typed = body(three[:1], text_0="Half.") | {"row": [three[0].pk, row]}

    assert signed_in(world.lead).post(URL, typed).status_code == 302


def test_the_rows_of_every_board_are_shown_twenty_at_a_time(world, signed_in):
    MembershipFactory(board=world.medway, user=world.lead, role=Role.LEAD, agency=world.health)
    for board in (world.kent, world.medway):
        asked = RecommendationFactory(review=ReviewFactory(board=board, published=True))
        for _ in range(12):
            ActionFactory(recommendation=asked, agency=world.health, owner=world.lead)
    client = signed_in(world.lead)

    pages = [list(client.get(URL, {"page": n}).context["form"].rows()) for n in (1, 2)]

    assert [len(rows) for rows in pages] == [20, 4]
    assert len({row.action.pk for rows in pages for row in rows}) == 24


def test_more_rows_ask_the_database_no_more(recommendation, world, signed_in):
    client = signed_in(world.lead)
    ActionFactory(recommendation=recommendation, agency=world.health, owner=world.lead)
    client.get(URL)

    def ask():
        with CaptureQueriesContext(connection) as queries:
            rows = len(list(client.get(URL).context["form"].rows()))
        return rows, len(queries)

    (one, few) = ask()
    for _ in range(11):
        ActionFactory(recommendation=recommendation, agency=world.health, owner=world.lead)
    (twelve, many) = ask()

    assert (one, twelve) == (1, 12)
    assert many == few <= 8
