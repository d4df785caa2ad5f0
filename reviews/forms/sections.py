"""All the questions of one section on one page, each answered in its own fields."""

import hashlib
from dataclasses import dataclass
from decimal import Decimal

from django import forms
from django.core.exceptions import ValidationError

from kscb.forms import Form, LongTextField, Radios
from reviews.models import Answer, Question
from reviews.services.answers import Given

NOTHING: dict = {"grade": None, "choice": "", "number": None, "text": ""}


@dataclass(frozen=True)
class SectionRow:
    """One question with its answer (or None), and the boxes that ask it."""

    question: Question
    answer: Answer | None
    boxes: list[forms.BoundField]
    hidden: list[forms.BoundField]
    confirm: forms.BoundField | None


def name_of(question: Question, part: str) -> str:
    return f"q{question.number}-{part}"


def words_of(answer: Answer | None) -> dict:
    return {name: getattr(answer, name) for name in NOTHING} if answer else dict(NOTHING)


def mark_of(words: dict) -> str:
    """Stands for what an answer says: what was shown and sent back the same is nobody's change."""
    grade, number = words["grade"], words["number"]
    plain = [
        str(getattr(grade, "pk", "")),
        words["choice"],
        f"{number:.2f}" if isinstance(number, Decimal) else str(number or ""),
        words["text"].replace("\r\n", "\n").strip(),
    ]
    return hashlib.sha256("\0".join(plain).encode()).hexdigest()[:16]


class SectionForm(Form):
    """What is sent back as it was shown is left alone, whoever else has changed it meanwhile.

    Saved half done if need be: only the whole return must be complete, when it is submitted.
    """

    marks_optional = False

    def __init__(self, *args, questions, answers, grades, **kwargs):
        self.questions, self.answers = list(questions), answers
        self.grades = {grade.pk: grade for grade in grades}
        self.base_fields, self.about, initial = {}, {}, {}
        for question in self.questions:
            answer = answers.get(question.pk)
            fields = fields_of(question, answer, self.grades.values())
            self.base_fields |= {name_of(question, part): one for part, one in fields.items()}
            self.about |= {name_of(question, part): question for part in fields}
            shown = shown_of(answer)
            initial |= {name_of(question, part): shown.get(part) for part in fields}
        super().__init__(*args, initial=initial, **kwargs)
        self.saved_initial = initial

    def rows(self):
        for question in self.questions:
            self.show_newer(question)
            names = [name for name, about in self.about.items() if about == question]
            bound = [self[name] for name in names if not name.endswith("-confirm")]
            confirm = name_of(question, "confirm")
            yield SectionRow(
                question=question,
                answer=self.answers.get(question.pk),
                boxes=[one for one in bound if not one.is_hidden],
                hidden=[one for one in bound if one.is_hidden],
                confirm=self[confirm] if confirm in self.fields else None,
            )

    def show_newer(self, question):
        """Where a draft is shown and left this answer alone, it is shown as it is saved now."""
        if self.is_bound or self.initial is self.saved_initial:
            return
        typed = {part: self.initial.get(name_of(question, part)) for part in (*NOTHING, "seen")}
        if mark_of(self.read(question, typed)) == typed["seen"]:
            for name, about in self.about.items():
                if about == question and not name.endswith("-confirm"):
                    self.initial[name] = self.saved_initial[name]

    def read(self, question, typed: dict) -> dict:
        """What is in the boxes of a draft, as an answer would hold it."""
        key = str(typed["grade"] or "")
        return {
            "grade": self.grades.get(int(key)) if key.isdecimal() else None,
            "choice": typed["choice"] or "",
            "number": self.number_in(question, typed["number"]),
            "text": typed["text"] or "",
        }

    def number_in(self, question, typed):
        """As the field takes it, or as typed: 1e400000000 written out would fill the memory."""
        field = self.fields.get(name_of(question, "number"))
        try:
            return field.clean(typed) if field else None
        except ValidationError:
            return typed

    def words_for(self, question) -> dict:
        typed = {part: self.cleaned_data.get(name_of(question, part)) for part in NOTHING}
        return {part: word if word else NOTHING[part] for part, word in typed.items()} | {
            "number": typed["number"]
        }

    def is_changed(self, question) -> bool:
        seen = self.cleaned_data.get(name_of(question, "seen"))
        return mark_of(self.words_for(question)) != seen

    def given(self, *, confirms_all: bool) -> list[Given]:
        """What the person changed, or confirmed."""
        found = []
        for question in self.questions:
            ticked = self.cleaned_data.get(name_of(question, "confirm")) or confirms_all
            confirms = bool(ticked and name_of(question, "confirm") in self.fields)
            if confirms or self.is_changed(question):
                version = self.cleaned_data[name_of(question, "version")]
                words = self.words_for(question)
                found.append(Given(question, version, **words, is_confirmed=confirms))
        return found

    def is_looked_at(self, name):
        """An answer that nobody changed was asked about before."""
        question = self.about.get(name)
        return super().is_looked_at(name) and (question is None or self.is_changed(question))

    def add_error(self, field, error):
        """With the number of the question that it is about."""
        question = self.about.get(field)
        if question:
            found = error if isinstance(error, ValidationError) else ValidationError(error)
            error = [f"Question {question.number}: {words}" for words in found.messages]
        super().add_error(field, error)

    def conflict_on(self, question, version: int):
        """The next save is on the newer version, whatever it says."""
        typed = self.data.copy()  # type: ignore[attr-defined]
        typed[name_of(question, "version")] = str(version)
        typed[name_of(question, "seen")] = "stale"
        self.data = typed


def shown_of(answer: Answer | None) -> dict:
    """What the boxes show of an answer, or of none yet."""
    words = words_of(answer)
    number = words["number"]
    if number is not None and number == number.to_integral_value():
        words["number"] = int(number)  # 12 as it was typed, not 12.00
    return words | {
        "grade": answer.grade_id if answer else None,
        "version": answer.version if answer else 0,
        "seen": mark_of(words_of(answer)),
    }


def fields_of(question: Question, answer: Answer | None, grades) -> dict[str, forms.Field]:
    fields: dict[str, forms.Field] = {}
    if question.is_graded:
        scale = {grade.pk: grade for grade in grades if grade.scale == question.scale}
        fields["grade"] = forms.TypedChoiceField(
            label="Your own grade",
            choices=[(key, str(grade)) for key, grade in scale.items()],
            coerce=lambda key: scale[int(key)],
            empty_value=None,
            widget=Radios,
            required=False,
        )
    elif question.is_number:
        fields["number"] = forms.DecimalField(
            label=f"Number of {question.unit}" if question.unit else "Number",
            required=False,
            min_value=0,
            max_digits=12,
            decimal_places=2,
        )
    elif question.choices:
        choices = list(question.choices.items())
        fields["choice"] = forms.ChoiceField(
            label="Your answer", choices=choices, widget=Radios, required=False
        )
    label = "Your answer" if question.is_narrative else "How you know"
    fields["text"] = LongTextField(label=label, rows=4, required=False)
    if answer and not answer.is_confirmed:
        fields["confirm"] = forms.BooleanField(label="This is still true", required=False)
    fields["version"] = forms.IntegerField(widget=forms.HiddenInput)
    fields["seen"] = forms.CharField(widget=forms.HiddenInput, required=False)
    return fields
