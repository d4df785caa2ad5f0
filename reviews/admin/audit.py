from django.contrib import admin

from kscb.back_office import Inspected
from reviews.models import (
    Answer,
    AnswerQuery,
    AuditReturn,
    AuditRound,
    Framework,
    Grade,
    ImmediateConcern,
    Moderation,
    Question,
    Section,
    SectionShare,
    Submission,
)

# Frameworks are looked at here and written on their own pages: what is published never changes,
# and a draft is published, retired and put in order by steps.


@admin.register(Framework)
class FrameworkAdmin(Inspected):
    list_display = ("name", "edition", "status", "kept_by", "valid_from", "valid_to")
    list_filter = ("board", "status")
    list_select_related = ("board",)
    search_fields = ("folded",)


@admin.register(Grade)
class GradeAdmin(Inspected):
    list_display = ("label", "value", "scale", "framework")
    list_filter = ("framework__board", "scale")
    list_select_related = ("framework",)
    search_fields = ("label", "framework__name")


@admin.register(Section)
class SectionAdmin(Inspected):
    list_display = ("title", "number", "framework", "retired_on")
    list_filter = ("framework__board",)
    list_select_related = ("framework",)
    search_fields = ("title", "framework__name")


@admin.register(Question)
class QuestionAdmin(Inspected):
    list_display = ("wording", "number", "key", "kind", "framework", "valid_from", "valid_to")
    list_filter = ("framework__board", "kind")
    list_select_related = ("framework",)
    search_fields = ("wording", "key", "good_evidence", "framework__name")


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


OF_A_RETURN = ("audit_return__audit_round", "audit_return__agency")
OF_AN_ANSWER = (
    "answer__audit_return__audit_round",
    "answer__audit_return__agency",
    "answer__question",
)


@admin.register(SectionShare)
class SectionShareAdmin(Inspected):
    list_display = ("audit_return", "section", "person")
    list_filter = ("audit_return__board",)
    list_select_related = (*OF_A_RETURN, "section", "person")
    search_fields = ("audit_return__audit_round__reference", "person__name")


@admin.register(Submission)
class SubmissionAdmin(Inspected):
    list_display = ("receipt", "audit_return", "by", "at")
    list_filter = ("audit_return__board",)
    list_select_related = (*OF_A_RETURN, "by")
    search_fields = ("receipt",)


@admin.register(AnswerQuery)
class AnswerQueryAdmin(Inspected):
    list_display = ("answer", "asked_by", "asked_at", "replied_at")
    list_filter = ("answer__audit_return__board",)
    list_select_related = (*OF_AN_ANSWER, "asked_by")
    search_fields = ("asked", "reply")


@admin.register(Moderation)
class ModerationAdmin(Inspected):
    list_display = ("answer", "grade", "by", "at")
    list_filter = ("answer__audit_return__board",)
    list_select_related = (*OF_AN_ANSWER, "grade", "by")
    search_fields = ("reason", "reply")


@admin.register(ImmediateConcern)
class ImmediateConcernAdmin(Inspected):
    list_display = ("agency", "board", "raised_by", "raised_at", "confirmed_by", "confirmed_at")
    list_filter = ("board", "agency")
    list_select_related = ("agency", "board", "raised_by", "confirmed_by")
    search_fields = ("agency__name",)
