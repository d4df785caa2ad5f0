from datetime import UTC, date, datetime

import pytest
import time_machine

from kscb.dates import in_words, today, year_bounds, year_label, year_of


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        (datetime(2018, 3, 31, 22, 59, tzinfo=UTC), date(2018, 3, 31)),
        (datetime(2018, 3, 31, 23, 0, tzinfo=UTC), date(2018, 4, 1)),
        (datetime(2018, 12, 31, 23, 59, tzinfo=UTC), date(2018, 12, 31)),
    ],
)
def test_today_is_the_day_in_england(moment, day):
    with time_machine.travel(moment, tick=False):
        assert today() == day


@pytest.mark.parametrize(
    ("day", "year"),
    [(date(2018, 3, 31), 2017), (date(2018, 4, 1), 2018), (date(2018, 1, 1), 2017)],
)
def test_a_year_begins_in_april(day, year):
    assert year_of(day) == year


@pytest.mark.parametrize(
    ("start", "label"), [(2017, "2017/18"), (1999, "1999/00"), (2008, "2008/09")]
)
def test_a_year_is_called_by_its_two_halves(start, label):
    assert year_label(start) == label


def test_a_year_ends_on_the_last_day_of_march():
    first, last = year_bounds(2017)

    assert (first, last) == (date(2017, 4, 1), date(2018, 3, 31))
    assert (year_of(first), year_of(last)) == (2017, 2017)


@pytest.mark.parametrize(("day", "words"), [(date(2026, 3, 3), "3 March 2026"), (None, "")])
def test_a_date_is_written_in_words(day, words):
    assert in_words(day) == words
