"""One agency's return: answered, submitted, agreed or sent back with a question."""

from datetime import UTC, datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from boards.models import Role
from kscb.refusal import MoveNotAllowed, Refused, Stale
from reviews.figures.results import results
from reviews.models import Answer, AuditReturn, Support
from reviews.services import answers, audits, sharing, submissions
from tests.after import CANARY, refusal, steps_on, told
from tests.factories import (
    AnswerFactory,
    AuditReturnFactory,
    AuditRoundFactory,
    FrameworkFactory,
    SupportFactory,
    person_on,
)
from tests.files.ordinary import pdf

THEN = datetime(2018, 2, 1, 9, tzinfo=UTC)
AGAIN = "Open the page again to see what has happened."


@pytest.fixture
def answer(world, audit_return, questions, grades):
    def answer(text=f"{CANARY} looked.", **fields):
        given = {"question": questions[0], "grade": grades[3], "version": 0, "by": world.lead}
        return answers.answer(audit_return, text=text, **given | fields)

    return answer


@pytest.fixture
def answered(audit_return, questions, grades):
    """In progress, every question answered, with one piece of evidence."""
    for question in questions:
        given = AnswerFactory(audit_return=audit_return, question=question, grade=grades[2])
    SupportFactory(answer=given)
    return put(audit_return, "in_progress")


def put(audit_return, status):
    AuditReturn.objects.update(status=status)
    audit_return.refresh_from_db()
    return audit_return


def test_a_first_answer_begins_the_return(world, audit_return, answer, questions, grades):
    given = answer()

    audit_return.refresh_from_db()
    given.refresh_from_db()
    assert (given.question, given.grade, given.text, given.version) == (
        questions[0],
        grades[3],
        f"{CANARY} looked.",
        1,
    )
    assert audit_return.status == "in_progress"
    note = f"Grade: “” became “3 Fully met”; How you know: “” became “{CANARY} looked.”."
    assert steps_on(audit_return) == [
        (world.lead, "answered question 1", {"note": note}),
        (world.lead, "started", {"from": "Not started", "to": "In progress"}),
    ]
    assert told() == []


def test_an_answer_takes_files_and_links(audit_return, answer):
    given = answer(
        files=[SimpleUploadedFile("Audit.pdf", pdf())], links=["https://kscb.example/audit"]
    )

    titles = [support.evidence.title for support in given.supports.all()]
    assert titles == ["Audit.pdf", "https://kscb.example/audit"]


def test_an_answer_is_changed(world, answer, questions, grades):
    answer()

    given = answer("Better.", grade=None, version=1, by=world.contributor)

    assert (given.grade, given.text, given.version) == (None, "Better.", 2)
    assert Answer.objects.count() == 1


def test_two_colleagues_lose_neither_text(world, answer, grades):
    answer("Theirs.", by=world.contributor)

    with refusal(str(Stale([], 1)), Stale) as stale:
        answer("Mine.", grade=grades[0])
    kept = answer("Theirs. Mine.", version=stale.value.version)

    shown = [(one.label, one.theirs, one.yours) for one in stale.value.conflicts]
    assert shown == [
        ("Grade", "3 Fully met", "0 Not met"),
        ("How you know", "Theirs.", "Mine."),
    ]
    assert (kept.text, kept.version) == ("Theirs. Mine.", 2)


def test_a_question_or_grade_of_another_framework_is_refused(answer):
    other = FrameworkFactory()
    words = "That question or grade is not part of this audit."

    with refusal(words):
        answer(question=other.questions.first())
    with refusal(words):
        answer(grade=other.grades.first())


@pytest.mark.parametrize(("status", "label"), [("submitted", "Submitted"), ("agreed", "Agreed")])
def test_answers_with_the_board_cannot_change(audit_return, answer, status, label):
    put(audit_return, status)

    with refusal(f"This return is now “{label}”, so its answers cannot change."):
        answer()


def test_a_return_that_came_back_is_answered_again(audit_return, answer):
    put(audit_return, "returned")

    answer()

    audit_return.refresh_from_db()
    assert audit_return.status == "returned"


def test_a_bad_file_saves_no_half_of_an_answer(answer):
    with refusal("“Empty.pdf” is empty. Choose a file that has something in it."):
        answer(files=[SimpleUploadedFile("Empty.pdf", b"")])


def test_a_whole_return_is_submitted_and_staff_are_told(world, answered):
    submissions.submit(answered, by=world.lead)

    answered.refresh_from_db()
    ask = "KSCB: an audit return was submitted"
    assert answered.status == "submitted"
    assert steps_on(answered) == [
        (world.lead, "submitted", {"from": "In progress", "to": "Submitted"})
    ]
    receipt = f"KSCB/S11-2018/{answered.pk}-1"
    got = f"KSCB: your agency's audit return was received, with receipt {receipt}"
    assert told() == [(world.lead, got), (world.staff, ask), (world.second_staff, ask)]


def test_a_submission_typed_in_later_keeps_its_time_and_tells_nobody(world, answered):
    submissions.submit(answered, by=world.lead, at=THEN)

    answered.refresh_from_db()
    assert (answered.status_since, told()) == (THEN, [])


@pytest.mark.parametrize("missing", [{"grade": None}, {"text": ""}])
def test_a_question_without_a_grade_or_words_holds_the_return_back(world, answered, missing):
    Answer.objects.filter(question__number=2).update(**missing)

    with refusal("Question 2 still needs a grade and an answer before you submit."):
        submissions.submit(answered, by=world.lead)


def test_every_unanswered_question_is_named(world, audit_return):
    with refusal("Questions 1, 2 still need a grade and an answer before you submit."):
        submissions.submit(audit_return, by=world.lead)


def test_submitting_twice_is_refused(world, answered):
    submissions.submit(answered, by=world.lead)

    with refusal(
        f"This is now “Submitted”, so it cannot become “Submitted”. {AGAIN}", MoveNotAllowed
    ):
        submissions.submit(answered, by=world.lead)


def test_staff_agree_it_with_its_evidence_and_tell_the_lead(world, answered):
    put(answered, "submitted")

    audits.agree(answered, by=world.staff, note="Thank you.")

    answered.refresh_from_db()
    detail = {"from": "Submitted", "to": "Agreed", "note": "Thank you."}
    assert (answered.status, Support.objects.get().status) == ("agreed", "accepted")
    assert steps_on(answered) == [(world.staff, "agreed", detail)]
    assert told() == [(world.lead, "KSCB: your agency's audit return was agreed")]


def test_an_agreement_typed_in_later_keeps_its_time_and_tells_nobody(world, answered):
    put(answered, "submitted")

    audits.agree(answered, by=world.staff, at=THEN)

    answered.refresh_from_db()
    assert (answered.status_since, Support.objects.get().status_since) == (THEN, THEN)
    assert told() == []


def test_staff_send_it_back_and_the_lead_sees_why(world, answered, signed_in):
    put(answered, "submitted")

    audits.send_back(answered, by=world.staff, note="Which wards?")

    answered.refresh_from_db()
    detail = {"from": "Submitted", "to": "Returned for query", "note": "Which wards?"}
    assert (answered.status, answered.query) == ("returned", "Which wards?")
    assert steps_on(answered) == [(world.staff, "returned for query", detail)]
    assert told() == [(world.lead, "KSCB: your agency's audit return came back with a question")]
    page = signed_in(world.lead).get(answered.get_absolute_url()).content.decode()
    assert "Which wards?" in page


@pytest.mark.parametrize("step", [audits.agree, audits.send_back])
def test_what_is_not_with_the_board_is_not_decided(world, answered, step):
    word = "Agreed" if step is audits.agree else "Returned for query"
    with refusal(
        f"This is now “In progress”, so it cannot become “{word}”. {AGAIN}", MoveNotAllowed
    ):
        step(answered, by=world.staff, note="X")


def test_the_lead_shares_a_return_with_contributors_of_the_agency(world, audit_return):
    hidden_before = AuditReturn.objects.visible_to(world.contributor).exists()

    sharing.share(audit_return, people=[world.contributor], by=world.lead)

    seen = AuditReturn.objects.visible_to(world.contributor).get()
    assert (hidden_before, seen) == (False, audit_return)
    assert steps_on(audit_return) == [(world.lead, "shared", {"to": "Cam Contributor"})]


def test_a_return_is_not_shared_outside_the_agency(world, audit_return):
    police = person_on(world.kent, Role.CONTRIBUTOR, agency=world.police, name="Pat Police")

    words = "Pat Police is not a contributor of Kent Community Health on this board."
    with refusal(words):
        sharing.share(audit_return, people=[world.contributor, police], by=world.lead)


def test_a_closed_audit_takes_no_more_answers_and_no_return(world):
    audit_return = AuditReturnFactory(
        audit_round=AuditRoundFactory(board=world.kent, status="closed"), agency=world.health
    )
    said = "This audit is closed, so its answers cannot change."

    with pytest.raises(Refused, match=said):
        answers.answer(
            audit_return,
            question=audit_return.audit_round.framework.questions.first(),
            grade=None,
            text="Late",
            by=world.lead,
            version=0,
        )
    with pytest.raises(Refused, match=said):
        submissions.submit(audit_return, by=world.lead)
    assert not audit_return.answers.exists()


# What was carried forward, before somebody confirms it


@pytest.fixture
def carried(audit_return, questions, grades):
    """Last year's grade of the first question, waiting in this year's return; nothing else."""
    AuditReturn.objects.filter(pk=audit_return.pk).update(status="in_progress")
    audit_return.refresh_from_db()
    last = AnswerFactory(
        audit_return=AuditReturnFactory(
            audit_round=AuditRoundFactory(framework=audit_return.audit_round.framework),
            agency=audit_return.agency,
            status="agreed",
        ),
        question=questions[0],
        grade=grades[3],
    )
    return AnswerFactory(
        audit_return=audit_return,
        question=questions[0],
        grade=grades[3],
        carried_from=last,
        is_confirmed=False,
    )


def test_a_member_is_not_told_last_years_grade_as_this_years(world, signed_in, carried):
    client = signed_in(world.member)
    path = carried.audit_return.get_absolute_url()

    waiting = client.get(path).text
    answers.confirm(carried.audit_return, questions=[carried.question], by=world.lead)
    confirmed = client.get(path).text

    assert ("Carried forward, not confirmed" in waiting, "Fully met" in waiting) == (True, False)
    assert ("Carried forward, not confirmed" in confirmed, "Fully met" in confirmed) == (
        False,
        True,
    )


@pytest.mark.parametrize("sends", ["nothing", "the return", "no involvement"])
def test_no_result_counts_what_was_not_confirmed(world, carried, questions, grades, sends):
    audit_return = carried.audit_return
    AnswerFactory(audit_return=audit_return, question=questions[1], grade=grades[3])
    if sends == "the return":
        with pytest.raises(Refused, match="Question 1 was carried forward and not confirmed"):
            submissions.submit(audit_return, by=world.lead)
    if sends == "no involvement":
        submissions.say_not_involved(audit_return, reason="Closed.", by=world.lead)

    found = results(audit_return.audit_round, AuditReturn.objects.all())

    assert (found.asked, list(found.counted)) == (1, [])
    [table] = found.tables
    assert [spread.counts for spread in table.spreads] == [[0, 0, 0, 0]] * 2
