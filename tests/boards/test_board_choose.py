import pytest

from boards.models import Role
from tests.factories import MembershipFactory


@pytest.fixture
def both(world, signed_in):
    """Signed in as the lead, who serves two boards."""
    MembershipFactory(board=world.medway, user=world.lead, role=Role.LEAD, agency=world.health)
    return signed_in(world.lead)


def board_of(client):
    return client.get("/owed/").wsgi_request.board


def test_the_first_board_joined_is_shown_until_another_is_chosen(world, both):
    assert board_of(both) == world.kent

    answer = both.post("/boards/choose/", {"board": world.medway.pk, "next": "/owed/"})

    assert (answer.status_code, answer.url, board_of(both)) == (302, "/owed/", world.medway)


@pytest.mark.parametrize("board", ["999999", "abc", "", "-1", "1; drop table", "²", "\x00"])
def test_a_board_that_is_not_ones_own_is_not_chosen(world, both, board):
    both.post("/boards/choose/", {"board": board})

    assert board_of(both) == world.kent


def test_another_board_is_not_chosen_by_its_number(world, signed_in):
    client = signed_in(world.staff)

    client.post("/boards/choose/", {"board": world.medway.pk})

    assert board_of(client) == world.kent


@pytest.mark.parametrize(
    "elsewhere",
    [
        "https://evil.example/",
        "//evil.example/",
        "///evil.example/",
        r"/\evil.example/",
        r"\\evil.example",
        "javascript:alert(1)",
        "http:evil.example",
        "data:text/html,hello",
        " //evil.example",
        "\x08//evil.example",
        "",
    ],
)
def test_nobody_is_sent_to_another_site(world, both, elsewhere):
    answer = both.post("/boards/choose/", {"board": world.kent.pk, "next": elsewhere})

    assert (answer.status_code, answer.url) == (302, "/")


def test_a_board_that_was_left_is_shown_no_longer(world, both):
    both.post("/boards/choose/", {"board": world.medway.pk})
    world.medway.memberships.filter(user=world.lead).update(to_on="2018-03-31")

    assert board_of(both) == world.kent
