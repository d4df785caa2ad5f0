"""Dates on which a board meets."""

from datetime import date

from django.db import transaction

from boards.models import Board, Meeting, User
from boards.services.activity import record
from kscb.refusal import Refused


@transaction.atomic
def add(board: Board, *, title: str, held_on: date, by: User) -> Meeting:
    Board.objects.select_for_update().get(pk=board.pk)  # one meeting at a time
    if Meeting.objects.filter(board=board, title=title, held_on=held_on).exists():
        raise Refused("A meeting of that title is on that day already.")
    meeting = Meeting.objects.create(board=board, title=title, held_on=held_on)
    record(meeting, "added", by=by)
    return meeting
