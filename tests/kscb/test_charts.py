import itertools
from datetime import date
from decimal import Decimal

import pytest
from django.template.loader import render_to_string

from kscb import charts
from kscb.charts import Cell, Item, Reading


def readings(*values, first=2014, provisional=()):
    return [
        Reading(
            date(first + at, 3, 31),
            None if value is None else Decimal(str(value)),
            is_provisional=at in provisional,
        )
        for at, value in enumerate(values)
    ]


def number(text):
    return Decimal(text.rstrip("%"))


def test_a_line_joins_its_points_from_left_to_right_and_bottom_to_top():
    chart = charts.line(readings(0, 50, 100), key="c", title="Rising")

    assert [mark.x for mark in chart.marks] == ["0.00%", "39.45%", "79.00%"]
    assert [mark.y for mark in chart.marks] == ["204.0", "116.0", "28.0"]
    assert len(chart.strokes) == 2
    assert chart.strokes[1].x1 == chart.strokes[0].x2


def test_readings_are_drawn_by_date_whatever_their_order():
    series = readings(1, 2, 4)

    assert charts.line(series[::-1], key="c", title="t") == charts.line(series, key="c", title="t")


def test_a_gap_breaks_the_line():
    chart = charts.line(readings(1, None, 3, 4), key="c", title="With a gap")

    assert len(chart.marks) == 3
    assert [(stroke.x1, stroke.x2) for stroke in chart.strokes] == [
        (chart.marks[1].x, chart.marks[2].x)
    ]


def test_one_point_stands_in_the_middle_without_a_line():
    chart = charts.line(readings(1491), key="c", title="Alone")

    assert [mark.x for mark in chart.marks] == ["39.50%"]
    assert chart.strokes == []
    assert chart.description == "One value: 1,491 at 31 March 2014."


@pytest.mark.parametrize("series", [[], readings(None, None)])
def test_nothing_known_draws_no_line(series):
    assert charts.line(series, key="c", title="Nothing") is None
    assert charts.spark(series, key="c", title="Nothing") is None


def test_one_value_draws_no_spark_because_it_has_no_course():
    assert charts.spark(readings(12), key="c", title="Alone") is None


def test_a_flat_series_lies_between_its_gridlines():
    chart = charts.line(readings(100, 100, 100), key="c", title="Flat")

    assert len({mark.y for mark in chart.marks}) == 1
    assert charts.TOP < number(chart.marks[0].y) < charts.BOTTOM
    assert charts.spark(readings(100, 100), key="c", title="Flat").strokes[0].y1 == "18.0"


def test_a_flat_series_of_noughts_has_room_on_both_sides():
    assert charts.scale([Decimal(0), Decimal(0)])[0] < 0 < charts.scale([Decimal(0)])[-1]


def test_negative_values_stand_below_the_line_of_nought():
    chart = charts.line(readings(-20, 20), key="c", title="Both sides of nought")

    nought = next(rung for rung in chart.rungs if rung.words == "0")
    assert number(chart.marks[0].y) > number(nought.y) > number(chart.marks[1].y)
    assert chart.begins_at == ""


@pytest.mark.parametrize(
    "values",
    [(1185, 1491), (99.9, 99.7, 97.8), (0.001, 0.004), (0, 1), (9_800,), (-5, -1), (1e6, 3e6)],
)
def test_gridlines_are_round_few_and_hold_every_value(values):
    values = [Decimal(str(value)) for value in values]

    rungs = charts.scale(values)

    assert 3 <= len(rungs) <= 7
    assert rungs[0] <= min(values) <= max(values) <= rungs[-1]
    assert len({after - before for before, after in itertools.pairwise(rungs)}) == 1


def test_a_scale_that_does_not_begin_at_nought_says_so():
    assert charts.line(readings(99.9, 99.7), key="c", title="High").begins_at != ""
    assert charts.line(readings(10, 99), key="c", title="Wide").begins_at == ""


def test_a_percentage_has_no_gridline_above_a_hundred():
    rungs = charts.scale([Decimal("99.9")], ceiling=Decimal(100))

    assert rungs == [Decimal(number) for number in ("92.5", "95", "97.5", "100")]
    assert charts.scale([Decimal(50), Decimal(60)], ceiling=Decimal(100))[-1] == 60


def test_a_falling_line_has_its_last_number_below():
    falling = charts.line(readings(1400, 1000, 1211, 1150), key="c", title="t")
    rising = charts.line(readings(1185, 1491), key="c", title="t")

    assert (falling.last_is_below, rising.last_is_below) == (True, False)


def test_provisional_points_are_hollow():
    chart = charts.line(readings(1, 2, 3, provisional=[2]), key="c", title="t")

    assert [mark.is_hollow for mark in chart.marks] == [False, False, True]
    assert chart.has_hollow


def test_dates_under_the_line_never_crowd_and_the_last_is_always_there():
    chart = charts.line(readings(*range(1, 14)), key="c", title="Thirteen years")

    narrow = [number(day.x) for day in chart.days if not day.is_for_wide]
    every = [number(day.x) for day in chart.days]
    assert chart.days[-1].words == "Mar 2026"
    assert not chart.days[-1].is_for_wide
    assert all(b - a >= charts.APART_NARROW * 79 for a, b in itertools.pairwise(narrow))
    assert all(b - a >= charts.APART_WIDE * 79 for a, b in itertools.pairwise(every))


def test_the_description_tells_the_course_in_words():
    chart = charts.line(readings(1185, 1491, 1300), key="c", title="Plans")

    assert chart.description == (
        "3 values from 31 March 2014 (1,185) to 31 March 2016 (1,300). Lowest 1,185, highest 1,491."
    )


def test_bars_share_one_scale_and_their_part_begins_with_them():
    chart = charts.bars(
        [
            Item("Kent Police", 10, [Cell("2", "/late"), Cell("10", "/open")], part=2),
            Item("Kent Community Health", 5, [Cell("0"), Cell("5")]),
        ],
        key="agencies",
        title="Open actions",
        first="Agency",
        columns=["Overdue", "Open"],
    )

    assert [(bar.x, bar.width, bar.part_width) for bar in chart.bars] == [
        ("0.00%", "100.00%", "20.00%"),
        ("0.00%", "50.00%", ""),
    ]
    assert chart.bars[0].description == "Overdue: 2; Open: 10"


def test_negative_bars_lie_on_the_other_side_of_nought():
    items = [Item("Down", -25, [Cell("−25")]), Item("Up", 75, [Cell("75")])]

    chart = charts.bars(items, key="c", title="t", first="f", columns=["Change"])

    assert [(bar.x, bar.width) for bar in chart.bars] == [
        ("0.00%", "25.00%"),
        ("25.00%", "75.00%"),
    ]


def test_bars_of_nothing_have_no_width():
    empty = charts.bars([], key="c", title="t", first="f", columns=[])
    noughts = charts.bars([Item("None", 0, [])], key="c", title="t", first="f", columns=[])

    assert empty.bars == []
    assert noughts.bars[0].width == "0.00%"


def test_markup_names_its_charts_without_inline_style():
    line = charts.line(readings(1, 2, 3, provisional=[2]), key="line-1", title="A <title>")

    html = " ".join(render_to_string("components/charts/line.html", {"chart": line}).split())

    assert 'role="img" aria-labelledby="line-1-title line-1-words"' in html
    assert '<title id="line-1-title">A &lt;title&gt;</title>' in html
    assert "A hollow point is provisional." in html
    assert "style=" not in html


def test_bar_markup_is_a_table_that_opens_its_rows():
    items = [Item("Kent Police", 3, [Cell("3", "/rows?agency=1&overdue=on")])]
    chart = charts.bars(items, key="k", title="Overdue", first="Agency", columns=["Overdue"])

    html = render_to_string("components/charts/bars.html", {"chart": chart})

    assert '<a href="/rows?agency=1&amp;overdue=on">3' in html
    assert html.count('role="img"') == 1
    assert 'id="k-1-title"' in html
    assert "style=" not in html
