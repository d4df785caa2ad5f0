"""How people are asked and reminded: links that answer without signing in, and reminders."""

from functools import reduce
from operator import or_

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.db.models.functions import Coalesce
from django.utils import timezone

from boards.models import OF_AN_AGENCY, WHOLE_BOARD, Membership, Role, Unchangeable, on_board
from kscb import constraints
from reviews.models.action import Action


class UpdateLinkQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Staff and the chair see whom they asked."""
        return self.filter(on_board(user, *WHOLE_BOARD, board="action__board"))

    def live(self):
        """Links that still open: not used, not ended, not past their time; while the action is
        open, and the person still owns it or leads its agency.
        """
        held = Membership.objects.current().filter(
            user=OuterRef("person"),
            board=OuterRef("action__board"),
            agency=OuterRef("action__agency"),
        )
        owns = Q(action__owner=F("person")) & Exists(held.filter(role__in=OF_AN_AGENCY))
        return self.filter(
            owns | Exists(held.filter(role=Role.LEAD)),
            action__status__in=Action.OPEN,
            used_at__isnull=True,
            ended_at__isnull=True,
            expires_at__gt=timezone.now(),
        )

    def for_page(self):
        return self.select_related(
            "person", "action__agency", "action__board", "action__recommendation__review"
        )


class UpdateLink(models.Model):
    """One person's signed link to say, once, how one action goes, without signing in.

    The address holds the signed key; nothing in this row opens it.
    """

    action = models.ForeignKey(Action, models.PROTECT, related_name="update_links")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="update_links"
    )
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="update_links_made",
        null=True,
        blank=True,
    )
    made_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True, editable=False)
    ended_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = UpdateLinkQuerySet.as_manager()

    class Meta:
        ordering = ["-made_at", "-pk"]

    def __str__(self):
        return f"Link for {self.person} to {self.action}"


class ReminderQuerySet(Unchangeable):
    def visible_to(self, user):
        """Staff and the chair see whom their board reminded; everyone sees their own."""
        return self.filter(Q(person=user) | on_board(user, *WHOLE_BOARD))

    def about(self, action):
        """Who was reminded of one action, latest first: asked by those who read its updates."""
        return self.filter(action=action).select_related("person", "notice").defer("notice__text")

    def of_agency(self, agency):
        """About what is the agency's to see to; an impact test is nobody's but the board's."""
        return self.filter(
            Q(action__agency=agency) | Q(evidence__agency=agency) | Q(audit_return__agency=agency)
        )

    def for_list(self):
        """With the agency to sort by, without the texts that a list does not show."""
        return (
            self.select_related(
                "person",
                "action__agency",
                "measure__recommendation",
                "evidence__agency",
                "audit_return__agency",
                "audit_return__audit_round",
                "notice",
            )
            .defer(
                "notice__text",
                "action__wording",
                "action__difference",
                "action__folded",
                "measure__wording",
                "measure__recommendation__wording",
                "audit_return__audit_round__conclusion",
                "audit_return__audit_round__feedback",
            )
            .annotate(
                agency_folded=Coalesce(
                    "action__agency__folded",
                    "evidence__agency__folded",
                    "audit_return__agency__folded",
                )
            )
        )


def about_one(*things: str) -> Q:
    """Exactly one of the fields holds something."""
    each = (Q(**{f"{name}__isnull": name != one for name in things}) for one in things)
    return reduce(or_, each)


class Reminder(models.Model):
    """That one person was reminded of one thing, about one date. Written once.

    The date is that of the thing: when it moves, the person is reminded anew. `notice` is the
    e-mail it went in: one digest holds many.
    """

    class Kind(models.TextChoices):
        DUE_SOON = "due_soon", "Due soon"
        DUE = "due", "Due today"
        OVERDUE = "overdue", "Overdue"
        RETURNED = "returned", "Returned with a question"
        TEST_DUE = "test_due", "Impact test due"
        EXPIRES = "expires", "Evidence expires"
        ESCALATED = "escalated", "Overdue, told to the agency’s board member"
        NOW = "now", "Reminded by board staff"

    board = models.ForeignKey("boards.Board", models.PROTECT, related_name="reminders")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="reminders")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    action = models.ForeignKey(
        Action, models.PROTECT, related_name="reminders", null=True, blank=True
    )
    measure = models.ForeignKey(
        "reviews.Measure", models.PROTECT, related_name="reminders", null=True, blank=True
    )
    evidence = models.ForeignKey(
        "reviews.Evidence", models.PROTECT, related_name="reminders", null=True, blank=True
    )
    audit_return = models.ForeignKey(
        "reviews.AuditReturn", models.PROTECT, related_name="reminders", null=True, blank=True
    )
    about_on = models.DateField("about the date")
    notice = models.ForeignKey(
        "boards.Notice", models.PROTECT, related_name="reminders", null=True, blank=True
    )
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="reminders_asked",
        null=True,
        blank=True,
    )
    at = models.DateTimeField(default=timezone.now)

    objects = ReminderQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-pk"]
        constraints = [
            constraints.known(
                "kind",
                "due_soon",
                "due",
                "overdue",
                "returned",
                "test_due",
                "expires",
                "escalated",
                "now",
                name="reminder_kind_known",
            ),
            models.CheckConstraint(
                condition=about_one("action", "measure", "evidence", "audit_return"),
                name="reminder_is_about_one_thing",
            ),
            models.UniqueConstraint(
                fields=["person", "kind", "action", "about_on"], name="reminder_once_per_action"
            ),
            models.UniqueConstraint(
                fields=["person", "kind", "measure", "about_on"], name="reminder_once_per_measure"
            ),
            models.UniqueConstraint(
                fields=["person", "kind", "evidence", "about_on"],
                name="reminder_once_per_evidence",
            ),
            models.UniqueConstraint(
                fields=["person", "kind", "audit_return", "about_on"],
                name="reminder_once_per_return",
            ),
        ]

    def __str__(self):
        return f"{self.get_kind_display()}: {self.about}"

    def get_absolute_url(self):
        """Where what it is about is shown (needs it joined)."""
        about = self.measure.recommendation if self.measure else self.about
        return about.get_absolute_url()

    @property
    def about(self):
        """The action, measure, item of evidence or return (needs it joined)."""
        return self.action or self.measure or self.evidence or self.audit_return

    @property
    def agency(self):
        """Whose it is to see to (needs it joined); nobody's for an impact test."""
        return getattr(self.about, "agency", None)

    @property
    def kind_words(self):
        """The kind; an escalation may also have gone to the chair."""
        escalated = self.kind == self.Kind.ESCALATED
        return "Long overdue, escalated" if escalated else self.get_kind_display()

    @property
    def result_words(self):
        """What came of its e-mail (needs the notice joined)."""
        return self.notice.get_result_display() if self.notice_id else "No e-mail"
