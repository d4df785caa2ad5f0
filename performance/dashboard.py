"""The first page of each person: plain, frozen pages made from rows that they may see.

At most ten queries a page, the person and their memberships included, however many rows there are.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Max, Min, Q, QuerySet
from django.urls import reverse

from boards.models import Board, Meeting, Role, User
from kscb import charts
from kscb.dates import today
from kscb.figures import Figure
from performance import queues
from performance.digest import digests
from performance.figures import Headline, headlines, with_observations
from performance.models import Indicator, Observation, percent
from performance.queues import Told, rows_url
from reviews.figures.alarms import unanswered
from reviews.figures.counts import by_agency, themes_of
from reviews.figures.recurrence import Impact, Seen, impact
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
from reviews.models.review import ReviewQuerySet
from training.models import Session

# Who holds several roles on a board gets the fullest page.
FULLEST_FIRST = (
    Role.STAFF,
    Role.CHAIR,
    Role.MEMBER,
    Role.LEAD,
    Role.CONTRIBUTOR,
    Role.TRAINER,
    Role.READER,
)
TOP = 5


@dataclass(frozen=True)
class QueuePage:
    """What waits: each queue as a figure, then its first rows."""

    queues: Sequence[Told]
    coming: Told | None = None

    @property
    def figures(self) -> list[Figure]:
        return [told.figure for told in self.queues]

    @property
    def is_clear(self) -> bool:
        return not any(told.digest.total for told in self.queues)


@dataclass(frozen=True)
class BoardPage:
    """The board at a glance."""

    last_meeting: date | None
    next_meeting: date | None
    headlines: Sequence[Headline]
    changes: Sequence[Told]
    restricted: Sequence[Told]
    agencies: charts.BarChart
    themes: charts.BarChart
    coming: Told
    impact: Sequence[Figure] = ()

    @property
    def restricted_figures(self) -> list[Figure]:
        return [told.figure for told in self.restricted]


def role_on(user: User, board: Board | None) -> str | None:
    """The role whose page a person sees on this board."""
    held = {m.role for m in user.current_memberships if board and m.board_id == board.pk}
    return next((role for role in FULLEST_FIRST if role in held), None)


class Rows:
    """The rows of one board that one person may see."""

    def __init__(self, user: User, board: Board):
        self.user, self.board = user, board

    def of(self, model: Any) -> Any:
        """The model's own queryset, which only that model can name."""
        return model.objects.visible_to(self.user).filter(board=self.board)


def told(wanted: Iterable[queues.Queue], *, top: int = TOP) -> dict[str, Told]:
    """Every queue with its total and first rows, in one query."""
    by_key = {queue.key: queue for queue in wanted}
    found = digests({key: queue.listed for key, queue in by_key.items()}, top=top)
    return {key: Told(by_key[key], digest) for key, digest in found.items()}


def staff_page(user: User, board: Board) -> QueuePage:
    rows = Rows(user, board)
    wanted = [queues.concern_queue(rows.of(ImmediateConcern))]
    requests = InformationRequest.objects.visible_to(user).filter(review__board=board)
    wanted += queues.staff_queues(rows.of(Action), rows.of(AuditReturn), rows.of(Review), requests)
    wanted += queues.difference_queues(rows.of(Recommendation), rows.of(Measure))
    wanted.append(queues.alarm_queue(unanswered(Seen.by(user, board))))
    training = queues.training_queue(rows.of(Session))
    found = told([*wanted, training])
    return QueuePage([found[queue.key] for queue in wanted], coming=found[training.key])


def trainer_page(user: User, board: Board) -> QueuePage:
    own = Rows(user, board).of(Session).filter(trainer=user)
    return QueuePage(list(told(queues.trainer_queues(own), top=20).values()))


def reader_page(user: User, board: Board) -> QueuePage:
    return QueuePage(list(told([queues.reader_queue(Rows(user, board).of(Review))]).values()))


def member_page(user: User, board: Board) -> BoardPage:
    return board_page(Rows(user, board), chairs=False)


def chair_page(user: User, board: Board) -> BoardPage:
    return board_page(Rows(user, board), chairs=True)


def board_page(rows: Rows, *, chairs: bool) -> BoardPage:
    last, coming = meetings(rows.of(Meeting))
    actions, reviews = rows.of(Action), rows.of(Review)
    returns, rounds = rows.of(AuditReturn), rows.of(AuditRound)
    changes = queues.change_queues(last, actions, returns, reviews, rounds) if last else []
    restricted = queues.chair_queues(actions, reviews) if chairs else []
    training = queues.training_queue(rows.of(Session))
    found = told([*changes, *restricted, training])
    return BoardPage(
        last_meeting=last,
        next_meeting=coming,
        headlines=headline_figures(rows),
        changes=[found[queue.key] for queue in changes if found[queue.key].digest.total],
        restricted=[found[queue.key] for queue in restricted],
        agencies=agency_chart(actions.still_open()),
        themes=theme_chart(reviews),
        coming=found[training.key],
        impact=impact_figures(impact(actions, rows.of(Measure))),
    )


def impact_figures(found: Impact) -> list[Figure]:
    """Completion is not impact: each as a share of the one before it."""
    delivered = (found.delivered, found.actions, {"status": Action.Status.ACCEPTED})
    return [
        share("Delivered", *delivered, note="actions accepted as done"),
        share("Tested", found.tested, found.delivered, {"impact": "all"}, note="of those done"),
        share("Helped", found.helped, found.tested, {"impact": "helped"}, note="of those tested"),
        share(
            "Don’t know",
            found.dont_know,
            found.tested,
            {"impact": "dont_know"},
            note="of those tested: an honest answer",
        ),
    ]


def share(label: str, part: int, whole: int, narrowed: dict, *, note: str) -> Figure:
    """A percentage that says of what; no percentage of nothing."""
    return Figure(
        key=label,
        label=label,
        value=percent(Decimal(part), Decimal(whole)) if whole else None,
        unit="%",
        printed="" if whole else "–",
        numerator=Decimal(part) if whole else None,
        denominator=Decimal(whole) if whole else None,
        rows_url=rows_url("reviews:actions", **narrowed),
        note=note if whole else "nothing to count yet",
    )


def meetings(rows: QuerySet[Meeting]) -> tuple[date | None, date | None]:
    """The last meeting before today, and the next: today's own is still to come."""
    now = today()
    found = rows.aggregate(
        last=Max("held_on", filter=Q(held_on__lt=now)),
        next=Min("held_on", filter=Q(held_on__gte=now)),
    )
    return found["last"], found["next"]


def headline_figures(rows: Rows) -> list[Headline]:
    indicators = rows.of(Indicator).headlines()
    return headlines(with_observations(indicators, rows.of(Observation)))


def agency_chart(actions: QuerySet[Action]) -> charts.BarChart:
    """Actions still open, by agency, the overdue ones standing out."""
    items = [
        charts.Item(
            label=counts.name,
            value=counts.open,
            part=counts.overdue,
            description=f"{counts.overdue} overdue of {counts.open} open",
            cells=[
                charts.Cell(
                    f"{counts.overdue:,}",
                    rows_url("reviews:actions", overdue="on", agency=counts.pk),
                ),
                charts.Cell(
                    f"{counts.open:,}", rows_url("reviews:actions", open="on", agency=counts.pk)
                ),
            ],
        )
        for counts in by_agency(actions)
    ]
    return charts.bars(
        items,
        key="agencies",
        title="Open actions by agency, with those overdue",
        first="Agency",
        columns=["Overdue", "Open"],
    )


def theme_chart(reviews: ReviewQuerySet) -> charts.BarChart:
    """Themes of published reviews, the most found first."""
    items = [
        charts.Item(
            label=theme.name,
            value=theme.reviews,
            url=reverse("reviews:theme", args=[theme.pk]),
            cells=[
                charts.Cell(
                    f"{theme.reviews:,}",
                    rows_url("reviews:reviews", theme=theme.pk, status=Review.Status.PUBLISHED),
                )
            ],
        )
        for theme in themes_of(reviews.published())
    ]
    return charts.bars(
        items,
        key="themes",
        title="Themes of published reviews",
        first="Theme",
        columns=["Reviews"],
    )
