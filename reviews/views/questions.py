"""The sections and questions of a framework's draft."""

from django.views.decorators.http import require_POST

from boards.forms import ReasonForm
from kscb.pages import find, form_page, form_view, step
from reviews.forms.frameworks import (
    AddQuestionForm,
    EditQuestionForm,
    EditSectionForm,
    SectionForm,
)
from reviews.models import Question, Section
from reviews.services import frameworks
from reviews.services import questions as work
from reviews.views.frameworks import PERMISSION, of_framework

AFTERWARDS = "From this version on it is not asked. Earlier versions, and their answers, stay."


def of_section(request, pk):
    rows = Section.objects.visible_to(request.user).select_related("framework__board")
    section = find(request, rows, pk)
    of_framework(request, section.framework_id, PERMISSION)
    return section


def of_question(request, pk):
    rows = Question.objects.visible_to(request.user).select_related("framework__board", "section")
    question = find(request, rows, pk)
    of_framework(request, question.framework_id, PERMISSION)
    return question


def place_of(question):
    """Where the question stands on its framework's page."""
    return f"{question.framework.get_absolute_url()}#question-{question.pk}"


def place_of_section(section):
    return f"{section.framework.get_absolute_url()}#section-{section.pk}"


# Sections


@form_view
def add_section(request, pk):
    framework = of_framework(request, pk, PERMISSION)
    return form_page(
        request,
        SectionForm(request.POST or None),
        lambda **typed: place_of_section(work.add_section(framework, by=request.user, **typed)),
        heading=f"Add a section to {framework}",
        submit="Add section",
        said="The section was added. Add its first question.",
        back_url=framework.get_absolute_url(),
    )


@form_view
def edit_section(request, pk):
    section = of_section(request, pk)
    shown = {name: getattr(section, name) for name in ("title", "introduction", "version")}
    return form_page(
        request,
        EditSectionForm(request.POST or None, initial=shown),
        lambda **typed: place_of_section(work.edit_section(section, by=request.user, **typed)),
        heading=f"Change section “{section.title}”",
        submit="Save",
        said="The section was changed.",
        back_url=place_of_section(section),
    )


@form_view
def retire_section(request, pk):
    section = of_section(request, pk)
    return form_page(
        request,
        ReasonForm(request.POST or None, label="Why it is retired"),
        lambda note: work.retire_section(section, by=request.user, note=note).framework,
        heading=f"Retire section “{section.title}”",
        intro=f"Its questions are retired with it. {AFTERWARDS}",
        submit="Retire section",
        said="The section was retired.",
        back_url=place_of_section(section),
    )


@require_POST
def bring_back_section(request, pk):
    section = of_section(request, pk)
    return step(
        request,
        lambda: work.bring_back_section(section, by=request.user),
        said="The section is asked again, with its questions.",
        back=place_of_section(section),
    )


@require_POST
def move_section(request, pk):
    section = of_section(request, pk)
    return step(
        request,
        lambda: work.move_section(section, up="up" in request.POST, by=request.user),
        said="The section was moved.",
        back=place_of_section(section),
    )


# Questions


@form_view
def add_question(request, pk):
    section = of_section(request, pk)
    return form_page(
        request,
        AddQuestionForm(request.POST or None, framework=section.framework),
        lambda **typed: place_of(work.add_question(section, by=request.user, **typed)),
        heading=f"Add a question to “{section.title}”",
        submit="Add question",
        said="The question was added.",
        back_url=place_of_section(section),
    )


@form_view
def edit_question(request, pk):
    question = of_question(request, pk)
    before = frameworks.asked_before(question.framework, question.key)
    form = EditQuestionForm(
        request.POST or None, question=question, is_settled=bool(before), initial=shown_of(question)
    )
    settled = f" It is answered as before: {question.get_kind_display().lower()}." if before else ""
    return form_page(
        request,
        form,
        lambda **typed: place_of(work.edit_question(question, by=request.user, **typed)),
        heading=f"Change question {question.number}",
        intro=f"Its key is “{question.key}”, in every version.{settled}",
        submit="Save",
        said="The question was changed.",
        back_url=place_of(question),
    )


def shown_of(question):
    names = (
        *("wording", "kind", "scale", "options", "unit", "is_optional", "guidance"),
        *("good_evidence", "shared_key", "version"),
    )
    shown = {name: getattr(question, name) for name in names}
    standards = list(question.standards.values_list("pk", flat=True))
    return {**shown, "section": question.section_id, "standards": standards}


@form_view
def retire_question(request, pk):
    question = of_question(request, pk)
    return form_page(
        request,
        ReasonForm(request.POST or None, label="Why it is retired"),
        lambda note: work.retire_question(question, by=request.user, note=note).framework,
        heading=f"Retire question {question.number}",
        lede=question.wording,
        intro=AFTERWARDS,
        submit="Retire question",
        said="The question was retired.",
        back_url=place_of(question),
    )


@require_POST
def bring_back_question(request, pk):
    question = of_question(request, pk)
    return step(
        request,
        lambda: work.bring_back_question(question, by=request.user),
        said="The question is asked again.",
        back=place_of(question),
    )


@require_POST
def move_question(request, pk):
    question = of_question(request, pk)
    return step(
        request,
        lambda: work.move_question(question, up="up" in request.POST, by=request.user),
        said="The question was moved.",
        back=place_of(question),
    )
