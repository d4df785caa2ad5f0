"""What every response tells the browser, whatever page it is and whoever asks."""

import logging
import os
import subprocess
import sys
from dataclasses import dataclass
from functools import cache
from html.parser import HTMLParser

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.urls import get_resolver, reverse

from boards.models import User
from tests.access.checks import WRITING, routes_of
from tests.access.others import admin_addresses, allauth_addresses
from tests.access.scene import store_files
from tests.access.table import TABLE, WRITES_WHEN_READ

pytestmark = pytest.mark.django_db

POLICY = {
    "default-src 'self'",
    "img-src 'self' data:",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
    "object-src 'none'",
}
POLICY_OF_A_FILE = {"default-src 'none'", "sandbox"}
ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}
SENSORS = ("camera", "geolocation", "microphone", "payment", "usb")
# A session; and allauth notes a person's address when it first looks for one.
NOTED_BY_SIGN_IN = ("django_session", "account_emailaddress")
WHO = ("anonymous", "staff", "administrator")


@pytest.fixture(scope="module")
def addresses(scene):
    """An address of each route in each place, by the route's name."""
    ours = {
        (name, place): reverse(name, args=entry.at(scene, place))
        for name, entry in TABLE.items()
        for place in entry.get
    }
    routes = routes_of(get_resolver())
    others = allauth_addresses(routes) | admin_addresses(routes)
    return ours | {(name, ""): url for name, url in others.items()} | {("none", ""): "/nothing/"}


@pytest.fixture(autouse=True)
def _files(scene, _fresh_limits_and_files, caplog):
    caplog.set_level(logging.CRITICAL, logger="django.request")
    store_files()


def directives(answer):
    given = answer.headers.get("Content-Security-Policy", "")
    return {one.strip() for one in given.split(";") if one.strip()}


def policy_of(answer):
    return POLICY_OF_A_FILE if is_stored_file(answer) else POLICY


def is_stored_file(answer):
    """Only what people gave; a list that the site writes itself is its own."""
    attached = answer.headers.get("Content-Disposition", "").startswith("attachment")
    return attached and "text/plain" in answer.headers["Content-Type"]


def wrong_headers(answer, *, signed_in) -> list[str]:
    """What a response should have said to the browser and did not."""
    wrong = [
        f"{name}: {answer.headers.get(name)!r}"
        for name, value in ALWAYS.items()
        if answer.headers.get(name) != value
    ]
    if directives(answer) != policy_of(answer):
        wrong.append(f"Content-Security-Policy: {sorted(directives(answer))}")
    permissions = answer.headers.get("Permissions-Policy", "")
    wrong += [f"allows {sensor}" for sensor in SENSORS if f"{sensor}=()" not in permissions]
    if signed_in and "no-store" not in answer.headers.get("Cache-Control", ""):
        wrong.append(f"Cache-Control: {answer.headers.get('Cache-Control')!r}")
    return wrong


class Inline(HTMLParser):
    """Whatever the policy would not let run or show."""

    def __init__(self, page):
        super().__init__()
        self.found = []
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        if tag == "style" or (tag == "script" and "src" not in given):
            self.found.append(f"<{tag}>")
        self.found += [f"<{tag} {name}>" for name in given if name == "style" or is_event(name)]


def is_event(name):
    return name.startswith("on") and name.isalpha()


def inline_in(answer) -> list[str]:
    if not answer.headers.get("Content-Type", "").startswith("text/html"):
        return []
    return Inline(answer.content.decode()).found


@dataclass(frozen=True)
class Seen:
    """What was wrong with one answer, and what reading it wrote to the database."""

    route: str
    place: str
    status: int
    faults: list[str]
    wrote: list[str]


@pytest.fixture(scope="module")
def walked(asker, addresses):
    """Every address, asked of once as each person."""
    return cache(lambda person: [see(asker, person, *one) for one in addresses.items()])


def see(asker, person, route_and_place, url) -> Seen:
    wrote = []

    def watch(execute, sql, params, many, context):
        written = WRITING.match(sql)
        if written and written[2] not in NOTED_BY_SIGN_IN:
            wrote.append(sql[:80])
        return execute(sql, params, many, context)

    with connection.execute_wrapper(watch):
        answer = asker.ask(person, "GET", url)
    faults = wrong_headers(answer, signed_in=person != "anonymous") + inline_in(answer)
    return Seen(*route_and_place, answer.status, faults, wrote)


@pytest.mark.parametrize("person", WHO)
def test_every_response_tells_the_browser_what_it_may_do(person, walked):
    seen = walked(person)
    wrong = [
        f"{one.route} {one.place} {one.status}: {fault}" for one in seen for fault in one.faults
    ]
    statuses = {one.status for one in seen}

    assert not wrong, "\n".join(wrong)
    assert {200, 302, 404, 405} - statuses <= ({405} if person == "anonymous" else set())
    assert (403 in statuses) == (person != "anonymous")


@pytest.mark.parametrize("person", WHO)
def test_reading_writes_nothing(person, walked):
    """But what signing in notes, and that a file was opened."""
    wrote = [
        f"{one.route} {one.place}: {sql}"
        for one in walked(person)
        if one.route not in WRITES_WHEN_READ
        for sql in one.wrote
    ]

    assert not wrote, "\n".join(wrote)


def test_a_file_that_was_given_is_not_opened_as_a_page(scene, asker):
    evidence = scene.chains["own"].action.evidence

    answer = asker.ask("staff", "GET", reverse("reviews:download-evidence", args=[evidence.pk]))

    assert directives(answer) == POLICY_OF_A_FILE
    assert answer.headers["Content-Disposition"].startswith("attachment")


@pytest.mark.parametrize("person", WHO)
def test_a_page_that_breaks_is_as_careful(person, asker, settings):
    settings.ROOT_URLCONF = "tests.access.broken_urls"
    client = asker.clients[person]
    client.raise_request_exception = False

    answer = asker.ask(person, "GET", "/broken/")

    client.raise_request_exception = True
    assert answer.status == (302 if person == "anonymous" else 500)
    assert wrong_headers(answer, signed_in=person != "anonymous") == []
    assert inline_in(answer) == []


def test_a_planted_fault_is_found(asker):
    answer = asker.ask("staff", "GET", "/help/")
    headers = {name: value for name, value in answer.headers.items() if name != "Cache-Control"}
    page = b'<p style="color:red" onclick="go()"><script>go()</script><style></style>'
    faulty = type(answer)(200, "", False, page, headers)

    assert wrong_headers(faulty, signed_in=True) == ["Cache-Control: None"]
    assert inline_in(faulty) == ["<p style>", "<p onclick>", "<script>", "<style>"]


@pytest.mark.parametrize("person", WHO)
def test_nothing_is_taken_without_its_token(person, scene, addresses):
    client = Client(enforce_csrf_checks=True)
    if scene.people.people[person]:
        client.force_login(scene.people.people[person])

    taken = []
    once = {name: (place, url) for (name, place), url in addresses.items() if name != "none"}
    for name, (place, url) in once.items():
        response = client.post(url, {"note": "From elsewhere"})
        refused = [template.name for template in response.templates if template.name]
        if response.status_code != 403 or "403_csrf.html" not in refused:
            taken.append(f"{name} {place}: {response.status_code}")

    assert not taken, "\n".join(taken)


def cookie_settings(**environment):
    """What the settings say of cookies where the environment is this."""
    names = "SESSION_COOKIE_SECURE CSRF_COOKIE_SECURE SESSION_COOKIE_HTTPONLY CSRF_COOKIE_HTTPONLY"
    ask = f"import kscb.settings as s; print([getattr(s, name) for name in '{names}'.split()])"
    done = subprocess.run(
        [sys.executable, "-c", ask],
        env={**os.environ, **environment},
        cwd=settings.ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout.strip()


def test_cookies_are_secure_wherever_the_site_is_served_by_https():
    embedded = cookie_settings(SITE_URL="http://127.0.0.1:8000")
    served = cookie_settings(SITE_URL="https://kscb.example")

    assert embedded == "[False, False, True, True]"
    assert served == "[True, True, True, True]"


def test_the_session_cookie_is_for_the_site_alone(scene, client, settings):
    settings.SESSION_COOKIE_SECURE = settings.CSRF_COOKIE_SECURE = True
    person = User.objects.get(pk=scene.people.staff.pk)  # the scene's own is shared
    person.set_password("three plain unlikely words")
    person.save()

    client.post(
        reverse("account_login"),
        {"login": person.email, "password": "three plain unlikely words"},
    )

    cookie = client.cookies[settings.SESSION_COOKIE_NAME]
    assert (cookie["secure"], cookie["httponly"], cookie["samesite"]) == (True, True, "Lax")
