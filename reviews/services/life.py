"""The life of a review: begun by a notification, moved from stage to stage, dated, held, linked."""

from collections.abc import Iterable
from datetime import date

from django.db import transaction
from django.utils import timezone

from boards.models import Board, User
from boards.services.activity import record
from kscb.dates import in_words, today
from kscb.refusal import Refused
from reviews.models import (
    ClockRule,
    Hold,
    LatenessReason,
    LinkedReview,
    Measure,
    Review,
    ReviewEvent,
    Stage,
    StageReached,
)
from reviews.services import reviews
from reviews.services.reviews import refuse_other_board

Event = ReviewEvent.Event
# What other steps enter: a decision, a publication, what follows it.
BY_OTHER_STEPS = (Event.DECIDED, Event.PUBLISHED, Event.TAKEN_DOWN, Event.REPOSITORY)
MAY_LIE_AHEAD = (Event.PUBLICATION_PLANNED,)


class RefusedDate(Refused):
    field = "on"


class RefusedReason(Refused):
    field = "reason"


@transaction.atomic
def begin(
    board: Board,
    *,
    by: User,
    aware_on: date | None = None,
    notified_on: date | None = None,
    at=None,
    **logged,
) -> Review:
    """Log a review with the days that its first clock counts, at the first stage of its kind."""
    review = reviews.log(board, by=by, at=at, **logged)
    for event, on in ((Event.AWARE, aware_on), (Event.NOTIFIED, notified_on)):
        if on:
            _enter(review, event=event, on=on, by=by, at=at)
    first = next_stage(None, stages_of(review))
    if first:
        logged_on = timezone.localdate(at) if at else today()
        _reach(review, first, on=aware_on or notified_on or logged_on, by=by, at=at)
    return review


# Stages


def stages_of(review: Review) -> list[Stage]:
    """The stages that the board uses for the review's kind, in its order."""
    return list(Stage.objects.filter(kind=review.kind_id, is_skipped=False))


def next_stage(current: Stage | None, stages: Iterable[Stage]) -> Stage | None:
    """The one that follows on the road to the first stage that ends a review.

    Nothing follows the end; stages after it are side roads.
    """
    is_past = current is None
    for stage in stages:
        if is_past:
            return stage
        is_past = stage == current
        if stage.is_last:
            return None
    return None


@transaction.atomic
def move_to_stage(
    review: Review,
    *,
    stage: Stage,
    by: User,
    on: date | None = None,
    reason: str = "",
    decided_by: str = "",
    at=None,
) -> Review:
    """Bring a review to a stage. Any but the next needs a reason; the end, every impact tested."""
    review = (
        Review.objects.select_for_update(of=("self",)).select_related("stage").get(pk=review.pk)
    )
    on = on or (timezone.localdate(at) if at else today())
    refuse_stage(review, stage, reason)
    refuse_day(review, on)
    if stage.is_last:
        refuse_untested(review)
    was = str(review.stage or "")
    _reach(review, stage, on=on, reason=reason, decided_by=decided_by, by=by, at=at)
    record(review, "moved to a stage", by=by, at=at, **{"from": was, "to": stage.name})
    return review


def _reach(review: Review, stage: Stage, *, on: date, at=None, **said) -> None:
    StageReached.objects.create(
        review=review, stage=stage, reached_on=on, at=at or timezone.now(), **said
    )
    review.stage = stage
    review.save(update_fields=["stage"])


def refuse_stage(review: Review, stage: Stage, reason: str) -> None:
    stages = stages_of(review)
    if stage not in stages:
        raise Refused(f"“{stage}” is not a stage of this kind of review. Choose one of its stages.")
    if stage == review.stage:
        raise Refused(f"The review is at “{stage}” already. Choose another stage.")
    if not reason.strip() and stage != next_stage(review.stage, stages):
        raise RefusedReason(f"“{stage}” is not the next stage. Say why the review goes there.")


def refuse_day(review: Review, on: date) -> None:
    """The road is walked forward: no stage is reached before the one that went before."""
    if on > today():
        raise RefusedDate("A stage is entered when it is reached: today or before.")
    before = review.stages_reached.first()
    if before and on < before.reached_on:
        raise RefusedDate(
            f"The review came to “{before.stage}” on {in_words(before.reached_on)}. "
            "Enter that day or a later one."
        )


def refuse_untested(review: Review) -> None:
    left = Measure.objects.filter(recommendation__review=review).planned().count()
    if left:
        tests = "1 impact test is" if left == 1 else f"{left} impact tests are"
        raise Refused(
            f"{tests} still to be done, so the review cannot end. Record what each showed first."
        )


# Dates, letters, family


@transaction.atomic
def enter_event(
    review: Review, *, event: str, on: date, by: User, words: str = "", at=None
) -> ReviewEvent:
    """Write down a dated thing around a review. Entered again, the later entry counts."""
    review = Review.objects.select_for_update().get(pk=review.pk)
    if event in BY_OTHER_STEPS:
        raise Refused("This day is entered by its own step, not here.")
    if on > today() and event not in MAY_LIE_AHEAD:
        raise RefusedDate("Only a planned publication may lie ahead. Enter today or a day before.")
    entered = _enter(review, event=event, on=on, words=words, by=by, at=at)
    note = f"{entered.get_event_display()}: {in_words(on)}."
    record(review, "entered a date", by=by, at=at, note=note)
    return entered


def _enter(review: Review, *, event: str, on: date, by: User, words: str = "", at=None):
    return ReviewEvent.objects.create(
        review=review, event=event, on=on, words=words, by=by, at=at or timezone.now()
    )


@transaction.atomic
def explain(review: Review, *, rule: ClockRule, reason: str, by: User, at=None) -> LatenessReason:
    """Say why a clock was missed. Said again, the latest counts."""
    if rule.kind_id != review.kind_id:
        raise Refused("This clock belongs to another kind of review.")
    said = LatenessReason.objects.create(
        review=review, rule=rule, reason=reason, by=by, at=at or timezone.now()
    )
    record(review, "gave a reason for lateness", by=by, at=at, note=f"{rule}.")
    return said


# Holds


@transaction.atomic
def hold(
    review: Review,
    *,
    proceeding: str,
    reason: str,
    from_on: date,
    review_on: date,
    by: User,
    at=None,
) -> Hold:
    """Let publication wait for another proceeding, with the day on which the board looks again."""
    review = Review.objects.select_for_update().get(pk=review.pk)
    if not review.is_restricted:
        raise Refused("This review is published already, so nothing is left to hold.")
    refuse_look_before(review_on, from_on)
    held = Hold.objects.create(
        review=review,
        proceeding=proceeding,
        reason=reason,
        from_on=from_on,
        review_on=review_on,
        by=by,
    )
    note = f"{held.get_proceeding_display()}. To look at again on {in_words(review_on)}."
    record(review, "held publication", by=by, at=at, note=note)
    return held


class RefusedLook(Refused):
    field = "review_on"


class RefusedEnd(Refused):
    field = "ended_on"


def refuse_look_before(review_on: date, from_on: date) -> None:
    if review_on < from_on:
        raise RefusedLook(
            f"It is held from {in_words(from_on)}. Look at it again on that day or later."
        )


@transaction.atomic
def look_again(hold: Hold, *, review_on: date, by: User, at=None) -> Hold:
    """The board has looked and the hold goes on: the next day to look."""
    hold = standing_hold(hold)
    refuse_look_before(review_on, hold.from_on)
    moved = {"from": in_words(hold.review_on), "to": in_words(review_on)}
    hold.review_on = review_on
    hold.save(update_fields=["review_on"])
    record(hold.review, "moved the day of a hold", by=by, at=at, **moved)
    return hold


@transaction.atomic
def end_hold(hold: Hold, *, ended_on: date, end_reason: str, by: User, at=None) -> Hold:
    """The proceeding no longer stands in the way."""
    hold = standing_hold(hold)
    if ended_on < hold.from_on or ended_on > today():
        raise RefusedEnd(
            f"It is held from {in_words(hold.from_on)}. Enter a day from then until today."
        )
    hold.ended_on, hold.end_reason = ended_on, end_reason
    hold.save(update_fields=["ended_on", "end_reason"])
    record(hold.review, "ended a hold", by=by, at=at, note=f"{hold.get_proceeding_display()}.")
    return hold


def standing_hold(hold: Hold) -> Hold:
    """The hold, locked, if it still stands; Refused otherwise."""
    hold = Hold.objects.select_for_update(of=("self",)).select_related("review").get(pk=hold.pk)
    if not hold.is_standing:
        raise Refused(f"This hold ended on {in_words(hold.ended_on)}.")
    return hold


# Linked reviews


@transaction.atomic
def link(
    review: Review,
    *,
    kind: str,
    by: User,
    other: Review | None = None,
    held_by: str = "",
    their_reference: str = "",
    words: str = "",
    at=None,
) -> LinkedReview:
    """Note another review of the same events, by another body or by this board."""
    if other:
        refuse_other_board(review.board, other)
    if other == review:
        raise Refused("A review cannot be linked to itself. Choose another one.")
    linked = LinkedReview.objects.create(
        review=review,
        kind=kind,
        other=other,
        held_by=held_by,
        their_reference=their_reference,
        words=words,
        by=by,
        at=at or timezone.now(),
    )
    record(review, "linked a review", by=by, at=at, note=f"{linked.get_kind_display()}.")
    return linked
