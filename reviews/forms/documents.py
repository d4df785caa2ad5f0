from django import forms

from kscb.forms import Form, Radios
from reviews.forms.common import FILES_HINT
from reviews.models import ReviewDocument


class DocumentForm(Form):
    kind = forms.ChoiceField(
        label="Type of document", choices=ReviewDocument.Kind.choices, widget=Radios
    )
    title = forms.CharField(
        label="Title",
        max_length=120,
        help_text="What it is, never who it is about: for example, Overview report. Give the same "
        "title again to add a new version; the old one is kept.",
    )
    # So called because a file that will not do is refused under that name.
    files = forms.FileField(  # type: ignore[assignment]
        label="File", help_text=f"{FILES_HINT} Its own name is not kept."
    )
