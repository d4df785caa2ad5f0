import hashlib
import json
import re

from django import forms

from boards.models import OF_AN_AGENCY, Agency, User
from kscb.dates import today
from kscb.forms import DateField, Form, LongTextField, Radios
from kscb.refusal import Refused
from reviews.forms.common import ten_years_on
from reviews.forms.proposals import OwnerField
from reviews.imports import blocks, splits
from reviews.imports.owners import Owners
from reviews.imports.rows import FIRST_DAY
from reviews.models import Finding, Recommendation, Theme

LONGEST_BLOCK = 1_000_000
WHAT = (("findings", "Findings"), ("recommendations", "Recommendations"), ("actions", "Actions"))
HINTS = {
    "findings": "While the review is being written.",
    "recommendations": "While the review is being written. They arrive as drafts.",
    "actions": "On recommendations that were made. They arrive as proposed.",
}
# What is asked for rows that do not say it, by what the rows are.
ASKED = {
    "findings": ("found_on", "theme"),
    "recommendations": ("finding",),
    "actions": ("recommendation", "agency", "owner", "due_on", "difference"),
}
NONE = "None"
PLACES = re.compile(r"[0-9]{1,5}(,[0-9]{1,5})*")  # of rows in the block, as buttons send them


class OwnersMixin(Form):
    """Whose the actions are, where a row does not say.

    These pages look at every row for case data themselves, and name the row.
    """

    asks_about_case_data = False
    agency = forms.ModelChoiceField(
        label="Owner agency, for rows that name none",
        queryset=Agency.objects.none(),
        required=False,
        empty_label=NONE,
    )
    owner = OwnerField(
        label="Named owner, for rows that name none",
        queryset=User.objects.none(),
        required=False,
        empty_label="The agency’s lead, if it has only one",
    )

    def offer_owners(self, board):
        if "agency" not in self.fields:
            return
        self.fields["agency"].queryset = Agency.objects.serving(board)
        held = board.memberships.current().filter(role__in=OF_AN_AGENCY)
        self.fields["owner"].queryset = (
            User.objects.filter(pk__in=held.values("user"))
            .prefetch_related("memberships__agency")
            .order_by("name")
        )

    def owners(self) -> Owners:
        return Owners(self.cleaned_data.get("agency"), self.cleaned_data.get("owner"))


class WhySafe(LongTextField):
    """Asked only where a row looks to hold case data."""

    def __init__(self, **kwargs):
        super().__init__(
            label="Why it is safe to save this",
            required=False,
            max_length=2_000,
            rows=3,
            help_text="Only if it holds no details of a child or family. Your answer is kept with "
            "your name.",
            **kwargs,
        )


class BlockForm(OwnersMixin):
    """The block, what its rows are, and what is asked for rows that do not say it."""

    what = forms.ChoiceField(
        label="What do the rows hold?", choices=WHAT, widget=Radios(hints=HINTS)
    )
    block = forms.CharField(
        label="The rows, copied from Word or Excel",
        strip=False,
        widget=forms.Textarea(attrs={"rows": 12, "class": "table-text", "spellcheck": "false"}),
        help_text="Select the table’s rows there, copy, and paste here. Headings may come with "
        "them. You can change the text here.",
    )
    found_on = DateField(
        label="Date of the findings, for rows that have none",
        earliest=FIRST_DAY,
        latest=today,
        required=False,
    )
    theme = forms.ModelChoiceField(
        label="Theme, for rows that name none",
        queryset=Theme.objects.none(),
        required=False,
        empty_label=NONE,
    )
    finding = forms.ModelChoiceField(
        label="Finding that they answer, for rows that give no number",
        queryset=Finding.objects.none(),
        required=False,
        empty_label=NONE,
    )
    recommendation = forms.ModelChoiceField(
        label="Recommendation, for rows that give no number",
        queryset=Recommendation.objects.none(),
        required=False,
        empty_label=NONE,
    )
    due_on = DateField(
        label="Due date, for rows that have none",
        earliest=today,
        latest=ten_years_on,
        required=False,
    )
    difference = LongTextField(
        label="What will be different for children, for rows that do not say",
        rows=3,
        required=False,
    )
    why_safe = WhySafe()
    field_order = ["what", "block", "recommendation"]
    table: blocks.Table | None = None

    def __init__(self, *args, review, **kwargs):
        super().__init__(*args, **kwargs)
        self.review = review
        if not review.is_draft:
            self.fields["what"].choices = WHAT[2:]
        self.keep_only(ASKED[self.kind])
        self.offer()

    @property
    def kind(self):
        """What the rows are said to hold; until it is said, what the review needs next."""
        offered = [key for key, _ in self.fields["what"].choices]
        asked = self.data.get("what") if self.is_bound else self.initial.get("what")
        return asked if asked in offered else offered[0]

    def keep_only(self, asked):
        for name in {name for names in ASKED.values() for name in names} - set(asked):
            del self.fields[name]

    def offer(self):
        offered = {
            "theme": Theme.objects.filter(board=self.review.board).in_use(),
            "finding": Finding.objects.told_by(self.review),
            "recommendation": self.review.recommendations.made(),
        }
        for name, rows in offered.items():
            if name in self.fields:
                self.fields[name].queryset = rows
        self.offer_owners(self.review.board)
        if "finding" in self.fields:
            self.fields["finding"].label_from_instance = numbered
        if "recommendation" in self.fields:
            self.fields["recommendation"].label_from_instance = numbered

    @property
    def columns(self):
        return blocks.KINDS[self.kind].columns

    def clean_block(self):
        text = self.cleaned_data["block"]
        if len(text) > LONGEST_BLOCK:
            raise forms.ValidationError(
                f"The block has {len(text):,} characters; at most {LONGEST_BLOCK:,} can be read. "
                "Paste it in parts"
            )
        return text

    def clean(self):
        if not self.errors:
            self.table = self.read()
            for fault in self.table.faults:
                self.add_error("block", fault)
        return self.cleaned_data

    def read(self) -> blocks.Table:
        given = self.cleaned_data
        return blocks.read(
            given["block"],
            what=given["what"],
            review=self.review,
            why_safe=given["why_safe"],
            defaults=blocks.Defaults(
                found_on=given.get("found_on"),
                theme=given.get("theme"),
                finding=given.get("finding"),
                recommendation=given.get("recommendation"),
                owners=self.owners(),
                due_on=given.get("due_on"),
                difference=given.get("difference", ""),
            ),
        )

    def ask_only_what_is_needed(self):
        """Why it is safe is asked where a row looks to hold case data."""
        if not (self.table and self.table.case_data) and not self.data.get("why_safe"):
            del self.fields["why_safe"]


def numbered(record) -> str:
    return f"{record.number}. {record.wording[:100]}"


def mark_of(form: Form) -> str:
    """Stands for all that is typed in the form: what was shown is what may be saved."""
    typed = {name: form[name].data for name in form.fields if has_something(form[name].data)}
    plain = json.dumps(typed, default=str, sort_keys=True).replace("\\r\\n", "\\n")
    return hashlib.sha256(plain.encode()).hexdigest()[:32]


def has_something(typed) -> bool:
    return any(typed) if isinstance(typed, list) else typed not in (None, "", False)


def rewritten(data):
    """What was sent, with the block's rows joined or kept apart where a button asked for it."""
    for name, change in {"join": splits.joined, "apart": splits.kept_apart}.items():
        asked = data.get(name, "")
        if PLACES.fullmatch(asked):
            data = data.copy()
            places = [int(at) for at in asked.split(",")]
            text = data.get("block", "")
            data["block"] = attempted(change, text, places if name == "join" else places[0])
    return data


def attempted(change, text, places) -> str:
    """A button of a page that is out of date changes nothing: the rows are shown again."""
    try:
        return change(text, places)
    except Refused:
        return text
