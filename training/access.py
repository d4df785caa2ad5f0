"""Who may do what with courses and sessions. docs/access.md says the same in words."""

import rules

from boards.access import holds, is_on_board, is_staff, sees_dashboard
from boards.models import DASHBOARD, Role


@rules.predicate
def runs_session(user, session):
    """The trainer of this very session, still a trainer of its board."""
    return session is not None and (
        session.trainer_id == user.pk and holds(user, session, Role.TRAINER)
    )


@rules.predicate
def counts_people(user, board):
    """Sees how many came: of all agencies, or as an agency's lead of its own people."""
    return board is not None and holds(user, board, *DASHBOARD, Role.LEAD)


rules.add_perm("training.view_courses", is_on_board)
rules.add_perm("training.keep_courses", is_staff)
rules.add_perm("training.plan_sessions", is_staff)
rules.add_perm("training.take_register", is_staff | runs_session)
rules.add_perm("training.correct_register", is_staff)
rules.add_perm("training.view_attendance", sees_dashboard | runs_session)
rules.add_perm("training.view_totals", counts_people)
