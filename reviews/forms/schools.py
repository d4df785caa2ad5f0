from dataclasses import replace

from django import forms

from kscb.forms import Form
from kscb.refusal import Refused
from reviews.forms.blocks import LONGEST_BLOCK
from reviews.imports import schools
from reviews.imports.rows import Row
from reviews.services.schools import School, Step, plan


class SchoolsForm(Form):
    """A list of schools: a file is read into the box, where it can be changed like what is pasted.

    The list names the leads of schools, and no child: nothing of it is looked at for case data.
    """

    asks_about_case_data = False
    file = forms.FileField(
        label="The list, as a file",
        required=False,
        help_text="An Excel workbook (xlsx) or a csv file, up to 20 MB. The file is not kept.",
    )
    block = forms.CharField(
        label="Or the rows, copied from a spreadsheet",
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 12, "class": "table-text", "spellcheck": "false"}),
        help_text="Headings may come with them. You can change the text here.",
    )
    marks_optional = False

    def __init__(self, data=None, files=None, *, audit_round):
        self.audit_round, self.rows, self.unread = audit_round, [], ()
        self.file_fault = ""
        if data is not None and files and files.get("file"):
            data = self.with_file(data, files["file"])
        super().__init__(data)

    def with_file(self, data, file):
        data = data.copy()
        try:
            data["block"] = schools.as_block(file, name=file.name)
        except Refused as refusal:
            self.file_fault = str(refusal)
        return data

    def clean_block(self):
        text = self.cleaned_data["block"]
        if len(text) > LONGEST_BLOCK:
            raise forms.ValidationError(
                f"The list has {len(text):,} characters; at most {LONGEST_BLOCK:,} can be read. "
                "Bring it in parts"
            )
        return text

    def clean(self):
        if self.file_fault:
            self.add_error("file", self.file_fault)
        elif not self.errors:
            self.read(self.cleaned_data["block"])
        return self.cleaned_data

    def read(self, text: str) -> None:
        if not text.strip():
            self.add_error("file", "Choose a file, or paste the list")
            return
        table = schools.read(text)
        if table.fault:
            self.add_error("block", table.fault)
        self.unread = table.unread
        good = [row for row in table.rows if row.is_good]
        steps = plan(self.audit_round, [row.makes["school"] for row in good])
        told = {row.number: told_of(row, step) for row, step in zip(good, steps, strict=True)}
        self.rows = [told.get(row.number, row) for row in table.rows]

    @property
    def bad(self) -> list[Row]:
        return [row for row in self.rows if not row.is_good]

    @property
    def good(self) -> list[Row]:
        return [row for row in self.rows if row.is_good]

    @property
    def schools(self) -> list[School]:
        return [row.makes["school"] for row in self.good]


def told_of(row: Row, step: Step) -> Row:
    """The row with what it does, or with what the board's own records say against it."""
    if step.faults:
        return schools.put_right(row, step.faults)
    return replace(row, becomes=step.becomes)
