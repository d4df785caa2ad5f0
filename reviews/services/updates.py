"""Many updates at once: all of them are saved, or none."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from boards.models import User
from boards.services import documents
from kscb.refusal import Refused
from reviews.models import Action, ActionUpdate
from reviews.services import actions


class SomeRefused(Refused):
    """Which of several updates could not be saved, and why."""

    def __init__(self, refusals: dict[Action, Refused]):
        super().__init__("Nothing was saved. Put right what is named, then save again.")
        self.refusals = refusals


@documents.all_or_nothing()
def update_each(typed: Mapping[Action, dict[str, Any]], *, by: User) -> list[ActionUpdate]:
    """Update each action with its `text`, `links` and their dates, and `submit`. Raises
    SomeRefused with them all."""
    written, refusals = [], {}
    for action, said in sorted(typed.items(), key=lambda one: one[0].pk):
        try:
            with transaction.atomic():
                written.append(_update(action, by=by, **said))
        except Refused as refusal:
            refusals[action] = refusal
    if refusals:
        raise SomeRefused(refusals)
    return written


def _update(action: Action, *, by: User, submit: bool | None = False, **said) -> ActionUpdate:
    return actions.update(action, by=by, submit=bool(submit), **said)
