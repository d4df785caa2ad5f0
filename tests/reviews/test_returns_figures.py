"""How agencies answer audits: on time, agreed, never."""

from datetime import date, datetime, timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from boards.services.activity import record
from kscb.dates import today
from reviews.figures.returns import agreed_of_asked, asked_twice, never_returning
from reviews.models import AuditReturn, Framework
from reviews.services import audits, chasing, submissions
from tests.factories import (
    AgencyFactory,
    AnswerFactory,
    AuditReturnFactory,
    AuditRoundFactory,
    ModerationFactory,
    PartnerFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def rounds(world):
    """Three whose day has passed, the first first, and one still to be due."""
    days = (date(2016, 3, 1), date(2017, 3, 1), date(2018, 3, 1), today() + timedelta(days=9))
    return [
        AuditRoundFactory(board=world.kent, opens_on=date(2015, 3, 1), due_on=day) for day in days
    ]


def answer(rounds, agency, *statuses, **fields):
    for audit_round, status in zip(rounds, statuses, strict=False):
        if status:
            AuditReturnFactory(audit_round=audit_round, agency=agency, status=status, **fields)


def silent(world):
    return list(never_returning(world.kent, AuditReturn.objects.filter(board=world.kent)))


@pytest.mark.parametrize(
    ("statuses", "is_silent"),
    [
        (("agreed", "not_started", "in_progress"), True),
        (("not_started", None, "in_progress"), True),
        (("not_started", None, "returned"), False),
        (("not_started", "submitted", "not_started"), False),
        (("not_started", "not_started", "agreed"), False),
        (("not_started",), False),
        ((None, None, "not_started", "not_started"), False),
        (("not_started", "not_started", None, "submitted"), True),
    ],
)
def test_an_agency_that_sent_nothing_in_its_last_two(world, rounds, statuses, is_silent):
    answer(rounds, world.police, *statuses)

    assert silent(world) == ([world.police] if is_silent else [])


def test_the_last_two_are_those_that_are_told(world, rounds):
    answer(rounds, world.police, "agreed", "not_started", "not_started")

    [found] = silent(world)

    assert (found.last, found.second) == (rounds[2].pk, rounds[1].pk)


def test_one_case_that_was_sent_is_enough(world, rounds):
    answer(rounds[1:], world.police, "not_started", "not_started", case_number=1)
    answer(rounds[1:], world.police, None, "submitted", case_number=2)

    assert asked_twice(world.kent, AuditReturn.objects.all()).get() == world.police
    assert silent(world) == []


def test_a_return_that_came_back_with_a_question_was_sent(world, rounds):
    answer(rounds[1:], world.police, "not_started", "in_progress")
    audit_return = AuditReturn.objects.get(audit_round=rounds[2])
    for question in rounds[2].framework.questions.all():
        AnswerFactory(audit_return=audit_return, question=question)
    before = silent(world)

    submissions.submit(audit_return, by=world.staff)
    audits.send_back(audit_return, by=world.staff, note="Which year?")

    assert (before, silent(world)) == ([world.police], [])


def test_an_audit_of_several_cases_is_over_with_the_last_day_of_them(world, rounds):
    answer(rounds, world.police, "submitted", "not_started", "not_started", case_number=1)
    answer(rounds, world.police, None, "not_started", "not_started", case_number=2)
    later = AuditReturn.objects.filter(audit_round=rounds[2])
    before = silent(world)

    later.filter(case_number=1).update(due_on=today())
    first_later = silent(world)
    later.update(due_on=date(2018, 3, 1))
    later.filter(case_number=2).update(due_on=today())

    assert (before, first_later, silent(world)) == ([world.police], [], [])


def test_what_is_due_later_by_extension_does_not_count_yet(world, rounds):
    answer(rounds, world.police, None, "not_started", "not_started")
    AuditReturn.objects.filter(audit_round=rounds[2]).update(due_on=today())

    assert silent(world) == []


def test_an_agency_that_left_and_another_boards_rounds_do_not_count(world, rounds):
    gone = AgencyFactory()
    PartnerFactory(board=world.kent, agency=gone, from_on=date(2015, 1, 1), to_on=date(2018, 1, 1))
    answer(rounds, gone, None, "not_started", "not_started")
    elsewhere = [
        AuditRoundFactory(board=world.medway, due_on=day)
        for day in (date(2018, 2, 1), date(2018, 3, 1))
    ]
    answer(elsewhere, world.health, "not_started", "not_started")

    assert silent(world) == []


def test_agreed_of_all_that_were_asked(world, rounds):
    answer(rounds, world.police, "agreed", "moderated", "not_started")

    assert agreed_of_asked(AuditReturn.objects.all()) == (1, 3)
    assert agreed_of_asked(AuditReturn.objects.none()) == (0, 0)


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_opens_the_rows_of_each_figure(client, world, rounds, count):
    for _ in range(count):
        agency = AgencyFactory(serves=world.kent)
        answer(rounds, agency, "agreed", "not_started", "not_started", "submitted")
    for one in AuditReturn.objects.filter(status="agreed"):
        record(one, "submitted", by=None, at=timezone.now() - timedelta(days=9000), to="Submitted")
    client.force_login(world.member)

    page = client.get(reverse("reviews:audit-figures"))

    figures = page.context["figures"]
    assert [(f.label, f.numerator, f.denominator) for f in figures] == [
        ("Sent on time", count, 3 * count),
        ("Agreed", count, 4 * count),
        ("Agencies that never return", count, count),
    ]
    for figure in figures[:2]:
        assert client.get(figure.rows_url).context["total"] == count
    assert len(page.context["silent"]) == count


@pytest.mark.parametrize("count", [0, 1, 3])
def test_the_page_asks_the_database_no_more_as_it_grows(
    client, world, rounds, count, django_assert_max_num_queries
):
    for _ in range(count):
        answer(rounds, AgencyFactory(serves=world.kent), "agreed", "not_started", "not_started")
    client.force_login(world.member)

    with django_assert_max_num_queries(10):
        client.get(reverse("reviews:audit-figures"))


# Grades over rounds


def test_repeated_audits_stand_side_by_side_and_each_count_opens_its_grades(client, world):
    first = AuditRoundFactory(board=world.kent, due_on=date(2025, 6, 10))
    again = AuditRoundFactory(board=world.kent, due_on=date(2026, 6, 10), framework=first.framework)
    AuditRoundFactory(board=world.kent)  # asked once
    for audit_round, grades in ((first, (0, 0, 1)), (again, (1, 3, 3))):
        for value in grades:
            sent = AuditReturnFactory(audit_round=audit_round, status="agreed")
            AnswerFactory(audit_return=sent, grade=audit_round.framework.grades.all()[value])
    panel = AnswerFactory(
        audit_return=AuditReturnFactory(audit_round=again, status="moderated"),
        grade=again.framework.grades.all()[3],
    )
    ModerationFactory(answer=panel, grade=again.framework.grades.all()[2])
    AnswerFactory(audit_return=AuditReturnFactory(audit_round=again, status="in_progress"))
    client.force_login(world.member)

    [series] = client.get(reverse("reviews:audit-figures")).context["repeated"]

    assert series.labels == ["Not met", "Partly met", "Mostly met", "Fully met"]
    assert [
        (row.audit_round, [number for number, _ in row.counts], row.graded) for row in series.rows
    ] == [(again, [0, 1, 1, 2], 4), (first, [2, 1, 0, 0], 3)]
    for row in series.rows:
        for number, url in row.counts:
            assert client.get(url).context["total"] == number


def test_rounds_graded_on_other_steps_are_not_set_side_by_side(client, world):
    one, other = (AuditRoundFactory(board=world.kent) for _ in range(2))
    other.framework.grades.filter(value=0).update(value=9)
    Framework.objects.filter(pk=other.framework_id).update(key=one.framework.key, edition=9)
    for audit_round in (one, other):
        AnswerFactory(audit_return=AuditReturnFactory(audit_round=audit_round, status="agreed"))
    client.force_login(world.staff)

    assert client.get(reverse("reviews:audit-figures")).context["repeated"] == []


# On time, by the day that was due when it first came


def day(number):
    """A day of June 2026, at noon."""
    return timezone.make_aware(datetime(2026, 6, number, 12))


@pytest.fixture
def asked(world):
    """Due on 10 June, and answered; not sent yet."""
    audit_round = AuditRoundFactory(board=world.kent, due_on=date(2026, 6, 10))
    asked = AuditReturnFactory(audit_round=audit_round, agency=world.health, status="in_progress")
    for question in audit_round.framework.questions.all():
        AnswerFactory(audit_return=asked, question=question)
    return asked


def submit(world, asked):
    return submissions.submit(AuditReturn.objects.get(pk=asked.pk), by=world.lead)


def send_back(world, asked):
    audits.send_back(AuditReturn.objects.get(pk=asked.pk), by=world.staff, note="Which year?")


def give_until(world, asked, number):
    chasing.extend(
        world.kent,
        returns=[asked],
        due_on=date(2026, 6, number),
        reason="To reply.",
        by=world.staff,
    )


def on_time(client, world):
    """How many of how many, and how many rows the figure opens."""
    client.force_login(world.staff)
    [figure, *_] = client.get(reverse("reviews:audit-figures")).context["figures"]
    rows = client.get(figure.rows_url).context["total"]
    return figure.numerator, figure.denominator, rows


def test_a_later_day_for_a_reply_makes_no_late_return_one_that_was_on_time(client, world, asked):
    with time_machine.travel(day(15)):
        submit(world, asked)
        late = on_time(client, world)
        send_back(world, asked)
        give_until(world, asked, 20)
        given_longer = on_time(client, world)
    with time_machine.travel(day(18)):
        submit(world, asked)
    with time_machine.travel(day(25)):
        at_last = on_time(client, world)

    assert late == given_longer == at_last == (0, 1, 0)


def test_a_later_day_for_a_reply_takes_no_return_out_that_was_on_time(client, world, asked):
    with time_machine.travel(day(9)):
        submit(world, asked)
        send_back(world, asked)
        give_until(world, asked, 20)
    with time_machine.travel(day(15)):
        assert on_time(client, world) == (1, 1, 1)


def test_a_later_day_given_before_it_first_came_counts(client, world, asked):
    with time_machine.travel(day(9)):
        give_until(world, asked, 20)
    with time_machine.travel(day(18)):
        submission = submit(world, asked)
        before_the_day = on_time(client, world)
    with time_machine.travel(day(25)):
        after_it = on_time(client, world)

    assert submission.due_on == date(2026, 6, 20)
    assert (before_the_day, after_it) == ((None, None, 0), (1, 1, 1))
