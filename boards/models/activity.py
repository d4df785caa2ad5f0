from collections.abc import Callable

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Case, Q, When
from django.utils import timezone

from boards.models.membership import WHOLE_BOARD, on_board
from kscb.dates import in_words


class Unchangeable(models.QuerySet):
    """Rows that are written once: what happened cannot be edited or removed."""

    def update(self, **fields):
        raise TypeError(f"{self.model._meta.verbose_name_plural} are never changed")

    def delete(self):
        raise TypeError(f"{self.model._meta.verbose_name_plural} are never deleted")

    def bulk_update(self, *args, **kwargs):
        self.update()


# Shown in lists instead of words that are read on their record's own page alone.
WITHHELD = "Restricted: open the review to read it"
# Conditions on entries whose detail is withheld so, added by the apps above (`withhold`).
withheld: list[Callable[[], Q]] = []


def withhold(condition: Callable[[], Q]) -> None:
    """The board-wide list says that these steps were taken, and not what was written."""
    withheld.append(condition)


class ActivityQuerySet(Unchangeable):
    def visible_to(self, user):
        """The board-wide list is for staff and the chair; a record's own shows with the record."""
        return self.filter(on_board(user, *WHOLE_BOARD))

    def about(self, record):
        """What happened to one record, latest first."""
        kind = ContentType.objects.get_for_model(record)
        entries = self.filter(target_type=kind, target_pk=record.pk)
        return entries.select_related("actor").order_by("-at", "-pk")

    def for_list(self):
        conditions = [condition() for condition in withheld]
        return self.select_related("actor").annotate(
            is_withheld=Case(*[When(one, then=True) for one in conditions], default=False)
        )


class Activity(models.Model):
    """Who did what to which record, when, from what to what. Written once, never changed."""

    board = models.ForeignKey(
        "boards.Board", models.PROTECT, related_name="activity", null=True, blank=True
    )
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="activity", null=True, blank=True
    )
    verb = models.CharField(max_length=60)
    target_type = models.ForeignKey(ContentType, models.PROTECT, related_name="+")
    target_pk = models.PositiveBigIntegerField()
    target = GenericForeignKey("target_type", "target_pk")
    target_label = models.CharField("record", max_length=200)
    detail = models.JSONField(default=dict, blank=True)
    at = models.DateTimeField(default=timezone.now, db_index=True)

    objects = ActivityQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "activity"
        ordering = ["-at", "-pk"]
        indexes = [
            models.Index(fields=["target_type", "target_pk"], name="activity_by_target"),
            models.Index(fields=["board", "-at", "-id"], name="activity_by_board"),
        ]

    def __str__(self):
        return f"{self.actor_name} {self.verb} {self.target_label}"

    @property
    def actor_name(self):
        return self.actor.name if self.actor else "The system"

    @property
    def words(self):
        return self.verb

    @property
    def detail_words(self):
        """From what to what, and the reason, as sentences a reader can follow."""
        was, now, note = (self.detail.get(key, "") for key in ("from", "to", "note"))
        change = f"From {was} to {now}." if was and now else f"Now {now}." if now else ""
        return " ".join(part for part in (change, note) if part)

    @property
    def listed_words(self):
        """The detail, as the board-wide list gives it (rows of `for_list`)."""
        return WITHHELD if self.is_withheld and self.detail_words else self.detail_words

    @property
    def day(self):
        return in_words(timezone.localdate(self.at))
