"""The board's controlled list of themes."""

from django.db import transaction

from boards.models import Board, User
from boards.services.activity import record
from boards.services.editing import change
from kscb.dates import today
from kscb.refusal import Refused
from kscb.text import fold
from reviews.models import Theme


@transaction.atomic
def add(board: Board, *, name: str, by: User, good_looks_like: str = "", source: str = "") -> Theme:
    """Add a word to the list, unless the same word (however it is capitalised) is there."""
    refuse_same_word(board, name)
    theme = Theme.objects.create(
        board=board, name=name, folded=fold(name), good_looks_like=good_looks_like, source=source
    )
    record(theme, "added", by=by)
    return theme


@transaction.atomic
def edit(theme: Theme, *, version: int, by: User, name: str, **fields) -> Theme:
    if fold(name) != theme.folded:
        refuse_same_word(theme.board, name)
    return change(theme, version=version, by=by, name=name, folded=fold(name), **fields)


def refuse_same_word(board: Board, name: str) -> None:
    Board.objects.select_for_update().get(pk=board.pk)  # one word at a time
    if Theme.objects.filter(board=board, folded=fold(name)).exists():
        raise Refused(f"“{name}” is on the list already. Use that theme.")


@transaction.atomic
def retire(theme: Theme, *, by: User, note: str) -> Theme:
    """No longer offered; what was tagged with it stays tagged."""
    theme = Theme.objects.select_for_update().get(pk=theme.pk)
    if theme.retired_on:
        raise Refused("This theme is retired already.")
    theme.retired_on = today()
    theme.save(update_fields=["retired_on"])
    record(theme, "retired", by=by, note=note)
    return theme
