from datetime import date

from django import forms

from boards.models import Agency
from kscb.forms import Checkboxes, DateField, Form, LongTextField, Radios
from kscb.refusal import Refused
from reviews.forms.common import NO_NAMES, EvidenceMixin, VersionedForm, five_years_on
from reviews.models import Framework, Grade, Question, Theme
from reviews.services.audits import MOST_CASES, refuse_cases


class RoundForm(Form):
    never_case_data = frozenset({"reference"})

    framework = forms.ModelChoiceField(label="Questions to ask", queryset=Framework.objects.none())
    title = forms.CharField(label="Title", max_length=120)
    reference = forms.CharField(
        label="Reference",
        max_length=40,
        help_text="Short and unlike any other, such as KSCB/S11-2018.",
    )
    cases = forms.IntegerField(
        label="How many cases",
        required=False,
        min_value=1,
        max_value=MOST_CASES,
        help_text="Only where the questions are asked of each case. Each agency answers once for "
        "each: Case 1, Case 2…",
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
        self.fields["framework"].queryset = Framework.objects.askable_on(board)
        self.fields["themes"].queryset = Theme.objects.filter(board=board).in_use()

    def clean_cases(self):
        """Said where the questions are asked of each case; 0 where they are not."""
        cases, framework = self.cleaned_data["cases"] or 0, self.cleaned_data.get("framework")
        if framework:
            try:
                refuse_cases(framework, cases)
            except Refused as refusal:
                raise forms.ValidationError(str(refusal)) from None
        return cases


class AskForm(Form):
    """Each agency can be ticked; schools, of which there may be hundreds, all at once."""

    agencies = forms.ModelMultipleChoiceField(
        label="Agencies to ask",
        queryset=Agency.objects.none(),
        widget=Checkboxes,
        required=False,
    )
    schools = forms.BooleanField(required=False)

    marks_optional = False

    def __init__(self, *args, agencies, **kwargs):
        super().__init__(*args, **kwargs)
        self.not_asked = agencies
        self.fields["agencies"].queryset = agencies.but_schools()
        self.how_many_schools = agencies.schools().count()
        if self.how_many_schools:
            number = f"{self.how_many_schools:,}"
            self.fields["schools"].label = f"All schools and colleges not asked yet ({number})"
        else:
            del self.fields["schools"]
        if not agencies.but_schools():
            self.fields["agencies"].help_text = "Every agency but schools has been asked."

    def clean(self):
        """`agencies` are all that were chosen, schools with them."""
        cleaned = super().clean()
        chosen = list(cleaned.get("agencies", ()))
        if cleaned.pop("schools", False):
            chosen += self.not_asked.schools()
        elif not chosen and "agencies" not in self.errors:
            self.add_error("agencies", "Tick the agencies to ask.")
        return {**cleaned, "agencies": chosen}


class CloseForm(Form):
    conclusion = LongTextField(label="What the audit found", help_text=NO_NAMES)


class AnswerForm(EvidenceMixin, VersionedForm):
    """Asks what the kind of the question asks for, and words and evidence always.

    Saved half done if need be: only the whole return must be complete, when it is submitted.
    """

    marks_optional = False
    # What a kind of question asks for, beside words.
    ASKS = {
        Question.Kind.GRADED: "grade",
        Question.Kind.YES_NO: "choice",
        Question.Kind.CHOICE: "choice",
        Question.Kind.NUMBER: "number",
    }
    grade = forms.ModelChoiceField(
        label="Your own grade",
        queryset=Grade.objects.none(),
        widget=Radios,
        required=False,
        empty_label=None,
        help_text="You can save now and grade later, before the return is submitted.",
    )
    choice = forms.ChoiceField(
        label="Your answer",
        widget=Radios,
        required=False,
        help_text="You can save now and choose later, before the return is submitted.",
    )
    number = forms.DecimalField(
        label="Number",
        required=False,
        min_value=0,
        max_digits=12,
        decimal_places=2,
        help_text="A whole number, or one with up to two decimals. Nought is an answer.",
    )
    text = LongTextField(
        label="How you know", required=False, help_text="What you looked at, and what it showed."
    )
    field_order = ["grade", "choice", "number", "text", "files", "link"]

    def __init__(self, *args, question, **kwargs):
        super().__init__(*args, **kwargs)
        asked = self.ASKS.get(question.kind)
        for name in {"grade", "choice", "number"} - {asked}:
            del self.fields[name]
        self.offer(question)
        self.fields["files"].label = "Files that show it, if you have any"

    def offer(self, question):
        if question.is_graded:
            grades = Grade.objects.filter(framework=question.framework_id, scale=question.scale)
            self.fields["grade"].queryset = grades
        elif question.is_number:
            counted = f"The number of {question.unit}. " if question.unit else ""
            self.fields["number"].help_text = f"{counted}{self.fields['number'].help_text}"
        elif question.is_narrative:
            self.fields["text"].label = "Your answer"
            self.fields["text"].help_text = "In your own words."
        else:
            self.fields["choice"].choices = list(question.choices.items())
