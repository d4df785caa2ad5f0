"""Whether to review: the rapid-review decision, with what our own records say."""

from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from kscb.dates import today
from kscb.pages import as_pairs, find, form_page, form_view, list_page, require
from reviews import filters, tables
from reviews.figures.earlier import earlier_of, lines_of
from reviews.forms.decisions import DecisionForm
from reviews.models import Criterion, Decision
from reviews.services import decisions as work
from reviews.views.life import of_review


@form_view
def decide_review(request, pk):
    review = of_review(request, pk, "reviews.decide_review")
    now = today()
    earlier = earlier_of(review, request.user, before=now)
    shown = lines_of(earlier, on=now)
    criteria = Criterion.objects.visible_to(request.user).filter(kind=review.kind)
    return form_page(
        request,
        DecisionForm(request.POST or None, criteria=criteria),
        lambda **typed: page_of(work.decide(review, by=request.user, shown=shown, **typed)),
        heading=f"Decide whether to review: {review.reference}",
        template="reviews/decide.html",
        earlier=earlier,
        review=review,
        may_write=request.user.has_perm("reviews.write_review", review),
        submit="Record decision",
        said="The decision was recorded. Move the review to the stage that follows from it.",
        back_url=review.get_absolute_url(),
    )


def page_of(decision):
    return reverse("reviews:decision", args=[decision.pk])


@require_safe
def decision(request, pk):
    """One decision, as a paper. What the records said names other reviews: not for readers."""
    rows = Decision.objects.visible_to(request.user).select_related("by")
    decision = find(request, rows.prefetch_related("criteria"), pk)
    review = of_review(request, decision.review_id)
    page = {
        "decision": decision,
        "review": review,
        "rows": facts(decision, review),
        "sees_shown": request.user.has_perm("reviews.view_decisions", review),
    }
    return render(request, "reviews/decision.html", page)


def facts(decision, review):
    return as_pairs(
        [
            ("Kind of review", review.kind),
            ("Decision", decision.get_outcome_display()),
            ("Date", decision.decided_on),
            ("Who decided", decision.decided_by),
            ("Reasons", decision.reasons),
        ]
    )


@require_safe
def decisions(request):
    """Every decision, those not to review among them; what was written is on its own page."""
    require(request, "reviews.view_decisions", request.board)
    rows = Decision.objects.visible_to(request.user).filter(review__board=request.board)
    return list_page(
        request,
        rows.select_related("review__kind"),
        filters.DecisionFilters,
        tables.DecisionColumns,
        heading="Decisions",
        lede="Whether to review, each with its reasons: decisions not to review are kept too.",
        noun="decisions",
        empty="Decisions will appear here once one is recorded on a review’s page.",
    )
