from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import Case, Exists, OuterRef, Q, When
from django.urls import reverse
from django.utils import timezone

from boards.models import (
    OF_AN_AGENCY,
    Membership,
    Role,
    Unchangeable,
    for_agency,
    on_board,
    shared_with,
    sits_on_a_board,
)
from kscb import constraints
from kscb.dates import today
from kscb.standing import Standing, of_due_date
from reviews.models.recommendation import Priority
from reviews.models.review import Review, in_the_know


def in_hand(user):
    """A condition: the action is the user's to do: as lead, as named owner, or as shared.

    One that is only proposed is nobody's to do yet, and its agency does not see it.
    """
    owned = Q(owner=user) & for_agency(user, *OF_AN_AGENCY)
    theirs = for_agency(user, Role.LEAD) | owned | shared_with(user, Action)
    return theirs & ~Q(status=Action.Status.PROPOSED)


class ActionQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Staff and the chair: all. A member: what hangs from no restricted review.

        An agency's lead: its own, restricted or not. A contributor: what they own, and what the
        lead shared with them. The recommendation that gave the action its reference decides; that
        it also serves one of a restricted review is told only to those who read that review.
        """
        of_published = Q(recommendation__review__status=Review.Status.PUBLISHED)
        return self.filter(
            in_the_know(user, review="recommendation__review")
            | (of_published & on_board(user, Role.MEMBER))
            | in_hand(user)
        )

    def of_reviews_read_by(self, user):
        """Whose review the person may read: of others, not even the themes may be told."""
        return self.filter(recommendation__review__in=Review.objects.visible_to(user))

    def proposed(self):
        return self.filter(status=Action.Status.PROPOSED)

    def still_open(self):
        """Agreed, and not yet at its end: what somebody owes."""
        return self.filter(status__in=Action.OPEN)

    def counted(self):
        """What figures count: open, or accepted as done; not proposed, withdrawn or superseded."""
        return self.filter(status__in=(*Action.OPEN, Action.Status.ACCEPTED))

    def weak(self):
        """Those that ask only for training, a procedure or a message."""
        return self.filter(change__in=Action.WEAK)

    def disputed(self):
        return self.filter(status=Action.Status.DISPUTED)

    def overdue(self):
        return self.still_open().filter(due_on__lt=today())

    def due_within(self, days):
        now = today()
        return self.still_open().filter(due_on__range=(now, now + timedelta(days=days)))

    def submitted(self):
        return self.filter(status=Action.Status.SUBMITTED)

    def accepted(self):
        return self.filter(status=Action.Status.ACCEPTED)

    def stuck(self):
        """Waiting over 14 days for the board, or over 30 days late."""
        waiting = Q(status_since__lt=timezone.now() - timedelta(days=14))
        late = Q(due_on__lt=today() - timedelta(days=30))
        return self.still_open().filter((waiting & Q(status=Action.Status.SUBMITTED)) | late)

    def owed_by(self, user):
        """What an agency's person must still do: as lead, or where the lead shared it."""
        return self.filter(in_hand(user), status__in=Action.WITH_AGENCY)

    def most_urgent_first(self):
        """Unfinished ones by due date, then those at their end."""
        is_done = Case(When(status__in=Action.ENDED, then=1), default=0)
        return self.order_by(is_done, "due_on", "in_order")

    def for_hand_over(self):
        """Unfinished actions whose named owner no longer speaks for the owner agency."""
        holds = Membership.objects.current().filter(
            user=OuterRef("owner"),
            board=OuterRef("board"),
            agency=OuterRef("agency"),
            role__in=OF_AN_AGENCY,
        )
        return self.still_open().filter(~Exists(holds))

    def for_list(self):
        """What a row of a list shows, and no more: the database sorts what it carries."""
        return self.select_related("agency", "owner").only(
            "reference",
            "wording",
            "due_on",
            "status",
            "status_since",
            "change",
            "agency__name",
            "owner__name",
        )

    def for_page(self):
        return self.select_related(
            "agency", "owner", "board", "author", "verified_by", "recommendation__review"
        )


class Action(models.Model):
    """A dated task by one agency and one named person, and what it should change for children."""

    class Status(models.TextChoices):
        PROPOSED = "proposed", "Proposed"
        AGREED = "agreed", "Agreed"
        IN_PROGRESS = "in_progress", "In progress"
        SUBMITTED = "submitted", "Evidence submitted"
        DEFERRED = "deferred", "Deferred"
        DISPUTED = "disputed", "Disputed by the agency"
        ACCEPTED = "accepted", "Accepted as done"
        WITHDRAWN = "withdrawn", "Withdrawn"
        SUPERSEDED = "superseded", "Superseded"

    class Change(models.TextChoices):
        """What kind of change is asked for. Safety science holds the first three to be weak."""

        TRAINING = "training", "Training"
        POLICY = "policy", "Policy or procedure"
        COMMUNICATION = "communication", "Communication"
        PROCESS = "process", "Process"
        SYSTEM = "system", "System or tool"
        WORKLOAD = "workload", "Workload or staffing"
        JOINT_WORKING = "joint_working", "Joint working"
        OTHER = "other", "Something else"

    WEAK = (Change.TRAINING, Change.POLICY, Change.COMMUNICATION)
    WITH_AGENCY = (Status.AGREED, Status.IN_PROGRESS, Status.DEFERRED)
    OPEN = (*WITH_AGENCY, Status.SUBMITTED, Status.DISPUTED)
    ENDED = (Status.ACCEPTED, Status.WITHDRAWN, Status.SUPERSEDED)
    MOVES = {
        Status.PROPOSED: {Status.AGREED, Status.WITHDRAWN, Status.SUPERSEDED},
        Status.AGREED: {
            Status.IN_PROGRESS,
            Status.SUBMITTED,
            Status.DEFERRED,
            Status.DISPUTED,
            Status.WITHDRAWN,
            Status.SUPERSEDED,
        },
        Status.IN_PROGRESS: {
            Status.SUBMITTED,
            Status.DEFERRED,
            Status.DISPUTED,
            Status.WITHDRAWN,
            Status.SUPERSEDED,
        },
        Status.SUBMITTED: {Status.IN_PROGRESS, Status.ACCEPTED, Status.SUPERSEDED},
        Status.DEFERRED: {
            Status.IN_PROGRESS,
            Status.SUBMITTED,
            Status.DISPUTED,
            Status.WITHDRAWN,
            Status.SUPERSEDED,
        },
        Status.DISPUTED: {Status.AGREED, Status.WITHDRAWN, Status.SUPERSEDED},
        Status.ACCEPTED: {Status.IN_PROGRESS},
        Status.WITHDRAWN: set(),
        Status.SUPERSEDED: set(),
    }
    BRAG = {"late": "Red", "soon": "Amber", "good": "Green", "new": "Green", "none": "Grey"}

    board = models.ForeignKey("boards.Board", models.PROTECT, related_name="actions")
    recommendation = models.ForeignKey(
        "reviews.Recommendation",
        models.PROTECT,
        related_name="actions",
        help_text="The one that gave it its reference.",
    )
    recommendations = models.ManyToManyField(
        "reviews.Recommendation",
        related_name="served_by",
        verbose_name="recommendations it serves",
        help_text="Always with the one that gave it its reference; others may be of other reviews.",
    )
    number = models.PositiveSmallIntegerField(editable=False)
    reference = models.CharField(max_length=60, editable=False)
    agency = models.ForeignKey(
        "boards.Agency", models.PROTECT, related_name="actions", verbose_name="owner agency"
    )
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="actions_owned",
        verbose_name="named owner",
    )
    contributors = models.ManyToManyField(
        settings.AUTH_USER_MODEL, related_name="actions_shared", blank=True
    )
    wording = models.TextField("what will be done")
    difference = models.TextField("what will be different for children")
    priority = models.CharField(max_length=6, choices=Priority.choices, default=Priority.NORMAL)
    change = models.CharField(
        "kind of change", max_length=14, choices=Change.choices, default=Change.OTHER
    )
    due_on = models.DateField("due date")
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="actions_proposed",
        null=True,
        blank=True,
        editable=False,
    )
    verified_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="actions_verified",
        null=True,
        blank=True,
        editable=False,
    )
    superseded_by = models.ForeignKey(
        "self", models.PROTECT, related_name="supersedes", null=True, blank=True, editable=False
    )
    status = models.CharField(
        max_length=12, choices=Status.choices, default=Status.AGREED, editable=False
    )
    status_since = models.DateTimeField(default=timezone.now, editable=False, db_index=True)
    is_invented = models.BooleanField("invented, for demonstration", default=False)
    folded = models.TextField(editable=False)
    in_order = models.CharField(max_length=90, editable=False, db_index=True)

    objects = ActionQuerySet.as_manager()

    class Meta:
        ordering = ["in_order"]
        constraints = [
            constraints.known(
                "status",
                "proposed",
                "agreed",
                "in_progress",
                "submitted",
                "deferred",
                "disputed",
                "accepted",
                "withdrawn",
                "superseded",
                name="action_status_known",
            ),
            constraints.known("priority", "high", "normal", name="action_priority_known"),
            constraints.known(
                "change",
                "training",
                "policy",
                "communication",
                "process",
                "system",
                "workload",
                "joint_working",
                "other",
                name="action_change_known",
            ),
            models.CheckConstraint(
                condition=Q(status="superseded", superseded_by__isnull=False)
                | (~Q(status="superseded") & Q(superseded_by__isnull=True)),
                name="action_superseded_names_its_successor",
            ),
            models.UniqueConstraint(fields=["recommendation", "number"], name="action_number_once"),
            models.UniqueConstraint(fields=["board", "reference"], name="action_reference_once"),
        ]
        indexes = [
            models.Index(fields=["board", "status", "due_on"], name="action_by_due"),
        ]

    def __str__(self):
        return self.reference

    def get_absolute_url(self):
        return reverse("reviews:action", args=[self.pk])

    @property
    def is_open(self):
        return self.status in self.OPEN

    @property
    def is_proposed(self):
        return self.status == self.Status.PROPOSED

    @property
    def is_with_agency(self):
        return self.status in self.WITH_AGENCY

    @property
    def is_accepted(self):
        return self.status == self.Status.ACCEPTED

    @property
    def is_disputed(self):
        return self.status == self.Status.DISPUTED

    @property
    def is_weak(self):
        """Asks only for training, words or a procedure."""
        return self.change in self.WEAK

    @property
    def needs_verifying(self):
        """Who proposed it also owns it, so a second person must see that it was done."""
        return self.author_id == self.owner_id and self.verified_by_id is None

    @property
    def days_in_status(self):
        return (today() - timezone.localdate(self.status_since)).days

    @property
    def brag(self):
        """The colour by its name, derived: blue is done, green on track, amber near or contested,
        red overdue, grey not counted."""
        if self.is_accepted:
            return "Blue"
        return self.BRAG[self.standing.tone] if self.is_open else "Grey"

    @property
    def brag_words(self):
        """ "Red: Overdue 12 days" """
        return f"{self.brag}: {self.standing.word}"

    @property
    def is_overdue(self):
        return self.is_open and self.due_on < today()

    @property
    def awaits_board(self):
        return self.status == self.Status.SUBMITTED

    @property
    def standing(self):
        """Derived from the dates and the steps taken; never typed."""
        if self.status == self.Status.ACCEPTED:
            return Standing("Accepted as done", "good")
        if not self.is_open:
            return Standing(self.get_status_display())
        if self.is_overdue:
            return of_due_date(self.due_on)
        if self.status == self.Status.SUBMITTED:
            return Standing("Evidence submitted", "new")
        if self.status in (self.Status.DISPUTED, self.Status.DEFERRED):
            return Standing(self.get_status_display(), "soon")
        return of_due_date(self.due_on)


class AcceptanceQuerySet(models.QuerySet):
    def visible_to(self, user):
        """As the action itself."""
        return self.filter(Exists(Action.objects.filter(pk=OuterRef("action")).visible_to(user)))


class Acceptance(models.Model):
    """From when, and until when, an action stood as done. Reopening ends it; it is never removed.

    Recurrence asks whether a finding fell inside one (reviews/figures/recurrence.py).
    """

    action = models.ForeignKey(Action, models.PROTECT, related_name="acceptances")
    accepted_on = models.DateField("accepted as done on")
    reopened_on = models.DateField("reopened on", null=True, blank=True)

    objects = AcceptanceQuerySet.as_manager()

    class Meta:
        ordering = ["-accepted_on", "-pk"]
        constraints = [
            constraints.in_order(
                "accepted_on", "reopened_on", name="acceptance_ends_after_it_begins"
            ),
            models.UniqueConstraint(
                fields=["action"],
                condition=Q(reopened_on__isnull=True),
                name="acceptance_stands_once",
            ),
        ]

    def __str__(self):
        return f"{self.action}: done from {self.accepted_on}"


class DueDateChangeQuerySet(models.QuerySet):
    def visible_to(self, user):
        """As the action itself."""
        return self.filter(Exists(Action.objects.filter(pk=OuterRef("action")).visible_to(user)))


class DueDateChange(models.Model):
    """A due date that moved: what it was, what it became, and why. Written once."""

    action = models.ForeignKey(Action, models.PROTECT, related_name="due_date_changes")
    was_on = models.DateField("was due")
    now_on = models.DateField("now due")
    reason = models.TextField()
    is_deferral = models.BooleanField("deferred", default=False)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="due_dates_changed",
        verbose_name="approved by",
    )
    at = models.DateTimeField(default=timezone.now)

    objects = DueDateChangeQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-pk"]

    def __str__(self):
        return f"{self.action}: {self.was_on} to {self.now_on}"


class ActionUpdateQuerySet(Unchangeable):
    def visible_to(self, user):
        """Staff, the chair, named readers and the agency itself.

        A board member of another agency sees the action and where it stands, not its updates.
        """
        seen = Action.objects.filter(pk=OuterRef("action")).visible_to(user)
        if not sits_on_a_board(user):  # who else sees an action is one of those
            return self.filter(Exists(seen))
        inside = in_the_know(user, review="recommendation__review") | for_agency(
            user, Role.LEAD, Role.CONTRIBUTOR, Role.MEMBER
        )
        return self.filter(Exists(seen.filter(inside)))


class ActionUpdate(models.Model):
    """What an agency, or the board's staff, say of an action's progress. Written once."""

    action = models.ForeignKey(Action, models.PROTECT, related_name="updates")
    text = models.TextField("what has been done")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="action_updates")
    at = models.DateTimeField(default=timezone.now)

    objects = ActionUpdateQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-pk"]

    def __str__(self):
        return f"Update on {self.action}"
