"""Choosing what was given before, for an answer, an update or a practice standard."""

from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from boards.models import Activity, Role, for_agency
from kscb.pages import find, form_page, form_view, require
from reviews.forms.evidence import UseForm
from reviews.models import (
    ActionUpdate,
    Answer,
    AuditReturn,
    Evidence,
    PracticeStandard,
    Question,
    Support,
)
from reviews.services import evidence_reuse as work
from reviews.views.sections import require_section


def use_page(request, rows, act, *, thing, back, reference):
    """Search, tick and use; `thing` is what it would support, by its name in Support."""
    words = request.GET.get("q", "").replace("\x00", "")[:100]
    found = work.offered(rows.filter(board=back.board_id), words=words, **thing)

    def use(items):
        act(items)
        return back

    return form_page(
        request,
        UseForm(request.POST or None, items=found),
        use,
        heading=f"Use evidence given before for {reference}",
        template="reviews/evidence_use.html",
        words=words,
        how_many=found.count(),
        most=work.MOST_OFFERED,
        submit="Use what is ticked",
        said="The evidence was added. The board decides on it.",
        back_url=back.get_absolute_url(),
    )


@form_view
def use_for_question(request, pk, number):
    returns = AuditReturn.objects.visible_to(request.user).for_list()
    audit_return = find(request, returns, pk, permission="reviews.answer_return")
    asked = Question.objects.asked_in(audit_return.audit_round.framework_id)
    question = get_object_or_404(asked, number=number)
    require_section(request, audit_return, question.section_id)
    answers = Answer.objects.filter(audit_return=audit_return, question=question)
    return use_page(
        request,
        of_agency(request, audit_return.agency_id),
        lambda items: work.use_for_question(
            items, audit_return=audit_return, question=question, by=request.user
        ),
        thing={"answer__in": answers},
        back=audit_return,
        reference=f"{audit_return.audit_round.reference}, question {number}",
    )


@form_view
def use_for_update(request, pk):
    updates = ActionUpdate.objects.visible_to(request.user).select_related("action")
    update = find(request, updates, pk)
    action = update.action
    require(request, "reviews.reuse_evidence", action)
    return use_page(
        request,
        of_agency(request, action.agency_id),
        lambda items: work.use(items, update=update, by=request.user),
        thing={"update": update},
        back=action,
        reference=action.reference,
    )


@form_view
def use_for_standard(request, pk):
    standard = standard_for(request, pk, "reviews.support_standard")
    own = Evidence.objects.visible_to(request.user).filter(for_agency(request.user, Role.LEAD))
    return use_page(
        request,
        own,
        lambda items: work.use(items, standard=standard, by=request.user),
        thing={"standard": standard},
        back=standard,
        reference=f"practice standard {standard.number}",
    )


def of_agency(request, agency_id):
    return Evidence.objects.visible_to(request.user).filter(agency=agency_id)


def standard_for(request, pk, permission=""):
    rows = PracticeStandard.objects.visible_to(request.user).select_related("theme", "board")
    return find(request, rows, pk, permission=permission)


@require_safe
def standard(request, pk):
    """One practice standard, and the evidence for it that the person may see."""
    standard = standard_for(request, pk)
    supports = Support.objects.visible_to(request.user).filter(standard=standard)
    may = request.user.has_perm
    page = {
        "standard": standard,
        "supports": supports.with_evidence().select_related("evidence__agency"),
        "activity": activity_of(request, standard),
        "may_use": standard.is_in_use and may("reviews.support_standard", standard),
    }
    return render(request, "reviews/standard.html", page)


def activity_of(request, standard):
    """For the board's staff and chair: it names what agencies gave."""
    if not request.user.has_perm("reviews.see_evidence_of_all", standard):
        return []
    return list(Activity.objects.about(standard)[:50])
