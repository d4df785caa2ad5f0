from django import forms

from kscb.forms import DateField, Form, LongTextField, Select
from kscb.sheets import Sheet
from reviews.forms.blocks import NONE, OwnersMixin, WhySafe, numbered
from reviews.forms.common import five_years_on
from reviews.imports import trackers
from reviews.imports.rows import FIRST_DAY
from reviews.models import Finding, Review

PREFIX = "column_"


class UploadForm(Form):
    review = forms.ModelChoiceField(
        label="Review that its rows belong to",
        queryset=Review.objects.none(),
        help_text="It must be being written still, and have at least one finding.",
    )
    file = forms.FileField(
        label="The tracker",
        help_text="An Excel workbook (xlsx) or a csv file, up to 20 MB. No names of children or "
        "families, in the file or in its name.",
    )

    def __init__(self, *args, reviews, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["review"].queryset = reviews
        self.fields["review"].label_from_instance = lambda review: review.title


class ReadInForm(OwnersMixin):
    """Which column holds what, and what is asked for rows that do not say it."""

    sheet = forms.ChoiceField(label="Sheet")
    finding = forms.ModelChoiceField(
        label="Finding that its recommendations answer",
        queryset=Finding.objects.none(),
        required=False,
        empty_label=NONE,
        help_text="For rows that give no finding’s number.",
    )
    due_on = DateField(
        label="Due date, for rows that have none or say “ongoing”",
        earliest=FIRST_DAY,
        latest=five_years_on,
        required=False,
        help_text="An action has a day by which it is done or looked at again.",
    )
    difference = LongTextField(
        label="What will be different for children, for rows that do not say",
        rows=2,
        required=False,
        max_length=1_000,
        initial="Not said in the tracker.",
    )
    why_safe = WhySafe()
    leave_out = forms.BooleanField(label="Leave out the rows to put right", required=False)
    table: trackers.Table | None = None

    def __init__(self, data=None, *, tracker, sheet, guessed):
        self.tracker, self.read_sheet = tracker, sheet
        super().__init__(data, initial={"sheet": sheet.chosen})
        self.offer_sheet()
        self.add_columns(guessed)
        findings = Finding.objects.told_by(tracker.review)
        self.fields["finding"].queryset = findings
        self.fields["finding"].label_from_instance = numbered
        if len(findings) == 1:
            self.initial["finding"] = findings[0].pk
        self.offer_owners(tracker.board)

    def offer_sheet(self):
        self.fields["sheet"].choices = [(title, title) for title in self.read_sheet.sheets]
        if len(self.read_sheet.sheets) < 2:
            del self.fields["sheet"]

    def add_columns(self, guessed):
        headings = [(str(at), named(at, text)) for at, text in enumerate(self.read_sheet.header)]
        for column in trackers.COLUMNS:
            self.fields[f"{PREFIX}{column.field}"] = forms.ChoiceField(
                label=column.label,
                help_text=f"{column.holds[:1].upper()}{column.holds[1:]}.",
                choices=[("", "Not in this tracker"), *headings],
                required=column.field == "recommendation",
                initial=str(guessed.get(column.field, "")),
                error_messages={"required": "Choose the column that holds the recommendations"},
                widget=Select,
            )
        own = [name for name in ("sheet",) if name in self.fields]
        self.order_fields([*own, *(f"{PREFIX}{column.field}" for column in trackers.COLUMNS)])

    @property
    def columns(self) -> dict[str, int]:
        chosen = {c.field: self.cleaned_data.get(f"{PREFIX}{c.field}") for c in trackers.COLUMNS}
        return {name: int(at) for name, at in chosen.items() if at}

    @property
    def headings(self) -> dict[str, str]:
        """What the board's next tracker is guessed by."""
        return {name: self.read_sheet.header[at] for name, at in self.columns.items()}

    def clean(self):
        if len(self.read_sheet.rows) > trackers.MOST_ROWS:
            self.add_error(None, too_many(self.read_sheet))
        elif not self.errors:
            self.table = self.read()
        return self.cleaned_data

    def read(self) -> trackers.Table:
        given = self.cleaned_data
        return trackers.read(
            self.read_sheet,
            columns=self.columns,
            review=self.tracker.review,
            why_safe=given["why_safe"],
            defaults=trackers.Defaults(
                finding=given["finding"],
                owners=self.owners(),
                due_on=given["due_on"],
                difference=given["difference"],
            ),
        )

    def ask_only_what_is_needed(self):
        """Why it is safe, and what to leave out, are asked where there are such rows."""
        if not (self.table and self.table.case_data) and not self.data.get("why_safe"):
            del self.fields["why_safe"]
        if not (self.table and self.table.bad) and not self.data.get("leave_out"):
            del self.fields["leave_out"]
        elif self.table and self.table.bad:
            self.fields[
                "leave_out"
            ].help_text = (
                f"{len(self.table.bad)} rows make nothing then. The result lists each, with why."
            )


def named(at: int, heading: str) -> str:
    """A column as the spreadsheet calls it, with its heading."""
    return f"{trackers.letters(at)}: {heading[:70] or 'no heading'}"


def too_many(sheet: Sheet) -> str:
    return (
        f"This sheet has {len(sheet.rows):,} rows; at most {trackers.MOST_ROWS:,} are read in at a "
        "time. Split it into files of fewer rows"
    )
