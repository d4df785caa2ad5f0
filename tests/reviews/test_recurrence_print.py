"""`manage.py recurrence`: the operator's table, and the dashboard's "completion is not impact"."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from tests.factories import ThemeFactory
from tests.reviews.thread import Record


@pytest.fixture
def on(world):
    on = Record(world)
    fathers = ThemeFactory(board=world.kent, name="Fathers")
    asked = on.asked(on.found(on.draft(), "10.1.2018", fathers))
    on.action(asked, ("1.2.2018", None))
    on.tested(asked, "1.3.2018")
    open_ask = on.asked(on.found(on.review(), "1.6.2018", fathers, agencies=[world.police]))
    on.action(open_ask, ("1.7.2018", None), agency=world.police)
    on.action(open_ask, agency=world.police)
    return on


def printed(**options):
    out = StringIO()
    call_command("recurrence", stdout=out, **options)
    return out.getvalue().splitlines()


def test_the_table_of_a_board_holds_every_row_and_ends_with_totals(on):
    lines = printed(board="KSCB")

    rows = [line.split() for line in lines if line[:4].strip() or line.startswith("    ")]
    named = {" ".join(row[:-9]): row[-9:-1] for row in rows if row[-1].isdigit() or row[-1] == "-"}
    assert named["Fathers"] == ["2", "2", "0", "3", "2", "1", "1", "1"]
    assert named["Kent Community Health"] == ["0", "0", "0", "1", "1", "1", "1", "0"]
    assert named["Kent Police"] == ["1", "1", "0", "2", "1", "0", "0", "0"]
    assert lines[-1].split() == ["1", "themes", "together", "2", "2", "0", "3", "2", "1", "1", "1"]
    assert "restricted reviews included" in lines[1]
    assert len({len(line) for line in lines if line.startswith("---")}) == 1


def test_without_a_board_every_board_is_printed(on, world):
    titles = [line.split(",")[0] for line in printed() if "Safeguarding Children Board," in line]

    assert titles == [world.kent.name, world.medway.name]


def test_a_board_that_is_not_there_is_said(on):
    with pytest.raises(CommandError, match="No board has the short name “ESSEX”"):
        printed(board="ESSEX")


@pytest.mark.parametrize(
    ("person", "figures"),
    [
        ("chair", [("Delivered", 2, 3), ("Tested", 1, 2), ("Helped", 1, 1), ("Don’t know", 0, 1)]),
        ("member", [("Delivered", 1, 2), ("Tested", 0, 1), ("Helped", None, None)]),
    ],
)
def test_completion_is_not_impact(on, world, signed_in, person, figures):
    client = signed_in(world.people[person])

    told = client.get("/").context["page"].impact

    shown = [(one.label, one.numerator, one.denominator) for one in told]
    assert shown[: len(figures)] == figures
    for one in told:
        if one.numerator is not None:
            assert client.get(one.rows_url).context["total"] == one.numerator
