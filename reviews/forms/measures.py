"""How a difference will be known, and what the test showed."""

from datetime import date

from django import forms

from kscb.dates import today
from kscb.forms import DateField, Form, LongTextField, Radios
from reviews.forms.common import NO_NAMES, ten_years_on
from reviews.models import Measure, PracticeStandard, Question

KIND_HINTS = {
    Measure.Kind.AUDIT_QUESTION: "Ask the agencies, and look at records.",
    Measure.Kind.INDICATOR: "A number that should move.",
    Measure.Kind.SURVEY: "Ask children, families or practitioners.",
    Measure.Kind.RELOOK: "Someone independent looks again at the same thing.",
}
RESULT_HINTS = {
    Measure.Result.DONT_KNOW: "An honest answer: the test could not tell.",
}


class StandardField(forms.ModelChoiceField):
    def label_from_instance(self, standard):
        return f"{standard.theme.name}: {standard.wording}"


class QuestionField(forms.ModelChoiceField):
    def label_from_instance(self, question):
        return f"{question.framework}: {question}"


class MeasureForm(Form):
    kind = forms.ChoiceField(
        label="How it will be tested",
        choices=Measure.Kind.choices,
        widget=Radios(hints=KIND_HINTS),
    )
    wording = LongTextField(
        label="What would show a difference",
        rows=4,
        max_length=2_000,
        help_text="Something that a person can go and see, such as “9 of 10 records name the "
        "father”.",
    )
    standard = StandardField(
        label="Practice standard that it tests",
        queryset=PracticeStandard.objects.none(),
        required=False,
        empty_label="None",
    )
    question = QuestionField(
        label="Which question of an audit will tell",
        queryset=Question.objects.none(),
        required=False,
        empty_label="None",
        help_text="Where an audit’s answers will show the difference.",
    )
    test_on = DateField(
        label="Test on",
        earliest=today,
        latest=ten_years_on,
        help_text="Some months after the actions are due. For example, 27 3 2018.",
    )

    def __init__(self, *args, board, **kwargs):
        super().__init__(*args, **kwargs)
        standards = PracticeStandard.objects.filter(board=board).in_use().select_related("theme")
        self.fields["standard"].queryset = standards.order_by("theme__folded", "number")
        if not standards:
            del self.fields["standard"]
        questions = Question.objects.askable_on(board)
        self.fields["question"].queryset = questions
        if not questions:
            del self.fields["question"]

    def clean(self):
        typed = super().clean()
        if typed.get("question") and typed.get("kind") not in (None, Measure.Kind.AUDIT_QUESTION):
            self.add_error(
                "question",
                f"Choose “{Measure.Kind.AUDIT_QUESTION.label}” as how it will be tested, or no "
                "audit question",
            )
        return typed


class ResultForm(Form):
    result = forms.ChoiceField(
        label="What the test showed",
        choices=Measure.Result.choices,
        widget=Radios(hints=RESULT_HINTS),
    )
    tested_on = DateField(label="Tested on", earliest=date(2000, 1, 1), latest=today)
    seen = LongTextField(label="What was seen", rows=6, help_text=NO_NAMES)
