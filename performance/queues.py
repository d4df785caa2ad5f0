"""The lists that first pages tell: which rows, what each is called, and the page that holds all."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from urllib.parse import urlencode

from django.db.models import CharField, F, QuerySet, Value
from django.db.models.functions import Cast, Coalesce, Concat, Substr
from django.urls import reverse

from kscb.dates import start_of
from kscb.figures import Figure
from performance.digest import Digest, Listed
from reviews.models import (
    Action,
    AuditReturn,
    AuditRound,
    ImmediateConcern,
    InformationRequest,
    Measure,
    Recommendation,
    Review,
)
from training.models import Session

SOON_DAYS = 30


@dataclass(frozen=True)
class Queue:
    """One list: how it is told, where each row and all rows open, what an empty one says.

    `day_word` says what the day of a row is ("due"). `tag` and `tone` head what has changed.
    """

    key: str
    label: str
    listed: Listed
    route: str
    rows_url: str
    empty: str = ""
    note: str = ""
    day_word: str = ""
    shows_lateness: bool = False  # "Overdue 12 days" instead of the day
    one: str = ""  # the label where there is exactly one
    tag: str = ""
    tone: str = "none"


@dataclass(frozen=True)
class Told:
    """A queue with what it holds now."""

    queue: Queue
    digest: Digest

    @property
    def change_words(self) -> str:
        """What comes after the number: "action was accepted as done"."""
        return self.queue.one if self.digest.total == 1 else self.queue.label

    @property
    def figure(self) -> Figure:
        return Figure(
            key=self.queue.key,
            label=self.queue.label,
            value=Decimal(self.digest.total),
            rows_url=self.queue.rows_url,
            note=self.queue.note,
        )


def rows_url(route: str, **filters: object) -> str:
    """A list's address with its filters set."""
    address = reverse(route)
    return f"{address}?{urlencode(filters)}" if filters else address


def with_dot(first: str, second) -> Concat:
    """ "Kent Police · Audit records every quarter" """
    return Concat(first, Value(" · "), second, output_field=CharField())


# How each kind of record is told


def of_actions(rows: QuerySet[Action]) -> Listed:
    words = with_dot("agency__name", Substr("wording", 1, 160))
    return Listed(rows, F("reference"), words, day="due_on", first=["due_on", "in_order"])


def of_accepted(rows: QuerySet[Action]) -> Listed:
    words = with_dot("agency__name", Substr("wording", 1, 160))
    return Listed(rows, F("reference"), words, "status_since", ["-status_since", "-pk"], True)


def of_returns(rows: QuerySet[AuditReturn], *, newest: bool = False) -> Listed:
    words = with_dot("agency__name", F("audit_round__title"))
    first = ["-status_since", "-pk"] if newest else ["status_since", "pk"]
    return Listed(rows, F("audit_round__reference"), words, "status_since", first, True)


def of_owed_returns(rows: QuerySet[AuditReturn]) -> Listed:
    words = with_dot("agency__name", F("audit_round__title"))
    return Listed(rows, F("audit_round__reference"), words, day="due_on", first=["due_on", "pk"])


def of_reviews(rows: QuerySet[Review]) -> Listed:
    label = Concat("reference", Value(" “"), "pseudonym", Value("”"), output_field=CharField())
    return Listed(rows, label, F("kind__name"), "status_since", ["-status_since", "-pk"], True)


def of_rounds(rows: QuerySet[AuditRound]) -> Listed:
    return Listed(rows, F("reference"), F("title"), "status_since", ["-status_since", "-pk"], True)


def of_sessions(rows: QuerySet[Session]) -> Listed:
    return Listed(rows, F("course__title"), F("place"), day="held_on", first=["held_on", "pk"])


def of_requests(rows: QuerySet[InformationRequest]) -> Listed:
    review, agency = F("review__reference"), F("agency__name")
    return Listed(rows, review, agency, day="due_on", first=["due_on", "pk"])


def of_concerns(rows: QuerySet[ImmediateConcern]) -> Listed:
    label = Concat(Value("Immediate concern "), Cast("pk", CharField()), output_field=CharField())
    return Listed(rows, label, F("agency__name"), "raised_at", ["raised_at", "pk"], True)


# What waits for board staff


def concern_queue(concerns) -> Queue:
    return Queue(
        "concerns",
        "Immediate concerns that no agency has confirmed",
        of_concerns(concerns.waiting()),
        "reviews:concern",
        rows_url("reviews:concerns", waiting="on"),
        empty="No immediate concern waits to be confirmed.",
        note="handed over about a child, not confirmed",
        day_word="handed over",
    )


def staff_queues(actions, returns, reviews, requests) -> list[Queue]:
    """Today: late, due soon, and waiting for the board's own next step."""
    return [
        Queue(
            "overdue",
            "Overdue actions",
            of_actions(actions.overdue()),
            "reviews:action",
            rows_url("reviews:actions", overdue="on"),
            empty="No action is overdue.",
            note="not accepted as done, and past their date",
            shows_lateness=True,
        ),
        Queue(
            "due",
            f"Actions due in {SOON_DAYS} days",
            of_actions(actions.due_within(SOON_DAYS)),
            "reviews:action",
            rows_url("reviews:actions", due=SOON_DAYS),
            empty=f"No action is due in the next {SOON_DAYS} days.",
            note="not accepted as done",
            shows_lateness=True,
        ),
        Queue(
            "returns-overdue",
            "Audit returns overdue",
            of_owed_returns(returns.overdue()),
            "reviews:audit-return",
            rows_url("reviews:owed-returns", overdue="on"),
            empty="No audit return is overdue.",
            note="still with the agency, and past their date",
            shows_lateness=True,
        ),
        request_queue(requests),
        *waiting_queues(actions, returns, reviews),
    ]


def waiting_queues(actions, returns, reviews) -> list[Queue]:
    return [
        Queue(
            "submitted",
            "Actions to accept or send back",
            of_actions(actions.submitted()),
            "reviews:action",
            rows_url("reviews:actions", status=Action.Status.SUBMITTED),
            empty="Actions will appear here when agencies submit their evidence.",
            note="agencies have submitted evidence",
            day_word="due",
        ),
        Queue(
            "returns",
            "Audit returns to agree or send back",
            of_returns(returns.waiting_for_board()),
            "reviews:audit-return",
            rows_url("reviews:audit-returns", waiting="on"),
            empty="Returns will appear here when agencies submit them.",
            note="agencies have submitted answers",
            day_word="submitted",
        ),
        publication_queue(reviews),
        disputed_queue(actions),
        Queue(
            "hand-over",
            "Actions to hand over",
            of_actions(actions.for_hand_over()),
            "reviews:action",
            rows_url("reviews:actions", hand_over="on"),
            empty="Every open action has a named owner who is still in post.",
            note="their named owner has left",
            day_word="due",
        ),
    ]


def publication_queue(reviews) -> Queue:
    return Queue(
        "publication",
        "Reviews waiting for approval",
        of_reviews(reviews.filter(status=Review.Status.PUBLICATION_ASKED)),
        "reviews:review",
        rows_url("reviews:reviews", status=Review.Status.PUBLICATION_ASKED),
        empty="Reviews will appear here when a colleague asks to publish one.",
        note="a second person must approve",
        day_word="asked",
    )


def alarm_queue(alarms) -> Queue:
    """Findings that came back to what was done, which the board has not answered."""
    source = Coalesce("finding__review__reference", "finding__audit_round__reference")
    number = Cast("finding__number", CharField())
    label = Concat(source, Value("/F"), number, output_field=CharField())
    first = ["-finding__found_on", "-pk"]
    return Queue(
        "alarms",
        "Recurrence alarms",
        Listed(alarms, label, F("theme__name"), "finding__found_on", first, key="finding"),
        "reviews:finding-alarms",
        rows_url("reviews:alarms", answered="no"),
        empty="An alarm will appear here when a finding comes back to what was done.",
        note="named again after it was done; the board has not answered",
        day_word="found",
    )


def request_queue(requests) -> Queue:
    return Queue(
        "requests-overdue",
        "Information for reviews overdue",
        of_requests(requests.overdue()),
        "reviews:information-request",
        rows_url("reviews:information-requests", overdue="on"),
        empty="No agency is late with what a review asked of it.",
        note="asked for a review, and past their date",
        shows_lateness=True,
    )


# What the chair alone sees on the members' page


def chair_queues(actions, reviews) -> list[Queue]:
    return [
        Queue(
            "drafts",
            "Reviews being written",
            of_reviews(reviews.filter(status=Review.Status.DRAFT)),
            "reviews:review",
            rows_url("reviews:reviews", status=Review.Status.DRAFT),
            empty="Reviews will appear here once board staff log them.",
            note="restricted until published",
            day_word="since",
        ),
        publication_queue(reviews),
        Queue(
            "stuck",
            "Stuck actions",
            of_actions(actions.stuck()),
            "reviews:action",
            rows_url("reviews:actions", stuck="on"),
            empty="Nothing is stuck.",
            note="submitted over 14 days ago, or over 30 days late",
            shows_lateness=True,
        ),
    ]


# What has changed since the board last met


def change_queues(since: date, actions, returns, reviews, rounds) -> list[Queue]:
    """Each the rows of a list filtered by the same day, so that the counts agree."""
    day = since.isoformat()
    return [
        Queue(
            "now-overdue",
            "actions have passed their date",
            of_actions(actions.overdue().filter(due_on__gte=since)),
            "reviews:action",
            rows_url("reviews:actions", overdue_since=day),
            one="action has passed its date",
            tag="Now overdue",
            tone="late",
            shows_lateness=True,
        ),
        Queue(
            "accepted",
            "actions were accepted as done",
            of_accepted(actions.accepted().filter(status_since__gte=start_of(since))),
            "reviews:action",
            rows_url("reviews:actions", accepted_since=day),
            one="action was accepted as done",
            tag="Accepted",
            tone="good",
        ),
        Queue(
            "published",
            "reviews were published",
            of_reviews(reviews.published().filter(published_on__gte=since)),
            "reviews:review",
            rows_url("reviews:reviews", published_since=day),
            one="review was published",
            tag="Published",
            tone="new",
        ),
        *audit_change_queues(since, returns, rounds),
    ]


def audit_change_queues(since: date, returns, rounds) -> list[Queue]:
    day = since.isoformat()
    accepted = returns.agreed().filter(status_since__gte=start_of(since))
    closed = rounds.filter(status=AuditRound.Status.CLOSED, status_since__gte=start_of(since))
    return [
        Queue(
            "returns-agreed",
            "audit returns were agreed",
            of_returns(accepted, newest=True),
            "reviews:audit-return",
            rows_url("reviews:audit-returns", agreed_since=day),
            one="audit return was agreed",
            tag="Agreed",
            tone="good",
        ),
        Queue(
            "rounds-closed",
            "audits were closed",
            of_rounds(closed),
            "reviews:audit-round",
            rows_url("reviews:audit-rounds", closed_since=day),
            one="audit was closed",
            tag="Audit closed",
            tone="none",
        ),
    ]


# Training


def training_queue(sessions) -> Queue:
    return Queue(
        "training",
        "Coming training",
        of_sessions(sessions.coming()),
        "training:session",
        rows_url("training:sessions", when="coming"),
        empty="Sessions will appear here once board staff plan them.",
    )


def trainer_queues(sessions) -> list[Queue]:
    """A trainer's own sessions: those whose register is still to be taken come first."""
    return [
        Queue(
            "register",
            "Registers to take",
            of_sessions(sessions.needing_register()),
            "training:session",
            rows_url("training:sessions", trainer="me", register="needed"),
            empty="No register is waiting for you.",
            note="the day has come; say who came",
        ),
        Queue(
            "coming",
            "Your coming sessions",
            of_sessions(sessions.coming()),
            "training:session",
            rows_url("training:sessions", trainer="me", when="coming"),
            empty="Sessions will appear here once board staff plan one with you as its trainer.",
        ),
    ]


def reader_queue(reviews) -> Queue:
    return Queue(
        "named",
        "Reviews you may read before they are published",
        of_reviews(reviews.restricted()),
        "reviews:review",
        rows_url("reviews:reviews"),
        empty="A review will appear here once board staff or the chair name you as its reader.",
        day_word="since",
    )


# From recommendations to measures


def of_recommendations(rows: QuerySet[Recommendation]) -> Listed:
    """The reference and since when it waits: the words are read on its own page."""
    return Listed(rows, F("reference"), Value(""), "status_since", ["status_since", "pk"], True)


def of_measures(rows: QuerySet[Measure]) -> Listed:
    number = Cast("number", CharField())
    label = Concat("recommendation__reference", Value("/M"), number, output_field=CharField())
    return Listed(rows, label, Value(""), day="test_on", first=["test_on", "pk"])


def disputed_queue(actions) -> Queue:
    return Queue(
        "disputed",
        "Disputed actions",
        of_actions(actions.disputed()),
        "reviews:action",
        rows_url("reviews:actions", disputed="on"),
        empty="No agency disputes an action.",
        note="uphold each, or withdraw it",
        day_word="due",
    )


def difference_queues(recommendations, measures) -> list[Queue]:
    """What the board itself still owes: an answer to what was asked, and a look at what came."""
    return [
        Queue(
            "tests",
            "Impact tests due",
            of_measures(measures.due()),
            "reviews:measure",
            rows_url("reviews:measures", due="on"),
            empty="No impact test is due.",
            note="go and see whether practice changed",
            shows_lateness=True,
        ),
        Queue(
            "unanswered",
            "Recommendations without a response",
            of_recommendations(recommendations.unanswered()),
            "reviews:recommendation",
            rows_url("reviews:recommendations", unanswered="on"),
            empty="The board has answered every recommendation.",
            note="made, and the board has not said whether it accepts them",
            day_word="made",
        ),
    ]
