from django.contrib import admin

from kscb.back_office import Inspected
from reviews.models import Evidence, Support


@admin.register(Evidence)
class EvidenceAdmin(Inspected):
    list_display = ("title", "agency", "board", "given_by", "given_at", "expires_on")
    list_filter = ("board", "agency")
    list_select_related = ("agency", "board", "given_by")
    search_fields = ("folded",)


@admin.register(Support)
class SupportAdmin(Inspected):
    list_display = ("evidence", "supported", "status", "status_since")
    list_filter = ("evidence__board", "status")
    list_select_related = (
        "evidence",
        "update__action",
        "answer__audit_return__audit_round",
        "answer__audit_return__agency",
        "answer__question",
        "standard",
    )
    search_fields = ("evidence__title", "evidence__folded")

    @admin.display(description="what it supports")
    def supported(self, support):
        return support.update or support.answer or support.standard
