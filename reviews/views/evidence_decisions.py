"""What the board says of one item of evidence for one thing, and what the agency replies."""

from boards.forms import ReasonForm
from kscb.pages import as_pairs, find, form_page, form_view, require
from reviews.models import Support
from reviews.services import evidence_decisions as work
from reviews.views.sections import require_section


def support_for(request, pk, permission):
    """What an item supports, if the person sees it and may do this to the item."""
    support = find(request, Support.objects.visible_to(request.user).for_page(), pk)
    require(request, permission, support)
    return support


def decision_page(request, pk, act, *, label, required=True, hint="", **page):
    support = support_for(request, pk, "reviews.decide_evidence")
    evidence = support.evidence
    return form_page(
        request,
        ReasonForm(request.POST or None, label=label, hint=hint, required=required),
        lambda note: act(support, by=request.user, note=note).evidence,
        rows=facts(support),
        back_url=evidence.get_absolute_url(),
        back_label="Evidence",
        **page,
    )


def facts(support):
    _, reference = support.target
    return as_pairs(
        [
            ("Evidence", support.evidence.title),
            ("From", support.evidence.agency),
            ("For", reference),
            ("Now", support.standing.word),
            ("What the board said", support.note),
            ("What the agency replied", work.last_reply(support)),
        ]
    )


@form_view
def accept_evidence(request, pk):
    return decision_page(
        request,
        pk,
        work.accept,
        label="Note to the agency",
        required=False,
        heading="Accept evidence",
        submit="Accept",
        said="The evidence was accepted. The agency has been told.",
    )


@form_view
def reject_evidence(request, pk):
    return decision_page(
        request,
        pk,
        work.reject,
        label="Why it is not accepted",
        hint="The agency reads it.",
        heading="Do not accept evidence",
        submit="Do not accept",
        said="The evidence was not accepted. The agency has been told why.",
    )


@form_view
def query_evidence(request, pk):
    return decision_page(
        request,
        pk,
        work.query,
        label="What you ask",
        hint="The agency reads it, and answers in words or with a newer version.",
        heading="Ask about evidence",
        submit="Ask the agency",
        said="Your question was sent to the agency.",
    )


@form_view
def reply_on_evidence(request, pk):
    support = support_for(request, pk, "reviews.reply_on_evidence")
    if support.answer:
        answer = support.answer
        require_section(request, answer.audit_return, answer.question.section_id)
    return form_page(
        request,
        ReasonForm(request.POST or None, label="Your answer"),
        lambda note: work.reply(support, by=request.user, note=note).evidence,
        heading="Answer the board’s question",
        rows=facts(support),
        intro="To answer with another file or link, give a newer version instead.",
        submit="Send answer",
        said="Your answer was sent to the board.",
        keeps_draft=True,
        back_url=support.evidence.get_absolute_url(),
        back_label="Evidence",
    )
