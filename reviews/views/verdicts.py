"""The board's verdicts on a theme: the latest counts, and every earlier one stays."""

from django.shortcuts import render
from django.views.decorators.http import require_safe

from kscb.pages import find, form_page, form_view
from reviews.forms.themes import VerdictForm
from reviews.models import Theme, Verdict
from reviews.services import verdicts as work


@require_safe
def verdicts(request, pk):
    theme = find(request, Theme.objects.visible_to(request.user), pk)
    given = Verdict.objects.visible_to(request.user).filter(
        theme__in=Theme.objects.counted_under(theme)
    )
    page = {
        "theme": theme,
        "verdicts": given.select_related("by", "theme")[:100],
        "may_judge": request.user.has_perm("reviews.judge_theme", theme) and not theme.is_merged,
    }
    return render(request, "reviews/verdicts.html", page)


@form_view
def give_verdict(request, pk):
    themes = Theme.objects.visible_to(request.user)
    theme = find(request, themes, pk, permission="reviews.judge_theme")
    return form_page(
        request,
        VerdictForm(request.POST or None),
        lambda **typed: work.give(theme, by=request.user, **typed).theme,
        heading="Give a verdict",
        lede=theme.name,
        intro="It stands with your name and today’s date, and is never changed: give another one "
        "when practice has moved.",
        submit="Give verdict",
        said="Your verdict is the board’s verdict now.",
        back_url=theme.get_absolute_url(),
    )
