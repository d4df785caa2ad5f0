from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from kscb import constraints
from kscb.dates import in_words, today
from kscb.standing import Standing, days_words
from reviews.models.recommendation import WITHHELD_HERE, Recommendation, of_readable_review


class MeasureQuerySet(models.QuerySet):
    def visible_to(self, user):
        """As the review that made the recommendation."""
        return self.filter(of_readable_review(user, review="recommendation__review"))

    def planned(self):
        return self.filter(status=Measure.Status.PLANNED)

    def due(self):
        """Impact tests whose day has come."""
        return self.planned().filter(test_on__lte=today())

    def tested(self):
        return self.exclude(result="")

    def to_answer(self):
        """Tested, and the board has not yet said that it is embedded or what it does next."""
        return self.filter(status=Measure.Status.TESTED)

    def for_list(self):
        return self.select_related("recommendation__review", "standard")


class Measure(models.Model):
    """How the board will know that a recommendation made a difference, and what the test showed.

    Planned; due when its day comes; tested, with a result that may honestly be "don't know"; then
    embedded in practice, or led on to a new action.
    """

    class Kind(models.TextChoices):
        AUDIT_QUESTION = "audit_question", "Audit question"
        INDICATOR = "indicator", "Indicator"
        SURVEY = "survey", "Survey"
        RELOOK = "relook", "Independent re-look"
        OTHER = "other", "Something else"

    class Status(models.TextChoices):
        PLANNED = "planned", "Planned"
        TESTED = "tested", "Tested"
        EMBEDDED = "embedded", "Embedded in practice"
        ACTED_ON = "acted_on", "Led to a new action"
        WITHDRAWN = "withdrawn", "Withdrawn"

    class Result(models.TextChoices):
        HELPED = "helped", "Helped"
        PARTLY = "partly", "Partly helped"
        NOT_HELPED = "not_helped", "Did not help"
        DONT_KNOW = "dont_know", "Don’t know"

    MOVES = {
        Status.PLANNED: {Status.TESTED, Status.WITHDRAWN},
        Status.TESTED: {Status.EMBEDDED, Status.ACTED_ON},
        Status.EMBEDDED: set(),
        Status.ACTED_ON: set(),
        Status.WITHDRAWN: set(),
    }
    TONES = {
        Result.HELPED: "good",
        Result.PARTLY: "soon",
        Result.NOT_HELPED: "late",
        Result.DONT_KNOW: "none",
    }

    board = models.ForeignKey("boards.Board", models.PROTECT, related_name="measures")
    recommendation = models.ForeignKey(Recommendation, models.PROTECT, related_name="measures")
    number = models.PositiveSmallIntegerField(editable=False)
    kind = models.CharField("how it will be tested", max_length=14, choices=Kind.choices)
    wording = models.TextField("what would show a difference")
    standard = models.ForeignKey(
        "reviews.PracticeStandard",
        models.PROTECT,
        related_name="measures",
        null=True,
        blank=True,
        verbose_name="practice standard",
    )
    question = models.ForeignKey(
        "reviews.Question",
        models.PROTECT,
        related_name="measures",
        null=True,
        blank=True,
        verbose_name="audit question",
    )
    test_on = models.DateField("test on")
    status = models.CharField(
        max_length=10, choices=Status.choices, default=Status.PLANNED, editable=False
    )
    status_since = models.DateTimeField(default=timezone.now, editable=False)
    result = models.CharField(max_length=10, choices=Result.choices, blank=True, editable=False)
    tested_on = models.DateField("tested on", null=True, blank=True, editable=False)
    seen = models.TextField("what the test showed", blank=True, editable=False)
    tested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="measures_tested",
        null=True,
        blank=True,
        editable=False,
    )
    led_to = models.ForeignKey(
        "reviews.Action",
        models.PROTECT,
        related_name="came_from",
        null=True,
        blank=True,
        editable=False,
    )

    objects = MeasureQuerySet.as_manager()

    class Meta:
        verbose_name = "measure of difference"
        verbose_name_plural = "measures of difference"
        ordering = ["recommendation", "number"]
        constraints = [
            constraints.known(
                "kind",
                "audit_question",
                "indicator",
                "survey",
                "relook",
                "other",
                name="measure_kind_known",
            ),
            constraints.known(
                "status",
                "planned",
                "tested",
                "embedded",
                "acted_on",
                "withdrawn",
                name="measure_status_known",
            ),
            constraints.known(
                "result",
                "",
                "helped",
                "partly",
                "not_helped",
                "dont_know",
                name="measure_result_known",
            ),
            models.CheckConstraint(
                condition=Q(status__in=("planned", "withdrawn"), result="", tested_on__isnull=True)
                | (
                    Q(status__in=("tested", "embedded", "acted_on"), tested_on__isnull=False)
                    & ~Q(result="")
                ),
                name="measure_tested_has_its_result",
            ),
            models.UniqueConstraint(
                fields=["recommendation", "number"], name="measure_number_once"
            ),
        ]
        indexes = [models.Index(fields=["board", "status", "test_on"], name="measure_by_day")]

    def __str__(self):
        return f"{self.recommendation.reference}/M{self.number}"

    def get_absolute_url(self):
        return reverse("reviews:measure", args=[self.pk])

    @property
    def reference(self):
        return str(self)

    @property
    def listed_wording(self):
        """For lists: a restricted review is read on its own pages alone (needs it joined)."""
        is_restricted = self.recommendation.review.is_restricted
        return WITHHELD_HERE if is_restricted else self.wording

    @property
    def is_planned(self):
        return self.status == self.Status.PLANNED

    @property
    def is_due(self):
        return self.is_planned and self.test_on <= today()

    @property
    def awaits_answer(self):
        return self.status == self.Status.TESTED

    @property
    def helped(self):
        """At least in part."""
        return self.result in (self.Result.HELPED, self.Result.PARTLY)

    @property
    def standing(self):
        """What the test showed; before it, how its day stands."""
        if self.status == self.Status.WITHDRAWN:
            return Standing("Withdrawn")
        if self.result:
            return Standing(self.get_result_display(), self.TONES[self.Result(self.result)])
        late = (today() - self.test_on).days
        if late > 0:
            return Standing(f"Test overdue {days_words(late)}", "late")
        if late == 0:
            return Standing("Test due today", "soon")
        return Standing(f"Test planned for {in_words(self.test_on)}")
