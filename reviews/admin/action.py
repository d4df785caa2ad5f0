from django.contrib import admin

from kscb.back_office import Inspected
from reviews.models import Acceptance, Action, ActionUpdate, DueDateChange, Measure, Response


@admin.register(Action)
class ActionAdmin(Inspected):
    unseen = ("recommendations", "superseded_by")  # may be of a review not published
    list_display = ("reference", "agency", "owner", "due_on", "status")
    list_filter = ("board", "status", "agency", "is_invented")
    list_select_related = ("agency", "owner")
    search_fields = ("folded",)


@admin.register(ActionUpdate)
class ActionUpdateAdmin(Inspected):
    list_display = ("action", "by", "at")
    list_filter = ("action__board",)
    list_select_related = ("action", "by")
    search_fields = ("action__reference", "text", "by__name")


@admin.register(DueDateChange)
class DueDateChangeAdmin(Inspected):
    list_display = ("action", "was_on", "now_on", "reason", "by", "at")
    list_filter = ("action__board",)
    list_select_related = ("action", "by")
    search_fields = ("action__reference", "reason", "by__name")


# From recommendations to measures


@admin.register(Acceptance)
class AcceptanceAdmin(Inspected):
    list_display = ("action", "accepted_on", "reopened_on")
    list_filter = ("action__board",)
    list_select_related = ("action",)
    search_fields = ("action__reference",)


@admin.register(Response)
class ResponseAdmin(Inspected):
    list_display = ("recommendation", "answer", "decided_on", "decided_by")
    list_filter = ("board", "answer")
    list_select_related = ("recommendation",)
    search_fields = ("recommendation__reference", "reasons", "decided_by")


@admin.register(Measure)
class MeasureAdmin(Inspected):
    list_display = ("reference", "kind", "test_on", "status", "result")
    list_filter = ("board", "kind", "status", "result")
    list_select_related = ("recommendation",)
    search_fields = ("recommendation__reference", "wording", "seen")
