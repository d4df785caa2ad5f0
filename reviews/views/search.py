"""Search from the header: a reference goes straight there, words are looked for everywhere."""

from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from kscb.lists import Words
from kscb.text import fold
from reviews.filters import ThemeWords
from reviews.models import Action, AuditRound, Recommendation, Review, Theme

MOST = 20
# What is searched, in the order it is shown. Each has a folded column and a page of its own.
PLACES = (
    ("Reviews", Review),
    ("Recommendations", Recommendation),
    ("Actions", Action),
    ("Audits", AuditRound),
    ("Themes", Theme),
)


@require_safe
def search(request):
    """Over every board of the person: a record opens whichever board is chosen."""
    asked = request.GET.get("q", "").replace("\x00", "").strip()[:200]
    exact = named(request.user, asked)
    if exact:
        return redirect(exact)
    found = [(label, matching(model, request.user, asked)) for label, model in PLACES if asked]
    page = {"q": asked, "found": [(label, rows) for label, rows in found if rows], "most": MOST}
    return render(request, "reviews/search.html", page)


def named(user, asked):
    """The one record whose reference was typed, if the person may see it."""
    if "/" not in asked:
        return None
    for _, model in PLACES[:4]:
        rows = model.objects.visible_to(user).filter(reference__iexact=asked)
        if record := rows.first():
            return record
    return None


def matching(model, user, asked):
    if not fold(asked):
        return []
    rows = model.objects.visible_to(user)
    if model is Recommendation:
        rows = rows.select_related("review")  # says whether its words are withheld here
    if model is Theme:
        # A theme is found by its other words too; what was merged leads to where it went.
        return list(ThemeWords().filter(rows.standing(), asked)[:MOST])
    return list(Words().filter(rows, asked)[:MOST])
