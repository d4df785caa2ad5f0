"""Forms in a real browser: errors that lead to their field, and nothing saved twice or lost."""

from django.urls import reverse

from boards.models import Role
from reviews.models import ActionUpdate, Evidence
from tests.factories import (
    FindingFactory,
    ReadingFactory,
    ReviewFactory,
    ThemeFactory,
    person_on,
)
from tests.journeys.scene import asked_return, go, owed_action, press, set_up_board

# What has the focus, or the input that a label or a set of boxes with the focus belongs to.
FOCUSED = "document.activeElement.name || document.activeElement.id"


def follow_each_error(page, looker, state):
    """Every line of the summary is a link, and each puts the focus in an input."""
    looker.look(page, state)
    summary = page.locator(".govuk-error-summary")
    page.wait_for_function("document.activeElement.matches('.govuk-error-summary')")
    links = summary.locator("li a")
    assert links.count() == summary.locator("li").count()
    landed = {}
    for number in range(links.count()):
        link = links.nth(number)
        link.click()
        landed[link.inner_text()] = page.evaluate(FOCUSED)
    return landed


def test_errors_of_text_and_choices_lead_to_their_fields(world, open_as, looker):
    set_up_board(world)
    page = open_as(world.staff)
    page.goto(reverse("reviews:add-review"))
    page.get_by_label("Summary").fill("x" * 10_001)
    press(page, "Log review")
    assert follow_each_error(page, looker, "with errors") == {
        "Choose kind of review": "kind",
        "Enter year commissioned": "year",
        "Enter pseudonym": "pseudonym",
        "Choose commissioning body": "commissioned_by",
        "Summary must be 10,000 characters or fewer; you typed 10,001": "summary",
    }
    assert len(page.get_by_label("Summary").input_value()) == 10_001


def test_errors_of_dates_and_ticks_lead_to_their_fields(world, open_as, looker):
    ThemeFactory(board=world.kent)
    review = ReviewFactory(board=world.kent)
    ReadingFactory(review=review, person=world.staff)
    page = open_as(world.staff)
    page.goto(reverse("reviews:add-finding", args=[review.pk]))
    page.get_by_label("Day").fill("31")
    page.get_by_label("Month").fill("2")
    page.get_by_label("Year").fill("2018")
    press(page, "Add finding")
    assert follow_each_error(page, looker, "with errors") == {
        "Enter what was found": "wording",
        "Date of the finding must be a real date": "found_on_0",
        "Choose themes": "themes",
    }


def test_errors_of_radio_buttons_lead_to_the_first(world, open_as, looker):
    page = open_as(world.staff)
    page.goto(reverse("boards:invite-person"))
    page.get_by_label("Work e-mail address").fill("not an address")
    press(page, "Send invitation")
    assert follow_each_error(page, looker, "with errors") == {
        "Enter full name": "name",
        "Enter an e-mail address like name@example.org": "email",
        "Choose role": "role",
    }


def test_a_file_that_cannot_be_taken_is_said_at_its_field(world, open_as, looker, tmp_path):
    action = owed_action(world)
    program = tmp_path / "plan.pdf"
    program.write_bytes(b"MZ\x90\x00 not a document at all")
    page = open_as(world.lead)
    page.goto(reverse("reviews:update-action", args=[action.pk]))
    page.get_by_label("What has been done").fill("“Ten” records were read.")
    page.get_by_label("Files").set_input_files(program)
    press(page, "Save update")
    (landed,) = follow_each_error(page, looker, "with errors").values()
    assert landed == "files"
    assert page.get_by_label("What has been done").input_value() == "“Ten” records were read."
    assert not ActionUpdate.objects.exists()


def test_a_double_click_saves_once(world, open_as):
    action = owed_action(world)
    page = open_as(world.lead)
    page.goto(reverse("reviews:update-action", args=[action.pk]))
    page.get_by_label("What has been done").fill("Ten records were read.")
    first_click(page)
    page.get_by_role("button", name="Save update").dblclick()
    page.wait_for_url(f"**{action.get_absolute_url()}")
    assert ActionUpdate.objects.count() == 1
    assert "saved already" in page.locator(".govuk-notification-banner").inner_text()


def first_click(page):
    """The form as it stands, sent as by a first click whose answer never reached the browser."""
    typed = page.evaluate("Object.fromEntries(new FormData(document.querySelector('main form')))")
    fields = {name: value for name, value in typed.items() if isinstance(value, str)}
    assert page.context.request.post(page.url, form=fields).ok


def test_two_people_who_change_one_text_both_see_both(world, open_as, looker):
    review = ReviewFactory(board=world.kent)
    for person in (world.staff, world.second_staff):
        ReadingFactory(review=review, person=person)
    FindingFactory(review=review)
    edit = reverse("reviews:edit-review", args=[review.pk])
    first, second = open_as(world.staff), open_as(world.second_staff)
    for page, words in ((first, "What the first wrote."), (second, "What the second wrote.")):
        page.goto(edit)
        page.get_by_label("Summary").fill(words)
    press(first, "Save")
    press(second, "Save")
    looker.look(second, "changed by someone else")
    shown = second.locator(".conflict").inner_text()
    assert "What the first wrote." in shown
    assert "What the second wrote." in shown
    second.get_by_label("Summary").fill("What the first wrote. What the second wrote.")
    press(second, "Save")
    review.refresh_from_db()
    assert review.summary == "What the first wrote. What the second wrote."


def test_an_answer_two_colleagues_change_is_shown_twice(world, open_as, looker):
    audit_return = asked_return(world)
    colleague = person_on(world.kent, Role.LEAD, agency=world.health, name="Col League")
    address = reverse("reviews:answer-question", args=[audit_return.pk, 1])
    pages = [open_as(world.lead), open_as(colleague)]
    for page, words in zip(pages, ("Ten files.", "Twenty files."), strict=True):
        page.goto(address)
        page.get_by_label("How you know").fill(words)
    for page in pages:
        press(page, "Save and see all answers")
    looker.look(pages[1], "changed by someone else")
    shown = pages[1].locator(".conflict").inner_text()
    assert "Ten files." in shown
    assert "Twenty files." in shown


def test_without_scripts_an_update_with_a_file_is_saved(world, open_as, a_file):
    action = owed_action(world)
    page = open_as(world.lead, java_script_enabled=False)
    page.goto("/")
    go(page.get_by_role("link", name=action.reference).first)
    go(page.get_by_role("link", name="Add an update or evidence"))
    page.get_by_label("What has been done").fill("Ten records were read.")
    page.get_by_label("Files").set_input_files(a_file)
    press(page, "Save update")
    assert Evidence.objects.get().title == a_file.name
    with page.expect_download() as download:
        page.get_by_role("link", name=a_file.name, exact=True).click()
    assert download.value.path().read_text() == a_file.read_text()
