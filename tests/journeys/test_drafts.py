"""What is being typed outlives the session, with the script and without it."""

import pytest
from django.contrib.sessions.models import Session
from django.urls import reverse

from boards.models import Draft
from reviews.models import ActionUpdate
from tests.factories import PASSWORD
from tests.journeys.scene import go, owed_action, press, told

TYPED = "Six of the ten records were read, and"


@pytest.fixture
def action(world):
    world.lead.set_password(PASSWORD)
    world.lead.save()
    return owed_action(world)


@pytest.fixture
def address(action):
    return reverse("reviews:update-action", args=[action.pk])


@pytest.fixture
def _every_moment(settings):
    settings.DRAFT_SECONDS = 0.2


def sign_in(page, person):
    page.get_by_label("E-mail address").fill(person.email)
    page.locator("input[name=password]").fill(PASSWORD)
    press(page, "Sign in")


def saying(page, words):
    return page.get_by_role("status").filter(has_text=words)


@pytest.mark.usefixtures("_every_moment")
def test_a_lost_session_loses_nothing_that_was_saved(world, open_as, looker, action, address):
    page = open_as(world.lead)
    page.goto(address)
    page.get_by_label("What has been done").fill(TYPED)
    saying(page, "Draft saved at").wait_for()
    Session.objects.all().delete()
    page.get_by_label("What has been done").fill(f"{TYPED} more")
    saying(page, "You are signed out. Your draft of").wait_for()
    looker.look(page, "signed out")
    assert page.evaluate("localStorage.length + sessionStorage.length") == 0

    page.goto(address)
    sign_in(page, world.lead)
    page.wait_for_url(f"**{address}")

    assert page.get_by_label("What has been done").input_value() == TYPED
    assert page.get_by_text("Your draft from").is_visible()
    looker.look(page, "with a draft")
    page.get_by_label("What has been done").fill("All ten records were read.")
    press(page, "Save update")
    page.wait_for_url(f"**{action.get_absolute_url()}")
    assert (ActionUpdate.objects.get().text, Draft.objects.count()) == (
        "All ten records were read.",
        0,
    )


def test_leaving_the_page_keeps_what_was_typed_since(world, open_as, address):
    page = open_as(world.lead)
    page.goto(address)
    page.get_by_label("What has been done").fill(TYPED)
    go(page.get_by_role("link", name="Cancel"))
    page.wait_for_load_state("networkidle")

    page.goto(address)

    assert page.get_by_label("What has been done").input_value() == TYPED


@pytest.mark.usefixtures("_every_moment")
def test_a_discarded_draft_is_not_brought_back(world, open_as, address):
    page = open_as(world.lead)
    page.goto(address)
    page.get_by_label("What has been done").fill(TYPED)
    press(page, "Save draft")
    page.get_by_text("Your draft from").wait_for()
    page.get_by_label("What has been done").fill(f"{TYPED} more")
    press(page, "Discard it")
    page.wait_for_load_state("networkidle")
    assert told(page) == "The draft was discarded."
    assert page.get_by_label("What has been done").input_value() == ""
    assert not Draft.objects.exists()


def test_without_scripts_a_button_keeps_the_draft(world, open_as, looker, address):
    page = open_as(world.lead, java_script_enabled=False)
    page.goto(address)
    page.get_by_label("What has been done").fill(TYPED)
    press(page, "Save draft")
    assert "Nothing was sent yet." in told(page)
    Session.objects.all().delete()
    page.goto(address)
    sign_in(page, world.lead)
    assert page.get_by_label("What has been done").input_value() == TYPED
    press(page, "Discard it")
    assert page.get_by_label("What has been done").input_value() == ""


def test_a_warning_is_answered_and_saved(world, open_as, looker, action, address):
    page = open_as(world.lead)
    page.goto(address)
    page.get_by_label("What has been done").fill("Ellie, aged 14, was not seen.")
    press(page, "Save update")
    looker.look(page, "with a warning")
    page.get_by_role("link", name="Take it out, or answer").click()
    page.keyboard.type("An example that was made up.")
    press(page, "Save update")
    page.wait_for_url(f"**{action.get_absolute_url()}")
    assert ActionUpdate.objects.get().text == "Ellie, aged 14, was not seen."
    assert page.get_by_text("answered a warning").is_visible()
