from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from boards.models import WHOLE_BOARD, Role, for_agency, on_board
from kscb.standing import Standing


class ImmediateConcernQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Staff and the chair, the agency's leads, and whoever raised it."""
        theirs = on_board(user, *WHOLE_BOARD) | for_agency(user, Role.LEAD)
        return self.filter(theirs | (Q(raised_by=user.pk) & on_board(user)))

    def waiting(self):
        """Handed over, and nobody at the agency has confirmed it yet."""
        return self.filter(confirmed_at__isnull=True)

    def for_list(self):
        return self.select_related("agency", "audit_round", "raised_by", "confirmed_by", "board")


class ImmediateConcern(models.Model):
    """That an audit came on something about a child that could not wait, and who has it now.

    Who it is about and what was seen go to the agency by phone: there is no field for either.
    """

    board = models.ForeignKey("boards.Board", models.PROTECT, related_name="immediate_concerns")
    agency = models.ForeignKey(
        "boards.Agency", models.PROTECT, related_name="immediate_concerns", verbose_name="handed to"
    )
    audit_round = models.ForeignKey(
        "reviews.AuditRound",
        models.PROTECT,
        related_name="immediate_concerns",
        null=True,
        blank=True,
    )
    raised_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="concerns_raised"
    )
    raised_at = models.DateTimeField(default=timezone.now)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="concerns_confirmed",
        null=True,
        blank=True,
    )
    confirmed_at = models.DateTimeField(null=True, blank=True)

    objects = ImmediateConcernQuerySet.as_manager()

    class Meta:
        ordering = ["-raised_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(confirmed_at__isnull=True, confirmed_by__isnull=True)
                | Q(confirmed_at__isnull=False, confirmed_by__isnull=False),
                name="immediate_concern_confirmed_by_someone",
            )
        ]

    def __str__(self):
        return f"Immediate concern {self.pk}"

    def get_absolute_url(self):
        return reverse("reviews:concern", args=[self.pk])

    @property
    def reference(self):
        return str(self)

    @property
    def standing(self):
        if self.confirmed_at:
            return Standing("Confirmed", "good")
        return Standing("Not confirmed yet", "late")
