"""Verdicts: whether practice on a theme is better, as one person judged it on one day."""

from django.db import transaction
from django.utils import timezone

from boards.models import User
from boards.services.activity import record
from reviews.models import Theme, Verdict
from reviews.services.themes import locked, refuse_merged


@transaction.atomic
def give(theme: Theme, *, word: str, reasons: str, by: User, at=None) -> Verdict:
    """The board's verdict from now on. Earlier ones stay; none is ever changed."""
    theme = locked(theme)
    refuse_merged(theme)
    verdict = Verdict.objects.create(
        board=theme.board, theme=theme, word=word, reasons=reasons, by=by, at=at or timezone.now()
    )
    record(theme, f"gave a verdict: {verdict.get_word_display()}", by=by, at=at)
    return verdict
