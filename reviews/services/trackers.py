"""A board's own tracker: its file kept, its rows read in all together, and undone all together."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.core.files.base import File
from django.db import transaction
from django.db.models import F, Model, ProtectedError

from boards.models import Activity, Agency, User
from boards.services import documents
from boards.services.activity import move, record
from kscb.refusal import Refused
from kscb.sheets import Sheet, read_sheet
from kscb.text import fold
from reviews.models import (
    Action,
    ActionUpdate,
    Finding,
    Recommendation,
    Review,
    TrackedRow,
    Tracker,
)
from reviews.services import actions, recommendations
from reviews.services.reviews import locked_draft

READ_IN = "read in"
LONGEST_WORDS = 300
MOST_NAMED = 10


@dataclass(frozen=True)
class TrackedAction:
    """One action of a row, and what the tracker said of its progress."""

    agency: Agency
    owner: User
    due_on: Any
    wording: str
    difference: str
    priority: str = ""
    said: str = ""


@dataclass(frozen=True)
class Tracked:
    """One row of a tracker: what it makes, or why a person left it out."""

    number: int
    words: str
    recommendation: str = ""
    findings: Sequence[Finding] = ()
    action: TrackedAction | None = None
    left_out: str = ""


@dataclass
class Made:
    """What an import has made so far: recommendations by their words, so that each is one."""

    review: Review
    by: User
    asked: dict[str, Recommendation] = field(default_factory=dict)


@documents.all_or_nothing()
def upload(review: Review, *, file: File, by: User) -> Tracker:
    """Keep the file of a tracker, whose rows will belong to the review. Nothing is read in yet."""
    review = locked_draft(review)
    document = documents.keep(file, board=review.board, by=by)
    tracker = Tracker.objects.create(board=review.board, document=document, review=review, by=by)
    if document.may_be_opened:
        read(tracker)
    record(tracker, "uploaded", by=by)
    return tracker


def read(tracker: Tracker, sheet: str = "") -> Sheet:
    """The rows of the tracker's file. Raises Refused where it cannot be read."""
    with documents.content_of(tracker.document) as content:
        return read_sheet(content, name=tracker.document.name, sheet=sheet)


@transaction.atomic
def read_in(
    tracker: Tracker,
    *,
    rows: Iterable[Tracked],
    sheet: str,
    columns: Mapping[str, str],
    blank: int,
    by: User,
    case_data: str = "",
    why_safe: str = "",
) -> Tracker:
    """Make what the rows say: recommendations, made, and proposed actions. All of it or nothing.

    An action waits to be agreed, whatever the tracker says of it: a person agrees it once its
    recommendation has a measure, and a person accepts it as done. What the tracker said of its
    progress is kept as its first update.
    """
    tracker = locked(tracker, Tracker.Status.UPLOADED)
    made = Made(review=locked_draft(tracker.review), by=by, asked=standing(tracker.review))
    rows = list(rows)
    TrackedRow.objects.bulk_create([row_of(tracker, row, made) for row in rows])
    if case_data:
        record(tracker, "answered a warning", by=by, note=f"May hold {case_data}. {why_safe}")
    return move(
        tracker,
        Tracker.Status.IMPORTED,
        by=by,
        verb=READ_IN,
        sheet=sheet,
        columns=dict(columns),
        rows_in=len(rows) + blank,
        rows_accepted=sum(not row.left_out for row in rows),
        rows_blank=blank,
    )


def locked(tracker: Tracker, status: str) -> Tracker:
    fresh = Tracker.objects.select_for_update().get(pk=tracker.pk)
    if fresh.status != status:
        raise Refused(
            f"This tracker is now “{fresh.get_status_display()}”. Open its page to see what has "
            "happened."
        )
    return fresh


def standing(review: Review) -> dict[str, Recommendation]:
    """The recommendations that the review has made already, by their words."""
    return {fold(each.wording): each for each in review.recommendations.made()}


def row_of(tracker: Tracker, row: Tracked, made: Made) -> TrackedRow:
    """Makes what one row says. The recommendation is noted on the row that made it alone."""
    tracked = TrackedRow(tracker=tracker, row_number=row.number, words=row.words[:LONGEST_WORDS])
    if row.left_out:
        tracked.words = f"Left out. {row.left_out}"[:LONGEST_WORDS]
        return tracked
    try:
        key = fold(row.recommendation)
        if key not in made.asked:
            tracked.recommendation = made.asked[key] = ask(row, made)
        if row.action:
            tracked.action = propose(row.action, made.asked[key], made)
    except Refused as refusal:
        raise Refused(f"Row {row.number}: {refusal} Nothing was read in.") from refusal
    return tracked


def ask(row: Tracked, made: Made) -> Recommendation:
    drafted = recommendations.draft(
        made.review, wording=row.recommendation, findings=row.findings, by=made.by
    )
    return recommendations.make(drafted, by=made.by, note="Read in from a tracker.")


def propose(row: TrackedAction, asked: Recommendation, made: Made) -> Action:
    action = actions.propose(
        asked,
        agency=row.agency,
        owner=row.owner,
        wording=row.wording,
        difference=row.difference,
        due_on=row.due_on,
        priority=row.priority,
        by=made.by,
    )
    if row.said:
        # Not `actions.update`, which is a step of an agreed action: these are the tracker's words.
        ActionUpdate.objects.create(action=action, text=row.said, by=made.by)
        record(action, "noted what the tracker said", by=made.by)
    return action


# Undoing


@transaction.atomic
def undo(tracker: Tracker, *, by: User, note: str) -> Tracker:
    """Take back all that the import made. Refused where anybody has touched any of it since.

    The tracker's rows stay, with their words; so does the activity.
    """
    tracker = locked(tracker, Tracker.Status.IMPORTED)
    locked_draft(tracker.review)
    refuse_touched(tracker)
    made_actions, asked = made_by(tracker)
    tracker.tracked_rows.update(recommendation=None, action=None)
    try:
        for update in ActionUpdate.objects.filter(action__in=made_actions):
            update.delete()
        for record_made in (*made_actions, *asked):
            record_made.delete()
    except ProtectedError as held:
        raise Refused(
            "Something has been hung on what this import made, so it can no longer be undone: "
            f"{', '.join(sorted({str(each) for each in held.protected_objects})[:MOST_NAMED])}."
        ) from held
    return move(tracker, Tracker.Status.UNDONE, by=by, note=note, verb="undone")


def made_by(tracker: Tracker) -> tuple[list[Action], list[Recommendation]]:
    """The actions and the recommendations that the import made, locked."""
    made = Action.objects.select_for_update().filter(tracked_rows__tracker=tracker)
    asked = Recommendation.objects.select_for_update().filter(tracked_rows__tracker=tracker)
    return list(made.order_by("pk")), list(asked.order_by("pk"))


def refuse_touched(tracker: Tracker) -> None:
    found = touched(tracker)
    if found:
        more = f" and {len(found) - MOST_NAMED} more" if len(found) > MOST_NAMED else ""
        raise Refused(
            f"These have been worked on since they were read in: {', '.join(found[:MOST_NAMED])}"
            f"{more}. An import is undone only while nobody has touched what it made. Withdraw or "
            "supersede what should not stand."
        )


def touched(tracker: Tracker) -> list[str]:
    """The references of what the import made and somebody has worked on since.

    By activity; by other actions on its recommendations; by what else its actions serve.
    """
    made_actions, asked = made_by(tracker)
    own = [action.pk for action in made_actions]
    others = Action.objects.filter(recommendations__in=asked).exclude(pk__in=own)
    shared = Action.recommendations.through.objects.filter(action__in=own).exclude(
        recommendation=F("action__recommendation")
    )
    lent = set(shared.values_list("action", flat=True))
    found: list[Model] = [each for each in made_actions if each.pk in lent]
    found += [*changed(tracker, made_actions), *changed(tracker, asked), *others]
    return sorted({str(each) for each in found})


def changed(tracker: Tracker, records: Sequence[Model]) -> list[Model]:
    """Those records, all of one kind, of which there is activity after the import's own."""
    if not records:
        return []
    read_in_as = Activity.objects.about(tracker).filter(verb=READ_IN).latest("pk")
    later = Activity.objects.filter(
        pk__gt=read_in_as.pk,
        target_type=ContentType.objects.get_for_model(records[0]),
        target_pk__in=[each.pk for each in records],
    )
    about = set(later.values_list("target_pk", flat=True))
    return [each for each in records if each.pk in about]
