"""What every test may ask for: the people of the access table, and a world full of records."""

import gc

import pytest
from django.core.cache import cache
from django.db import connection, transaction

from tests.access.checks import Asker
from tests.access.people import World, build_world
from tests.access.scene import build_scene
from tests.scanner import Clamd, binary


def pytest_collection_modifyitems(config, items):
    """Tests of steps taken at the same instant ask nothing of SQLite, which has one writer."""
    if connection.vendor == "postgresql":
        return
    left_out = [item for item in items if item.get_closest_marker("postgresql")]
    config.hook.pytest_deselected(items=left_out)
    items[:] = [item for item in items if item not in left_out]


def pytest_collection_finish():
    leave_alone_what_is_here()


def leave_alone_what_is_here():
    """What has been imported and collected stays: Python need not look through it for rubbish.

    Nor, while tests run, as often as it would.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(10_000, 20, 50)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings):
    """Nothing here need outlive a power cut, so no commit waits for PostgreSQL's disc."""
    if connection.vendor == "postgresql":
        connection.settings_dict["OPTIONS"]["options"] = "-c synchronous_commit=off"


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup):
    """Migrating leaves a second copy of every model behind."""
    leave_alone_what_is_here()


@pytest.fixture(scope="session", autouse=True)
def _quick_emptying():
    """Truncating every table takes PostgreSQL seconds; deleting a test's few rows does not."""

    def delete_rows(style, tables, **kwargs):
        return [f"DELETE FROM {connection.ops.quote_name(table)}" for table in tables]

    with pytest.MonkeyPatch.context() as patch:
        if connection.vendor == "postgresql":
            patch.setattr(connection.ops, "sql_flush", delete_rows)
        yield


@pytest.fixture(autouse=True)
def _fresh_limits_and_files(settings, tmp_path):
    """No test sees another's sign-in limits, files or e-mails."""
    cache.clear()
    # How slowly passwords are hashed is Django's own to test.
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.WHITENOISE_AUTOREFRESH = True  # no list of every static file for each new client
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": tmp_path / "documents"},
        },
    }


@pytest.fixture
def world(db) -> World:
    return build_world()


@pytest.fixture
def signed_in(client):
    """Sign a person in and return the client."""

    def sign_in(person):
        if person:
            client.force_login(person)
        return client

    return sign_in


@pytest.fixture(scope="module")
def scene(request, django_db_setup, django_db_blocker):
    """A record in every place (tests/access/scene.py), built once for a module.

    Not beside `world`, which is the same people on the same boards.
    """
    with django_db_blocker.unblock(), transaction.atomic():
        yield build_scene(getattr(request.module, "SCENE_WORDS", None))
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def asker(scene):
    return Asker(scene.people.people)


@pytest.fixture(scope="session")
def _clamd(tmp_path_factory):
    if binary() is None:
        pytest.skip("no clamd on this machine")
    clamd = Clamd(tmp_path_factory.mktemp("clamd"))
    yield clamd
    clamd.kill()


@pytest.fixture
def clamd(_clamd, settings):
    """A real virus scanner, running, that the site is set up to ask."""
    _clamd.start()
    settings.CLAMD_SOCKET = _clamd.address
    return _clamd
