"""What reviews ask of agencies, each of which knows its review by the reference alone."""

from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from boards.forms import ReasonForm
from boards.models import Activity
from kscb.pages import as_pairs, find, form_page, form_view, list_page, require
from reviews import filters, tables
from reviews.forms.information import AskForm, ReceivedForm, SendBackForm, SendForm
from reviews.models import InformationRequest, Review, ReviewDocument
from reviews.services import information as work
from reviews.views.fetch import review_for
from reviews.views.restricted import open_part


@require_safe
def information_requests(request):
    require(request, "reviews.view_requests", request.board)
    rows = InformationRequest.objects.visible_to(request.user)
    return list_page(
        request,
        rows.filter(review__board=request.board).for_list(),
        filters.InformationRequestFilters,
        tables.InformationRequestColumns,
        heading="Information asked of agencies",
        noun="requests",
        empty="Requests will appear here once board staff ask agencies, on a review’s page.",
        back_url=reverse("reviews:reviews"),
        back_label="Reviews",
    )


def request_for(request, pk, permission=""):
    """The request, if the person may see it (else 404) and may do this (else 403).

    Those who may read the review are asked why; the agency's lead, who may not, is not.
    """
    rows = InformationRequest.objects.visible_to(request.user)
    asked = find(request, rows.select_related("review__board", "agency"), pk, permission=permission)
    open_part(request, asked.review)
    return asked


@require_safe
def information_request(request, pk):
    asked = request_for(request, pk)
    may = request.user.has_perm
    documents = ReviewDocument.objects.visible_to(request.user).filter(request=asked)
    activity = list(Activity.objects.about(asked)[:50])
    page = {
        "asked": asked,
        "rows": facts(asked),
        "review": Review.objects.visible_to(request.user).filter(pk=asked.review_id).first(),
        "documents": documents.for_list(),
        "activity": activity,
        "question": open_question(asked, activity),
        "may_answer": not asked.is_withdrawn and may("reviews.answer_request", asked),
        "may_keep": may("reviews.keep_requests", asked),
    }
    return render(request, "reviews/information_request.html", page)


def open_question(asked, activity):
    """The words with which it last came back, until the agency sends something again."""
    if not asked.is_waiting:
        return ""
    came_back = (entry for entry in activity if entry.verb == work.SENT_BACK)
    return next((entry.detail.get("note", "") for entry in came_back), "")


def facts(asked):
    return as_pairs(
        [
            ("What is asked for", asked.asked),
            ("Agency", asked.agency),
            ("Board", asked.review.board),
            ("Asked on", asked.asked_on),
            ("Due", asked.due_on),
            ("Received on", asked.received_on),
        ]
    )


@form_view
def ask_information(request, pk):
    review = review_for(request, pk, "reviews.ask_information")

    def act(**typed):
        work.ask(review, by=request.user, **typed)
        return review

    return form_page(
        request,
        AskForm(request.POST or None, board=review.board),
        act,
        heading=f"Ask agencies for information for {review.reference}",
        submit="Ask",
        said="The agencies are asked. Their leads have been told by e-mail.",
        back_url=review.get_absolute_url(),
    )


@form_view
def answer_request(request, pk):
    asked = request_for(request, pk, "reviews.answer_request")
    return form_page(
        request,
        SendForm(request.POST or None, request.FILES or None),
        lambda **typed: work.answer(asked, by=request.user, **typed),
        heading=f"Send what {asked.review.reference} asks for",
        lede=asked.asked,
        intro="Only board staff, the chair, the people named for this review and you can open it.",
        submit="Send",
        said="Sent. The board’s staff have been told.",
        back_url=asked.get_absolute_url(),
    )


@form_view
def receive_request(request, pk):
    asked = request_for(request, pk, "reviews.keep_requests")
    return form_page(
        request,
        ReceivedForm(request.POST or None, asked_on=asked.asked_on),
        lambda **typed: work.receive(asked, by=request.user, **typed),
        heading=f"Write down that {asked.agency} sent it",
        intro="For what came another way. Where the agency sends it here, that is done by itself.",
        submit="Save as received",
        said="Saved as received.",
        back_url=asked.get_absolute_url(),
    )


@form_view
def send_back_request(request, pk):
    asked = request_for(request, pk, "reviews.keep_requests")
    return form_page(
        request,
        SendBackForm(request.POST or None),
        lambda **typed: work.send_back(asked, by=request.user, **typed),
        heading=f"Send it back to {asked.agency} with a question",
        lede=asked.asked,
        submit="Send back",
        said="Sent back. The agency’s lead has been told.",
        back_url=asked.get_absolute_url(),
    )


@form_view
def withdraw_request(request, pk):
    asked = request_for(request, pk, "reviews.keep_requests")
    return form_page(
        request,
        ReasonForm(request.POST or None, label="Why it is no longer needed"),
        lambda note: work.withdraw(asked, by=request.user, note=note),
        heading=f"Withdraw the request to {asked.agency}",
        submit="Withdraw",
        said="Withdrawn. The agency’s lead has been told.",
        back_url=asked.get_absolute_url(),
    )
