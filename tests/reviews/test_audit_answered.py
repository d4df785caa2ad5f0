"""What was chosen and counted where nothing is graded, and the rows of each number."""

from decimal import Decimal

import pytest

from reviews.figures.answered import answered
from reviews.figures.results import results
from reviews.models import AuditReturn
from tests.factories import (
    AgencyFactory,
    AnswerFactory,
    AuditReturnFactory,
    QuestionFactory,
)

YES_NO = ["Yes", "Partly", "No", "Not applicable"]


@pytest.fixture
def asked(audit_round):
    """Two of yes or no, one of a list, one number, and words."""
    framework = audit_round.framework
    for fields in (
        {"kind": "yes_no", "wording": "Was it held?"},
        {"kind": "yes_no", "wording": "Was it said?"},
        {"kind": "choice", "wording": "How often?", "options": "Weekly\nMonthly"},
        {"kind": "number", "wording": "How many?", "unit": "files"},
        {"kind": "narrative", "wording": "Say more."},
    ):
        QuestionFactory(framework=framework, **fields)
    return audit_round


@pytest.fixture
def returned(world, asked):
    """A return that chose these, and gave this number (None: it did not answer)."""

    def returned(name, held, said, often, number, *, status="submitted", **fields):
        agency = AgencyFactory(name=name, serves=world.kent)
        made = AuditReturnFactory(audit_round=asked, agency=agency, status=status, **fields)
        of = dict(zip(range(3, 7), (held, said, often, number), strict=True))
        for question in asked.framework.questions.filter(number__in=of):
            value = of[question.number]
            if value is not None:
                given = {"number": value} if question.is_number else {"choice": value}
                AnswerFactory(audit_return=made, question=question, grade=None, **given)
        return made

    return returned


def of(audit_round):
    returns = AuditReturn.objects.all()
    return answered(audit_round, returns, results(audit_round, returns))


def test_each_answer_is_counted_of_the_returns_that_count(asked, returned):
    returned("Ash", "yes", "no", "Weekly", 3)
    returned("Birch", "yes", "not_applicable", None, None)
    returned("Cedar", "partly", None, "Monthly", 4)
    returned("Dogwood", "no", "no", "Monthly", 4, status="in_progress")
    returned("Elder", "no", "no", "Monthly", 4, is_without_involvement=True)

    of_yes_no, of_list = of(asked).tables

    assert of_yes_no.labels == YES_NO
    assert [
        ([choice.number for choice in row.shown], row.answered, row.asked) for row in of_yes_no.rows
    ] == [([2, 1, 0, 0], 3, 3), ([0, 0, 1, 1], 2, 3)]
    assert of_list.labels == ["Weekly", "Monthly"]
    assert [[choice.number for choice in row.shown] for row in of_list.rows] == [[1, 1]]


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ([], ["–", "–", "–"]),
        ([7], ["7 files", "7 files", "7 files"]),
        ([1, 100, 2], ["1 files", "2 files", "100 files"]),
        ([0, 1, 4, 1_000], ["0 files", "2.50 files", "1,000 files"]),
        ([Decimal("0.5"), None, 3], ["0.50 files", "1.75 files", "3 files"]),
    ],
)
def test_numbers_lie_between_the_lowest_and_the_highest(asked, returned, given, shown):
    """Worked by hand; an agency that gave none is not nought."""
    for place, number in enumerate(given):
        returned(f"Agency {place}", None, None, None, number)

    [numbers] = of(asked).numbers

    assert [words for _, words in numbers.shown] == shown
    assert numbers.answered == sum(one is not None for one in given)
    assert numbers.asked == len(given)


def test_each_count_opens_the_answers_it_is_made_of(world, signed_in, asked, returned):
    returned("Ash", "yes", "no", "Weekly", 3)
    returned("Birch", "yes", "yes", "Weekly", None)
    returned("Cedar", "no", "yes", "Monthly", 4)
    returned("Dogwood", "yes", "yes", "Weekly", 4, status="in_progress")
    client = signed_in(world.staff)

    def behind(url):
        rows = client.get(url).context["table"].data
        return [(str(row.audit_return.agency), row.question.number) for row in rows]

    found = of(asked)
    held = found.tables[0].rows[0].shown
    assert [behind(held[0].url), behind(held[2].url)] == [
        [("Ash", 3), ("Birch", 3)],
        [("Cedar", 3)],
    ]
    assert held[1].url == ""
    assert behind(found.numbers[0].url) == [("Ash", 6), ("Cedar", 6)]
    file = client.get(f"{held[2].url}&export=csv").getvalue().decode()
    assert "Cedar" in file
    assert "3. Was it held?" in file


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(("page", "most"), [("results", 12), ("answers", 8)])
def test_pages_ask_no_more_for_more_returns(
    world, signed_in, asked, returned, count, page, most, django_assert_max_num_queries
):
    for number in range(count):
        returned(f"Agency {number}", "yes", "no", "Weekly", number)
    client = signed_in(world.staff)

    with django_assert_max_num_queries(most):
        response = client.get(f"/audits/{asked.pk}/{page}/")

    assert "Was it held?" in response.content.decode()
