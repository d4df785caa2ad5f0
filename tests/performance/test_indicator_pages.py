"""Indicators: the latest of each, its course by source, and the rows behind it."""

import re
from datetime import date
from decimal import Decimal
from html import unescape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from performance import figures
from performance.models import Indicator, Observation
from tests.factories import IndicatorFactory, ObservationFactory, ThemeFactory

pytestmark = pytest.mark.django_db
PROVISIONAL, FINAL = Observation.Status.PROVISIONAL, Observation.Status.FINAL
SUMMARY, DFE = "KSCB annual report summary 2017/18", "DfE children in need census"


def march(year):
    return date(year, 3, 31)


def headline_of(indicator):
    rows = figures.with_observations(
        Indicator.objects.filter(pk=indicator.pk), Observation.objects.all()
    )
    return figures.headline(rows.get())


def series_of(indicator):
    rows = figures.with_observations(
        Indicator.objects.filter(pk=indicator.pk), Observation.objects.all()
    )
    return figures.series_of(rows.get())


def words_of(html):
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())


# Which figure leads


def test_a_final_value_leads_a_later_provisional_one():
    indicator = IndicatorFactory()
    ObservationFactory(indicator=indicator, value=1462, source=DFE, status=FINAL)
    ObservationFactory(
        indicator=indicator, value=1600, as_at=march(2019), source=SUMMARY, status=PROVISIONAL
    )

    figure = headline_of(indicator)

    assert (figure.value, figure.source, figure.status) == (1462, DFE, "Final")


def test_without_a_final_value_the_latest_provisional_leads():
    indicator = IndicatorFactory()
    ObservationFactory(indicator=indicator, value=1185, as_at=march(2017), status=PROVISIONAL)
    ObservationFactory(indicator=indicator, value=1491, status=PROVISIONAL)

    figure = headline_of(indicator)

    assert (figure.value, figure.previous, figure.change) == (1491, 1185, 306)
    assert (figure.as_at, figure.status) == (march(2018), "Provisional")


def test_a_change_is_never_reckoned_between_sources():
    indicator = IndicatorFactory()
    ObservationFactory(indicator=indicator, value=1185, as_at=march(2017), source=SUMMARY)
    ObservationFactory(indicator=indicator, value=1462, source=DFE)

    figure = headline_of(indicator)

    assert (figure.value, figure.previous, figure.change) == (1462, None, None)


def test_a_printed_change_stands_where_there_is_no_level():
    indicator = IndicatorFactory()
    ObservationFactory(indicator=indicator, value=None, change=68)

    figure = headline_of(indicator)

    assert (figure.value, figure.change, figure.shown, figure.change_words) == (None, 68, "+68", "")
    assert figure.chart is None


def test_an_approximate_figure_keeps_its_word():
    indicator = IndicatorFactory()
    ObservationFactory(indicator=indicator, value=20500, qualifier="around")

    assert headline_of(indicator).shown == "around 20,500"


def test_only_the_last_revision_counts():
    indicator = IndicatorFactory()
    ObservationFactory(indicator=indicator, value=1491)
    ObservationFactory(indicator=indicator, value=1462, revision=2)

    [series] = series_of(indicator)

    assert [step.observation.value for step in series.steps] == [1462]


def test_an_indicator_without_observations_has_a_figure_without_a_value():
    figure = headline_of(IndicatorFactory(title="Nothing yet"))

    assert (figure.label, figure.value, figure.shown) == ("Nothing yet", None, "")


# Rates that do not add up


@pytest.mark.parametrize(
    ("value", "numerator", "denominator", "doubt"),
    [
        ("8.3", "83", "1000", ""),
        ("99.7", "1149", "1153", ""),
        ("24", "243", "1000", ""),
        ("24.3", "200", "1000", "200 out of 1,000 is 20%, not 24.3%."),
        ("8.3", None, None, ""),
        ("8.3", "83", "0", ""),
    ],
)
def test_a_rate_is_checked_against_its_parts_within_rounding(value, numerator, denominator, doubt):
    observation = ObservationFactory(
        indicator__unit=Indicator.Unit.PERCENT,
        value=Decimal(value),
        numerator=numerator and Decimal(numerator),
        denominator=denominator and Decimal(denominator),
    )

    assert figures.doubt_of(observation) == doubt


def test_a_plain_number_is_not_checked_as_a_rate():
    observation = ObservationFactory(value=1491, numerator=1491, denominator=3000)

    assert figures.doubt_of(observation) == ""


# Pages


def test_each_source_has_its_own_line_and_table(world, signed_in):
    indicator = IndicatorFactory(board=world.kent, title="Children with a plan")
    for year, value in ((2017, 1185), (2018, 1491)):
        ObservationFactory(indicator=indicator, value=value, as_at=march(year), status=PROVISIONAL)
    for year, value in ((2017, 1185), (2018, 1462)):
        ObservationFactory(indicator=indicator, value=value, as_at=march(year), source=DFE)

    html = signed_in(world.member).get(indicator.get_absolute_url()).text

    assert re.findall(r"<h2>([^<]+)</h2>", html)[:2] == [DFE, SUMMARY]
    assert html.count("chart__svg") == 2
    assert html.count("chart__mark--hollow") == 2
    assert len(set(re.findall(r'id="(line-\d+-\w+)"', html))) == 4
    assert "A plain number" in html


def test_a_change_without_a_level_is_in_the_table_and_not_in_a_chart(world, signed_in):
    indicator = IndicatorFactory(board=world.kent)
    ObservationFactory(indicator=indicator, value=None, change=68)

    html = signed_in(world.member).get(indicator.get_absolute_url()).text

    assert "chart__svg" not in html
    assert "no level printed +68" in words_of(html)


def test_a_rate_without_parts_says_that_the_source_gives_none(world, signed_in):
    indicator = IndicatorFactory(board=world.kent, unit=Indicator.Unit.PERCENT)
    ObservationFactory(indicator=indicator, value=Decimal("8.3"))

    words = words_of(signed_in(world.member).get(indicator.get_absolute_url()).text)

    assert "Out of what Not given by the source" in words
    assert "8.3% Not given by the source Final" in words


def test_a_rate_that_does_not_add_up_says_so(world, signed_in):
    indicator = IndicatorFactory(board=world.kent, unit=Indicator.Unit.PERCENT)
    ObservationFactory(indicator=indicator, value=24, numerator=200, denominator=1000)

    words = words_of(signed_in(world.member).get(indicator.get_absolute_url()).text)

    assert "Check this rate: 200 out of 1,000 is 20%, not 24%." in words


def test_what_was_printed_is_kept_beside_what_it_is_read_as(world, signed_in):
    indicator = IndicatorFactory(board=world.kent)
    ObservationFactory(
        indicator=indicator, value=11000, qualifier="over", printed="Over 11,00", note="Read so."
    )

    words = words_of(signed_in(world.member).get(indicator.get_absolute_url()).text)

    assert "over 11,000" in words
    assert "Printed as “Over 11,00”. Read so." in words


def test_an_indicator_names_its_themes(world, signed_in):
    indicator = IndicatorFactory(board=world.kent)
    indicator.themes.set([ThemeFactory(board=world.kent, name="Fathers")])

    assert "Fathers" in signed_in(world.member).get(indicator.get_absolute_url()).text


def test_the_rows_of_one_figure_are_only_its_own(world, signed_in):
    indicator = IndicatorFactory(board=world.kent)
    observation = ObservationFactory(indicator=indicator, value=1491)
    ObservationFactory(indicator=indicator, value=1462, source=DFE)
    ObservationFactory(indicator=indicator, value=1185, as_at=march(2017))
    ObservationFactory(indicator__board=world.kent)

    html = signed_in(world.member).get(figures.rows_of(observation)).text

    assert re.findall(r'data-label="Value"[^>]*>([^<]+)<', html) == ["1,491"]


def test_observations_export_every_row_with_its_source(world, signed_in):
    indicator = IndicatorFactory(board=world.kent, title="Plans")
    ObservationFactory(indicator=indicator, value=1491, change=306, status=PROVISIONAL)

    text = (
        signed_in(world.member)
        .get("/indicators/observations/?export=csv")
        .getvalue()
        .decode("utf-8-sig")
    )

    assert text.splitlines() == [
        "Indicator,Area,As at,Value,Made from,Change printed,Status,Source,Note",
        f'Plans,Kent,2018-03-31,"1,491",,306.0000,Provisional,{SUMMARY},',
    ]


@pytest.mark.parametrize("address", ["/indicators/", "/indicators/observations/"])
def test_lists_ask_the_database_no_more_as_they_grow(world, signed_in, address):
    client = signed_in(world.member)
    counts = []
    for number in (1, 2):
        for _ in range(number):
            indicator = IndicatorFactory(board=world.kent)
            ObservationFactory(indicator=indicator, as_at=march(2017))
            ObservationFactory(indicator=indicator)
        with CaptureQueriesContext(connection) as asked:
            response = client.get(address)
        counts.append(len(asked))

    assert response.text.count("<tr ") > 3
    assert counts[0] == counts[1] <= 8


def test_another_boards_indicator_is_not_found(world, signed_in):
    indicator = IndicatorFactory(board=world.medway, title="Canary")
    ObservationFactory(indicator=indicator)
    client = signed_in(world.member)

    assert client.get(indicator.get_absolute_url()).status_code == 404
    assert "Canary" not in client.get("/indicators/").text
    assert "Canary" not in client.get("/indicators/observations/").text


@pytest.mark.parametrize("person", ["lead", "contributor", "trainer", "leaver", "administrator"])
@pytest.mark.parametrize(
    "address", ["/indicators/", "/indicators/observations/", "/annual-report/2017-18/"]
)
def test_only_the_board_reads_its_figures(world, signed_in, person, address):
    assert signed_in(world.people[person]).get(address).status_code == 403
