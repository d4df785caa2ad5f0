from datetime import date

from django import forms
from django.db.models import Q

from boards.models import Agency, Body, User
from kscb.dates import in_words, today
from kscb.forms import Checkboxes, DateField, Form, LongTextField, Radios
from reviews.forms.common import NO_NAMES, PresetField, VersionedForm, five_years_on
from reviews.models import Finding, NamedReader, PracticeStandard, ReviewKind, Theme

NOT_NEEDED = "Only where it helps to learn. About systems, never so that someone is recognised."


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
    aware_on = DateField(
        label="Date the council became aware",
        required=False,
        earliest=date(1945, 1, 1),
        latest=today,
        help_text="The first clock starts on this day.",
    )
    notified_on = DateField(
        label="Date the notification was sent",
        required=False,
        earliest=date(1945, 1, 1),
        latest=today,
        help_text="Leave it empty if none was sent yet.",
    )
    themes = forms.ModelMultipleChoiceField(
        label="Themes seen so far",
        queryset=Theme.objects.none(),
        required=False,
        widget=Checkboxes,
        help_text="What it seems to be about, before there are findings.",
    )
    summary = LongTextField(label="Summary", required=False, help_text=NO_NAMES)
    ethnicity = forms.CharField(
        label="Ethnicity", required=False, max_length=120, help_text=NOT_NEEDED
    )
    gender = forms.CharField(label="Gender", required=False, max_length=60, help_text=NOT_NEEDED)
    childs_voice = LongTextField(
        label="The child’s voice",
        required=False,
        rows=4,
        help_text=f"{NOT_NEEDED} How agencies sought and heard it.",
    )

    def __init__(self, *args, board, **kwargs):
        super().__init__(*args, **kwargs)
        if "kind" in self.fields:
            self.fields["kind"].queryset = ReviewKind.objects.filter(board=board, is_audit=False)
        self.fields["commissioned_by"].queryset = Body.objects.filter(board=board)
        self.fields["themes"].queryset = offered_themes(board, self.initial.get("themes", ()))

    def clean_themes(self):
        return list(self.cleaned_data["themes"])

    def clean_notified_on(self):
        aware, notified = self.cleaned_data.get("aware_on"), self.cleaned_data["notified_on"]
        if aware and notified and notified < aware:
            raise forms.ValidationError(
                f"The council became aware on {in_words(aware)}. Enter that day or a later one"
            )
        return notified

    def clean_year(self):
        year = self.cleaned_data["year"]
        if year > today().year + 1:
            raise forms.ValidationError(f"Year commissioned must be {today().year + 1} or earlier")
        return year


def offered_themes(board, held):
    """Those in use, and those that the record holds already, so that none is lost on saving."""
    keys = [theme.pk for theme in held]
    in_use = Q(retired_on__isnull=True, merged_into__isnull=True)
    return Theme.objects.filter(in_use | Q(pk__in=keys), board=board)


class EditReviewForm(VersionedForm, ReviewForm):
    kind = None  # type: ignore[assignment]
    year = None  # type: ignore[assignment]
    aware_on = None  # type: ignore[assignment]
    notified_on = None  # type: ignore[assignment]

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
    capacity = forms.ChoiceField(
        label="In what capacity", choices=NamedReader.Capacity.choices, widget=Radios
    )
    is_independent = forms.BooleanField(
        label="Independent of the case and the agencies", required=False
    )
    reason = forms.CharField(
        label="Why they need to read it",
        max_length=200,
        help_text="For example, chairs the panel. Staff and the chair see it.",
    )
    to_on = DateField(
        label="Last day",
        required=False,
        earliest=today,
        latest=five_years_on,
        help_text="Leave empty if it is not known. You can end it at any time.",
    )

    def __init__(self, *args, board, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = (
            User.objects.filter(memberships__in=board.memberships.current())
            .distinct()
            .order_by("name")
        )
