"""How people come in, where each arrives, and which board they look at."""

import re

import pytest
from django.core import mail

from boards.models import Membership, Role, User
from boards.services import people
from reviews.models import Review
from tests.factories import PASSWORD, ReviewFactory, ReviewKindFactory
from tests.journeys.scene import press, set_up_board, told

FIRST_PAGES = {
    "staff": "Today",
    "chair": "Your board at a glance",
    "member": "Your board at a glance",
    "lead": "What Kent Community Health owes",
    "contributor": "What Kent Community Health owes",
    "trainer": "Your sessions",
    "leaver": "You have no current role",
    "other_staff": "Today",
    "administrator": "You are an administrator",
}


def test_the_keyboard_alone_signs_in_and_skips_to_the_page(world, open_as, looker):
    world.staff.set_password(PASSWORD)
    world.staff.save()
    page = open_as()
    page.goto("/")
    looker.look(page)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.innerText") == "Skip to main content"
    page.keyboard.press("Enter")
    tab_to(page, "input[name=login]")
    page.keyboard.type(world.staff.email)
    tab_to(page, "input[name=password]")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="Today", level=1).wait_for()
    page.wait_for_load_state()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_function("document.activeElement.id === 'main'")
    page.keyboard.press("Tab")
    page.wait_for_function("document.activeElement.closest('main a, main button') !== null")


def tab_to(page, wanted):
    for _ in range(20):
        if page.evaluate("wanted => document.activeElement.matches(wanted)", wanted):
            return
        page.keyboard.press("Tab")
    pytest.fail(f"{wanted} cannot be reached with the Tab key")


def test_a_wrong_password_says_what_to_do(world, open_as, looker):
    page = open_as()
    page.goto("/account/login/")
    page.get_by_label("E-mail address").fill(world.staff.email)
    page.locator("input[name=password]").fill("not the password")
    press(page, "Sign in")
    looker.look(page, "with errors")
    assert page.locator(".govuk-error-summary").is_visible()


def test_each_kind_of_person_arrives_on_their_own_page(world, open_as, looker):
    arrived = {}
    for who in FIRST_PAGES:
        page = open_as(world.people[who])
        page.goto("/")
        looker.look(page, f"of {who}")
        arrived[who] = page.get_by_role("heading", level=1).inner_text()
        page.context.close()
    assert arrived == FIRST_PAGES


def test_someone_new_accepts_an_invitation(world, open_as, looker):
    people.invite(
        world.kent,
        email="nia@newcomer.example",
        name="Nia Newcomer",
        role=Role.MEMBER,
        agency=world.police,
        by=world.staff,
    )
    address = re.search(r"(/invitation/\S+)", mail.outbox[-1].body)[1]
    page = open_as()
    page.goto(address)
    looker.look(page)
    page.get_by_label("Choose a password").fill("three words apart")
    page.get_by_label("Type it again").fill("three words apart")
    press(page, "Join")
    assert "You are signed in" in told(page)
    assert page.get_by_role("heading", level=1).inner_text() == "Your board at a glance"
    assert Membership.objects.get(user=User.objects.get(name="Nia Newcomer")).board == world.kent
    again = open_as()
    again.goto(address)
    assert "cannot be used" in again.get_by_role("heading", level=1).inner_text()


def test_the_board_switcher_changes_lists_and_not_records(world, open_as, looker):
    set_up_board(world)
    for board in (world.kent, world.medway):
        kind = ReviewKindFactory(board=board)
        ReviewFactory(board=board, kind=kind, published=True)
    page = open_as(world.lead)
    page.goto("/actions/")
    page.get_by_label("Board shown in lists").select_option(world.medway.name)
    press(page, "Change")
    looker.look(page, "of another board")
    assert page.url.endswith("/actions/")
    assert page.locator(".masthead__name").inner_text() == world.medway.name
    assert Review.objects.count() == 2
