"""What an agency answers: one question or several at once, and what it confirms as still true."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from boards.models import User
from boards.services import documents
from boards.services.activity import move, record
from boards.services.editing import change
from kscb.refusal import Refused
from reviews.models import Answer, AuditReturn, Grade, Question
from reviews.services import evidence


@dataclass(frozen=True)
class Given:
    """What a person typed for one question, on the version of the answer that they saw."""

    question: Question
    version: int
    grade: Grade | None = None
    choice: str = ""
    number: Decimal | None = None
    text: str = ""
    is_confirmed: bool = False  # carried forward, and said to be still true

    @property
    def words(self) -> dict:
        return {name: getattr(self, name) for name in ("grade", "choice", "number", "text")}


class SomeRefused(Refused):
    """Which of several answers could not be saved, and why."""

    def __init__(self, refusals: dict[Question, Refused]):
        super().__init__("Nothing was saved. Put right what is named, then save again.")
        self.refusals = refusals


@documents.all_or_nothing()
def answer(
    audit_return: AuditReturn,
    *,
    question: Question,
    grade: Grade | None,
    text: str,
    by: User,
    version: int,
    choice: str = "",
    number: Decimal | None = None,
    files: Iterable[UploadedFile] = (),
    links: Iterable[str] = (),
    good_from: date | None = None,
    expires_on: date | None = None,
    at=None,
) -> Answer:
    """Save what answers one question, and its evidence. Version 0 is a first answer.

    Raises Stale, with both texts, where a colleague has answered meanwhile.
    """
    audit_return = locked_with_agency(audit_return)
    given = Given(question, version, grade=grade, choice=choice, number=number, text=text)
    saved = _save(audit_return, given, by=by, at=at)
    evidence.give_each(
        audit_return.board,
        audit_return.agency,
        files=files,
        links=links,
        good_from=good_from,
        expires_on=expires_on,
        by=by,
        answer=saved,
    )
    begin(audit_return, by=by, at=at)
    return saved


@transaction.atomic
def answer_each(audit_return: AuditReturn, *, given: Iterable[Given], by: User) -> AuditReturn:
    """Save several answers: all of them, or none. Raises SomeRefused with each that cannot be."""
    audit_return = locked_with_agency(audit_return)
    refusals: dict[Question, Refused] = {}
    for one in given:
        try:
            with transaction.atomic():
                _save(audit_return, one, by=by)
        except Refused as refusal:
            refusals[one.question] = refusal
    if refusals:
        raise SomeRefused(refusals)
    begin(audit_return, by=by)
    return audit_return


@transaction.atomic
def confirm(audit_return: AuditReturn, *, questions: Iterable[Question], by: User) -> AuditReturn:
    """Say that what was carried forward for these questions is still true."""
    audit_return = locked_with_agency(audit_return)
    _confirm(audit_return, questions, by=by)
    begin(audit_return, by=by)
    return audit_return


def _confirm(audit_return: AuditReturn, questions: Iterable[Question], *, by: User) -> None:
    waiting = audit_return.answers.filter(is_confirmed=False, question__in=questions)
    numbers = list(waiting.order_by("question__number").values_list("question__number", flat=True))
    if not numbers:
        raise Refused("Nothing here waits to be confirmed.")
    waiting.update(is_confirmed=True)
    asked = f"question{'' if len(numbers) == 1 else 's'} {', '.join(map(str, numbers))}"
    record(audit_return, f"confirmed {asked} as still true", by=by)


def _save(audit_return: AuditReturn, given: Given, *, by: User, at=None) -> Answer:
    """Changing what was carried forward confirms it."""
    question = given.question
    refuse_another_answer(audit_return, given)
    saved, _ = Answer.objects.get_or_create(
        audit_return=audit_return, question=question, defaults={"version": 0}
    )
    is_other = any(getattr(saved, name) != word for name, word in given.words.items())
    if given.is_confirmed and not is_other:
        _confirm(audit_return, [question], by=by)
        return saved
    settled = {"is_confirmed": True} if is_other else {}
    return change(
        saved,
        version=given.version,
        by=by,
        verb=f"answered question {question.number}",
        about=audit_return,
        at=at,
        **given.words,
        **settled,
    )


def begin(audit_return: AuditReturn, *, by: User, at=None) -> None:
    """A first answer begins the return; one after “no involvement” takes that back."""
    if audit_return.is_without_involvement:
        audit_return.is_without_involvement, audit_return.involvement = False, ""
        audit_return.save(update_fields=["is_without_involvement", "involvement"])
        record(audit_return, "answers after all", by=by, at=at)
    if audit_return.status == AuditReturn.Status.NOT_STARTED:
        move(audit_return, AuditReturn.Status.IN_PROGRESS, by=by, verb="started", at=at)


def refuse_another_answer(audit_return: AuditReturn, given: Given) -> None:
    """What is answered must be what the kind of the question asks for; words always may be."""
    question, grade, number = given.question, given.grade, given.number
    framework = audit_return.audit_round.framework_id
    if question.framework_id != framework or (grade and grade.framework_id != framework):
        raise Refused("That question or grade is not part of this audit.")
    if question.valid_to:
        raise Refused("That question is no longer asked in this audit.")
    if grade and grade.scale != question.scale:
        raise Refused(f"Question {question.number} is not graded on that scale.")
    if given.choice and given.choice not in question.choices:
        raise Refused(f"Question {question.number}: choose one of the choices offered.")
    if number is not None and not question.is_number:
        raise Refused(f"Question {question.number} does not ask for a number.")
    if number is not None and number < 0:
        raise Refused("The number must be 0 or more.")


def locked_with_agency(audit_return: AuditReturn) -> AuditReturn:
    """The return, locked, if it waits for its agency; Refused otherwise."""
    fresh = locked(audit_return)
    if not fresh.is_with_agency:
        raise Refused(
            f"This return is now “{fresh.get_status_display()}”, so its answers cannot change."
        )
    return fresh


def locked(audit_return: AuditReturn) -> AuditReturn:
    """The return as it is now, until this step is over; Refused where its audit is closed."""
    rows = AuditReturn.objects.select_for_update(of=("self",))
    fresh = rows.select_related("agency", "board").get(pk=audit_return.pk)
    refuse_closed(fresh)  # asks for the audit now: who closes it waits for its returns
    return fresh


def refuse_closed(audit_return: AuditReturn) -> None:
    if audit_return.audit_round.is_closed:
        raise Refused("This audit is closed, so its answers cannot change.")
