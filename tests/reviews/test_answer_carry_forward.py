"""What an agency said last time comes with the next round, flagged until somebody confirms it."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kscb.dates import today
from reviews.models import Answer, AuditReturn, Support
from reviews.services import answers, audits, carrying, rounds, submissions
from tests.after import errors_on, refusal, steps_on
from tests.factories import (
    AgencyFactory,
    AnswerFactory,
    AuditReturnFactory,
    AuditRoundFactory,
    EvidenceFactory,
    FrameworkFactory,
    QuestionFactory,
    SupportFactory,
)

NOT_CONFIRMED = (
    "Questions 1, 2 were carried forward and not confirmed. "
    "Confirm what is still true, or change it, before you submit."
)


@pytest.fixture
def framework(audit_round):
    return audit_round.framework


@pytest.fixture
def earlier(world, audit_return, questions, grades):
    """Last round's, agreed: both questions answered."""
    for question, grade in zip(questions, (grades[2], grades[1]), strict=True):
        AnswerFactory(
            audit_return=audit_return,
            question=question,
            grade=grade,
            text=f"As in {question.number}.",
        )
    AuditReturn.objects.update(status="agreed")
    audit_return.refresh_from_db()
    return audit_return


@pytest.fixture
def next_round(world, framework):
    """A new version of the same questions: the grades and questions are other rows."""
    later = FrameworkFactory(name=framework.name, key=framework.key, edition=2)
    return AuditRoundFactory(
        board=world.kent, framework=later, reference="KSCB/S11-2019", opens_on=date(2019, 1, 1)
    )


@pytest.fixture
def carry(world, next_round):
    def carry(agency=None, **fields):
        new = AuditReturnFactory(audit_round=next_round, agency=agency or world.health, **fields)
        carrying.carry_forward(next_round, [new], by=world.staff)
        return new

    return carry


def test_asking_again_carries_what_was_answered(world, earlier, next_round):
    audits.ask(next_round, agencies=[world.health], by=world.staff)

    new = next_round.returns.get()
    found = [
        (one.question.framework_id, one.question.key, one.grade.value, one.text, one.is_confirmed)
        for one in new.answers.all()
    ]
    assert found == [
        (next_round.framework_id, "question-1", 2, "As in 1.", False),
        (next_round.framework_id, "question-2", 1, "As in 2.", False),
    ]
    assert [one.carried_from for one in new.answers.all()] == list(earlier.answers.all())
    assert {one.grade.framework_id for one in new.answers.all()} == {next_round.framework_id}
    assert [verb for _, verb, _ in steps_on(new)] == [
        "asked",
        "carried answers forward from KSCB/S11-2018",
    ]


def test_asking_more_agencies_leaves_alone_the_returns_that_are_there(world, earlier, next_round):
    """Their agencies may be answering at this moment."""
    asked_before = AuditReturnFactory(audit_round=next_round, agency=world.health)

    audits.ask(next_round, agencies=[world.police], by=world.staff)

    assert earlier.answers.count() == 2
    assert not asked_before.answers.exists()


def test_nothing_is_carried_from_what_was_never_sent_or_is_anothers(world, earlier, carry):
    AuditReturn.objects.update(status="returned")
    assert not carry().answers.exists()

    AuditReturn.objects.filter(pk=earlier.pk).update(status="agreed", agency=world.police)
    assert not carry(agency=AgencyFactory(serves=world.kent)).answers.exists()


def test_nothing_is_carried_between_boards(world, earlier, framework):
    elsewhere = AuditRoundFactory(
        board=world.medway, framework=framework, opens_on=date(2019, 1, 1)
    )
    new = AuditReturnFactory(audit_round=elsewhere, agency=world.health)

    assert carrying.carry_forward(elsewhere, [new], by=world.other_staff) == 0


def test_the_round_that_it_repeats_comes_before_a_newer_one(world, earlier, next_round, carry):
    newer = AuditRoundFactory(
        board=world.kent, framework=earlier.audit_round.framework, opens_on=date(2018, 9, 1)
    )
    sent = AuditReturnFactory(audit_round=newer, agency=world.health, status="agreed")
    AnswerFactory(audit_return=sent, text="Newer.")
    first = carry()
    first.answers.all().delete()
    next_round.previous = earlier.audit_round
    next_round.save()

    assert Answer.objects.filter(audit_return=first).count() == 0
    carrying.carry_forward(next_round, [first], by=world.staff)

    assert [one.text for one in first.answers.all()] == ["As in 1.", "As in 2."]


def test_the_newest_comes_where_none_is_named(world, earlier, carry):
    newer = AuditRoundFactory(
        board=world.kent, framework=earlier.audit_round.framework, opens_on=date(2018, 9, 1)
    )
    sent = AuditReturnFactory(audit_round=newer, agency=world.health, status="submitted")
    AnswerFactory(audit_return=sent, text="Newer.")

    assert [one.text for one in carry().answers.all()] == ["Newer."]


def test_what_the_new_questions_no_longer_take_is_left_behind(
    world, framework, audit_return, next_round, carry
):
    """A choice no longer offered, another kind of answer, a key that is gone; a grade of another
    scale."""
    before = {
        "choice": {"kind": "choice", "options": "Weekly\nMonthly"},
        "kept": {"kind": "choice", "options": "Weekly\nMonthly"},
        "kind": {"kind": "yes_no"},
        "gone": {"kind": "narrative"},
    }
    after = {
        "choice": {"kind": "choice", "options": "Weekly\nDaily"},
        "kept": {"kind": "choice", "options": "Monthly\nDaily"},
        "kind": {"kind": "narrative"},
    }
    for key, fields in before.items():
        question = QuestionFactory(framework=framework, key=key, **fields)
        AnswerFactory(
            audit_return=audit_return, question=question, grade=None, choice="Monthly", text="So."
        )
    for key, fields in after.items():
        QuestionFactory(framework=next_round.framework, key=key, **fields)
    AnswerFactory(audit_return=audit_return, question=framework.questions.first())
    next_round.framework.questions.filter(number=1).update(scale="other")
    AuditReturn.objects.update(status="agreed")

    assert [(one.question.key, one.choice) for one in carry().answers.all()] == [
        ("kept", "Monthly")
    ]


@pytest.mark.parametrize("said", ["this one repeats it", "nothing"])
def test_a_case_is_another_child_even_where_the_audit_is_repeated(
    world, earlier, next_round, carry, said
):
    if said == "this one repeats it":
        next_round.previous = earlier.audit_round
        next_round.save()
    assert carry().answers.count() == 2

    AuditReturn.objects.filter(pk=earlier.pk).update(case_number=1)

    assert not carry(case_number=1).answers.exists()


def test_repeating_a_case_audit_begins_each_case_empty(world):
    framework = FrameworkFactory(is_per_case=True)
    before = AuditRoundFactory(board=world.kent, framework=framework, cases=1)
    sent = AuditReturnFactory(
        audit_round=before, agency=world.health, case_number=1, status="agreed"
    )
    SupportFactory(answer=AnswerFactory(audit_return=sent, text="One child."))

    again = rounds.repeat(
        before,
        title="Again",
        reference="KSCB/AGAIN",
        opens_on=date(2030, 1, 1),
        due_on=date(2030, 3, 1),
        cases=1,
        asks_again=True,
        by=world.staff,
    )

    assert again.returns.get().case_number == 1
    assert not Answer.objects.filter(audit_return__audit_round=again).exists()
    assert Support.objects.count() == 1


def test_evidence_comes_with_its_answer_unless_it_was_turned_down(world, signed_in, earlier, carry):
    answer = earlier.answers.first()
    expired = today() - timedelta(days=3)
    old = EvidenceFactory(
        board=world.kent, agency=world.health, title="Old list", expires_on=expired
    )
    kept = SupportFactory(answer=answer, evidence=old, status="accepted")
    SupportFactory(answer=answer, status="rejected")

    new = carry()

    support = Support.objects.get(answer__audit_return=new)
    page = signed_in(world.lead).get(new.get_absolute_url())
    section = signed_in(world.lead).get(f"/audits/returns/{new.pk}/sections/1/")
    assert (support.carried_from, support.evidence, support.status) == (kept, old, "submitted")
    assert f"Expired on {expired:%-d %B %Y}: give a newer version." in page.text
    assert "1 given, 1 expired: give a newer one" in section.text


def test_of_evidence_with_a_newer_version_only_that_one_comes(world, signed_in, earlier, carry):
    first, second = earlier.answers.all()
    old, other = EvidenceFactory.create_batch(
        2, board=world.kent, agency=world.health, expires_on=today() - timedelta(days=3)
    )
    newer = EvidenceFactory(board=world.kent, agency=world.health, replaces=old)
    turned_down = EvidenceFactory(board=world.kent, agency=world.health, replaces=other)
    for answer, item, said in (
        (first, old, "accepted"),
        (first, newer, "submitted"),
        (first, other, "accepted"),
        (first, turned_down, "rejected"),
        (second, old, "accepted"),  # the newer version was not given for this answer
    ):
        SupportFactory(answer=answer, evidence=item, status=said)

    new = carry()

    one, two = new.answers.all()
    assert [use.evidence for use in one.supports.all()] == [newer, other]
    assert [use.evidence for use in two.supports.all()] == [old]


def test_the_page_of_a_section_counts_expired_evidence_only_until_it_is_renewed(
    world, signed_in, audit_return, questions
):
    answer = AnswerFactory(audit_return=audit_return, question=questions[0])
    old = EvidenceFactory(
        board=world.kent, agency=world.health, expires_on=today() - timedelta(days=3)
    )
    SupportFactory(answer=answer, evidence=old)
    client, url = signed_in(world.lead), f"/audits/returns/{audit_return.pk}/sections/1/"
    before = client.get(url).text

    newer = EvidenceFactory(board=world.kent, agency=world.health, replaces=old)
    SupportFactory(answer=answer, evidence=newer)

    assert "1 given, 1 expired: give a newer one" in before
    assert "(2 given)" in client.get(url).text


def test_a_return_with_unconfirmed_answers_is_not_submitted(world, earlier, carry):
    new = carry()

    with refusal(NOT_CONFIRMED):
        submissions.submit(new, by=world.lead)


def test_an_answer_is_confirmed_by_itself_or_with_its_section(world, signed_in, earlier, carry):
    new = carry()
    client = signed_in(world.lead)

    page = client.get(new.get_absolute_url())
    client.post(f"/audits/returns/{new.pk}/questions/2/confirm/")
    one = [(part.answered, part.unconfirmed) for part in progress(client, new)]
    client.post(f"/audits/returns/{new.pk}/sections/1/confirm/")
    both = [(part.answered, part.unconfirmed) for part in progress(client, new)]
    submissions.submit(new, by=world.lead)

    new.refresh_from_db()
    assert page.text.count("Carried forward from KSCB/S11-2018, not yet confirmed") == 2
    assert (one, both) == ([(1, 1)], [(2, 0)])
    assert [verb for _, verb, _ in steps_on(new)][1:4] == [
        "confirmed question 2 as still true",
        "started",
        "confirmed question 1 as still true",
    ]
    assert new.status == "submitted"


def progress(client, audit_return):
    return client.get(audit_return.get_absolute_url()).context["sections"]


def test_nothing_is_confirmed_twice(world, earlier, carry):
    new = carry()
    questions = [one.question for one in new.answers.all()]
    answers.confirm(new, questions=questions, by=world.lead)

    with refusal("Nothing here waits to be confirmed."):
        answers.confirm(new, questions=questions, by=world.lead)


def test_changing_an_answer_confirms_it_and_saving_it_unchanged_does_not(
    world, signed_in, earlier, carry
):
    new = carry()
    client, url = signed_in(world.lead), f"/audits/returns/{new.pk}/sections/1/"
    form = client.get(url).context["form"]
    shown = {name: form[name].value() for name in form.fields if form[name].value()}

    client.post(url, shown | {"q2-text": "Now better."})

    found = [(one.text, one.is_confirmed) for one in new.answers.all()]
    assert found == [("As in 1.", False), ("Now better.", True)]


@pytest.mark.parametrize(("ticked", "left"), [({"q1-confirm": "on"}, 1), ({"confirm_all": "1"}, 0)])
def test_the_page_of_a_section_confirms_one_or_all(ticked, left, world, signed_in, earlier, carry):
    new = carry()
    client, url = signed_in(world.lead), f"/audits/returns/{new.pk}/sections/1/"
    form = client.get(url).context["form"]
    shown = {name: form[name].value() for name in form.fields if form[name].value()}

    saved = client.post(url, shown | ticked)

    assert (saved.status_code, errors_on(saved)) == (302, [])
    assert new.answers.filter(is_confirmed=False).count() == left


def test_many_returns_are_read_as_quickly_as_one(world, earlier, next_round):
    def carried(number):
        made = []
        for _ in range(number):
            agency = AgencyFactory(serves=world.kent)
            sent = AuditReturnFactory(
                audit_round=earlier.audit_round, agency=agency, status="agreed"
            )
            SupportFactory(answer=AnswerFactory(audit_return=sent))
            made.append(AuditReturnFactory(audit_round=next_round, agency=agency))
        with CaptureQueriesContext(connection) as queries:
            given = carrying.carry_forward(next_round, made, by=world.staff)
        reads = [one for one in queries if one["sql"].startswith("SELECT")]
        return given, len(reads)

    one, three = carried(1), carried(3)

    assert (one[0], three[0]) == (1, 3)
    assert one[1] == three[1]
