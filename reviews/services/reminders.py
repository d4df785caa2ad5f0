"""Reminders: what is due, late, returned or to be tested, and who is told of it.

Each thing is told to each person once about each date. What one person is to be told on one day
goes in one digest, however often and from however many processes `daily` runs. Who answers for an
agency is asked of today's memberships; which day it is, of the caller.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import groupby

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from boards.models import OF_AN_AGENCY, Activity, Board, Membership, Role, User
from boards.services import notices
from boards.services.activity import record
from kscb.dates import in_words, start_of, today
from kscb.refusal import Refused
from reviews.models import (
    Action,
    ActionUpdate,
    AuditReturn,
    Evidence,
    Measure,
    Reminder,
    Review,
    Support,
)
from reviews.services import links
from reviews.services.actions import RETURNED, ended

Kind = Reminder.Kind
MOST_LINES = 30
MORNING = time(7)
EXPIRES_DAYS = 30
# The sections of a digest, most urgent first, and how the date of a line is told.
SECTIONS = {
    Kind.OVERDUE: ("Overdue", "was due {}"),
    Kind.DUE: ("Due today", "due {}"),
    Kind.DUE_SOON: ("Due soon", "due {}"),
    Kind.RETURNED: ("Returned to your agency with a question", "returned {}"),
    Kind.EXPIRES: ("Evidence to renew", "good until {}"),
    Kind.TEST_DUE: ("Impact tests to do", "to be tested {}"),
    Kind.ESCALATED: ("Long overdue, so the board tells you too", "was due {}"),
}
ORDER = {kind: place for place, kind in enumerate(SECTIONS)}
THINGS = ("action", "measure", "evidence", "audit_return")
NAMED = ("author", "substitute")  # of a return
KEY = ("person", "kind", *THINGS, "about_on")


@dataclass(frozen=True)
class Told:
    """What one run of the day's reminders made."""

    reminders: int = 0
    digests: int = 0


@dataclass(frozen=True)
class Thing:
    """One thing that one person is to be reminded of, about one date."""

    person: int
    kind: str
    board: int
    about_on: date
    reference: str
    path: str
    action: int | None = None
    measure: int | None = None
    evidence: int | None = None
    audit_return: int | None = None

    @property
    def key(self) -> tuple:
        return tuple(getattr(self, name) for name in KEY)


class Posts:
    """Who holds which role now, read once."""

    def __init__(self) -> None:
        self.of_agency: dict[tuple, set[int]] = defaultdict(set)
        self.of_board: dict[tuple, set[int]] = defaultdict(set)
        current = Membership.objects.current()
        for board, agency, role, user in current.values_list("board", "agency", "role", "user"):
            self.of_agency[board, agency, role].add(user)
            self.of_board[board, role].add(user)

    def answering_for(self, row: dict) -> set[int]:
        """The named owner, if still in post, and the leads of the agency."""
        place = row["board"], row["agency"]
        in_post = set().union(*(self.of_agency[*place, role] for role in OF_AN_AGENCY))
        return self.of_agency[*place, Role.LEAD] | (in_post & {row["owner"]})

    def asked_about(self, row: dict) -> set[int]:
        """Of a return: who wrote it and who stands in, if they answer for the agency still and see
        the return (a contributor, with whom it is shared); where nobody does, the agency's leads.
        """
        place = row["board"], row["agency"]
        leads, colleagues = (self.of_agency[*place, role] for role in OF_AN_AGENCY)
        shared = {row[name] for name in NAMED if row[f"{name}_shares"]}
        named = {row[name] for name in NAMED}
        return (named & leads) | (shared & colleagues) or leads

    def above(self, row: dict, *, is_hidden: bool = False) -> set[int]:
        """The agency's members of the board; the chair where it has none, or where members may
        not know of it."""
        members = self.of_agency[row["board"], row["agency"], Role.MEMBER]
        return self.of_board[row["board"], Role.CHAIR] if is_hidden or not members else members


# What is to be told


def to_tell(on: date) -> list[Thing]:
    """All that is true on the day and was not yet told. Few queries, whatever the rows."""
    posts, boards = Posts(), Board.objects.in_bulk()
    found = [
        *about_due(on, posts, boards),
        *about_returned(on, posts),
        *about_returns_due(on, posts, boards),
        *about_returns_queried(on, posts),
        *about_evidence(on, posts),
        *about_tests(on, posts),
    ]
    told = told_already(Reminder.objects.filter(action__status__in=Action.WITH_AGENCY))
    told |= told_already(Reminder.objects.filter(measure__status=Measure.Status.PLANNED))
    told |= told_already(Reminder.objects.filter(kind=Kind.EXPIRES))
    told |= told_already(Reminder.objects.filter(audit_return__in=AuditReturn.objects.owed()))
    return [thing for thing in found if thing.key not in told]


def told_already(reminders: QuerySet) -> set[tuple]:
    return set(reminders.values_list(*KEY))


def with_agency() -> QuerySet:
    return Action.objects.filter(status__in=Action.WITH_AGENCY).order_by("due_on", "in_order")


def as_rows(actions: QuerySet, *also: str) -> QuerySet:
    return actions.values(
        "pk",
        "reference",
        "board",
        "agency",
        "owner",
        "due_on",
        "recommendation__review__status",
        *also,
    )


def about_due(on: date, posts: Posts, boards: dict[int, Board]) -> Iterator[Thing]:
    """Actions that are due soon, due today, overdue, and so long overdue that someone above is
    told: the chair, of what hangs from a restricted review, which is hidden from members."""
    for row in as_rows(with_agency().filter(due_on__lte=last_day(on, boards))):
        hidden = row["recommendation__review__status"] != Review.Status.PUBLISHED
        for kind in due_kinds(row["due_on"], on=on, board=boards[row["board"]]):
            is_above = kind == Kind.ESCALATED
            people = posts.above(row, is_hidden=hidden) if is_above else posts.answering_for(row)
            yield from of_action(row, kind, people)


def last_day(on: date, boards: dict[int, Board]) -> date:
    """The latest day that any board calls soon."""
    return on + timedelta(days=max((board.due_soon_days for board in boards.values()), default=0))


def due_kinds(due_on: date, *, on: date, board: Board) -> Iterator[str]:
    """What is told of something that its agency owes by a day."""
    late = (on - due_on).days
    if late > 0:
        yield Kind.OVERDUE
    elif -late <= board.due_soon_days:
        yield Kind.DUE_SOON if late else Kind.DUE
    if late > 0 and late >= board.escalation_days:
        yield Kind.ESCALATED


def about_returned(on: date, posts: Posts) -> Iterator[Thing]:
    """Returned with a question before the day (that day it was told at once), no update since."""
    returns = Activity.objects.filter(
        target_type=ContentType.objects.get_for_model(Action),
        target_pk=OuterRef("pk"),
        verb=RETURNED,
    )
    latest = returns.order_by("-at").values("at")[:1]
    since = ActionUpdate.objects.filter(action=OuterRef("pk"), at__gt=OuterRef("returned_at"))
    waiting = (
        with_agency()
        .filter(status=Action.Status.IN_PROGRESS)
        .annotate(returned_at=Subquery(latest))
        .filter(~Exists(since), returned_at__lt=start_of(on))
    )
    for row in as_rows(waiting, "returned_at"):
        day = timezone.localdate(row["returned_at"])
        yield from of_action(row, Kind.RETURNED, posts.answering_for(row), about_on=day)


def of_action(
    row: dict, kind: str, people: Iterable[int], *, about_on: date | None = None
) -> Iterator[Thing]:
    for person in people:
        yield Thing(
            person=person,
            kind=kind,
            board=row["board"],
            about_on=about_on or row["due_on"],
            reference=row["reference"],
            path=reverse("reviews:action", args=[row["pk"]]),
            action=row["pk"],
        )


def returns_as_rows(returns: QuerySet) -> QuerySet:
    """With whether each named person has it shared with them."""
    shared = AuditReturn.contributors.through.objects.filter(auditreturn=OuterRef("pk"))
    shares = {f"{name}_shares": Exists(shared.filter(user=OuterRef(name))) for name in NAMED}
    found = returns.annotate(**shares).order_by("due_on", "agency__folded", "case_number")
    return found.values(
        "pk",
        "board",
        "agency",
        "agency__name",
        "audit_round__reference",
        "case_number",
        "due_on",
        "status_since",
        *NAMED,
        *shares,
    )


def about_returns_due(on: date, posts: Posts, boards: dict[int, Board]) -> Iterator[Thing]:
    """Returns that their agencies owe, by the same days as actions."""
    owed = AuditReturn.objects.owed().filter(due_on__lte=last_day(on, boards))
    for row in returns_as_rows(owed):
        for kind in due_kinds(row["due_on"], on=on, board=boards[row["board"]]):
            people = posts.above(row) if kind == Kind.ESCALATED else posts.asked_about(row)
            yield from of_return(row, kind, people)


def about_returns_queried(on: date, posts: Posts) -> Iterator[Thing]:
    """Returned with a question before the day (that day it was told at once), not sent since."""
    queried = AuditReturn.objects.owed().filter(status=AuditReturn.Status.RETURNED)
    for row in returns_as_rows(queried.filter(status_since__lt=start_of(on))):
        day = timezone.localdate(row["status_since"])
        yield from of_return(row, Kind.RETURNED, posts.asked_about(row), about_on=day)


def of_return(
    row: dict, kind: str, people: Iterable[int], *, about_on: date | None = None
) -> Iterator[Thing]:
    case = f", case {row['case_number']}" if row["case_number"] else ""
    for person in people:
        yield Thing(
            person=person,
            kind=kind,
            board=row["board"],
            about_on=about_on or row["due_on"],
            reference=f"{row['audit_round__reference']} {row['agency__name']}{case}",
            path=reverse("reviews:audit-return", args=[row["pk"]]),
            audit_return=row["pk"],
        )


def about_evidence(on: date, posts: Posts) -> Iterator[Thing]:
    """Evidence that the board accepted, and that is good for no more than 30 days, for the leads.

    What ended while `daily` did not run is still told, for as long again.
    """
    accepted = Support.objects.filter(evidence=OuterRef("pk"), status=Support.Status.ACCEPTED)
    of_work = accepted.filter(Q(update__isnull=False) | Q(answer__isnull=False))
    span = on - timedelta(days=EXPIRES_DAYS), on + timedelta(days=EXPIRES_DAYS)
    ending = Evidence.objects.newest().filter(Exists(of_work), expires_on__range=span)
    for row in ending.order_by("expires_on", "pk").values("pk", "board", "agency", "expires_on"):
        for person in posts.of_agency[row["board"], row["agency"], Role.LEAD]:
            yield Thing(
                person=person,
                kind=Kind.EXPIRES,
                board=row["board"],
                about_on=row["expires_on"],
                reference=f"Evidence {row['pk']}",
                path=reverse("reviews:evidence-item", args=[row["pk"]]),
                evidence=row["pk"],
            )


def about_tests(on: date, posts: Posts) -> Iterator[Thing]:
    """Impact tests whose day has come, for the board's staff."""
    due = Measure.objects.planned().filter(test_on__lte=on).order_by("test_on", "pk")
    asked = due.annotate(asked=F("recommendation__reference"))
    for row in asked.values("pk", "board", "test_on", "number", "recommendation", "asked"):
        for person in posts.of_board[row["board"], Role.STAFF]:
            yield Thing(
                person=person,
                kind=Kind.TEST_DUE,
                board=row["board"],
                about_on=row["test_on"],
                reference=f"{row['asked']}/M{row['number']}",
                path=reverse("reviews:recommendation", args=[row["recommendation"]]),
                measure=row["pk"],
            )


# Telling it


def remind(on: date | None = None) -> Told:
    """Everyone's digest of the day, one transaction each: what fails for one is made next time."""
    on = on or today()
    at = timezone.now() if on == today() else timezone.make_aware(datetime.combine(on, MORNING))
    by_person = defaultdict(list)
    for thing in to_tell(on):
        by_person[thing.person].append(thing)
    made = [digest(person, things, at=at) for person, things in sorted(by_person.items())]
    return Told(reminders=sum(made), digests=sum(bool(new) for new in made))


@transaction.atomic
def digest(person_pk: int, things: list[Thing], *, at: datetime) -> int:
    """One person's reminders and the one e-mail they go in. How many are new.

    Locks the person, so that of two runs at once the second finds what the first has told.
    """
    person = User.objects.select_for_update(no_key=True).get(pk=person_pk)
    theirs = Reminder.objects.filter(person=person)
    if had_digest(theirs, timezone.localdate(at)):
        return 0
    told = told_already(theirs.exclude(kind=Kind.NOW))
    new = [thing for thing in things if thing.key not in told]
    if new:
        notice = owe_digest(person, new, on=timezone.localdate(at))
        Reminder.objects.bulk_create(as_reminder(thing, notice, at) for thing in new)
    return len(new)


def had_digest(reminders: QuerySet, on: date) -> bool:
    """Whether they were told anything on that day, but for what staff sent by hand."""
    that_day = reminders.filter(at__gte=start_of(on), at__lt=start_of(on + timedelta(days=1)))
    return that_day.exclude(kind=Kind.NOW).exists()


def as_reminder(thing: Thing, notice, at: datetime) -> Reminder:
    return Reminder(
        board_id=thing.board,
        person_id=thing.person,
        kind=thing.kind,
        **{f"{name}_id": getattr(thing, name) for name in THINGS},
        about_on=thing.about_on,
        notice=notice,
        at=at,
    )


def owe_digest(person: User, things: list[Thing], *, on: date):
    """References, dates and links; never a word of what is asked."""
    boards = Board.objects.in_bulk({thing.board for thing in things})
    names = " and ".join(sorted(board.short_name for board in boards.values()))
    number = f"{len(things)} reminder{'s' if len(things) > 1 else ''}"
    context = {
        "name": person.name,
        "number": number,
        "on": on,
        "parts": list(parts_of(things, boards)),
        "link": f"{settings.SITE_URL}/",
    }
    return notices.owe(
        person,
        subject=f"{names}: {number} for {in_words(on)}",
        text=render_to_string("email/digest.txt", context),
        about=f"Reminders of {in_words(on)}",
        board=next(iter(boards.values())) if len(boards) == 1 else None,
    )


def parts_of(things: list[Thing], boards: dict[int, Board]) -> Iterator[dict]:
    """A part for each kind on each board, in the order in which they press."""

    def place(thing: Thing) -> tuple:
        return thing.board, ORDER[Kind(thing.kind)]

    for _, group in groupby(sorted(things, key=place), key=place):
        rows = list(group)
        heading, told = SECTIONS[Kind(rows[0].kind)]
        yield {
            "board": boards[rows[0].board].name,
            "heading": heading,
            "count": len(rows),
            "lines": [line_of(thing, told) for thing in rows[:MOST_LINES]],
            "more": max(0, len(rows) - MOST_LINES),
        }


def line_of(thing: Thing, told: str) -> dict:
    when = told.format(in_words(thing.about_on))
    return {"words": f"{thing.reference}, {when}", "link": f"{settings.SITE_URL}{thing.path}"}


# By hand


def people_for(action: Action) -> QuerySet:
    """Whom staff may remind of an action: its owner, if still in post, and its agency's leads."""
    held = Membership.objects.current().filter(board=action.board_id, agency=action.agency_id)
    owns = Q(user=action.owner_id, role__in=OF_AN_AGENCY)
    answering = held.filter(owns | Q(role=Role.LEAD))
    return User.objects.filter(pk__in=answering.values("user")).order_by("name")


@transaction.atomic
def remind_now(action: Action, *, people: Iterable[User], by: User) -> list[Reminder]:
    """Send each person, at once, a link to say how the action goes. Once a day for each."""
    action = Action.objects.select_for_update().get(pk=action.pk)
    if not action.is_with_agency:
        raise Refused(f"{ended(action)}, so it is not for the agency to answer now.")
    people = list(people)
    refuse_wrong_people(action, people)
    made = [
        Reminder.objects.create(
            board=action.board,
            person=person,
            kind=Kind.NOW,
            action=action,
            about_on=today(),
            notice=owe_link(action, person, by=by),
            asked_by=by,
        )
        for person in people
    ]
    record(action, "reminded", by=by, note=", ".join(person.name for person in people))
    return made


def refuse_wrong_people(action: Action, people: list[User]) -> None:
    allowed = set(people_for(action).values_list("pk", flat=True))
    for person in people:
        if person.pk not in allowed:
            raise Refused(f"{person} does not answer for this action now. Choose someone who does.")
    today_already = Reminder.objects.filter(action=action, kind=Kind.NOW, about_on=today())
    for reminder in today_already.filter(person__in=people).select_related("person"):
        raise Refused(
            f"{reminder.person} was sent a reminder of this action today already. "
            "Leave them out, or try again tomorrow."
        )


def owe_link(action: Action, person: User, *, by: User):
    """The e-mail with the signed link; its text is wiped once sent."""
    link = links.make(action, person=person, by=by)
    context = {
        "name": person.name,
        "action": action,
        "link": f"{settings.SITE_URL}{links.address_of(link)}",
        "until": timezone.localdate(link.expires_at),
    }
    return notices.owe(
        person,
        subject=f"{action.board.short_name}: please say how an action goes",
        text=render_to_string("email/update_link.txt", context),
        about=action.reference,
        board=action.board,
        is_secret=True,
    )
