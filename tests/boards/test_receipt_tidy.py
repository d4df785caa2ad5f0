"""Receipts are kept as long as a page can be open, and no longer."""

from datetime import timedelta
from io import StringIO
from uuid import uuid4

from django.core.management import call_command
from django.utils import timezone

from boards.models import Receipt


def test_only_receipts_that_no_open_page_needs_are_removed(world):
    old, new = (Receipt.objects.create(token=uuid4(), person=world.staff, path="/") for _ in "ab")
    Receipt.objects.filter(pk=old.pk).update(at=timezone.now() - timedelta(days=3))
    out = StringIO()

    call_command("tidy_receipts", stdout=out)

    assert (list(Receipt.objects.all()), out.getvalue()) == ([new], "1 receipts were removed.\n")
