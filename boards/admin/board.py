from django.contrib import admin

from boards.admin.ground import SetUp
from boards.models import Achievement, Agency, Board, Body, Meeting, MemberView, Partner


@admin.register(Board)
class BoardAdmin(SetUp):
    list_display = ("name", "short_name", "place", "worried_phone")
    search_fields = ("name", "short_name", "place")


@admin.register(Body)
class BodyAdmin(SetUp):
    list_display = ("name", "board", "from_on", "to_on")
    list_filter = ("board",)
    list_select_related = ("board",)
    search_fields = ("name",)
    fixed = ("board",)


@admin.register(Agency)
class AgencyAdmin(SetUp):
    list_display = ("name", "kind")
    list_filter = ("kind",)
    search_fields = ("folded",)
    folded_from = ("name",)


@admin.register(Partner)
class PartnerAdmin(SetUp):
    list_display = ("agency", "board", "from_on", "to_on")
    list_filter = ("board",)
    list_select_related = ("board", "agency")
    search_fields = ("agency__name", "agency__folded")
    fixed = ("board", "agency")


@admin.register(Meeting)
class MeetingAdmin(SetUp):
    list_display = ("title", "held_on", "board")
    list_filter = ("board",)
    list_select_related = ("board",)
    search_fields = ("title",)
    fixed = ("board",)


@admin.register(Achievement)
class AchievementAdmin(SetUp):
    list_display = ("wording", "year_label", "board")
    list_filter = ("board", "year")
    list_select_related = ("board",)
    search_fields = ("wording", "source", "note")
    fixed = ("board",)


@admin.register(MemberView)
class MemberViewAdmin(SetUp):
    list_display = ("sense", "year_label", "board")
    list_filter = ("board", "year")
    list_select_related = ("board",)
    search_fields = ("sense", "source")
    fixed = ("board",)
