"""A seven-minute briefing: written by staff, on one sheet of paper, answered by an agency."""

import re

from django.urls import reverse

from kscb.dates import today
from reviews.models import Attestation, Briefing
from tests.factories import RecommendationFactory, ReviewFactory
from tests.journeys.scene import follow, press, told, type_date

# As many words as a panel takes, in words of ordinary length.
WORDS = ("Nobody asked who else was at home, so nobody knew. " * 12)[:600]


def test_a_briefing_is_written_shared_printed_and_answered(world, open_as, looker):
    review = ReviewFactory(board=world.kent, published=True)
    staff, lead = open_as(world.staff), open_as(world.lead)

    write_and_share(staff, looker, review)
    prints_on_one_sheet(staff)
    answer(lead, looker)

    staff.reload()
    looker.look(staff, "answered")
    assert staff.get_by_text("1 of 2").is_visible()
    assert Attestation.objects.get().staff_reached == 14


def write_and_share(page, looker, review):
    page.goto(review.get_absolute_url())
    looker.look(page, "published")
    follow(page, "Begin a briefing")
    looker.look(page)
    page.get_by_label("Title").fill("Seeing fathers")
    press(page, "Begin")
    looker.look(page)
    for number in range(1, 8):
        page.get_by_label(f"Words of panel {number}").fill(WORDS)
    press(page, "Save")
    looker.look(page, "written")
    follow(page, "Share")
    looker.look(page)
    press(page, "Share")
    assert "is shared" in told(page)
    looker.look(page, "shared")


def prints_on_one_sheet(page):
    sheets = re.findall(rb"/Type\s*/Page[^s]", page.pdf(prefer_css_page_size=True))
    assert len(sheets) == 1


def answer(page, looker):
    page.goto(Briefing.objects.get().get_absolute_url())
    follow(page, "Say how it was used")
    looker.look(page)
    type_date(page, "Date you used it", today())
    page.get_by_label("How many staff it reached").fill("14")
    page.get_by_label("What will change").fill("Every first visit asks who is at home.")
    press(page, "Save")
    assert "is recorded" in told(page)


def test_the_forms_after_publication_and_of_a_relook(world, open_as, looker):
    review = ReviewFactory(board=world.kent, published=True)
    recommendation = RecommendationFactory(review=review)
    page = open_as(world.staff)
    for route in ("move-take-down", "take-down", "send-to-repository"):
        page.goto(reverse(f"reviews:{route}", args=[review.pk]))
        looker.look(page)
    page.goto(recommendation.get_absolute_url())
    follow(page, "Record a re-look")
    looker.look(page)
    press(page, "Record re-look")
    looker.look(page, "with errors")
