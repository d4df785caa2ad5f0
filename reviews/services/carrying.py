"""Carrying answers forward: what an agency said last time, to be confirmed or changed."""

from collections.abc import Iterable

from django.db import transaction
from django.db.models import Case, OuterRef, QuerySet, Subquery, Value, When

from boards.models import User
from boards.services.activity import record
from reviews.models import Answer, AuditReturn, AuditRound, Grade, Question, Support

AT_ONCE = 500  # rows in one statement


@transaction.atomic
def carry_forward(
    audit_round: AuditRound, made: Iterable[AuditReturn], *, by: User, at=None
) -> int:
    """Fill returns with what their agencies answered last time. Returns how many answers.

    They must be new in this very transaction, so that nobody answers them meanwhile. It reads no
    more often for hundreds of them than for one.
    """
    new = audit_round.returns.filter(case_number=0, pk__in=[one.pk for one in made])
    paired = new.annotate(earlier=_newest_earlier(audit_round)).filter(earlier__isnull=False)
    into = {one.earlier: one for one in paired.select_related("agency", "audit_round")}
    if not into:
        return 0
    rows = Answer.objects.filter(audit_return__in=paired.values("earlier"))
    given = list(rows.select_related("grade", "question", "audit_return__audit_round"))
    asked = _Asked(audit_round)
    carried = [
        answer for one in given if (answer := asked.carried(one, into=into[one.audit_return_id]))
    ]
    evidence = list(_to_carry(rows))  # read before the new answers change what is new
    Answer.objects.bulk_create(carried, batch_size=AT_ONCE)
    _carry_evidence(evidence, carried)
    _write_down(carried, by=by, at=at)
    return len(carried)


def _newest_earlier(audit_round: AuditRound) -> Subquery:
    """What its agency sent before: to the round that this one repeats, else to the newest of the
    board that asked a version of the same questions.

    Of a case nothing ever comes: Case 1 of another round is another child.
    """
    previous = audit_round.previous_id
    rows = AuditReturn.objects.filter(
        board=audit_round.board_id,
        agency=OuterRef("agency"),
        case_number=0,
        audit_round__framework__key=audit_round.framework.key,
        audit_round__opens_on__lte=audit_round.opens_on,
        status__in=AuditReturn.SENT,
        is_without_involvement=False,
    ).exclude(audit_round=audit_round)
    is_previous = Case(When(audit_round=previous, then=Value(1)), default=Value(0))
    newest = rows.order_by(
        is_previous.desc(), "-audit_round__opens_on", "-audit_round__due_on", "-pk"
    )
    return Subquery(newest.values("pk")[:1])


class _Asked:
    """What the new round asks, by its keys."""

    def __init__(self, audit_round: AuditRound):
        framework = audit_round.framework_id
        self.questions = {one.key: one for one in Question.objects.asked_in(framework)}
        grades = Grade.objects.filter(framework=framework)
        self.grades = {(grade.scale, grade.value): grade for grade in grades}

    def carried(self, answer: Answer, *, into: AuditReturn) -> Answer | None:
        """The answer as the new framework takes it; None where it no longer does."""
        question, was = self.questions.get(answer.question.key), answer.question
        if not question or (question.kind, question.scale) != (was.kind, was.scale):
            return None
        grade = self.grades.get((answer.grade.scale, answer.grade.value)) if answer.grade else None
        if (answer.grade and not grade) or (
            answer.choice and answer.choice not in question.choices
        ):
            return None
        if not (grade or answer.choice or answer.text or answer.number is not None):
            return None
        return Answer(
            audit_return=into,
            question=question,
            grade=grade,
            choice=answer.choice,
            number=answer.number,
            text=answer.text,
            carried_from=answer,
            is_confirmed=False,
        )


def _to_carry(answers: QuerySet) -> QuerySet:
    """What the board did not turn down, in its newest version. Evidence that has expired comes
    with it: the page asks for a newer one."""
    return Support.objects.filter(answer__in=answers).still_standing()


def _carry_evidence(evidence: list[Support], carried: list[Answer]) -> None:
    """To be decided on again."""
    into = {answer.carried_from_id: answer for answer in carried}
    Support.objects.bulk_create(
        [
            Support(evidence_id=one.evidence_id, answer=into[one.answer_id], carried_from=one)
            for one in evidence
            if one.answer_id in into
        ],
        batch_size=AT_ONCE,
    )


def _write_down(carried: list[Answer], *, by: User, at) -> None:
    """One entry for each return."""
    source = {
        one.audit_return: one.carried_from.audit_return for one in carried if one.carried_from
    }
    for audit_return, earlier in source.items():
        said = f"carried answers forward from {earlier.audit_round.reference}"
        record(audit_return, said, by=by, at=at)
