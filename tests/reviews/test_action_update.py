from datetime import UTC, datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from boards.models import Role
from reviews.models import Action, ActionUpdate, Evidence
from reviews.services import actions
from tests.after import CANARY, refusal, steps_on, told
from tests.factories import SupportFactory, person_on
from tests.files.ordinary import pdf

LINK = "https://kscb.example/plan"
THEN = datetime(2018, 3, 1, 9, tzinfo=UTC)


def a_file(name="Our plan.pdf"):
    return SimpleUploadedFile(name, pdf())


def test_an_update_is_kept_and_begins_the_work(world, action):
    update = actions.update(action, text=f"{CANARY} is done.", by=world.lead)

    action.refresh_from_db()
    update.refresh_from_db()
    assert (update.action, update.text, update.by) == (action, f"{CANARY} is done.", world.lead)
    assert action.status == "in_progress"
    assert steps_on(action) == [
        (world.lead, "updated", {}),
        (world.lead, "started", {"from": "Agreed", "to": "In progress"}),
    ]
    assert told() == []


def test_a_second_update_does_not_begin_it_again(world, action):
    actions.update(action, text="One.", by=world.lead)
    actions.update(action, text="Two.", by=world.contributor)

    assert [update.text for update in action.updates.all()] == ["Two.", "One."]
    assert steps_on(action)[2:] == [(world.contributor, "updated", {})]


def test_files_and_links_support_the_update(world, action):
    update = actions.update(
        action, text="Done.", by=world.lead, files=[a_file(), a_file("Two.pdf")], links=[LINK]
    )

    titles = [support.evidence.title for support in update.supports.all()]
    assert titles == ["Our plan.pdf", "Two.pdf", LINK]
    assert {one.agency for one in Evidence.objects.all()} == {world.health}
    assert [verb for _, verb, _ in steps_on(action)] == [
        "updated",
        *["gave evidence"] * 3,
        "started",
    ]


def test_submitting_asks_the_boards_staff(world, action):
    actions.update(action, text="Done.", by=world.lead, files=[a_file()], submit=True)

    action.refresh_from_db()
    moved = {"from": "Agreed", "to": "Evidence submitted"}
    assert action.status == "submitted"
    assert steps_on(action) == [
        (world.lead, "updated", {}),
        (world.lead, "gave evidence", {"note": "Our plan.pdf"}),
        (world.lead, "submitted evidence", moved),
    ]
    ask = "KSCB: an agency has submitted evidence"
    assert told() == [(world.staff, ask), (world.second_staff, ask)]


def test_evidence_of_an_earlier_update_is_enough(world, action):
    actions.update(action, text="One.", by=world.lead, links=[LINK])

    actions.update(action, text="Two.", by=world.lead, submit=True)

    action.refresh_from_db()
    assert action.status == "submitted"


def test_without_evidence_nothing_is_submitted_and_no_update_is_left(world, action):
    with refusal("Attach at least one file or link as evidence before you send it."):
        actions.update(action, text="Done.", by=world.lead, submit=True)


def test_evidence_of_another_action_is_not_enough(world, action):
    SupportFactory(update=ActionUpdate.objects.create(action=other(action), by=world.lead))

    with refusal("Attach at least one file or link as evidence before you send it."):
        actions.update(action, text="Done.", by=world.lead, submit=True)


def other(action):
    return actions.propose(
        action.recommendation,
        agency=action.agency,
        owner=action.owner,
        wording="Another.",
        difference="Another.",
        due_on=action.due_on,
        by=action.owner,
    )


def test_one_bad_file_saves_neither_the_update_nor_the_good_file(world, action):
    bad = SimpleUploadedFile("plan.exe", b"MZ")

    with refusal(
        "“plan.exe” is not a kind of file we can take. Save it as PDF, Word (docx), Excel (xlsx), "
        "PowerPoint (pptx), odt, ods, csv, txt, png or jpg, and try again."
    ):
        actions.update(action, text="Done.", by=world.lead, files=[a_file(), bad])


def test_what_is_accepted_takes_no_more_updates(world, action):
    Action.objects.update(status="accepted")

    with refusal("This action is now “Accepted as done”, so no update can be added."):
        actions.update(action, text="More.", by=world.lead)


def test_what_is_typed_in_later_keeps_its_time_and_tells_nobody(world, action):
    update = actions.update(action, text="Done.", by=world.lead, links=[LINK], submit=True, at=THEN)

    action.refresh_from_db()
    assert (update.at, action.status_since, told()) == (THEN, THEN, [])


def test_updates_are_written_once(world, action):
    actions.update(action, text="Done.", by=world.lead)

    with pytest.raises(TypeError, match="action updates are never changed"):
        ActionUpdate.objects.update(text="Not done.")
    with pytest.raises(TypeError, match="action updates are never deleted"):
        ActionUpdate.objects.all().delete()


def test_the_lead_shares_with_contributors_of_the_agency(world, action):
    hidden_before = Action.objects.visible_to(world.contributor).exists()

    actions.share(action, people=[world.contributor], by=world.lead)

    assert (hidden_before, Action.objects.visible_to(world.contributor).get()) == (False, action)
    assert steps_on(action) == [(world.lead, "shared", {"to": "Cam Contributor"})]
    actions.share(action, people=[], by=world.lead)
    assert not Action.objects.visible_to(world.contributor).exists()
    assert steps_on(action)[1:] == [(world.lead, "shared", {"to": "no one"})]


def test_an_action_is_not_shared_outside_the_agency_and_board(world, action):
    outsiders = [
        person_on(world.kent, Role.CONTRIBUTOR, agency=world.police, name="Pat Police"),
        person_on(world.medway, Role.CONTRIBUTOR, agency=world.health, name="Mel Medway"),
        world.member,
    ]

    for person in outsiders:
        with refusal(f"{person} is not a contributor of Kent Community Health on this board."):
            actions.share(action, people=[world.contributor, person], by=world.lead)
