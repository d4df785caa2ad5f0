"""How far a return is filled in, section by section; and the grades that agencies gave one case."""

from collections.abc import Container, Iterable
from dataclasses import dataclass

from reviews.models import Answer, AuditReturn, Question, Section

NO_INVOLVEMENT = "No involvement"


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
    """Grades alone, of returns that were sent. One query."""
    sent = AuditReturn.objects.filter(
        audit_round=audit_return.audit_round_id,
        case_number=audit_return.case_number,
        status__in=AuditReturn.SENT,
    )
    told = sent.order_by("agency__folded", "pk").values_list(
        "agency__name",
        "is_without_involvement",
        "answers__question",
        "answers__grade__value",
        "answers__grade__label",
    )
    grades: dict[str, dict[int, str]] = {}
    uninvolved = set()
    for agency, is_uninvolved, question, value, label in told:
        given = grades.setdefault(agency, {})
        if is_uninvolved:
            uninvolved.add(agency)
        elif label:
            given[question] = f"{value} {label}"
    nothing = {agency: NO_INVOLVEMENT if agency in uninvolved else "No grade" for agency in grades}
    return CaseGrades(
        agencies=list(grades),
        rows=[
            (
                question,
                [(agency, grades[agency].get(question.pk, nothing[agency])) for agency in grades],
            )
            for question in questions
            if question.is_graded
        ],
    )
