from django.core.validators import MinValueValidator, RegexValidator
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse

from boards.models.membership import on_board
from kscb import constraints
from kscb.dates import today

a_colour = RegexValidator(
    r"^#[0-9a-fA-F]{6}$", "Give the colour as # and six digits, like #0f4c5c."
)

a_dfe_number = RegexValidator(
    r"^\d{3}/\d{4}$", "Give the DfE number as three digits, a slash and four, like 886/2001."
)


FEWEST_TOLD = 5  # agencies without which none is told how the others answered


class BoardQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(on_board(user, board="pk"))


class Board(models.Model):
    """A safeguarding children board (since 2019, a partnership)."""

    name = models.CharField(max_length=120, unique=True)
    short_name = models.CharField(
        max_length=12, unique=True, help_text="Begins every reference, such as KSCB."
    )
    place = models.CharField(max_length=60, help_text="As people say it, such as Kent.")
    colour = models.CharField(max_length=7, default="#0f4c5c", validators=[a_colour])
    dark_colour = models.CharField(max_length=7, default="#0a3641", validators=[a_colour])
    tint = models.CharField(max_length=7, default="#e8f1f2", validators=[a_colour])
    worried_phone = models.CharField(
        "phone number for someone worried about a child", max_length=40
    )
    due_soon_days = models.PositiveSmallIntegerField(
        "remind owners this many days before an action is due", default=14
    )
    escalation_days = models.PositiveSmallIntegerField(
        "tell the agency’s board member when an action is this many days overdue", default=30
    )
    fewest_told = models.PositiveSmallIntegerField(
        "tell agencies how others answered an audit only where at least this many others did",
        default=FEWEST_TOLD,
        validators=[MinValueValidator(FEWEST_TOLD)],
        help_text="Never fewer than 5, so that no answer can be told to be any one agency’s.",
    )

    objects = BoardQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(fewest_told__gte=FEWEST_TOLD), name="board_tells_of_a_crowd_only"
            )
        ]

    def __str__(self):
        return self.name

    @property
    def board_id(self):
        """So that one rule reads a board and what belongs to it alike."""
        return self.pk


class BodyQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(on_board(user))


class Body(models.Model):
    """A body that commissions reviews or inspects, under the name it had at the time."""

    board = models.ForeignKey(Board, models.PROTECT, related_name="bodies")
    name = models.CharField(max_length=160)
    from_on = models.DateField("from", null=True, blank=True)
    to_on = models.DateField("to", null=True, blank=True)

    objects = BodyQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "bodies"
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["board", "name"], name="body_once_per_board"),
            constraints.in_order("from_on", "to_on", name="body_ends_after_it_begins"),
        ]

    def __str__(self):
        return self.name


class AgencyQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Agencies that serve, or served, a board on which the person has a role."""
        return self.filter(Exists(Partner.objects.filter(agency=OuterRef("pk")).visible_to(user)))

    def serving(self, board):
        """Agencies that serve this board today."""
        return self.filter(
            Exists(Partner.objects.current().filter(agency=OuterRef("pk"), board=board))
        )

    def schools(self):
        """Schools and colleges: hundreds of them, where the others are a table full."""
        return self.filter(kind=Agency.Kind.EDUCATION)

    def but_schools(self):
        return self.exclude(kind=Agency.Kind.EDUCATION)


class Agency(models.Model):
    """A partner organisation. One agency may serve several boards."""

    class Kind(models.TextChoices):
        COUNCIL = "council", "Council"
        DISTRICT = "district", "District council"
        POLICE = "police", "Police"
        HEALTH = "health", "Health"
        EDUCATION = "education", "School or college"
        JUSTICE = "justice", "Probation and youth justice"
        VOLUNTARY = "voluntary", "Voluntary and community"
        OTHER = "other", "Other"

    name = models.CharField(max_length=120, unique=True)
    folded = models.CharField(max_length=130, editable=False, db_index=True)
    kind = models.CharField(max_length=12, choices=Kind.choices)
    dfe_number = models.CharField(
        "DfE number",
        max_length=8,
        blank=True,
        validators=[a_dfe_number],
        help_text="Of a school or college, such as 886/2001.",
    )
    district = models.CharField(max_length=60, blank=True, help_text="Of a school, such as Swale.")

    objects = AgencyQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "agencies"
        ordering = ["folded"]
        constraints = [
            constraints.known(
                "kind",
                "council",
                "district",
                "police",
                "health",
                "education",
                "justice",
                "voluntary",
                "other",
                name="agency_kind_known",
            ),
            models.UniqueConstraint(
                fields=["dfe_number"], condition=~Q(dfe_number=""), name="agency_dfe_number_once"
            ),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("boards:agency", args=[self.pk])


class PartnerQuerySet(models.QuerySet):
    def current(self):
        now = today()
        return self.filter(Q(to_on__isnull=True) | Q(to_on__gte=now), from_on__lte=now)

    def visible_to(self, user):
        return self.filter(on_board(user))


class Partner(models.Model):
    """An agency's place on a board, from one day to another."""

    board = models.ForeignKey(Board, models.PROTECT, related_name="partners")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="partners")
    from_on = models.DateField("from", default=today)
    to_on = models.DateField("last day", null=True, blank=True)

    objects = PartnerQuerySet.as_manager()

    class Meta:
        ordering = ["board", "agency"]
        constraints = [
            models.UniqueConstraint(
                fields=["board", "agency", "from_on"], name="partner_once_per_start"
            ),
            constraints.in_order("from_on", "to_on", name="partner_ends_after_it_begins"),
        ]

    def __str__(self):
        return f"{self.agency} on {self.board}"
