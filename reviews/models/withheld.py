"""What the board-wide list of activity does not repeat: words of a restricted review.

A model whose steps may quote the review is added to PATHS with the way to its review's status.
"""

from django.contrib.contenttypes.models import ContentType
from django.db.models import Q

from boards.models import withhold
from reviews.models.finding import Finding
from reviews.models.information import InformationRequest, ReviewDocument
from reviews.models.measure import Measure
from reviews.models.recommendation import Recommendation
from reviews.models.review import Review
from reviews.models.tracker import Tracker

PATHS = {
    Review: "status",
    Finding: "review__status",
    Recommendation: "review__status",
    InformationRequest: "review__status",
    ReviewDocument: "review__status",
    Measure: "recommendation__review__status",
    Tracker: "review__status",
}


def about_a_restricted_review() -> Q:
    """A condition on activity: its record is a restricted review, or a part of one."""
    condition = Q(pk__in=[])
    kinds = ContentType.objects.get_for_models(*PATHS)
    for model, path in PATHS.items():
        part_of_one = model._default_manager.filter(**{f"{path}__isnull": False}).exclude(
            **{path: Review.Status.PUBLISHED}
        )
        condition |= Q(target_type=kinds[model], target_pk__in=part_of_one.order_by().values("pk"))
    return condition


withhold(about_a_restricted_review)
