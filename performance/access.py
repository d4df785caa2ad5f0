"""Who may see dashboards and indicators. docs/access.md says the same in words."""

import rules

from boards.access import holds, sees_dashboard
from boards.models import DASHBOARD, Role


@rules.predicate
def has_first_page(user, board):
    """Agencies' people go to what they owe; everyone else on the board has a page of their own."""
    return board is not None and holds(user, board, *DASHBOARD, Role.TRAINER, Role.READER)


rules.add_perm("performance.view_first_page", has_first_page)
rules.add_perm("performance.view_indicators", sees_dashboard)
rules.add_perm("performance.view_annual_report", sees_dashboard)
