"""A question on one answer: asked by the board, replied to by the agency, sent in again."""

import pytest
from django.test import Client

from kscb.refusal import Refused
from reviews.models import AnswerQuery, AuditReturn
from reviews.services import audits, queries, submissions
from tests.after import CANARY, refusal, steps_on, told
from tests.factories import AnswerFactory, AnswerQueryFactory


@pytest.fixture
def sent(audit_return, questions):
    for question in questions:
        AnswerFactory(audit_return=audit_return, question=question)
    return put(audit_return, "submitted")


@pytest.fixture
def returned(world, sent):
    """Sent back with one question, on the first answer."""
    query = AnswerQueryFactory(answer=sent.answers.first(), asked="Which files?")
    put(sent, "returned")
    return AnswerQuery.objects.get(pk=query.pk)


def put(audit_return, status):
    AuditReturn.objects.update(status=status)
    audit_return.refresh_from_db()
    return audit_return


def test_staff_ask_about_one_answer_and_gather_several(world, sent):
    for answer in sent.answers.all():
        queries.ask(answer, asked=f"{CANARY} {answer.question.number}?", by=world.staff)

    assert [(one.asked, one.asked_by, one.replied_at) for one in AnswerQuery.objects.all()] == [
        (f"{CANARY} 1?", world.staff, None),
        (f"{CANARY} 2?", world.staff, None),
    ]
    assert steps_on(sent) == [
        (world.staff, "asked about question 1", {"note": f"{CANARY} 1?"}),
        (world.staff, "asked about question 2", {"note": f"{CANARY} 2?"}),
    ]
    assert (told(), queries.waiting(sent).count()) == ([], 2)


def test_nothing_is_asked_of_a_return_that_is_not_with_the_board(world, returned):
    said = "This return is now “Returned for query”, so nothing can be asked about its answers."

    with refusal(said):
        queries.ask(returned.answer, asked="And?", by=world.staff)


def test_the_questions_asked_are_enough_to_send_it_back(world, sent):
    queries.ask(sent.answers.first(), asked="Which files?", by=world.staff)

    audits.send_back(sent, by=world.staff)

    sent.refresh_from_db()
    assert (sent.status, sent.query) == ("returned", "")
    assert told() == [(world.lead, "KSCB: your agency's audit return came back with a question")]


def test_it_is_not_sent_back_with_nothing_asked(world, sent):
    with refusal("Say what you ask, or ask about one of the answers first."):
        audits.send_back(sent, by=world.staff)


def test_the_agency_replies_once(world, returned):
    queries.reply(returned, reply=f"The {CANARY} ones.", by=world.contributor)

    returned.refresh_from_db()
    assert (returned.reply, returned.replied_by) == (f"The {CANARY} ones.", world.contributor)
    assert returned.replied_at is not None
    assert steps_on(returned.answer.audit_return) == [
        (world.contributor, "replied about question 1", {"note": f"The {CANARY} ones."})
    ]
    with refusal(
        "This question has its reply already. Change the answer itself if there is more to say."
    ):
        queries.reply(returned, reply="More.", by=world.lead)


def test_nothing_is_replied_while_the_board_has_it(world, returned):
    put(returned.answer.audit_return, "resubmitted")

    with pytest.raises(Refused, match="You can reply once the board returns it"):
        queries.reply(returned, reply="Late.", by=world.lead)


def test_a_question_without_a_reply_is_named_and_does_not_hold_the_return_back(
    world, signed_in, returned
):
    audit_return = returned.answer.audit_return
    page = signed_in(world.lead).get(audit_return.get_absolute_url()).content.decode()
    assert "Which files?" in page
    assert "The board asked about" in page
    assert 'href="#question-1"' in page

    submissions.submit(audit_return, by=world.lead)

    audit_return.refresh_from_db()
    page = signed_in(world.staff).get(audit_return.get_absolute_url()).content.decode()
    assert audit_return.status == "resubmitted"
    assert "Asked and without a reply" in page


def test_agreeing_with_a_question_unanswered_says_so_before_and_after(world, signed_in, sent):
    queries.ask(sent.answers.first(), asked="Which files?", by=world.staff)
    staff, lead = signed_in(world.staff), Client()
    lead.force_login(world.lead)
    form = staff.get(f"/audits/returns/{sent.pk}/agree/").text
    before = lead.get(sent.get_absolute_url()).text

    staff.post(f"/audits/returns/{sent.pk}/agree/", {"note": ""})

    after = lead.get(sent.get_absolute_url()).text
    said = "Asked, and not answered before the return was agreed."
    assert "Once the return is agreed, the agency can no longer answer" in form
    assert ("No reply yet." in before, said in before) == (True, False)
    assert ("No reply yet." in after, said in after) == (False, True)


def test_agreeing_says_nothing_of_questions_where_none_waits(world, signed_in, sent):
    form = signed_in(world.staff).get(f"/audits/returns/{sent.pk}/agree/").text

    assert "can no longer answer" not in form


def test_the_page_asks_the_database_no_more_for_more_questions(
    world, signed_in, sent, django_assert_max_num_queries
):
    for answer in sent.answers.all():
        AnswerQueryFactory.create_batch(3, answer=answer)

    client = signed_in(world.staff)

    with django_assert_max_num_queries(12):
        client.get(sent.get_absolute_url())
