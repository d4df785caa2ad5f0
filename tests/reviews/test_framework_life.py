"""A framework: drafted, published, retired, made again; a published version never changes."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from kscb.dates import today
from kscb.refusal import MoveNotAllowed
from reviews.models import Framework, Grade, Question, Section
from reviews.services import answers, audits, frameworks, questions
from reviews.services.written import (
    WrittenFramework,
    WrittenQuestion,
    WrittenScale,
    WrittenSection,
    written,
)
from tests.after import refusal, steps_on
from tests.factories import (
    BoardFactory,
    FrameworkFactory,
    PracticeStandardFactory,
    QuestionFactory,
    SectionFactory,
    ThemeFactory,
)

ASKED = WrittenFramework(
    key="supervision",
    name="Supervision",
    introduction="Look at records.",
    source="Ours",
    sections=(
        WrittenSection(
            "Often",
            (
                WrittenQuestion("held", "Was it held?", kind="yes_no"),
                WrittenQuestion("reflective", "Was it reflective?", scale="0-3", shared_key="sup"),
            ),
        ),
        WrittenSection("In words", (WrittenQuestion("more", "What more?", kind="narrative"),)),
    ),
)


@pytest.fixture
def drafted(world):
    return frameworks.draft(world.kent, ASKED, by=world.staff)


@pytest.fixture
def published(world, drafted):
    return frameworks.publish(drafted, by=world.staff)


def test_a_framework_is_started_empty_under_a_key_made_of_its_name(world):
    made = frameworks.start(world.kent, name="Seeing fathers", by=world.staff)
    again = frameworks.start(world.kent, name="Seeing fathers!", by=world.staff)

    assert (made.key, made.edition, made.status, made.folded) == (
        "seeing-fathers",
        1,
        "draft",
        "seeing fathers seeing-fathers",
    )
    assert again.key == "seeing-fathers-2"
    assert steps_on(made) == [(world.staff, "drafted", {})]


def test_a_draft_holds_what_was_written(world, drafted):
    rows = Question.objects.asked_in(drafted.pk).values_list("number", "key", "section__title")

    assert list(rows) == [(1, "held", "Often"), (2, "reflective", "Often"), (3, "more", "In words")]
    assert {grade.scale for grade in drafted.grades.all()} == {"0-3"}
    assert replace(written(drafted), scales=()) == ASKED


def test_publishing_dates_it_and_its_questions(world, drafted):
    at = datetime(2018, 4, 3, 12, tzinfo=UTC)

    published = frameworks.publish(drafted, by=world.staff, at=at)

    day = date(2018, 4, 3)
    assert (published.status, published.valid_from, published.valid_to) == ("published", day, None)
    assert {question.valid_from for question in published.questions.all()} == {day}
    assert steps_on(published)[-1][1] == "published"


def test_a_framework_that_asks_nothing_is_not_published(world):
    made = frameworks.start(world.kent, name="Empty", by=world.staff)

    with refusal("A framework needs at least one question before it is published."):
        frameworks.publish(made, by=world.staff)


def test_a_section_that_asks_nothing_holds_it_back(world, drafted):
    questions.add_section(drafted, title="Later", by=world.staff)

    with refusal("Section “Later” asks nothing. Add a question, or retire it."):
        frameworks.publish(drafted, by=world.staff)


@pytest.mark.parametrize("state", ["published", "retired"])
def test_what_is_not_a_draft_never_changes(state, world, published):
    if state == "retired":
        published = frameworks.retire(published, by=world.staff, note="Old.")
    section, question = published.sections.first(), published.questions.first()
    by = {"by": world.staff}
    steps = [
        lambda: frameworks.edit(published, version=1, name="Other", **by),
        lambda: questions.add_section(published, title="More", **by),
        lambda: questions.edit_section(section, version=1, title="More", **by),
        lambda: questions.move_section(section, up=False, **by),
        lambda: questions.retire_section(section, note="Old.", **by),
        lambda: questions.bring_back_section(section, **by),
        lambda: questions.add_question(section, key="x", wording="X?", kind="narrative", **by),
        lambda: questions.edit_question(question, version=1, wording="X?", **by),
        lambda: questions.move_question(question, up=False, **by),
        lambda: questions.retire_question(question, note="Old.", **by),
        lambda: questions.bring_back_question(question, **by),
    ]
    for step in steps:
        with refusal(f"Supervision is {state}, so it cannot change. Make a new version of it."):
            step()


def test_it_is_not_published_twice(world, published):
    with refusal("Supervision is published, so it cannot change. Make a new version of it."):
        frameworks.publish(published, by=world.staff)


def test_a_new_version_is_made_from_the_last_and_takes_its_place(world, published):
    standard = PracticeStandardFactory(theme=ThemeFactory(board=world.kent))
    published.questions.get(key="held").standards.add(standard)

    second = frameworks.new_version(published, board=world.kent, by=world.staff)

    assert (second.edition, second.status, str(second)) == (2, "draft", "Supervision, version 2")
    assert replace(written(second), scales=()) == ASKED
    assert list(second.questions.get(key="held").standards.all()) == [standard]

    frameworks.publish(second, by=world.staff)

    published.refresh_from_db()
    assert (published.status, published.valid_to) == ("retired", today())
    assert steps_on(published)[-1][2]["note"] == "Version 2 was published."


def test_a_question_is_the_same_over_versions_and_keeps_its_first_day(world, drafted):
    first = frameworks.publish(drafted, by=world.staff, at=datetime(2018, 4, 3, 12, tzinfo=UTC))
    second = frameworks.new_version(first, board=world.kent, by=world.staff)
    section = second.sections.first()
    questions.add_question(section, key="new", wording="New?", kind="narrative", by=world.staff)
    questions.retire_question(second.questions.get(key="more"), by=world.staff, note="Enough.")
    questions.retire_section(second.sections.get(title="In words"), by=world.staff, note="Empty.")

    frameworks.publish(second, by=world.staff)

    began = date(2018, 4, 3)
    days = {one.key: (one.valid_from, one.valid_to) for one in second.questions.all()}
    assert days == {
        "held": (began, None),
        "reflective": (began, None),
        "new": (today(), None),
        "more": (began, today()),
    }
    third = frameworks.new_version(second, board=world.kent, by=world.staff)
    assert {one.key for one in third.questions.all()} == {"held", "reflective", "new"}


def test_a_round_goes_on_with_the_version_that_it_asks(world, published, audit_return):
    audit_return.audit_round.framework = published
    audit_return.audit_round.save()
    second = frameworks.new_version(published, board=world.kent, by=world.staff)
    frameworks.publish(second, by=world.staff)

    held = published.questions.get(key="held")
    given = answers.answer(
        audit_return, question=held, grade=None, choice="yes", text="", version=0, by=world.lead
    )

    assert given.is_complete


def test_there_is_one_draft_at_a_time(world, published):
    frameworks.new_version(published, board=world.kent, by=world.staff)

    words = "There is a draft already: Supervision, version 2. Publish it or retire it first."
    with refusal(words):
        frameworks.new_version(published, board=world.kent, by=world.staff)
    with refusal(words):
        frameworks.draft(world.kent, ASKED, by=world.staff)


def test_a_new_version_of_the_library_s_is_the_board_s_own(world):
    library = FrameworkFactory(name="Eight standards")

    mine = frameworks.new_version(library, board=world.kent, by=world.staff)

    assert (mine.board, mine.key, mine.edition) == (world.kent, library.key, 2)
    assert [one.key for one in mine.questions.all()] == ["question-1", "question-2"]
    assert [one.valid_from for one in mine.questions.all()] == [date(2018, 1, 1)] * 2
    frameworks.publish(mine, by=world.staff)
    library.refresh_from_db()
    assert library.is_published
    assert list(Framework.objects.askable_on(world.kent)) == [mine]
    assert list(Framework.objects.askable_on(world.medway)) == [library]


def test_retiring_says_why_and_a_draft_is_given_up(world, drafted):
    given_up = frameworks.retire(drafted, by=world.staff, note="Not needed.")

    assert (given_up.status, given_up.valid_from) == ("retired", None)
    assert steps_on(given_up)[-1][2]["note"] == "Not needed."
    with pytest.raises(MoveNotAllowed):
        frameworks.retire(given_up, by=world.staff, note="Again.")


# What is never compared unasked


def test_a_key_that_is_answered_in_another_way_is_refused(world, published):
    other = replace(
        ASKED,
        sections=(
            WrittenSection("Often", (WrittenQuestion("held", "Was it held?", scale="0-3"),)),
        ),
    )

    with refusal(
        "“held” was answered in another way in Supervision, so its answers could not be compared. "
        "Retire it, and add a question under another key."
    ):
        frameworks.draft(world.kent, other, by=world.staff)


def test_a_shared_key_on_another_scale_is_refused(world, published):
    other = WrittenFramework(
        key="other",
        name="Other",
        sections=(
            WrittenSection("One", (WrittenQuestion("a", "A?", scale="ofsted", shared_key="sup"),)),
        ),
    )

    with refusal(
        "The shared key “sup” is that of a question of Supervision that is answered in another "
        "way. Give the same kind and scale, or another shared key."
    ):
        frameworks.draft(world.kent, other, by=world.staff)
    assert frameworks.draft(world.medway, other, by=world.other_staff).board == world.medway


def test_a_scale_s_key_means_the_same_grades_on_a_board(world):
    def on(key, *grades):
        asked = WrittenQuestion("a", "A?", scale="ours")
        return WrittenFramework(
            key=key,
            name=key.title(),
            sections=(WrittenSection("One", (asked,)),),
            scales=(WrittenScale("ours", grades),),
        )

    frameworks.draft(world.kent, on("first", (0, "No"), (1, "Yes")), by=world.staff)

    with refusal(
        "The scale “ours” has other grades already: 0 No, 1 Yes. Give this scale another key."
    ):
        frameworks.draft(world.kent, on("second", (0, "Bad"), (1, "Good")), by=world.staff)
    same = frameworks.draft(world.kent, on("third", (0, "No"), (1, "Yes")), by=world.staff)
    assert Grade.objects.filter(framework=same).count() == 2


# What a round may ask


def test_a_round_asks_what_is_published_here(world, drafted, published):
    def plan(framework, reference="KSCB/1"):
        return audits.plan_round(
            world.kent,
            framework=framework,
            title="T",
            reference=reference,
            opens_on=today(),
            due_on=today(),
            by=world.staff,
        )

    elsewhere = FrameworkFactory(board=BoardFactory(), name="Theirs")
    draft = FrameworkFactory(board=world.kent, draft=True, name="Half")
    assert plan(published).framework == published
    with refusal("Theirs is another board’s. Choose one of this board’s frameworks."):
        plan(elsewhere, "KSCB/2")
    with refusal("Half is a draft, so it cannot be asked. Choose a published one."):
        plan(draft, "KSCB/3")


# Sections and questions in order


@pytest.fixture
def ordered(world):
    """A draft with two sections of two questions each."""
    framework = FrameworkFactory(board=world.kent, draft=True)
    second = SectionFactory(framework=framework)
    for _ in range(2):
        QuestionFactory(framework=framework, section=second, kind="narrative")
    return framework


def order_of(framework):
    return [
        (one.number, one.section.number, one.key) for one in framework.questions.order_by("number")
    ]


def test_sections_change_places_with_their_questions(world, ordered):
    questions.move_section(ordered.sections.get(number=2), up=True, by=world.staff)

    assert order_of(ordered) == [
        (1, 1, "question-3"),
        (2, 1, "question-4"),
        (3, 2, "question-1"),
        (4, 2, "question-2"),
    ]
    with refusal("It is first already."):
        questions.move_section(ordered.sections.get(number=1), up=True, by=world.staff)
    with refusal("It is last already."):
        questions.move_section(ordered.sections.get(number=2), up=False, by=world.staff)


def test_questions_change_places_in_their_section(world, ordered):
    questions.move_question(ordered.questions.get(number=3), up=False, by=world.staff)

    assert [key for _, _, key in order_of(ordered)] == [
        "question-1",
        "question-2",
        "question-4",
        "question-3",
    ]
    with refusal("It is first already."):
        questions.move_question(ordered.questions.get(number=3), up=True, by=world.staff)


def test_a_question_that_is_added_comes_last_in_its_section(world, ordered):
    first = ordered.sections.get(number=1)

    added = questions.add_question(
        first, key="new", wording="New?", kind="graded", scale="rag", by=world.staff
    )

    assert [key for _, _, key in order_of(ordered)][:3] == ["question-1", "question-2", "new"]
    assert set(ordered.grades.filter(scale="rag").values_list("label", flat=True)) == {
        "Red",
        "Amber",
        "Green",
    }
    assert steps_on(ordered)[-1] == (world.staff, "added question “new”", {"note": "New?"})
    with refusal("“new” is the key of another question here. Give a different one."):
        questions.add_question(first, key="new", wording="Two?", kind="narrative", by=world.staff)
    assert added.valid_from is None


def test_a_question_moves_to_another_section(world, ordered):
    second = ordered.sections.get(number=2)
    question = ordered.questions.get(number=1)

    questions.edit_question(question, version=1, section=second, wording="Who?", by=world.staff)

    assert [(section, key) for _, section, key in order_of(ordered)] == [
        (1, "question-2"),
        (2, "question-1"),
        (2, "question-3"),
        (2, "question-4"),
    ]
    note = steps_on(ordered)[-1][2]["note"]
    assert note == "Section: “Section 1” became “Section 2”; Question: “Who leads?” became “Who?”."


def test_a_retired_question_comes_last_and_may_come_back(world, ordered):
    first = ordered.questions.get(number=1)

    questions.retire_question(first, by=world.staff, note="Enough.")

    assert order_of(ordered)[-1] == (4, 1, "question-1")
    with refusal("This question is retired already."):
        questions.retire_question(first, by=world.staff, note="Again.")
    with refusal("This question is retired. Bring it back before you change it."):
        questions.edit_question(first, version=1, wording="X", by=world.staff)
    with refusal("It is retired, so it has no place to move from."):
        questions.move_question(first, up=True, by=world.staff)
    questions.bring_back_question(first, by=world.staff)
    assert [key for _, _, key in order_of(ordered)][:2] == ["question-2", "question-1"]
    with refusal("This question is not retired."):
        questions.bring_back_question(first, by=world.staff)


def test_a_section_is_retired_with_its_questions_and_comes_back_with_them(world, ordered):
    section = ordered.sections.get(number=1)

    questions.retire_section(section, by=world.staff, note="Enough.")

    asked = Question.objects.asked_in(ordered.pk)
    assert [(one.number, one.key) for one in asked] == [(1, "question-3"), (2, "question-4")]
    assert Section.objects.get(pk=section.pk).number == 2
    with refusal("This section is retired already."):
        questions.retire_section(section, by=world.staff, note="Again.")
    with refusal("This section is retired. Bring it back before you add to it."):
        questions.add_question(section, key="x", wording="X?", kind="narrative", by=world.staff)
    with refusal("Its section is retired. Bring the section back first."):
        questions.bring_back_question(ordered.questions.get(key="question-1"), by=world.staff)
    questions.bring_back_section(section, by=world.staff)
    assert Question.objects.asked_in(ordered.pk).count() == 4
    with refusal("This section is not retired."):
        questions.bring_back_section(section, by=world.staff)


def test_a_standard_of_another_board_is_refused(world, ordered):
    strange = PracticeStandardFactory(theme=ThemeFactory(board=world.medway))
    question = ordered.questions.get(number=1)

    words = (
        "“Every adult in the household is named.” belongs to another board. "
        "Choose one of Kent Safeguarding Children Board."
    )
    with refusal(words):
        questions.edit_question(question, version=1, standards=[strange], by=world.staff)
