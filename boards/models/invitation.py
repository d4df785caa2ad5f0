from django.conf import settings
from django.db import models
from django.db.models import Q

from boards.models.membership import OF_AN_AGENCY, WHOLE_BOARD, Role, on_board
from kscb import constraints


class InvitationQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(on_board(user, *WHOLE_BOARD))

    def still_open(self, now):
        return self.waiting().filter(expires_at__gt=now)

    def waiting(self):
        """Neither accepted nor withdrawn; some may have run out."""
        return self.filter(accepted_at__isnull=True, withdrawn_at__isnull=True)


class Invitation(models.Model):
    """One person asked to hold one role on one board, once, within a week.

    The link is signed, not stored, so a copy of the table opens nothing.
    """

    board = models.ForeignKey("boards.Board", models.PROTECT, related_name="invitations")
    email = models.EmailField("e-mail address")
    name = models.CharField(max_length=120)
    role = models.CharField(max_length=12, choices=Role.choices)
    agency = models.ForeignKey(
        "boards.Agency", models.PROTECT, related_name="invitations", null=True, blank=True
    )
    title = models.CharField("job title", max_length=120, blank=True)
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="invitations_sent"
    )
    invited_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        ordering = ["-invited_at"]
        constraints = [
            constraints.known(
                "role",
                "staff",
                "chair",
                "member",
                "reader",
                "lead",
                "contributor",
                "trainer",
                name="invitation_role_known",
            ),
            models.CheckConstraint(
                condition=~Q(role__in=OF_AN_AGENCY) | Q(agency__isnull=False),
                name="invitation_agency_role_names_its_agency",
            ),
        ]

    def __str__(self):
        return f"{self.name} as {self.get_role_display()}"
