"""No word of a restricted review is shown, to anyone, before they have said today why they read it.

What people may see at all is tested with the access table; here everyone has yet to give a reason.
"""

import logging

import pytest
from django.db import models, transaction
from django.urls import reverse

from reviews.models import Reading
from tests.access import canary
from tests.access.scene import store_files
from tests.access.table import TABLE
from tests.access.words import DOES, OK

pytestmark = pytest.mark.django_db
SCENE_WORDS = canary.WORDS
READERS = ("staff", "chair", "other_staff")
OUTSIDE = ("member", "lead", "contributor", "trainer", "leaver", "administrator")
# What is not published. Its pseudonym is the name by which those who know of it call it.
PLACES = ("restricted", "restricted_other", "edited", "waiting_restricted", "other_board_draft")
SAYS = {
    (place, part)
    for place, part in canary.RESTRICTED
    if part in ("review", "asked", "request", "document", "report", "reader")
}
NOT_ASKED = {"reviews:why"}


@pytest.fixture(autouse=True)
def _files(scene, _fresh_limits_and_files, caplog):
    caplog.set_level(logging.CRITICAL, logger="django.request")
    store_files()


@pytest.fixture
def nobody_has_read(scene):
    with transaction.atomic():
        models.QuerySet(Reading).delete()
        yield
        transaction.set_rollback(True)


def pages_of_restricted(scene, person):
    """Every page below a review that is not published and that the table opens to the person."""
    for name, entry in TABLE.items():
        for place, row in entry.get.items():
            if place in PLACES and row.of(person) == OK and name not in NOT_ASKED:
                address = reverse(name, args=entry.at(scene, place))
                if address.startswith("/reviews/"):
                    yield name, address


# The door asks everyone alike, so one walk of every list and export will do.
@pytest.mark.parametrize("person", ["staff"])
def test_no_word_is_shown_before_the_reason(person, scene, asker, nobody_has_read):
    found = canary.words_in(canary.walk(asker, scene, person))

    assert found & SAYS == set()
    assert found >= {
        key for key in canary.KNOWN if key[1] == "action" and person in canary.KNOWN[key]
    }


@pytest.mark.parametrize("person", READERS)
def test_every_page_of_a_restricted_review_asks_and_comes_back(
    person, scene, asker, nobody_has_read
):
    pages = list(pages_of_restricted(scene, person))
    answers = {(name, url): asker.ask(person, "GET", url) for name, url in pages}

    opened = [name for (name, _), answer in answers.items() if "/why/?next=" not in answer.location]
    lost = [
        url for (_, url), answer in answers.items() if not answer.location.endswith(quoted(url))
    ]

    assert (opened, lost) == ([], [])
    assert len(pages) >= (1 if person == "other_staff" else 10)


def quoted(url):
    return f"next={url.replace('/', '%2F')}"


@pytest.mark.parametrize("person", OUTSIDE)
def test_nobody_else_is_asked_or_told(person, scene, asker, nobody_has_read):
    for name, url in {*pages_of_restricted(scene, "staff"), *pages_of_restricted(scene, "chair")}:
        assert "/why/" not in asker.ask(person, "GET", url).location, f"{person}: {name}"
    for place in ("restricted", "restricted_other"):
        why = reverse("reviews:why", args=[scene.chains[place].review.pk])

        assert {asker.ask(person, method, why).status for method in ("GET", "POST")} == {404}


def test_what_is_sent_is_never_stopped(scene, asker, nobody_has_read):
    for name in ("reviews:edit-review", "reviews:add-finding", "reviews:ask-information"):
        entry = TABLE[name]
        url = reverse(name, args=entry.at(scene, "restricted"))

        answer = asker.ask("staff", "POST", url, entry.body(scene, "restricted"))

        assert (name, answer.word) == (name, DOES)
