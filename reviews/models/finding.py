from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from boards.models import WHOLE_BOARD, WITHHELD, Unchangeable, on_board
from kscb import constraints
from reviews.models.review import Review, in_the_know, told_to


class FindingQuerySet(models.QuerySet):
    def visible_to(self, user):
        """As the review; of an audit, staff, the chair and members, and once its report is
        published everyone on the board."""
        published = Q(review__status=Review.Status.PUBLISHED) & on_board(user)
        of_review = Q(review__isnull=False) & (in_the_know(user) | published)
        of_audit = Q(review__isnull=True) & told_to(user, audit_round="audit_round")
        return self.filter(of_review | of_audit)

    def told_by(self, review):
        """Its own; of the report of an audit, those of the audit."""
        if review.audit_round_id:
            return self.filter(audit_round=review.audit_round_id)
        return self.filter(review=review)

    def naming(self):
        """Those that name a theme as a problem: good practice is found too, and does not."""
        return self.filter(kind=Finding.Kind.LEARNING)

    def for_list(self):
        return self.select_related("review", "audit_round").prefetch_related("themes")


class Finding(models.Model):
    """What a review or an audit says about practice or the system. It may carry no recommendation.

    It belongs to exactly one of the two.
    """

    class Kind(models.TextChoices):
        LEARNING = "learning", "Something to learn"
        GOOD_PRACTICE = "good_practice", "Good practice"

    board = models.ForeignKey("boards.Board", models.PROTECT, related_name="findings")
    review = models.ForeignKey(
        "reviews.Review", models.PROTECT, related_name="findings", null=True, blank=True
    )
    audit_round = models.ForeignKey(
        "reviews.AuditRound", models.PROTECT, related_name="findings", null=True, blank=True
    )
    number = models.PositiveSmallIntegerField(editable=False)
    kind = models.CharField(max_length=14, choices=Kind.choices, default=Kind.LEARNING)
    wording = models.TextField()
    found_on = models.DateField("date of the finding", db_index=True)
    themes = models.ManyToManyField("reviews.Theme", related_name="findings")
    standards = models.ManyToManyField(
        "reviews.PracticeStandard",
        related_name="findings",
        blank=True,
        verbose_name="practice standards",
    )
    agencies = models.ManyToManyField(
        "boards.Agency", related_name="findings", blank=True, verbose_name="agencies it names"
    )
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = FindingQuerySet.as_manager()

    class Meta:
        ordering = ["review", "audit_round", "number"]
        constraints = [
            constraints.known("kind", "learning", "good_practice", name="finding_kind_known"),
            models.CheckConstraint(
                condition=Q(review__isnull=False, audit_round__isnull=True)
                | Q(review__isnull=True, audit_round__isnull=False),
                name="finding_is_of_one_source",
            ),
            models.UniqueConstraint(fields=["review", "number"], name="finding_number_once"),
            models.UniqueConstraint(
                fields=["audit_round", "number"], name="finding_number_once_per_audit"
            ),
        ]

    def __str__(self):
        return f"Finding {self.number}"

    @property
    def source(self):
        """The review or the audit round (needs them joined)."""
        return self.review or self.audit_round

    @property
    def reference(self):
        return f"{self.source.reference}/F{self.number}"

    @property
    def is_restricted(self):
        """Needs the review joined."""
        return self.review is not None and self.review.is_restricted

    @property
    def listed_wording(self):
        """For lists: a restricted review is read on its own pages alone (needs it joined)."""
        return WITHHELD if self.is_restricted else self.wording


class AlarmAnswerQuerySet(Unchangeable):
    def visible_to(self, user):
        """Staff and the chair, of findings that they see.

        Nobody else, whatever becomes of the finding's review: the figures that were shown, and
        so the words, count what other reviews said while they were restricted.
        """
        seen = Finding.objects.filter(pk=OuterRef("finding")).visible_to(user)
        return self.filter(on_board(user, *WHOLE_BOARD, board="finding__board"), Exists(seen))


class AlarmAnswer(models.Model):
    """What the board said when a finding came back to a theme already acted on. Written once.

    `shown` keeps the figures as they stood when the answer was given.
    """

    finding = models.ForeignKey(Finding, models.PROTECT, related_name="alarm_answers")
    theme = models.ForeignKey("reviews.Theme", models.PROTECT, related_name="alarm_answers")
    shown = models.CharField("what the alarm said", max_length=300)
    answer = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="alarm_answers")
    at = models.DateTimeField(default=timezone.now)

    objects = AlarmAnswerQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-pk"]

    def __str__(self):
        return f"Answer to the alarm on {self.theme}"
