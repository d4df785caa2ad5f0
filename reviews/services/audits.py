"""Audit rounds: planned, asked of agencies, answered, accepted or returned with a question."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone

from boards.models import Agency, Board, User
from boards.services import documents, notices
from boards.services.activity import move, record
from boards.services.editing import change
from kscb.refusal import Refused
from kscb.text import fold
from reviews.models import (
    Answer,
    AuditReturn,
    AuditRound,
    Framework,
    Grade,
    Question,
    Support,
    Theme,
)
from reviews.services import evidence
from reviews.services.actions import refuse_outsiders
from reviews.services.reviews import refuse_other_board


@transaction.atomic
def plan_round(
    board: Board,
    *,
    framework: Framework,
    title: str,
    reference: str,
    opens_on: date,
    due_on: date,
    by: User,
    themes: Iterable[Theme] = (),
    source: str = "",
    is_invented: bool = False,
    at=None,
) -> AuditRound:
    """Plan one time of asking. Agencies are asked by `ask`."""
    themes = list(themes)
    refuse_other_board(board, *themes)
    refuse_unaskable(board, framework)
    if due_on < opens_on:
        raise Refused("Returns cannot be due before the round opens. Change one of the dates.")
    Board.objects.select_for_update().get(pk=board.pk)  # one reference at a time
    if AuditRound.objects.filter(board=board, reference=reference).exists():
        raise Refused(f"{reference} is the reference of another round. Give a different one.")
    audit_round = AuditRound.objects.create(
        board=board,
        framework=framework,
        title=title,
        reference=reference,
        opens_on=opens_on,
        due_on=due_on,
        source=source,
        is_invented=is_invented,
        status_since=at or timezone.now(),
        folded=fold(reference, title),
    )
    audit_round.themes.set(themes)
    record(audit_round, "planned", by=by, at=at)
    return audit_round


def refuse_unaskable(board: Board, framework: Framework) -> None:
    """A round asks what is published, of the library or the board's own."""
    if framework.board_id not in (None, board.pk):
        raise Refused(f"{framework} is another board’s. Choose one of this board’s frameworks.")
    if not framework.is_published:
        state = "a draft" if framework.is_draft else "retired"
        raise Refused(f"{framework} is {state}, so it cannot be asked. Choose a published one.")


@transaction.atomic
def ask(audit_round: AuditRound, *, agencies: Iterable[Agency], by: User, at=None) -> AuditRound:
    """Open the round, with one return for each agency; agencies may be added while it is open."""
    audit_round = AuditRound.objects.select_for_update().get(pk=audit_round.pk)
    if audit_round.status == AuditRound.Status.CLOSED:
        raise Refused("This round is closed, so no more agencies can be asked.")
    agencies = list(agencies)
    serving = set(Agency.objects.serving(audit_round.board).values_list("pk", flat=True))
    for agency in agencies:
        if agency.pk not in serving:
            raise Refused(f"{agency} is not an agency of this board. Choose one that is.")
    if audit_round.status == AuditRound.Status.PLANNED:
        move(audit_round, AuditRound.Status.OPEN, by=by, verb="opened", at=at)
    for agency in agencies:
        _ask_one(audit_round, agency, by=by, at=at)
    return audit_round


def _ask_one(audit_round: AuditRound, agency: Agency, *, by: User, at) -> None:
    audit_return, is_new = AuditReturn.objects.get_or_create(
        audit_round=audit_round,
        agency=agency,
        defaults={"board": audit_round.board, "status_since": at or timezone.now()},
    )
    if not is_new:
        return
    record(audit_return, "asked", by=by, at=at)
    if at is None:
        tell_agency(audit_return, ask="an audit return is asked of your agency")


def tell_agency(audit_return: AuditReturn, *, ask: str) -> None:
    notices.tell(
        notices.leads_of(audit_return.agency, board=audit_return.board),
        ask=ask,
        board=audit_return.board,
        about=audit_return.audit_round.reference,
        path=audit_return.get_absolute_url(),
    )


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
    at=None,
) -> Answer:
    """Save what answers one question, and its evidence. Version 0 is a first answer.

    Raises Stale, with both texts, where a colleague has answered meanwhile.
    """
    audit_return = locked_with_agency(audit_return)
    refuse_another_answer(audit_return, question, grade=grade, choice=choice, number=number)
    saved, _ = Answer.objects.get_or_create(
        audit_return=audit_return, question=question, defaults={"version": 0}
    )
    verb = f"answered question {question.number}"
    saved = change(
        saved,
        version=version,
        by=by,
        verb=verb,
        about=audit_return,
        at=at,
        grade=grade,
        choice=choice,
        number=number,
        text=text,
    )
    for given in [{"file": file} for file in files] + [{"link": link} for link in links]:
        evidence.give(audit_return.board, audit_return.agency, by=by, answer=saved, **given)
    if audit_return.status == AuditReturn.Status.NOT_STARTED:
        move(audit_return, AuditReturn.Status.IN_PROGRESS, by=by, verb="started", at=at)
    return saved


def refuse_another_answer(
    audit_return: AuditReturn,
    question: Question,
    *,
    grade: Grade | None,
    choice: str,
    number: Decimal | None,
) -> None:
    """What is answered must be what the kind of the question asks for; words always may be."""
    framework = audit_return.audit_round.framework_id
    if question.framework_id != framework or (grade and grade.framework_id != framework):
        raise Refused("That question or grade is not part of this audit.")
    if question.valid_to:
        raise Refused("That question is no longer asked in this audit.")
    if grade and grade.scale != question.scale:
        raise Refused(f"Question {question.number} is not graded on that scale.")
    if choice and choice not in question.choices:
        raise Refused(f"Question {question.number}: choose one of the choices offered.")
    if number is not None and not question.is_number:
        raise Refused(f"Question {question.number} does not ask for a number.")
    if number is not None and number < 0:
        raise Refused("The number must be 0 or more.")


def locked_with_agency(audit_return: AuditReturn) -> AuditReturn:
    """The return, locked, if it waits for its agency; Refused otherwise."""
    fresh = AuditReturn.objects.select_for_update(of=("self",)).get(pk=audit_return.pk)
    refuse_closed(fresh)
    if not fresh.is_with_agency:
        raise Refused(
            f"This return is now “{fresh.get_status_display()}”, so its answers cannot change."
        )
    return fresh


def refuse_closed(audit_return: AuditReturn) -> None:
    if audit_return.audit_round.is_closed:
        raise Refused("This audit is closed, so its answers cannot change.")


def unanswered(audit_return: AuditReturn) -> list[Question]:
    """The questions that must be answered and do not yet hold what their kind asks for."""
    done = audit_return.answers.complete()
    questions = Question.objects.asked_in(audit_return.audit_round.framework_id)
    return list(questions.filter(is_optional=False).exclude(pk__in=done.values("question")))


@transaction.atomic
def submit(audit_return: AuditReturn, *, by: User, at=None) -> AuditReturn:
    """Hand the return to the board, once every question has its answer."""
    refuse_closed(audit_return)
    if missing := unanswered(audit_return):
        numbers = ", ".join(str(question.number) for question in missing)
        one = len(missing) == 1
        subject = f"Question {numbers} still needs" if one else f"Questions {numbers} still need"
        graded = any(question.is_graded for question in missing)
        lacks = "a grade and an answer" if graded else "an answer"
        raise Refused(f"{subject} {lacks} before you submit.")
    audit_return = move(audit_return, AuditReturn.Status.SUBMITTED, by=by, verb="submitted", at=at)
    if at is None:
        notices.tell(
            notices.staff_of(audit_return.board),
            ask="an audit return was submitted",
            board=audit_return.board,
            about=audit_return.audit_round.reference,
            path=audit_return.get_absolute_url(),
        )
    return audit_return


@transaction.atomic
def accept(audit_return: AuditReturn, *, by: User, note: str = "", at=None) -> AuditReturn:
    """The board takes the return, and its evidence, as it stands."""
    audit_return = move(
        audit_return, AuditReturn.Status.ACCEPTED, by=by, note=note, verb="accepted", at=at
    )
    waiting = Support.objects.filter(
        answer__audit_return=audit_return, status=Support.Status.SUBMITTED
    )
    evidence.decide(waiting, Support.Status.ACCEPTED, by=by, at=at)
    if at is None:
        tell_agency(audit_return, ask="your agency's audit return was accepted")
    return audit_return


@transaction.atomic
def send_back(audit_return: AuditReturn, *, by: User, note: str) -> AuditReturn:
    """Return it to the agency with a question, which the agency sees."""
    audit_return = move(
        audit_return, AuditReturn.Status.RETURNED, by=by, note=note, verb="returned for query"
    )
    audit_return.query = note
    audit_return.save(update_fields=["query"])
    tell_agency(audit_return, ask="your agency's audit return came back with a question")
    return audit_return


@transaction.atomic
def share(audit_return: AuditReturn, *, people: Iterable[User], by: User) -> AuditReturn:
    """The lead lets contributors of the same agency draft answers."""
    people = list(people)
    refuse_outsiders(people, agency=audit_return.agency, board=audit_return.board)
    audit_return.contributors.set(people)
    names = ", ".join(person.name for person in people) or "no one"
    record(audit_return, "shared", by=by, to=names)
    return audit_return


@transaction.atomic
def close(audit_round: AuditRound, *, conclusion: str, by: User, at=None) -> AuditRound:
    """End the round with what it found about practice."""
    audit_round = move(audit_round, AuditRound.Status.CLOSED, by=by, verb="closed", at=at)
    audit_round.conclusion = conclusion
    audit_round.save(update_fields=["conclusion"])
    return audit_round


def partners_not_asked(audit_round: AuditRound):
    """Agencies serving the board that this round has not asked yet."""
    asked = audit_round.returns.values("agency")
    return Agency.objects.serving(audit_round.board).exclude(pk__in=asked)
