from django.contrib import admin

from kscb.back_office import Inspected
from reviews.models import InformationRequest, Reading, ReviewDocument


@admin.register(Reading)
class ReadingAdmin(Inspected):
    about = "Who read a review before it was published, and why. Shown once it is published."
    list_display = ("review", "person", "read_on", "reason")
    list_filter = ("review__board", "read_on")
    list_select_related = ("review", "person")
    search_fields = ("review__reference", "person__name", "person__email")


@admin.register(InformationRequest)
class InformationRequestAdmin(Inspected):
    about = "What a published review asked of an agency. Staff ask on the site."
    list_display = ("review", "agency", "status", "asked_on", "due_on", "received_on")
    list_filter = ("review__board", "status", "agency")
    list_select_related = ("review", "agency")
    search_fields = ("review__reference", "agency__name")


@admin.register(ReviewDocument)
class ReviewDocumentAdmin(Inspected):
    about = "A document of a published review. Staff add documents on the site."
    list_display = ("title", "kind", "version", "review", "by", "at")
    list_filter = ("review__board", "kind")
    list_select_related = ("review", "by")
    search_fields = ("review__reference", "title")
