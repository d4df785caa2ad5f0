from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Prefetch, Q
from django.urls import reverse
from django.utils import timezone

from boards.models import WHOLE_BOARD, Role, for_agency, on_board, sees_whole_boards
from kscb import constraints
from kscb.dates import in_words, today
from kscb.standing import Standing, days_words
from reviews.models.action import Action, ActionUpdate
from reviews.models.audit import Answer, AuditReturn, AuditRound
from reviews.models.moderation import SectionShare

EXPIRES_SOON_DAYS = 60


class EvidenceQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Staff and the chair; the agency's lead; whoever may read something that it supports."""
        if sees_whole_boards(user):
            return self.filter(on_board(user))
        supports = Support.objects.filter(evidence=OuterRef("pk")).visible_to(user)
        return self.filter(
            on_board(user, *WHOLE_BOARD) | for_agency(user, Role.LEAD) | Exists(supports)
        )

    def for_list(self, user):
        """With what it supports, of that which `user` may read."""
        whole = Support.objects.visible_to(user).select_related(
            "update__action",
            "answer__audit_return__audit_round",
            "answer__question",
            "standard__theme",
        )
        joined = self.select_related("agency", "document", "given_by", "replaced_by")
        return joined.prefetch_related(Prefetch("supports", queryset=whole, to_attr="listed"))

    def newest(self):
        """Items that no newer version replaces."""
        return self.filter(replaced_by__isnull=True)

    def in_chains(self):
        """Items that replace another, or are replaced."""
        chained = self.filter(Q(replaces__isnull=False) | Q(replaced_by__isnull=False))
        return chained.select_related("document", "replaced_by", "given_by")

    def expired(self):
        return self.newest().filter(expires_on__lt=today())

    def not_expired(self):
        return self.filter(Q(expires_on__isnull=True) | Q(expires_on__gte=today()))

    def expiring(self):
        """Still good, and for no more than 60 days."""
        until = today() + timedelta(days=EXPIRES_SOON_DAYS)
        return self.newest().filter(expires_on__gte=today(), expires_on__lte=until)

    def files(self):
        return self.filter(document__isnull=False)

    def links(self):
        return self.filter(document__isnull=True)


class Evidence(models.Model):
    """A file or a link that an agency gave one board, to support one thing or many."""

    board = models.ForeignKey("boards.Board", models.PROTECT, related_name="evidence")
    agency = models.ForeignKey("boards.Agency", models.PROTECT, related_name="evidence")
    title = models.CharField(max_length=180)
    document = models.OneToOneField(
        "boards.Document", models.PROTECT, related_name="evidence", null=True, blank=True
    )
    link = models.URLField("web address", blank=True)
    good_from = models.DateField("good from", null=True, blank=True)
    expires_on = models.DateField("no longer good after", null=True, blank=True)
    replaces = models.OneToOneField(
        "self", models.PROTECT, related_name="replaced_by", null=True, blank=True, editable=False
    )
    given_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="evidence_given"
    )
    given_at = models.DateTimeField(default=timezone.now)
    folded = models.CharField(max_length=400, editable=False)

    objects = EvidenceQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "evidence"
        ordering = ["-given_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=(Q(document__isnull=False) & Q(link=""))
                | (Q(document__isnull=True) & ~Q(link="")),
                name="evidence_is_a_file_or_a_link",
            ),
            constraints.in_order("good_from", "expires_on", name="evidence_good_before_it_expires"),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("reviews:evidence-item", args=[self.pk])

    @property
    def download_url(self):
        return reverse("reviews:download-evidence", args=[self.pk])

    @property
    def is_replaced(self):
        """Needs the newer version joined."""
        return getattr(self, "replaced_by", None) is not None

    @property
    def is_expired(self):
        return self.expires_on is not None and self.expires_on < today()

    @property
    def standing(self):
        """Whether it may still be relied on, by its dates (needs the newer version joined)."""
        if self.is_replaced:
            return Standing("Replaced")
        if self.is_expired:
            return Standing("Expired", "late")
        if self.good_from and self.good_from > today():
            return Standing(f"Good from {in_words(self.good_from)}", "soon")
        if self.expires_on is None:
            return Standing("No end date")
        left = (self.expires_on - today()).days
        if left > EXPIRES_SOON_DAYS:
            return Standing("In date", "good")
        return Standing(f"Expires in {days_words(left)}" if left else "Expires today", "soon")

    @property
    def decisions(self):
        """What was said of it, each word once (needs `for_list`)."""
        words = [support.standing.word for support in self.listed]
        return ", ".join(dict.fromkeys(words))

    @property
    def kind_words(self):
        return self.document.kind.upper() if self.document else "Link"

    @property
    def given_day(self):
        return timezone.localdate(self.given_at)

    @property
    def kind_and_scan(self):
        """What kind of file, and what a virus scanner said; or that it is a link."""
        if self.document is None:
            return self.kind_words
        return f"{self.kind_words}, {self.document.scan_words.lower()}"

    @property
    def what_it_supports(self):
        """Address and reference of each thing it supports (needs `for_list`)."""
        return [support.target for support in self.listed]


def newer_there():
    """For a condition on supports: of the next version, for the very same thing."""
    there = (
        Q(update=OuterRef("update"))
        | Q(answer=OuterRef("answer"))
        | Q(standard=OuterRef("standard"))
    )
    return Support.objects.filter(there, evidence__replaces=OuterRef("evidence"))


class SupportQuerySet(models.QuerySet):
    def visible_to(self, user):
        """As the update or the answer that it supports; of a standard, the agency's lead."""
        if sees_whole_boards(user):
            return self.filter(on_board(user, board="evidence__board"))
        of_standard = Q(standard__isnull=False) & for_agency(
            user, Role.LEAD, board="evidence__board", agency="evidence__agency"
        )
        return self.filter(
            of_standard
            | Exists(ActionUpdate.objects.filter(pk=OuterRef("update")).visible_to(user))
            | Exists(Answer.objects.filter(pk=OuterRef("answer")).visible_to(user))
        )

    def answered_by(self, user):
        """But for answers in sections that were given to others (`access.answers_section`)."""
        is_lead = for_agency(user, Role.LEAD, board="evidence__board", agency="evidence__agency")
        given = SectionShare.objects.filter(
            audit_return=OuterRef("answer__audit_return"), person=user.pk
        )
        this_one = given.filter(section=OuterRef("answer__question__section"))
        return self.filter(Q(answer=None) | is_lead | ~Exists(given) | Exists(this_one))

    def with_evidence(self):
        """As a page shows it beside what it supports."""
        return self.select_related("evidence__document", "evidence__replaced_by")

    def of_newest(self):
        """Of items that no newer version replaces there: one given for something else alone
        leaves the older in use here."""
        return self.filter(~Exists(newer_there()))

    def still_standing(self):
        """Not turned down, and not replaced there by a newer version that stands."""
        turned_down = {"status": Support.Status.REJECTED}
        newer = newer_there().exclude(**turned_down)
        return self.exclude(**turned_down).filter(~Exists(newer))

    def counting(self, on):
        """What may be relied on that day: not turned down, and not expired."""
        in_date = Q(evidence__expires_on__isnull=True) | Q(evidence__expires_on__gte=on)
        return self.filter(in_date).exclude(status=Support.Status.REJECTED)

    def renewable(self):
        """What a newer version would serve: what is still with the agency, what the board asks
        about, and what it accepted, for that must be renewed when it expires."""
        with_agency = Q(answer__audit_return__status__in=AuditReturn.WITH_AGENCY) & ~Q(
            answer__audit_return__audit_round__status=AuditRound.Status.CLOSED
        )
        asked_or_accepted = Q(status__in=(Support.Status.QUERIED, Support.Status.ACCEPTED))
        given_up = (Action.Status.WITHDRAWN, Action.Status.SUPERSEDED)
        return self.filter(
            Q(update__action__status__in=Action.OPEN)
            | with_agency
            | Q(standard__isnull=False, standard__retired_on__isnull=True)
            | (asked_or_accepted & Q(standard__isnull=True))
        ).exclude(update__action__status__in=given_up)

    def for_page(self):
        return self.select_related(
            "evidence__board",
            "evidence__agency",
            "evidence__replaced_by",
            "update__action",
            "answer__question",
            "answer__audit_return__agency",
            "answer__audit_return__audit_round",
            "standard__theme",
        )


class Support(models.Model):
    """That one item of evidence supports one answer, one action update or one practice standard."""

    class Status(models.TextChoices):
        SUBMITTED = "submitted", "Submitted"
        QUERIED = "queried", "Queried"
        ACCEPTED = "accepted", "Accepted"
        REJECTED = "rejected", "Not accepted"

    UNDECIDED = (Status.SUBMITTED, Status.QUERIED)
    TONES = {
        Status.SUBMITTED: "new",
        Status.QUERIED: "soon",
        Status.ACCEPTED: "good",
        Status.REJECTED: "late",
    }
    MOVES = {
        Status.SUBMITTED: {Status.QUERIED, Status.ACCEPTED, Status.REJECTED},
        Status.QUERIED: {Status.SUBMITTED, Status.ACCEPTED, Status.REJECTED},
        Status.ACCEPTED: set(),
        Status.REJECTED: set(),
    }

    evidence = models.ForeignKey(Evidence, models.PROTECT, related_name="supports")
    update = models.ForeignKey(
        ActionUpdate, models.PROTECT, related_name="supports", null=True, blank=True
    )
    answer = models.ForeignKey(
        Answer, models.PROTECT, related_name="supports", null=True, blank=True
    )
    standard = models.ForeignKey(
        "reviews.PracticeStandard",
        models.PROTECT,
        related_name="supports",
        null=True,
        blank=True,
        verbose_name="practice standard",
    )
    carried_from = models.ForeignKey(
        "self", models.PROTECT, related_name="carried_to", null=True, blank=True, editable=False
    )
    note = models.TextField("what the board said of it", blank=True, editable=False)
    status = models.CharField(
        max_length=10, choices=Status.choices, default=Status.SUBMITTED, editable=False
    )
    status_since = models.DateTimeField(default=timezone.now, editable=False)

    objects = SupportQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            constraints.known(
                "status",
                "submitted",
                "queried",
                "accepted",
                "rejected",
                name="support_status_known",
            ),
            models.CheckConstraint(
                condition=Q(update__isnull=False, answer__isnull=True, standard__isnull=True)
                | Q(update__isnull=True, answer__isnull=False, standard__isnull=True)
                | Q(update__isnull=True, answer__isnull=True, standard__isnull=False),
                name="support_is_of_one_thing",
            ),
            models.UniqueConstraint(fields=["evidence", "update"], name="support_update_once"),
            models.UniqueConstraint(fields=["evidence", "answer"], name="support_answer_once"),
            models.UniqueConstraint(fields=["evidence", "standard"], name="support_standard_once"),
        ]

    def __str__(self):
        return f"{self.evidence} for {self.update or self.answer or self.standard}"

    @property
    def is_undecided(self):
        return self.status in self.UNDECIDED

    @property
    def is_queried(self):
        return self.status == self.Status.QUERIED

    @property
    def standing(self):
        """What the board said of it, and whether it has expired since (needs the evidence)."""
        word = self.get_status_display()
        if self.evidence.is_expired:
            return Standing(f"{word}, expired", "late")
        return Standing(word, self.TONES[self.Status(self.status)])

    @property
    def agency_id(self):
        """So that who answers for it is told (needs the evidence joined)."""
        return self.evidence.agency_id

    @property
    def board_id(self):
        """So that its activity is its board's (needs the evidence joined)."""
        return self.evidence.board_id

    @property
    def target(self):
        """Address and reference of the action or return that it supports (needs them joined)."""
        if self.standard:
            return (
                self.standard.get_absolute_url(),
                f"{self.standard.theme}, standard {self.standard.number}",
            )
        if self.update:
            return self.update.action.get_absolute_url(), self.update.action.reference
        answer = self.answer
        audit_return = answer.audit_return
        reference = f"{audit_return.audit_round.reference}, question {answer.question.number}"
        return audit_return.get_absolute_url(), reference


def with_their_evidence():
    """To prefetch what updates, answers or standards are supported by."""
    return Prefetch("supports", queryset=Support.objects.with_evidence())
