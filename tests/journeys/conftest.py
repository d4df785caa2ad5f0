"""One real browser for every journey; each person has a context of their own in it."""

import os
import shutil
from importlib import import_module

import pytest
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.db import connection

from tests.journeys.looking import Looker

# Playwright keeps an event loop in our thread, which Django takes for asynchronous code.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
HERE = os.path.dirname(__file__)


def pytest_collection_modifyitems(items):
    for item in items:
        if str(item.path).startswith(HERE):
            item.add_marker(pytest.mark.journey)
    items.sort(key=lambda item: item.path.name == "test_every_page.py")  # after the stories


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings, tmp_path_factory):
    """A database on disc: each request of the live server has a connection of its own, as in life.

    In memory they would share one, and two requests at once would meet in one transaction.
    """
    if connection.vendor == "sqlite":
        on_disc = tmp_path_factory.mktemp("database") / "journeys.sqlite3"
        connection.settings_dict["TEST"]["NAME"] = str(on_disc)


@pytest.fixture(scope="session")
def base_url():
    """Each context is given the live server's address instead."""
    return ""


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    found = next(filter(None, map(shutil.which, BROWSERS)), None)
    return {**browser_type_launch_args, "executable_path": found, "args": list(FLAGS)}


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args):
    return {
        **browser_context_args,
        "viewport": {"width": 1280, "height": 900},
        "reduced_motion": "reduce",
        "locale": "en-GB",
    }


@pytest.fixture(scope="session")
def seen_by_axe():
    """The kinds of page that axe has read in this run: once is enough for each."""
    return set()


@pytest.fixture
def looker(seen_by_axe):
    """Looks at pages with the journey; when it ends, none may have complained."""
    looker = Looker(seen_by_axe)
    yield looker
    assert not looker.faults, "\n".join(looker.faults)


@pytest.fixture
def open_as(new_context, live_server, settings, looker):
    """`open_as(person)`: a page on which that person (or nobody) is signed in."""

    def opened(person=None, **how):
        context = new_context(base_url=live_server.url, **how)
        context.set_default_timeout(10_000)
        if person:
            context.add_cookies([session_of(person, settings, live_server.url)])
        page = context.new_page()
        looker.listen_to(page)
        return page

    return opened


def session_of(person, settings, url):
    """The cookie that signing in would have left. (test_sign_in.py signs in by hand.)"""
    session = import_module(settings.SESSION_ENGINE).SessionStore()
    session[SESSION_KEY] = str(person.pk)
    session[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
    session[HASH_SESSION_KEY] = person.get_session_auth_hash()
    session.save()
    return {"name": settings.SESSION_COOKIE_NAME, "value": session.session_key, "url": url}


@pytest.fixture
def a_file(tmp_path):
    path = tmp_path / "audit-of-ten-records.csv"
    path.write_text("record,father known\n1,yes\n2,no\n")
    return path
