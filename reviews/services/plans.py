"""The action plan of a review: complete before it is agreed."""

from dataclasses import dataclass
from datetime import date

from django.db import transaction

from boards.models import User
from boards.services.activity import record
from kscb.dates import today
from kscb.refusal import Refused
from reviews.models import Action, Measure, Recommendation, Response, Review
from reviews.services import actions


@dataclass(frozen=True)
class Gap:
    """One thing that a plan lacks, and the record where it is put right."""

    words: str
    where: Recommendation | Review


def gaps(review: Review) -> list[Gap]:
    """What the plan still lacks. Five queries, however long the plan."""
    made = review.recommendations.made().prefetch_related("responses", "measures", "served_by")
    found = [Gap(f"{asked} {words}", asked) for asked in made for words in _gaps_of(asked)]
    drafts = review.recommendations.filter(status=Recommendation.Status.DRAFT)
    found += [Gap(f"{asked} is still a draft: make it.", asked) for asked in drafts]
    if not found and not made:
        found = [Gap("The review has made no recommendation yet.", review)]
    return found


def _gaps_of(asked: Recommendation) -> list[str]:
    latest = next(iter(asked.responses.all()), None)
    if latest is None:
        return ["has no response from the board yet."]
    is_proposed = any(one.is_proposed for one in asked.served_by.all())
    if latest.answer == Response.Answer.NOT_ACCEPTED:
        return ["was not accepted, but an action is proposed for it: withdraw it."] * is_proposed
    found = []
    if all(measure.status == Measure.Status.WITHDRAWN for measure in asked.measures.all()):
        found.append("does not say how a difference will be known.")
    stands = any(one.is_open or one.is_accepted for one in asked.served_by.all())
    if not stands and not is_proposed and not asked.no_action_reason:
        found.append("has neither an action nor a reason for having none.")
    return found


@transaction.atomic
def agree(review: Review, *, by: User, agreed_on: date | None = None, at=None) -> Review:
    """Agree the whole plan: every proposed action is agreed, and its agency told.

    Raises Refused with all that is missing.
    """
    review = Review.objects.select_for_update().get(pk=review.pk)
    missing = gaps(review)
    if missing:
        lacking = " ".join(gap.words for gap in missing)
        raise Refused(f"The plan is not complete. {lacking}")
    review.plan_agreed_on = agreed_on or today()
    review.save(update_fields=["plan_agreed_on"])
    record(review, "agreed the plan", by=by, at=at)
    made = review.recommendations.made()
    proposed = Action.objects.proposed().filter(recommendation__review=review)
    for action in proposed.filter(recommendations__in=made).distinct():
        actions.agree(action, by=by, at=at)
    return review
