"""Frameworks on their pages: found, read, taken as a file, written, published, made again."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from reviews.imports.frameworks import read, shipped
from reviews.models import Framework, Question
from reviews.services import frameworks
from reviews.services.written import as_text, written
from tests.after import errors_on
from tests.factories import (
    FrameworkFactory,
    PracticeStandardFactory,
    QuestionFactory,
    SectionFactory,
    ThemeFactory,
)


@pytest.fixture
def staff(world, signed_in):
    return signed_in(world.staff)


@pytest.fixture
def drafted(world):
    return FrameworkFactory(board=world.kent, name="Ours", draft=True)


def page_of(client, framework):
    return client.get(framework.get_absolute_url())


def at(name, record):
    return reverse(f"reviews:{name}", args=[record.pk])


def test_the_list_holds_the_board_s_own_and_the_library_s(world, staff, drafted):
    library = FrameworkFactory(name="Library’s")
    FrameworkFactory(board=world.medway, name="Theirs")

    rows = staff.get(reverse("reviews:frameworks")).context["table"].rows

    assert [(row.record, row.record.kept_by) for row in rows] == [
        (library, "Library"),
        (drafted, "KSCB"),
    ]


def test_a_framework_is_read_with_all_it_asks(world, signed_in):
    framework = FrameworkFactory(board=world.kent, name="Ours")
    question = framework.questions.first()
    question.guidance, question.good_evidence = "Ask two teams.", "The rota."
    question.save()
    standard = PracticeStandardFactory(theme=ThemeFactory(board=world.kent))
    question.standards.add(standard)
    SectionFactory(framework=framework)
    QuestionFactory(framework=framework, kind="choice", options="Weekly\nNever")

    page = page_of(signed_in(world.lead), framework)

    for words in ("Ask two teams.", "The rota.", standard.wording, "Section 2", "Weekly"):
        assert words in page.text
    assert "0 Not met, 1 Partly met, 2 Mostly met, 3 Fully met" in page.text
    assert "Add a section" not in page.text
    assert "Make a new version" not in page.text


def test_the_same_question_elsewhere_is_shown_to_those_who_may_see_it(world, staff):
    ours = FrameworkFactory(board=world.kent, name="Ours")
    library, theirs = FrameworkFactory(name="Shared"), FrameworkFactory(board=world.medway)
    for one in (ours, library, theirs):
        one.questions.filter(number=1).update(shared_key="leader")

    page = page_of(staff, ours)

    [(_, asked)] = page.context["parts"]
    assert [[other.framework for other in one.same] for one in asked] == [[library], []]
    assert "Also asked in" in page.text


@pytest.mark.parametrize("person", ["staff", "lead"])
def test_a_page_asks_no_more_of_the_database_for_more_questions(person, world, signed_in):
    framework = FrameworkFactory(board=world.kent, draft=person == "staff")
    client = signed_in(world.people[person])

    def add(number):
        for _ in range(number):
            section = SectionFactory(framework=framework)
            question = QuestionFactory(
                framework=framework, section=section, shared_key=f"k{section.number}"
            )
            question.standards.add(PracticeStandardFactory(theme=ThemeFactory(board=world.kent)))
            FrameworkFactory().questions.filter(number=1).update(shared_key=question.shared_key)

    def asked():
        with CaptureQueriesContext(connection) as queries:
            assert page_of(client, framework).status_code == 200
        return len(queries)

    add(1)
    asked()
    few = asked()
    add(4)
    assert asked() == few <= 12


def test_a_framework_is_taken_as_the_file_that_is_read_in(world, staff, drafted):
    response = staff.get(at("export-framework", drafted))

    content = response.getvalue()
    assert read(content) == written(drafted)
    assert response["Content-Disposition"] == 'attachment; filename="ours-version-1.toml"'


def test_a_shipped_framework_becomes_a_draft(world, staff):
    assert "Section 11 self-assessment" in staff.get(reverse("reviews:shipped-frameworks")).text

    response = staff.post(reverse("reviews:use-framework", args=["section-11"]))

    made = Framework.objects.get()
    assert (response.url, made.board, made.is_draft) == (made.get_absolute_url(), world.kent, True)
    assert made.questions.count() == 24
    assert staff.post(reverse("reviews:use-framework", args=["nothing"])).status_code == 404


def test_a_file_is_read_in_as_a_draft(world, staff):
    file = SimpleUploadedFile("ours.toml", as_text(shipped()[0]).encode())

    response = staff.post(reverse("reviews:read-in-framework"), {"file": file})

    made = Framework.objects.get()
    assert (response.status_code, written(made)) == (302, shipped()[0])


def test_a_bad_file_is_refused_on_the_form_and_nothing_is_made(staff):
    file = SimpleUploadedFile("ours.toml", b'key = "a"\nname = b')

    response = staff.post(reverse("reviews:read-in-framework"), {"file": file})

    [error] = errors_on(response)
    assert error.startswith("Line 2 cannot be read: invalid value.")
    assert (response.status_code, Framework.objects.exists()) == (422, False)


def test_a_question_is_written_and_changed(world, staff, drafted):
    section = drafted.sections.get()
    typed = {"wording": "How often do you look?", "kind": "choice", "options": "Weekly\n\n Never "}

    staff.post(at("add-question", section), typed)

    made = Question.objects.get(kind="choice")
    assert (made.key, made.options) == ("how-often-do-you-look", "Weekly\nNever")

    form = staff.get(at("edit-question", made)).context["form"]
    assert form.initial["options"] == "Weekly\nNever"
    changed = {"wording": "How many?", "kind": "number", "unit": "visits", "options": "Weekly"}
    staff.post(at("edit-question", made), {**changed, "section": section.pk, "version": 1})

    made.refresh_from_db()
    assert (made.wording, made.kind, made.unit, made.options) == (
        "How many?",
        "number",
        "visits",
        "",
    )


@pytest.mark.parametrize(
    ("typed", "error"),
    [
        ({"kind": "graded"}, "Choose the scale that it is graded on"),
        (
            {"kind": "choice", "options": "One"},
            "Enter from 2 to 20 choices, each on its line and different",
        ),
        (
            {"kind": "choice", "options": f"A\n{'B' * 121}"},
            "Each choice must be 120 characters or fewer",
        ),
        ({}, "Choose how it is answered"),
        (
            {"kind": "narrative", "key": "Not a key"},
            "Type it so: Small letters and digits with hyphens between, such as leaders-own-it.",
        ),
        (
            {"kind": "narrative", "key": "question-1"},
            "“question-1” is the key of another question here. Give a different one.",
        ),
    ],
)
def test_a_question_that_cannot_be_answered_is_refused(typed, error, staff, drafted):
    url = at("add-question", drafted.sections.get())

    response = staff.post(url, {"wording": "W?", **typed})

    assert (response.status_code, errors_on(response)) == (422, [error])
    assert drafted.questions.count() == 2


def test_a_question_that_was_asked_before_keeps_how_it_is_answered(world, staff):
    first = FrameworkFactory(board=world.kent, name="Ours")
    second = frameworks.new_version(first, board=world.kent, by=world.staff)
    question = second.questions.first()

    page = staff.get(at("edit-question", question))
    typed = {"wording": "Who truly leads?", "section": question.section_id, "version": 1}
    staff.post(at("edit-question", question), {**typed, "kind": "number"})

    question.refresh_from_db()
    assert "It is answered as before: graded on a scale." in page.text
    assert (question.wording, question.kind) == ("Who truly leads?", "graded")


def test_two_who_change_a_question_lose_neither_text(world, staff, drafted):
    question = drafted.questions.first()
    typed = {"section": question.section_id, "kind": "graded", "scale": "met", "version": 1}
    staff.post(at("edit-question", question), {**typed, "wording": "Theirs?"})

    response = staff.post(at("edit-question", question), {**typed, "wording": "Mine?"})

    [conflict] = response.context["form"].conflicts
    assert (conflict.theirs, conflict.yours) == ("Theirs?", "Mine?")


def test_it_is_published_after_a_confirm_step(world, staff, drafted):
    page = staff.get(at("publish-framework", drafted))
    assert ("Questions", 2) in page.context["rows"]

    staff.post(at("publish-framework", drafted))

    drafted.refresh_from_db()
    assert drafted.is_published
    assert "Being written" not in page_of(staff, drafted).text


def test_the_library_s_is_made_the_board_s_own(world, staff):
    library = FrameworkFactory(name="Eight standards")
    assert "Make a new version" in page_of(staff, library).text

    staff.post(at("renew-framework", library))

    assert Framework.objects.get(board=world.kent).edition == 2


def test_rows_are_moved_by_buttons(staff, drafted):
    first = drafted.questions.get(number=1)

    response = staff.post(at("move-question", first), {"down": "1"}, follow=True)
    again = staff.post(at("move-question", first), {"down": "1"}, follow=True)

    first.refresh_from_db()
    assert first.number == 2
    assert "The question was moved." in response.text
    assert "It is last already." in again.text


def test_a_new_audit_offers_what_may_be_asked(world, staff, drafted):
    library = FrameworkFactory(name="Eight standards")
    frameworks.publish(
        frameworks.new_version(library, board=world.kent, by=world.staff), by=world.staff
    )

    form = staff.get(reverse("reviews:add-audit-round")).context["form"]

    offered = [str(one) for one in form.fields["framework"].queryset]
    assert offered == ["Eight standards, version 2"]
