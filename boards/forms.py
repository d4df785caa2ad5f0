from datetime import date

from django import forms
from django.contrib.auth.password_validation import validate_password

from boards.models import Agency, Role
from kscb.dates import today
from kscb.forms import DateField, Form, LongTextField, Radios


def two_years_on() -> date:
    now = today()
    return date(now.year + 2, now.month, min(now.day, 28))


class ReasonForm(Form):
    """A step that needs its reason written down."""

    note = LongTextField(label="Reason", max_length=2_000, rows=4)

    def __init__(self, *args, label="Reason", hint="", required=True, **kwargs):
        super().__init__(*args, **kwargs)
        field = self.fields["note"]
        field.label, field.help_text, field.required = label, hint, required
        field.error_messages["required"] = f"Enter {label[:1].lower()}{label[1:]}"


class InviteForm(Form):
    never_case_data = frozenset({"name"})

    name = forms.CharField(label="Full name", max_length=120)
    email = forms.EmailField(
        label="Work e-mail address",
        max_length=254,
        help_text="Their own address, not a shared inbox.",
    )
    role = forms.ChoiceField(label="Role", choices=Role.choices, widget=Radios)
    agency = forms.ModelChoiceField(
        label="Agency",
        queryset=Agency.objects.none(),
        required=False,
        empty_label="None",
        help_text="Needed for an agency lead or contributor, and for a member who sits for one.",
    )
    title = forms.CharField(label="Job title", max_length=120, required=False)

    def __init__(self, *args, board, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["agency"].queryset = Agency.objects.serving(board)


class AcceptForm(Form):
    """A new person chooses a password."""

    password = forms.CharField(
        label="Choose a password",
        error_messages={"required": "Choose a password"},
        help_text="At least 12 characters. Three words that do not belong together work well.",
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    again = forms.CharField(
        label="Type it again",
        error_messages={"required": "Type the password again"},
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def clean_password(self):
        password = self.cleaned_data["password"]
        validate_password(password)
        return password

    def clean(self):
        typed = self.cleaned_data
        if typed.get("password") and typed.get("again") and typed["password"] != typed["again"]:
            self.add_error("again", "The two passwords are not the same. Type both again")
        typed.pop("again", None)
        return typed


class MeetingForm(Form):
    title = forms.CharField(label="Title", max_length=120, initial="Board meeting")
    held_on = DateField(label="Date", earliest=date(2000, 1, 1), latest=two_years_on)
