"""Counts as tinted squares, and a whole as one bar cut into parts."""

from decimal import Decimal
from itertools import pairwise

import pytest
from django.template.loader import render_to_string

from kscb import charts
from kscb.charts import Count, Part
from kscb.charts.heat_table import HEAD_LETTERS, NAME_LETTERS, TINTS
from kscb.charts.share_bar import FILLS

LONG = "Engagement with fathers, new and other adults in the family"


def heat(cells, *, rows=None, columns=None, **more):
    return charts.heat(
        rows or [f"Theme {at}" for at in range(1, len(cells) + 1)],
        columns or [f"{2010 + at}/{11 + at}" for at in range(len(cells[0]) if cells else 0)],
        [[cell if isinstance(cell, Count) else Count(cell) for cell in row] for row in cells],
        key="h",
        title="Findings by theme and year",
        first="Theme",
        **more,
    )


def drawn(component, chart):
    return " ".join(
        render_to_string(f"components/charts/{component}.html", {"chart": chart}).split()
    )


def steps(chart):
    tints = [tint for tint, _ in TINTS]
    return [[tints.index(square.tint) for square in row.squares] for row in chart.rows]


def luminance(colour):
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one, other):
    dark, light = sorted([luminance(one), luminance(other)])
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize(("under", "ink"), TINTS + FILLS)
def test_every_number_and_letter_can_be_read_on_its_colour(under, ink):
    assert contrast(under, ink) >= 4.5


def test_tints_grow_darker_so_that_grey_paper_tells_them_apart():
    tints = [tint for tint, _ in TINTS]

    assert sorted(tints, key=luminance, reverse=True) == tints
    assert all(contrast(lighter, darker) >= 1.3 for lighter, darker in pairwise(tints))


def test_more_is_darker_and_nought_has_no_tint():
    chart = heat([[0, 1, 3, 4], [6, 7, 9, 12]])

    assert steps(chart) == [[0, 1, 1, 2], [2, 3, 3, 4]]
    assert [(shade.tint, shade.words) for shade in chart.shades] == [
        ("#cfe3e6", "1 to 3"),
        ("#8fbcc4", "4 to 6"),
        ("#2f7787", "7 to 9"),
        ("#0f4c5c", "10 to 12"),
    ]


@pytest.mark.parametrize(
    ("highest", "words"),
    [(0, []), (1, ["1"]), (2, ["1", "2"]), (3, ["1", "2", "3"]), (5, ["1 to 2", "3", "4", "5"])],
)
def test_small_counts_use_few_tints(highest, words):
    assert [shade.words for shade in heat([[highest]]).shades] == words


@pytest.mark.parametrize("highest", range(1, 60))
def test_every_count_has_a_step_and_the_legend_names_it(highest):
    chart = heat([list(range(highest + 1))], columns=[f"{n}" for n in range(highest + 1)])

    [row] = steps(chart)
    named = [shade.tint for shade in chart.shades]
    assert (row, row[0]) == (sorted(row), 0)
    assert [tint for tint, _ in TINTS if tint in named] == named
    assert {TINTS[step][0] for step in row if step} == set(named)


def test_one_row_says_its_words_in_full():
    chart = heat([[2, Count(5, "/rows/?year=2011", "findings on neglect in 2011/12")]])

    [row] = chart.rows
    assert [(cell.shown, cell.words, cell.url) for cell in row.squares] == [
        ("2", "for Theme 1, 2010/11", ""),
        ("5", "findings on neglect in 2011/12", "/rows/?year=2011"),
    ]
    assert chart.description == "1 row by 2 columns. Most: 5 findings on neglect in 2011/12."


def test_thirty_rows_of_twelve_stand_apart_and_within_the_picture():
    chart = heat([[row * column for column in range(12)] for row in range(30)])

    places = [(float(s.x), float(s.y)) for row in chart.rows for s in row.squares]
    assert len(set(places)) == 360
    assert max(x for x, _ in places) + chart.square_width <= chart.width
    assert max(y for _, y in places) + chart.square_height <= chart.height
    assert not chart.is_slanted


def test_long_names_are_cut_in_the_picture_and_whole_in_its_titles_and_the_table():
    chart = heat(
        [[1]], rows=[LONG], columns=["Kent and Medway NHS and Social Care Partnership Trust"]
    )

    html = drawn("heat", chart)

    [row], [column] = chart.rows, chart.columns
    assert row.name.short == "Engagement with fathers, new and other ad…"
    assert column.short == "Kent and Medway NHS and Social…"
    assert len(row.name.short) <= NAME_LETTERS
    assert len(column.short) <= HEAD_LETTERS
    assert chart.is_slanted
    assert f"<title>{LONG}</title>" in html
    assert f'<th scope="row">{LONG}</th>' in html


def test_all_nought_is_drawn_without_a_tint_and_says_so():
    chart = heat([[0, 0], [0, 0]])

    html = drawn("heat", chart)

    assert steps(chart) == [[0, 0], [0, 0]]
    assert chart.description == "2 rows by 2 columns. Nothing is counted yet."
    assert "The darker, the more" not in html
    assert "Nothing is counted yet. </figcaption>" in html


def test_what_is_not_known_is_a_dash_and_no_nought():
    chart = heat([[None, 0]])

    assert [cell.shown for cell in chart.rows[0].squares] == ["–", "0"]
    assert "A dash is a number that is not known." in drawn("heat", chart)
    assert "A dash" not in drawn("heat", heat([[0, 0]]))


def test_no_rows_are_no_fault():
    chart = heat([])

    assert (chart.rows, chart.description) == ([], "0 rows by 0 columns. Nothing is counted yet.")


def test_each_row_must_have_every_column():
    with pytest.raises(ValueError, match="argument 2 is shorter"):
        heat([[1, 2], [1]])


def test_the_table_opens_the_rows_and_both_pictures_scroll_by_themselves():
    cells = [[Count(3, "/rows?theme=1&year=2010", "findings")]]

    html = drawn("heat", heat(cells, rows=["A & B"], urls=["/themes/1/"]))

    assert (
        '<td class="numeric"><a href="/rows?theme=1&amp;year=2010">3'
        '<span class="govuk-visually-hidden"> findings</span></a></td>'
    ) in html
    assert '<th scope="row"><a href="/themes/1/">A &amp; B</a></th>' in html
    assert '<th scope="col" class="numeric">2010/11</th>' in html
    assert html.count('tabindex="0" role="region" aria-label=') == 2
    assert 'role="img" aria-labelledby="h-title h-words"' in html
    assert "style=" not in html


PARTS = [
    Part("System", 4, "/rows?asked=system"),
    Part("Training", 10, is_marked=True),
    Part("Policy", 5, is_marked=True),
    Part("Workload", 0),
    Part("Other", 1),
]


def shares(parts, **more):
    return charts.shares(
        parts, key="s", title="What is asked", first="Asked", counted="Actions", **more
    )


def test_parts_fill_the_bar_with_the_marked_ones_first():
    chart = shares(PARTS, marked="Only training or procedure")

    assert [(p.letter, p.label, p.count, p.percent, p.x, p.width) for p in chart.parts] == [
        ("A", "Training", "10", "50%", "0.00%", "50.00%"),
        ("B", "Policy", "5", "25%", "50.00%", "25.00%"),
        ("C", "System", "4", "20%", "75.00%", "20.00%"),
        ("D", "Workload", "0", "0%", "95.00%", "0.00%"),
        ("E", "Other", "1", "5%", "95.00%", "5.00%"),
    ]
    assert (chart.total, chart.marked_width) == ("20", "75.00%")
    assert chart.marked == "Only training or procedure: 15 of 20 (75%)"


def test_a_part_too_narrow_for_its_letter_keeps_it_in_the_table():
    chart = shares(PARTS)
    html = drawn("shares", chart)

    assert [(p.is_drawn, p.has_room) for p in chart.parts[2:]] == [
        (True, True),
        (False, False),
        (True, False),
    ]
    assert (html.count(">E</text>"), html.count(">A</text>")) == (1, 2)
    assert "<title>Other: 1, 5%</title>" in html
    assert "<title>Workload: 0, 0%</title>" not in html


def test_marked_parts_that_are_nought_are_said_without_a_line():
    chart = shares([Part("Training", 0, is_marked=True), Part("System", 3)], marked="Only training")

    html = drawn("shares", chart)

    assert (chart.marked, chart.marked_width) == ("Only training: 0 of 3 (0%)", "")
    assert "Only training: 0 of 3 (0%). </figcaption>" in html


def test_with_nothing_marked_nothing_is_said_of_it():
    chart = shares([Part("System", 3)])

    assert (chart.marked, chart.marked_width) == ("", "")
    assert "figcaption" not in drawn("shares", chart)


@pytest.mark.parametrize("parts", [[], [Part("Training", 0)]])
def test_nothing_to_share_draws_nothing(parts):
    assert shares(parts) is None
    assert drawn("shares", None) == ""


@pytest.mark.parametrize(
    ("value", "words"),
    [(0, "0%"), (1, "under 1%"), (5, "1%"), (995, "over 99%"), (999, "over 99%"), (1000, "100%")],
)
def test_a_percentage_says_neither_none_nor_all_unless_it_is(value, words):
    chart = shares([Part("These", value), Part("Others", 1000 - value)])

    assert chart.parts[0].percent == words


def test_the_parts_are_a_table_that_opens_the_rows():
    html = drawn("shares", shares(PARTS))

    assert (
        '<td class="numeric"><a href="/rows?asked=system">4'
        '<span class="govuk-visually-hidden"> for System</span></a></td>'
    ) in html
    assert '<th scope="col" class="numeric">Of 20</th>' in html
    assert 'role="img" aria-labelledby="s-title s-words"' in html
    assert '<desc id="s-words">Training: 10, 50%; Policy: 5, 25%; System: 4, 20%;' in html
    assert "style=" not in html


def test_the_widths_of_many_parts_make_a_whole():
    chart = shares([Part(f"Part {at}", at) for at in range(1, 27)])

    assert chart.parts[-1].letter == "Z"
    assert abs(sum(Decimal(p.width.rstrip("%")) for p in chart.parts) - 100) < Decimal("0.2")
