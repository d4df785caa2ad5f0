"""Working days in England, as statutory clocks count them.

Bank holidays come with the library govuk-bank-holidays, which keeps the dates of GOV.UK for the
years from 2012 to about two years ahead; the network is never asked. Before and beyond the years it
knows, only weekends are left out, so a clock far ahead may end a day early until the library is
upgraded.
"""

from calendar import monthrange
from datetime import date, timedelta
from functools import cache

from govuk_bank_holidays.bank_holidays import BankHolidays

SATURDAY = 5
ONE_DAY = timedelta(days=1)


@cache
def bank_holidays() -> frozenset[date]:
    """The bank holidays of England and Wales, read once from the library's own copy."""
    known = BankHolidays(use_cached_holidays=True)
    holidays = known.get_holidays(division=BankHolidays.ENGLAND_AND_WALES)
    return frozenset(holiday["date"] for holiday in holidays)


def is_working_day(day: date) -> bool:
    """Monday to Friday, and not a bank holiday in the years that the library knows."""
    return day.weekday() < SATURDAY and day not in bank_holidays()


def add_working_days(day: date, number: int) -> date:
    """The working day that comes `number` working days after `day`, or before it if negative.

    0 gives `day` itself, even on a weekend. The day of an event is never counted.
    """
    step = ONE_DAY if number > 0 else -ONE_DAY
    left = abs(number)
    while left:
        day += step
        left -= is_working_day(day)
    return day


def working_days_between(first: date, last: date) -> int:
    """How many working days come after `first`, up to and including `last`.

    Negative when `last` comes before `first`: the same count as the other way round.
    """
    if last < first:
        return -working_days_between(last, first)
    days = (last - first).days
    return sum(is_working_day(first + timedelta(days=after)) for after in range(1, days + 1))


def add_months(day: date, number: int) -> date:
    """The same day of the month, `number` months on; the month's last day where it has no such day.

    Six months after 31 August is 28 or 29 February. Months are calendar months: the day may be a
    weekend.
    """
    years, month = divmod(day.month - 1 + number, 12)
    year, month = day.year + years, month + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))
