"""What reviews formally ask for, and how far each has come."""

from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from boards.models import Activity
from kscb.pages import as_pairs, form_page, form_view, list_page, require
from reviews import filters, tables
from reviews.figures import progress
from reviews.forms.recommendations import (
    ConfirmForm,
    EditRecommendationForm,
    RecommendationForm,
    SupersedeForm,
)
from reviews.models import Action, Measure, Recommendation, Response, Review
from reviews.services import recommendations as work
from reviews.views.fetch import recommendation_for, review_for
from reviews.views.relooks import relooks_at


@require_safe
def recommendations(request):
    """Of the reviews that the person reads: an agency finds those it acts on from its actions."""
    require(request, "reviews.view_reviews", request.board)
    rows = Recommendation.objects.visible_to(request.user).of_reviews_read_by(request.user)
    rows = rows.filter(board=request.board)
    return list_page(
        request,
        progress.with_progress(rows, request.user).with_addressees().order_by("-in_order"),
        filters.RecommendationFilters,
        tables.RecommendationColumns,
        heading="Recommendations",
        noun="recommendations",
        empty="Recommendations will appear here once board staff add them to a review.",
        back_url=reverse("reviews:reviews"),
        back_label="Reviews",
        template="reviews/recommendations.html",
        figures=[progress.answered(rows)],
    )


@require_safe
def recommendation(request, pk):
    """Whoever reads the review, and an agency that it asks to act (without the review)."""
    recommendation = recommendation_for(request, pk)
    review = Review.objects.visible_to(request.user).filter(pk=recommendation.review_id).first()
    serving = Action.objects.visible_to(request.user).filter(recommendations=recommendation)
    page = {
        "recommendation": recommendation,
        "review": review,
        "findings": recommendation.findings.visible_to(request.user).prefetch_related("themes"),
        "actions": serving.for_list().most_urgent_first()[:100],
        **what_the_board_says(request, recommendation, review),
        **what_may_be_done(request, recommendation),
        "relooks": relooks_at(request, recommendation),
    }
    return render(request, "reviews/recommendation.html", page)


def what_the_board_says(request, recommendation, review):
    """Response, measures and state: for those who read the review, not for an agency that acts."""
    if review is None:
        return {}
    user = request.user
    of_this = {"recommendation": recommendation}
    responses = Response.objects.visible_to(user).filter(**of_this)
    measures = Measure.objects.visible_to(user).filter(**of_this).select_related("recommendation")
    row = progress.with_progress(Recommendation.objects.filter(pk=recommendation.pk), user).get()
    has_history = user.has_perm("reviews.see_publication", recommendation)
    return {
        "standing": progress.standing_of(row),
        "rows": facts(recommendation),
        "responses": list(responses.select_related("by")),
        "measures": list(measures),
        "came_before": recommendation.supersedes.first(),
        # It names actions of other reviews, and what was written before a review was published.
        "activity": list(Activity.objects.about(recommendation)[:50]) if has_history else [],
        "has_history": has_history,
    }


def facts(recommendation):
    to = ["the board"] * recommendation.to_board + [str(a) for a in recommendation.agencies.all()]
    return as_pairs(
        [
            ("Addressed to", ", ".join(to)),
            ("Priority", recommendation.get_priority_display()),
        ]
    )


def what_may_be_done(request, recommendation):
    may, is_made = request.user.has_perm, recommendation.is_made
    writes = may("reviews.write_review", recommendation) and recommendation.review.is_draft
    return {
        "may_make": recommendation.is_draft and writes,
        "may_supersede": is_made and writes,
        "may_log": is_made and may("reviews.log_action", recommendation),
        "may_answer": is_made and may("reviews.answer_recommendation", recommendation),
        "may_plan": is_made and may("reviews.plan_measure", recommendation),
    }


@form_view
def add_recommendation(request, pk):
    review = review_for(request, pk, "reviews.write_review")
    return form_page(
        request,
        RecommendationForm(request.POST or None, review=review),
        lambda **typed: work.draft(review, by=request.user, **typed),
        heading=f"Add a recommendation to {review.reference}",
        submit="Add recommendation",
        said="The recommendation is a draft. Once it is made, its words never change.",
        keeps_draft=True,
        back_url=review.get_absolute_url(),
    )


@form_view
def edit_recommendation(request, pk):
    recommendation = recommendation_for(request, pk, "reviews.write_review")
    shown = {
        "wording": recommendation.wording,
        "findings": list(recommendation.findings.all()),
        "to_board": recommendation.to_board,
        "agencies": list(recommendation.agencies.all()),
        "priority": recommendation.priority,
        "version": recommendation.version,
    }
    return form_page(
        request,
        EditRecommendationForm(request.POST or None, review=recommendation.review, initial=shown),
        lambda **typed: work.edit(recommendation, by=request.user, **typed),
        heading=f"Change {recommendation.reference}",
        submit="Save",
        said="The recommendation was changed.",
        keeps_draft=True,
        back_url=recommendation.get_absolute_url(),
    )


@form_view
def make_recommendations(request, pk):
    """Shows the words of every draft of a review once more; then they never change."""
    review = review_for(request, pk, "reviews.write_review")
    drafts = review.recommendations.filter(status=Recommendation.Status.DRAFT)

    def act():
        work.make_all(review, by=request.user)
        return reverse("reviews:review-plan", args=[review.pk])

    return form_page(
        request,
        ConfirmForm(request.POST if request.method == "POST" else None),
        act,
        heading=f"Make the recommendations of {review.reference}",
        rows=[(draft.reference, draft.wording) for draft in drafts],
        intro="Read them once more: from now on their words never change. The board can then "
        "answer them, and actions can be proposed.",
        submit="Make recommendations",
        said="The recommendations are made. The board answers each of them.",
        back_url=review.get_absolute_url(),
    )


@form_view
def supersede_recommendation(request, pk):
    recommendation = recommendation_for(request, pk, "reviews.write_review")
    return form_page(
        request,
        SupersedeForm(request.POST or None, initial={"wording": recommendation.wording}),
        lambda **typed: work.supersede(recommendation, by=request.user, **typed),
        heading=f"Supersede {recommendation.reference}",
        rows=[("It says now", recommendation.wording)],
        submit="Make the new recommendation",
        said="This recommendation takes its place. The board answers it anew.",
        back_url=recommendation.get_absolute_url(),
    )
