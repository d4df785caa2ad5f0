"""How a page finds its record: 404 if it is not theirs, 403 if they may not do this to it."""

from django.http import HttpRequest

from kscb.pages import find
from reviews.models import Action, Measure, Recommendation, Review


def review_for(request: HttpRequest, pk: int, permission: str = "") -> Review:
    rows = Review.objects.visible_to(request.user).select_related("board").for_list()
    return find(request, rows, pk, permission=permission)


def recommendation_for(request: HttpRequest, pk: int, permission: str = "") -> Recommendation:
    rows = Recommendation.objects.visible_to(request.user).select_related("review__board", "board")
    return find(request, rows, pk, permission=permission)


def measure_for(request: HttpRequest, pk: int, permission: str = "") -> Measure:
    rows = Measure.objects.visible_to(request.user)
    joined = rows.select_related("board", "recommendation__review", "standard__theme", "tested_by")
    return find(request, joined, pk, permission=permission)


def action_for(request: HttpRequest, pk: int, permission: str = "") -> Action:
    rows = Action.objects.visible_to(request.user).for_page()
    return find(request, rows, pk, permission=permission)
