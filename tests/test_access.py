"""Who sees and does what: every route, every person, wherever the record is, by every method.

The table is tests/access/table.py; docs/access.md says the same in the board's words.
"""

import logging

import pytest
from django.db import transaction
from django.urls import get_resolver

from tests.access.checks import (
    Asker,
    ours,
    routes_of,
    wrong_answers,
    wrong_methods,
    wrong_routes,
)
from tests.access.scene import build_scene, store_files
from tests.access.table import TABLE

pytestmark = pytest.mark.django_db
OURS, ALL = 84, 349


@pytest.fixture(scope="module")
def scene(django_db_setup, django_db_blocker):
    """One world for the whole table: every answer's changes are taken back."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield build_scene()
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def asker(scene):
    return Asker(scene.people.people)


@pytest.fixture(autouse=True)
def _quiet(caplog):
    """Thousands of refusals are not worth a line each in the log."""
    caplog.set_level(logging.CRITICAL, logger="django.request")


@pytest.fixture(autouse=True)
def _files(scene, _fresh_limits_and_files):
    store_files()


def test_every_route_is_in_the_table_and_every_entry_is_a_route():
    routes = routes_of(get_resolver())

    assert wrong_routes(routes, TABLE) == []
    assert (len(ours(routes)), len(routes)) == (OURS, ALL)


@pytest.mark.parametrize("name", TABLE)
def test_each_person_gets_their_word(name, scene, asker):
    wrong, _ = wrong_answers(asker, scene, name, TABLE[name])

    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("name", TABLE)
def test_nothing_is_put_or_deleted(name, scene, asker):
    wrong, _ = wrong_methods(asker, scene, name, TABLE[name])

    assert not wrong, "\n".join(wrong)
