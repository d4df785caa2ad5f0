"""Own grades beside moderated ones: of one return, section by section; and over rounds, who over-
and under-rates itself.

Over rounds count only answers that were graded by both, of returns whose moderation is finished.
Answers are counted, never grades averaged: how far apart two grades are is no number. Scales are
never added together.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.db.models import Count, F, Q, QuerySet

from reviews.figures.grids import span
from reviews.models import Answer, Grade, Section


@dataclass(frozen=True)
class UnderSection:
    """The graded answers of one section, with the panel's grades of them so far."""

    section: Section
    answers: Sequence[Answer]

    @property
    def own(self) -> str:
        return span(answer.grade for answer in self.answers if answer.grade)

    @property
    def panel(self) -> str:
        return span(answer.moderation.grade for answer in self.moderated)

    @property
    def moderated(self) -> list[Answer]:
        return [answer for answer in self.answers if hasattr(answer, "moderation")]


def by_section(answers: Iterable[Answer]) -> list[UnderSection]:
    """Answers in the order asked, each with its question's section and its moderation joined."""
    found: dict[Section, list[Answer]] = {}
    for answer in answers:
        found.setdefault(answer.question.section, []).append(answer)
    return [UnderSection(section, under) for section, under in found.items()]


@dataclass(frozen=True)
class SelfGrades:
    """One agency on one scale, in one round. Of `both` answers graded by both, how many the
    agency graded higher than, the same as, and lower than the panel."""

    agency: int
    agency_name: str
    scale: str
    round_reference: str
    both: int
    higher: int
    same: int
    lower: int


@dataclass(frozen=True)
class OverRounds:
    """One agency on one scale: all rounds together, and each by itself, latest first."""

    total: SelfGrades
    rounds: Sequence[SelfGrades]
    scale_words: str

    @property
    def shown(self) -> list[SelfGrades]:
        return [self.total, *self.rounds]


def graded_by_both(moderations: QuerySet) -> QuerySet:
    """Not of agencies that were not involved after all: their answers count nowhere."""
    return moderations.filter(
        answer__grade__isnull=False, answer__audit_return__is_without_involvement=False
    )


def self_grades(moderations: QuerySet) -> list[OverRounds]:
    """By agency and scale, of finished moderations that the person may see. Two queries."""
    panel = F("grade__value")
    a_return = "answer__audit_return"
    rows: Any = graded_by_both(moderations).order_by()
    told = rows.values_list(
        f"{a_return}__agency",
        f"{a_return}__agency__name",
        "grade__scale",
        f"{a_return}__audit_round__reference",
    ).annotate(
        both=Count("pk"),
        higher=Count("pk", filter=Q(answer__grade__value__gt=panel)),
        same=Count("pk", filter=Q(answer__grade__value=panel)),
        lower=Count("pk", filter=Q(answer__grade__value__lt=panel)),
    )
    ordered = told.order_by(
        f"{a_return}__agency__folded",
        f"{a_return}__agency",
        "grade__scale",
        f"-{a_return}__audit_round__due_on",
        f"-{a_return}__audit_round",
    )
    found = [SelfGrades(*row) for row in ordered]
    words = scales_in_words(Grade.objects.filter(framework__in=rows.values("grade__framework")))
    return [
        over_rounds(list(rounds), words[scale])
        for (_, scale), rounds in groupby(found, key=lambda one: (one.agency, one.scale))
    ]


def scales_in_words(grades: QuerySet[Grade]) -> dict[str, str]:
    """Each scale by its lowest and highest grade, as the latest of the frameworks has them: of
    those that were graded by, for another board may call the same steps something else."""
    labels: dict[str, dict[int, str]] = {}
    in_order = grades.order_by("framework", "value")
    for scale, value, label in in_order.values_list("scale", "value", "label"):
        labels.setdefault(scale, {})[value] = label
    return {scale: f"{found[min(found)]} to {found[max(found)]}" for scale, found in labels.items()}


def over_rounds(rounds: list[SelfGrades], scale_words: str) -> OverRounds:
    first = rounds[0]
    total = SelfGrades(
        agency=first.agency,
        agency_name=first.agency_name,
        scale=first.scale,
        round_reference="All rounds",
        both=sum(one.both for one in rounds),
        higher=sum(one.higher for one in rounds),
        same=sum(one.same for one in rounds),
        lower=sum(one.lower for one in rounds),
    )
    return OverRounds(total, rounds, scale_words)
