"""Handing a return to the board: answered, or without involvement; and the receipt of it."""

from django.db import transaction
from django.utils import timezone

from boards.models import User
from boards.services import notices
from boards.services.activity import move
from kscb.refusal import Refused
from reviews.models import Answer, AuditReturn, Question, Submission
from reviews.services.answers import locked

NO_INVOLVEMENT = "No involvement"


@transaction.atomic
def submit(audit_return: AuditReturn, *, by: User, at=None) -> Submission:
    """Hand the return to the board, once every question has its answer. Writes the receipt."""
    audit_return = locked(audit_return)
    refuse_unconfirmed(audit_return)
    refuse_unanswered(audit_return)
    return _hand_in(audit_return, by=by, at=at, is_without_involvement=False, involvement="")


@transaction.atomic
def say_not_involved(audit_return: AuditReturn, *, reason: str, by: User, at=None) -> Submission:
    """Hand it in with nothing to answer, and why."""
    audit_return = locked(audit_return)
    return _hand_in(audit_return, by=by, at=at, is_without_involvement=True, involvement=reason)


def _hand_in(audit_return: AuditReturn, *, by: User, at, **said) -> Submission:
    again = audit_return.status == AuditReturn.Status.RETURNED
    to = AuditReturn.Status.RESUBMITTED if again else AuditReturn.Status.SUBMITTED
    verb = to.label.lower()
    if said["is_without_involvement"]:
        verb = f"{verb} without involvement"
    note = said["involvement"]
    audit_return = move(audit_return, to, by=by, verb=verb, note=note, at=at, **said)
    submission = _keep_copy(audit_return, by=by, at=at)
    if at is None:
        _tell(submission)
    return submission


def _keep_copy(audit_return: AuditReturn, *, by: User, at) -> Submission:
    """The receipt and the copy; the move before it has locked the return."""
    number = audit_return.submissions.count() + 1
    return Submission.objects.create(
        audit_return=audit_return,
        number=number,
        receipt=f"{audit_return.audit_round.reference}/{audit_return.pk}-{number}",
        by=by,
        at=at or timezone.now(),
        due_on=audit_return.due_on,
        copy=copy_of(audit_return),
    )


def copy_of(audit_return: AuditReturn) -> list[dict]:
    """What the return says now, in the order asked."""
    if audit_return.is_without_involvement:
        reason = audit_return.involvement
        return [_line(0, "Why there is nothing to answer", said=NO_INVOLVEMENT, text=reason)]
    answers = audit_return.answers.select_related("question", "grade")
    answers = answers.prefetch_related("supports__evidence").order_by("question__number")
    given = {answer.question_id: answer for answer in answers}
    asked = Question.objects.asked_in(audit_return.audit_round.framework_id)
    return [_copied(question, given.get(question.pk)) for question in asked]


def _copied(question: Question, answer: Answer | None) -> dict:
    if answer is None:
        return _line(question.number, question.wording)
    return _line(
        question.number,
        question.wording,
        grade=str(answer.grade or ""),
        said=answer.said,
        text=answer.text,
        evidence=[support.evidence.title for support in answer.supports.all()],
    )


def _line(number: int, question: str, *, grade="", said="", text="", evidence=()) -> dict:
    return {
        "number": number,
        "question": question,
        "grade": grade,
        "said": said,
        "text": text,
        "evidence": list(evidence),
    }


def _tell(submission: Submission) -> None:
    """Staff, that it came; the agency’s leads, the number of its receipt."""
    audit_return = submission.audit_return
    board, about = audit_return.board, audit_return.audit_round.reference
    notices.tell(
        notices.staff_of(board),
        ask="an audit return was submitted",
        board=board,
        about=about,
        path=audit_return.get_absolute_url(),
    )
    notices.tell(
        [submission.by, *notices.leads_of(audit_return.agency, board=board)],
        ask=f"your agency's audit return was received, with receipt {submission.receipt}",
        board=board,
        about=about,
        path=submission.get_absolute_url(),
    )


def refuse_unconfirmed(audit_return: AuditReturn) -> None:
    asked = audit_return.answers.filter(is_confirmed=False, question__valid_to__isnull=True)
    numbers = asked.order_by("question__number").values_list("question__number", flat=True)
    if numbers:
        subject = "Question" if len(numbers) == 1 else "Questions"
        verb = "was" if len(numbers) == 1 else "were"
        raise Refused(
            f"{subject} {', '.join(map(str, numbers))} {verb} carried forward and not confirmed. "
            "Confirm what is still true, or change it, before you submit."
        )


def unanswered(audit_return: AuditReturn) -> list[Question]:
    """The questions that must be answered and do not yet hold what their kind asks for."""
    done = audit_return.answers.complete()
    questions = Question.objects.asked_in(audit_return.audit_round.framework_id)
    return list(questions.filter(is_optional=False).exclude(pk__in=done.values("question")))


def refuse_unanswered(audit_return: AuditReturn) -> None:
    missing = unanswered(audit_return)
    if not missing:
        return
    numbers = ", ".join(str(question.number) for question in missing)
    one = len(missing) == 1
    subject = f"Question {numbers} still needs" if one else f"Questions {numbers} still need"
    graded = any(question.is_graded for question in missing)
    lacks = "a grade and an answer" if graded else "an answer"
    raise Refused(f"{subject} {lacks} before you submit.")
