from django.db import models
from django.urls import reverse

from boards.models.membership import DASHBOARD, on_board
from kscb.dates import today, year_label, year_of


class BoardRecordQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Staff, the chair and members see what their board recorded about itself."""
        return self.filter(on_board(user, *DASHBOARD))

    def in_year(self, start):
        return self.filter(year=start)


class MeetingQuerySet(BoardRecordQuerySet):
    def past(self):
        return self.filter(held_on__lte=today()).order_by("-held_on")

    def coming(self):
        return self.filter(held_on__gt=today()).order_by("held_on")


class Meeting(models.Model):
    """A dated meeting of the board."""

    board = models.ForeignKey("boards.Board", models.PROTECT, related_name="meetings")
    title = models.CharField(max_length=120, default="Board meeting")
    held_on = models.DateField("date")

    objects = MeetingQuerySet.as_manager()

    class Meta:
        ordering = ["-held_on"]
        constraints = [
            models.UniqueConstraint(
                fields=["board", "title", "held_on"], name="meeting_once_per_day"
            )
        ]

    def __str__(self):
        return f"{self.title}, {self.held_on:%-d %B %Y}"

    def get_absolute_url(self):
        return reverse("boards:meetings")

    @property
    def year(self):
        return year_of(self.held_on)


class Achievement(models.Model):
    """Something the board is proud of in a year, with where that is written."""

    board = models.ForeignKey("boards.Board", models.PROTECT, related_name="achievements")
    year = models.PositiveSmallIntegerField(
        "year beginning", help_text="2017 for April 2017 to March 2018."
    )
    wording = models.CharField(max_length=300)
    source = models.CharField(max_length=200)
    note = models.CharField(max_length=300, blank=True)

    objects = BoardRecordQuerySet.as_manager()

    class Meta:
        ordering = ["-year", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["board", "year", "wording"], name="achievement_once_per_year"
            )
        ]

    def __str__(self):
        return self.wording

    @property
    def year_label(self):
        return year_label(self.year)


class MemberView(models.Model):
    """What a board member said of the board in a year's survey, without a name."""

    board = models.ForeignKey("boards.Board", models.PROTECT, related_name="member_views")
    year = models.PositiveSmallIntegerField(
        "year beginning", help_text="2017 for April 2017 to March 2018."
    )
    sense = models.CharField("what was meant", max_length=300)
    source = models.CharField(max_length=200)

    objects = BoardRecordQuerySet.as_manager()

    class Meta:
        verbose_name = "member's view"
        verbose_name_plural = "members' views"
        ordering = ["-year", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["board", "year", "sense"], name="member_view_once_per_year"
            )
        ]

    def __str__(self):
        return self.sense

    @property
    def year_label(self):
        return year_label(self.year)
