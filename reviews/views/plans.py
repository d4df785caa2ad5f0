"""Action plans, set for a meeting's paper."""

from itertools import groupby

from django.db.models import Prefetch
from django.shortcuts import render
from django.views.decorators.http import require_safe

from boards.models import Agency
from kscb.dates import today
from kscb.pages import find, require
from reviews.models import Action, Relook
from reviews.views.restricted import review_for


@require_safe
def review_plan(request, pk):
    """Everything asked by one review, and where each action stands."""
    review = review_for(request, pk)
    actions = Action.objects.visible_to(request.user).filter(recommendation__review=review)
    page = {
        "heading": f"Action plan of {review.title}",
        "board": review.board,
        "back": review,
        "back_label": review.reference,
        **asked_and_answered(
            with_relooks(review.recommendations.all(), request.user), actions.for_page()
        ),
        "today": today(),
    }
    return render(request, "reviews/plan.html", page)


def with_relooks(recommendations, user):
    rows = Relook.objects.visible_to(user)
    return recommendations.prefetch_related(Prefetch("relooks", rows, to_attr="looked_at_again"))


def asked_and_answered(recommendations, actions):
    """Each recommendation with its actions: one that nobody has taken on shows as such."""
    actions = list(actions.order_by("recommendation", "number"))
    grouped = groupby(actions, key=lambda action: action.recommendation_id)
    taken_on = {pk: list(group) for pk, group in grouped}
    return {
        "groups": [(asked, taken_on.get(asked.pk, [])) for asked in recommendations],
        **tally(actions),
    }


def tally(actions):
    return {
        "total": len(actions),
        "accepted": sum(not action.is_open for action in actions),
        "overdue": sum(action.is_overdue for action in actions),
    }


@require_safe
def agency_plan(request, pk):
    """What one agency owes the chosen board, and what it has done."""
    require(request, "reviews.view_actions", request.board)
    agency = find(request, Agency.objects.visible_to(request.user).serving(request.board), pk)
    rows = Action.objects.visible_to(request.user).filter(board=request.board, agency=agency)
    actions = list(rows.for_page().order_by("due_on", "in_order"))
    page = {
        "heading": f"Action plan of {agency.name}",
        "board": request.board,
        "back_label": "Actions",
        "groups": [(None, actions)] if actions else [],
        **tally(actions),
        "today": today(),
    }
    return render(request, "reviews/plan.html", page)
