"""What follows a return: what was sent, what the board asked of an answer, what a panel said."""

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils import timezone

from boards.models import Unchangeable
from reviews.models.audit import Answer, AuditReturn
from reviews.models.framework import Grade, Section


def of_return_read_by(user) -> Exists:
    """A condition: the person may read the row's return in full."""
    return Exists(AuditReturn.objects.filter(pk=OuterRef("audit_return")).read_in_full_by(user))


class SectionShareQuerySet(models.QuerySet):
    def visible_to(self, user):
        """How a return is filled in: not for a panel that reads it."""
        returns = AuditReturn.objects.filter(pk=OuterRef("audit_return"))
        return self.filter(Exists(returns.between_agency_and_board(user)))


class SubmissionQuerySet(Unchangeable):
    def visible_to(self, user):
        return self.filter(of_return_read_by(user))


class OfAnswer(models.QuerySet):
    def visible_to(self, user):
        """As the answer."""
        return self.filter(Exists(Answer.objects.filter(pk=OuterRef("answer")).visible_to(user)))


class AnswerQueryQuerySet(OfAnswer):
    def waiting(self):
        """Without a reply."""
        return self.filter(replied_at__isnull=True)

    def for_page(self):
        return self.select_related("asked_by", "replied_by")


class ModerationQuerySet(OfAnswer):
    def finished(self):
        """Of returns whose moderation is finished: only then do they count, and does the agency
        see them."""
        return self.filter(answer__audit_return__status__in=AuditReturn.MODERATION_DONE)

    def for_page(self):
        return self.select_related("grade", "by", "replied_by")


class SectionShare(models.Model):
    """That a colleague was given one section of a return to draft; with none, all of it."""

    audit_return = models.ForeignKey(AuditReturn, models.PROTECT, related_name="section_shares")
    section = models.ForeignKey(Section, models.PROTECT, related_name="shares")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="sections_shared"
    )

    objects = SectionShareQuerySet.as_manager()

    class Meta:
        ordering = ["audit_return", "section__number"]
        constraints = [
            models.UniqueConstraint(
                fields=["audit_return", "section", "person"], name="section_shared_once"
            )
        ]

    def __str__(self):
        return f"{self.section} with {self.person}"


class Submission(models.Model):
    """That a return was handed in: its receipt number, the day it was due then, and a copy of what
    it said. Written once.

    `copy` is a list, in the order asked, of {"number", "question", "grade", "said", "text",
    "evidence"}, where evidence is a list of titles.
    """

    audit_return = models.ForeignKey(AuditReturn, models.PROTECT, related_name="submissions")
    number = models.PositiveSmallIntegerField(editable=False)
    receipt = models.CharField("receipt number", max_length=60)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="submissions")
    at = models.DateTimeField(default=timezone.now)
    due_on = models.DateField("due then")
    copy = models.JSONField(default=list)

    objects = SubmissionQuerySet.as_manager()

    class Meta:
        ordering = ["audit_return", "-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["audit_return", "number"], name="submission_number_once"
            ),
            models.UniqueConstraint(fields=["receipt"], name="submission_receipt_once"),
        ]

    def __str__(self):
        return self.receipt

    def get_absolute_url(self):
        return reverse("reviews:submission", args=[self.pk])


class AnswerQuery(models.Model):
    """A question that the board asks about one answer, and the agency's reply."""

    answer = models.ForeignKey(Answer, models.PROTECT, related_name="queries")
    asked = models.TextField("what the board asks")
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="answer_queries"
    )
    asked_at = models.DateTimeField(default=timezone.now)
    reply = models.TextField("the agency’s reply", blank=True)
    replied_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="answer_replies",
        null=True,
        blank=True,
    )
    replied_at = models.DateTimeField(null=True, blank=True)

    objects = AnswerQueryQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "answer queries"
        ordering = ["answer", "asked_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(replied_at__isnull=True, reply="")
                | (Q(replied_at__isnull=False) & ~Q(reply="")),
                name="answer_query_reply_has_its_day",
            )
        ]

    def __str__(self):
        return f"{self.answer}: query"


class Moderation(models.Model):
    """The panel's grade of one answer beside the agency's own, why, and the agency's one reply."""

    answer = models.OneToOneField(Answer, models.PROTECT, related_name="moderation")
    grade = models.ForeignKey(
        Grade, models.PROTECT, related_name="moderations", verbose_name="moderated grade"
    )
    reason = models.TextField()
    # The version of the answer that the panel read; 0 where that was never kept.
    of_version = models.PositiveIntegerField(default=0, editable=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="moderations")
    at = models.DateTimeField(default=timezone.now)
    reply = models.TextField("the agency’s reply", blank=True)
    replied_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="moderation_replies",
        null=True,
        blank=True,
    )
    replied_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = ModerationQuerySet.as_manager()

    class Meta:
        ordering = ["answer"]
        constraints = [
            models.CheckConstraint(
                condition=Q(replied_at__isnull=True, reply="")
                | (Q(replied_at__isnull=False) & ~Q(reply="")),
                name="moderation_reply_has_its_day",
            )
        ]

    def __str__(self):
        return f"{self.answer}: {self.grade}"

    @property
    def is_out_of_date(self):
        """The agency changed its answer since the panel read it (needs the answer joined)."""
        return self.of_version != self.answer.version

    @property
    def lacks_reason(self):
        """Differs from the agency's own grade, and does not say why (needs the answer joined)."""
        return self.grade_id != self.answer.grade_id and not self.reason.strip()
