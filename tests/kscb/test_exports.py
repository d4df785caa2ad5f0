"""A list as a file: every row that matches, the same columns and order, and nothing that runs."""

import csv
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from io import BytesIO, StringIO

import django_tables2 as tables
import openpyxl
import pytest
import time_machine

from kscb import exports
from reviews.models import Finding
from reviews.tables import FindingColumns
from tests.factories import (
    ActionFactory,
    AgencyFactory,
    FindingFactory,
    RecommendationFactory,
    ReviewFactory,
    ThemeFactory,
)

HEAD = [
    "Where it stands",
    "Reference",
    "What will be done",
    "Agency",
    "Named owner",
    "Due",
    "Colour",
    "Days in this step",
]


class Cells(tables.Table):
    cell = tables.Column()


def of(cell, kind):
    return exports.as_file(Cells([{"cell": cell}]), kind=kind, name="cells")


def csv_rows(response):
    return list(csv.reader(StringIO(response.getvalue().decode("utf-8-sig"))))


def sheet_of(response):
    [sheet] = openpyxl.load_workbook(BytesIO(response.getvalue())).worksheets
    return sheet


def sheet_rows(response):
    return [list(row) for row in sheet_of(response).values]


@pytest.mark.parametrize(
    "formula",
    ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1+1", "=cmd|'/c calc'!A0", '=HYPERLINK("http://x","y")'],
)
def test_text_that_a_spreadsheet_would_run_stays_text(formula):
    assert csv_rows(of(formula, "csv")) == [["Cell"], [f"'{formula}"]]
    cell = sheet_of(of(formula, "xlsx"))["A2"]
    assert (cell.value, cell.data_type, cell.hyperlink) == (formula, "s", None)


def test_a_return_at_the_start_is_made_harmless():
    assert exports.harmless("\r=1+1") == "'\r=1+1"


@pytest.mark.parametrize(
    "words", ["Smart ‘quotes’ – é 👶", 'a "b", c', "a\nb", "1-2", "https://x.example/"]
)
def test_words_are_kept_as_they_are(words):
    assert csv_rows(of(words, "csv")) == [["Cell"], [words]]
    cell = sheet_of(of(words, "xlsx"))["A2"]
    assert (cell.value, cell.hyperlink) == (words, None)


@pytest.mark.parametrize(
    ("value", "in_csv", "in_sheet"),
    [
        (-238, "-238", -238),
        (Decimal("8.3"), "8.3", 8.3),
        (date(2018, 3, 31), "2018-03-31", datetime(2018, 3, 31)),
        (None, "", ""),
    ],
)
def test_numbers_and_dates_stay_numbers_and_dates(value, in_csv, in_sheet):
    class Values(tables.Table):
        cell = tables.Column(default="")

        def value_cell(self, value):
            return value

    def table():
        return Values([{"cell": value}])

    written = csv_rows(exports.as_file(table(), kind="csv", name="cells"))
    sheet = sheet_rows(exports.as_file(table(), kind="xlsx", name="cells"))
    assert written == [["Cell"], [in_csv]]
    assert sheet == [["Cell"], [in_sheet]]


def test_a_sheet_knows_no_time_zones():
    moment = datetime(2018, 3, 31, 22, tzinfo=UTC)

    assert exports.naive(moment) == datetime(2018, 3, 31, 22)


@time_machine.travel(datetime(2026, 3, 3, 9, tzinfo=UTC), tick=False)
@pytest.mark.parametrize(
    ("kind", "content_type"), [("csv", "text/csv; charset=utf-8"), ("xlsx", exports.XLSX)]
)
def test_a_file_is_a_download_named_after_the_list_and_the_day(kind, content_type):
    response = exports.as_file(Cells([]), kind=kind, name="Audit returns")

    named = f'attachment; filename="audit-returns-2026-03-03.{kind}"'
    assert response.headers["Content-Disposition"] == named
    assert response.headers["Content-Type"] == content_type


@pytest.fixture
def staff(world, signed_in):
    """Twenty-five actions of one agency, which fill two pages, and one of another."""
    review = ReviewFactory(board=world.kent, published=True, number=1)
    recommendation = RecommendationFactory(review=review, number=1)
    begun = date(2030, 1, 31)
    for number in range(1, 26):
        ActionFactory(
            recommendation=recommendation,
            number=number,
            agency=world.health,
            owner=world.lead,
            wording=f"=HYPERLINK({number})",
            due_on=begun + timedelta(days=number),
        )
    council = AgencyFactory(name="Kent County Council", serves=world.kent)
    ActionFactory(recommendation=recommendation, number=26, agency=council)
    return signed_in(world.staff)


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_a_list_is_exported_whole_filtered_and_in_its_order(world, staff, kind):
    query = f"agency={world.health.pk}&sort=-due_on&per=20&page=2"
    read = csv_rows if kind == "csv" else sheet_rows

    head, *rows = read(staff.get(f"/actions/?{query}&export={kind}"))

    mark = "'" if kind == "csv" else ""
    first = date(2030, 2, 25)
    assert (head, len(rows)) == (HEAD, 25)
    assert [row[1] for row in rows] == [
        f"KSCB/SCR2017-01/R1/A{number}" for number in range(25, 0, -1)
    ]
    assert rows[0] == [
        "On track",
        "KSCB/SCR2017-01/R1/A25",
        f"{mark}=HYPERLINK(25)",
        "Kent Community Health",
        "Lesley Lead",
        "2030-02-25" if kind == "csv" else datetime.combine(first, datetime.min.time()),
        "Green",
        "0" if kind == "csv" else 0,
    ]


def test_a_list_offers_its_files_with_the_filter_in_use(world, staff):
    page = staff.get(f"/actions/?agency={world.health.pk}&page=2")

    assert page.context["exports"] == [
        {"label": "Excel", "url": f"?agency={world.health.pk}&page=2&export=xlsx"},
        {"label": "CSV", "url": f"?agency={world.health.pk}&page=2&export=csv"},
    ]


def test_a_file_holds_what_its_reader_may_see_and_no_more(world, signed_in, staff):
    restricted = ReviewFactory(board=world.kent, number=9)
    hidden = ActionFactory(recommendation=RecommendationFactory(review=restricted))
    seen_by_staff = csv_rows(staff.get("/actions/?export=csv"))

    seen_by_member = csv_rows(signed_in(world.member).get("/actions/?export=csv"))

    references = [[row[1] for row in rows] for rows in (seen_by_staff, seen_by_member)]
    assert [hidden.reference in seen for seen in references] == [True, False]
    assert (len(seen_by_staff), len(seen_by_member)) == (28, 27)


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_a_file_is_sent_in_pieces(staff, kind):
    response = staff.get(f"/actions/?export={kind}")

    assert response.streaming
    assert len(b"".join(response.streaming_content)) > 1_000


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_a_list_longer_than_a_chunk_is_whole_and_asks_no_query_for_a_row(
    world, monkeypatch, django_assert_num_queries, kind
):
    neglect = ThemeFactory(board=world.kent, name="Neglect")
    for number in range(1, 26):
        FindingFactory(
            number=number, wording=f"Finding {number}", review__published=True
        ).themes.add(neglect)
    findings = Finding.objects.select_related("review").prefetch_related("themes")
    read = csv_rows if kind == "csv" else sheet_rows
    monkeypatch.setattr(exports, "CHUNK", 10)

    with django_assert_num_queries(4):  # all findings once, and the themes of each chunk
        table = FindingColumns(findings.order_by("number"))
        _, *rows = read(exports.as_file(table, kind=kind, name="findings"))

    assert [row[1:3] for row in rows] == [[f"Finding {n}", "Neglect"] for n in range(1, 26)]


def test_a_column_is_given_the_arguments_it_asks_for():
    class Asking(tables.Table):
        plain = tables.Column()
        of_record = tables.Column(empty_values=())
        of_all = tables.Column()
        shown = tables.Column()
        left_out = tables.Column(exclude_from_export=True)

        def value_of_record(self, record):
            return record["plain"] * 2

        def value_of_all(self, **offered):
            return sorted(offered)[0]

        def render_shown(self, value, bound_column):
            return f"{bound_column.name} {value}"

    table = Asking([{"plain": "a", "of_all": "b", "shown": "c", "left_out": "d"}])

    assert csv_rows(exports.as_file(table, kind="csv", name="cells")) == [
        ["Plain", "Of record", "Of all", "Shown"],
        ["a", "aa", "bound_column", "shown c"],
    ]
