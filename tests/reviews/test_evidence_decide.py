"""What the board says of evidence for one thing, what the agency replies, and what counts."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from boards.models import Activity, Document
from kscb.dates import today
from kscb.refusal import MoveNotAllowed
from reviews.models import ActionUpdate, AuditReturn, Support
from reviews.services import actions, audits, evidence_decisions
from tests.after import refusal, told
from tests.factories import ActionUpdateFactory, AnswerFactory, EvidenceFactory, SupportFactory

pytestmark = pytest.mark.django_db
STATUS = Support.Status


def given(world, **supported):
    item = EvidenceFactory(board=world.kent, agency=world.health, title="Our plan")
    return SupportFactory(evidence=item, **supported)


@pytest.fixture
def support(world, action):
    return given(world, update=ActionUpdateFactory(action=action))


@pytest.fixture
def of_answer(world, audit_return):
    return given(world, answer=AnswerFactory(audit_return=audit_return))


def url(name, support):
    return reverse(f"reviews:{name}", args=[support.pk])


@pytest.mark.parametrize(
    ("step", "status", "verb", "ask"),
    [
        ("accept", "accepted", "accepted", "evidence of your agency was accepted"),
        ("reject", "rejected", "not accepted", "evidence of your agency was not accepted"),
        ("query", "queried", "queried", "the board has a question about evidence of your agency"),
    ],
)
def test_staff_say_what_they_make_of_it_and_the_lead_is_told(
    step, status, verb, ask, world, support, signed_in
):
    response = signed_in(world.staff).post(
        url(f"{step}-evidence", support), {"note": "See page 2."}
    )

    support.refresh_from_db()
    [entry] = Activity.objects.about(support)
    assert response.url == support.evidence.get_absolute_url()
    assert (support.status, support.note) == (status, "See page 2.")
    assert (entry.actor, entry.verb, entry.detail["note"]) == (world.staff, verb, "See page 2.")
    assert told() == [(world.lead, f"KSCB: {ask}")]


@pytest.mark.parametrize("step", ["reject", "query"])
def test_a_reason_is_required(step, world, support, signed_in):
    response = signed_in(world.staff).post(url(f"{step}-evidence", support), {"note": " "})

    support.refresh_from_db()
    assert (response.status_code, support.status, told()) == (422, "submitted", [])


def test_accepting_needs_no_words(world, support, signed_in):
    signed_in(world.staff).post(url("accept-evidence", support), {"note": ""})

    support.refresh_from_db()
    assert (support.status, support.note) == ("accepted", "")


def test_a_question_is_answered_in_words_and_waits_for_the_board_again(world, support, signed_in):
    evidence_decisions.query(support, by=world.staff, note="Which wards?")

    signed_in(world.lead).post(url("reply-on-evidence", support), {"note": "All of them."})

    support.refresh_from_db()
    shown = signed_in(world.staff).get(url("accept-evidence", support)).context["rows"]
    assert (support.status, support.note) == ("submitted", "Which wards?")
    assert ("What the agency replied", "All of them.") in shown
    answered = "KSCB: an agency has answered your question about evidence"
    assert told()[1:] == [(world.staff, answered), (world.second_staff, answered)]


def test_only_a_question_is_answered(world, support):
    with pytest.raises(MoveNotAllowed):
        evidence_decisions.reply(support, by=world.lead, note="Here.")


@pytest.mark.parametrize("step", ["accept", "reject", "query"])
def test_what_was_decided_stays_decided(step, world, support):
    evidence_decisions.reject(support, by=world.staff, note="Another plan.")

    with pytest.raises(MoveNotAllowed):
        getattr(evidence_decisions, step)(support, by=world.staff, note="Again.")


@pytest.mark.parametrize("step", ["accept", "reject", "query"])
def test_what_an_agency_is_still_writing_is_not_decided_on(step, world, of_answer):
    with refusal("The agency has not submitted this return yet. Decide once it has."):
        getattr(evidence_decisions, step)(of_answer, by=world.staff, note="Now?")


def test_the_word_says_both_what_was_said_and_that_it_expired(support):
    support.evidence.expires_on = today() - timedelta(days=1)
    support.status = STATUS.ACCEPTED

    assert (support.standing.word, support.standing.tone) == ("Accepted, expired", "late")


def test_agreeing_the_return_keeps_what_the_board_said(world, audit_return, of_answer):
    AuditReturn.objects.update(status="submitted")
    of_answer.answer.audit_return.refresh_from_db()
    evidence_decisions.query(of_answer, by=world.staff, note="Which year?")
    evidence_decisions.reply(of_answer, by=world.lead, note="2018.")

    audits.agree(audit_return, by=world.staff)

    of_answer.refresh_from_db()
    assert (of_answer.status, of_answer.note) == ("accepted", "Which year?")


# What counts when an action is sent to the board


def a_file(support):
    document = Document.objects.create(
        board=support.evidence.board,
        name="plan.txt",
        kind="txt",
        size=5,
        sha256="0" * 64,
        stored_as="aa/0",
        uploaded_by=support.evidence.given_by,
    )
    support.evidence.document, support.evidence.link = document, ""
    support.evidence.save()


SPENT = (
    "The evidence given so far was not accepted, or has expired. "
    "Attach a file or link that shows it now."
)


def test_evidence_that_was_not_accepted_does_not_carry_an_action(world, action, support):
    evidence_decisions.reject(support, by=world.staff, note="Another plan.")

    with refusal(SPENT):
        actions.update(action, text="Done.", by=world.lead, submit=True)

    assert ActionUpdate.objects.filter(text="Done.").count() == 0


@pytest.mark.parametrize(("days", "carries"), [(-1, False), (0, True)])
def test_expired_evidence_does_not_carry_an_action(days, carries, world, action, support):
    support.evidence.expires_on = today() + timedelta(days=days)
    support.evidence.save()

    if not carries:
        with refusal(SPENT):
            actions.update(action, text="Done.", by=world.lead, submit=True)
        return
    actions.update(action, text="Done.", by=world.lead, submit=True)
    action.refresh_from_db()
    assert action.status == "submitted"


@pytest.mark.parametrize("spent", ["rejected", "expired"])
def test_the_file_that_a_high_priority_needs_must_count(spent, world, action, support):
    type(action).objects.update(priority="high")
    a_file(support)
    given(world, update=support.update)  # a link, which alone is not enough
    if spent == "rejected":
        evidence_decisions.reject(support, by=world.staff, note="Another plan.")
    else:
        type(support.evidence).objects.filter(pk=support.evidence_id).update(
            expires_on=date(2018, 1, 1)
        )

    with refusal("This action is of high priority: attach at least one file, not only links."):
        actions.update(action, text="Done.", by=world.lead, submit=True)
