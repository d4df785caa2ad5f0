from datetime import date

from django import forms

from kscb.dates import today
from kscb.forms import DateField, Form, LongTextField, Radios
from reviews.forms.common import ten_years_on
from reviews.services.publication import IF_NOT, OR_SEND_BACK, first_take_down

YES_NO = (("yes", "Yes"), ("no", "No"))
A_DATE = "For example, 27 3 2026."


def asked(label: str, hint: str) -> forms.TypedChoiceField:
    """A question of the checklist, answered yes or no."""
    return forms.TypedChoiceField(
        label=label,
        help_text=hint,
        choices=YES_NO,
        coerce=lambda answer: answer == "yes",
        widget=Radios,
    )


class ApprovalForm(Form):
    """The checklist of the second person. Only yes to each publishes."""

    is_redacted = asked(
        "Is everything that must be redacted redacted?",
        "Names, dates of birth, addresses, schools, case numbers: in the words and in the file.",
    )
    no_one_known = asked(
        "Can nobody be recognised from the words together?",
        "Read it as a neighbour or a reporter would: ages, dates and places add up.",
    )
    nothing_hidden = asked(
        "Is the file free of hidden content?",
        "Tracked changes, comments, hidden rows, text under black boxes, the author’s name. Yes "
        "also where no file goes out.",
    )
    hidden_reason = LongTextField(label="Why it may go out so", max_length=2_000, rows=3)
    words = LongTextField(label="What you checked", max_length=2_000, rows=4)
    take_down_on = DateField(
        label="Date to take the report down",
        latest=ten_years_on,
        help_text="It stays public for at least 12 months.",
    )

    def __init__(self, *args, found=(), **kwargs):
        """`found`: what the look into its files found, which then needs a reason."""
        super().__init__(*args, **kwargs)
        if found:
            self.ask_why(found)
        else:
            del self.fields["hidden_reason"]
        self.fields["take_down_on"].initial = first_take_down(today())

    def ask_why(self, found):
        about, why = self.fields["nothing_hidden"], self.fields["hidden_reason"]
        about.label = "Are the files free of hidden content that readers should not find?"
        about.error_messages["required"] = f"Answer “{about.label}”"
        why.help_text = f"{'; '.join(found)}."
        why.error_messages["required"] = f"{why.help_text} Say why it may go out so. {OR_SEND_BACK}"

    def clean(self):
        typed = super().clean()
        for question, words in IF_NOT.items():
            if typed.get(question) is False:
                self.add_error(question, words)
        return typed


class TakeDownDateForm(Form):
    take_down_on = DateField(
        label="New date to take the report down", latest=ten_years_on, help_text=A_DATE
    )
    reason = LongTextField(label="Reason for the change", max_length=2_000, rows=4)


class HappenedForm(Form):
    """That something happened to a published report, and when."""

    on = DateField(label="Date", earliest=date(2000, 1, 1), latest=today, help_text=A_DATE)
    words = LongTextField(label="Note", max_length=2_000, rows=4, required=False)

    def __init__(self, *args, hint="", **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["words"].help_text = hint
