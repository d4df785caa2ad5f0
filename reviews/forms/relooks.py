from datetime import date

from django import forms

from kscb.dates import today
from kscb.forms import DateField, Form, LongTextField, Radios
from reviews.forms.common import NO_NAMES
from reviews.models import Relook


class RelookForm(Form):
    looked_on = DateField(
        label="Date of the re-look",
        earliest=date(1989, 1, 1),
        latest=today,
        help_text="For example, 27 3 2026.",
    )
    looked_by = forms.CharField(
        label="Who looked again",
        max_length=120,
        help_text="Someone who did not do the work, such as an inspectorate or the audit group.",
    )
    result = forms.ChoiceField(
        label="Was the recommendation met?", choices=Relook.Result.choices, widget=Radios
    )
    words = LongTextField(label="What they saw", max_length=4_000, help_text=NO_NAMES)
