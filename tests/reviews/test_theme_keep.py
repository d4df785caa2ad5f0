import pytest

from kscb.dates import today
from kscb.refusal import Stale
from reviews.services import themes
from tests.after import refusal, steps_on, told
from tests.factories import ThemeFactory


def add(world, name="Fathers", **fields):
    return themes.add(world.kent, name=name, by=world.staff, **fields)


def test_a_theme_joins_the_boards_list(world):
    theme = add(world, "Fathers’ voices", good_looks_like="Fathers are asked.", source="2017/18")

    theme.refresh_from_db()
    assert (theme.board, theme.name, theme.folded) == (
        world.kent,
        "Fathers’ voices",
        "fathers' voices",
    )
    assert (theme.good_looks_like, theme.source) == ("Fathers are asked.", "2017/18")
    assert (steps_on(theme), told()) == ([(world.staff, "added", {})], [])


@pytest.mark.parametrize("again", ["Fathers", "FATHERS", " fathers ", "Fáthers"])
def test_the_same_word_is_not_added_twice(world, again):
    add(world)

    with refusal(f"“{again}” is on the list already. Use that theme."):
        add(world, again)
    themes.add(world.medway, name=again, by=world.other_staff)


def test_a_theme_is_renamed_and_found_by_its_new_name(world, theme):
    themes.edit(theme, version=1, by=world.staff, name="Dads", source="2018/19")

    theme.refresh_from_db()
    assert (theme.name, theme.folded, theme.source, theme.version) == ("Dads", "dads", "2018/19", 2)
    note = "Name: “Fathers” became “Dads”; Source: “” became “2018/19”."
    assert steps_on(theme) == [(world.staff, "changed", {"note": note})]


def test_a_theme_may_keep_its_word_in_other_letters(world, theme):
    assert themes.edit(theme, version=1, by=world.staff, name="FATHERS").name == "FATHERS"


def test_a_theme_is_not_renamed_to_another_on_the_list(world, theme):
    ThemeFactory(board=world.kent, name="Schools")

    with refusal("“schools” is on the list already. Use that theme."):
        themes.edit(theme, version=1, by=world.staff, name="schools")


def test_a_theme_that_someone_else_renamed_is_not_overwritten(world, theme):
    themes.edit(theme, version=1, by=world.second_staff, name="Men in families")

    with refusal(str(Stale([], 2)), Stale):
        themes.edit(theme, version=1, by=world.staff, name="Dads")


def test_a_retired_theme_is_offered_no_more_and_stays_where_it_is(world, theme, finding):
    themes.retire(theme, by=world.staff, note="Now part of another.")

    theme.refresh_from_db()
    assert theme.retired_on == today()
    assert list(world.kent.themes.in_use()) == []
    assert list(finding.themes.all()) == [theme]
    assert steps_on(theme) == [(world.staff, "retired", {"note": "Now part of another."})]


def test_a_theme_is_retired_once(world, theme):
    themes.retire(theme, by=world.staff, note="Done.")

    with refusal("This theme is retired already."):
        themes.retire(theme, by=world.staff, note="Done.")
