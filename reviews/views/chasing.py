"""Returns that agencies still owe: the list, and what is done about those ticked on it."""

from django.contrib import messages
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from kscb.pages import form_page, form_view, list_page, require
from kscb.refusal import Refused
from reviews import filters, tables
from reviews.forms.chasing import ExtendForm
from reviews.models import AuditReturn
from reviews.services import chasing as work

PERMISSION = "reviews.chase_returns"
MOST_CHOSEN = 100  # as many as one page of the list shows


def of_board(request):
    require(request, PERMISSION, request.board)
    rows = AuditReturn.objects.visible_to(request.user).filter(board=request.board)
    return rows.owed().for_list()


@require_safe
def owed_returns(request):
    rows = work.owed(of_board(request))
    exporting = "export" in request.GET

    def columns(data, **kwargs):
        return tables.OwedColumns(data, exclude=("tick",) if exporting else (), **kwargs)

    return list_page(
        request,
        rows.order_by("due_on", "agency__folded", "case_number", "pk"),
        filters.OwedFilters,
        columns,
        template="reviews/owed.html",
        heading="Returns that are owed",
        noun="returns",
        lede="Audit returns that wait for their agency, the longest overdue first. Tick some, then "
        "say below what should happen.",
        empty="Agencies owe no audit return now.",
        back_url=reverse("reviews:audit-rounds"),
        back_label="Audits",
        query=request.GET.urlencode(),
    )


def chosen(request):
    """The ticked rows of the list; or all that its filter matches, if it can be read."""
    rows = of_board(request)
    if "all" in request.POST:
        found = filters.OwedFilters(request.GET, queryset=rows, request=request)
        return found.qs if found.is_valid() else rows.none()
    given = request.POST.getlist("returns") or request.GET.getlist("returns")
    ticked = [pk for pk in given if pk.isdecimal() and len(pk) < 19]
    return rows.filter(pk__in=ticked[:MOST_CHOSEN])


def back_to_list(request):
    query = request.GET.urlencode()
    return redirect(f"{reverse('reviews:owed-returns')}{'?' if query else ''}{query}")


@require_POST
def remind_owed(request):
    return said(
        request, lambda: work.remind(request.board, returns=chosen(request), by=request.user).words
    )


@require_POST
def invite_owed(request):
    def invite():
        number = work.invite_again(request.board, returns=chosen(request), by=request.user)
        return f"{number:,} {'lead was' if number == 1 else 'leads were'} invited again."

    return said(request, invite)


def said(request, act):
    """A step on what is ticked: its words, or why it was refused, above the same list."""
    try:
        messages.success(request, act())
    except Refused as refusal:
        messages.error(request, str(refusal))
        response = back_to_list(request)
        response.was_refused = True
        return response
    return back_to_list(request)


@form_view
def extend_owed(request):
    """Opened by the list's button, which sends what is ticked, or by the link of one return."""
    rows = chosen(request)
    sent = request.POST if request.method == "POST" and "choose" not in request.POST else None

    def act(returns, due_on, reason):
        work.extend(request.board, returns=returns, due_on=due_on, reason=reason, by=request.user)
        return reverse("reviews:owed-returns")

    return form_page(
        request,
        ExtendForm(sent, chosen=rows),
        act,
        heading="Give a later day",
        intro="The old day and your reason stay in the record of each return. Each agency’s lead "
        "is told by e-mail."
        if rows
        else "No return is chosen. Tick some in the list of what is owed, then come back.",
        submit="Give them this day",
        said="The later day is given. The agencies have been told.",
        back_url=reverse("reviews:owed-returns"),
        back_label="Returns that are owed",
    )
