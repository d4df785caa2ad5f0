from datetime import date

from django import forms

from kscb.dates import today
from kscb.forms import DateField, Form, LongTextField, Radios
from reviews.forms.common import NO_NAMES, five_years_on
from reviews.models import Hold, LinkedReview, Review, ReviewEvent, Stage
from reviews.services.life import BY_OTHER_STEPS

LONG_AGO = date(1945, 1, 1)
CHOSEN_EVENTS = [
    (value, label) for value, label in ReviewEvent.Event.choices if value not in BY_OTHER_STEPS
]


class StageForm(Form):
    """`next_stage` is offered first, and needs no reason."""

    stage = forms.ModelChoiceField(label="Stage", queryset=Stage.objects.none(), empty_label=None)
    on = DateField(label="Date", earliest=LONG_AGO, latest=today, initial=today)
    reason = LongTextField(
        label="Reason",
        required=False,
        max_length=2_000,
        rows=4,
        help_text="Needed unless it is the next stage.",
    )
    decided_by = forms.CharField(
        label="Who decided",
        required=False,
        max_length=120,
        help_text="For example, the independent chair.",
    )

    def __init__(self, *args, stages, next_stage=None, **kwargs):
        super().__init__(*args, **kwargs)
        chosen = self.fields["stage"]
        chosen.queryset = Stage.objects.filter(pk__in=[stage.pk for stage in stages])
        if next_stage:
            chosen.initial = next_stage
            chosen.help_text = f"Next: {next_stage}."


class EventForm(Form):
    event = forms.ChoiceField(label="What happened", choices=CHOSEN_EVENTS)
    on = DateField(
        label="Date",
        earliest=LONG_AGO,
        latest=five_years_on,
        help_text="Only a planned publication may lie ahead.",
    )
    words = LongTextField(
        label="Note", required=False, max_length=2_000, rows=4, help_text=NO_NAMES
    )


class LatenessForm(Form):
    reason = LongTextField(
        label="Reason for lateness", max_length=2_000, rows=4, help_text=NO_NAMES
    )


class HoldForm(Form):
    proceeding = forms.ChoiceField(
        label="What it waits for", choices=Hold.Proceeding.choices, widget=Radios
    )
    reason = LongTextField(label="Reason", max_length=2_000, rows=4, help_text=NO_NAMES)
    from_on = DateField(label="Held from", earliest=LONG_AGO, latest=today, initial=today)
    review_on = DateField(
        label="Look at it again on",
        earliest=LONG_AGO,
        latest=five_years_on,
        help_text="The day on which the board asks whether it must still wait.",
    )


class LookAgainForm(Form):
    review_on = DateField(label="Look at it again on", earliest=today, latest=five_years_on)


class EndHoldForm(Form):
    ended_on = DateField(label="Ended on", earliest=LONG_AGO, latest=today, initial=today)
    end_reason = LongTextField(label="Why it ended", max_length=2_000, rows=4, help_text=NO_NAMES)


class LinkForm(Form):
    kind = forms.ChoiceField(
        label="Kind of review", choices=LinkedReview.Kind.choices, widget=Radios
    )
    other = forms.ModelChoiceField(
        label="Which review of this board",
        queryset=Review.objects.none(),
        required=False,
        empty_label="None",
        help_text="Only for another review of this board.",
    )
    held_by = forms.CharField(
        label="Who holds it",
        required=False,
        max_length=160,
        help_text="For another body’s review, such as the community safety partnership.",
    )
    their_reference = forms.CharField(label="Their reference", required=False, max_length=80)
    words = LongTextField(
        label="Note", required=False, max_length=2_000, rows=4, help_text=NO_NAMES
    )

    def __init__(self, *args, others, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["other"].queryset = others

    def clean(self):
        typed = super().clean()
        is_own = typed.get("kind") == LinkedReview.Kind.OWN
        if is_own and not typed.get("other") and "other" not in self.errors:
            self.add_error("other", "Choose which review of this board it is")
        if typed.get("kind") and not is_own and typed.get("other"):
            self.add_error("other", "Choose none: another body holds this review")
        if typed.get("kind") and not is_own and not typed.get("held_by"):
            self.add_error("held_by", "Enter who holds it")
        return typed
