"""Seven-minute briefings of published reviews, and who has used them."""

from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from boards.models import OF_AN_AGENCY, Activity, Agency, Role
from kscb.pages import find, form_page, form_view, list_page, require
from reviews import filters, tables
from reviews.figures.reach import counting, reach_of
from reviews.forms.briefings import (
    AttestationForm,
    BeginBriefingForm,
    ShareBriefingForm,
    WriteBriefingForm,
    as_typed,
)
from reviews.models import Attestation, Briefing
from reviews.services import briefings as work
from reviews.views.fetch import review_for


def of_briefing(request, pk, permission=""):
    """The briefing, if the person may see it (else 404) and may do this (else 403)."""
    rows = Briefing.objects.visible_to(request.user).select_related("review__board")
    return find(request, rows, pk, permission=permission)


def briefing_of(request, review):
    """What the review's page shows of its briefing."""
    briefings = Briefing.objects.visible_to(request.user).filter(review=review)
    may_begin = request.user.has_perm("reviews.write_briefing", review)
    return {"briefing": briefings.first(), "may_begin": may_begin}


@require_safe
def briefings(request):
    require(request, "reviews.view_reviews", request.board)
    rows = Briefing.objects.visible_to(request.user).filter(review__board=request.board)
    return list_page(
        request,
        rows.select_related("review"),
        filters.BriefingFilters,
        tables.BriefingColumns,
        heading="Seven-minute briefings",
        lede="One page of a published review, to talk through with a team.",
        noun="briefings",
        empty="Briefings will appear here once board staff share one with the agencies.",
        back_url=reverse("reviews:reviews"),
        back_label="Reviews",
    )


@require_safe
def briefing(request, pk):
    briefing = of_briefing(request, pk)
    may = request.user.has_perm
    entries = Attestation.objects.visible_to(request.user).filter(briefing=briefing)
    entries = list(entries.select_related("agency", "by"))
    page = {
        "briefing": briefing,
        "panels": briefing.panels.visible_to(request.user),
        "entries": counting(entries),
        "replaced": len(entries) - len(counting(entries)),
        "may_write": may("reviews.write_briefing", briefing) and briefing.is_draft,
        "may_attest": may("reviews.attest", briefing) and not briefing.is_draft,
    }
    if may("reviews.see_reach", briefing) and not briefing.is_draft:
        serving = Agency.objects.visible_to(request.user).serving(briefing.review.board)
        page["reach"] = reach_of(entries, serving=serving, attest_by=briefing.attest_by)
    if may("reviews.see_publication", briefing):
        page["activity"] = list(Activity.objects.about(briefing)[:50])
    return render(request, "reviews/briefing.html", page)


@form_view
def begin_briefing(request, pk):
    review = review_for(request, pk, "reviews.write_briefing")

    def act(title):
        briefing = work.begin(review, title=title, by=request.user)
        return reverse("reviews:write-briefing", args=[briefing.pk])

    return form_page(
        request,
        BeginBriefingForm(request.POST or None),
        act,
        heading=f"Begin a seven-minute briefing of {review.reference}",
        intro="Seven short panels on one page. Nobody but staff and the chair sees it until you "
        "share it.",
        submit="Begin",
        said="The briefing was begun. Write its seven panels.",
        back_url=review.get_absolute_url(),
    )


@form_view
def write_briefing(request, pk):
    briefing = of_briefing(request, pk, "reviews.write_briefing")
    shown = {
        "title": briefing.title,
        "version": work.version_of(briefing),
        **as_typed(work.panels_of(briefing)),
    }
    return form_page(
        request,
        WriteBriefingForm(request.POST or None, initial=shown),
        lambda **typed: work.write(briefing, by=request.user, **typed),
        heading=f"Write the briefing of {briefing.review.reference}",
        intro="A team reads it and talks it through in seven minutes, so keep each panel to about "
        "ninety words. You can save with panels still empty.",
        submit="Save",
        said="The briefing was saved.",
        back_url=briefing.get_absolute_url(),
    )


@form_view
def share_briefing(request, pk):
    briefing = of_briefing(request, pk, "reviews.write_briefing")
    return form_page(
        request,
        ShareBriefingForm(request.POST or None),
        lambda **typed: work.share(briefing, by=request.user, **typed),
        heading="Share the briefing",
        lede=briefing.title,
        intro="Everyone on the board will read it, and the lead of each agency is told by e-mail. "
        "Its words cannot change afterwards.",
        submit="Share",
        said="The briefing is shared. The lead of each agency has been told by e-mail.",
        back_url=briefing.get_absolute_url(),
    )


@form_view
def attest(request, pk):
    briefing = of_briefing(request, pk, "reviews.attest")
    agencies = answered_for(request, briefing.review.board)
    form = AttestationForm(
        request.POST or None, agencies=agencies, published_on=briefing.review.published_on
    )

    def act(**typed):
        work.attest(briefing, by=request.user, **typed)
        return briefing

    return form_page(
        request,
        form,
        act,
        heading="Say how your staff used the briefing",
        lede=briefing.title,
        intro="Once for each team. If you enter the same team again, the later entry counts.",
        submit="Save",
        said="Thank you. What you said is recorded.",
        back_url=briefing.get_absolute_url(),
    )


def answered_for(request, board):
    """The agencies for which the person may say so: staff for any, others for their own."""
    serving = Agency.objects.visible_to(request.user).serving(board)
    held = [one for one in request.user.current_memberships if one.board_id == board.pk]
    if any(one.role == Role.STAFF for one in held):
        return serving
    own = [one.agency_id for one in held if one.role in OF_AN_AGENCY]
    return serving.filter(pk__in=own)
