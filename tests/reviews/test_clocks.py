"""Clocks: due, met, missed by how many days, under the rule in force on the day they start.

Dates worked by hand: 25 and 28 May 2018 hold a Friday and a bank holiday Monday.
"""

from datetime import date, datetime, timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from reviews.figures import clocks
from reviews.models import ClockRule, Decision, Review
from reviews.services.kinds import set_up
from tests.factories import (
    ClockRuleFactory,
    DecisionFactory,
    LatenessReasonFactory,
    ReviewEventFactory,
    ReviewFactory,
    ReviewKindFactory,
    StageFactory,
)

FRIDAY, TUESDAY = date(2018, 5, 18), date(2018, 5, 29)
NOON = datetime(2018, 5, 29, 12)


@pytest.fixture(autouse=True)
def _tuesday():
    with time_machine.travel(timezone.make_aware(NOON), tick=False):
        yield


@pytest.fixture
def rule(kind):
    """Five working days."""
    return ClockRuleFactory(kind=kind, name="Notify")


def aware(review, on, **fields):
    return ReviewEventFactory(review=review, event="aware", on=on, **fields)


def notified(review, on, **fields):
    return ReviewEventFactory(review=review, event="notified", on=on, **fields)


def told(review):
    """(due, ended, days, standing, tone) of each clock of the review."""
    known = clocks.with_their_events(Review.objects.filter(pk=review.pk)).get()
    return [
        (clock.due_on, clock.ended_on, clock.days, clock.standing.word, clock.standing.tone)
        for clock in clocks.of_review(known)
    ]


def test_a_clock_that_has_not_started_is_not_told(review, rule):
    notified(review, TUESDAY)

    assert told(review) == []


@pytest.mark.parametrize(
    ("started", "due", "days", "words", "tone"),
    [
        # The bank holiday of 28 May is left out: the fifth working day is the Tuesday.
        (date(2018, 5, 21), TUESDAY, 0, "Due today", "soon"),
        (date(2018, 5, 22), date(2018, 5, 30), 1, "Due in 1 working day", "soon"),
        (date(2018, 5, 29), date(2018, 6, 5), 5, "Due in 5 working days", "soon"),
        (FRIDAY, date(2018, 5, 25), -1, "Overdue 1 working day", "late"),
        (date(2018, 5, 11), date(2018, 5, 18), -6, "Overdue 6 working days", "late"),
    ],
)
def test_a_running_clock_counts_working_days(review, rule, started, due, days, words, tone):
    aware(review, started)

    assert told(review) == [(due, None, days, words, tone)]


@pytest.mark.parametrize(
    ("ended", "days", "words", "tone"),
    [
        (date(2018, 5, 22), 3, "Met, 3 working days to spare", "good"),
        (date(2018, 5, 24), 1, "Met, 1 working day to spare", "good"),
        (date(2018, 5, 25), 0, "Met on its last day", "good"),
        (date(2018, 5, 26), 0, "Missed by less than 1 working day", "late"),
        (date(2018, 5, 29), -1, "Missed by 1 working day", "late"),
        (date(2018, 5, 17), 6, "Met, 6 working days to spare", "good"),
    ],
)
def test_an_ended_clock_is_met_or_missed(review, rule, ended, days, words, tone):
    aware(review, FRIDAY)
    notified(review, ended)

    assert told(review) == [(date(2018, 5, 25), ended, days, words, tone)]


def test_months_are_counted_in_days(review, kind):
    ClockRuleFactory(kind=kind, number=1, unit=ClockRule.Unit.MONTHS)
    aware(review, date(2018, 4, 30))

    assert told(review) == [(date(2018, 5, 30), None, 1, "Due in 1 day", "soon")]


def test_a_clock_that_counts_back_is_due_before_it_starts(review, kind):
    ClockRuleFactory(
        kind=kind,
        number=7,
        starts_with="publication_planned",
        ends_with="panel_told_publication",
        is_before=True,
    )
    ReviewEventFactory(review=review, event="publication_planned", on=date(2018, 6, 11))

    # Back from Monday 11 June: 8, 7, 6, 5, 4 and 1 June, and 31 May.
    assert told(review) == [(date(2018, 5, 31), None, 2, "Due in 2 working days", "soon")]


def test_the_later_entry_of_an_event_counts(review, rule):
    now = timezone.now()
    aware(review, FRIDAY, at=now)
    aware(review, date(2018, 5, 22), at=now - timedelta(days=1))

    [clock] = told(review)

    assert clock[0] == date(2018, 5, 25)


@pytest.mark.parametrize(
    ("from_on", "to_on", "is_told"),
    [
        (None, None, True),
        (FRIDAY, FRIDAY, True),
        (FRIDAY + timedelta(days=1), None, False),
        (None, FRIDAY - timedelta(days=1), False),
    ],
)
def test_only_the_rule_in_force_on_the_first_day_runs(review, kind, from_on, to_on, is_told):
    ClockRuleFactory(kind=kind, from_on=from_on, to_on=to_on)
    aware(review, FRIDAY)

    assert bool(told(review)) == is_told


def test_the_latest_reason_is_the_one_given(review, rule):
    aware(review, FRIDAY)
    now = timezone.now()
    LatenessReasonFactory(review=review, rule=rule, reason="Second.", at=now)
    LatenessReasonFactory(review=review, rule=rule, reason="First.", at=now - timedelta(days=1))

    known = clocks.with_their_events(Review.objects.filter(pk=review.pk)).get()
    [clock] = clocks.of_review(known)

    assert (clock.reason, clock.is_missed, clock.wants_reason) == ("Second.", True, False)


@pytest.mark.parametrize("outcome", Decision.Outcome.values)
def test_a_decision_starts_a_clock_only_when_it_is_to_review(review, kind, outcome):
    ClockRuleFactory(kind=kind, starts_with="decided", ends_with="completed")
    ReviewEventFactory(review=review, event="decided", on=FRIDAY)
    DecisionFactory(review=review, outcome=outcome)

    assert bool(told(review)) == (outcome == "review")


def test_a_review_that_has_ended_runs_no_clock_and_keeps_what_was_missed(review, kind, rule):
    ClockRuleFactory(kind=kind, starts_with="notified", ends_with="rapid_reviewed")
    aware(review, date(2018, 5, 1))
    notified(review, TUESDAY)
    review.stage = StageFactory(kind=kind, is_last=True)
    review.save()

    assert [standing for *_, standing, _ in told(review)] == ["Missed by 13 working days"]


def test_the_most_urgent_is_told_first(world, kind, body, rule):
    ClockRuleFactory(kind=kind, starts_with="notified", ends_with="rapid_reviewed", name="Rapid")
    late, running, explained, met, ended = (
        ReviewFactory(board=world.kent, kind=kind, commissioned_by=body, pseudonym=name)
        for name in ("late", "running", "explained", "met", "ended")
    )
    aware(running, TUESDAY)
    aware(late, FRIDAY)
    for review, on in ((explained, date(2018, 5, 28)), (met, date(2018, 5, 21))):
        aware(review, date(2018, 5, 14))
        notified(review, on)
        ReviewEventFactory(review=review, event="rapid_reviewed", on=TUESDAY)
    LatenessReasonFactory(review=explained, rule=rule)
    aware(ended, FRIDAY)
    ended.stage = StageFactory(kind=kind, is_last=True)
    ended.save()

    listed = clocks.running_or_missed(Review.objects.all())

    assert [(clock.review.pseudonym, clock.rule.name) for clock in listed] == [
        ("late", "Notify"),
        ("running", "Notify"),
        ("explained", "Notify"),
    ]
    assert clocks.next_clock(listed).review == late
    assert clocks.next_clock([]) is None


def test_clocks_ask_no_more_for_more_reviews(world, kind, body, rule):
    def queries():
        with CaptureQueriesContext(connection) as asked:
            assert clocks.running_or_missed(Review.objects.all())
        return len(asked)

    aware(ReviewFactory(board=world.kent, kind=kind), FRIDAY)
    few = queries()
    for _ in range(3):
        aware(ReviewFactory(board=world.kent, kind=kind), FRIDAY)

    assert queries() == few == 4


def test_a_serious_case_review_has_the_clocks_of_its_time(world):
    kind = set_up(ReviewKindFactory(board=world.kent, code="SCR"), by=world.staff)
    review = ReviewFactory(board=world.kent, kind=kind)
    aware(review, date(2018, 5, 1))
    notified(review, date(2018, 5, 8))
    ReviewEventFactory(review=review, event="decided", on=date(2018, 5, 25))

    assert told(review) == [
        # 7 May was a bank holiday, so the fifth working day was Wednesday 9 May.
        (date(2018, 5, 9), date(2018, 5, 8), 1, "Met, 1 working day to spare", "good"),
        (date(2018, 6, 8), date(2018, 5, 25), 14, "Met, 14 days to spare", "good"),
        (date(2018, 11, 25), None, 180, "Due in 180 days", "good"),
    ]


def test_an_old_rule_runs_no_more_under_the_new_law(world):
    kind = set_up(ReviewKindFactory(board=world.kent, code="LR"), by=world.staff)
    before, after = (ReviewFactory(board=world.kent, kind=kind) for _ in range(2))
    notified(before, date(2018, 5, 8))
    notified(after, date(2018, 6, 29))

    assert (told(before), [clock[0] for clock in told(after)]) == ([], [date(2018, 7, 20)])
