"""What a review asks of agencies: asked, received, sent back with a question, or withdrawn."""

from collections.abc import Iterable
from datetime import date

from django.core.files import File
from django.db import transaction
from django.utils import timezone

from boards.models import Agency, Partner, User
from boards.services import notices
from boards.services.activity import move, record
from boards.services.documents import all_or_nothing
from kscb.dates import in_words, today
from kscb.refusal import MoveNotAllowed, Refused
from reviews.models import InformationRequest, Review
from reviews.services import documents

SENT_BACK = "sent back with a question"
Status = InformationRequest.Status


@transaction.atomic
def ask(
    review: Review, *, agencies: Iterable[Agency], asked: str, due_on: date, by: User, at=None
) -> list[InformationRequest]:
    """Ask each agency for the same thing by the same day. Each knows only of its own request."""
    asked_on = timezone.localdate(at) if at else today()
    if not review.is_restricted:
        raise Refused("This review is published, so nothing more is asked for it.")
    if due_on < asked_on:
        raise Refused("The due date must not be before the day on which it is asked.")
    refuse_those_not_serving(review, agencies)
    return [
        ask_one(review, agency, asked=asked, asked_on=asked_on, due_on=due_on, by=by, at=at)
        for agency in agencies
    ]


def refuse_those_not_serving(review: Review, agencies: Iterable[Agency]) -> None:
    """No row joins an agency to a board that it does not serve."""
    serving = set(Partner.objects.filter(board=review.board).values_list("agency", flat=True))
    for agency in agencies:
        if agency.pk not in serving:
            raise Refused(f"{agency} does not serve {review.board}.")


def ask_one(review: Review, agency: Agency, *, by: User, at, **fields) -> InformationRequest:
    request = InformationRequest.objects.create(
        review=review, agency=agency, status_since=at or timezone.now(), **fields
    )
    record(request, "asked for information", by=by, at=at)
    tell_lead(request, ask="information is asked of your agency", at=at)
    return request


@all_or_nothing()
def answer(
    request: InformationRequest, *, files: list[File], by: User, note: str = "", at=None
) -> InformationRequest:
    """The agency sends files: what was asked is received, or what was received has more to it."""
    request = locked(request)
    if request.is_withdrawn:
        raise MoveNotAllowed("The board has withdrawn this request. Nothing need be sent.")
    if not files:
        raise Refused("Choose at least one file.")
    for file in files:
        documents.take_in(request, file=file, by=by, at=at)
    if request.is_waiting:
        note_received(request, timezone.localdate(at) if at else today())
        move(request, Status.RECEIVED, by=by, note=note, verb="sent what was asked", at=at)
    else:
        record(request, "sent more", by=by, note=note, at=at)
    ask = "an agency has sent information that was asked for"
    tell_staff(request, ask=ask, at=at)
    return request


@transaction.atomic
def receive(
    request: InformationRequest, *, received_on: date, by: User, note: str = "", at=None
) -> InformationRequest:
    """Staff write down that it came another way, on the day it came."""
    request = locked(request)
    if received_on < request.asked_on:
        raise Refused(f"It was asked for on {in_words(request.asked_on)}; it cannot come before.")
    if received_on > today():
        raise Refused("The day on which it came cannot be after today.")
    note_received(request, received_on)
    return move(request, Status.RECEIVED, by=by, note=note, verb="wrote down as received", at=at)


@transaction.atomic
def send_back(
    request: InformationRequest, *, note: str, due_on: date, by: User, at=None
) -> InformationRequest:
    """What came does not answer it: a question and a new due date. The activity keeps the old."""
    request = locked(request)
    dates = f"It was due on {in_words(request.due_on)}, and is now due on {in_words(due_on)}."
    move(request, Status.ASKED, by=by, note=note, verb=SENT_BACK, at=at)
    request.received_on, request.due_on = None, due_on
    request.save(update_fields=["received_on", "due_on"])
    record(request, "changed the due date", by=by, note=dates, at=at)
    tell_lead(request, ask="a question is asked about information that you sent", at=at)
    return request


@transaction.atomic
def withdraw(request: InformationRequest, *, note: str, by: User, at=None) -> InformationRequest:
    """The board no longer needs it."""
    request = move(locked(request), Status.WITHDRAWN, by=by, note=note, verb="withdrew", at=at)
    tell_lead(request, ask="information is no longer asked of your agency", at=at)
    return request


def locked(request: InformationRequest) -> InformationRequest:
    rows = InformationRequest.objects.select_related("review__board", "agency")
    return rows.select_for_update(of=("self",)).get(pk=request.pk)


def note_received(request: InformationRequest, day: date) -> None:
    request.received_on = day
    request.save(update_fields=["received_on"])


def tell_lead(request: InformationRequest, *, ask: str, at) -> None:
    if at is None:
        board = request.review.board
        tell(request, notices.leads_of(request.agency, board=board), ask=ask)


def tell_staff(request: InformationRequest, *, ask: str, at) -> None:
    if at is None:
        tell(request, notices.staff_of(request.review.board), ask=ask)


def tell(request: InformationRequest, people: Iterable[User], *, ask: str) -> None:
    """The reference alone: not what is asked, and nothing of the review."""
    notices.tell(
        people,
        ask=ask,
        board=request.review.board,
        about=request.review.reference,
        path=request.get_absolute_url(),
    )
