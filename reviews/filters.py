from datetime import date, timedelta

import django_filters
from django import forms
from django.db.models import Exists, OuterRef, Q

from boards.models import Agency, Notice, User
from kscb.dates import start_of, today
from kscb.forms import DateField
from kscb.lists import Chosen, Filters, Ticked, Whole, Words
from kscb.text import fold
from reviews.figures import progress
from reviews.figures.counts import day_passed, sent_in_time
from reviews.figures.recurrence import with_impact
from reviews.models import (
    Action,
    AuditReturn,
    AuditRound,
    Briefing,
    Decision,
    Finding,
    Framework,
    InformationRequest,
    Measure,
    PracticeStandard,
    Priority,
    Question,
    Reading,
    Recommendation,
    Relook,
    Reminder,
    Review,
    ReviewKind,
    Section,
    Support,
    Synonym,
    Theme,
    Tracker,
)

NO_DISTRICT = "None"  # of agencies that are not in one


def agencies(request):
    return Agency.objects.serving(request.board)


def themes(request):
    return Theme.objects.filter(board=request.board).standing()


def reviews(request):
    return Review.objects.visible_to(request.user).filter(board=request.board).only("reference")


def kinds(request):
    return ReviewKind.objects.filter(board=request.board)


def rounds(request):
    return AuditRound.objects.visible_to(request.user).filter(board=request.board).only("reference")


class Since(django_filters.Filter):
    """From a day on, or up to one; used by the dashboard's links."""

    field_class = DateField

    def __init__(self, *args, **kwargs):
        bounds = {"earliest": date(1945, 1, 1), "latest": date(2100, 12, 31)}
        super().__init__(*args, **bounds, **kwargs)


class ThemeWords(Words):
    """Every word must be in the theme's name, in a synonym of it, or in a theme that it took in."""

    def filter(self, rows, value):
        for word in fold(value).split()[:10]:
            synonyms = Synonym.objects.filter(folded__contains=word)
            of_merged = Synonym.objects.filter(
                folded__contains=word, theme__merged_into=OuterRef("pk")
            )
            merged = Theme.objects.filter(merged_into=OuterRef("pk"), folded__contains=word)
            rows = rows.filter(
                Q(folded__contains=word)
                | Exists(synonyms.filter(theme=OuterRef("pk")))
                | Exists(of_merged)
                | Exists(merged)
            )
        return rows


class ThemeFilters(Filters):
    q = ThemeWords(label="Theme, or another word for it")


class ReviewFilters(Filters):
    q = Words()
    kind = Chosen(label="Kind", queryset=kinds)
    year = Whole(label="Year")
    status = django_filters.ChoiceFilter(label="Status", choices=Review.Status.choices)
    theme = Chosen(label="Theme", queryset=themes, method="about")
    published_since = Since(label="Published since", field_name="published_on", lookup_expr="gte")
    published_to = Since(label="Published up to", field_name="published_on", lookup_expr="lte")

    def about(self, rows, name, theme):
        return rows.filter(pk__in=under(theme).naming().values("review"))


def under(theme):
    """The findings under a theme, or under one that was merged into it."""
    tags = Finding.themes.through.objects.filter(theme__in=Theme.objects.counted_under(theme))
    return Finding.objects.filter(pk__in=tags.values("finding"))


IMPACT_CHOICES = [
    ("all", "Tested"),
    *((result.value, f"Tested: {result.label.lower()}") for result in Measure.Result),
    ("untested", "Never tested"),
]


class ActionFilters(Filters):
    q = Words()
    agency = Chosen(label="Agency", queryset=agencies)
    theme = Chosen(label="Theme", queryset=themes, method="about")
    review = Chosen(label="Review", queryset=reviews, field_name="recommendation__review")
    status = django_filters.ChoiceFilter(label="Status", choices=Action.Status.choices)
    open = Ticked(label="Only open", by="still_open")
    overdue = Ticked(label="Only overdue", by="overdue")
    due = Whole(label="Due within days", method="within")
    hand_over = Ticked(label="Only those whose owner has left", by="for_hand_over")
    accepted_since = Since(label="Accepted since", method="accepted_from")
    accepted_to = Since(label="Accepted up to", method="accepted_until")
    overdue_since = Since(label="Overdue since", method="overdue_from")
    stuck = Ticked(label="Only stuck", by="stuck")
    # What is asked, and how it goes
    proposed = Ticked(label="Only proposed", by="proposed")
    disputed = Ticked(label="Only disputed", by="disputed")
    priority = django_filters.ChoiceFilter(label="Priority", choices=Priority.choices)
    change = django_filters.ChoiceFilter(label="Kind of change", choices=Action.Change.choices)
    weak = Ticked(label="Only training, policy or communication", by="weak")
    counted = Ticked(label="Only what figures count: open, or done", by="counted")
    impact = django_filters.ChoiceFilter(
        label="Done, and then", choices=IMPACT_CHOICES, method="tested"
    )

    def about(self, rows, name, theme):
        user = self.request.user
        seen = under(theme).visible_to(user)
        serving = Action.recommendations.through.objects.filter(
            recommendation__in=Recommendation.findings.through.objects.filter(
                finding__in=seen
            ).values("recommendation")
        )
        return rows.of_reviews_read_by(user).filter(pk__in=serving.values("action"))

    def tested(self, rows, name, impact):
        """What the latest test says of actions that stand as done, as figures count it."""
        measures = Measure.objects.visible_to(self.request.user).filter(board=self.board)
        done = with_impact(rows.accepted(), measures)
        if impact == "untested":
            return done.filter(impact__isnull=True)
        return done.filter(impact__isnull=False, **({"impact": impact} if impact != "all" else {}))

    def within(self, rows, name, days):
        return rows.due_within(min(days, 3660)) if days >= 0 else rows.none()

    def accepted_from(self, rows, name, day):
        return rows.accepted().filter(status_since__gte=start_of(day))

    def accepted_until(self, rows, name, day):
        return rows.accepted().filter(status_since__lt=start_of(day + timedelta(days=1)))

    def overdue_from(self, rows, name, day):
        """Became overdue on or after the day: due the day before it, or later."""
        return rows.overdue().filter(Q(due_on__gte=day) & Q(due_on__lt=today()))


class FrameworkFilters(Filters):
    q = Words()
    status = django_filters.ChoiceFilter(label="Status", choices=Framework.Status.choices)


class RoundFilters(Filters):
    q = Words()
    status = django_filters.ChoiceFilter(label="Status", choices=AuditRound.Status.choices)
    theme = Chosen(label="Theme", queryset=themes, method="about")
    closed_since = Since(label="Closed since", method="closed_from")
    due_from = Since(label="Due from", field_name="due_on", lookup_expr="gte")
    due_to = Since(label="Due up to", field_name="due_on", lookup_expr="lte")

    def about(self, rows, name, theme):
        tagged = AuditRound.themes.through.objects.filter(
            theme__in=Theme.objects.counted_under(theme)
        )
        return rows.filter(pk__in=tagged.values("auditround"))

    def closed_from(self, rows, name, day):
        return rows.filter(status=AuditRound.Status.CLOSED, status_since__gte=start_of(day))


class ReturnFilters(Filters):
    agency = Chosen(label="Agency", queryset=agencies)
    audit_round = Chosen(label="Audit", queryset=rounds)
    status = django_filters.ChoiceFilter(label="Status", choices=AuditReturn.Status.choices)
    overdue = Ticked(label="Only overdue", by="overdue")
    waiting = Ticked(label="Only waiting for the board", by="waiting_for_board")
    agreed_since = Since(label="Agreed since", method="agreed_from")

    # Where schools are asked: by district, and by how far they are
    district = django_filters.CharFilter(label="District", method="of_district")
    begun = Ticked(label="Only being answered", by="begun")
    sent = Ticked(label="Only sent", by="sent")
    extended = Ticked(label="Only given longer", by="extended")
    not_joined = Ticked(label="Only whose invited lead has not signed in", by="not_joined")

    on_time = django_filters.BooleanFilter(
        label="Only past due and sent on time", widget=forms.CheckboxInput, method="in_time"
    )

    def in_time(self, rows, name, value):
        return day_passed(rows).filter(sent_in_time()) if value else rows

    def of_district(self, rows, name, district):
        return rows.filter(agency__district="" if district == NO_DISTRICT else district)

    def agreed_from(self, rows, name, day):
        return rows.agreed().filter(status_since__gte=start_of(day))


def the_round(request):
    """The key of the audit whose page this is."""
    return request.resolver_match.kwargs["pk"]


def sections(request):
    asked = Section.objects.visible_to(request.user).filter(framework__rounds=the_round(request))
    return asked.filter(questions__kind=Question.Kind.GRADED).distinct().order_by("number")


def questions(request):
    return Question.objects.visible_to(request.user).filter(framework__rounds=the_round(request))


def standards(request):
    return PracticeStandard.objects.visible_to(request.user)


def returns(request):
    seen = AuditReturn.objects.grades_seen_by(request.user)
    return seen.filter(audit_round=the_round(request)).for_list()


class GradeFilters(Filters):
    """The rows of a grid's cell come by its link; what would be long to choose from is hidden."""

    section = Chosen(label="Section", queryset=sections, field_name="question__section")
    moderated = django_filters.BooleanFilter(
        label="Only moderated", widget=forms.CheckboxInput, method="by_panel"
    )
    audit_return = django_filters.ModelChoiceFilter(
        label="Return", queryset=returns, widget=forms.HiddenInput
    )
    question = django_filters.ModelChoiceFilter(
        label="Question", queryset=questions, widget=forms.HiddenInput
    )
    standard = django_filters.ModelChoiceFilter(
        label="Practice standard",
        queryset=standards,
        field_name="question__standards",
        widget=forms.HiddenInput,
    )
    scale = django_filters.CharFilter(
        label="Scale", field_name="question__scale", widget=forms.HiddenInput
    )
    value = Whole(label="Step of its scale", field_name="counts", widget=forms.HiddenInput)

    def by_panel(self, rows, name, value):
        return rows.exclude(panel=None) if value else rows


def not_graded(request):
    kinds = (Question.Kind.YES_NO, Question.Kind.CHOICE, Question.Kind.NUMBER)
    return questions(request).filter(kind__in=kinds)


class AnswerFilters(Filters):
    question = Chosen(label="Question", queryset=not_graded)
    choice = django_filters.CharFilter(label="Answer", widget=forms.HiddenInput)


class OwedFilters(Filters):
    audit_round = Chosen(label="Audit", queryset=rounds)
    agency = Chosen(label="Agency", queryset=agencies)
    overdue = Ticked(label="Only overdue", by="overdue")
    not_joined = Ticked(label="Only whose invited lead has not signed in", by="not_joined")


class EvidenceFilters(Filters):
    q = Words(label="Title")
    agency = Chosen(label="Agency", queryset=agencies)
    status = django_filters.ChoiceFilter(
        label="What the board said", choices=Support.Status.choices, method="said"
    )
    audit_round = Chosen(label="Audit", queryset=rounds, method="given_in")
    kind = django_filters.ChoiceFilter(
        label="Kind", choices=[("files", "Files"), ("links", "Links")], method="of_kind"
    )
    expired = Ticked(label="Only expired", by="expired")
    expiring = Ticked(label="Only those that expire within 60 days", by="expiring")
    newest = Ticked(label="Only newest versions", by="newest")

    def supporting(self, rows, supports=Support.objects, **what):
        """Of what it supports, only that which the person may read is asked."""
        seen = supports.visible_to(self.request.user)
        return rows.filter(Exists(seen.filter(evidence=OuterRef("pk"), **what)))

    def said(self, rows, name, status):
        """What still waits is looked for where no newer version took its place."""
        asks = Support.objects.of_newest() if status in Support.UNDECIDED else Support.objects
        return self.supporting(rows, asks, status=status)

    def given_in(self, rows, name, audit_round):
        return self.supporting(rows, answer__audit_return__audit_round=audit_round)

    def of_kind(self, rows, name, kind):
        return rows.files() if kind == "files" else rows.links()


class FindingFilters(Filters):
    theme = Chosen(label="Theme", queryset=themes, method="about")
    review = Chosen(label="Review", queryset=reviews)

    def about(self, rows, name, theme):
        return rows.filter(pk__in=under(theme).values("pk"))

    # The learning thread: the rows behind what it counts. The agency comes by a link: a list of
    # them to choose from would cost each reader of the page a query.
    agency = django_filters.ModelChoiceFilter(
        label="Agency it names",
        queryset=agencies,
        field_name="agencies",
        widget=forms.HiddenInput,
    )
    found_from = Since(label="Found from", field_name="found_on", lookup_expr="gte")
    found_to = Since(label="Found up to", field_name="found_on", lookup_expr="lte")
    naming = Ticked(label="Only something to learn", by="naming")
    once = django_filters.BooleanFilter(
        label="One for each review or audit", widget=forms.CheckboxInput, method="one_each"
    )

    def one_each(self, rows, name, value):
        """Of the rows that every other filter leaves, the first of each source."""
        if not value:
            return rows
        same_source = Q(review=OuterRef("review")) | Q(audit_round=OuterRef("audit_round"))
        others = Finding.objects.filter(pk__in=rows.order_by().values("pk"))
        return rows.filter(~Exists(others.filter(same_source, pk__lt=OuterRef("pk"))))


# Briefings and re-looks


class BriefingFilters(Filters):
    status = django_filters.ChoiceFilter(label="Status", choices=Briefing.Status.choices)


class RelookFilters(Filters):
    result = django_filters.ChoiceFilter(label="Result", choices=Relook.Result.choices)
    review = Chosen(label="Review", queryset=reviews, field_name="recommendation__review")


# Reading and information


def restricted_reviews(request):
    return reviews(request).filter(pk__in=Reading.objects.values("review"))


def readers(request):
    read = Reading.objects.filter(review__board=request.board)
    return User.objects.filter(pk__in=read.values("person")).order_by("name")


class ReadingFilters(Filters):
    review = Chosen(label="Review", queryset=restricted_reviews)
    person = Chosen(label="Who read it", queryset=readers)
    since = Since(label="Read since", field_name="read_on", lookup_expr="gte")


class InformationRequestFilters(Filters):
    agency = Chosen(label="Agency", queryset=agencies)
    review = Chosen(label="Review", queryset=reviews)
    status = django_filters.ChoiceFilter(label="Status", choices=InformationRequest.Status.choices)
    overdue = Ticked(label="Only overdue", by="overdue")


# The life of a review


class Unfiltered:
    """For a list of what is worked out and not kept: there are no columns to narrow it by."""

    def __init__(self, asked, *, queryset, request):
        self.qs = queryset

    def __bool__(self):
        return False

    def is_valid(self):
        return True


class DecisionFilters(Filters):
    outcome = django_filters.ChoiceFilter(label="Decision", choices=Decision.Outcome.choices)
    kind = Chosen(label="Kind", queryset=kinds, field_name="review__kind")
    decided_since = Since(label="Decided since", field_name="decided_on", lookup_expr="gte")
    decided_to = Since(label="Decided up to", field_name="decided_on", lookup_expr="lte")


class RecommendationFilters(Filters):
    """Of rows made by `progress.with_progress`."""

    q = Words()
    review = Chosen(label="Review", queryset=reviews)
    agency = Chosen(label="Addressed to", queryset=agencies, field_name="agencies")
    priority = django_filters.ChoiceFilter(label="Priority", choices=Priority.choices)
    state = django_filters.ChoiceFilter(label="State", choices=progress.CHOICES, method="standing")
    unanswered = Ticked(label="Only made and not answered", by="unanswered")
    answered = Ticked(label="Only made and answered", by="answered")

    def standing(self, rows, name, key):
        return progress.in_state(rows, key)


class MeasureFilters(Filters):
    review = Chosen(label="Review", queryset=reviews, field_name="recommendation__review")
    kind = django_filters.ChoiceFilter(label="How it is tested", choices=Measure.Kind.choices)
    status = django_filters.ChoiceFilter(label="Step reached", choices=Measure.Status.choices)
    result = django_filters.ChoiceFilter(label="Result", choices=Measure.Result.choices)
    due = Ticked(label="Only due", by="due")
    to_answer = Ticked(label="Only tested, with no answer yet", by="to_answer")


class AlarmFilters(Filters):
    theme = Chosen(label="Theme", queryset=themes, method="about")
    answered = django_filters.ChoiceFilter(
        label="The board’s answer",
        choices=[("no", "Waits for an answer"), ("yes", "Answered")],
        method="with_answer",
    )

    def about(self, rows, name, theme):
        return rows.filter(counted=theme.pk)

    def with_answer(self, rows, name, word):
        return rows.filter(is_answered=word == "yes")


# Trackers


class TrackerFilters(Filters):
    review = Chosen(label="Review", queryset=reviews)
    status = django_filters.ChoiceFilter(label="Status", choices=Tracker.Status.choices)


class ReminderFilters(Filters):
    q = django_filters.CharFilter(
        label="Person", field_name="person__name", lookup_expr="icontains"
    )
    agency = Chosen(label="Agency", queryset=agencies, method="of_agency")
    kind = django_filters.ChoiceFilter(label="Kind", choices=Reminder.Kind.choices)
    result = django_filters.ChoiceFilter(
        label="E-mail", field_name="notice__result", choices=Notice.Result.choices
    )

    def of_agency(self, rows, name, agency):
        return rows.of_agency(agency)


class ConcernFilters(Filters):
    agency = Chosen(label="Agency", queryset=agencies)
    waiting = Ticked(label="Only those not confirmed", by="waiting")
