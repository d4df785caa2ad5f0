"""Filling in a return: a section on one page, what was carried forward, and sharing the work."""

from dataclasses import replace

from django.core.exceptions import PermissionDenied
from django.db.models import Count, Q
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_POST

from kscb.dates import today
from kscb.forms import in_sentence
from kscb.pages import find, form_page, form_view, step
from kscb.refusal import Stale
from reviews import access
from reviews.forms.sections import SectionForm, name_of
from reviews.models import AuditReturn, Grade, Question, Support
from reviews.services import answers as work
from reviews.services import shared_questions, sharing


def return_to_answer(request, pk, permission="reviews.answer_return"):
    rows = AuditReturn.objects.visible_to(request.user).for_list()
    rows = rows.select_related("board", "audit_round__framework")
    return find(request, rows, pk, permission=permission)


def require_section(request, audit_return, section_id):
    """A contributor who was given some sections answers no others."""
    if not access.answers_section(request.user, audit_return, section_id):
        raise PermissionDenied


def _section(request, pk, number):
    """The return, and what the section asks; 403 where it was given to others."""
    audit_return = return_to_answer(request, pk)
    asked = Question.objects.asked_in(audit_return.audit_round.framework_id)
    questions = list(asked.select_related("framework", "section").filter(section__number=number))
    if not questions:
        raise Http404
    require_section(request, audit_return, questions[0].section_id)
    return audit_return, questions


def answers_to(audit_return, questions):
    """By question, with how many files and links each has, and how many of them have expired."""
    rows = audit_return.answers.filter(question__in=questions).select_related(
        "grade", "carried_from__audit_return__audit_round"
    )
    standing = Support.objects.filter(answer__audit_return=audit_return).still_standing()
    is_expired = Q(supports__in=standing, supports__evidence__expires_on__lt=today())
    counted = rows.annotate(given=Count("supports"), expired=Count("supports", filter=is_expired))
    return {answer.question_id: answer for answer in counted}


@form_view
def answer_section(request, pk, number):
    """Every question of a section, saved together: all of it, or nothing."""
    audit_return, questions = _section(request, pk, number)
    answers = answers_to(audit_return, questions)
    form = SectionForm(
        request.POST or None,
        questions=questions,
        answers=answers,
        grades=Grade.objects.filter(framework=audit_return.audit_round.framework_id),
    )
    following = section_after(request, audit_return, questions[0].section)
    return form_page(
        request,
        form,
        lambda **_: save(request, form, audit_return, following),
        heading=questions[0].section.title,
        template="reviews/answer_section.html",
        section=questions[0].section,
        audit_return=audit_return,
        following=following,
        offered=shared_questions.offered(
            audit_return, [one for one in questions if one.pk not in answers], to=request.user
        ),
        waiting=[one for one in answers.values() if not one.is_confirmed],
        submit="Save",
        said="Saved.",
        keeps_draft=True,
        back_url=audit_return.get_absolute_url(),
    )


def save(request, form, audit_return, following):
    """None, with what stood in the way on the form, where nothing was saved."""
    given = form.given(confirms_all="confirm_all" in request.POST)
    try:
        if given:
            work.answer_each(audit_return, given=given, by=request.user)
    except work.SomeRefused as some:
        show_refusals(form, some.refusals)
        return None
    goes_on = following and "next" in request.POST
    return section_url(audit_return, following) if goes_on else audit_return


def show_refusals(form, refusals):
    form.conflicts = []
    for question, refusal in refusals.items():
        form.add_error(name_of(question, "text"), str(refusal))
        if isinstance(refusal, Stale):
            form.conflict_on(question, refusal.version)
            number = f"Question {question.number}: "
            form.conflicts += [
                replace(one, label=f"{number}{in_sentence(one.label)}") for one in refusal.conflicts
            ]


def section_after(request, audit_return, section):
    """The next section that this person may answer, or None."""
    asked = Question.objects.asked_in(audit_return.audit_round.framework_id)
    given = access.sections_given(request.user, audit_return)
    if given is not None:
        asked = asked.filter(section__in=given)
    following = asked.filter(section__number__gt=section.number).order_by("section__number").first()
    return following.section if following else None


def section_url(audit_return, section):
    return reverse("reviews:answer-section", args=[audit_return.pk, section.number])


@require_POST
def confirm_section(request, pk, number):
    audit_return, questions = _section(request, pk, number)
    return step(
        request,
        lambda: work.confirm(audit_return, questions=questions, by=request.user),
        said="Confirmed as still true.",
        back=audit_return,
    )


@require_POST
def confirm_answer(request, pk, number):
    audit_return = return_to_answer(request, pk)
    asked = Question.objects.asked_in(audit_return.audit_round.framework_id)
    question = get_object_or_404(asked, number=number)
    require_section(request, audit_return, question.section_id)
    return step(
        request,
        lambda: work.confirm(audit_return, questions=[question], by=request.user),
        said="Confirmed as still true.",
        back=audit_return,
    )


def offers_for(request, audit_return, question, answer):
    """What the agency said for other boards, where there is no answer here yet."""
    if answer and shared_questions.holds_something(answer):
        return []
    offers = shared_questions.offered(audit_return, [question], to=request.user)
    return offers.get(question.pk, [])


@require_POST
def use_answer(request, pk, number):
    """Copy what the agency said for another board; 404 where the person may not read it there."""
    audit_return = return_to_answer(request, pk)
    asked = Question.objects.asked_in(audit_return.audit_round.framework_id)
    question = get_object_or_404(asked.select_related("framework"), number=number)
    require_section(request, audit_return, question.section_id)
    offers = shared_questions.offered(audit_return, [question], to=request.user)
    wanted = request.POST.get("answer")
    source = next((one for one in offers.get(question.pk, []) if str(one.pk) == wanted), None)
    if source is None:
        raise Http404
    return step(
        request,
        lambda: shared_questions.use(
            audit_return, question=question, source=source, by=request.user
        ),
        said="The answer was copied. Give its evidence to this board as well.",
        back=reverse("reviews:answer-question", args=[pk, number]),
    )


@require_POST
def say_part_ready(request, pk):
    audit_return = return_to_answer(request, pk, "reviews.say_part_ready")
    return step(
        request,
        lambda: sharing.say_ready(audit_return, by=request.user),
        said="Your agency’s lead was told that your part is ready.",
        back=audit_return,
    )
