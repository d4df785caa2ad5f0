"""The first few rows of several lists, and how many each holds: one query for all of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db.models import (
    Count,
    DateField,
    DateTimeField,
    Expression,
    F,
    IntegerField,
    QuerySet,
    TextField,
    Value,
    Window,
)
from django.db.models.functions import Cast, RowNumber
from django.utils import timezone

from kscb.standing import Standing, of_due_date


@dataclass(frozen=True)
class Line:
    """One record of a list: enough to say which it is and to open it."""

    pk: int
    label: str
    words: str
    on: date

    @property
    def standing(self) -> Standing:
        """How its day stands to today, where that is the day it is due."""
        return of_due_date(self.on)


@dataclass(frozen=True)
class Digest:
    total: int = 0
    lines: Sequence[Line] = field(default_factory=list)

    @property
    def more(self) -> int:
        return self.total - len(self.lines)


@dataclass(frozen=True)
class Listed:
    """How one list is told: its rows, what each is called and says, and its day.

    `first` orders the rows; those at the front are shown.
    """

    rows: QuerySet
    label: Expression | F
    words: Expression | F
    day: str
    first: Sequence[str]
    is_moment: bool = False  # the day is kept as a moment
    key: str = "pk"  # of the record that a row opens


def digests(lists: Mapping[str, Listed], *, top: int = 5) -> dict[str, Digest]:
    """By name, the total of each list and its first `top` rows. One query, whatever their size."""
    parts = [told(name, listed, top=top) for name, listed in lists.items()]
    if not parts:
        return {}
    rows = parts[0].union(*parts[1:], all=True).order_by()
    found: dict[str, tuple[int, list[tuple[int, Line]]]] = {}
    for name, total, place, pk, label, words, on, at in rows:
        _, lines = found.setdefault(name, (total, []))
        lines.append((place, Line(pk, label, words, on or timezone.localdate(at))))
    return {name: as_digest(found.get(name)) for name in lists}


def as_digest(found: tuple[int, list[tuple[int, Line]]] | None) -> Digest:
    if found is None:
        return Digest()
    total, lines = found
    return Digest(total, [line for _, line in sorted(lines, key=lambda pair: pair[0])])


def told(name: str, listed: Listed, *, top: int) -> QuerySet:
    order = [F(field).asc() if field[0] != "-" else F(field[1:]).desc() for field in listed.first]
    # Cast, since PostgreSQL takes a bare NULL inside a union for text.
    none: dict = {
        "told_on": Cast(Value(None), DateField()),
        "told_at": Cast(Value(None), DateTimeField()),
    }
    day = {"told_at" if listed.is_moment else "told_on": F(listed.day)}
    return (
        listed.rows.order_by()
        .annotate(
            told_as=Value(name, output_field=TextField()),
            told_total=Window(Count("pk")),
            told_place=Window(RowNumber(), order_by=order),
            told_label=Cast(listed.label, TextField()),
            told_words=Cast(listed.words, TextField()),
            **none | day,
            told_pk=Cast(F(listed.key), IntegerField()),
        )
        .filter(told_place__lte=top)
        .values_list(
            "told_as",
            "told_total",
            "told_place",
            "told_pk",
            "told_label",
            "told_words",
            "told_on",
            "told_at",
        )
    )
