import io
import re
import struct
import zipfile
from datetime import date, datetime
from decimal import Decimal

import openpyxl
import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from kscb.dates import in_words
from kscb.refusal import Refused
from kscb.sheets import MOST_BYTES, Row, Sheet, as_date, read_sheet
from tests.files.ordinary import zipped

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
HEADINGS = ["Ref", "Recommendation", "Due"]


def book(**sheets) -> bytes:
    """Sheets by title, each a list of rows."""
    made, out = openpyxl.Workbook(), io.BytesIO()
    made.remove(made.active)
    for title, rows in sheets.items():
        page = made.create_sheet(title)
        for row in rows:
            page.append(row)
    made.save(out)
    return out.getvalue()


def members(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return {name: package.read(name) for name in package.namelist()}


def with_sheet_markup(markup: str) -> bytes:
    """A workbook of one sheet, whose rows are this markup."""
    content = members(book(Plan=[HEADINGS]))
    page = content["xl/worksheets/sheet1.xml"].decode()
    page = re.sub(r"<sheetData>.*</sheetData>", f"<sheetData>{markup}</sheetData>", page)
    return zipped({**content, "xl/worksheets/sheet1.xml": page})


def read(content: bytes, name="plan.xlsx", **options) -> Sheet:
    return read_sheet(io.BytesIO(content), name=name, **options)


def why(content: bytes, name="plan.xlsx", **options) -> str:
    with pytest.raises(Refused) as refused:
        read(content, name, **options)
    return str(refused.value)


# Workbooks


def test_a_tracker_is_read_from_its_headings_down():
    rows = [
        ["Action plan: Harbour"],
        [],
        [*HEADINGS, "RAG", None],
        ["R1", " Ask the\u00a0father ", datetime(2018, 3, 31), None],
        [None, "", None],
        [2, "Two_x000D_\nlines", "ASAP", 0.1 + 0.2, True],
        [],
        [3.0, "Three"],
        [None, " "],
    ]

    assert read(book(Plan=rows)) == Sheet(
        sheets=("Plan",),
        chosen="Plan",
        header=("Ref", "Recommendation", "Due", "RAG", ""),
        header_number=3,
        rows=(
            Row(4, ("R1", "Ask the father", date(2018, 3, 31), "", "")),
            Row(6, ("2", "Two\nlines", "ASAP", "0.3", "TRUE")),
            Row(8, ("3", "Three", "", "", "")),
        ),
        blank=2,
    )


def test_every_row_is_accounted_for():
    sheet = read(book(Plan=[HEADINGS, ["R1"], [], [], ["R2"], [], ["R3"]]))

    assert (sheet.rows_in, len(sheet.rows), sheet.blank) == (6, 3, 3)


def test_the_sheet_with_most_rows_is_read():
    content = book(
        Notes=[["About", "this"]], Plan=[HEADINGS, ["R1"], ["R2"]], Old=[HEADINGS, ["X"]]
    )

    sheet = read(content)

    assert (sheet.sheets, sheet.chosen) == (("Notes", "Plan", "Old"), "Plan")
    assert [row.cells[0] for row in sheet.rows] == ["R1", "R2"]


def test_the_sheet_that_was_asked_for_is_read():
    content = book(Plan=[HEADINGS, ["R1"], ["R2"]], Old=[HEADINGS, ["X"]])

    sheet = read(content, sheet="Old")

    assert (sheet.sheets, sheet.chosen) == (("Plan", "Old"), "Old")
    assert sheet.rows == (Row(2, ("X", "", "")),)


def test_a_sheet_that_is_not_there_is_named():
    assert why(book(Plan=[HEADINGS]), sheet="Old") == (
        "“plan.xlsx” has no sheet called “Old”. Choose one of its sheets."
    )


def test_a_hidden_sheet_is_passed_over():
    made, out = openpyxl.Workbook(), io.BytesIO()
    made.active.title = "Plan"
    made.active.append(HEADINGS)
    lists = made.create_sheet("Lists")
    for row in range(9):
        lists.append([row, row])
    lists.sheet_state = "hidden"
    made.save(out)

    sheet = read(out.getvalue())

    assert (sheet.sheets, sheet.rows) == (("Plan",), ())


def test_a_wide_sheet_does_no_harm_beside_the_plan():
    content = book(Gantt=[["x"] * 200] * 9, Plan=[HEADINGS, ["R1"]])

    assert read(content).chosen == "Plan"
    assert "column 61 of row 1; at most 60 columns" in why(content, sheet="Gantt")


def test_formulas_are_read_as_what_they_last_came_to():
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as made:
        page = made.add_worksheet()
        page.write_row(0, 0, HEADINGS)
        page.write_formula(1, 0, '="R"&1', None, "R1")
        page.write_formula(1, 1, "=WEBSERVICE(A1)", None, "#VALUE!")
        page.write_formula(1, 2, "=TODAY()", made.add_format({"num_format": 14}), 43190)

    assert read(out.getvalue()).rows == (Row(2, ("R1", "#VALUE!", date(2018, 3, 31))),)


def test_merged_cells_are_read_at_their_first_cell():
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as made:
        page = made.add_worksheet()
        page.merge_range("A1:C1", "Action plan")
        page.write_row(1, 0, HEADINGS)
        page.merge_range("A3:A4", "R1")
        page.write_column(2, 1, ["One", "Two"])

    sheet = read(out.getvalue())

    assert sheet.header == tuple(HEADINGS)
    assert [row.cells for row in sheet.rows] == [("R1", "One", ""), ("", "Two", "")]


def test_a_sheet_that_says_it_is_smaller_than_it_is_is_read_whole():
    content = members(book(Plan=[HEADINGS, ["R1", "One"]]))
    page = content["xl/worksheets/sheet1.xml"].decode()
    wrong = re.sub(r'<dimension ref="[^"]*"', '<dimension ref="A1"', page)
    assert wrong != page

    sheet = read(zipped({**content, "xl/worksheets/sheet1.xml": wrong}))

    assert sheet.rows == (Row(2, ("R1", "One", "")),)


def test_a_list_to_choose_from_does_no_harm():
    """Excel keeps such a list in an extension, of which openpyxl warns."""
    content = members(book(Plan=[HEADINGS, ["R1"]]))
    page = content["xl/worksheets/sheet1.xml"].decode()
    uri = "{CCE6A557-97BC-4b89-ADB6-D9C93CAAB3DF}"
    longer = page.replace("</worksheet>", f'<extLst><ext uri="{uri}"/></extLst></worksheet>')

    sheet = read(zipped({**content, "xl/worksheets/sheet1.xml": longer}))

    assert sheet.rows == (Row(2, ("R1", "", "")),)


def test_headings_without_rows_are_read():
    sheet = read(book(Plan=[HEADINGS]))

    assert (sheet.header, sheet.rows, sheet.rows_in) == (tuple(HEADINGS), (), 0)


def test_headings_are_looked_for_in_the_first_twenty_rows():
    assert read(book(Plan=[["x"]] * 19 + [HEADINGS])).header_number == 20
    assert why(book(Plan=[["x"]] * 20 + [HEADINGS])) == (
        "“plan.xlsx” has no row of headings among its first 20 rows. Put a heading above each "
        "column, in one row, and try again."
    )


def test_ten_thousand_rows_are_read_and_one_more_is_not():
    rows = [f"R{row},Ask\n" for row in range(10_001)]

    assert len(read("".join(["Ref,Ask\n", *rows[:-1]]).encode(), "plan.csv").rows) == 10_000
    assert why("".join(["Ref,Ask\n", *rows]).encode(), "plan.csv") == (
        "“plan.csv” has more than 10,000 rows. Split it into files of fewer rows and try again."
    )


def test_sixty_columns_are_read_and_one_more_is_not():
    assert len(read(book(Plan=[["x"] * 60 + [" "]])).header) == 60
    assert why(book(Plan=[["x"] * 61])) == (
        "“plan.xlsx” has something in column 61 of row 1; at most 60 columns can be read. Take out "
        "the columns that are not needed and try again."
    )


# Files that are not what they say


def encrypted_member() -> bytes:
    content = bytearray(book(Plan=[HEADINGS]))
    for start, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = content.index(start)
        content[at + offset] |= 1
    return bytes(content)


def bomb() -> bytes:
    return zipped({**members(book(Plan=[HEADINGS])), "xl/media/a.bin": bytes(101 * 2**20)})


def small_bomb() -> bytes:
    return zipped({**members(book(Plan=[HEADINGS])), "xl/media/a.bin": bytes(40 * 2**20)})


def lying_bomb() -> bytes:
    content = small_bomb()
    return content.replace(struct.pack("<I", 40 * 2**20), struct.pack("<I", 10))


def laughs(code="utf-8") -> bytes:
    entities = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 9}">' for n in range(1, 9))
    page = f'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY a0 "ha">{entities}]><a>&a8;</a>'
    content = members(book(Plan=[HEADINGS]))
    return zipped({**content, "xl/sharedStrings.xml": page.encode(code)})


def far_cells() -> bytes:
    """Each row asks for sixteen thousand cells, and holds nothing."""
    rows = (f'<row r="{n}"><c r="XFD{n}" s="{n % 2}"/></row>' for n in range(1, 40_000))
    return with_sheet_markup("".join(rows))


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"Not a workbook", "is damaged"),
        (b"PK\x03\x04 and then nothing", "is damaged"),
        (b"", "holds nothing"),
        (b" \r\n", "holds nothing"),
        (book(Plan=[[]]), "holds nothing"),
        (OLE, "is protected with a password"),
        (encrypted_member(), "is protected with a password"),
        (book(Plan=[HEADINGS])[:-200], "is damaged"),
        (book(Plan=[HEADINGS])[:200], "is damaged"),
        (zipped({"word/document.xml": "<document/>"}), "is damaged"),
        (with_sheet_markup('<row r="1"><c r="A1" t="s"><v>999</v></c></row>'), "is damaged"),
        (with_sheet_markup('<row r="x"><c r="A1"/></row>'), "is damaged"),
        (with_sheet_markup("<row><c></row>"), "is damaged"),
        (laughs(), "is damaged"),
        (laughs("utf-16-le"), "is damaged"),
        (lying_bomb(), "is damaged"),
        (bomb(), "is too large for a tracker"),
        (small_bomb(), "is too large for a tracker"),
        (far_cells(), "is too large for a tracker"),
        (bytes(MOST_BYTES + 1), "is too large for a tracker"),
    ],
)
def test_a_hostile_workbook_is_refused_in_words(content, words):
    assert why(content).startswith(f"“plan.xlsx” {words}")


def test_a_row_far_below_is_reached_without_trouble():
    markup = "".join(
        f'<row r="{n}"><c r="A{n}"><v>1</v></c><c r="B{n}"><v>2</v></c></row>'
        for n in (1, 1_048_576)
    )

    sheet = read(with_sheet_markup(markup))

    assert (sheet.rows, sheet.blank) == ((Row(1_048_576, ("1", "2")),), 1_048_574)


def test_a_row_that_no_spreadsheet_has_is_never_waited_for():
    markup = '<row r="1"><c r="A1"><v>1</v></c></row><row r="99999999999"><c r="A2"/></row>'

    assert "no row of headings" in why(with_sheet_markup(markup))


@pytest.mark.parametrize("name", ["plan.xls", "plan.xlsm", "plan.pdf", "plan", "xlsx.docx"])
def test_a_file_of_another_kind_is_refused(name):
    assert why(book(Plan=[HEADINGS]), name) == (
        f"“{name}” is not a kind of file that can be read here. Save it as xlsx or csv and try "
        "again."
    )


# Comma-separated text


@pytest.mark.parametrize(
    "content",
    [
        "Ref,Recommendation,Due\nR1,Élan – “now”,1/2/18\n".encode("utf-8-sig"),
        "Ref,Recommendation,Due\r\nR1,Élan – “now”,1/2/18\r\n".encode("cp1252"),
        "Ref;Recommendation;Due\rR1;Élan – “now”;1/2/18".encode(),
        "Ref\tRecommendation\tDue\nR1\tÉlan – “now”\t1/2/18\n".encode("utf-16"),
        'Ref,Recommendation,Due\n"R1","Élan – “now”","1/2/18"\n'.encode(),
    ],
)
def test_text_is_read_whatever_program_wrote_it(content):
    assert read(content, "Plan.CSV") == Sheet(
        sheets=(),
        chosen="",
        header=("Ref", "Recommendation", "Due"),
        header_number=1,
        rows=(Row(2, ("R1", "Élan – “now”", "1/2/18")),),
        blank=0,
    )


def test_commas_in_the_words_do_not_cut_a_file_of_semicolons():
    content = b"Plan, of Kent, 2018;;\nRef;Ask, and listen;Due\nR1;Ask, then wait;\nR2;Stop;\n"

    sheet = read(content, "plan.csv")

    assert sheet.header == ("Ref", "Ask, and listen", "Due")
    assert [row.cells for row in sheet.rows] == [("R1", "Ask, then wait", ""), ("R2", "Stop", "")]


def test_rows_of_text_are_numbered_as_a_spreadsheet_shows_them():
    content = b'Plan\n\nRef,Ask\nR1,"One\r\ntwo ""three"""\n\n,\nR2,Four\n\n'

    sheet = read(content, "plan.csv")

    assert sheet.rows == (Row(4, ("R1", 'One\ntwo "three"')), Row(7, ("R2", "Four")))
    assert (sheet.header_number, sheet.blank) == (3, 2)


def test_a_quotation_mark_that_nothing_closes_is_named():
    assert why(b'Ref,Ask\nR1,One\nR2,"Two\nR3,Three\n', "plan.csv") == (
        "“plan.csv” has a quotation mark in row 3 that is never closed, or closed in the middle "
        "of a cell. Put it right, or save the file as xlsx, and try again."
    )


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (book(Plan=[HEADINGS]), "is not the text that a csv file holds"),
        (b"Ref,Ask\nR1,\0\n", "is not the text that a csv file holds"),
        (b"Ref,Ask\nR1,\x81\n", "is not the text that a csv file holds"),
        (OLE, "is protected with a password"),
        (b",,,\n,,\n", "holds nothing"),
        (b"One column\nof words\n", "has no row of headings"),
        (b"Ref,Ask\n" + b"," * 70 + b"x\n", "has something in column 71 of row 2"),
        (b'Ref,Ask\nR1,"' + b"x" * 200_000, "has a quotation mark in row 2"),
    ],
)
def test_hostile_text_is_refused_in_words(content, words):
    assert why(content, "plan.csv").startswith(f"“plan.csv” {words}")


def test_three_megabytes_of_text_are_read():
    content = b"Ref,Recommendation\n" + b"".join(
        b"R%d,%b\n" % (n, b"x" * 600) for n in range(5_000)
    )

    assert len(content) > 3_000_000
    assert len(read(content, "plan.csv").rows) == 5_000


# Dates


@pytest.mark.parametrize(
    ("cell", "day"),
    [
        (None, None),
        ("", None),
        (" \u00a0", None),
        (date(2018, 3, 31), date(2018, 3, 31)),
        (datetime(2018, 3, 31, 9, 30), date(2018, 3, 31)),
        ("31/03/2018", date(2018, 3, 31)),
        ("3/4/2018", date(2018, 4, 3)),
        ("31.3.18", date(2018, 3, 31)),
        ("31-03-2018", date(2018, 3, 31)),
        ("31/03/2018 00:00:00", date(2018, 3, 31)),
        ("31 March 2018", date(2018, 3, 31)),
        ("31st of March, 2018", date(2018, 3, 31)),
        ("Saturday 31 Mar 2018", date(2018, 3, 31)),
        ("31-Mar-18", date(2018, 3, 31)),
        ("31\u00a0MARCH\u00a02018.", date(2018, 3, 31)),
        ("By 1 Sept '18", date(2018, 9, 1)),
        ("March 2018", date(2018, 3, 31)),
        ("end of March 2018", date(2018, 3, 31)),
        ("By the end of Feb 2020", date(2020, 2, 29)),
        ("End March 2018", date(2018, 3, 31)),
        ("Mar-18", date(2018, 3, 31)),
        ("03/2018", date(2018, 3, 31)),
        ("2018-03-31", date(2018, 3, 31)),
        ("2018-03-31T00:00:00", date(2018, 3, 31)),
        ("43190", date(2018, 3, 31)),
        (43190, date(2018, 3, 31)),
        (43190.75, date(2018, 3, 31)),
        (Decimal("43190.0"), date(2018, 3, 31)),
        ("1/1/99", date(1999, 1, 1)),
    ],
)
def test_dates_are_read_as_people_type_them(cell, day):
    assert as_date(cell) == day


@pytest.mark.parametrize("typed", ["ASAP", "Ongoing", "on-going", "TBC", "tbc.", "n/a", "-"])
def test_a_word_for_no_date_is_named(typed):
    with pytest.raises(ValueError, match="is not a date") as fault:
        as_date(typed)

    assert str(fault.value) == (
        f"“{typed}” is not a date. Give the day by which it is to be done or looked at again, such "
        "as 31 March 2018."
    )


@pytest.mark.parametrize(
    "typed",
    [
        *("31/02/2018", "12/31/2018", "32 March 2018", "31 Smarch 2018", "13/2018", "0/0/0000"),
        *("31 March", "1/4", "March 18", "2018", "12.5", "Q1 2018/19", "March 2018 - ongoing"),
        *("31/3/18 now 30/6/18", "mid March 2018", "#VALUE!", "1 2 3 4"),
    ],
)
def test_what_cannot_be_read_for_certain_is_never_guessed(typed):
    with pytest.raises(ValueError, match="is not a date that can be read") as fault:
        as_date(typed)

    assert str(fault.value).startswith(f"“{typed}” is")


@pytest.mark.parametrize("letter", ["x", "9"])
def test_a_long_text_among_the_dates_is_named_by_its_beginning(letter):
    with pytest.raises(ValueError, match=f"^“{letter * 60}…” is not a date that can be read"):
        as_date(letter * 5_000)


@pytest.mark.parametrize("cell", ["31/03/0218", "99999", "10000", date(1918, 3, 31)])
def test_a_year_that_no_tracker_speaks_of_is_questioned(cell):
    with pytest.raises(ValueError, match="is not a likely date: check its year"):
        as_date(cell)


@given(st.dates(date(1970, 1, 1), date(2099, 12, 31)))
def test_each_way_of_writing_a_day_is_read_to_the_same_day(day):
    serial = (day - date(1899, 12, 30)).days
    written = [day, day.isoformat(), in_words(day), f"{day.day}/{day.month}/{day.year}"]
    if serial >= 10_000:
        written.append(str(serial))

    assert [as_date(cell) for cell in written] == [day] * len(written)


@given(st.text())
def test_any_text_is_a_date_or_is_refused_in_words(typed):
    try:
        day = as_date(typed)
    except ValueError as fault:
        assert str(fault).startswith("“")  # noqa: PT017  # most texts are refused, some are not
    else:
        assert day is None or isinstance(day, date)
