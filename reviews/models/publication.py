"""What a second person checked before a review went out, and the briefings made from it."""

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils import timezone

from boards.models import DASHBOARD, WHOLE_BOARD, Role, Unchangeable, for_agency, on_board
from kscb import constraints
from kscb.dates import today
from kscb.standing import Standing
from reviews.models.life import InTheKnow
from reviews.models.review import Review


class PublicationCheck(models.Model):
    """The checklist that the approver answered, yes to each. Written once."""

    review = models.ForeignKey(Review, models.PROTECT, related_name="publication_checks")
    is_redacted = models.BooleanField("everything that must be is redacted")
    no_one_known = models.BooleanField("no one can be recognised from the words together")
    nothing_hidden = models.BooleanField("the file holds no hidden content")
    words = models.TextField("what was checked")
    hidden_reason = models.TextField("why hidden content that was found may go out", blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="publication_checks"
    )
    at = models.DateTimeField(default=timezone.now)

    objects = InTheKnow.as_manager()

    class Meta:
        ordering = ["-at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(is_redacted=True, no_one_known=True, nothing_hidden=True),
                name="publication_check_is_all_yes",
            )
        ]

    def __str__(self):
        return f"Check of {self.review}"


class BriefingQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Once shared, everyone on the board; before that, staff and the chair."""
        shared = Q(status=Briefing.Status.SHARED)
        whole = on_board(user, *WHOLE_BOARD, board="review__board")
        return self.filter((shared & on_board(user, board="review__board")) | whole)


class Briefing(models.Model):
    """A seven-minute briefing of a published review: seven short panels to talk through."""

    class Status(models.TextChoices):
        DRAFT = "draft", "Being written"
        SHARED = "shared", "Shared"

    MOVES = {Status.DRAFT: {Status.SHARED}, Status.SHARED: set()}
    TONES = {Status.DRAFT: "none", Status.SHARED: "new"}

    review = models.OneToOneField(Review, models.PROTECT, related_name="briefing")
    title = models.CharField(max_length=120)
    status = models.CharField(
        max_length=8, choices=Status.choices, default=Status.DRAFT, editable=False
    )
    status_since = models.DateTimeField(default=timezone.now, editable=False)
    attest_by = models.DateField("agencies say how they used it by", null=True, blank=True)

    objects = BriefingQuerySet.as_manager()

    class Meta:
        ordering = ["-status_since", "-pk"]
        constraints = [constraints.known("status", "draft", "shared", name="briefing_status_known")]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("reviews:briefing", args=[self.pk])

    @property
    def board_id(self):
        """Needs the review joined."""
        return self.review.board_id

    @property
    def is_draft(self):
        return self.status == self.Status.DRAFT

    @property
    def shared_on(self):
        """The day on which it was shared, if it was."""
        return None if self.is_draft else timezone.localdate(self.status_since)

    @property
    def standing(self):
        return Standing(self.get_status_display(), self.TONES[self.Status(self.status)])


class OfABriefing(models.QuerySet):
    def visible_to(self, user):
        """As the briefing."""
        return self.filter(
            Exists(Briefing.objects.filter(pk=OuterRef("briefing")).visible_to(user))
        )


class BriefingPanel(models.Model):
    """One of the seven panels of a briefing."""

    briefing = models.ForeignKey(Briefing, models.PROTECT, related_name="panels")
    number = models.PositiveSmallIntegerField()
    heading = models.CharField(max_length=80)
    text = models.TextField(blank=True)

    objects = OfABriefing.as_manager()

    class Meta:
        ordering = ["briefing", "number"]
        constraints = [
            models.UniqueConstraint(fields=["briefing", "number"], name="panel_number_once"),
            models.CheckConstraint(
                condition=Q(number__gte=1, number__lte=7), name="panel_is_one_of_seven"
            ),
        ]

    def __str__(self):
        return f"{self.number}. {self.heading}"


class AttestationQuerySet(Unchangeable):
    def visible_to(self, user):
        """Staff, the chair and members; and the agency's own people."""
        return self.filter(
            on_board(user, *DASHBOARD, board="briefing__review__board")
            | for_agency(user, Role.LEAD, Role.CONTRIBUTOR, board="briefing__review__board")
        )


class Attestation(models.Model):
    """An agency's word that it used a briefing: when, with how many staff, what will change.

    Written once; an agency may attest for several teams.
    """

    briefing = models.ForeignKey(Briefing, models.PROTECT, related_name="attestations")
    agency = models.ForeignKey("boards.Agency", models.PROTECT, related_name="attestations")
    team = models.CharField(max_length=120, blank=True)
    used_on = models.DateField("used on", default=today)
    staff_reached = models.PositiveIntegerField("staff reached")
    what_will_change = models.TextField("what will change")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="attestations")
    at = models.DateTimeField(default=timezone.now)

    objects = AttestationQuerySet.as_manager()

    class Meta:
        ordering = ["-used_on", "-pk"]

    def __str__(self):
        return f"{self.agency}: {self.briefing}"
