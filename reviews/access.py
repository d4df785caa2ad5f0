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
from boards.models import OF_AN_AGENCY, Activity, Role
from reviews.models import AuditReturn, AuditRound, SectionShare


@rules.predicate
def did_not_edit(user, review):
    """The second person is one who has written none of it. Asks the review's activity.

    Sending it back, or naming a reader, is not writing.
    """
    wrote = Activity.objects.about(review).filter(verb__regex="^(logged|added|changed|asked)")
    return not (wrote.filter(actor=user).exists() or found_in_audit(user, review))


def found_in_audit(user, review) -> bool:
    """Wrote a finding of the audit that the review reports, what it read and heard, or, closing
    it, what it found."""
    if not getattr(review, "audit_round_id", None):
        return False
    wrote = Activity.objects.about(review.audit_round).filter(
        verb__regex="^((added|changed) finding|said what was sampled|closed)"
    )
    return wrote.filter(actor=user).exists()


@rules.predicate
def answers_on_board(user, briefing):
    """Lead or contributor of any agency on the record's board; the form offers their own."""
    return briefing is not None and holds(user, briefing, *OF_AN_AGENCY)


@rules.predicate
def leads_on_board(user, record):
    """Lead of any agency on the record's board; what they choose from is their own."""
    return record is not None and holds(user, record, Role.LEAD)


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
rules.add_perm("reviews.see_return_history", is_staff_or_chair | is_of_agency)

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
# Rounds, schools and what is owed
rules.add_perm("reviews.view_programme", sees_dashboard)
rules.add_perm("reviews.ask_schools", is_staff)
rules.add_perm("reviews.chase_returns", is_staff)


# Moderation, results and reports of audits
@rules.predicate
def is_on_panel(user, record):
    """On the moderation panel of the round (or the return's), and still of the board. Asks once."""
    if not sees_dashboard(user, record):
        return False
    panel = getattr(getattr(record, "audit_round", record), "panel", None)
    return panel is not None and panel.filter(pk=user.pk).exists()


@rules.predicate
def is_of_another_agency(user, audit_return):
    """Holds nothing for the return's agency, on any board: nobody moderates their own."""
    return all(m.agency_id != audit_return.agency_id for m in user.current_memberships)


rules.add_perm("reviews.moderate_round", is_staff_or_chair | is_on_panel)


@rules.predicate
def reads_for_panel(user, audit_return):
    """On the panel of its round, which it was sent to, and of another agency. Asks once, for a
    board member."""
    if not (isinstance(audit_return, AuditReturn) and sees_dashboard(user, audit_return)):
        return False
    of_another = is_of_another_agency(user, audit_return)
    rows = AuditReturn.objects.filter(pk=audit_return.pk)
    return of_another and rows.read_in_full_by(user).exists()


rules.add_perm("reviews.read_answers", is_staff_or_chair | is_of_agency | reads_for_panel)
rules.add_perm(
    "reviews.moderate_answer", (is_staff_or_chair | reads_for_panel) & is_of_another_agency
)
rules.add_perm("reviews.reply_moderation", is_lead)
rules.add_perm("reviews.see_results", sees_dashboard)
rules.add_perm("reviews.see_self_grades", is_staff_or_chair)
rules.add_perm("reviews.see_gaps", is_staff_or_chair)
rules.add_perm("reviews.see_answers_of_all", is_staff_or_chair)
# Evidence
rules.add_perm("reviews.decide_evidence", is_staff)
rules.add_perm("reviews.renew_evidence", answers_for_agency)
rules.add_perm("reviews.reply_on_evidence", answers_for_agency)
rules.add_perm("reviews.reuse_evidence", answers_for_agency)
rules.add_perm("reviews.support_standard", leads_on_board)
rules.add_perm("reviews.see_evidence_of_all", is_staff_or_chair)
# Filling in a return, and an immediate concern


def sections_given(user, audit_return) -> frozenset[int] | None:
    """The sections of a return that a contributor was given; None where it is all of it, or the
    person is none. Queries once for a contributor."""
    if is_lead(user, audit_return) or not is_contributor(user, audit_return):
        return None
    shares = SectionShare.objects.filter(audit_return=audit_return, person=user)
    return frozenset(shares.values_list("section", flat=True)) or None


def answers_section(user, audit_return, section_id: int) -> bool:
    given = sections_given(user, audit_return)
    return given is None or section_id in given


@rules.predicate
def is_contributor(user, record):
    """Contributor of the very agency that the record belongs to, on the record's board."""
    return record is not None and holds(user, record, Role.CONTRIBUTOR, agency_id=record.agency_id)


@rules.predicate
def is_on_a_panel(user, board):
    """On the panel of an audit of the board, and on the board. Queries."""
    if not is_on_board(user, board):
        return False
    return AuditRound.objects.filter(board=board.board_id, panel=user).exists()


@rules.predicate
def works_for_an_agency_here(user, board):
    return board is not None and holds(user, board, *OF_AN_AGENCY)


rules.add_perm("reviews.say_part_ready", is_contributor)
rules.add_perm("reviews.name_author", is_lead)
rules.add_perm(
    "reviews.raise_concern", is_staff_or_chair | works_for_an_agency_here | is_on_a_panel
)
rules.add_perm("reviews.confirm_concern", is_lead)
