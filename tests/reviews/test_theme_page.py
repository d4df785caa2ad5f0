"""One theme's page: its story, its figures and the rows behind them, and who is told what."""

import re
from datetime import date
from html import unescape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from reviews.figures.results import results
from reviews.models import AuditReturn
from reviews.services import alarms, measures, standards, themes, verdicts
from tests.factories import (
    AnswerFactory,
    AttendanceFactory,
    AuditReturnFactory,
    AuditRoundFactory,
    CourseFactory,
    IndicatorFactory,
    ModerationFactory,
    ObservationFactory,
    QuestionFactory,
    ThemeFactory,
)
from tests.reviews.thread import GOOD, Record, moment

MOST_QUERIES = 10
SECRET = "Zanzibar"
GRADES = ("Not met", "Partly met", "Mostly met", "Fully met")


@pytest.fixture
def on(world):
    return Record(world)


def fill(on, world, theme):
    """Something of every kind under the theme."""
    finding = on.found(on.review(), "10.1.2018", theme, agencies=[world.health])
    asked = on.asked(finding)
    on.action(asked, ("1.2.2018", None), agency=world.health)
    on.action(asked, agency=world.police)
    on.tested(asked, "1.4.2018", "dont_know")
    measures.plan(asked, kind="survey", wording="Ask", test_on=finding.found_on, by=world.staff)
    on.found(on.review(), "10.3.2018", theme, kind=GOOD)
    on.found(on.review(), "1.6.2018", theme, agencies=[world.police])
    hidden = on.found(on.draft(), "1.7.2018", theme, wording=SECRET)
    hidden_ask = on.asked(hidden)
    on.action(hidden_ask, ("1.8.2018", None), agency=world.health, wording=SECRET)
    on.tested(hidden_ask, "1.9.2018")
    audit = on.audit()
    audit.themes.add(theme)
    sent = AuditReturnFactory(audit_round=audit, agency=world.health, status="agreed")
    AnswerFactory(audit_return=sent)
    course = CourseFactory(board=world.kent)
    course.themes.add(theme)
    AttendanceFactory(session__course=course, agency=world.health)
    indicator = IndicatorFactory(board=world.kent)
    indicator.themes.add(theme)
    ObservationFactory(indicator=indicator)
    standards.add(theme, wording="He is named.", by=world.staff)
    themes.add_synonym(theme, name=f"Word {theme.synonyms.count()}", by=world.staff)
    verdicts.give(theme, word="same", reasons="Not yet.", by=world.chair, at=moment("1.4.2018"))
    alarms.answer(hidden, answers={theme.pk: SECRET}, by=world.chair)


def page_of(client, theme):
    with CaptureQueriesContext(connection) as queries:
        response = client.get(theme.get_absolute_url())
    assert response.status_code == 200
    return response, len(queries)


@pytest.mark.parametrize("person", ["staff", "chair", "member", "lead", "contributor", "trainer"])
def test_ten_queries_at_most_whatever_there_is(on, world, theme, signed_in, person):
    client = signed_in(world.people[person])
    fill(on, world, theme)
    page_of(client, theme)
    _, few = page_of(client, theme)

    fill(on, world, theme)
    fill(on, world, theme)
    _, many = page_of(client, theme)

    assert many == few <= MOST_QUERIES


def test_the_story_tells_every_kind_of_thing(on, world, theme, signed_in):
    fill(on, world, theme)

    page, _ = page_of(signed_in(world.staff), theme)

    entries = [entry for _, year in page.context["page"].story for entry in year]
    assert sorted(entry.tag for entry in entries) == sorted(
        [
            "Named",
            "Done",
            "Done",
            "Tested: don’t know",
            "Tested: helped",
            "Good practice",
            "Recurs, 4 months after “done”",
            "Recurs, 5 months after “done”",
            "Training",
            "Verdict: the same",
            "The board’s answer",
        ]
    )
    training = next(entry for entry in entries if entry.tag == "Training")
    assert (training.words, training.meta) == ("12 people came.", "Kent Community Health 12")


def test_the_story_counts_the_grades_that_the_results_count(world, theme, signed_in):
    """Not the own grade where the panel's stands, nor any of an agency that was not involved."""
    audit = AuditRoundFactory(board=world.kent, due_on=date(2018, 3, 1))
    audit.themes.add(theme)
    lowest, *_, highest = audit.framework.grades.all()
    first, second = audit.framework.questions.all()
    QuestionFactory(framework=audit.framework, valid_to=date(2018, 1, 1))
    retired = audit.framework.questions.last()
    agreed, apart, unheard = (
        AuditReturnFactory(audit_round=audit, status=status, is_without_involvement=is_apart)
        for status, is_apart in (("agreed", False), ("agreed", True), ("submitted", False))
    )
    for audit_return in (agreed, apart, unheard):
        for question in (first, second, retired):
            AnswerFactory(audit_return=audit_return, question=question, grade=highest)
    ModerationFactory(answer=agreed.answers.get(question=first), grade=lowest)

    page, _ = page_of(signed_in(world.staff), theme)

    assert "Accepted answers by grade: Fully met 1, Not met 1" in page.text
    [table] = results(audit, AuditReturn.objects.agreed()).tables
    counts = {grade: sum(dict(one.shown)[grade] for one in table.spreads) for grade in GRADES}
    assert counts == {"Not met": 1, "Partly met": 0, "Mostly met": 0, "Fully met": 1}


def test_what_recurs_says_the_dates_that_make_it_so(on, world, theme, signed_in):
    fill(on, world, theme)

    page, _ = page_of(signed_in(world.member), theme)

    [back] = page.context["page"].came_back
    assert back.words == "Recurs, 4 months after “done”"
    assert back.grounds == (
        "Found on 1 June 2018; 1 action on it stood as done since 1 February 2018."
    )


def test_the_words_of_a_restricted_review_are_on_nobodys_page(on, world, theme, signed_in):
    fill(on, world, theme)
    hidden = on.board.reviews.restricted().get()

    for person in ("staff", "chair"):
        page, _ = page_of(signed_in(world.people[person]), theme)
        assert f"A restricted review named it: {hidden.reference}" in page.text
        assert SECRET not in page.text
    for person in ("member", "lead", "contributor", "trainer"):
        page, _ = page_of(signed_in(world.people[person]), theme)
        assert hidden.reference not in page.text
        assert SECRET not in page.text


def test_an_agency_is_told_its_own_row_alone(on, world, theme, signed_in):
    fill(on, world, theme)

    def agencies(person):
        page, _ = page_of(signed_in(person), theme)
        return [row.agency_name for row in page.context["page"].agencies]

    assert agencies(world.member) == ["Kent Community Health", "Kent Police"]
    assert agencies(world.lead) == ["Kent Community Health"]
    assert agencies(world.trainer) == []


@pytest.mark.parametrize("person", ["staff", "member", "lead"])
def test_each_figure_opens_as_many_rows(on, world, theme, signed_in, person):
    fill(on, world, theme)
    dads = ThemeFactory(board=world.kent, name="Dads")
    on.action(on.asked(on.found(on.review(), "2.2.2018", dads)), ("3.3.2018", None))
    themes.merge(dads, into=theme, reason="The same.", by=world.staff)
    client = signed_in(world.people[person])

    page, _ = page_of(client, theme)

    facts = page.text[page.text.index('class="facts') :].split("</dl>")[0]
    figures = re.findall(r'<a href="(/[^"]+)">(\d+)', facts)
    assert len(figures) >= 3
    for url, number in figures:
        assert (url, client.get(unescape(url)).context["total"]) == (url, int(number))


def test_open_questions_lead_to_where_they_are_answered(on, world, theme, signed_in):
    asked = on.asked(on.found(on.review(), "10.1.2018", theme))
    on.action(asked, ("1.2.2018", None))
    again = on.found(on.review(), "1.6.2018", theme)

    page, _ = page_of(signed_in(world.staff), theme)

    verdict, words = (
        reverse(name, args=[theme.pk]) for name in ("reviews:verdicts", "reviews:theme-words")
    )
    assert [
        (question.words, question.links[0][1]) for question in page.context["page"].questions
    ] == [
        (
            "Named again after actions were done, and the board has not answered.",
            reverse("reviews:finding-alarms", args=[again.pk]),
        ),
        ("Nobody has given a verdict: is practice better?", verdict),
        ("Recommendations that the board has not said yes or no to.", asked.get_absolute_url()),
        (
            "1 of 1 action accepted as done, never tested since.",
            f"/actions/?theme={theme.pk}&impact=untested",
        ),
        ("No audit that you may see has looked at it.", "/audits/"),
        ("No practice standard says what good looks like, so that it can be tested.", words),
    ]


@pytest.mark.parametrize("person", ["staff", "member"])
def test_heat_tables_open_as_many_findings(on, world, theme, signed_in, person):
    fill(on, world, theme)
    on.found(on.audit(), "1.4.2017", theme, ThemeFactory(board=world.kent, name="Babies"))
    client = signed_in(world.people[person])

    page = client.get("/themes/over-time/")

    cells = [
        (square.shown, square.url)
        for table in (page.context["by_year"], page.context["by_agency"])
        for row in table.rows
        for square in row.squares
    ]
    assert sum(shown != "0" for shown, _ in cells) >= 4
    for shown, url in cells:
        assert shown == (str(client.get(url).context["total"]) if url else "0")


def test_those_who_judge_give_a_verdict_on_the_page(world, theme, signed_in):
    client = signed_in(world.chair)

    client.post(
        reverse("reviews:give-verdict", args=[theme.pk]),
        {"word": "dont_know", "reasons": "No audit yet."},
    )

    page, _ = page_of(client, theme)
    given = page.context["page"].verdict
    assert (given.standing.word, given.reasons, given.by) == (
        "Don’t know",
        "No audit yet.",
        "Chris Chair",
    )
