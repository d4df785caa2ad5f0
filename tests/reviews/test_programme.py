"""The audits of a year on one page."""

from datetime import date

import pytest
from django.urls import reverse

from kscb.dates import today, year_of
from reviews.figures.programme import of_year
from reviews.models import AuditRound
from tests.factories import AgencyFactory, AuditReturnFactory, AuditRoundFactory

pytestmark = pytest.mark.django_db


def made(world, opens_on, due_on, **fields):
    return AuditRoundFactory(board=world.kent, opens_on=opens_on, due_on=due_on, **fields)


def test_a_round_stands_in_each_year_in_which_it_is_open(world):
    winter = made(world, date(2018, 3, 1), date(2018, 5, 1))
    before = made(world, date(2017, 3, 1), date(2017, 3, 31))
    after = made(world, date(2018, 4, 1), date(2018, 4, 2))

    found = of_year(AuditRound.objects.all(), 2017)
    following = of_year(AuditRound.objects.all(), 2018)

    assert found.rounds == [winter]
    assert following.rounds == [winter, after]
    assert before not in found.rounds


def test_each_round_counts_its_returns(world):
    one = made(world, date(2018, 1, 1), date(2018, 3, 1))
    for fields in (
        {},
        {"status": "in_progress", "due_on": date(2030, 1, 1)},
        {"status": "submitted"},
        {"status": "agreed"},
    ):
        AuditReturnFactory(audit_round=one, **fields)

    [found] = of_year(AuditRound.objects.all(), 2017).rounds

    assert (found.asked, found.sent, found.extended, found.overdue) == (4, 2, 1, 1)


def test_nothing_is_overdue_in_a_closed_round(world):
    one = made(world, date(2018, 1, 1), date(2018, 3, 1), status="closed")
    AuditReturnFactory(audit_round=one)

    [found] = of_year(AuditRound.objects.all(), 2017).rounds

    assert (found.asked, found.overdue) == (1, 0)


def test_what_is_to_be_audited_again_until_a_later_round_repeats_it(world):
    days = (date(2016, 1, 1), date(2016, 3, 1))
    due = made(world, *days, reaudit_on=date(2018, 3, 31))
    later = made(world, *days, reaudit_on=date(2018, 4, 1))
    repeated = made(world, *days, reaudit_on=date(2017, 5, 1))
    made(world, date(2017, 5, 1), date(2017, 6, 1), previous=repeated)

    assert of_year(AuditRound.objects.all(), 2017).again == [due]
    assert of_year(AuditRound.objects.all(), 2018).again == [due, later]


def test_years_run_from_the_first_round_to_the_next_year(world):
    made(world, date(2016, 3, 31), date(2016, 4, 1))

    years = of_year(AuditRound.objects.all(), 2017).years

    assert (years[0], years[-1]) == (year_of(today()) + 1, 2015)


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_asks_the_database_no_more_as_it_grows(
    client, world, count, django_assert_max_num_queries
):
    for _ in range(count):
        one = made(world, date(2018, 1, 1), date(2018, 3, 1), reaudit_on=date(2018, 3, 1))
        AuditReturnFactory(audit_round=one, agency=AgencyFactory(serves=world.kent))
    client.force_login(world.member)

    with django_assert_max_num_queries(7):
        page = client.get(reverse("reviews:programme-year", args=[2017, "18"]))

    assert page.content.decode().count('data-label="Given longer"') == count


@pytest.mark.parametrize("end", ["19", "2018", "x"])
def test_a_year_that_is_none_is_not_found(client, world, end):
    client.force_login(world.staff)

    assert client.get(reverse("reviews:programme-year", args=[2017, end])).status_code == 404
