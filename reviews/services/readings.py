"""That a restricted review was read, by whom and why. The row is its own record of it."""

from django.utils import timezone

from boards.models import User
from kscb.dates import today
from kscb.refusal import Refused
from reviews.models import Reading, Review

MOST_REMEMBERED = 4
LOGGED = "Logged it"  # the reason of whoever began the review; offered to nobody


def has_read_today(review: Review, person: User) -> bool:
    return Reading.objects.today_by(person).filter(review=review).exists()


def read(review: Review, *, by: User, reason: str, at=None) -> Reading:
    """Write down why `by` reads the review today. Once a day: the first reason stays.

    `at` is for readings typed in later.
    """
    reason = reason.strip()
    if not reason:
        raise Refused("Say why you are reading this review.")
    found, _ = Reading.objects.get_or_create(
        review=review,
        person=by,
        read_on=timezone.localdate(at) if at else today(),
        defaults={"reason": reason, "at": at or timezone.now()},
    )
    return found


def reasons_before(person: User) -> list[str]:
    """The last reasons that the person gave, each once, of reviews that they may still see."""
    still = Reading.objects.filter(person=person, review__in=Review.objects.visible_to(person))
    given = (
        still.exclude(reason=LOGGED).order_by("-at", "-pk").values_list("reason", flat=True)[:50]
    )
    return list(dict.fromkeys(given))[:MOST_REMEMBERED]
