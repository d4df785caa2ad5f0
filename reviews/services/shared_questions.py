"""One agency, several boards: what it answered for another board, offered again.

No row joins the boards: each board's people see their own return, and nobody but a person who may
read both in full is told of the other.
"""

from collections.abc import Iterable

from django.db import transaction
from django.db.models import F, Max, Q
from django.db.models.functions import Coalesce

from boards.models import User
from kscb.refusal import Refused
from reviews.models import Answer, AuditReturn, Grade, Question
from reviews.services import answers


def offered(
    audit_return: AuditReturn, questions: Iterable[Question], *, to: User
) -> dict[int, list[Answer]]:
    """By question: the newest answer that the agency sent to each other board, of those that the
    person may read in full, with the day it was sent as `sent_at`. One query."""
    questions = list(questions)
    if audit_return.case_number:
        return {}
    rows = (
        Answer.objects.visible_to(to)
        .filter(
            _asks_the_same(questions),
            audit_return__agency=audit_return.agency_id,
            audit_return__case_number=0,
            audit_return__status__in=AuditReturn.SENT,
            audit_return__is_without_involvement=False,
        )
        .exclude(audit_return__board=audit_return.board_id)
        .select_related("grade", "question__framework", "audit_return__board")
        .annotate(
            sent_at=Coalesce(Max("audit_return__submissions__at"), F("audit_return__status_since"))
        )
        .order_by("-sent_at", "-pk")
    )
    found: dict[int, dict[int, Answer]] = {}
    for answer in rows:
        for question in questions:
            if _is_same(question, answer.question) and holds_something(answer):
                boards = found.setdefault(question.pk, {})
                boards.setdefault(answer.audit_return.board_id, answer)
    return {question: list(boards.values()) for question, boards in found.items()}


def _asks_the_same(questions: list[Question]) -> Q:
    """The same shared key; or the same question of a framework of the library."""
    same = Q(pk__in=[])
    for question in questions:
        if question.shared_key:
            same |= Q(question__shared_key=question.shared_key)
        if question.framework.board_id is None:
            same |= Q(
                question__key=question.key,
                question__framework__key=question.framework.key,
                question__framework__board__isnull=True,
            )
    return same


def _is_same(ours: Question, theirs: Question) -> bool:
    if ours.shared_key and ours.shared_key == theirs.shared_key:
        return True
    of_library = ours.framework.board_id is None and theirs.framework.board_id is None
    keys = (ours.key, ours.framework.key)
    return of_library and keys == (theirs.key, theirs.framework.key)


def holds_something(answer: Answer) -> bool:
    return bool(answer.grade_id or answer.choice or answer.text or answer.number is not None)


@transaction.atomic
def use(audit_return: AuditReturn, *, question: Question, source: Answer, by: User) -> Answer:
    """Copy what was said for another board into a question that has no answer yet. Its evidence
    stays with that board."""
    audit_return = answers.locked_with_agency(audit_return)
    held = audit_return.answers.filter(question=question).first()
    if held and holds_something(held):
        raise Refused("This question has an answer already. Change that one instead.")
    return answers.answer(
        audit_return,
        question=question,
        version=held.version if held else 0,
        text=source.text,
        by=by,
        **_measured(question, source),
    )


def _measured(question: Question, source: Answer) -> dict:
    """The grade, choice or number, where both questions are answered in the same way."""
    theirs = source.question
    is_same = (question.kind, question.scale) == (theirs.kind, theirs.scale)
    grades = Grade.objects.filter(framework=question.framework_id, scale=question.scale)
    given = source.grade if is_same else None
    return {
        "grade": grades.filter(value=given.value).first() if given else None,
        "choice": source.choice if is_same and source.choice in question.choices else "",
        "number": source.number if is_same else None,
    }
