"""A block pasted from a table: findings, recommendations or actions, row by row."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from kscb.dates import in_words, today
from kscb.paste import find_columns, is_header, rows_of, whole_width
from reviews.imports.known import Known
from reviews.imports.owners import NOBODY, Owners, parties
from reviews.imports.rows import (
    FIRST_DAY,
    Column,
    Reading,
    Row,
    Unfit,
    ask_why_safe,
    case_data_in,
    chosen,
    day_of,
    words_of,
)
from reviews.imports.splits import SPLIT, split_rows
from reviews.models import Action, Finding, Priority, Recommendation, Review, Theme

MOST_ROWS = 1_000
PROSE = ("wording", "difference")
TEN_YEARS = timedelta(days=3652)
SECOND_HEADINGS = "These are headings again. Take this row out; paste one table at a time."
NOTHING = "There is no row in the block. Copy the table’s rows and paste them here."


@dataclass(frozen=True)
class Defaults:
    """What the page was told for rows that do not say it themselves."""

    found_on: date | None = None
    theme: Theme | None = None
    finding: Finding | None = None
    recommendation: Recommendation | None = None
    owners: Owners = NOBODY
    due_on: date | None = None
    difference: str = ""


@dataclass(frozen=True)
class Kind:
    """What the rows of a block may be."""

    columns: tuple[Column, ...]
    check: Callable[[Reading, Known, Defaults], dict[str, Any]]
    becomes: Callable[[dict[str, Any], int], list[str]]

    @property
    def words(self) -> dict[str, tuple[str, ...]]:
        return {column.field: column.words for column in self.columns}


@dataclass(frozen=True)
class Table:
    """A block as it was read: its rows, the headings that were not, and what is wrong with all."""

    rows: tuple[Row, ...] = ()
    unread: tuple[str, ...] = ()
    has_headings: bool = False
    faults: tuple[str, ...] = ()
    case_data: str = ""

    @property
    def bad(self) -> list[Row]:
        return [row for row in self.rows if not row.is_good]

    @property
    def split(self) -> list[Row]:
        return [row for row in self.rows if row.is_split]

    @property
    def is_good(self) -> bool:
        return bool(self.rows) and not self.faults and not self.bad


# Findings


def check_finding(reading: Reading, known: Known, defaults: Defaults) -> dict[str, Any]:
    return {
        "wording": reading.take(lambda: words_of(reading.text("wording"), label="The finding")),
        "found_on": reading.take(found_on, reading, defaults),
        "themes": reading.take(themes_of, reading, known, defaults),
        "kind": reading.take(kind_of, reading),
        "agencies": reading.take(known.agencies.several, reading.text("agencies")),
    }


def found_on(reading: Reading, defaults: Defaults) -> date:
    return day_of(
        reading.cells.get("found_on", ""),
        label="Date of the finding",
        default=defaults.found_on,
        from_on=FIRST_DAY,
        to_on=today(),
        why="is not a day on which something can have been found. Check it.",
    )


def themes_of(reading: Reading, known: Known, defaults: Defaults) -> list[Theme]:
    named = known.themes.several(reading.text("themes"))
    if not named and defaults.theme is None:
        raise Unfit("It names no theme. Name one in this row, or for all rows above.")
    return named or [defaults.theme]  # type: ignore[list-item]


def kind_of(reading: Reading) -> str:
    text = reading.text("kind")
    return chosen(text, Finding.Kind.choices, label="Kind", default=Finding.Kind.LEARNING)


def becomes_finding(makes: dict[str, Any], number: int) -> list[str]:
    return [
        f"Finding {number}, {in_words(makes['found_on'])}",
        f"Themes: {listed(makes['themes'])}",
        *([f"Names {listed(makes['agencies'])}"] if makes["agencies"] else []),
        *(["Good practice"] if makes["kind"] == Finding.Kind.GOOD_PRACTICE else []),
    ]


def listed(records) -> str:
    return "; ".join(map(str, records))


# Recommendations


def check_recommendation(reading: Reading, known: Known, defaults: Defaults) -> dict[str, Any]:
    return {
        "wording": reading.take(
            lambda: words_of(reading.text("wording"), label="The recommendation")
        ),
        "findings": reading.take(findings_of, reading, known, defaults),
        **(reading.take(addressed_to, reading, known) or {}),
        "priority": reading.take(priority_of, reading, Priority.NORMAL),
    }


def findings_of(reading: Reading, known: Known, defaults: Defaults) -> list[Finding]:
    named = known.findings_in(reading.text("findings"))
    if not named and defaults.finding is None:
        raise Unfit(
            "It does not say which finding it answers. Write the finding’s number in this row, or "
            "choose one for all rows above."
        )
    return named or [defaults.finding]  # type: ignore[list-item]


def addressed_to(reading: Reading, known: Known) -> dict[str, Any]:
    """Agencies by name; "the board" is the board itself."""
    names = known.agencies.names_in(reading.text("agencies"))
    own = {"board", "the board", str(known.board).casefold(), known.board.short_name.casefold()}
    to_agencies = [name for name in names if name.casefold() not in own]
    agencies = [known.agencies.one(name) for name in to_agencies]
    return {"to_board": len(to_agencies) < len(names), "agencies": list(dict.fromkeys(agencies))}


def priority_of(reading: Reading, default: str) -> str:
    text = reading.text("priority")
    return chosen(text, Priority.choices, label="Priority", default=default)


def becomes_recommendation(makes: dict[str, Any], number: int) -> list[str]:
    to = [*(["the board"] if makes["to_board"] else []), *map(str, makes["agencies"])]
    return [
        f"Recommendation {number}, a draft",
        f"Answers {'; '.join(f'finding {finding.number}' for finding in makes['findings'])}",
        *([f"To {'; '.join(to)}"] if to else []),
        *(["High priority"] if makes["priority"] == Priority.HIGH else []),
    ]


# Actions


def check_action(reading: Reading, known: Known, defaults: Defaults) -> dict[str, Any]:
    difference = reading.text("difference") or defaults.difference
    agency, owner = reading.text("agency"), reading.text("owner")
    found = reading.take(parties, known, agency, owner, defaults.owners) or (None, None)
    return {
        "recommendation": reading.take(asked, reading, known, defaults),
        "wording": reading.take(
            lambda: words_of(reading.text("wording"), label="What will be done")
        ),
        "difference": reading.take(
            lambda: words_of(difference, label="What will be different for children")
        ),
        "agency": found[0],
        "owner": found[1],
        "due_on": reading.take(due_on, reading, defaults),
        "change": reading.take(change_of, reading),
        "priority": reading.take(priority_of, reading, ""),
    }


def asked(reading: Reading, known: Known, defaults: Defaults) -> Recommendation:
    text = reading.text("recommendation")
    if text:
        return known.recommendation(text)
    if defaults.recommendation is None:
        raise Unfit(
            "The recommendation’s number is missing. Write it in this row, or choose one for all "
            "rows above."
        )
    return defaults.recommendation


def due_on(reading: Reading, defaults: Defaults) -> date:
    return day_of(
        reading.cells.get("due_on", ""),
        label="Due date",
        default=defaults.due_on,
        from_on=today(),
        to_on=today() + TEN_YEARS,
        why="is not within the next ten years. Give a day still to come; a plan of the past is "
        "read in as a tracker.",
    )


def change_of(reading: Reading) -> str:
    text = reading.text("change")
    return chosen(text, Action.Change.choices, label="Kind of change", default=Action.Change.OTHER)


def becomes_action(makes: dict[str, Any], number: int) -> list[str]:
    return [
        f"An action proposed on {makes['recommendation']}",
        f"{makes['agency']}, {makes['owner']}",
        f"Due {in_words(makes['due_on'])}",
        Action.Change(makes["change"]).label,
    ]


# What each kind's columns are

KINDS = {
    "findings": Kind(
        columns=(
            Column(
                "wording",
                "Finding",
                ("finding", "what was found", "wording", "learning point", "learning", "issue"),
                "what was found",
                "Plans were not shared before discharge.",
            ),
            Column(
                "themes",
                "Themes",
                ("themes", "theme", "topic", "category"),
                "names of themes, with ; or , between them",
                "Information sharing",
            ),
            Column(
                "found_on",
                "Date",
                ("date of the finding", "date found", "found on", "date"),
                "the day of the finding",
                "4 June 2018",
            ),
            Column(
                "kind",
                "Kind",
                ("kind", "type"),
                "something to learn, or good practice; empty is something to learn",
                "Something to learn",
            ),
            Column(
                "agencies",
                "Agencies",
                ("agencies", "agency", "organisation", "organisations"),
                "agencies that it names",
            ),
        ),
        check=check_finding,
        becomes=becomes_finding,
    ),
    "recommendations": Kind(
        columns=(
            Column(
                "wording",
                "Recommendation",
                ("recommendation", "recommendations", "wording"),
                "in the words of the review",
                "Plans are shared a day before discharge.",
            ),
            Column(
                "findings",
                "Findings",
                ("findings", "finding", "answers", "finding numbers"),
                "numbers of this review’s findings",
                "1; 2",
            ),
            Column(
                "agencies",
                "Agencies",
                ("agencies", "agency", "addressed to", "for", "lead agency"),
                "agencies it is addressed to, or “the board”",
                "The board",
            ),
            Column(
                "priority", "Priority", ("priority",), "high or normal; empty is normal", "High"
            ),
        ),
        check=check_recommendation,
        becomes=becomes_recommendation,
    ),
    "actions": Kind(
        columns=(
            Column(
                "recommendation",
                "Recommendation",
                ("recommendation", "rec", "recommendation number", "reference", "ref"),
                "its number or reference",
                "R1",
            ),
            Column(
                "wording",
                "What will be done",
                ("what will be done", "action", "action to be taken", "actions", "task"),
                "the action",
                "Write the sharing step into the discharge checklist.",
            ),
            Column(
                "difference",
                "Difference",
                (
                    *("what will be different for children", "difference", "outcome"),
                    *("intended outcome", "impact"),
                ),
                "what will be different for children",
                "No child goes home without a plan.",
            ),
            Column(
                "agency",
                "Agency",
                ("agency", "owner agency", "lead agency", "organisation"),
                "one agency of the board",
            ),
            Column(
                "owner",
                "Owner",
                ("owner", "named owner", "lead", "lead person", "responsible", "by whom"),
                "name or e-mail; empty is the agency’s only lead",
            ),
            Column(
                "due_on",
                "Due date",
                ("due date", "due", "target date", "deadline", "by when", "timescale"),
                "a day still to come",
                "31 March 2030",
            ),
            Column(
                "change",
                "Kind of change",
                ("kind of change", "type of change"),
                "such as training, process or workload",
                "Process",
            ),
            Column(
                "priority",
                "Priority",
                ("priority",),
                "high or normal; empty is the recommendation’s",
            ),
        ),
        check=check_action,
        becomes=becomes_action,
    ),
}


# Reading a block


def read(text: str, *, what: str, review: Review, defaults: Defaults, why_safe: str = "") -> Table:
    """Every row of the block, checked; nothing is saved."""
    kind, rows = KINDS[what], rows_of(text)
    has_headings = bool(rows) and is_header(rows[0], kind.words)
    columns = find_columns(rows[0], kind.words) if has_headings else in_fixed_order(kind)
    heads = headings(kind, rows, has_headings)
    faults = [*no_rows(rows, has_headings), *(no_wording(kind, columns) if has_headings else [])]
    if faults:
        return Table(has_headings=has_headings, faults=tuple(faults))
    reader = Reader(kind, columns, heads, Known(review), defaults, bool(why_safe.strip()))
    found = reader.rows(rows, first=int(has_headings), review=review)
    unread = [reader.heading(at) for at in range(len(heads)) if at not in columns.values()]
    case_data = case_data_in([text for row in found if row.case_data for text in row.texts])
    return Table(tuple(found), tuple(unread) if has_headings else (), has_headings, (), case_data)


def in_fixed_order(kind: Kind) -> dict[str, int]:
    return {column.field: at for at, column in enumerate(kind.columns)}


def headings(kind: Kind, rows: list[list[str]], has_headings: bool) -> list[str]:
    return list(rows[0]) if has_headings else [column.label for column in kind.columns]


def no_rows(rows: list[list[str]], has_headings: bool) -> list[str]:
    if len(rows) - has_headings < 1:
        return [NOTHING]
    if len(rows) - has_headings > MOST_ROWS:
        return [f"The block has more than {MOST_ROWS:,} rows. Paste it in parts."]
    return []


def no_wording(kind: Kind, columns: dict[str, int]) -> list[str]:
    """A table with headings must head the words themselves."""
    main = next(column for column in kind.columns if column.field == "wording")
    if main.field in columns:
        return []
    return [
        f"No heading says which column holds {main.holds}. Head that column “{main.label}”, or "
        "take the headings out and put the columns in the order shown below."
    ]


@dataclass
class Reader:
    """Reads the rows of one block."""

    kind: Kind
    columns: dict[str, int]
    headings: list[str]
    known: Known
    defaults: Defaults
    is_answered: bool

    def rows(self, rows: list[list[str]], *, first: int, review: Review) -> list[Row]:
        split = split_rows(rows, first=first, one_begins=self.one_begins(whole_width(rows)))
        made = getattr(review, review_rows(self.kind)).order_by("-number").first()
        next_number = (made.number if made else 0) + 1 - first
        return [
            self.row(rows[at], at, first, is_split=at in split, number=next_number + at)
            for at in range(first, len(rows))
        ]

    def one_begins(self, width: int) -> bool:
        """Whether a cell that stands alone begins a row: free text stands first, and not last."""
        prose = {at for name, at in self.columns.items() if name in PROSE}
        return 0 in prose and width - 1 not in prose

    def row(self, cells: list[str], at: int, first: int, *, is_split: bool, number: int) -> Row:
        reading = Reading({f: cells[c] for f, c in self.columns.items() if c < len(cells)})
        makes = self.kind.check(reading, self.known, self.defaults)
        case_data = case_data_in(cells)
        faults = self.shape_faults(cells, is_split=is_split) or reading.faults
        faults = faults + ([ask_why_safe(case_data)] if case_data and not self.is_answered else [])
        return Row(
            number=at + 1 - first,
            at=at,
            cells=tuple((self.heading(column), cell) for column, cell in enumerate(cells)),
            makes=makes,
            becomes=() if faults else (*self.kind.becomes(makes, number), *answered(case_data)),
            faults=tuple(faults),
            case_data=case_data,
            is_split=is_split,
        )

    def heading(self, column: int) -> str:
        known = self.headings[column] if column < len(self.headings) else ""
        return known or f"Column {column + 1}"

    def shape_faults(self, cells: list[str], *, is_split: bool) -> list[str]:
        """What is wrong with the row as a whole, for which its cells need not be looked at."""
        if sum(map(bool, cells)) > 1 and is_header(cells, self.kind.words):
            return [SECOND_HEADINGS]
        if is_split:
            return [SPLIT]
        extra = [cell for cell in cells[len(self.headings) :] if cell]
        if extra:
            return [
                f"It has {len(cells)} cells, where {len(self.headings)} columns are known. "
                "Check that no cell holds a tab, and take out columns that are not needed."
            ]
        return []


def answered(case_data: str) -> list[str]:
    return [f"May hold {case_data}; you said why it is safe"] if case_data else []


def review_rows(kind: Kind) -> str:
    return "findings" if kind is KINDS["findings"] else "recommendations"
