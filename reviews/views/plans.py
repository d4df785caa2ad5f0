"""Action plans, set for a meeting's paper."""

from itertools import groupby

from django.db.models import Prefetch
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from boards.models import Agency
from kscb.dates import today
from kscb.pages import find, require, step
from reviews.figures import progress
from reviews.models import Action, Measure, Relook, Response
from reviews.services import plans as work
from reviews.views.fetch import review_for


@require_safe
def review_plan(request, pk):
    """Everything asked by one review: the board's answer, the actions, how it will be tested."""
    review = review_for(request, pk)
    actions = Action.objects.visible_to(request.user).filter(recommendations__review=review)
    keeps = request.user.has_perm("reviews.agree_plan", review)
    page = {
        "heading": f"Action plan of {review.title}",
        "board": review.board,
        "back": review,
        "back_label": review.reference,
        "review": review,
        **asked_and_answered(request.user, review, actions),
        "gaps": work.gaps(review) if keeps else [],
        "may_agree": keeps,
        "today": today(),
    }
    return render(request, "reviews/plan.html", page)


def asked_and_answered(user, review, actions):
    """Each recommendation with its actions: one that nobody has taken on shows as such.

    An action that serves two of them stands under both, and is counted once.
    """
    by_pk = {action.pk: action for action in actions.for_page().distinct()}
    links = Action.recommendations.through.objects.filter(action__in=actions.values("pk"))
    serving = links.order_by("recommendation", "action__in_order")
    taken_on = grouped(serving.values_list("recommendation", "action"))
    looked = Prefetch("relooks", Relook.objects.visible_to(user), to_attr="looked_at_again")
    asked_for = progress.with_progress(review.recommendations.all(), user)
    made = asked_for.prefetch_related("agencies", looked)
    answers = latest(Response.objects.visible_to(user).filter(recommendation__review=review))
    tests = Measure.objects.visible_to(user).filter(recommendation__review=review)
    planned = grouped((one.recommendation_id, one) for one in tests.for_list())
    groups = [
        {
            "recommendation": asked,
            "standing": progress.standing_of(asked),
            "response": answers.get(asked.pk),
            "actions": [by_pk[pk] for pk in taken_on.get(asked.pk, [])],
            "measures": planned.get(asked.pk, []),
        }
        for asked in made
    ]
    return {"groups": groups, **tally(by_pk.values())}


def grouped(pairs):
    """{key: [values]} of pairs that come in the order of their keys."""
    return {
        key: [value for _, value in some] for key, some in groupby(pairs, key=lambda pair: pair[0])
    }


def latest(responses):
    """The one that counts, by recommendation."""
    return {one.recommendation_id: one for one in responses.order_by("at", "pk")}


def tally(actions):
    return {
        "total": len(actions),
        "accepted": sum(action.is_accepted for action in actions),
        "overdue": sum(action.is_overdue for action in actions),
    }


@require_POST
def agree_plan(request, pk):
    review = review_for(request, pk, "reviews.agree_plan")
    plan = reverse("reviews:review-plan", args=[review.pk])

    def act():
        work.agree(review, by=request.user)
        return plan

    return step(
        request,
        act,
        said="The plan is agreed. Agencies have been told of each action that was only proposed.",
        back=plan,
    )


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
        "groups": [{"actions": actions}] if actions else [],
        **tally(actions),
        "today": today(),
    }
    return render(request, "reviews/plan.html", page)
