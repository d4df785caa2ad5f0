"""The independent re-look: someone comes back later and says whether what was asked was met."""

from datetime import date

from django.db import transaction
from django.db.models import Min
from django.utils import timezone

from boards.models import User
from boards.services.activity import record
from kscb.dates import in_words, today
from kscb.refusal import Refused
from reviews.models import Recommendation, Relook


@transaction.atomic
def look_again(
    recommendation: Recommendation,
    *,
    looked_on: date,
    looked_by: str,
    result: str,
    words: str,
    by: User,
    at=None,
) -> Relook:
    """Write down what was seen. The step shows with the review, which an agency may not read."""
    fresh = Recommendation.objects.select_for_update(of=("self",)).select_related("review")
    recommendation = fresh.get(pk=recommendation.pk)
    if not recommendation.is_made:
        status = recommendation.get_status_display().lower()
        raise Refused(f"This recommendation is {status}: only one that stands is looked at again.")
    refuse_day(recommendation, looked_on)
    relook = Relook.objects.create(
        board_id=recommendation.board_id,
        recommendation=recommendation,
        looked_on=looked_on,
        looked_by=looked_by,
        result=result,
        words=words,
        by=by,
        at=at or timezone.now(),
    )
    verb = f"recorded a re-look of recommendation {recommendation.number}"
    note = f"{relook.get_result_display()}: {words}"
    record(recommendation.review, verb, by=by, at=at, note=note)
    return relook


def refuse_day(recommendation: Recommendation, looked_on: date) -> None:
    """Nobody has looked yet in days to come, nor again before there was a finding."""
    if looked_on > today():
        raise Refused("Give today’s date or an earlier one for when it was re-tested.")
    found_on = recommendation.findings.aggregate(first=Min("found_on"))["first"]
    if found_on and looked_on < found_on:
        raise Refused(
            f"It answers a finding of {in_words(found_on)}: give that day or a later one for when "
            "it was re-tested."
        )
