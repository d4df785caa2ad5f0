"""An immediate concern about a child: handed over, confirmed, listed. Never described."""

from django.db.models import F
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from boards.models import Activity
from boards.services import notices
from kscb.dates import in_words
from kscb.pages import as_pairs, find, form_page, form_view, list_page, require, step
from reviews import filters, tables
from reviews.forms.returns import ConcernForm
from reviews.models import AuditRound, ImmediateConcern
from reviews.services import concerns as work


@require_safe
def concerns(request):
    """Those that nobody has confirmed come first."""
    require(request, "reviews.raise_concern", request.board)
    rows = ImmediateConcern.objects.visible_to(request.user).filter(board=request.board)
    return list_page(
        request,
        rows.for_list().order_by(F("confirmed_at").asc(nulls_first=True), "-raised_at", "-pk"),
        filters.ConcernFilters,
        tables.ConcernColumns,
        heading="Immediate concerns",
        noun="immediate concerns",
        empty="An immediate concern that is handed to an agency will appear here.",
        buttons=[{"label": "Hand over a concern", "url": reverse("reviews:raise-concern")}],
        back_url=reverse("reviews:audit-rounds"),
        back_label="Audits",
    )


@form_view
def raise_concern(request):
    audit_round = found_in(request)
    board = audit_round.board if audit_round else request.board
    require(request, "reviews.raise_concern", board)
    return form_page(
        request,
        ConcernForm(request.POST or None, board=board),
        lambda agency: work.raise_concern(
            board, agency=agency, by=request.user, audit_round=audit_round
        ),
        board=board,
        heading="Hand over an immediate concern about a child",
        template="reviews/raise_concern.html",
        submit="I have phoned. Tell the agency now",
        said="The agency’s leads were told by e-mail. Make sure that somebody answers the phone.",
        back_url=reverse("reviews:concerns"),
        back_label="Immediate concerns",
    )


def link(request):
    """The way to the list, for those who may hand one over."""
    may = request.user.has_perm("reviews.raise_concern", request.board)
    return [{"label": "Immediate concerns", "url": reverse("reviews:concerns")}] * may


def found_in(request):
    """The audit that came on it, where the page was opened from one."""
    asked = request.GET.get("audit", "")
    if not (asked.isdecimal() and len(asked) < 19):
        return None
    rows = AuditRound.objects.visible_to(request.user).select_related("board")
    return get_object_or_404(rows, pk=asked)


def _concern(request, pk, permission=""):
    rows = ImmediateConcern.objects.visible_to(request.user).for_list()
    return find(request, rows, pk, permission=permission)


def in_full(at):
    """The day and the minute: how long it waited matters."""
    if at is None:
        return ""
    local = timezone.localtime(at)
    return f"{in_words(local.date())} at {local:%H:%M}"


@require_safe
def concern(request, pk):
    concern = _concern(request, pk)
    page = {
        "concern": concern,
        "rows": as_pairs(
            [
                ("Handed to", concern.agency),
                ("Found in", concern.audit_round),
                ("Handed over by", concern.raised_by.name),
                ("Handed over at", in_full(concern.raised_at)),
                ("Confirmed by", concern.confirmed_by.name if concern.confirmed_by else ""),
                ("Confirmed at", in_full(concern.confirmed_at)),
            ]
        ),
        "may_confirm": not concern.confirmed_at
        and request.user.has_perm("reviews.confirm_concern", concern),
        "nobody_told": not concern.confirmed_at
        and not notices.leads_of(concern.agency, board=concern.board),
        "activity": list(Activity.objects.about(concern)[:50]),
    }
    return render(request, "reviews/concern.html", page)


@require_POST
def confirm_concern(request, pk):
    concern = _concern(request, pk, "reviews.confirm_concern")
    return step(
        request,
        lambda: work.confirm(concern, by=request.user),
        said="Confirmed. Whoever handed it over was told.",
        back=concern,
    )
