"""Who may see dashboards and indicators. docs/access.md says the same in words."""

import rules

from boards.access import is_on_board, sees_dashboard

rules.add_perm("performance.view_first_page", is_on_board)
rules.add_perm("performance.view_indicators", sees_dashboard)
rules.add_perm("performance.view_annual_report", sees_dashboard)
