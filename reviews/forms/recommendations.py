from datetime import date

from django import forms

from boards.models import Agency
from kscb.dates import today
from kscb.forms import Checkboxes, DateField, Form, LongTextField, Radios
from reviews.forms.common import PresetField, VersionedForm
from reviews.models import Finding, Priority, Response


class RecommendationForm(Form):
    wording = LongTextField(label="Recommendation", help_text="In the words of the review.")
    findings = forms.ModelMultipleChoiceField(
        label="Findings that it answers", queryset=Finding.objects.none(), widget=Checkboxes
    )
    to_board = forms.BooleanField(label="It is addressed to the board", required=False)
    agencies = forms.ModelMultipleChoiceField(
        label="Agencies it is addressed to",
        queryset=Agency.objects.none(),
        widget=Checkboxes,
        required=False,
    )
    priority = PresetField(
        label="Priority", choices=Priority.choices, widget=Radios, initial=Priority.NORMAL
    )

    def __init__(self, *args, review, **kwargs):
        super().__init__(*args, **kwargs)
        field = self.fields["findings"]
        field.queryset = Finding.objects.told_by(review)
        field.label_from_instance = lambda finding: f"{finding.number}. {finding.wording[:160]}"
        self.fields["agencies"].queryset = Agency.objects.serving(review.board)

    def clean_findings(self):
        return list(self.cleaned_data["findings"])

    def clean_agencies(self):
        return list(self.cleaned_data["agencies"])


class EditRecommendationForm(VersionedForm, RecommendationForm):
    pass


class ConfirmForm(Form):
    """A step that asks nothing but to be meant."""


class SupersedeForm(Form):
    wording = LongTextField(
        label="The new recommendation",
        help_text="The old one keeps its words; this one answers the same findings.",
    )
    reason = LongTextField(label="Why it is superseded", max_length=2_000, rows=4)


class ResponseForm(Form):
    answer = forms.ChoiceField(
        label="The board’s answer", choices=Response.Answer.choices, widget=Radios
    )
    reasons = LongTextField(
        label="Reasons",
        max_length=4_000,
        rows=5,
        required=False,
        help_text="Needed where the board accepts only part of it, or does not accept it.",
    )
    decided_on = DateField(label="Decided on", earliest=date(2000, 1, 1), latest=today)
    decided_by = forms.CharField(
        label="Who decided",
        max_length=120,
        help_text="A meeting or a group, such as the board or the learning group.",
    )

    def clean(self):
        typed = self.cleaned_data
        whole = typed.get("answer") in (None, Response.Answer.ACCEPTED)
        if not whole and not typed.get("reasons", "").strip() and "reasons" not in self.errors:
            self.add_error("reasons", "Enter the board’s reasons: it does not accept all of it")
        return typed


class NoActionForm(Form):
    reason = LongTextField(label="Why no action is planned", max_length=2_000, rows=4)
