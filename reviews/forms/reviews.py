from datetime import date

from django import forms
from django.db.models import Q

from boards.models import Agency, Body, User
from kscb.dates import today
from kscb.forms import Checkboxes, DateField, Form, LongTextField, Radios
from reviews.forms.common import NO_NAMES, PresetField, VersionedForm
from reviews.models import Finding, PracticeStandard, ReviewKind, Theme


class ReviewForm(Form):
    kind = forms.ModelChoiceField(label="Kind of review", queryset=ReviewKind.objects.none())
    year = forms.IntegerField(
        label="Year commissioned",
        min_value=1945,
        help_text="For example, 2017.",
        error_messages={"min_value": "Year commissioned must be 1945 or later"},
    )
    pseudonym = forms.CharField(
        label="Pseudonym",
        max_length=80,
        help_text="A word that could not be anyone’s name, such as Harbour.",
    )
    commissioned_by = forms.ModelChoiceField(
        label="Commissioning body", queryset=Body.objects.none()
    )
    summary = LongTextField(label="Summary", required=False, help_text=NO_NAMES)

    def __init__(self, *args, board, **kwargs):
        super().__init__(*args, **kwargs)
        if "kind" in self.fields:
            self.fields["kind"].queryset = ReviewKind.objects.filter(board=board)
        self.fields["commissioned_by"].queryset = Body.objects.filter(board=board)

    def clean_year(self):
        year = self.cleaned_data["year"]
        if year > today().year + 1:
            raise forms.ValidationError(f"Year commissioned must be {today().year + 1} or earlier")
        return year


class EditReviewForm(VersionedForm, ReviewForm):
    kind = None  # type: ignore[assignment]
    year = None  # type: ignore[assignment]

    def clean_year(self):
        """The year is part of the reference and does not change."""


KIND_HINTS = {
    Finding.Kind.LEARNING: "It names its themes as something to put right.",
    Finding.Kind.GOOD_PRACTICE: "It is kept under its themes, and does not count against them.",
}


class StandardsField(forms.ModelMultipleChoiceField):
    def label_from_instance(self, standard):
        return f"{standard.theme.name}: {standard.wording}"


class FindingForm(Form):
    kind = PresetField(
        label="Kind of finding",
        choices=Finding.Kind.choices,
        widget=Radios(hints=KIND_HINTS),
        initial=Finding.Kind.LEARNING,
    )
    wording = LongTextField(label="What was found", help_text=NO_NAMES)
    found_on = DateField(
        label="Date of the finding",
        earliest=date(1945, 1, 1),
        latest=today,
        help_text="For example, 27 3 2018.",
    )
    themes = forms.ModelMultipleChoiceField(
        label="Themes",
        queryset=Theme.objects.none(),
        widget=Checkboxes,
        help_text="Choose every theme that it speaks of.",
    )

    standards = StandardsField(
        label="Practice standards that it speaks of",
        queryset=PracticeStandard.objects.none(),
        widget=Checkboxes,
        required=False,
    )
    agencies = forms.ModelMultipleChoiceField(
        label="Agencies that it names",
        queryset=Agency.objects.none(),
        widget=Checkboxes,
        required=False,
        help_text="Only where the finding is about that agency’s practice.",
    )

    def __init__(self, *args, board, finding=None, **kwargs):
        """Offers what is in use, and what the finding holds already though it was retired."""
        super().__init__(*args, **kwargs)
        themes, standards = board.themes.in_use(), board.practice_standards.in_use()
        if finding:
            held = Q(pk__in=themes.values("pk")) | Q(pk__in=finding.themes.values("pk"))
            themes = board.themes.filter(held)
            held = Q(pk__in=standards.values("pk")) | Q(pk__in=finding.standards.values("pk"))
            standards = board.practice_standards.filter(held)
        self.fields["themes"].queryset = themes
        standards = standards.select_related("theme").order_by("theme__folded", "number")
        self.fields["standards"].queryset = standards
        if not standards:
            del self.fields["standards"]
        known = Agency.objects.filter(partners__board=board).distinct()
        self.fields["agencies"].queryset = known

    def clean_themes(self):
        return list(self.cleaned_data["themes"])

    def clean_standards(self):
        return list(self.cleaned_data["standards"])

    def clean_agencies(self):
        return list(self.cleaned_data["agencies"])


class EditFindingForm(VersionedForm, FindingForm):
    pass


class ReaderForm(Form):
    person = forms.ModelChoiceField(label="Person", queryset=User.objects.none())
    reason = forms.CharField(
        label="Why they need to read it", max_length=200, help_text="For example, on the panel."
    )

    def __init__(self, *args, board, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = (
            User.objects.filter(memberships__in=board.memberships.current())
            .distinct()
            .order_by("name")
        )
