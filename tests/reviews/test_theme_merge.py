"""How themes hang together: other words, wider themes, merging and splitting."""

import pytest

from kscb.dates import today
from reviews.models import Synonym, Theme
from reviews.services import themes
from tests.after import refusal, steps_on
from tests.factories import ThemeFactory


@pytest.fixture
def dads(world):
    return ThemeFactory(board=world.kent, name="Dads")


@pytest.fixture
def men(world):
    return ThemeFactory(board=world.kent, name="Men")


def merge(world, theme, into):
    return themes.merge(theme, into=into, reason="The same.", by=world.staff)


def heads(*rows):
    return [Theme.objects.get(pk=row.pk).merged_into for row in rows]


# Merging


def test_a_merged_theme_names_where_it_went_and_both_remember(world, theme, dads):
    assert merge(world, dads, theme) == theme

    assert heads(dads, theme) == [theme, None]
    note = {"note": "Into “Fathers”. The same."}
    assert steps_on(dads) == [(world.staff, "merged into another theme", note)]
    note = {"note": "“Dads”. The same."}
    assert steps_on(theme) == [(world.staff, "took in another theme", note)]


def test_what_was_merged_into_it_moves_with_it(world, theme, dads, men):
    merge(world, men, dads)

    merge(world, dads, theme)

    assert heads(men, dads, theme) == [theme, theme, None]


def test_a_theme_is_not_merged_into_itself(world, theme):
    with refusal("Choose another theme: this one cannot be merged into itself."):
        merge(world, theme, theme)


def test_a_theme_is_not_merged_into_one_that_is_merged(world, theme, dads, men):
    merge(world, dads, theme)

    with refusal("“Dads” was merged into “Fathers”. Open that theme instead."):
        merge(world, men, dads)
    with refusal("“Dads” was merged into “Fathers”. Open that theme instead."):
        merge(world, dads, men)


def test_a_theme_is_not_merged_into_one_of_another_board(world, theme):
    other = ThemeFactory(board=world.medway, name="Dads")

    with refusal(f"“Dads” belongs to another board. Choose one of {world.kent}."):
        merge(world, theme, other)


def test_a_theme_is_not_merged_into_a_retired_one(world, theme, dads):
    themes.retire(dads, by=world.staff, note="Done.")

    with refusal("“Dads” is retired. Bring it back first, or choose another."):
        merge(world, theme, dads)


def test_a_theme_is_not_merged_into_a_narrower_one(world, theme, dads):
    themes.widen(dads, parent=theme, by=world.staff)

    words = "Change its wider theme first, or merge it the other way."
    with refusal(f"“Dads” is a narrower theme of “Fathers”. {words}"):
        merge(world, theme, dads)
    merge(world, dads, theme)


def test_a_merged_theme_is_split_off_alone(world, theme, dads, men):
    merge(world, men, dads)
    merge(world, dads, theme)

    themes.split_off(dads, reason="Not the same.", by=world.staff)

    assert heads(dads, men) == [None, theme]
    assert steps_on(dads)[-1][1:] == ("split off again", {"note": "From “Fathers”. Not the same."})
    assert steps_on(theme)[-1][1:] == ("let a theme go", {"note": "“Dads”. Not the same."})


def test_what_is_not_merged_cannot_be_split(world, theme):
    with refusal("This theme is not merged into another, so there is nothing to split."):
        themes.split_off(theme, reason="X", by=world.staff)


def test_splitting_makes_no_loop_of_wider_themes(world, theme, dads, men):
    wide = ThemeFactory(board=world.kent, name="Families")
    themes.widen(dads, parent=wide, by=world.staff)
    themes.widen(men, parent=dads, by=world.staff)
    merge(world, dads, theme)
    themes.widen(wide, parent=men, by=world.staff)

    themes.split_off(dads, reason="Not the same.", by=world.staff)

    assert Theme.objects.get(pk=dads.pk).parent is None


# Wider themes


def test_a_theme_hangs_under_a_wider_one(world, theme, dads):
    themes.widen(dads, parent=theme, by=world.staff)

    assert Theme.objects.get(pk=dads.pk).parent == theme
    assert steps_on(dads) == [(world.staff, "changed the wider theme", {"note": "Fathers"})]
    themes.widen(dads, parent=None, by=world.staff)
    assert Theme.objects.get(pk=dads.pk).parent is None


def test_wider_themes_make_no_loop(world, theme, dads, men):
    themes.widen(dads, parent=theme, by=world.staff)
    themes.widen(men, parent=dads, by=world.staff)

    for parent in (theme, dads, men):
        with refusal(f"“{parent}” is “Fathers” itself, or a narrower theme of it. Choose another."):
            themes.widen(theme, parent=parent, by=world.staff)


def test_a_theme_hangs_only_under_one_of_its_board_that_stands(world, theme, dads, men):
    with refusal(f"“Theirs” belongs to another board. Choose one of {world.kent}."):
        other = Theme(board=world.medway, name="Theirs", pk=0)
        themes.widen(theme, parent=other, by=world.staff)
    merge(world, dads, men)
    with refusal("“Dads” was merged into “Men”. Open that theme instead."):
        themes.widen(theme, parent=dads, by=world.staff)


# Other words


def test_a_theme_has_other_words(world, theme):
    themes.add_synonym(theme, name="Dads’ voices", by=world.staff)

    [synonym] = theme.synonyms.all()
    assert (synonym.board, synonym.name, synonym.folded) == (
        world.kent,
        "Dads’ voices",
        "dads' voices",
    )
    themes.remove_synonym(synonym, by=world.staff)
    assert not theme.synonyms.exists()
    assert steps_on(theme) == [
        (world.staff, "added a synonym", {"note": "Dads’ voices"}),
        (world.staff, "took off a synonym", {"note": "Dads’ voices"}),
    ]


def test_a_word_leads_to_one_theme_only(world, theme, dads):
    themes.add_synonym(theme, name="Men", by=world.staff)

    with refusal("“men” leads to “Fathers” already. Take it off there first."):
        themes.add_synonym(dads, name="men", by=world.staff)
    with refusal("“DADS” is a theme of its own. Merge the two themes instead."):
        themes.add_synonym(theme, name="DADS", by=world.staff)
    with refusal("“Men” is a synonym of “Fathers”. Use that theme."):
        themes.add(world.kent, name="Men", by=world.staff)
    with refusal("“Men” is a synonym of “Fathers”. Use that theme."):
        themes.edit(dads, version=1, by=world.staff, name="Men")


def test_a_renamed_theme_keeps_its_old_word(world, theme):
    themes.edit(theme, version=1, by=world.staff, name="Dads and partners")
    assert [synonym.name for synonym in theme.synonyms.all()] == ["Fathers"]

    themes.edit(theme, version=2, by=world.staff, name="FATHERS")

    assert [synonym.name for synonym in theme.synonyms.all()] == ["Dads and partners"]
    themes.edit(theme, version=3, by=world.staff, name="Fathers")
    assert Synonym.objects.count() == 1


@pytest.mark.parametrize("words", ["men in families", "dads", "old word", "fathers men"])
@pytest.mark.parametrize("address", ["/themes/?q=", "/search/?q="])
def test_a_theme_is_found_by_every_word_for_it(world, theme, dads, signed_in, words, address):
    themes.add_synonym(theme, name="Men in families", by=world.staff)
    themes.add_synonym(dads, name="Old word", by=world.staff)
    merge(world, dads, theme)
    ThemeFactory(board=world.kent, name="Schools")

    page = signed_in(world.trainer).get(f"{address}{words}").text

    assert f'href="{theme.get_absolute_url()}"' in page
    assert dads.get_absolute_url() not in page
    assert "Schools" not in page


# Retired, and back


def test_a_retired_theme_is_brought_back(world, theme):
    themes.retire(theme, by=world.staff, note="Unused.")
    assert theme not in world.kent.themes.in_use()

    themes.bring_back(theme, by=world.staff, note="Named again.")

    assert theme in world.kent.themes.in_use()
    assert [step[1] for step in steps_on(theme)] == ["retired", "brought back"]
    with refusal("This theme is in use already."):
        themes.bring_back(theme, by=world.staff, note="Named again.")
    assert today()


# The page of a merged theme


def test_the_page_of_a_merged_theme_leads_to_where_it_went(world, theme, dads, signed_in):
    merge(world, dads, theme)

    page = signed_in(world.member).get(dads.get_absolute_url()).text

    assert (
        f'Merged into <a class="govuk-link" href="{theme.get_absolute_url()}">Fathers</a>' in page
    )
