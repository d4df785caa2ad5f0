"""Evidence: the list, and the one door through which a file leaves."""

from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_safe

from boards.views.files import send
from kscb.pages import find, list_page, require
from reviews import filters, tables
from reviews.models import Evidence


@require_safe
def evidence(request):
    require(request, "reviews.view_evidence", request.board)
    rows = Evidence.objects.visible_to(request.user).filter(board=request.board)
    return list_page(
        request,
        rows.for_list(request.user),
        filters.EvidenceFilters,
        tables.EvidenceColumns,
        heading="Evidence",
        noun="items",
        empty="Evidence will appear here once an agency gives it with an update or an answer.",
        back_url=reverse("reviews:actions"),
        back_label="Actions",
    )


@require_safe
def download_evidence(request, pk):
    """The file, to whoever may see what it supports; the download is written down."""
    rows = Evidence.objects.visible_to(request.user).select_related("document")
    evidence = find(request, rows, pk)
    if evidence.document is None:
        return redirect(evidence.link)
    return send(request, evidence.document, about=evidence)
