"""A board's own tracker: its sheet, with the board's own headings, row by row."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from kscb.dates import in_words, today
from kscb.paste import find_columns, heading_words
from kscb.sheets import NO_DATE, Cell, Sheet, as_date, shortened
from kscb.sheets import Row as SheetRow
from kscb.text import fold
from reviews.imports.known import Known
from reviews.imports.owners import NOBODY, Owners, parties
from reviews.imports.rows import (
    FIRST_DAY,
    LONGEST_TEXT,
    Column,
    Reading,
    Row,
    Unfit,
    ask_why_safe,
    case_data_in,
    chosen,
    day_of,
    shown,
    words_of,
)
from reviews.models import Finding, Priority, Review
from reviews.services.trackers import Tracked, TrackedAction

MOST_ROWS = 1_000
LAST_DAY = date(2099, 12, 31)
COMPLETE = {"blue", "complete", "completed", "closed", "done", "finished", "achieved", "signed off"}
NEITHER = (
    "It has neither a recommendation nor an action. Put it right in the spreadsheet, or leave it "
    "out."
)

COLUMNS = (
    Column("ref", "Reference", ("ref", "reference", "no", "number", "id"), "the board’s own"),
    Column(
        "recommendation",
        "Recommendation",
        ("recommendation", "recommendations", "recommendation wording", "objective"),
        "empty stands for the one above",
    ),
    Column(
        "findings",
        "Finding numbers",
        ("finding", "findings", "finding number"),
        "numbers of this review’s findings",
    ),
    Column(
        "action",
        "Action",
        ("action", "actions", "action to be taken", "action required", "what will be done"),
        "without it, the recommendation’s own words",
    ),
    Column(
        "agency",
        "Lead agency",
        (
            *("lead agency", "agency", "lead or agency", "lead/agency", "organisation"),
            *("responsible agency", "lead"),
        ),
        "an agency of the board, or a person who speaks for one",
    ),
    Column(
        "owner",
        "Named owner",
        ("named owner", "owner", "lead officer", "lead person", "responsible officer"),
        "name or e-mail",
    ),
    Column("start", "Start", ("start", "start date", "date started"), "kept as words"),
    Column(
        "due",
        "Due date",
        ("due", "due date", "target date", "deadline", "by when", "timescale", "completion due"),
        "a day",
    ),
    Column(
        "progress",
        "Progress",
        (
            *("progress", "progress narrative", "update", "updates", "agency response"),
            *("comments", "response"),
        ),
        "becomes the action’s first update",
    ),
    Column(
        "rag",
        "Colour (BRAG)",
        ("brag", "rag", "rag rating", "status", "progress indicator", "brag rating"),
        "kept as words, never as a status",
    ),
    Column("evidence", "Evidence", ("evidence", "evidence link"), "kept as words"),
    Column(
        "difference",
        "What will be different for children",
        (
            *("what will be different for children", "impact", "outcome", "intended outcome"),
            *("difference", "what difference"),
        ),
        "the action’s difference",
    ),
    Column(
        "closed",
        "Date closed",
        ("date closed", "closed", "date completed", "completed on", "date of completion"),
        "kept as words: a person must accept it",
    ),
    Column("signed", "Signed off by", ("signed off by", "signed off", "sign off"), "kept as words"),
    Column("priority", "Priority", ("priority",), "high or normal"),
)
WORDS = {column.field: column.words for column in COLUMNS}
# What a row of a tracker says of an action, where its own words for the action are missing.
OF_AN_ACTION = ("agency", "owner", "due", "progress", "closed")


@dataclass(frozen=True)
class Defaults:
    """What the page was told for rows that do not say it themselves."""

    finding: Finding | None = None
    owners: Owners = NOBODY
    due_on: date | None = None
    difference: str = ""


@dataclass(frozen=True)
class Table:
    """A sheet as it was read: rows that make something, rows to put right, and blank ones."""

    rows: tuple[Row, ...]
    blank: int
    unread: tuple[str, ...] = ()
    case_data: str = ""

    @property
    def good(self) -> list[Row]:
        return [row for row in self.rows if row.is_good]

    @property
    def bad(self) -> list[Row]:
        return [row for row in self.rows if not row.is_good]

    @property
    def rows_in(self) -> int:
        return len(self.rows) + self.blank


def guess(header: tuple[str, ...], last: Mapping[str, str]) -> dict[str, int]:
    """Which column holds what: as the board's last tracker had it, else by the headings' words."""
    headings = [heading_words(heading) for heading in header]
    remembered = {
        name: headings.index(heading_words(heading))
        for name, heading in last.items()
        if name in WORDS and heading_words(heading) in headings and heading_words(heading)
    }
    guessed = find_columns(header, WORDS)
    taken = set(remembered.values())
    more = {n: at for n, at in guessed.items() if n not in remembered and at not in taken}
    return more | remembered


def read(
    sheet: Sheet,
    *,
    columns: Mapping[str, int],
    review: Review,
    defaults: Defaults,
    why_safe: str = "",
) -> Table:
    """Every row of the sheet, checked; nothing is saved."""
    reader = Reader(sheet, columns, Known(review), defaults, bool(why_safe.strip()))
    rows = tuple(reader.row(row) for row in sheet.rows)
    kinds = case_data_in([cell for row in rows if row.case_data for cell in row.texts])
    unread = [reader.heading(at) for at in range(len(sheet.header)) if reader.is_lost(at)]
    return Table(rows, sheet.blank, tuple(unread), kinds)


@dataclass
class Reader:
    """Reads the rows of one sheet from the top: an empty recommendation is the one above."""

    sheet: Sheet
    columns: Mapping[str, int]
    known: Known
    defaults: Defaults
    is_answered: bool
    above: str = ""
    asked: set[str] = field(default_factory=set)

    def row(self, row: SheetRow) -> Row:
        reading = Reading({name: row.cells[at] for name, at in self.columns.items()})
        cells = tuple((self.heading(at), shown(cell)) for at, cell in enumerate(row.cells))
        tracked = self.tracked(reading, row.number)
        case_data = case_data_in([tracked.recommendation, *(text for _, text in cells)])
        faults = list(dict.fromkeys(reading.faults))
        faults += [ask_why_safe(case_data)] if case_data and not self.is_answered else []
        return Row(
            number=row.number,
            at=row.number,
            cells=cells,
            makes={"tracked": tracked},
            becomes=() if faults else tuple(becomes(tracked, reading, case_data)),
            faults=tuple(faults),
            case_data=case_data,
        )

    def heading(self, at: int) -> str:
        return self.sheet.header[at] or f"Column {letters(at)}"

    def is_lost(self, at: int) -> bool:
        """Whether a column that holds something is read as nothing."""
        return at not in self.columns.values() and any(row.cells[at] for row in self.sheet.rows)

    def tracked(self, reading: Reading, number: int) -> Tracked:
        asked = reading.text("recommendation") or self.above
        reading.take(recommendation_words, asked)
        action = self.action(reading, asked)
        self.above = asked
        return Tracked(
            number=number,
            words=" ".join(
                filter(None, [reading.text("ref"), action.wording if action else asked])
            ),
            recommendation=asked,
            findings=reading.take(self.findings, reading) or (),
            action=action,
        )

    def findings(self, reading: Reading) -> list[Finding]:
        named = self.known.findings_in(reading.text("findings"))
        if not named and self.defaults.finding is None:
            raise Unfit("It does not say which finding it answers. Choose one for all rows above.")
        return named or [self.defaults.finding]  # type: ignore[list-item]

    def action(self, reading: Reading, asked: str) -> TrackedAction | None:
        """The row's action. Where only its words are missing, it is the recommendation's own."""
        is_new = bool(reading.text("recommendation")) and fold(asked) not in self.asked
        self.asked.add(fold(asked))
        wording = reading.text("action")
        if not wording and not any(reading.text(name) for name in OF_AN_ACTION):
            if not is_new:
                reading.faults.append(NEITHER)
            return None
        agency, owner = reading.text("agency"), reading.text("owner")
        found: Any = reading.take(parties, self.known, agency, owner, self.defaults.owners)
        return TrackedAction(
            agency=found and found[0],
            owner=found and found[1],
            due_on=reading.take(self.due_on, reading),
            wording=reading.take(action_words, wording or asked),
            difference=reading.take(difference_words, reading, self.defaults),
            priority=reading.take(priority_of, reading) or "",
            said=reading.take(said, reading) or "",
        )

    def due_on(self, reading: Reading) -> date:
        """A word such as "ongoing" is no date: the one for all rows stands in for it."""
        cell = reading.cells.get("due", "")
        return day_of(
            "" if self.defaults.due_on and is_no_date(cell) else cell,
            label="Due date",
            default=self.defaults.due_on,
            from_on=FIRST_DAY,
            to_on=LAST_DAY,
            why="cannot be right. Check its year.",
        )


def recommendation_words(text: str) -> str:
    return words_of(text, label="The recommendation")


def is_no_date(cell: Cell) -> bool:
    return isinstance(cell, str) and fold(cell).strip(" .") in NO_DATE


def difference_words(reading: Reading, defaults: Defaults) -> str:
    text = reading.text("difference") or defaults.difference
    return words_of(text, label="What will be different for children")


def action_words(text: str) -> str:
    return words_of(text, label="The action")


def priority_of(reading: Reading) -> str:
    return chosen(reading.text("priority"), Priority.choices, label="Priority", default="")


def said(reading: Reading) -> str:
    """What the tracker said of an action's progress, as words and nothing more."""
    parts = [reading.text("progress"), *kept_words(reading)]
    told = closed_words(reading)
    if not told and not any(parts):
        return ""
    lead = told or "Said in the tracker:"
    return words_of("\n".join([lead, *filter(None, parts)])[: LONGEST_TEXT + 1], label="Progress")


def closed_words(reading: Reading) -> str:
    cell = reading.cells.get("closed", "")
    try:
        closed = None if is_no_date(cell) else as_date(cell)
    except ValueError as fault:
        if reading.text("closed").casefold() in COMPLETE | {"yes", "y"}:
            return "Said in the tracker to be complete, without a date:"
        raise Unfit(f"Date closed: {fault}") from fault
    if closed and closed > today():
        raise Unfit(f"Date closed: {in_words(closed)} is still to come. Check it.")
    if closed:
        return f"Said in the tracker to be complete on {in_words(closed)}:"
    if fold(reading.text("rag")) in COMPLETE:
        return "Said in the tracker to be complete, without a date:"
    return ""


def kept_words(reading: Reading) -> list[str]:
    """Cells that become no field of ours, so that nothing which was read is lost."""
    due = reading.cells.get("due", "")
    kept = [("Start", reading.text("start"))]
    kept += [("Due", shown(due))] if is_no_date(due) else []
    kept += [("Colour", reading.text("rag")), ("Evidence", reading.text("evidence"))]
    kept += [("Signed off by", reading.text("signed"))]
    return [f"{label} in the tracker: {text}" for label, text in kept if text]


def becomes(tracked: Tracked, reading: Reading, case_data: str) -> list[str]:
    lines = [f"Recommendation: {shortened(tracked.recommendation)}"]
    if tracked.action:
        action = tracked.action
        lines += [
            f"Action, proposed: {shortened(action.wording)}",
            f"{action.agency}, {action.owner}, due {in_words(action.due_on)}",
            *(["An update with what the tracker said"] if action.said else []),
            *(["Its completion waits for a person to accept"] if closed_words(reading) else []),
        ]
    return lines + ([f"May hold {case_data}; you said why it is safe"] if case_data else [])


def letters(at: int) -> str:
    """0 is A, 26 is AA, as a spreadsheet calls its columns."""
    head, last = divmod(at, 26)
    return (letters(head - 1) if head else "") + chr(65 + last)


def left_out(row: Row) -> Tracked:
    """A bad row that a person chose to leave out, with the reason, but none of its words."""
    why = " ".join(row.faults) if not row.case_data else f"It may hold {row.case_data}."
    return Tracked(number=row.number, words="", left_out=why)


def to_read_in(table: Table) -> list[Tracked]:
    """Every row that is not blank: what it makes, or why it is left out."""
    return [row.makes["tracked"] if row.is_good else left_out(row) for row in table.rows]
