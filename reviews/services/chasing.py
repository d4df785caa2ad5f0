"""What agencies still owe: who is reminded, who is invited again, who is given longer."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import zip_longest

from django.db import transaction
from django.db.models import Exists, OuterRef, Subquery
from django.urls import reverse
from django.utils import timezone

from boards.models import Board, Invitation, Membership, Notice, Role, User
from boards.services import notices, people
from boards.services.activity import record_each
from kscb.dates import in_words, today
from kscb.refusal import Refused
from reviews.models import AuditReturn, Reminder
from reviews.models.audit import AuditReturnQuerySet
from reviews.services import returns as work

REMINDED, LONGER = "reminded", "given longer"
ABOUT = "Reminder of audit returns"


def owed(returns: AuditReturnQuerySet) -> AuditReturnQuerySet:
    """Those that wait for their agency, with who leads it or was invited to, and when somebody
    was last reminded."""
    place = {"board": OuterRef("board"), "agency": OuterRef("agency"), "role": Role.LEAD}
    leads = Membership.objects.current().filter(**place).order_by("user__name")
    invited = Invitation.objects.waiting().filter(**place).order_by("-expires_at")
    reminded = Reminder.objects.filter(audit_return=OuterRef("pk"))
    return returns.owed().annotate(
        lead_name=Subquery(leads.values("user__name")[:1]),
        invited_name=Subquery(invited.values("name")[:1]),
        invited_until=Subquery(invited.values("expires_at")[:1]),
        reminded_at=Subquery(reminded.order_by("-at").values("at")[:1]),
    )


# Reminding


@dataclass(frozen=True)
class Reminded:
    """What came of reminding: people told now, and returns about which nobody could be."""

    people: int
    without_lead: int
    told_today: int

    @property
    def words(self) -> str:
        told = f"{self.people:,} {'person was' if self.people == 1 else 'people were'} reminded."
        if self.told_today:
            told += f" {self.told_today:,} had been reminded today already."
        if self.without_lead:
            told += f" For {self.without_lead:,} of the returns nobody answers yet."
        return told


@transaction.atomic
def remind(board: Board, *, returns: AuditReturnQuerySet, by: User) -> Reminded:
    """One e-mail to each lead about all of these that their agencies owe; once a day for each."""
    Board.objects.select_for_update().get(pk=board.pk)
    rows = list(returns.filter(board=board).owed().select_related("agency", "audit_round"))
    leads = leads_of(board, rows)
    told_today = reminded_today(board)
    theirs = {person: owed for person, owed in leads.items() if person.pk not in told_today}
    with_lead = {row.pk for owed in leads.values() for row in owed}
    done = Reminded(len(theirs), len(rows) - len(with_lead), len(leads) - len(theirs))
    if not theirs:
        raise Refused(nobody(rows, done))
    keep_reminders(board, theirs, tell_each(board, theirs), by=by)
    names: dict[int, list[str]] = defaultdict(list)
    for person, owed in theirs.items():
        for row in owed:
            names[row.pk].append(person.name)
    told = [row for row in rows if row.pk in names]
    record_each(told, REMINDED, by=by, notes={pk: ", ".join(who) for pk, who in names.items()})
    return done


def tell_each(board: Board, theirs: dict[User, list[AuditReturn]]) -> list[Notice]:
    return notices.tell_many([ask_of(person, owed) for person, owed in theirs.items()], board=board)


def keep_reminders(
    board: Board, theirs: dict[User, list[AuditReturn]], sent: list[Notice], *, by: User
) -> None:
    """Who was told of which returns, each with the e-mail it went in."""
    Reminder.objects.bulk_create(
        Reminder(
            board=board,
            person=person,
            kind=Reminder.Kind.NOW,
            audit_return=row,
            about_on=today(),
            notice=notice,
            asked_by=by,
        )
        for (person, owed), notice in zip_longest(theirs.items(), sent)
        for row in owed
    )


def leads_of(board: Board, rows: Iterable[AuditReturn]) -> dict[User, list[AuditReturn]]:
    """Each person who leads one of the agencies, with what those owe."""
    by_agency = defaultdict(list)
    for row in rows:
        by_agency[row.agency_id].append(row)
    found: dict[User, list[AuditReturn]] = defaultdict(list)
    for lead in notices.leads_on(board):
        if lead.agency_id and lead.agency_id in by_agency:
            found[lead.user] += by_agency[lead.agency_id]
    return found


def reminded_today(board: Board) -> set[int]:
    """By hand, of any return; a day's digest does not stand in for that."""
    told = Reminder.objects.filter(board=board, audit_return__isnull=False, about_on=today())
    return set(told.filter(kind=Reminder.Kind.NOW).values_list("person", flat=True))


def ask_of(person: User, rows: list[AuditReturn]) -> notices.Ask:
    one = len(rows) == 1
    ask = "an audit return is owed" if one else f"{len(rows)} audit returns are owed"
    path = rows[0].get_absolute_url() if one else reverse("reviews:work")
    return notices.Ask.of(person, ask=f"{ask} by your agency", about=ABOUT, path=path)


def nobody(rows: list[AuditReturn], done: Reminded) -> str:
    if not rows:
        return "Choose at least one return that is owed."
    if done.told_today:
        return "Those who answer for these were reminded today already. Try again tomorrow."
    return "Nobody answers for these agencies yet. Invite their leads first."


# Inviting again


@transaction.atomic
def invite_again(board: Board, *, returns: AuditReturnQuerySet, by: User) -> int:
    """A new link to each lead of these agencies whose invitation ran out. How many."""
    Board.objects.select_for_update().get(pk=board.pk)
    agencies = returns.filter(board=board).not_joined().values("agency")
    waiting = Invitation.objects.waiting().filter(board=board, role=Role.LEAD)
    still_open = waiting.filter(agency=OuterRef("agency"), expires_at__gt=timezone.now())
    ran_out = list(
        waiting.filter(~Exists(still_open), agency__in=agencies).select_related("agency")
    )
    wanted = {
        (old.agency_id, old.email): people.Invited(old.agency, old.name, old.email)
        for old in ran_out
        if old.agency
    }
    if not wanted:
        raise Refused(
            "None of these has an invitation that ran out. Choose one whose invitation did."
        )
    waiting.filter(pk__in=[old.pk for old in ran_out]).update(withdrawn_at=timezone.now())
    record_each(ran_out, "withdrawn", by=by)
    return len(people.invite_leads(board, wanted.values(), by=by))


# Giving longer


@transaction.atomic
def extend(
    board: Board, *, returns: Iterable[AuditReturn], due_on: date, reason: str, by: User
) -> int:
    """Give these returns a later day, all or none. How many; their agencies are told."""
    wanted = [one.pk for one in returns]
    rows = list(
        AuditReturn.objects.select_for_update(of=("self",))
        .filter(board=board, pk__in=wanted)
        .select_related("agency", "audit_round")
    )
    if not rows:
        raise Refused("Choose at least one return that is owed.")
    for row in rows:
        refuse_extension(row, due_on)
    notes = {row.pk: extended_words(row, due_on, reason) for row in rows}
    for row in rows:
        row.due_on = due_on
    AuditReturn.objects.bulk_update(rows, ["due_on"], batch_size=200)
    record_each(rows, LONGER, by=by, notes=notes)
    work.tell_leads(board, rows, ask="your agency has longer for an audit return")
    return len(rows)


def refuse_extension(row: AuditReturn, due_on: date) -> None:
    if not row.is_with_agency:
        raise Refused(f"{row} does not wait for its agency now, so it needs no later day.")
    if due_on < today():
        raise Refused("The new day has passed. Give today or a later day.")
    if due_on <= row.due_on:
        raise Refused(f"{row} is due {in_words(row.due_on)} already. Give a later day.")


def extended_words(row: AuditReturn, due_on: date, reason: str) -> str:
    return f"Due {in_words(row.due_on)} became {in_words(due_on)}. {reason}"
