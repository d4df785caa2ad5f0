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
)
from kscb import constraints
from kscb.dates import today
from kscb.standing import Standing, of_due_date
from reviews.models.review import Review, in_the_know


def in_hand(user):
    """A condition: the action is the user's to do: as lead, as named owner, or as shared."""
    owned = Q(owner=user) & for_agency(user, *OF_AN_AGENCY)
    return for_agency(user, Role.LEAD) | owned | shared_with(user, Action)


class ActionQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Staff and the chair: all. A member: what hangs from no restricted review.

        An agency's lead: its own, restricted or not. A contributor: what they own, and what the
        lead shared with them.
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

    def still_open(self):
        return self.exclude(status=Action.Status.ACCEPTED)

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
        return self.still_open().exclude(status=Action.Status.SUBMITTED).filter(in_hand(user))

    def most_urgent_first(self):
        """Unfinished ones by due date, then those accepted as done."""
        is_done = Case(When(status=Action.Status.ACCEPTED, then=1), default=0)
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
            "reference", "wording", "due_on", "status", "agency__name", "owner__name"
        )

    def for_page(self):
        return self.select_related("agency", "owner", "board", "recommendation__review")


class Action(models.Model):
    """A dated task by one agency and one named person, and what it should change for children."""

    class Status(models.TextChoices):
        AGREED = "agreed", "Agreed"
        IN_PROGRESS = "in_progress", "In progress"
        SUBMITTED = "submitted", "Evidence submitted"
        ACCEPTED = "accepted", "Accepted as done"

    MOVES = {
        Status.AGREED: {Status.IN_PROGRESS, Status.SUBMITTED},
        Status.IN_PROGRESS: {Status.SUBMITTED},
        Status.SUBMITTED: {Status.IN_PROGRESS, Status.ACCEPTED},
        Status.ACCEPTED: set(),
    }

    board = models.ForeignKey("boards.Board", models.PROTECT, related_name="actions")
    recommendation = models.ForeignKey(
        "reviews.Recommendation", models.PROTECT, related_name="actions"
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
    due_on = models.DateField("due date")
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
                "agreed",
                "in_progress",
                "submitted",
                "accepted",
                name="action_status_known",
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
        return self.status != self.Status.ACCEPTED

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
        if self.status == self.Status.SUBMITTED and not self.is_overdue:
            return Standing("Evidence submitted", "new")
        return of_due_date(self.due_on)


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
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="due_dates_changed"
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
