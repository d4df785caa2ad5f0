"""What the board's own records say of a review's themes before it: the two questions of the law.

Regulation 11(2)(a) and (b) of SI 2018/789 ask for improvements identified before and for recurrent
themes. Every figure counts only rows that the person may see.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from boards.models import User
from kscb.dates import in_words
from reviews.models import Action, AuditRound, Finding, Measure, Recommendation, Review, Theme


@dataclass(frozen=True)
class Progress:
    """What came of some recommendations.

    `done` and `open`: actions that serve any of them, each once; neither counts one proposed,
    withdrawn or superseded. `tested`: of their `measures` that were not withdrawn, those with a
    result.
    """

    done: int
    open: int
    measures: int
    tested: int
    results: tuple[tuple[str, int], ...]

    @property
    def action_words(self) -> str:
        if not self.done + self.open:
            return "no action"
        word = "action" if self.done == 1 else "actions"
        return f"{self.done} {word} accepted as done, {self.open} open"

    @property
    def test_words(self) -> str:
        if not self.measures:
            return "no test planned"
        told = ", ".join(f"{number} {result.lower()}" for result, number in self.results)
        many = f"{self.tested} of {self.measures} measure{'' if self.measures == 1 else 's'} tested"
        return f"{many}: {told}" if told else many

    @property
    def words(self) -> str:
        return f"{self.action_words}; {self.test_words}"


@dataclass(frozen=True)
class Source:
    """One earlier review or audit that named the theme, and what came of it."""

    record: Review | AuditRound
    found_on: date
    asked: tuple[Recommendation, ...]
    tests: tuple[Measure, ...]
    progress: Progress

    @property
    def reference(self) -> str:
        return self.record.reference

    @property
    def is_audit(self) -> bool:
        return isinstance(self.record, AuditRound)

    @property
    def is_restricted(self) -> bool:
        """Its words are read on its own page only."""
        return isinstance(self.record, Review) and self.record.is_restricted

    @property
    def line(self) -> str:
        many = len(self.asked)
        asked = f"{many} recommendation{'' if many == 1 else 's'}"
        return f"{self.reference}, {in_words(self.found_on)}: {asked}; {self.progress.words}."


@dataclass(frozen=True)
class Earlier:
    """A theme, merged ones included, with the sources that named it, latest first."""

    theme: Theme
    sources: tuple[Source, ...]
    progress: Progress

    @property
    def line(self) -> str:
        return f"{self.theme}: {self.summary}"

    @property
    def summary(self) -> str:
        if not self.sources:
            return "named in no earlier review or audit."
        return f"named in {self.times}; {self.progress.words}."

    @property
    def times(self) -> str:
        """A review or audit counts once, however many of its findings name the theme."""
        audits = sum(source.is_audit for source in self.sources)
        reviews = len(self.sources) - audits
        parts = []
        if reviews:
            parts.append(f"{reviews} earlier review{'' if reviews == 1 else 's'}")
        if audits:
            parts.append(f"{audits} earlier audit{'' if audits == 1 else 's'}")
        return " and ".join(parts)


def earlier_of(review: Review, user: User, *, before: date) -> list[Earlier]:
    """For each theme of the review, what named it before that day. Six queries, however many."""
    themes = themes_of(review)
    findings = naming(themes, review, user, before)
    asked = asked_by(findings, user)
    came = WhatCame(user, [one for asks in asked.values() for one in asks])
    named = defaultdict(list)
    for finding in findings:
        for key in {theme.counts_as_pk for theme in finding.themes.all()} & set(themes):
            named[key].append(finding)
    return [of_theme(theme, named[key], asked, came) for key, theme in themes.items()]


def themes_of(review: Review) -> dict[int, Theme]:
    """The themes seen so far and those of its findings, by the theme that each counts as."""
    tagged = Theme.objects.filter(
        Q(reviews=review) | Q(findings__in=Finding.objects.told_by(review))
    )
    themes = [theme.merged_into or theme for theme in tagged.select_related("merged_into")]
    return {theme.pk: theme for theme in sorted(themes, key=lambda theme: theme.folded)}


def naming(themes: dict[int, Theme], review: Review, user: User, before: date) -> list[Finding]:
    """Findings of something to learn, of other reviews and of audits, dated before the day."""
    under = Q(themes__in=themes) | Q(themes__merged_into__in=themes)
    found = Finding.objects.visible_to(user).naming().filter(under, board=review.board)
    earlier = (
        found.filter(found_on__lt=before)
        .exclude(pk__in=Finding.objects.told_by(review).order_by().values("pk"))
        .distinct()
    )
    return list(earlier.for_list().order_by("-found_on", "-pk"))


def asked_by(findings: list[Finding], user: User) -> dict[int, list[Recommendation]]:
    """What each finding led its review to ask for, by the finding's key; drafts ask nothing yet."""
    rows = Recommendation.objects.of_reviews_read_by(user).filter(findings__in=findings)
    made = rows.exclude(status=Recommendation.Status.DRAFT).distinct()
    asked = defaultdict(list)
    for recommendation in made.prefetch_related("findings"):
        for finding in recommendation.findings.all():
            asked[finding.pk].append(recommendation)
    return asked


class WhatCame:
    """What came of recommendations: their actions and measures, read once for all of them."""

    def __init__(self, user: User, recommendations: list[Recommendation]):
        self.actions: dict[int, set[tuple[int, bool]]] = defaultdict(set)
        self.measures: dict[int, list[Measure]] = defaultdict(list)
        seen = Action.objects.visible_to(user).of_reviews_read_by(user).counted().order_by()
        served = seen.filter(recommendations__in=recommendations)
        for asked, pk, status in served.values_list("recommendations", "pk", "status"):
            self.actions[asked].add((pk, status == Action.Status.ACCEPTED))
        planned = Measure.objects.visible_to(user).exclude(status=Measure.Status.WITHDRAWN)
        for measure in planned.filter(recommendation__in=recommendations):
            self.measures[measure.recommendation_id].append(measure)

    def tests_of(self, asked: Iterable[Recommendation]) -> tuple[Measure, ...]:
        return tuple(measure for one in asked for measure in self.measures[one.pk])

    def came_of(self, asked: Iterable[Recommendation]) -> Progress:
        asked = list(asked)
        actions = set().union(*(self.actions[one.pk] for one in asked))
        measures = self.tests_of(asked)
        results = Counter(one.get_result_display() for one in measures if one.result)
        done = sum(is_done for _, is_done in actions)
        return Progress(
            done=done,
            open=len(actions) - done,
            measures=len(measures),
            tested=results.total(),
            results=tuple(sorted(results.items())),
        )


def of_theme(
    theme: Theme, findings: list[Finding], asked: dict[int, list[Recommendation]], came: WhatCame
) -> Earlier:
    by_source = defaultdict(list)
    for finding in findings:
        by_source[finding.source].append(finding)
    sources = tuple(of_source(record, found, asked, came) for record, found in by_source.items())
    return Earlier(theme, sources, came.came_of(answering(findings, asked)))


def of_source(
    record: Review | AuditRound,
    findings: list[Finding],
    asked: dict[int, list[Recommendation]],
    came: WhatCame,
) -> Source:
    """The findings come latest first, so the first one dates the source."""
    made = answering(findings, asked)
    return Source(
        record=record,
        found_on=findings[0].found_on,
        asked=made,
        tests=tuple(test for test in came.tests_of(made) if test.result),
        progress=came.came_of(made),
    )


def answering(
    findings: Iterable[Finding], asked: dict[int, list[Recommendation]]
) -> tuple[Recommendation, ...]:
    """Each recommendation once, in the order of their references."""
    made = {one.pk: one for finding in findings for one in asked.get(finding.pk, ())}
    return tuple(sorted(made.values(), key=lambda one: one.in_order))


def lines_of(earlier: Iterable[Earlier], *, on: date) -> list[str]:
    """The same in plain sentences, as a decision keeps them."""
    lines = [f"As our records stood on {in_words(on)}:"]
    for one in earlier:
        lines.append(one.line)
        lines += [source.line for source in one.sources]
    return lines if len(lines) > 1 else [*lines, "No themes were recorded for this review."]
