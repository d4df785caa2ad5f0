"""Themes: the list that everything hangs on, and one theme's story."""

from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from boards.forms import ReasonForm
from kscb.pages import find, form_page, form_view, list_page, require
from reviews import filters, tables
from reviews.figures import heat, recurrence
from reviews.figures.counts import with_recurrence
from reviews.figures.recurrence import Seen
from reviews.figures.theme_page import theme_page
from reviews.forms.themes import EditThemeForm, ThemeForm
from reviews.models import Theme
from reviews.services import themes as work


@require_safe
def themes(request):
    require(request, "reviews.view_themes", request.board)
    rows = Theme.objects.visible_to(request.user).filter(board=request.board).standing()
    seen = Seen.by(request.user, request.board)
    may_add = request.user.has_perm("reviews.keep_themes", request.board)
    return list_page(
        request,
        with_recurrence(rows, recurrence.recurrence(seen.findings, seen.actions, seen.measures)),
        filters.ThemeFilters,
        tables.ThemeColumns,
        heading="Themes",
        noun="themes",
        lede="What reviews and audits keep finding, and what was done about it.",
        empty="Themes will appear here once board staff add the words of the list.",
        buttons=[{"label": "Add a theme", "url": reverse("reviews:add-theme")}] * may_add,
        links=lists_beside(request),
    )


def lists_beside(request):
    links = [{"label": "Themes over time", "url": reverse("reviews:themes-over-time")}]
    if request.user.has_perm("reviews.view_alarms", request.board):
        links.append({"label": "Recurrence alarms", "url": reverse("reviews:alarms")})
    return links


def _theme(request, pk, permission=""):
    rows = Theme.objects.visible_to(request.user)
    joined = rows.select_related("board", "merged_into", "parent__merged_into")
    return find(request, joined, pk, permission=permission)


@require_safe
def theme(request, pk):
    """One theme: the verdict, what was named, done, tested and taught, and what came back."""
    theme = _theme(request, pk)
    may = request.user.has_perm
    page = {"theme": theme, "may_keep": may("reviews.keep_themes", theme)}
    if theme.is_merged:
        return render(request, "reviews/theme_merged.html", page)
    page |= {
        "page": theme_page(theme, request.user, may_keep=page["may_keep"]),
        "may_judge": may("reviews.judge_theme", theme),
    }
    return render(request, "reviews/theme.html", page)


@require_safe
def themes_over_time(request):
    """Theme by year and by agency, and the table of what came back."""
    require(request, "reviews.view_themes", request.board)
    seen = Seen.by(request.user, request.board)
    named = recurrence.namings(seen.findings)
    rows = recurrence.counted(
        named,
        recurrence.work(seen.findings, seen.actions, seen.measures),
        recurrence.spans(seen.findings, seen.actions),
    )
    page = {
        "by_year": heat.by_year(named),
        "by_agency": heat.by_agency(named),
        "rows": [row for row in rows if row.agency is None],
    }
    return render(request, "reviews/themes_over_time.html", page)


@form_view
def add_theme(request):
    require(request, "reviews.keep_themes", request.board)
    return form_page(
        request,
        ThemeForm(request.POST or None),
        lambda **typed: work.add(request.board, by=request.user, **typed),
        heading="Add a theme",
        submit="Add theme",
        said="The theme was added.",
        back_url=reverse("reviews:themes"),
    )


@form_view
def edit_theme(request, pk):
    theme = _theme(request, pk, "reviews.keep_themes")
    shown = {
        name: getattr(theme, name) for name in ("name", "good_looks_like", "source", "version")
    }
    return form_page(
        request,
        EditThemeForm(request.POST or None, initial=shown),
        lambda **typed: work.edit(theme, by=request.user, **typed),
        heading="Change this theme",
        submit="Save",
        said="The theme was changed.",
        back_url=theme.get_absolute_url(),
    )


@form_view
def retire_theme(request, pk):
    theme = _theme(request, pk, "reviews.keep_themes")
    return form_page(
        request,
        ReasonForm(request.POST or None, label="Why it is retired"),
        lambda note: work.retire(theme, by=request.user, note=note),
        heading=f"Retire “{theme.name}”",
        intro="It will no longer be offered. What was tagged with it stays tagged.",
        submit="Retire theme",
        said="The theme was retired.",
        back_url=theme.get_absolute_url(),
    )


@form_view
def bring_back_theme(request, pk):
    theme = _theme(request, pk, "reviews.keep_themes")
    return form_page(
        request,
        ReasonForm(request.POST or None, label="Why it is brought back"),
        lambda note: work.bring_back(theme, by=request.user, note=note),
        heading=f"Bring “{theme.name}” back",
        intro="It will be offered for new findings again.",
        submit="Bring it back",
        said="The theme is in use again.",
        back_url=theme.get_absolute_url(),
    )
