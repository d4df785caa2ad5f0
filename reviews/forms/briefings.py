from datetime import timedelta

from crispy_forms.layout import Fieldset, Layout
from django import forms

from boards.models import Agency
from kscb.dates import today
from kscb.forms import DateField, Form, LongTextField, speak_plainly
from reviews.forms.common import NO_NAMES, VersionedForm, five_years_on
from reviews.services.briefings import HEADINGS, Panel

# Seven panels of this length fit one sheet of A4 when printed.
MOST_IN_A_PANEL = 600
NUMBERS = range(1, len(HEADINGS) + 1)
SIX_WEEKS = timedelta(weeks=6)


class BeginBriefingForm(Form):
    title = forms.CharField(
        label="Title",
        max_length=120,
        help_text="What staff should take from it, such as Seeing fathers and other adults.",
    )


def panel_fields(number: int) -> dict[str, forms.Field]:
    return {
        f"heading_{number}": forms.CharField(label=f"Heading of panel {number}", max_length=80),
        f"text_{number}": LongTextField(
            label=f"Words of panel {number}",
            max_length=MOST_IN_A_PANEL,
            rows=5,
            required=False,
            help_text=NO_NAMES if number == 1 else "",
        ),
    }


class WriteBriefingForm(VersionedForm):
    """The title and the seven panels, on one page."""

    title = forms.CharField(label="Title", max_length=120)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for number in NUMBERS:
            for name, field in panel_fields(number).items():
                self.fields[name] = speak_plainly(field, name)

    @property
    def helper(self):
        helper = super().helper
        panels = [Fieldset(f"Panel {n}", f"heading_{n}", f"text_{n}") for n in NUMBERS]
        helper.layout = Layout("version", "title", *panels)
        return helper

    def clean(self):
        typed = super().clean()
        panels = {
            number: Panel(typed.get(f"heading_{number}", ""), typed.get(f"text_{number}", ""))
            for number in NUMBERS
        }
        return {"version": typed.get("version"), "title": typed.get("title"), "panels": panels}


def as_typed(panels):
    """The panels as the form names them."""
    return {
        f"{part}_{number}": words
        for number, panel in panels.items()
        for part, words in panel._asdict().items()
    }


class ShareBriefingForm(Form):
    attest_by = DateField(
        label="Agencies say how they used it by",
        earliest=today,
        latest=five_years_on,
        help_text="Six weeks is usual.",
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["attest_by"].initial = today() + SIX_WEEKS


class AttestationForm(Form):
    agency = forms.ModelChoiceField(label="Agency", queryset=Agency.objects.none())
    team = forms.CharField(
        label="Team",
        max_length=120,
        required=False,
        help_text="Leave it empty where the answer is for the whole agency.",
    )
    used_on = DateField(label="Date you used it", latest=today, help_text="For example, 27 3 2026.")
    staff_reached = forms.IntegerField(
        label="How many staff it reached", min_value=1, max_value=100_000
    )
    what_will_change = LongTextField(
        label="What will change",
        max_length=2_000,
        rows=4,
        help_text="What staff will do that they did not do before, and how you will know. "
        + NO_NAMES,
    )

    def __init__(self, *args, agencies, published_on, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["agency"].queryset = agencies
        self.fields["agency"].initial = agencies[0] if len(agencies) == 1 else None
        self.fields["used_on"].earliest = published_on
