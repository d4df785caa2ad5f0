"""What the returns of one round say: grades by agency and question, one table for each scale.

Only returns that were sent count, and of those only agencies that were involved. A moderated grade
counts where there is one, once the return's moderation is finished; otherwise the agency's own.
Scales are never mixed. What an agency is told of the others is `told.py`.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import NamedTuple
from urllib.parse import urlencode

from django.db.models import Case, F, Q, QuerySet, When
from django.db.models.functions import Coalesce
from django.urls import reverse

from kscb import charts
from reviews.models import Answer, AuditReturn, AuditRound, Grade, Question
from reviews.models.audit import AuditReturnQuerySet


@dataclass(frozen=True)
class Given:
    """One agency's grade of one question: its own, and the panel's where there is one."""

    own: str
    moderated: str
    value: int

    @property
    def label(self) -> str:
        """The grade that counts."""
        return self.moderated or self.own

    @property
    def words(self) -> str:
        if not self.moderated:
            return self.own
        if self.moderated == self.own:
            return f"{self.own} (moderated: the same)"
        return f"{self.own or 'No grade'} → {self.moderated} (moderated)"


class Row(NamedTuple):
    """A return that counts, with its grade (or None) for each question of the table."""

    audit_return: AuditReturn
    cells: Sequence[Given | None]


class Spread(NamedTuple):
    """How many returns gave each grade. `answered` of `asked` returns that count gave one."""

    question: Question
    shown: Sequence[tuple[str, int]]  # each grade's label, and how many gave it
    answered: int
    asked: int

    @property
    def counts(self) -> list[int]:
        return [number for _, number in self.shown]


@dataclass(frozen=True)
class ScaleTable:
    """The questions graded on one scale."""

    audit_round: int
    scale: str
    grades: Sequence[Grade]
    questions: Sequence[Question]
    rows: Sequence[Row]
    spreads: Sequence[Spread]

    @property
    def labels(self) -> str:
        return ", ".join(grade.label for grade in self.grades)

    @property
    def heat(self) -> charts.HeatTable:
        return charts.heat(
            [str(spread.question) for spread in self.spreads],
            [grade.label for grade in self.grades],
            [
                [
                    charts.Count(number, self.rows_url(spread.question, grade) if number else "")
                    for grade, number in zip(self.grades, spread.counts, strict=True)
                ]
                for spread in self.spreads
            ],
            key=f"grades-{self.scale}",
            title="How many returns gave each grade, by question",
            first="Question",
            urls=[over_rounds_url(self.audit_round, spread.question) for spread in self.spreads],
        )

    def rows_url(self, question: Question, grade: Grade) -> str:
        return grades_url(self.audit_round, question=question.pk, value=grade.value)


def over_rounds_url(audit_round: int, question: Question) -> str:
    return reverse("reviews:question-over-rounds", args=[audit_round, question.number])


def grades_url(audit_round: int, **narrowed: int | str) -> str:
    """The grades that count, narrowed to those of one cell."""
    return f"{reverse('reviews:audit-grades', args=[audit_round])}?{urlencode(narrowed)}"


class Apart(NamedTuple):
    """One question of one case that agencies graded differently, so many steps apart."""

    question: Question
    case_number: int
    steps: int
    grades: Sequence[tuple[str, str]]  # agency and grade, lowest first


@dataclass(frozen=True)
class Results:
    """Asked: all returns handed in. Counted: those sent by agencies that were involved."""

    asked: int = 0
    questions: Sequence[Question] = ()
    counted: Sequence[AuditReturn] = ()
    uninvolved: Sequence[AuditReturn] = ()
    missing: Sequence[AuditReturn] = ()
    tables: Sequence[ScaleTable] = ()
    apart: Sequence[Apart] = field(default=())

    @property
    def sent(self) -> int:
        return len(self.counted) + len(self.uninvolved)

    @property
    def moderated(self) -> int:
        """Returns in which at least one moderated grade counts."""
        return len(
            {
                row.audit_return.pk
                for table in self.tables
                for row in table.rows
                if any(cell and cell.moderated for cell in row.cells)
            }
        )


def results(audit_round: AuditRound, returns: AuditReturnQuerySet) -> Results:
    """Of returns of the round that the person may see the grades of. Four queries."""
    asked = list(returns.filter(audit_round=audit_round).select_related("agency"))
    asked.sort(key=lambda one: (one.agency.folded, one.case_number))
    counted = [one for one in asked if one.is_sent and not one.is_without_involvement]
    given = given_in(returns.filter(audit_round=audit_round))
    questions = list(Question.objects.asked_in(audit_round.framework_id))
    tables = tables_of(audit_round, questions, counted, given)
    return Results(
        asked=len(asked),
        questions=questions,
        counted=counted,
        uninvolved=[one for one in asked if one.is_sent and one.is_without_involvement],
        missing=[one for one in asked if not one.is_sent],
        tables=tables,
        apart=[one for table in tables for one in apart_in(table)],
    )


def given_in(returns: AuditReturnQuerySet) -> dict[tuple[int, int], Given]:
    """The grades of the returns that count, by return and question. One query."""
    told = answers_that_count(returns).values_list(
        "audit_return",
        "question",
        "grade__value",
        "grade__label",
        panels("value"),
        panels("label"),
    )
    return {
        (audit_return, question): Given(
            own or "", panel or "", own_value if panel_value is None else panel_value
        )
        for audit_return, question, own_value, own, panel_value, panel in told
        if not (own_value is None and panel_value is None)
    }


def answers_that_count(returns: AuditReturnQuerySet) -> QuerySet:
    count = returns.filter(status__in=AuditReturn.SENT, is_without_involvement=False)
    return Answer.objects.filter(audit_return__in=count.order_by().values("pk")).order_by()


def panels(what: str) -> Case:
    """The moderated grade's value or label, once moderation is finished."""
    done = Q(audit_return__status__in=AuditReturn.MODERATION_DONE)
    return Case(When(done, then=F(f"moderation__grade__{what}")))


def graded_answers(returns: AuditReturnQuerySet) -> QuerySet:
    """The answers of returns that count, with the value of the grade that counts."""
    counts = Coalesce(panels("value"), F("grade__value"))
    return answers_that_count(returns).annotate(counts=counts).exclude(counts=None)


def values_given(returns: AuditReturnQuerySet, asked: Q) -> list[tuple[int, int]]:
    """The round and the value that counts of every answer to the questions asked. One query."""
    rows = graded_answers(returns).filter(asked)
    return list(rows.values_list("audit_return__audit_round", "counts"))


def by_scale(questions: Iterable[Question]) -> dict[str, list[Question]]:
    """Those graded, by the scale that they are graded on, in order."""
    found: dict[str, list[Question]] = defaultdict(list)
    for question in questions:
        if question.is_graded:
            found[question.scale].append(question)
    return found


def grades_of(framework: int) -> dict[str, list[Grade]]:
    """Each scale's grades, lowest first. One query."""
    rows = Grade.objects.filter(framework=framework).order_by("scale", "value")
    return {scale: list(grades) for scale, grades in groupby(rows, lambda grade: grade.scale)}


def tables_of(
    audit_round: AuditRound,
    asked: Sequence[Question],
    counted: Sequence[AuditReturn],
    given: dict[tuple[int, int], Given],
) -> list[ScaleTable]:
    grades = grades_of(audit_round.framework_id)
    return [
        ScaleTable(
            audit_round=audit_round.pk,
            scale=scale,
            grades=grades.get(scale, []),
            questions=questions,
            rows=[
                Row(one, [given.get((one.pk, question.pk)) for question in questions])
                for one in counted
            ],
            spreads=[
                spread(question, grades.get(scale, []), counted, given) for question in questions
            ],
        )
        for scale, questions in by_scale(asked).items()
    ]


def spread(question: Question, grades, counted, given) -> Spread:
    values = Counter(
        found.value for one in counted if (found := given.get((one.pk, question.pk))) is not None
    )
    shown = [(grade.label, values[grade.value]) for grade in grades]
    return Spread(question, shown, values.total(), len(counted))


# Agencies on the same case


def apart_in(table: ScaleTable) -> list[Apart]:
    """Where agencies graded the same question of the same case differently, most apart first."""
    step = {grade.value: at for at, grade in enumerate(table.grades)}
    found: dict[tuple[int, int], list[tuple[int, str, str]]] = defaultdict(list)
    for audit_return, cells in table.rows:
        if not audit_return.case_number:
            continue
        for at, cell in enumerate(cells):
            if cell:
                one = (step[cell.value], audit_return.agency.name, cell.label)
                found[audit_return.case_number, at].append(one)
    differing = [
        Apart(
            table.questions[at],
            case,
            max(marks)[0] - min(marks)[0],
            [(agency, label) for _, agency, label in sorted(marks)],
        )
        for (case, at), marks in found.items()
    ]
    return sorted(
        (one for one in differing if one.steps),
        key=lambda one: (-one.steps, one.question.number, one.case_number),
    )
