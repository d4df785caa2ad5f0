from django.conf import settings
from django.db import models

from boards.models.membership import WHOLE_BOARD, on_board
from kscb import constraints


class DocumentQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Staff and the chair. Everyone else reaches a file through what it belongs to."""
        return self.filter(on_board(user, *WHOLE_BOARD))


class Document(models.Model):
    """One stored file. It has no page of its own: its owner's download page opens it."""

    class Scan(models.TextChoices):
        NOT_SCANNED = "not_scanned", "Not scanned for viruses"

    board = models.ForeignKey("boards.Board", models.PROTECT, related_name="documents")
    name = models.CharField("file name", max_length=180)
    kind = models.CharField("type", max_length=8)
    size = models.PositiveIntegerField("bytes")
    sha256 = models.CharField("SHA-256", max_length=64, db_index=True)
    stored_as = models.CharField(max_length=80, unique=True, editable=False)
    scan = models.CharField(
        max_length=12, choices=Scan.choices, default=Scan.NOT_SCANNED, editable=False
    )
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="documents"
    )
    uploaded_at = models.DateTimeField(auto_now_add=True)

    objects = DocumentQuerySet.as_manager()

    class Meta:
        ordering = ["-uploaded_at"]
        constraints = [constraints.known("scan", "not_scanned", name="document_scan_known")]

    def __str__(self):
        return self.name
