"""Lists as files: one plain sheet or csv, text that stays text, nothing hidden.

However long a list is, no more than a chunk of its rows is in memory at once.
"""

import codecs
import csv
from collections.abc import Iterable, Iterator
from datetime import datetime
from decimal import Decimal
from itertools import batched
from tempfile import TemporaryFile
from typing import IO, Any

import django_tables2 as tables
import xlsxwriter
from django.http import FileResponse, StreamingHttpResponse
from django.utils.text import slugify
from django_tables2.data import TableQuerysetData
from django_tables2.rows import BoundRow, BoundRows

from kscb.dates import today
from kscb.rows import Row, ways_of, written

KINDS = {"xlsx": "Excel", "csv": "CSV"}
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# A cell that begins with one of these would be run as a formula by a spreadsheet program.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
CHUNK = 2_000  # rows read from the database at a time; what they prefetch is asked for as often
LINES = 200  # of csv sent at a time


def as_file(table: tables.Table, *, kind: str, name: str) -> StreamingHttpResponse:
    """Every row of the table, with its visible columns, as a download sent in pieces."""
    filename = f"{slugify(name)}-{today():%Y-%m-%d}.{kind}"
    rows = rows_of(table)
    if kind == "xlsx":
        book = as_xlsx(rows, name)
        return FileResponse(book, as_attachment=True, filename=filename, content_type=XLSX)
    response = StreamingHttpResponse(as_csv(rows), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{filename}"'
    return response


def rows_of(table: tables.Table) -> Iterator[list]:
    """The headings, then the values of each row, read from the database a chunk at a time."""
    table.rows = Rows(records_of(table), table)
    return table.as_values()


def records_of(table: tables.Table) -> Iterable:
    if isinstance(table.data, TableQuerysetData):
        return table.data.data.iterator(chunk_size=CHUNK)
    return table.data


class Rows(BoundRows):
    def __iter__(self) -> Iterator[BoundRow]:
        ways = ways_of(self.table, written)
        for record in self.data:
            yield Row(record, self.table, ways)


class Line:
    """What a csv writer writes to: it hands each line back instead of keeping it."""

    def write(self, line: str) -> str:
        return line


def as_csv(rows: Iterable[list]) -> Iterator[bytes]:
    yield codecs.BOM_UTF8  # by which Excel knows it is UTF-8
    writer = csv.writer(Line())
    for some in batched(rows, LINES):
        lines = (writer.writerow([harmless(cell) for cell in row]) for row in some)
        yield "".join(lines).encode()


def harmless(cell: Any) -> str:
    text = plain(cell)
    return f"'{text}" if isinstance(cell, str) and text.startswith(FORMULA_STARTS) else text


def as_xlsx(rows: Iterable[list], name: str) -> IO[bytes]:
    """The workbook as a file without a name, which is gone when it is closed."""
    # The response closes it.
    out = TemporaryFile()  # noqa: SIM115
    options = {"strings_to_formulas": False, "strings_to_urls": False, "constant_memory": True}
    with xlsxwriter.Workbook(out, options) as book:
        sheet = book.add_worksheet(name.capitalize()[:31])
        date_format = book.add_format({"num_format": "d mmmm yyyy"})
        sheet.freeze_panes(1, 0)
        for number, row in enumerate(rows):
            for column, cell in enumerate(row):
                if hasattr(cell, "year"):
                    sheet.write_datetime(number, column, naive(cell), date_format)
                elif isinstance(cell, int | float | Decimal):
                    sheet.write_number(number, column, cell)
                else:
                    sheet.write_string(number, column, plain(cell))
    out.seek(0)
    return out


def naive(day: Any) -> Any:
    """A spreadsheet knows no time zones."""
    return day.replace(tzinfo=None) if isinstance(day, datetime) else day


def plain(cell: Any) -> str:
    return "" if cell is None else str(cell)
