"""The action plan of a review: complete before it is agreed."""

from datetime import date

from django.db import transaction

from boards.models import User
from boards.services.activity import record
from kscb.dates import today
from kscb.refusal import Refused
from reviews.models import Action, Measure, Recommendation, Response, Review
from reviews.services import actions


def gaps(review: Review) -> list[str]:
    """What the plan still lacks, one sentence each. Five queries, however long the plan."""
    made = review.recommendations.made().prefetch_related("responses", "measures", "served_by")
    found = [sentence for asked in made for sentence in _gaps_of(asked)]
    drafts = review.recommendations.filter(status=Recommendation.Status.DRAFT)
    found += [f"{asked.reference} is still a draft: make it." for asked in drafts]
    if not found and not made:
        found = ["The review has made no recommendation yet."]
    return found


def _gaps_of(asked: Recommendation) -> list[str]:
    latest = next(iter(asked.responses.all()), None)
    if latest is None:
        return [f"{asked.reference} has no response from the board yet."]
    if latest.answer == Response.Answer.NOT_ACCEPTED:
        return []
    found = []
    if all(measure.status == Measure.Status.WITHDRAWN for measure in asked.measures.all()):
        found.append(f"{asked.reference} does not say how a difference will be known.")
    stands = [one for one in asked.served_by.all() if one.is_open or one.is_accepted]
    proposed = [one for one in asked.served_by.all() if one.is_proposed]
    if not stands and not proposed and not asked.no_action_reason:
        found.append(f"{asked.reference} has neither an action nor a reason for having none.")
    return found


@transaction.atomic
def agree(review: Review, *, by: User, agreed_on: date | None = None, at=None) -> Review:
    """Agree the whole plan: every proposed action is agreed, and its agency told.

    Raises Refused with all that is missing.
    """
    review = Review.objects.select_for_update().get(pk=review.pk)
    missing = gaps(review)
    if missing:
        raise Refused(f"The plan is not complete. {' '.join(missing)}")
    review.plan_agreed_on = agreed_on or today()
    review.save(update_fields=["plan_agreed_on"])
    record(review, "agreed the plan", by=by, at=at)
    made = review.recommendations.made()
    for action in Action.objects.proposed().filter(recommendation__in=made):
        actions.agree(action, by=by, at=at)
    return review
