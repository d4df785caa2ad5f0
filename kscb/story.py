"""What happened to something, in order, a year at a time: templates/components/story.html."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from kscb.dates import year_label, year_of
from kscb.standing import Standing


@dataclass(frozen=True)
class Entry:
    """One thing that happened: a tag for its kind, a title that opens the record, some words.

    `tone` is one of those of a standing. `meta` is who, where or how sure, in small print.
    """

    day: date
    tag: str
    tone: str
    title: str
    url: str = ""
    words: str = ""
    meta: str = ""

    @property
    def standing(self) -> Standing:
        return Standing(self.tag, self.tone)


def by_year(entries: Iterable[Entry]) -> list[tuple[str, list[Entry]]]:
    """The board's years that have entries, with them, oldest first; a day keeps its given order."""
    in_order = sorted(entries, key=lambda entry: entry.day)
    years = groupby(in_order, key=lambda entry: year_of(entry.day))
    return [(year_label(year), list(of_year)) for year, of_year in years]
