"""A signed link: one update by one person on one action, without signing in."""

import logging
from datetime import date, timedelta
from io import StringIO

import pytest
from django.core import signing
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from boards.models import Membership, User
from reviews.models import Action, ActionUpdate, Review, UpdateLink
from reviews.services import actions, links
from tests.after import CANARY, errors_on, everything, refusal, steps_on, typed_in
from tests.factories import UpdateLinkFactory
from tests.files.ordinary import ORDINARY
from tests.files.revealing import REVEALING

pytestmark = pytest.mark.django_db
SAID = {"text": "Ten records were read.", "link": "https://kscb.example/ten", "confirm": "on"}


@pytest.fixture
def link(action, world):
    return UpdateLinkFactory(action=action, person=world.lead)


@pytest.fixture
def url(link):
    return links.address_of(link)


def test_an_update_is_written_as_the_links_own_person(link, url, action, world, client):
    response = client.post(url, SAID)

    assert (response.status_code, response.url) == (302, reverse("reviews:said"))
    update = ActionUpdate.objects.get()
    assert (update.action, update.by, update.text) == (action, world.lead, SAID["text"])
    assert update.supports.get().evidence.link == SAID["link"]
    assert [step[:2] for step in steps_on(action)] == [
        (world.lead, "updated by link"),
        (world.lead, "gave evidence"),
        (world.lead, "started"),
    ]
    action.refresh_from_db()
    assert action.status == "in_progress"


def test_a_file_can_be_given(url, client):
    file = SimpleUploadedFile("audit.csv", b"record,known\n1,yes\n")

    client.post(url, SAID | {"link": "", "files": file})

    assert ActionUpdate.objects.get().supports.get().evidence.document.name == "audit.csv"


def said_after(client, url, name):
    file = SimpleUploadedFile(name, (ORDINARY | REVEALING)[name])
    return client.post(url, SAID | {"link": "", "files": file}, follow=True).text


def test_whoever_sends_a_file_is_told_what_it_holds_beside_what_is_seen(url, client):
    page = said_after(client, url, "comments.docx")

    assert "What you sent also holds comments." in page
    assert "_auth_user_id" not in client.session


def test_where_nothing_is_hidden_nothing_is_said_of_it(url, client):
    page = said_after(client, url, "plan.docx")

    assert "Your update was saved" in page
    assert "also holds" not in page


def test_the_page_after_it_says_only_words_of_the_list(client):
    page = client.get(reverse("reviews:said"), {"holds": ["<b>Zoe</b>", "Zoe", "rows"]}).text

    assert "What you sent also holds hidden rows." in page
    assert "Zoe" not in page


def test_nobody_is_signed_in_by_it(url, client):
    client.get(url)
    client.post(url, SAID)

    assert "_auth_user_id" not in client.session
    assert client.get("/").status_code == 302


def test_whoever_is_signed_in_does_not_matter(url, client, world):
    client.force_login(world.trainer)

    client.post(url, SAID)

    assert ActionUpdate.objects.get().by == world.lead


def test_opening_it_uses_nothing_up(url, client):
    before = everything()

    statuses = [client.get(url).status_code for _ in range(5)] + [client.head(url).status_code]

    assert (statuses, everything()) == ([200] * 6, before)


def test_it_works_once(url, client):
    client.post(url, SAID)

    assert [client.post(url, SAID).status_code, client.get(url).status_code] == [410, 410]
    assert ActionUpdate.objects.count() == 1


def test_what_will_not_do_is_said_and_kept_and_uses_nothing_up(url, client):
    response = client.post(url, {"text": "Ten records.", "link": "no such thing"})

    assert response.status_code == 422
    assert typed_in(response, "text") == "Ten records."
    assert errors_on(response) == [
        "“no such thing” is not a web address of at most 200 characters. Give each on a line of "
        "its own, beginning with https://",
        "Tick “This link was sent to me, and the board may keep this as my update” to go on",
    ]
    assert client.post(url, SAID).status_code == 302


# What it tells


def test_of_a_restricted_review_not_a_word_is_shown(url, client, action):
    page = client.get(url).text

    assert action.reference in page
    assert "Kent Community Health" in page
    assert "31 January 2030" in page
    assert CANARY not in page
    assert "Lesley" not in page


def test_of_a_published_review_the_wording_is_shown(url, client, action):
    Review.objects.update(status="published", published_on=date(2018, 1, 1))

    page = client.get(url).text

    assert action.wording in page
    assert action.difference not in page


def test_the_page_leads_nowhere_and_is_kept_nowhere(url, client):
    response = client.get(url)

    assert "no-store" in response.headers["Cache-Control"]
    assert '<meta name="robots" content="noindex">' in response.text
    assert response.headers["Referrer-Policy"] == "same-origin"
    assert "<nav" not in response.text


# When it is over


def run_out(link, world):
    UpdateLink.objects.update(expires_at=timezone.now() - timedelta(seconds=1))


def leave(link, world):
    Membership.objects.filter(user=link.person).update(ended_at=timezone.now())


def be_shut_out(link, world):
    User.objects.filter(pk=link.person_id).update(is_active=False)


def hand_over(link, world):
    actions.hand_over(link.action, owner=world.contributor, by=world.staff)


def hand_over_unrecorded(link, world):
    """Even where no step ended the link: the former owner is now a contributor."""
    Membership.objects.filter(user=link.person).update(role="contributor")
    Action.objects.update(owner=world.contributor)


def take_over_another_agency(link, world):
    Membership.objects.filter(user=link.person).update(agency=world.police)


def withdraw(link, world):
    actions.withdraw(link.action, by=world.staff, note="Not needed.")


def end(link, world):
    links.end(link, by=world.staff)


@pytest.mark.parametrize(
    "what_happens",
    [
        run_out,
        leave,
        be_shut_out,
        hand_over,
        hand_over_unrecorded,
        take_over_another_agency,
        withdraw,
        end,
    ],
)
def test_it_is_over_when(link, url, world, client, what_happens):
    assert client.get(url).status_code == 200
    what_happens(link, world)

    assert [client.get(url).status_code, client.post(url, SAID).status_code] == [410, 410]
    assert not ActionUpdate.objects.exists()


def test_a_lead_who_does_not_own_the_action_answers_too(link, url, world, client):
    Action.objects.update(owner=world.contributor)

    assert client.post(url, SAID).status_code == 302


def test_a_link_that_ran_out_between_page_and_service_is_refused(link, world):
    UpdateLink.objects.update(ended_at=timezone.now())

    words = (
        "This link is over, so nothing was saved. Sign in to update the action, or ask the "
        "board’s staff for a new link."
    )
    with refusal(words):
        links.answer(link, text="Done.")


def wrong_tokens(link, world):
    """Garbage, what was signed for something else, and a true signature on another row."""
    value = [link.pk, link.action_id, link.person_id]
    token = links.address_of(link).split("/")[2]
    other = UpdateLinkFactory(action=link.action, person=world.contributor)
    return {
        "garbage": "x",
        "a key": str(link.pk),
        "a changed letter": token[:-1] + ("A" if token[-1] != "A" else "B"),
        "cut short": token[:-4],
        "signed as an invitation": signing.dumps(value, salt="boards.invitation"),
        "signed without a salt": signing.Signer().sign_object(value),
        "of another person": links.signer.sign_object([other.pk, *value[1:]]),
        "of no row": links.signer.sign_object([10**9, *value[1:]]),
        "not ASCII": "½:é",
    }


def test_what_we_never_made_is_not_found(link, url, world, client):
    for what, token in wrong_tokens(link, world).items():
        answer = client.get(reverse("reviews:say", args=[token]))
        assert (what, answer.status_code) == (what, 404)


def test_whatever_does_not_open_says_the_same(link, url, world, client):
    garbage = client.get(reverse("reviews:say", args=["x"])).text
    run_out(link, world)

    assert client.get(url).text == garbage


def test_a_form_without_its_token_is_refused(url):
    assert Client(enforce_csrf_checks=True).post(url, SAID).status_code == 403
    assert not ActionUpdate.objects.exists()


def test_sending_again_and_again_is_slowed_down(url, client):
    statuses = [client.post(url, {"text": ""}).status_code for _ in range(32)]

    assert statuses == [422] * 30 + [429] * 2


@pytest.fixture
def log():
    """What is written to the log, as the settings have it written."""
    [handler] = [one for one in logging.getLogger().handlers if one.name == "stderr"]
    written = StringIO()
    was = handler.setStream(written)
    yield written
    handler.setStream(was)


def test_the_log_does_not_hold_what_opens_it(url, log):
    client = Client(enforce_csrf_checks=True)
    client.post(url, SAID)
    Client().post(url, {"text": ""})

    token = url.split("/")[2]
    assert log.getvalue().count("/say/…/") == 2
    assert token not in log.getvalue()


# Ended by staff


def test_staff_end_a_link_on_the_actions_page(link, url, world, signed_in, action):
    client = signed_in(world.staff)

    response = client.post(reverse("reviews:end-link", args=[link.pk]))

    assert response.url == action.get_absolute_url()
    assert client.get(url).status_code == 410
    assert steps_on(action) == [(world.staff, "ended a link", {"note": "Lesley Lead"})]


def test_a_link_ends_once(link, world):
    links.end(link, by=world.staff)

    with refusal("This link was used or ended already."):
        links.end(link, by=world.staff)
