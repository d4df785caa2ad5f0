"""Whether to review is decided with what the board's own records say, and stays as it was said."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kscb.dates import in_words, today
from reviews.figures.earlier import earlier_of, lines_of
from reviews.models import Finding
from reviews.services.decisions import decide
from tests.after import refusal, steps_on
from tests.factories import (
    ActionFactory,
    AuditRoundFactory,
    CriterionFactory,
    FindingFactory,
    MeasureFactory,
    RecommendationFactory,
    ReviewFactory,
    ThemeFactory,
    UserFactory,
)

DAY = date(2017, 9, 1)
SAID = {
    "outcome": "not_to_review",
    "decided_by": "The chair",
    "reasons": "Nothing new.",
    "improvements_before": "yes",
    "improvements_words": "In 2016.",
    "recurrent_themes": "dont_know",
}


def test_a_decision_keeps_what_was_shown_and_enters_its_day(world, review, kind):
    criterion = CriterionFactory(kind=kind, from_on=DAY, to_on=DAY)

    decision = decide(
        review, decided_on=DAY, criteria=[criterion], shown=["A: 1."], by=world.chair, **SAID
    )

    decision.refresh_from_db()
    assert {name: getattr(decision, name) for name in SAID} == SAID
    assert (decision.shown, list(decision.criteria.all())) == (["A: 1."], [criterion])
    [event] = review.events.all()
    assert (event.event, event.on, event.by) == ("decided", DAY, world.chair)
    assert steps_on(review) == [(world.chair, "recorded a decision", {"to": "Not to review"})]


def test_a_decision_is_not_made_ahead(world, review):
    with refusal("A decision is entered when it is made: today or before."):
        decide(review, decided_on=today() + timedelta(days=1), by=world.chair, **SAID)


@pytest.mark.parametrize(
    ("bounds"), [{"from_on": DAY + timedelta(days=1)}, {"to_on": DAY - timedelta(days=1)}]
)
def test_a_criterion_is_in_force_on_the_day(world, review, kind, bounds):
    criterion = CriterionFactory(kind=kind, wording="Harm", **bounds)

    with refusal("“Harm” was not in force on 1 September 2017. Untick it, or mend the date."):
        decide(review, decided_on=DAY, criteria=[criterion], by=world.chair, **SAID)


def test_a_criterion_belongs_to_the_kind(world, review):
    criterion = CriterionFactory(kind__board=world.kent, kind__code="LR", wording="Harm")

    with refusal("“Harm” belongs to another kind of review."):
        decide(review, decided_on=DAY, criteria=[criterion], by=world.chair, **SAID)


# What the records say


@pytest.fixture
def new(world, kind, body, theme):
    """A review that points to fathers."""
    review = ReviewFactory(board=world.kent, kind=kind, commissioned_by=body)
    review.themes.add(theme)
    return review


def named(world, theme, *, on=DAY, **fields):
    return FindingFactory(
        review=ReviewFactory(board=world.kent, **fields), themes=[theme], found_on=on
    )


def asked(finding):
    return RecommendationFactory(review=finding.review, findings=[finding])


def told(review, person, before=date(2018, 1, 1)):
    return lines_of(earlier_of(review, person, before=before), on=date(2018, 1, 1))[1:]


def test_the_records_say_who_named_a_theme_and_what_came_of_it(world, new, theme):
    finding = named(world, theme, published=True)
    first, second = asked(finding), asked(finding)
    done = {"agency": world.health, "owner": world.lead}
    ActionFactory(recommendation=first, recommendations=[second], accepted=True, **done)
    ActionFactory(recommendation=second, **done)
    ActionFactory(recommendation=second, status="proposed", **done)
    ActionFactory(recommendation=second, status="withdrawn", **done)
    MeasureFactory(recommendation=first, tested=True)
    MeasureFactory(recommendation=first, tested=True, result="not_helped")
    MeasureFactory(recommendation=second)
    MeasureFactory(recommendation=second, status="withdrawn")
    audited = AuditRoundFactory(board=world.kent, reference="KSCB/S11-2016")
    FindingFactory(
        review=None,
        board=world.kent,
        audit_round=audited,
        themes=[theme],
        found_on=date(2016, 3, 1),
    )

    came = "1 action accepted as done, 1 open; 2 of 3 measures tested: 1 did not help, 1 helped."
    assert told(new, world.staff) == [
        f"Fathers: named in 1 earlier review and 1 earlier audit; {came}",
        f"{finding.review.reference}, 1 September 2017: 2 recommendations; {came}",
        "KSCB/S11-2016, 1 March 2016: 0 recommendations; no action; no test planned.",
    ]


def test_a_source_counts_once_however_many_findings_it_holds(world, new, theme):
    finding = named(world, theme)
    FindingFactory(review=finding.review, themes=[theme], found_on=DAY)

    [fathers] = earlier_of(new, world.staff, before=date(2018, 1, 1))

    assert (fathers.times, len(fathers.sources)) == ("1 earlier review", 1)


def test_merged_themes_count_as_one(world, new, theme):
    old = ThemeFactory(board=world.kent, name="Dads", merged_into=theme)
    named(world, old)
    new.themes.add(old)

    assert [line.split(";")[0] for line in told(new, world.staff)] == [
        "Fathers: named in 1 earlier review",
        told(new, world.staff)[1].split(";")[0],
    ]


def test_what_is_later_good_practice_or_its_own_is_not_earlier(world, new, theme):
    before = date(2018, 1, 1)
    named(world, theme, on=before)
    FindingFactory(review=new, themes=[theme], found_on=DAY)
    Finding.objects.filter(pk=named(world, theme).pk).update(kind="good_practice")

    assert told(new, world.staff, before) == ["Fathers: named in no earlier review or audit."]


def test_a_draft_recommendation_asks_nothing_yet(world, new, theme):
    finding = named(world, theme)
    RecommendationFactory(review=finding.review, findings=[finding], status="draft")

    assert "0 recommendations; no action; no test planned." in told(new, world.staff)[1]


def test_a_named_reader_learns_nothing_of_other_restricted_reviews(world, new, theme):
    named(world, theme)
    reader = UserFactory()
    new.named_readers.create(person=reader, reason="Panel")

    assert told(new, reader) == ["Fathers: named in no earlier review or audit."]


def test_a_review_without_themes_says_so(world, review):
    assert lines_of(earlier_of(review, world.staff, before=DAY), on=DAY) == [
        f"As our records stood on {in_words(DAY)}:",
        "No themes were recorded for this review.",
    ]


def test_the_records_are_read_in_as_many_queries_for_many_as_for_one(world, new, theme):
    def queries():
        with CaptureQueriesContext(connection) as held:
            assert told(new, world.staff)
        return len(held)

    asked(named(world, theme))
    world.staff.current_memberships  # noqa: B018 (read once a request)
    few = queries()
    for _ in range(3):
        MeasureFactory(recommendation=asked(named(world, theme)))

    assert queries() == few
