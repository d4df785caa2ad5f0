"""The life of a review, for those in the know: its stages, dates, clocks, holds and links."""

from dataclasses import dataclass
from types import SimpleNamespace

from django.db.models import Q
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from kscb.pages import as_pairs, find, form_page, form_view, list_page, require
from reviews import filters, tables
from reviews.figures import clocks
from reviews.forms.life import (
    EndHoldForm,
    EventForm,
    HoldForm,
    LatenessForm,
    LinkForm,
    LookAgainForm,
    StageForm,
)
from reviews.models import (
    ClockRule,
    Decision,
    Hold,
    LinkedReview,
    Review,
    ReviewEvent,
    StageReached,
)
from reviews.services import life as work
from reviews.views.restricted import open_review


def of_review(request, pk, permission=""):
    """The review, if the person may follow its work (else 404) and may do this (else 403)."""
    rows = Review.objects.known_to(request.user).select_related("board", "stage").for_list()
    review = find(request, rows, pk, permission=permission)
    open_review(request, review)
    return review


def of_hold(request, pk):
    hold = find(request, Hold.objects.visible_to(request.user), pk)
    hold.review = of_review(request, hold.review_id, "reviews.run_review")
    return hold


def where_it_is(user, review):
    """What the review's page shows of its life; nothing to someone who only reads the report."""
    known = clocks.with_their_events(Review.objects.known_to(user)).filter(pk=review.pk).first()
    if known is None:
        return None
    running = clocks.of_review(known)
    holds = Hold.objects.visible_to(user).filter(review=known)
    return SimpleNamespace(
        stage=known.stage,
        reached=StageReached.objects.visible_to(user).filter(review=known).first(),
        clock=clocks.next_clock(running),
        late=[clock for clock in running if clock.wants_reason and not clock.is_running],
        holds=holds.standing(),
        decision=Decision.objects.visible_to(user).filter(review=known).first(),
        links=links_of(user, known),
        rows=structured(known),
        may_run=user.has_perm("reviews.run_review", known),
        may_decide=user.has_perm("reviews.decide_review", known),
    )


@dataclass(frozen=True)
class Link:
    """A linked review, told from the side of one of the two."""

    kind: str
    review: Review | None
    held_by: str
    words: str


def links_of(user, review):
    """Those it names, and those of ours that name it."""
    rows = LinkedReview.objects.visible_to(user).select_related("review", "other")
    return [
        Link(
            kind=link.get_kind_display(),
            review=link.other if link.review_id == review.pk else link.review,
            held_by=" · ".join(filter(None, [link.held_by, link.their_reference])),
            words=link.words,
        )
        for link in rows.filter(Q(review=review) | Q(other=review))
    ]


def structured(review):
    return as_pairs(
        [
            ("Themes seen so far", ", ".join(str(theme) for theme in review.themes.all())),
            ("Ethnicity", review.ethnicity),
            ("Gender", review.gender),
            ("The child’s voice", review.childs_voice),
        ]
    )


@require_safe
def life(request, pk):
    """All of it on one page."""
    review = of_review(request, pk)
    user = request.user
    known = clocks.with_their_events(Review.objects.known_to(user)).get(pk=review.pk)
    reached = StageReached.objects.visible_to(user).filter(review=review)
    page = {
        "review": review,
        "reached": reached.select_related("stage", "by"),
        "clocks": clocks.of_review(known),
        "events": ReviewEvent.objects.visible_to(user).filter(review=review).select_related("by"),
        "holds": Hold.objects.visible_to(user).filter(review=review),
        "decisions": Decision.objects.visible_to(user).filter(review=review),
        "links": links_of(user, review),
        "may_run": user.has_perm("reviews.run_review", review),
        "may_decide": user.has_perm("reviews.decide_review", review),
    }
    return render(request, "reviews/life.html", page)


def life_of(review):
    """Where a step on a review's life leads back to: all of it, with what was just entered."""
    return reverse("reviews:life", args=[review.pk])


@form_view
def move_stage(request, pk):
    review = of_review(request, pk, "reviews.run_review")
    stages = work.stages_of(review)
    upcoming = work.next_stage(review.stage, stages)
    return form_page(
        request,
        StageForm(request.POST or None, stages=stages, next_stage=upcoming),
        lambda **typed: life_of(work.move_to_stage(review, by=request.user, **typed)),
        heading=f"Move {review.reference} to a stage",
        intro=f"It is at “{review.stage}” now." if review.stage else "",
        submit="Move",
        said="The review is at its new stage.",
        back_url=life_of(review),
    )


@form_view
def enter_event(request, pk):
    review = of_review(request, pk, "reviews.run_review")
    return form_page(
        request,
        EventForm(request.POST or None, initial={"event": request.GET.get("event", "")}),
        lambda **typed: life_of(work.enter_event(review, by=request.user, **typed).review),
        heading=f"Enter a date of {review.reference}",
        intro="A letter, a contact with the family, a day that a clock counts. To put a date "
        "right, enter it again: the later entry counts.",
        submit="Enter date",
        said="The date was entered.",
        back_url=life_of(review),
    )


@form_view
def explain_clock(request, pk, rule_pk):
    review = of_review(request, pk, "reviews.run_review")
    rules = ClockRule.objects.visible_to(request.user).filter(kind=review.kind)
    rule = find(request, rules, rule_pk)
    return form_page(
        request,
        LatenessForm(request.POST or None),
        lambda **typed: life_of(work.explain(review, rule=rule, by=request.user, **typed).review),
        heading=f"Say why it is late: {review.reference}",
        lede=f"{rule}.",
        submit="Save reason",
        said="The reason was saved.",
        back_url=life_of(review),
    )


@form_view
def hold_review(request, pk):
    review = of_review(request, pk, "reviews.run_review")
    return form_page(
        request,
        HoldForm(request.POST or None),
        lambda **typed: life_of(work.hold(review, by=request.user, **typed).review),
        heading=f"Hold publication of {review.reference}",
        submit="Hold publication",
        said="Publication is held.",
        back_url=life_of(review),
    )


@form_view
def move_hold(request, pk):
    hold = of_hold(request, pk)
    return form_page(
        request,
        LookAgainForm(request.POST or None),
        lambda **typed: life_of(work.look_again(hold, by=request.user, **typed).review),
        heading=f"Still held: {hold.review.reference}",
        lede=f"{hold.get_proceeding_display()}: {hold.reason}",
        submit="Save new date",
        said="The board looks at it again on the new date.",
        back_url=life_of(hold.review),
    )


@form_view
def end_hold(request, pk):
    hold = of_hold(request, pk)
    return form_page(
        request,
        EndHoldForm(request.POST or None),
        lambda **typed: life_of(work.end_hold(hold, by=request.user, **typed).review),
        heading=f"End a hold of {hold.review.reference}",
        lede=f"{hold.get_proceeding_display()}: {hold.reason}",
        submit="End hold",
        said="The hold has ended.",
        back_url=life_of(hold.review),
    )


@form_view
def link_review(request, pk):
    review = of_review(request, pk, "reviews.run_review")
    others = Review.objects.visible_to(request.user).filter(board=review.board)
    return form_page(
        request,
        LinkForm(request.POST or None, others=others.exclude(pk=review.pk)),
        lambda **typed: life_of(work.link(review, by=request.user, **typed).review),
        heading=f"Link a review to {review.reference}",
        submit="Link review",
        said="The review was linked.",
        back_url=life_of(review),
    )


@require_safe
def running_clocks(request):
    require(request, "reviews.view_clocks", request.board)
    known = Review.objects.known_to(request.user).filter(board=request.board)
    return list_page(
        request,
        clocks.running_or_missed(known),
        filters.Unfiltered,
        tables.ClockColumns,
        heading="Clocks",
        lede="What is due in reviews that have not ended, the most urgent first, and what was "
        "missed.",
        noun="clocks",
        empty="Clocks will appear here once staff enter the days that they count from.",
    )
