"""Accepted evidence that runs out: its agency's leads are told once, in the day's digest."""

from datetime import date, timedelta

import pytest
from django.core import mail

from boards.models import Role
from reviews.models import Reminder, Support
from reviews.services import reminders
from tests.factories import (
    ActionUpdateFactory,
    AnswerFactory,
    EvidenceFactory,
    PracticeStandardFactory,
    SupportFactory,
    ThemeFactory,
    person_on,
)

pytestmark = pytest.mark.django_db
ON = date(2018, 3, 1)


def ending(world, days, *, status="accepted", **supported):
    item = EvidenceFactory(
        board=world.kent,
        agency=world.health,
        title="Our plan",
        expires_on=ON + timedelta(days=days),
    )
    SupportFactory(evidence=item, status=status, **supported)
    return item


def expiring():
    rows = Reminder.objects.filter(kind=Reminder.Kind.EXPIRES).order_by("person__name")
    return [(row.person.name, row.evidence, row.about_on) for row in rows]


@pytest.fixture
def answer(audit_return):
    return AnswerFactory(audit_return=audit_return)


@pytest.mark.parametrize(
    ("days", "is_told"), [(31, False), (30, True), (0, True), (-1, True), (-30, True), (-31, False)]
)
def test_it_is_told_in_its_last_days_and_soon_after(days, is_told, world, answer):
    item = ending(world, days, answer=answer)

    reminders.remind(ON)

    assert expiring() == [("Lesley Lead", item, item.expires_on)] * is_told


@pytest.mark.parametrize("status", [one for one in Support.Status.values if one != "accepted"])
def test_only_what_the_board_accepted_is_told(status, world, answer):
    ending(world, 5, answer=answer, status=status)

    reminders.remind(ON)

    assert expiring() == []


def test_of_an_action_too_but_not_of_a_standard_alone(world, action):
    type(action).objects.update(status="accepted")
    of_action = ending(world, 5, update=ActionUpdateFactory(action=action))
    ending(world, 5, standard=PracticeStandardFactory(theme=ThemeFactory(board=world.kent)))

    reminders.remind(ON)

    assert [item for _, item, _ in expiring()] == [of_action]


def test_each_lead_is_told_once_however_often_it_runs(world, answer):
    person_on(world.kent, Role.LEAD, agency=world.health, name="Second Lead")
    item = ending(world, 20, answer=answer)

    for day in (0, 0, 1, 20):
        reminders.remind(ON + timedelta(days=day))

    names = [name for name, _, _ in expiring()]
    assert names == ["Lesley Lead", "Second Lead"]
    assert Reminder.objects.filter(evidence=item).count() == 2


def test_what_a_newer_version_replaced_is_not_told(world, answer):
    item = ending(world, 5, answer=answer)
    EvidenceFactory(board=world.kent, agency=world.health, replaces=item)

    reminders.remind(ON)

    assert expiring() == []


def test_the_digest_says_which_by_its_number_and_never_its_title(
    world, answer, django_capture_on_commit_callbacks
):
    item = ending(world, 5, answer=answer)

    with django_capture_on_commit_callbacks(execute=True):
        reminders.remind(ON)

    [sent] = [one for one in mail.outbox if one.to == [world.lead.email]]
    assert "Evidence to renew" in sent.body
    assert f"Evidence {item.pk}, good until 6 March 2018" in sent.body
    assert item.get_absolute_url() in sent.body
    assert "Our plan" not in sent.body


def test_the_list_of_reminders_shows_it_to_staff(world, answer, signed_in):
    item = ending(world, 5, answer=answer)
    reminders.remind(ON)

    page = signed_in(world.staff).get("/reminders/")

    assert item.get_absolute_url() in page.text
    assert "Evidence expires" in page.text


def test_the_list_is_narrowed_to_the_agency_that_gave_it(world, answer, signed_in):
    ending(world, 5, answer=answer)
    reminders.remind(ON)
    client = signed_in(world.staff)

    shown = [
        client.get("/reminders/", {"agency": agency.pk}).context["total"]
        for agency in (world.health, world.police)
    ]

    assert shown == [1, 0]
    [row] = client.get("/reminders/").context["table"].rows
    assert str(row.get_cell_value("agency")) == "Kent Community Health"
