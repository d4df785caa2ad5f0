from django.contrib import admin

from kscb.back_office import Inspected
from reviews.models import AlarmAnswer, PracticeStandard, Synonym, Verdict


@admin.register(Synonym)
class SynonymAdmin(Inspected):
    about = "Another word for a theme. Board staff keep them on the theme's own page."
    list_display = ("name", "theme", "board")
    list_filter = ("board",)
    list_select_related = ("theme", "board")
    search_fields = ("folded",)


@admin.register(PracticeStandard)
class PracticeStandardAdmin(Inspected):
    about = "What good looks like under a theme. Board staff keep them on the theme's own page."
    list_display = ("wording", "theme", "board", "retired_on")
    list_filter = ("board",)
    list_select_related = ("theme", "board")
    search_fields = ("wording",)


@admin.register(Verdict)
class VerdictAdmin(Inspected):
    about = "What one person judged of a theme on one day. Written once."
    list_display = ("theme", "word", "by", "at")
    list_filter = ("board", "word")
    list_select_related = ("theme", "by")
    search_fields = ("theme__folded",)


@admin.register(AlarmAnswer)
class AlarmAnswerAdmin(Inspected):
    about = "What the board said when a theme came back after it was done. Written once."
    list_display = ("theme", "shown", "by", "at")
    list_filter = ("theme__board",)
    list_select_related = ("theme", "by")
    search_fields = ("theme__folded",)
