"""A round beside the round that it repeats, a question over rounds, own grades over rounds."""

from datetime import date

import pytest

from reviews.figures.compared import compared, over_rounds
from reviews.figures.moderated import self_grades
from reviews.figures.results import Results, results
from reviews.models import AuditReturn, Grade, Moderation, Question
from tests.factories import (
    AgencyFactory,
    AnswerFactory,
    AuditReturnFactory,
    AuditRoundFactory,
    FrameworkFactory,
    ModerationFactory,
)


@pytest.fixture
def before(world, audit_round):
    """The round that this one repeats, on an earlier version of the framework."""
    framework = FrameworkFactory(key="earlier", edition=1)
    framework.key, framework.edition = audit_round.framework.key, 0
    framework.save()
    made = AuditRoundFactory(
        board=world.kent, framework=framework, reference="S11-2016", due_on=date(2018, 2, 1)
    )
    audit_round.previous = made
    audit_round.save()
    return made


@pytest.fixture
def agencies(world):
    return [AgencyFactory(name=name, serves=world.kent) for name in ("Ash", "Birch", "Cedar")]


def answered(audit_round, agency, own, *, panel=None, status="submitted", **fields):
    made = AuditReturnFactory(audit_round=audit_round, agency=agency, status=status, **fields)
    question = audit_round.framework.questions.first()
    of_scale = list(Grade.objects.filter(framework=audit_round.framework, scale=question.scale))
    answer = AnswerFactory(audit_return=made, question=question, grade=of_scale[own])
    if panel is not None:
        ModerationFactory(answer=answer, grade=of_scale[panel])
    return made


def both(now, then):
    returns = AuditReturn.objects.all()
    return compared(results(now, returns), results(then, returns))


def test_agencies_that_answered_both_times_went_up_stayed_or_went_down(
    audit_round, before, agencies
):
    for agency, then, now in zip(agencies, (1, 2, 3), (2, 2, 0), strict=True):
        answered(before, agency, then)
        answered(audit_round, agency, now)
    answered(audit_round, AgencyFactory(name="Dogwood", serves=audit_round.board), 3)

    first, second = both(audit_round, before)

    assert (first.up, first.same, first.down, first.both) == (["Ash"], ["Birch"], ["Cedar"], 3)
    assert first.rows == [
        ("Not met", 0, 1),
        ("Partly met", 1, 0),
        ("Mostly met", 1, 2),
        ("Fully met", 1, 1),
    ]
    assert (second.both, second.now.answered, second.why_not) == (0, 0, "")


def test_the_grade_that_counts_is_compared(audit_round, before, agencies):
    answered(before, agencies[0], 1)
    answered(audit_round, agencies[0], 3, panel=0, status="agreed")

    assert both(audit_round, before)[0].down == ["Ash"]


def test_a_return_that_is_missing_is_neither_up_nor_down(audit_round, before, agencies):
    answered(before, agencies[0], 1)
    answered(audit_round, agencies[0], 3, status="in_progress")

    assert both(audit_round, before)[0].both == 0


def test_cases_are_not_compared_one_by_one(audit_round, before, agencies):
    answered(before, agencies[0], 1, case_number=1)
    answered(audit_round, agencies[0], 3, case_number=1)

    first = both(audit_round, before)[0]

    assert (first.both, first.then.answered, first.now.answered) == (0, 1, 1)


def test_another_scale_or_key_is_not_compared(audit_round, before):
    Question.objects.filter(framework=before.framework, number=1).update(scale="other")
    Grade.objects.create(framework=before.framework, scale="other", value=0, label="No")
    Question.objects.filter(framework=before.framework, number=2).update(key="another")

    assert [one.why_not for one in both(audit_round, before)] == [
        "Not compared: the scale changed.",
        "Not compared: it was not asked, or not graded, last time.",
    ]
    assert compared(Results(), Results()) == []


def test_the_page_names_agencies_and_says_where_there_is_nothing_to_compare(
    world, signed_in, audit_round, before, agencies
):
    answered(before, agencies[0], 1)
    answered(audit_round, agencies[0], 2)
    client = signed_in(world.member)

    page = client.get(f"/audits/{audit_round.pk}/comparison/").content.decode()
    alone = client.get(f"/audits/{before.pk}/comparison/").content.decode()

    assert "1 up (Ash)" in page
    assert ['data-label="Up" class="numeric">1<' in page, 'href="#question-1"' in page] == [
        True
    ] * 2
    assert "This audit repeats no earlier one" in alone


# Over rounds


def test_a_question_is_followed_over_rounds_by_its_key_and_scale(
    world, audit_round, before, agencies
):
    answered(before, agencies[0], 1)
    answered(audit_round, agencies[0], 3)
    answered(audit_round, agencies[1], 3)
    AuditRoundFactory(board=world.kent)  # of another framework

    found = over_rounds(world.staff, audit_round, audit_round.framework.questions.first())

    assert [one.audit_round for one in found] == [audit_round, before]
    assert [[part.count for part in one.chart.parts] for one in found] == [
        ["0", "0", "0", "2"],
        ["0", "1", "0", "0"],
    ]


@pytest.mark.parametrize("count", [1, 3])
def test_its_page_asks_no_more_as_rounds_come(
    world, signed_in, audit_round, agencies, count, django_assert_max_num_queries
):
    for _ in range(count):
        again = AuditRoundFactory(board=world.kent, framework=audit_round.framework)
        answered(again, agencies[0], 2, panel=1, status="agreed")
    client = signed_in(world.staff)

    with django_assert_max_num_queries(9):
        page = client.get(f"/audits/{audit_round.pk}/questions/1/over-rounds/").content.decode()

    assert page.count("Beside the last time") == 0
    assert page.count('class="chart"') == count


# Own grades beside moderated ones


def test_own_grades_are_set_against_the_panels_by_agency_and_round(audit_round, before, agencies):
    ash, birch, _ = agencies
    answered(before, ash, 3, panel=1, status="agreed")
    answered(audit_round, ash, 2, panel=2, status="moderated")
    answered(audit_round, birch, 0, panel=1, status="agreed")

    found = self_grades(Moderation.objects.finished())

    assert [one.total.agency_name for one in found] == ["Ash", "Birch"]
    ash_total = found[0].total
    assert (ash_total.both, ash_total.higher, ash_total.same, ash_total.lower) == (2, 1, 1, 0)
    assert found[0].scale_words == "Not met to Fully met"
    assert [one.round_reference for one in found[0].rounds] == ["KSCB/S11-2018", "S11-2016"]
    assert (found[1].total.higher, found[1].total.same, found[1].total.lower) == (0, 0, 1)


def test_what_is_unfinished_or_has_no_own_grade_is_left_out(audit_round, agencies):
    answered(audit_round, agencies[0], 3, panel=1, status="submitted")
    without = answered(audit_round, agencies[1], 3, panel=1, status="agreed")
    without.answers.update(grade=None)

    assert self_grades(Moderation.objects.finished()) == []


def test_a_scale_is_named_in_the_words_it_was_graded_by(world, audit_round, agencies):
    answered(audit_round, agencies[0], 3, panel=1, status="agreed")
    theirs = FrameworkFactory(board=world.medway)
    theirs.grades.update(label="Another board’s own word")

    [found] = self_grades(Moderation.objects.finished())

    assert found.scale_words == "Not met to Fully met"


def test_an_agency_that_was_not_involved_after_all_is_left_out(audit_round, agencies):
    answered(audit_round, agencies[0], 3, panel=1, status="agreed", is_without_involvement=True)

    assert self_grades(Moderation.objects.finished()) == []


def test_a_line_opens_its_rows(world, signed_in, audit_round, agencies):
    answered(audit_round, agencies[0], 3, panel=1, status="agreed")
    client = signed_in(world.chair)

    page = client.get("/audits/self-grades/").content.decode()
    rows = client.get(f"/audits/self-grades/{agencies[0].pk}/").content.decode()

    assert f'href="/audits/self-grades/{agencies[0].pk}/"' in page
    assert "1 of 1" in page
    assert "3 Fully met" in rows
    assert "1 Partly met" in rows
