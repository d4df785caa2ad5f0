"""Whom the board reminded of what, and reminding someone by hand."""

from django.urls import reverse
from django.views.decorators.http import require_safe

from kscb.pages import find, form_page, form_view, list_page, require
from reviews import filters, tables
from reviews.forms.asking import RemindForm
from reviews.models import Action, Reminder, UpdateLink
from reviews.services import reminders as work

MOST_LINES = 10


@require_safe
def reminders(request):
    require(request, "reviews.view_reminders", request.board)
    rows = Reminder.objects.visible_to(request.user).filter(board=request.board)
    return list_page(
        request,
        rows.for_list(),
        filters.ReminderFilters,
        tables.ReminderColumns,
        heading="Reminders",
        noun="reminders",
        lede="Each thing is told to each person once about each date, in one e-mail a day.",
        empty="Whom the site reminds of what will be listed here, with what came of each e-mail.",
        back_url=reverse("reviews:actions"),
        back_label="Actions",
    )


@form_view
def remind(request, pk):
    rows = Action.objects.visible_to(request.user).for_page()
    action = find(request, rows, pk, permission="reviews.remind")
    people = work.people_for(action)

    def act(people):
        work.remind_now(action, people=people, by=request.user)
        return action

    return form_page(
        request,
        RemindForm(request.POST or None, action=action, people=people),
        act,
        heading=f"Remind someone of {action.reference}",
        rows=[("Owner agency", action.agency), ("Due", action.due_on)],
        intro="The e-mail gives the reference, the agency and the due date, and nothing else.",
        submit="Send now",
        said="The reminder was sent.",
        back_url=action.get_absolute_url(),
    )


def reminded(user, action) -> dict:
    """For the action's page: who was reminded, which links still open, and what may be done."""
    reads = user.has_perm("reviews.read_updates", action)
    links = UpdateLink.objects.visible_to(user).live().filter(action=action)
    may_remind = user.has_perm("reviews.remind", action)
    return {
        "lines": Reminder.objects.about(action)[:MOST_LINES] if reads else [],
        "links": links.select_related("person") if may_remind else [],
        "may_remind": may_remind and action.is_with_agency,
    }
