from datetime import date, timedelta

import django_filters
from django.db.models import Q

from boards.models import Agency, Notice
from kscb.dates import start_of, today
from kscb.forms import DateField
from kscb.lists import Chosen, Filters, Ticked, Whole, Words
from reviews.models import Action, AuditReturn, AuditRound, Reminder, Review, ReviewKind, Theme


def agencies(request):
    return Agency.objects.serving(request.board)


def themes(request):
    return Theme.objects.filter(board=request.board)


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


class ThemeFilters(Filters):
    q = Words(label="Theme")


class ReviewFilters(Filters):
    q = Words()
    kind = Chosen(label="Kind", queryset=kinds)
    year = Whole(label="Year")
    status = django_filters.ChoiceFilter(label="Status", choices=Review.Status.choices)
    theme = Chosen(label="Theme", queryset=themes, method="about")
    published_since = Since(label="Published since", field_name="published_on", lookup_expr="gte")
    published_to = Since(label="Published up to", field_name="published_on", lookup_expr="lte")

    def about(self, rows, name, theme):
        return rows.filter(pk__in=theme.findings.values("review"))


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

    def about(self, rows, name, theme):
        tagged = theme.findings.values("recommendations")
        return rows.of_reviews_read_by(self.request.user).filter(recommendation__in=tagged)

    def within(self, rows, name, days):
        return rows.due_within(min(days, 3660)) if days >= 0 else rows.none()

    def accepted_from(self, rows, name, day):
        return rows.accepted().filter(status_since__gte=start_of(day))

    def accepted_until(self, rows, name, day):
        return rows.accepted().filter(status_since__lt=start_of(day + timedelta(days=1)))

    def overdue_from(self, rows, name, day):
        """Became overdue on or after the day: due the day before it, or later."""
        return rows.overdue().filter(Q(due_on__gte=day) & Q(due_on__lt=today()))


class RoundFilters(Filters):
    q = Words()
    status = django_filters.ChoiceFilter(label="Status", choices=AuditRound.Status.choices)
    theme = Chosen(label="Theme", queryset=themes, field_name="themes")
    closed_since = Since(label="Closed since", method="closed_from")
    due_from = Since(label="Due from", field_name="due_on", lookup_expr="gte")
    due_to = Since(label="Due up to", field_name="due_on", lookup_expr="lte")

    def closed_from(self, rows, name, day):
        return rows.filter(status=AuditRound.Status.CLOSED, status_since__gte=start_of(day))


class ReturnFilters(Filters):
    agency = Chosen(label="Agency", queryset=agencies)
    audit_round = Chosen(label="Audit", queryset=rounds)
    status = django_filters.ChoiceFilter(label="Status", choices=AuditReturn.Status.choices)
    overdue = Ticked(label="Only overdue", by="overdue")
    accepted_since = Since(label="Accepted since", method="accepted_from")

    def accepted_from(self, rows, name, day):
        accepted = rows.filter(status=AuditReturn.Status.ACCEPTED)
        return accepted.filter(status_since__gte=start_of(day))


class EvidenceFilters(Filters):
    q = Words(label="Title")
    agency = Chosen(label="Agency", queryset=agencies)


class FindingFilters(Filters):
    theme = Chosen(label="Theme", queryset=themes, method="about")
    review = Chosen(label="Review", queryset=reviews)

    def about(self, rows, name, theme):
        return rows.filter(pk__in=theme.findings.values("pk"))


class ReminderFilters(Filters):
    q = django_filters.CharFilter(
        label="Person", field_name="person__name", lookup_expr="icontains"
    )
    agency = Chosen(label="Agency", queryset=agencies, field_name="action__agency")
    kind = django_filters.ChoiceFilter(label="Kind", choices=Reminder.Kind.choices)
    result = django_filters.ChoiceFilter(
        label="E-mail", field_name="notice__result", choices=Notice.Result.choices
    )
