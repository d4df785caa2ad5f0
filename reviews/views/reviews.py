"""Reviews: logged, written, published by two people."""

from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from boards.forms import ReasonForm
from boards.models import Activity
from kscb.pages import as_pairs, find, form_page, form_view, list_page, require, step
from reviews import filters, tables
from reviews.figures.names import with_names
from reviews.forms.publication import ApprovalForm
from reviews.forms.reviews import (
    EditFindingForm,
    EditReviewForm,
    FindingForm,
    ReaderForm,
    ReviewForm,
)
from reviews.models import Action, Finding, NamedReader, Recommendation, Review
from reviews.services import findings as finding_work
from reviews.services import reviews as work
from reviews.services.life import begin
from reviews.services.publication import Checklist, hidden_in, to_explain, what_waits
from reviews.views import alarms, audit_reports, publication
from reviews.views.fetch import review_for
from reviews.views.life import where_it_is
from reviews.views.reading import around
from reviews.views.restricted import open_review

# The lists beside that of reviews: what each is called, its page, and who may open it.
BESIDE = (
    ("Findings", "findings", "view_reviews"),
    ("Recommendations", "recommendations", "view_reviews"),
    ("Impact tests", "measures", "view_reviews"),
    ("Briefings", "briefings", "view_reviews"),
    ("Re-looks", "relooks", "view_reviews"),
    ("Clocks", "clocks", "view_clocks"),
    ("Decisions", "decisions", "view_decisions"),
    ("Information requests", "information-requests", "view_requests"),
    ("Who read restricted reviews", "readings", "view_readings"),
    ("Trackers read in", "trackers", "read_in_trackers"),
)

# What the form to change a review holds, beside its themes.
HELD = (
    "pseudonym",
    "commissioned_by",
    "summary",
    "ethnicity",
    "gender",
    "childs_voice",
    "version",
)


@require_safe
def reviews(request):
    require(request, "reviews.view_reviews", request.board)
    rows = Review.objects.visible_to(request.user).filter(board=request.board).for_list()
    may_log = request.user.has_perm("reviews.write_review", request.board)
    return list_page(
        request,
        rows.order_by("-year", "-in_order"),
        filters.ReviewFilters,
        tables.ReviewColumns,
        heading="Reviews",
        noun="reviews",
        empty="Reviews will appear here once board staff log one, or publish one to you.",
        buttons=[{"label": "Log a review", "url": reverse("reviews:add-review")}] * may_log,
        links=beside(request),
    )


def beside(request):
    """The other lists that hang on reviews, as far as the person may open them."""
    may = request.user.has_perm
    return [
        {"label": label, "url": reverse(f"reviews:{name}")}
        for label, name, permission in BESIDE
        if may(f"reviews.{permission}", request.board)
    ]


@require_safe
def review(request, pk):
    review = review_for(request, pk)
    actions = Action.objects.visible_to(request.user).filter(recommendation__review=review)
    may = request.user.has_perm
    page = {
        "review": review,
        "rows": facts(review),
        "findings": findings_of(review),
        "add_finding": add_finding_to(review),
        "audit": audit_reports.around(request, review),
        "recommendations": review.recommendations.prefetch_related("findings"),
        "actions": actions.for_list()[:200],
        "drafts": review.recommendations.filter(status=Recommendation.Status.DRAFT).exists(),
        "may_write": may("reviews.write_review", review) and review.is_draft,
        "may_log": may("reviews.log_action", review),
        "may_ask": may("reviews.ask_to_publish", review) and review.is_draft,
        "publication": publication.around(request, review),
        "life": where_it_is(request.user, review),
        "may_paste": may("reviews.paste_rows", review),
    }
    if may("reviews.see_publication", review):
        # It holds the words of earlier drafts, which were never published.
        page["activity"] = list(Activity.objects.about(review)[:50])
    page["alarms"] = alarms.unanswered_in(review, request.user)
    if review.awaits_approval:
        page["may_approve"] = may("reviews.approve_publication", review)
        page["sees_publication"] = may("reviews.see_publication", review)
    page["reading"] = around(request, review)
    return render(request, "reviews/review.html", page)


def findings_of(review):
    return with_names(Finding.objects.told_by(review).order_by("number"))


def add_finding_to(review):
    """What an audit found is written in the audit."""
    if review.audit_round_id:
        return reverse("reviews:find-in-audit", args=[review.audit_round_id])
    return reverse("reviews:add-finding", args=[review.pk])


def facts(review):
    return as_pairs(
        [
            ("Kind", review.kind),
            ("Board", review.board),
            ("Commissioned by", review.commissioned_by),
            ("Year", str(review.year)),
            ("Published", review.published_on),
            ("Summary", review.summary),
            ("Source", review.source),
        ]
    )


@form_view
def add_review(request):
    require(request, "reviews.write_review", request.board)
    return form_page(
        request,
        ReviewForm(request.POST or None, board=request.board),
        lambda **typed: begin(request.board, by=request.user, **typed),
        heading="Log a review",
        submit="Log review",
        said="The review was logged. Only staff, the chair and its named readers see it.",
        back_url=reverse("reviews:reviews"),
    )


@form_view
def edit_review(request, pk):
    review = review_for(request, pk, "reviews.write_review")
    shown = {name: getattr(review, name) for name in HELD} | {"themes": list(review.themes.all())}
    return form_page(
        request,
        EditReviewForm(request.POST or None, board=review.board, initial=shown),
        lambda **typed: work.edit(review, by=request.user, **typed),
        heading=f"Change {review.reference}",
        submit="Save",
        said="The review was changed.",
        keeps_draft=True,
        back_url=review.get_absolute_url(),
    )


@form_view
def add_finding(request, pk):
    review = review_for(request, pk, "reviews.write_review")
    return form_page(
        request,
        FindingForm(request.POST or None, board=review.board),
        lambda **typed: alarms.after(
            request.user, finding_work.add(review, by=request.user, **typed)
        ),
        heading=f"Add a finding to {review.reference}",
        submit="Add finding",
        said="The finding was added.",
        keeps_draft=True,
        back_url=review.get_absolute_url(),
    )


@form_view
def edit_finding(request, pk):
    rows = Finding.objects.visible_to(request.user)
    joined = rows.select_related("review__board", "audit_round", "board")
    finding = find(request, joined, pk, permission="reviews.write_review")
    if finding.review:
        open_review(request, finding.review)
    shown = {
        "kind": finding.kind,
        "wording": finding.wording,
        "found_on": finding.found_on,
        "themes": list(finding.themes.all()),
        "standards": list(finding.standards.all()),
        "agencies": list(finding.agencies.all()),
        "version": finding.version,
    }
    form = EditFindingForm(
        request.POST or None, board=finding.board, finding=finding, initial=shown
    )
    return form_page(
        request,
        form,
        lambda **typed: alarms.after(
            request.user, finding_work.edit(finding, by=request.user, **typed)
        ),
        heading=f"Change finding {finding.number} of {finding.source.reference}",
        submit="Save",
        said="The finding was changed.",
        keeps_draft=True,
        back_url=finding.source.get_absolute_url(),
    )


@require_safe
def findings(request):
    """The rows behind "times named"."""
    require(request, "reviews.view_reviews", request.board)
    rows = Finding.objects.visible_to(request.user).filter(board=request.board).for_list()
    return list_page(
        request,
        rows.order_by("-found_on", "-pk"),
        filters.FindingFilters,
        tables.FindingColumns,
        heading="Findings",
        noun="findings",
        empty="What reviews found will appear here.",
    )


@form_view
def ask_to_publish(request, pk):
    review = review_for(request, pk, "reviews.ask_to_publish")
    return form_page(
        request,
        ReasonForm(request.POST or None, label="Note for the second person", required=False),
        lambda note: work.ask_to_publish(review, by=request.user, note=note),
        heading=f"Ask to publish {review.reference}",
        intro="A second person, who has not edited it, must approve. Until they answer, its words "
        "cannot change. Once published, they never change.",
        submit="Ask to publish",
        said="A second person is asked to approve. They have been told by e-mail.",
        back_url=review.get_absolute_url(),
    )


@form_view
def approve_publication(request, pk):
    review = review_for(request, pk, "reviews.approve_publication")

    def act(take_down_on, **answers):
        checked = Checklist(**answers)
        return work.publish(review, by=request.user, checked=checked, take_down_on=take_down_on)

    return form_page(
        request,
        ApprovalForm(request.POST or None, found=to_explain(review)),
        act,
        heading=f"Publish {review.reference}",
        rows=[*(("Publication waits", words) for words in what_waits(review)), *hidden_in(review)],
        intro="Read every finding and recommendation first: could anyone be recognised from the "
        "words together? Once published, everyone on the board reads it, and it never changes.",
        submit="Publish",
        tone="warning",
        said="The review is published.",
        back_url=review.get_absolute_url(),
    )


@form_view
def send_back_publication(request, pk):
    review = review_for(request, pk, "reviews.approve_publication")
    return form_page(
        request,
        ReasonForm(request.POST or None, label="What should change"),
        lambda note: work.send_back(review, by=request.user, note=note),
        heading=f"Send {review.reference} back",
        submit="Send back",
        said="The review can be written in again. The person who asked has been told.",
        back_url=review.get_absolute_url(),
    )


@form_view
def name_reader(request, pk):
    review = review_for(request, pk, "reviews.name_readers")

    def act(**typed):
        work.name_reader(review, by=request.user, **typed)
        return review

    return form_page(
        request,
        ReaderForm(request.POST or None, board=review.board),
        act,
        heading=f"Name a reader of {review.reference}",
        submit="Name reader",
        said="They can read the review now.",
        back_url=review.get_absolute_url(),
    )


@require_POST
def end_reader(request, pk):
    rows = NamedReader.objects.visible_to(request.user).select_related("review", "person")
    reader = find(request, rows, pk)
    require(request, "reviews.name_readers", reader.review)
    return step(
        request,
        lambda: work.end_reader(reader, by=request.user),
        said=f"{reader.person} can no longer read it.",
        back=reader.review,
    )
