from decimal import Decimal

import pytest

from kscb.figures import Figure, number, signed


@pytest.mark.parametrize(
    ("value", "unit", "written"),
    [
        (Decimal(9800), "", "9,800"),
        (Decimal("8.3"), "%", "8.3%"),
        (Decimal("8.30"), "%", "8.3%"),
        (Decimal("1000.0000"), "", "1,000"),
        (Decimal(0), "", "0"),
        (11_040, "people", "11,040"),
        (Decimal("0.5"), "", "0.5"),
    ],
)
def test_a_number_is_written_for_a_reader(value, unit, written):
    assert number(value, unit=unit) == written


@pytest.mark.parametrize(
    ("value", "written"),
    [(68, "+68"), (Decimal(-238), "−238"), (0, "0"), (Decimal("-1.90"), "−1.9"), (1234, "+1,234")],
)
def test_a_change_carries_its_sign(value, written):
    assert signed(value) == written


@pytest.mark.parametrize(
    ("figure", "shown"),
    [
        ({"value": Decimal(20500), "printed": "around 20,500"}, "around 20,500"),
        ({"value": Decimal("8.3"), "unit": "%"}, "8.3%"),
        ({"change": Decimal(68)}, "+68"),
        ({"value": Decimal(0)}, "0"),
        ({}, ""),
    ],
)
def test_a_figure_shows_what_its_source_gives(figure, shown):
    assert Figure("key", "Label", **figure).shown == shown


@pytest.mark.parametrize(
    ("figure", "words"),
    [
        ({"value": Decimal(1491), "change": Decimal(306)}, "up 306"),
        ({"value": Decimal(1655), "change": Decimal(-238)}, "down 238"),
        ({"value": Decimal(5), "change": Decimal(0)}, "no change"),
        ({"change": Decimal(68)}, ""),
        ({"value": Decimal(5)}, ""),
        (
            {
                "value": Decimal("6.4"),
                "previous": Decimal("8.3"),
                "change": Decimal("-1.9"),
                "unit": "%",
            },
            "down from 8.3%",
        ),
    ],
)
def test_a_change_is_told_in_words(figure, words):
    assert Figure("key", "Label", **figure).change_words == words
