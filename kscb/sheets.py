"""A tracker that a board kept in a spreadsheet, as rows of text and dates, or a refusal in words.

The file may be anything: sizes are checked as declared before a zip is unpacked, and what is too
large to be a tracker is turned down rather than cut short. Nothing in it is ever run.
"""

import csv
import re
import warnings
import zipfile
import zlib
from calendar import monthrange
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from io import BytesIO, StringIO
from itertools import islice
from typing import BinaryIO

import openpyxl
from django.core.files.base import File

from kscb.paste import tidied
from kscb.refusal import Refused
from kscb.text import fold

type Cell = str | date

MOST_BYTES = 20 * 2**20
MOST_MEMBERS = 1_000
MOST_UNPACKED = 100 * 2**20
MOST_RATIO = 100
RATIO_COUNTS_FROM = 5 * 2**20
MOST_ROWS = 10_000
MOST_COLUMNS = 60
MOST_LOOKED_AT = 10_000_000  # rows and cells of a workbook, empty ones with them
LAST_ROW_OF_EXCEL = 1_048_576
ROWS_BEFORE_HEADINGS = 20

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ZIP = b"PK\x03\x04"
ZIP_FAULTS = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    NotImplementedError,
    RuntimeError,
    ValueError,
)
# Entities are declared in a DOCTYPE, which no spreadsheet has, in one of the encodings of XML.
DOCTYPES = [b"<!DOCTYPE", "<!DOCTYPE".encode("utf-16-le"), "<!DOCTYPE".encode("utf-16-be")]

WRONG_KIND = "is not a kind of file that can be read here. Save it as xlsx or csv and try again."
DAMAGED = "is damaged, or is not what its name says. Open it, save it again as xlsx, and try again."
PROTECTED = (
    "is protected with a password, or is an older kind of Excel file. Save a copy without a "
    "password, as xlsx, and try again."
)
TOO_BIG = "is too large for a tracker. Save a copy with only the sheet to be read and try again."
NOT_TEXT = (
    "is not the text that a csv file holds. Open it in your spreadsheet program, save it as xlsx, "
    "and try again."
)
NO_HEADINGS = (
    f"has no row of headings among its first {ROWS_BEFORE_HEADINGS} rows. Put a heading above each "
    "column, in one row, and try again."
)
TOO_MANY_ROWS = (
    f"has more than {MOST_ROWS:,} rows. Split it into files of fewer rows and try again."
)
EMPTY = "holds nothing. Check that it is the right file and try again."


@dataclass(frozen=True)
class Row:
    """One row with something in it, under the number that the spreadsheet shows beside it."""

    number: int
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class Sheet:
    """One sheet from its headings down; each row has as many cells as there are headings.

    A column that holds something but has no heading has an empty one.
    """

    sheets: tuple[str, ...]
    chosen: str
    header: tuple[str, ...]
    header_number: int
    rows: tuple[Row, ...]
    blank: int

    @property
    def rows_in(self) -> int:
        """Every row from the headings to the last that holds something: `rows` and `blank`."""
        return len(self.rows) + self.blank


def read_sheet(file: BinaryIO | File, *, name: str, sheet: str = "") -> Sheet:
    """The sheet of that title, or the one with most rows. Hidden sheets are passed over."""
    try:
        found = read_file(file, kind=name.lower().rpartition(".")[2], sheet=sheet)
        return from_headings(found)
    except Unreadable as why:
        raise Refused(f"“{name}” {why}") from why


class Unreadable(Exception):
    """Why a file cannot be read, as the end of a sentence that begins with its name."""


@dataclass(frozen=True)
class Found:
    """The chosen sheet's rows that hold something, before its headings are looked for."""

    sheets: list[str]
    chosen: str
    rows: list[Row]


def read_file(file: BinaryIO | File, *, kind: str, sheet: str) -> Found:
    if kind not in ("xlsx", "csv"):
        raise Unreadable(WRONG_KIND)
    file.seek(0)
    content: bytes = file.read(MOST_BYTES + 1)
    if len(content) > MOST_BYTES:
        raise Unreadable(TOO_BIG)
    if not content.strip():
        raise Unreadable(EMPTY)
    if content.startswith(OLE):
        raise Unreadable(PROTECTED)
    return read_xlsx(content, sheet) if kind == "xlsx" else read_csv(content)


def from_headings(found: Found) -> Sheet:
    """Boards put a title above: the headings are the first row with two cells filled."""
    early = (row for row in found.rows if row.number <= ROWS_BEFORE_HEADINGS)
    header = next((row for row in early if sum(cell != "" for cell in row.cells) > 1), None)
    if header is None:
        raise Unreadable(NO_HEADINGS)
    rows = [row for row in found.rows if row.number > header.number]
    if len(rows) > MOST_ROWS:
        raise Unreadable(TOO_MANY_ROWS)
    width = max(len(row.cells) for row in [header, *rows])
    last = rows[-1].number if rows else header.number
    return Sheet(
        sheets=tuple(found.sheets),
        chosen=found.chosen,
        header=tuple(str(cell) for cell in widened(header, width).cells),
        header_number=header.number,
        rows=tuple(widened(row, width) for row in rows),
        blank=last - header.number - len(rows),
    )


def widened(row: Row, width: int) -> Row:
    return Row(row.number, row.cells + ("",) * (width - len(row.cells)))


def filled_rows(rows: Iterable[Iterable[object]]) -> Iterator[Row]:
    """The rows that hold something, each up to the last cell that does."""
    for number, row in enumerate(rows, start=1):
        filled = dict(filled_cells(number, row))
        if filled:
            yield Row(number, tuple(filled.get(at, "") for at in range(max(filled) + 1)))


def filled_cells(number: int, row: Iterable[object]) -> Iterator[tuple[int, Cell]]:
    for at, typed in enumerate(row):
        cell = "" if typed in (None, "") else as_cell(typed)
        if cell != "" and at >= MOST_COLUMNS:
            raise Unreadable(
                f"has something in column {at + 1} of row {number}; at most {MOST_COLUMNS} columns "
                "can be read. Take out the columns that are not needed and try again."
            )
        if cell != "":
            yield at, cell


def kept(rows: Iterable[Row]) -> list[Row]:
    """All the rows, if there are no more than a tracker has, with its title and headings on top."""
    most = MOST_ROWS + ROWS_BEFORE_HEADINGS
    found = list(islice(rows, most + 1))
    if len(found) > most:
        raise Unreadable(TOO_MANY_ROWS)
    return found


def as_cell(cell: object) -> Cell:
    """Text and dates as they are, numbers and the rest as a spreadsheet shows them."""
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    if isinstance(cell, bool):
        return str(cell).upper()
    if isinstance(cell, float):
        return format(Decimal(format(cell, ".15g")).normalize(), "f") if cell % 1 else f"{cell:.0f}"
    return tidied(str(cell).replace("_x000D_", ""))  # how Excel writes a carriage return


# Workbooks


def read_xlsx(content: bytes, sheet: str) -> Found:
    refuse_zip(content)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # openpyxl's remarks on what it leaves out: lists, colours
        try:
            return read_workbook(content, sheet)
        except Unreadable:
            raise
        except Exception as fault:  # openpyxl has no one exception for files that make no sense
            raise Unreadable(DAMAGED) from fault


def read_workbook(content: bytes, sheet: str) -> Found:
    book = openpyxl.load_workbook(
        BytesIO(content), read_only=True, data_only=True, keep_links=False
    )
    visible = [page for page in book.worksheets if page.sheet_state == "visible"]
    titles = [page.title for page in visible]
    if sheet and sheet not in titles:
        raise Unreadable(f"has no sheet called “{sheet}”. Choose one of its sheets.")
    seen = Looked()
    tables = {
        page.title: attempted(seen.through(rows_in(page)))
        for page in visible
        if not sheet or page.title == sheet
    }
    return fullest(tables, titles)


def rows_in(page) -> Iterator[tuple]:
    """Row by row, whatever size the sheet says it has: programs often get that wrong."""
    page.reset_dimensions()
    return page.iter_rows(max_row=LAST_ROW_OF_EXCEL, values_only=True)


class Looked:
    """Counts what was looked at, so that a small file cannot ask for hours of empty cells."""

    def __init__(self) -> None:
        self.cells = 0

    def through(self, rows: Iterable[tuple]) -> Iterator[tuple]:
        for row in rows:
            self.cells += 1 + len(row)
            if self.cells > MOST_LOOKED_AT:
                raise Unreadable(TOO_BIG)
            yield row


def attempted(rows: Iterable[tuple]) -> list[Row] | Unreadable:
    """A sheet that is too wide is no harm while it is not the one to be read."""
    try:
        return kept(filled_rows(rows))
    except Unreadable as why:
        return why


def fullest(tables: dict[str, list[Row] | Unreadable], titles: list[str]) -> Found:
    """The sheet with most rows; where none can be read, the reason for the first."""
    readable = {title: rows for title, rows in tables.items() if isinstance(rows, list)}
    for rows in tables.values():
        if isinstance(rows, Unreadable) and not any(readable.values()):
            raise rows
    if not any(readable.values()):
        raise Unreadable(EMPTY)
    chosen = max(readable, key=lambda title: len(readable[title]))
    return Found(titles, chosen, readable[chosen])


def refuse_zip(content: bytes) -> None:
    if not content.startswith(ZIP):
        raise Unreadable(DAMAGED)
    try:
        with zipfile.ZipFile(BytesIO(content)) as package:
            refuse_members(package.infolist())
            for member in package.infolist():
                refuse_entities(package, member)
    except ZIP_FAULTS as fault:
        raise Unreadable(DAMAGED) from fault


def refuse_members(members: list[zipfile.ZipInfo]) -> None:
    if len(members) > MOST_MEMBERS or sum(m.file_size for m in members) > MOST_UNPACKED:
        raise Unreadable(TOO_BIG)
    for member in members:
        is_large = member.file_size > RATIO_COUNTS_FROM
        if is_large and member.file_size > MOST_RATIO * max(member.compress_size, 1):
            raise Unreadable(TOO_BIG)
    if any(member.flag_bits & 0x1 for member in members):
        raise Unreadable(PROTECTED)


def refuse_entities(package: zipfile.ZipFile, member: zipfile.ZipInfo) -> None:
    """Reads the member through: a few entities can stand for more text than memory holds."""
    carried = b""
    with package.open(member) as unpacked:
        while chunk := unpacked.read(2**18):
            carried = carried[-32:] + chunk
            if any(doctype in carried for doctype in DOCTYPES):
                raise Unreadable(DAMAGED)


# Comma-separated text


def read_csv(content: bytes) -> Found:
    text = decoded(content)
    delimiter = max((",", ";", "\t"), key=lambda mark: even_rows(text, mark))
    lines = csv.reader(StringIO(text, newline=""), delimiter=delimiter, strict=True)
    rows = kept(filled_rows(faults_numbered(lines)))
    if not rows:
        raise Unreadable(EMPTY)
    return Found([], "", rows)


def decoded(content: bytes) -> str:
    """Excel's “CSV UTF-8”, its plain “CSV” in England, or its “Unicode text”."""
    is_wide = content.startswith((b"\xff\xfe", b"\xfe\xff"))
    if content.startswith(ZIP) or (b"\0" in content and not is_wide):
        raise Unreadable(NOT_TEXT)
    for encoding in ["utf-16"] if is_wide else ["utf-8-sig", "cp1252"]:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Unreadable(NOT_TEXT)


def even_rows(text: str, delimiter: str) -> tuple[int, int]:
    """How many of the first rows the mark cuts into as many cells as each other, and how many."""
    lines = csv.reader(StringIO(text, newline=""), delimiter=delimiter)
    try:
        widths = Counter(len(line) for line in islice(lines, ROWS_BEFORE_HEADINGS))
    except csv.Error:
        return (0, 0)
    return max(((times, width) for width, times in widths.items() if width > 1), default=(0, 0))


def faults_numbered(lines: Iterable[list[str]]) -> Iterator[list[str]]:
    """The rows; one that cannot be cut into cells is named."""
    number = 1
    try:
        for number, line in enumerate(lines, start=2):  # noqa: B007  # the number of the next row
            yield line
    except csv.Error as fault:
        raise Unreadable(
            f"has a quotation mark in row {number} that is never closed, or closed in the middle "
            "of a cell. Put it right, or save the file as xlsx, and try again."
        ) from fault


# Dates as people type them

MONTHS = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)
FIRST_YEAR, LAST_YEAR = 1970, 2099
DAY_NAMES = re.compile(r"\b(mon|tues?|wed(nes)?|thu(rs?)?|fri|sat(ur)?|sun)(day)?\b")
BEFORE_A_DATE = re.compile(r"^(by|due|on|before)\b")
END_OF = re.compile(r"^(the )?end( of)?\b")
TIME = r"(?:[ t]\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?z?)?"
YEAR_FIRST = re.compile(rf"(?P<year>\d{{4}})[-/.](?P<month>\d{{1,2}})[-/.](?P<day>\d{{1,2}}){TIME}")
IN_FIGURES = re.compile(
    rf"(?P<day>\d{{1,2}}) ?[-/. ] ?(?P<month>\d{{1,2}}) ?[-/. ] ?(?P<year>\d{{4}}|\d{{2}}){TIME}"
)
IN_WORDS = re.compile(
    rf"(?P<day>\d{{1,2}})(?:st|nd|rd|th)?[-/. ]*(?:of )?(?P<month>[a-z]{{3,9}})[-/. ]*'?"
    rf"(?P<year>\d{{4}}|\d{{2}}){TIME}"
)
# “March 18” may be a day: a year of two digits needs a mark before it, as Excel shows “Mar-18”.
MONTH_ONLY = re.compile(
    r"(?P<month>[a-z]{3,9})(?:[-/. ]*(?P<year>\d{4})|[-/ ]*[-/'](?P<short>\d{2}))"
)
MONTH_IN_FIGURES = re.compile(r"(?P<month>\d{1,2}) ?[-/] ?(?P<year>\d{4})")
SERIAL = re.compile(r"(\d{5})(?:\.\d+)?")
DAY_NONE = date(1899, 12, 30)  # the day before which Excel's serial numbers begin to count
NO_DATE = {
    *("asap", "as soon as possible", "immediate", "immediately", "urgent", "now"),
    *("ongoing", "on going", "on-going", "continuous", "continuing", "rolling"),
    *("tbc", "tba", "tbd", "to be confirmed", "to be agreed", "to be decided"),
    *("n/a", "na", "none", "not applicable", "not known", "unknown", "various", "-", "?"),
}


def as_date(cell: Cell | float | None) -> date | None:
    """The day that a cell of a tracker means, the day always before the month.

    A month alone means its last day. Raises ValueError with a sentence for what is no date.
    """
    if isinstance(cell, date):
        return sensible(cell.date() if isinstance(cell, datetime) else cell, str(cell))
    typed = tidied(str(cell if cell is not None else ""))
    if not typed:
        return None
    words = fold(typed).replace(",", " ").replace("(", " ").replace(")", " ").strip(" .")
    if words in NO_DATE:
        raise ValueError(
            f"“{shortened(typed)}” is not a date. Give the day by which it is to be done or "
            "looked at again, such as 31 March 2018."
        )
    day = read_day(" ".join(words.split()), typed)
    return sensible(day, typed)


def read_day(words: str, typed: str) -> date:
    words = BEFORE_A_DATE.sub("", DAY_NAMES.sub("", words)).strip()
    without_end = END_OF.sub("", words).strip()
    for pattern in (YEAR_FIRST, IN_FIGURES, IN_WORDS):
        if found := pattern.fullmatch(words):
            return day_of(found["year"], found["month"], found["day"], typed)
    if found := MONTH_ONLY.fullmatch(without_end):
        return day_of(found["year"] or found["short"], found["month"], "", typed)
    if found := MONTH_IN_FIGURES.fullmatch(without_end):
        return day_of(found["year"], found["month"], "", typed)
    if found := SERIAL.fullmatch(words):
        return DAY_NONE + timedelta(days=int(found[1]))
    raise not_a_date(typed)


def day_of(year: str, month: str, day: str, typed: str) -> date:
    """The day, or the last day of the month; 70 to 99 are years of the last century."""
    years = int(year) + (0 if len(year) == 4 else 1900 if int(year) >= 70 else 2000)
    months = int(month) if month.isdigit() else number_of(month)
    try:
        return date(years, months, int(day or monthrange(years, months)[1]))
    except ValueError as fault:  # 31 April, month 13
        raise not_a_date(typed) from fault


def number_of(month: str) -> int:
    """March, Mar and Sept; 0 for a word that is no month."""
    return next((at for at, name in enumerate(MONTHS, start=1) if name.startswith(month)), 0)


def sensible(day: date, typed: str) -> date:
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise ValueError(f"“{shortened(typed)}” is not a likely date: check its year.")
    return day


def not_a_date(typed: str) -> ValueError:
    return ValueError(
        f"“{shortened(typed)}” is not a date that can be read. Give the day, the month and the "
        "year, such as 31 March 2018."
    )


def shortened(typed: str) -> str:
    """Enough of it to be known again: some people keep their news in the column of dates."""
    return typed if len(typed) <= 60 else f"{typed[:60].rstrip()}…"
