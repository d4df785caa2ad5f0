"""How far a return is filled in, section by section; and the grades that agencies gave one case."""

from collections.abc import Container, Iterable
from dataclasses import dataclass

from reviews.models import Answer, AuditReturn, Question, Section


@dataclass(frozen=True)
class SectionProgress:
    """How many questions a section asks, how many of them hold what they ask for, and how many
    were carried forward and wait to be confirmed."""

    section: Section
    asked: int
    answered: int
    unconfirmed: int
    may_answer: bool

    @property
    def is_done(self):
        return self.answered == self.asked


def by_section(
    questions: Iterable[tuple[Question, Answer | None]], *, given: Container[int] | None
) -> list[SectionProgress]:
    """In the order asked. `given` are the sections that the person may answer; None is all."""
    parts: dict[Section, list[tuple[Question, Answer | None]]] = {}
    for question, answer in questions:
        parts.setdefault(question.section, []).append((question, answer))
    return [
        SectionProgress(
            section=section,
            asked=len(pairs),
            answered=sum(1 for _, answer in pairs if answer and answer.is_complete),
            unconfirmed=sum(1 for _, answer in pairs if answer and not answer.is_confirmed),
            may_answer=given is None or section.pk in given,
        )
        for section, pairs in parts.items()
    ]


@dataclass(frozen=True)
class CaseGrades:
    """What each agency that sent its return graded one case: the agencies' names, and for each
    graded question its grades in the same order."""

    agencies: list[str]
    rows: list[tuple[Question, list[tuple[str, str]]]]


def grades_of_case(audit_return: AuditReturn, questions: Iterable[Question]) -> CaseGrades:
    """Grades alone, of returns that were sent. Two queries."""
    sent = AuditReturn.objects.filter(
        audit_round=audit_return.audit_round_id,
        case_number=audit_return.case_number,
        status__in=AuditReturn.SENT,
    ).select_related("agency")
    returns = list(sent.order_by("agency__folded"))
    answers = Answer.objects.filter(audit_return__in=sent, grade__isnull=False)
    grades = {
        (one.audit_return_id, one.question_id): str(one.grade)
        for one in answers.select_related("grade")
    }
    return CaseGrades(
        agencies=[one.agency.name for one in returns],
        rows=[
            (question, [(one.agency.name, _grade_of(one, question, grades)) for one in returns])
            for question in questions
            if question.is_graded
        ],
    )


def _grade_of(audit_return: AuditReturn, question: Question, grades: dict) -> str:
    if audit_return.is_without_involvement:
        return "No involvement"
    return grades.get((audit_return.pk, question.pk), "No grade")
