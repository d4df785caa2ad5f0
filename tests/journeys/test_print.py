"""What goes to a meeting on paper."""

import re

from django.urls import reverse

from tests.journeys.scene import owed_action

NOT_ON_PAPER = (".mainnav", ".masthead__form", ".govuk-skip-link", ".govuk-back-link", ".print")


def test_an_action_plan_prints_on_its_side_without_navigation(world, open_as, looker):
    action = owed_action(world)
    page = open_as(world.staff)
    page.goto(reverse("reviews:review-plan", args=[action.recommendation.review_id]))
    looker.look(page)
    page.emulate_media(media="print")
    assert [name for name in NOT_ON_PAPER if page.locator(name).first.is_visible()] == []
    assert page.get_by_text("OFFICIAL-SENSITIVE").is_visible()
    assert page.get_by_text(action.difference).is_visible()
    assert page.locator("thead").evaluate("head => getComputedStyle(head).display") == (
        "table-header-group"
    )
    width, height = paper(page.pdf(prefer_css_page_size=True))
    assert width > height


def test_a_plan_of_one_agency_fits_a_phone(world, open_as, looker):
    owed_action(world, wording="Audit every record. " * 400, difference="x" * 200)
    page = open_as(world.staff)
    page.goto(reverse("reviews:agency-plan", args=[world.health.pk]))
    looker.look(page, "with very long text")


def paper(pdf):
    """The width and height of the first sheet."""
    box = re.search(rb"/MediaBox\s*\[\s*0 0 ([\d.]+) ([\d.]+)", pdf)
    return float(box[1]), float(box[2])
