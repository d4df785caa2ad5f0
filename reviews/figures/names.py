"""What findings are about: their themes, the agencies they name and their practice standards."""

from collections import defaultdict
from collections.abc import Iterable
from typing import NamedTuple

from django.db.models import CharField, F, QuerySet, Value

from reviews.models import Finding


class Named(NamedTuple):
    pk: int
    words: str


class Names(NamedTuple):
    themes: list[Named]
    agencies: list[Named]
    standards: list[Named]


def with_names(findings: Iterable[Finding]) -> list[tuple[Finding, Names]]:
    """Each finding, in the order given, with its names. One query for the three tables together,
    where prefetching asks three."""
    rows = list(findings)
    if not rows:
        return []
    found: dict[int, Names] = defaultdict(lambda: Names([], [], []))
    for finding, kind, pk, words, _, _ in sorted(
        names_in([row.pk for row in rows]), key=lambda row: (row[4], row[5])
    ):
        getattr(found[finding], kind).append(Named(pk, words))
    return [(row, found[row.pk]) for row in rows]


def names_in(findings: list[int]) -> QuerySet:
    """Rows of finding, kind, key, words, and what they are ordered by."""
    themes = Finding.themes.through.objects.filter(finding__in=findings)
    agencies = Finding.agencies.through.objects.filter(finding__in=findings)
    standards = Finding.standards.through.objects.filter(finding__in=findings)
    standard = "practicestandard"
    return as_names(themes, "themes", "theme", "theme__name", "theme__folded").union(
        as_names(agencies, "agencies", "agency", "agency__name", "agency__folded"),
        as_names(
            standards,
            "standards",
            standard,
            f"{standard}__wording",
            f"{standard}__theme__folded",
            number=f"{standard}__number",
        ),
        all=True,
    )


def as_names(rows: QuerySet, kind: str, pk: str, words: str, folded: str, number: str = ""):
    """The same columns of each table, so that they can be put together."""
    return rows.order_by().values_list(
        "finding",
        Value(kind, output_field=CharField()),
        pk,
        words,
        folded,
        F(number) if number else Value(0),
    )
