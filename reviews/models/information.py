"""What a review asks of agencies, and the documents it gathers."""

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify

from boards.models import Role, for_agency
from kscb import constraints
from kscb.dates import today
from kscb.standing import Standing, days_words, of_due_date
from reviews.models.recommendation import of_readable_review
from reviews.models.review import Review, in_the_know


class InformationRequestQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Staff, the chair, named readers; and the lead of the agency asked, its own request."""
        return self.filter(
            in_the_know(user, board="review__board")
            | for_agency(user, Role.LEAD, board="review__board")
        )

    def waiting(self):
        return self.filter(status=InformationRequest.Status.ASKED)

    def owed_by(self, user):
        """What an agency's lead must still send."""
        return self.waiting().filter(for_agency(user, Role.LEAD, board="review__board"))

    def overdue(self):
        return self.waiting().filter(due_on__lt=today())

    def for_list(self):
        return self.select_related("agency", "review")


class InformationRequest(models.Model):
    """What one agency is asked to tell a review, by when, and when it came.

    The agency knows the review by its reference alone.
    """

    class Status(models.TextChoices):
        ASKED = "asked", "Asked"
        RECEIVED = "received", "Received"
        WITHDRAWN = "withdrawn", "Withdrawn"

    MOVES = {
        Status.ASKED: {Status.RECEIVED, Status.WITHDRAWN},
        Status.RECEIVED: {Status.ASKED},
        Status.WITHDRAWN: set(),
    }

    review = models.ForeignKey(Review, models.PROTECT, related_name="requests")
    agency = models.ForeignKey("boards.Agency", models.PROTECT, related_name="information_requests")
    asked = models.TextField("what is asked for")
    asked_on = models.DateField("asked on", default=today)
    due_on = models.DateField("due date")
    received_on = models.DateField("received on", null=True, blank=True, editable=False)
    status = models.CharField(
        max_length=10, choices=Status.choices, default=Status.ASKED, editable=False
    )
    status_since = models.DateTimeField(default=timezone.now, editable=False)

    objects = InformationRequestQuerySet.as_manager()

    class Meta:
        ordering = ["due_on", "pk"]
        constraints = [
            constraints.known(
                "status", "asked", "received", "withdrawn", name="information_request_status_known"
            ),
            constraints.in_order("asked_on", "due_on", name="information_due_after_asked"),
            models.CheckConstraint(
                condition=~Q(status="received") | Q(received_on__isnull=False),
                name="information_received_has_its_day",
            ),
        ]

    def __str__(self):
        return f"{self.review.reference}, {self.agency}"

    def get_absolute_url(self):
        return reverse("reviews:information-request", args=[self.pk])

    @property
    def board_id(self):
        """Needs the review joined."""
        return self.review.board_id

    @property
    def is_waiting(self):
        return self.status == self.Status.ASKED

    @property
    def is_received(self):
        return self.status == self.Status.RECEIVED

    @property
    def is_withdrawn(self):
        return self.status == self.Status.WITHDRAWN

    @property
    def days_late(self):
        """How many days after it was due it came, or has not come yet; 0 if in time."""
        return max(0, ((self.received_on or today()) - self.due_on).days)

    @property
    def standing(self):
        if self.status == self.Status.WITHDRAWN:
            return Standing("Withdrawn")
        if self.status == self.Status.RECEIVED:
            late = self.days_late
            return Standing(f"Received {days_words(late)} late" if late else "Received", "good")
        return of_due_date(self.due_on)


class ReviewDocumentQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Staff, the chair and named readers; of what an agency sent, its lead.

        The report for publication, whoever reads the review: its latest version, because an
        earlier one may say what was taken out.
        """
        published = Q(kind=ReviewDocument.Kind.PUBLISHED_REPORT) & of_readable_review(
            user, board="review__board"
        )
        sent = for_agency(user, Role.LEAD, board="review__board", agency="request__agency")
        return self.filter(
            in_the_know(user, board="review__board")
            | (published & ~Exists(newer_version()))
            | (Q(request__isnull=False) & sent)
        )

    def for_list(self):
        return self.select_related("document", "by", "request__agency")


def newer_version():
    same = {"review": OuterRef("review"), "title": OuterRef("title")}
    return ReviewDocument.objects.filter(version__gt=OuterRef("version"), **same)


class ReviewDocument(models.Model):
    """One version of one document of a review. A new version never replaces an old one."""

    class Kind(models.TextChoices):
        TERMS = "terms", "Terms of reference"
        AGENCY_REPORT = "agency_report", "Agency report"
        RAPID_REVIEW = "rapid_review", "Rapid review"
        DRAFT_REPORT = "draft_report", "Draft report"
        PUBLISHED_REPORT = "published_report", "Report for publication"
        LETTER = "letter", "Letter"
        OTHER = "other", "Other"

    review = models.ForeignKey(Review, models.PROTECT, related_name="documents")
    kind = models.CharField("type of document", max_length=18, choices=Kind.choices)
    title = models.CharField(max_length=120)
    version = models.PositiveSmallIntegerField(default=1, editable=False)
    document = models.ForeignKey("boards.Document", models.PROTECT, related_name="review_documents")
    request = models.ForeignKey(
        InformationRequest,
        models.PROTECT,
        related_name="documents",
        null=True,
        blank=True,
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="review_documents"
    )
    at = models.DateTimeField(default=timezone.now)

    objects = ReviewDocumentQuerySet.as_manager()

    class Meta:
        ordering = ["kind", "title", "-version"]
        constraints = [
            constraints.known(
                "kind",
                "terms",
                "agency_report",
                "rapid_review",
                "draft_report",
                "published_report",
                "letter",
                "other",
                name="review_document_kind_known",
            ),
            models.UniqueConstraint(
                fields=["review", "title", "version"], name="review_document_version_once"
            ),
        ]

    def __str__(self):
        return f"{self.title}, version {self.version}"

    def get_absolute_url(self):
        return reverse("reviews:download-document", args=[self.pk])

    @property
    def board_id(self):
        """Needs the review joined."""
        return self.review.board_id

    @property
    def file_name(self):
        """What the file is called when it leaves: nothing of the case (needs both joined)."""
        words = f"{self.review.reference} {self.get_kind_display()} {self.version}"
        return f"{slugify(words.replace('/', ' '))}.{self.document.kind}"
