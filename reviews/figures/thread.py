"""Everything that is on record under one theme, as far as a person may see it, in one query.

What training holds is found by reverse names (`theme.courses`): nothing above is imported.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any, NamedTuple

from django.db.models import (
    Case,
    CharField,
    Count,
    DateField,
    Exists,
    F,
    IntegerField,
    Max,
    Min,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Sum,
    TextField,
    Value,
    When,
)
from django.db.models.functions import Cast, Coalesce, Concat, ExtractYear, TruncDate

from boards.models import User
from kscb.dates import today
from reviews.figures.recurrence import Seen
from reviews.figures.results import answers_that_count, panels
from reviews.models import (
    Acceptance,
    Action,
    AlarmAnswer,
    AuditReturn,
    AuditRound,
    Finding,
    PracticeStandard,
    Recommendation,
    Relook,
    Response,
    Review,
    Synonym,
    Theme,
    Verdict,
)
from reviews.models.review import told_to

BAR = Value("|")
LEARNING = Finding.Kind.LEARNING


class Told(NamedTuple):
    """One thing on record. What each column holds is said where its kind is asked for."""

    kind: str
    on: date | None
    pk: int
    first: int | None
    second: int | None
    label: str
    words: str
    more: str

    @property
    def day(self) -> date:
        """`on`, of a kind that always has it."""
        return self.on or date.min

    @property
    def marks(self) -> list[str]:
        return self.more.split("|")

    @property
    def is_restricted(self) -> bool:
        """Hangs from a review that is not published, so that its words are not shown here."""
        return "restricted" in self.marks


@dataclass(frozen=True)
class Thread:
    """What is on record under one theme, by kind."""

    by_kind: dict[str, list[Told]]

    def of(self, *kinds: str) -> list[Told]:
        return [row for kind in kinds for row in self.by_kind.get(kind, [])]

    @cached_property
    def learning(self) -> dict[tuple[int | None, int | None], list[Told]]:
        """The findings of something to learn, by the review or audit that holds them."""
        return sources_of(told for told in self.of("finding") if LEARNING in told.marks)


def thread_of(theme: Theme, user: User, seen: Seen) -> Thread:
    """One query, whatever there is."""
    tail = Theme.objects.counted_under(theme).values("pk")
    parts = [
        *words_of(theme, tail, user),
        *learned(seen.on(tail), user),
        *audited(tail, user),
        *taught(theme, tail, user),
        *judged(tail, user),
    ]
    rows = parts[0].union(*parts[1:], all=True).order_by()
    by_kind: dict[str, list[Told]] = defaultdict(list)
    for row in rows:
        told = Told(*row)
        by_kind[told.kind].append(told)
    for kind in by_kind.values():
        kind.sort(key=lambda told: (told.on or date.min, told.pk))
    return Thread(by_kind)


def part(
    rows: QuerySet,
    kind: str,
    *,
    pk: Any = "pk",
    on: Any = None,
    first: Any = None,
    second: Any = None,
    label: Any = "",
    words: Any = "",
    more: Any = "",
) -> QuerySet:
    """Rows in the eight columns that all kinds share. A plain text is itself; use F for a field."""

    def text(value: Any) -> Cast:
        return Cast(Value(value) if isinstance(value, str) else value, TextField())

    # Cast, since PostgreSQL takes a bare NULL inside a union for text.
    return rows.order_by().values_list(
        Value(kind, output_field=TextField()),
        Cast(Value(None) if on is None else on, DateField()),
        Cast(F(pk), IntegerField()),
        Cast(Value(None) if first is None else first, IntegerField()),
        Cast(Value(None) if second is None else second, IntegerField()),
        text(label),
        text(words),
        text(more),
    )


def marked(*parts: Any) -> Concat:
    """Several short words in one column."""
    joined = [piece for one in parts for piece in (one, BAR)]
    return Concat(*joined, output_field=CharField())


def restricted(review: str) -> Case:
    published = Q(**{f"{review}__status": Review.Status.PUBLISHED})
    found = Q(**{f"{review}__isnull": False}) & ~published
    return Case(When(found, then=Value("restricted")), default=Value(""), output_field=CharField())


def words_of(theme: Theme, tail: QuerySet, user: User) -> list[QuerySet]:
    """Other words for it, themes near it, and what good looks like."""
    themes = Theme.objects.visible_to(user)
    standards = PracticeStandard.objects.visible_to(user).in_use()
    narrower = themes.standing().filter(parent__in=tail).exclude(pk=theme.pk)
    return [
        part(Synonym.objects.visible_to(user).filter(theme__in=tail), "synonym", label=F("name")),
        part(themes.filter(merged_into=theme), "merged", label=F("name")),
        part(narrower, "narrower", label=F("name")),
        part(
            standards.filter(theme__in=tail),
            "standard",
            first=F("number"),
            label=F("wording"),
            words=F("test"),
        ),
    ]


def learned(seen: Seen, user: User) -> list[QuerySet]:
    """Findings, recommendations, actions, measures and re-looks, as far as they may be seen."""
    answering = Recommendation.objects.of_reviews_read_by(user).filter(
        pk__in=Recommendation.findings.through.objects.filter(finding__in=seen.findings).values(
            "recommendation"
        )
    )
    relooks = Relook.objects.visible_to(user).filter(recommendation__in=answering)
    return [
        findings(seen),
        recommendations(answering),
        actions(seen, answering),
        measures(seen, answering),
        part(
            relooks,
            "relook",
            on=F("looked_on"),
            first=F("recommendation"),
            label=F("recommendation__reference"),
            words=F("words"),
            more=marked(F("result"), restricted("recommendation__review")),
        ),
    ]


def findings(seen: Seen) -> QuerySet:
    """`first` is the review's key, `second` the audit round's."""
    of_review = Concat("review__reference", Value(" “"), "review__pseudonym", Value("”"))
    of_audit = Concat("audit_round__reference", Value(" "), "audit_round__title")
    label = Case(
        When(review__status=Review.Status.PUBLISHED, then=of_review),
        When(review__isnull=False, then=F("review__reference")),
        default=of_audit,
        output_field=CharField(),
    )
    return part(
        seen.findings,
        "finding",
        on=F("found_on"),
        first=F("review"),
        second=F("audit_round"),
        label=label,
        words=F("wording"),
        more=marked(F("kind"), restricted("review")),
    )


def recommendations(answering: QuerySet) -> QuerySet:
    """`first` is the review's key; marked where the board has not answered it."""
    answered = Exists(Response.objects.filter(recommendation=OuterRef("pk")))
    made = Recommendation.Status.MADE
    waits = Case(
        When(Q(status=made) & ~answered, then=Value("unanswered")),
        default=Value(""),
        output_field=CharField(),
    )
    return part(
        answering.exclude(status=Recommendation.Status.DRAFT),
        "recommendation",
        first=F("review"),
        label=F("reference"),
        more=marked(waits, restricted("review")),
    )


def actions(seen: Seen, answering: QuerySet) -> QuerySet:
    """`on` is the day from which it stands as done, `first` the review's key.

    `words` say what is done, and whose it is stands among the marks.
    """
    since = Acceptance.objects.filter(action=OuterRef("pk"), reopened_on__isnull=True)
    serving = Action.recommendations.through.objects.filter(recommendation__in=answering)
    return part(
        seen.actions.counted().filter(pk__in=serving.values("action")),
        "action",
        on=Subquery(since.values("accepted_on")[:1]),
        first=F("recommendation__review"),
        label=F("reference"),
        words=F("wording"),
        more=marked(F("agency__name"), restricted("recommendation__review")),
    )


def measures(seen: Seen, answering: QuerySet) -> QuerySet:
    """`on` is the day of the test, `first` the recommendation's key, `second` the standard's."""
    return part(
        seen.measures.filter(recommendation__in=answering),
        "measure",
        on=Coalesce("tested_on", "test_on"),
        first=F("recommendation"),
        second=F("standard"),
        label=Concat("recommendation__reference", Value("/M"), Cast("number", CharField())),
        words=F("seen"),
        more=marked(F("status"), F("result"), restricted("recommendation__review")),
    )


def audited(tail: QuerySet, user: User) -> list[QuerySet]:
    """Audit rounds that asked about it, and the grades that count of the agreed returns.

    Of a grade, `pk` is the round's, `first` how many answers have it, `second` its value.
    """
    rounds = AuditRound.objects.visible_to(user).filter(
        pk__in=AuditRound.themes.through.objects.filter(theme__in=tail).values("auditround")
    )
    returns = AuditReturn.objects.grades_seen_by(user).agreed().filter(audit_round__in=rounds)
    asked = answers_that_count(returns).filter(question__valid_to__isnull=True)
    graded = asked.annotate(
        counts=Coalesce(panels("value"), F("grade__value")),
        called=Coalesce(panels("label"), F("grade__label")),
    )
    keyed = graded.exclude(counts=None).values("audit_return__audit_round", "counts", "called")
    return [
        part(
            rounds.exclude(status=AuditRound.Status.PLANNED),
            "round",
            on=F("due_on"),
            label=Concat("reference", Value(" "), "title"),
            words=Case(
                When(told_to(user, audit_round="pk"), then=F("conclusion")),
                default=Value(""),
                output_field=TextField(),
            ),
            more=marked(F("status")),
        ),
        part(
            keyed.annotate(number=Count("pk")),
            "grade",
            pk="audit_return__audit_round",
            first=F("number"),
            second=F("counts"),
            label=F("called"),
        ),
    ]


def taught(theme: Theme, tail: QuerySet, user: User) -> list[QuerySet]:
    """Sessions run, by course and board's year; and how many came, by agency too.

    `pk` is the course's, `second` the year; `first` counts the sessions, or the people.
    """
    courses: Any = theme.courses.model
    sessions: Any = courses._meta.get_field("sessions").related_model
    attendances: Any = sessions._meta.get_field("attendances").related_model
    tagged = courses.themes.through.objects.filter(theme__in=tail).values("course")
    run = sessions.objects.visible_to(user).run().filter(course__in=tagged, held_on__lte=today())
    by_year = run.annotate(year=board_year("held_on")).order_by().values("course", "year")
    of_run = attendances.objects.visible_to(user).filter(session__in=run).order_by()
    by_agency = of_run.annotate(year=board_year("session__held_on"))
    by_agency = by_agency.values("session__course", "year", "agency__name")
    return [
        part(
            by_year.annotate(number=Count("pk"), begun=Min("held_on"), title=Max("course__title")),
            "session",
            pk="course",
            on=F("begun"),
            first=F("number"),
            second=F("year"),
            label=F("title"),
        ),
        part(
            by_agency.annotate(number=Sum("people")),
            "attended",
            pk="session__course",
            first=F("number"),
            second=F("year"),
            label=F("agency__name"),
        ),
    ]


def board_year(day: str) -> Case:
    """The calendar year in which the board's year of a day begins."""
    year: Any = ExtractYear(day)
    return Case(
        When(Q(**{f"{day}__month__gte": 4}), then=year),
        default=year - 1,
        output_field=IntegerField(),
    )


def judged(tail: QuerySet, user: User) -> list[QuerySet]:
    """Verdicts; and what the board answered to alarms, for staff and the chair alone."""
    return [
        part(
            Verdict.objects.visible_to(user).filter(theme__in=tail),
            "verdict",
            on=TruncDate("at"),
            label=F("word"),
            words=F("reasons"),
            more=marked(F("by__name")),
        ),
        part(
            AlarmAnswer.objects.visible_to(user).filter(theme__in=tail),
            "answer",
            on=TruncDate("at"),
            first=F("finding"),
            label=F("shown"),
            words=F("answer"),
            more=marked(F("by__name"), restricted("finding__review")),
        ),
    ]


def sources_of(rows: Iterable[Told]) -> dict[tuple[int | None, int | None], list[Told]]:
    """Findings by the review or audit that holds them."""
    found: dict[tuple[int | None, int | None], list[Told]] = defaultdict(list)
    for row in rows:
        found[row.first, row.second].append(row)
    return found
