"""The yearly page: five sections, each figure from records, each opening its rows."""

import re
from datetime import date, datetime
from html import unescape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from kscb.dates import today, year_of
from performance.annual_report import REPORTED, annual_report
from performance.models import Indicator, Observation
from reviews.models import AuditRound
from tests.factories import (
    AchievementFactory,
    ActionFactory,
    AttendanceFactory,
    AuditRoundFactory,
    CompletionFactory,
    CourseFactory,
    FindingFactory,
    IndicatorFactory,
    MemberViewFactory,
    ObservationFactory,
    RecommendationFactory,
    ReviewFactory,
    ReviewKindFactory,
    SessionFactory,
    ThemeFactory,
)
from training.models import Course

pytestmark = pytest.mark.django_db
PAGE = "/annual-report/2017-18/"
PROVISIONAL = Observation.Status.PROVISIONAL
DFE = "DfE children in need census"


def moment(year, month, day):
    return timezone.make_aware(datetime(year, month, day, 12))


def words_of(html):
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())


def total_on(html):
    found = re.search(r'list-head__count">\s*([\d,]+)', html)
    return int(found[1].replace(",", "")) if found else 0


def published(world, *, kind=None, actions=(), on=date(2017, 12, 1), themes=()):
    """A published review with one action for each moment of acceptance (None: still open)."""
    kind = kind or ReviewKindFactory(board=world.kent, name="Serious case review")
    review = ReviewFactory(board=world.kent, kind=kind, published=True, published_on=on)
    finding = FindingFactory(review=review, themes=themes)
    recommendation = RecommendationFactory(review=review, findings=[finding])
    for accepted in actions:
        done = {"accepted": True, "status_since": accepted} if accepted else {}
        ActionFactory(recommendation=recommendation, agency=world.health, **done)
    return review


def observe(world, key, value, *, year=2018, unit="count", **fields):
    indicator = Indicator.objects.filter(board=world.kent, key=key).first()
    indicator = indicator or IndicatorFactory(board=world.kent, key=key, title=key, unit=unit)
    return ObservationFactory(
        indicator=indicator,
        value=value,
        as_at=date(year, 3, 31),
        **{"status": PROVISIONAL, **fields},
    )


def reported(world):
    report = annual_report(world.member, world.kent, 2017)
    return {row.figure.key: row for row in report.performance}


# Addresses


@pytest.mark.parametrize(
    "address", ["/annual-report/2017-19/", "/annual-report/2017-2018/", "/annual-report/1999-00/"]
)
def test_an_address_that_names_no_year_is_no_page(world, signed_in, address):
    assert signed_in(world.member).get(address).status_code == 404


def test_years_run_from_2000_to_the_next_one(world, signed_in):
    client = signed_in(world.member)
    coming = year_of(today()) + 1

    statuses = [
        client.get(f"/annual-report/{start}-{(start + 1) % 100:02d}/").status_code
        for start in (2000, coming, coming + 1)
    ]

    assert statuses == [200, 200, 404]


def test_a_year_without_records_says_so_in_every_section(world, signed_in):
    words = words_of(signed_in(world.member).get("/annual-report/2005-06/").text)

    assert "No achievements are recorded for 2005/06." in words
    assert "No review published in 2005/06 is recorded" in words
    assert words.count("No figure recorded") == len(REPORTED) + 5 + 3
    assert "No register is recorded for 2005/06." in words
    assert "No views of members are recorded for 2005/06." in words


# Achievements


def test_reviews_published_in_the_year_are_counted_and_open_their_rows(world, signed_in):
    done = moment(2018, 3, 1)
    for _ in range(3):
        published(world, actions=[done, done])
    published(world, on=date(2018, 4, 1), actions=[done])
    ReviewFactory(board=world.kent, pseudonym="Restricted")
    client = signed_in(world.member)

    figure = annual_report(world.member, world.kent, 2017).achievements.figures[0]

    assert figure.shown == "3 reviews"
    assert figure.note == "every action of them was accepted as done in the year"
    assert total_on(client.get(figure.rows_url).text) == 3
    assert "Restricted" not in client.get(PAGE).text


def test_reviews_with_open_actions_are_not_called_delivered(world):
    published(world, actions=[moment(2018, 3, 1)])
    published(world, actions=[None])
    published(world, actions=[moment(2018, 4, 20)])

    figure = annual_report(world.member, world.kent, 2017).achievements.figures[0]

    assert figure.note == "every action was done for 1 of 3"


def test_an_inspection_shows_progress_by_the_end_of_the_year(world, signed_in):
    kind = ReviewKindFactory(board=world.kent, code="INS", name="Inspection", is_inspection=True)
    actions = [moment(2018, 2, 1), moment(2018, 3, 31), moment(2018, 6, 1), None]
    published(world, kind=kind, on=date(2017, 6, 13), actions=actions)
    client = signed_in(world.member)

    achievements = annual_report(world.member, world.kent, 2017).achievements

    [progress] = achievements.inspections
    assert (progress.done, progress.all) == (2, 4)
    assert total_on(client.get(progress.done_url).text) == 2
    assert total_on(client.get(progress.all_url).text) == 4
    assert achievements.reviews == []


def test_the_report_of_an_audit_is_not_counted_as_a_review(world):
    kind = ReviewKindFactory(board=world.kent, code="AUD", name="Audit", is_audit=True)
    published(world, kind=kind, on=date(2017, 6, 13), actions=[moment(2018, 2, 1)])

    report = annual_report(world.member, world.kent, 2017)

    assert (report.achievements.reviews, report.achievements.inspections) == ([], [])
    assert report.achievements.figures[0].note == "None in 2017/18"


def test_an_inspection_stays_on_the_page_until_its_work_is_done(world):
    kind = ReviewKindFactory(board=world.kent, code="INS", name="Inspection", is_inspection=True)
    published(world, kind=kind, on=date(2017, 6, 13), actions=[moment(2018, 6, 1)])

    shown = [
        len(annual_report(world.member, world.kent, start).achievements.inspections)
        for start in (2016, 2017, 2018, 2019)
    ]

    assert shown == [0, 1, 1, 0]


def test_workshops_and_audits_are_counted_and_open_their_rows(world, signed_in):
    workshop = CourseFactory(board=world.kent, kind=Course.Kind.WORKSHOP)
    for day in (date(2017, 11, 8), date(2018, 2, 7)):
        SessionFactory(course=workshop, held_on=day, run=True)
    SessionFactory(course=workshop, held_on=date(2018, 3, 7))
    for day in (date(2017, 6, 30), date(2018, 3, 31), date(2018, 4, 1)):
        AuditRoundFactory(
            board=world.kent,
            opens_on=date(2017, 5, 1),
            due_on=day,
            status=AuditRound.Status.CLOSED,
        )
    client = signed_in(world.member)

    _, workshops, audits = annual_report(world.member, world.kent, 2017).achievements.figures

    assert (workshops.shown, audits.shown) == ("2 workshops", "2 audits")
    assert total_on(client.get(workshops.rows_url).text) == 2
    assert total_on(client.get(audits.rows_url).text) == 2


def test_achievements_and_views_are_those_of_the_year(world, signed_in):
    AchievementFactory(board=world.kent, wording="A wider range of audits")
    AchievementFactory(board=world.kent, wording="Next year", year=2018)
    MemberViewFactory(board=world.kent, sense="Partners are committed")
    MemberViewFactory(board=world.medway, sense="Canary")

    words = words_of(signed_in(world.member).get(PAGE).text)

    assert "A wider range of audits" in words
    assert "1 achievement recorded" in words
    assert "Partners are committed" in words
    assert "Next year" not in words
    assert "Canary" not in words


# Themes


def test_themes_come_from_the_reviews_published_in_the_year(world, signed_in):
    fathers, babies = (ThemeFactory(board=world.kent, name=name) for name in ("Fathers", "Babies"))
    ThemeFactory(board=world.kent, name="Unused")
    kind = ReviewKindFactory(board=world.kent, code="INS", name="Inspection", is_inspection=True)
    published(world, themes=[fathers, babies])
    published(world, themes=[fathers])
    published(world, kind=kind, themes=[ThemeFactory(board=world.kent, name="Inspected")])

    themes = annual_report(world.member, world.kent, 2017).themes

    assert [(theme.name, theme.reviews) for theme in themes] == [("Fathers", 2), ("Babies", 1)]


# Performance


def test_figures_stand_as_a_reader_writes_them(world):
    observe(world, "early-help-families", 9800, qualifier="around")
    observe(world, "step-up-rate", "8.3", year=2017, unit="percent")
    observe(world, "step-up-rate", "6.4")
    observe(world, "cin-plans", 2307, year=2017)
    observe(world, "cin-plans", 2393)
    observe(world, "children-in-care", 1893, year=2017)
    observe(world, "children-in-care", 1655)
    observe(world, "repeat-cp-plans-change", None, change=68)

    rows = reported(world)

    def shown(key):
        return rows[key].figure.shown, rows[key].previous, rows[key].change

    assert shown("early-help-families") == ("around 9,800", "", "")
    assert shown("step-up-rate") == ("6.4%", "8.3%", "−1.9 points")
    assert shown("cin-plans") == ("2,393", "2,307", "+86")
    assert shown("children-in-care") == ("1,655", "1,893", "−238")
    assert shown("repeat-cp-plans-change") == ("+68", "", "+68")
    assert shown("placed-by-others") == ("", "", "")


def test_the_boards_own_figure_leads_and_other_sources_stand_below(world, signed_in):
    summary = "KSCB annual report summary 2017/18"
    observe(world, "cp-plans", 1185, year=2017)
    observe(world, "cp-plans", 1491, source=summary)
    observe(world, "cp-plans", 1462, source=DFE, status=Observation.Status.FINAL)
    client = signed_in(world.member)

    row = reported(world)["cp-plans"]

    assert (row.figure.shown, row.figure.source, row.change) == ("1,491", summary, "+306")
    assert [(other.shown, other.source) for other in row.others] == [("1,462", DFE)]
    assert total_on(client.get(row.figure.rows_url).text) == 1
    assert total_on(client.get(row.others[0].rows_url).text) == 1


def test_another_years_figure_is_not_shown(world):
    observe(world, "cp-plans", 1150, year=2025)

    assert reported(world)["cp-plans"].figure.shown == ""


def test_a_missing_figure_says_so(world, signed_in):
    words = words_of(signed_in(world.member).get(PAGE).text)

    assert "Placed by others No figure recorded" in words


# Training


def test_training_counts_sessions_and_people_from_rows(world, signed_in):
    course = CourseFactory(board=world.kent)
    workshop = CourseFactory(board=world.kent, kind=Course.Kind.WORKSHOP)
    e_learning = CourseFactory(board=world.kent, kind=Course.Kind.E_LEARNING)
    for people in (12, 8):
        session = SessionFactory(course=course, run=True, is_invented=True)
        AttendanceFactory(session=session, agency=world.police, people=people)
    AttendanceFactory(session=SessionFactory(course=workshop, run=True), agency=world.police)
    SessionFactory(course=course)
    CompletionFactory(course=e_learning, agency=world.police, number=40, is_invented=True)
    observe(world, "training-attendees", 2300, qualifier="over")
    observe(world, "e-learning-completions", 11000, qualifier="over", printed="Over 11,00")
    client = signed_in(world.member)

    training = annual_report(world.member, world.kent, 2017).training
    by_key = {figure.key: figure for figure in training.figures}

    assert {key: figure.shown for key, figure in by_key.items()} == {
        "sessions": "2",
        "training-attendees": "over 2,300",
        "attendance": "20",
        "e-learning-completions": "over 11,000",
        "completions": "40",
    }
    assert "invented" in by_key["attendance"].note
    assert total_on(client.get(by_key["sessions"].rows_url).text) == 2
    assert total_on(client.get(by_key["attendance"].rows_url).text) == 2
    assert total_on(client.get(by_key["completions"].rows_url).text) == 1
    assert [bar.cells[0].words for bar in training.agencies.bars] == ["20"]
    assert total_on(client.get(training.agencies.bars[0].cells[0].url).text) == 2


# What it costs


def test_the_page_asks_the_database_no_more_as_rows_grow(world, signed_in):
    client = signed_in(world.member)
    counts = []
    for number in (1, 3):
        for _ in range(number):
            theme = ThemeFactory(board=world.kent)
            published(world, actions=[moment(2018, 3, 1)], themes=[theme])
            AchievementFactory(board=world.kent)
            MemberViewFactory(board=world.kent)
            session = SessionFactory(course__board=world.kent, run=True)
            AttendanceFactory(session=session, agency=world.police)
            AuditRoundFactory(board=world.kent, due_on=date(2018, 3, 1))
        with CaptureQueriesContext(connection) as asked:
            assert client.get(PAGE).status_code == 200
        counts.append(len(asked))

    assert counts[0] == counts[1] <= 30
