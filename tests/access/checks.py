"""Asks a route as a person and says what is wrong with the answer, in a sentence that names it."""

import hashlib
import pickle
import re
from collections.abc import Mapping
from dataclasses import dataclass, field

import pytest
from django.apps import apps
from django.conf import settings
from django.contrib import auth
from django.contrib.auth import SESSION_KEY, get_user_model
from django.contrib.auth.models import AnonymousUser
from django.contrib.sessions.backends.db import SessionStore
from django.db import connection, transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import URLResolver, reverse
from django.views.defaults import page_not_found, permission_denied

from kscb import urls as site_urls
from tests.access import words
from tests.access.table import WRITES_WHEN_READ

OUR_APPS = ("boards", "reviews", "training", "performance")
# Django admin's own, by exact pattern: a record's old address, and its page for what is not there.
UNNAMED_BY_DJANGO = re.compile(r"back-office/(\w+/\w+/<path:object_id>/|\(\?P<url>\.\*\)\$)")
STATUS = {200: words.OK, 403: words.REFUSED, 404: words.HIDDEN, 405: words.NO_METHOD}
SESSION_COOKIE = settings.SESSION_COOKIE_NAME
WRITING = re.compile(r'\s*(INSERT INTO|UPDATE|DELETE FROM|REPLACE INTO)\s+"?(\w+)', re.I)


# Routes


@dataclass(frozen=True)
class Route:
    pattern: str
    name: str


def routes_of(resolver, pattern="", namespace="") -> list[Route]:
    """Every route that a resolver answers, with the whole of its pattern and its full name."""
    found = []
    for one in resolver.url_patterns:
        whole = f"{pattern}{one.pattern}"
        if isinstance(one, URLResolver):
            inner = f"{namespace}{one.namespace}:" if one.namespace else namespace
            found += routes_of(one, whole, inner)
        else:
            found.append(Route(whole, f"{namespace}{one.name}" if one.name else ""))
    return found


def ours(routes):
    return [route for route in routes if not is_of_admin(route) and not is_of_allauth(route)]


def is_of_admin(route):
    return route.name.startswith("admin:") or bool(UNNAMED_BY_DJANGO.fullmatch(route.pattern))


def is_of_allauth(route):
    return route.pattern.startswith("account/") and route.name.startswith(("account_", "mfa_"))


def wrong_routes(routes, table) -> list[str]:
    """Routes without a name or an entry, and entries without a route."""
    known = [route for route in ours(routes) if route.name]
    unnamed = [f"/{route.pattern} has no name" for route in ours(routes) if not route.name]
    undeclared = [
        f"{route.name} (/{route.pattern}) is not in the access table"
        for route in known
        if route.name not in table
    ]
    stale = sorted(set(table) - {route.name for route in known})
    return (
        unnamed + undeclared + [f"{name} is in the access table but is no route" for name in stale]
    )


# What the database holds


def our_tables() -> list[str]:
    models = [
        model
        for label in OUR_APPS
        for model in apps.get_app_config(label).get_models(include_auto_created=True)
    ]
    return sorted(model._meta.db_table for model in models)


def fingerprint(table) -> str:
    """Of every row of a table."""
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT * FROM "{table}" ORDER BY 1')
        return hashlib.sha256(f"{cursor.fetchall()}".encode()).hexdigest()


class Writes:
    """Watches for statements that write to a table of the four apps."""

    def __init__(self):
        self.untouched = {table: fingerprint(table) for table in our_tables()}
        self.seen = set()

    def __call__(self, execute, sql, params, many, context):
        written = WRITING.match(sql)
        if written and written[2] in self.untouched:
            self.seen.add(written[2])
        return execute(sql, params, many, context)

    def changed_something(self) -> bool:
        """A table to which nothing was written is as it was: only the others are read again."""
        return any(fingerprint(table) != self.untouched[table] for table in self.seen)


# One cell


@dataclass(frozen=True)
class Answer:
    status: int
    location: str
    changed: bool
    content: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)

    @property
    def word(self) -> str:
        if self.status == 302 and self.location.startswith(reverse(settings.LOGIN_URL)):
            return words.SIGN_IN
        if self.status == 302:
            return words.DOES if self.changed else words.GOES
        if self.status == 422:
            return words.STOPPED
        return STATUS.get(self.status, str(self.status))


class KnownPeople:
    """Who has signed in, with their sessions and the roles they hold, read once.

    Each answer is taken back, so the next would read the same rows. It gets copies of its own.
    """

    def __init__(self, clients):
        self.people, self.sessions = {}, {}
        for client in clients:
            if SESSION_COOKIE not in client.cookies:
                continue
            session = client.session
            person = get_user_model().objects.get(pk=session[SESSION_KEY])
            assert person.current_memberships is not None  # read, and so kept with the person
            self.people[session[SESSION_KEY]] = pickle.dumps(person)
            self.sessions[session.session_key] = dict(session.items())

    def __enter__(self):
        self.patches = pytest.MonkeyPatch()
        self.patches.setattr(auth, "get_user", self.person_of)
        load = SessionStore.load
        self.patches.setattr(
            SessionStore,
            "load",
            lambda store: dict(self.sessions.get(store.session_key, ())) or load(store),
        )

    def __exit__(self, *raised):
        self.patches.undo()

    def person_of(self, request):
        kept = self.people.get(request.session.get(SESSION_KEY))
        return pickle.loads(kept) if kept else AnonymousUser()


class RefusalsDrawnOnce:
    """The page that says "refused" or "not found" is drawn for a person once.

    For the table, which asks only which of them it was. What they say, to whom and with which
    headers, is read by tests/test_canary.py and tests/test_headers.py, which draw each.
    """

    def __init__(self):
        self.drawn = {}

    def handler(self, status, draw):
        def answer(request, exception):
            key = request.user.pk, status
            if key not in self.drawn:
                self.drawn[key] = draw(request, exception).content
            return HttpResponse(self.drawn[key], status=status)

        return answer

    def __enter__(self):
        self.patches = pytest.MonkeyPatch()
        for status, draw in ((403, permission_denied), (404, page_not_found)):
            handler = self.handler(status, draw)
            self.patches.setattr(site_urls, f"handler{status}", handler, raising=False)

    def __exit__(self, *raised):
        self.patches.undo()


class Asker:
    """Signs everyone in once, then asks; whatever an answer changed is taken back."""

    def __init__(self, people):
        self.clients = {name: Client() for name in words.PEOPLE}
        self.cookies = {}
        for name, client in self.clients.items():
            if people[name]:
                client.force_login(people[name])
            self.cookies[name] = client.cookies.copy()
        self.known = KnownPeople(self.clients.values())
        self.writes = Writes()

    def ask(self, person, method, url, body=None) -> Answer:
        client = self.clients[person]
        client.cookies = self.cookies[person].copy()
        self.writes.seen.clear()
        with transaction.atomic():
            with connection.execute_wrapper(self.writes), self.known:
                response = getattr(client, method.lower())(url, body or {})
            changed = self.writes.changed_something()
            content = response.getvalue()
            transaction.set_rollback(True)
        where = response.get("Location", "")
        return Answer(response.status_code, where, changed, content, response.headers)


def wrong_answer(route, place, person, method, expected, answer) -> str:
    """Why an answer is not the table's word, or an empty sentence."""
    cell = f"{route}, {place}, {person}, {method}"
    if answer.word != expected:
        return f"{cell}: {answer.word}, where the table says {expected}"
    may_change = expected == words.DOES or (method == "GET" and route in WRITES_WHEN_READ)
    if answer.changed and not may_change:
        return f"{cell}: {answer.word} as it should be, but the database changed"
    return ""


def wrong_answers(asker, scene, name, entry, people=words.PEOPLE) -> tuple[list[str], int]:
    """What is wrong with a route for everyone, everywhere, and how many cells were asked."""
    wrong, asked = [], 0
    for method, cells in (("GET", entry.get), ("POST", entry.post)):
        for place, row in cells.items():
            url = reverse(name, args=entry.at(scene, place))
            for person in people:
                body = entry.body(scene, posted_from(person, place)) if method == "POST" else None
                answer = asker.ask(person, method, url, body)
                wrong.append(wrong_answer(name, place, person, method, row.of(person), answer))
                asked += 1
    return [sentence for sentence in wrong if sentence], asked


def posted_from(person, place):
    """On a page of the chosen board, `other_staff` types what Medway has."""
    return "other_board" if person == "other_staff" and place == "own" else place


def wrong_methods(asker, scene, name, entry) -> tuple[list[str], int]:
    """PUT and DELETE are no way to ask for anything, wherever the record is."""
    wrong, asked = [], 0
    is_open = any(row.of("anonymous") != words.SIGN_IN for row in entry.get.values())
    place = next(iter(entry.get))
    url = reverse(name, args=entry.at(scene, place))
    for method in ("PUT", "DELETE"):
        for person in (
            "anonymous",
            "staff",
            "lead",
        ):  # the method is looked at before the person is
            closed = person == "anonymous" and not is_open
            expected = words.SIGN_IN if closed else words.NO_METHOD
            answer = asker.ask(person, method, url)
            wrong.append(wrong_answer(name, place, person, method, expected, answer))
            asked += 1
    return [sentence for sentence in wrong if sentence], asked
