"""The collation grid: what each return was graded under each standard, on one scale at a time.

A standard is a section of the framework (in a section 11 audit, one of its eight standards), or a
practice standard that its questions test. Grades are steps and not amounts, so nothing is averaged:
a cell says the lowest and the highest grade that counts, and how many of the standard's questions
were graded. A question that tests several practice standards counts under each of them.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from django.db.models import Case, Exists, F, OuterRef, Q, QuerySet, TextField, Value, When

from boards.models import User
from kscb import charts
from reviews.figures.results import (
    Given,
    Results,
    ScaleTable,
    graded_answers,
    grades_url,
    panels,
)
from reviews.models import AuditReturn, AuditRound, Grade, Question


class Standard(NamedTuple):
    """A section or a practice standard; `places` are those of its questions in the table."""

    name: str
    narrowed: dict[str, int]  # the rows behind it, as the list of grades is asked for them
    places: Sequence[int]


@dataclass(frozen=True)
class Cell:
    """One return under one standard: `graded` of the `asked` questions, `moderated` of those."""

    lowest: str
    highest: str
    graded: int
    asked: int
    moderated: int
    url: str

    @property
    def words(self) -> str:
        return from_to(self.lowest, self.highest)

    @property
    def counted(self) -> str:
        told = f"{self.graded} of {self.asked} graded"
        return f"{told}, {self.moderated} moderated" if self.moderated else told


class Row(NamedTuple):
    audit_return: AuditReturn
    cells: Sequence[Cell]


@dataclass(frozen=True)
class Grid:
    """Returns by standards, and how many grades of each kind were given under each standard."""

    noun: str  # "section" or "practice standard"
    table: ScaleTable
    standards: Sequence[Standard]
    rows: Sequence[Row]

    @property
    def headed(self) -> list[tuple[str, str]]:
        """Each standard's name, and the address of its rows."""
        return [(one.name, self.url(**one.narrowed)) for one in self.standards]

    def url(self, **narrowed: int) -> str:
        return grades_url(self.table.audit_round, scale=self.table.scale, **narrowed)

    @property
    def heat(self) -> charts.HeatTable:
        counts = [self.counts(one) for one in self.standards]
        return charts.heat(
            [one.name for one in self.standards],
            [grade.label for grade in self.table.grades],
            [
                [
                    self.count(counts[at][grade.value], value=grade.value, **one.narrowed)
                    for grade in self.table.grades
                ]
                for at, one in enumerate(self.standards)
            ],
            key=f"{self.noun.replace(' ', '-')}-{self.table.scale}",
            title=f"How many answers were given each grade, by {self.noun}",
            first=self.noun.capitalize(),
            urls=[url for _, url in self.headed],
        )

    def counts(self, standard: Standard) -> Counter:
        """Answers by the value of the grade that counts, over all returns that count."""
        return Counter(
            given.value for row in self.table.rows for given in found_at(row.cells, standard)
        )

    def count(self, number: int, **narrowed: int) -> charts.Count:
        return charts.Count(number, self.url(**narrowed) if number else "")


def grids(results: Results, tested: dict[int, dict[int, str]]) -> list[tuple[ScaleTable, list]]:
    """Each scale's table with its grids: by section, and by practice standard if any is tested."""
    return [
        (table, [*by_section(table), *by_practice_standard(table, tested)])
        for table in results.tables
    ]


def grades_behind(audit_round: AuditRound, user: User) -> QuerySet:
    """Every grade of the round that counts and that the person may see, with the panel's; and why
    it is that, for those who may read the return in full."""
    returns = AuditReturn.objects.grades_seen_by(user).filter(audit_round=audit_round)
    full = AuditReturn.objects.filter(pk=OuterRef("audit_return")).read_in_full_by(user)
    is_done = Q(audit_return__status__in=AuditReturn.MODERATION_DONE)
    why = Case(
        When(is_done & Exists(full), then=F("moderation__reason")),
        default=Value(""),
        output_field=TextField(),
    )
    rows = graded_answers(returns).filter(question__valid_to__isnull=True)
    return (
        rows.annotate(panel=panels("label"), panel_value=panels("value"), why=why)
        .select_related("grade", "question__section", "audit_return__agency")
        .order_by("audit_return__agency__folded", "audit_return", "question__number")
    )


def practice_standards(framework: int) -> dict[int, dict[int, str]]:
    """The practice standards that each question asked of a framework tests. One query."""
    rows = Question.standards.through.objects.filter(
        question__framework=framework, question__valid_to__isnull=True
    )
    found: dict[int, dict[int, str]] = defaultdict(dict)
    standard = "practicestandard"
    in_order = rows.order_by(f"{standard}__theme__folded", f"{standard}__number")
    for question, pk, wording in in_order.values_list("question", standard, f"{standard}__wording"):
        found[question][pk] = wording
    return found


def by_section(table: ScaleTable) -> list[Grid]:
    """One grid; none where a single question is graded, for it would say that question again."""
    if len(table.questions) < 2:
        return []
    places: dict[int, list[int]] = defaultdict(list)
    names = {}
    for at, question in enumerate(table.questions):
        names[question.section_id] = question.section.title
        places[question.section_id].append(at)
    standards = [Standard(names[pk], {"section": pk}, where) for pk, where in places.items()]
    return [grid("section", table, standards)]


def by_practice_standard(table: ScaleTable, tested: dict[int, dict[int, str]]) -> list[Grid]:
    """One grid, or none where the questions of the table test no practice standard."""
    places: dict[int, list[int]] = defaultdict(list)
    names = {}
    for at, question in enumerate(table.questions):
        for pk, wording in tested.get(question.pk, {}).items():
            names[pk] = wording
            places[pk].append(at)
    standards = [Standard(names[pk], {"standard": pk}, where) for pk, where in places.items()]
    return [grid("practice standard", table, standards)] if standards else []


def grid(noun: str, table: ScaleTable, standards: Sequence[Standard]) -> Grid:
    rows = [
        Row(
            row.audit_return,
            [cell(table, row.audit_return, row.cells, standard) for standard in standards],
        )
        for row in table.rows
    ]
    return Grid(noun, table, standards, rows)


def cell(
    table: ScaleTable,
    audit_return: AuditReturn,
    cells: Sequence[Given | None],
    standard: Standard,
) -> Cell:
    found = sorted(found_at(cells, standard), key=lambda given: given.value)
    narrowed = {"audit_return": audit_return.pk, **standard.narrowed}
    return Cell(
        lowest=found[0].label if found else "",
        highest=found[-1].label if found else "",
        graded=len(found),
        asked=len(standard.places),
        moderated=sum(1 for given in found if given.moderated),
        url=grades_url(table.audit_round, scale=table.scale, **narrowed) if found else "",
    )


def found_at(cells: Sequence[Given | None], standard: Standard) -> list[Given]:
    return [given for at in standard.places if (given := cells[at]) is not None]


def from_to(lowest: str, highest: str) -> str:
    if lowest == highest:
        return lowest or "No grade"
    return f"“{lowest}” to “{highest}”"


def span(grades: Iterable[Grade]) -> str:
    """The lowest to the highest of them in words, each scale by itself."""
    by_scale: dict[str, list[Grade]] = defaultdict(list)
    for grade in grades:
        by_scale[grade.scale].append(grade)
    told = []
    for found in by_scale.values():
        found.sort(key=lambda grade: grade.value)
        told.append(from_to(found[0].label, found[-1].label))
    return "; ".join(told) or "No grade"
