from django.contrib import admin

from boards.admin.ground import OfOneBoard, SetUp
from kscb.back_office import Inspected
from performance.models import Area, Indicator, Observation


@admin.register(Area)
class AreaAdmin(SetUp):
    list_display = ("name", "code")
    search_fields = ("name", "code")


@admin.register(Indicator)
class IndicatorAdmin(SetUp):
    form = OfOneBoard
    list_display = ("title", "key", "board", "unit", "is_headline", "position")
    list_filter = ("board", "unit", "is_headline")
    list_select_related = ("board",)
    search_fields = ("folded",)
    fixed = ("board", "key")
    folded_from = ("title",)


@admin.register(Observation)
class ObservationAdmin(Inspected):
    about = "What one source said of one indicator. Corrected by adding a revision, never here."
    list_display = ("indicator", "area", "period", "shown", "status", "source", "revision")
    list_filter = ("board", "status", "qualifier")
    list_select_related = ("indicator", "area")
    search_fields = ("indicator__title", "indicator__folded", "period", "source", "printed")
