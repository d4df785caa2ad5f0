from django.contrib import admin

from kscb.back_office import Inspected
from reviews.models import Reminder, UpdateLink


@admin.register(Reminder)
class ReminderAdmin(Inspected):
    list_display = ("at", "person", "kind_words", "thing", "about_on", "notice")
    list_filter = ("board", "kind")
    list_select_related = (
        "person",
        "action",
        "measure__recommendation",
        "evidence",
        "audit_return__agency",
        "audit_return__audit_round",
        "notice",
    )
    search_fields = ("person__name", "person__email")

    @admin.display(description="about")
    def thing(self, reminder):
        return reminder.about


@admin.register(UpdateLink)
class UpdateLinkAdmin(Inspected):
    """Nothing here opens the link: that is signed, and stands in the e-mail alone."""

    list_display = ("made_at", "person", "action", "expires_at", "used_at", "ended_at")
    list_filter = ("action__board",)
    list_select_related = ("person", "action")
    search_fields = ("person__name", "action__reference")
