from datetime import date, timedelta

from django import forms

from kscb.dates import today
from kscb.forms import FilesField, Form

FILES_HINT = (
    "PDF, Word, Excel, PowerPoint, OpenDocument, CSV, text, PNG or JPEG; up to 25 MB each. "
    "No names of children or families, in the file or in its name."
)
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


class EvidenceMixin(Form):
    """Files and one link, given together with what they support."""

    files = FilesField(  # type: ignore[assignment]
        label="Files", required=False, help_text=FILES_HINT
    )
    link = forms.URLField(
        label="Or a web address",
        required=False,
        assume_scheme="https",
        max_length=200,
        help_text="Where the board can open it, beginning https://",
    )

    def evidence(self) -> dict:
        """What the services call `files` and `links`."""
        link = self.cleaned_data.pop("link", "")
        return {"files": self.cleaned_data.pop("files", []), "links": [link] if link else []}
