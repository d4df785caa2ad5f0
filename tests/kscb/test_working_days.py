import socket
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from kscb.working_days import (
    add_months,
    add_working_days,
    bank_holidays,
    is_working_day,
    working_days_between,
)

DAYS = some.dates(min_value=date(2000, 1, 1), max_value=date(2060, 12, 31))
NUMBERS = some.integers(min_value=-60, max_value=60)


@pytest.mark.parametrize(
    ("day", "works"),
    [
        (date(2026, 4, 2), True),  # Maundy Thursday
        (date(2026, 4, 3), False),  # Good Friday
        (date(2026, 4, 4), False),  # a Saturday
        (date(2026, 4, 5), False),  # a Sunday
        (date(2026, 4, 6), False),  # Easter Monday
        (date(2026, 4, 7), True),
        (date(2026, 12, 24), True),
        (date(2026, 12, 25), False),
        (date(2026, 12, 28), False),  # Boxing Day is a Saturday, so Monday instead
        (date(2026, 12, 29), True),
        (date(2022, 9, 19), False),  # the Queen's funeral
        (date(2022, 9, 20), True),
        (date(2026, 3, 17), True),  # St Patrick's Day, a holiday in Northern Ireland only
    ],
)
def test_weekends_and_english_bank_holidays_are_not_worked(day, works):
    assert is_working_day(day) == works


def test_beyond_the_years_known_only_weekends_are_left_out():
    assert max(bank_holidays()).year < 2040

    # Christmas Day is a Tuesday in 2040.
    christmas = date(2040, 12, 25)

    assert (is_working_day(christmas), is_working_day(christmas + timedelta(days=4))) == (
        True,
        False,
    )


def test_the_network_is_never_asked(monkeypatch):
    def refuse(*args, **kwargs):
        raise AssertionError("The network was asked.")

    monkeypatch.setattr(socket, "socket", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    bank_holidays.cache_clear()

    assert date(2026, 12, 25) in bank_holidays()


@pytest.mark.parametrize(
    ("day", "number", "end"),
    [
        (date(2026, 3, 2), 5, date(2026, 3, 9)),  # Monday to Monday
        (date(2026, 3, 7), 1, date(2026, 3, 9)),  # from a Saturday
        (date(2026, 3, 6), 1, date(2026, 3, 9)),  # from a Friday
        (date(2026, 3, 7), 0, date(2026, 3, 7)),  # nothing added, even on a Saturday
        (date(2026, 4, 1), 5, date(2026, 4, 10)),  # over Easter
        (date(2026, 3, 30), 15, date(2026, 4, 22)),  # a rapid review over Easter
        (date(2026, 12, 21), 5, date(2026, 12, 30)),  # over Christmas
        (date(2026, 12, 23), 15, date(2027, 1, 18)),  # over Christmas and New Year
        (date(2022, 9, 16), 1, date(2022, 9, 20)),  # over the Queen's funeral
        (date(2026, 4, 10), -5, date(2026, 4, 1)),  # back over Easter
        (date(2026, 12, 29), -7, date(2026, 12, 16)),  # notice before a publication
        (date(2026, 3, 8), -1, date(2026, 3, 6)),  # back from a Sunday
    ],
)
def test_working_days_are_added(day, number, end):
    assert add_working_days(day, number) == end


@pytest.mark.parametrize(
    ("first", "last", "count"),
    [
        (date(2026, 3, 2), date(2026, 3, 2), 0),
        (date(2026, 3, 2), date(2026, 3, 9), 5),
        (date(2026, 3, 6), date(2026, 3, 8), 0),  # Friday to Sunday
        (date(2026, 3, 7), date(2026, 3, 9), 1),  # Saturday to Monday
        (date(2026, 4, 2), date(2026, 4, 7), 1),  # over Easter
        (date(2026, 12, 24), date(2026, 12, 31), 3),  # over Christmas
        (date(2022, 9, 16), date(2022, 9, 23), 4),  # over the Queen's funeral
        (date(2026, 4, 7), date(2026, 4, 2), -1),
        (date(2026, 3, 9), date(2026, 3, 2), -5),
    ],
)
def test_working_days_are_counted(first, last, count):
    assert working_days_between(first, last) == count


@settings(database=None, deadline=None)
@given(DAYS, NUMBERS)
def test_days_added_are_the_days_counted(day, number):
    start = add_working_days(day, 1)
    end = add_working_days(start, number)

    assert is_working_day(end)
    assert working_days_between(start, end) == number
    assert add_working_days(end, -number) == start


@pytest.mark.parametrize(
    ("day", "number", "end"),
    [
        (date(2026, 8, 31), 6, date(2027, 2, 28)),
        (date(2027, 8, 31), 6, date(2028, 2, 29)),
        (date(2026, 3, 15), 6, date(2026, 9, 15)),
        (date(2026, 12, 1), 1, date(2027, 1, 1)),
        (date(2026, 11, 30), 1, date(2026, 12, 30)),
        (date(2026, 1, 31), -2, date(2025, 11, 30)),
        (date(2026, 1, 15), -1, date(2025, 12, 15)),
        (date(2026, 5, 31), 0, date(2026, 5, 31)),
        (date(2028, 2, 29), 12, date(2029, 2, 28)),
    ],
)
def test_months_are_added_and_end_with_the_month(day, number, end):
    assert add_months(day, number) == end


@settings(database=None, deadline=None)
@given(DAYS, NUMBERS)
def test_months_added_land_in_the_right_month(day, number):
    end = add_months(day, number)

    assert (end.year * 12 + end.month) - (day.year * 12 + day.month) == number
    assert end.day == day.day or (end.day < day.day and (end + timedelta(days=1)).day == 1)
