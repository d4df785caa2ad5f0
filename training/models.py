"""What we taught: courses, sessions, attendance by agency, e-learning."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q, Sum
from django.urls import reverse
from django.utils import timezone

from boards.models import DASHBOARD, Role, for_agency, on_board
from kscb import constraints
from kscb.dates import in_words, today, year_bounds, year_label
from kscb.standing import Standing


class CourseQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The programme is for everyone on the board."""
        return self.filter(on_board(user))


class Course(models.Model):
    """Something taught, once or many times, in a room or on a screen."""

    class Kind(models.TextChoices):
        MULTI_AGENCY = "multi_agency", "Multi-agency course"
        WORKSHOP = "workshop", "Workshop on a serious case review"
        E_LEARNING = "e_learning", "E-learning"

    board = models.ForeignKey("boards.Board", models.PROTECT, related_name="courses")
    title = models.CharField(max_length=140)
    kind = models.CharField(max_length=12, choices=Kind.choices)
    aims = models.TextField("what people will learn", blank=True)
    themes = models.ManyToManyField("reviews.Theme", related_name="courses", blank=True)
    is_invented = models.BooleanField("invented, for demonstration", default=False)
    folded = models.CharField(max_length=150, editable=False, db_index=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = CourseQuerySet.as_manager()

    class Meta:
        ordering = ["folded"]
        constraints = [
            constraints.known(
                "kind", "multi_agency", "workshop", "e_learning", name="course_kind_known"
            ),
            models.UniqueConstraint(fields=["board", "title"], name="course_once_per_board"),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("training:course", args=[self.pk])

    @property
    def is_taught_in_sessions(self):
        return self.kind != self.Kind.E_LEARNING


class SessionQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The calendar is for everyone on the board; who came is not (see Attendance)."""
        return self.filter(on_board(user))

    def in_year(self, start):
        return self.filter(held_on__range=year_bounds(start))

    def run(self):
        return self.filter(status=Session.Status.RUN)

    def needing_register(self):
        return self.filter(held_on__lte=today(), status=Session.Status.PLANNED)

    def coming(self):
        return self.filter(held_on__gte=today(), status=Session.Status.PLANNED).order_by("held_on")

    def for_list(self):
        return self.select_related("course", "trainer")


class Session(models.Model):
    """One time that a course is run."""

    class Status(models.TextChoices):
        PLANNED = "planned", "Planned"
        RUN = "run", "Run"
        CANCELLED = "cancelled", "Cancelled"

    MOVES = {
        Status.PLANNED: {Status.RUN, Status.CANCELLED},
        Status.RUN: set(),
        Status.CANCELLED: set(),
    }
    TONES = {Status.PLANNED: "new", Status.RUN: "good", Status.CANCELLED: "none"}

    board = models.ForeignKey("boards.Board", models.PROTECT, related_name="sessions")
    course = models.ForeignKey(Course, models.PROTECT, related_name="sessions")
    held_on = models.DateField("date")
    place = models.CharField(max_length=120, blank=True)
    trainer = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="sessions",
        null=True,
        blank=True,
    )
    is_invented = models.BooleanField("invented, for demonstration", default=False)
    status = models.CharField(
        max_length=10, choices=Status.choices, default=Status.PLANNED, editable=False
    )
    status_since = models.DateTimeField(default=timezone.now, editable=False)

    objects = SessionQuerySet.as_manager()

    class Meta:
        ordering = ["-held_on", "pk"]
        constraints = [
            constraints.known("status", "planned", "run", "cancelled", name="session_status_known")
        ]

    def __str__(self):
        return f"{self.course.title}, {in_words(self.held_on)}"

    def get_absolute_url(self):
        return reverse("training:session", args=[self.pk])

    @property
    def is_planned(self):
        return self.status == self.Status.PLANNED

    @property
    def has_run(self):
        return self.status == self.Status.RUN

    @property
    def needs_register(self):
        """Its day has come and nobody has said who came."""
        return self.is_planned and self.held_on <= today()

    @property
    def standing(self):
        if self.needs_register:
            return Standing("Needs its register", "soon")
        return Standing(self.get_status_display(), self.TONES[self.Status(self.status)])


def sees_attendance(user, *, board, agency="agency"):
    """Totals for staff, the chair and members; an agency sees its own people's."""
    return on_board(user, *DASHBOARD, board=board) | for_agency(
        user, Role.LEAD, board=board, agency=agency
    )


class AttendanceQuerySet(models.QuerySet):
    def visible_to(self, user):
        own_session = Q(session__trainer=user) & on_board(
            user, Role.TRAINER, board="session__board"
        )
        return self.filter(sees_attendance(user, board="session__board") | own_session)

    def in_year(self, start):
        return self.filter(session__held_on__range=year_bounds(start))

    def people(self):
        """How many attended, all agencies together."""
        return self.aggregate(people=Sum("people"))["people"] or 0

    def by_agency(self):
        """Agencies by how many of their people came, most first."""
        named = self.order_by().values(key=F("agency"), name=F("agency__name"))
        return named.annotate(total=Sum("people")).order_by("-total", "name")


class Attendance(models.Model):
    """How many people of one agency came to one session. A count, never names."""

    session = models.ForeignKey(Session, models.PROTECT, related_name="attendances")
    agency = models.ForeignKey("boards.Agency", models.PROTECT, related_name="attendances")
    people = models.PositiveIntegerField("people who came")

    objects = AttendanceQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "attendance"
        ordering = ["session", "agency__folded"]
        constraints = [
            models.UniqueConstraint(fields=["session", "agency"], name="attendance_once")
        ]

    def __str__(self):
        return f"{self.agency}: {self.people}"


class CompletionQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(sees_attendance(user, board="course__board"))

    def in_year(self, start):
        return self.filter(year=start)

    def number(self):
        return self.aggregate(number=Sum("number"))["number"] or 0

    def by_agency(self):
        """Agencies by how many courses their people completed, most first."""
        named = self.order_by().values(key=F("agency"), name=F("agency__name"))
        return named.annotate(total=Sum("number")).order_by("-total", "name")


class Completion(models.Model):
    """How many e-learning courses one agency's people completed in a year."""

    course = models.ForeignKey(Course, models.PROTECT, related_name="completions")
    agency = models.ForeignKey("boards.Agency", models.PROTECT, related_name="completions")
    year = models.PositiveSmallIntegerField(
        "year beginning", help_text="2017 for April 2017 to March 2018."
    )
    number = models.PositiveIntegerField("courses completed")
    is_invented = models.BooleanField("invented, for demonstration", default=False)

    objects = CompletionQuerySet.as_manager()

    class Meta:
        verbose_name = "e-learning completions"
        verbose_name_plural = "e-learning completions"
        ordering = ["-year", "course", "agency__folded"]
        constraints = [
            models.UniqueConstraint(fields=["course", "agency", "year"], name="completion_once")
        ]

    def __str__(self):
        return f"{self.course}, {self.agency}, {self.year_label}"

    @property
    def year_label(self):
        return year_label(self.year)
