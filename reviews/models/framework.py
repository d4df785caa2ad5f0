"""Frameworks: what audits ask, in numbered versions. A published version never changes."""

from decimal import Decimal

from django.db import models
from django.db.models import Count, Exists, OuterRef, Q
from django.urls import reverse
from django.utils import timezone

from boards.models import WHOLE_BOARD, on_board
from kscb import constraints
from kscb.standing import Standing


def read_by(user, *, of: str = "") -> Q:
    """A condition: of the library, or of a board of theirs and published; drafts are for staff
    and the chair. `of` is the path from the row to its framework."""
    board, published = f"{of}board", f"{of}valid_from__isnull"
    of_library = Q(**{f"{board}__isnull": True}) & Exists(user.memberships.current())
    of_their_board = on_board(user, board=board) & Q(**{published: False})
    return of_library | of_their_board | on_board(user, *WHOLE_BOARD, board=board)


class FrameworkQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The library stands above boards; a board's own are for those on it."""
        return self.filter(read_by(user)) if user.pk else self.none()

    def of(self, board):
        """What the board may look through: its own, and the library's."""
        return self.filter(Q(board=board) | Q(board__isnull=True))

    def askable_on(self, board):
        """Published; where the board has published its own version, it stands for the library's."""
        published = self.filter(status=Framework.Status.PUBLISHED)
        own = Framework.objects.filter(
            board=board, key=OuterRef("key"), status=Framework.Status.PUBLISHED
        )
        return published.of(board).exclude(Q(board__isnull=True) & Exists(own))

    def for_list(self):
        asked = Count("questions", filter=Q(questions__valid_to__isnull=True))
        return self.select_related("board").annotate(asked=asked)


class Framework(models.Model):
    """One version of a set of questions that audits ask, with the grades that may answer them."""

    class Status(models.TextChoices):
        DRAFT = "draft", "Draft"
        PUBLISHED = "published", "Published"
        RETIRED = "retired", "Retired"

    MOVES = {
        Status.DRAFT: {Status.PUBLISHED, Status.RETIRED},
        Status.PUBLISHED: {Status.RETIRED},
        Status.RETIRED: set(),
    }
    TONES = {Status.DRAFT: "new", Status.PUBLISHED: "good", Status.RETIRED: "none"}

    board = models.ForeignKey(
        "boards.Board", models.PROTECT, related_name="frameworks", null=True, blank=True
    )
    key = models.SlugField(
        max_length=60, help_text="The same in every version, such as section-11."
    )
    edition = models.PositiveSmallIntegerField("version of the questions", default=1)
    name = models.CharField(max_length=120)
    introduction = models.TextField(blank=True)
    source = models.CharField(max_length=200, blank=True)
    is_per_case = models.BooleanField(
        "asked of each case",
        default=False,
        help_text="Every agency answers once for each case of a round, called Case 1, Case 2…",
    )
    valid_from = models.DateField("asked from", null=True, blank=True, editable=False)
    valid_to = models.DateField("asked until", null=True, blank=True, editable=False)
    status = models.CharField(
        max_length=9, choices=Status.choices, default=Status.DRAFT, editable=False
    )
    status_since = models.DateTimeField(default=timezone.now, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)
    folded = models.TextField(editable=False)

    objects = FrameworkQuerySet.as_manager()

    class Meta:
        ordering = ["name", "-edition"]
        constraints = [
            constraints.known(
                "status", "draft", "published", "retired", name="framework_status_known"
            ),
            constraints.in_order(
                "valid_from", "valid_to", name="framework_not_ended_before_it_began"
            ),
            models.UniqueConstraint(
                fields=["board", "key", "edition"], name="framework_edition_once_on_a_board"
            ),
            models.UniqueConstraint(
                fields=["key", "edition"],
                condition=models.Q(board__isnull=True),
                name="framework_edition_once_in_the_library",
            ),
            # Two drafts of one framework would both become the next version.
            models.UniqueConstraint(
                fields=["board", "key"],
                condition=models.Q(status="draft"),
                name="framework_one_draft_at_a_time",
            ),
            models.CheckConstraint(
                condition=models.Q(status="draft", valid_from__isnull=True)
                | models.Q(status="published", valid_from__isnull=False, valid_to__isnull=True)
                | models.Q(status="retired"),
                name="framework_published_from_a_day",
            ),
        ]

    def __str__(self):
        return self.name if self.edition == 1 else f"{self.name}, version {self.edition}"

    def get_absolute_url(self):
        return reverse("reviews:framework", args=[self.pk])

    @property
    def is_draft(self):
        return self.status == self.Status.DRAFT

    @property
    def is_published(self):
        return self.status == self.Status.PUBLISHED

    @property
    def kept_by(self):
        """Whose it is (needs the board joined)."""
        return self.board.short_name if self.board else "Library"

    @property
    def standing(self):
        return Standing(self.get_status_display(), self.TONES[self.Status(self.status)])


class PartQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Whoever sees the framework sees what it asks."""
        return self.filter(read_by(user, of="framework__")) if user.pk else self.none()


class Grade(models.Model):
    """One grade of a scale, as a framework has it. Scales are never compared with one another.

    Two grades stand on one scale only where the scale's key is the same.
    """

    framework = models.ForeignKey(Framework, models.PROTECT, related_name="grades")
    scale = models.SlugField(max_length=60)
    value = models.SmallIntegerField()
    label = models.CharField(max_length=60)

    objects = PartQuerySet.as_manager()

    class Meta:
        ordering = ["framework", "scale", "value"]
        constraints = [
            models.UniqueConstraint(
                fields=["framework", "scale", "value"], name="grade_value_once_on_a_scale"
            )
        ]

    def __str__(self):
        return f"{self.value} {self.label}"


class Section(models.Model):
    """A part of a framework: questions that belong together."""

    framework = models.ForeignKey(Framework, models.PROTECT, related_name="sections")
    number = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=160)
    introduction = models.TextField(blank=True)
    retired_on = models.DateField(null=True, blank=True, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = PartQuerySet.as_manager()

    class Meta:
        ordering = ["framework", "number"]
        constraints = [
            models.UniqueConstraint(fields=["framework", "number"], name="section_number_once")
        ]

    def __str__(self):
        return self.title


class QuestionQuerySet(PartQuerySet):
    def askable_on(self, board):
        """What an audit of the board may ask today, each with its framework."""
        rows = self.filter(framework__in=Framework.objects.askable_on(board), valid_to__isnull=True)
        return rows.select_related("framework").order_by(
            "framework__name", "framework", "section__number", "number"
        )

    def asked_in(self, framework_id):
        """What a return must answer, in order: retired questions are not asked."""
        rows = self.filter(framework=framework_id, valid_to__isnull=True)
        return rows.select_related("section").order_by("number")


class Question(models.Model):
    """One question of a framework, with what good evidence for it looks like.

    Its key is the same in every version, so that its answers can be followed over rounds; its
    shared key is the same as that of the same question in another framework.
    """

    class Kind(models.TextChoices):
        GRADED = "graded", "Graded on a scale"
        YES_NO = "yes_no", "Yes, partly, no or not applicable"
        NARRATIVE = "narrative", "In words"
        NUMBER = "number", "A number"
        CHOICE = "choice", "One of a list"

    YES_NO_ANSWERS = {
        "yes": "Yes",
        "partly": "Partly",
        "no": "No",
        "not_applicable": "Not applicable",
    }

    framework = models.ForeignKey(Framework, models.PROTECT, related_name="questions")
    section = models.ForeignKey(Section, models.PROTECT, related_name="questions")
    number = models.PositiveSmallIntegerField()
    key = models.SlugField(max_length=60)
    shared_key = models.SlugField(max_length=60, blank=True)
    kind = models.CharField(
        "how it is answered", max_length=9, choices=Kind.choices, default=Kind.GRADED
    )
    scale = models.SlugField(max_length=60, blank=True)
    options = models.TextField("what can be chosen", blank=True)
    unit = models.CharField("what is counted", max_length=40, blank=True)
    wording = models.TextField("question")
    is_optional = models.BooleanField("may be left unanswered", default=False)
    guidance = models.TextField(blank=True)
    good_evidence = models.TextField("what good evidence looks like", blank=True)
    standards = models.ManyToManyField(
        "reviews.PracticeStandard",
        related_name="questions",
        blank=True,
        verbose_name="practice standards",
    )
    valid_from = models.DateField("asked from", null=True, blank=True, editable=False)
    valid_to = models.DateField("asked until", null=True, blank=True, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = QuestionQuerySet.as_manager()

    class Meta:
        ordering = ["framework", "number"]
        constraints = [
            constraints.known(
                "kind",
                "graded",
                "yes_no",
                "narrative",
                "number",
                "choice",
                name="question_kind_known",
            ),
            models.UniqueConstraint(fields=["framework", "number"], name="question_number_once"),
            models.UniqueConstraint(fields=["framework", "key"], name="question_key_once"),
            models.CheckConstraint(
                condition=(models.Q(kind="graded") & ~models.Q(scale=""))
                | (~models.Q(kind="graded") & models.Q(scale="")),
                name="question_has_a_scale_if_graded",
            ),
        ]

    def __str__(self):
        return f"{self.number}. {self.wording}"

    @property
    def is_graded(self):
        return self.kind == self.Kind.GRADED

    @property
    def is_narrative(self):
        return self.kind == self.Kind.NARRATIVE

    @property
    def is_number(self):
        return self.kind == self.Kind.NUMBER

    @property
    def choices(self) -> dict[str, str]:
        """What may be chosen, by what is kept. A published list never changes, so its own words
        are kept."""
        if self.kind == self.Kind.YES_NO:
            return self.YES_NO_ANSWERS
        if self.kind == self.Kind.CHOICE:
            lines = (line.strip() for line in self.options.splitlines())
            return {line: line for line in lines if line}
        return {}

    def named(self, choice: str) -> str:
        return self.choices.get(choice, choice)

    def counted(self, number: Decimal) -> str:
        """The number as it was typed, with what it counts."""
        whole = number == number.to_integral_value()
        return f"{number:,.0f} {self.unit}".strip() if whole else f"{number:,} {self.unit}".strip()
