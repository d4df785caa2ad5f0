from django.contrib import admin

from kscb.back_office import Inspected
from reviews.models import Reminder


@admin.register(Reminder)
class ReminderAdmin(Inspected):
    """Whom the site reminded of what. The links that answer without signing in are not shown."""

    list_display = ("at", "person", "kind", "about", "about_on", "notice")
    list_filter = ("board", "kind")
    list_select_related = ("person", "action", "measure__recommendation", "notice")
    search_fields = ("person__name", "person__email")
