"""The collation grid: returns by standards, from lowest to highest, and the rows of each cell."""

import pytest
from django.urls import reverse

from reviews.figures.grids import grids, practice_standards
from reviews.figures.results import results
from reviews.models import AuditReturn, Grade
from tests.after import CANARY
from tests.factories import (
    AgencyFactory,
    AnswerFactory,
    AuditReturnFactory,
    AuditRoundFactory,
    FrameworkFactory,
    ModerationFactory,
    PracticeStandardFactory,
    QuestionFactory,
    SectionFactory,
)

LABELS = ["Not met", "Partly met", "Mostly met", "Fully met"]


@pytest.fixture
def eight(world):
    """A round that asks three questions under the first section and one under the second."""
    framework = FrameworkFactory(board=world.kent)
    QuestionFactory(framework=framework, wording="And then?")
    SectionFactory(framework=framework, title="Information is shared")
    QuestionFactory(framework=framework, wording="Is it shared?")
    return AuditRoundFactory(board=world.kent, framework=framework)


def graded(audit_round, name, values, *, panel=None, status="submitted", **fields):
    """A return that graded each question so (None: not), and the panel's grades by question."""
    agency = fields.pop("agency", None) or AgencyFactory(name=name, serves=audit_round.board)
    made = AuditReturnFactory(audit_round=audit_round, agency=agency, status=status, **fields)
    steps = list(Grade.objects.filter(framework=audit_round.framework, scale="met"))
    asked = audit_round.framework.questions.filter(scale="met")
    for question, value in zip(asked, values, strict=True):
        grade = None if value is None else steps[value]
        answer = AnswerFactory(audit_return=made, question=question, grade=grade)
        if question.number in (panel or {}):
            grade = steps[panel[question.number]]
            ModerationFactory(answer=answer, grade=grade, reason=CANARY)
    return made


def grids_of(audit_round):
    found = results(audit_round, AuditReturn.objects.all())
    return grids(found, practice_standards(audit_round.framework_id))


def cells_of(grid):
    return [[(cell.words, cell.counted) for cell in row.cells] for row in grid.rows]


# By hand


def test_a_cell_says_the_lowest_and_the_highest_and_how_many_were_graded(eight):
    graded(eight, "Ash", [1, 3, 2, 0])
    graded(eight, "Birch", [2, 2, None, None])

    [(_, [grid])] = grids_of(eight)

    assert [one.name for one in grid.standards] == ["Section 1", "Information is shared"]
    assert cells_of(grid) == [
        [("“Partly met” to “Fully met”", "3 of 3 graded"), ("Not met", "1 of 1 graded")],
        [("Mostly met", "2 of 3 graded"), ("No grade", "0 of 1 graded")],
    ]


def test_the_moderated_grade_counts_once_moderation_is_finished(eight):
    graded(eight, "Ash", [3, 3, 3, 3], panel={1: 0, 2: 3}, status="moderated")
    graded(eight, "Birch", [3, 3, 3, 3], panel={1: 0, 2: 3}, status="submitted")

    [(_, [grid])] = grids_of(eight)

    assert cells_of(grid) == [
        [
            ("“Not met” to “Fully met”", "3 of 3 graded, 2 moderated"),
            ("Fully met", "1 of 1 graded"),
        ],
        [("Fully met", "3 of 3 graded"), ("Fully met", "1 of 1 graded")],
    ]


def test_the_heat_table_counts_each_answer_under_its_standard(eight):
    graded(eight, "Ash", [1, 3, 3, 0])
    graded(eight, "Birch", [2, 3, None, None])
    graded(eight, "Cedar", [0, 0, 0, 0], status="in_progress")

    [(_, [grid])] = grids_of(eight)

    assert [one.words for one in grid.heat.columns] == LABELS
    assert [[square.shown for square in row.squares] for row in grid.heat.rows] == [
        ["0", "1", "1", "3"],
        ["1", "0", "0", "0"],
    ]


def test_a_question_counts_under_each_practice_standard_that_it_tests(world, eight):
    first, second = (
        PracticeStandardFactory(theme__board=world.kent, wording=wording)
        for wording in ("Fathers are named.", "Children are seen.")
    )
    one, two = eight.framework.questions.all()[:2]
    one.standards.set([first])
    two.standards.set([first, second])
    graded(eight, "Ash", [1, 3, 0, 0])

    [(_, [_, grid])] = grids_of(eight)

    told = dict(zip([one.name for one in grid.standards], cells_of(grid)[0], strict=True))
    assert told == {
        "Fathers are named.": ("“Partly met” to “Fully met”", "2 of 2 graded"),
        "Children are seen.": ("Fully met", "1 of 1 graded"),
    }


def test_two_scales_of_one_section_are_two_grids(eight):
    for value, label in enumerate(("Red", "Green")):
        Grade.objects.create(framework=eight.framework, scale="colour", value=value, label=label)
    coloured = QuestionFactory(framework=eight.framework, scale="colour", wording="Colour?")
    made = graded(eight, "Ash", [3, 3, 3, 3])
    AnswerFactory(
        audit_return=made,
        question=coloured,
        grade=Grade.objects.get(framework=eight.framework, label="Red"),
    )

    second = QuestionFactory(framework=eight.framework, scale="colour", wording="And now?")

    (met, [of_met]), (colour, [of_colour]) = grids_of(eight)

    assert (met.scale, colour.scale) == ("met", "colour")
    assert cells_of(of_met)[0][1] == ("Fully met", "1 of 1 graded")
    assert cells_of(of_colour) == [[("Red", "1 of 2 graded")]]
    second.delete()
    assert grids_of(eight)[1][1] == []  # one question alone is told by its own counts


# The rows behind


def listed(response):
    return [
        (str(row.audit_return.agency), row.question.number)
        for row in response.context["table"].data
    ]


def test_each_cell_opens_the_grades_it_is_made_of(world, signed_in, eight):
    graded(eight, "Ash", [1, 3, 2, 0])
    graded(eight, "Birch", [2, 2, None, 2])
    [(table, [grid])] = grids_of(eight)
    client = signed_in(world.staff)

    def behind(url):
        return listed(client.get(url))

    first = grid.rows[1].cells[0]
    assert behind(first.url) == [("Birch", 1), ("Birch", 2)]
    assert behind(grid.headed[1][1]) == [("Ash", 4), ("Birch", 4)]
    mostly = grid.heat.rows[0].squares[2]
    assert (mostly.shown, behind(mostly.url)) == ("3", [("Ash", 3), ("Birch", 1), ("Birch", 2)])
    of_question = table.heat.rows[0].squares[1]
    assert (of_question.shown, behind(of_question.url)) == ("1", [("Ash", 1)])


def test_the_rows_count_the_moderated_grade_and_can_be_narrowed_to_it(world, signed_in, eight):
    graded(eight, "Ash", [3, 3, 3, 3], panel={2: 0}, status="moderated")
    graded(eight, "Birch", [3, 3, 3, 3], panel={2: 0}, status="submitted")
    client, url = signed_in(world.staff), reverse("reviews:audit-grades", args=[eight.pk])

    assert listed(client.get(f"{url}?scale=met&value=0")) == [("Ash", 2)]
    assert listed(client.get(f"{url}?moderated=on")) == [("Ash", 2)]


@pytest.mark.parametrize(("who", "reads"), [("staff", True), ("member", False)])
def test_why_is_read_by_those_who_read_the_return(world, signed_in, eight, who, reads):
    graded(eight, "Ash", [3, 3, 3, 3], panel={1: 0}, status="moderated")
    url = reverse("reviews:audit-grades", args=[eight.pk])
    client = signed_in(getattr(world, who))

    for ending in ("", "?export=csv"):
        page = b"".join(client.get(f"{url}{ending}"))
        assert b"Not met" in page
        assert (CANARY.encode() in page) is reads


def test_a_member_sees_no_grade_of_a_case_before_their_own_agency_has_sent_its_own(
    world, signed_in, eight
):
    first = graded(eight, "Ash", [0, 0, 0, 0], case_number=1)
    graded(eight, "", [1, 1, 1, 1], agency=first.agency, case_number=2)
    own = graded(eight, "", [3, 3, 3, 3], agency=world.police, case_number=1, status="in_progress")
    client = signed_in(world.member)
    rows, page = (f"/audits/{eight.pk}/{name}/" for name in ("grades", "results"))
    of_question = f"/audits/{eight.pk}/questions/1/over-rounds/"

    before = client.get(page)
    assert [row.audit_return.case_number for row in client.get(rows).context["table"].data] == (
        [2] * 4
    )
    assert [one.case_number for one in before.context["results"].counted] == [2]
    assert "1 return on cases that your own agency has still to answer" in text(before)
    assert client.get(of_question).context["rounds"][0].chart.total == "1"
    AuditReturn.objects.filter(pk=own.pk).update(status="submitted")

    after = client.get(page)

    assert [one.case_number for one in after.context["results"].counted] == [1, 2, 1]
    assert "Left out" not in text(after)


def text(response):
    return response.content.decode()


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(("page", "most"), [("results", 10), ("grades", 8)])
def test_pages_ask_no_more_for_more_returns(
    world, signed_in, eight, count, page, most, django_assert_max_num_queries
):
    standard = PracticeStandardFactory(theme__board=world.kent)
    for question in eight.framework.questions.all():
        question.standards.add(standard)
    for number in range(count):
        graded(eight, f"Agency {number}", [1, 2, 3, 0], panel={1: 0}, status="moderated")
    client = signed_in(world.staff)

    with django_assert_max_num_queries(most):
        response = client.get(f"/audits/{eight.pk}/{page}/")

    assert response.status_code == 200


# Moderation


def test_moderation_stands_under_each_standard(world, signed_in, eight):
    standard = PracticeStandardFactory(theme__board=world.kent, wording="Fathers are named.")
    eight.framework.questions.first().standards.add(standard)
    made = graded(eight, "Ash", [1, 3, 2, 0], panel={1: 0, 2: 1})

    page = signed_in(world.chair).get(f"/audits/returns/{made.pk}/moderation/")

    assert [
        (str(one.section), len(one.answers), one.own, len(one.moderated), one.panel)
        for one in page.context["sections"]
    ] == [
        ("Section 1", 3, "“Partly met” to “Fully met”", 2, "“Not met” to “Partly met”"),
        ("Information is shared", 1, "Not met", 0, "No grade"),
    ]
    assert text(page).count("Practice standard: Fathers are named.") == 1
    assert "Moderated 2 of 3: “Not met” to “Partly met”." in text(page)
