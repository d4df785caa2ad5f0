from django import forms

from kscb.dates import in_words, today
from kscb.forms import Checkboxes, DateField, Form, LongTextField, Radios
from reviews.forms.common import NO_NAMES
from reviews.forms.life import LONG_AGO
from reviews.models import Criterion, Decision

YES_NO = Decision.YesNo.choices


class DecisionForm(Form):
    improvements_before = forms.ChoiceField(
        label="Were the improvements it points to identified before?",
        choices=YES_NO,
        widget=Radios,
    )
    improvements_words = LongTextField(
        label="What was identified, and what was done",
        required=False,
        rows=4,
        help_text="Needed if you answer yes.",
    )
    recurrent_themes = forms.ChoiceField(
        label="Does it point to themes that keep coming back?", choices=YES_NO, widget=Radios
    )
    recurrent_words = LongTextField(
        label="Which themes, and how they come back",
        required=False,
        rows=4,
        help_text="Needed if you answer yes.",
    )
    criteria = forms.ModelMultipleChoiceField(
        label="Criteria met",
        queryset=Criterion.objects.none(),
        widget=Checkboxes,
        required=False,
        help_text="Those in force on the day of the decision.",
    )
    outcome = forms.ChoiceField(label="Decision", choices=Decision.Outcome.choices, widget=Radios)
    reasons = LongTextField(label="Reasons", help_text=NO_NAMES)
    decided_by = forms.CharField(
        label="Who decided", max_length=120, help_text="For example, the independent chair."
    )
    decided_on = DateField(label="Date of the decision", earliest=LONG_AGO, latest=today)

    def __init__(self, *args, criteria, **kwargs):
        super().__init__(*args, **kwargs)
        field = self.fields["criteria"]
        field.queryset = criteria
        field.widget.hints = {one.pk: source_of(one) for one in criteria}
        if not criteria:
            del self.fields["criteria"]

    def clean(self):
        typed = super().clean()
        for question, words in (
            ("improvements_before", "improvements_words"),
            ("recurrent_themes", "recurrent_words"),
        ):
            if typed.get(question) == Decision.YesNo.YES and not typed.get(words):
                label = self.fields[words].label
                self.add_error(words, f"Enter {label[:1].lower()}{label[1:]}")
        return typed


def source_of(criterion):
    """Where a criterion comes from, and between which days it was in force."""
    since = f"from {in_words(criterion.from_on)}" if criterion.from_on else ""
    until = f"until {in_words(criterion.to_on)}" if criterion.to_on else ""
    return ". ".join(filter(None, [criterion.source, f"{since} {until}".strip().capitalize()]))
