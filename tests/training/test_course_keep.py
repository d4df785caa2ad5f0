"""Courses: added and changed by staff, so that nobody's words are lost."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from boards.models import Activity
from kscb.refusal import Refused, Stale
from tests.factories import (
    CompletionFactory,
    CourseFactory,
    SessionFactory,
    ThemeFactory,
)
from training import services
from training.models import Course

pytestmark = pytest.mark.django_db


def words(**changes):
    return {
        "title": "Neglect",
        "kind": Course.Kind.MULTI_AGENCY,
        "aims": "",
        "themes": [],
        **changes,
    }


def test_adding_writes_who_and_what(world):
    theme = ThemeFactory(board=world.kent)

    course = services.add_course(world.kent, by=world.staff, **words(themes=[theme]))

    assert (course.title, course.folded, list(course.themes.all())) == (
        "Neglect",
        "neglect",
        [theme],
    )
    [entry] = Activity.objects.about(course)
    assert (entry.actor, entry.verb) == (world.staff, "added")


def test_a_title_is_used_once_on_a_board_however_it_is_written(world):
    CourseFactory(board=world.kent, title="Neglect")
    CourseFactory(board=world.medway, title="Fathers")

    with pytest.raises(Refused, match="already"):
        services.add_course(world.kent, by=world.staff, **words(title="NEGLECT"))
    services.add_course(world.kent, by=world.staff, **words(title="Fathers"))


def test_a_theme_of_another_board_is_refused(world):
    other = ThemeFactory(board=world.medway)

    with pytest.raises(Refused, match="another board"):
        services.add_course(world.kent, by=world.staff, **words(themes=[other]))

    assert not Course.objects.exists()


def test_changing_keeps_what_was(world):
    course = CourseFactory(board=world.kent, title="Neglect")

    changed = services.change_course(
        course, version=1, by=world.staff, **words(title="Seeing neglect")
    )

    assert (changed.title, changed.folded, changed.version) == (
        "Seeing neglect",
        "seeing neglect",
        2,
    )
    [entry] = Activity.objects.about(course)
    assert entry.detail["note"] == "Title: “Neglect” became “Seeing neglect”."


def test_changing_themes_alone_is_written_down(world):
    course = CourseFactory(board=world.kent, title="Neglect")
    theme = ThemeFactory(board=world.kent, name="Fathers")

    changed = services.change_course(course, version=1, by=world.staff, **words(themes=[theme]))

    assert changed.version == 2
    [entry] = Activity.objects.about(course)
    assert entry.detail["note"] == "Themes: “none” became “Fathers”."


def test_saving_without_a_change_writes_nothing(world):
    course = CourseFactory(board=world.kent, title="Neglect")

    services.change_course(course, version=1, by=world.staff, **words())

    assert not Activity.objects.exists()


def test_two_people_changing_the_words_lose_neither(world):
    course = CourseFactory(board=world.kent, title="Neglect")
    services.change_course(course, version=1, by=world.staff, **words(aims="Theirs"))

    with pytest.raises(Stale) as stale:
        services.change_course(course, version=1, by=world.second_staff, **words(aims="Yours"))

    [conflict] = stale.value.conflicts
    assert (conflict.theirs, conflict.yours, stale.value.version) == ("Theirs", "Yours", 2)


def test_two_people_changing_the_themes_lose_neither(world):
    course = CourseFactory(board=world.kent, title="Neglect")
    theirs, yours = (ThemeFactory(board=world.kent, name=name) for name in ("Babies", "Fathers"))
    services.change_course(course, version=1, by=world.staff, **words(themes=[theirs]))

    with pytest.raises(Stale) as stale:
        services.change_course(course, version=1, by=world.second_staff, **words(themes=[yours]))

    [conflict] = stale.value.conflicts
    assert (conflict.label, conflict.theirs, conflict.yours) == ("Themes", "Babies", "Fathers")
    assert list(course.themes.all()) == [theirs]


def test_a_stale_form_keeps_every_tick(world, signed_in):
    course = CourseFactory(board=world.kent, title="Neglect")
    themes = [ThemeFactory(board=world.kent) for _ in range(2)]
    services.change_course(course, version=1, by=world.staff, **words(aims="Theirs"))

    response = signed_in(world.second_staff).post(
        f"/training/{course.pk}/edit/",
        {**words(aims="Yours", themes=[theme.pk for theme in themes]), "version": 1},
    )

    assert response.status_code == 422
    assert "Someone else changed this while you were writing" in response.text
    assert response.text.count(" checked") == 3  # both themes and the kind
    assert 'name="version" value="2"' in response.text


@pytest.mark.parametrize("counted", ["session", "completion"])
def test_the_kind_is_fixed_once_people_were_counted(world, counted):
    course = CourseFactory(board=world.kent, title="Neglect")
    if counted == "session":
        SessionFactory(course=course)
    else:
        CompletionFactory(course=course)

    with pytest.raises(Refused, match="kind of a course cannot change"):
        services.change_course(
            course, version=1, by=world.staff, **words(kind=Course.Kind.WORKSHOP)
        )


def test_staff_add_and_change_a_course_by_its_forms(world, signed_in):
    client = signed_in(world.staff)
    typed = {"title": "Neglect – “seen”", "kind": "workshop", "aims": "To see it."}

    added = client.post("/training/add/", typed)
    course = Course.objects.get()
    changed = client.post(
        f"/training/{course.pk}/edit/", {**typed, "aims": "To name it.", "version": 1}
    )

    assert (added.status_code, changed.status_code) == (302, 302)
    course.refresh_from_db()
    assert (course.title, course.kind, course.aims) == (
        "Neglect – “seen”",
        "workshop",
        "To name it.",
    )


def test_bad_input_is_shown_again_with_what_to_do(world, signed_in):
    response = signed_in(world.staff).post(
        "/training/add/", {"title": "", "kind": "nonsense", "aims": "x" * 4001}
    )

    assert response.status_code == 422
    assert "Enter title" in response.text
    assert "Kind of course: choose one of the choices offered" in response.text
    assert "you typed 4,001" in response.text
    assert not Course.objects.exists()


def test_e_learning_has_no_sessions(world, signed_in):
    course = CourseFactory(board=world.kent, kind=Course.Kind.E_LEARNING)

    html = signed_in(world.staff).get(course.get_absolute_url()).text

    assert "E-learning has no sessions." in html
    assert "Plan a session" not in html


@pytest.mark.parametrize("address", ["/training/", "/training/sessions/"])
def test_lists_ask_the_database_no_more_as_they_grow(world, signed_in, address):
    client = signed_in(world.staff)
    counts = []
    for number in (1, 2):
        for _ in range(number):
            SessionFactory(course__board=world.kent, run=True, trainer=world.trainer)
        with CaptureQueriesContext(connection) as asked:
            response = client.get(address)
        counts.append(len(asked))

    assert response.text.count("<tr ") == 4
    assert counts[0] == counts[1] <= 8
