"""An immediate concern: handed over in one step, confirmed in one, and never described."""

import pytest
from django.urls import reverse

from boards.models import Notice
from reviews.models import ImmediateConcern
from reviews.services import concerns
from tests.after import refusal, steps_on, told
from tests.factories import AgencyFactory, ImmediateConcernFactory, MembershipFactory

URGENT = (
    "KSCB: something urgent was handed to your agency: sign in now and confirm that you have it"
)
STAFF_ASK = "KSCB: an immediate concern was handed to an agency and is not confirmed yet"


@pytest.fixture
def concern(world):
    return ImmediateConcernFactory(
        board=world.kent, agency=world.health, raised_by=world.second_staff
    )


def test_a_concern_is_handed_to_the_agency_whose_leads_are_told(
    world, signed_in, audit_round, audit_return
):
    client = signed_in(world.contributor)
    audit_return.contributors.add(world.contributor)
    url = f"/audits/concerns/raise/?audit={audit_round.pk}"

    page = client.get(url)
    client.post(url, {"agency": world.health.pk, "text": "What was seen."})

    concern = ImmediateConcern.objects.get()
    assert list(page.context["form"].fields) == ["agency"]
    assert world.kent.worried_phone in page.text
    assert "No detail is recorded here" in page.text
    assert (concern.agency, concern.audit_round) == (world.health, audit_round)
    assert (concern.raised_by, concern.board) == (world.contributor, world.kent)
    assert told() == [
        (world.lead, URGENT),
        (world.staff, STAFF_ASK),
        (world.second_staff, STAFF_ASK),
    ]
    assert "child" not in Notice.objects.filter(recipient=world.lead).get().subject
    assert steps_on(concern) == [(world.contributor, "raised", {})]


def test_an_audit_that_is_not_theirs_to_see_is_not_named(world, signed_in, audit_round):
    url = f"/audits/concerns/raise/?audit={audit_round.pk}"

    answer = signed_in(world.contributor).post(url, {"agency": world.health.pk})

    assert (answer.status_code, ImmediateConcern.objects.count()) == (404, 0)


def test_an_agency_of_another_board_takes_none(world):
    elsewhere = AgencyFactory(name="Far Trust", serves=world.medway)

    with refusal("Far Trust is not an agency of this board. Choose one that is."):
        concerns.raise_concern(world.kent, agency=elsewhere, by=world.staff)


def test_somebody_on_a_panel_may_hand_one_over(world, signed_in, audit_round):
    client = signed_in(world.member)
    before = client.get("/audits/concerns/raise/").status_code
    audit_round.panel.add(world.member)

    assert (before, client.get("/audits/concerns/raise/").status_code) == (403, 200)


def test_the_lead_confirms_and_who_raised_it_is_told(world, signed_in, concern):
    client = signed_in(world.lead)

    page = client.get(concern.get_absolute_url())
    client.post(f"/audits/concerns/{concern.pk}/confirm/")

    concern.refresh_from_db()
    assert "We have it" in page.text
    assert concern.confirmed_by == world.lead
    assert steps_on(concern) == [(world.lead, "confirmed", {})]
    ask = "KSCB: an agency confirmed that it has an immediate concern"
    assert told() == [(world.staff, ask), (world.second_staff, ask)]


def test_what_is_confirmed_never_changes(world, concern):
    concerns.confirm(concern, by=world.lead)

    with refusal("Your agency has confirmed this already."):
        concerns.confirm(concern, by=world.lead)


def test_those_that_nobody_confirmed_come_first(world, signed_in, concern):
    done = ImmediateConcernFactory(board=world.kent, agency=world.health)
    concerns.confirm(done, by=world.lead)

    page = signed_in(world.staff).get("/audits/concerns/")

    assert [row.record for row in page.context["table"].rows] == [concern, done]
    assert f'href="{concern.get_absolute_url()}">Immediate concern {concern.pk}</a>' in page.text


def test_an_agency_without_a_lead_is_said_to_have_nobody_told(world, signed_in):
    concern = ImmediateConcernFactory(board=world.kent, agency=world.police)

    page = signed_in(world.staff).get(concern.get_absolute_url())

    assert "so nobody there was told by e-mail" in page.text


def test_from_an_audit_it_is_handed_over_on_the_board_of_that_audit(
    world, signed_in, audit_round, audit_return
):
    MembershipFactory(board=world.medway, user=world.lead, role="lead", agency=world.health)
    client = signed_in(world.lead)
    chosen = client.post(reverse("boards:choose-board"), {"board": world.medway.pk})

    client.post(f"/audits/concerns/raise/?audit={audit_round.pk}", {"agency": world.police.pk})

    assert (chosen.status_code, ImmediateConcern.objects.get().board) == (302, world.kent)
