"""What agencies owe: listed, reminded of, given longer, and leads invited again."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from boards.models import Invitation, Notice, Role
from boards.services import people
from kscb.dates import in_words, today
from reviews.models import AuditReturn
from reviews.services import chasing
from tests.after import refusal, steps_on, told
from tests.factories import AgencyFactory, AuditReturnFactory, AuditRoundFactory, person_on

LATE = today() - timedelta(days=5)
LATER = today() + timedelta(days=30)


@pytest.fixture
def late(audit_return):
    audit_return.due_on = LATE
    audit_return.save()
    return audit_return


@pytest.fixture
def of_police(world, audit_round):
    """Nobody leads the police on the board."""
    return AuditReturnFactory(audit_round=audit_round, agency=world.police, due_on=LATE)


def these(*returns):
    return AuditReturn.objects.filter(pk__in=[one.pk for one in returns])


def remind(world, *returns):
    return chasing.remind(world.kent, returns=these(*returns), by=world.staff)


def extend(world, *returns, due_on=LATER):
    return chasing.extend(
        world.kent, returns=these(*returns), due_on=due_on, reason="A leaver.", by=world.staff
    )


# Reminding


def test_a_lead_is_reminded_once_of_all_that_is_owed(world, late):
    other = AuditReturnFactory(audit_round=AuditRoundFactory(board=world.kent), agency=world.health)

    done = remind(world, late, other)

    assert done.words == "1 person was reminded."
    assert told() == [(world.lead, "KSCB: 2 audit returns are owed by your agency")]
    for one in (late, other):
        assert steps_on(one) == [(world.staff, "reminded", {"note": "Lesley Lead"})]


def test_a_reminder_of_one_return_opens_it(world, late):
    remind(world, late)

    notice = Notice.objects.get()
    assert notice.subject == "KSCB: an audit return is owed by your agency"
    assert late.get_absolute_url() in notice.text


def test_nobody_is_reminded_twice_on_one_day(world, late):
    remind(world, late)

    words = "Those who answer for these were reminded today already. Try again tomorrow."
    with refusal(words):
        remind(world, late)


def test_somebody_is_reminded_again_the_next_day(world, late):
    with time_machine.travel(timezone.now() - timedelta(days=1)):
        remind(world, late)

    assert remind(world, late).people == 1


def test_a_return_about_which_nobody_could_be_reminded_is_counted(world, late, of_police):
    done = remind(world, late, of_police)

    assert done.words == ("1 person was reminded. For 1 of the returns nobody answers yet.")
    assert steps_on(of_police) == []


def test_where_nobody_answers_the_lead_is_to_be_invited(world, of_police):
    with refusal("Nobody answers for these agencies yet. Invite their leads first."):
        remind(world, of_police)


@pytest.mark.parametrize("status", ["submitted", "agreed"])
def test_what_was_sent_is_not_chased(world, late, status):
    AuditReturn.objects.update(status=status)

    with refusal("Choose at least one return that is owed."):
        remind(world, late)


def test_another_boards_return_is_not_chased(world, late):
    elsewhere = AuditReturnFactory(
        audit_round=AuditRoundFactory(board=world.medway), agency=world.health
    )

    with refusal("Choose at least one return that is owed."):
        remind(world, elsewhere)


# Giving longer


def test_a_return_gets_longer_and_its_old_day_stays_in_its_activity(world, late):
    assert extend(world, late) == 1

    late.refresh_from_db()
    assert late.due_on == LATER
    note = f"Due {in_words(LATE)} became {in_words(LATER)}. A leaver."
    assert steps_on(late) == [(world.staff, "given longer", {"note": note})]
    assert told() == [(world.lead, "KSCB: your agency has longer for an audit return")]


def test_all_get_longer_or_none(world, late, of_police):
    AuditReturn.objects.filter(pk=of_police.pk).update(due_on=LATER)

    words = f"KSCB/S11-2018 Kent Police is due {in_words(LATER)} already. Give a later day."
    with refusal(words):
        extend(world, late, of_police)


def test_a_day_that_has_passed_is_refused(world, late):
    with refusal("The new day has passed. Give today or a later day."):
        extend(world, late, due_on=today() - timedelta(days=1))


def test_a_return_may_be_given_until_today(world, late):
    assert extend(world, late, due_on=today()) == 1


def test_what_was_sent_needs_no_later_day(world, late):
    AuditReturn.objects.update(status="submitted")

    words = "KSCB/S11-2018 Kent Community Health does not wait for its agency now, so it needs no "
    with refusal(f"{words}later day."):
        extend(world, late)


# Inviting again


@pytest.fixture
def ran_out(world):
    invitation = people.invite(
        world.kent,
        email="pat@police.example",
        name="Pat Police",
        role=Role.LEAD,
        agency=world.police,
        by=world.staff,
    )
    Invitation.objects.update(expires_at=timezone.now() - timedelta(minutes=1))
    return invitation


def invite_again(world, *returns):
    return chasing.invite_again(world.kent, returns=these(*returns), by=world.staff)


def test_a_lead_whose_invitation_ran_out_gets_another(world, of_police, ran_out):
    assert invite_again(world, of_police) == 1

    [new] = Invitation.objects.still_open(timezone.now())
    assert (new.email, new.name, new.agency) == ("pat@police.example", "Pat Police", world.police)
    ran_out.refresh_from_db()
    assert ran_out.withdrawn_at
    assert Notice.objects.latest("pk").subject == "KSCB: you are invited to sign in"


@pytest.mark.parametrize("why", ["open", "lead"])
def test_who_has_an_open_invitation_or_came_is_not_invited(world, of_police, ran_out, why):
    if why == "open":
        Invitation.objects.update(expires_at=timezone.now() + timedelta(days=1))
    else:
        person_on(world.kent, Role.LEAD, agency=world.police)

    words = "None of these has an invitation that ran out. Choose one whose invitation did."
    with refusal(words):
        invite_again(world, of_police)


# The list


def test_the_list_says_who_answers_and_when_they_were_reminded(client, world, late, of_police):
    remind(world, late)
    person_on(world.medway, Role.LEAD, agency=world.police, name="Of another board")
    client.force_login(world.staff)

    rows = list(client.get(reverse("reviews:owed-returns")).context["table"].rows)

    shown = [(r.get_cell_value("lead"), r.get_cell_value("days_late")) for r in rows]
    assert shown == [("Lesley Lead", 5), ("Nobody yet", 5)]
    assert timezone.localdate(rows[0].record.reminded_at) == today()
    assert rows[1].record.reminded_at is None


def test_an_invitation_that_ran_out_is_said(client, world, of_police, ran_out):
    client.force_login(world.staff)

    html = client.get(reverse("reviews:owed-returns")).content.decode()

    assert f"Pat Police: invitation ran out {in_words(today())}" in html


def test_ticks_are_not_part_of_the_file(client, world, late):
    client.force_login(world.staff)

    file = client.get(reverse("reviews:owed-returns"), {"export": "csv"})

    heading = b"".join(file.streaming_content).decode("utf-8-sig").splitlines()[0]
    assert heading == (
        "Where it stands,Agency,Case,Audit,Due,Days late,Who answers for it,Last reminded"
    )


def test_ticked_returns_are_reminded_of_and_the_filter_stays(client, world, late):
    client.force_login(world.staff)
    url = f"{reverse('reviews:remind-owed')}?overdue=on"

    answer = client.post(url, {"returns": [late.pk]})

    assert answer.url == f"{reverse('reviews:owed-returns')}?overdue=on"
    assert [recipient for recipient, _ in told()] == [world.lead]


def test_all_means_all_that_the_filter_matches(client, world, late):
    agency = AgencyFactory(serves=world.kent)
    lead = person_on(world.kent, Role.LEAD, agency=agency)
    AuditReturnFactory(audit_round=late.audit_round, agency=agency, due_on=LATER)
    client.force_login(world.staff)

    client.post(f"{reverse('reviews:remind-owed')}?overdue=on", {"all": "on"})

    assert [recipient for recipient, _ in told()] == [world.lead]
    assert lead not in [recipient for recipient, _ in told()]


def test_a_filter_that_cannot_be_read_reminds_nobody(client, world, late):
    client.force_login(world.staff)

    client.post(f"{reverse('reviews:remind-owed')}?audit_round=nonsense", {"all": "on"})

    assert told() == []


def test_the_lists_button_opens_the_form_with_what_was_ticked(client, world, late, of_police):
    client.force_login(world.staff)

    page = client.post(
        reverse("reviews:extend-owed"), {"returns": [late.pk, of_police.pk], "choose": "on"}
    )

    assert page.status_code == 200
    assert page.content.decode().count("checked") == 2
    assert AuditReturn.objects.filter(due_on=LATER).count() == 0


def test_only_what_stays_ticked_gets_longer(client, world, late, of_police):
    client.force_login(world.staff)
    day = {"due_on_0": LATER.day, "due_on_1": LATER.month, "due_on_2": LATER.year}

    client.post(reverse("reviews:extend-owed"), {"returns": [late.pk], "reason": "Ill."} | day)

    assert list(AuditReturn.objects.filter(due_on=LATER)) == [late]


def test_many_are_reminded_in_as_few_queries_as_one(
    world, audit_round, django_assert_max_num_queries
):
    returns = []
    for n in range(12):
        agency = AgencyFactory(serves=world.kent)
        person_on(world.kent, Role.LEAD, agency=agency, name=f"Lead {n}")
        returns.append(AuditReturnFactory(audit_round=audit_round, agency=agency))

    with django_assert_max_num_queries(9):
        remind(world, *returns)

    assert Notice.objects.count() == 12


def test_a_round_due_that_day_is_not_late(client, world, late):
    AuditReturn.objects.update(due_on=today())
    client.force_login(world.staff)

    [row] = client.get(reverse("reviews:owed-returns")).context["table"].rows

    assert row.get_cell_value("days_late") == 0
