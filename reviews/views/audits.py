"""Audit rounds and each agency's return."""

from django.db.models import Count
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.html import format_html
from django.views.decorators.http import require_POST, require_safe

from boards.forms import ReasonForm
from boards.models import Activity
from kscb.pages import as_pairs, find, form_page, form_view, list_page, require, step
from reviews import filters, tables
from reviews.forms.actions import ShareForm
from reviews.forms.audits import AnswerForm, AskForm, CloseForm, RoundForm
from reviews.forms.reviews import FindingForm
from reviews.models import AuditReturn, AuditRound, Finding, Question
from reviews.services import audits as work
from reviews.services import findings as finding_work
from reviews.views import alarms


@require_safe
def audit_rounds(request):
    require(request, "reviews.view_audits", request.board)
    rows = AuditRound.objects.visible_to(request.user).filter(board=request.board)
    may_plan = request.user.has_perm("reviews.run_audits", request.board)
    return list_page(
        request,
        rows.for_list(request.user).order_by("-due_on", "-pk"),
        filters.RoundFilters,
        tables.RoundColumns,
        heading="Audits",
        noun="audits",
        empty="Audits will appear here once board staff plan one and ask agencies.",
        buttons=[{"label": "Plan an audit", "url": reverse("reviews:add-audit-round")}] * may_plan,
        links=[
            {"label": "Audit returns", "url": reverse("reviews:audit-returns")},
            {"label": "Frameworks", "url": reverse("reviews:frameworks")},
        ],
    )


def _round(request, pk, permission=""):
    rows = AuditRound.objects.visible_to(request.user).select_related("board", "framework")
    return find(request, rows, pk, permission=permission)


@require_safe
def audit_round(request, pk):
    audit_round = _round(request, pk)
    returns = AuditReturn.objects.visible_to(request.user).filter(audit_round=audit_round)
    may = request.user.has_perm("reviews.run_audits", audit_round)
    page = {
        "audit_round": audit_round,
        "rows": facts(audit_round),
        "returns": returns.for_list(),
        "questions": Question.objects.asked_in(audit_round.framework_id),
        "themes": audit_round.themes.all(),
        "findings": findings_of(request, audit_round),
        "may_find": may and audit_round.status != AuditRound.Status.PLANNED,
        "activity": activity_of(request, audit_round),
        "may_ask": may and audit_round.status != AuditRound.Status.CLOSED,
        "may_close": may and audit_round.status == AuditRound.Status.OPEN,
    }
    return render(request, "reviews/audit_round.html", page)


def findings_of(request, audit_round):
    """For the board's staff, chair and members; an agency that it asks does not see them."""
    rows = Finding.objects.visible_to(request.user).filter(audit_round=audit_round)
    return rows.prefetch_related("themes", "agencies", "standards").order_by("number")


def activity_of(request, audit_round):
    """Without the words of findings for an agency that the audit asks."""
    entries = Activity.objects.about(audit_round)
    if not request.user.has_perm("boards.view_board_records", audit_round):
        entries = entries.exclude(verb__contains="finding")
    return list(entries[:50])


@form_view
def find_in_audit(request, pk):
    audit_round = _round(request, pk, "reviews.write_review")
    return form_page(
        request,
        FindingForm(request.POST or None, board=audit_round.board),
        lambda **typed: alarms.after(
            request.user, finding_work.add(audit_round, by=request.user, **typed)
        ),
        heading=f"Add a finding to {audit_round.reference}",
        submit="Add finding",
        said="The finding was added.",
        back_url=audit_round.get_absolute_url(),
    )


def link_to(framework):
    url = framework.get_absolute_url()
    return format_html('<a class="govuk-link" href="{}">{}</a>', url, framework)


def facts(audit_round):
    return as_pairs(
        [
            ("Board", audit_round.board),
            ("Questions", link_to(audit_round.framework)),
            ("Opens", audit_round.opens_on),
            ("Returns due", audit_round.due_on),
            ("What it found", audit_round.conclusion),
            ("Source", audit_round.source),
        ]
    )


@form_view
def add_audit_round(request):
    require(request, "reviews.run_audits", request.board)
    return form_page(
        request,
        RoundForm(request.POST or None, board=request.board),
        lambda **typed: work.plan_round(request.board, by=request.user, **typed),
        heading="Plan an audit",
        submit="Plan audit",
        said="The audit is planned. Choose the agencies to ask.",
        back_url=reverse("reviews:audit-rounds"),
    )


@form_view
def ask_agencies(request, pk):
    audit_round = _round(request, pk, "reviews.run_audits")
    form = AskForm(request.POST or None, agencies=work.partners_not_asked(audit_round))
    return form_page(
        request,
        form,
        lambda agencies: work.ask(audit_round, agencies=agencies, by=request.user),
        heading=f"Ask agencies for {audit_round.reference}",
        intro="Each agency’s lead is told by e-mail.",
        submit="Ask them",
        said="The agencies were asked.",
        back_url=audit_round.get_absolute_url(),
    )


@form_view
def close_audit_round(request, pk):
    audit_round = _round(request, pk, "reviews.run_audits")
    return form_page(
        request,
        CloseForm(request.POST or None),
        lambda conclusion: work.close(audit_round, conclusion=conclusion, by=request.user),
        heading=f"Close {audit_round.reference}",
        submit="Close audit",
        said="The audit is closed.",
        back_url=audit_round.get_absolute_url(),
    )


@require_safe
def audit_returns(request):
    require(request, "reviews.view_audits", request.board)
    rows = AuditReturn.objects.visible_to(request.user).filter(board=request.board).for_list()
    return list_page(
        request,
        rows,
        filters.ReturnFilters,
        tables.ReturnColumns,
        heading="Audit returns",
        noun="returns",
        empty="Returns will appear here once an audit asks agencies for them.",
        back_url=reverse("reviews:audit-rounds"),
        back_label="Audits",
    )


def _return(request, pk, permission=""):
    rows = AuditReturn.objects.visible_to(request.user).for_list()
    rows = rows.select_related("board", "audit_round__framework")
    return find(request, rows, pk, permission=permission)


@require_safe
def audit_return(request, pk):
    """In full for the agency, staff and the chair; grades only for other members."""
    audit_return = _return(request, pk)
    may = request.user.has_perm
    full = may("reviews.read_answers", audit_return)
    questions = questions_with_answers(audit_return, full=full)
    page = {
        "audit_return": audit_return,
        "questions": questions,
        "unanswered": [
            question
            for question, answer in questions
            if not question.is_optional and not (answer and answer.is_complete)
        ],
        "full": full,
        "activity": list(Activity.objects.about(audit_return)[:50]) if full else [],
        "may_answer": audit_return.is_with_agency and may("reviews.answer_return", audit_return),
        "may_submit": audit_return.is_with_agency and may("reviews.submit_return", audit_return),
        "may_decide": audit_return.is_submitted and may("reviews.decide_return", audit_return),
    }
    return render(request, "reviews/audit_return.html", page)


def questions_with_answers(audit_return, *, full):
    """Each question with the return's answer (or None), in three queries at most."""
    answers = audit_return.answers.select_related("grade").annotate(files=Count("supports"))
    if full:
        answers = answers.prefetch_related("supports__evidence__document")
    by_question = {answer.question_id: answer for answer in answers}
    asked = Question.objects.asked_in(audit_return.audit_round.framework_id)
    found = [(question, by_question.get(question.pk)) for question in asked]
    for question, answer in found:
        if answer:
            answer.question = question  # as it was read already
    return found


@form_view
def answer_question(request, pk, number):
    """One question of the return: grade, words, evidence."""
    audit_return = _return(request, pk, "reviews.answer_return")
    rows = Question.objects.asked_in(audit_return.audit_round.framework_id)
    question = get_object_or_404(rows, number=number)
    following = rows.filter(number__gt=number).first()
    answer = audit_return.answers.filter(question=question).first()
    form = AnswerForm(
        request.POST or None, request.FILES or None, question=question, initial=shown_of(answer)
    )

    def act(text, version, grade=None, choice="", number=None, **_):
        work.answer(
            audit_return,
            question=question,
            grade=grade,
            choice=choice,
            number=number,
            text=text,
            version=version,
            by=request.user,
            **form.evidence(),
        )
        goes_on = following and "next" in request.POST
        return answer_url(audit_return, following) if goes_on else audit_return

    return form_page(
        request,
        form,
        act,
        heading=question.wording,
        template="reviews/answer.html",
        question=question,
        audit_return=audit_return,
        answer=answer,
        following=following,
        how_many=rows.count(),
        submit="Save",
        said="Saved.",
        keeps_draft=True,
        back_url=audit_return.get_absolute_url(),
    )


def shown_of(answer):
    """What the form shows again of an answer, or of none yet."""
    if answer is None:
        return {"version": 0}
    shown = {name: getattr(answer, name) for name in ("choice", "text", "version")}
    number = answer.number
    if number is not None and number == number.to_integral_value():
        number = int(number)  # 12 as it was typed, not 12.00
    return {"grade": answer.grade_id, "number": number, **shown}


def answer_url(audit_return, question):
    return reverse("reviews:answer-question", args=[audit_return.pk, question.number])


@require_POST
def submit_return(request, pk):
    audit_return = _return(request, pk, "reviews.submit_return")
    return step(
        request,
        lambda: work.submit(audit_return, by=request.user),
        said="The return was submitted. The board’s staff have been told.",
        back=audit_return,
    )


@form_view
def accept_return(request, pk):
    audit_return = _return(request, pk, "reviews.decide_return")
    return form_page(
        request,
        ReasonForm(request.POST or None, label="Note to the agency", required=False),
        lambda note: work.accept(audit_return, by=request.user, note=note),
        heading=f"Accept {audit_return}",
        submit="Accept return",
        said="The return was accepted. The agency has been told.",
        keeps_draft=True,
        back_url=audit_return.get_absolute_url(),
    )


@form_view
def query_return(request, pk):
    audit_return = _return(request, pk, "reviews.decide_return")
    return form_page(
        request,
        ReasonForm(request.POST or None, label="What you ask"),
        lambda note: work.send_back(audit_return, by=request.user, note=note),
        heading=f"Return {audit_return} with a question",
        submit="Return to agency",
        said="The return went back with your question. The agency has been told.",
        keeps_draft=True,
        back_url=audit_return.get_absolute_url(),
    )


@form_view
def share_return(request, pk):
    audit_return = _return(request, pk, "reviews.share_return")
    return form_page(
        request,
        ShareForm(request.POST or None, shared=audit_return),
        lambda people: work.share(audit_return, people=people, by=request.user),
        heading=f"Share {audit_return} with colleagues",
        submit="Save",
        said="Saved. They can see this return and draft its answers.",
        back_url=audit_return.get_absolute_url(),
    )
