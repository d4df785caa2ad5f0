"""Practice standards: what good looks like under a theme, in sentences that can be tested."""

from django.db import transaction

from boards.models import User
from boards.services.activity import record
from boards.services.editing import change
from kscb.dates import today
from kscb.refusal import Refused
from reviews.models import PracticeStandard, Theme
from reviews.services.reviews import next_number
from reviews.services.themes import locked, refuse_merged


@transaction.atomic
def add(theme: Theme, *, wording: str, by: User, test: str = "") -> PracticeStandard:
    """Say what good looks like, under the next number of the theme."""
    theme = locked(theme)
    refuse_merged(theme)
    standard = PracticeStandard.objects.create(
        board=theme.board,
        theme=theme,
        number=next_number(PracticeStandard.objects.filter(theme=theme)),
        wording=wording,
        test=test,
    )
    record(theme, f"added practice standard {standard.number}", by=by, note=wording)
    return standard


@transaction.atomic
def edit(standard: PracticeStandard, *, version: int, by: User, **fields) -> PracticeStandard:
    """Change its words, unless it is retired: what was tested against it stays readable."""
    if PracticeStandard.objects.select_for_update().get(pk=standard.pk).retired_on:
        raise Refused("This practice standard is retired, so its words cannot change.")
    verb = f"changed practice standard {standard.number}"
    return change(standard, version=version, by=by, verb=verb, about=standard.theme, **fields)


@transaction.atomic
def retire(standard: PracticeStandard, *, by: User, note: str) -> PracticeStandard:
    """No longer offered; what was found or measured against it stays."""
    standard = PracticeStandard.objects.select_for_update().get(pk=standard.pk)
    if standard.retired_on:
        raise Refused("This practice standard is retired already.")
    standard.retired_on = today()
    standard.save(update_fields=["retired_on"])
    record(standard.theme, f"retired practice standard {standard.number}", by=by, note=note)
    return standard
