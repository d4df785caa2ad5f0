from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Prefetch, Q
from django.urls import reverse
from django.utils import timezone

from boards.models import WHOLE_BOARD, Role, for_agency, on_board, sees_whole_boards
from kscb import constraints
from reviews.models.action import ActionUpdate
from reviews.models.audit import Answer


class EvidenceQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Staff and the chair; the agency's lead; whoever may read something that it supports."""
        if sees_whole_boards(user):
            return self.filter(on_board(user))
        supports = Support.objects.filter(evidence=OuterRef("pk")).visible_to(user)
        return self.filter(
            on_board(user, *WHOLE_BOARD) | for_agency(user, Role.LEAD) | Exists(supports)
        )

    def for_list(self, user):
        """With what it supports, of that which `user` may read."""
        whole = Support.objects.visible_to(user).select_related(
            "update__action", "answer__audit_return__audit_round", "answer__question"
        )
        return self.select_related("agency", "document", "given_by").prefetch_related(
            Prefetch("supports", queryset=whole)
        )


class Evidence(models.Model):
    """A file or a link that an agency gave one board, to support one thing or many."""

    board = models.ForeignKey("boards.Board", models.PROTECT, related_name="evidence")
    agency = models.ForeignKey("boards.Agency", models.PROTECT, related_name="evidence")
    title = models.CharField(max_length=180)
    document = models.OneToOneField(
        "boards.Document", models.PROTECT, related_name="evidence", null=True, blank=True
    )
    link = models.URLField("web address", blank=True)
    expires_on = models.DateField("no longer good after", null=True, blank=True)
    given_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="evidence_given"
    )
    given_at = models.DateTimeField(default=timezone.now)
    folded = models.CharField(max_length=400, editable=False)

    objects = EvidenceQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "evidence"
        ordering = ["-given_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=(Q(document__isnull=False) & Q(link=""))
                | (Q(document__isnull=True) & ~Q(link="")),
                name="evidence_is_a_file_or_a_link",
            )
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("reviews:download-evidence", args=[self.pk])

    @property
    def given_day(self):
        return timezone.localdate(self.given_at)

    @property
    def scan_words(self):
        return self.document.scan_words if self.document else "A link"

    @property
    def what_it_supports(self):
        """Address and reference of each thing it supports (needs `for_list`)."""
        return [support.target for support in self.supports.all()]


class SupportQuerySet(models.QuerySet):
    def visible_to(self, user):
        """As the update or the answer that it supports."""
        if sees_whole_boards(user):
            return self.filter(on_board(user, board="evidence__board"))
        return self.filter(
            Exists(ActionUpdate.objects.filter(pk=OuterRef("update")).visible_to(user))
            | Exists(Answer.objects.filter(pk=OuterRef("answer")).visible_to(user))
        )

    def for_page(self):
        return self.select_related(
            "evidence",
            "update__action",
            "answer__question",
            "answer__audit_return__agency",
            "answer__audit_return__audit_round",
        )


class Support(models.Model):
    """That one item of evidence supports exactly one answer or one action update."""

    class Status(models.TextChoices):
        SUBMITTED = "submitted", "Submitted"
        ACCEPTED = "accepted", "Accepted"
        REJECTED = "rejected", "Not accepted"

    MOVES = {
        Status.SUBMITTED: {Status.ACCEPTED, Status.REJECTED},
        Status.ACCEPTED: set(),
        Status.REJECTED: set(),
    }

    evidence = models.ForeignKey(Evidence, models.PROTECT, related_name="supports")
    update = models.ForeignKey(
        ActionUpdate, models.PROTECT, related_name="supports", null=True, blank=True
    )
    answer = models.ForeignKey(
        Answer, models.PROTECT, related_name="supports", null=True, blank=True
    )
    status = models.CharField(
        max_length=10, choices=Status.choices, default=Status.SUBMITTED, editable=False
    )
    status_since = models.DateTimeField(default=timezone.now, editable=False)

    objects = SupportQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            constraints.known(
                "status", "submitted", "accepted", "rejected", name="support_status_known"
            ),
            models.CheckConstraint(
                condition=Q(update__isnull=False, answer__isnull=True)
                | Q(update__isnull=True, answer__isnull=False),
                name="support_is_of_one_thing",
            ),
            models.UniqueConstraint(fields=["evidence", "update"], name="support_update_once"),
            models.UniqueConstraint(fields=["evidence", "answer"], name="support_answer_once"),
        ]

    def __str__(self):
        return f"{self.evidence} for {self.update or self.answer}"

    @property
    def is_decided(self):
        return self.status != self.Status.SUBMITTED

    @property
    def board_id(self):
        """So that its activity is its board's (needs the evidence joined)."""
        return self.evidence.board_id

    @property
    def target(self):
        """Address and reference of the action or return that it supports (needs them joined)."""
        if self.update:
            return self.update.action.get_absolute_url(), self.update.action.reference
        answer = self.answer
        audit_return = answer.audit_return
        reference = f"{audit_return.audit_round.reference}, question {answer.question.number}"
        return audit_return.get_absolute_url(), reference
