from datetime import UTC, datetime, timedelta

import time_machine

from boards.models import Invitation, Notice, Role
from boards.services import people
from tests.after import everything, refusal, steps_on, told
from tests.factories import AgencyFactory

NOW = datetime(2026, 3, 3, 9, 30, tzinfo=UTC)


def invite(world, **fields):
    asked = {"email": "Noor@KSCB.example", "name": "Noor New", "role": Role.MEMBER}
    return people.invite(world.kent, by=world.staff, **asked | fields)


def test_a_person_is_asked_to_hold_one_role_for_a_week(world):
    with time_machine.travel(NOW, tick=False):
        invitation = invite(world, role=Role.LEAD, agency=world.health, title="Named nurse")

    invitation = Invitation.objects.get(pk=invitation.pk)
    assert (invitation.board, invitation.email, invitation.name) == (
        world.kent,
        "noor@kscb.example",
        "Noor New",
    )
    assert (invitation.role, invitation.agency, invitation.title) == (
        "lead",
        world.health,
        "Named nurse",
    )
    assert (invitation.invited_by, invitation.expires_at) == (world.staff, NOW + timedelta(days=7))
    assert steps_on(invitation) == [(world.staff, "invited", {})]


def test_the_link_goes_to_the_address_and_nowhere_else(world):
    invitation = invite(world)

    [notice] = Notice.objects.all()
    assert (notice.email, notice.is_secret, notice.about) == (
        "noor@kscb.example",
        True,
        "Invitation of Noor New",
    )
    assert told() == [(None, "KSCB: you are invited to sign in")]
    assert f"/invitation/{people.secret_of(invitation)}/" in notice.text


def test_a_role_for_an_agency_needs_the_agency(world):
    with refusal("Choose the agency that this person speaks for."):
        invite(world, role=Role.LEAD)


def test_an_agency_that_does_not_serve_the_board_is_refused(world):
    elsewhere = AgencyFactory(name="Essex Police", serves=world.medway)

    with refusal("Essex Police is not an agency of this board. Choose one that is."):
        invite(world, role=Role.LEAD, agency=elsewhere)


def test_an_invitation_is_withdrawn(world):
    invitation = invite(world)

    people.withdraw_invitation(invitation, by=world.second_staff)

    assert people.find_invitation(people.secret_of(invitation)) is None
    assert steps_on(invitation) == [
        (world.staff, "invited", {}),
        (world.second_staff, "withdrawn", {}),
    ]


def test_an_invitation_is_withdrawn_once(world):
    invitation = invite(world)
    people.withdraw_invitation(invitation, by=world.staff)

    with refusal("This invitation was withdrawn already."):
        people.withdraw_invitation(invitation, by=world.staff)


def test_an_invitation_that_was_accepted_meanwhile_is_not_withdrawn(world):
    invitation = invite(world)
    people.accept_invitation(
        Invitation.objects.get(pk=invitation.pk), password="three words together"
    )

    with refusal("This invitation was accepted already. End the person's role instead."):
        people.withdraw_invitation(invitation, by=world.staff)


def test_the_page_asks_again_with_what_was_typed(world, signed_in):
    client = signed_in(world.staff)
    elsewhere = AgencyFactory(name="Essex Police", serves=world.medway)
    before = everything()
    typed = {"name": "Noor New", "email": "noor@kscb.example", "role": "lead"}

    no_agency = client.post("/board/people/invite/", typed)
    tampered = client.post("/board/people/invite/", {**typed, "agency": elsewhere.pk})
    no_role = client.post("/board/people/invite/", {**typed, "role": "emperor"})

    errors = [[*one.context["form"].errors.values()] for one in (no_agency, tampered, no_role)]
    assert errors == [
        [["Choose the agency that this person speaks for."]],
        [["Agency: choose one of the choices offered"]],
        [["Role: choose one of the choices offered"]],
    ]
    assert [one.status_code for one in (no_agency, tampered, no_role)] == [422] * 3
    assert 'value="noor@kscb.example"' in no_agency.content.decode()
    assert everything() == before
