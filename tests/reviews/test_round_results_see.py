"""Whom the results of a round are for, once its report has made the round itself known to all."""

import pytest

from boards.models import Role
from reviews.models import AuditReturn
from tests.factories import (
    AgencyFactory,
    AnswerFactory,
    AuditReturnFactory,
    AuditRoundFactory,
    ReviewFactory,
    person_on,
)

RESULTS = "/audits/{}/results/"
PAGES = (RESULTS, "/audits/{}/comparison/", "/audits/{}/questions/1/over-rounds/")


@pytest.fixture
def told(world):
    """Closed, its report published: enough agencies answered for an agency to be told of them."""
    told = AuditRoundFactory(board=world.kent, status="closed")
    for value in (0, 1, 2, 3, 3, 3):
        audit_return = AuditReturnFactory(audit_round=told, status="agreed")
        grade = told.framework.grades.get(value=value)
        for question in told.framework.questions.all():
            AnswerFactory(audit_return=audit_return, question=question, grade=grade)
    AuditReturnFactory(audit_round=told, agency=world.health, status="agreed")
    report = {"reference": "KSCB/AUD2030-01"}
    ReviewFactory(board=world.kent, published=True, audit_round=told, report=report)
    return told


def somebody(world, who):
    board = world.kent
    return {
        "trainer": world.trainer,
        "named reader": person_on(board, Role.READER),
        "lead that was not asked": person_on(board, Role.LEAD, agency=AgencyFactory(serves=board)),
        "contributor without a share": world.contributor,
    }[who]


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize(
    "who", ["trainer", "named reader", "lead that was not asked", "contributor without a share"]
)
def test_who_sees_no_return_sees_no_results(world, signed_in, told, who, path):
    client = signed_in(somebody(world, who))
    of_round = client.get(told.get_absolute_url())
    of_report = client.get(told.report.get_absolute_url())

    assert client.get(path.format(told.pk)).status_code == 404
    assert (of_round.status_code, of_report.status_code) == (200, 200)
    assert RESULTS.format(told.pk) not in of_round.text + of_report.text


@pytest.mark.parametrize("who", ["lead", "contributor"])
def test_who_sees_a_return_is_told_of_the_others_and_led_there(world, signed_in, told, who):
    AuditReturn.objects.get(agency=world.health).contributors.add(world.contributor)
    client = signed_in(getattr(world, who))

    pages = [client.get(page.format(told.pk)) for page in PAGES]

    assert [page.status_code for page in pages] == [200, 403, 403]
    assert "Fully met: 3" in pages[0].text
    for page in (told.get_absolute_url(), told.report.get_absolute_url()):
        assert RESULTS.format(told.pk) in client.get(page).text


def test_the_chair_sees_all_of_them(world, signed_in, told):
    client = signed_in(world.chair)

    assert [client.get(page.format(told.pk)).status_code for page in PAGES] == [200, 200, 200]
