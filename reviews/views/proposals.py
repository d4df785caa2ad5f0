"""Proposing what will be done, after a look at what is being done already."""

from django.views.decorators.http import require_POST

from kscb.pages import form_page, form_view, step
from reviews.forms.proposals import ProposalForm
from reviews.services import actions as work
from reviews.services import measures as measure_work
from reviews.views.fetch import action_for, measure_for, recommendation_for

SAID = "The action is proposed. Its agency is told once you agree it."


@form_view
def add_action(request, pk):
    recommendation = recommendation_for(request, pk, "reviews.log_action")
    return proposal_page(
        request,
        recommendation,
        lambda **typed: work.propose(recommendation, by=request.user, **typed),
        back_url=recommendation.get_absolute_url(),
    )


@form_view
def act_on_measure(request, pk):
    """What was done did not do it: the same form, with the agency of the action before it."""
    measure = measure_for(request, pk, "reviews.close_measure")
    before = measure.recommendation.served_by.visible_to(request.user).order_by("-pk").first()
    return proposal_page(
        request,
        work.stands_for(measure.recommendation),
        lambda **typed: measure_work.act_on(measure, by=request.user, **typed),
        initial={"agency": before.agency_id, "owner": before.owner_id} if before else {},
        intro=f"The test of {measure} showed: {measure.get_result_display().lower()}. "
        "Ask for something that can change what was found.",
        back_url=measure.get_absolute_url(),
    )


def proposal_page(request, recommendation, act, *, back_url, initial=None, **context):
    form = ProposalForm(
        request.POST or None, recommendation=recommendation, user=request.user, initial=initial
    )
    return form_page(
        request,
        form,
        act,
        heading=f"Propose an action on {recommendation}",
        template="reviews/propose_action.html",
        recommendation=recommendation,
        lede=recommendation.wording,
        submit="Propose action",
        said=SAID,
        back_url=back_url,
        **context,
    )


@require_POST
def serve_recommendation(request, pk, action_pk):
    """Instead of a new action, one that is there already serves this recommendation too."""
    recommendation = recommendation_for(request, pk, "reviews.log_action")
    action = action_for(request, action_pk)

    def act():
        work.serve(action, recommendation=recommendation, by=request.user)
        return recommendation

    return step(
        request,
        act,
        said=f"{action} now serves {recommendation} too.",
        back=recommendation,
    )
