"""Many e-mails owed by one step."""

import pytest
from django.core import mail

from boards.models import Notice
from boards.services import notices
from boards.services.activity import record_each
from tests.after import steps_on
from tests.factories import AgencyFactory, person_on


def asks(people):
    return [
        notices.Ask.of(person, ask="an audit return is asked", about="S11", path="/audits/1/")
        for person in people
    ]


def tell_many(world, number):
    people = [person_on(world.kent, "lead", agency=world.health) for _ in range(number)]
    return notices.tell_many(asks(people), board=world.kent)


def test_each_is_owed_the_same_as_if_told_alone(world):
    [many] = notices.tell_many(asks([world.lead]), board=world.kent)
    [alone] = notices.tell(
        [world.lead],
        ask="an audit return is asked",
        board=world.kent,
        about="S11",
        path="/audits/1/",
    )

    same = ("board", "recipient", "email", "subject", "text", "about", "is_secret", "result")
    assert [getattr(many, name) for name in same] == [getattr(alone, name) for name in same]


def test_an_address_without_an_account_is_secret(world):
    ask = notices.Ask("a@b.example", "A", "you are invited", "Invitation of A", "/x/")

    [notice] = notices.tell_many([ask], board=world.kent)

    assert (notice.is_secret, notice.recipient) == (True, None)


def test_the_first_are_sent_at_once_and_the_rest_wait(
    world, monkeypatch, django_capture_on_commit_callbacks
):
    monkeypatch.setattr(notices, "MOST_AT_ONCE", 2)

    with django_capture_on_commit_callbacks(execute=True):
        tell_many(world, 3)

    assert len(mail.outbox) == 2
    assert [one.result for one in Notice.objects.order_by("pk")] == ["sent", "sent", "waiting"]
    assert notices.send_waiting() == (1, 0)


def test_records_of_the_past_tell_nobody(world):
    with notices.quiet():
        assert tell_many(world, 2) == []


@pytest.mark.parametrize("number", [1, 7])
def test_many_cost_no_more_than_one(world, number, django_assert_num_queries):
    people = [person_on(world.kent, "lead", agency=world.health) for _ in range(number)]

    with django_assert_num_queries(1):
        notices.tell_many(asks(people), board=world.kent)


def test_what_was_done_to_many_is_written_about_each(world):
    agencies = [AgencyFactory(name=f"Trust {n}") for n in range(3)]

    record_each(agencies, "changed", by=world.staff, notes={agencies[1].pk: "Its name."})

    assert [steps_on(one) for one in agencies] == [
        [(world.staff, "changed", {})],
        [(world.staff, "changed", {"note": "Its name."})],
        [(world.staff, "changed", {})],
    ]
