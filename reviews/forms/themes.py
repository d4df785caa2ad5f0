from django import forms

from kscb.forms import Form, LongTextField, Radios, speak_plainly
from reviews.forms.common import VersionedForm
from reviews.models import Theme, Verdict


class ThemeForm(Form):
    name = forms.CharField(label="Theme", max_length=160)
    good_looks_like = forms.CharField(
        label="What good looks like",
        max_length=300,
        required=False,
        help_text="One sentence that an audit could test.",
    )
    source = forms.CharField(label="Where it comes from", max_length=200, required=False)


class EditThemeForm(VersionedForm, ThemeForm):
    pass


class SynonymForm(Form):
    name = forms.CharField(
        label="Word or phrase",
        max_length=160,
        help_text="Whoever looks for it finds this theme, such as “dads” for “fathers”.",
    )


class WiderForm(Form):
    parent = forms.ModelChoiceField(
        label="Wider theme",
        queryset=Theme.objects.none(),
        required=False,
        empty_label="None",
    )

    def __init__(self, *args, theme, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["parent"].queryset = others_than(theme)


class MergeForm(Form):
    into = forms.ModelChoiceField(
        label="Merge it into", queryset=Theme.objects.none(), empty_label="Choose a theme"
    )
    reason = LongTextField(label="Why the two are one", max_length=2_000, rows=3)

    def __init__(self, *args, theme, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["into"].queryset = others_than(theme)


def others_than(theme):
    """The themes in use that a theme could hang under, or go into."""
    return Theme.objects.filter(board=theme.board_id).in_use().exclude(pk=theme.pk)


class StandardForm(Form):
    wording = forms.CharField(
        label="What good looks like",
        max_length=300,
        help_text="One sentence, such as “Every adult in the household is named and seen.”",
    )
    test = forms.CharField(
        label="How it can be tested",
        max_length=300,
        required=False,
        help_text="Such as the question that an audit would ask of a file.",
    )


class EditStandardForm(VersionedForm, StandardForm):
    pass


class VerdictForm(Form):
    word = forms.ChoiceField(
        label="Is practice better?",
        choices=Verdict.Word.choices,
        widget=Radios(
            hints={
                Verdict.Word.DONT_KNOW: "An honest answer, where nothing on record could tell.",
            }
        ),
    )
    reasons = LongTextField(
        label="Reasons",
        max_length=4_000,
        rows=5,
        help_text="What you saw that makes you say so. Everyone on the board reads this: "
        "nothing that only a restricted review says, and no names.",
    )


class AlarmForm(Form):
    """One box for each theme that came back; those left empty can be answered another day."""

    def __init__(self, *args, alarms, **kwargs):
        super().__init__(*args, **kwargs)
        self.alarms = alarms
        for alarm in alarms:
            self.fields[f"theme_{alarm.theme}"] = speak_plainly(self.box(alarm), alarm.name)

    def box(self, alarm):
        is_only = len(self.alarms) == 1
        asked = "What will the board do differently this time?"
        return LongTextField(
            label=asked if is_only else f"{alarm.name}: what will the board do differently?",
            required=is_only,
            max_length=4_000,
            rows=4,
            help_text="Such as a different kind of change, or a test before it is called done.",
            error_messages={"required": "Enter what the board will do differently"},
        )

    def clean(self):
        found = {
            alarm.theme: self.cleaned_data.get(f"theme_{alarm.theme}", "").strip()
            for alarm in self.alarms
        }
        answers = {theme: words for theme, words in found.items() if words}
        if not answers and not self.errors:
            raise forms.ValidationError("Answer at least one of them, or go back to answer later.")
        return {"answers": answers}
