"""Seven-minute briefings: written by staff, shared with every agency, answered by each."""

import zlib
from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from django.db import transaction
from django.utils import timezone

from boards.models import Agency, Membership, Role, User
from boards.services import notices
from boards.services.activity import move, record
from kscb.dates import in_words, today
from kscb.refusal import Conflict, Refused, Stale
from reviews.models import Attestation, Briefing, BriefingPanel, Review

HEADINGS = (
    "Why this matters",
    "What the review looked at",
    "What worked well",
    "What was found",
    "What must change",
    "What good looks like",
    "Questions for your team",
)


class Panel(NamedTuple):
    heading: str
    text: str


@transaction.atomic
def begin(review: Review, *, title: str, by: User, at=None) -> Briefing:
    """A briefing of a published review, with seven empty panels to write."""
    review = Review.objects.select_for_update().get(pk=review.pk)
    if review.is_restricted:
        raise Refused("A briefing is written once its review is published.")
    if Briefing.objects.filter(review=review).exists():
        raise Refused("This review has a briefing already. Open it from the review.")
    briefing = Briefing.objects.create(
        review=review, title=title, status_since=at or timezone.now()
    )
    BriefingPanel.objects.bulk_create(
        BriefingPanel(briefing=briefing, number=number, heading=heading)
        for number, heading in enumerate(HEADINGS, start=1)
    )
    record(briefing, "began", by=by, at=at)
    return briefing


def panels_of(briefing: Briefing) -> dict[int, Panel]:
    rows = BriefingPanel.objects.filter(briefing=briefing)
    return {row.number: Panel(row.heading, row.text) for row in rows}


def version_of(briefing: Briefing) -> int:
    """A number that changes whenever the words do: what a form saw, to be compared."""
    return zlib.crc32(repr((briefing.title, sorted(panels_of(briefing).items()))).encode())


@transaction.atomic
def write(
    briefing: Briefing,
    *,
    version: int,
    title: str,
    panels: Mapping[int, Panel],
    by: User,
    at=None,
) -> Briefing:
    """Save all seven panels at once. Raises Stale, with both texts, where someone else has."""
    briefing = locked_draft(briefing)
    was = panels_of(briefing)
    changed = {number: panel for number, panel in panels.items() if panel != was[number]}
    if not changed and title == briefing.title:
        return briefing
    if version != version_of(briefing):
        raise Stale(conflicts(briefing, was, title, changed), version_of(briefing))
    briefing.title = title
    briefing.save(update_fields=["title"])
    for number, panel in changed.items():
        BriefingPanel.objects.filter(briefing=briefing, number=number).update(**panel._asdict())
    record(briefing, "wrote", by=by, at=at)
    return briefing


def conflicts(
    briefing: Briefing, was: Mapping[int, Panel], title: str, changed: Mapping[int, Panel]
) -> list[Conflict]:
    """What is saved now beside what this person typed."""
    titles = [Conflict("Title", briefing.title, title)] if title != briefing.title else []
    return titles + [
        Conflict(f"Panel {number}", "\n".join(was[number]), "\n".join(panel))
        for number, panel in changed.items()
    ]


def locked_draft(briefing: Briefing) -> Briefing:
    """The briefing, locked, if it may still be written in; Refused otherwise."""
    fresh = Briefing.objects.select_for_update(of=("self",)).select_related("review__board")
    briefing = fresh.get(pk=briefing.pk)
    if not briefing.is_draft:
        raise Refused("This briefing is shared, so its words cannot change.")
    return briefing


@transaction.atomic
def share(briefing: Briefing, *, attest_by: date, by: User, at=None) -> Briefing:
    """Everyone on the board reads it; each agency is asked to say how it used it."""
    briefing = locked_draft(briefing)
    empty = [number for number, panel in panels_of(briefing).items() if not panel.text.strip()]
    if empty:
        raise Refused(f"{panels_in_words(empty)} Write all seven before you share the briefing.")
    briefing.attest_by = attest_by
    briefing.save(update_fields=["attest_by"])
    move(briefing, Briefing.Status.SHARED, by=by, verb="shared", at=at)
    if at is None:
        notices.tell(
            leads_asked(briefing),
            ask="a briefing is shared: use it with your staff and say so",
            board=briefing.review.board,
            about=briefing.review.reference,
            path=briefing.get_absolute_url(),
        )
    return briefing


def panels_in_words(numbers: list[int]) -> str:
    if len(numbers) == 1:
        return f"Panel {numbers[0]} is empty."
    return f"Panels {', '.join(map(str, numbers[:-1]))} and {numbers[-1]} are empty."


def leads_asked(briefing: Briefing) -> list[User]:
    """The leads of every agency that serves the board today. One query."""
    board = briefing.review.board
    held = Membership.objects.current().filter(
        board=board, role=Role.LEAD, agency__in=Agency.objects.serving(board)
    )
    return [one.user for one in held.select_related("user").order_by("user__name", "pk")]


@transaction.atomic
def attest(
    briefing: Briefing,
    *,
    agency: Agency,
    used_on: date,
    staff_reached: int,
    what_will_change: str,
    by: User,
    team: str = "",
    at=None,
) -> Attestation:
    """An agency's word that it used the briefing; for the same team, the later entry counts."""
    shared = Briefing.objects.select_related("review__board").get(pk=briefing.pk)
    refuse_unused(shared, agency, used_on)
    attestation = Attestation.objects.create(
        briefing=shared,
        agency=agency,
        team=team.strip(),
        used_on=used_on,
        staff_reached=staff_reached,
        what_will_change=what_will_change,
        by=by,
        at=at or timezone.now(),
    )
    record(shared, f"said how it was used on {in_words(used_on)}", by=by, at=at, note=str(agency))
    return attestation


def refuse_unused(briefing: Briefing, agency: Agency, used_on: date) -> None:
    if briefing.is_draft:
        raise Refused("This briefing is not shared yet.")
    if not Agency.objects.serving(briefing.review.board).filter(pk=agency.pk).exists():
        raise Refused(f"{agency} does not serve {briefing.review.board} now.")
    if not (briefing.review.published_on or used_on) <= used_on <= today():
        raise Refused(
            f"The date must be from {in_words(briefing.review.published_on)}, when the review was "
            "published, to today."
        )
