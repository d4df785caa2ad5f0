"""Today, years and meeting dates. The only place that asks the clock which day it is."""

from datetime import date, datetime, time

from django.utils import timezone


def today() -> date:
    """Today in England."""
    return timezone.localdate()


def start_of(day: date) -> datetime:
    """The moment at which a day begins in England. Comparing moments lets an index be used."""
    return timezone.make_aware(datetime.combine(day, time.min))


def year_of(day: date) -> int:
    """The calendar year in which the board's year (April to March) of `day` begins."""
    return day.year if day.month >= 4 else day.year - 1


def year_label(start: int) -> str:
    """2017 is "2017/18"."""
    return f"{start}/{(start + 1) % 100:02d}"


def year_bounds(start: int) -> tuple[date, date]:
    """The first and last day of the board's year that begins in April of `start`."""
    return date(start, 4, 1), date(start + 1, 3, 31)


def in_words(day: date | None) -> str:
    """3 March 2026."""
    return f"{day.day} {day:%B %Y}" if day else ""
