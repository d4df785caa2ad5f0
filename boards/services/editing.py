"""Changing the words of a record so that nobody's words are lost."""

from django.db import transaction

from boards.models import User
from boards.services.activity import record as write_down
from kscb.refusal import Conflict, Stale


@transaction.atomic
def change(
    record, *, version: int, by: User, verb: str = "changed", about=None, at=None, **fields
):
    """Save `fields` on `record` if it still has the version that the person saw.

    Locks the record; raises Stale with both texts where someone else has saved a different one.
    The activity is written about `about` (the record itself, unless another is named).
    """
    fresh = type(record).objects.select_for_update().get(pk=record.pk)
    changed = {name: value for name, value in fields.items() if getattr(fresh, name) != value}
    if changed and fresh.version != version:
        words = [name for name in changed if fresh._meta.get_field(name).editable]
        raise Stale([_conflict(fresh, name, changed[name]) for name in words], fresh.version)
    if not changed:
        return fresh
    words = [name for name in changed if fresh._meta.get_field(name).editable]
    was = {name: _shown(getattr(fresh, name)) for name in words}
    for name, value in changed.items():
        setattr(fresh, name, value)
    fresh.version += 1
    fresh.save(update_fields=[*changed, "version"])
    note = "; ".join(
        f"{_label(fresh, name)}: “{was[name]}” became “{_shown(changed[name])}”" for name in words
    )
    write_down(about or fresh, verb, by=by, at=at, note=f"{note}.")
    return fresh


def _shown(value) -> str:
    return "" if value is None else str(value)


def _label(record, name: str) -> str:
    return str(record._meta.get_field(name).verbose_name).capitalize()


def _conflict(fresh, name: str, yours) -> Conflict:
    return Conflict(_label(fresh, name), theirs=_shown(getattr(fresh, name)), yours=_shown(yours))
