"""What recurs: hand-worked cases of reviews/figures/recurrence.py."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from reviews.figures import recurrence
from reviews.figures.recurrence import Seen
from reviews.models import Action, Finding
from reviews.services import themes
from tests.factories import NamedReaderFactory, ThemeFactory
from tests.reviews.thread import GOOD, Record, day

DONE = ("1.2.2018", None)


@pytest.fixture
def on(world):
    return Record(world)


@pytest.fixture
def acted(on, theme):
    """Named in January 2018, and one action on it done since February."""
    finding = on.found(on.review(), "10.1.2018", theme)
    asked = on.asked(finding)
    asked.done = on.action(asked, DONE)
    return asked


def test_a_source_names_a_theme_once_however_many_findings_it_holds(on, theme):
    review, audit = on.review(), on.audit()
    for source in (review, review, audit, audit):
        on.found(source, "10.1.2018", theme)

    row = on.rows()["Fathers", ""]

    assert (row.named, row.reviews, row.audits) == (2, 1, 1)


def test_good_practice_does_not_name_a_theme_and_brings_nothing_back(on, theme, acted):
    on.found(on.review(), "1.6.2018", theme, kind=GOOD)

    assert on.row(theme) == (1, 1, 1, 0, 0, 0)


def test_only_what_figures_count_is_an_action_on_a_theme(on, theme, acted):
    for status in Action.Status:
        if status not in (Action.Status.ACCEPTED, Action.Status.SUPERSEDED):
            on.action(acted, status=status)
    on.action(acted, status="superseded", superseded_by=acted.done)

    assert on.row(theme) == (1, 6, 1, 0, 0, 0)


@pytest.mark.parametrize(
    ("found_on", "recurrences"),
    [("31.1.2018", 0), ("1.2.2018", 0), ("2.2.2018", 1), ("1.2.2028", 1)],
)
def test_a_theme_recurs_strictly_after_it_was_done(on, theme, acted, found_on, recurrences):
    on.found(on.review(), found_on, theme)

    assert on.row(theme) == (2, 1, 1, 0, 0, recurrences)


@pytest.mark.parametrize(
    ("found_on", "recurrences"),
    [("30.4.2018", 1), ("1.5.2018", 1), ("2.5.2018", 0), ("1.7.2018", 0), ("2.7.2018", 1)],
)
def test_a_reopened_action_is_no_ground_until_it_is_done_again(on, theme, found_on, recurrences):
    asked = on.asked(on.found(on.review(), "10.1.2018", theme))
    on.action(asked, ("1.2.2018", "1.5.2018"), ("1.7.2018", None))
    on.found(on.audit(), found_on, theme)

    assert on.row(theme) == (2, 1, 1, 0, 0, recurrences)


def test_an_action_reopened_for_good_is_not_done_but_was_while_it_stood(on, theme):
    asked = on.asked(on.found(on.review(), "10.1.2018", theme))
    on.action(asked, ("1.2.2018", "1.5.2018"))
    on.found(on.review(), "1.3.2018", theme)

    assert on.row(theme) == (2, 1, 0, 0, 0, 1)


def test_a_source_that_comes_back_twice_recurs_once(on, theme, acted):
    review = on.review()
    on.found(review, "1.3.2018", theme)
    on.found(review, "1.4.2018", theme)
    on.action(acted, DONE)

    assert on.row(theme) == (2, 2, 2, 0, 0, 1)


def test_the_source_that_asked_for_it_can_name_it_again(on, theme):
    review = on.review()
    asked = on.asked(on.found(review, "10.1.2018", theme))
    on.action(asked, DONE)
    on.found(review, "1.3.2018", theme)

    assert on.row(theme) == (1, 1, 1, 0, 0, 1)


# Tests


@pytest.mark.parametrize(
    ("tested_on", "tested"), [("31.1.2018", 0), ("1.2.2018", 1), ("1.9.2018", 1)]
)
def test_a_test_counts_from_the_day_it_was_accepted(on, theme, acted, tested_on, tested):
    on.tested(acted, tested_on)

    assert on.row(theme) == (1, 1, 1, tested, tested, 0)


def test_a_test_before_it_was_done_again_does_not_count(on, theme):
    asked = on.asked(on.found(on.review(), "10.1.2018", theme))
    on.action(asked, ("1.2.2018", "1.5.2018"), ("1.7.2018", None))
    on.tested(asked, "1.3.2018")

    assert on.row(theme) == (1, 1, 1, 0, 0, 0)


@pytest.mark.parametrize(
    ("results", "helped"),
    [(["helped", "not_helped"], 0), (["not_helped", "helped"], 1), (["helped", "partly"], 0)],
)
def test_the_latest_test_says_whether_it_helped(on, theme, acted, results, helped):
    for number, result in enumerate(results, start=3):
        on.tested(acted, f"1.{number}.2018", result)

    assert on.row(theme) == (1, 1, 1, 1, helped, 0)


def test_of_two_tests_on_one_day_the_last_written_down_counts(on, theme, acted):
    on.tested(acted, "1.3.2018", "helped")
    on.tested(acted, "1.3.2018", "dont_know")

    row = on.rows()["Fathers", ""]

    assert (row.tested, row.helped, row.dont_know) == (1, 0, 1)


def test_what_is_open_is_not_tested_whatever_was_seen(on, theme):
    asked = on.asked(on.found(on.review(), "10.1.2018", theme))
    on.action(asked)
    on.tested(asked, "1.3.2018")

    assert on.row(theme) == (1, 1, 0, 0, 0, 0)


def test_a_test_of_any_recommendation_that_it_serves_counts(on, world, theme):
    schools = ThemeFactory(board=world.kent, name="Schools")
    first = on.asked(on.found(on.review(), "10.1.2018", theme))
    second = on.asked(on.found(on.review(), "11.1.2018", schools))
    on.action(first, DONE, serves=[second])
    on.tested(second, "1.3.2018")

    assert on.row(theme) == on.row(schools) == (1, 1, 1, 1, 1, 0)


# Agencies


def test_an_agencys_row_counts_its_own_actions_and_the_findings_that_name_it(
    on, world, theme, acted
):
    on.action(acted, ("1.4.2018", None), agency=world.police)
    on.found(on.review(), "1.3.2018", theme, agencies=[world.police])
    on.found(on.review(), "1.5.2018", theme, agencies=[world.police, world.health])
    on.found(on.review(), "1.6.2018", theme)

    assert on.row(theme) == (4, 2, 2, 0, 0, 3)
    assert on.row(theme, world.police) == (2, 1, 1, 0, 0, 1)
    assert on.row(theme, world.health) == (1, 1, 1, 0, 0, 1)


def test_an_agency_that_is_named_and_never_acted_has_its_row(on, world, theme, acted):
    on.found(on.review(), "1.3.2018", theme, agencies=[world.police])

    assert on.row(theme, world.police) == (1, 0, 0, 0, 0, 0)


# Merged and renamed


def test_merged_themes_count_as_one(on, world, theme, acted):
    dads = ThemeFactory(board=world.kent, name="Dads")
    on.found(on.review(), "1.3.2018", dads)
    both = on.review()
    on.found(both, "1.4.2018", dads)
    on.found(both, "1.4.2018", theme)
    assert on.row(theme) == (2, 1, 1, 0, 0, 1)

    themes.merge(dads, into=theme, reason="The same.", by=world.staff)

    assert on.row(theme) == (3, 1, 1, 0, 0, 2)
    assert {name for name, _ in on.rows()} == {"Fathers"}


def test_an_action_on_the_old_word_is_ground_for_the_new(on, world, theme):
    dads = ThemeFactory(board=world.kent, name="Dads")
    on.action(on.asked(on.found(on.review(), "10.1.2018", dads, theme)), DONE)
    on.found(on.review(), "1.3.2018", theme)

    themes.merge(dads, into=theme, reason="The same.", by=world.staff)

    assert on.row(theme) == (2, 1, 1, 0, 0, 1)


def test_a_theme_split_off_counts_for_itself_again(on, world, theme, acted):
    dads = ThemeFactory(board=world.kent, name="Dads")
    on.found(on.review(), "1.3.2018", dads)
    themes.merge(dads, into=theme, reason="The same.", by=world.staff)

    themes.split_off(dads, reason="Not the same.", by=world.staff)

    assert on.row(theme) == (1, 1, 1, 0, 0, 0)
    assert on.row(dads) == (1, 0, 0, 0, 0, 0)


# Months


@pytest.mark.parametrize(
    ("earlier", "later", "months"),
    [
        ("31.1.2018", "28.2.2018", 0),
        ("28.2.2018", "28.3.2018", 1),
        ("15.6.2017", "14.6.2018", 11),
        ("15.6.2017", "15.6.2018", 12),
        ("1.1.2018", "1.1.2018", 0),
    ],
)
def test_months_are_whole(earlier, later, months):
    assert recurrence.months(day(earlier), day(later)) == months


def test_it_is_said_when_a_theme_was_last_named(on, theme, acted, monkeypatch):
    monkeypatch.setattr(recurrence, "today", lambda: date(2018, 12, 9))
    on.found(on.review(), "10.3.2018", theme)
    on.found(on.review(), "10.5.2018", theme, kind=GOOD)

    row = on.rows()["Fathers", ""]

    assert (row.last_named_on, row.months_since) == (date(2018, 3, 10), 8)


# Who may know


@pytest.fixture
def hidden(on, world, theme):
    """A restricted review names the theme again; an action on it is the lead's."""
    finding = on.found(on.draft(), "1.6.2018", theme, agencies=[world.health])
    asked = on.asked(finding)
    on.action(asked, ("1.7.2018", None))
    on.tested(asked, "1.8.2018")
    return asked


@pytest.mark.parametrize("person", ["staff", "chair"])
def test_those_in_the_know_are_told_all(on, world, theme, acted, hidden, person):
    assert on.row(theme, person=world.people[person]) == (2, 2, 2, 1, 1, 1)


@pytest.mark.parametrize("person", ["member", "lead"])
def test_others_learn_nothing_of_a_restricted_review(on, world, theme, acted, hidden, person):
    """Not even the lead, who owes the action and sees it."""
    assert Action.objects.visible_to(world.lead).filter(recommendation=hidden).exists()

    assert on.row(theme, person=world.people[person]) == (1, 1, 1, 0, 0, 0)


def test_a_named_reader_is_told_of_the_review_that_names_them(on, world, theme, acted, hidden):
    NamedReaderFactory(review=hidden.review, person=world.member)

    assert on.row(theme, person=world.member) == (2, 2, 2, 1, 1, 1)


def test_an_action_that_also_serves_a_restricted_review_is_not_on_its_theme(on, world, theme):
    schools = ThemeFactory(board=world.kent, name="Schools")
    open_ask = on.asked(on.found(on.review(), "10.1.2018", theme))
    closed_ask = on.asked(on.found(on.draft(), "11.1.2018", schools))
    on.action(open_ask, DONE, serves=[closed_ask])
    on.tested(closed_ask, "1.3.2018")

    assert set(on.rows(world.member)) == {("Fathers", ""), ("Fathers", world.health.name)}
    assert on.row(theme, person=world.member) == (1, 1, 1, 0, 0, 0)
    assert on.row(theme, person=world.staff) == (1, 1, 1, 1, 1, 0)
    assert on.row(schools, person=world.staff) == (1, 1, 1, 1, 1, 0)


def test_three_queries_whatever_the_rows(on, world, theme, acted):
    seen = Seen.by(world.staff, world.kent)

    def cost():
        with CaptureQueriesContext(connection) as queries:
            recurrence.recurrence(seen.findings, seen.actions, seen.measures)
        return len(queries)

    few = cost()
    for _ in range(5):
        on.action(on.asked(on.found(on.review(), "1.3.2018", ThemeFactory(board=world.kent))), DONE)

    assert cost() == few == 3
    assert Finding.objects.count() == 6
