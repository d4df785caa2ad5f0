from django import forms
from django.forms.models import ModelChoiceIterator

from kscb.dates import in_words
from kscb.forms import Checkboxes, Form
from reviews.forms.common import FILES_HINT, PeriodMixin
from reviews.models import Evidence
from reviews.services.evidence_reuse import MOST_OFFERED


class NewerVersionForm(PeriodMixin):
    """One file or one link, in the place of what was given before."""

    title = forms.CharField(label="Title", max_length=180)
    files = forms.FileField(  # type: ignore[assignment]
        label="File", required=False, help_text=FILES_HINT
    )
    link = forms.URLField(
        label="Or a web address",
        required=False,
        assume_scheme="https",
        max_length=200,
        help_text="Where the board can open it, beginning https://",
    )
    field_order = ["title", "files", "link", "good_from", "expires_on"]

    def given(self) -> dict:
        """What the service takes."""
        typed = self.cleaned_data
        named = ("title", "link", "good_from", "expires_on")
        return {"file": typed["files"], **{name: typed[name] for name in named}}


class FirstOfThem(ModelChoiceIterator):
    """No more choices than can be looked through; the others are found by their words."""

    def __iter__(self):
        return map(self.choice, self.queryset[:MOST_OFFERED])


class ItemsField(forms.ModelMultipleChoiceField):
    """Items of evidence, each with its day and whether it is still good."""

    widget = Checkboxes
    iterator = FirstOfThem

    def label_from_instance(self, evidence):
        kind, good = evidence.kind_words, evidence.standing.word.lower()
        return f"{evidence.title} ({kind}, given {in_words(evidence.given_day)}, {good})"


class UseForm(Form):
    """Choose of `items`, what the agency gave before."""

    items = ItemsField(label="Evidence given before", queryset=Evidence.objects.none())

    def __init__(self, *args, items, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["items"].queryset = items
        self.fields["items"].error_messages["required"] = "Choose at least one item of evidence"
