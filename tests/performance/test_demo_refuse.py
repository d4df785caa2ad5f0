"""Where the demonstration is not loaded: its passwords are known to anyone."""

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from boards.models import Board, User
from tests.factories import BoardFactory, UserFactory


def test_it_refuses_in_production(db, settings):
    settings.PRODUCTION = True

    with pytest.raises(CommandError, match="never loaded in production"):
        call_command("demo")

    assert not Board.objects.exists()


def test_it_refuses_where_only_another_board_is(db):
    BoardFactory(name="A real board")

    with pytest.raises(CommandError, match="“A real board” is here already"):
        call_command("demo")

    assert not User.objects.exists()


def test_it_refuses_where_a_real_board_bears_the_same_name(db):
    BoardFactory(name="Kent Safeguarding Children Board", short_name="KSCB")

    with pytest.raises(CommandError, match="People or boards are here already"):
        call_command("demo")

    assert not User.objects.exists()


def test_it_refuses_where_people_are(db):
    UserFactory()

    with pytest.raises(CommandError, match="People or boards are here already"):
        call_command("demo")

    assert not Board.objects.exists()
