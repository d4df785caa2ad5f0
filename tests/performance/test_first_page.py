"""Each person's own first page: what it shows, that its counts open their rows, its cost."""

import re
from datetime import date, datetime, timedelta
from html import unescape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from boards.models import Role
from kscb.dates import in_words, today
from performance import dashboard
from reviews.models import AuditReturn, AuditRound, Review
from tests.factories import (
    ActionFactory,
    AuditReturnFactory,
    AuditRoundFactory,
    FindingFactory,
    ImmediateConcernFactory,
    IndicatorFactory,
    InformationRequestFactory,
    MeetingFactory,
    MembershipFactory,
    NamedReaderFactory,
    ObservationFactory,
    RecommendationFactory,
    ReviewFactory,
    SessionFactory,
    ThemeFactory,
    UserFactory,
    person_on,
)

pytestmark = pytest.mark.django_db
MOST_QUERIES = 10


def days(number):
    return today() + timedelta(days=number)


def moment(day):
    return timezone.make_aware(datetime(day.year, day.month, day.day, 12))


@pytest.fixture
def met(world):
    """The board met twenty days ago and meets again in thirty."""
    MeetingFactory(board=world.kent, held_on=days(-20))
    MeetingFactory(board=world.kent, held_on=days(-90))
    MeetingFactory(board=world.kent, held_on=days(30))
    return days(-20)


def fill(world, number=1):
    """`number` rows of everything that a first page counts or lists."""
    themes = [ThemeFactory(board=world.kent)]
    for _ in range(number):
        review = ReviewFactory(board=world.kent, published=True, published_on=days(-5))
        finding = FindingFactory(review=review, themes=themes)
        recommendation = RecommendationFactory(review=review, findings=[finding])

        def action(of=recommendation, **fields):
            return ActionFactory(recommendation=of, agency=world.health, **fields)

        action(due_on=days(-3))
        action(due_on=days(-60))
        action(due_on=days(10))
        action(submitted=True, status_since=moment(days(-20)))
        action(accepted=True, status_since=moment(days(-2)))
        gone = UserFactory()
        action(owner=gone)
        ReviewFactory(board=world.kent)
        ReviewFactory(board=world.kent, status=Review.Status.PUBLICATION_ASKED)
        audit = AuditRoundFactory(board=world.kent, status=AuditRound.Status.CLOSED)
        AuditReturnFactory(
            audit_round=audit, agency=world.health, status=AuditReturn.Status.SUBMITTED
        )
        AuditReturnFactory(audit_round=audit, agency=world.police, status=AuditReturn.Status.AGREED)
        still_open = AuditRoundFactory(board=world.kent)
        AuditReturnFactory(audit_round=still_open, agency=world.police, due_on=days(-3))
        indicator = IndicatorFactory(board=world.kent, headline=True)
        ObservationFactory(indicator=indicator, value=1185, as_at=date(2017, 3, 31))
        ObservationFactory(indicator=indicator, value=1491)
        SessionFactory(board=world.kent, held_on=days(7), course__board=world.kent)
        SessionFactory(
            board=world.kent, held_on=days(-7), course__board=world.kent, trainer=world.trainer
        )


def total_on(html):
    """How many rows a list page says it holds."""
    found = re.search(r'list-head__count">\s*([\d,]+)', html)
    return int(found[1].replace(",", "")) if found else 0


def figures_on(html):
    """Label, number and address of each figure on the page."""
    cards = re.findall(
        r'figure__label">\s*<a href="([^"]+)">([^<]+)</a>.*?figure__value[^>]*>\s*([\d,]+)',
        html,
        flags=re.DOTALL,
    )
    return {label: (int(shown.replace(",", "")), unescape(url)) for url, label, shown in cards}


# Who gets which page


@pytest.mark.parametrize(
    ("person", "heading"),
    [
        ("staff", "Today"),
        ("chair", "Your board at a glance"),
        ("member", "Your board at a glance"),
        ("trainer", "Your sessions"),
        ("leaver", "You have no current role"),
        ("administrator", "You are an administrator"),
    ],
)
def test_each_person_gets_their_own_page(world, signed_in, person, heading):
    response = signed_in(world.people[person]).get("/")

    assert response.status_code == 200
    assert re.findall(r"<h1[^>]*>([^<]+)</h1>", response.text) == [heading]


@pytest.mark.parametrize("person", ["lead", "contributor"])
def test_an_agency_goes_to_what_it_owes(world, signed_in, person):
    response = signed_in(world.people[person]).get("/")

    assert (response.status_code, response.url) == (302, "/owed/")


def test_who_holds_several_roles_gets_the_fullest_page(world):
    person = person_on(world.kent, Role.LEAD, agency=world.health)
    MembershipFactory(board=world.kent, user=person, role=Role.MEMBER)
    MembershipFactory(board=world.medway, user=person, role=Role.STAFF)

    assert dashboard.role_on(person, world.kent) == Role.MEMBER
    assert dashboard.role_on(person, world.medway) == Role.STAFF
    assert dashboard.role_on(person, None) is None


def test_an_administrator_is_shown_the_way_to_the_back_office(world, signed_in):
    assert 'href="/back-office/"' in signed_in(world.administrator).get("/").text


# Every count opens as many rows


def test_each_figure_of_the_staff_page_opens_as_many_rows(world, signed_in):
    fill(world, 2)
    ImmediateConcernFactory(board=world.kent, agency=world.health)
    for late in (3, -3):
        review = ReviewFactory(board=world.kent)
        InformationRequestFactory(
            review=review, agency=world.health, due_on=today() - timedelta(days=late)
        )
    client = signed_in(world.staff)

    figures = figures_on(client.get("/").text)

    assert {label: number for label, (number, _) in figures.items()} == {
        "Immediate concerns that no agency has confirmed": 1,
        "Overdue actions": 4,
        "Actions due in 30 days": 2,
        "Audit returns overdue": 2,
        "Information for reviews overdue": 1,
        "Actions to accept or send back": 2,
        "Audit returns to agree or send back": 2,
        "Reviews waiting for approval": 2,
        "Actions to hand over": 2,
        "Disputed actions": 0,
        "Impact tests due": 0,
        "Recommendations without a response": 2,
        "Recurrence alarms": 0,
    }
    assert {label: total_on(client.get(url).text) for label, (_, url) in figures.items()} == {
        label: number for label, (number, _) in figures.items()
    }


def test_each_figure_of_the_chairs_restricted_work_opens_as_many_rows(world, signed_in, met):
    fill(world, 2)
    client = signed_in(world.chair)

    figures = figures_on(client.get("/").text)
    restricted = {
        label: figures[label]
        for label in ("Reviews being written", "Reviews waiting for approval", "Stuck actions")
    }

    assert {label: number for label, (number, _) in restricted.items()} == {
        "Reviews being written": 2,
        "Reviews waiting for approval": 2,
        "Stuck actions": 4,
    }
    for number, url in restricted.values():
        assert total_on(client.get(url).text) == number


def test_what_changed_counts_the_rows_that_its_links_open(world, signed_in, met):
    fill(world, 2)
    client = signed_in(world.member)

    changes = re.findall(
        r'<a href="([^"]+)"><strong>(\d+)</strong> ([^<]+)</a>', client.get("/").text
    )

    assert {(words, int(number)) for _, number, words in changes} == {
        ("actions have passed their date", 2),
        ("actions were accepted as done", 2),
        ("reviews were published", 2),
        ("audit returns were agreed", 2),
        ("audits were closed", 2),
    }
    for url, number, _ in changes:
        assert total_on(client.get(unescape(url)).text) == int(number)


def test_overdue_by_agency_opens_as_many_rows(world, signed_in, met):
    fill(world, 2)
    client = signed_in(world.member)

    page = dashboard.member_page(world.member, world.kent)

    [bar] = page.agencies.bars
    assert (bar.label, [cell.words for cell in bar.cells]) == ("Kent Community Health", ["4", "10"])
    for cell in bar.cells:
        assert total_on(client.get(cell.url).text) == int(cell.words)


def test_themes_open_as_many_reviews(world, signed_in):
    fill(world, 3)
    client = signed_in(world.member)

    [bar] = dashboard.member_page(world.member, world.kent).themes.bars

    assert [cell.words for cell in bar.cells] == ["3"]
    assert total_on(client.get(bar.cells[0].url).text) == 3


def test_each_figure_of_a_trainer_opens_as_many_rows(world, signed_in):
    fill(world, 2)
    SessionFactory(course__board=world.kent, held_on=days(3), trainer=world.trainer)
    client = signed_in(world.trainer)

    figures = figures_on(client.get("/").text)

    assert {label: number for label, (number, _) in figures.items()} == {
        "Registers to take": 2,
        "Your coming sessions": 1,
    }
    for number, url in figures.values():
        assert total_on(client.get(url).text) == number


# What may not be seen


def test_a_member_sees_nothing_of_a_restricted_review(world, signed_in, met):
    hidden = ReviewFactory(board=world.kent, pseudonym="Canary")
    FindingFactory(review=hidden, themes=[ThemeFactory(board=world.kent, name="Canary theme")])
    ActionFactory(
        recommendation=RecommendationFactory(review=hidden),
        agency=world.health,
        due_on=days(-3),
        wording="Canary action",
    )

    member = signed_in(world.member).get("/").text
    chair = signed_in(world.chair).get("/").text

    assert "Canary" not in member
    assert dashboard.member_page(world.member, world.kent).agencies.bars == []
    assert "Canary" in chair


def test_another_boards_rows_are_not_counted(world):
    fill(world)

    page = dashboard.staff_page(world.other_staff, world.medway)

    assert page.is_clear


def test_someone_on_two_boards_sees_the_chosen_one(world, signed_in):
    fill(world)
    MembershipFactory(board=world.medway, user=world.staff, role=Role.STAFF)
    client = signed_in(world.staff)
    client.post("/boards/choose/", {"board": world.medway.pk, "next": "/"})

    html = client.get("/").text

    assert set(figures_on(html).values()) == {(0, url) for _, url in figures_on(html).values()}


def test_a_named_reader_sees_the_review_that_names_them(world, signed_in):
    reader = person_on(world.kent, Role.READER)
    named = ReviewFactory(board=world.kent, pseudonym="Orchard")
    ReviewFactory(board=world.kent, pseudonym="Meadow")
    NamedReaderFactory(review=named, person=reader)

    html = signed_in(reader).get("/").text

    assert "Orchard" in html
    assert "Meadow" not in html


# Meetings and headlines


def test_the_last_meeting_is_before_today_and_todays_is_the_next(world):
    MeetingFactory(board=world.kent, held_on=days(0))
    MeetingFactory(board=world.kent, held_on=days(-30))

    page = dashboard.member_page(world.member, world.kent)

    assert (page.last_meeting, page.next_meeting) == (days(-30), days(0))


def test_what_changed_begins_with_the_day_of_the_last_meeting(world, met):
    review = ReviewFactory(board=world.kent, published=True, published_on=days(-200))
    recommendation = RecommendationFactory(review=review)
    for since in (-21, -20, -1):
        ActionFactory(
            recommendation=recommendation,
            agency=world.health,
            accepted=True,
            status_since=moment(days(since)),
        )

    [told] = dashboard.member_page(world.member, world.kent).changes

    assert (told.queue.key, told.digest.total) == ("accepted", 2)
    assert [line.on for line in told.digest.lines] == [days(-1), days(-20)]


def test_a_headline_shows_its_change_day_status_and_source(world, signed_in):
    indicator = IndicatorFactory(board=world.kent, headline=True, title="Children with a plan")
    ObservationFactory(indicator=indicator, value=1185, as_at=date(2017, 3, 31))
    ObservationFactory(indicator=indicator, value=1491)

    html = signed_in(world.member).get("/").text

    card = re.search(r'<li class="figure">.*?</li>', html, flags=re.DOTALL)[0]
    words = " ".join(re.sub(r"<[^>]+>", " ", card).split())
    assert words.startswith("Children with a plan 1,491 up 306 No good direction")
    assert words.endswith("31 Mar 2018, final · KSCB annual report summary 2017/18")
    assert f'href="/indicators/{indicator.pk}/"' in card
    assert 'role="img"' in card


def test_empty_pages_say_what_will_appear(world, signed_in):
    member = signed_in(world.member).get("/").text
    staff = signed_in(world.staff).get("/").text
    trainer = signed_in(world.trainer).get("/").text

    assert "Headline figures will appear here once an administrator" in member
    assert "No meeting has been recorded yet." in member
    assert "Nothing waits for you." in staff
    assert "No register is waiting for you." in trainer


def test_the_next_meeting_is_named(world, signed_in, met):
    assert in_words(days(30)) in signed_in(world.member).get("/").text


# What it costs


@pytest.mark.parametrize("person", ["staff", "chair", "member", "trainer"])
def test_a_first_page_asks_the_database_no_more_as_rows_grow(world, signed_in, met, person):
    client = signed_in(world.people[person])
    counts = []
    for number in (1, 29):
        fill(world, number)
        with CaptureQueriesContext(
            connection,
        ) as asked:
            assert client.get("/").status_code == 200
        counts.append(len(asked))

    assert counts[0] == counts[1] <= MOST_QUERIES


def test_a_page_without_a_role_costs_next_to_nothing(world, signed_in):
    client = signed_in(world.leaver)

    with CaptureQueriesContext(connection) as asked:
        client.get("/")

    assert len(asked) <= MOST_QUERIES


def test_long_lists_show_five_and_say_how_many_there_are(world):
    fill(world, 6)

    page = dashboard.staff_page(world.staff, world.kent)

    overdue = page.queues[1]
    assert (len(overdue.digest.lines), overdue.digest.total, overdue.digest.more) == (5, 12, 7)
    assert [line.on for line in overdue.digest.lines] == [days(-60)] * 5
