"""The life of a review."""

from datetime import date

import factory
from factory.django import DjangoModelFactory

from reviews.models import (
    ClockRule,
    Criterion,
    Decision,
    Hold,
    LatenessReason,
    LinkedReview,
    ReviewEvent,
    Stage,
    StageReached,
)
from tests.factories.boards import UserFactory
from tests.factories.reviews import ReviewFactory, ReviewKindFactory


class StageFactory(DjangoModelFactory):
    class Meta:
        model = Stage

    kind = factory.SubFactory(ReviewKindFactory)
    number = factory.Sequence(lambda n: n + 101)
    name = factory.LazyAttribute(lambda stage: f"Stage {stage.number}")


class StageReachedFactory(DjangoModelFactory):
    class Meta:
        model = StageReached

    review = factory.SubFactory(ReviewFactory)
    stage = factory.SubFactory(StageFactory, kind=factory.SelfAttribute("..review.kind"))
    reached_on = date(2017, 5, 2)
    by = factory.SubFactory(UserFactory)


class ReviewEventFactory(DjangoModelFactory):
    class Meta:
        model = ReviewEvent

    review = factory.SubFactory(ReviewFactory)
    event = ReviewEvent.Event.NOTIFIED
    on = date(2017, 5, 2)
    by = factory.SubFactory(UserFactory)


class ClockRuleFactory(DjangoModelFactory):
    """Five working days from knowing to notifying."""

    class Meta:
        model = ClockRule

    kind = factory.SubFactory(ReviewKindFactory)
    name = factory.Sequence(lambda n: f"Clock {n}")
    number = 5
    unit = ClockRule.Unit.WORKING_DAYS
    starts_with = ReviewEvent.Event.AWARE
    ends_with = ReviewEvent.Event.NOTIFIED


class LatenessReasonFactory(DjangoModelFactory):
    class Meta:
        model = LatenessReason

    review = factory.SubFactory(ReviewFactory)
    rule = factory.SubFactory(ClockRuleFactory, kind=factory.SelfAttribute("..review.kind"))
    reason = "The rota was empty."
    by = factory.SubFactory(UserFactory)


class HoldFactory(DjangoModelFactory):
    class Meta:
        model = Hold

    review = factory.SubFactory(ReviewFactory)
    proceeding = Hold.Proceeding.CRIMINAL
    reason = "A trial is listed."
    from_on = date(2018, 1, 8)
    review_on = date(2030, 1, 8)
    by = factory.SubFactory(UserFactory)


class CriterionFactory(DjangoModelFactory):
    class Meta:
        model = Criterion

    kind = factory.SubFactory(ReviewKindFactory)
    number = factory.Sequence(lambda n: n + 101)
    wording = factory.LazyAttribute(lambda criterion: f"Criterion {criterion.number}")


class DecisionFactory(DjangoModelFactory):
    class Meta:
        model = Decision

    review = factory.SubFactory(ReviewFactory)
    outcome = Decision.Outcome.NOT_TO_REVIEW
    decided_on = date(2017, 6, 1)
    decided_by = "Chris Chair"
    reasons = "The criteria were not met."
    improvements_before = Decision.YesNo.NO
    recurrent_themes = Decision.YesNo.NO
    by = factory.SubFactory(UserFactory)


class LinkedReviewFactory(DjangoModelFactory):
    class Meta:
        model = LinkedReview

    review = factory.SubFactory(ReviewFactory)
    kind = LinkedReview.Kind.DOMESTIC_HOMICIDE
    held_by = "Community safety partnership"
    by = factory.SubFactory(UserFactory)
