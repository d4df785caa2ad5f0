"""Themes: the list that everything hangs on, and one theme's story."""

from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from boards.forms import ReasonForm
from boards.models import Activity
from kscb.pages import find, form_page, form_view, list_page, require
from reviews import filters, tables
from reviews.figures import counts as figures
from reviews.forms.themes import EditThemeForm, ThemeForm
from reviews.models import Action, AuditRound, Finding, Theme
from reviews.services import themes as work


@require_safe
def themes(request):
    require(request, "reviews.view_themes", request.board)
    rows = Theme.objects.visible_to(request.user).filter(board=request.board)
    may_add = request.user.has_perm("reviews.keep_themes", request.board)
    return list_page(
        request,
        figures.with_counts(
            rows,
            findings=Finding.objects.visible_to(request.user).filter(board=request.board),
            actions=_actions(request.user).filter(board=request.board),
        ),
        filters.ThemeFilters,
        tables.ThemeColumns,
        heading="Themes",
        noun="themes",
        lede="What reviews and audits keep finding, and what was done about it.",
        empty="Themes will appear here once board staff add the words of the list.",
        buttons=[{"label": "Add a theme", "url": reverse("reviews:add-theme")}] * may_add,
    )


def _actions(user):
    """Actions whose review the person may read as well: of others, not even a theme is told."""
    return Action.objects.visible_to(user).of_reviews_read_by(user)


@require_safe
def theme(request, pk):
    """One theme: named where, what was asked, what was done, what was taught."""
    theme = find(request, Theme.objects.visible_to(request.user), pk)
    findings = Finding.objects.visible_to(request.user).filter(themes=theme)
    tagged = theme.findings.values("recommendations")
    actions = _actions(request.user).filter(recommendation__in=tagged)
    page = {
        "theme": theme,
        "named": findings.count(),
        "done": figures.open_and_accepted(actions),
        "findings": findings.select_related("review").order_by("-found_on", "-pk")[:20],
        "actions": actions.for_list().most_urgent_first()[:20],
        "rounds": AuditRound.objects.visible_to(request.user).filter(themes=theme)[:50],
        "courses": theme.courses.visible_to(request.user)[:50],
        "activity": list(Activity.objects.about(theme)[:50]),
        "may_keep": request.user.has_perm("reviews.keep_themes", theme),
    }
    return render(request, "reviews/theme.html", page)


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
    theme = find(
        request, Theme.objects.visible_to(request.user), pk, permission="reviews.keep_themes"
    )
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
    theme = find(
        request, Theme.objects.visible_to(request.user), pk, permission="reviews.keep_themes"
    )
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
