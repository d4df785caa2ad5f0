"""A lead says how an action goes: from a link in an e-mail on a phone, and many on one page."""

import re

from boards.models import Notice
from reviews.models import ActionUpdate
from tests.journeys.scene import follow, owed_action, press, told

PHONE = {"width": 320, "height": 640}


def test_an_action_is_updated_by_a_signed_link(world, open_as, looker, a_file, settings):
    settings.MAILERS = {"default": {"BACKEND": "tests.boards.test_notice_send.Down"}}
    action = owed_action(world)
    path = send_link(open_as(world.staff), looker, action)
    page = open_as()
    page.set_viewport_size(PHONE)
    page.goto(path)
    looker.look(page)
    assert page.get_by_role("navigation").count() == 0
    press(page, "Send to the board")
    looker.look(page, "with errors")
    page.get_by_label("What has been done").fill("Ten records were read.")
    page.get_by_label("Files").set_input_files(a_file)
    page.get_by_label("This link was sent to me").check()
    press(page, "Send to the board")
    assert page.get_by_role("heading", name="Thank you").is_visible()
    looker.look(page)
    update = ActionUpdate.objects.get()
    assert (update.action, update.by, update.text) == (action, world.lead, "Ten records were read.")
    page.goto(path)
    assert page.get_by_role("heading", name="This link does not open now").is_visible()
    looker.look(page, "over")


def send_link(page, looker, action):
    """As board staff; the path is read from the e-mail, which waits because mail is down."""
    page.goto(action.get_absolute_url())
    looker.look(page, "never reminded")
    follow(page, "Remind now")
    looker.look(page)
    press(page, "Send now")
    assert "was sent" in told(page)
    looker.look(page, "reminded")
    page.goto("/reminders/")
    looker.look(page)
    return re.search(r"/say/\S+", Notice.objects.get().text)[0]


def test_many_actions_are_updated_on_one_page(world, open_as, looker):
    actions = [owed_action(world), owed_action(world), owed_action(world)]
    page = open_as(world.lead)
    page.goto("/")
    follow(page, "Update several actions")
    looker.look(page)
    press(page, "Save all updates")
    looker.look(page, "with errors")
    for action in actions[:2]:
        row = page.get_by_role("group", name=action.reference)
        row.get_by_label("What has been done").fill(f"Half of {action.reference} is done.")
    press(page, "Save all updates")
    assert "were saved" in told(page)
    assert ActionUpdate.objects.count() == 2
