"""The clocks of a review: what was due by when, and was it met. Each only reads; nothing is kept.

A clock runs from one event of a review to another, under the rule in force on the day it started.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import OuterRef, QuerySet, Subquery

from kscb.dates import today
from kscb.standing import Standing
from kscb.working_days import add_months, add_working_days, working_days_between
from reviews.models import ClockRule, Decision, LatenessReason, Review, ReviewEvent

Event = ReviewEvent.Event
SOON = {ClockRule.Unit.WORKING_DAYS: 5, ClockRule.Unit.MONTHS: 30}


@dataclass(frozen=True)
class Clock:
    """`days` is how many were to spare on the day it ended (today, while it runs): negative, late.

    They are working days under a rule of working days, and plain days under one of months.
    """

    review: Review
    rule: ClockRule
    started_on: date
    due_on: date
    ended_on: date | None
    days: int
    standing: Standing
    reason: str

    @property
    def is_running(self) -> bool:
        return self.ended_on is None

    @property
    def is_missed(self) -> bool:
        """Ended after its day, or still running past it."""
        return (self.ended_on or today()) > self.due_on

    @property
    def wants_reason(self) -> bool:
        return self.is_missed and not self.reason

    @property
    def reason_asked(self) -> str:
        """Whether it was given; its words are read on the review's page."""
        return "To be given" if self.wants_reason else "Given" if self.is_missed else ""


def clocks_of(
    review: Review,
    events: Iterable[ReviewEvent],
    rules: Iterable[ClockRule],
    reasons: Iterable[LatenessReason],
    *,
    is_to_review: bool = True,
) -> list[Clock]:
    """Those that have started, the earliest due first. Asks the database nothing.

    A review that has ended runs none any longer, and a decision starts none unless it
    `is_to_review`; what was met or missed before stays.
    """
    days = latest(events)
    said = {one.rule_id: one.reason for one in sorted(reasons, key=lambda one: (one.at, one.pk))}
    clocks = []
    for rule in rules:
        started = days.get(rule.starts_with)
        if started is None or not is_in_force(rule, started):
            continue
        ended = days.get(rule.ends_with)
        is_asked = is_to_review or rule.starts_with != Event.DECIDED
        if ended or (is_asked and not review.has_ended):
            clocks.append(clock_of(review, rule, started, ended, said.get(rule.pk, "")))
    return sorted(clocks, key=lambda clock: clock.due_on)


def latest(events: Iterable[ReviewEvent]) -> dict[str, date]:
    """The day of each event; where one was entered again, the later entry counts."""
    return {one.event: one.on for one in sorted(events, key=lambda one: (one.at, one.pk))}


def is_in_force(rule: ClockRule, day: date) -> bool:
    return (rule.from_on or day) <= day <= (rule.to_on or day)


def clock_of(
    review: Review, rule: ClockRule, started: date, ended: date | None, reason: str
) -> Clock:
    due = due_date(rule, started)
    days = days_to_spare(rule, ended or today(), due)
    return Clock(
        review=review,
        rule=rule,
        started_on=started,
        due_on=due,
        ended_on=ended,
        days=days,
        standing=standing_of(rule, due, ended, days),
        reason=reason,
    )


def due_date(rule: ClockRule, started: date) -> date:
    """The last day on which it is met. One counted back falls that long before its start."""
    number = -rule.number if rule.is_before else rule.number
    add = add_working_days if rule.unit == ClockRule.Unit.WORKING_DAYS else add_months
    return add(started, number)


def days_to_spare(rule: ClockRule, day: date, due: date) -> int:
    if rule.unit == ClockRule.Unit.WORKING_DAYS:
        return working_days_between(day, due)
    return (due - day).days


def standing_of(rule: ClockRule, due: date, ended: date | None, days: int) -> Standing:
    """Met, missed, due, overdue: with how many days, in the rule's own days."""
    unit = "working day" if rule.unit == ClockRule.Unit.WORKING_DAYS else "day"
    many = f"{abs(days):,} {unit}{'' if abs(days) == 1 else 's'}"
    if (ended or today()) > due:
        # A Saturday after the Friday it was due: late, though no working day has passed.
        late = many if days else f"less than 1 {unit}"
        return Standing(f"Missed by {late}" if ended else f"Overdue {late}", "late")
    if ended:
        return Standing(f"Met, {many} to spare" if days else "Met on its last day", "good")
    if not days:
        return Standing("Due today", "soon")
    is_soon = days <= SOON[ClockRule.Unit(rule.unit)]
    return Standing(f"Due in {many}", "soon" if is_soon else "good")


# From the records


def with_their_events(reviews: QuerySet[Review]) -> QuerySet[Review]:
    """The reviews with what `of_review` reads: four queries, however many reviews."""
    decided = Decision.objects.filter(review=OuterRef("pk")).order_by("-at", "-pk")
    return (
        reviews.select_related("kind", "stage")
        .annotate(latest_outcome=Subquery(decided.values("outcome")[:1]))
        .prefetch_related("events", "kind__clock_rules", "lateness_reasons")
    )


def of_review(review: Review) -> list[Clock]:
    """The clocks of one review of `with_their_events`."""
    outcome = review.latest_outcome  # type: ignore[attr-defined]
    return clocks_of(
        review,
        review.events.all(),
        review.kind.clock_rules.all(),
        review.lateness_reasons.all(),
        is_to_review=outcome in (None, Decision.Outcome.REVIEW),
    )


def running_or_missed(reviews: QuerySet[Review]) -> list[Clock]:
    """Of the reviews that have not ended: first what runs, the longest overdue before all; then
    what was missed and still wants its reason; then what was missed and has one."""
    going = with_their_events(reviews.exclude(stage__is_last=True))
    clocks = [clock for review in going for clock in of_review(review)]
    told = [clock for clock in clocks if clock.is_running or clock.is_missed]
    return sorted(told, key=urgency)


def urgency(clock: Clock) -> tuple[int, date]:
    if clock.is_running:
        return 0, clock.due_on
    return (1 if clock.wants_reason else 2), clock.due_on


def next_clock(clocks: Iterable[Clock]) -> Clock | None:
    """The running clock that is due first."""
    running = [clock for clock in clocks if clock.is_running]
    return min(running, key=urgency, default=None)
