"""The words of one theme, for those who keep the list: synonyms, place, merging, standards."""

from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from boards.forms import ReasonForm
from boards.models import Activity
from kscb.pages import find, form_page, form_view, step
from reviews.forms.themes import MergeForm, SynonymForm, WiderForm
from reviews.models import PracticeStandard, Synonym, Theme
from reviews.services import themes as work


def _theme(request, pk):
    rows = Theme.objects.visible_to(request.user).select_related("parent", "merged_into")
    return find(request, rows, pk, permission="reviews.keep_themes")


@require_safe
def theme_words(request, pk):
    theme = _theme(request, pk)
    page = {
        "theme": theme,
        "synonyms": Synonym.objects.visible_to(request.user).filter(theme=theme),
        "merged": Theme.objects.visible_to(request.user).filter(merged_into=theme),
        "standards": PracticeStandard.objects.visible_to(request.user).filter(theme=theme),
        "activity": list(Activity.objects.about(theme)[:100]),
    }
    return render(request, "reviews/theme_words.html", page)


def words_url(theme):
    return reverse("reviews:theme-words", args=[theme.pk])


@form_view
def add_synonym(request, pk):
    theme = _theme(request, pk)

    def act(name):
        work.add_synonym(theme, name=name, by=request.user)
        return words_url(theme)

    return form_page(
        request,
        SynonymForm(request.POST or None),
        act,
        heading=f"Add another word for “{theme.name}”",
        submit="Add word",
        said="The word was added.",
        back_url=words_url(theme),
    )


@require_POST
def remove_synonym(request, pk):
    rows = Synonym.objects.visible_to(request.user).select_related("theme")
    synonym = find(request, rows, pk, permission="reviews.keep_themes")
    theme = synonym.theme

    def act():
        work.remove_synonym(synonym, by=request.user)

    said = f"“{synonym.name}” no longer leads to this theme."
    return step(request, act, said=said, back=words_url(theme))


@form_view
def widen_theme(request, pk):
    theme = _theme(request, pk)
    return form_page(
        request,
        WiderForm(request.POST or None, theme=theme, initial={"parent": theme.parent_id}),
        lambda parent: words_url(work.widen(theme, parent=parent, by=request.user)),
        heading=f"The wider theme of “{theme.name}”",
        intro="Each still counts for itself; their pages link to each other.",
        submit="Save",
        said="The wider theme was changed.",
        back_url=words_url(theme),
    )


@form_view
def merge_theme(request, pk):
    theme = _theme(request, pk)
    return form_page(
        request,
        MergeForm(request.POST or None, theme=theme),
        lambda into, reason: work.merge(theme, into=into, reason=reason, by=request.user),
        heading=f"Merge “{theme.name}” into another theme",
        intro="From then on both count as one, in every figure. What was tagged with this word "
        "keeps it, and whoever looks for it is led to the other. You can split it off again.",
        submit="Merge",
        said="The two themes count as one now.",
        back_url=words_url(theme),
    )


@form_view
def split_theme(request, pk):
    theme = _theme(request, pk)
    return form_page(
        request,
        ReasonForm(request.POST or None, label="Why it is a theme of its own"),
        lambda note: work.split_off(theme, reason=note, by=request.user),
        heading=f"Split “{theme.name}” off again",
        intro="It will count for itself again, with what was tagged with it. Words that were "
        "merged into it before stay with the other theme.",
        submit="Split off",
        said="The theme counts for itself again.",
        back_url=theme.get_absolute_url(),
    )
