"""Each kind of question: what its form asks, what it refuses, and when it is answered."""

from decimal import Decimal

import pytest
from django.urls import reverse

from reviews.models import Answer, AuditReturn, Grade
from reviews.services import answers, submissions
from tests.after import errors_on, refusal
from tests.factories import AnswerFactory, QuestionFactory

GIVEN = {"files", "link", "good_from", "expires_on"}
KINDS = ("graded", "yes_no", "narrative", "number", "choice")


@pytest.fixture
def asked(audit_round):
    """One question of each kind, by kind."""
    framework = audit_round.framework
    made = {
        kind: QuestionFactory(framework=framework, kind=kind, wording=f"What of {kind}?")
        for kind in KINDS[1:]
    }
    made["number"].unit, made["choice"].options = "children", "Weekly\n Monthly \n\nNever"
    made["number"].save()
    made["choice"].save()
    return made | {"graded": framework.questions.first()}


@pytest.fixture
def address(audit_return):
    def address(question):
        return reverse("reviews:answer-question", args=[audit_return.pk, question.number])

    return address


def fields_of(response):
    return set(response.context["form"].fields)


@pytest.mark.parametrize(
    ("kind", "field"),
    [
        ("graded", {"grade"}),
        ("yes_no", {"choice"}),
        ("narrative", set()),
        ("number", {"number"}),
        ("choice", {"choice"}),
    ],
)
def test_a_question_s_form_asks_what_its_kind_asks(kind, field, world, signed_in, asked, address):
    response = signed_in(world.lead).get(address(asked[kind]))

    assert fields_of(response) == field | GIVEN | {"text", "version"}


def test_yes_partly_no_and_not_applicable_are_offered(world, signed_in, asked, address):
    form = signed_in(world.lead).get(address(asked["yes_no"])).context["form"]

    assert [label for _, label in form.fields["choice"].choices] == [
        "Yes",
        "Partly",
        "No",
        "Not applicable",
    ]


def test_a_number_says_what_is_counted(world, signed_in, asked, address):
    form = signed_in(world.lead).get(address(asked["number"])).context["form"]

    assert form.fields["number"].help_text.startswith("The number of children. ")


def test_a_list_offers_its_lines(world, signed_in, asked, address):
    form = signed_in(world.lead).get(address(asked["choice"])).context["form"]

    assert [label for _, label in form.fields["choice"].choices] == ["Weekly", "Monthly", "Never"]


@pytest.mark.parametrize(
    ("kind", "typed", "kept", "said"),
    [
        ("yes_no", {"choice": "partly"}, ("partly", None), "Partly"),
        ("number", {"number": "12"}, ("", Decimal(12)), "12 children"),
        ("number", {"number": "0"}, ("", Decimal(0)), "0 children"),
        ("number", {"number": "7.5"}, ("", Decimal("7.5")), "7.50 children"),
        ("choice", {"choice": "Monthly"}, ("Monthly", None), "Monthly"),
    ],
)
def test_what_is_chosen_or_counted_is_kept_and_shown(
    kind, typed, kept, said, world, signed_in, audit_return, asked, address
):
    client = signed_in(world.lead)

    client.post(address(asked[kind]), {**typed, "text": "", "version": 0})

    given = Answer.objects.get()
    page = client.get(audit_return.get_absolute_url())
    again = client.get(address(asked[kind])).context["form"]
    assert ((given.choice, given.number), given.said, given.is_complete) == (kept, said, True)
    assert f"<strong>{said}</strong>" in page.text
    assert str(again[next(iter(typed))].value()) in (next(iter(typed.values())), "7.50")


@pytest.mark.parametrize(
    ("kind", "typed", "error"),
    [
        ("yes_no", {"choice": "maybe"}, "Your answer: choose one of the choices offered"),
        ("choice", {"choice": "Daily"}, "Your answer: choose one of the choices offered"),
        ("number", {"number": "-1"}, "Number must be 0 or more"),
        ("number", {"number": "some"}, "Number must be a number, like 8.3"),
        ("graded", {"grade": "0"}, "Your own grade: choose one of the choices offered"),
    ],
)
def test_what_the_kind_does_not_allow_is_refused(
    kind, typed, error, world, signed_in, asked, address
):
    response = signed_in(world.lead).post(address(asked[kind]), {**typed, "version": 0})

    assert (response.status_code, errors_on(response)) == (422, [error])
    assert not Answer.objects.exists()


@pytest.mark.parametrize("kind", KINDS)
def test_an_answer_is_complete_on_its_page_where_the_database_says_so(kind, audit_return, asked):
    grade = audit_return.audit_round.framework.grades.first()
    given = {
        "graded": {"grade": grade},
        "yes_no": {"choice": "not_applicable"},
        "narrative": {},
        "number": {"number": Decimal(0)},
        "choice": {"choice": "Never"},
    }
    empty = AnswerFactory(audit_return=audit_return, question=asked[kind], grade=None, text="")
    assert (empty.is_complete, Answer.objects.complete().exists()) == (False, False)

    needs_words = kind in ("graded", "narrative")
    words = "We looked." if needs_words else ""
    Answer.objects.update(text=words, **given[kind])

    answer = Answer.objects.get()
    assert (answer.is_complete, Answer.objects.complete().exists()) == (True, True)


def test_a_return_without_a_number_is_held_back(world, audit_return, asked, grades):
    for kind, fields in (
        ("yes_no", {"choice": "no"}),
        ("narrative", {}),
        ("choice", {"choice": "Never"}),
    ):
        AnswerFactory(audit_return=audit_return, question=asked[kind], grade=None, **fields)
    for question in audit_return.audit_round.framework.questions.filter(kind="graded"):
        AnswerFactory(audit_return=audit_return, question=question, grade=grades[0])

    number = asked["number"].number
    with refusal(f"Question {number} still needs an answer before you submit."):
        submissions.submit(audit_return, by=world.lead)


def test_a_question_that_may_be_left_holds_nothing_back(
    world, signed_in, audit_return, questions, grades, address
):
    AnswerFactory(audit_return=audit_return, question=questions[0], grade=grades[0])
    questions[1].is_optional = True
    questions[1].save()
    AuditReturn.objects.update(status="in_progress")
    client = signed_in(world.lead)

    page, form = client.get(audit_return.get_absolute_url()), client.get(address(questions[1]))
    submissions.submit(audit_return, by=world.lead)

    audit_return.refresh_from_db()
    assert page.context["unanswered"] == []
    assert "You may leave this question unanswered." in form.text
    assert audit_return.is_sent


def test_a_grade_of_another_scale_is_refused(world, audit_return, questions):
    framework = audit_return.audit_round.framework
    green = Grade.objects.create(framework=framework, scale="rag", value=3, label="Green")

    with refusal("Question 1 is not graded on that scale."):
        answers.answer(
            audit_return, question=questions[0], grade=green, text="", version=0, by=world.lead
        )


def test_the_service_refuses_what_no_form_offers(world, audit_return, asked):
    def answer(kind, **fields):
        given = {"grade": None, "text": "", "version": 0, "by": world.lead}
        answers.answer(audit_return, question=asked[kind], **given | fields)

    with refusal("Question 3: choose one of the choices offered."):
        answer("yes_no", choice="maybe")
    with refusal("Question 4 does not ask for a number."):
        answer("narrative", number=Decimal(1))
    with refusal("The number must be 0 or more."):
        answer("number", number=Decimal(-1))


def test_a_retired_question_is_not_asked(world, signed_in, audit_return, questions, address):
    last = questions[-1]
    last.valid_to = last.valid_from
    last.save()
    client = signed_in(world.lead)

    page = client.get(audit_return.get_absolute_url())

    assert [question.number for question, _ in page.context["questions"]] == [1]
    assert client.get(address(last)).status_code == 404
    with refusal("That question is no longer asked in this audit."):
        answers.answer(audit_return, question=last, grade=None, text="", version=0, by=world.lead)


def test_a_return_begins_with_what_its_framework_says_first(world, signed_in, audit_return):
    framework = audit_return.audit_round.framework
    framework.introduction = "Write about systems."
    framework.save()
    framework.sections.update(introduction="Ask two teams.")

    page = signed_in(world.lead).get(audit_return.get_absolute_url())

    assert "Write about systems." in page.text
    assert page.text.count("Ask two teams.") == 1


def test_those_who_see_grades_alone_see_nothing_of_other_kinds(
    world, signed_in, audit_return, asked
):
    AnswerFactory(
        audit_return=audit_return, question=asked["choice"], grade=None, choice="Never", text="Zz"
    )
    member = world.member

    page = signed_in(member).get(audit_return.get_absolute_url())

    assert "You see grades." in page.text
    assert "Never" not in page.text
    assert page.text.count("Not graded") == 4
