"""A form sent twice, by a double click or a reload, is saved once."""

from uuid import UUID, uuid4

import pytest

from boards.models import Meeting, Receipt
from reviews.models import ActionUpdate
from reviews.services import submissions
from tests.after import everything
from tests.factories import (
    ActionFactory,
    AnswerFactory,
    AuditReturnFactory,
    AuditRoundFactory,
    RecommendationFactory,
    ReviewFactory,
)

TWICE = "That was saved already. Nothing has been added twice."
MEETING = {
    "title": "Board meeting",
    "held_on_0": "14",
    "held_on_1": "3",
    "held_on_2": "2018",
}


def said(page):
    return [str(message) for message in page.context["messages"]]


@pytest.fixture
def action(world):
    review = ReviewFactory(board=world.kent, published=True)
    recommendation = RecommendationFactory(review=review)
    return ActionFactory(recommendation=recommendation, agency=world.health, owner=world.lead)


def test_a_form_carries_a_fresh_receipt_each_time(world, signed_in):
    client = signed_in(world.staff)

    pages = [client.get("/board/meetings/add/") for _ in range(2)]

    receipts = {page.context["chrome"].receipt for page in pages}
    assert len({UUID(receipt) for receipt in receipts}) == 2
    assert all(
        f'value="{page.context["chrome"].receipt}"' in page.content.decode() for page in pages
    )


def test_a_form_sent_twice_is_saved_once_and_goes_where_the_first_went(world, signed_in, action):
    client, token = signed_in(world.lead), uuid4()
    typed = {"text": "Half done.", "receipt": str(token)}
    address = f"/actions/{action.pk}/update/"

    first = client.post(address, typed)
    second = client.post(address, typed)

    assert (first.url, second.url) == (action.get_absolute_url(), action.get_absolute_url())
    assert ActionUpdate.objects.count() == 1
    assert said(client.get(second.url)) == ["The update was saved.", TWICE]
    assert Receipt.objects.values_list("token", "person", "path", "went_to").get() == (
        token,
        world.lead.pk,
        address,
        action.get_absolute_url(),
    )


def test_a_form_with_errors_leaves_no_receipt_and_can_be_sent_again(world, signed_in, action):
    client, receipt = signed_in(world.lead), str(uuid4())
    address = f"/actions/{action.pk}/update/"

    wrong = client.post(address, {"text": "", "receipt": receipt})
    right = client.post(address, {"text": "Half done.", "receipt": receipt})

    assert (wrong.status_code, right.status_code) == (422, 302)
    assert (ActionUpdate.objects.count(), Receipt.objects.count()) == (1, 1)


def test_a_step_that_was_refused_leaves_no_receipt_and_can_be_sent_again(world, signed_in):
    audit_round = AuditRoundFactory(board=world.kent)
    audit_return = AuditReturnFactory(
        audit_round=audit_round, agency=world.health, status="in_progress"
    )
    client, typed = signed_in(world.lead), {"receipt": str(uuid4())}
    address = f"/audits/returns/{audit_return.pk}/submit/"

    before = everything()
    refused = client.post(address, typed, follow=True)
    assert everything() == before
    for question in audit_round.framework.questions.all():
        AnswerFactory(audit_return=audit_return, question=question)
    assert submissions.unanswered(audit_return) == []
    submitted = client.post(address, typed, follow=True)

    audit_return.refresh_from_db()
    assert said(refused) == ["Questions 1, 2 still need a grade and an answer before you submit."]
    assert said(submitted) == ["The return was submitted. The board’s staff have been told."]
    assert audit_return.status == "submitted"


def test_another_persons_receipt_is_not_ones_own(world, signed_in):
    receipt = str(uuid4())

    signed_in(world.staff).post("/board/meetings/add/", {**MEETING, "receipt": receipt})
    signed_in(world.second_staff).post(
        "/board/meetings/add/", {**MEETING, "title": "Executive", "receipt": receipt}
    )

    assert sorted(Meeting.objects.values_list("title", flat=True)) == ["Board meeting", "Executive"]


@pytest.mark.parametrize("receipt", ["", "nonsense", "\x00", "9" * 5000])
def test_a_receipt_that_is_none_is_no_error(world, signed_in, receipt):
    answer = signed_in(world.staff).post("/board/meetings/add/", {**MEETING, "receipt": receipt})

    assert (answer.status_code, Meeting.objects.count(), Receipt.objects.count()) == (302, 1, 0)


def test_no_two_forms_collide_when_a_step_raises(world, signed_in, monkeypatch):
    """A fault half-way saves neither the step nor its receipt."""
    client = signed_in(world.staff)
    client.raise_request_exception = False
    monkeypatch.setattr("boards.services.meetings.record", None)
    before = everything()

    answer = client.post("/board/meetings/add/", {**MEETING, "receipt": str(uuid4())})

    assert (answer.status_code, everything()) == (500, before)
