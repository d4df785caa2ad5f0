from django import forms

from boards.models import Agency
from kscb.dates import today
from kscb.forms import Checkboxes, DateField, FilesField, Form, LongTextField
from reviews.forms.common import FILES_HINT, NO_NAMES, five_years_on


class AskForm(Form):
    agencies = forms.ModelMultipleChoiceField(
        label="Agencies to ask",
        queryset=Agency.objects.none(),
        widget=Checkboxes,
        help_text="Each gets a request of its own, and does not see who else is asked.",
    )
    asked = LongTextField(
        label="What you ask for",
        max_length=2_000,
        rows=5,
        help_text="The agency’s lead reads this. They know the review by its reference alone. "
        + NO_NAMES,
    )
    due_on = DateField(label="Due date", earliest=today, latest=five_years_on)

    def __init__(self, *args, board, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["agencies"].queryset = Agency.objects.serving(board)

    def clean_agencies(self):
        return list(self.cleaned_data["agencies"])


class SendForm(Form):
    files = FilesField(label="Files", help_text=FILES_HINT)  # type: ignore[assignment]
    note = LongTextField(
        label="Note to the board’s staff",
        max_length=2_000,
        rows=3,
        required=False,
        help_text=NO_NAMES,
    )


class ReceivedForm(Form):
    received_on = DateField(label="Date it came", latest=today)
    note = LongTextField(
        label="How it came, and where it is kept", max_length=2_000, rows=3, required=False
    )

    def __init__(self, *args, asked_on, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["received_on"].earliest = asked_on


class SendBackForm(Form):
    note = LongTextField(
        label="Your question", max_length=2_000, rows=4, help_text="The agency’s lead reads this."
    )
    due_on = DateField(label="New due date", earliest=today, latest=five_years_on)
