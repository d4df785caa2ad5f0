"""Each thing is told to each person once about each date, in one e-mail a day."""

from datetime import date, datetime, timedelta

import pytest
from django.core import mail
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from boards.models import Notice, Role
from boards.services import notices
from reviews.models import Action, Measure, Reminder, Review
from reviews.services import actions, reminders
from tests.after import told
from tests.boards.test_notice_send import DOWN
from tests.factories import (
    ActionFactory,
    MembershipFactory,
    RecommendationFactory,
    ReviewFactory,
    person_on,
)

pytestmark = pytest.mark.django_db
ON = date(2018, 3, 1)
STATUS = Action.Status


@pytest.fixture
def recommendation(recommendation):
    Review.objects.update(status=Review.Status.PUBLISHED, published_on=date(2018, 1, 1))
    return recommendation


def owed(recommendation, world, *, due_on, **fields):
    chosen = {"agency": world.health, "owner": world.lead, **fields}
    return ActionFactory(recommendation=recommendation, due_on=due_on, **chosen)


def a_measure(recommendation, test_on):
    return Measure.objects.create(
        board=recommendation.board,
        recommendation=recommendation,
        number=recommendation.measures.count() + 1,
        kind="survey",
        wording="Ask families.",
        test_on=test_on,
    )


def written():
    """(person, kind, about what, about which date) of every reminder, in a settled order."""
    rows = Reminder.objects.select_related("action", "measure__recommendation", "person")
    return sorted((r.person.name, r.kind, str(r.about), r.about_on) for r in rows)


def new_on(day):
    """(reminders, digests) that a run on the day made."""
    made = reminders.remind(day)
    return made.reminders, made.digests


# When a thing is told


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
def test_what_is_told_depends_on_the_days_to_go(recommendation, world, days_to_go, kinds):
    owed(recommendation, world, due_on=ON + timedelta(days=days_to_go))

    reminders.remind(ON)

    assert sorted(Reminder.objects.values_list("kind", flat=True)) == kinds


def test_a_board_says_how_soon_and_how_late(recommendation, world):
    world.kent.due_soon_days, world.kent.escalation_days = 3, 5
    world.kent.save()
    owed(recommendation, world, due_on=ON + timedelta(days=4))
    soon = owed(recommendation, world, due_on=ON + timedelta(days=3))
    late = owed(recommendation, world, due_on=ON - timedelta(days=5))

    reminders.remind(ON)

    assert written() == [
        ("Chris Chair", "escalated", str(late), late.due_on),
        ("Lesley Lead", "due_soon", str(soon), soon.due_on),
        ("Lesley Lead", "overdue", str(late), late.due_on),
    ]


@pytest.mark.parametrize("status", [one for one in STATUS if one not in Action.WITH_AGENCY])
def test_only_what_is_with_the_agency_is_reminded_of(recommendation, world, status):
    into = owed(recommendation, world, due_on=date(2030, 1, 1))
    successor = into if status == STATUS.SUPERSEDED else None
    owed(recommendation, world, due_on=ON, status=status, superseded_by=successor)

    assert new_on(ON) == (0, 0)


@pytest.mark.parametrize("status", Action.WITH_AGENCY)
def test_whatever_is_with_the_agency_is_reminded_of(recommendation, world, status):
    owed(recommendation, world, due_on=ON, status=status)

    assert new_on(ON) == (1, 1)


def test_an_impact_test_that_is_due_is_told_to_the_staff_of_its_board(recommendation, world):
    due = a_measure(recommendation, ON)
    a_measure(recommendation, ON + timedelta(days=1))

    reminders.remind(ON)

    assert written() == [
        ("Sam Staff", "test_due", str(due), ON),
        ("Sol Second", "test_due", str(due), ON),
    ]


# Evidence that came back


def at(day, hour=12):
    return timezone.make_aware(datetime(day.year, day.month, day.day, hour))


def came_back(action, world, day):
    actions.update(action, text="Done.", by=world.lead, links=["https://a.example/"], at=at(day, 9))
    Action.objects.filter(pk=action.pk).update(status=STATUS.SUBMITTED)
    action.refresh_from_db()
    actions.send_back(action, by=world.staff, note="Which records?", at=at(day))


def test_evidence_that_came_back_is_told_from_the_next_day_until_it_is_answered(
    recommendation, world
):
    returned_on = ON - timedelta(days=3)
    action = owed(recommendation, world, due_on=date(2030, 1, 1))
    came_back(action, world, returned_on)

    assert [new_on(returned_on), new_on(ON), new_on(ON + timedelta(days=1))] == [
        (0, 0),
        (1, 1),
        (0, 0),
    ]
    assert written() == [("Lesley Lead", "returned", str(action), returned_on)]


def test_each_return_is_told_anew(recommendation, world):
    action = owed(recommendation, world, due_on=date(2030, 1, 1))
    came_back(action, world, ON - timedelta(days=9))
    reminders.remind(ON - timedelta(days=8))
    came_back(action, world, ON - timedelta(days=2))

    assert new_on(ON) == (1, 1)


def test_what_was_answered_since_it_came_back_is_not_told(recommendation, world):
    action = owed(recommendation, world, due_on=date(2030, 1, 1))
    came_back(action, world, ON - timedelta(days=9))
    actions.update(action, text="Ten more.", by=world.lead, at=at(ON - timedelta(days=4)))

    assert new_on(ON) == (0, 0)


# Who is told


def test_the_owner_and_the_agencys_leads_are_told(recommendation, world):
    other_lead = person_on(world.kent, Role.LEAD, agency=world.health, name="Lou Lead")
    action = owed(recommendation, world, due_on=ON, owner=world.contributor)

    reminders.remind(ON)

    assert written() == [
        (person.name, "due", str(action), ON)
        for person in (world.contributor, world.lead, other_lead)
    ]


@pytest.mark.parametrize("who", ["leaver", "other_staff", "trainer"])
def test_an_owner_who_no_longer_speaks_for_the_agency_is_not_told(recommendation, world, who):
    owed(recommendation, world, due_on=ON, owner=world.people[who])

    reminders.remind(ON)

    assert {row[0] for row in written()} == {"Lesley Lead"}


def test_a_lead_of_the_agency_on_another_board_is_not_told(recommendation, world):
    person_on(world.medway, Role.LEAD, agency=world.health, name="Medway Lead")
    owed(recommendation, world, due_on=ON)

    reminders.remind(ON)

    assert {row[0] for row in written()} == {"Lesley Lead"}


def escalated_to():
    return [row[0] for row in written() if row[1] == "escalated"]


def test_what_is_long_overdue_is_told_to_the_agencys_board_members(recommendation, world):
    owed(recommendation, world, due_on=date(2018, 1, 1), agency=world.police)

    reminders.remind(ON)

    assert escalated_to() == ["Morgan Member"]


def test_where_the_agency_has_no_member_the_chair_is_told(recommendation, world):
    owed(recommendation, world, due_on=date(2018, 1, 1))

    reminders.remind(ON)

    assert escalated_to() == ["Chris Chair"]


def test_what_hangs_from_a_restricted_review_goes_to_the_chair_and_never_to_a_member(
    recommendation, world
):
    Review.objects.update(status=Review.Status.DRAFT, published_on=None)
    owed(recommendation, world, due_on=date(2018, 1, 1), agency=world.police)

    reminders.remind(ON)

    assert escalated_to() == ["Chris Chair"]
    assert [one for one in Notice.objects.all() if one.recipient == world.member] == []


# Once


def test_a_second_run_says_and_sends_nothing(recommendation, world):
    owed(recommendation, world, due_on=ON)

    assert [new_on(ON), new_on(ON)] == [(1, 1), (0, 0)]
    assert told() == [(world.lead, "KSCB: 1 reminder for 1 March 2018")]


def test_what_comes_up_after_the_days_digest_waits_for_the_next_day(recommendation, world):
    owed(recommendation, world, due_on=ON)
    reminders.remind(ON)
    owed(recommendation, world, due_on=ON + timedelta(days=5))

    assert [new_on(ON), new_on(ON + timedelta(days=1))] == [(0, 0), (2, 1)]


def test_after_missed_days_what_is_still_true_is_told_once(recommendation, world):
    action = owed(recommendation, world, due_on=ON)
    runs = [ON - timedelta(days=20), ON - timedelta(days=10), ON + timedelta(days=3)]

    made = [new_on(day) for day in runs for _ in range(2)]

    assert made == [(0, 0), (0, 0), (1, 1), (0, 0), (1, 1), (0, 0)]
    assert written() == [
        ("Lesley Lead", "due_soon", str(action), ON),
        ("Lesley Lead", "overdue", str(action), ON),
    ]


def test_a_date_that_moved_is_told_anew(recommendation, world):
    action = owed(recommendation, world, due_on=ON)
    reminders.remind(ON)
    Action.objects.update(due_on=ON + timedelta(days=1))

    reminders.remind(ON + timedelta(days=1))

    assert [row[1:] for row in written()] == [
        ("due", str(action), ON),
        ("due", str(action), ON + timedelta(days=1)),
    ]


def test_a_new_owner_is_told_what_the_old_one_was(recommendation, world):
    owed(recommendation, world, due_on=ON)
    reminders.remind(ON + timedelta(days=1))
    Action.objects.update(owner=world.contributor)

    reminders.remind(ON + timedelta(days=2))

    assert {row[0] for row in written()} == {"Lesley Lead", "Cam Contributor"}


# The e-mail


def test_a_digest_holds_references_dates_and_links_and_no_wording(
    recommendation, finding, world, settings
):
    settings.SITE_URL = "https://kscb.example"
    late = owed(recommendation, world, due_on=date(2018, 2, 1), number=1)
    soon = owed(recommendation, world, due_on=date(2018, 3, 9), number=2)

    reminders.remind(ON)

    [notice] = Notice.objects.filter(recipient=world.lead)
    assert notice.text == (
        "Hello Lesley Lead,\n\n"
        "You have 2 reminders for 1 March 2018.\n\n"
        "Kent Safeguarding Children Board\n\n"
        "Overdue (1)\n"
        f"- {late.reference}, was due 1 February 2018\n"
        f"  https://kscb.example/actions/{late.pk}/\n\n"
        "Due soon (1)\n"
        f"- {soon.reference}, due 9 March 2018\n"
        f"  https://kscb.example/actions/{soon.pk}/\n\n"
        "Sign in to see what each one asks and to answer:\n"
        "https://kscb.example/\n\n"
        "This message says no more than a reference and a date on purpose. If you did not expect "
        "it, tell the board's staff.\n\n"
    )
    assert (notice.board, notice.about) == (world.kent, "Reminders of 1 March 2018")
    told()  # none holds the words of a record


def test_a_long_list_is_cut_and_counted(recommendation, world):
    for _ in range(33):
        owed(recommendation, world, due_on=ON)

    assert new_on(ON) == (33, 1)

    text = Notice.objects.get().text
    assert "Due today (33)" in text
    assert text.count("/actions/") == 30
    assert "- and 3 more: sign in to see them\n" in text


@pytest.fixture
def on_two_boards(world, recommendation):
    """The lead owes one action to each of two boards."""
    MembershipFactory(board=world.medway, user=world.lead, role=Role.LEAD, agency=world.health)
    asked = RecommendationFactory(review=ReviewFactory(board=world.medway, published=True))
    owed(recommendation, world, due_on=ON)
    owed(asked, world, due_on=ON)


def test_all_boards_share_one_digest_that_only_its_recipient_sees(world, on_two_boards):
    assert new_on(ON) == (2, 1)

    notice = Notice.objects.get()
    assert (notice.board, notice.subject) == (None, "KSCB and MSCB: 2 reminders for 1 March 2018")
    seen_by = [
        who
        for who in (world.lead, world.staff, world.chair, world.other_staff)
        if Notice.objects.visible_to(who).exists()
    ]
    assert seen_by == [world.lead]


def test_each_board_sees_its_own_reminders_of_a_shared_digest(world, on_two_boards):
    reminders.remind(ON)

    for staff, board in ((world.staff, world.kent), (world.other_staff, world.medway)):
        assert [row.board for row in Reminder.objects.visible_to(staff)] == [board]


def test_mail_that_is_down_is_tried_again_and_nothing_is_made_anew(
    recommendation, world, settings, django_capture_on_commit_callbacks
):
    working, settings.MAILERS = settings.MAILERS, DOWN
    owed(recommendation, world, due_on=ON)
    with django_capture_on_commit_callbacks(execute=True):
        reminders.remind(ON)
    settings.MAILERS = working

    assert new_on(ON) == (0, 0)
    assert notices.send_waiting() == (1, 0)
    assert [one.to for one in mail.outbox] == [[world.lead.email]]


# The command


def run(**options):
    said = []

    class Out:
        def write(self, words):
            said.append(words.strip())

    call_command("daily", stdout=Out(), **options)
    return said


def test_the_command_says_what_it_did_and_a_second_run_says_noughts(recommendation, world):
    owed(recommendation, world, due_on=date(2018, 1, 1))

    first, second = run(), run()

    assert first[0] == "Reminders: 2 new, 2 digests."
    assert second == [
        "Reminders: 0 new, 0 digests.",
        "E-mails: 0 sent after an earlier fault, 0 still waiting.",
        "Virus check: no scanner is set up; files are marked “not scanned”.",
        "Stored files: 0 removed that nothing named, 0 refused a month ago.",
        "Receipts: 0 removed.",
        "Drafts: 0 removed.",
    ]


def test_another_day_can_be_tried_but_not_in_production(recommendation, world, settings):
    owed(recommendation, world, due_on=date(2031, 1, 1))
    assert run(on=date(2030, 12, 31))[0] == "Reminders: 1 new, 1 digests."
    settings.PRODUCTION = True

    with pytest.raises(CommandError):
        run(on=date(2031, 1, 1))

    assert Reminder.objects.count() == 1


def test_more_actions_ask_the_database_no_more(recommendation, world):
    def queries_of(day):
        with CaptureQueriesContext(connection) as queries:
            assert reminders.remind(day).digests == 1
        return len(queries)

    reminders.remind(ON)  # what is asked once in the life of the site
    owed(recommendation, world, due_on=ON)
    few = queries_of(ON)
    for _ in range(25):
        owed(recommendation, world, due_on=ON + timedelta(days=1))

    many = queries_of(ON + timedelta(days=1))

    assert (many, Reminder.objects.count()) == (few, 1 + 1 + 25)
