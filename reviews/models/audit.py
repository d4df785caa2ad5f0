from django.conf import settings
from django.db import models
from django.db.models import Count, Exists, OuterRef, Q
from django.urls import reverse
from django.utils import timezone

from boards.models import DASHBOARD, WHOLE_BOARD, Role, for_agency, on_board, shared_with
from kscb import constraints
from kscb.dates import today
from kscb.standing import Standing, of_due_date
from reviews.models.framework import Framework, Grade, Question


class AuditRoundQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Staff, the chair and members; and the agencies that the round asks."""
        asked = AuditReturn.objects.filter(audit_round=OuterRef("pk")).visible_to(user)
        return self.filter(on_board(user, *DASHBOARD) | Exists(asked))

    def for_list(self, user):
        """With how many returns were asked, and how many sent, of those that `user` may see."""
        seen = Q(returns__in=AuditReturn.objects.visible_to(user))
        sent = Q(returns__status__in=(AuditReturn.Status.SUBMITTED, AuditReturn.Status.ACCEPTED))
        return self.select_related("framework").annotate(
            asked=Count("returns", filter=seen), sent=Count("returns", filter=seen & sent)
        )


class AuditRound(models.Model):
    """One time of asking a board's agencies how practice is."""

    class Status(models.TextChoices):
        PLANNED = "planned", "Planned"
        OPEN = "open", "Open"
        CLOSED = "closed", "Closed"

    MOVES = {
        Status.PLANNED: {Status.OPEN},
        Status.OPEN: {Status.CLOSED},
        Status.CLOSED: {Status.OPEN},
    }
    TONES = {Status.PLANNED: "none", Status.OPEN: "new", Status.CLOSED: "good"}

    board = models.ForeignKey("boards.Board", models.PROTECT, related_name="audit_rounds")
    framework = models.ForeignKey(Framework, models.PROTECT, related_name="rounds")
    title = models.CharField(max_length=120)
    reference = models.CharField(
        max_length=40, help_text="Short and unlike any other, such as KSCB/S11-2018."
    )
    themes = models.ManyToManyField("reviews.Theme", related_name="audit_rounds", blank=True)
    opens_on = models.DateField("opens on")
    due_on = models.DateField("returns due")
    conclusion = models.TextField(
        "what the audit found", blank=True, help_text="About practice, never about a case."
    )
    source = models.CharField(max_length=200, blank=True)
    is_invented = models.BooleanField("invented, for demonstration", default=False)
    status = models.CharField(
        max_length=8, choices=Status.choices, default=Status.PLANNED, editable=False
    )
    status_since = models.DateTimeField(default=timezone.now, editable=False)
    folded = models.TextField(editable=False)

    objects = AuditRoundQuerySet.as_manager()

    class Meta:
        ordering = ["-due_on", "-pk"]
        constraints = [
            constraints.known(
                "status", "planned", "open", "closed", name="audit_round_status_known"
            ),
            constraints.in_order("opens_on", "due_on", name="audit_round_due_after_it_opens"),
            models.UniqueConstraint(
                fields=["board", "reference"], name="audit_round_reference_once"
            ),
        ]

    def __str__(self):
        return self.reference

    def get_absolute_url(self):
        return reverse("reviews:audit-round", args=[self.pk])

    @property
    def is_closed(self):
        return self.status == self.Status.CLOSED

    @property
    def standing(self):
        return Standing(self.get_status_display(), self.TONES[self.Status(self.status)])


class AuditReturnQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Staff, the chair and members (grades only, but for their own agency); the agency's lead;
        and the contributors with whom the lead shared it."""
        return self.filter(
            on_board(user, *DASHBOARD) | for_agency(user, Role.LEAD) | shared_with(user, self.model)
        )

    def read_in_full_by(self, user):
        """Returns whose answers and files the person may read, not only the grades."""
        return self.visible_to(user).filter(
            on_board(user, *WHOLE_BOARD)
            | for_agency(user, Role.LEAD, Role.CONTRIBUTOR, Role.MEMBER)
        )

    def owed_by(self, user):
        """What an agency's person must still answer: as lead, or where the lead shared it."""
        theirs = for_agency(user, Role.LEAD) | shared_with(user, self.model)
        return self.owed().filter(theirs)

    def owed(self):
        """Returns that wait for their agency."""
        waiting = self.filter(status__in=AuditReturn.WITH_AGENCY)
        return waiting.exclude(audit_round__status=AuditRound.Status.CLOSED)

    def overdue(self):
        return self.owed().filter(audit_round__due_on__lt=today())

    def waiting_for_board(self):
        return self.filter(status=AuditReturn.Status.SUBMITTED)

    def for_list(self):
        return self.select_related("agency", "audit_round")


class AuditReturn(models.Model):
    """One agency's answers to one round, with a state of its own."""

    class Status(models.TextChoices):
        NOT_STARTED = "not_started", "Not started"
        IN_PROGRESS = "in_progress", "In progress"
        SUBMITTED = "submitted", "Submitted"
        RETURNED = "returned", "Returned for query"
        ACCEPTED = "accepted", "Accepted"

    WITH_AGENCY = (Status.NOT_STARTED, Status.IN_PROGRESS, Status.RETURNED)
    MOVES = {
        Status.NOT_STARTED: {Status.IN_PROGRESS},
        Status.IN_PROGRESS: {Status.SUBMITTED},
        Status.SUBMITTED: {Status.RETURNED, Status.ACCEPTED},
        Status.RETURNED: {Status.SUBMITTED},
        Status.ACCEPTED: set(),
    }

    board = models.ForeignKey("boards.Board", models.PROTECT, related_name="audit_returns")
    audit_round = models.ForeignKey(AuditRound, models.PROTECT, related_name="returns")
    agency = models.ForeignKey("boards.Agency", models.PROTECT, related_name="audit_returns")
    contributors = models.ManyToManyField(
        settings.AUTH_USER_MODEL, related_name="audit_returns_shared", blank=True
    )
    status = models.CharField(
        max_length=12, choices=Status.choices, default=Status.NOT_STARTED, editable=False
    )
    status_since = models.DateTimeField(default=timezone.now, editable=False, db_index=True)
    query = models.TextField("what the board asked when returning it", blank=True, editable=False)

    objects = AuditReturnQuerySet.as_manager()

    class Meta:
        ordering = ["audit_round", "agency__folded"]
        constraints = [
            constraints.known(
                "status",
                "not_started",
                "in_progress",
                "submitted",
                "returned",
                "accepted",
                name="audit_return_status_known",
            ),
            models.UniqueConstraint(
                fields=["audit_round", "agency"], name="audit_return_once_per_agency"
            ),
        ]

    def __str__(self):
        return f"{self.audit_round.reference} {self.agency.name}"

    def get_absolute_url(self):
        return reverse("reviews:audit-return", args=[self.pk])

    @property
    def is_with_agency(self):
        """Waits for the agency, in a round that is not closed (needs the round joined)."""
        return self.status in self.WITH_AGENCY and not self.audit_round.is_closed

    @property
    def is_submitted(self):
        return self.status == self.Status.SUBMITTED

    @property
    def standing(self):
        """Where it stands, with lateness derived from the round's date."""
        if self.status == self.Status.ACCEPTED:
            return Standing("Accepted", "good")
        if self.status == self.Status.SUBMITTED:
            return Standing("Submitted", "new")
        if self.audit_round.is_closed:
            return Standing("Not returned before the audit closed")
        due = of_due_date(self.audit_round.due_on)
        if self.status == self.Status.RETURNED and due.tone != "late":
            return Standing("Returned with a question", "soon")
        return due


class AnswerQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Those who may read the return in full; members of other agencies see grades elsewhere."""
        full = AuditReturn.objects.filter(pk=OuterRef("audit_return")).read_in_full_by(user)
        return self.filter(Exists(full))

    def complete(self):
        """Answers that hold what the kind of their question asks for."""
        kind, has_words = Question.Kind, ~Q(text="")
        return self.filter(
            (Q(question__kind=kind.GRADED, grade__isnull=False) & has_words)
            | (Q(question__kind=kind.NARRATIVE) & has_words)
            | Q(question__kind=kind.NUMBER, number__isnull=False)
            | (Q(question__kind__in=(kind.YES_NO, kind.CHOICE)) & ~Q(choice=""))
        )


class Answer(models.Model):
    """An agency's grade, choice or number, and its words, for one question of its return."""

    audit_return = models.ForeignKey(AuditReturn, models.PROTECT, related_name="answers")
    question = models.ForeignKey(Question, models.PROTECT, related_name="answers")
    grade = models.ForeignKey(Grade, models.PROTECT, related_name="answers", null=True, blank=True)
    choice = models.CharField(max_length=120, blank=True)
    number = models.DecimalField(max_digits=12, decimal_places=2, null=True, blank=True)
    text = models.TextField("how you know", blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = AnswerQuerySet.as_manager()

    class Meta:
        ordering = ["audit_return", "question__number"]
        constraints = [
            models.UniqueConstraint(
                fields=["audit_return", "question"], name="answer_once_per_question"
            )
        ]

    def __str__(self):
        return f"{self.audit_return}, question {self.question.number}"

    @property
    def is_complete(self):
        """Holds what the kind of its question asks for (needs the question joined)."""
        if self.question.is_graded:
            return self.grade_id is not None and bool(self.text.strip())
        if self.question.is_narrative:
            return bool(self.text.strip())
        return bool(self.said)

    @property
    def said(self):
        """What was chosen or counted, in words; empty for a grade, words alone, or nothing yet."""
        if self.question.is_number:
            return "" if self.number is None else self.question.counted(self.number)
        return self.question.named(self.choice)
