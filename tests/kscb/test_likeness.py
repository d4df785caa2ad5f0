import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from kscb.likeness import likeness, most_like

BRUISING = (
    "Update the bruising protocol so that any mark on a baby who cannot move is seen by a"
    " paediatrician"
)
CURIOSITY = "Deliver training on professional curiosity to all frontline staff"
PARTNERS = "Ask about new partners at each contact in the first year, and audit it."
ADULTS = "Check every adult in the household within five days of a referral."
PAPERS = "Papers for conferences are sent five days before"
ESCALATION = "Circulate the escalation policy to all team managers"
SUPERVISION = "Audit 20 supervision records for reflective practice"

any_text = settings(database=None, deadline=None)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (
            BRUISING,
            "Revise the bruising protocol: every baby who cannot move and has a mark is seen by a"
            " paediatrician the same day",
        ),
        (CURIOSITY, "All front-line staff to be trained in professional curiosity"),
        (
            PARTNERS,
            "Audit whether health visitors ask about new partners at every contact in the baby’s"
            " first year",
        ),
        (ADULTS, "Checks on all adults in a household are made within five days of referral"),
        (PAPERS, "Conference papers sent out at least five working days before the meeting"),
        (ESCALATION, "Send team managers the policy on escalating concerns"),
        (
            SUPERVISION,
            "Supervision records will be audited to see whether practice is reflective",
        ),
    ],
)
def test_one_action_in_other_words_is_alike(first, second):
    assert likeness(first, second) >= 0.5


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (BRUISING, CURIOSITY),
        (ADULTS, PAPERS),
        (SUPERVISION, "Audit 20 records of core group attendance"),
        ("Train all health visitors on fathers", "Train all social workers on neglect"),
        ("Review the escalation policy", "Review the bruising protocol"),
    ],
)
def test_two_actions_that_share_some_words_are_not_alike(first, second):
    assert likeness(first, second) < 0.5


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Audit the records", "The records: AUDIT"),
        ("Sharing policies", "share policy"),
        ("Planned visits", "planning a visit"),
        ("Agencies’ processes", "agency process"),
        ("Fathers’ café", "FATHERS' CAFE"),
    ],
)
def test_order_case_and_endings_do_not_matter(first, second):
    assert likeness(first, second) == 1.0


@pytest.mark.parametrize(
    ("first", "second"),
    [("", ""), ("", "Audit"), ("to be", "to be"), ("…", "!"), ("Audit", "to be")],
)
def test_a_text_without_a_telling_word_is_like_nothing(first, second):
    assert likeness(first, second) == 0.0


@any_text
@given(some.text(), some.text())
def test_likeness_is_the_same_both_ways_and_between_none_and_one(first, second):
    score = likeness(first, second)

    assert 0.0 <= score <= 1.0
    assert likeness(second, first) == score


@any_text
@given(some.text())
def test_a_text_is_wholly_like_itself_or_says_nothing(text):
    assert likeness(text, text) in (0.0, 1.0)


def test_the_most_alike_come_first():
    papers_again = "Papers of conferences to be sent five days beforehand"
    candidates = [(1, CURIOSITY), (2, papers_again), (3, PAPERS), (4, BRUISING)]

    assert most_like(PAPERS, candidates) == [(3, 1.0), (2, likeness(PAPERS, papers_again))]


def test_those_less_alike_than_asked_for_are_left_out():
    candidates = [("same", PAPERS), ("some", ADULTS), ("other", CURIOSITY)]

    assert most_like(PAPERS, candidates) == [("same", 1.0)]
    assert most_like(PAPERS, candidates, at_least=0.3) == [
        ("same", 1.0),
        ("some", likeness(PAPERS, ADULTS)),
    ]


def test_a_score_at_the_limit_is_kept():
    limit = likeness(PAPERS, ADULTS)

    assert most_like(PAPERS, [("some", ADULTS)], at_least=limit) == [("some", limit)]


def test_no_more_are_given_than_asked_for_and_equals_keep_their_order():
    candidates = [(place, PAPERS) for place in range(9)]

    assert most_like(PAPERS, candidates) == [(place, 1.0) for place in range(5)]
    assert most_like(PAPERS, candidates, most=2) == [(0, 1.0), (1, 1.0)]


def test_at_most_two_hundred_candidates_are_read():
    candidates = iter([(place, CURIOSITY) for place in range(200)] + [(200, PAPERS)])

    assert most_like(PAPERS, candidates) == []
    assert list(candidates) == [(200, PAPERS)]
