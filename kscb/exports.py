"""Lists as files: one plain sheet or csv, text that stays text, nothing hidden."""

import csv
from datetime import datetime
from decimal import Decimal
from io import BytesIO, StringIO
from typing import Any

import django_tables2 as tables
import xlsxwriter
from django.http import HttpResponse
from django.utils.text import slugify

from kscb.dates import today

KINDS = {"xlsx": "Excel", "csv": "CSV"}
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# A cell that begins with one of these would be run as a formula by a spreadsheet program.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def as_file(table: tables.Table, *, kind: str, name: str) -> HttpResponse:
    """Every row of the table, with its visible columns, as a download."""
    rows = table.as_values()
    body = as_xlsx(rows, name) if kind == "xlsx" else as_csv(rows)
    response = HttpResponse(
        body, content_type=XLSX if kind == "xlsx" else "text/csv; charset=utf-8"
    )
    filename = f"{slugify(name)}-{today():%Y-%m-%d}.{kind}"
    response.headers["Content-Disposition"] = f'attachment; filename="{filename}"'
    return response


def as_csv(rows) -> bytes:
    out = StringIO(newline="")
    csv.writer(out).writerows([[harmless(cell) for cell in row] for row in rows])
    return out.getvalue().encode("utf-8-sig")  # the mark by which Excel knows it is UTF-8


def harmless(cell: Any) -> str:
    text = plain(cell)
    return f"'{text}" if isinstance(cell, str) and text.startswith(FORMULA_STARTS) else text


def as_xlsx(rows, name: str) -> bytes:
    out = BytesIO()
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
    return out.getvalue()


def naive(day: Any) -> Any:
    """A spreadsheet knows no time zones."""
    return day.replace(tzinfo=None) if isinstance(day, datetime) else day


def plain(cell: Any) -> str:
    return "" if cell is None else str(cell)
