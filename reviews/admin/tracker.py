from django.contrib import admin

from kscb.back_office import Inspected
from reviews.models import TrackedRow, Tracker


@admin.register(Tracker)
class TrackerAdmin(Inspected):
    about = "A spreadsheet that was read in: its counts, and whether that was undone."
    list_display = ("document", "review", "status", "rows_in", "rows_accepted", "rows_blank", "at")
    list_filter = ("board", "status")
    list_select_related = ("document", "review")
    search_fields = ("document__name", "review__reference")


@admin.register(TrackedRow)
class TrackedRowAdmin(Inspected):
    about = "What became of one row of a spreadsheet that was read in."
    list_display = ("tracker", "row_number", "words")
    list_filter = ("tracker__board",)
    list_select_related = ("tracker__document",)
    search_fields = ("words",)
