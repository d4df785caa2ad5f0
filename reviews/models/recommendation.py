from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q, StringAgg, Subquery, Value
from django.urls import reverse
from django.utils import timezone

from boards.models import Unchangeable, on_board
from kscb import constraints
from kscb.dates import today
from kscb.standing import Standing
from reviews.models.finding import Finding
from reviews.models.review import Review, in_the_know

# An agency asked to act opens the recommendation, and not the review.
WITHHELD_HERE = "Restricted: open it to read it"


class Priority(models.TextChoices):
    HIGH = "high", "High"
    NORMAL = "normal", "Normal"


class RecommendationQuerySet(models.QuerySet):
    def visible_to(self, user):
        """As its review; and an agency asked to act sees the wording that its action hangs on."""
        return self.filter(of_readable_review(user) | asked_to_act(user))

    def of_reviews_read_by(self, user):
        return self.filter(of_readable_review(user))

    def made(self):
        return self.filter(status=Recommendation.Status.MADE)

    def unanswered(self):
        """Made, and the board has not yet said whether it accepts it."""
        return self.made().filter(responses__isnull=True)

    def answered(self):
        """Made, and the board has said whether it accepts it."""
        return self.made().filter(
            Exists(Response.objects.filter(recommendation=OuterRef("pk")).order_by())
        )

    def for_list(self):
        return self.select_related("review").prefetch_related("findings")

    def with_addressees(self):
        """With the names of the agencies it is addressed to, in one text: a list asks no more."""
        links = Recommendation.agencies.through.objects.order_by()
        to = links.filter(recommendation=OuterRef("pk"))
        names = StringAgg("agency__name", Value("\n"))
        return self.select_related("review").annotate(
            agency_names=Subquery(to.values("recommendation").annotate(all=names).values("all"))
        )


def of_readable_review(user, *, review="review", board="board"):
    """A condition: the person may read the review that the row belongs to."""
    published = Q(**{f"{review}__status": Review.Status.PUBLISHED}) & on_board(user, board=board)
    return in_the_know(user, review=review, board=board) | published


def asked_to_act(user):
    """A condition: the person sees an action that serves the recommendation.

    Only those that took their reference from it: of another that an action also serves, an
    agency learns nothing.
    """
    from reviews.models.action import Action

    return Exists(Action.objects.filter(recommendation=OuterRef("pk")).visible_to(user))


class Recommendation(models.Model):
    """A formal ask of a review, in its own words, answering one or more findings.

    A draft can be reworded while its review is being written. Once made, its words never change:
    another one supersedes it.
    """

    class Status(models.TextChoices):
        DRAFT = "draft", "Draft"
        MADE = "made", "Made"
        SUPERSEDED = "superseded", "Superseded"

    MOVES = {
        Status.DRAFT: {Status.MADE},
        Status.MADE: {Status.SUPERSEDED},
        Status.SUPERSEDED: set(),
    }

    board = models.ForeignKey("boards.Board", models.PROTECT, related_name="recommendations")
    review = models.ForeignKey("reviews.Review", models.PROTECT, related_name="recommendations")
    number = models.PositiveSmallIntegerField(editable=False)
    reference = models.CharField(max_length=50, editable=False)
    wording = models.TextField()
    findings = models.ManyToManyField(Finding, related_name="recommendations")
    to_board = models.BooleanField("addressed to the board", default=False)
    agencies = models.ManyToManyField(
        "boards.Agency",
        related_name="recommendations",
        blank=True,
        verbose_name="agencies it is addressed to",
    )
    priority = models.CharField(max_length=6, choices=Priority.choices, default=Priority.NORMAL)
    status = models.CharField(
        max_length=10, choices=Status.choices, default=Status.MADE, editable=False
    )
    status_since = models.DateTimeField(default=timezone.now, editable=False)
    superseded_by = models.ForeignKey(
        "self", models.PROTECT, related_name="supersedes", null=True, blank=True, editable=False
    )
    no_action_reason = models.TextField("why no action is planned", blank=True, editable=False)
    folded = models.TextField(editable=False)
    in_order = models.CharField(max_length=80, editable=False, db_index=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = RecommendationQuerySet.as_manager()

    class Meta:
        ordering = ["in_order"]
        constraints = [
            constraints.known(
                "status", "draft", "made", "superseded", name="recommendation_status_known"
            ),
            constraints.known("priority", "high", "normal", name="recommendation_priority_known"),
            models.UniqueConstraint(fields=["review", "number"], name="recommendation_number_once"),
            models.UniqueConstraint(
                fields=["board", "reference"], name="recommendation_reference_once"
            ),
        ]

    def __str__(self):
        return self.reference

    def get_absolute_url(self):
        return reverse("reviews:recommendation", args=[self.pk])

    @property
    def listed_wording(self):
        """For lists: a restricted review is read on its own pages alone (needs it joined)."""
        return WITHHELD_HERE if self.review.is_restricted else self.wording

    @property
    def addressed_to(self):
        """Whom it asks, in words (needs `with_addressees`)."""
        names = sorted((self.agency_names or "").splitlines(), key=str.casefold)
        return ", ".join(["The board"] * self.to_board + names)

    @property
    def is_draft(self):
        return self.status == self.Status.DRAFT

    @property
    def is_made(self):
        return self.status == self.Status.MADE


class ResponseQuerySet(Unchangeable):
    def visible_to(self, user):
        """As the review: an agency asked to act is told of its action, not of the response."""
        return self.filter(of_readable_review(user, review="recommendation__review"))


class Response(models.Model):
    """What the board said to a recommendation, and why. Written once; the latest counts."""

    class Answer(models.TextChoices):
        ACCEPTED = "accepted", "Accepted"
        IN_PART = "in_part", "Accepted in part"
        NOT_ACCEPTED = "not_accepted", "Not accepted"

    TONES = {Answer.ACCEPTED: "good", Answer.IN_PART: "soon", Answer.NOT_ACCEPTED: "none"}

    board = models.ForeignKey("boards.Board", models.PROTECT, related_name="responses")
    recommendation = models.ForeignKey(Recommendation, models.PROTECT, related_name="responses")
    answer = models.CharField("the board’s answer", max_length=12, choices=Answer.choices)
    reasons = models.TextField(blank=True)
    decided_on = models.DateField("decided on", default=today)
    decided_by = models.CharField("who decided", max_length=120)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="responses")
    at = models.DateTimeField(default=timezone.now)

    objects = ResponseQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-pk"]
        constraints = [
            constraints.known(
                "answer", "accepted", "in_part", "not_accepted", name="response_answer_known"
            ),
            models.CheckConstraint(
                condition=Q(answer="accepted") | ~Q(reasons=""), name="response_refusal_has_reasons"
            ),
        ]

    def __str__(self):
        return f"{self.get_answer_display()}: {self.recommendation}"

    @property
    def standing(self):
        return Standing(self.get_answer_display(), self.TONES[self.Answer(self.answer)])


class RelookQuerySet(Unchangeable):
    def visible_to(self, user):
        return self.filter(of_readable_review(user, review="recommendation__review"))


class Relook(models.Model):
    """An independent look, later, at the same words: was the recommendation met? Written once."""

    class Result(models.TextChoices):
        MET = "met", "Met"
        PARTLY = "partly", "Partly met"
        NOT_MET = "not_met", "Not met"

    TONES = {Result.MET: "good", Result.PARTLY: "soon", Result.NOT_MET: "late"}

    board = models.ForeignKey("boards.Board", models.PROTECT, related_name="relooks")
    recommendation = models.ForeignKey(Recommendation, models.PROTECT, related_name="relooks")
    looked_on = models.DateField("re-tested on")
    looked_by = models.CharField("who looked again", max_length=120)
    result = models.CharField(max_length=8, choices=Result.choices)
    words = models.TextField("what they saw")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="relooks")
    at = models.DateTimeField(default=timezone.now)

    objects = RelookQuerySet.as_manager()

    class Meta:
        verbose_name = "re-look"
        ordering = ["-looked_on", "-pk"]
        constraints = [
            constraints.known("result", "met", "partly", "not_met", name="relook_result_known")
        ]

    def __str__(self):
        return f"{self.recommendation}: {self.get_result_display()}"

    @property
    def words_on_a_list(self):
        """Its words, unless the review is restricted (needs the review joined)."""
        is_restricted = self.recommendation.review.is_restricted
        return "Restricted: open the review to read it" if is_restricted else self.words

    @property
    def standing(self):
        return Standing(self.get_result_display(), self.TONES[self.Result(self.result)])
