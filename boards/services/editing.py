"""Changing the words of a record so that nobody's words are lost."""

from typing import Any

from django.db import models, transaction

from boards.models import User
from boards.services.activity import record as write_down
from kscb.refusal import Conflict, Stale


@transaction.atomic
def change(record, *, version: int, by: User, verb: str = "changed", about=None, at=None, **fields):
    """Save `fields` on `record` if it still has the version that the person saw.

    A many-to-many field is given as a list of rows. Locks the record; raises Stale with both
    texts where someone else has saved a different one. The activity is written about `about` (the
    record itself, unless another is named), at `at` for what is typed in later.
    """
    fresh = type(record).objects.select_for_update().get(pk=record.pk)
    was = {name: _held(fresh, name) for name in fields}
    changed = {name: new for name, new in fields.items() if _differs(was[name], new)}
    if not changed:
        return fresh
    words = [name for name in changed if fresh._meta.get_field(name).editable]
    if fresh.version != version:
        raise Stale(
            [
                Conflict(_label(fresh, name), _shown(was[name]), _shown(changed[name]))
                for name in words
            ],
            fresh.version,
        )
    _save(fresh, changed)
    note = "; ".join(
        f"{_label(fresh, name)}: “{_shown(was[name])}” became “{_shown(changed[name])}”"
        for name in words
    )
    write_down(about or fresh, verb, by=by, at=at, note=f"{note}.")
    return fresh


def _save(fresh, changed: dict[str, Any]) -> None:
    many = {name for name in changed if fresh._meta.get_field(name).many_to_many}
    for name, value in changed.items():
        if name in many:
            getattr(fresh, name).set(value)
        else:
            setattr(fresh, name, value)
    fresh.version += 1
    fresh.save(update_fields=[*(name for name in changed if name not in many), "version"])


def _held(record, name: str):
    """What the field holds; of a many-to-many field, its rows."""
    value = getattr(record, name)
    return list(value.all()) if isinstance(value, models.Manager) else value


def _differs(was, now) -> bool:
    return set(was) != set(now) if isinstance(was, list) else was != now


def _shown(value) -> str:
    if isinstance(value, list):
        return ", ".join(map(str, value)) or "none"
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "" if value is None else str(value)


def _label(record, name: str) -> str:
    return str(record._meta.get_field(name).verbose_name).capitalize()
