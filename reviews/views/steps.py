"""The steps of an action after it is proposed, each with its own page and its own permission."""

from django.views.decorators.http import require_POST

from boards.forms import ReasonForm
from kscb.pages import form_page, form_view, step
from reviews.forms.actions import DueDateForm
from reviews.forms.proposals import MergeForm
from reviews.models import Action
from reviews.services import actions as work
from reviews.views.fetch import action_for


@require_POST
def agree_action(request, pk):
    action = action_for(request, pk, "reviews.agree_action")
    return step(
        request,
        lambda: work.agree(action, by=request.user),
        said="The action is agreed. The agency has been told.",
        back=action,
    )


def reason_page(request, action, act, *, label, hint="", **page):
    """A step on an action that needs words."""
    return form_page(
        request,
        ReasonForm(request.POST or None, label=label, hint=hint),
        lambda note: act(action, by=request.user, note=note),
        lede=action.wording,
        back_url=action.get_absolute_url(),
        **page,
    )


@form_view
def verify_action(request, pk):
    action = action_for(request, pk, "reviews.verify_action")
    return reason_page(
        request,
        action,
        work.verify,
        label="What you saw that shows it was done",
        heading=f"Verify that {action} was done",
        intro="Its owner also proposed it, so a second person sees that it was done. "
        "A third then accepts it.",
        submit="Verify",
        said="You verified that it was done. Someone else can accept it now.",
    )


@form_view
def reopen_action(request, pk):
    action = action_for(request, pk, "reviews.reopen_action")
    return reason_page(
        request,
        action,
        work.reopen,
        label="Why it is not done after all",
        hint="The agency reads it. From today the action no longer stands as done.",
        heading=f"Reopen {action}",
        submit="Reopen",
        tone="warning",
        said="The action is open again. The agency has been told.",
    )


@form_view
def defer_action(request, pk):
    action = action_for(request, pk, "reviews.defer_action")
    form = DueDateForm(request.POST or None)
    form.fields["reason"].label = "Why it is put off"
    return form_page(
        request,
        form,
        lambda **typed: work.defer(action, by=request.user, **typed),
        heading=f"Defer {action}",
        rows=[("Due now", action.due_on), ("Owner agency", action.agency)],
        intro="You approve that it is put off. Its owner cannot.",
        submit="Defer",
        said="The action is deferred, and its old date kept. The agency has been told.",
        back_url=action.get_absolute_url(),
    )


@form_view
def dispute_action(request, pk):
    action = action_for(request, pk, "reviews.dispute_action")
    return reason_page(
        request,
        action,
        work.dispute,
        label="Why your agency should not do this",
        hint="For example: it is done already, it is another agency’s to do, or it would do harm.",
        heading=f"Dispute {action}",
        intro="The board decides: it upholds the action, or withdraws it.",
        submit="Dispute",
        said="The board’s staff have been told that your agency disputes it.",
    )


@form_view
def uphold_action(request, pk):
    action = action_for(request, pk, "reviews.settle_dispute")
    return reason_page(
        request,
        action,
        work.uphold,
        label="Why the action stands",
        heading=f"Uphold {action}",
        rows=[("The agency says", words_of_dispute(action))],
        submit="Uphold",
        said="The action stands. The agency has been told.",
    )


def words_of_dispute(action):
    """Why the agency last disputed it, or nothing."""
    return work.last_note(action, work.DISPUTED) if action.is_disputed else ""


@form_view
def withdraw_action(request, pk):
    action = action_for(request, pk, "reviews.withdraw_action")
    return reason_page(
        request,
        action,
        work.withdraw,
        label="Why nobody will do it",
        heading=f"Withdraw {action}",
        rows=[("The agency says", words_of_dispute(action))] * action.is_disputed,
        submit="Withdraw",
        tone="warning",
        said="The action is withdrawn.",
    )


@form_view
def merge_action(request, pk):
    action = action_for(request, pk, "reviews.merge_action")
    rows = Action.objects.visible_to(request.user)

    def act(into, note):
        work.supersede(action, into=into, by=request.user, note=note)
        return into

    return form_page(
        request,
        MergeForm(request.POST or None, action=action, rows=rows),
        act,
        heading=f"Merge {action} into another action",
        lede=action.wording,
        intro="Both keep their history. This one ends here.",
        submit="Merge",
        tone="warning",
        said="Merged. This action goes on.",
        back_url=action.get_absolute_url(),
    )
