"""Whether to review: decided, with reasons, and with what our own records said at the time."""

from collections.abc import Iterable
from datetime import date

from django.db import transaction
from django.utils import timezone

from boards.models import User
from boards.services.activity import record
from kscb.dates import in_words, today
from kscb.refusal import Refused
from reviews.models import Criterion, Decision, Review, ReviewEvent


class RefusedDay(Refused):
    field = "decided_on"


class RefusedCriteria(Refused):
    field = "criteria"


@transaction.atomic
def decide(
    review: Review,
    *,
    outcome: str,
    decided_on: date,
    decided_by: str,
    reasons: str,
    improvements_before: str,
    recurrent_themes: str,
    by: User,
    improvements_words: str = "",
    recurrent_words: str = "",
    criteria: Iterable[Criterion] = (),
    shown: Iterable[str] = (),
    at=None,
) -> Decision:
    """Write a decision down, and its day among the review's events.

    Decided again, the later counts. `shown` is what the records said about earlier reviews when
    the two questions were answered.
    """
    review = Review.objects.select_for_update().get(pk=review.pk)
    if decided_on > today():
        raise RefusedDay("A decision is entered when it is made: today or before.")
    criteria = list(criteria)
    refuse_criteria(review, criteria, decided_on)
    decision = Decision.objects.create(
        review=review,
        outcome=outcome,
        decided_on=decided_on,
        decided_by=decided_by,
        reasons=reasons,
        improvements_before=improvements_before,
        improvements_words=improvements_words,
        recurrent_themes=recurrent_themes,
        recurrent_words=recurrent_words,
        shown=list(shown),
        by=by,
        at=at or timezone.now(),
    )
    decision.criteria.set(criteria)
    ReviewEvent.objects.create(
        review=review,
        event=ReviewEvent.Event.DECIDED,
        on=decided_on,
        by=by,
        at=at or timezone.now(),
    )
    record(review, "recorded a decision", by=by, at=at, to=decision.get_outcome_display())
    return decision


def refuse_criteria(review: Review, criteria: Iterable[Criterion], day: date) -> None:
    """They belong to the kind of review, and were in force on the day."""
    for criterion in criteria:
        if criterion.kind_id != review.kind_id:
            raise RefusedCriteria(f"“{criterion}” belongs to another kind of review.")
        if not (criterion.from_on or day) <= day <= (criterion.to_on or day):
            raise RefusedCriteria(
                f"“{criterion}” was not in force on {in_words(day)}. Untick it, or mend the date."
            )
