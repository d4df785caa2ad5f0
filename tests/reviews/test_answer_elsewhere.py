"""The same question on two boards: offered to whoever may read both returns, to nobody else."""

import pytest

from boards.models import Role
from reviews.models import AuditReturn
from reviews.services import shared_questions
from tests.after import CANARY, refusal, steps_on
from tests.factories import (
    AnswerFactory,
    AuditReturnFactory,
    AuditRoundFactory,
    FrameworkFactory,
    MembershipFactory,
    SupportFactory,
)


@pytest.fixture
def elsewhere(world, audit_round):
    """The same library framework, sent to Medway by the same agency."""
    asked = AuditRoundFactory(board=world.medway, framework=audit_round.framework)
    sent = AuditReturnFactory(audit_round=asked, agency=world.health, status="agreed")
    answer = AnswerFactory(audit_return=sent, text="As told to Medway.")
    SupportFactory(answer=answer)
    return answer


@pytest.fixture
def on_both(world):
    MembershipFactory(board=world.medway, user=world.lead, role=Role.LEAD, agency=world.health)
    return world.lead


@pytest.fixture
def question_page(audit_return):
    return f"/audits/returns/{audit_return.pk}/questions/1/"


def use(client, audit_return, answer):
    url = f"/audits/returns/{audit_return.pk}/questions/1/use/"
    return client.post(url, {"answer": answer.pk})


def test_a_lead_on_both_boards_uses_the_answer(
    signed_in, on_both, audit_return, elsewhere, question_page, questions
):
    client = signed_in(on_both)

    shown = client.get(question_page)
    used = use(client, audit_return, elsewhere)

    copied = audit_return.answers.get()
    assert "As told to Medway." in shown.text
    assert "Medway Safeguarding Children Board" in shown.text
    assert used.status_code == 302
    assert (copied.question, copied.grade, copied.text) == (
        questions[0],
        elsewhere.grade,
        "As told to Medway.",
    )
    assert (copied.carried_from, copied.supports.count()) == (None, 0)
    assert "Medway" not in str(steps_on(audit_return)).replace("As told to Medway", "")


def test_nobody_else_learns_that_the_other_return_exists(
    world, signed_in, on_both, audit_return, elsewhere, question_page
):
    audit_return.contributors.add(world.contributor)
    assert elsewhere.text in signed_in(on_both).get(question_page).text
    client = signed_in(world.contributor)

    page = client.get(question_page)
    section = client.get(f"/audits/returns/{audit_return.pk}/sections/1/")
    used = use(client, audit_return, elsewhere)

    assert (elsewhere.text in page.text, "another board" in page.text) == (False, False)
    assert "another board" not in section.text
    assert (used.status_code, audit_return.answers.count()) == (404, 0)


def test_the_section_leads_to_it(signed_in, on_both, audit_return, elsewhere):
    page = signed_in(on_both).get(f"/audits/returns/{audit_return.pk}/sections/1/")

    assert page.text.count("You answered this for another board.") == 1


def test_only_what_was_sent_is_offered(on_both, audit_return, elsewhere, questions):
    def offers():
        return shared_questions.offered(audit_return, questions, to=on_both)

    sent = AuditReturn.objects.filter(pk=elsewhere.audit_return_id)
    assert offers() == {questions[0].pk: [elsewhere]}
    sent.update(status="in_progress")
    assert offers() == {}
    sent.update(status="submitted", is_without_involvement=True)
    assert offers() == {}


def test_a_shared_key_joins_two_frameworks_and_an_equal_key_of_ones_own_does_not(
    world, on_both, audit_return, questions
):
    framework = audit_return.audit_round.framework
    own = FrameworkFactory(board=world.medway, name=framework.name, key=framework.key)
    asked = AuditRoundFactory(board=world.medway, framework=own)
    sent = AuditReturnFactory(audit_round=asked, agency=world.health, status="submitted")
    theirs = own.questions.first()
    answer = AnswerFactory(audit_return=sent, question=theirs)

    assert shared_questions.offered(audit_return, questions, to=on_both) == {}
    for question in (questions[1], theirs):
        question.shared_key = "who-leads"
        question.save()

    found = shared_questions.offered(audit_return, questions, to=on_both)
    assert found == {questions[1].pk: [answer]}


def test_a_grade_of_another_scale_stays_behind(on_both, audit_return, elsewhere, questions):
    other = FrameworkFactory(key="other")
    other.questions.update(scale="other", shared_key="who-leads")
    other.grades.update(scale="other")
    source = AnswerFactory(
        audit_return__audit_round__framework=other, question=other.questions.first()
    )

    copied = shared_questions.use(audit_return, question=questions[0], source=source, by=on_both)

    assert (copied.grade, copied.text) == (None, source.text)


def test_an_answer_that_is_there_is_not_overwritten(
    signed_in, on_both, audit_return, elsewhere, questions, question_page
):
    AnswerFactory(audit_return=audit_return, question=questions[0], text=CANARY)

    page = signed_in(on_both).get(question_page)
    assert "another board" not in page.text
    with refusal("This question has an answer already. Change that one instead."):
        shared_questions.use(audit_return, question=questions[0], source=elsewhere, by=on_both)
