"""What a form keeps as a draft: what was typed into it, unchecked, and how that is shown again.

Where drafts are kept is not known here: boards.middleware puts `request.draft` on each request.
"""

from collections.abc import Iterator
from datetime import datetime

from django import forms
from django.forms.forms import BaseForm
from django.utils import timezone
from django.utils.datastructures import MultiValueDict

from kscb.dates import in_words, today

Typed = dict[str, list[str]]


def typed_into(form: BaseForm) -> Typed:
    """What is in the form's own boxes, as it was sent; never a file or a password."""
    data = form.data
    return {
        box: [value.replace("\0", "") for value in data.getlist(box)]  # type: ignore[attr-defined]
        for name, field in kept_fields(form)
        for box in boxes(field, form.add_prefix(name))
        if box in data
    }


def show_again(form: BaseForm, typed: Typed) -> None:
    """Fill a fresh form with a draft. Boxes that the draft does not know stay as they were."""
    data = MultiValueDict(typed)
    drafted = {
        name: field.widget.value_from_datadict(data, MultiValueDict(), form.add_prefix(name))
        for name, field in kept_fields(form)
        if not field.widget.value_omitted_from_data(data, MultiValueDict(), form.add_prefix(name))
    }
    form.initial = {**(form.initial or {}), **drafted}


def kept_fields(form: BaseForm) -> Iterator[tuple[str, forms.Field]]:
    for name, field in form.fields.items():
        is_secret = isinstance(field.widget, forms.PasswordInput)
        if not (isinstance(field, forms.FileField) or is_secret or field.disabled):
            yield name, field


def boxes(field: forms.Field, name: str) -> list[str]:
    """The names of a field's inputs: a date has three."""
    return [f"{name}{part}" for part in getattr(field.widget, "widgets_names", [""])]


def moment(at: datetime) -> str:
    """ "14:03" today, "3 March 2026 at 14:03" on any other day."""
    local = timezone.localtime(at)
    clock = f"{local:%H:%M}"
    return clock if local.date() == today() else f"{in_words(local.date())} at {clock}"
