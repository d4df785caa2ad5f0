"""The sections and questions of a framework's draft: added, changed, put in order, retired."""

from django.db import transaction
from django.db.models import F
from django.utils.text import slugify

from boards.models import User
from boards.services.activity import record
from boards.services.editing import change
from kscb.dates import today
from kscb.refusal import Refused
from reviews.models import Framework, Question, Section
from reviews.services.frameworks import (
    add_scale,
    asked_before,
    locked_draft,
    refuse_another_measure,
)
from reviews.services.reviews import next_number, refuse_other_board
from reviews.services.written import common_scales

# Numbers are unique, so that they are moved out of the way before they are given anew.
ASIDE = 10_000


# Sections


@transaction.atomic
def add_section(framework: Framework, *, title: str, by: User, introduction: str = "") -> Section:
    framework = locked_draft(framework)
    section = Section.objects.create(
        framework=framework,
        number=next_number(framework.sections),
        title=title,
        introduction=introduction,
    )
    record(framework, f"added section “{title}”", by=by)
    renumber(framework)
    return section


@transaction.atomic
def edit_section(section: Section, *, version: int, by: User, **fields) -> Section:
    framework = locked_draft(section.framework)
    verb = f"changed section “{section.title}”"
    return change(section, version=version, by=by, verb=verb, about=framework, **fields)


@transaction.atomic
def retire_section(section: Section, *, by: User, note: str) -> Section:
    """No longer asked in this draft, nor any question in it."""
    framework = locked_draft(section.framework)
    section = Section.objects.select_for_update().get(pk=section.pk)
    if section.retired_on:
        raise Refused("This section is retired already.")
    section.retired_on = today()
    section.save(update_fields=["retired_on"])
    section.questions.filter(valid_to__isnull=True).update(valid_to=today())
    record(framework, f"retired section “{section.title}”", by=by, note=note)
    renumber(framework)
    return section


@transaction.atomic
def bring_back_section(section: Section, *, by: User) -> Section:
    """Asked again, with the questions that are in it."""
    framework = locked_draft(section.framework)
    section = Section.objects.select_for_update().get(pk=section.pk)
    if not section.retired_on:
        raise Refused("This section is not retired.")
    section.retired_on = None
    section.save(update_fields=["retired_on"])
    section.questions.update(valid_to=None)
    record(framework, f"brought back section “{section.title}”", by=by)
    renumber(framework)
    return section


@transaction.atomic
def move_section(section: Section, *, up: bool, by: User) -> Section:
    """Swap it with the section before it, or after it."""
    framework = locked_draft(section.framework)
    asked = list(framework.sections.filter(retired_on__isnull=True).order_by("number"))
    _swap(asked, section, up=up)
    record(framework, f"moved section “{section.title}”", by=by)
    renumber(framework, sections=asked)
    return section


# Questions


@transaction.atomic
def add_question(section: Section, *, by: User, wording: str, key: str = "", **fields) -> Question:
    """Ask something more, last in its section. Without a key, one is made of its words."""
    framework = locked_draft(section.framework)
    if Section.objects.get(pk=section.pk).retired_on:
        raise Refused("This section is retired. Bring it back before you add to it.")
    key = key or new_key(framework, wording)
    if framework.questions.filter(key=key).exists():
        raise key_refused(f"“{key}” is the key of another question here. Give a different one.")
    standards = fields.pop("standards", ())
    question = Question(
        framework=framework,
        section=section,
        number=next_number(framework.questions),
        key=key,
        wording=wording,
        **fields,
    )
    _settle_measure(framework, question)
    question.save()
    _set_standards(framework, question, standards)
    record(framework, f"added question “{key}”", by=by, note=wording)
    renumber(framework)
    return question


def new_key(framework: Framework, wording: str) -> str:
    """A key that no version of the framework has had, so that nothing is continued unasked."""
    words = slugify(wording).split("-")[:5]
    wanted = "-".join(words)[:50].strip("-") or "question"
    versions = Framework.objects.of(framework.board).filter(key=framework.key)
    taken = set(Question.objects.filter(framework__in=versions).values_list("key", flat=True))
    number, key = 1, wanted
    while key in taken:
        number += 1
        key = f"{wanted}-{number}"
    return key


def key_refused(words: str) -> Refused:
    refusal = Refused(words)
    refusal.field = "key"
    return refusal


@transaction.atomic
def edit_question(question: Question, *, version: int, by: User, **fields) -> Question:
    """Change a question of a draft. Its key stays, and with it how it is answered."""
    framework = locked_draft(question.framework)
    fresh = Question.objects.select_for_update().get(pk=question.pk)
    if fresh.valid_to:
        raise Refused("This question is retired. Bring it back before you change it.")
    section = fields.get("section", fresh.section)
    if section.framework_id != framework.pk or section.retired_on:
        raise Refused("That section is not asked in this framework. Choose one that is.")
    refuse_strange_standards(framework, fields.get("standards", ()))
    proposed = Question(framework=framework, key=fresh.key)
    for name in ("kind", "scale", "shared_key"):
        setattr(proposed, name, fields.get(name, getattr(fresh, name)))
    _settle_measure(framework, proposed)
    verb = f"changed question {fresh.number}"
    question = change(question, version=version, by=by, verb=verb, about=framework, **fields)
    renumber(framework)
    return question


def _settle_measure(framework: Framework, question: Question) -> None:
    """How it is answered: as its key was before, on a scale that the framework has."""
    if framework.board is None:
        raise Refused("The library’s frameworks are not changed here.")
    before = asked_before(framework, question.key)
    refuse_another_measure(framework, question, before)
    if before:
        question.valid_from = before.valid_from
    if question.scale and not framework.grades.filter(scale=question.scale).exists():
        if question.scale not in common_scales():
            raise Refused("Choose one of the scales offered.")
        add_scale(framework, common_scales()[question.scale])


def _set_standards(framework: Framework, question: Question, standards) -> None:
    refuse_strange_standards(framework, standards)
    question.standards.set(standards)


def refuse_strange_standards(framework: Framework, standards) -> None:
    if framework.board is not None:
        refuse_other_board(framework.board, *standards)


@transaction.atomic
def retire_question(question: Question, *, by: User, note: str) -> Question:
    """No longer asked in this draft; earlier versions, and their answers, stay."""
    framework = locked_draft(question.framework)
    question = Question.objects.select_for_update().get(pk=question.pk)
    if question.valid_to:
        raise Refused("This question is retired already.")
    question.valid_to = today()
    question.save(update_fields=["valid_to"])
    record(framework, f"retired question “{question.key}”", by=by, note=note)
    renumber(framework)
    return question


@transaction.atomic
def bring_back_question(question: Question, *, by: User) -> Question:
    framework = locked_draft(question.framework)
    question = Question.objects.select_for_update(of=("self",)).get(pk=question.pk)
    if not question.valid_to:
        raise Refused("This question is not retired.")
    if question.section.retired_on:
        raise Refused("Its section is retired. Bring the section back first.")
    question.valid_to = None
    question.save(update_fields=["valid_to"])
    record(framework, f"brought back question “{question.key}”", by=by)
    renumber(framework)
    return question


@transaction.atomic
def move_question(question: Question, *, up: bool, by: User) -> Question:
    """Swap it with the question before it, or after it, in its section."""
    framework = locked_draft(question.framework)
    asked = list(Question.objects.asked_in(framework.pk).filter(section=question.section_id))
    _swap(asked, question, up=up)
    record(framework, f"moved question “{question.key}”", by=by)
    renumber(framework, questions=asked)
    return question


# Order


def _swap(rows: list, row, *, up: bool) -> None:
    """Change places with the row before, or after; Refused at either end."""
    if row not in rows:
        raise Refused("It is retired, so it has no place to move from.")
    at = rows.index(row)
    to = at - 1 if up else at + 1
    if not 0 <= to < len(rows):
        raise Refused("It is first already." if up else "It is last already.")
    rows[at], rows[to] = rows[to], rows[at]


def renumber(
    framework: Framework,
    *,
    sections: list[Section] | None = None,
    questions: list[Question] | None = None,
) -> None:
    """Number sections and questions from 1 as they stand; `sections` or `questions` give an order
    that some have among themselves. What is retired comes last."""
    places = {one.pk: at for at, one in enumerate(sections or questions or [])}
    rows: list[Section] = list(framework.sections.all())
    rows.sort(key=lambda one: (bool(one.retired_on), places.get(one.pk, 0) if sections else 0))
    _number(framework.sections.all(), rows)
    in_section = {one.pk: at for at, one in enumerate(rows)}
    asked = list(framework.questions.order_by("number"))
    asked.sort(
        key=lambda one: (
            bool(one.valid_to),
            in_section[one.section_id],
            places.get(one.pk, 0) if questions else 0,
        )
    )
    _number(framework.questions.all(), asked)


def _number(rows, in_order: list) -> None:
    if [row.number for row in in_order] == list(range(1, len(in_order) + 1)):
        return
    rows.update(number=F("number") + ASIDE)
    for number, row in enumerate(in_order, start=1):
        row.number = number
    type(in_order[0]).objects.bulk_update(in_order, ["number"])
