from django.contrib import admin

from kscb.back_office import Inspected
from reviews.models import Action, ActionUpdate, DueDateChange


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
