from django import forms

from boards.models import Agency, User
from kscb.forms import Checkboxes, DateField, Form, LongTextField, Radios
from reviews.models import Theme
from training.models import Course
from training.services import FIRST_DAY, MOST_PEOPLE, agencies_for, counted, last_day, trainers_of


class CourseForm(Form):
    title = forms.CharField(max_length=140)
    kind = forms.ChoiceField(label="Kind of course", choices=Course.Kind.choices, widget=Radios)
    aims = LongTextField(label="What people will learn", required=False, max_length=4_000)
    themes = forms.ModelMultipleChoiceField(
        queryset=Theme.objects.none(),
        required=False,
        widget=Checkboxes,
        help_text="What reviews and audits found that this course answers.",
    )

    def __init__(self, *args, themes, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["themes"].queryset = themes


class ChangeCourseForm(CourseForm):
    version = forms.IntegerField(widget=forms.HiddenInput)


class SessionForm(Form):
    held_on = DateField(label="Date of the session", earliest=FIRST_DAY, latest=last_day)
    place = forms.CharField(max_length=120, required=False)
    trainer = forms.ModelChoiceField(
        queryset=User.objects.none(),
        required=False,
        empty_label="Not known yet",
        help_text="A trainer of this board. They will be able to take the register.",
    )

    def __init__(self, *args, board, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["trainer"].queryset = trainers_of(board)


class CancelForm(Form):
    reason = LongTextField(label="Why is it cancelled?", rows=3, max_length=1_000)


class RegisterForm(Form):
    """One box for each agency: how many of its people came. Empty means nobody."""

    marks_optional = False
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args, session, **kwargs):
        self.agencies = agencies_for(session)
        super().__init__(*args, **kwargs)
        saved = counted(session)
        for agency in self.agencies:
            self.fields[self.box(agency)] = self.number(agency, initial=saved.get(agency.pk))

    @staticmethod
    def box(agency: Agency) -> str:
        return f"agency_{agency.pk}"

    @staticmethod
    def number(agency: Agency, *, initial: int | None) -> forms.IntegerField:
        return forms.IntegerField(
            label=agency.name,
            required=False,
            initial=initial,
            min_value=0,
            max_value=MOST_PEOPLE,
            localize=False,
            widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "govuk-input--width-4"}),
            error_messages={
                "invalid": f"{agency.name} must be a whole number, like 12",
                "min_value": f"{agency.name} must be 0 or more",
                "max_value": f"{agency.name} must be {MOST_PEOPLE:,} or fewer",
            },
        )

    def clean(self):
        """The boxes as one table, which is what the step takes."""
        typed = super().clean()
        people = {agency: typed.get(self.box(agency)) for agency in self.agencies}
        return {"version": typed.get("version"), "people": people}


def as_saved(course: Course) -> dict:
    """What the form of a course begins with."""
    words = {name: getattr(course, name) for name in ("title", "kind", "aims", "version")}
    return {**words, "themes": course.themes.all()}
