"""The demonstration's audits of these weeks: one repeated, one of cases, and a report begun."""

from collections import Counter

import pytest

from boards.models import Activity, Board
from kscb.dates import today
from performance.demo import case_file
from reviews.figures.compared import compared
from reviews.figures.results import results
from reviews.models import Answer, AuditReturn, AuditRound, Finding, Review, Submission
from reviews.services import submissions
from tests.performance.demo import person

Status = AuditReturn.Status


@pytest.fixture
def kent(_loaded, db) -> Board:
    return Board.objects.get(short_name="KSCB")


@pytest.fixture
def repeated(kent) -> AuditRound:
    return AuditRound.objects.get(board=kent, status="open", previous__isnull=False)


@pytest.fixture
def of_cases(kent) -> AuditRound:
    return AuditRound.objects.get(board=kent, framework__is_per_case=True)


def test_all_of_them_are_marked_as_invented(kent):
    rounds = AuditRound.objects.filter(board=kent)

    assert rounds.count() == 8
    assert not rounds.filter(is_invented=False).exists()
    assert not Review.objects.filter(kind__is_audit=True, is_invented=False).exists()


# Repeated, with what was said last time


def test_this_years_self_assessment_repeats_last_years(repeated):
    before = repeated.previous

    assert (before.status, before.framework) == ("closed", repeated.framework)
    assert before.due_on < repeated.opens_on < today() < repeated.due_on
    assert set(before.returns.values_list("status", flat=True)) == {"agreed"}
    assert before.returns.count() == 9


def test_agencies_found_last_years_answers_and_some_are_not_confirmed(repeated):
    answers = Answer.objects.filter(audit_return__audit_round=repeated)
    carried = answers.filter(carried_from__isnull=False)

    assert carried.count() == 9 * 8  # the voluntary sector was not asked last year
    assert set(carried.values_list("carried_from__audit_return__audit_round", flat=True)) == {
        repeated.previous_id
    }
    waiting = carried.filter(is_confirmed=False)
    assert set(waiting.values_list("audit_return__status", flat=True)) == {
        Status.NOT_STARTED,
        Status.IN_PROGRESS,
    }
    assert carried.filter(is_confirmed=True).exists()


def test_the_lead_has_confirmed_some_and_has_the_rest_to_do(repeated, client):
    lead = person("agency lead")
    own = repeated.returns.get(agency__name__startswith="Kent Community Health")
    client.force_login(lead)

    page = client.get(own.get_absolute_url()).text

    assert own.answers.filter(is_confirmed=False).count() == 5
    words = f"Carried forward from {repeated.previous.reference}, not yet confirmed."
    assert page.count(words) == 5
    said = [entry.verb for entry in Activity.objects.about(own) if "question" in entry.verb]
    assert sorted(said) == [
        "answered question 3",
        "confirmed question 1 as still true",
        "confirmed question 2 as still true",
    ]


def test_what_was_sent_holds_nothing_unconfirmed_and_a_copy_was_kept(repeated):
    sent = repeated.returns.sent()

    assert not Answer.objects.filter(audit_return__in=sent, is_confirmed=False).exists()
    assert all(submissions.unanswered(one) == [] for one in sent)
    assert set(sent) == {
        one.audit_return for one in Submission.objects.filter(audit_return__in=sent)
    }


def test_this_year_stands_beside_last_year_question_by_question(repeated):
    returns = AuditReturn.objects.filter(board=repeated.board)

    sides = compared(results(repeated, returns), results(repeated.previous, returns))

    assert len(sides) == 8
    assert any(one.up for one in sides)


# Of cases


def test_every_agency_is_asked_of_every_case_and_some_returns_are_in(of_cases):
    returns = of_cases.returns.all()

    assert (of_cases.cases, of_cases.sampled) == (case_file.CASES, case_file.CASES)
    assert Counter(returns.values_list("case_number", flat=True)) == {1: 4, 2: 4, 3: 4}
    states = Counter((row.case_words, row.status) for row in returns)
    assert states == {
        ("Case 1", "submitted"): 3,
        ("Case 1", "in_progress"): 1,
        ("Case 2", "submitted"): 1,
        ("Case 2", "in_progress"): 1,
        ("Case 2", "not_started"): 2,
        ("Case 3", "in_progress"): 1,
        ("Case 3", "not_started"): 3,
    }


def test_what_is_in_is_whole_and_one_agency_was_not_involved(of_cases):
    sent = of_cases.returns.sent()

    without = [one.agency.name for one in sent if one.is_without_involvement]
    assert without == ["Kent County Council early help"]
    answered = sent.filter(is_without_involvement=False)
    assert [submissions.unanswered(one) for one in answered] == [[]] * 3
    assert Submission.objects.filter(audit_return__in=sent).count() == 4


def test_each_answer_is_of_the_kind_that_its_question_asks(of_cases):
    answers = Answer.objects.filter(audit_return__audit_round=of_cases)

    kinds = {
        "choice": {"choice"},
        "yes_no": {"choice"},
        "graded": {"grade", "text"},
        "number": {"number"},
        "narrative": {"text"},
    }
    for answer in answers.select_related("question"):
        given = {name for name in ("choice", "grade", "number", "text") if has(answer, name)}
        assert given == kinds[answer.question.kind], answer
        if answer.choice:
            assert answer.choice in answer.question.choices


def has(answer, name) -> bool:
    return getattr(answer, name) not in ("", None)


def test_the_board_member_on_its_panel_reads_the_case_that_the_police_answered(of_cases, client):
    member = person("board member")
    client.force_login(member)
    others = of_cases.returns.filter(agency__name__contains="social work").order_by("case_number")

    read = [
        "because you are on the audit’s moderation panel" in client.get(one.get_absolute_url()).text
        for one in others
    ]

    assert read == [True, False, False]


# A report, begun


def test_the_report_of_last_years_round_is_begun(repeated, client):
    report = Review.objects.get(audit_round=repeated.previous)

    assert (report.status, report.published_on, report.board) == ("draft", None, repeated.board)
    assert report.summary == repeated.previous.conclusion
    [asked] = report.recommendations.all()
    assert (asked.status, asked.agencies.count()) == ("draft", 0)
    assert [one.kind for one in Finding.objects.told_by(report)] == ["good_practice"] * 2
    client.force_login(person("second board staff"))
    page = client.get(repeated.previous.get_absolute_url()).text
    assert report.get_absolute_url() in page
