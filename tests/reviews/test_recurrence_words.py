"""The small parts of recurrence, each at its edges: days, months, words, and what they rest on."""

from datetime import date

import pytest

from boards.models import Role
from kscb.dates import today
from reviews.figures.recurrence import (
    DoneDays,
    Impact,
    Naming,
    Recurrence,
    Return,
    Seen,
    Source,
    Stood,
    amount,
    impact,
    months,
    returns,
    time_words,
)
from reviews.models import Action, Finding, Measure
from tests.factories import (
    ActionFactory,
    FindingFactory,
    MeasureFactory,
    RecommendationFactory,
    ReviewFactory,
    ThemeFactory,
    person_on,
)

REVIEW, AUDIT = Source(review=1, audit_round=None), Source(review=None, audit_round=1)


def day(month, number=1, year=2017):
    return date(year, month, number)


def stood(begin, end=None, actions=1):
    return Stood(theme=1, agency=1, accepted_on=begin, reopened_on=end, actions=actions)


def named(source, on):
    return Naming(1, "Fathers", source, on, None, "")


def row(**fields):
    return Recurrence(theme=7, name="Fathers", agency=None, agency_name="", **fields)


@pytest.mark.parametrize(
    ("past", "words"),
    [
        (0, "less than a month"),
        (1, "1 month"),
        (2, "2 months"),
        (23, "23 months"),
        (24, "2 years"),
        (35, "2 years"),
        (36, "3 years"),
    ],
)
def test_time_is_told_in_whole_months_then_in_whole_years(past, words):
    assert time_words(past) == words


def test_one_is_said_without_an_s():
    assert [amount(number, "action") for number in (0, 1, 2, 2000)] == [
        "0 actions",
        "1 action",
        "2 actions",
        "2,000 actions",
    ]


@pytest.mark.parametrize(
    ("earlier", "later", "whole"),
    [
        (day(1, 31), day(2, 28), 0),
        (day(1, 15), day(2, 14), 0),
        (day(1, 15), day(2, 15), 1),
        (day(1, 15), day(2, 16), 1),
        (day(11, 15), day(2, 15, 2019), 15),
        (day(3), day(3), 0),
    ],
)
def test_months_are_whole(earlier, later, whole):
    assert months(earlier, later) == whole


def test_a_row_tells_what_is_left_and_where_to_read_on():
    theme = row(reviews=2, audits=3, actions=9, done=5, tested=1)
    of_agency = Recurrence(theme=7, name="Fathers", agency=4, agency_name="Kent Police")

    assert (theme.named, theme.open, theme.untested) == (5, 4, 4)
    assert (theme.narrowed, of_agency.narrowed) == ("theme=7", "theme=7&agency=4")


def test_a_row_tells_how_long_ago_it_was_named():
    then = today().replace(year=today().year - 3, day=1)

    assert (row(last_named_on=then).months_since, row(last_named_on=then).ago) == (36, "3 years")
    assert (row().months_since, row().ago) == (None, "less than a month")
    assert (row(last_named_on=today()).months_since, row().last_named_on) == (0, None)


def test_a_row_begins_at_nothing():
    empty = row()

    assert (empty.named, empty.actions, empty.done, empty.tested) == (0, 0, 0, 0)
    assert (empty.helped, empty.dont_know, empty.recurrences) == (0, 0, 0)


def test_an_action_stood_from_the_day_after_it_was_accepted_to_the_day_it_was_reopened():
    one = stood(day(3, 5), day(4, 5))

    days = [day(3, 4), day(3, 5), day(3, 6), day(4, 4), day(4, 5), day(4, 6)]
    assert [one.on(each) for each in days] == [False, False, True, True, True, False]
    assert [DoneDays([one]).hold(each) for each in days] == [one.on(each) for each in days]
    assert stood(day(3, 5)).on(day(1, year=2099))


def test_days_that_actions_stood_as_done_are_told_as_few_spans():
    spells = [
        stood(day(8), day(9)),
        stood(day(1), day(5)),
        stood(day(2), day(3)),  # within the first
        stood(day(5), day(6)),  # goes on from it
        stood(day(11)),
    ]

    assert DoneDays(spells).spans == [(day(1), day(6)), (day(8), day(9)), (day(11), date.max)]
    assert DoneDays([]).spans == []
    assert not DoneDays([]).hold(day(1))


def test_a_short_spell_does_not_hide_a_longer_one_that_began_before_it():
    both = DoneDays([stood(day(1), day(12)), stood(day(2), day(3))])

    assert both.hold(day(6))
    assert not both.hold(day(12, 2))


def test_a_theme_returns_once_in_each_source_with_the_dates_that_make_it_so():
    spells = [stood(day(2, 10), actions=2), stood(day(4, 20), day(5), actions=3), stood(day(9))]
    namings = [
        named(AUDIT, day(6, 12)),
        named(REVIEW, day(4, 25)),
        named(REVIEW, day(2, 10)),  # on the day itself: no ground yet
        named(REVIEW, day(3, 1)),
        named(Source(2, None), day(1)),
    ]

    of_review = Return(REVIEW, day(3, 1), day(2, 10), day(2, 10), 2)
    of_audit = Return(AUDIT, day(6, 12), day(2, 10), day(2, 10), 2)
    assert returns(namings, spells) == [of_review, of_audit]
    assert (of_review.months_after, of_audit.months_after) == (0, 4)
    assert returns([named(REVIEW, day(4, 25))], spells) == [
        Return(REVIEW, day(4, 25), day(2, 10), day(4, 20), 5)
    ]


# What a person may be told, and what became of all actions


@pytest.mark.django_db
def test_what_is_seen_is_of_one_board_and_of_reviews_that_the_person_reads(world):
    """The lead owes an action of a restricted review, and is not told even its theme."""
    owed = {"agency": world.health, "owner": world.lead}
    lead = world.lead
    chains = {}
    for name, board, is_published in (
        ("open", world.kent, True),
        ("restricted", world.kent, False),
        ("elsewhere", world.medway, True),
    ):
        review = ReviewFactory(board=board, published=is_published)
        finding = FindingFactory(review=review, themes=[ThemeFactory(board=board)])
        asked = RecommendationFactory(review=review, findings=[finding])
        owner = owed if board == world.kent else {}
        action = ActionFactory(recommendation=asked, **owner)
        chains[name] = (finding, action, MeasureFactory(recommendation=asked))
    person_on(world.medway, Role.STAFF)

    def seen(rows):
        return [set(rows.findings), set(rows.actions), set(rows.measures)]

    def of(*names):
        return [{chains[name][place] for name in names} for place in range(3)]

    assert seen(Seen.by(lead, world.kent)) == of("open")
    assert seen(Seen.by(world.staff, world.kent)) == of("open", "restricted")
    assert seen(Seen.by(world.other_staff, world.kent)) == of()
    assert seen(Seen.everything(world.kent)) == of("open", "restricted")
    assert seen(Seen.everything(world.medway)) == of("elsewhere")

    narrowed = Seen.everything(world.kent).on(chains["open"][0].themes.all())
    assert seen(narrowed) == [of("open")[0], *of("open", "restricted")[1:]]


@pytest.mark.django_db
def test_impact_is_told_of_all_actions_that_count():
    def an_action(result=None, **fields):
        action = ActionFactory(**fields)
        if result:
            MeasureFactory(
                recommendation=action.recommendation,
                tested=True,
                result=result,
                tested_on=day(6),
            )
        return action

    done = {"accepted": True, "accepted_on": day(5)}
    an_action("helped", **done)
    an_action("partly", **done)
    an_action("dont_know", **done)
    an_action(**done)
    an_action("helped")  # not done, so not tested
    an_action(status="withdrawn")
    an_action("helped", accepted=True, accepted_on=day(7))  # tested before it was done

    assert impact(Action.objects.all(), Measure.objects.all()) == Impact(
        actions=6, delivered=5, tested=3, helped=1, dont_know=1
    )
    assert Finding.objects.count() == 0
