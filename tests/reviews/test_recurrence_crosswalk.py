"""Kent's themes of 2017/18 against those of 2018/19: the crosswalk of domain.md, section 7.3.

The words of 2017/18 are those of the board's annual report summary 2017/18; those of 2018/19 of
Kent's learning from reviews published April 2018 to March 2019; the verdicts ("recurs",
"recurs, renamed", "probably (broader)", "partly", "not named", "new") are the crosswalk's own.
The dates, and that one action on each theme was done by March 2018, are invented for the test.
"""

import pytest

from reviews.services import themes
from tests.factories import ThemeFactory
from tests.reviews.thread import Record

# Word of 2017/18, words of the 2018/19 review that say the same, verdict.
CROSSWALK = [
    ("Engagement with fathers / new adults", ["Engaging with fathers and new adults"], "recurs"),
    ("Escalation", ["Multi-agency challenge and escalation"], "recurs"),
    (
        "Hostile families, disguised compliance, professional curiosity",
        [
            "Inquisitive practice and meaningful engagement",
            "Neglectful families and sustained change",
        ],
        "recurs",
    ),
    (
        "Injuries to young immobile babies",
        ["Vulnerability of small children and babies"],
        "recurs",
    ),
    ("Parental alcohol / drugs", [], "broader"),
    ("Participation in multi-agency meetings", [], "partly"),
    ("Reflective supervision", [], "not named"),
]
# Broader or only partly the same: themes of their own, under which the old ones may hang.
OTHERS = [
    "Children where parents have additional needs",
    "Information sharing and record keeping",
    "Assessments and historic information",
    "Attendance at appointments (was not brought)",
]


@pytest.fixture
def on(world):
    on = Record(world)
    first, second = on.review(), on.review()
    for word, renamed, _ in CROSSWALK:
        old = ThemeFactory(board=world.kent, name=word, folded=word.lower())
        finding = on.found(first, "30.10.2017", old)
        on.action(on.asked(finding), ("20.3.2018", None))
        for new_word in renamed:
            new = ThemeFactory(board=world.kent, name=new_word, folded=new_word.lower())
            on.found(second, "1.12.2018", new)
    for word in OTHERS:
        new = ThemeFactory(board=world.kent, name=word, folded=word.lower())
        on.found(second, "1.12.2018", new)
    return on


def recurring(on):
    return {name for (name, agency), row in on.rows().items() if row.recurrences and not agency}


def test_free_words_hide_that_anything_came_back(on):
    assert recurring(on) == set()


def test_the_crosswalk_brings_to_light_the_four_that_came_back(on, world):
    merge_renamed(world)

    assert recurring(on) == {word for word, _, verdict in CROSSWALK if verdict == "recurs"}
    rows = on.rows()
    assert {word: (rows[word, ""].named, rows[word, ""].done) for word, _, _ in CROSSWALK} == {
        word: (2 if renamed else 1, 1) for word, renamed, _ in CROSSWALK
    }
    assert {word: (rows[word, ""].named, rows[word, ""].done) for word in OTHERS} == dict.fromkeys(
        OTHERS, (1, 0)
    )


def test_a_wider_theme_counts_for_itself(on, world):
    merge_renamed(world)
    wider = world.kent.themes.get(name="Children where parents have additional needs")
    narrower = world.kent.themes.get(name="Parental alcohol / drugs")

    themes.widen(narrower, parent=wider, by=world.staff)

    assert (on.row(narrower)[-1], on.row(wider)[-1]) == (0, 0)


def merge_renamed(world):
    for word, renamed, _ in CROSSWALK:
        into = world.kent.themes.get(name=word)
        for new_word in renamed:
            theme = world.kent.themes.get(name=new_word)
            themes.merge(theme, into=into, reason="Renamed in 2018/19.", by=world.staff)
