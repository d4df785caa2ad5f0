from django.contrib import admin

from kscb.back_office import Inspected
from reviews.models import Attestation, Briefing, BriefingPanel, PublicationCheck, Relook


@admin.register(PublicationCheck)
class PublicationCheckAdmin(Inspected):
    list_display = ("review", "by", "at")
    list_filter = ("review__board",)
    list_select_related = ("review", "by")
    search_fields = ("review__reference", "by__name")


@admin.register(Briefing)
class BriefingAdmin(Inspected):
    list_display = ("title", "review", "status", "attest_by")
    list_filter = ("review__board", "status")
    list_select_related = ("review",)
    search_fields = ("title", "review__reference")


@admin.register(BriefingPanel)
class BriefingPanelAdmin(Inspected):
    list_display = ("briefing", "number", "heading")
    list_filter = ("briefing__review__board",)
    list_select_related = ("briefing",)
    search_fields = ("heading", "text", "briefing__title")


@admin.register(Attestation)
class AttestationAdmin(Inspected):
    list_display = ("briefing", "agency", "team", "used_on", "staff_reached")
    list_filter = ("briefing__review__board", "agency")
    list_select_related = ("briefing", "agency")
    search_fields = ("briefing__title", "agency__name", "team")


@admin.register(Relook)
class RelookAdmin(Inspected):
    list_display = ("recommendation", "looked_on", "looked_by", "result")
    list_filter = ("board", "result")
    list_select_related = ("recommendation",)
    search_fields = ("recommendation__reference", "looked_by", "words")
