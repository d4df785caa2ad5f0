"""Audit rounds and each agency's return."""

from django.db.models import Prefetch
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.html import format_html
from django.views.decorators.http import require_POST, require_safe

from boards.forms import ReasonForm
from boards.models import Activity
from kscb.pages import as_pairs, find, form_page, form_view, list_page, require, step
from reviews import filters, tables
from reviews.figures.completeness import gaps_in
from reviews.figures.names import with_names
from reviews.forms.audits import AnswerForm, AskForm, CloseForm, RoundForm
from reviews.forms.returns import ShareReturnForm
from reviews.forms.reviews import FindingForm
from reviews.models import (
    AnswerQuery,
    AuditReturn,
    AuditRound,
    Finding,
    Question,
    with_their_evidence,
)
from reviews.services import answers, sharing, submissions
from reviews.services import audits as work
from reviews.services import findings as finding_work
from reviews.services import queries as query_work
from reviews.views import alarms, audit_reports, concerns, returns, sections
from reviews.views.moderation import activity_on
from reviews.views.rounds import of_round as _round
from reviews.views.rounds import rounds_beside, seen_of

STEPS = ("planned", "opened", "closed")  # what anyone who sees an audit may know of its history


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
            *rounds_beside(request),
            *concerns.link(request),
            {"label": "Audit returns", "url": reverse("reviews:audit-returns")},
            {"label": "Frameworks", "url": reverse("reviews:frameworks")},
            *links_to_self_grades(request),
        ],
    )


def links_to_self_grades(request):
    if not request.user.has_perm("reviews.see_self_grades", request.board):
        return []
    return [{"label": "Own and moderated grades", "url": reverse("reviews:self-grades")}]


@require_safe
def audit_round(request, pk):
    audit_round = _round(request, pk)
    returns = AuditReturn.objects.visible_to(request.user).filter(audit_round=audit_round)
    may = request.user.has_perm("reviews.run_audits", audit_round)
    seen = seen_of(request, audit_round, returns)
    reported = audit_reports.of_round(request, audit_round)
    page = {
        "audit_round": audit_round,
        "rows": facts(audit_round, concluded=is_told(request, audit_round, reported["report"])),
        "questions": Question.objects.asked_in(audit_round.framework_id),
        "themes": audit_round.themes.all(),
        "findings": findings_of(request, audit_round),
        "may_find": may and audit_round.status != AuditRound.Status.PLANNED,
        "activity": activity_of(request, audit_round),
        "may_ask": may and audit_round.status != AuditRound.Status.CLOSED,
        "may_close": may and audit_round.status == AuditRound.Status.OPEN,
        **seen,
        "may_moderate": request.user.has_perm("reviews.moderate_round", audit_round),
        **results_of(request, audit_round, seen),
        **reported,
        "may_raise_concern": request.user.has_perm("reviews.raise_concern", audit_round.board),
    }
    return render(request, "reviews/audit_round.html", page)


def results_of(request, audit_round, seen):
    """Whether its results are for the person (`with_results_for`), and whether all of them are."""
    sees_all = request.user.has_perm("reviews.see_results", audit_round)
    return {"sees_results": sees_all, "shows_results": sees_all or seen["how_many"] > 0}


def findings_of(request, audit_round):
    """For the board's staff, chair and members; an agency that it asks does not see them."""
    rows = Finding.objects.visible_to(request.user).filter(audit_round=audit_round)
    return with_names(rows.order_by("number"))


def is_told(request, audit_round, report):
    """What the audit found, like its findings: the board, and once its report is published all."""
    published = report is not None and not report.is_restricted
    return published or request.user.has_perm("boards.view_board_records", audit_round)


def activity_of(request, audit_round):
    """For an agency that the audit asks, only that it was planned, opened and closed."""
    entries = Activity.objects.about(audit_round)
    if not request.user.has_perm("boards.view_board_records", audit_round):
        entries = entries.filter(verb__in=STEPS)
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


def what_closing_ends(audit_round):
    """For whoever closes it: what cannot be done any more."""
    asked, owed = audit_round.returns.count(), audit_round.returns.owed().count()
    sent = f"Closing is for good. Returns sent: {asked - owed:,} of {asked:,}."
    return f"{sent} The others cannot be sent after it." if owed else sent


def link_to(record):
    url = record.get_absolute_url()
    return format_html('<a class="govuk-link" href="{}">{}</a>', url, record)


def facts(audit_round, *, concluded):
    return as_pairs(
        [
            ("Board", audit_round.board),
            ("Questions", link_to(audit_round.framework)),
            ("Opens", audit_round.opens_on),
            ("Returns due", audit_round.due_on),
            ("Cases", audit_round.cases or ""),
            ("What it found", audit_round.conclusion if concluded else ""),
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
        intro=format_html(
            "Each agency’s lead is told by e-mail. To ask some schools, or new ones, and invite "
            'their leads, <a class="govuk-link" href="{}">ask schools from a list</a>.',
            reverse("reviews:ask-schools", args=[audit_round.pk]),
        ),
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
        intro=what_closing_ends(audit_round),
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
    rows = rows.select_related("board", "audit_round__framework", "author", "substitute")
    return find(request, rows, pk, permission=permission)


@require_safe
def audit_return(request, pk):
    """In full for the agency, staff and the chair, and once it is sent for the round's panel, who
    see nothing of how it was filled in; grades only for other members."""
    audit_return = _return(request, pk)
    may = request.user.has_perm
    full = may("reviews.read_answers", audit_return)
    decides = audit_return.is_with_board and may("reviews.decide_return", audit_return)
    questions = questions_with_answers(audit_return, full=full)
    page = {
        "audit_return": audit_return,
        "questions": questions,
        "unanswered": [question for question, answer in questions if is_owed(question, answer)],
        "full": full,
        "activity": activity_on(request, audit_return),
        "may_answer": audit_return.is_with_agency and may("reviews.answer_return", audit_return),
        "may_submit": audit_return.is_with_agency and may("reviews.submit_return", audit_return),
        "may_decide": decides,
        "may_ask": decides and not audit_return.audit_round.is_closed,
        "may_extend": audit_return.is_with_agency and may("reviews.chase_returns", audit_return),
        "may_moderate": audit_return.is_sent and may("reviews.moderate_answer", audit_return),
        "may_reply_moderation": audit_return.status == AuditReturn.Status.MODERATED
        and may("reviews.reply_moderation", audit_return),
        "unreplied": unreplied(questions) if full else [],
        "gaps": gaps_in(questions) if sees_gaps(request, audit_return) else [],
    }
    page |= returns.filled_in(request, audit_return, questions, full=full)
    return render(request, "reviews/audit_return.html", page)


def sees_gaps(request, audit_return):
    """For staff and the chair, once it is sent."""
    return audit_return.is_sent and request.user.has_perm("reviews.see_gaps", audit_return)


def is_owed(question, answer):
    """Holds the return back: nothing yet, or carried forward and not confirmed."""
    if answer and not answer.is_confirmed:
        return True
    return not question.is_optional and not (answer and answer.is_complete)


def questions_with_answers(audit_return, *, full):
    """Each question with the return's answer (or None), in four queries at most."""
    answers = audit_return.answers.select_related(
        *beside_own_grade(full), "carried_from__audit_return__audit_round"
    )
    if full:
        queries = Prefetch("queries", queryset=AnswerQuery.objects.for_page())
        answers = answers.prefetch_related(with_their_evidence(), queries)
    by_question = {answer.question_id: answer for answer in answers}
    asked = Question.objects.asked_in(audit_return.audit_round.framework_id)
    found = [(question, by_question.get(question.pk)) for question in asked]
    for question, answer in found:
        if answer:
            answer.question = question  # as it was read already
    return found


def beside_own_grade(full):
    """Joined to each answer: its grade, and the panel's; in full also who gave and answered it."""
    people = ("moderation__by", "moderation__replied_by")
    return ("grade", "moderation__grade", *(people if full else ()))


def unreplied(questions):
    """The questions about whose answers the board asked and has no reply yet."""
    return [
        question
        for question, answer in questions
        if answer and not all(query.replied_at for query in answer.queries.all())
    ]


@form_view
def answer_question(request, pk, number):
    """One question of the return: grade, words, evidence."""
    audit_return = _return(request, pk, "reviews.answer_return")
    rows = Question.objects.asked_in(audit_return.audit_round.framework_id)
    rows = rows.select_related("framework", "section")
    question = get_object_or_404(rows, number=number)
    following = rows.filter(number__gt=number).first()
    given = audit_return.answers.prefetch_related(with_their_evidence())
    answer = given.filter(question=question).first()
    sections.require_section(request, audit_return, question.section_id)
    form = AnswerForm(
        request.POST or None, request.FILES or None, question=question, initial=shown_of(answer)
    )

    def act(text, version, grade=None, choice="", number=None, **_):
        answers.answer(
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
        offers=sections.offers_for(request, audit_return, question, answer),
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
        lambda: submissions.submit(audit_return, by=request.user),
        said="The return was submitted. The board’s staff have been told.",
        back=audit_return,
    )


@form_view
def agree_return(request, pk):
    audit_return = _return(request, pk, "reviews.decide_return")
    return form_page(
        request,
        ReasonForm(request.POST or None, label="Note to the agency", required=False),
        lambda note: work.agree(audit_return, by=request.user, note=note),
        heading=f"Agree {audit_return}",
        intro=said_of_unanswered(query_work.waiting(audit_return).count()),
        submit="Agree return",
        said="The return was agreed. The agency has been told.",
        keeps_draft=True,
        back_url=audit_return.get_absolute_url(),
    )


def said_of_unanswered(asked):
    if not asked:
        return ""
    return (
        f"You asked {questions_asked(asked)} about its answers without a reply. Once the return is "
        "agreed, the agency can no longer answer; to have an answer, return it instead."
    )


@form_view
def query_return(request, pk):
    audit_return = _return(request, pk, "reviews.decide_return")
    asked = query_work.waiting(audit_return).count()
    label = "Anything else that you ask" if asked else "What you ask"
    return form_page(
        request,
        ReasonForm(request.POST or None, label=label, required=not asked),
        lambda note: work.send_back(audit_return, by=request.user, note=note),
        heading=f"Return {audit_return} with {questions_asked(asked)}",
        submit="Return to agency",
        said="The return went back with your question. The agency has been told.",
        keeps_draft=True,
        back_url=audit_return.get_absolute_url(),
    )


def questions_asked(count):
    return f"{count} questions" if count > 1 else "a question"


@form_view
def share_return(request, pk):
    audit_return = _return(request, pk, "reviews.share_return")
    form = ShareReturnForm(request.POST or None, shared=audit_return)
    return form_page(
        request,
        form,
        lambda people, **_: sharing.share(
            audit_return, people=people, sections=form.sections(), by=request.user
        ),
        heading=f"Share {audit_return} with colleagues",
        submit="Save",
        said="Saved. They can see this return and draft its answers.",
        back_url=audit_return.get_absolute_url(),
    )
