"""Drafts are kept for 30 days after they were last touched."""

from datetime import timedelta
from io import StringIO

from django.core.management import call_command
from django.utils import timezone

from boards.models import Draft


def test_only_drafts_untouched_for_30_days_are_removed(world):
    old, new = (Draft.objects.create(person=world.staff, path=path) for path in ("/a/", "/b/"))
    for draft, days in ((old, 31), (new, 29)):
        at = timezone.now() - timedelta(days=days)
        Draft.objects.filter(pk=draft.pk).update(saved_at=at)
    out = StringIO()

    call_command("tidy_drafts", stdout=out)

    assert (list(Draft.objects.all()), out.getvalue()) == ([new], "1 drafts were removed.\n")
