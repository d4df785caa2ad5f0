"""Practice standards under a theme, and the verdicts on it."""

import pytest

from kscb.dates import today
from kscb.refusal import Stale
from reviews.services import standards, themes, verdicts
from tests.after import refusal, steps_on
from tests.factories import ThemeFactory
from tests.reviews.thread import moment


@pytest.fixture
def standard(world, theme):
    return standards.add(theme, wording="He is named.", test="Is he?", by=world.staff)


def test_standards_are_numbered_under_their_theme(world, theme, standard):
    second = standards.add(theme, wording="He is seen.", by=world.staff)

    assert (standard.number, second.number, second.board) == (1, 2, world.kent)
    assert steps_on(theme) == [
        (world.staff, "added practice standard 1", {"note": "He is named."}),
        (world.staff, "added practice standard 2", {"note": "He is seen."}),
    ]


def test_a_standard_is_reworded_unless_someone_else_did(world, theme, standard):
    standards.edit(standard, version=1, by=world.staff, wording="He is asked.", test="Is he?")

    standard.refresh_from_db()
    assert (standard.wording, standard.version) == ("He is asked.", 2)
    assert steps_on(theme)[-1][1] == "changed practice standard 1"
    with refusal(str(Stale([], 2)), Stale):
        standards.edit(standard, version=1, by=world.staff, wording="X.", test="")


def test_a_retired_standard_is_offered_no_more_and_never_reworded(world, theme, standard):
    standards.retire(standard, by=world.staff, note="Cannot be tested.")

    standard.refresh_from_db()
    assert standard.retired_on == today()
    assert list(theme.standards.in_use()) == []
    assert steps_on(theme)[-1][1:] == ("retired practice standard 1", {"note": "Cannot be tested."})
    with refusal("This practice standard is retired already."):
        standards.retire(standard, by=world.staff, note="X")
    with refusal("This practice standard is retired, so its words cannot change."):
        standards.edit(standard, version=1, by=world.staff, wording="X.", test="")


def test_verdicts_are_added_and_never_changed(world, theme):
    first = verdicts.give(
        theme, word="same", reasons="Not yet.", by=world.staff, at=moment("1.4.2018")
    )
    latest = verdicts.give(theme, word="dont_know", reasons="No audit.", by=world.chair)

    assert list(theme.verdicts.all()) == [latest, first]
    assert (latest.tone, latest.by, latest.board) == ("none", world.chair, world.kent)
    assert [step[:2] for step in steps_on(theme)] == [
        (world.staff, "gave a verdict: The same"),
        (world.chair, "gave a verdict: Don’t know"),
    ]
    with pytest.raises(TypeError):
        theme.verdicts.update(word="better")


def test_a_merged_theme_takes_neither_verdict_nor_standard(world, theme):
    into = ThemeFactory(board=world.kent, name="Dads")
    themes.merge(theme, into=into, reason="The same.", by=world.staff)

    words = "“Fathers” was merged into “Dads”. Open that theme instead."
    with refusal(words):
        verdicts.give(theme, word="same", reasons="X", by=world.chair)
    with refusal(words):
        standards.add(theme, wording="X", by=world.staff)
