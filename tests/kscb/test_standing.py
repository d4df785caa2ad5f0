from datetime import timedelta

import pytest

from kscb.dates import today
from kscb.standing import Standing, of_due_date


@pytest.mark.parametrize(
    ("days", "word", "tone"),
    [
        (-1234, "Overdue 1,234 days", "late"),
        (-2, "Overdue 2 days", "late"),
        (-1, "Overdue 1 day", "late"),
        (0, "Due today", "soon"),
        (1, "Due in 1 day", "soon"),
        (30, "Due in 30 days", "soon"),
        (31, "On track", "good"),
    ],
)
def test_where_a_record_stands_comes_from_its_due_date(days, word, tone):
    assert of_due_date(today() + timedelta(days=days)) == Standing(word, tone)
