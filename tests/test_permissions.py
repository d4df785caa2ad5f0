"""Every permission and every predicate as a truth table: who holds it on which record.

tests/test_access.py asks the pages; this asks the rules themselves, each with each person.
"""

import pytest
from rules.permissions import permissions

from boards import access
from boards.services.activity import record
from reviews.access import answers_on_board, did_not_edit
from tests.factories import ActionFactory, BriefingFactory, ReviewFactory, person_on
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
        reviews.change_owner reviews.run_audits reviews.decide_return reviews.keep_publication
        reviews.write_briefing reviews.look_again reviews.ask_information reviews.keep_requests
        reviews.keep_documents reviews.answer_recommendation reviews.agree_plan
        reviews.agree_action reviews.merge_action reviews.plan_measure reviews.close_measure
        reviews.paste_rows reviews.read_in_trackers reviews.remind
        training.keep_courses training.plan_sessions training.correct_register
        training.take_register
    """,
    WHOLE: """
        boards.view_all_activity boards.view_notices boards.view_people
        reviews.approve_publication reviews.see_publication reviews.name_readers
        reviews.decide_review reviews.view_clocks reviews.view_decisions reviews.view_readings
        reviews.view_requests reviews.verify_action reviews.defer_action reviews.reopen_action
        reviews.withdraw_action reviews.settle_dispute reviews.test_measure reviews.judge_theme
        reviews.view_alarms reviews.answer_alarm reviews.view_reminders
    """,
    DASHBOARD: """
        boards.view_board_records boards.view_agencies reviews.see_reach
        training.view_attendance performance.view_indicators performance.view_annual_report
    """,
    ON_BOARD: """
        reviews.view_themes reviews.view_reviews reviews.view_actions reviews.view_audits
        training.view_courses
    """,
    "lead": """
        reviews.share_action reviews.submit_return reviews.share_return reviews.answer_request
        reviews.dispute_action
    """,
    AGENCY: "reviews.answer_return reviews.view_work",
    f"{STAFF} lead": "reviews.submit_action",
    f"{STAFF} {AGENCY}": "reviews.update_action reviews.attest",
    f"{WHOLE} {AGENCY}": "reviews.read_updates reviews.read_answers reviews.view_evidence",
    f"{DASHBOARD} lead": "training.view_totals",
    f"{DASHBOARD} trainer reader": "performance.view_first_page",
}
# Of what the lead's agency holds only on its own records, on one of the police: nobody, or those.
OF_ANOTHER_AGENCY = {
    "reviews.share_action": "",
    "reviews.submit_return": "",
    "reviews.share_return": "",
    "reviews.answer_request": "",
    "reviews.dispute_action": "",
    "reviews.answer_return": "",
    "reviews.submit_action": STAFF,
    "reviews.update_action": STAFF,
    "reviews.read_updates": DASHBOARD,
    "reviews.read_answers": DASHBOARD,
}
# Having a work list asks of no board.
ANYWHERE = {"reviews.view_work": AGENCY, "reviews.view_evidence": AGENCY}
# The rest of another board's records are its own staff's.
NOT_FOR_STAFF = (
    "reviews.view_work reviews.share_action reviews.submit_return reviews.share_return "
    "reviews.answer_request reviews.dispute_action reviews.answer_return"
).split()
EXPECTED = {name: who for who, names in HELD.items() for name in names.split()}


@pytest.fixture
def people(world):
    reader = person_on(world.kent, "reader", name="Rory Reader")
    return {name: one for name, one in world.people.items() if one} | {"reader": reader}


def held_on(record, people):
    return {
        name: {who for who, one in people.items() if rule.test(one, record)}
        for name, rule in permissions.items()
    }


def as_sets(expected):
    return {name: set(who.split()) for name, who in expected.items()}


def test_each_permission_is_held_by_its_people_on_a_record_of_their_own(world, people):
    ours = ActionFactory(board=world.kent, agency=world.health)

    assert held_on(SessionLike.of(ours), people) == as_sets(EXPECTED)
