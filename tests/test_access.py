"""Who sees and does what: every route, every person, wherever the record is, by every method.

The table is tests/access/table.py; docs/access.md says the same in the board's words.
"""

import logging

import pytest
import rules
from django.urls import get_resolver, reverse
from rules.permissions import permissions

from boards.models import Invitation, Membership
from performance.models import Indicator
from reviews.models import (
    Action,
    AuditReturn,
    AuditRound,
    Evidence,
    Finding,
    Framework,
    InformationRequest,
    NamedReader,
    Recommendation,
    Review,
    ReviewDocument,
    Support,
    Theme,
)
from tests.access.checks import (
    RefusalsDrawnOnce,
    ours,
    routes_of,
    wrong_answers,
    wrong_methods,
    wrong_routes,
)
from tests.access.others import (
    MAY_BE_DELETED,
    OPEN_TO_ANYONE,
    admin_addresses,
    administrators_words,
    allauth_addresses,
    back_office_words,
)
from tests.access.scene import store_files
from tests.access.table import TABLE
from tests.access.words import DOES, GOES, OK, PEOPLE, REFUSED, SIGN_IN
from training.models import Course, Session

pytestmark = pytest.mark.django_db
OURS, ALL = 244, 719
A_PASSWORD = "three plain unlikely words"
# Pages of the back office that lead to the site's own.
OWN_PAGES = ("admin:logout", "admin:password_change")
# Each rule of what is seen, with a route that rests on it.
GUARDED = [
    (Membership, "boards:end-membership"),
    (Invitation, "boards:withdraw-invitation"),
    (Theme, "reviews:theme"),
    (Review, "reviews:review"),
    (Finding, "reviews:edit-finding"),
    (NamedReader, "reviews:end-reader"),
    (Recommendation, "reviews:recommendation"),
    (Action, "reviews:action"),
    (AuditRound, "reviews:audit-round"),
    (Framework, "reviews:framework"),
    (AuditReturn, "reviews:audit-return"),
    (Evidence, "reviews:download-evidence"),
    (Support, "reviews:accept-evidence"),
    (Course, "training:course"),
    (Session, "training:session"),
    (Indicator, "performance:indicator"),
    (InformationRequest, "reviews:information-request"),
    (ReviewDocument, "reviews:download-document"),
]


@pytest.fixture(autouse=True)
def _quiet(caplog):
    """Thousands of refusals are not worth a line each in the log."""
    caplog.set_level(logging.CRITICAL, logger="django.request")


@pytest.fixture(scope="module", autouse=True)
def _refusals():
    with RefusalsDrawnOnce():
        yield


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


# The routes of allauth and of the admin: one rule each


def test_only_signing_in_is_open_to_anyone(asker):
    addresses = allauth_addresses(routes_of(get_resolver()))

    closed = {
        name
        for name, url in addresses.items()
        if asker.ask("anonymous", "GET", url).word == SIGN_IN
    }

    assert set(addresses) - closed == OPEN_TO_ANYONE


@pytest.mark.parametrize("person", PEOPLE)
def test_nobody_can_sign_up(person, asker):
    typed = {"email": "new@kscb.example", "password1": A_PASSWORD, "password2": A_PASSWORD}

    for method, body in (("GET", {}), ("POST", typed)):
        answer = asker.ask(person, method, reverse("account_signup"), body)

        assert not answer.changed
        assert answer.word == (OK if person == "anonymous" else GOES)
        assert b"password1" not in answer.content


@pytest.mark.parametrize("person", [person for person in PEOPLE if person != "administrator"])
def test_the_back_office_is_closed_to_all_but_administrators(person, scene, asker):
    expected = SIGN_IN if person == "anonymous" else REFUSED

    wrong = [
        f"{name}, {person}, {method}: {word}, where the rule says {expected}"
        for (name, method), word in back_office_words(asker, person).items()
        if word != expected and not (name in OWN_PAGES and word == GOES)
    ]

    assert not wrong, "\n".join(wrong)


def test_an_administrator_opens_the_back_office(scene, asker):
    opened = back_office_words(asker, "administrator", methods=("GET",))

    wrong = [
        f"{name}: {word}"
        for (name, _), word in opened.items()
        if word not in administrators_words(name)
    ]

    assert not wrong, "\n".join(wrong)


def test_an_administrator_deletes_nothing_of_the_boards(scene, asker):
    addresses = admin_addresses(routes_of(get_resolver()))
    deleting = {name: url for name, url in addresses.items() if name.endswith("_delete")}

    done = {
        name
        for name, url in deleting.items()
        if asker.ask("administrator", "POST", url, {"post": "yes"}).status != 403
    }

    assert done == {MAY_BE_DELETED}


# Leaks planted on purpose: each must be found, by name


def test_a_route_that_nobody_declared_is_found():
    leaky = get_resolver("tests.access.leaky_urls")

    assert wrong_routes(routes_of(leaky), TABLE) == [
        "/leak/nameless/<int:pk>/ has no name",
        "leak (/leak/<int:pk>/) is not in the access table",
    ]


def test_an_entry_without_a_route_is_found():
    assert wrong_routes(routes_of(get_resolver()), TABLE | {"reviews:gone": None}) == [
        "reviews:gone is in the access table but is no route"
    ]


@pytest.mark.parametrize(("model", "name"), GUARDED)
def test_a_rule_that_hides_nothing_is_found(model, name, scene, asker, monkeypatch):
    rule = type(model._default_manager.all())
    monkeypatch.setattr(rule, "visible_to", lambda rows, user: rows)

    wrong, _ = wrong_answers(asker, scene, name, TABLE[name], people=("leaver",))

    assert len(wrong) >= len(TABLE[name].get)
    assert all(f"{name}, " in one and ", where the table says HIDDEN" in one for one in wrong)


def test_a_step_that_asks_no_permission_is_found(scene, asker, monkeypatch):
    monkeypatch.setitem(permissions, "reviews.submit_return", rules.always_true)
    name = "reviews:submit-return"

    wrong, _ = wrong_answers(asker, scene, name, TABLE[name], people=("member",))

    assert wrong == [
        f"{name}, own, member, POST: {DOES}, where the table says {REFUSED}",
        f"{name}, unshared, member, POST: {DOES}, where the table says {REFUSED}",
        f"{name}, other_agency, member, POST: {DOES}, where the table says {REFUSED}",
    ]
