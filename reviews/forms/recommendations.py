from django import forms

from kscb.forms import Checkboxes, Form, LongTextField
from reviews.forms.common import VersionedForm
from reviews.models import Finding


class RecommendationForm(Form):
    wording = LongTextField(label="Recommendation", help_text="In the words of the review.")
    findings = forms.ModelMultipleChoiceField(
        label="Findings that it answers", queryset=Finding.objects.none(), widget=Checkboxes
    )

    def __init__(self, *args, review, **kwargs):
        super().__init__(*args, **kwargs)
        field = self.fields["findings"]
        field.queryset = review.findings.all()
        field.label_from_instance = lambda finding: f"{finding.number}. {finding.wording[:160]}"

    def clean_findings(self):
        return list(self.cleaned_data["findings"])


class EditRecommendationForm(VersionedForm, RecommendationForm):
    pass
