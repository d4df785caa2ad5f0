"""The life of a review: stages reached, dated events, clocks, holds."""

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from boards.models import Unchangeable, on_board
from kscb import constraints
from kscb.dates import today
from kscb.standing import Standing, days_words
from reviews.models.review import Review, ReviewKind, in_the_know

# As the database holds them: a class body cannot see its neighbours.
EVENTS = (
    "aware",
    "notified",
    "rapid_reviewed",
    "decided",
    "commissioned",
    "completed",
    "publication_planned",
    "published",
    "taken_down",
    "repository",
    "panel_told",
    "panel_agrees",
    "panel_disagrees",
    "panel_national",
    "panel_told_publication",
    "family_invited",
    "family_met",
    "family_declined",
    "family_told",
    "other",
)


class OfAKind(models.QuerySet):
    def visible_to(self, user):
        """As the kind of review that it belongs to."""
        return self.filter(on_board(user, board="kind__board"))


class InTheKnow(Unchangeable):
    def visible_to(self, user):
        """Staff, the chair and named readers, published or not: the work behind a review."""
        return self.filter(in_the_know(user, board="review__board"))


class Stage(models.Model):
    """One stage that reviews of a kind go through, as the board names and orders them."""

    kind = models.ForeignKey(ReviewKind, models.PROTECT, related_name="stages")
    number = models.PositiveSmallIntegerField("order")
    name = models.CharField(max_length=80)
    is_last = models.BooleanField(
        "ends the review",
        default=False,
        help_text="A review cannot reach it while an impact test is still to be done.",
    )
    is_skipped = models.BooleanField("not used by this board", default=False)

    objects = OfAKind.as_manager()

    class Meta:
        ordering = ["kind", "number"]
        constraints = [
            models.UniqueConstraint(fields=["kind", "number"], name="stage_number_once"),
            models.UniqueConstraint(fields=["kind", "name"], name="stage_name_once"),
        ]

    def __str__(self):
        return self.name


class StageReached(models.Model):
    """That a review came to a stage: when, why, and who decided. Written once."""

    review = models.ForeignKey(Review, models.PROTECT, related_name="stages_reached")
    stage = models.ForeignKey(Stage, models.PROTECT, related_name="reached")
    reached_on = models.DateField("reached on", default=today)
    reason = models.TextField(blank=True)
    decided_by = models.CharField("who decided", max_length=120, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="stages_moved")
    at = models.DateTimeField(default=timezone.now)

    objects = InTheKnow.as_manager()

    class Meta:
        ordering = ["-reached_on", "-at", "-pk"]

    def __str__(self):
        return f"{self.review}: {self.stage}"


class ReviewEvent(models.Model):
    """One dated thing that happened around a review, letters and family contact included.

    Written once; where the same event is entered again, the later entry counts.
    """

    class Event(models.TextChoices):
        AWARE = "aware", "The council became aware"
        NOTIFIED = "notified", "Notification sent"
        RAPID_REVIEWED = "rapid_reviewed", "Rapid review sent"
        DECIDED = "decided", "Decision made"
        COMMISSIONED = "commissioned", "Review commissioned"
        COMPLETED = "completed", "Report completed"
        PUBLICATION_PLANNED = "publication_planned", "Publication planned for"
        PUBLISHED = "published", "Published"
        TAKEN_DOWN = "taken_down", "Taken down"
        REPOSITORY = "repository", "Sent to the national repository"
        PANEL_TOLD = "panel_told", "National Panel told of the decision"
        PANEL_AGREES = "panel_agrees", "National Panel replied: agrees"
        PANEL_DISAGREES = "panel_disagrees", "National Panel replied: disagrees"
        PANEL_NATIONAL = "panel_national", "National Panel replied: national review"
        PANEL_TOLD_PUBLICATION = "panel_told_publication", "National Panel told of publication"
        FAMILY_INVITED = "family_invited", "Family invited to take part"
        FAMILY_MET = "family_met", "Family met"
        FAMILY_DECLINED = "family_declined", "Family chose not to take part"
        FAMILY_TOLD = "family_told", "Family told before publication"
        OTHER = "other", "Other letter or contact"

    review = models.ForeignKey(Review, models.PROTECT, related_name="events")
    event = models.CharField(max_length=24, choices=Event.choices)
    on = models.DateField("date")
    words = models.TextField("note", blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="review_events")
    at = models.DateTimeField(default=timezone.now)

    objects = InTheKnow.as_manager()

    class Meta:
        ordering = ["-on", "-at", "-pk"]
        constraints = [constraints.known("event", *EVENTS, name="review_event_known")]

    def __str__(self):
        return f"{self.review}: {self.get_event_display()}"


class ClockRule(models.Model):
    """How long something may take in a kind of review, between which days the rule was in force.

    It runs from one event to another; `is_before` counts back, so that the second must happen
    at least so long before the first.
    """

    class Unit(models.TextChoices):
        WORKING_DAYS = "working_days", "Working days"
        MONTHS = "months", "Months"

    kind = models.ForeignKey(ReviewKind, models.PROTECT, related_name="clock_rules")
    name = models.CharField(max_length=80)
    number = models.PositiveSmallIntegerField("how many")
    unit = models.CharField(max_length=12, choices=Unit.choices)
    starts_with = models.CharField("counted from", max_length=24, choices=ReviewEvent.Event.choices)
    ends_with = models.CharField("met by", max_length=24, choices=ReviewEvent.Event.choices)
    is_before = models.BooleanField("counted back", default=False)
    source = models.CharField(max_length=200, blank=True)
    from_on = models.DateField("in force from", null=True, blank=True)
    to_on = models.DateField("in force to", null=True, blank=True)

    objects = OfAKind.as_manager()

    class Meta:
        ordering = ["kind", "pk"]
        constraints = [
            constraints.known("unit", "working_days", "months", name="clock_rule_unit_known"),
            constraints.known("starts_with", *EVENTS, name="clock_rule_start_known"),
            constraints.known("ends_with", *EVENTS, name="clock_rule_end_known"),
            constraints.in_order("from_on", "to_on", name="clock_rule_ends_after_it_begins"),
        ]

    def __str__(self):
        return self.name


class LatenessReason(models.Model):
    """Why a clock was missed, in the board's words. Written once; the latest counts."""

    review = models.ForeignKey(Review, models.PROTECT, related_name="lateness_reasons")
    rule = models.ForeignKey(ClockRule, models.PROTECT, related_name="reasons")
    reason = models.TextField("reason for lateness")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="lateness_reasons"
    )
    at = models.DateTimeField(default=timezone.now)

    objects = InTheKnow.as_manager()

    class Meta:
        ordering = ["-at", "-pk"]

    def __str__(self):
        return f"{self.review}: {self.rule}"


class HoldQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(in_the_know(user, board="review__board"))

    def standing(self):
        return self.filter(ended_on__isnull=True)


class Hold(models.Model):
    """Why publication waits for another proceeding, and when the board looks at it again."""

    class Proceeding(models.TextChoices):
        CRIMINAL = "criminal", "Criminal proceedings"
        CARE = "care", "Care proceedings"
        INQUEST = "inquest", "Inquest"
        EMPLOYMENT = "employment", "Employment proceedings"
        OTHER = "other", "Other"

    review = models.ForeignKey(Review, models.PROTECT, related_name="holds")
    proceeding = models.CharField(max_length=12, choices=Proceeding.choices)
    reason = models.TextField()
    from_on = models.DateField("held from", default=today)
    review_on = models.DateField("look at again on")
    ended_on = models.DateField("ended on", null=True, blank=True)
    end_reason = models.TextField("why it ended", blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="holds")

    objects = HoldQuerySet.as_manager()

    class Meta:
        ordering = ["-from_on", "-pk"]
        constraints = [
            constraints.known(
                "proceeding",
                "criminal",
                "care",
                "inquest",
                "employment",
                "other",
                name="hold_proceeding_known",
            ),
            constraints.in_order("from_on", "review_on", name="hold_reviewed_after_it_begins"),
            constraints.in_order("from_on", "ended_on", name="hold_ends_after_it_begins"),
        ]

    def __str__(self):
        return f"{self.review}: {self.get_proceeding_display()}"

    @property
    def is_standing(self):
        return self.ended_on is None

    @property
    def standing(self):
        """How the day on which the board looks again stands; derived, never typed."""
        left = (self.review_on - today()).days
        if not self.is_standing:
            return Standing("Ended")
        if left < 0:
            return Standing(f"Look again: {days_words(-left)} late", "late")
        return Standing(f"Look again in {days_words(left)}" if left else "Look again today", "soon")


class Criterion(models.Model):
    """A criterion that the board weighs when it decides whether to review, and its source."""

    kind = models.ForeignKey(ReviewKind, models.PROTECT, related_name="criteria")
    number = models.PositiveSmallIntegerField("order")
    wording = models.CharField(max_length=300)
    source = models.CharField(max_length=200, blank=True)
    from_on = models.DateField("in force from", null=True, blank=True)
    to_on = models.DateField("in force to", null=True, blank=True)

    objects = OfAKind.as_manager()

    class Meta:
        verbose_name_plural = "criteria"
        ordering = ["kind", "number"]
        constraints = [
            models.UniqueConstraint(fields=["kind", "number"], name="criterion_number_once"),
            constraints.in_order("from_on", "to_on", name="criterion_ends_after_it_begins"),
        ]

    def __str__(self):
        return self.wording


class Decision(models.Model):
    """Whether to review, with reasons: a decision not to is a record like any other. Written once.

    `improvements_before` and `recurrent_themes` are the two questions of regulation 11(2)(a) and
    (b) of SI 2018/789; `shown` keeps what the board's own records said when they were answered.
    """

    class Outcome(models.TextChoices):
        REVIEW = "review", "Review"
        OTHER_REVIEW = "other_review", "Another kind of review"
        NOT_TO_REVIEW = "not_to_review", "Not to review"
        NATIONAL = "national", "National review considered"

    class YesNo(models.TextChoices):
        YES = "yes", "Yes"
        NO = "no", "No"
        DONT_KNOW = "dont_know", "Don’t know"

    review = models.ForeignKey(Review, models.PROTECT, related_name="decisions")
    outcome = models.CharField(max_length=14, choices=Outcome.choices)
    decided_on = models.DateField("decided on")
    decided_by = models.CharField("who decided", max_length=120)
    reasons = models.TextField()
    criteria = models.ManyToManyField(
        Criterion, related_name="decisions", blank=True, verbose_name="criteria met"
    )
    improvements_before = models.CharField(
        "were improvements identified before?", max_length=10, choices=YesNo.choices
    )
    improvements_words = models.TextField("what was identified, and what was done", blank=True)
    recurrent_themes = models.CharField(
        "are there recurrent themes?", max_length=10, choices=YesNo.choices
    )
    recurrent_words = models.TextField("which themes, and how they recur", blank=True)
    shown = models.JSONField("what our records said", default=list)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="decisions")
    at = models.DateTimeField(default=timezone.now)

    objects = InTheKnow.as_manager()

    class Meta:
        ordering = ["-decided_on", "-at", "-pk"]
        constraints = [
            constraints.known(
                "outcome",
                "review",
                "other_review",
                "not_to_review",
                "national",
                name="decision_outcome_known",
            ),
            constraints.known(
                "improvements_before", "yes", "no", "dont_know", name="decision_before_known"
            ),
            constraints.known(
                "recurrent_themes", "yes", "no", "dont_know", name="decision_recurrent_known"
            ),
        ]

    def __str__(self):
        return f"{self.review}: {self.get_outcome_display()}"


class LinkedReviewQuerySet(Unchangeable):
    def visible_to(self, user):
        """In the know of the review; and where it names another of ours, a reader of that too."""
        other = Review.objects.filter(pk=OuterRef("other")).visible_to(user)
        named = Q(other__isnull=True) | Exists(other)
        return self.filter(named & in_the_know(user, board="review__board"))


class LinkedReview(models.Model):
    """Another body's review of the same events, or another of ours that belongs beside it."""

    class Kind(models.TextChoices):
        DOMESTIC_HOMICIDE = "domestic_homicide", "Domestic homicide review"
        SAFEGUARDING_ADULTS = "safeguarding_adults", "Safeguarding adults review"
        MAPPA = "mappa", "MAPPA serious case review"
        CHILD_DEATH = "child_death", "Child death review"
        OWN = "own", "Another review of this board"
        OTHER = "other", "Other"

    review = models.ForeignKey(Review, models.PROTECT, related_name="links")
    kind = models.CharField(max_length=20, choices=Kind.choices)
    other = models.ForeignKey(
        Review,
        models.PROTECT,
        related_name="linked_from",
        null=True,
        blank=True,
        verbose_name="the board’s own review",
    )
    held_by = models.CharField("who holds it", max_length=160, blank=True)
    their_reference = models.CharField("their reference", max_length=80, blank=True)
    words = models.TextField("note", blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="reviews_linked")
    at = models.DateTimeField(default=timezone.now)

    objects = LinkedReviewQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-pk"]
        constraints = [
            constraints.known(
                "kind",
                "domestic_homicide",
                "safeguarding_adults",
                "mappa",
                "child_death",
                "own",
                "other",
                name="linked_review_kind_known",
            ),
            models.CheckConstraint(
                condition=(Q(kind="own") & Q(other__isnull=False))
                | (~Q(kind="own") & Q(other__isnull=True)),
                name="linked_review_names_our_own",
            ),
        ]

    def __str__(self):
        return f"{self.review}: {self.get_kind_display()}"
