from datetime import date, timedelta

from django import forms

from boards.models import OF_AN_AGENCY, Agency, Body, User
from kscb.dates import today
from kscb.forms import Checkboxes, DateField, FilesField, Form, LongTextField, Radios
from reviews.models import Finding, Framework, Grade, ReviewKind, Theme
from reviews.services import actions as action_work

FILES_HINT = (
    "PDF, Word, Excel, PowerPoint, OpenDocument, CSV, text, PNG or JPEG; up to 25 MB each. "
    "No names of children or families, in the file or in its name."
)
NO_NAMES = "Write about systems, not people: no names, dates of birth, addresses or case numbers."


def ten_years_on() -> date:
    return today() + timedelta(days=3652)


def five_years_on() -> date:
    return today() + timedelta(days=1826)


class VersionedForm(Form):
    """Carries the version of the record that the person saw."""

    version = forms.IntegerField(widget=forms.HiddenInput)


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


class FindingForm(Form):
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

    def __init__(self, *args, board, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["themes"].queryset = Theme.objects.filter(board=board).in_use()

    def clean_themes(self):
        return list(self.cleaned_data["themes"])


class EditFindingForm(VersionedForm, FindingForm):
    pass


class RecommendationForm(Form):
    wording = LongTextField(label="Recommendation", help_text="In the words of the review.")
    findings = forms.ModelMultipleChoiceField(
        label="Findings that it answers", queryset=Finding.objects.none(), widget=Checkboxes
    )

    def __init__(self, *args, review, **kwargs):
        super().__init__(*args, **kwargs)
        field = self.fields["findings"]
        field.queryset = review.findings.all()
        field.label_from_instance = lambda finding: f"{finding.number}. {finding.wording[:160]}"

    def clean_findings(self):
        return list(self.cleaned_data["findings"])


class EditRecommendationForm(VersionedForm, RecommendationForm):
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


class OwnerField(forms.ModelChoiceField):
    """A person, with the agency they speak for."""

    def label_from_instance(self, person):
        agencies = {m.agency.name for m in person.memberships.all() if m.agency}
        return f"{person.name}, {', '.join(sorted(agencies))}" if agencies else person.name


class ActionForm(Form):
    agency = forms.ModelChoiceField(label="Owner agency", queryset=Agency.objects.none())
    owner = OwnerField(
        label="Named owner",
        queryset=User.objects.none(),
        help_text="Someone who speaks for that agency on this board.",
    )
    wording = LongTextField(label="What will be done", rows=4)
    difference = LongTextField(
        label="What will be different for children",
        rows=4,
        help_text="The change in practice that would show that this worked.",
    )
    due_on = DateField(
        label="Due date",
        earliest=today,
        latest=ten_years_on,
        help_text="For example, 27 3 2018.",
    )

    def __init__(self, *args, board, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["agency"].queryset = Agency.objects.serving(board)
        held = board.memberships.current().filter(role__in=OF_AN_AGENCY)
        self.fields["owner"].queryset = (
            User.objects.filter(pk__in=held.values("user"))
            .prefetch_related("memberships__agency")
            .order_by("name")
        )


class EvidenceMixin(Form):
    """Files and one link, given together with what they support."""

    files = FilesField(  # type: ignore[assignment]
        label="Files", required=False, help_text=FILES_HINT
    )
    link = forms.URLField(
        label="Or a web address",
        required=False,
        assume_scheme="https",
        max_length=200,
        help_text="Where the board can open it, beginning https://",
    )

    def evidence(self) -> dict:
        """What the services call `files` and `links`."""
        link = self.cleaned_data.pop("link", "")
        return {"files": self.cleaned_data.pop("files", []), "links": [link] if link else []}


class UpdateForm(EvidenceMixin):
    text = LongTextField(label="What has been done", help_text=NO_NAMES)
    submit = forms.BooleanField(
        label="This is done: ask the board to accept it",
        required=False,
        help_text="Needs at least one file or link, now or from an earlier update.",
    )
    field_order = ["text", "files", "link", "submit"]

    def __init__(self, *args, may_submit=True, **kwargs):
        super().__init__(*args, **kwargs)
        if not may_submit:
            del self.fields["submit"]


class DueDateForm(Form):
    due_on = DateField(label="New due date", earliest=today, latest=ten_years_on)
    reason = LongTextField(
        label="Reason", max_length=2_000, rows=4, help_text="The old date and this reason are kept."
    )


class HandOverForm(Form):
    owner = forms.ModelChoiceField(label="New named owner", queryset=User.objects.none())
    note = LongTextField(label="Note", max_length=2_000, rows=3, required=False)

    def __init__(self, *args, action, **kwargs):
        super().__init__(*args, **kwargs)
        people = action_work.speakers_for(action.agency, board=action.board)
        others = people.exclude(pk=action.owner_id).order_by("name")
        self.fields["owner"].queryset = others
        if not others:
            self.fields["owner"].help_text = (
                "Nobody else speaks for its agency on this board yet. "
                "Invite someone on the page of people, then come back."
            )


class ShareForm(Form):
    people = forms.ModelMultipleChoiceField(
        label="Contributors who may draft",
        queryset=User.objects.none(),
        widget=Checkboxes,
        required=False,
        help_text="They see this one item. Only you can send it to the board.",
    )

    def __init__(self, *args, shared, **kwargs):
        super().__init__(*args, initial={"people": shared.contributors.all()}, **kwargs)
        people = action_work.contributors_of(shared.agency, board=shared.board).order_by("name")
        self.fields["people"].queryset = people
        if not people:
            self.fields["people"].help_text = (
                "Your agency has no contributor on this board yet. "
                "Ask the board’s staff to invite one."
            )


class RoundForm(Form):
    framework = forms.ModelChoiceField(label="Questions to ask", queryset=Framework.objects.all())
    title = forms.CharField(label="Title", max_length=120)
    reference = forms.CharField(
        label="Reference",
        max_length=40,
        help_text="Short and unlike any other, such as KSCB/S11-2018.",
    )
    opens_on = DateField(label="Opens on", earliest=date(2000, 1, 1), latest=five_years_on)
    due_on = DateField(label="Returns due", earliest=date(2000, 1, 1), latest=five_years_on)
    themes = forms.ModelMultipleChoiceField(
        label="Themes that it tests",
        queryset=Theme.objects.none(),
        widget=Checkboxes,
        required=False,
    )

    def __init__(self, *args, board, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["themes"].queryset = Theme.objects.filter(board=board).in_use()


class AskForm(Form):
    agencies = forms.ModelMultipleChoiceField(
        label="Agencies to ask", queryset=Agency.objects.none(), widget=Checkboxes
    )

    def __init__(self, *args, agencies, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["agencies"].queryset = agencies
        if not agencies:
            self.fields["agencies"].help_text = "Every agency of the board has been asked."


class CloseForm(Form):
    conclusion = LongTextField(label="What the audit found", help_text=NO_NAMES)


class AnswerForm(EvidenceMixin, VersionedForm):
    """Saved half done if need be: only the whole return must be complete, when it is submitted."""

    marks_optional = False
    grade = forms.ModelChoiceField(
        label="Your own grade",
        queryset=Grade.objects.none(),
        widget=Radios,
        required=False,
        empty_label=None,
        help_text="You can save now and grade later, before the return is submitted.",
    )
    text = LongTextField(
        label="How you know", required=False, help_text="What you looked at, and what it showed."
    )
    field_order = ["grade", "text", "files", "link", "version"]

    def __init__(self, *args, framework, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["grade"].queryset = Grade.objects.filter(framework=framework)
        self.fields["files"].label = "Files that show it, if you have any"
