"""A list of schools, from a spreadsheet or pasted: what each row says, or what to put right.

What a row makes on a board is worked out by reviews/services/schools.py.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.core.validators import validate_email

from kscb.paste import as_text, find_columns, is_header, rows_of
from kscb.sheets import read_sheet, shortened
from kscb.text import fold
from reviews.imports.rows import Column, Reading, Row, Unfit
from reviews.services.schools import School

MOST_ROWS = 2_000
LONGEST_NAME, LONGEST_DISTRICT, LONGEST_EMAIL = 120, 60, 254
COLUMNS = (
    Column(
        "name",
        "School",
        ("school", "school name", "name of school", "establishment name", "establishment", "name"),
        "the name of the school or college",
        "Invented Primary School",
    ),
    Column(
        "dfe_number",
        "DfE number",
        ("dfe number", "dfe no", "dfe", "dfes number", "laestab", "la estab"),
        "three digits of the council and four of the school",
        "886/2001",
    ),
    Column(
        "district",
        "District",
        ("district", "district name", "locality", "area"),
        "the district or area, for progress by district",
        "Swale",
    ),
    Column(
        "lead_name",
        "Lead’s name",
        (
            *("lead’s name", "lead's name", "lead name", "lead", "safeguarding lead"),
            *("designated safeguarding lead", "dsl", "dsl name", "contact", "contact name"),
        ),
        "who answers for the school",
        "Dana Lead",
    ),
    Column(
        "lead_email",
        "Lead’s e-mail",
        (
            *("lead’s e-mail", "lead's email", "lead e mail", "lead email", "email", "e mail"),
            *("email address", "e mail address", "dsl email"),
        ),
        "where the invitation goes",
        "dana@school.example",
    ),
)
WORDS = {column.field: column.words for column in COLUMNS}
SEVEN = re.compile(r"(\d{3})[ /.-]?(\d{4})")


@dataclass(frozen=True)
class Table:
    """Every row of the list, and the columns that are not read."""

    rows: tuple[Row, ...]
    unread: tuple[str, ...] = ()
    fault: str = ""


def as_block(file: File, *, name: str) -> str:
    """The sheet as it would be pasted, so that it can be changed on the page."""
    sheet = read_sheet(file, name=name)
    rows = [sheet.header, *(row.cells for row in sheet.rows)]
    return as_text([[str(cell) for cell in row] for row in rows])


def read(text: str) -> Table:
    """Each row by itself, then what two rows may not share."""
    lines = rows_of(text)
    if not lines:
        return Table((), fault="There is no row in the list. Paste at least one school")
    has_headings = is_header(lines[0], WORDS)
    columns = find_columns(lines[0], WORDS) if has_headings else in_order(lines[0])
    if "name" not in columns:
        return Table((), fault="No column is headed “School”. Give that heading to the names")
    body = lines[1:] if has_headings else lines
    if len(body) > MOST_ROWS:
        return Table((), fault=f"The list has {len(body):,} rows; at most {MOST_ROWS:,} are read")
    first = 2 if has_headings else 1
    rows = [row_of(line, columns, number) for number, line in enumerate(body, start=first)]
    unread = [h for at, h in enumerate(lines[0]) if h and at not in columns.values()]
    return Table(tuple(without_twins(rows)), tuple(unread) if has_headings else ())


def in_order(line: Sequence[str]) -> dict[str, int]:
    return {column.field: at for at, column in enumerate(COLUMNS) if at < len(line)}


def row_of(line: Sequence[str], columns: dict[str, int], number: int) -> Row:
    cells = {name: line[at] if at < len(line) else "" for name, at in columns.items()}
    reading = Reading(cells)
    found = {name: reading.take(READ[name], reading.text(name)) for name in WORDS}
    if bool(found["lead_name"]) != bool(found["lead_email"]) and not reading.faults:
        lacks = "e-mail address" if found["lead_name"] else "name"
        reading.faults.append(f"The lead’s {lacks} is missing. Give both, or neither.")
    return Row(
        number=number,
        at=number - 1,
        cells=tuple((column.label, reading.text(column.field)) for column in COLUMNS),
        makes={} if reading.faults else {"school": School(**found)},
        faults=tuple(reading.faults),
    )


def name_of(text: str) -> str:
    if not text:
        raise Unfit("The school’s name is missing. Write it in this row.")
    return one_line(text, "The school’s name", LONGEST_NAME)


def one_line(text: str, label: str, most: int) -> str:
    words = " ".join(text.split())
    if len(words) > most:
        raise Unfit(f"{label} must be {most} characters or fewer; it has {len(words)}.")
    return words


def dfe_number_of(text: str) -> str:
    """886/2001, also where it was typed 8862001 or 886 2001."""
    if not text:
        return ""
    found = SEVEN.fullmatch(text.strip())
    if not found:
        raise Unfit(f"“{shortened(text)}” is not a DfE number. Write it like 886/2001.")
    return f"{found[1]}/{found[2]}"


def email_of(text: str) -> str:
    address = one_line(text, "The lead’s e-mail", LONGEST_EMAIL).lower()
    if not address:
        return ""
    try:
        validate_email(address)
    except ValidationError:
        raise Unfit(
            f"“{shortened(text)}” is not an e-mail address. Write one like name@example.org."
        ) from None
    return address


READ = {
    "name": name_of,
    "dfe_number": dfe_number_of,
    "district": lambda text: one_line(text, "The district", LONGEST_DISTRICT),
    "lead_name": lambda text: one_line(text, "The lead’s name", LONGEST_NAME),
    "lead_email": email_of,
}


def without_twins(rows: Sequence[Row]) -> list[Row]:
    """A school that stands twice in the list is put right by whoever brought it."""
    schools = [row.makes["school"] for row in rows if row.makes]
    numbers = Counter(school.dfe_number for school in schools if school.dfe_number)
    names = Counter(fold(school.name) for school in schools)
    return [with_twin_told(row, numbers, names) if row.makes else row for row in rows]


def with_twin_told(row: Row, numbers: Counter, names: Counter) -> Row:
    school, faults = row.makes["school"], []
    if numbers[school.dfe_number] > 1:
        faults.append(f"{school.dfe_number} stands more than once in the list. Keep one row.")
    if names[fold(school.name)] > 1:
        faults.append(f"“{school.name}” stands more than once in the list. Keep one row.")
    return put_right(row, faults)


def put_right(row: Row, faults: Sequence[str]) -> Row:
    """The row with more to put right, making nothing until then."""
    if not faults:
        return row
    return Row(row.number, row.at, row.cells, faults=(*row.faults, *faults))
