"""A restricted review is read by those in the know, once they have said why that day."""

from datetime import date, datetime
from urllib.parse import quote
from zoneinfo import ZoneInfo

import pytest
import time_machine

from boards.models import WITHHELD, Activity
from boards.services.activity import record
from reviews.models import Reading
from reviews.services import readings, reviews
from tests.after import CANARY, errors_on, refusal
from tests.factories import NamedReaderFactory, ReadingFactory, ReviewFactory

LONDON = ZoneInfo("Europe/London")


def why(page, review):
    return f"/reviews/{review.pk}/why/?next={quote(page, safe='')}"


@pytest.fixture
def page(review):
    return review.get_absolute_url()


# The reason


def test_a_reason_opens_it_for_the_rest_of_the_day(world, review, finding, page, signed_in):
    client = signed_in(world.staff)
    asked = client.get(page)

    given = client.post(asked.url, {"reason": "  Preparing the panel  "})

    assert (asked.url, given.url) == (why(page, review), page)
    assert CANARY in client.get(page).text
    assert list(Reading.objects.values_list("person", "review", "reason")) == [
        (world.staff.pk, review.pk, "Preparing the panel")
    ]


def test_it_is_asked_again_the_next_day_in_england(world, review, page, signed_in):
    client = signed_in(world.staff)
    with time_machine.travel(datetime(2026, 6, 1, 23, 30, tzinfo=LONDON), tick=False):
        readings.read(review, by=world.staff, reason="Today")
        same_day = client.get(page).status_code
    with time_machine.travel(datetime(2026, 6, 2, 0, 10, tzinfo=LONDON), tick=False):
        client.force_login(world.staff)
        next_day = client.get(page)

    assert (same_day, next_day.url) == (200, why(page, review))
    assert Reading.objects.get().read_on == date(2026, 6, 1)


def test_a_second_person_is_asked_too_and_of_a_second_review(world, kind, review, page, signed_in):
    readings.read(review, by=world.staff, reason="Today")
    other = ReviewFactory(board=world.kent, kind=kind)

    of_other = signed_in(world.staff).get(other.get_absolute_url())
    by_chair = signed_in(world.chair).get(page)

    assert of_other.url == why(other.get_absolute_url(), other)
    assert by_chair.url == why(page, review)


def test_a_named_reader_is_asked_until_their_reading_ends(world, review, page, signed_in):
    named = NamedReaderFactory(review=review, person=world.member)
    client = signed_in(world.member)
    asked = client.get(page)
    client.post(asked.url, {"reason": "The panel"})
    opened = client.get(page)

    reviews.end_reader(named, by=world.staff)

    assert (asked.status_code, opened.status_code) == (302, 200)
    assert [client.get(address).status_code for address in (page, asked.url)] == [404, 404]


def test_the_first_reason_of_the_day_stays(world, review):
    first = readings.read(review, by=world.staff, reason="First")

    assert readings.read(review, by=world.staff, reason="Second") == first
    assert Reading.objects.get().reason == "First"


def test_a_reason_is_needed(world, review, signed_in):
    with refusal("Say why you are reading this review."):
        readings.read(review, by=world.staff, reason="  ")

    answer = signed_in(world.staff).post(f"/reviews/{review.pk}/why/", {"reason": "  "})

    assert (answer.status_code, errors_on(answer)) == (
        422,
        ["Say why you are reading this review"],
    )
    assert Reading.objects.count() == 0


def test_a_reason_given_before_is_offered_and_chosen(world, kind, review, page, signed_in):
    before = ReviewFactory(board=world.kent, kind=kind)
    ReadingFactory(review=before, person=world.staff, reason="The panel", read_on="2026-01-01")
    ReadingFactory(review=before, person=world.chair, reason="Another's", read_on="2026-01-01")
    client = signed_in(world.staff)
    asked = client.get(page).url
    shown = client.get(asked).text

    given = client.post(asked, {"again": "The panel", "reason": ""})

    assert ('value="The panel"' in shown, "Another" in shown.replace("another reason", "")) == (
        True,
        False,
    )
    assert (given.url, Reading.objects.get(review=review).reason) == (page, "The panel")


def test_reasons_for_what_one_may_no_longer_see_are_not_offered(world, review):
    ReadingFactory(review=review, person=world.member, reason=CANARY)

    assert readings.reasons_before(world.member) == []


@pytest.mark.parametrize("elsewhere", ["https://evil.example/", "//evil.example", "evil", ""])
def test_no_one_is_sent_to_another_site(world, review, page, signed_in, elsewhere):
    asked = f"/reviews/{review.pk}/why/?next={quote(elsewhere, safe='')}"

    given = signed_in(world.staff).post(asked, {"reason": "The panel"})

    assert given.url == page


def test_a_published_review_asks_nobody(world, kind, signed_in):
    published = ReviewFactory(board=world.kent, kind=kind, published=True)

    opened = signed_in(world.member).get(published.get_absolute_url())
    asked = signed_in(world.member).get(f"/reviews/{published.pk}/why/")

    assert (opened.status_code, asked.url) == (200, published.get_absolute_url())
    assert Reading.objects.count() == 0


def test_who_logged_it_has_read_it_that_day(world, kind, body, signed_in):
    logged = reviews.log(
        world.kent, kind=kind, year=2026, pseudonym="Quay", commissioned_by=body, by=world.staff
    )

    assert signed_in(world.staff).get(logged.get_absolute_url()).status_code == 200
    assert Reading.objects.get().reason == "Logged it"


def test_an_agency_reads_what_it_is_asked_without_a_reason(
    world, action, recommendation, signed_in
):
    opened = signed_in(world.lead).get(recommendation.get_absolute_url())

    assert f"{CANARY} asked." in opened.text
    assert Reading.objects.count() == 0


# Lists do not repeat its words


def words_on(client, address):
    text = client.get(address).getvalue().decode()
    return (f"{CANARY} found." in text or f"{CANARY} asked." in text, WITHHELD in text)


@pytest.mark.parametrize("has_read", [False, True])
def test_lists_withhold_the_words(world, review, recommendation, theme, signed_in, has_read):
    if has_read:
        readings.read(review, by=world.staff, reason="The panel")
    client = signed_in(world.staff)

    assert words_on(client, "/reviews/findings/") == (False, True)
    assert words_on(client, "/reviews/findings/?export=csv") == (False, True)
    assert words_on(client, theme.get_absolute_url()) == (False, False)
    assert "A restricted review named it" in client.get(theme.get_absolute_url()).text
    assert words_on(client, f"/search/?q={CANARY}") == (False, False)
    assert "Restricted: open it to read it" in client.get(f"/search/?q={CANARY}").text


def test_lists_show_the_words_of_a_published_review(world, review, finding, theme, signed_in):
    type(review).objects.filter(pk=review.pk).update(status="published", published_on="2018-01-15")
    client = signed_in(world.member)

    assert words_on(client, "/reviews/findings/") == (True, False)
    assert words_on(client, theme.get_absolute_url()) == (True, False)


def test_the_boards_activity_withholds_what_was_written(world, review, theme, signed_in):
    record(review, "changed", by=world.staff, note=f"{CANARY} found.")
    record(theme, "changed", by=world.staff, note="A plain note.")
    client = signed_in(world.staff)

    for address in ("/board/activity/", "/board/activity/?export=csv"):
        assert words_on(client, address) == (False, True)
        assert "A plain note." in client.get(address).getvalue().decode()
    assert Activity.objects.count() == 2


# Who read it


def test_staff_see_who_read_it_when_and_why(world, review, page, signed_in):
    ReadingFactory(review=review, person=world.chair, reason="To approve it", read_on="2026-03-03")
    readings.read(review, by=world.staff, reason="The panel")
    client = signed_in(world.staff)

    exported = client.get("/reviews/readings/?export=csv").getvalue().decode().splitlines()

    assert [line.split(",")[1:] for line in exported[1:]] == [
        ["KSCB/SCR2017-02", "Sam Staff", "The panel"],
        ["KSCB/SCR2017-02", "Chris Chair", "To approve it"],
    ]
    assert "To approve it" in client.get(page).text


def test_a_named_reader_does_not_see_who_read_it(world, review, page, signed_in):
    NamedReaderFactory(review=review, person=world.member)
    readings.read(review, by=world.member, reason="The panel")
    readings.read(review, by=world.chair, reason="To approve it")
    client = signed_in(world.member)

    assert "To approve it" not in client.get(page).text
    assert client.get("/reviews/readings/").status_code == 403
