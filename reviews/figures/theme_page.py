"""One theme's page: the verdict, what the numbers say, what is open, and how it came about."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from boards.access import holds
from boards.models import DASHBOARD, WHOLE_BOARD, User
from kscb import charts
from kscb.dates import in_words
from kscb.standing import Standing
from kscb.story import Entry, by_year
from reviews.figures.questions import Question, questions_of
from reviews.figures.recurrence import (
    Naming,
    Recurrence,
    Return,
    Seen,
    counted,
    namings,
    returns,
    standings,
    work,
)
from reviews.figures.story import back_words, grounds, latest, naming_title, source_url, story_of
from reviews.figures.thread import Thread, Told, thread_of
from reviews.models import Theme, Verdict


@dataclass(frozen=True)
class Given:
    """A verdict as the page says it."""

    standing: Standing
    reasons: str
    by: str
    on: str


@dataclass(frozen=True)
class CameBack:
    """One source in which the theme recurs, with the dates that make it so."""

    title: str
    url: str
    words: str
    grounds: str


@dataclass(frozen=True)
class Standard:
    pk: int
    number: int
    wording: str
    test: str
    measures: Sequence[tuple[str, int]]  # reference, and the key of the recommendation


@dataclass(frozen=True)
class Line:
    """One indicator: its latest value, and its course where there is one."""

    title: str
    url: str
    shown: str
    when: str
    source: str
    chart: charts.Spark | None


@dataclass(frozen=True)
class ThemePage:
    verdict: Given | None
    verdicts: int
    row: Recurrence
    agencies: Sequence[Recurrence]
    findings: int
    first_named_on: str
    came_back: Sequence[CameBack]
    story: Sequence[tuple[str, Sequence[Entry]]]
    left_out: int
    questions: Sequence[Question]
    standards: Sequence[Standard]
    thread: Thread
    lines: Sequence[Line]
    sees_all: bool

    @property
    def synonyms(self) -> list[Told]:
        return self.thread.of("synonym")

    @property
    def merged(self) -> list[Told]:
        return self.thread.of("merged")

    @property
    def narrower(self) -> list[Told]:
        return self.thread.of("narrower")

    @property
    def tested_words(self) -> str:
        """What the tests said, in words."""
        other = self.row.tested - self.row.helped - self.row.dont_know
        parts = [(other, "not, or in part"), (self.row.dont_know, "don’t know")]
        return ", ".join(f"{words} {number:,}" for number, words in parts if number)


def theme_page(theme: Theme, user: User, *, may_keep: bool) -> ThemePage:
    """Five queries, whatever there is; one fewer for whom sees no indicators."""
    seen = Seen.by(user, theme.board)
    under = seen.on(Theme.objects.counted_under(theme))
    named = [one for one in namings(under.findings) if one.theme == theme.pk]
    stood = [one for one in standings(under.findings, under.actions) if one.theme == theme.pk]
    worked = work(under.findings, under.actions, under.measures)
    rows = counted(named, [part for part in worked if part.theme == theme.pk], stood)
    own = next((row for row in rows if row.agency is None), Recurrence(theme.pk, "", None, ""))
    thread = thread_of(theme, user, seen)
    back = returns(named, stood)
    sees_all = holds(user, theme, *WHOLE_BOARD)
    story, left_out = latest(story_of(theme, thread, back))
    alarms = unanswered(thread, back) if sees_all else []
    verdicts = thread.of("verdict")
    return ThemePage(
        verdict=as_given(verdicts[-1]) if verdicts else None,
        verdicts=len(verdicts),
        row=own,
        agencies=told_agencies(theme, user, rows),
        findings=sum(map(len, thread.learning.values())),
        first_named_on=first_day(named),
        came_back=[came_back(one, thread) for one in back],
        story=by_year(story),
        left_out=left_out,
        questions=questions_of(theme, thread, own, alarms=alarms, may_keep=may_keep),
        standards=standards_of(thread),
        thread=thread,
        lines=lines_of(theme, user) if holds(user, theme, *DASHBOARD) else [],
        sees_all=sees_all,
    )


def as_given(told: Told) -> Given:
    word = Verdict.Word(told.label)
    standing = Standing(word.label, Verdict.TONES[word])
    return Given(standing, told.words, told.marks[0], in_words(told.on))


def first_day(named: Iterable[Naming]) -> str:
    days = [naming.found_on for naming in named]
    return in_words(min(days)) if days else ""


def told_agencies(theme: Theme, user: User, rows: Iterable[Recurrence]) -> list[Recurrence]:
    """Each agency's row, to those who see every agency's work; to an agency, its own.

    It does not see the actions of others, so their rows would say nought where there are some.
    """
    agencies = [row for row in rows if row.agency is not None]
    if holds(user, theme, *DASHBOARD):
        return agencies
    own = {m.agency_id for m in user.current_memberships if m.board_id == theme.board_id}
    return [row for row in agencies if row.agency in own]


def came_back(one: Return, thread: Thread) -> CameBack:
    return CameBack(
        naming_title(thread.learning[one.source][0]),
        source_url(*one.source),
        back_words(one),
        f"{grounds(one)}.",
    )


def unanswered(thread: Thread, back: Iterable[Return]) -> list[tuple[int, str]]:
    """Of each source in which it recurs, the finding to answer for, where nobody has answered."""
    answered = {told.first for told in thread.of("answer")}
    waiting = []
    for one in back:
        rows = thread.learning[one.source]
        if not answered & {told.pk for told in rows}:
            rung = next(told for told in rows if told.on == one.found_on)
            waiting.append((rung.pk, rung.label))
    return waiting


def standards_of(thread: Thread) -> list[Standard]:
    """The practice standards, each with the measures that test it."""
    tests: dict[int | None, list[tuple[str, int]]] = {}
    for told in thread.of("measure"):
        tests.setdefault(told.second, []).append((told.label, told.first or 0))
    return [
        Standard(told.pk, told.first or 0, told.label, told.words, tests.get(told.pk, []))
        for told in sorted(thread.of("standard"), key=lambda told: (told.first or 0, told.pk))
    ]


def lines_of(theme: Theme, user: User) -> list[Line]:
    """The indicators hung on the theme, by reverse names. One query.

    Of each, the series that reaches latest; two sources are never joined.
    """
    indicators: Any = theme.indicators.model
    observations: Any = indicators._meta.get_field("observations").related_model
    tagged = indicators.themes.through.objects.filter(theme__in=Theme.objects.counted_under(theme))
    rows = (
        observations.objects.visible_to(user)
        .current()
        .filter(indicator__in=tagged.values("indicator"))
        .select_related("indicator", "area")
        .order_by("indicator__position", "indicator__folded", "indicator", "as_at", "pk")
    )
    by_indicator = groupby(rows, key=lambda row: row.indicator)
    return [as_line(indicator, list(seen)) for indicator, seen in by_indicator]


def as_line(indicator: Any, rows: Sequence[Any]) -> Line:
    last = rows[-1]
    series = [row for row in rows if (row.source, row.area_id) == (last.source, last.area_id)]
    readings = [
        charts.Reading(row.as_at, row.value, row.shown, row.status == "provisional")
        for row in series
    ]
    return Line(
        indicator.title,
        indicator.get_absolute_url(),
        last.shown,
        last.period,
        last.source,
        charts.spark(readings, key=f"indicator-{indicator.pk}", title=indicator.title),
    )
