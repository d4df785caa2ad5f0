"""What a tracker's file holds beside what is seen is told to staff before it is read in."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl.comments import Comment

from reviews.models import Tracker
from tests.files.revealing import workbook

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("read_today", "finding")]
PAGES = ("reviews:read-in-tracker", "reviews:tracker")


@pytest.fixture
def told(world, review, signed_in):
    """Upload a workbook changed so; what its two pages then say that it holds."""

    def tell(change):
        client = signed_in(world.staff)
        file = SimpleUploadedFile("tracker.xlsx", workbook(change))
        client.post(reverse("reviews:add-tracker"), {"review": review.pk, "file": file})
        tracker = Tracker.objects.get()
        pages = [client.get(reverse(name, args=[tracker.pk])).text for name in PAGES]
        assert all("tracker.xlsx" in page for page in pages)
        return [re.findall(r"This file also holds ([^<]+)<", page) for page in pages]

    return tell


def hide(book):
    book.active.row_dimensions[2].hidden = True
    book.active["A2"].comment = Comment("Ask the school", "Sam Staff")


def test_hidden_rows_and_comments_are_told_of(told):
    assert told(hide) == [["hidden rows and comments"]] * 2


def test_of_a_plain_spreadsheet_nothing_is_said(told):
    assert told(lambda book: None) == [[], []]
