"""What agencies are told of each other's answers: counts that cannot be traced to any one agency.

A crowd is at least as many agencies as the board says, who do not all say the same. To one reader
the others are told where they are a crowd without those that the reader ever belonged to. To all
readers, as in a report, the counts are told where a crowd is left whichever agencies one person
could take away: two, or as many as anybody of them ever belonged to. A report is kept for good, and
whoever leads one agency may come to lead a second. Numbers are told to nobody: one may name who
gave it.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Sequence
from typing import NamedTuple

from django.db.models import Count

from boards.models import Membership, User
from reviews.figures.results import (
    Given,
    Results,
    ScaleTable,
    answers_that_count,
    graded_answers,
)
from reviews.models import AuditReturn, AuditRound, Question
from reviews.models.audit import AuditReturnQuerySet

FEWEST_TAKEN = 2  # agencies that one person may take away from what all are told

Marks = dict[int, dict[int, Counter]]  # by question and agency, how often each answer was given


def grades_by_agency(returns: AuditReturnQuerySet) -> Marks:
    """The values of the grades that count. One query."""
    rows = graded_answers(returns).values_list("question", "audit_return__agency", "counts")
    return marks_of(rows)


def choices_by_agency(returns: AuditReturnQuerySet) -> Marks:
    """What was chosen. One query."""
    rows = answers_that_count(returns).exclude(choice="")
    return marks_of(rows.values_list("question", "audit_return__agency", "choice"))


def marks_of(rows: Iterable[tuple]) -> Marks:
    found: Marks = defaultdict(lambda: defaultdict(Counter))
    for question, agency, answer in rows:
        found[question][agency][answer] += 1
    return found


def is_crowd(by_agency: Iterable[Counter], *, fewest: int) -> bool:
    """Enough agencies, who do not all say the same: no answer can be told to be any one's."""
    marks = list(by_agency)
    return len(marks) >= fewest and len(sum(marks, Counter())) > 1


def untraceable(by_agency: dict[int, Counter], *, fewest: int, taken: int) -> bool:
    """Whichever `taken` agencies are taken away, a crowd is left.

    Those left say all the same only where everybody who said something else was taken away.
    """
    marks = list(by_agency.values())
    if len(marks) - taken < fewest:
        return False
    return all(
        sum(1 for mark in marks if set(mark) != {said}) > taken for said in sum(marks, Counter())
    )


def most_of_one_person(audit_round: AuditRound) -> int:
    """Of the agencies that the round asks, the most that one person ever belonged to. One query."""
    asked = AuditReturn.objects.filter(audit_round=audit_round).order_by().values("agency")
    theirs = Membership.objects.filter(agency__in=asked).order_by().values("user")
    most = theirs.annotate(agencies=Count("agency", distinct=True)).order_by("-agencies").first()
    return most["agencies"] if most else 0


def tellable(audit_round: AuditRound) -> set[int]:
    """The questions whose counts may be told to everyone on the board, by their keys. Three
    queries."""
    returns = AuditReturn.objects.filter(audit_round=audit_round)
    taken = max(FEWEST_TAKEN, most_of_one_person(audit_round))
    fewest = audit_round.board.fewest_told
    return {
        question
        for told in (grades_by_agency(returns), choices_by_agency(returns))
        for question, marks in told.items()
        if untraceable(marks, fewest=fewest, taken=taken)
    }


# To one reader


class Others(NamedTuple):
    """A question, the agency's own answers to it, and what the others gave (None: not told)."""

    question: Question
    own: Sequence[Given | None] | Sequence[str]
    others: Sequence[tuple[str, int]] | None


class Reader(NamedTuple):
    """Who is told: the agencies that they answer for, which are not among the others, and all that
    they ever belonged to, whose answers they may know."""

    own_agencies: Collection[int]
    known: Collection[int]
    fewest: int

    def others(self, audit_round: AuditRound, by_agency: Callable) -> Marks:
        """Nothing before the round is closed: one more return would tell what that one said."""
        if not audit_round.is_closed:
            return {}
        rows = AuditReturn.objects.filter(audit_round=audit_round)
        return by_agency(rows.exclude(agency__in=self.own_agencies))

    def told(self, marks: dict[int, Counter]) -> Counter | None:
        left = [one for agency, one in marks.items() if agency not in self.known]
        return sum(marks.values(), Counter()) if is_crowd(left, fewest=self.fewest) else None


def reader(user: User, audit_round: AuditRound, *, own_agencies: Collection[int]) -> Reader:
    """One query."""
    ever = Membership.objects.filter(user=user, agency__isnull=False)
    known = set(ever.values_list("agency", flat=True))
    return Reader(own_agencies, known, audit_round.board.fewest_told)


def grades_beside_others(
    audit_round: AuditRound, own: Results, reader: Reader
) -> list[tuple[ScaleTable, list[Others]]]:
    """For an agency: its own grades, and how the others graded where that names nobody."""
    told = reader.others(audit_round, grades_by_agency)
    return [
        (
            table,
            [
                grade_beside(table, at, reader.told(told.get(question.pk, {})))
                for at, question in enumerate(table.questions)
            ],
        )
        for table in own.tables
    ]


def grade_beside(table: ScaleTable, at: int, told: Counter | None) -> Others:
    shown = None if told is None else [(grade.label, told[grade.value]) for grade in table.grades]
    return Others(table.questions[at], [row.cells[at] for row in table.rows], shown)


def answers_beside_others(
    audit_round: AuditRound, results: Results, own: AuditReturnQuerySet, reader: Reader
) -> list[Others]:
    """Of the questions that are chosen from or counted: what the agency answered, and what the
    others chose where that names nobody. Two queries, or none where nothing is asked so."""
    asked = [question for question in results.questions if question.choices or question.is_number]
    if not asked:
        return []
    said = said_in(own.filter(audit_round=audit_round))
    told = reader.others(audit_round, choices_by_agency)
    return [
        choice_beside(question, said[question.pk], reader.told(told.get(question.pk, {})))
        for question in asked
    ]


def choice_beside(question: Question, own: Sequence[str], told: Counter | None) -> Others:
    if told is None:
        return Others(question, own, None)
    return Others(question, own, [(label, told[key]) for key, label in question.choices.items()])


def said_in(returns: AuditReturnQuerySet) -> dict[int, list[str]]:
    """By question, what each return said, in the order of its cases. One query."""
    rows = answers_that_count(returns).select_related("question")
    found: dict[int, list[str]] = defaultdict(list)
    for answer in rows.order_by("audit_return__agency__folded", "audit_return__case_number"):
        if answer.said:
            found[answer.question_id].append(answer.said)
    return found
