"""A published report afterwards: when it comes down, that it went to the national repository."""

from django.utils.html import format_html

from kscb.dates import in_words
from kscb.pages import as_pairs, form_page, form_view
from kscb.standing import of_due_date
from reviews.forms.publication import HappenedForm, TakeDownDateForm
from reviews.models import PublicationCheck, ReviewEvent
from reviews.services import publication as work
from reviews.views.briefings import briefing_of
from reviews.views.fetch import review_for


def around(request, review):
    """What the review's page shows of its publication; nothing before that."""
    if review.is_restricted:
        return None
    may = request.user.has_perm
    found = {"briefing": briefing_of(request, review)}
    if not may("reviews.see_publication", review):
        return found
    checks = PublicationCheck.objects.visible_to(request.user).filter(review=review)
    events = latest_events(request, review)
    return found | {
        "rows": facts(review, events),
        "check": checks.select_related("by").first(),
        "may_keep": may("reviews.keep_publication", review),
        "is_taken_down": ReviewEvent.Event.TAKEN_DOWN in events,
    }


def latest_events(request, review):
    """Of each event, the entry that counts."""
    wanted = (ReviewEvent.Event.TAKEN_DOWN, ReviewEvent.Event.REPOSITORY)
    rows = ReviewEvent.objects.visible_to(request.user).filter(review=review, event__in=wanted)
    return {row.event: row for row in rows.order_by("at", "pk")}


def facts(review, events):
    taken = events.get(ReviewEvent.Event.TAKEN_DOWN)
    sent = events.get(ReviewEvent.Event.REPOSITORY)
    return as_pairs(
        [
            ("To be taken down", "" if taken else to_come(review.take_down_on)),
            ("Taken down", dated(taken)),
            ("Sent to the national repository", dated(sent) or "Not recorded yet"),
        ]
    )


def to_come(day):
    if day is None:
        return "No date is set"
    standing = of_due_date(day)
    tag = format_html('<span class="tag tag--{}">{}</span>', standing.tone, standing.word)
    return format_html("{} {}", in_words(day), tag if standing.tone == "late" else "")


def dated(event):
    return ". ".join(filter(None, [in_words(event.on), event.words])) if event else ""


@form_view
def move_take_down(request, pk):
    review = review_for(request, pk, "reviews.keep_publication")
    return form_page(
        request,
        TakeDownDateForm(request.POST or None, initial={"take_down_on": review.take_down_on}),
        lambda **typed: work.move_take_down(review, by=request.user, **typed),
        heading=f"Change when {review.reference} is taken down",
        submit="Change the date",
        said="The date was changed.",
        back_url=review.get_absolute_url(),
    )


@form_view
def take_down(request, pk):
    review = review_for(request, pk, "reviews.keep_publication")
    hint = "Where it was taken down before its date, say why."
    return form_page(
        request,
        HappenedForm(request.POST or None, hint=hint),
        lambda **typed: work.take_down(review, by=request.user, **typed),
        heading=f"Record that {review.reference} was taken down",
        intro="From the public website. The board goes on reading it here. If you enter it again, "
        "the later entry counts.",
        submit="Record",
        said="It is recorded that the report was taken down.",
        back_url=review.get_absolute_url(),
    )


@form_view
def send_to_repository(request, pk):
    review = review_for(request, pk, "reviews.keep_publication")
    return form_page(
        request,
        HappenedForm(request.POST or None),
        lambda **typed: work.send_to_repository(review, by=request.user, **typed),
        heading=f"Record that {review.reference} was sent to the national repository",
        intro="Nothing is sent from here. If you enter it again, the later entry counts.",
        submit="Record",
        said="It is recorded that the report was sent.",
        back_url=review.get_absolute_url(),
    )
