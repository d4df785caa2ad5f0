from django.contrib import admin

from boards.admin.ground import Rows, SetUp
from kscb.back_office import Inspected
from reviews.models import Answer, AuditReturn, AuditRound, Framework, Grade, Question


class GradeRows(Rows):
    model = Grade


class QuestionRows(Rows):
    model = Question


@admin.register(Framework)
class FrameworkAdmin(SetUp):
    list_display = ("name", "source")
    search_fields = ("name", "source")
    inlines = (GradeRows, QuestionRows)


@admin.register(Grade)
class GradeAdmin(SetUp):
    list_display = ("label", "value", "framework")
    list_filter = ("framework",)
    list_select_related = ("framework",)
    search_fields = ("label", "framework__name")
    fixed = ("framework",)


@admin.register(Question)
class QuestionAdmin(SetUp):
    list_display = ("wording", "number", "framework")
    list_filter = ("framework",)
    list_select_related = ("framework",)
    search_fields = ("wording", "good_evidence", "framework__name")
    fixed = ("framework",)


@admin.register(AuditRound)
class AuditRoundAdmin(Inspected):
    list_display = ("reference", "title", "framework", "opens_on", "due_on", "status")
    list_filter = ("board", "status", "framework")
    list_select_related = ("framework",)
    search_fields = ("folded",)


@admin.register(AuditReturn)
class AuditReturnAdmin(Inspected):
    list_display = ("audit_round", "agency", "status", "status_since")
    list_filter = ("board", "status", "agency")
    list_select_related = ("audit_round", "agency")
    search_fields = ("audit_round__reference", "audit_round__title", "agency__name")


@admin.register(Answer)
class AnswerAdmin(Inspected):
    list_display = ("audit_return", "question", "grade")
    list_filter = ("audit_return__board",)
    list_select_related = ("audit_return__audit_round", "audit_return__agency", "question", "grade")
    search_fields = ("audit_return__audit_round__reference", "audit_return__agency__name", "text")
