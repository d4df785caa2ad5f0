"""The life of a review: logged, written, asked to be published, published by a second person."""

from collections.abc import Sequence
from datetime import date, timedelta

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from boards.models import Board, Body, User
from boards.services import notices
from boards.services.activity import move, record
from boards.services.editing import change
from kscb.dates import start_of, today
from kscb.refusal import Refused
from kscb.text import fold, in_order
from reviews.figures.audit_report import as_it_stands
from reviews.models import Finding, NamedReader, Review, ReviewKind, Theme
from reviews.services import publication
from reviews.services.readings import LOGGED, read


@transaction.atomic
def log(
    board: Board,
    *,
    kind: ReviewKind,
    year: int,
    pseudonym: str,
    commissioned_by: Body,
    by: User,
    summary: str = "",
    source: str = "",
    themes: Sequence[Theme] = (),
    ethnicity: str = "",
    gender: str = "",
    childs_voice: str = "",
    is_invented: bool = False,
    at=None,
) -> Review:
    """Begin a review, seen only by staff, the chair and its named readers."""
    refuse_other_board(board, kind, commissioned_by, *themes)
    Board.objects.select_for_update().get(pk=board.pk)  # one number at a time
    number = next_number(Review.objects.filter(board=board, kind=kind, year=year))
    reference = f"{board.short_name}/{kind.code}{year}-{number:02d}"
    review = Review.objects.create(
        board=board,
        kind=kind,
        year=year,
        number=number,
        reference=reference,
        pseudonym=pseudonym,
        commissioned_by=commissioned_by,
        summary=summary,
        source=source,
        ethnicity=ethnicity,
        gender=gender,
        childs_voice=childs_voice,
        is_invented=is_invented,
        status_since=at or timezone.now(),
        folded=fold(reference, pseudonym, summary),
        in_order=in_order(reference),
    )
    review.themes.set(themes)
    record(review, "logged", by=by, at=at)
    read(review, by=by, reason=LOGGED, at=at)  # who wrote it today is not asked why they read
    return review


def next_number(rows) -> int:
    """The number after the highest. The caller holds a lock on what the rows belong to."""
    return (rows.aggregate(highest=Max("number"))["highest"] or 0) + 1


def refuse_other_board(board: Board, *records) -> None:
    """No row joins records of two boards."""
    for other in records:
        if other.board_id != board.pk:
            raise Refused(f"“{other}” belongs to another board. Choose one of {board}.")


@transaction.atomic
def edit(
    review: Review, *, version: int, by: User, pseudonym: str, summary: str, **fields
) -> Review:
    """Change a draft's words. Published text never changes."""
    locked_draft(review)
    chosen = [fields.get("commissioned_by"), *fields.get("themes", ())]
    refuse_other_board(review.board, *filter(None, chosen))
    return change(
        review,
        version=version,
        by=by,
        pseudonym=pseudonym,
        summary=summary,
        folded=fold(review.reference, pseudonym, summary),
        **fields,
    )


def locked_draft(review: Review) -> Review:
    """The review, locked, if it may still be written in; Refused otherwise."""
    fresh = Review.objects.select_for_update().get(pk=review.pk)
    if not fresh.is_draft:
        raise Refused(
            f"This review is now “{fresh.get_status_display()}”, so its words cannot change."
        )
    return fresh


@transaction.atomic
def ask_to_publish(review: Review, *, by: User, note: str = "", at=None) -> Review:
    """The first of two people. The words are frozen until the second answers."""
    if not Finding.objects.told_by(review).exists():
        raise Refused("Add at least one finding before asking to publish.")
    review = move(
        review,
        Review.Status.PUBLICATION_ASKED,
        by=by,
        note=note,
        verb="asked to publish",
        at=at,
    )
    review.asked_by = by
    review.save(update_fields=["asked_by"])
    if at is None:
        others = [person for person in notices.staff_of(review.board) if person != by]
        tell_about(review, others, ask="a publication waits for a second person's approval")
    return review


@transaction.atomic
def publish(
    review: Review,
    *,
    by: User,
    checked: publication.Checklist,
    take_down_on: date | None = None,
    at=None,
) -> Review:
    """The second of two people, who checked it: everyone on the board may read it from now on.

    `take_down_on` may be unknown of what is typed in later.
    """
    review.refresh_from_db(from_queryset=Review.objects.select_for_update())
    if by == review.asked_by:
        raise Refused("The person who asked to publish cannot also approve it.")
    review.published_on = timezone.localdate(at) if at else today()
    review.take_down_on = take_down_on
    publication.refuse_unready(review, checked, take_down_on)
    review.save(update_fields=["published_on", "take_down_on"])
    note = checked.words
    review = move(review, Review.Status.PUBLISHED, by=by, note=note, verb="published", at=at)
    publication.keep_check(review, checked, by=by, at=at)
    if review.audit_round_id:
        review.report = as_it_stands(review)
        review.save(update_fields=["report"])
    if at is None:
        tell_about(review, [review.asked_by], ask="a publication you asked for was approved")
    return review


@transaction.atomic
def send_back(review: Review, *, by: User, note: str) -> Review:
    """The second person says no, and why; the review can be written in again."""
    review = move(review, Review.Status.DRAFT, by=by, note=note, verb="sent back to be changed")
    tell_about(review, [review.asked_by], ask="a publication you asked for was sent back")
    return review


def tell_about(review: Review, people, *, ask: str) -> None:
    """Who is told gets the ask and the reference, never the review's words."""
    notices.tell(
        filter(None, people),
        ask=ask,
        board=review.board,
        about=review.reference,
        path=review.get_absolute_url(),
    )


@transaction.atomic
def name_reader(
    review: Review,
    *,
    person: User,
    reason: str,
    by: User,
    capacity: str = NamedReader.Capacity.OTHER,
    is_independent: bool = False,
    to_on: date | None = None,
) -> NamedReader:
    """Let one person read a review that is not published, in one capacity, until a last day."""
    review = Review.objects.select_for_update().get(pk=review.pk)  # one reader at a time
    if not person.memberships.current().filter(board=review.board).exists():
        raise Refused(f"{person} has no role on this board now. Invite them first.")
    named = NamedReader.objects.filter(review=review, person=person, ended_at__isnull=True)
    if named.exclude(to_on__lt=today()).exists():
        raise Refused(f"{person} is a named reader of this review already.")
    close_the_lapsed(named)
    reader = NamedReader.objects.create(
        review=review,
        person=person,
        reason=reason,
        capacity=capacity,
        is_independent=is_independent,
        to_on=to_on,
    )
    record(review, f"named {person} as a reader", by=by, note=reason)
    return reader


def close_the_lapsed(readers) -> None:
    """Those whose last day has passed end with that day, so that they can be named again."""
    for reader in readers:
        reader.ended_at = start_of(reader.to_on + timedelta(days=1)) - timedelta(minutes=1)
        reader.save(update_fields=["ended_at"])


@transaction.atomic
def end_reader(reader: NamedReader, *, by: User) -> NamedReader:
    """Shut the review to a named reader at once."""
    reader = NamedReader.objects.select_for_update().get(pk=reader.pk)
    if not reader.is_current:
        raise Refused("This person is no longer a named reader.")
    reader.ended_at = timezone.now()
    reader.save(update_fields=["ended_at"])
    record(reader.review, f"ended {reader.person}'s reading", by=by)
    return reader
