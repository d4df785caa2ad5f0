"""Who may do what with courses and sessions. docs/access.md says the same in words."""

import rules

from boards.access import holds, is_on_board, is_staff, sees_dashboard
from boards.models import Role


@rules.predicate
def runs_session(user, session):
    """The trainer of this very session, still a trainer of its board."""
    return session.trainer_id == user.pk and holds(user, session, Role.TRAINER)


rules.add_perm("training.view_courses", is_on_board)
rules.add_perm("training.plan_sessions", is_staff)
rules.add_perm("training.take_register", is_staff | runs_session)
rules.add_perm("training.view_attendance", sees_dashboard | runs_session)
