from django import forms

from kscb.dates import today
from kscb.forms import Checkboxes, DateField, Form, LongTextField
from reviews.forms.common import NO_NAMES, five_years_on
from reviews.models import AuditReturn


class ExtendForm(Form):
    """A later day for the returns that were chosen."""

    returns = forms.ModelMultipleChoiceField(
        label="Returns that get longer",
        queryset=AuditReturn.objects.none(),
        widget=Checkboxes,
        error_messages={"required": "Choose at least one return"},
    )
    due_on = DateField(label="New due date", earliest=today, latest=five_years_on)
    reason = LongTextField(label="Why", rows=3, max_length=1_000, help_text=NO_NAMES)

    def __init__(self, *args, chosen, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["returns"].queryset = chosen
        self.fields["returns"].initial = list(chosen)
