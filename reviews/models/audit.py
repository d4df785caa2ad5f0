from django.conf import settings
from django.db import models
from django.db.models import Count, Exists, F, OuterRef, Q
from django.urls import reverse
from django.utils import timezone

from boards.models import (
    DASHBOARD,
    WHOLE_BOARD,
    Invitation,
    Membership,
    Role,
    for_agency,
    on_board,
    shared_with,
    sits_on_a_board,
)
from kscb import constraints
from kscb.dates import in_words, today
from kscb.standing import Standing, of_due_date
from reviews.models.framework import Framework, Grade, Question
from reviews.models.review import told_to


class AuditRoundQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Who may read what it found, and the agencies that it asks. (Nobody sees a return by
        this.)"""
        asked = AuditReturn.objects.filter(audit_round=OuterRef("pk")).visible_to(user)
        return self.filter(told_to(user, audit_round="pk") | Exists(asked))

    def with_results_for(self, user):
        """Staff, the chair and members, and who sees a return of the round; everyone else is told
        by its report alone."""
        asked = AuditReturn.objects.filter(audit_round=OuterRef("pk")).visible_to(user)
        return self.filter(on_board(user, *DASHBOARD) | Exists(asked))

    def for_list(self, user):
        """With how many returns were asked, and how many sent, of those that `user` may see."""
        seen = Q(returns__in=AuditReturn.objects.visible_to(user))
        sent = Q(returns__status__in=AuditReturn.SENT)
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
        # For good: what agencies are then told of one another must not move with one more return.
        Status.CLOSED: set(),
    }
    TONES = {Status.PLANNED: "none", Status.OPEN: "new", Status.CLOSED: "good"}

    board = models.ForeignKey("boards.Board", models.PROTECT, related_name="audit_rounds")
    framework = models.ForeignKey(Framework, models.PROTECT, related_name="rounds")
    title = models.CharField(max_length=120)
    reference = models.CharField(
        max_length=40, help_text="Short and unlike any other, such as KSCB/S11-2018."
    )
    themes = models.ManyToManyField("reviews.Theme", related_name="audit_rounds", blank=True)
    previous = models.ForeignKey(
        "self",
        models.PROTECT,
        related_name="later",
        null=True,
        blank=True,
        verbose_name="the audit that it repeats",
    )
    opens_on = models.DateField("opens on")
    due_on = models.DateField("returns due")
    reaudit_on = models.DateField("to be audited again on", null=True, blank=True)
    cases = models.PositiveSmallIntegerField(
        "cases read",
        default=0,
        help_text="Where every agency answers for each case: how many cases there are.",
    )
    panel = models.ManyToManyField(
        settings.AUTH_USER_MODEL,
        related_name="panels",
        blank=True,
        verbose_name="moderation panel",
    )
    # Who was looked at and asked, as counts and words: never as people.
    sampled_from = models.PositiveIntegerField("cases sampled from", null=True, blank=True)
    sampled = models.PositiveIntegerField("cases in the sample", null=True, blank=True)
    sampling = models.TextField("how the cases were chosen", blank=True)
    practitioners_heard = models.PositiveIntegerField("practitioners heard", null=True, blank=True)
    families_heard = models.PositiveIntegerField(
        "children and families heard", null=True, blank=True
    )
    feedback = models.TextField("what they said", blank=True)
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
    version = models.PositiveIntegerField(default=1, editable=False)

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


def not_joined() -> Q:
    """A condition on returns: nobody leads the agency on the board, and an invitation waits."""
    place = {"board": OuterRef("board"), "agency": OuterRef("agency"), "role": Role.LEAD}
    leads = Membership.objects.current().filter(**place)
    return ~Exists(leads) & Exists(Invitation.objects.waiting().filter(**place))


FOR_AN_AGENCY = (Role.LEAD, Role.CONTRIBUTOR, Role.MEMBER)


def waits_with_own_agency(user):
    """A condition: the person's own agency has still to answer for the case of the return, or
    said that it was not involved and may yet be asked again."""
    may_be_asked = Q(is_without_involvement=True) & ~Q(audit_round__status=AuditRound.Status.CLOSED)
    own = AuditReturn.objects.filter(
        Q(status__in=AuditReturn.WITH_AGENCY) | may_be_asked,
        for_agency(user, *FOR_AN_AGENCY),
        audit_round=OuterRef("audit_round"),
        case_number=OuterRef("case_number"),
        case_number__gt=0,
    )
    return Exists(own)


def read_for_panel(user):
    """A condition: sent, of a round on whose panel the person sits; of an agency that they belong
    to on no board; of a case, only once their own agency has answered for it."""
    sits = AuditRound.panel.through.objects.filter(auditround=OuterRef("audit_round"), user=user.pk)
    own = Membership.objects.current().filter(user=user.pk, agency=OuterRef("agency"))
    sent = Q(status__in=AuditReturn.SENT)
    return sent & Exists(sits) & ~Exists(own) & ~waits_with_own_agency(user)


class AuditReturnQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Staff, the chair and members (grades only, but for their own agency); the agency's lead;
        and the contributors with whom the lead shared it."""
        return self.filter(
            on_board(user, *DASHBOARD) | for_agency(user, Role.LEAD) | shared_with(user, self.model)
        )

    def between_agency_and_board(self, user):
        """Returns of the person's agency; all of a board for its staff and chair. Only they see how
        a return is filled in."""
        return self.visible_to(user).filter(
            on_board(user, *WHOLE_BOARD) | for_agency(user, *FOR_AN_AGENCY)
        )

    def read_in_full_by(self, user):
        """Returns whose answers and files the person may read, not only the grades: also those of
        a round on whose panel they sit, once sent. (Only members sit on one: for others the
        condition would be worked out in vain.)"""
        own = on_board(user, *WHOLE_BOARD) | for_agency(user, *FOR_AN_AGENCY)
        if sits_on_a_board(user):
            own |= read_for_panel(user)
        return self.visible_to(user).filter(own)

    def grades_seen_by(self, user):
        """Returns whose grades the person may see: in a case audit another agency's only once
        their own agency has sent its own on that case. Staff and the chair see them always."""
        return self.visible_to(user).filter(
            on_board(user, *WHOLE_BOARD)
            | for_agency(user, *FOR_AN_AGENCY)
            | ~waits_with_own_agency(user)
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
        return self.owed().filter(due_on__lt=today())

    def waiting_for_board(self):
        return self.filter(status__in=AuditReturn.WITH_BOARD)

    def half_moderated(self):
        """The panel has graded answers, and has not finished."""
        graded = Answer.objects.filter(audit_return=OuterRef("pk"), moderation__isnull=False)
        return self.filter(Exists(graded), status__in=AuditReturn.TO_MODERATE)

    def agreed(self):
        return self.filter(status=AuditReturn.Status.AGREED)

    def begun(self):
        """Being answered, for the first time or again."""
        return self.filter(status__in=AuditReturn.BEGUN)

    def sent(self):
        """With the board, or agreed."""
        return self.filter(status__in=AuditReturn.SENT)

    def extended(self):
        """Due later than their round asked."""
        return self.filter(due_on__gt=F("audit_round__due_on"))

    def not_joined(self):
        """Of agencies without a lead on the board, who were invited and have not come."""
        return self.filter(not_joined())

    def for_list(self):
        return self.select_related("agency", "audit_round")


class AuditReturn(models.Model):
    """One agency's answers to one round, or to one case of it, with a state of its own."""

    class Status(models.TextChoices):
        NOT_STARTED = "not_started", "Not started"
        IN_PROGRESS = "in_progress", "In progress"
        SUBMITTED = "submitted", "Submitted"
        RETURNED = "returned", "Returned for query"
        RESUBMITTED = "resubmitted", "Resubmitted"
        MODERATED = "moderated", "Moderated"
        AGREED = "agreed", "Agreed"

    WITH_AGENCY = (Status.NOT_STARTED, Status.IN_PROGRESS, Status.RETURNED)
    TO_MODERATE = (Status.SUBMITTED, Status.RESUBMITTED)
    WITH_BOARD = (*TO_MODERATE, Status.MODERATED)
    SENT = (*WITH_BOARD, Status.AGREED)
    ONCE_SENT = (*SENT, Status.RETURNED)  # with the board now, or before it came back
    BEGUN = (Status.IN_PROGRESS, Status.RETURNED)
    MODERATION_DONE = (Status.MODERATED, Status.AGREED)
    MOVES = {
        # Straight from the start where the agency was not involved: there is nothing to answer.
        Status.NOT_STARTED: {Status.IN_PROGRESS, Status.SUBMITTED},
        Status.IN_PROGRESS: {Status.SUBMITTED},
        Status.SUBMITTED: {Status.RETURNED, Status.MODERATED, Status.AGREED},
        Status.RETURNED: {Status.RESUBMITTED},
        Status.RESUBMITTED: {Status.RETURNED, Status.MODERATED, Status.AGREED},
        Status.MODERATED: {Status.RETURNED, Status.AGREED},
        Status.AGREED: {Status.RETURNED},
    }

    board = models.ForeignKey("boards.Board", models.PROTECT, related_name="audit_returns")
    audit_round = models.ForeignKey(AuditRound, models.PROTECT, related_name="returns")
    agency = models.ForeignKey("boards.Agency", models.PROTECT, related_name="audit_returns")
    case_number = models.PositiveSmallIntegerField(
        "case", default=0, editable=False, help_text="0 where it is about the agency as a whole."
    )
    due_on = models.DateField("due")
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="audit_returns_written",
        null=True,
        blank=True,
        verbose_name="who the board asks about it",
    )
    substitute = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="audit_returns_stood_in",
        null=True,
        blank=True,
        verbose_name="who stands in",
    )
    is_without_involvement = models.BooleanField("no involvement", default=False, editable=False)
    involvement = models.TextField("why there is nothing to answer", blank=True, editable=False)
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
        ordering = ["audit_round", "agency__folded", "case_number"]
        constraints = [
            constraints.known(
                "status",
                "not_started",
                "in_progress",
                "submitted",
                "returned",
                "resubmitted",
                "moderated",
                "agreed",
                name="audit_return_status_known",
            ),
            models.UniqueConstraint(
                fields=["audit_round", "agency", "case_number"],
                name="audit_return_once_per_agency_and_case",
            ),
        ]

    def __str__(self):
        return f"{self.audit_round.reference} {self.agency.name}{self.of_case}"

    def get_absolute_url(self):
        return reverse("reviews:audit-return", args=[self.pk])

    @property
    def of_case(self):
        return f", case {self.case_number}" if self.case_number else ""

    @property
    def case_words(self):
        return f"Case {self.case_number}" if self.case_number else ""

    @property
    def days_late(self):
        """Of a return that waits for its agency."""
        return max(0, (today() - self.due_on).days)

    @property
    def lead_words(self):
        """Who answers for it (rows of reviews.services.chasing.owed)."""
        if self.lead_name:
            return self.lead_name
        if not self.invited_name:
            return "Nobody yet"
        word = "ran out" if self.invited_until <= timezone.now() else "is open until"
        day = in_words(timezone.localdate(self.invited_until))
        return f"{self.invited_name}: invitation {word} {day}"

    @property
    def is_with_agency(self):
        """Waits for the agency, in a round that is not closed (needs the round joined)."""
        return self.status in self.WITH_AGENCY and not self.audit_round.is_closed

    @property
    def step_reached(self):
        """Its status in words, and that there was nothing to answer."""
        word = self.get_status_display()
        return f"{word}, no involvement" if self.is_without_involvement else word

    @property
    def is_with_board(self):
        return self.status in self.WITH_BOARD

    @property
    def is_sent(self):
        return self.status in self.SENT

    @property
    def has_said_its_own(self):
        """Its agency answered, or was not involved and is asked no more: only then is it shown
        what others said of the case (needs the round joined)."""
        return self.is_sent and (not self.is_without_involvement or self.audit_round.is_closed)

    @property
    def is_agreed(self):
        return self.status == self.Status.AGREED

    @property
    def is_moderated(self):
        """The panel is done: its grades count, and the agency sees them."""
        return self.status in self.MODERATION_DONE

    @property
    def standing(self):
        """Where it stands, with lateness derived from its date."""
        if self.is_agreed:
            return Standing("Agreed", "good")
        if self.is_with_board:
            return Standing(self.get_status_display(), "new")
        if self.audit_round.is_closed:
            return Standing("Not returned before the audit closed")
        due = of_due_date(self.due_on)
        if self.status == self.Status.RETURNED and due.tone != "late":
            return Standing("Returned with a question", "soon")
        return due


class AnswerQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Those who may read the return in full; members of other agencies see grades elsewhere."""
        full = AuditReturn.objects.filter(pk=OuterRef("audit_return")).read_in_full_by(user)
        return self.filter(Exists(full))

    def complete(self):
        """Answers that hold what the kind of their question asks for, confirmed if carried over."""
        kind, has_words = Question.Kind, ~Q(text="")
        return self.filter(is_confirmed=True).filter(
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
    carried_from = models.ForeignKey(
        "self", models.PROTECT, related_name="carried_to", null=True, blank=True, editable=False
    )
    is_confirmed = models.BooleanField(default=True, editable=False)
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
        if not self.is_confirmed:
            return False
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
