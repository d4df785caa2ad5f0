"""The set-up of a kind of review, and what the life of published ones left, without its words."""

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError

from boards.admin.ground import Rows, SetUp
from kscb.back_office import Inspected
from reviews.models import (
    ClockRule,
    Criterion,
    Decision,
    Hold,
    LatenessReason,
    LinkedReview,
    ReviewEvent,
    Stage,
    StageReached,
)

PARKED = 10_000  # above every number in use


class NumberedForm(forms.ModelForm):
    """A row that has its place in an order: the whole list says whether a place is taken."""

    def _get_validation_exclusions(self):
        return super()._get_validation_exclusions() | {"number"}

    def clean_number(self):
        number = self.cleaned_data["number"]
        if number >= PARKED:
            raise ValidationError(f"Order must be less than {PARKED:,}.")
        return number


class NumberedRows(forms.BaseInlineFormSet):
    """Rows that may change places on one page."""

    def clean(self):
        super().clean()
        numbers = [row.cleaned_data.get("number") for row in self.forms if row.has_changed()]
        numbers += [row.instance.number for row in self.initial_forms if not row.has_changed()]
        taken = {number for number in numbers if number is not None and numbers.count(number) > 1}
        if taken:
            several = ", ".join(map(str, sorted(taken)))
            raise ValidationError(f"Two rows have the same order: {several}. Give each its own.")

    def save(self, commit=True):
        """Every row steps aside first, so that no two stand in one place on the way."""
        if commit:
            self.step_aside()
        return super().save(commit)

    def step_aside(self):
        rows = [form.instance for form in self.initial_forms]
        for away in (PARKED, 0):
            for row in rows:
                number = row.number + away
                type(row).objects.filter(pk=row.pk).update(number=number)


class StageRows(Rows):
    model = Stage
    form = NumberedForm
    formset = NumberedRows


class ClockRuleRows(Rows):
    model = ClockRule


class CriterionRows(Rows):
    model = Criterion
    form = NumberedForm
    formset = NumberedRows
    verbose_name_plural = "criteria"


OF_A_KIND = (StageRows, ClockRuleRows, CriterionRows)


class OfAKind(SetUp):
    list_filter = ("kind__board",)
    list_select_related = ("kind",)
    fixed = ("kind",)


@admin.register(Stage)
class StageAdmin(OfAKind):
    list_display = ("name", "number", "kind", "is_last", "is_skipped")
    search_fields = ("name", "kind__name")


@admin.register(ClockRule)
class ClockRuleAdmin(OfAKind):
    list_display = ("name", "kind", "number", "unit", "from_on", "to_on")
    search_fields = ("name", "source", "kind__name")


@admin.register(Criterion)
class CriterionAdmin(OfAKind):
    list_display = ("wording", "number", "kind", "source", "from_on", "to_on")
    search_fields = ("wording", "source", "kind__name")


class WorkBehind(Inspected):
    """Of published reviews: that it happened and when, not what was written."""

    list_filter = ("review__board",)
    list_select_related = ["review"]
    search_fields = ("review__reference",)


@admin.register(StageReached)
class StageReachedAdmin(WorkBehind):
    list_display = ("review", "stage", "reached_on", "by")
    list_select_related = ["review", "stage", "by"]
    unseen = ("reason",)


@admin.register(ReviewEvent)
class ReviewEventAdmin(WorkBehind):
    list_display = ("review", "event", "on", "by")
    list_select_related = ["review", "by"]
    unseen = ("words",)


@admin.register(LatenessReason)
class LatenessReasonAdmin(WorkBehind):
    list_display = ("review", "rule", "by", "at")
    list_select_related = ["review", "rule", "by"]
    unseen = ("reason",)


@admin.register(Hold)
class HoldAdmin(WorkBehind):
    list_display = ("review", "proceeding", "from_on", "review_on", "ended_on")
    unseen = ("reason", "end_reason")


@admin.register(Decision)
class DecisionAdmin(WorkBehind):
    list_display = ("review", "outcome", "decided_on", "decided_by")
    unseen = (
        "reasons",
        "improvements_before",
        "improvements_words",
        "recurrent_themes",
        "recurrent_words",
        "criteria",
        "shown",
    )


@admin.register(LinkedReview)
class LinkedReviewAdmin(WorkBehind):
    list_display = ("review", "kind", "at")
    unseen = ("other", "held_by", "their_reference", "words")
