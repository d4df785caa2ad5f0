"""Reminding someone by hand, and the list of whom the board reminded."""

import re
from datetime import date

import pytest
from django.core import mail
from django.urls import reverse

from boards.models import Notice, Role
from kscb.dates import today
from reviews.models import Action, Reminder, Review, UpdateLink
from reviews.services import reminders
from tests.after import CANARY, errors_on, refusal, steps_on, told
from tests.factories import ReminderFactory, person_on

pytestmark = pytest.mark.django_db


def remind_now(action, world, *people):
    return reminders.remind_now(action, people=people or [world.lead], by=world.staff)


def test_reminding_sends_a_link_and_writes_who_asked_whom(action, world):
    [reminder] = remind_now(action, world)

    link = UpdateLink.objects.get()
    assert (link.action, link.person, link.made_by) == (action, world.lead, world.staff)
    assert (reminder.kind, reminder.action, reminder.about_on) == ("now", action, today())
    assert (reminder.person, reminder.asked_by) == (world.lead, world.staff)
    assert told() == [(world.lead, "KSCB: please say how an action goes")]
    assert steps_on(action) == [(world.staff, "reminded", {"note": "Lesley Lead"})]


def test_the_e_mail_gives_reference_agency_and_date_and_is_wiped_once_sent(
    action, world, settings, django_capture_on_commit_callbacks
):
    settings.SITE_URL = "https://kscb.example"
    with django_capture_on_commit_callbacks(execute=True):
        remind_now(action, world)

    [sent] = mail.outbox
    assert re.sub(r"/say/\S+/", "/say/…/", sent.body).split("\n\n")[:4] == [
        "Hello Lesley Lead,",
        "Kent Safeguarding Children Board asks how this action goes:",
        f"Reference: {action.reference}\nAgency: Kent Community Health\nDue: 31 January 2030",
        "Say what has been done, without signing in:\nhttps://kscb.example/say/…/",
    ]
    assert CANARY not in sent.body
    assert (Notice.objects.get().text, Notice.objects.get().result) == ("", "sent")


def test_a_second_reminder_of_the_day_is_refused(action, world):
    other_lead = person_on(world.kent, Role.LEAD, agency=world.health)
    remind_now(action, world)

    words = (
        "Lesley Lead was sent a reminder of this action today already. "
        "Leave them out, or try again tomorrow."
    )
    with refusal(words):
        remind_now(action, world, other_lead, world.lead)
    assert len(remind_now(action, world, other_lead)) == 1


@pytest.mark.parametrize("who", ["contributor", "member", "leaver", "other_staff", "staff"])
def test_only_those_who_answer_for_the_action_can_be_reminded(action, world, who):
    person = world.people[who]

    with refusal(f"{person} does not answer for this action now. Choose someone who does."):
        remind_now(action, world, person)


@pytest.mark.parametrize("status", ["submitted", "accepted", "proposed", "withdrawn", "disputed"])
def test_what_is_not_with_the_agency_is_not_reminded_of(action, world, status):
    Action.objects.update(status=status)
    label = Action.Status(status).label

    with refusal(f"This action is now “{label}”, so it is not for the agency to answer now."):
        remind_now(action, world)


def test_a_reminder_by_hand_does_not_stand_in_for_the_days_digest(action, world):
    Action.objects.update(due_on=today())
    remind_now(action, world)

    assert reminders.remind() == reminders.Told(reminders=1, digests=1)


# The pages


def test_staff_choose_whom_to_remind(action, world, signed_in):
    person_on(world.kent, Role.LEAD, agency=world.health, name="Lou Lead")
    url = reverse("reviews:remind", args=[action.pk])
    client = signed_in(world.staff)

    offered = re.findall(r'for="id_people_\d">\s*([^<]+?)\s*<', client.get(url).text)
    response = client.post(url, {"people": [world.lead.pk]}, follow=True)

    assert offered == ["Lesley Lead, named owner", "Lou Lead"]
    assert response.redirect_chain == [(action.get_absolute_url(), 302)]
    assert "A link of Lesley Lead opens until" in response.text
    assert errors_on(client.post(url, {"people": [world.lead.pk]})) == [
        "Lesley Lead was sent a reminder of this action today already. "
        "Leave them out, or try again tomorrow."
    ]


def lines_on_the_page(client, action):
    page = client.get(action.get_absolute_url()).text
    part = re.search(r"<h2>Reminded</h2>(.*?)</section>", page, re.DOTALL)
    return re.findall(r"<li>[^:]+: (\w+ \w+)", part[1]) if part else None


def test_those_who_read_updates_read_who_was_reminded(action, world, signed_in):
    ReminderFactory(action=action, person=world.lead)
    ReminderFactory(action=action, person=world.chair, kind="escalated")

    seen = {
        who: lines_on_the_page(signed_in(world.people[who]), action)
        for who in ("staff", "chair", "lead")
    }

    assert list(seen.values()) == [["Chris Chair", "Lesley Lead"]] * 3


def test_a_member_of_another_agency_reads_nothing_of_it(action, world, signed_in):
    ReminderFactory(action=action, person=world.lead)
    Review.objects.update(status="published", published_on=date(2018, 1, 1))

    assert lines_on_the_page(signed_in(world.member), action) is None


@pytest.fixture
def two_reminders(action, world):
    failed = Notice.objects.create(
        board=world.kent, email="a@kscb.example", subject="A", about="B", result="failed"
    )
    ReminderFactory(action=action, person=world.lead, notice=failed)
    ReminderFactory(action=action, person=world.chair, kind="escalated")


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("", ["Chris Chair", "Lesley Lead"]),
        ("?q=lesley", ["Lesley Lead"]),
        ("?kind=escalated", ["Chris Chair"]),
        ("?result=failed", ["Lesley Lead"]),
        ("?result=sent", []),
    ],
)
def test_the_list_is_narrowed(two_reminders, world, signed_in, query, names):
    response = signed_in(world.staff).get(reverse("reviews:reminders") + query)

    assert [row.person.name for row in response.context["table"].data] == names


def test_the_list_is_narrowed_to_an_agency(two_reminders, world, signed_in):
    url = reverse("reviews:reminders")
    client = signed_in(world.staff)

    counts = [
        client.get(url, {"agency": agency.pk}).context["total"]
        for agency in (world.health, world.police)
    ]

    assert counts == [Reminder.objects.count(), 0]
