"""No word of a record reaches a person who may not know it, and no count tells that it is there."""

from functools import cache

import pytest
from django.db import transaction
from django.urls import reverse

from tests import factories
from tests.access import canary
from tests.access.scene import chain, store_files, waiting_review
from tests.access.words import PEOPLE

pytestmark = pytest.mark.django_db
SCENE_WORDS = canary.WORDS
# Who is hidden something of Kent's. Staff and the chair are not.
OUTSIDE = ("member", "lead", "contributor", "trainer", "leaver", "other_staff", "administrator")


@pytest.fixture(autouse=True)
def _files(scene, _fresh_limits_and_files):
    store_files()


@pytest.fixture(scope="module")
def walked(scene, asker):
    """Each person's walk, taken once."""
    return cache(lambda person: canary.walk(asker, scene, person))


@pytest.mark.parametrize("person", PEOPLE)
def test_a_person_finds_the_words_they_may_know_and_no_others(person, walked):
    found = canary.words_in(walked(person))

    assert found == {key for key, people in canary.KNOWN.items() if person in people}


@pytest.mark.parametrize("person", OUTSIDE)
def test_a_hidden_reference_leads_nowhere(person, scene, asker):
    hidden = scene.chains["restricted_other"]
    for record in (hidden.review, hidden.recommendation, hidden.action):
        answer = asker.ask(person, "GET", f"{reverse('reviews:search')}?q={record.reference}")

        assert answer.status == 200
        assert record.get_absolute_url() not in answer.content.decode()


def test_the_back_office_holds_no_word_of_a_restricted_review(scene, asker):
    pages = {
        url: canary.open_page(asker, "administrator", url) for url in canary.back_office_addresses()
    }

    found = canary.words_in(pages)

    assert found & canary.RESTRICTED == set()
    assert {("own", "review"), ("own", "action"), ("own", "update")} <= found


@pytest.mark.parametrize("person", OUTSIDE)
def test_no_page_or_count_changes_with_what_is_hidden(person, scene, asker, walked):
    before = walked(person)

    with transaction.atomic():
        add_what_is_hidden_from(person, scene)
        after = canary.walk(asker, scene, person)
        transaction.set_rollback(True)

    assert [url for url in before if before[url] != after.get(url)] == []


def add_what_is_hidden_from(person, scene):
    """More of what they cannot see, and another theme for a finding of which they know nothing."""
    chain(scene, "restricted_other", restricted=True)
    waiting_review(scene, "restricted", by=scene.people.second_staff)
    finding = scene.chains["restricted"].finding
    finding.themes.set([scene.boards["own"].unused_theme])
    if person != "other_staff":
        chain(scene, "other_board", restricted=False)
    if person in ("lead", "contributor"):
        asked = scene.audits["own"].answered.audit_round
        factories.AuditReturnFactory(audit_round=asked, agency=scene.people.police)
