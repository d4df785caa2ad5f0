"""The door of a restricted review: read by those in the know, once they have said why that day.

Every page that shows its words fetches it through reviews/views/fetch.py, which asks here. What is
sent (a POST) is never stopped: nothing typed is lost, and the step itself is written down.
"""

from django.http import HttpRequest
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_safe

from kscb.pages import find, form_page, form_view, list_page, require
from reviews import filters, tables
from reviews.forms.readings import WhyForm
from reviews.models import Reading, Review
from reviews.services import readings as work


class ReasonWanted(Exception):
    """The person may read the review, but has not said today why (reviews/middleware.py)."""

    def __init__(self, review: Review):
        super().__init__(review.reference)
        self.review = review


def open_review(request: HttpRequest, review: Review) -> None:
    """Raises ReasonWanted where the person is about to read what they gave no reason for today."""
    if request.method == "POST" or not review.is_restricted:
        return
    if not Reading.objects.today_by(request.user).filter(review=review).exists():
        raise ReasonWanted(review)


def open_part(request: HttpRequest, review: Review) -> None:
    """As `open_review`, of something that an agency also sees which is not told of the review.

    Such an agency is shown no more than what it is asked, and is not asked why.
    """
    if review.is_restricted and Review.objects.visible_to(request.user).filter(pk=review.pk):
        open_review(request, review)


@form_view
def why(request, pk):
    """Asks why a person reads a restricted review, and goes on to the page they wanted."""
    review = find(request, Review.objects.visible_to(request.user).select_related("board"), pk)
    onward = wanted(request) or review.get_absolute_url()
    if not review.is_restricted or work.has_read_today(review, request.user):
        return redirect(onward)

    def act(reason):
        work.read(review, by=request.user, reason=reason)
        return onward

    return form_page(
        request,
        WhyForm(request.POST or None, before=work.reasons_before(request.user)),
        act,
        heading=f"Why are you reading {review.reference}?",
        intro="This review is restricted until it is published. Your name, the date and your "
        "reason are kept, and board staff and the chair see them. You are asked once a day.",
        submit="Go on to read it",
        back_url=reverse("reviews:reviews"),
        back_label="Reviews",
    )


def wanted(request: HttpRequest) -> str:
    """The page of this site that the person was on the way to, or nothing."""
    asked = request.GET.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(
        asked, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return asked if is_ours and asked.startswith("/") else ""


@require_safe
def readings(request):
    """Who read which review before it was published, when, and why."""
    require(request, "reviews.view_readings", request.board)
    rows = Reading.objects.visible_to(request.user).filter(review__board=request.board)
    return list_page(
        request,
        rows.for_list(),
        filters.ReadingFilters,
        tables.ReadingColumns,
        heading="Who read restricted reviews",
        noun="readings",
        lede="Each person says why, once a day, before they read a review that is not published.",
        empty="Readings will appear here once someone opens a review that is not published.",
        back_url=reverse("reviews:reviews"),
        back_label="Reviews",
    )
