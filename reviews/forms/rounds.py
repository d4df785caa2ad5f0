from datetime import date

from django import forms

from kscb.forms import Checkboxes, DateField, Form, LongTextField
from reviews.forms.common import NO_NAMES, VersionedForm, five_years_on, ten_years_on
from reviews.models import Theme
from reviews.services.audits import MOST_CASES

FIRST_DAY = date(2000, 1, 1)


class RoundWordsForm(Form):
    """What is typed of any round."""

    title = forms.CharField(label="Title", max_length=120)
    opens_on = DateField(label="Opens on", earliest=FIRST_DAY, latest=five_years_on)
    due_on = DateField(label="Returns due", earliest=FIRST_DAY, latest=five_years_on)


class RepeatForm(RoundWordsForm):
    """Only what must be new; the rest is taken over."""

    never_case_data = frozenset({"reference"})

    reference = forms.CharField(
        label="Reference",
        max_length=40,
        help_text="Short and unlike any other, such as KSCB/S11-2018.",
    )
    cases = forms.IntegerField(label="How many cases", min_value=1, max_value=MOST_CASES)
    asks_again = forms.BooleanField(label="Ask the agencies now", required=False)
    field_order = ["title", "reference", "cases"]

    def __init__(self, *args, before, **kwargs):
        super().__init__(*args, **kwargs)
        if not (before.framework and before.framework.is_per_case):
            del self.fields["cases"]
        number = len(before.agencies)
        if number:
            many = f"the same {number:,} agencies" if number > 1 else "the same agency"
            self.fields["asks_again"].label = f"Ask {many} now"
            self.fields["asks_again"].help_text = "Each agency’s lead is told by e-mail."
        else:
            del self.fields["asks_again"]


class EditRoundForm(VersionedForm, RoundWordsForm):
    themes = forms.ModelMultipleChoiceField(
        label="Themes that it tests",
        queryset=Theme.objects.none(),
        widget=Checkboxes,
        required=False,
    )

    def __init__(self, *args, audit_round, **kwargs):
        super().__init__(*args, **kwargs)
        offered = Theme.objects.filter(board=audit_round.board)
        self.fields["themes"].queryset = (
            offered.in_use() | offered.filter(audit_rounds=audit_round)
        ).distinct()


class SamplingForm(VersionedForm):
    """Who was looked at and heard: counts, and words about how, never people."""

    sampled_from = forms.IntegerField(
        label="Cases that it could have read", required=False, min_value=0, max_value=1_000_000
    )
    sampled = forms.IntegerField(
        label="Cases in the sample", required=False, min_value=0, max_value=1_000_000
    )
    sampling = LongTextField(
        label="How the cases were chosen", required=False, rows=4, help_text=NO_NAMES
    )
    practitioners_heard = forms.IntegerField(
        label="Practitioners heard", required=False, min_value=0, max_value=1_000_000
    )
    families_heard = forms.IntegerField(
        label="Children and families heard", required=False, min_value=0, max_value=1_000_000
    )
    feedback = LongTextField(label="What they said", required=False, help_text=NO_NAMES)
    reaudit_on = DateField(
        label="To be audited again on", required=False, earliest=FIRST_DAY, latest=ten_years_on
    )


class ReauditForm(VersionedForm):
    """What is left to say of a round whose report is out of hand."""

    reaudit_on = DateField(
        label="To be audited again on", required=False, earliest=FIRST_DAY, latest=ten_years_on
    )
