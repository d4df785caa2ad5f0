"""What reviews formally ask for."""

from django.shortcuts import render
from django.views.decorators.http import require_safe

from boards.models import Activity
from kscb.pages import find, form_page, form_view
from reviews.forms.recommendations import EditRecommendationForm, RecommendationForm
from reviews.models import Action, Recommendation, Review
from reviews.services import recommendations as work


@require_safe
def recommendation(request, pk):
    """Whoever reads the review, and an agency that it asks to act (without the review)."""
    rows = Recommendation.objects.visible_to(request.user).select_related("review", "board")
    recommendation = find(request, rows, pk)
    review = Review.objects.visible_to(request.user).filter(pk=recommendation.review_id)
    actions = Action.objects.visible_to(request.user).filter(recommendation=recommendation)
    may = request.user.has_perm
    page = {
        "recommendation": recommendation,
        "review": review.first(),
        "findings": recommendation.findings.visible_to(request.user).prefetch_related("themes"),
        "actions": actions.for_list()[:100],
        "activity": list(Activity.objects.about(recommendation)[:50]),
        "may_log": may("reviews.log_action", recommendation),
        "may_write": may("reviews.write_review", recommendation) and recommendation.review.is_draft,
    }
    return render(request, "reviews/recommendation.html", page)


@form_view
def add_recommendation(request, pk):
    rows = Review.objects.visible_to(request.user)
    review = find(request, rows, pk, permission="reviews.write_review")
    return form_page(
        request,
        RecommendationForm(request.POST or None, review=review),
        lambda **typed: work.make(review, by=request.user, **typed),
        heading=f"Add a recommendation to {review.reference}",
        submit="Add recommendation",
        said="The recommendation was added. Log what will be done about it.",
        keeps_draft=True,
        back_url=review.get_absolute_url(),
    )


@form_view
def edit_recommendation(request, pk):
    rows = Recommendation.objects.visible_to(request.user).select_related("review__board")
    recommendation = find(request, rows, pk, permission="reviews.write_review")
    shown = {
        "wording": recommendation.wording,
        "findings": list(recommendation.findings.all()),
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
