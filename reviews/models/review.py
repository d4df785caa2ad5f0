from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils import timezone

from boards.models import DASHBOARD, WHOLE_BOARD, Unchangeable, on_board, sees_whole_boards
from kscb import constraints
from kscb.dates import today
from kscb.standing import Standing


class ReviewKindQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(on_board(user))


class ReviewKind(models.Model):
    """A kind of review, as the board calls it: an SCR, a learning review, an inspection."""

    board = models.ForeignKey("boards.Board", models.PROTECT, related_name="review_kinds")
    name = models.CharField(max_length=80)
    code = models.CharField(
        max_length=8, help_text="Begins references of this kind, such as SCR in KSCB/SCR2017-02."
    )
    is_inspection = models.BooleanField(default=False)
    is_audit = models.BooleanField("report of a multi-agency audit", default=False)

    objects = ReviewKindQuerySet.as_manager()

    class Meta:
        verbose_name = "kind of review"
        verbose_name_plural = "kinds of review"
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["board", "code"], name="review_kind_code_once"),
            models.UniqueConstraint(fields=["board", "name"], name="review_kind_name_once"),
        ]

    def __str__(self):
        return self.name


def in_the_know(user, *, review="review", board="board"):
    """A condition: `user` may read the row's review although it is not published."""
    if sees_whole_boards(user):
        return on_board(user, board=board)
    names_them = NamedReader.objects.current().filter(person=user, review=OuterRef(review))
    return on_board(user, *WHOLE_BOARD, board=board) | (
        Exists(names_them) & on_board(user, board=board)
    )


def told_to(user, *, audit_round: str) -> Q:
    """A condition: `user` may read what the row's audit found. Staff, the chair and members, and
    once its report is published, everyone on the board."""
    published = Review.objects.published().filter(audit_round=OuterRef(audit_round))
    return on_board(user, *DASHBOARD) | (Exists(published) & on_board(user))


class ReviewQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Published ones to everyone on the board; others to staff, the chair, named readers."""
        published = Q(status=Review.Status.PUBLISHED) & on_board(user)
        return self.filter(in_the_know(user, review="pk") | published)

    def known_to(self, user):
        """Those whose work the person may follow, published or not: staff, the chair, readers."""
        return self.filter(in_the_know(user, review="pk"))

    def published(self):
        return self.filter(status=Review.Status.PUBLISHED)

    def restricted(self):
        return self.exclude(status=Review.Status.PUBLISHED)

    def for_list(self):
        return self.select_related("kind", "commissioned_by")


class Review(models.Model):
    """What the board learned from one case or inspection: about systems, never about the case."""

    class Status(models.TextChoices):
        DRAFT = "draft", "Being written"
        PUBLICATION_ASKED = "asked", "Waiting for approval to publish"
        PUBLISHED = "published", "Published"

    MOVES = {
        Status.DRAFT: {Status.PUBLICATION_ASKED},
        Status.PUBLICATION_ASKED: {Status.DRAFT, Status.PUBLISHED},
        Status.PUBLISHED: set(),
    }
    TONES = {Status.DRAFT: "none", Status.PUBLICATION_ASKED: "soon", Status.PUBLISHED: "new"}

    board = models.ForeignKey("boards.Board", models.PROTECT, related_name="reviews")
    kind = models.ForeignKey(ReviewKind, models.PROTECT, related_name="reviews")
    year = models.PositiveSmallIntegerField(
        validators=[MinValueValidator(1945), MaxValueValidator(2100)],
        help_text="The year in which the review was commissioned, such as 2017.",
    )
    number = models.PositiveSmallIntegerField(editable=False)
    reference = models.CharField(max_length=40, editable=False)
    audit_round = models.OneToOneField(
        "reviews.AuditRound",
        models.PROTECT,
        related_name="report",
        null=True,
        blank=True,
        editable=False,
        verbose_name="the audit that it reports",
    )
    pseudonym = models.CharField(
        max_length=80,
        help_text="A word that could not be anyone's name, such as Harbour. Never a real name.",
    )
    commissioned_by = models.ForeignKey(
        "boards.Body", models.PROTECT, related_name="reviews", verbose_name="commissioning body"
    )
    summary = models.TextField(
        blank=True, help_text="What the review was about, in terms of systems. No case details."
    )
    source = models.CharField(max_length=200, blank=True)
    themes = models.ManyToManyField(
        "reviews.Theme",
        related_name="reviews",
        blank=True,
        verbose_name="themes seen so far",
        help_text="What it seems to be about, before there are findings.",
    )
    stage = models.ForeignKey(
        "reviews.Stage",
        models.PROTECT,
        related_name="reviews",
        null=True,
        blank=True,
        editable=False,
    )
    ethnicity = models.CharField(max_length=120, blank=True)
    gender = models.CharField(max_length=60, blank=True)
    childs_voice = models.TextField("the child’s voice", blank=True)
    plan_agreed_on = models.DateField("plan agreed", null=True, blank=True, editable=False)
    take_down_on = models.DateField("to be taken down on", null=True, blank=True)
    is_invented = models.BooleanField("invented, for demonstration", default=False)
    status = models.CharField(
        max_length=10, choices=Status.choices, default=Status.DRAFT, editable=False
    )
    status_since = models.DateTimeField(default=timezone.now, editable=False)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="publications_asked",
        null=True,
        blank=True,
        editable=False,
    )
    published_on = models.DateField(null=True, blank=True, editable=False)
    report = models.JSONField(
        "its report, as it was published", null=True, blank=True, editable=False
    )
    folded = models.TextField(editable=False)
    in_order = models.CharField(max_length=60, editable=False, db_index=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = ReviewQuerySet.as_manager()

    class Meta:
        ordering = ["-in_order"]
        constraints = [
            constraints.known("status", "draft", "asked", "published", name="review_status_known"),
            models.UniqueConstraint(fields=["board", "reference"], name="review_reference_once"),
            models.CheckConstraint(
                condition=~Q(status="published") | Q(published_on__isnull=False),
                name="review_published_has_its_day",
            ),
        ]

    def __str__(self):
        return self.reference

    def get_absolute_url(self):
        return reverse("reviews:review", args=[self.pk])

    @property
    def title(self):
        return f"{self.reference} “{self.pseudonym}”"

    @property
    def is_restricted(self):
        return self.status != self.Status.PUBLISHED

    @property
    def is_draft(self):
        return self.status == self.Status.DRAFT

    @property
    def awaits_approval(self):
        return self.status == self.Status.PUBLICATION_ASKED

    @property
    def has_ended(self):
        """Needs the stage joined."""
        return self.stage is not None and self.stage.is_last

    @property
    def standing(self):
        return Standing(self.get_status_display(), self.TONES[self.Status(self.status)])


class NamedReaderQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(on_board(user, *WHOLE_BOARD, board="review__board"))

    def current(self):
        now = today()
        return self.filter(
            Q(to_on__isnull=True) | Q(to_on__gte=now), from_on__lte=now, ended_at__isnull=True
        )

    def for_list(self):
        return self.select_related("person").order_by("capacity", "person__name", "pk")


class NamedReader(models.Model):
    """A person let into one review before it is published, in what capacity, and why."""

    class Capacity(models.TextChoices):
        PANEL = "panel", "Panel member"
        LEAD_REVIEWER = "lead_reviewer", "Lead reviewer"
        AGENCY_AUTHOR = "agency_author", "Author for an agency"
        OTHER = "other", "Other"

    review = models.ForeignKey(Review, models.PROTECT, related_name="named_readers")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="named_reader_of"
    )
    capacity = models.CharField(max_length=14, choices=Capacity.choices, default=Capacity.OTHER)
    is_independent = models.BooleanField("independent of the case and the agencies", default=False)
    reason = models.CharField(max_length=200)
    from_on = models.DateField("from", default=today)
    to_on = models.DateField("last day", null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = NamedReaderQuerySet.as_manager()

    class Meta:
        ordering = ["review", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["review", "person"],
                condition=Q(ended_at__isnull=True),
                name="named_reader_once",
            ),
            constraints.known(
                "capacity",
                "panel",
                "lead_reviewer",
                "agency_author",
                "other",
                name="named_reader_capacity_known",
            ),
        ]

    def __str__(self):
        return f"{self.person} of {self.review}"

    @property
    def is_current(self):
        now = today()
        return (
            self.ended_at is None
            and self.from_on <= now
            and (self.to_on is None or self.to_on >= now)
        )

    @property
    def last_day(self):
        """The day on which it ended, or will end; None while nobody has said."""
        return timezone.localdate(self.ended_at) if self.ended_at else self.to_on


class ReadingQuerySet(Unchangeable):
    def visible_to(self, user):
        """Staff and the chair see who read; everyone sees their own."""
        return self.filter(Q(person=user) | on_board(user, *WHOLE_BOARD, board="review__board"))

    def today_by(self, user):
        return self.filter(person=user, read_on=today())

    def for_list(self):
        return self.select_related("review", "person")


class Reading(models.Model):
    """That one person read one restricted review on one day, and why. Written once."""

    review = models.ForeignKey(Review, models.PROTECT, related_name="readings")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="readings")
    reason = models.CharField("why they read it", max_length=200)
    read_on = models.DateField("read on", default=today)
    at = models.DateTimeField(default=timezone.now)

    objects = ReadingQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["review", "person", "read_on"], name="reading_once_a_day"
            )
        ]

    def __str__(self):
        return f"{self.person} read {self.review}"
