from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone

from boards.models import Unchangeable, on_board
from kscb import constraints


def counted_as(path="themes"):
    """The key of the theme that a tag counts under: of a merged one, the one it was merged into."""
    return Coalesce(F(f"{path}__merged_into"), F(path))


class ThemeQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The words of the list are shared by everyone on the board; what hangs on them is not."""
        return self.filter(on_board(user))

    def in_use(self):
        return self.filter(retired_on__isnull=True, merged_into__isnull=True)

    def standing(self):
        """Themes that count for themselves: merged ones count under the one they went into."""
        return self.filter(merged_into__isnull=True)

    def counted_under(self, theme):
        """The theme itself and all that were merged into it."""
        return self.filter(Q(pk=theme.pk) | Q(merged_into=theme.pk))


class Theme(models.Model):
    """One word of the board's controlled list of what reviews and audits keep finding.

    `merged_into` always names a theme that is not merged itself: merging moves the whole tail.
    """

    board = models.ForeignKey("boards.Board", models.PROTECT, related_name="themes")
    name = models.CharField(max_length=160)
    folded = models.CharField(max_length=170, editable=False, db_index=True)
    good_looks_like = models.CharField("what good looks like", max_length=300, blank=True)
    source = models.CharField(max_length=200, blank=True)
    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        related_name="children",
        null=True,
        blank=True,
        verbose_name="wider theme",
    )
    merged_into = models.ForeignKey(
        "self", models.PROTECT, related_name="merged", null=True, blank=True, editable=False
    )
    retired_on = models.DateField("no longer used since", null=True, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = ThemeQuerySet.as_manager()

    class Meta:
        ordering = ["folded"]
        constraints = [
            models.UniqueConstraint(fields=["board", "folded"], name="theme_once_per_board"),
            models.CheckConstraint(
                condition=Q(merged_into__isnull=True) | ~Q(merged_into=F("id")),
                name="theme_not_merged_into_itself",
            ),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("reviews:theme", args=[self.pk])

    @property
    def is_merged(self):
        return self.merged_into_id is not None

    @property
    def counts_as_pk(self):
        return self.merged_into_id or self.pk


class SynonymQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(on_board(user))


class Synonym(models.Model):
    """Another word that people use for a theme; whoever looks for it finds the theme."""

    board = models.ForeignKey("boards.Board", models.PROTECT, related_name="synonyms")
    theme = models.ForeignKey(Theme, models.PROTECT, related_name="synonyms")
    name = models.CharField(max_length=160)
    folded = models.CharField(max_length=170, editable=False, db_index=True)

    objects = SynonymQuerySet.as_manager()

    class Meta:
        ordering = ["folded"]
        constraints = [
            models.UniqueConstraint(fields=["board", "folded"], name="synonym_once_per_board")
        ]

    def __str__(self):
        return self.name


class PracticeStandardQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(on_board(user))

    def in_use(self):
        return self.filter(retired_on__isnull=True)


class PracticeStandard(models.Model):
    """What good looks like under a theme, in one sentence that an audit can test."""

    board = models.ForeignKey("boards.Board", models.PROTECT, related_name="practice_standards")
    theme = models.ForeignKey(Theme, models.PROTECT, related_name="standards")
    number = models.PositiveSmallIntegerField(editable=False)
    wording = models.CharField("what good looks like", max_length=300)
    test = models.CharField("how it can be tested", max_length=300, blank=True)
    retired_on = models.DateField("no longer used since", null=True, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = PracticeStandardQuerySet.as_manager()

    class Meta:
        ordering = ["theme", "number"]
        constraints = [
            models.UniqueConstraint(fields=["theme", "number"], name="standard_number_once")
        ]

    def __str__(self):
        return self.wording

    def get_absolute_url(self):
        return reverse("reviews:standard", args=[self.pk])

    @property
    def is_in_use(self):
        return self.retired_on is None


class VerdictQuerySet(Unchangeable):
    def visible_to(self, user):
        """Whoever sees the theme sees what the board says of it."""
        return self.filter(on_board(user))


class Verdict(models.Model):
    """Whether practice on a theme is better, as one person judged it on one day. Written once.

    The latest is the board's verdict; earlier ones stay.
    """

    class Word(models.TextChoices):
        BETTER = "better", "Better"
        SAME = "same", "The same"
        WORSE = "worse", "Worse"
        DONT_KNOW = "dont_know", "Don’t know"

    TONES = {Word.BETTER: "good", Word.SAME: "soon", Word.WORSE: "late", Word.DONT_KNOW: "none"}

    board = models.ForeignKey("boards.Board", models.PROTECT, related_name="verdicts")
    theme = models.ForeignKey(Theme, models.PROTECT, related_name="verdicts")
    word = models.CharField("verdict", max_length=10, choices=Word.choices)
    reasons = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="verdicts")
    at = models.DateTimeField(default=timezone.now)

    objects = VerdictQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-pk"]
        constraints = [
            constraints.known(
                "word", "better", "same", "worse", "dont_know", name="verdict_word_known"
            )
        ]

    def __str__(self):
        return f"{self.get_word_display()}, of {self.theme}"

    @property
    def tone(self):
        return self.TONES[self.Word(self.word)]
