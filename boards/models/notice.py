from django.conf import settings
from django.db import models

from boards.models.membership import WHOLE_BOARD, on_board
from kscb import constraints


class NoticeQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Staff and the chair see whom their board told what; everyone sees their own."""
        return self.filter(models.Q(recipient=user) | on_board(user, *WHOLE_BOARD))

    def unsent(self):
        return self.filter(result=Notice.Result.WAITING)


class Notice(models.Model):
    """One e-mail owed to one person: a row first, sent after the step is safely saved.

    It holds the ask and a link, never the board's content.
    """

    class Result(models.TextChoices):
        WAITING = "waiting", "Waiting to be sent"
        SENT = "sent", "Sent"
        FAILED = "failed", "Could not be sent"

    board = models.ForeignKey(
        "boards.Board",
        models.PROTECT,
        related_name="notices",
        null=True,
        blank=True,
        help_text="None for a daily digest of several boards: only its recipient sees it.",
    )
    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="notices",
        null=True,
        blank=True,
    )
    email = models.EmailField("sent to")
    subject = models.CharField(max_length=160)
    text = models.TextField(blank=True)
    is_secret = models.BooleanField(
        "text is wiped once sent", default=False, help_text="For links that sign a person in."
    )
    about = models.CharField("about", max_length=200)
    created_at = models.DateTimeField(auto_now_add=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    result = models.CharField(max_length=8, choices=Result.choices, default=Result.WAITING)
    error = models.CharField(max_length=200, blank=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        constraints = [
            constraints.known("result", "waiting", "sent", "failed", name="notice_result_known")
        ]

    def __str__(self):
        return f"{self.subject} to {self.email}"
