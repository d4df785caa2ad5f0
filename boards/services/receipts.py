"""What is kept so that a second click saves nothing twice."""

from datetime import timedelta

from django.utils import timezone

from boards.models import Receipt

KEPT = timedelta(days=2)  # longer than any open page can still be sent (sessions last 12 hours)


def tidy() -> int:
    """Remove receipts that no open page can need. Returns how many."""
    return Receipt.objects.filter(at__lt=timezone.now() - KEPT).delete()[0]
