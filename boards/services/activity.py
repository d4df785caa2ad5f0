"""What happened, and the only place that changes a status."""

from collections.abc import Iterable, Mapping

from django.db import models, transaction
from django.utils import timezone

from boards.models import Activity, User
from kscb.refusal import MoveNotAllowed


def record(target: models.Model, verb: str, *, by: User | None, at=None, **detail) -> Activity:
    """Write down what `by` did to `target`, in the transaction of the step itself."""
    entry = _entry(target, verb, by=by, at=at or timezone.now(), detail=detail)
    entry.save(force_insert=True)
    return entry


def record_each(
    targets: Iterable[models.Model],
    verb: str,
    *,
    by: User | None,
    at=None,
    notes: Mapping[int, str] | None = None,
) -> list[Activity]:
    """As `record`, of many records at once; few queries, however many they are.

    `notes` are by the key of the record.
    """
    at, notes = at or timezone.now(), notes or {}
    return Activity.objects.bulk_create(
        _entry(target, verb, by=by, at=at, detail={"note": notes.get(target.pk, "")})
        for target in targets
    )


def _entry(target, verb: str, *, by: User | None, at, detail: dict) -> Activity:
    return Activity(
        board_id=getattr(target, "board_id", None),
        actor=by,
        verb=verb,
        target=target,
        target_label=str(target)[:200],
        detail={key: value for key, value in detail.items() if value not in ("", None)},
        at=at,
    )


@transaction.atomic
def move(target, to, *, by: User | None, note: str = "", verb: str = "", at=None, **fields):
    """Change the status of `target` (locked first), and write down who did it and why.

    `fields` are saved in the same breath, where the status is only true with them. `at` is for
    records typed in later. Raises MoveNotAllowed where the table of moves has no
    such step from where the record now is.
    """
    fresh = type(target).objects.select_for_update().get(pk=target.pk)
    was, now = type(target).Status(fresh.status), type(target).Status(to)
    if now not in fresh.MOVES[was]:
        raise MoveNotAllowed(
            f"This is now “{was.label}”, so it cannot become “{now.label}”. "
            "Open the page again to see what has happened."
        )
    target.status = now
    target.status_since = at or timezone.now()
    for name, value in fields.items():
        setattr(target, name, value)
    target.save(update_fields=["status", "status_since", *fields])
    record(
        target,
        verb or f"moved to {now.label.lower()}",
        by=by,
        at=at,
        note=note,
        **{"from": was.label, "to": now.label},
    )
    return target
