"""Sessions: planned, cancelled, and the register that says who came."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from boards.models import Activity
from kscb.dates import today
from kscb.refusal import MoveNotAllowed, Refused, Stale
from tests.factories import (
    AgencyFactory,
    AttendanceFactory,
    CompletionFactory,
    CourseFactory,
    SessionFactory,
)
from training import services
from training.models import Attendance, Course, Session

pytestmark = pytest.mark.django_db


@pytest.fixture
def session(world):
    return SessionFactory(
        course__board=world.kent, trainer=world.trainer, held_on=today() - timedelta(days=1)
    )


def counts(session):
    rows = Attendance.objects.filter(session=session).order_by("agency__folded")
    return [(row.agency.name, row.people) for row in rows.select_related("agency")]


def typed(session, **people):
    """A form as the browser sends it: {agency: number} and the version it saw."""
    return {"version": services.version_of(session), **people}


# Planning


def test_planning_writes_who_and_when(world):
    course = CourseFactory(board=world.kent)

    session = services.plan_session(
        course, held_on=date(2018, 3, 1), by=world.staff, trainer=world.trainer
    )

    assert (session.board, session.status, session.trainer) == (
        world.kent,
        Session.Status.PLANNED,
        world.trainer,
    )
    [entry] = Activity.objects.about(session)
    assert (entry.actor, entry.verb) == (world.staff, "planned")


def test_dates_are_bounded(world):
    course = CourseFactory(board=world.kent)

    for day in (date(1999, 12, 31), today() + timedelta(days=3 * 366)):
        with pytest.raises(Refused, match="Give a date from 1 January 2000 to"):
            services.plan_session(course, held_on=day, by=world.staff)

    assert not Session.objects.exists()


def test_a_date_out_of_range_is_named_on_the_form(world, signed_in):
    course = CourseFactory(board=world.kent)

    response = signed_in(world.staff).post(
        f"/training/{course.pk}/sessions/add/",
        {"held_on_0": "31", "held_on_1": "12", "held_on_2": "1999", "place": "Maidstone"},
    )

    assert response.status_code == 422
    assert "Date of the session must be on or after 1 January 2000" in response.text
    assert 'value="1999"' in response.text
    assert "Maidstone" in response.text


def test_e_learning_cannot_be_planned(world):
    course = CourseFactory(board=world.kent, kind=Course.Kind.E_LEARNING)

    with pytest.raises(Refused, match="E-learning has no sessions"):
        services.plan_session(course, held_on=today(), by=world.staff)


def test_only_a_trainer_of_the_board_may_be_named(world):
    course = CourseFactory(board=world.kent)

    with pytest.raises(Refused, match="not a trainer of this board"):
        services.plan_session(course, held_on=today(), by=world.staff, trainer=world.lead)


def test_staff_plan_a_session_by_its_form(world, signed_in):
    course = CourseFactory(board=world.kent)

    response = signed_in(world.staff).post(
        f"/training/{course.pk}/sessions/add/",
        {"held_on_0": "5", "held_on_1": "march", "held_on_2": "2018", "trainer": world.trainer.pk},
    )

    session = Session.objects.get()
    assert (response.status_code, response.url) == (302, session.get_absolute_url())
    assert (session.held_on, session.trainer) == (date(2018, 3, 5), world.trainer)


# Cancelling


def test_cancelling_keeps_the_reason(world, signed_in, session):
    signed_in(world.staff).post(
        f"/training/sessions/{session.pk}/cancel/", {"reason": "The trainer is ill."}
    )

    session.refresh_from_db()
    [entry] = Activity.objects.about(session)
    assert session.status == Session.Status.CANCELLED
    assert (entry.verb, entry.detail["note"]) == ("cancelled", "The trainer is ill.")


def test_a_session_that_ran_cannot_be_cancelled(world):
    session = SessionFactory(course__board=world.kent, run=True)

    with pytest.raises(MoveNotAllowed):
        services.cancel_session(session, reason="Too late", by=world.staff)


# The register


def test_the_first_register_makes_the_session_run(world, session):
    services.record_attendance(
        session, people={world.health: 12, world.police: None}, by=world.trainer
    )

    session.refresh_from_db()
    assert session.status == Session.Status.RUN
    assert counts(session) == [("Kent Community Health", 12)]
    [entry] = Activity.objects.about(session)
    assert (entry.actor, entry.verb) == (world.trainer, "took the register")
    assert entry.detail == {"note": "12 people came.", "from": "Planned", "to": "Run"}


def test_a_correction_says_from_what_to_what(world, session):
    services.record_attendance(session, people={world.health: 12}, by=world.trainer)

    services.record_attendance(session, people={world.health: 11, world.police: 3}, by=world.staff)

    assert counts(session) == [("Kent Community Health", 11), ("Kent Police", 3)]
    entry = Activity.objects.about(session).first()
    assert (entry.actor, entry.verb) == (world.staff, "corrected the register")
    assert entry.detail["note"] == "Kent Community Health: 12 became 11; Kent Police: 0 became 3."


def test_saving_the_same_register_again_writes_nothing(world, session):
    services.record_attendance(session, people={world.health: 12}, by=world.trainer)

    services.record_attendance(session, people={world.health: 12}, by=world.staff)

    assert Activity.objects.about(session).count() == 1


def test_a_number_taken_back_stays_as_nought(world, session):
    services.record_attendance(
        session, people={world.health: 12, world.police: 1}, by=world.trainer
    )

    services.record_attendance(session, people={world.police: None}, by=world.staff)

    assert counts(session) == [("Kent Community Health", 12), ("Kent Police", 0)]


def test_a_register_of_nobody_is_refused(world, session):
    with pytest.raises(Refused, match="at least one agency"):
        services.record_attendance(session, people={world.health: None}, by=world.trainer)

    session.refresh_from_db()
    assert session.status == Session.Status.PLANNED


def test_a_session_still_to_come_has_no_register(world):
    session = SessionFactory(course__board=world.kent, held_on=today() + timedelta(days=1))

    with pytest.raises(Refused, match="on that day or after"):
        services.record_attendance(session, people={world.health: 1}, by=world.staff)


def test_a_cancelled_session_has_no_register(world, session):
    services.cancel_session(session, reason="Snow", by=world.staff)

    with pytest.raises(MoveNotAllowed, match="was cancelled"):
        services.record_attendance(session, people={world.health: 1}, by=world.staff)


def test_an_agency_that_is_not_on_the_board_is_refused(world, session):
    stranger = AgencyFactory(serves=world.medway)

    with pytest.raises(Refused, match="not an agency of this board"):
        services.record_attendance(session, people={stranger: 4}, by=world.staff)

    assert counts(session) == []


@pytest.mark.parametrize("number", [-1, 2001])
def test_a_number_out_of_range_is_refused(world, session, number):
    with pytest.raises(Refused, match="from 0 to 2,000"):
        services.record_attendance(session, people={world.health: number}, by=world.staff)


def test_two_people_taking_one_register_lose_neither(world, session):
    seen = services.version_of(session)
    services.record_attendance(session, people={world.health: 12}, by=world.trainer, version=seen)

    with pytest.raises(Stale) as stale:
        services.record_attendance(session, people={world.health: 10}, by=world.staff, version=seen)

    [conflict] = stale.value.conflicts
    assert (conflict.label, conflict.theirs, conflict.yours) == (
        "Kent Community Health",
        "12",
        "10",
    )
    assert counts(session) == [("Kent Community Health", 12)]
    assert stale.value.version == services.version_of(session)


def test_the_trainer_takes_the_register_by_its_form(world, signed_in, session):
    client = signed_in(world.trainer)
    address = f"/training/sessions/{session.pk}/attendance/"
    page = client.get(address).text

    response = client.post(
        address,
        typed(session, **{f"agency_{world.health.pk}": "12", f"agency_{world.police.pk}": ""}),
    )

    assert page.count('inputmode="numeric"') == 2
    assert (response.status_code, response.url) == (302, session.get_absolute_url())
    assert counts(session) == [("Kent Community Health", 12)]


def test_bad_numbers_are_named_and_kept(world, signed_in, session):
    response = signed_in(world.trainer).post(
        f"/training/sessions/{session.pk}/attendance/",
        typed(
            session, **{f"agency_{world.health.pk}": "a dozen", f"agency_{world.police.pk}": "3"}
        ),
    )

    assert response.status_code == 422
    assert "Kent Community Health must be a whole number, like 12" in response.text
    assert 'value="a dozen"' in response.text
    assert counts(session) == []


def test_an_agency_smuggled_into_the_form_is_ignored(world, signed_in, session):
    stranger = AgencyFactory(serves=world.medway)

    signed_in(world.trainer).post(
        f"/training/sessions/{session.pk}/attendance/",
        typed(session, **{f"agency_{world.health.pk}": "1", f"agency_{stranger.pk}": "9"}),
    )

    assert counts(session) == [("Kent Community Health", 1)]


def test_a_trainer_may_not_correct_a_register_but_staff_may(world, signed_in, session):
    services.record_attendance(session, people={world.health: 12}, by=world.trainer)
    address = f"/training/sessions/{session.pk}/attendance/"
    changed = typed(session, **{f"agency_{world.health.pk}": "13"})

    refused = signed_in(world.trainer).post(address, changed)
    done = signed_in(world.staff).post(address, changed)

    assert (refused.status_code, done.status_code) == (403, 302)
    assert counts(session) == [("Kent Community Health", 13)]


def test_another_trainer_may_not_take_the_register(world, signed_in):
    session = SessionFactory(course__board=world.kent, held_on=today())

    response = signed_in(world.trainer).post(
        f"/training/sessions/{session.pk}/attendance/",
        typed(session, **{f"agency_{world.health.pk}": "12"}),
    )

    assert response.status_code == 403
    assert counts(session) == []


# Who sees how many came


@pytest.mark.parametrize(
    ("person", "people"),
    [("staff", ["12", "3"]), ("member", ["12", "3"]), ("lead", ["12"]), ("contributor", [])],
)
def test_an_agency_sees_its_own_people_only(world, signed_in, person, people):
    session = SessionFactory(course__board=world.kent, run=True)
    AttendanceFactory(session=session, agency=world.health, people=12)
    AttendanceFactory(session=session, agency=world.police, people=3)
    client = signed_in(world.people[person])

    page = client.get(session.get_absolute_url())
    bars = [bar.cells[0].words for bar in page.context["chart"].bars]
    totals = client.get("/training/attendance/")

    assert bars == people
    assert totals.status_code == (200 if people else 403)
    if people:
        assert totals.context["total"] == len(people)


def test_a_lead_finds_only_sessions_its_own_people_came_to(world, signed_in):
    session = SessionFactory(course__board=world.kent, run=True)
    AttendanceFactory(session=session, agency=world.police)
    address = f"/training/sessions/?agency={world.police.pk}"

    assert signed_in(world.lead).get(address).context["total"] == 0
    assert signed_in(world.member).get(address).context["total"] == 1


def test_the_register_of_another_board_is_not_found(world, signed_in):
    session = SessionFactory(course__board=world.medway, held_on=today())

    statuses = [
        signed_in(world.staff).get(f"/training/sessions/{session.pk}/{step}").status_code
        for step in ("", "attendance/", "cancel/")
    ]

    assert statuses == [404, 404, 404]


def test_filters_narrow_sessions_by_year_course_kind_status_and_register(world, signed_in):
    session = SessionFactory(course__board=world.kent, held_on=date(2018, 3, 31), run=True)
    SessionFactory(course__board=world.kent, held_on=date(2018, 4, 1))
    client = signed_in(world.staff)

    def total(**filters):
        return client.get("/training/sessions/", filters).context["total"]

    assert total() == 2
    assert total(year=2017) == 1
    assert total(course=session.course.pk) == 1
    assert total(kind="workshop") == 0
    assert total(status="run") == 1
    assert total(register="needed") == 1
    assert total(trainer="me") == 0


def test_a_tampered_filter_is_named_and_shows_no_wrong_rows(world, signed_in):
    SessionFactory(course__board=world.kent)

    response = signed_in(world.staff).get("/training/sessions/", {"course": "99999"})

    assert response.status_code == 200
    assert "Course: choose one of the choices offered" in response.text


@pytest.mark.parametrize(
    ("address", "factory"),
    [
        ("/training/attendance/", AttendanceFactory),
        ("/training/e-learning/", CompletionFactory),
    ],
)
def test_totals_ask_the_database_no_more_as_they_grow(world, signed_in, address, factory):
    on_kent = {
        AttendanceFactory: {"session__course__board": world.kent},
        CompletionFactory: {"course__board": world.kent},
    }[factory]
    client = signed_in(world.staff)
    asked_for = []
    for number in (1, 2):
        for _ in range(number):
            factory(**on_kent)
        with CaptureQueriesContext(connection) as asked:
            response = client.get(address)
        asked_for.append(len(asked))

    assert response.context["total"] == 3
    assert asked_for[0] == asked_for[1] <= 8


def test_totals_export_every_row(world, signed_in):
    course = CourseFactory(board=world.kent, title="Online", kind=Course.Kind.E_LEARNING)
    CompletionFactory(course=course, agency=world.police, number=40, is_invented=True)

    response = signed_in(world.member).get("/training/e-learning/?year=2017&export=csv")

    assert response.getvalue().decode("utf-8-sig").splitlines() == [
        "Year,Course,Agency,Courses completed,Invented",
        "2017/18,Online,Kent Police,40,Invented",
    ]
