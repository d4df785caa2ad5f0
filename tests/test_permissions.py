"""Every permission and every predicate as a truth table: who holds it on which record.

tests/test_access.py asks the pages; this asks the rules themselves, each with each person.
"""

import pytest
from rules.permissions import permissions

from boards import access
from boards.services.activity import record
from tests.factories import ActionFactory, ReviewFactory, person_on
from tests.factories.training import SessionFactory

pytestmark = pytest.mark.django_db

STAFF = "staff second_staff"
WHOLE = f"{STAFF} chair"
DASHBOARD = f"{WHOLE} member"
ON_BOARD = f"{DASHBOARD} lead contributor trainer reader"
AGENCY = "lead contributor"
# On an action of the lead's agency: who holds each.
HELD = {
    STAFF: """
        boards.manage_people boards.record_meeting
        reviews.hand_over_actions reviews.keep_themes reviews.write_review reviews.ask_to_publish
        reviews.run_review reviews.log_action reviews.decide_action reviews.change_due_date
        reviews.change_owner reviews.keep_frameworks reviews.run_audits
        reviews.decide_return reviews.keep_publication
        reviews.write_briefing reviews.look_again reviews.ask_information reviews.keep_requests
        reviews.keep_documents reviews.answer_recommendation reviews.agree_plan
        reviews.agree_action reviews.merge_action reviews.plan_measure reviews.close_measure
        reviews.paste_rows reviews.read_in_trackers reviews.remind
        reviews.ask_schools reviews.chase_returns reviews.decide_evidence
        training.keep_courses training.plan_sessions training.correct_register
    """,
    WHOLE: """
        boards.view_all_activity boards.view_notices boards.view_people
        reviews.approve_publication reviews.see_publication reviews.name_readers
        reviews.decide_review reviews.view_clocks reviews.view_decisions reviews.view_readings
        reviews.view_requests reviews.verify_action reviews.defer_action reviews.reopen_action
        reviews.withdraw_action reviews.settle_dispute reviews.test_measure reviews.judge_theme
        reviews.view_alarms reviews.answer_alarm reviews.view_reminders
        reviews.moderate_round reviews.moderate_answer reviews.see_self_grades reviews.see_gaps
        reviews.see_evidence_of_all reviews.see_answers_of_all
    """,
    DASHBOARD: """
        boards.view_board_records boards.view_agencies reviews.see_reach
        performance.view_indicators performance.view_annual_report reviews.see_results
        reviews.view_programme
    """,
    ON_BOARD: """
        reviews.view_themes reviews.view_reviews reviews.view_actions reviews.view_audits
        training.view_courses
    """,
    "lead": """
        reviews.share_action reviews.submit_return reviews.share_return reviews.answer_request
        reviews.dispute_action reviews.reply_moderation reviews.name_author
        reviews.confirm_concern reviews.support_standard
    """,
    "contributor": "reviews.say_part_ready",
    AGENCY: """
        reviews.answer_return reviews.view_work reviews.renew_evidence reviews.reply_on_evidence
        reviews.reuse_evidence
    """,
    f"{STAFF} lead": "reviews.submit_action",
    f"{STAFF} {AGENCY}": "reviews.update_action reviews.attest",
    f"{WHOLE} {AGENCY}": """
        reviews.read_updates reviews.read_answers reviews.see_return_history
        reviews.view_evidence reviews.raise_concern
    """,
    f"{DASHBOARD} lead": "training.view_totals",
    f"{DASHBOARD} trainer reader": "performance.view_first_page",
}
# What an agency's people hold only on its own records, on one of Kent Police, whose member sits.
OF_ANOTHER_AGENCY = {
    **dict.fromkeys(HELD["lead"].split(), ""),
    "reviews.answer_return": "",
    "reviews.renew_evidence": "",
    "reviews.reply_on_evidence": "",
    "reviews.reuse_evidence": "",
    "reviews.say_part_ready": "",
    "reviews.support_standard": "lead",
    "reviews.submit_action": STAFF,
    "reviews.update_action": STAFF,
    "reviews.read_updates": DASHBOARD,
    "reviews.read_answers": DASHBOARD,
    "reviews.see_return_history": DASHBOARD,
}
# Having a work list, or evidence, asks of no board.
ANYWHERE = {"reviews.view_work": AGENCY, "reviews.view_evidence": AGENCY}
AND_THERE = {"reviews.view_evidence": f"other_staff {AGENCY}"}
# On a session of somebody else.
OF_A_SESSION = {"training.take_register": STAFF, "training.view_attendance": DASHBOARD}
EXPECTED = {name: who for who, names in HELD.items() for name in names.split()}


@pytest.fixture
def people(world):
    reader = person_on(world.kent, "reader", name="Rory Reader")
    return {name: one for name, one in world.people.items() if one} | {"reader": reader}


def held_on(record, people):
    """{permission: who holds it} for each that asks only who the person is on the board."""
    return {
        name: {who for who, one in people.items() if rule.test(one, record)}
        for name, rule in permissions.items()
        if name not in OF_A_SESSION
    }


def as_sets(expected):
    return {name: set(who.split()) for name, who in expected.items()}


@pytest.fixture
def of_agency(world):
    """An action of an agency, on a board."""

    def make(board, agency):
        owner = person_on(board, "lead", agency=agency, name="Olive Owner")
        return ActionFactory(board=board, agency=agency, owner=owner)

    return make


def test_each_permission_is_held_on_a_record_of_the_leads_agency(world, people, of_agency):
    ours = of_agency(world.kent, world.health)

    assert held_on(ours, people) == as_sets(EXPECTED)


def test_of_another_agency_its_own_people_hold_what_the_lead_does_not(world, people, of_agency):
    theirs = of_agency(world.kent, world.police)

    assert held_on(theirs, people) == as_sets(EXPECTED | OF_ANOTHER_AGENCY)


def test_on_another_board_only_its_own_staff_hold_any(world, people, of_agency):
    elsewhere = of_agency(world.medway, world.health)
    theirs = {name: "other_staff" if "staff" in who else "" for name, who in EXPECTED.items()}

    assert held_on(elsewhere, people) == as_sets(theirs | {"reviews.view_work": AGENCY} | AND_THERE)


def test_on_nothing_at_all_only_a_work_list_is_held(people):
    """As where a person has chosen no board."""
    nobody = dict.fromkeys(EXPECTED, "")

    assert held_on(None, people) == as_sets(nobody | ANYWHERE)


def test_a_session_is_run_by_its_own_trainer(world, people):
    own = SessionFactory(course__board=world.kent, trainer=world.trainer)
    anothers = SessionFactory(course__board=world.kent)

    def held(session):
        return {
            name: {who for who, one in people.items() if permissions[name].test(one, session)}
            for name in OF_A_SESSION
        }

    assert held(anothers) == as_sets(OF_A_SESSION)
    assert held(own) == as_sets({name: f"{who} trainer" for name, who in OF_A_SESSION.items()})


def test_who_wrote_any_of_it_does_not_approve_its_publication(world):
    review = ReviewFactory(board=world.kent)

    def approves(person):
        return person.has_perm("reviews.approve_publication", review)

    for verb in ("sent back for changes", "named a reader"):
        record(review, verb, by=world.second_staff)
        assert approves(world.second_staff)
    for verb in ("logged", "added a finding", "changed", "asked to publish"):
        person = person_on(world.kent, "staff")
        assert approves(person)
        record(review, verb, by=person)
        assert not approves(person)
    assert approves(world.second_staff)


def test_a_role_is_held_for_its_own_agency_and_its_own_board(world, of_agency):
    ours = of_agency(world.kent, world.health)

    def held(*roles, **agency):
        return access.holds(world.lead, ours, *roles, **agency)

    assert held("lead")
    assert held("chair", "lead", agency_id=world.health.pk)
    assert not held("lead", agency_id=world.police.pk)
    assert not held("contributor")
    assert not held()
