from django import forms

from kscb.forms import Form, Radios


class WhyForm(Form):
    """One of the reasons that the person gave before, or a new one."""

    marks_optional = False  # one of the two is needed
    again = forms.ChoiceField(
        label="The reasons you gave before", required=False, widget=Radios, choices=()
    )
    reason = forms.CharField(
        label="Why are you reading it?",
        max_length=200,
        required=False,
        help_text="For example, preparing the panel of 3 March. No names of children or families.",
    )

    def __init__(self, *args, before, **kwargs):
        super().__init__(*args, **kwargs)
        if before:
            self.fields["again"].choices = [(reason, reason) for reason in before]
            self.fields["reason"].label = "Or another reason"
        else:
            del self.fields["again"]

    def clean(self):
        typed = super().clean()
        chosen = typed.pop("again", "")
        typed["reason"] = typed.get("reason", "").strip() or chosen
        if not typed["reason"] and not self.errors:
            self.add_error("reason", "Say why you are reading this review")
        return typed
