"""What happened, was sent and was stored: looked at here, and never changed."""

from django.contrib import admin

from boards.models import Activity, Document, Draft, Notice, Receipt
from kscb.back_office import Inspected


@admin.register(Activity)
class ActivityAdmin(Inspected):
    list_display = ("at", "actor", "verb", "target_label", "board")
    list_filter = ("board",)
    list_select_related = ("actor", "board")
    search_fields = ("verb", "target_label", "actor__name")
    fields = ("at", "actor", "verb", "target_label", "detail_words", "board")

    @admin.display(description="from what to what, and why")
    def detail_words(self, entry):
        return entry.detail_words


@admin.register(Notice)
class NoticeAdmin(Inspected):
    """Without its text, which may hold a link that signs someone in."""

    list_display = ("created_at", "email", "subject", "board", "result", "attempts", "sent_at")
    list_filter = ("board", "result")
    list_select_related = ("board",)
    search_fields = ("email", "subject", "about")
    unseen = ("text",)


@admin.register(Document)
class DocumentAdmin(Inspected):
    """What is known of a file. It is opened only from what it belongs to, by who may read that."""

    list_display = ("name", "kind", "size", "scan", "board", "uploaded_by", "uploaded_at")
    list_filter = ("board", "kind", "scan")
    list_select_related = ("board", "uploaded_by")
    search_fields = ("name", "sha256")


@admin.register(Receipt)
class ReceiptAdmin(Inspected):
    """Without the address that the form was sent to, which names a record."""

    list_display = ("at", "person", "token")
    list_display_links = None
    list_select_related = ("person",)
    search_fields = ("person__name", "person__email")

    def has_view_permission(self, request, obj=None):
        return obj is None and super().has_view_permission(request)


@admin.register(Draft)
class DraftAdmin(Inspected):
    """Without its words, which are its writer's alone, and the page, which names a record."""

    list_display = ("saved_at", "person")
    list_display_links = None
    list_select_related = ("person",)
    search_fields = ("person__name", "person__email")

    def has_view_permission(self, request, obj=None):
        return obj is None and super().has_view_permission(request)
