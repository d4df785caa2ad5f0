"""A board's own tracker, read in: which file, which columns, which rows it made."""

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone

from boards.models import Role, on_board
from kscb import constraints
from kscb.standing import Standing


class TrackerQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Board staff, who read it in: a tracker may hold restricted reviews."""
        return self.filter(on_board(user, Role.STAFF))

    def for_list(self):
        return self.select_related("document", "by", "review")


class Tracker(models.Model):
    """One import of one spreadsheet: uploaded, its columns matched, read in whole, or undone."""

    class Status(models.TextChoices):
        UPLOADED = "uploaded", "Uploaded"
        IMPORTED = "imported", "Imported"
        UNDONE = "undone", "Undone"

    MOVES = {
        Status.UPLOADED: {Status.IMPORTED},
        Status.IMPORTED: {Status.UNDONE},
        Status.UNDONE: set(),
    }
    TONES = {Status.UPLOADED: "soon", Status.IMPORTED: "good", Status.UNDONE: "none"}

    board = models.ForeignKey("boards.Board", models.PROTECT, related_name="trackers")
    document = models.ForeignKey("boards.Document", models.PROTECT, related_name="trackers")
    review = models.ForeignKey(
        "reviews.Review",
        models.PROTECT,
        related_name="trackers",
        verbose_name="review that its rows belong to",
    )
    sheet = models.CharField(max_length=120, blank=True)
    columns = models.JSONField("which column holds what", default=dict)
    rows_in = models.PositiveIntegerField("rows read", default=0, editable=False)
    rows_accepted = models.PositiveIntegerField("rows imported", default=0, editable=False)
    rows_blank = models.PositiveIntegerField("blank rows", default=0, editable=False)
    status = models.CharField(
        max_length=10, choices=Status.choices, default=Status.UPLOADED, editable=False
    )
    status_since = models.DateTimeField(default=timezone.now, editable=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="trackers")
    at = models.DateTimeField(default=timezone.now)

    objects = TrackerQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-pk"]
        constraints = [
            constraints.known(
                "status", "uploaded", "imported", "undone", name="tracker_status_known"
            )
        ]

    def __str__(self):
        return self.document.name

    def get_absolute_url(self):
        return reverse("reviews:tracker", args=[self.pk])

    @property
    def is_uploaded(self):
        return self.status == self.Status.UPLOADED

    @property
    def is_imported(self):
        return self.status == self.Status.IMPORTED

    @property
    def day(self):
        return timezone.localdate(self.at)

    @property
    def rows_left_out(self):
        """Rows read = imported + left out + blank."""
        return self.rows_in - self.rows_accepted - self.rows_blank

    @property
    def standing(self):
        return Standing(self.get_status_display(), self.TONES[self.Status(self.status)])


class OfATracker(models.QuerySet):
    def visible_to(self, user):
        return self.filter(on_board(user, Role.STAFF, board="tracker__board"))


class TrackedRow(models.Model):
    """What one row of a tracker became, so that the import can be undone whole.

    An undone import keeps its rows, with the words it had, and no record behind them.
    """

    tracker = models.ForeignKey(Tracker, models.PROTECT, related_name="tracked_rows")
    row_number = models.PositiveIntegerField("row in the spreadsheet")
    recommendation = models.ForeignKey(
        "reviews.Recommendation",
        models.PROTECT,
        related_name="tracked_rows",
        null=True,
        blank=True,
    )
    action = models.ForeignKey(
        "reviews.Action", models.PROTECT, related_name="tracked_rows", null=True, blank=True
    )
    words = models.CharField(max_length=300, blank=True)

    objects = OfATracker.as_manager()

    class Meta:
        ordering = ["tracker", "row_number"]
        constraints = [
            models.UniqueConstraint(fields=["tracker", "row_number"], name="tracked_row_once")
        ]

    def __str__(self):
        return f"{self.tracker}, row {self.row_number}"
