"""Actions: one list of all, one page for each, and the steps on it."""

from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from boards.forms import ReasonForm
from boards.models import Activity
from kscb.pages import as_pairs, form_page, form_view, list_page, require
from kscb.standing import days_words
from reviews import filters, tables
from reviews.figures import change
from reviews.forms.actions import DueDateForm, HandOverForm, ShareForm, UpdateForm
from reviews.models import Action, ActionUpdate, Review, with_their_evidence
from reviews.services import actions as work
from reviews.views.fetch import action_for
from reviews.views.offers import offers_for
from reviews.views.reminders import reminded


@require_safe
def actions(request):
    require(request, "reviews.view_actions", request.board)
    rows = Action.objects.visible_to(request.user).filter(board=request.board)
    also = [
        ("Evidence", "reviews:evidence", "reviews.view_evidence"),
        ("Actions to hand over", "reviews:hand-over", "reviews.hand_over_actions"),
        ("What kind of change do we ask for?", "reviews:kinds-of-change", "reviews.view_actions"),
        ("Reminders", "reviews:reminders", "reviews.view_reminders"),
    ]
    return list_page(
        request,
        rows.for_list().most_urgent_first(),
        filters.ActionFilters,
        tables.ActionColumns,
        heading="Actions",
        noun="actions",
        empty="Actions will appear here once board staff propose one on a recommendation.",
        links=[
            {"label": label, "url": reverse(route)}
            for label, route, permission in also
            if request.user.has_perm(permission, request.board)
        ],
    )


@require_safe
def action(request, pk):
    action = action_for(request, pk)
    may = request.user.has_perm
    updates = ActionUpdate.objects.visible_to(request.user).filter(action=action)
    reads_updates = may("reviews.read_updates", action)
    activity = list(Activity.objects.about(action)[:50]) if reads_updates else []
    page = {
        "action": action,
        "rows": facts(action),
        "updates": updates.select_related("by").prefetch_related(with_their_evidence()),
        "activity": activity,
        "asked": what_the_board_asks(action, activity),
        "due_dates": action.due_date_changes.select_related("by"),
        "acceptances": action.acceptances.all(),
        "reads_updates": reads_updates,
        "may_reuse": action.is_open and may("reviews.reuse_evidence", action),
        "offered": offers_for(request.user, action),
        **around(request.user, action),
        "reminded": reminded(request.user, action),
    }
    return render(request, "reviews/action.html", page)


def around(user, action):
    """What it serves and what it was merged with: only what the person may know of.

    Of what it also serves, only those whose review they read.
    """
    also = action.recommendations.exclude(pk=action.recommendation_id).visible_to(user)
    actions = Action.objects.visible_to(user)
    came_from = action.came_from.visible_to(user).select_related("recommendation")
    return {
        "review": Review.objects.visible_to(user)
        .filter(pk=action.recommendation.review_id)
        .first(),
        "also_serves": also.of_reviews_read_by(user),
        "merged_into": actions.filter(pk=action.superseded_by_id).first()
        if action.superseded_by_id
        else None,
        "took_in": actions.filter(superseded_by=action),
        "came_from": came_from,
    }


def what_the_board_asks(action, activity):
    """The words with which the action last came back, until the agency submits it again."""
    if action.status != Action.Status.IN_PROGRESS:
        return ""
    came_back = (entry for entry in activity if entry.verb == work.RETURNED)
    return next((entry.detail.get("note", "") for entry in came_back), "")


def facts(action):
    return as_pairs(
        [
            ("What will be done", action.wording),
            ("What will be different for children", action.difference),
            ("Owner agency", action.agency),
            ("Named owner", action.owner),
            ("Due", action.due_on),
            ("Priority", action.get_priority_display()),
            ("Kind of change", action.get_change_display()),
            ("Colour", action.brag_words),
            ("Step reached", f"{action.get_status_display()} {for_how_long(action)}"),
            ("Board", action.board),
        ]
    )


def for_how_long(action):
    """ "since 3 March 2018, for 43 days" """
    since = f"since {day(action.status_since)}"
    return f"{since}, for {days_words(action.days_in_status)}" if action.days_in_status else since


def day(moment):
    return f"{timezone.localdate(moment):%-d %B %Y}"


@form_view
def update_action(request, pk):
    action = action_for(request, pk, "reviews.update_action")
    may_submit = request.user.has_perm("reviews.submit_action", action)
    form = UpdateForm(request.POST or None, request.FILES or None, may_submit=may_submit)
    asked = what_the_board_asks(action, Activity.objects.about(action)[:50])

    def act(text, submit=False, **_):
        work.update(action, text=text, by=request.user, submit=submit, **form.evidence())
        return action

    return form_page(
        request,
        form,
        act,
        heading=f"Update {action.reference}",
        lede=action.wording,
        rows=as_pairs([("The board asks", asked), ("Due", action.due_on)]),
        submit="Save update",
        said="The update was saved.",
        keeps_draft=True,
        back_url=action.get_absolute_url(),
    )


@form_view
def accept_action(request, pk):
    action = action_for(request, pk, "reviews.decide_action")
    return form_page(
        request,
        ReasonForm(request.POST or None, label="What you saw that shows it is done"),
        lambda note: work.accept(action, by=request.user, note=note),
        heading=f"Accept {action.reference} as done",
        lede=action.wording,
        intro="Done is not the same as helped: whether practice changed is tested later.",
        submit="Accept as done",
        said="The action was accepted as done. The agency has been told.",
        keeps_draft=True,
        back_url=action.get_absolute_url(),
    )


@form_view
def return_action(request, pk):
    action = action_for(request, pk, "reviews.decide_action")
    return form_page(
        request,
        ReasonForm(request.POST or None, label="What is missing, or what you ask"),
        lambda note: work.send_back(action, by=request.user, note=note),
        heading=f"Return {action.reference} to the agency",
        lede=action.wording,
        submit="Return to agency",
        said="The action was returned. The agency has been told.",
        keeps_draft=True,
        back_url=action.get_absolute_url(),
    )


@form_view
def change_due_date(request, pk):
    action = action_for(request, pk, "reviews.change_due_date")
    return form_page(
        request,
        DueDateForm(request.POST or None),
        lambda **typed: work.change_due_date(action, by=request.user, **typed),
        heading=f"Change the due date of {action.reference}",
        rows=[("Due now", action.due_on)],
        submit="Change due date",
        said="The due date was changed, and the old one kept.",
        keeps_draft=True,
        back_url=action.get_absolute_url(),
    )


@form_view
def hand_over_action(request, pk):
    action = action_for(request, pk, "reviews.change_owner")
    return form_page(
        request,
        HandOverForm(request.POST or None, action=action),
        lambda **typed: work.hand_over(action, by=request.user, **typed),
        heading=f"Hand over {action.reference}",
        rows=[("Owner agency", action.agency), ("Named owner now", action.owner)],
        submit="Hand over",
        said="The action has a new owner.",
        back_url=action.get_absolute_url(),
    )


@form_view
def share_action(request, pk):
    action = action_for(request, pk, "reviews.share_action")
    return form_page(
        request,
        ShareForm(request.POST or None, shared=action),
        lambda people: work.share(action, people=people, by=request.user),
        heading=f"Share {action.reference} with colleagues",
        submit="Save",
        said="Saved. They can see this action and draft updates on it.",
        back_url=action.get_absolute_url(),
    )


@require_safe
def hand_over(request):
    """Actions whose named owner has left: the list of all actions, so filtered."""
    require(request, "reviews.hand_over_actions", request.board)
    rows = Action.objects.visible_to(request.user).filter(board=request.board).for_hand_over()
    return list_page(
        request,
        rows.for_list().most_urgent_first(),
        filters.ActionFilters,
        tables.ActionColumns,
        heading="Actions to hand over",
        noun="actions",
        lede="Their named owner no longer speaks for the agency. Open one to give it to another.",
        empty="Every open action has an owner who still speaks for its agency.",
        back_url=reverse("reviews:actions"),
        back_label="Actions",
    )


@require_safe
def kinds_of_change(request):
    """Of the actions that the person sees, what kind of change each asks for."""
    require(request, "reviews.view_actions", request.board)
    numbers = change.by_change(Action.objects.visible_to(request.user).filter(board=request.board))
    page = {"chart": change.chart(numbers), "figures": [change.weak(numbers)]}
    return render(request, "reviews/kinds_of_change.html", page)
