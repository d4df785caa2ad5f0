"""How the grades of repeated audits moved: every graded question together, scale by scale.

What counts is what counts on a round's own results. Two rounds stand in one table only where both
were graded on the same scale of versions of the same framework.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Count

from boards.models import Board, User
from reviews.figures.results import graded_answers, grades_url
from reviews.models import AuditReturn, AuditRound, Grade

MOST_ROUNDS = 12  # of one framework, the latest

Counts = dict[int, dict[str, dict[int, int]]]  # answers by round, scale and value
Labels = dict[int, dict[str, dict[int, str]]]  # by framework, scale and value, lowest first


@dataclass(frozen=True)
class RoundRow:
    """One round: how many answers have each grade, each with the address of its rows."""

    audit_round: AuditRound
    counts: Sequence[tuple[int, str]]

    @property
    def graded(self) -> int:
        return sum(number for number, _ in self.counts)


@dataclass(frozen=True)
class Series:
    """The rounds of one framework on one scale, latest first."""

    name: str
    labels: Sequence[str]
    rows: Sequence[RoundRow]


def grades_over_rounds(user: User, board: Board, rounds: Iterable[AuditRound]) -> list[Series]:
    """Of every framework that was graded in two of the rounds or more. `rounds` are those that the
    person may see, latest first, with their frameworks. Two queries."""
    counts, labels = counted(user, board), labelled(board)
    found: dict[tuple, list[tuple[AuditRound, str]]] = defaultdict(list)
    for one in rounds:
        for scale in counts.get(one.pk, ()):
            values = tuple(labels[one.framework_id][scale])
            found[one.framework.key, scale, values].append((one, scale))
    return [
        series([one for one, _ in asked[:MOST_ROUNDS]], asked[0][1], counts, labels)
        for asked in found.values()
        if len(asked) > 1
    ]


def counted(user: User, board: Board) -> Counts:
    """How many answers gave each grade. One query."""
    returns = AuditReturn.objects.grades_seen_by(user).filter(board=board)
    rows = graded_answers(returns).values_list(
        "audit_return__audit_round", "question__scale", "counts"
    )
    found: Counts = defaultdict(lambda: defaultdict(dict))
    for audit_round, scale, value, number in rows.annotate(number=Count("pk")):
        found[audit_round][scale][value] = number
    return found


def labelled(board: Board) -> Labels:
    """The grades of every framework that the board has asked. One query."""
    grades = Grade.objects.filter(framework__rounds__board=board).order_by("value").distinct()
    found: Labels = defaultdict(lambda: defaultdict(dict))
    for framework, scale, value, label in grades.values_list(
        "framework", "scale", "value", "label"
    ):
        found[framework][scale][value] = label
    return found


def series(rounds: Sequence[AuditRound], scale: str, counts: Counts, labels: Labels) -> Series:
    """Under the name and the labels of the latest."""
    latest = rounds[0].framework
    shown = labels[latest.pk][scale]
    rows = [RoundRow(one, counts_of(one, scale, shown, counts[one.pk][scale])) for one in rounds]
    return Series(latest.name, list(shown.values()), rows)


def counts_of(
    audit_round: AuditRound, scale: str, shown: dict[int, str], counts: dict[int, int]
) -> list[tuple[int, str]]:
    return [
        (counts.get(value, 0), grades_url(audit_round.pk, scale=scale, value=value))
        for value in shown
    ]
