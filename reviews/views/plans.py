"""Action plans, set for a meeting's paper."""

from django.shortcuts import render
from django.views.decorators.http import require_safe

from boards.models import Agency
from kscb.dates import today
from kscb.pages import find, require
from reviews.models import Action, Review


@require_safe
def review_plan(request, pk):
    """Everything asked by one review, and where each action stands."""
    review = find(request, Review.objects.visible_to(request.user).select_related("board"), pk)
    actions = Action.objects.visible_to(request.user).filter(recommendation__review=review)
    page = {
        "heading": f"Action plan of {review.title}",
        "board": review.board,
        "back": review,
        "back_label": review.reference,
        "actions": actions.for_list(),
        "today": today(),
    }
    return render(request, "reviews/plan.html", page)


@require_safe
def agency_plan(request, pk):
    """What one agency owes the chosen board, and what it has done."""
    require(request, "reviews.view_actions", request.board)
    agency = find(request, Agency.objects.visible_to(request.user).serving(request.board), pk)
    actions = Action.objects.visible_to(request.user).filter(board=request.board, agency=agency)
    page = {
        "heading": f"Action plan of {agency.name}",
        "board": request.board,
        "back_label": "Actions",
        "actions": actions.for_list().order_by("due_on", "in_order"),
        "today": today(),
    }
    return render(request, "reviews/plan.html", page)
