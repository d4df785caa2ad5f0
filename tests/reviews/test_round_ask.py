"""Asking agencies on the round's page: each by a tick, schools all at once or from a list."""

import pytest

from boards.models import Agency, Partner
from reviews.models import AuditReturn
from tests.factories import AgencyFactory, AuditReturnFactory


@pytest.fixture
def schools(world):
    return [
        AgencyFactory(name=f"Invented School {number}", kind="education", serves=world.kent)
        for number in range(3)
    ]


@pytest.fixture
def address(audit_round):
    return f"/audits/{audit_round.pk}/ask/"


def asked(audit_round):
    return set(Agency.objects.filter(audit_returns__audit_round=audit_round))


def test_schools_are_one_tick_and_the_others_one_each(world, signed_in, schools, address):
    page = signed_in(world.staff).get(address).content.decode()

    assert page.count('name="agencies"') == Agency.objects.serving(world.kent).count() - 3
    assert "All schools and colleges not asked yet (3)" in page
    assert "Invented School" not in page
    assert address.replace("ask", "schools") in page


def test_all_schools_are_asked_with_the_agencies_ticked(
    world, signed_in, schools, audit_round, address
):
    client = signed_in(world.staff)
    AuditReturnFactory(audit_round=audit_round, agency=schools[0])
    AgencyFactory(name="School elsewhere", kind="education", serves=world.medway)

    client.post(address, {"agencies": [world.police.pk], "schools": "on"})

    assert asked(audit_round) == {world.police, *schools}
    assert AuditReturn.objects.filter(audit_round=audit_round).count() == 4


def test_agencies_alone_ask_no_school(world, signed_in, schools, audit_round, address):
    signed_in(world.staff).post(address, {"agencies": [world.police.pk]})

    assert asked(audit_round) == {world.police}


def test_nobody_ticked_asks_nobody_and_says_so(world, signed_in, schools, audit_round, address):
    answer = signed_in(world.staff).post(address, {"schools": ""})

    assert answer.status_code == 422
    assert "Tick the agencies to ask." in answer.content.decode()
    assert asked(audit_round) == set()


def test_without_schools_there_is_no_tick_for_them(world, signed_in, address):
    assert "All schools and colleges" not in signed_in(world.staff).get(address).content.decode()


def test_the_page_is_as_short_and_quick_for_600_schools(
    world, signed_in, address, django_assert_max_num_queries
):
    client = signed_in(world.staff)
    before = len(client.get(address).content)
    made = Agency.objects.bulk_create(
        Agency(name=f"School {n}", folded=f"school {n}", kind="education") for n in range(600)
    )
    Partner.objects.bulk_create(
        Partner(board=world.kent, agency=agency, from_on="2015-04-01") for agency in made
    )

    with django_assert_max_num_queries(9):
        after = len(client.get(address).content)

    assert after - before < 1_000
