"""Handing in: the receipt and its copy, and a return without involvement."""

from datetime import UTC, datetime

import pytest

from kscb.refusal import MoveNotAllowed
from reviews.models import AuditReturn, AuditRound, Submission
from reviews.services import answers, audits, submissions
from tests.after import refusal, steps_on
from tests.factories import AnswerFactory, AuditReturnFactory, EvidenceFactory, SupportFactory

THEN = datetime(2018, 2, 1, 9, tzinfo=UTC)


@pytest.fixture
def answered(world, audit_return, questions, grades):
    for question in questions:
        given = AnswerFactory(audit_return=audit_return, question=question, grade=grades[2])
    SupportFactory(answer=given, evidence=EvidenceFactory(title="Minutes"))
    AuditReturn.objects.update(status="in_progress")
    audit_return.refresh_from_db()
    return audit_return


def line(number, **other):
    return {
        "number": number,
        "question": ("Who leads?", "How do you know?")[number - 1],
        "grade": "2 Mostly met",
        "said": "",
        "text": "We looked at twenty files.",
        "evidence": [],
        **other,
    }


def test_the_receipt_holds_what_was_sent_and_leads_to_it(world, signed_in, answered):
    client = signed_in(world.lead)

    sent = client.post(f"/audits/returns/{answered.pk}/submit/", follow=True)

    submission = Submission.objects.get()
    assert submission.receipt == f"KSCB/S11-2018/{answered.pk}-1"
    assert submission.copy == [line(1), line(2, evidence=["Minutes"])]
    assert sent.redirect_chain == [(submission.get_absolute_url(), 302)]
    assert f"Receipt number: {submission.receipt}" in sent.text
    assert "What was sent on" in sent.text
    assert submission.receipt in client.get(answered.get_absolute_url()).text


def test_sending_again_makes_a_second_receipt_and_leaves_the_first(world, answered, questions):
    first = submissions.submit(answered, by=world.lead)
    audits.send_back(AuditReturn.objects.get(), by=world.staff, note="Which wards?")
    answers.answer(
        answered, question=questions[0], grade=None, text="Ward 3.", version=1, by=world.lead
    )
    given = answered.answers.get(question=questions[0])
    given.grade = answered.audit_round.framework.grades.first()
    given.save()

    second = submissions.submit(AuditReturn.objects.get(), by=world.lead)

    first.refresh_from_db()
    assert [one["text"] for one in first.copy] == ["We looked at twenty files."] * 2
    assert [one["text"] for one in second.copy] == ["Ward 3.", "We looked at twenty files."]
    assert (second.number, second.receipt) == (2, f"KSCB/S11-2018/{answered.pk}-2")
    assert AuditReturn.objects.get().status == "resubmitted"


def test_a_receipt_typed_in_later_has_its_day(world, answered):
    assert submissions.submit(answered, by=world.lead, at=THEN).at == THEN


def test_an_agency_that_was_not_involved_says_so(world, signed_in, audit_return):
    client = signed_in(world.lead)
    url = f"/audits/returns/{audit_return.pk}/no-involvement/"

    empty = client.post(url, {"reason": ""})
    sent = client.post(url, {"reason": "We never met them."}, follow=True)

    audit_return.refresh_from_db()
    seen = signed_in(world.staff).get(audit_return.get_absolute_url())
    by_member = signed_in(world.member).get(audit_return.get_absolute_url())
    assert empty.status_code == 422
    assert (audit_return.status, audit_return.is_without_involvement) == ("submitted", True)
    assert "We never met them." in sent.text
    assert "We never met them." in seen.text
    assert "Submitted, no involvement" in by_member.text
    assert "We never met them." not in by_member.text
    assert "No grade yet" not in by_member.text
    assert [verb for _, verb, _ in steps_on(audit_return)] == ["submitted without involvement"]


def test_an_agency_sent_back_may_answer_after_all(world, audit_return, questions, grades):
    submissions.say_not_involved(audit_return, reason="Never met.", by=world.lead)
    audits.send_back(AuditReturn.objects.get(), by=world.staff, note="You did.")

    for question in questions:
        answers.answer(
            audit_return, question=question, grade=grades[1], text="So.", version=0, by=world.lead
        )

    now = AuditReturn.objects.get()
    assert (now.is_without_involvement, now.involvement) == (False, "")
    submissions.submit(now, by=world.lead)
    assert [len(one.copy) for one in Submission.objects.order_by("number")] == [1, 2]


def test_what_was_sent_is_not_sent_without_involvement(world, answered):
    submissions.submit(answered, by=world.lead)

    with refusal(
        "This is now “Submitted”, so it cannot become “Submitted”. "
        "Open the page again to see what has happened.",
        MoveNotAllowed,
    ):
        submissions.say_not_involved(answered, reason="No.", by=world.lead)


# Grades of one case


@pytest.fixture
def case(world, audit_round, grades):
    """Case 1 of both agencies: the police have sent theirs."""
    AuditReturn.objects.all().delete()
    theirs = AuditReturnFactory(
        audit_round=audit_round, agency=world.police, case_number=1, status="submitted"
    )
    ours = AuditReturnFactory(audit_round=audit_round, agency=world.health, case_number=1)
    for one, grade in ((theirs, grades[3]), (ours, grades[0])):
        AnswerFactory(audit_return=one, grade=grade, text="Secret words.")
    return ours, theirs


def table_of(client, audit_return):
    found = client.get(audit_return.get_absolute_url()).context["case_grades"]
    return found and [grades for _, grades in found.rows]


def test_a_lead_sees_others_grades_of_a_case_only_once_theirs_is_sent(world, signed_in, case):
    ours, _ = case
    client = signed_in(world.lead)
    hidden = client.get(ours.get_absolute_url())
    AuditReturn.objects.filter(pk=ours.pk).update(status="submitted")

    shown = client.get(ours.get_absolute_url())

    police, health = ("Kent Police", "3 Fully met"), ("Kent Community Health", "0 Not met")
    assert hidden.context["case_grades"] is None
    assert "3 Fully met" not in hidden.text
    assert [grades for _, grades in shown.context["case_grades"].rows] == [
        [health, police],
        [("Kent Community Health", "No grade"), ("Kent Police", "No grade")],
    ]
    assert shown.text.count("Secret words.") == 1


def test_a_member_sees_them_only_once_their_own_agency_has_sent(world, signed_in, case):
    ours, theirs = case  # the member is of the police
    AuditReturn.objects.filter(pk=ours.pk).update(status="submitted")
    AuditReturn.objects.filter(pk=theirs.pk).update(status="in_progress")
    client = signed_in(world.member)

    hidden = client.get(ours.get_absolute_url())
    AuditReturn.objects.filter(pk=theirs.pk).update(status="submitted")
    shown = client.get(ours.get_absolute_url())

    assert ("0 Not met" in hidden.text, "0 Not met" in shown.text) == (False, True)
    assert "once your own agency has sent its return on this case" in hidden.text


@pytest.mark.parametrize("person", ["staff", "chair", "member", "lead"])
def test_a_return_of_a_case_asks_twelve_times_at_most(
    world, signed_in, case, person, django_assert_max_num_queries
):
    """Whoever reads it: also for the panel, which the member sits on."""
    ours, theirs = case
    theirs.audit_round.panel.add(world.member)
    AuditReturn.objects.update(status="submitted")
    client = signed_in(world.people[person])
    client.get("/")

    with django_assert_max_num_queries(12):
        client.get(ours.get_absolute_url())


@pytest.mark.parametrize("status", ["submitted", "agreed"])
def test_no_involvement_opens_a_case_only_once_the_audit_is_closed(world, signed_in, case, status):
    """Until then the agency may still be asked, and would answer knowing what others said."""
    ours, theirs = case  # the member is of the police
    AuditReturn.objects.filter(pk=ours.pk).update(status="submitted")
    AuditReturn.objects.filter(pk=theirs.pk).update(status=status, is_without_involvement=True)
    theirs.audit_round.panel.add(world.member)
    client = signed_in(world.member)

    own, other = table_of(client, theirs), client.get(ours.get_absolute_url()).text
    moderation = client.get(f"/audits/returns/{ours.pk}/moderation/").status_code
    AuditRound.objects.update(status="closed")
    then = client.get(ours.get_absolute_url()).text

    assert (own, "0 Not met" in other, moderation) == (None, False, 404)
    assert "where it was not involved, once the audit is closed" in other
    assert table_of(client, theirs)[0] == [
        ("Kent Community Health", "0 Not met"),
        ("Kent Police", "No involvement"),
    ]
    assert "0 Not met" in then


def test_the_lead_who_said_no_involvement_sees_no_grades_of_others(world, signed_in, case):
    ours, _ = case
    submissions.say_not_involved(ours, reason="Unknown to us.", by=world.lead)

    page = signed_in(world.lead).get(ours.get_absolute_url())

    assert page.context["case_grades"] is None
    assert "3 Fully met" not in page.text


def test_staff_and_the_chair_always_see_what_was_sent(world, signed_in, case):
    ours, _ = case

    for person in (world.staff, world.chair):
        found = table_of(signed_in(person), ours)
        assert found[0] == [("Kent Police", "3 Fully met")]


def test_a_panel_member_waits_for_their_own_agency_too(world, case):
    ours, theirs = case
    world.lead.panels.add(theirs.audit_round)
    waiting = AuditReturn.objects.read_in_full_by(world.lead)
    seen = AuditReturn.objects.grades_seen_by(world.member)
    AuditReturn.objects.filter(pk=ours.pk).update(status="submitted")

    assert theirs not in waiting
    assert set(seen) == {ours, theirs}
