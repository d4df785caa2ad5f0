"""Evidence: the list, the page of one item, and the one door through which a file leaves."""

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from boards.models import Activity
from boards.views.files import send
from kscb.pages import as_pairs, find, form_page, form_view, list_page, require
from reviews import filters, tables
from reviews.forms.evidence import NewerVersionForm
from reviews.models import Evidence, Support
from reviews.services import evidence_versions as versions


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
        lede="What agencies gave to show what they say: files and links, and what the board said "
        "of each.",
        empty="Evidence will appear here once an agency gives it with an update or an answer.",
        links=[
            {"label": "Expires within 60 days", "url": "?expiring=on"},
            {"label": "Expired", "url": "?expired=on"},
            {"label": "The board has a question", "url": "?status=queried"},
            {"label": "To be decided", "url": "?status=submitted"},
        ],
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


def item(request, pk, permission=""):
    rows = Evidence.objects.visible_to(request.user)
    joined = rows.select_related("board", "agency", "document", "given_by", "replaced_by")
    return find(request, joined, pk, permission=permission)


@require_safe
def evidence_item(request, pk):
    """One item: what it is, what it supports that the person may know of, and its versions."""
    evidence = item(request, pk)
    may = request.user.has_perm
    supports = Support.objects.visible_to(request.user).filter(evidence=evidence)
    may_renew = may("reviews.renew_evidence", evidence) and not evidence.is_replaced
    theirs = supports.answered_by(request.user)
    page = {
        "evidence": evidence,
        "rows": facts(evidence),
        "supports": supports.for_page(),
        "versions": versions.versions_of(evidence, Evidence.objects.visible_to(request.user)),
        "activity": activity_of(evidence, supports),
        "may_decide": may("reviews.decide_evidence", evidence),
        "may_reply": may("reviews.reply_on_evidence", evidence),
        "in_use": supports.of_newest().values_list("pk", flat=True),
        "theirs": theirs.values_list("pk", flat=True),
        "may_renew": may_renew and theirs.renewable().exists(),
    }
    return render(request, "reviews/evidence_item.html", page)


def activity_of(evidence, supports):
    """What happened to the item, and to those of its `supports` that the person sees."""
    kinds = ContentType.objects.get_for_models(Evidence, Support)
    of_item = Q(target_type=kinds[Evidence], target_pk=evidence.pk)
    of_supports = Q(target_type=kinds[Support], target_pk__in=supports.order_by().values("pk"))
    entries = Activity.objects.filter(of_item | of_supports).select_related("actor")
    return list(entries.order_by("-at", "-pk")[:50])


def facts(evidence):
    return as_pairs(
        [
            ("Agency", evidence.agency),
            ("Board", evidence.board),
            ("Kind", "File" if evidence.document else "Link"),
            ("Given by", evidence.given_by),
            ("Given on", evidence.given_day),
            ("Good from", evidence.good_from),
            ("No longer good after", evidence.expires_on or "No end date given"),
        ]
    )


@form_view
def renew_evidence(request, pk):
    evidence = item(request, pk, "reviews.renew_evidence")
    form = NewerVersionForm(
        request.POST or None, request.FILES or None, initial={"title": evidence.title}
    )
    theirs = Support.objects.visible_to(request.user).answered_by(request.user)
    if not theirs.filter(evidence=evidence).exists():
        raise PermissionDenied
    return form_page(
        request,
        form,
        lambda **_: versions.renew(evidence, supports=theirs, by=request.user, **form.given()),
        heading=f"Give a newer version of “{evidence.title}”",
        intro="It takes the place of this one for what is still open. This one stays readable, "
        "with what the board said of it.",
        submit="Give newer version",
        said="The newer version was given. The board decides on it.",
        back_url=evidence.get_absolute_url(),
    )
