"""An invitation opens one role, once, for the person it was sent to."""

from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.core import signing
from django.utils import timezone

from boards.models import Invitation, Membership, Partner, Role, User
from boards.services import people
from tests.after import errors_on, everything, refusal, steps_on
from tests.factories import UserFactory

PASSWORD = "three words together"
TYPED = {"password": PASSWORD, "again": PASSWORD}
OVER = "This invitation has been used or has run out. Ask the board for a new one."


@pytest.fixture
def invitation(world):
    return people.invite(
        world.kent,
        email="noor@kscb.example",
        name="Noor New",
        role=Role.LEAD,
        agency=world.health,
        title="Named nurse",
        by=world.staff,
    )


def link(invitation):
    return f"/invitation/{people.secret_of(invitation)}/"


def held_by(person):
    rows = Membership.objects.filter(user=person)
    return [(m.board, m.role, m.agency, m.title) for m in rows]


def is_signed_in(client):
    return "_auth_user_id" in client.session


def test_someone_new_gets_an_account_and_the_role(world, invitation):
    person = people.accept_invitation(invitation, password=PASSWORD)

    assert (person.email, person.name) == ("noor@kscb.example", "Noor New")
    assert person.check_password(PASSWORD)
    assert held_by(person) == [(world.kent, "lead", world.health, "Named nurse")]
    assert [
        (one.email, one.verified, one.primary) for one in EmailAddress.objects.filter(user=person)
    ] == [("noor@kscb.example", True, True)]
    assert steps_on(person.memberships.get()) == [(person, "joined", {"to": "Agency lead"})]


def test_someone_with_an_account_gets_only_the_role(world, invitation):
    person = UserFactory(email="noor@kscb.example", name="Noor Known")

    assert people.accept_invitation(invitation, by=person) == person

    assert User.objects.filter(email="noor@kscb.example").get().name == "Noor Known"
    assert held_by(person) == [(world.kent, "lead", world.health, "Named nurse")]


def test_an_invitation_works_once(invitation):
    person = people.accept_invitation(invitation, password=PASSWORD)

    with refusal(OVER):
        people.accept_invitation(invitation, by=person)


def test_an_invitation_runs_out(invitation):
    Invitation.objects.update(expires_at=timezone.now())

    with refusal(OVER):
        people.accept_invitation(invitation, password=PASSWORD)


def test_a_withdrawn_invitation_opens_nothing(world, invitation):
    people.withdraw_invitation(invitation, by=world.staff)

    with refusal(OVER):
        people.accept_invitation(invitation, password=PASSWORD)


def test_nobody_else_may_take_the_role(world, invitation):
    UserFactory(email="noor@kscb.example")

    with refusal("Sign in as noor@kscb.example first, then open this link again."):
        people.accept_invitation(invitation, by=world.trainer)


def test_an_agency_that_has_left_the_board_leaves_no_account_behind(world, invitation):
    Partner.objects.filter(board=world.kent, agency=world.health).update(to_on="2018-03-31")

    with refusal("Kent Community Health is not an agency of this board. Choose one that is."):
        people.accept_invitation(invitation, password=PASSWORD)


def test_a_new_person_joins_from_the_link_and_is_signed_in(client, world, invitation):
    asked = client.get(link(invitation))
    joined = client.post(link(invitation), TYPED)

    person = User.objects.get(email="noor@kscb.example")
    assert (asked.status_code, joined.status_code, joined.url) == (200, 302, "/")
    assert "Kent Safeguarding Children Board" in asked.content.decode()
    assert client.session["_auth_user_id"] == str(person.pk)
    assert held_by(person) == [(world.kent, "lead", world.health, "Named nurse")]


@pytest.mark.parametrize(
    ("typed", "errors"),
    [
        ({"password": ""}, ["Choose a password", "Type the password again"]),
        (
            {"password": PASSWORD, "again": "three words apart"},
            ["The two passwords are not the same. Type both again"],
        ),
        (
            {"password": "short", "again": "short"},
            [
                "This password is too short. It must contain at least 12 characters.",
            ],
        ),
        (
            {"password": "123456789012345", "again": "123456789012345"},
            ["This password is entirely numeric."],
        ),
    ],
)
def test_a_password_that_will_not_do_is_explained(client, invitation, typed, errors):
    before = everything()

    answer = client.post(link(invitation), typed)

    assert (errors_on(answer), answer.status_code) == (errors, 422)
    assert (everything(), is_signed_in(client)) == (before, False)


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize(
    "spoil",
    [
        lambda one: Invitation.objects.update(accepted_at=timezone.now()),
        lambda one: Invitation.objects.update(withdrawn_at=timezone.now()),
        lambda one: Invitation.objects.update(expires_at=timezone.now() - timedelta(seconds=1)),
        lambda one: Invitation.objects.update(email="someone.else@kscb.example"),
    ],
    ids=["used", "withdrawn", "expired", "another address"],
)
def test_a_link_that_is_over_says_so_and_opens_nothing(client, invitation, spoil, method):
    address = link(invitation)
    spoil(invitation)
    before = everything()

    answer = getattr(client, method)(address, TYPED)

    assert answer.status_code == 404
    assert answer.templates[0].name == "boards/invitation_over.html"
    assert (everything(), is_signed_in(client)) == (before, False)


@pytest.mark.parametrize(
    "forged",
    [
        lambda one: people.secret_of(one)[:-1] + "x",
        lambda one: signing.dumps([one.pk, one.email], salt="another salt"),
        lambda one: signing.dumps([one.pk, one.email], key="another key", salt=people.SALT),
        lambda one: str(one.pk),
        lambda one: "a%00b",
    ],
    ids=["changed", "another salt", "another key", "its number", "nothing at all"],
)
def test_a_forged_link_opens_nothing(client, invitation, forged):
    before = everything()

    answer = client.post(f"/invitation/{forged(invitation)}/", TYPED)

    assert answer.status_code == 404
    assert (everything(), is_signed_in(client)) == (before, False)


def test_another_persons_session_may_not_use_a_new_persons_link(world, signed_in, invitation):
    client = signed_in(world.trainer)
    before = everything()

    answers = [client.get(link(invitation)), client.post(link(invitation), TYPED)]

    assert [one.status_code for one in answers] == [404, 404]
    assert everything() == before


def test_another_persons_session_may_not_take_a_known_persons_role(world, signed_in, invitation):
    UserFactory(email="noor@kscb.example")
    client = signed_in(world.trainer)
    before = everything()

    page = client.post(link(invitation), follow=True)

    words = "Sign in as noor@kscb.example first, then open this link again."
    assert [str(message) for message in page.context["messages"]] == [words]
    assert everything() == before


def test_a_link_without_a_session_gives_a_known_person_nothing(client, invitation):
    UserFactory(email="noor@kscb.example")
    before = everything()

    answer = client.post(link(invitation), TYPED)

    assert answer.status_code == 200
    assert "Sign in" in answer.content.decode()
    assert (everything(), is_signed_in(client)) == (before, False)


def test_the_role_and_board_are_the_invitations_whatever_is_posted(client, world, invitation):
    tampered = {**TYPED, "role": "staff", "board": world.medway.pk, "email": "me@kscb.example"}

    client.post(link(invitation), tampered)

    person = User.objects.get(email="noor@kscb.example")
    assert held_by(person) == [(world.kent, "lead", world.health, "Named nurse")]


def test_an_invitation_to_one_board_opens_no_other(client, world, invitation):
    client.post(link(invitation), TYPED)

    assert list(User.objects.get(email="noor@kscb.example").current_memberships) == list(
        Membership.objects.filter(user__email="noor@kscb.example", board=world.kent)
    )


def test_staff_withdraw_an_invitation_of_their_own_board_only(world, signed_in, invitation):
    address = f"/board/invitations/{invitation.pk}/withdraw/"

    other = signed_in(world.other_staff).post(address)
    invitation.refresh_from_db()
    assert (other.status_code, invitation.withdrawn_at) == (404, None)

    page = signed_in(world.staff).post(address, follow=True)
    invitation.refresh_from_db()
    assert invitation.withdrawn_at is not None
    assert [str(message) for message in page.context["messages"]] == [
        "The invitation was withdrawn. Its link no longer works."
    ]
