"""What a sent return lacks, as staff see it beside the answers."""

from datetime import timedelta

import pytest

from kscb.dates import today
from tests.factories import (
    AnswerFactory,
    DocumentFactory,
    EvidenceFactory,
    QuestionFactory,
    SupportFactory,
)


@pytest.fixture
def sent(audit_return, questions):
    audit_return.status = "submitted"
    audit_return.save()
    for question in questions:
        AnswerFactory(audit_return=audit_return, question=question)
    return audit_return


def support(answer, **evidence):
    given = EvidenceFactory(board=answer.audit_return.board, **evidence)
    return SupportFactory(answer=answer, evidence=given)


def lines_for(signed_in, person, audit_return):
    page = signed_in(person).get(audit_return.get_absolute_url()).content.decode()
    if "How complete it is" not in page:
        return []
    part = page.split("How complete it is")[1].split("</section>")[0]
    return [
        word
        for word in ("without evidence", "has expired", "checked for viruses", "not applicable")
        if word in part
    ]


def test_an_answer_without_evidence_is_named(world, signed_in, sent):
    first = sent.answers.first()
    support(first)

    page = signed_in(world.staff).get(sent.get_absolute_url()).content.decode()

    assert "Answered without evidence</dt>" in page
    assert '1 of 2: <a class="govuk-link" href="#question-2">' in page


def test_evidence_that_was_turned_down_is_none(world, signed_in, sent):
    for answer in sent.answers.all():
        support(answer)
    complete = lines_for(signed_in, world.staff, sent)

    turned_down = sent.answers.first().supports.get()
    turned_down.status = "rejected"
    turned_down.save()

    assert (complete, lines_for(signed_in, world.staff, sent)) == ([], ["without evidence"])


@pytest.mark.parametrize(("days", "named"), [(-1, ["has expired"]), (0, [])])
def test_evidence_that_has_expired_is_named(world, signed_in, sent, days, named):
    for answer in sent.answers.all():
        support(answer, expires_on=today() + timedelta(days=days))

    assert lines_for(signed_in, world.staff, sent) == named


@pytest.mark.parametrize(
    ("newer", "named"),
    [
        ("of the same answer", []),
        ("turned down", ["has expired"]),
        ("of another answer", ["has expired"]),
    ],
)
def test_expired_evidence_with_a_newer_version_is_not_named(world, signed_in, sent, newer, named):
    first, second = sent.answers.all()
    old = support(first, expires_on=today() - timedelta(days=1)).evidence
    support(second)

    given = support(second if newer == "of another answer" else first, replaces=old)
    if newer == "turned down":
        given.status = "rejected"
        given.save()

    assert lines_for(signed_in, world.staff, sent) == named


def test_a_file_that_nobody_scanned_is_named(world, signed_in, sent):
    for answer in sent.answers.all():
        support(answer, link="", document=DocumentFactory(board=sent.board))

    assert lines_for(signed_in, world.staff, sent) == ["checked for viruses"]


def test_not_applicable_is_named_and_needs_no_evidence(world, signed_in, sent):
    for answer in sent.answers.all():
        support(answer)
    asked = QuestionFactory(framework=sent.audit_round.framework, kind="yes_no", number=3)
    AnswerFactory(audit_return=sent, question=asked, grade=None, choice="not_applicable")

    assert lines_for(signed_in, world.chair, sent) == ["not applicable"]


def test_the_agency_and_members_are_not_shown_it_nor_anyone_before_it_is_sent(
    world, signed_in, sent
):
    for person in (world.lead, world.member):
        assert lines_for(signed_in, person, sent) == []
    sent.status = "in_progress"
    sent.save()

    assert lines_for(signed_in, world.staff, sent) == []
