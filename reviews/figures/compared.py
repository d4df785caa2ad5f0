"""One round beside the round that it repeats, question by question.

A question is the same where its key is, and is compared only where its scale's key is too. Of both
rounds count the same returns, and the same grades, as on their own results.
"""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q

from boards.models import User
from kscb import charts
from reviews.figures.results import Results, ScaleTable, Spread, values_given
from reviews.models import AuditReturn, AuditRound, Grade, Question

MOST_ROUNDS = 12


@dataclass(frozen=True)
class Compared:
    """A question now, and then. Agencies that answered both times went up, stayed, or went down."""

    question: Question
    labels: Sequence[str]
    now: Spread
    then: Spread | None = None
    why_not: str = ""
    up: Sequence[str] = ()
    same: Sequence[str] = ()
    down: Sequence[str] = ()

    @property
    def both(self) -> int:
        """The agencies that answered both times: up, same and down are out of these."""
        return len(self.up) + len(self.same) + len(self.down)

    @property
    def rows(self) -> list[tuple[str, int, int]]:
        """Each grade, how many gave it then, and now."""
        then = self.then.counts if self.then else [0] * len(self.labels)
        return list(zip(self.labels, then, self.now.counts, strict=True))


def compared(now: Results, then: Results) -> list[Compared]:
    """Every graded question of the later round."""
    return [
        one_compared(table, at, then) for table in now.tables for at in range(len(table.questions))
    ]


def one_compared(table: ScaleTable, at: int, then: Results) -> Compared:
    question, now = table.questions[at], table.spreads[at]
    labels = [grade.label for grade in table.grades]
    before, place, why_not = matching(question, table, then)
    if before is None:
        return Compared(question, labels, now, why_not=why_not)
    up, same, down = moved(values_at(table, at), values_at(before, place))
    return Compared(question, labels, now, then=before.spreads[place], up=up, same=same, down=down)


def matching(question: Question, table: ScaleTable, then: Results):
    """The table and place of the same question before; or why there is nothing to compare."""
    for before in then.tables:
        for place, asked in enumerate(before.questions):
            if asked.key != question.key:
                continue
            if not same_scale(before, table):
                return None, 0, "Not compared: the scale changed."
            return before, place, ""
    return None, 0, "Not compared: it was not asked, or not graded, last time."


def same_scale(before: ScaleTable, table: ScaleTable) -> bool:
    values = [[grade.value for grade in one.grades] for one in (before, table)]
    return before.scale == table.scale and values[0] == values[1]


def values_at(table: ScaleTable, at: int) -> dict[str, int]:
    """By agency, the grade that counts: of returns about the agency as a whole. Cases differ
    from round to round, and are not compared one by one."""
    return {
        row.audit_return.agency.name: cell.value
        for row in table.rows
        if not row.audit_return.case_number and (cell := row.cells[at]) is not None
    }


def moved(now: dict[str, int], then: dict[str, int]) -> tuple[list[str], list[str], list[str]]:
    """Who answered both times: up, the same, and down, each in the order given."""
    both = [agency for agency in now if agency in then]
    return (
        [agency for agency in both if now[agency] > then[agency]],
        [agency for agency in both if now[agency] == then[agency]],
        [agency for agency in both if now[agency] < then[agency]],
    )


# One question over every round that asked it


@dataclass(frozen=True)
class Asked:
    """One round that asked the question, and how many gave each grade (None: nobody yet)."""

    audit_round: AuditRound
    chart: charts.Shares | None


def over_rounds(user: User, audit_round: AuditRound, question: Question) -> list[Asked]:
    """Rounds of the board that asked the same question, in any version, on the same scale.

    Latest first, and the latest twelve. Three queries for all of them.
    """
    rounds = AuditRound.objects.with_results_for(user).filter(
        board=audit_round.board_id,
        framework__key=audit_round.framework.key,
        framework__questions__key=question.key,
        framework__questions__scale=question.scale,
    )
    latest = list(rounds.distinct().order_by("-due_on", "-pk")[:MOST_ROUNDS])
    returns = AuditReturn.objects.grades_seen_by(user).filter(audit_round__in=latest)
    counts = counted_by_round(returns, question)
    labels = labels_by_framework(question, latest)
    return [Asked(one, bar(one, labels[one.framework_id], counts[one.pk])) for one in latest]


def counted_by_round(returns, question: Question) -> dict[int, Counter]:
    """By round, how many returns gave each value, as on its results."""
    keyed = Q(question__key=question.key, question__scale=question.scale)
    found: dict[int, Counter] = defaultdict(Counter)
    for audit_round, value in values_given(returns, keyed):
        found[audit_round][value] += 1
    return found


def labels_by_framework(question: Question, rounds: list[AuditRound]) -> dict[int, dict]:
    """Each version's labels of the scale's values, lowest first."""
    frameworks = {one.framework_id for one in rounds}
    grades = Grade.objects.filter(framework__in=frameworks, scale=question.scale)
    found: dict[int, dict] = defaultdict(dict)
    for grade in grades.order_by("value"):
        found[grade.framework_id][grade.value] = grade.label
    return found


def bar(audit_round: AuditRound, labels: dict, counts: Counter) -> charts.Shares | None:
    return charts.shares(
        [charts.Part(label, counts[value]) for value, label in labels.items()],
        key=f"round-{audit_round.pk}",
        title=f"How many returns gave each grade in {audit_round.reference}",
        first="Grade",
        counted="Returns",
    )
