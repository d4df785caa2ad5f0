"""The panel of a round, and what it says of each return's grades."""

from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from boards.forms import ReasonForm
from boards.models import Activity
from kscb.pages import find, form_page, form_view, require, step
from reviews.access import is_of_another_agency
from reviews.figures.moderated import by_section
from reviews.forms.moderation import ModerateForm, PanelForm
from reviews.models import Answer, AuditReturn, AuditRound, Moderation, Question
from reviews.services import moderation as work

OF_ANSWER = ("grade", "question", "moderation__grade", "moderation__by", "moderation__replied_by")


def graded_answers(audit_return):
    """Its answers to graded questions, in order, each with its section and the panel's grade."""
    rows = Answer.objects.filter(audit_return=audit_return, question__kind=Question.Kind.GRADED)
    return rows.select_related("question__section", *OF_ANSWER).order_by("question__number")


@form_view
def name_panel(request, pk):
    rows = AuditRound.objects.visible_to(request.user).select_related("board")
    audit_round = find(request, rows, pk, permission="reviews.run_audits")
    shown = {"panel": audit_round.panel.all(), "version": audit_round.version}
    return form_page(
        request,
        PanelForm(request.POST or None, audit_round=audit_round, initial=shown),
        lambda panel, version: work.name_panel(
            audit_round, panel=panel, version=version, by=request.user
        ),
        heading=f"Name the moderation panel of {audit_round.reference}",
        submit="Save",
        said="The panel was named. They can moderate every return that is sent.",
        back_url=audit_round.get_absolute_url(),
    )


def _return(request, pk):
    """Of those that the person reads in full: the panel opens no draft, and no case that its
    member's own agency has still to answer for."""
    rows = AuditReturn.objects.read_in_full_by(request.user).for_list()
    return find(request, rows.select_related("board"), pk, permission="reviews.moderate_answer")


@require_safe
def moderation(request, pk):
    """Own grade and moderated grade, side by side, under each standard."""
    audit_return = _return(request, pk)
    answers = graded_answers(audit_return).prefetch_related("question__standards")
    page = {
        "audit_return": audit_return,
        "sections": by_section(answers),
        "is_open": is_open(audit_return),
    }
    return render(request, "reviews/moderation.html", page)


def is_open(audit_return):
    return audit_return.status in work.TO_MODERATE and not audit_return.audit_round.is_closed


@form_view
def moderate_answer(request, pk, number):
    """One answer, as the agency gave it, and the panel's grade of it."""
    audit_return = _return(request, pk)
    answer = get_object_or_404(graded_answers(audit_return), question__number=number)
    found = getattr(answer, "moderation", None)
    form = ModerateForm(request.POST or None, question=answer.question, initial=shown_of(found))
    return form_page(
        request,
        form,
        lambda **typed: moderated(audit_return, answer, by=request.user, **typed),
        heading=f"Moderate question {number}",
        template="reviews/moderate_answer.html",
        submit="Save moderated grade",
        said="Saved.",
        keeps_draft=True,
        audit_return=audit_return,
        answer=answer,
        back_url=reverse("reviews:moderation", args=[audit_return.pk]),
    )


def moderated(audit_return, answer, **typed):
    """Saves it, and says where to go next."""
    work.moderate(answer, **typed)
    return reverse("reviews:moderation", args=[audit_return.pk])


def shown_of(found):
    if found is None:
        return {"version": 0}
    return {"grade": found.grade_id, "reason": found.reason, "version": found.version}


@require_POST
def finish_moderation(request, pk):
    audit_return = _return(request, pk)
    return step(
        request,
        lambda: work.finish(audit_return, by=request.user),
        said="Moderation is finished. The agency has been told.",
        back=reverse("reviews:moderation", args=[audit_return.pk]),
    )


@require_safe
def moderate_question(request, pk, number):
    """One question across every agency that sent its return."""
    rows = AuditRound.objects.visible_to(request.user).select_related("board", "framework")
    audit_round = find(request, rows, pk, permission="reviews.moderate_round")
    asked = Question.objects.asked_in(audit_round.framework_id).filter(kind=Question.Kind.GRADED)
    question = get_object_or_404(asked, number=number)
    page = {
        "audit_round": audit_round,
        "question": question,
        "before": asked.filter(number__lt=number).last(),
        "after": asked.filter(number__gt=number).first(),
        "answers": answers_to(request, audit_round, question),
    }
    return render(request, "reviews/moderate_question.html", page)


def answers_to(request, audit_round, question):
    """Each agency's answer that the person may read, with whether they may moderate it."""
    returns = AuditReturn.objects.read_in_full_by(request.user).filter(
        audit_round=audit_round, status__in=AuditReturn.SENT
    )
    rows = Answer.objects.filter(question=question, audit_return__in=returns)
    rows = rows.select_related("audit_return__agency", *OF_ANSWER)
    found = list(rows.order_by("audit_return__agency__folded", "audit_return__case_number"))
    for answer in found:
        answer.audit_return.audit_round = audit_round
        may = is_of_another_agency(request.user, answer.audit_return)
        answer.may_moderate = may and is_open(answer.audit_return)
        answer.shows_moderation = may or answer.audit_return.is_moderated
    return found


@form_view
def reply_moderation(request, pk):
    joined = ("answer__audit_return__board", "answer__audit_return__agency")
    rows = Moderation.objects.visible_to(request.user).finished()
    rows = rows.select_related(
        "grade", "answer__question", "answer__grade", "answer__audit_return__audit_round", *joined
    )
    found = find(request, rows, pk)
    answer = found.answer
    require(request, "reviews.reply_moderation", answer.audit_return)
    return form_page(
        request,
        ReasonForm(request.POST or None, label="Your agency’s reply"),
        lambda note: work.reply(found, reply=note, by=request.user).answer.audit_return,
        heading=f"Reply to the moderated grade of question {answer.question.number}",
        lede=answer.question.wording,
        rows=[
            ("Own grade", answer.grade or "No grade"),
            ("Moderated grade", found.grade),
            ("Why", found.reason or "No reason was needed"),
        ],
        intro="Your agency replies once. The board reads it before it agrees the return.",
        submit="Reply",
        said="Your reply was saved. The board’s staff see it beside the grade.",
        keeps_draft=True,
        back_url=answer.audit_return.get_absolute_url(),
    )


def activity_on(request, audit_return):
    """None for a panel that only reads it; without what the panel is still writing, for those who
    are not of it."""
    if not request.user.has_perm("reviews.see_return_history", audit_return):
        return []
    entries = Activity.objects.about(audit_return)
    may = request.user.has_perm("reviews.moderate_answer", audit_return)
    if not (may or audit_return.is_moderated):
        entries = entries.exclude(verb__startswith="moderated question")
    return list(entries[:50])
