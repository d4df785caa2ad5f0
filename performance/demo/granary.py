"""The life of two restricted reviews, all invented, dated from the day of first loading.

Granary is being written: its clocks, its panel, what agencies were asked. Of Thicket the board
decided not to review.
"""

from boards.services.activity import record
from performance.demo.scene import INVENTED, Scene, moment
from performance.demo.shapes import Learned
from performance.demo.steps import load_review, stand_at
from reviews.figures.earlier import earlier_of, lines_of
from reviews.models import (
    Decision,
    Hold,
    InformationRequest,
    LinkedReview,
    NamedReader,
    Review,
    ReviewEvent,
)
from reviews.services import decisions, information, life, readings

Event = ReviewEvent.Event
Capacity = NamedReader.Capacity
THE_GROUP = "Case review group"
DECIDED = -17  # days from loading
ASKED = "What you knew at each handover, whom you told and how. No names: initials only."


def follow_granary(scene: Scene, *, by) -> None:
    """Everything around the review but its findings and what hangs from them."""
    review = scene.reviews["Granary"]
    _name_readers(scene, review, by=by)
    _enter_dates(scene, review, by=by)
    _walk(scene, review, by=by)
    _explain_lateness(scene, review, by=by)
    _hold(scene, review, by=by)
    _decide(scene, review, by=by)
    _ask_agencies(scene, review, by=by)
    _link(scene, review, by=by)
    _read(scene, review)


def _name_readers(scene: Scene, review: Review, *, by) -> None:
    panel = (
        ("lead reviewer", Capacity.LEAD_REVIEWER, True, "Lead reviewer"),
        ("panel member", Capacity.PANEL, False, "Panel member for children’s social work"),
    )
    on = scene.day(-42)
    for key, capacity, is_independent, reason in panel:
        person = scene.people[key]
        review.named_readers.create(
            person=person,
            capacity=capacity,
            is_independent=is_independent,
            reason=reason,
            from_on=on,
        )
        record(review, f"named {person} as a reader", by=by, at=moment(on, 12), note=reason)


def _enter_dates(scene: Scene, review: Review, *, by) -> None:
    """The first clock was met, the second missed by some days, the third runs."""
    for event, offset, words in (
        (Event.RAPID_REVIEWED, -18, ""),
        (Event.PANEL_TOLD, -15, "Sent with the decision and its reasons."),
        (Event.COMMISSIONED, -14, ""),
        (Event.FAMILY_INVITED, -13, "By letter, with a leaflet about what a review is."),
        (Event.PANEL_AGREES, -8, "The Panel agrees with the board’s decision."),
        (Event.FAMILY_MET, -5, "At a place that the family chose, with the lead reviewer."),
    ):
        on = scene.day(offset)
        life.enter_event(review, event=event, on=on, words=words, by=by, at=moment(on, 15))


STAGES = (
    ("Screening", -49, ""),
    ("Notified", -46, ""),
    ("Rapid review", -18, ""),
    ("Decision", DECIDED, THE_GROUP),
    ("Commissioned", -14, THE_GROUP),
    ("Information from agencies", -14, ""),
)


def _walk(scene: Scene, review: Review, *, by) -> None:
    for name, offset, decided_by in STAGES:
        stand_at(review, name, on=scene.day(offset), decided_by=decided_by, by=by)


def _explain_lateness(scene: Scene, review: Review, *, by) -> None:
    rule = review.kind.clock_rules.get(ends_with=Event.RAPID_REVIEWED)
    reason = (
        "Two agencies could not open closed records in time. The national Panel was told on the "
        "last day, and given the new date."
    )
    life.explain(review, rule=rule, reason=reason, by=by, at=moment(scene.day(-18), 16))


def _hold(scene: Scene, review: Review, *, by) -> None:
    life.hold(
        review,
        proceeding=Hold.Proceeding.CRIMINAL,
        reason="Nothing is published before a trial. Work on the learning goes on, as agreed with "
        "the police and the prosecutor.",
        from_on=scene.day(-30),
        review_on=scene.day(24),
        by=by,
        at=moment(scene.day(-30), 12),
    )


def _decide(scene: Scene, review: Review, *, by) -> None:
    on = scene.day(DECIDED)
    in_force = review.kind.criteria.filter(number__in=(1, 3, 4))
    decisions.decide(
        review,
        outcome=Decision.Outcome.REVIEW,
        decided_on=on,
        decided_by=THE_GROUP,
        reasons="Responsibility passed between services three times in a year. Earlier reviews "
        "asked for handovers and for shared papers, and we cannot say that either lasted.",
        improvements_before=Decision.YesNo.YES,
        improvements_words="Orchard and Weir asked that papers reach meetings in time. The actions "
        "were done; a test of 2020 showed that family doctors’ reports still came late.",
        recurrent_themes=Decision.YesNo.YES,
        recurrent_words="Meetings and their papers, named by most reviews since 2017; and "
        "reflective supervision, named again by Lantern.",
        criteria=in_force,
        shown=lines_of(earlier_of(review, by, before=on), on=on),
        by=by,
        at=moment(on, 15),
    )


def _ask_agencies(scene: Scene, review: Review, *, by) -> None:
    """One came in time, one late, one is overdue, and one is due."""
    first = ("social work", "education", "mental health")
    made = _ask(scene, review, first, asked_on=-14, due_on=-6, by=by)
    social_work, education, _ = made
    _receive(scene, social_work, -8, "With a note on what could not be found.", by=by)
    _receive(scene, education, -3, "Late: two schools had closed for half-term.", by=by)
    _ask(scene, review, ("community health",), asked_on=-4, due_on=11, by=by)


def _ask(scene: Scene, review: Review, keys, *, asked_on: int, due_on: int, by):
    agencies = [scene.agencies[key] for key in keys]
    at = moment(scene.day(asked_on), 16)
    return information.ask(
        review, agencies=agencies, asked=ASKED, due_on=scene.day(due_on), by=by, at=at
    )


def _receive(scene: Scene, request: InformationRequest, offset: int, note: str, *, by) -> None:
    on = scene.day(offset)
    information.receive(request, received_on=on, note=note, by=by, at=moment(on, 12))


def _link(scene: Scene, review: Review, *, by) -> None:
    life.link(
        review,
        kind=LinkedReview.Kind.SAFEGUARDING_ADULTS,
        held_by="Safeguarding adults board (invented)",
        their_reference="SAR-7 (invented)",
        words="The two lead reviewers meet each month, so that nobody is asked twice.",
        by=by,
        at=moment(scene.day(-12), 12),
    )


def _read(scene: Scene, review: Review) -> None:
    for key, offset, reason in (
        ("lead reviewer", -14, "Reading before the first panel meeting"),
        ("chair", -14, "Preparing the meeting that commissions it"),
        ("panel member", -9, "First panel meeting"),
        ("lead reviewer", -5, "Before meeting the family"),
    ):
        person, at = scene.people[key], moment(scene.day(offset), 13)
        readings.read(review, by=person, reason=reason, at=at)


# A decision not to review


def thicket(scene: Scene) -> Learned:
    day = scene.day
    return Learned(
        kind="CSPR",
        year=day(-82).year,
        pseudonym="Thicket",
        body="partnership",
        summary="What was known before a house move. Invented for demonstration.",
        source=INVENTED,
        logged_on=day(-82),
        found_on=day(-82),
        found=(),
        asked=(),
        aware_on=day(-87),
        notified_on=day(-83),
        themes=("history",),
    )


def load_thicket(scene: Scene, *, kinds, bodies, by) -> None:
    """Looked at in time, and not reviewed: with the reasons, and what was learned all the same."""
    review = load_review(scene, thicket(scene), kinds=kinds, bodies=bodies, by=by)
    seen_on, on = scene.day(-66), scene.day(-64)
    event = Event.RAPID_REVIEWED
    life.enter_event(review, event=event, on=seen_on, by=by, at=moment(seen_on, 15))
    decisions.decide(
        review,
        outcome=Decision.Outcome.NOT_TO_REVIEW,
        decided_on=on,
        decided_by=THE_GROUP,
        reasons="The rapid review found all that a longer one would. Services acted on what they "
        "knew, and passed it on when the family moved. One point, on reading closed files, is "
        "already in the audit programme.",
        improvements_before=Decision.YesNo.YES,
        improvements_words="Weir asked for a shared record; the board did not accept that, and "
        "asked each agency to read its own closed files.",
        recurrent_themes=Decision.YesNo.NO,
        criteria=review.kind.criteria.filter(number=1),
        shown=lines_of(earlier_of(review, by, before=on), on=on),
        by=by,
        at=moment(on, 15),
    )
    reason = "Decided not to review."
    stand_at(review, "Criteria not met", on=on, reason=reason, decided_by=THE_GROUP, by=by)
    told_on = scene.day(-62)
    life.enter_event(
        review,
        event=Event.PANEL_TOLD,
        on=told_on,
        words="With our reasons.",
        by=by,
        at=moment(told_on, 12),
    )
