"""Who may do what with themes, reviews, actions, audits and evidence.

`visible_to` has already answered what a person sees; these answer what they may do with it.
docs/access.md says the same in the board's words.
"""

import rules

from boards.access import (
    answers_for_agency,
    holds,
    is_lead,
    is_of_agency,
    is_on_board,
    is_staff,
    is_staff_or_chair,
    sees_dashboard,
    works_for_an_agency,
)
from boards.models import OF_AN_AGENCY, Activity


@rules.predicate
def did_not_edit(user, review):
    """The second person is one who has written none of it. Asks the review's activity.

    Sending it back, or naming a reader, is not writing.
    """
    wrote = Activity.objects.about(review).filter(verb__regex="^(logged|added|changed|asked)")
    return not wrote.filter(actor=user).exists()


@rules.predicate
def answers_on_board(user, briefing):
    """Lead or contributor of any agency on the record's board; the form offers their own."""
    return briefing is not None and holds(user, briefing, *OF_AN_AGENCY)


# Lists, by board
rules.add_perm("reviews.view_themes", is_on_board)
rules.add_perm("reviews.view_reviews", is_on_board)
rules.add_perm("reviews.view_actions", is_on_board)
rules.add_perm("reviews.view_audits", is_on_board)
rules.add_perm("reviews.view_work", works_for_an_agency)
rules.add_perm("reviews.view_evidence", is_staff_or_chair | works_for_an_agency)
rules.add_perm("reviews.hand_over_actions", is_staff)

# Themes and reviews
rules.add_perm("reviews.keep_themes", is_staff)
rules.add_perm("reviews.write_review", is_staff)
rules.add_perm("reviews.ask_to_publish", is_staff)
rules.add_perm("reviews.approve_publication", is_staff_or_chair & did_not_edit)
rules.add_perm("reviews.see_publication", is_staff_or_chair)
rules.add_perm("reviews.name_readers", is_staff_or_chair)

# The life of a review
rules.add_perm("reviews.run_review", is_staff)
rules.add_perm("reviews.decide_review", is_staff_or_chair)
rules.add_perm("reviews.view_clocks", is_staff_or_chair)
rules.add_perm("reviews.view_decisions", is_staff_or_chair)

# Actions
rules.add_perm("reviews.log_action", is_staff)
rules.add_perm("reviews.update_action", is_staff | answers_for_agency)
rules.add_perm("reviews.submit_action", is_staff | is_lead)
rules.add_perm("reviews.decide_action", is_staff)
rules.add_perm("reviews.change_due_date", is_staff)
rules.add_perm("reviews.change_owner", is_staff)
rules.add_perm("reviews.share_action", is_lead)
rules.add_perm("reviews.read_updates", is_staff_or_chair | is_of_agency)

# Audits
rules.add_perm("reviews.keep_frameworks", is_staff)
rules.add_perm("reviews.run_audits", is_staff)
rules.add_perm("reviews.answer_return", answers_for_agency)
rules.add_perm("reviews.submit_return", is_lead)
rules.add_perm("reviews.share_return", is_lead)
rules.add_perm("reviews.decide_return", is_staff)
rules.add_perm("reviews.read_answers", is_staff_or_chair | is_of_agency)

# Publication, briefings and re-looks
rules.add_perm("reviews.keep_publication", is_staff)
rules.add_perm("reviews.write_briefing", is_staff)
rules.add_perm("reviews.attest", is_staff | answers_on_board)
rules.add_perm("reviews.see_reach", sees_dashboard)
rules.add_perm("reviews.look_again", is_staff)
# Reading, information and documents
rules.add_perm("reviews.view_readings", is_staff_or_chair)
rules.add_perm("reviews.view_requests", is_staff_or_chair)
rules.add_perm("reviews.ask_information", is_staff)
rules.add_perm("reviews.keep_requests", is_staff)
rules.add_perm("reviews.answer_request", is_lead)
rules.add_perm("reviews.keep_documents", is_staff)
# From recommendations to measures
rules.add_perm("reviews.answer_recommendation", is_staff)
rules.add_perm("reviews.agree_plan", is_staff)
rules.add_perm("reviews.agree_action", is_staff)
rules.add_perm("reviews.merge_action", is_staff)
rules.add_perm("reviews.verify_action", is_staff_or_chair)
rules.add_perm("reviews.defer_action", is_staff_or_chair)
rules.add_perm("reviews.reopen_action", is_staff_or_chair)
rules.add_perm("reviews.withdraw_action", is_staff_or_chair)
rules.add_perm("reviews.settle_dispute", is_staff_or_chair)
rules.add_perm("reviews.dispute_action", is_lead)
rules.add_perm("reviews.plan_measure", is_staff)
rules.add_perm("reviews.test_measure", is_staff_or_chair)
rules.add_perm("reviews.close_measure", is_staff)
# The learning thread
rules.add_perm("reviews.judge_theme", is_staff_or_chair)
rules.add_perm("reviews.view_alarms", is_staff_or_chair)
rules.add_perm("reviews.answer_alarm", is_staff_or_chair)
# Pasted blocks and trackers
rules.add_perm("reviews.paste_rows", is_staff)
rules.add_perm("reviews.read_in_trackers", is_staff)
# Reminders and links that answer without signing in
rules.add_perm("reviews.view_reminders", is_staff_or_chair)
rules.add_perm("reviews.remind", is_staff)
