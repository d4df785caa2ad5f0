from datetime import date, timedelta

from django import forms

from kscb.dates import today
from kscb.forms import DateField, FilesField, Form, LinksField

FILES_HINT = (
    "PDF, Word, Excel, PowerPoint, OpenDocument, CSV, text, PNG or JPEG; up to 25 MB each. "
    "No names of children or families, in the file or in its name."
)
ENDS_TOO_SOON = "It must be good at least to the day it is good from"
NO_NAMES = "Write about systems, not people: no names, dates of birth, addresses or case numbers."


def ten_years_on() -> date:
    return today() + timedelta(days=3652)


def five_years_on() -> date:
    return today() + timedelta(days=1826)


class PresetField(forms.ChoiceField):
    """A choice that is made already and may be changed; left out, it is as it was set."""

    def clean(self, value):
        return super().clean(value or self.initial)


class VersionedForm(Form):
    """Carries the version of the record that the person saw."""

    version = forms.IntegerField(widget=forms.HiddenInput)


class PeriodMixin(Form):
    """From when until when evidence is good, where that is known."""

    good_from = DateField(
        label="Good from",
        earliest=date(1990, 1, 1),
        latest=ten_years_on,
        required=False,
        help_text="Leave both dates empty where there is none.",
    )
    expires_on = DateField(
        label="No longer good after",
        earliest=date(1990, 1, 1),
        latest=ten_years_on,
        required=False,
        help_text="Where it runs out, such as a policy with a review date. "
        "You are reminded before that.",
    )

    def clean(self):
        typed = super().clean() or self.cleaned_data
        begins, ends = typed.get("good_from"), typed.get("expires_on")
        if begins and ends and ends < begins:
            self.add_error("expires_on", ENDS_TOO_SOON)
        return typed


class EvidenceMixin(PeriodMixin):
    """Files and links, given together with what they support."""

    files = FilesField(  # type: ignore[assignment]
        label="Files", required=False, help_text=FILES_HINT
    )
    link = LinksField(
        label="Or web addresses",
        required=False,
        help_text="Where the board can open them, beginning https://. One on each line.",
    )

    def clean(self):
        typed = super().clean()
        given = typed.get("files") or typed.get("link") or {"files", "link"} & set(self.errors)
        if not given and (typed.get("good_from") or typed.get("expires_on")):
            field = "good_from" if typed.get("good_from") else "expires_on"
            self.add_error(field, "Choose a file or give a web address that the date is about")
        return typed

    def evidence(self) -> dict:
        """What the services call `files`, `links`, `good_from` and `expires_on`."""
        typed = self.cleaned_data
        return {
            "files": typed.pop("files", []),
            "links": typed.pop("link", []),
            "good_from": typed.pop("good_from", None),
            "expires_on": typed.pop("expires_on", None),
        }
