"""Counts of what was learned and done, from rows that are already visible."""

from datetime import date, datetime

import pytest
from django.utils import timezone

from boards.services.activity import record
from reviews.figures import counts as figures
from reviews.models import Action, AuditReturn, Finding, Review
from tests.factories import (
    ActionFactory,
    AgencyFactory,
    AuditReturnFactory,
    AuditRoundFactory,
    FindingFactory,
    RecommendationFactory,
    ReviewFactory,
    ThemeFactory,
)

pytestmark = pytest.mark.django_db


def submitted(audit_return, *days):
    for day in days:
        at = timezone.make_aware(datetime(day.year, day.month, day.day, 12))
        record(audit_return, "submitted", by=None, at=at, to="Submitted")


def test_actions_by_agency_count_open_overdue_and_accepted(world):
    review = ReviewFactory(board=world.kent, published=True)
    recommendation = RecommendationFactory(review=review)
    for agency, traits in (
        (world.health, {"overdue": True}),
        (world.health, {}),
        (world.health, {"accepted": True, "overdue": True}),
        (world.police, {}),
    ):
        ActionFactory(recommendation=recommendation, agency=agency, **traits)

    counts = figures.by_agency(Action.objects.visible_to(world.member))

    assert [(c.name, c.open, c.overdue, c.accepted, c.all) for c in counts] == [
        ("Kent Community Health", 2, 1, 1, 3),
        ("Kent Police", 1, 0, 0, 1),
    ]


def test_an_action_counts_once_under_each_of_its_themes(world):
    fathers, babies = (ThemeFactory(board=world.kent, name=name) for name in ("Fathers", "Babies"))
    review = ReviewFactory(board=world.kent, published=True)
    findings = [
        FindingFactory(review=review, themes=[fathers, babies]),
        FindingFactory(review=review, themes=[fathers]),
    ]
    recommendation = RecommendationFactory(review=review, findings=findings)
    ActionFactory(recommendation=recommendation, agency=world.health, overdue=True)

    counts = figures.by_theme(
        Action.objects.visible_to(world.member), findings=Finding.objects.visible_to(world.member)
    )

    assert [(c.name, c.open, c.overdue, c.accepted) for c in counts] == [
        ("Babies", 1, 1, 0),
        ("Fathers", 1, 1, 0),
    ]


def test_a_review_counts_once_under_a_theme_it_found_twice(world):
    theme = ThemeFactory(board=world.kent, name="Fathers")
    review = ReviewFactory(board=world.kent, published=True)
    FindingFactory(review=review, themes=[theme])
    FindingFactory(review=review, themes=[theme])

    [count] = figures.themes_of(Review.objects.visible_to(world.member))

    assert (count.name, count.reviews) == ("Fathers", 1)


def test_a_return_is_on_time_by_the_day_it_was_first_submitted(world):
    audit = AuditRoundFactory(board=world.kent, due_on=date(2018, 3, 1))
    in_time, late, never, twice = (
        AuditReturnFactory(audit_round=audit, agency=AgencyFactory(serves=world.kent))
        for _ in range(4)
    )
    submitted(in_time, date(2018, 3, 1))
    submitted(late, date(2018, 3, 2))
    submitted(twice, date(2018, 2, 1), date(2018, 4, 1))
    AuditReturnFactory(
        audit_round=AuditRoundFactory(board=world.kent, due_on=date(2100, 1, 1)),
        agency=world.health,
    )

    assert never.pk
    on_time = figures.returns_on_time(AuditReturn.objects.visible_to(world.member))
    assert (on_time.on_time, on_time.due) == (2, 4)


def test_no_rows_make_no_counts(world):
    assert figures.by_agency(Action.objects.none()) == []
    assert figures.themes_of(Review.objects.none()) == []
    assert figures.returns_on_time(AuditReturn.objects.none()) == figures.OnTime(0, 0)
