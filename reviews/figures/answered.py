"""What the returns of a round say where nothing is graded: how many chose each answer, and of
numbers the lowest, the middle and the highest.

The same returns count as for grades (`results.py`). The middle is the median: half gave that or
less; of an even count, half way between the two in the middle. Numbers are not added up: agencies
count different things under one name.
"""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby
from statistics import median
from typing import NamedTuple
from urllib.parse import urlencode

from django.db.models import Q, QuerySet
from django.urls import reverse

from reviews.figures.results import Results, answers_that_count
from reviews.models import AuditRound, Question
from reviews.models.audit import AuditReturnQuerySet


class Choice(NamedTuple):
    label: str
    number: int
    url: str  # of the answers counted


class Chosen(NamedTuple):
    """How many returns chose each answer. `answered` of `asked` returns that count chose one."""

    question: Question
    shown: Sequence[Choice]
    answered: int
    asked: int


class ChoiceTable(NamedTuple):
    """Questions, one after the other, that are answered from the same list."""

    labels: Sequence[str]
    rows: Sequence[Chosen]


@dataclass(frozen=True)
class Numbers:
    """What the numbers given lie between. `answered` of `asked` returns that count gave one."""

    question: Question
    given: Sequence[Decimal]
    asked: int
    url: str

    @property
    def answered(self) -> int:
        return len(self.given)

    @property
    def shown(self) -> list[tuple[str, str]]:
        """The lowest, the middle and the highest, in words; of none, a dash."""
        return [
            (label, self.question.counted(of(self.given)) if self.given else "–")
            for label, of in (("Lowest", min), ("Middle", median), ("Highest", max))
        ]


@dataclass(frozen=True)
class Answered:
    tables: Sequence[ChoiceTable]
    numbers: Sequence[Numbers]


def answered(audit_round: AuditRound, returns: AuditReturnQuerySet, results: Results) -> Answered:
    """Of the returns that count in `results`, among returns whose answers may be told. One
    query."""
    asked, counted = results.questions, len(results.counted)
    chosen: dict[int, Counter] = defaultdict(Counter)
    numbers: dict[int, list[Decimal]] = defaultdict(list)
    rows = answers_given(returns.filter(audit_round=audit_round))
    for question, choice, number in rows.values_list("question", "choice", "number"):
        if number is None:
            chosen[question][choice] += 1
        else:
            numbers[question].append(number)
    pk = audit_round.pk
    return Answered(
        tables=tables_of(
            [of_choice(pk, one, chosen[one.pk], counted) for one in asked if one.choices]
        ),
        numbers=[
            Numbers(one, numbers[one.pk], counted, answers_url(pk, question=one.pk))
            for one in asked
            if one.is_number
        ],
    )


def answers_given(returns: AuditReturnQuerySet) -> QuerySet:
    """The answers of returns that count in which something was chosen or counted."""
    return answers_that_count(returns).filter(~Q(choice="") | Q(number__isnull=False))


def of_choice(audit_round: int, question: Question, chosen: Counter, asked: int) -> Chosen:
    shown = [
        Choice(
            label,
            chosen[key],
            answers_url(audit_round, question=question.pk, choice=key) if chosen[key] else "",
        )
        for key, label in question.choices.items()
    ]
    return Chosen(question, shown, chosen.total(), asked)


def tables_of(rows: Sequence[Chosen]) -> list[ChoiceTable]:
    by_labels = groupby(rows, key=lambda row: [choice.label for choice in row.shown])
    return [ChoiceTable(labels, list(found)) for labels, found in by_labels]


def answers_url(audit_round: int, **narrowed: int | str) -> str:
    return f"{reverse('reviews:audit-answers', args=[audit_round])}?{urlencode(narrowed)}"
