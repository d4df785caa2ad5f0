"""What stands around a publication: the second person's checklist, and the report's later life."""

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils import timezone

from boards.models import Document, User
from boards.services.activity import record
from kscb.dates import in_words, today
from kscb.refusal import Refused
from kscb.working_days import add_months
from reviews.models import PublicationCheck, Recommendation, Review, ReviewDocument, ReviewEvent

# Working Together 2015, chapter 4: the report stays on the board's website for at least 12 months;
# the guidance of 2018 and 2023 asks for at least one year.
LEAST_MONTHS = 12
SEND_BACK = "Cancel, and send the review back saying what should change."
OR_SEND_BACK = "If it may not, cancel, and send the review back, so that a copy without is added."
# What to do where the second person answers no.
IF_NOT = {
    "is_redacted": f"Everything that must be is redacted before publication. {SEND_BACK}",
    "no_one_known": f"A review goes out only when nobody can be recognised. {SEND_BACK}",
    "nothing_hidden": f"A file with hidden content does not go out. {SEND_BACK}",
}


class NotChecked(Refused):
    """The second person answered no."""

    def __init__(self, field: str):
        super().__init__(IF_NOT[field])
        self.field = field


class Unexplained(Refused):
    """Something hidden was found in a file that goes out, and the second person did not say why."""

    field = "hidden_reason"


class WrongDay(Refused):
    """A date that the review does not allow."""

    def __init__(self, field: str, words: str):
        super().__init__(words)
        self.field = field


@dataclass(frozen=True)
class Checklist:
    """What the second person answered, and what they looked at to answer it."""

    is_redacted: bool
    no_one_known: bool
    nothing_hidden: bool
    words: str
    hidden_reason: str = ""


ALL_YES = dict.fromkeys(IF_NOT, True)


def all_yes(words: str) -> Checklist:
    return Checklist(is_redacted=True, no_one_known=True, nothing_hidden=True, words=words)


def what_waits(review: Review) -> list[str]:
    """Why the review cannot be published today, and what to do about each. Three queries."""
    return [
        *(
            f"Held for {hold.get_proceeding_display().lower()} since {in_words(hold.from_on)}, to "
            f"be looked at again on {in_words(hold.review_on)}. End the hold before publishing."
            for hold in review.holds.standing().order_by("from_on", "pk")
        ),
        *(
            f"{draft.reference} is still a draft. Send the review back, so that it is made or "
            "removed."
            for draft in review.recommendations.filter(status=Recommendation.Status.DRAFT)
        ),
        *(report.document.why_closed for report in reports(review) if report.document.why_closed),
    ]


def reports(review: Review) -> list[ReviewDocument]:
    """The files that go out with the review: of each title, its latest version. One query."""
    kept = review.documents.filter(kind=ReviewDocument.Kind.PUBLISHED_REPORT)
    latest = {
        report.title: report for report in kept.select_related("document").order_by("version")
    }
    return list(latest.values())


def hidden_in(review: Review) -> list[tuple[str, str]]:
    """Each file that goes out, and what it holds beside what is seen. One query."""
    return [(report.title, said_of_hidden(report.document)) for report in reports(review)]


def to_explain(review: Review) -> list[str]:
    """Of each file that goes out and holds something hidden, or was not looked into: what the
    second person answers for. One query."""
    return [
        f"“{report.title}” {what_is_hidden(report.document)}"
        for report in reports(review)
        if report.document.hidden is None or report.document.hidden
    ]


def what_is_hidden(document: Document) -> str:
    if document.hidden is None:
        return "was not looked into for hidden content"
    return f"also holds {document.hidden_words}"


def said_of_hidden(document: Document) -> str:
    if document.hidden is None:
        return "Nobody has looked into this file for hidden content yet. Open it and look."
    if document.hidden_words:
        return (
            f"This file also holds {document.hidden_words}. Say below why readers may find them, "
            "or send the review back, so that a copy without is added."
        )
    return "No hidden content was found. Text under black boxes cannot be found so: look for it."


def refuse_unready(review: Review, checked: Checklist, take_down_on: date | None) -> None:
    """The caller has set the day of publication, and holds a lock on the review."""
    for question in IF_NOT:
        if not getattr(checked, question):
            raise NotChecked(question)
    refuse_unexplained(review, checked)
    if waits := what_waits(review):
        raise Refused(" ".join(waits))
    if take_down_on:
        refuse_too_soon(review, take_down_on)


def refuse_unexplained(review: Review, checked: Checklist) -> None:
    """What was found in a file goes out only with the second person's reason."""
    found = to_explain(review)
    if found and not checked.hidden_reason.strip():
        raise Unexplained(f"{'; '.join(found)}. Say why it may go out so. {OR_SEND_BACK}")


def first_take_down(published_on: date) -> date:
    """The first day on which a report may be taken down."""
    return add_months(published_on, LEAST_MONTHS)


def refuse_too_soon(review: Review, take_down_on: date) -> None:
    first = first_take_down(review.published_on or today())
    if take_down_on < first:
        raise WrongDay(
            "take_down_on",
            f"A report stays public for at least {LEAST_MONTHS} months: give {in_words(first)} or "
            "later.",
        )


def keep_check(review: Review, checked: Checklist, *, by: User, at=None) -> PublicationCheck:
    """Write down what was answered, and that the review was published."""
    enter(review, ReviewEvent.Event.PUBLISHED, on=review.published_on or today(), by=by, at=at)
    return PublicationCheck.objects.create(
        review=review,
        **ALL_YES,
        words=checked.words,
        hidden_reason=checked.hidden_reason if to_explain(review) else "",
        by=by,
        at=at or timezone.now(),
    )


def enter(review: Review, event, *, on: date, by: User, words: str = "", at=None) -> ReviewEvent:
    return ReviewEvent.objects.create(
        review=review, event=event, on=on, words=words, by=by, at=at or timezone.now()
    )


def locked_published(review: Review) -> Review:
    """The review, locked, if it is published; Refused otherwise."""
    fresh = Review.objects.select_for_update().get(pk=review.pk)
    if fresh.is_restricted:
        raise Refused("This review is not published yet.")
    return fresh


def taken_down_on(review: Review) -> date | None:
    """When the report was taken down: the later entry counts. One query."""
    taken = review.events.filter(event=ReviewEvent.Event.TAKEN_DOWN).order_by("-at", "-pk")
    return taken.values_list("on", flat=True).first()


@transaction.atomic
def move_take_down(review: Review, *, take_down_on: date, reason: str, by: User, at=None) -> Review:
    """Leave the report public until another day, and say why."""
    review = locked_published(review)
    if taken := taken_down_on(review):
        raise Refused(
            f"The report was taken down on {in_words(taken)}, so there is no date to move."
        )
    refuse_too_soon(review, take_down_on)
    was = review.take_down_on
    review.take_down_on = take_down_on
    review.save(update_fields=["take_down_on"])
    days = {"from": in_words(was), "to": in_words(take_down_on)}
    record(review, "moved the take-down date", by=by, at=at, note=reason, **days)
    return review


@transaction.atomic
def take_down(review: Review, *, on: date, by: User, words: str = "", at=None) -> Review:
    """Record that the report left the public website. Entered again, the later entry counts."""
    review = locked_published(review)
    refuse_impossible(review, on)
    if review.take_down_on and on < review.take_down_on and not words:
        raise WrongDay(
            "words",
            f"It was to stay public until {in_words(review.take_down_on)}. Say why it was taken "
            "down sooner.",
        )
    enter(review, ReviewEvent.Event.TAKEN_DOWN, on=on, words=words, by=by, at=at)
    record(review, f"recorded it taken down on {in_words(on)}", by=by, at=at, note=words)
    return review


@transaction.atomic
def send_to_repository(review: Review, *, on: date, by: User, words: str = "", at=None) -> Review:
    """Record that the report was sent to the national repository. The later entry counts."""
    review = locked_published(review)
    refuse_impossible(review, on)
    enter(review, ReviewEvent.Event.REPOSITORY, on=on, words=words, by=by, at=at)
    verb = f"recorded it sent to the repository on {in_words(on)}"
    record(review, verb, by=by, at=at, note=words)
    return review


def refuse_impossible(review: Review, on: date) -> None:
    """Neither before it was published nor still to come."""
    if on < (review.published_on or on):
        words = (
            f"It was published on {in_words(review.published_on)}: give that day or a later one."
        )
        raise WrongDay("on", words)
    if on > today():
        raise WrongDay("on", "Give today’s date or an earlier one.")
