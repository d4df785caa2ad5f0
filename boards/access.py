"""Who may do what with boards and people: named permissions made of predicates.

Every predicate reads `user.current_memberships` (one query a request) and the record's board.
docs/access.md says the same in the board's words.
"""

import rules

from boards.models import DASHBOARD, OF_AN_AGENCY, WHOLE_BOARD, Role


def holds(user, record, *roles, agency_id=None) -> bool:
    """`user` now holds one of `roles` on the record's board (for this agency, if one is given)."""
    return any(
        membership.role in roles
        and membership.board_id == record.board_id
        and (agency_id is None or membership.agency_id == agency_id)
        for membership in user.current_memberships
    )


@rules.predicate
def is_staff(user, record):
    return record is not None and holds(user, record, Role.STAFF)


@rules.predicate
def is_staff_or_chair(user, record):
    return record is not None and holds(user, record, *WHOLE_BOARD)


@rules.predicate
def sees_dashboard(user, record):
    return record is not None and holds(user, record, *DASHBOARD)


@rules.predicate
def is_lead(user, record):
    """Lead of the very agency that the record belongs to, on the record's board."""
    return record is not None and holds(user, record, Role.LEAD, agency_id=record.agency_id)


@rules.predicate
def answers_for_agency(user, record):
    """Lead or contributor of the record's agency; `visible_to` says which items they see."""
    return record is not None and holds(user, record, *OF_AN_AGENCY, agency_id=record.agency_id)


@rules.predicate
def is_of_agency(user, record):
    """Holds any role for the record's agency: a board member reads their own agency's in full."""
    roles = (*OF_AN_AGENCY, Role.MEMBER)
    return record is not None and holds(user, record, *roles, agency_id=record.agency_id)


@rules.predicate
def works_for_an_agency(user, board):
    """Lead or contributor of any agency, on any board: has a work list."""
    return any(membership.role in OF_AN_AGENCY for membership in user.current_memberships)


@rules.predicate
def is_on_board(user, record):
    return record is not None and holds(user, record, *Role)


rules.add_perm("boards.view_board_records", sees_dashboard)
rules.add_perm("boards.view_agencies", sees_dashboard)
rules.add_perm("boards.view_all_activity", is_staff_or_chair)
rules.add_perm("boards.view_notices", is_staff_or_chair)
rules.add_perm("boards.view_people", is_staff_or_chair)
rules.add_perm("boards.manage_people", is_staff)
rules.add_perm("boards.record_meeting", is_staff)
