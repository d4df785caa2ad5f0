"""The report of an audit: begun from its round, read as a page, in Word and as PDF."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from kscb.pages import find, form_page, form_view
from reviews.figures.audit_report import report_of
from reviews.forms.audit_reports import BeginReportForm
from reviews.models import AuditRound, Review
from reviews.reports import pdf, word
from reviews.services import audit_reports as work
from reviews.views.fetch import review_for

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@form_view
def begin_audit_report(request, pk):
    rows = AuditRound.objects.visible_to(request.user).select_related("board")
    audit_round = find(request, rows, pk, permission="reviews.write_review")
    return form_page(
        request,
        BeginReportForm(request.POST or None, board=audit_round.board),
        lambda commissioned_by: work.begin(
            audit_round, commissioned_by=commissioned_by, by=request.user
        ),
        heading=f"Begin the report of {audit_round.reference}",
        intro="It is written and published as a review is: only staff, the chair and its named "
        "readers see it until a second person approves it.",
        submit="Begin report",
        said="The report was begun. Add what it recommends.",
        back_url=audit_round.get_absolute_url(),
    )


def of_round(request, audit_round):
    """What the round's page shows of its report, to those who may see that review."""
    may = request.user.has_perm("reviews.write_review", audit_round)
    reports = Review.objects.filter(audit_round=audit_round)
    report = reports.visible_to(request.user).first()
    can_begin = may and report is None and audit_round.is_closed
    return {"report": report, "may_begin_report": can_begin}


def around(request, review):
    """What the review's page shows of the audit, to those who may see that."""
    if not review.audit_round_id:
        return {"round": None}
    rounds = AuditRound.objects.filter(pk=review.audit_round_id)
    return {
        "round": rounds.visible_to(request.user).first(),
        "shows_results": rounds.with_results_for(request.user).exists(),
    }


def report_for(request, pk):
    """The report's review, and what it says; 404 where it reports no audit."""
    review = review_for(request, pk)
    if not review.audit_round_id:
        raise Http404("This review reports no audit.")
    return review, report_of(review)


@require_safe
def audit_report(request, pk):
    review, report = report_for(request, pk)
    return render(request, "reviews/audit_report.html", {"review": review, "report": report})


@require_safe
def audit_report_word(request, pk):
    review, report = report_for(request, pk)
    return as_file(word.written(report), review, ending="docx", content_type=WORD)


@require_safe
def audit_report_pdf(request, pk):
    review, report = report_for(request, pk)
    return as_file(pdf.written(report), review, ending="pdf", content_type="application/pdf")


def as_file(content, review, *, ending, content_type):
    draft = " draft" if review.is_restricted else ""
    name = f"{review.reference.replace('/', '-')}{draft}.{ending}"
    response = HttpResponse(content, content_type=content_type)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response
