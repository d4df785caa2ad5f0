from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError

from boards.admin.ground import SetUp
from kscb.back_office import Inspected
from kscb.text import fold
from reviews.admin.life import OF_A_KIND
from reviews.models import Finding, NamedReader, Recommendation, Review, ReviewKind, Theme
from reviews.services.kinds import set_up


class ThemeForm(forms.ModelForm):
    def clean(self):
        super().clean()
        same = Theme.objects.exclude(pk=self.instance.pk).filter(
            board=self.cleaned_data.get("board"), folded=fold(self.cleaned_data.get("name", ""))
        )
        if same.exists():
            raise ValidationError({"name": "This board has a theme of this name already."})


@admin.register(Theme)
class ThemeAdmin(SetUp):
    form = ThemeForm
    list_display = ("name", "board", "source", "retired_on")
    list_filter = ("board",)
    list_select_related = ("board",)
    search_fields = ("folded",)
    fixed = ("board",)
    folded_from = ("name",)


@admin.register(ReviewKind)
class ReviewKindAdmin(SetUp):
    list_display = ("name", "code", "board", "is_inspection")
    list_filter = ("board", "is_inspection")
    list_select_related = ("board",)
    search_fields = ("name", "code")
    fixed = ("board",)

    def get_inlines(self, request, obj):
        """A kind begins with the usual stages, clocks and criteria; then it may be changed."""
        return OF_A_KIND if obj else ()

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        if not change:
            set_up(form.instance, by=request.user)


@admin.register(Review)
class ReviewAdmin(Inspected):
    about = "A published review or inspection. Those not yet published are not shown here."
    unseen = ("themes", "stage", "ethnicity", "gender", "childs_voice")
    list_display = ("reference", "pseudonym", "kind", "year", "commissioned_by", "published_on")
    list_filter = ("board", "kind", "is_invented")
    list_select_related = ("kind", "commissioned_by")
    search_fields = ("folded",)


@admin.register(NamedReader)
class NamedReaderAdmin(Inspected):
    about = "A person who was let into a review before it was published, and why."
    list_display = ("person", "review", "reason", "from_on", "to_on", "ended_at")
    list_filter = ("review__board",)
    list_select_related = ("person", "review")
    search_fields = ("person__name", "person__email", "review__reference")


@admin.register(Finding)
class FindingAdmin(Inspected):
    list_display = ("reference", "wording", "found_on")
    list_filter = ("board",)
    list_select_related = ("review",)
    search_fields = ("wording", "review__reference")


@admin.register(Recommendation)
class RecommendationAdmin(Inspected):
    list_display = ("reference", "wording", "review")
    list_filter = ("board",)
    list_select_related = ("review",)
    search_fields = ("folded",)
