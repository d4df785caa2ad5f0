import pytest
from django.conf import settings as project
from django.db import transaction
from django.test import override_settings

from tests.performance.demo import run_demo


@pytest.fixture(scope="module")
def _loaded(django_db_setup, django_db_blocker, tmp_path_factory):
    """The demonstration, loaded once for a module, and rolled back at its end."""
    kept = {
        **project.STORAGES,
        "default": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": tmp_path_factory.mktemp("documents")},
        },
    }
    quick = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # as in tests/conftest.py
    with django_db_blocker.unblock():
        around = transaction.atomic()
        around.__enter__()
        with override_settings(STORAGES=kept, PASSWORD_HASHERS=quick):
            run_demo()
    yield
    with django_db_blocker.unblock():
        transaction.set_rollback(True)
        around.__exit__(None, None, None)
