from django.contrib import admin

from boards.admin.ground import OfOneBoard, SetUp
from kscb.back_office import Inspected
from training.models import Attendance, Completion, Course, Session


@admin.register(Course)
class CourseAdmin(SetUp):
    form = OfOneBoard
    list_display = ("title", "kind", "board", "is_invented")
    list_filter = ("board", "kind", "is_invented")
    list_select_related = ("board",)
    search_fields = ("folded",)
    fixed = ("board",)
    folded_from = ("title",)


@admin.register(Session)
class SessionAdmin(Inspected):
    list_display = ("course", "held_on", "place", "trainer", "status")
    list_filter = ("board", "status", "is_invented")
    list_select_related = ("course", "trainer")
    search_fields = ("course__title", "course__folded", "place", "trainer__name")


@admin.register(Attendance)
class AttendanceAdmin(Inspected):
    list_display = ("session", "agency", "people")
    list_filter = ("session__board", "agency")
    list_select_related = ("session__course", "agency")
    search_fields = ("session__course__title", "agency__name")


@admin.register(Completion)
class CompletionAdmin(Inspected):
    list_display = ("course", "agency", "year_label", "number", "is_invented")
    list_filter = ("course__board", "year", "is_invented")
    list_select_related = ("course", "agency")
    search_fields = ("course__title", "agency__name")
