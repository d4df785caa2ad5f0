"""Returns that agencies owe: told by the same days, once, in the same digest as actions."""

from datetime import date, datetime, timedelta

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from boards.models import Membership, Role
from reviews.models import AuditReturn, AuditRound, Reminder
from reviews.services import audits, chasing, reminders
from tests.after import CANARY, told
from tests.factories import (
    ActionFactory,
    AgencyFactory,
    AuditReturnFactory,
    AuditRoundFactory,
    FrameworkFactory,
    RecommendationFactory,
    ReminderFactory,
    ReviewFactory,
    person_on,
)

pytestmark = pytest.mark.django_db
ON = date(2018, 3, 1)
Status = AuditReturn.Status
LIST_QUERIES = 6


def owed(audit_round, agency, *, days, **fields):
    """A return that is due so many days after the day."""
    return AuditReturnFactory(
        audit_round=audit_round, agency=agency, due_on=ON + timedelta(days=days), **fields
    )


def written():
    """(person, kind, return, about which date) of every reminder of a return."""
    rows = Reminder.objects.filter(audit_return__isnull=False).select_related("person")
    return sorted((one.person.name, one.kind, one.audit_return_id, one.about_on) for one in rows)


def new_on(day):
    made = reminders.remind(day)
    return made.reminders, made.digests


def at(day, hour=12):
    return timezone.make_aware(datetime(day.year, day.month, day.day, hour))


# When a return is told of


@pytest.mark.parametrize(
    ("days_to_go", "kinds"),
    [
        (15, []),
        (14, ["due_soon"]),
        (1, ["due_soon"]),
        (0, ["due"]),
        (-1, ["overdue"]),
        (-29, ["overdue"]),
        (-30, ["escalated", "overdue"]),
        (-400, ["escalated", "overdue"]),
    ],
)
def test_what_is_told_depends_on_the_days_to_go(world, audit_round, days_to_go, kinds):
    owed(audit_round, world.health, days=days_to_go)

    reminders.remind(ON)

    assert [kind for _, kind, _, _ in written()] == kinds


def test_a_board_says_how_soon_and_how_late(world, audit_round):
    world.kent.due_soon_days, world.kent.escalation_days = 3, 5
    world.kent.save()
    other = AuditRoundFactory(board=world.kent)
    owed(AuditRoundFactory(board=world.kent), world.health, days=4)
    soon = owed(audit_round, world.health, days=3)
    late = owed(other, world.health, days=-5)

    reminders.remind(ON)

    assert written() == [
        ("Chris Chair", "escalated", late.pk, late.due_on),
        ("Lesley Lead", "due_soon", soon.pk, soon.due_on),
        ("Lesley Lead", "overdue", late.pk, late.due_on),
    ]


@pytest.mark.parametrize("status", Status)
def test_only_what_waits_for_its_agency_is_told_of(world, audit_round, status):
    one = owed(audit_round, world.health, days=0, status=status, status_since=at(ON))

    reminders.remind(ON)

    expected = [("Lesley Lead", "due", one.pk, ON)] if status in AuditReturn.WITH_AGENCY else []
    assert written() == expected


def test_nothing_is_told_of_a_round_that_is_closed(world, audit_round):
    owed(audit_round, world.health, days=-400)
    AuditRound.objects.update(status="closed")

    assert new_on(ON) == (0, 0)


def test_each_case_of_an_audit_is_told_by_itself(world):
    of_cases = FrameworkFactory(board=world.kent, is_per_case=True)
    audit_round = AuditRoundFactory(board=world.kent, framework=of_cases, cases=2)
    two = [owed(audit_round, world.health, days=0, case_number=case) for case in (1, 2)]

    assert new_on(ON) == (2, 1)
    assert [pk for _, _, pk, _ in written()] == [one.pk for one in two]


# Returned for query


def test_what_came_back_is_told_from_the_next_day_until_it_is_sent(world, audit_round):
    back_on = ON - timedelta(days=3)
    one = owed(
        audit_round, world.health, days=400, status=Status.RETURNED, status_since=at(back_on)
    )

    assert [new_on(back_on), new_on(ON), new_on(ON + timedelta(days=1))] == [
        (0, 0),
        (1, 1),
        (0, 0),
    ]
    assert written() == [("Lesley Lead", "returned", one.pk, back_on)]


def test_each_time_it_comes_back_is_told_anew(world, audit_round):
    one = owed(audit_round, world.health, days=400, status=Status.RETURNED, status_since=at(ON))
    reminders.remind(ON + timedelta(days=1))
    AuditReturn.objects.update(status_since=at(ON + timedelta(days=6)))

    assert new_on(ON + timedelta(days=8)) == (1, 1)
    assert [day for *_, day in written()] == [ON, ON + timedelta(days=6)]
    assert {pk for _, _, pk, _ in written()} == {one.pk}


def test_sending_one_back_is_what_starts_it(world, audit_round):
    due_on = timezone.localdate() + timedelta(days=400)
    one = AuditReturnFactory(
        audit_round=audit_round, agency=world.health, due_on=due_on, status=Status.SUBMITTED
    )

    audits.send_back(one, by=world.staff, note=f"{CANARY}?")
    reminders.remind(timezone.localdate() + timedelta(days=1))

    assert written() == [("Lesley Lead", "returned", one.pk, timezone.localdate())]


# Who is told


def named(world, audit_round, *, author=None, substitute=None, shared=()):
    one = owed(audit_round, world.health, days=0, author=author, substitute=substitute)
    one.contributors.set(shared)
    reminders.remind(ON)
    return [person for person, *_ in written()]


def test_without_an_author_the_leads_are_told(world, audit_round):
    person_on(world.kent, Role.LEAD, agency=world.health, name="Lou Lead")

    assert named(world, audit_round) == ["Lesley Lead", "Lou Lead"]


def test_the_author_and_who_stands_in_are_told_and_no_other_lead(world, audit_round):
    stands_in = person_on(world.kent, Role.LEAD, agency=world.health, name="Lou Lead")

    assert named(
        world,
        audit_round,
        author=world.contributor,
        substitute=stands_in,
        shared=[world.contributor],
    ) == ["Cam Contributor", "Lou Lead"]


def test_where_the_author_has_left_who_stands_in_is_told_alone(world, audit_round):
    stands_in = person_on(world.kent, Role.LEAD, agency=world.health, name="Lou Lead")

    assert named(world, audit_round, author=world.leaver, substitute=stands_in) == ["Lou Lead"]


@pytest.mark.parametrize("who", ["leaver", "other_staff", "trainer", "member"])
def test_an_author_who_no_longer_speaks_for_the_agency_is_not_told(world, audit_round, who):
    assert named(world, audit_round, author=world.people[who]) == ["Lesley Lead"]


def test_an_author_with_whom_it_is_not_shared_is_not_told(world, audit_round):
    """The e-mail would lead to a page that does not exist for them."""
    assert named(world, audit_round, author=world.contributor) == ["Lesley Lead"]


def test_sharing_another_return_with_the_author_is_not_enough(world, audit_round):
    other = owed(AuditRoundFactory(board=world.kent), world.health, days=400)
    other.contributors.add(world.contributor)

    assert named(world, audit_round, author=world.contributor) == ["Lesley Lead"]


def test_a_lead_of_the_agency_on_another_board_is_not_told(world, audit_round):
    person_on(world.medway, Role.LEAD, agency=world.health, name="Medway Lead")

    assert named(world, audit_round) == ["Lesley Lead"]


def escalated_to():
    return [person for person, kind, *_ in written() if kind == "escalated"]


def test_what_is_long_overdue_is_told_to_the_agencys_board_members(world, audit_round):
    owed(audit_round, world.police, days=-60)

    reminders.remind(ON)

    assert escalated_to() == ["Morgan Member"]


def test_where_the_agency_has_no_member_the_chair_is_told(world, audit_round):
    owed(audit_round, world.health, days=-60)

    reminders.remind(ON)

    assert escalated_to() == ["Chris Chair"]


# Once


def test_a_second_run_says_and_sends_nothing(world, audit_round):
    owed(audit_round, world.health, days=0)

    assert [new_on(ON), new_on(ON)] == [(1, 1), (0, 0)]
    assert told() == [(world.lead, "KSCB: 1 reminder for 1 March 2018")]


def test_after_missed_days_what_is_still_true_is_told_once(world, audit_round):
    one = owed(audit_round, world.health, days=0)
    runs = [ON - timedelta(days=20), ON - timedelta(days=10), ON + timedelta(days=3)]

    made = [new_on(day) for day in runs for _ in range(2)]

    assert made == [(0, 0), (0, 0), (1, 1), (0, 0), (1, 1), (0, 0)]
    assert written() == [
        ("Lesley Lead", "due_soon", one.pk, ON),
        ("Lesley Lead", "overdue", one.pk, ON),
    ]


def test_a_later_day_is_told_anew(world, audit_round):
    one = owed(audit_round, world.health, days=0)
    reminders.remind(ON)
    later = ON + timedelta(days=2)
    AuditReturn.objects.update(due_on=later)

    reminders.remind(later)

    assert written() == [
        ("Lesley Lead", "due", one.pk, ON),
        ("Lesley Lead", "due", one.pk, later),
    ]


def test_a_new_lead_is_told_what_the_old_one_was(world, audit_round):
    owed(audit_round, world.health, days=0)
    reminders.remind(ON + timedelta(days=1))
    Membership.objects.filter(user=world.lead).update(to_on=date(2018, 1, 1))
    person_on(world.kent, Role.LEAD, agency=world.health, name="Lou Lead")

    reminders.remind(ON + timedelta(days=2))

    assert [person for person, kind, *_ in written() if kind == "overdue"] == [
        "Lesley Lead",
        "Lou Lead",
    ]


def test_actions_and_returns_share_one_digest(
    world, audit_round, settings, django_capture_on_commit_callbacks
):
    settings.SITE_URL = "https://kscb.example"
    asked = RecommendationFactory(review=ReviewFactory(board=world.kent, published=True))
    action = ActionFactory(
        recommendation=asked, agency=world.health, owner=world.lead, due_on=date(2018, 2, 20)
    )
    one = owed(audit_round, world.health, days=-5)

    with django_capture_on_commit_callbacks(execute=True):
        assert new_on(ON) == (2, 1)

    [sent] = mail.outbox
    assert (
        "Overdue (2)\n"
        f"- {action.reference}, was due 20 February 2018\n"
        f"  https://kscb.example/actions/{action.pk}/\n"
        "- KSCB/S11-2018 Kent Community Health, was due 24 February 2018\n"
        f"  https://kscb.example{one.get_absolute_url()}\n"
    ) in sent.body
    assert CANARY not in sent.body


def test_more_returns_ask_the_database_no_more(world, audit_round):
    def queries_of(day):
        with CaptureQueriesContext(connection) as queries:
            assert reminders.remind(day).digests == 1
        return len(queries)

    owed(audit_round, world.health, days=0)
    few = queries_of(ON)
    for _ in range(12):
        owed(AuditRoundFactory(board=world.kent), world.health, days=1)
        owed(AuditRoundFactory(board=world.kent), world.health, days=1, status=Status.RETURNED)

    many = queries_of(ON + timedelta(days=1))

    assert (many, len(written())) == (few, 1 + 1 + 24)


# Beside a reminder by hand


@pytest.fixture
def reminded_by_hand(world, audit_return):
    """Staff reminded the lead of a return that is owed since yesterday."""
    AuditReturn.objects.update(due_on=timezone.localdate() - timedelta(days=1))
    mine = AuditReturn.objects.filter(pk=audit_return.pk)
    chasing.remind(world.kent, returns=mine, by=world.staff)
    return audit_return


def test_a_reminder_by_hand_is_written_down_with_its_e_mail(world, reminded_by_hand):
    [reminder] = Reminder.objects.all()

    assert (reminder.kind, reminder.audit_return) == ("now", reminded_by_hand)
    assert (reminder.person, reminder.asked_by) == (world.lead, world.staff)
    assert reminder.notice.subject == "KSCB: an audit return is owed by your agency"


def test_a_reminder_by_hand_does_not_stand_in_for_the_days_digest(world, reminded_by_hand):
    assert reminders.remind() == reminders.Told(reminders=1, digests=1)


def test_the_list_of_what_is_owed_says_when_the_day_reminded(world, audit_return, signed_in):
    AuditReturn.objects.update(due_on=timezone.localdate())
    reminders.remind()

    page = signed_in(world.staff).get("/audits/owed/")

    [row] = page.context["table"].rows
    assert timezone.localdate(row.record.reminded_at) == timezone.localdate()


# The list of reminders


def test_the_list_says_which_return_of_whom(world, audit_return, signed_in):
    AuditReturn.objects.update(due_on=ON)
    reminders.remind(ON)

    page = signed_in(world.staff).get("/reminders/")

    [row] = page.context["table"].rows
    cells = [str(row.get_cell_value(name)) for name in ("kind", "about", "agency")]
    assert cells == ["Due today", "KSCB/S11-2018 Kent Community Health", "Kent Community Health"]
    assert audit_return.get_absolute_url() in page.text


def test_the_list_is_narrowed_and_sorted_by_agency(world, audit_round, audit_return, signed_in):
    agency = AgencyFactory(serves=world.kent, name="Aardvark Trust")
    person_on(world.kent, Role.LEAD, agency=agency, name="Andy Aardvark")
    AuditReturnFactory(audit_round=audit_round, agency=agency)
    ReminderFactory(board=world.kent, action__agency=world.police, person=world.member)
    AuditReturn.objects.update(due_on=ON)
    reminders.remind(ON)
    client = signed_in(world.staff)

    def shown(**query):
        rows = client.get("/reminders/", query).context["table"].rows
        return [row.record.agency.name for row in rows]

    assert shown(agency=agency.pk) == ["Aardvark Trust"]
    assert shown(sort="agency") == ["Aardvark Trust", "Kent Community Health", "Kent Police"]


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_asks_no_more_as_it_grows(world, signed_in, number, django_assert_num_queries):
    for _ in range(number):
        one = AuditReturnFactory(audit_round=AuditRoundFactory(board=world.kent))
        ReminderFactory(action=None, audit_return=one, board=world.kent, person=world.lead)
    client = signed_in(world.staff)

    with django_assert_num_queries(LIST_QUERIES):
        page = client.get("/reminders/")

    assert page.context["total"] == number
