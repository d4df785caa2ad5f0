"""What the board says to a recommendation."""

from kscb.dates import in_words
from kscb.pages import form_page, form_view
from reviews.forms.recommendations import NoActionForm, ResponseForm
from reviews.services import recommendations as work
from reviews.views.fetch import recommendation_for


@form_view
def respond(request, pk):
    recommendation = recommendation_for(request, pk, "reviews.answer_recommendation")
    said_before = [
        (in_words(response.decided_on), f"{response.get_answer_display()}. {response.reasons}")
        for response in recommendation.responses.all()
    ]
    return form_page(
        request,
        ResponseForm(request.POST or None),
        lambda **typed: work.respond(recommendation, by=request.user, **typed).recommendation,
        heading=f"What does the board say to {recommendation.reference}?",
        lede=recommendation.wording,
        rows=said_before,
        intro="The latest answer counts; earlier ones are kept." if said_before else "",
        submit="Save the answer",
        said="The board’s answer is saved.",
        back_url=recommendation.get_absolute_url(),
    )


@form_view
def plan_no_action(request, pk):
    recommendation = recommendation_for(request, pk, "reviews.answer_recommendation")
    return form_page(
        request,
        NoActionForm(request.POST or None, initial={"reason": recommendation.no_action_reason}),
        lambda reason: work.plan_no_action(recommendation, reason=reason, by=request.user),
        heading=f"No action is planned on {recommendation.reference}",
        lede=recommendation.wording,
        submit="Save the reason",
        said="The reason is saved.",
        back_url=recommendation.get_absolute_url(),
    )
