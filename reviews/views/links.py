"""The page that a signed link opens, without signing in."""

from urllib.parse import urlencode

from allauth.core import ratelimit
from django.contrib.auth.decorators import login_not_required
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from boards.models import Document
from kscb.pages import as_pairs, find, form_page, form_view, require, step
from reviews.forms.asking import SayForm
from reviews.models import UpdateLink
from reviews.services import links as work


@never_cache
@form_view
@login_not_required
def say(request, token):
    """Opening it uses nothing up: scanners of e-mail open every link. Signs no one in."""
    if not ratelimit.consume(request, action="update_link"):
        return over(request, status=429)
    link = work.find(token)
    if link is None or not work.still_opens(link):
        return over(request, status=410 if link else 404)
    request.found, request.speaks_for = link.action, link.person
    form = SayForm(request.POST or None, request.FILES or None)

    def act(text, **_):
        return said_url(work.answer(link, text=text, **form.evidence()))

    action = link.action
    return form_page(
        request,
        form,
        act,
        heading=f"Say how {action.reference} goes",
        submit="Send to the board",
        template="reviews/say.html",
        rows=facts(action),
    )


def facts(action):
    """What the action asks is told only where its review is published."""
    is_open = not action.recommendation.review.is_restricted
    return as_pairs(
        [
            ("Reference", action.reference),
            ("Board", action.board),
            ("Agency", action.agency),
            ("Due", action.due_on),
            ("What will be done", action.wording if is_open else ""),
        ]
    )


def over(request, *, status):
    """One page for whatever does not open, so that it tells nothing of why."""
    return render(request, "reviews/say_over.html", status=status)


def said_url(update):
    """Tells the next page what the files hold, as words of a fixed list: nobody is signed in."""
    given = update.supports.filter(evidence__document__isnull=False)
    found = {key for one in given.select_related("evidence__document") for key in hidden_of(one)}
    query = urlencode({"holds": sorted(found)}, doseq=True)
    return reverse("reviews:said") + (f"?{query}" if found else "")


def hidden_of(support):
    return support.evidence.document.hidden or ()


@never_cache
@require_safe
@login_not_required
def said(request):
    held = Document(hidden=request.GET.getlist("holds"))
    return render(request, "reviews/said.html", {"hidden_words": held.hidden_words})


@require_POST
def end_link(request, pk):
    rows = UpdateLink.objects.visible_to(request.user).select_related("action", "person")
    link = find(request, rows, pk)
    require(request, "reviews.remind", link.action)
    return step(
        request,
        lambda: work.end(link, by=request.user).action,
        said="The link was ended. It no longer opens.",
        back=link.action.get_absolute_url(),
    )
