import pytest


@pytest.fixture(autouse=True)
def _quick_passwords(settings):
    """How slowly passwords are hashed is Django's own to test."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
