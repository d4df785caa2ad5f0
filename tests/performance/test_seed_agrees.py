"""The typed facts against the documents they were typed from, where those lie beside the project.

A plain clone does not have them: then these tests are skipped, and say so.
"""

import ast
import csv
import re
from pathlib import Path

import pytest

from kscb.text import fold
from performance import demo
from performance.demo import board_year, dfe, indicators, learning, themes

SHARED = Path(__file__).resolve().parents[3] / "shared" / "data"
WINDOW = 6  # words in a row that would be a sentence of the source
AWARD = "child protection trainer of the year"  # a name, which may be said as it is

pytestmark = [
    pytest.mark.shared,
    pytest.mark.skipif(not SHARED.is_dir(), reason="../shared is not beside this clone"),
]


def summary() -> list[str]:
    """The lines of the summary, without their bullets."""
    [path] = (SHARED / "seed").glob("*.txt")
    lines = path.read_text(encoding="utf-8").splitlines()
    return [line.strip().lstrip("-").strip() for line in lines if line.strip()]


def rows(name: str) -> list[dict[str, str]]:
    with (SHARED / "dfe" / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def below(heading: str) -> list[str]:
    """The lines under one heading that begin with a bullet in the file."""
    [path] = (SHARED / "seed").glob("*.txt")
    text = path.read_text(encoding="utf-8")
    after = text[text.index(heading) + len(heading) :]
    lines = []
    for line in filter(None, (line.strip() for line in after.splitlines())):
        if not line.startswith("-"):
            break
        lines.append(line.removeprefix("-").strip())
    return lines


def observed(key: str) -> set[str]:
    numbers = set()
    for one in indicators.OBSERVATIONS:
        if one.key == key:
            numbers |= {number.lstrip("-") for number in (one.value, one.change) if number}
    return numbers


def test_the_seven_themes_are_all_there():
    assert len(below("Themes from SCRs include:")) == len(themes.OF_KENT) == 7


@pytest.mark.parametrize(
    ("key", "phrase"),
    [
        ("early-help-families", "9800 families"),
        ("early-help-children", "around 20,500 CYP"),
        ("step-up-rate", "from 8.3% in Mar 17 to 6.4% in Mar 18"),
        ("cin-plans", "was 2393, an increase of 86"),
        ("cp-plans", "increased by 306 to 1,491"),
        ("cp-reviews-in-timescale", "99.9% of child protection plans"),
        ("repeat-cp-plans-change", "increased by 68"),
        ("children-in-care", "reduced by 238 to 1,655"),
        ("placed-by-others", "1288 Children in Care placed in Kent"),
        ("training-attendees", "over 2,300 attendees"),
    ],
)
def test_each_figure_is_as_printed(key, phrase):
    assert any(phrase in line for line in summary())

    plain = re.sub(r"\bMar 1[78]\b", "", phrase).replace(",", "")
    printed = set(re.findall(r"\d+(?:\.\d+)?", plain))

    assert printed <= observed(key)


def test_the_misprint_is_the_sources():
    [one] = [one for one in indicators.OBSERVATIONS if one.key == "e-learning-completions"]

    assert any(line.startswith(f"{one.printed} E-Learning") for line in summary())
    assert one.value == "11000"


def test_sessions_workshops_and_reviews_are_as_many_as_printed():
    text = " ".join(summary())

    assert f"Delivered {learning.SESSIONS} multi-agency training sessions" in text
    assert f"Delivery of {len(learning.WORKSHOP_DAYS)} County SCR workshops" in text
    assert "Published 3 Serious Case Reviews" in text
    assert sum(sessions for _, sessions, _, _ in learning.COURSES) == learning.SESSIONS


def test_views_are_as_many_as_the_distinct_lines():
    printed = below("View from KSCB Members")

    assert len(printed) == 11
    assert len(set(printed)) == len(board_year.VIEWS) == 10


def words_of(text: str) -> list[str]:
    return re.findall(r"[a-z0-9'%.]+", fold(text).replace(AWARD, "award"))


def windows(text: str) -> set[tuple[str, ...]]:
    words = words_of(text)
    return {tuple(words[start : start + WINDOW]) for start in range(len(words) - WINDOW + 1)}


def test_no_sentence_of_the_summary_is_copied():
    source = set().union(*(windows(line) for line in summary()))
    assert len(source) > 100

    for path in Path(demo.__file__).parent.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                assert windows(node.value) & source == set(), path.name


def test_the_census_years_are_dfes():
    published = [
        (
            int(row["year_ending_31_march"]),
            int(row["cin_at_31_march"]),
            int(row["referrals"]),
            int(row["rereferrals_12m"]),
            row["rereferral_pct"],
            int(row["cpp_starts"]),
            int(row["cpp_second_or_subsequent"]),
            row["cpp_subsequent_pct"],
            int(row["cpp_at_31_march"]),
        )
        for row in rows("kent_cin_census_2013_2025.csv")
    ]

    assert list(dfe.CENSUS_YEARS) == published


def test_the_lait_years_are_dfes():
    measures = ("LACnum", "CPP_Reviewed_InReqTimeScl", "CPP_31March_3MnthorMore", "RevCP")
    kent = {
        (row["short"], int(row["year"])): row["value"]
        for row in rows("kent_and_comparators_long.csv")
        if row["area"] == "Kent" and row["short"] in measures
    }

    published = [
        (year, *(int(kent[measure, year]) for measure in measures[:3]), kent["RevCP", year])
        for year in range(2016, 2026)
    ]

    assert list(dfe.LAIT_YEARS) == published
