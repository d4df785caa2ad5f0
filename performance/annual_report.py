"""The yearly page: a board's year in five sections, each figure counted from records or observed.

Figures are as they stood on the last day of the year, where a record keeps the day.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from boards.models import Achievement, Board, MemberView, User
from kscb import charts
from kscb.dates import start_of, today, year_bounds, year_label, year_of
from kscb.figures import Figure
from performance.figures import Series, Step, as_figure, series_of, with_observations
from performance.models import Indicator, Observation
from performance.queues import rows_url
from reviews.figures.counts import OnTime, ThemeCount, returns_on_time, themes_of
from reviews.models import Action, AuditReturn, AuditRound, Review
from training.models import (
    Attendance,
    AttendanceQuerySet,
    Completion,
    CompletionQuerySet,
    Course,
    Session,
)

FIRST_YEAR = 2000

# What the yearly page reports of a board's children, in the order a reader meets them: from the
# first help a family gets to the children whom the council looks after.
REPORTED = (
    "early-help-families",
    "early-help-children",
    "step-up-rate",
    "cin-plans",
    "cp-plans",
    "cp-reviews-in-timescale",
    "repeat-cp-plans-change",
    "children-in-care",
    "placed-by-others",
)
ATTENDEES, E_LEARNING = "training-attendees", "e-learning-completions"


@dataclass(frozen=True)
class Year:
    start: int

    @property
    def label(self) -> str:
        return year_label(self.start)

    @property
    def first(self) -> date:
        return year_bounds(self.start)[0]

    @property
    def last(self) -> date:
        return year_bounds(self.start)[1]

    @property
    def end(self) -> str:
        """The second part of the year's address: "18" for 2017-18."""
        return f"{(self.start + 1) % 100:02d}"


@dataclass(frozen=True)
class Reported:
    """One indicator in the year: the board's own figure first, what other sources say below."""

    figure: Figure
    previous: str
    change: str
    note: str
    others: Sequence[Figure]

    @property
    def shown(self) -> str:
        """The level in the year; where there is none, why."""
        if self.figure.value is not None:
            return self.figure.shown
        return "No level printed" if self.change else "No figure recorded"


@dataclass(frozen=True)
class Progress:
    """How far the actions of one review had come by the end of the year."""

    review: Review
    done: int
    all: int
    done_url: str
    all_url: str


@dataclass(frozen=True)
class Achievements:
    stated: Sequence[Achievement]
    figures: Sequence[Figure]
    reviews: Sequence[Progress]
    inspections: Sequence[Progress]
    workshops: Sequence[Session]
    audits: Sequence[AuditRound]


@dataclass(frozen=True)
class Training:
    figures: Sequence[Figure]
    agencies: charts.BarChart
    completions: charts.BarChart


@dataclass(frozen=True)
class AnnualReport:
    year: Year
    achievements: Achievements
    themes: Sequence[ThemeCount]
    performance: Sequence[Reported]
    training: Training
    views: Sequence[MemberView]


def is_reportable(start: int, end: str) -> bool:
    """Whether "2017-18" names a year that a board may have: from 2000/01 to the next one."""
    known = FIRST_YEAR <= start <= year_of(today()) + 1
    return known and end == Year(start).end


def reportable_years(observations: QuerySet[Observation]) -> list[Year]:
    """The years of which something was observed, latest first."""
    days = observations.order_by().values_list("as_at", flat=True).distinct()
    starts = {year_of(day) for day in days}
    return [Year(start) for start in sorted(starts, reverse=True) if start >= FIRST_YEAR]


class Records:
    """The rows of one board in one year that one person may see."""

    def __init__(self, user: User, board: Board, year: Year):
        self.user, self.board, self.year = user, board, year

    def of(self, model: Any, board: str = "board") -> Any:
        """The model's own queryset, which only that model can name."""
        return model.objects.visible_to(self.user).filter(**{board: self.board})


def annual_report(user: User, board: Board, start: int) -> AnnualReport:
    records = Records(user, board, Year(start))
    seen = observed(records)
    return AnnualReport(
        year=records.year,
        achievements=achievements(records),
        themes=themes_of(of_cases(published(records))),
        performance=[reported(key, seen.get(key), records) for key in REPORTED],
        training=training(records, seen),
        views=list(records.of(MemberView).in_year(start)),
    )


# Achievements


def achievements(records: Records) -> Achievements:
    reviews = [
        progress(review, records.year)
        for review in with_actions(of_cases(published(records)), records)
    ]
    workshops = list(workshops_run(records))
    audits = list(records.of(AuditRound).filter(due_on__range=bounds(records)).order_by("due_on"))
    returns = returns_on_time(records.of(AuditReturn).filter(audit_round__in=audits))
    return Achievements(
        stated=list(records.of(Achievement).in_year(records.year.start)),
        figures=[
            *review_figures(reviews, records.year),
            workshop_figure(workshops, records.year),
            audit_figure(audits, returns, records.year),
        ],
        reviews=reviews,
        inspections=[progress(one, records.year) for one in inspections(records)],
        workshops=workshops,
        audits=audits,
    )


def bounds(records: Records) -> tuple[date, date]:
    return records.year.first, records.year.last


def published(records: Records) -> QuerySet[Review]:
    rows = records.of(Review).published().filter(published_on__range=bounds(records))
    return rows.select_related("kind", "commissioned_by").order_by("published_on", "in_order")


def of_cases(reviews: QuerySet[Review]) -> QuerySet[Review]:
    """Without inspections, and without reports of audits, which are reported as audits."""
    return reviews.filter(kind__is_inspection=False, kind__is_audit=False)


def with_actions(reviews: QuerySet[Review], records: Records) -> QuerySet[Review]:
    """Reviews with how many actions hang on each, and how many were done by the year's end."""
    actions = "recommendations__actions"
    done = Q(
        **{
            f"{actions}__status": Action.Status.ACCEPTED,
            f"{actions}__status_since__lt": start_of(records.year.last + timedelta(days=1)),
        }
    )
    counted = Q(**{f"{actions}__status__in": (*Action.OPEN, Action.Status.ACCEPTED)})
    return reviews.annotate(
        actions_all=Count(actions, filter=counted, distinct=True),
        actions_done=Count(actions, filter=done, distinct=True),
    )


def inspections(records: Records) -> QuerySet[Review]:
    """Inspections published in the year, and earlier ones on which work was still going on."""
    first, last = bounds(records)
    counted = Action.objects.counted()
    unfinished = counted.filter(recommendation__review=OuterRef("pk")).exclude(
        status=Action.Status.ACCEPTED, status_since__lt=start_of(first)
    )
    rows = records.of(Review).published().filter(kind__is_inspection=True, published_on__lte=last)
    rows = rows.filter(Q(published_on__gte=first) | Exists(unfinished))
    return with_actions(rows.select_related("kind", "commissioned_by"), records)


def progress(review: Review, year: Year) -> Progress:
    """Numerator: actions accepted as done by the year's end. Denominator: all open or done."""
    day = year.last.isoformat()
    return Progress(
        review=review,
        done=review.actions_done,  # type: ignore[attr-defined]
        all=review.actions_all,  # type: ignore[attr-defined]
        done_url=rows_url("reviews:actions", review=review.pk, accepted_to=day),
        all_url=rows_url("reviews:actions", review=review.pk, counted="on"),
    )


def review_figures(reviews: Sequence[Progress], year: Year) -> list[Figure]:
    """How many reviews of each kind were published, and of how many every action was done."""
    days = {"published_since": year.first.isoformat(), "published_to": year.last.isoformat()}
    kinds = Counter(one.review.kind for one in reviews)
    return [
        Figure(
            key=f"reviews-{kind.code}",
            label=f"{kind.name}: published",
            value=Decimal(number),
            printed=f"{number} {'review' if number == 1 else 'reviews'}",
            as_at=year.last,
            rows_url=rows_url("reviews:reviews", kind=kind.pk, **days),
            note=delivered([one for one in reviews if one.review.kind == kind], year),
        )
        for kind, number in sorted(kinds.items(), key=lambda pair: pair[0].name)
    ] or [Figure(key="reviews", label="Reviews published", note=f"None in {year.label}")]


def delivered(reviews: Sequence[Progress], year: Year) -> str:
    done = sum(one.done == one.all > 0 for one in reviews)
    if done == len(reviews):
        return f"every action of {'it' if done == 1 else 'them'} was accepted as done in the year"
    return f"every action was done for {done} of {len(reviews)}"


def workshops_run(records: Records) -> QuerySet[Session]:
    run = records.of(Session).run().in_year(records.year.start).for_list()
    return run.filter(course__kind=Course.Kind.WORKSHOP).order_by("held_on")


def workshop_figure(workshops: Sequence[Session], year: Year) -> Figure:
    number = len(workshops)
    return Figure(
        key="workshops",
        label="Workshops on serious case reviews",
        value=Decimal(number) if number else None,
        printed=f"{number} {'workshop' if number == 1 else 'workshops'}" if number else "",
        as_at=year.last,
        rows_url=rows_url(
            "training:sessions",
            year=year.start,
            kind=Course.Kind.WORKSHOP,
            status=Session.Status.RUN,
        ),
        note="sessions run",
    )


def audit_figure(audits: Sequence[AuditRound], returns: OnTime, year: Year) -> Figure:
    number = len(audits)
    days = {"due_from": year.first.isoformat(), "due_to": year.last.isoformat()}
    on_time = f"{returns.on_time:,} of {returns.due:,} returns came on time" if returns.due else ""
    return Figure(
        key="audits",
        label="Audits",
        value=Decimal(number) if number else None,
        printed=f"{number} {'audit' if number == 1 else 'audits'}" if number else "",
        as_at=year.last,
        rows_url=rows_url("reviews:audit-rounds", **days),
        note=on_time,
    )


# Performance


def observed(records: Records) -> dict[str, Indicator]:
    """The indicators of the page by key, each with all that was said of it."""
    keys = (*REPORTED, ATTENDEES, E_LEARNING)
    rows = records.of(Indicator).filter(key__in=keys)
    return {one.key: one for one in with_observations(rows, records.of(Observation))}


def reported(key: str, indicator: Indicator | None, records: Records) -> Reported:
    found = in_year(indicator, records) if indicator else []
    if not found:
        title = indicator.title if indicator else in_plain_words(key)
        url = indicator.get_absolute_url() if indicator else ""
        missing = Figure(key=key, label=title, rows_url=url)
        return Reported(missing, previous="", change="", note="", others=[])
    step = found[0]
    figure = as_figure(step)
    return Reported(
        figure=figure,
        previous=previous_of(step, figure),
        change=step.signed,
        note=step.observation.note,
        others=[as_figure(other) for other in found[1:]],
    )


def in_plain_words(key: str) -> str:
    return key.replace("-", " ").capitalize()


def in_year(indicator: Indicator, records: Records) -> list[Step]:
    """What each source last said of the year, the board's own figure first."""
    own = records.board.short_name
    series: Iterable[Series] = sorted(
        series_of(indicator), key=lambda one: (not one.source.startswith(own), one.source)
    )
    first, last = bounds(records)
    latest = [
        [step for step in one.steps if first <= step.observation.as_at <= last] for one in series
    ]
    return [steps[-1] for steps in latest if steps]


def previous_of(step: Step, figure: Figure) -> str:
    if step.previous is None:
        return ""
    return Figure(key="", label="", value=step.previous, unit=figure.unit).shown


# Training


def training(records: Records, seen: dict[str, Indicator]) -> Training:
    year = records.year.start
    attendance = records.of(Attendance, "session__board").in_year(year)
    attendance = attendance.filter(session__course__kind=Course.Kind.MULTI_AGENCY)
    completions = records.of(Completion, "course__board").in_year(year)
    return Training(
        figures=[
            sessions_figure(records),
            printed_figure(ATTENDEES, "People who came", seen, records),
            attendance_figure(attendance, year),
            printed_figure(E_LEARNING, "E-learning courses completed", seen, records),
            completion_figure(completions, year),
        ],
        agencies=agency_chart(
            attendance.by_agency(),
            key="attendance",
            column="People who came",
            route="training:attendance",
            year=year,
            kind=Course.Kind.MULTI_AGENCY,
        ),
        completions=agency_chart(
            completions.by_agency(),
            key="completions",
            column="Courses completed",
            route="training:completions",
            year=year,
        ),
    )


def sessions_figure(records: Records) -> Figure:
    """Sessions run in the year of multi-agency courses; workshops are counted apart."""
    run = records.of(Session).run().in_year(records.year.start)
    number = run.filter(course__kind=Course.Kind.MULTI_AGENCY).count()
    return Figure(
        key="sessions",
        label="Multi-agency training sessions",
        value=Decimal(number) if number else None,
        as_at=records.year.last,
        rows_url=rows_url(
            "training:sessions",
            year=records.year.start,
            kind=Course.Kind.MULTI_AGENCY,
            status=Session.Status.RUN,
        ),
        note="workshops are counted apart",
    )


def printed_figure(key: str, label: str, seen: dict[str, Indicator], records: Records) -> Figure:
    """What the source printed of the year, in its own form: "over 2,300"."""
    indicator = seen.get(key)
    steps = in_year(indicator, records) if indicator else []
    if not steps:
        return Figure(key=key, label=label)
    figure = as_figure(steps[0])
    return Figure(**{**vars(figure), "label": label, "note": steps[0].observation.note})


def attendance_figure(rows: AttendanceQuerySet, year: int) -> Figure:
    """The sum of the registers, workshops left out; says so where they were invented."""
    found = rows.aggregate(
        invented=Count("pk", filter=Q(session__is_invented=True)), rows=Count("pk")
    )
    return split_figure(
        "attendance",
        "The same, added up from registers",
        rows.people(),
        found,
        rows_url("training:attendance", year=year, kind=Course.Kind.MULTI_AGENCY),
    )


def completion_figure(rows: CompletionQuerySet, year: int) -> Figure:
    found = rows.aggregate(invented=Count("pk", filter=Q(is_invented=True)), rows=Count("pk"))
    return split_figure(
        "completions",
        "The same, added up by agency",
        rows.number(),
        found,
        rows_url("training:completions", year=year),
    )


def split_figure(key: str, label: str, number: int, found: dict, url: str) -> Figure:
    if not found["rows"]:
        return Figure(key=key, label=label)
    note = "the split by agency is invented, for demonstration" if found["invented"] else ""
    return Figure(key=key, label=label, value=Decimal(number), rows_url=url, note=note)


def agency_chart(
    rows: Iterable[dict], *, key: str, column: str, route: str, **filters: object
) -> charts.BarChart:
    items = [
        charts.Item(
            label=row["name"],
            value=row["total"],
            cells=[charts.Cell(f"{row['total']:,}", rows_url(route, **filters, agency=row["key"]))],
        )
        for row in rows
    ]
    title = f"{column}, by agency"
    return charts.bars(items, key=key, title=title, first="Agency", columns=[column])
