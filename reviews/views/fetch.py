"""How a page finds its record: 404 if it is not theirs, 403 if they may not do this to it."""

from django.http import HttpRequest

from kscb.pages import find
from reviews.models import Action, Measure, Recommendation, Review
from reviews.views.restricted import open_part, open_review


def review_for(request: HttpRequest, pk: int, permission: str = "") -> Review:
    """Of a restricted review the reason is asked, if none was given today."""
    rows = Review.objects.visible_to(request.user).select_related("board").for_list()
    review = find(request, rows, pk, permission=permission)
    open_review(request, review)
    return review


def recommendation_for(request: HttpRequest, pk: int, permission: str = "") -> Recommendation:
    """As `review_for`. An agency asked to act sees the wording alone, without giving a reason."""
    rows = Recommendation.objects.visible_to(request.user).select_related("review__board", "board")
    recommendation = find(request, rows, pk, permission=permission)
    open_part(request, recommendation.review)
    return recommendation


def measure_for(request: HttpRequest, pk: int, permission: str = "") -> Measure:
    """As `review_for`, of the review whose recommendation it tests."""
    rows = Measure.objects.visible_to(request.user)
    joined = rows.select_related("board", "recommendation__review", "standard__theme", "tested_by")
    measure = find(request, joined, pk, permission=permission)
    open_review(request, measure.recommendation.review)
    return measure


def action_for(request: HttpRequest, pk: int, permission: str = "") -> Action:
    rows = Action.objects.visible_to(request.user).for_page()
    return find(request, rows, pk, permission=permission)
