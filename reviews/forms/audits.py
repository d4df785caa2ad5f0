from datetime import date

from django import forms

from boards.models import Agency
from kscb.forms import Checkboxes, DateField, Form, LongTextField, Radios
from reviews.forms.common import NO_NAMES, EvidenceMixin, VersionedForm, five_years_on
from reviews.models import Framework, Grade, Theme


class RoundForm(Form):
    never_case_data = frozenset({"reference"})

    framework = forms.ModelChoiceField(label="Questions to ask", queryset=Framework.objects.all())
    title = forms.CharField(label="Title", max_length=120)
    reference = forms.CharField(
        label="Reference",
        max_length=40,
        help_text="Short and unlike any other, such as KSCB/S11-2018.",
    )
    opens_on = DateField(label="Opens on", earliest=date(2000, 1, 1), latest=five_years_on)
    due_on = DateField(label="Returns due", earliest=date(2000, 1, 1), latest=five_years_on)
    themes = forms.ModelMultipleChoiceField(
        label="Themes that it tests",
        queryset=Theme.objects.none(),
        widget=Checkboxes,
        required=False,
    )

    def __init__(self, *args, board, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["themes"].queryset = Theme.objects.filter(board=board).in_use()


class AskForm(Form):
    agencies = forms.ModelMultipleChoiceField(
        label="Agencies to ask", queryset=Agency.objects.none(), widget=Checkboxes
    )

    def __init__(self, *args, agencies, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["agencies"].queryset = agencies
        if not agencies:
            self.fields["agencies"].help_text = "Every agency of the board has been asked."


class CloseForm(Form):
    conclusion = LongTextField(label="What the audit found", help_text=NO_NAMES)


class AnswerForm(EvidenceMixin, VersionedForm):
    """Saved half done if need be: only the whole return must be complete, when it is submitted."""

    marks_optional = False
    grade = forms.ModelChoiceField(
        label="Your own grade",
        queryset=Grade.objects.none(),
        widget=Radios,
        required=False,
        empty_label=None,
        help_text="You can save now and grade later, before the return is submitted.",
    )
    text = LongTextField(
        label="How you know", required=False, help_text="What you looked at, and what it showed."
    )
    field_order = ["grade", "text", "files", "link", "version"]

    def __init__(self, *args, framework, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["grade"].queryset = Grade.objects.filter(framework=framework)
        self.fields["files"].label = "Files that show it, if you have any"
