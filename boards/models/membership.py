from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from kscb import constraints
from kscb.dates import today


class Role(models.TextChoices):
    STAFF = "staff", "Board staff"
    CHAIR = "chair", "Independent chair"
    MEMBER = "member", "Board member"
    READER = "reader", "Named reader"
    LEAD = "lead", "Agency lead"
    CONTRIBUTOR = "contributor", "Agency contributor"
    TRAINER = "trainer", "Trainer"


# Who sees everything of a board; who sees its figures; who must say which agency they speak for.
WHOLE_BOARD = (Role.STAFF, Role.CHAIR)
DASHBOARD = (Role.STAFF, Role.CHAIR, Role.MEMBER)
OF_AN_AGENCY = (Role.LEAD, Role.CONTRIBUTOR)


class MembershipQuerySet(models.QuerySet):
    def current(self):
        """Memberships held today by people who may sign in. "To" is the last day."""
        now = today()
        return self.filter(
            Q(to_on__isnull=True) | Q(to_on__gte=now),
            from_on__lte=now,
            ended_at__isnull=True,
            user__is_active=True,
        )

    def visible_to(self, user):
        """Staff and the chair see their board's; everyone sees their own."""
        return self.filter(Q(user=user) | on_board(user, *WHOLE_BOARD))

    def for_list(self):
        return self.select_related("user", "board", "agency")


class Membership(models.Model):
    """A person's role on a board, for an agency where the role is one's agency's, for a time."""

    board = models.ForeignKey("boards.Board", models.PROTECT, related_name="memberships")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="memberships",
        verbose_name="person",
    )
    role = models.CharField(max_length=12, choices=Role.choices)
    agency = models.ForeignKey(
        "boards.Agency", models.PROTECT, related_name="memberships", null=True, blank=True
    )
    title = models.CharField("job title", max_length=120, blank=True)
    from_on = models.DateField("from", default=today)
    to_on = models.DateField("last day", null=True, blank=True)
    ended_at = models.DateTimeField("ended at once", null=True, blank=True, editable=False)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        ordering = ["board", "role", "pk"]
        constraints = [
            constraints.known(
                "role",
                "staff",
                "chair",
                "member",
                "reader",
                "lead",
                "contributor",
                "trainer",
                name="membership_role_known",
            ),
            constraints.in_order("from_on", "to_on", name="membership_ends_after_it_begins"),
            models.CheckConstraint(
                condition=~Q(role__in=OF_AN_AGENCY) | Q(agency__isnull=False),
                name="membership_agency_role_names_its_agency",
            ),
        ]

    def __str__(self):
        return self.described

    @property
    def described(self):
        """ "Agency lead · Kent Police", as the page header says it (needs the agency joined)."""
        words = self.title or self.get_role_display()
        return f"{words} · {self.agency}" if self.agency_id else words

    @property
    def is_current(self):
        now = today()
        return (
            self.ended_at is None
            and self.from_on <= now
            and (self.to_on is None or self.to_on >= now)
        )

    @property
    def last_day(self):
        return timezone.localdate(self.ended_at) if self.ended_at else self.to_on


def on_board(user, *roles, board="board"):
    """A condition: `user` now holds one of `roles` (any, if none named) on the row's board.

    The person's few memberships are read once a request, so the condition names their boards
    outright: measured, subqueries here took more time to build than most pages took to answer.
    """
    held = {m.board_id for m in user.current_memberships if not roles or m.role in roles}
    return Q(**{f"{board}__in": sorted(held)})


def for_agency(user, *roles, board="board", agency="agency"):
    """A condition: `user` now holds one of `roles` for the row's agency, on the row's board."""
    held = [m for m in user.current_memberships if m.role in roles and m.agency_id]
    condition = Q(pk__in=[])
    for m in held:
        condition |= Q(**{board: m.board_id, agency: m.agency_id})
    return condition


def sees_whole_boards(user):
    """Whether each role the person holds shows all of its board: finer rules add nothing."""
    held = user.current_memberships
    return bool(held) and all(m.role in WHOLE_BOARD for m in held)


def sits_on_a_board(user):
    """Whether the person is a member of any board: else the rules for members add nothing."""
    return any(m.role == Role.MEMBER for m in user.current_memberships)


def shared_with(user, model):
    """A condition: the row's agency lead gave it to `user`, who now contributes for that agency."""
    if not any(m.role == Role.CONTRIBUTOR for m in user.current_memberships):
        return Q(pk__in=[])
    shared = model.objects.filter(for_agency(user, Role.CONTRIBUTOR), contributors=user)
    return Q(pk__in=shared.values("pk"))
