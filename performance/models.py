"""Did it work: indicators and what was observed of them."""

from decimal import Decimal

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse

from boards.models import DASHBOARD, on_board
from kscb import constraints
from kscb.dates import in_words
from kscb.figures import number, signed


class AreaQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Areas are public geography: anyone with a role may read the list."""
        return self.filter(Exists(user.memberships.current())) if user.pk else self.none()


class Area(models.Model):
    """A place that figures are about, known by its code from the Office for National Statistics."""

    code = models.CharField("ONS code", max_length=9, unique=True)
    name = models.CharField(max_length=80)

    objects = AreaQuerySet.as_manager()

    class Meta:
        ordering = ["name"]

    def __str__(self):
        return self.name


class IndicatorQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(on_board(user, *DASHBOARD))

    def headlines(self):
        return self.filter(is_headline=True)


class Indicator(models.Model):
    """Something counted year by year, with exactly what it counts."""

    class Unit(models.TextChoices):
        COUNT = "count", "Number"
        PERCENT = "percent", "Per cent"

    class Polarity(models.TextChoices):
        HIGH = "high", "Higher is better"
        LOW = "low", "Lower is better"
        NONE = "none", "No good direction"

    board = models.ForeignKey("boards.Board", models.PROTECT, related_name="indicators")
    key = models.SlugField(max_length=60, help_text="Stable, never used again for anything else.")
    title = models.CharField(max_length=140)
    definition = models.TextField()
    numerator = models.CharField("what is counted", max_length=300)
    denominator = models.CharField(
        "out of what", max_length=300, blank=True, help_text="Empty for a plain number."
    )
    unit = models.CharField(max_length=8, choices=Unit.choices, default=Unit.COUNT)
    polarity = models.CharField(max_length=4, choices=Polarity.choices, default=Polarity.NONE)
    is_headline = models.BooleanField("on the first page", default=False)
    position = models.PositiveSmallIntegerField(default=100)
    themes = models.ManyToManyField("reviews.Theme", related_name="indicators", blank=True)
    folded = models.CharField(max_length=150, editable=False, db_index=True)

    objects = IndicatorQuerySet.as_manager()

    class Meta:
        ordering = ["position", "folded"]
        constraints = [
            constraints.known("unit", "count", "percent", name="indicator_unit_known"),
            constraints.known("polarity", "high", "low", "none", name="indicator_polarity_known"),
            models.UniqueConstraint(fields=["board", "key"], name="indicator_key_once"),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("performance:indicator", args=[self.pk])

    @property
    def sign(self):
        return "%" if self.unit == self.Unit.PERCENT else ""


class ObservationQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(on_board(user, *DASHBOARD))

    def current(self):
        """The last revision of each observation."""
        later = Observation.objects.filter(
            indicator=OuterRef("indicator"),
            area=OuterRef("area"),
            as_at=OuterRef("as_at"),
            source=OuterRef("source"),
            revision__gt=OuterRef("revision"),
        )
        return self.filter(~Exists(later))

    def for_list(self):
        return self.select_related("indicator", "area")


class Observation(models.Model):
    """What one source said of one indicator, for one area and period. Revised by adding a row.

    `value` is None where the source prints a change but no level. `printed` is the figure in the
    source's own form ("over 2,300"), kept beside the number it is read as.
    """

    class Status(models.TextChoices):
        PROVISIONAL = "provisional", "Provisional"
        FINAL = "final", "Final"

    class Qualifier(models.TextChoices):
        EXACT = "", "Exact"
        AROUND = "around", "Around"
        OVER = "over", "Over"

    board = models.ForeignKey("boards.Board", models.PROTECT, related_name="observations")
    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="observations")
    area = models.ForeignKey(Area, models.PROTECT, related_name="observations")
    period = models.CharField(max_length=40, help_text="As people say it: 2017/18, or March 2018.")
    as_at = models.DateField("as at", help_text="The last day of the period.")
    source = models.CharField(max_length=160)
    revision = models.PositiveSmallIntegerField(default=1)
    status = models.CharField(max_length=12, choices=Status.choices)
    value = models.DecimalField(max_digits=14, decimal_places=4, null=True, blank=True)
    numerator = models.DecimalField(max_digits=14, decimal_places=2, null=True, blank=True)
    denominator = models.DecimalField(max_digits=14, decimal_places=2, null=True, blank=True)
    change = models.DecimalField(
        "change printed by the source", max_digits=14, decimal_places=4, null=True, blank=True
    )
    qualifier = models.CharField(
        max_length=8, choices=Qualifier.choices, default=Qualifier.EXACT, blank=True
    )
    printed = models.CharField("as printed", max_length=60, blank=True)
    note = models.CharField(max_length=400, blank=True)

    objects = ObservationQuerySet.as_manager()

    class Meta:
        ordering = ["indicator", "-as_at", "source", "-revision"]
        constraints = [
            constraints.known("status", "provisional", "final", name="observation_status_known"),
            constraints.known(
                "qualifier", "", "around", "over", name="observation_qualifier_known"
            ),
            models.UniqueConstraint(
                fields=["indicator", "area", "as_at", "source", "revision"],
                name="observation_once_per_revision",
            ),
            models.CheckConstraint(
                condition=Q(value__isnull=False) | Q(change__isnull=False),
                name="observation_says_something",
            ),
        ]

    def __str__(self):
        return f"{self.indicator}, {self.period}"

    @property
    def shown(self):
        """ "around 20,500", "8.3%", "+68": as a reader should see it (needs the indicator)."""
        if self.value is None:
            return signed(self.change or 0)
        plain = number(self.value, unit=self.indicator.sign)
        return f"{self.qualifier} {plain}".strip()

    @property
    def day(self):
        return in_words(self.as_at)


def percent(numerator: Decimal, denominator: Decimal) -> Decimal:
    """Numerator out of denominator, to one decimal place."""
    return (100 * numerator / denominator).quantize(Decimal("0.1"))
