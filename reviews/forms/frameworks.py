from django import forms

from kscb.forms import Checkboxes, Form, LongTextField, Radios
from kscb.refusal import Refused
from reviews.forms.common import VersionedForm
from reviews.imports import frameworks as files
from reviews.imports.frameworks import LONG, MOST_OPTIONS, OPTION
from reviews.models import PracticeStandard, Question, Section
from reviews.services.written import common_scales

KEY_HINT = "Small letters and digits with hyphens between, such as leaders-own-it."


class FrameworkForm(Form):
    name = forms.CharField(label="Name", max_length=120)
    introduction = LongTextField(
        label="Introduction",
        required=False,
        max_length=LONG,
        help_text="What whoever answers should know first.",
    )
    source = forms.CharField(label="Where it comes from", max_length=200, required=False)
    is_per_case = forms.BooleanField(
        label="Asked of each case",
        required=False,
        help_text="Every agency answers once for each case of an audit: Case 1, Case 2…",
    )


class EditFrameworkForm(VersionedForm, FrameworkForm):
    pass


class FileForm(Form):
    """A framework as a readable file; valid, it is what the file says."""

    file = forms.FileField(
        label="The framework’s file",
        help_text="A file that was taken from a framework here, changed or not. "
        "It ends in .toml and is plain text.",
    )

    def clean_file(self):
        try:
            return files.read(self.cleaned_data["file"].read(files.MOST_BYTES + 1))
        except Refused as refusal:
            raise forms.ValidationError(str(refusal)) from None


class SectionForm(Form):
    title = forms.CharField(label="Title", max_length=160)
    introduction = LongTextField(label="Introduction", required=False, max_length=LONG, rows=3)


class EditSectionForm(VersionedForm, SectionForm):
    pass


class QuestionForm(Form):
    """How it is answered says what else is needed: a scale, a list, or what is counted."""

    wording = LongTextField(
        label="Question", max_length=LONG, rows=3, help_text="About practice, never about a case."
    )
    kind = forms.ChoiceField(
        label="How it is answered", choices=Question.Kind.choices, widget=Radios
    )
    scale = forms.ChoiceField(
        label="Scale",
        required=False,
        help_text="For a graded question. Grades of two scales are never compared.",
    )
    options = LongTextField(
        label="What can be chosen",
        required=False,
        max_length=LONG,
        rows=4,
        help_text="For one of a list. Each choice on a line of its own.",
    )
    unit = forms.CharField(
        label="What is counted",
        required=False,
        max_length=40,
        help_text="For a number, such as “referrals”.",
    )
    is_optional = forms.BooleanField(label="It may be left unanswered", required=False)
    guidance = LongTextField(
        label="Guidance",
        required=False,
        max_length=LONG,
        rows=3,
        help_text="What it means, and what to look at.",
    )
    good_evidence = LongTextField(
        label="What good evidence looks like", required=False, max_length=LONG, rows=3
    )
    standards = forms.ModelMultipleChoiceField(
        label="Practice standards that it tests",
        queryset=PracticeStandard.objects.none(),
        widget=Checkboxes,
        required=False,
    )
    shared_key = forms.SlugField(
        label="Shared key",
        required=False,
        max_length=60,
        help_text="The same as that of the same question in another framework, if there is one. "
        f"{KEY_HINT}",
    )

    def __init__(self, *args, framework, **kwargs):
        super().__init__(*args, **kwargs)
        scales = {key: f"{one.name}: {one.words}" for key, one in common_scales().items()}
        for grade in framework.grades.all():
            if grade.scale not in common_scales():
                shown = scales.get(grade.scale, "")
                scales[grade.scale] = f"{shown}, {grade}" if shown else str(grade)
        self.fields["scale"].choices = [("", "None"), *scales.items()]
        standards = PracticeStandard.objects.filter(board=framework.board_id, retired_on=None)
        standards = standards.select_related("theme").order_by("theme__folded", "number")
        self.fields["standards"].queryset = standards
        self.fields["standards"].label_from_instance = named
        if not standards:
            del self.fields["standards"]
        for name in ("key", "shared_key"):
            if name in self.fields:
                self.fields[name].error_messages["invalid"] = f"Type it so: {KEY_HINT}"

    def clean_options(self):
        lines = [line.strip() for line in self.cleaned_data["options"].splitlines()]
        return "\n".join(line for line in lines if line)

    def clean(self):
        """What belongs to another kind is left out, not kept unseen."""
        super().clean()
        typed, kind = self.cleaned_data, self.kind_chosen()
        if kind != Question.Kind.NUMBER:
            typed["unit"] = ""
        if kind == Question.Kind.CHOICE:
            self.check_options(typed.get("options", "").splitlines())
        else:
            typed["options"] = ""
        if "scale" not in self.fields:
            return
        if kind != Question.Kind.GRADED:
            typed["scale"] = ""
        elif not typed.get("scale") and "scale" not in self.errors:
            self.add_error("scale", "Choose the scale that it is graded on")

    def kind_chosen(self):
        return self.cleaned_data.get("kind")

    def check_options(self, lines):
        if "options" in self.errors:
            return
        if not 2 <= len(lines) <= MOST_OPTIONS or len(set(lines)) < len(lines):
            self.add_error(
                "options", f"Enter from 2 to {MOST_OPTIONS} choices, each on its line and different"
            )
        elif any(len(line) > OPTION for line in lines):
            self.add_error("options", f"Each choice must be {OPTION} characters or fewer")


class AddQuestionForm(QuestionForm):
    key = forms.SlugField(
        label="Key",
        required=False,
        max_length=60,
        help_text="What it is known by in every version of the framework, so that its answers can "
        f"be followed. Left empty, it is made from the question. {KEY_HINT}",
    )
    field_order = ["wording"]


class EditQuestionForm(VersionedForm, QuestionForm):
    """A question that was asked before is answered as it was: its kind and scale are settled."""

    section = forms.ModelChoiceField(
        label="Section", queryset=Section.objects.none(), empty_label=None
    )
    field_order = ["wording", "section"]

    def __init__(self, *args, question, is_settled, **kwargs):
        super().__init__(*args, framework=question.framework, **kwargs)
        self.settled_kind = question.kind if is_settled else ""
        sections = question.framework.sections.filter(retired_on__isnull=True)
        self.fields["section"].queryset = sections.order_by("number")
        for name in ("kind", "scale") if is_settled else ():
            del self.fields[name]

    def kind_chosen(self):
        return self.settled_kind or super().kind_chosen()


def named(standard):
    return f"{standard.theme.name}: {standard.wording}"
