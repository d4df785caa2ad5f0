"""What a round's returns say together: who is counted, and which grade counts."""

import pytest

from reviews.figures.results import Given, results
from reviews.models import AuditReturn, Grade
from tests.factories import (
    AgencyFactory,
    AnswerFactory,
    AuditReturnFactory,
    AuditRoundFactory,
    FrameworkFactory,
    ModerationFactory,
    QuestionFactory,
)


@pytest.fixture
def returned(world, audit_round, questions, grades):
    """A return with an own grade of every question, and a panel's grade of the first."""

    def returned(name, own, *, status="submitted", panel=None, asked=audit_round, **fields):
        agency = fields.pop("agency", None) or AgencyFactory(name=name, serves=world.kent)
        made = AuditReturnFactory(audit_round=asked, agency=agency, status=status, **fields)
        for question in asked.framework.questions.filter(kind="graded"):
            of_scale = list(Grade.objects.filter(framework=asked.framework, scale=question.scale))
            answer = AnswerFactory(audit_return=made, question=question, grade=of_scale[own])
            if panel is not None and question.number == 1:
                ModerationFactory(answer=answer, grade=of_scale[panel])
        return made

    return returned


def of(audit_round):
    return results(audit_round, AuditReturn.objects.all())


def test_only_sent_returns_of_involved_agencies_count_and_the_rest_are_named(audit_round, returned):
    sent = returned("Ash", 3)
    missing = returned("Birch", 3, status="in_progress")
    back = returned("Cedar", 3, status="returned")
    apart = returned("Dogwood", 3, is_without_involvement=True)

    found = of(audit_round)

    assert (found.asked, found.sent, found.moderated) == (4, 2, 0)
    assert (found.counted, found.missing, found.uninvolved) == ([sent], [missing, back], [apart])
    [table] = found.tables
    assert [(one.shown, one.answered, one.asked) for one in table.spreads] == [
        ([("Not met", 0), ("Partly met", 0), ("Mostly met", 0), ("Fully met", 1)], 1, 1)
    ] * 2


def test_a_moderated_grade_counts_only_once_moderation_is_finished(audit_round, returned):
    returned("Ash", 3, panel=1, status="submitted")
    returned("Birch", 3, panel=1, status="moderated")
    returned("Cedar", 3, panel=3, status="agreed")

    found = of(audit_round)

    [table] = found.tables
    assert [row.cells[0].words for row in table.rows] == [
        "Fully met",
        "Fully met → Partly met (moderated)",
        "Fully met (moderated: the same)",
    ]
    assert (table.spreads[0].counts, found.moderated) == ([0, 1, 0, 2], 2)


def test_an_unanswered_question_is_no_grade_and_not_nought(audit_round, returned, questions):
    made = returned("Ash", 0)
    made.answers.filter(question=questions[1]).update(grade=None)

    [table] = of(audit_round).tables

    assert table.rows[0].cells[1] is None
    assert (table.spreads[1].counts, table.spreads[1].answered, table.spreads[1].asked) == (
        [0, 0, 0, 0],
        0,
        1,
    )


def test_scales_are_never_mixed_and_only_grades_are_counted(world, returned):
    framework = FrameworkFactory()
    for value, label in enumerate(("Red", "Green")):
        Grade.objects.create(framework=framework, scale="colour", value=value, label=label)
    QuestionFactory(framework=framework, scale="colour", wording="Colour?")
    QuestionFactory(framework=framework, kind="narrative", wording="Say more.")
    audit_round = AuditRoundFactory(board=world.kent, framework=framework)
    returned("Ash", 1, asked=audit_round)

    found = of(audit_round)

    assert [(one.scale, len(one.questions), one.labels) for one in found.tables] == [
        ("met", 2, "Not met, Partly met, Mostly met, Fully met"),
        ("colour", 1, "Red, Green"),
    ]


def test_agencies_on_the_same_case_are_set_against_each_other(audit_round, returned):
    ash = returned("Ash", 3, case_number=1)
    birch = returned("Birch", 0, case_number=1)
    returned("Ash", 2, case_number=2, agency=ash.agency)
    returned("Birch", 1, case_number=2, agency=birch.agency)
    returned("Cedar", 0, case_number=3)

    found = of(audit_round)

    assert [(one.case_number, one.question.number, one.steps) for one in found.apart] == [
        (1, 1, 3),
        (1, 2, 3),
        (2, 1, 1),
        (2, 2, 1),
    ]
    assert found.apart[0].grades == [("Birch", "Not met"), ("Ash", "Fully met")]


# Pages


def page_of(signed_in, person, audit_round):
    return signed_in(person).get(f"/audits/{audit_round.pk}/results/").content.decode()


def test_staff_see_every_grade_and_who_is_missing(world, signed_in, audit_round, returned):
    returned("Ash", 3, panel=1, status="moderated")
    returned("Birch", 3, status="in_progress")

    page = page_of(signed_in, world.staff, audit_round)

    assert "Fully met → Partly met (moderated)" in page
    assert "1 of 2 returns sent" in page
    assert "Still missing, and not counted" in page


def test_a_member_reads_grades_but_no_words(world, signed_in, audit_round, returned):
    returned("Ash", 3)

    page = page_of(signed_in, world.member, audit_round)

    assert "Fully met" in page
    assert "We looked at twenty files." not in page


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize("who", ["staff", "lead"])
def test_the_page_asks_no_more_as_returns_come_in(
    world, signed_in, audit_round, returned, count, who, django_assert_max_num_queries
):
    returned("", 2, agency=world.health)
    for number in range(count):
        returned(f"Agency {number}", number, panel=0, status="moderated")
    client = signed_in(getattr(world, who))

    with django_assert_max_num_queries(10):
        page = client.get(f"/audits/{audit_round.pk}/results/")

    assert page.status_code == 200


def test_a_grade_that_nobody_gave_says_so():
    assert Given("", "Good", 3).words == "No grade → Good (moderated)"
