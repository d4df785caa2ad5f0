"""A review is begun, moved from stage to stage, dated, explained, held and linked."""

from datetime import date, datetime, timedelta

import pytest
from django.utils import timezone

from kscb.dates import today
from reviews.models import LinkedReview, Review
from reviews.services import life
from tests.after import refusal, steps_on, told
from tests.factories import (
    ClockRuleFactory,
    MeasureFactory,
    ReviewFactory,
    StageFactory,
    ThemeFactory,
)

DAY = date(2017, 9, 1)
AT = timezone.make_aware(datetime(2017, 9, 4, 9))


@pytest.fixture
def stages(kind):
    """A road of three to its end, one of them not used, and a side road."""
    made = [
        StageFactory(kind=kind, number=1, name="Referred"),
        StageFactory(kind=kind, number=2, name="Screening", is_skipped=True),
        StageFactory(kind=kind, number=3, name="Decision"),
        StageFactory(kind=kind, number=4, name="Closed", is_last=True),
        StageFactory(kind=kind, number=5, name="Reopened"),
    ]
    return {stage.name: stage for stage in made}


@pytest.fixture
def moved(review, stages, world):
    def move(name, **fields):
        return life.move_to_stage(review, stage=stages[name], by=world.staff, **fields)

    return move


def test_a_notification_begins_a_review(world, kind, body, stages, theme):
    review = life.begin(
        world.kent,
        kind=kind,
        year=2017,
        pseudonym="Harbour",
        commissioned_by=body,
        aware_on=DAY,
        notified_on=DAY + timedelta(days=4),
        themes=[theme],
        gender="Girls",
        by=world.staff,
        at=AT,
    )

    review.refresh_from_db()
    assert [(e.event, e.on, e.at) for e in review.events.order_by("on")] == [
        ("aware", DAY, AT),
        ("notified", DAY + timedelta(days=4), AT),
    ]
    [reached] = review.stages_reached.all()
    assert (reached.stage, reached.reached_on, reached.by) == (
        stages["Referred"],
        DAY,
        world.staff,
    )
    assert (review.stage, review.gender, list(review.themes.all())) == (
        stages["Referred"],
        "Girls",
        [theme],
    )
    assert (steps_on(review), told()) == ([(world.staff, "logged", {})], [])


def test_without_dates_or_stages_a_review_begins_all_the_same(world, kind, body):
    asked = {"kind": kind, "year": 2017, "pseudonym": "Harbour", "commissioned_by": body}

    review = life.begin(world.kent, by=world.staff, **asked)

    assert (review.stage, review.events.count(), review.stages_reached.count()) == (None, 0, 0)


def test_a_theme_of_another_board_is_refused(world, kind, body):
    other = ThemeFactory(board=world.medway, name="Medway’s word")
    asked = {"kind": kind, "year": 2017, "pseudonym": "Harbour", "commissioned_by": body}

    words = "“Medway’s word” belongs to another board. Choose one of "
    with refusal(f"{words}Kent Safeguarding Children Board."):
        life.begin(world.kent, by=world.staff, themes=[other], **asked)


def test_the_next_stage_is_the_next_in_use_and_none_follows_the_end(review, stages):
    used = life.stages_of(review)
    following = {
        name: str(life.next_stage(stages[name], used) or "")
        for name in ("Referred", "Decision", "Closed", "Reopened")
    }

    assert life.next_stage(None, used) == stages["Referred"]
    assert following == {"Referred": "Decision", "Decision": "Closed", "Closed": "", "Reopened": ""}


def test_the_next_stage_needs_no_reason(world, review, stages, moved):
    moved("Referred", on=DAY)
    moved("Decision", on=DAY, decided_by="The chair")

    review.refresh_from_db()
    first, *_ = review.stages_reached.all()
    assert (review.stage, first.stage, first.reached_on, first.decided_by) == (
        stages["Decision"],
        stages["Decision"],
        DAY,
        "The chair",
    )
    assert steps_on(review) == [
        (world.staff, "moved to a stage", {"to": "Referred"}),
        (world.staff, "moved to a stage", {"from": "Referred", "to": "Decision"}),
    ]


def test_any_other_stage_needs_a_reason(review, stages, moved):
    for name in ("Decision", "Closed", "Reopened"):
        with refusal(f"“{name}” is not the next stage. Say why the review goes there."):
            moved(name, reason=" ")

    moved("Reopened", reason="New facts.")

    assert review.stages_reached.get().reason == "New facts."


def test_a_stage_that_is_not_used_or_of_another_kind_is_refused(world, review, stages, moved):
    other = StageFactory(kind__board=world.kent, kind__code="LR", name="Elsewhere")
    words = "is not a stage of this kind of review. Choose one of its stages."

    with refusal(f"“Screening” {words}"):
        moved("Screening", reason="Because.")
    with refusal(f"“Elsewhere” {words}"):
        life.move_to_stage(review, stage=other, by=world.staff, reason="Because.")


def test_the_same_stage_again_is_refused(stages, moved):
    moved("Referred")

    with refusal("The review is at “Referred” already. Choose another stage."):
        moved("Referred", reason="Again.")


def test_the_road_is_walked_forward(stages, moved):
    moved("Referred", on=DAY)

    with refusal(
        "The review came to “Referred” on 1 September 2017. Enter that day or a later one."
    ):
        moved("Decision", on=DAY - timedelta(days=1))
    with refusal("A stage is entered when it is reached: today or before."):
        moved("Decision", on=today() + timedelta(days=1))


def test_a_review_does_not_end_while_an_impact_test_is_to_be_done(
    review, recommendation, stages, moved
):
    planned, second = (MeasureFactory(recommendation=recommendation) for _ in range(2))
    MeasureFactory(recommendation=recommendation, tested=True)
    MeasureFactory(recommendation=recommendation, status="withdrawn")
    MeasureFactory()  # of another review
    moved("Referred")
    moved("Decision")
    end = "still to be done, so the review cannot end. Record what each showed first."

    with refusal(f"2 impact tests are {end}"):
        moved("Closed")
    second.delete()
    with refusal(f"1 impact test is {end}"):
        moved("Closed")
    planned.delete()
    moved("Closed")

    review.refresh_from_db()
    assert (review.stage, review.has_ended) == (stages["Closed"], True)


def test_a_date_is_entered_and_the_same_again(world, review):
    for on in (DAY, DAY + timedelta(days=2)):
        life.enter_event(review, event="family_met", on=on, words="Both parents.", by=world.staff)

    assert [(e.event, e.on, e.words, e.by) for e in review.events.all()] == [
        ("family_met", DAY + timedelta(days=2), "Both parents.", world.staff),
        ("family_met", DAY, "Both parents.", world.staff),
    ]
    assert steps_on(review)[0] == (
        world.staff,
        "entered a date",
        {"note": "Family met: 1 September 2017."},
    )


@pytest.mark.parametrize("event", ["decided", "published", "taken_down", "repository"])
def test_what_has_its_own_step_is_not_entered_here(world, review, event):
    with refusal("This day is entered by its own step, not here."):
        life.enter_event(review, event=event, on=DAY, by=world.staff)


def test_only_a_planned_publication_lies_ahead(world, review):
    ahead = today() + timedelta(days=1)

    with refusal("Only a planned publication may lie ahead. Enter today or a day before."):
        life.enter_event(review, event="panel_agrees", on=ahead, by=world.staff)
    life.enter_event(review, event="publication_planned", on=ahead, by=world.staff)
    life.enter_event(review, event="panel_agrees", on=today(), by=world.staff)

    assert review.events.count() == 2


def test_a_missed_clock_is_explained_and_the_words_are_not_in_the_activity(world, review, kind):
    rule = ClockRuleFactory(kind=kind, name="Notify")

    said = life.explain(review, rule=rule, reason="The rota was empty.", by=world.staff)

    assert (said.review, said.rule, said.reason) == (review, rule, "The rota was empty.")
    assert steps_on(review) == [(world.staff, "gave a reason for lateness", {"note": "Notify."})]


def test_a_clock_of_another_kind_is_refused(world, review):
    rule = ClockRuleFactory(kind__board=world.kent, kind__code="LR")

    with refusal("This clock belongs to another kind of review."):
        life.explain(review, rule=rule, reason="X", by=world.staff)


# Holds


def held(review, world, **fields):
    asked = {"proceeding": "inquest", "reason": "Open.", "from_on": DAY, "review_on": DAY}
    return life.hold(review, by=world.staff, **asked | fields)


def test_publication_is_held_looked_at_again_and_let_go(world, review):
    hold = held(review, world)
    assert (hold.is_standing, hold.standing.tone) == (True, "late")

    hold = life.look_again(hold, review_on=today() + timedelta(days=3), by=world.staff)
    assert hold.standing.word == "Look again in 3 days"
    hold = life.look_again(hold, review_on=today(), by=world.staff)
    assert hold.standing.word == "Look again today"
    hold = life.end_hold(hold, ended_on=DAY, end_reason="It closed.", by=world.staff)

    hold.refresh_from_db()
    assert (hold.ended_on, hold.end_reason, hold.standing.word) == (DAY, "It closed.", "Ended")
    assert [verb for _, verb, _ in steps_on(review)] == [
        "held publication",
        "moved the day of a hold",
        "moved the day of a hold",
        "ended a hold",
    ]
    assert list(review.holds.standing()) == []


def test_a_hold_that_nobody_looked_at_says_how_late(world, review):
    hold = held(review, world, review_on=today() - timedelta(days=1))

    assert (hold.standing.word, hold.standing.tone) == ("Look again: 1 day late", "late")


def test_what_cannot_be_held_is_refused(world, review):
    before = "It is held from 1 September 2017."
    with refusal(f"{before} Look at it again on that day or later."):
        held(review, world, review_on=DAY - timedelta(days=1))
    hold = held(review, world)
    with refusal(f"{before} Look at it again on that day or later."):
        life.look_again(hold, review_on=DAY - timedelta(days=1), by=world.staff)
    for day in (DAY - timedelta(days=1), today() + timedelta(days=1)):
        with refusal(f"{before} Enter a day from then until today."):
            life.end_hold(hold, ended_on=day, end_reason="X", by=world.staff)
    life.end_hold(hold, ended_on=today(), end_reason="X", by=world.staff)
    ended = f"This hold ended on {today().day} {today():%B %Y}."
    with refusal(ended):
        life.end_hold(hold, ended_on=today(), end_reason="X", by=world.staff)
    with refusal(ended):
        life.look_again(hold, review_on=today(), by=world.staff)


def test_a_published_review_has_nothing_to_hold(world):
    published = ReviewFactory(board=world.kent, published=True)

    with refusal("This review is published already, so nothing is left to hold."):
        held(published, world)


# Links


def test_a_review_is_linked_to_another_bodys_and_to_our_own(world, review):
    own = ReviewFactory(board=world.kent)

    life.link(review, kind="mappa", held_by="Kent MAPPA", their_reference="M1", by=world.staff)
    life.link(review, kind="own", other=own, by=world.staff)

    rows = review.links.order_by("pk").values_list("kind", "other", "held_by", "their_reference")
    assert list(rows) == [("mappa", None, "Kent MAPPA", "M1"), ("own", own.pk, "", "")]
    assert steps_on(review)[0] == (
        world.staff,
        "linked a review",
        {"note": "MAPPA serious case review."},
    )


def test_a_review_is_not_linked_to_itself_or_to_another_boards(world, review):
    theirs = ReviewFactory(board=world.medway)

    with refusal("A review cannot be linked to itself. Choose another one."):
        life.link(review, kind="own", other=review, by=world.staff)
    with refusal(
        f"“{theirs}” belongs to another board. Choose one of Kent Safeguarding Children Board."
    ):
        life.link(review, kind="own", other=theirs, by=world.staff)
    assert not LinkedReview.objects.exists()
    assert Review.objects.count() == 2
