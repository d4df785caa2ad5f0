"""Rounds, before the answers come: planned from an earlier one, changed, and what was looked at."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.db.models import Q, QuerySet

from boards.models import Agency, User
from boards.services.editing import change
from kscb.dates import today
from kscb.refusal import Refused
from kscb.text import fold
from reviews.models import AuditRound, Framework, Review, Theme
from reviews.services import audits
from reviews.services.moderation import who_may_sit
from reviews.services.reviews import refuse_other_board

SAMPLED = "said what was sampled and heard"
AGAIN = "said when to audit again"
A_YEAR = re.compile(r"(?<!\d)(19|20)\d\d(?!\d)")
SECOND_YEAR = re.compile(r"((?:19|20)\d\d)([/-])(\d\d)(?!\d)")


@dataclass(frozen=True)
class Before:
    """What an earlier round hands on to the one that repeats it, and what it cannot."""

    framework: Framework | None
    themes: list[Theme]
    themes_gone: list[Theme]
    panel: list[User]
    panel_gone: list[User]
    agencies: QuerySet[Agency]
    agencies_gone: list[Agency]


def handed_on(audit_round: AuditRound) -> Before:
    """Nobody and nothing is dropped without its name: what is gone is listed. Seven queries."""
    serving = Agency.objects.serving(audit_round.board).values("pk")
    asked = Agency.objects.filter(pk__in=audit_round.returns.values("agency"))
    may_sit = who_may_sit(audit_round.board).values("pk")
    themes = Theme.objects.in_use().filter(counted(audit_round))
    return Before(
        framework=newest_of(audit_round),
        themes=list(themes.distinct()),
        themes_gone=list(audit_round.themes.filter(merged_into=None, retired_on__isnull=False)),
        panel=list(audit_round.panel.filter(pk__in=may_sit)),
        panel_gone=list(audit_round.panel.exclude(pk__in=may_sit)),
        agencies=asked.filter(pk__in=serving),
        agencies_gone=list(asked.exclude(pk__in=serving)),
    )


def counted(audit_round: AuditRound) -> Q:
    """A condition on themes: of the round, or what one of the round was merged into."""
    merged = audit_round.themes.filter(merged_into__isnull=False)
    return Q(audit_rounds=audit_round) | Q(pk__in=merged.values("merged_into"))


def newest_of(audit_round: AuditRound) -> Framework | None:
    """The version of the round's framework that would be asked today; None where none is."""
    versions = Framework.objects.askable_on(audit_round.board)
    return versions.filter(key=audit_round.framework.key).order_by("-edition").first()


@transaction.atomic
def repeat(
    audit_round: AuditRound,
    *,
    title: str,
    reference: str,
    opens_on: date,
    due_on: date,
    by: User,
    cases: int = 0,
    asks_again: bool = False,
) -> AuditRound:
    """Plan the round again, as it was but for what is typed; its agencies may be asked at once."""
    before = handed_on(audit_round)
    if before.framework is None:
        raise Refused(
            f"No version of {audit_round.framework.name} is published now. Publish one, then "
            "repeat this audit."
        )
    made = audits.plan_round(
        audit_round.board,
        framework=before.framework,
        title=title,
        reference=reference,
        opens_on=opens_on,
        due_on=due_on,
        themes=before.themes,
        cases=cases,
        panel=before.panel,
        previous=audit_round,
        by=by,
    )
    return audits.ask(made, agencies=before.agencies, by=by) if asks_again else made


# What is suggested


def years_on(audit_round: AuditRound) -> int:
    """How many years later its returns would be due from today on: one, for a round of late."""
    years = 1
    while later(audit_round.due_on, years) < today():
        years += 1
    return years


def later(day: date, years: int) -> date:
    """The same day of a later year; 28 February for a 29th that it has not."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)


def suggested(audit_round: AuditRound) -> dict[str, object]:
    """What the form of a repeat begins with: the same words and days, so many years later."""
    years = years_on(audit_round)
    return {
        "title": renamed(audit_round.title, years),
        "reference": new_reference(audit_round, years),
        "opens_on": later(audit_round.opens_on, years),
        "due_on": later(audit_round.due_on, years),
    }


def renamed(text: str, years: int) -> str:
    """ "Section 11, 2018/19" a year later is "Section 11, 2019/20"."""
    firsts = A_YEAR.sub(lambda found: str(int(found[0]) + years), text)
    return SECOND_YEAR.sub(
        lambda found: f"{found[1]}{found[2]}{(int(found[3]) + years) % 100:02d}", firsts
    )


def new_reference(audit_round: AuditRound, years: int) -> str:
    """The reference with its year moved on, or with a year; numbered where it is taken."""
    wanted = renamed(audit_round.reference, years)
    if wanted == audit_round.reference:
        wanted = f"{wanted[:34]}-{later(audit_round.due_on, years).year}"
    taken = set(audit_round.board.audit_rounds.values_list("reference", flat=True))
    number, found = 2, wanted
    while found in taken:
        found, number = f"{wanted[:36]}-{number}", number + 1
    return found


# Changing what is planned


@transaction.atomic
def edit(
    audit_round: AuditRound,
    *,
    version: int,
    title: str,
    opens_on: date,
    due_on: date,
    themes: Iterable[Theme],
    by: User,
) -> AuditRound:
    """Change a round that has asked nobody yet."""
    fresh = AuditRound.objects.select_for_update().get(pk=audit_round.pk)
    if fresh.status != AuditRound.Status.PLANNED:
        raise Refused(
            "This audit has been opened, so its title and dates stay. Give a return a later day "
            "from the list of returns that are owed."
        )
    themes = list(themes)
    refuse_other_board(fresh.board, *themes)
    if due_on < opens_on:
        raise Refused("Returns cannot be due before the round opens. Change one of the dates.")
    fresh = change(
        fresh,
        version=version,
        by=by,
        title=title,
        opens_on=opens_on,
        due_on=due_on,
        themes=themes,
    )
    fresh.folded = fold(fresh.reference, fresh.title)
    fresh.save(update_fields=["folded"])
    return fresh


@transaction.atomic
def describe(
    audit_round: AuditRound, *, version: int, by: User, reaudit_on: date | None, **told
) -> AuditRound:
    """Say what was sampled and who was heard, in counts and words, and when to audit again.

    The report prints the first, so that stays once it waits for approval, and who said it is an
    author of the report (`access.found_in_audit`); the second is in no report.
    """
    sampled_from, sampled = told.get("sampled_from"), told.get("sampled")
    if sampled is not None and sampled_from is not None and sampled > sampled_from:
        raise Refused("The sample cannot be larger than what it was taken from.")
    if reaudit_on and reaudit_on <= audit_round.opens_on:
        raise Refused("The day to audit again must be after this audit opens.")
    fresh = AuditRound.objects.select_for_update().get(pk=audit_round.pk)
    says_other = any(getattr(fresh, name) != value for name, value in told.items())
    if says_other:
        refuse_reported(fresh)
    verb = SAMPLED if says_other else AGAIN
    return change(audit_round, version=version, by=by, verb=verb, reaudit_on=reaudit_on, **told)


def reported(audit_round: AuditRound) -> Review | None:
    """Its report, once that waits for approval or is published: its words are then final."""
    reports = Review.objects.filter(audit_round=audit_round)
    return reports.exclude(status=Review.Status.DRAFT).first()


def refuse_reported(audit_round: AuditRound) -> None:
    if report := reported(audit_round):
        raise Refused(
            f"The report {report.reference} is now “{report.get_status_display()}”, so what it "
            "says was read and heard stays. Only the day to audit again can change."
        )
