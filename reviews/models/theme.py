from django.db import models
from django.urls import reverse

from boards.models import on_board


class ThemeQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The words of the list are shared by everyone on the board; what hangs on them is not."""
        return self.filter(on_board(user))

    def in_use(self):
        return self.filter(retired_on__isnull=True)


class Theme(models.Model):
    """One word of the board's controlled list of what reviews and audits keep finding."""

    board = models.ForeignKey("boards.Board", models.PROTECT, related_name="themes")
    name = models.CharField(max_length=160)
    folded = models.CharField(max_length=170, editable=False, db_index=True)
    good_looks_like = models.CharField("what good looks like", max_length=300, blank=True)
    source = models.CharField(max_length=200, blank=True)
    retired_on = models.DateField("no longer used since", null=True, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = ThemeQuerySet.as_manager()

    class Meta:
        ordering = ["folded"]
        constraints = [
            models.UniqueConstraint(fields=["board", "folded"], name="theme_once_per_board")
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("reviews:theme", args=[self.pk])
