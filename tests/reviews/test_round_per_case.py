"""A round that asks about each of several cases."""

from datetime import date

import pytest
from django.urls import reverse

from reviews.imports import frameworks as files
from reviews.services import audits, frameworks
from reviews.services.written import as_text, written
from tests.access.bodies import SOON, on
from tests.after import errors_on, refusal, steps_on, told
from tests.factories import FrameworkFactory

[SHIPPED] = [one for one in files.shipped() if one.key == "case-file-audit"]
DAYS = {"opens_on": date(2030, 1, 7), "due_on": date(2030, 3, 1)}


@pytest.fixture
def of_cases():
    return FrameworkFactory(name="Case files", is_per_case=True)


def plan(world, framework, **fields):
    words = {"title": "Case files", "reference": "KSCB/MACFA-1", "framework": framework}
    return audits.plan_round(world.kent, by=world.staff, **words | DAYS | fields)


def test_each_agency_answers_for_each_case_and_is_told_once(world, of_cases):
    asked = audits.ask(
        plan(world, of_cases, cases=3), agencies=[world.health, world.police], by=world.staff
    )

    assert [(one.agency, one.case_number) for one in asked.returns.all()] == [
        (world.health, 1),
        (world.health, 2),
        (world.health, 3),
        (world.police, 1),
        (world.police, 2),
        (world.police, 3),
    ]
    assert [str(one) for one in asked.returns.all()[:1]] == [
        "KSCB/MACFA-1 Kent Community Health, case 1"
    ]
    assert told() == [(world.lead, "KSCB: an audit return is asked of your agency")]


def test_the_leads_work_list_says_which_case(client, world, of_cases):
    audits.ask(plan(world, of_cases, cases=2), agencies=[world.health], by=world.staff)
    client.force_login(world.lead)

    html = client.get(reverse("reviews:work")).content.decode()

    assert "Case files, case 1" in html
    assert "Case files, case 2" in html


def test_a_draft_becomes_per_case_in_words(world):
    made = frameworks.start(world.kent, name="Deep dive", by=world.staff)

    frameworks.edit(made, version=1, by=world.staff, is_per_case=True)

    assert steps_on(made)[-1][2] == {"note": "Asked of each case: “no” became “yes”."}


def test_asking_again_makes_no_second_return(world, of_cases):
    asked = audits.ask(plan(world, of_cases, cases=2), agencies=[world.health], by=world.staff)

    audits.ask(asked, agencies=[world.health, world.health, world.police], by=world.staff)

    assert asked.returns.count() == 4


@pytest.mark.parametrize("cases", [0, 21])
def test_how_many_cases_is_needed(world, of_cases, cases):
    with refusal("Case files is asked of each case. Say how many: 1 to 20."):
        plan(world, of_cases, cases=cases)


def test_cases_are_for_questions_that_are_asked_of_each(world):
    whole = FrameworkFactory(name="Section 11")

    with refusal("Section 11 is not asked of each case, so leave the number of cases out."):
        plan(world, whole, cases=3)


def test_the_form_asks_for_the_number(client, world, of_cases):
    client.force_login(world.staff)
    typed = {"framework": of_cases.pk, "title": "Case files", "reference": "KSCB/MACFA-1"}
    days = on("opens_on", SOON) | on("due_on", SOON)

    page = client.post(reverse("reviews:add-audit-round"), typed | days)
    done = client.post(reverse("reviews:add-audit-round"), typed | days | {"cases": "5"})

    assert errors_on(page) == ["Case files is asked of each case. Say how many: 1 to 20."]
    assert done.status_code == 302
    assert of_cases.rounds.get().cases == 5


def test_a_framework_stays_per_case_in_its_file_and_in_its_next_version(world):
    made = frameworks.start(world.kent, name="Deep dive", by=world.staff, is_per_case=True)
    content = files.read(as_text(SHIPPED).encode())

    renewed = frameworks.draft(world.kent, content, by=world.staff)

    assert (made.is_per_case, content.key, content.is_per_case) == (True, "case-file-audit", True)
    assert renewed.is_per_case
    assert written(renewed).is_per_case


@pytest.mark.django_db
def test_per_case_is_true_or_false():
    text = as_text(SHIPPED).replace("per_case = true", 'per_case = "yes"')

    with refusal("The file: “per_case” must be true or false, without quotation marks."):
        files.read(text.encode())
