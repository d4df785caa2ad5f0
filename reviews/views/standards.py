"""Practice standards: what good looks like under a theme."""

from django.urls import reverse

from boards.forms import ReasonForm
from kscb.pages import find, form_page, form_view
from reviews.forms.themes import EditStandardForm, StandardForm
from reviews.models import PracticeStandard, Theme
from reviews.services import standards as work


def words_url(theme_pk):
    return reverse("reviews:theme-words", args=[theme_pk])


def _standard(request, pk):
    rows = PracticeStandard.objects.visible_to(request.user).select_related("theme")
    return find(request, rows, pk, permission="reviews.keep_themes")


@form_view
def add_standard(request, pk):
    themes = Theme.objects.visible_to(request.user)
    theme = find(request, themes, pk, permission="reviews.keep_themes")
    return form_page(
        request,
        StandardForm(request.POST or None),
        lambda **typed: words_url(work.add(theme, by=request.user, **typed).theme_id),
        heading=f"Add a practice standard to “{theme.name}”",
        submit="Add standard",
        said="The practice standard was added.",
        back_url=words_url(theme.pk),
    )


@form_view
def edit_standard(request, pk):
    standard = _standard(request, pk)
    shown = {name: getattr(standard, name) for name in ("wording", "test", "version")}
    return form_page(
        request,
        EditStandardForm(request.POST or None, initial=shown),
        lambda **typed: words_url(work.edit(standard, by=request.user, **typed).theme_id),
        heading=f"Change practice standard {standard.number}",
        submit="Save",
        said="The practice standard was changed.",
        back_url=words_url(standard.theme_id),
    )


@form_view
def retire_standard(request, pk):
    standard = _standard(request, pk)
    return form_page(
        request,
        ReasonForm(request.POST or None, label="Why it is retired"),
        lambda note: words_url(work.retire(standard, by=request.user, note=note).theme_id),
        heading=f"Retire practice standard {standard.number}",
        lede=standard.wording,
        intro="It will no longer be offered. What was found or measured against it stays.",
        submit="Retire standard",
        said="The practice standard was retired.",
        back_url=words_url(standard.theme_id),
    )
