"""The access table: one entry for each route of the site, by its name.

`page` is only read, `step` only posted, `form` both. An entry says where its record is, and for
each place (tests/access/scene.py) the row of words that the people of the table get. A form's row
says what comes of posting it; who may post it may open it.
"""

# ruff: noqa: F403, F405

from tests.access import bodies
from tests.access.rows import *
from tests.access.words import *

TABLE = {
    # boards
    "boards:health": public(),
    "boards:accessibility": public(),
    "boards:privacy": public(),
    "boards:help": public(),
    "boards:colours": public(lambda scene, place: [scene.board_of(place).pk]),
    "boards:choose-board": step(own=SIGNED_IN.where(OK, GOES)),
    "boards:board": page(own=DASHBOARD),
    "boards:meetings": page(own=DASHBOARD),
    "boards:add-meeting": form(bodies.a_meeting, own=STAFF_ONLY),
    "boards:achievements": page(own=DASHBOARD),
    "boards:member-views": page(own=DASHBOARD),
    "boards:activity": page(own=WHOLE_BOARD),
    "boards:notices": page(own=WHOLE_BOARD),
    "boards:agencies": page(own=DASHBOARD),
    "boards:agency": page(an_agency, own=DASHBOARD, other_agency=DASHBOARD.but(other_staff=HIDDEN)),
    "boards:people": page(own=WHOLE_BOARD),
    "boards:invite-person": form(bodies.an_invited, own=STAFF_ONLY),
    "boards:end-membership": form(
        bodies.a_note,
        of_board("membership"),
        own=STAFF_OF_WHOLE_BOARD,
        other_board=SEEN_AT_MEDWAY,
    ),
    "boards:withdraw-invitation": step(
        of_board("invitation"), own=STAFF_OF_WHOLE_BOARD, other_board=SEEN_AT_MEDWAY
    ),
    "boards:accept-invitation": Entry(
        an_invitation,
        get={"own": ANYONE.where(OK, HIDDEN).but(anonymous=OK), "other_agency": ANYONE},
        post={
            "own": ANYONE.where(OK, HIDDEN).but(anonymous=DOES),
            "other_agency": ANYONE.where(OK, GOES).but(anonymous=OK, trainer=DOES),
        },
        body=bodies.a_password,
    ),
    # performance
    "performance:dashboard": page(own=SIGNED_IN.but(lead=GOES, contributor=GOES)),
    "performance:indicators": page(own=DASHBOARD),
    "performance:indicator": page(
        lambda scene, place: [scene.contents_of(place).observation.indicator_id],
        own=SEEN_BY_DASHBOARD,
        other_board=SEEN_AT_MEDWAY,
    ),
    "performance:observations": page(own=DASHBOARD),
    "performance:annual-report": page(lambda scene, place: [2017, "18"], own=DASHBOARD),
    # reviews: themes
    "reviews:themes": page(own=ON_THE_BOARD),
    "reviews:add-theme": form(bodies.a_theme, own=STAFF_ONLY),
    "reviews:theme": page(of_board("theme"), own=SEEN_BY_BOARD, other_board=SEEN_AT_MEDWAY),
    "reviews:edit-theme": form(bodies.a_theme, of_board("theme"), **KEEPS),
    "reviews:retire-theme": form(bodies.a_note, of_board("theme"), **KEEPS),
    # reviews: the learning thread
    "reviews:themes-over-time": page(own=ON_THE_BOARD),
    "reviews:bring-back-theme": form(bodies.a_note, of_board("retired_theme"), **KEEPS),
    "reviews:theme-words": page(of_board("theme"), **KEEPS),
    "reviews:add-synonym": form(bodies.a_synonym, of_board("theme"), **KEEPS),
    "reviews:remove-synonym": step(of_board("synonym"), **KEEPS),
    "reviews:widen-theme": form(bodies.a_wider_theme, of_board("theme"), **KEEPS),
    "reviews:merge-theme": form(bodies.a_merger, of_board("theme"), **KEEPS),
    "reviews:split-theme": form(bodies.a_note, of_board("merged_theme"), **KEEPS),
    "reviews:add-standard": form(bodies.a_standard, of_board("theme"), **KEEPS),
    "reviews:edit-standard": form(bodies.a_standard, of_board("standard"), **KEEPS),
    "reviews:retire-standard": form(bodies.a_note, of_board("standard"), **KEEPS),
    "reviews:verdicts": page(of_board("theme"), own=SEEN_BY_BOARD, other_board=SEEN_AT_MEDWAY),
    "reviews:give-verdict": form(
        bodies.a_verdict,
        of_board("theme"),
        own=may(SEEN_BY_BOARD, "staff", "chair"),
        other_board=SEEN_AT_MEDWAY,
    ),
    "reviews:alarms": page(own=WHOLE_BOARD),
    "reviews:finding-alarms": form(
        bodies.an_alarm_answer,
        an_alarm,
        own=may(SEEN_BY_BOARD, "staff", "chair"),
        restricted=SEEN_BY_WHOLE_BOARD,
        other_board=SEEN_AT_MEDWAY,
    ),
    # reviews: reviews and what they found
    "reviews:reviews": page(own=ON_THE_BOARD),
    "reviews:add-review": form(bodies.a_review, own=STAFF_ONLY),
    "reviews:review": page(
        a_review,
        own=SEEN_BY_BOARD,
        unshared=SEEN_BY_BOARD,
        other_agency=SEEN_BY_BOARD,
        restricted=SEEN_BY_WHOLE_BOARD,
        restricted_other=SEEN_BY_WHOLE_BOARD,
        waiting_restricted=SEEN_BY_WHOLE_BOARD,
        other_board=SEEN_AT_MEDWAY,
        other_board_draft=SEEN_AT_MEDWAY,
        waiting_other_board=SEEN_AT_MEDWAY,
    ),
    "reviews:edit-review": form(bodies.a_review, a_draft, **WRITES),
    "reviews:review-plan": page(
        of_chain("review"),
        own=SEEN_BY_BOARD,
        restricted=SEEN_BY_WHOLE_BOARD,
        other_board=SEEN_AT_MEDWAY,
    ),
    "reviews:ask-to-publish": form(bodies.a_note, a_draft, **WRITES),
    "reviews:approve-publication": form(bodies.a_checklist, a_waiting_review, **APPROVES),
    "reviews:send-back-publication": form(bodies.a_note, a_waiting_review, **APPROVES),
    "reviews:name-reader": form(bodies.a_reader, of_chain("review"), **NAMES_READERS),
    "reviews:end-reader": step(of_chain("reader"), **NAMES_READERS),
    "reviews:findings": page(own=ON_THE_BOARD),
    "reviews:add-finding": form(bodies.a_finding, a_draft, **WRITES),
    "reviews:edit-finding": form(bodies.a_finding, in_drafts(of_chain("finding")), **WRITES),
    # reviews: the life of a review, for those in the know also once it is published
    "reviews:clocks": page(own=WHOLE_BOARD),
    "reviews:life": page(of_chain("review"), **KNOWS),
    "reviews:move-stage": form(bodies.a_stage, of_chain("review"), **RUNS),
    "reviews:enter-event": form(bodies.an_event, of_chain("review"), **RUNS),
    "reviews:explain-clock": form(bodies.a_reason, a_clock, **RUNS),
    "reviews:hold-review": form(
        bodies.a_hold, a_draft, **{**RUNS, "own": STAFF_OF_WHOLE_BOARD.but(staff=STOPPED)}
    ),
    "reviews:move-hold": form(bodies.a_look, of_life("hold"), **RUNS),
    "reviews:end-hold": form(bodies.an_end, of_life("hold"), **RUNS),
    "reviews:link-review": form(bodies.a_link, of_chain("review"), **RUNS),
    "reviews:decide-review": form(bodies.a_decision, of_chain("review"), **KNOWS),
    "reviews:decisions": page(own=WHOLE_BOARD),
    "reviews:decision": page(of_life("decision"), **KNOWS),
    # reviews: recommendations
    "reviews:add-recommendation": form(bodies.a_recommendation, a_draft, **WRITES),
    "reviews:recommendation": page(
        of_chain("recommendation"),
        own=SEEN_BY_BOARD,
        other_agency=SEEN_BY_BOARD,
        restricted=SEEN_RESTRICTED_BY_AGENCY,
        restricted_other=SEEN_BY_WHOLE_BOARD,
        other_board=SEEN_AT_MEDWAY,
    ),
    "reviews:edit-recommendation": form(
        bodies.a_recommendation,
        a_draft_recommendation,
        own=PUBLISHED_ALREADY,
        restricted=STAFF_OF_WHOLE_BOARD,
        restricted_other=STAFF_OF_WHOLE_BOARD,
        other_board=SEEN_AT_MEDWAY,
    ),
    # reviews: actions
    "reviews:actions": page(own=ON_THE_BOARD),
    "reviews:hand-over": page(own=STAFF_ONLY),
    "reviews:agency-plan": page(
        an_agency,
        own=ON_THE_BOARD,
        other_agency=ON_THE_BOARD.but(other_staff=HIDDEN),
    ),
    "reviews:add-action": form(
        bodies.an_action,
        of_chain("recommendation"),
        own=STAFF_OF_BOARD,
        restricted=may(SEEN_RESTRICTED_BY_AGENCY, "staff"),
        restricted_other=STAFF_OF_WHOLE_BOARD,
        other_board=SEEN_AT_MEDWAY,
    ),
    "reviews:action": page(of_chain("action"), **SEES_ACTION),
    "reviews:update-action": form(bodies.an_update, of_chain("action"), **UPDATES),
    "reviews:accept-action": form(bodies.a_note, of_chain("submitted"), **DECIDES),
    "reviews:return-action": form(bodies.a_note, of_chain("submitted"), **DECIDES),
    "reviews:change-due-date": form(bodies.a_due_date, of_chain("action"), **DECIDES),
    "reviews:hand-over-action": form(bodies.a_successor, of_chain("action"), **DECIDES),
    "reviews:share-action": form(bodies.a_contributor, of_chain("action"), **SHARES),
    # reviews: from recommendations to measures
    "reviews:recommendations": page(own=ON_THE_BOARD),
    "reviews:make-recommendations": form(bodies.nothing, a_draft, **WRITES),
    "reviews:supersede-recommendation": form(
        bodies.another_wording,
        in_drafts(of_chain("recommendation")),
        **ASKS | {"own": PUBLISHED_ALREADY},
    ),
    "reviews:respond": form(bodies.a_response, of_chain("recommendation"), **ASKS),
    "reviews:plan-no-action": form(bodies.a_reason, of_chain("spare"), **STAFF_OF_REVIEW),
    "reviews:serve-recommendation": step(a_spare_recommendation_and_an_action, **STAFF_OF_REVIEW),
    "reviews:agree-plan": step(
        of_chain("review"),
        **STAFF_OF_REVIEW | {"restricted": STAFF_OF_WHOLE_BOARD.where(OK, GOES)},  # a draft
    ),
    "reviews:kinds-of-change": page(own=ON_THE_BOARD),
    "reviews:agree-action": step(
        of_chain("proposed"), **only(SEES_PROPOSED, "staff", at_medway=OK)
    ),
    "reviews:verify-action": form(bodies.a_note, of_chain("to_verify"), **RULES_ON),
    "reviews:reopen-action": form(bodies.a_note, of_chain("accepted"), **RULES_ON),
    "reviews:defer-action": form(bodies.a_later_date, of_chain("action"), **RULES_ON),
    "reviews:dispute-action": form(bodies.a_note, of_chain("action"), **SHARES),
    "reviews:uphold-action": form(bodies.a_note, of_chain("disputed"), **RULES_ON),
    "reviews:withdraw-action": form(
        bodies.a_note,
        of_chain("proposed"),
        **only(SEES_PROPOSED, "staff", "chair", at_medway=OK),
    ),
    "reviews:merge-action": form(bodies.another_action, of_chain("action"), **DECIDES),
    "reviews:measures": page(own=ON_THE_BOARD),
    "reviews:plan-measure": form(bodies.a_measure, of_chain("recommendation"), **ASKS),
    "reviews:measure": page(of_chain("measure"), **SEES_MEASURE),
    "reviews:test-measure": form(bodies.a_result, of_chain("measure"), **TESTS),
    "reviews:embed-measure": form(bodies.a_note, of_chain("tested"), **STAFF_OF_REVIEW),
    "reviews:act-on-measure": form(bodies.an_action, of_chain("tested"), **STAFF_OF_REVIEW),
    "reviews:withdraw-measure": form(bodies.a_note, of_chain("measure"), **STAFF_OF_REVIEW),
    "reviews:find-in-audit": form(bodies.a_finding, a_round, **RUNS_AUDITS),
    # reviews: frameworks
    "reviews:frameworks": page(own=ON_THE_BOARD),
    "reviews:add-framework": form(bodies.a_new_framework, own=STAFF_ONLY),
    "reviews:shipped-frameworks": page(own=STAFF_ONLY),
    "reviews:use-framework": step(a_shipped_framework, own=STAFF_ONLY),
    "reviews:read-in-framework": form(bodies.a_framework_file, own=STAFF_ONLY),
    "reviews:framework": page(a_framework, **SEES_FRAMEWORK),
    "reviews:export-framework": page(a_framework, **SEES_FRAMEWORK),
    "reviews:edit-framework": form(bodies.a_framework, a_framework, **WRITES_FRAMEWORK),
    "reviews:publish-framework": form(bodies.nothing, a_framework, **WRITES_FRAMEWORK),
    "reviews:retire-framework": form(bodies.a_note, a_framework, **KEEPS_FRAMEWORK),
    "reviews:renew-framework": step(a_framework, **RENEWS_FRAMEWORK),
    "reviews:add-section": form(bodies.a_section, a_framework, **WRITES_FRAMEWORK),
    "reviews:edit-section": form(bodies.a_section, of_framework("moved"), **WRITES_FRAMEWORK),
    "reviews:move-section": step(of_framework("moved"), bodies.upwards, **ORDERS_FRAMEWORK),
    "reviews:retire-section": form(bodies.a_note, of_framework("moved"), **WRITES_FRAMEWORK),
    "reviews:bring-back-section": step(of_framework("retired_section"), **ORDERS_FRAMEWORK),
    "reviews:add-question": form(bodies.a_new_question, of_framework("moved"), **WRITES_FRAMEWORK),
    "reviews:edit-question": form(
        bodies.a_changed_question, of_framework("question"), **WRITES_FRAMEWORK
    ),
    "reviews:move-question": step(of_framework("second"), bodies.upwards, **ORDERS_FRAMEWORK),
    "reviews:retire-question": form(bodies.a_note, of_framework("question"), **WRITES_FRAMEWORK),
    "reviews:bring-back-question": step(of_framework("retired_question"), **ORDERS_FRAMEWORK),
    # reviews: audits
    "reviews:audit-rounds": page(own=ON_THE_BOARD),
    "reviews:add-audit-round": form(bodies.a_round, own=STAFF_ONLY),
    "reviews:audit-round": page(a_round, **SEES_RETURN),
    "reviews:ask-agencies": form(bodies.an_agency, a_round, **RUNS_AUDITS),
    "reviews:close-audit-round": form(bodies.a_conclusion, a_round, **RUNS_AUDITS),
    "reviews:audit-returns": page(own=ON_THE_BOARD),
    "reviews:audit-return": page(of_audit("answered"), **SEES_RETURN, **SEES_RETURN_OF_PANEL),
    "reviews:answer-question": form(bodies.an_answer, a_question, **ANSWERS),
    "reviews:submit-return": step(of_audit("answered"), **SUBMITS),
    "reviews:agree-return": form(bodies.a_note, of_audit("sent"), **DECIDES_RETURN),
    "reviews:query-return": form(bodies.a_note, of_audit("sent"), **DECIDES_RETURN),
    "reviews:share-return": form(bodies.a_contributor, of_audit("answered"), **SUBMITS),
    # reviews: rounds repeated, changed, in a year's programme; schools; what is owed
    "reviews:repeat-audit": form(bodies.a_repeat, a_round, **RUNS_AUDITS),
    "reviews:edit-audit": form(bodies.a_changed_round, a_planned_round, **CHANGES_ROUND),
    "reviews:describe-audit": form(bodies.what_was_heard, a_round, **RUNS_AUDITS),
    "reviews:programme": page(own=DASHBOARD),
    "reviews:programme-year": page(lambda scene, place: [2017, "18"], own=DASHBOARD),
    "reviews:audit-figures": page(own=DASHBOARD),
    "reviews:ask-schools": form(bodies.a_list_of_schools, a_round, **RUNS_AUDITS),
    "reviews:schools-template": page(own=STAFF_ONLY),
    "reviews:owed-returns": page(own=STAFF_ONLY),
    "reviews:remind-owed": step(body=bodies.owed, own=STAFF_ONLY),
    "reviews:invite-owed": step(body=bodies.owed, own=STAFF_ONLY.where(OK, GOES)),
    "reviews:extend-owed": form(bodies.owed_longer, own=STAFF_ONLY),
    # reviews: evidence, work, search
    "reviews:evidence": page(own=WHOLE_BOARD.but(lead=OK, contributor=OK)),
    "reviews:download-evidence": page(a_stored_file, **SEES_EVIDENCE),
    "reviews:work": page(own=WORK_LIST),
    "reviews:search": page(own=SIGNED_IN),
    # reviews: publication, briefings and re-looks
    "reviews:move-take-down": form(
        bodies.a_take_down_date, of_chain("review"), **KEEPS_PUBLICATION
    ),
    "reviews:take-down": form(bodies.a_day, of_chain("review"), **KEEPS_PUBLICATION),
    "reviews:send-to-repository": form(bodies.a_day, of_chain("review"), **KEEPS_PUBLICATION),
    "reviews:begin-briefing": form(bodies.a_briefing, of_chain("review"), **BEGINS_BRIEFING),
    "reviews:briefings": page(own=ON_THE_BOARD),
    "reviews:briefing": page(
        of_chain("briefing"),
        own=SEEN_BY_BOARD,
        unshared=SEEN_BY_WHOLE_BOARD,
        other_board=SEEN_AT_MEDWAY,
    ),
    "reviews:write-briefing": form(bodies.seven_panels, of_chain("briefing"), **WRITES_BRIEFING),
    "reviews:share-briefing": form(
        bodies.a_day_to_answer_by, of_chain("briefing"), **WRITES_BRIEFING
    ),
    "reviews:attest": form(bodies.an_attestation, of_chain("briefing"), **ATTESTS),
    "reviews:relooks": page(own=ON_THE_BOARD),
    "reviews:look-again": form(bodies.a_relook, of_chain("recommendation"), **LOOKS_AGAIN),
    # reviews: reading, information, documents
    "reviews:why": form(
        bodies.a_why,
        an_unread_review,
        own=SEEN_BY_BOARD.where(OK, GOES),
        restricted=SEEN_BY_WHOLE_BOARD,
        other_board=SEEN_AT_MEDWAY,
    ),
    "reviews:readings": page(own=WHOLE_BOARD),
    "reviews:information-requests": page(own=WHOLE_BOARD),
    "reviews:ask-information": form(bodies.an_information, a_draft, **WRITES),
    "reviews:information-request": page(
        of_chain("request"),
        **SEES_REQUEST,
        unshared=SEEN_BY_ITS_LEAD,
        other_board_draft=SEEN_AT_MEDWAY,
    ),
    "reviews:answer-request": form(bodies.what_was_asked, of_chain("request"), **ANSWERS_REQUEST),
    "reviews:receive-request": form(bodies.that_it_came, of_chain("request"), **KEEPS_REQUEST),
    "reviews:send-back-request": form(
        bodies.a_question_about_it, of_chain("received"), **KEEPS_REQUEST
    ),
    "reviews:withdraw-request": form(bodies.a_note, of_chain("request"), **KEEPS_REQUEST),
    "reviews:add-document": form(
        bodies.a_document,
        of_chain("review"),
        own=STAFF_OF_BOARD,
        restricted=STAFF_OF_WHOLE_BOARD,
        other_board=SEEN_AT_MEDWAY,
    ),
    "reviews:download-document": page(of_chain("document"), **SEES_REQUEST),
    # reviews: reminders, links that answer without signing in, and many updates on one page
    "reviews:reminders": page(own=WHOLE_BOARD),
    "reviews:remind": form(bodies.a_reminder, of_chain("action"), **DECIDES),
    "reviews:end-link": step(
        a_link,
        own=STAFF_OF_WHOLE_BOARD,
        restricted=STAFF_OF_WHOLE_BOARD,
        other_board=SEEN_AT_MEDWAY,
    ),
    "reviews:say": Entry(
        a_signed_link,
        get={"own": ANYONE, "restricted": ANYONE},
        post={"own": ANYONE.where(OK, DOES), "restricted": ANYONE.where(OK, DOES)},
        body=bodies.a_said,
    ),
    "reviews:said": public(),
    "reviews:update-owed": form(bodies.many_updates, own=WORK_LIST),
    # training
    "training:courses": page(own=ON_THE_BOARD),
    "training:add-course": form(bodies.a_course, own=STAFF_ONLY),
    "training:course": page(of_board("course"), own=SEEN_BY_BOARD, other_board=SEEN_AT_MEDWAY),
    "training:edit-course": form(bodies.a_course, of_board("course"), **KEEPS),
    "training:sessions": page(own=ON_THE_BOARD),
    "training:add-session": form(bodies.a_session, of_board("course"), **KEEPS),
    "training:session": page(
        a_session,
        own=SEEN_BY_BOARD,
        others_session=SEEN_BY_BOARD,
        other_board=SEEN_AT_MEDWAY,
    ),
    "training:record-attendance": form(
        bodies.a_register,
        a_session,
        own=may(SEEN_BY_BOARD, "staff", "trainer"),
        others_session=STAFF_OF_BOARD,
        other_board=SEEN_AT_MEDWAY,
    ),
    "training:cancel-session": form(bodies.a_reason, a_session, **KEEPS),
    "training:attendance": page(own=DASHBOARD.but(lead=OK)),
    "training:completions": page(own=DASHBOARD.but(lead=OK)),
}
# The only pages that write when read: that a file was opened.
# Pasted blocks and trackers: staff alone, of reviews that are being written.
READS_IN = {
    "restricted": SEEN_BY_WHOLE_BOARD.but(chair=HIDDEN),
    "other_board": SEEN_AT_MEDWAY,
}
TABLE |= {
    "reviews:paste": form(bodies.a_block, a_draft, **WRITES),
    "reviews:trackers": page(own=STAFF_ONLY),
    "reviews:tracker-template": page(own=STAFF_ONLY),
    "reviews:add-tracker": form(bodies.a_tracker, own=STAFF_ONLY),
    "reviews:tracker": page(in_drafts(of_chain("tracker")), **READS_IN),
    "reviews:read-in-tracker": form(
        bodies.a_matching, in_drafts(of_chain("uploaded_tracker")), **READS_IN
    ),
    "reviews:undo-tracker": form(bodies.a_note, in_drafts(of_chain("tracker")), **READS_IN),
}
# One item of evidence: its page, its versions, what is said of it, what it is used for
TABLE |= {
    "reviews:evidence-item": page(a_stored_file, **SEES_EVIDENCE),
    "reviews:renew-evidence": form(bodies.a_newer_version, a_stored_file, **ANSWERS_EVIDENCE),
    "reviews:accept-evidence": form(bodies.a_note, a_use, **DECIDES_EVIDENCE),
    "reviews:reject-evidence": form(bodies.a_note, a_use, **DECIDES_EVIDENCE),
    "reviews:query-evidence": form(bodies.a_note, a_use, **DECIDES_EVIDENCE),
    "reviews:reply-on-evidence": form(bodies.a_note, a_queried_use, **ANSWERS_EVIDENCE),
    "reviews:use-for-question": form(bodies.other_evidence, a_question, **ANSWERS),
    "reviews:use-for-update": form(bodies.other_evidence, an_update, **ANSWERS_EVIDENCE),
    "reviews:standard": page(of_board("standard"), own=SEEN_BY_BOARD, other_board=SEEN_AT_MEDWAY),
    "reviews:use-for-standard": form(
        bodies.other_evidence,
        of_board("standard"),
        own=may(SEEN_BY_BOARD, "lead"),
        other_board=SEEN_AT_MEDWAY.but(other_staff=REFUSED),
    ),
}
# Filling in a return, its receipts, and an immediate concern. Nothing waits to be confirmed there.
CONFIRMS = {place: one.where(OK, GOES) for place, one in ANSWERS.items()}
READS_RETURN = {
    "own": SEEN_BY_WHOLE_BOARD.but(lead=OK, contributor=OK),
    "unshared": SEEN_BY_WHOLE_BOARD.but(lead=OK),
    "other_agency": SEEN_BY_WHOLE_BOARD.but(member=OK),
    "other_board": SEEN_AT_MEDWAY,
}
SEES_CONCERN = {
    "own": SEEN_BY_WHOLE_BOARD.but(lead=OK),
    "other_agency": SEEN_BY_WHOLE_BOARD,
    "other_board": SEEN_AT_MEDWAY,
}
# The scene's member sits on a panel. One who does not: tests/reviews/test_concern_raise.py.
RAISES_CONCERN = ON_THE_BOARD.but(trainer=REFUSED)
TABLE |= {
    "reviews:answer-section": form(bodies.a_section_answered, a_question, **ANSWERS),
    "reviews:confirm-section": step(a_question, **CONFIRMS),
    "reviews:confirm-answer": step(a_question, **CONFIRMS),
    # What they said elsewhere is not there to use: tests/reviews/test_answer_elsewhere.py has some.
    "reviews:use-answer": step(
        a_question,
        bodies.an_answer_elsewhere,
        **{place: one.where(OK, HIDDEN) for place, one in ANSWERS.items()},
    ),
    "reviews:say-part-ready": step(
        of_audit("answered"),
        **(only(SEES_RETURN) | {"own": may(SEEN_BY_OWN_AGENCY, "contributor")}),
    ),
    "reviews:name-author": form(bodies.an_author, of_audit("answered"), **SUBMITS),
    "reviews:say-not-involved": form(bodies.a_reason, of_audit("answered"), **SUBMITS),
    "reviews:submission": page(after_sending("submission"), **READS_RETURN),
    "reviews:concerns": page(own=RAISES_CONCERN),
    "reviews:raise-concern": form(bodies.a_concern, own=RAISES_CONCERN),
    "reviews:concern": page(after_sending("concern"), **SEES_CONCERN),
    "reviews:confirm-concern": step(
        after_sending("concern"), **(only(SEES_CONCERN) | {"own": may(SEES_CONCERN["own"], "lead")})
    ),
}
# The only page that writes when read: that a file was opened.
WRITES_WHEN_READ = {"reviews:download-evidence"}
WRITES_WHEN_READ |= {"reviews:download-document"}
# Audits after submission: queries, moderation, results, reports
TABLE |= {
    "reviews:ask-about-answer": form(bodies.a_note, an_asked_answer, **ASKS_ABOUT),
    "reviews:reply-to-query": form(bodies.a_note, of_after("query"), **REPLIES),
    "reviews:name-panel": form(bodies.a_panel, a_round, **RUNS_AUDITS),
    "reviews:moderate-question": page(a_question_of_its_round, **MODERATES_ROUND),
    "reviews:moderation": page(of_audit("sent"), **MODERATION),
    "reviews:moderate-answer": form(bodies.a_moderation, a_sent_question, **MODERATES_ANSWER),
    "reviews:finish-moderation": step(of_audit("sent"), **FINISHES_MODERATION),
    "reviews:reply-moderation": form(
        bodies.a_note, of_after("moderation"), **REPLIES_TO_MODERATION
    ),
    "reviews:audit-results": page(a_round, **SEES_RETURN),
    "reviews:audit-grades": page(a_round, **COMPARES),
    "reviews:audit-answers": page(a_round, **SEES_ANSWERS_OF_ALL),
    "reviews:audit-comparison": page(a_round, **COMPARES),
    "reviews:question-over-rounds": page(a_question_of_its_round, **COMPARES),
    "reviews:begin-audit-report": form(bodies.a_commission, a_closed_round, **BEGINS_REPORT),
    "reviews:audit-report": page(a_report, **SEES_REPORT),
    "reviews:audit-report-word": page(a_report, **SEES_REPORT),
    "reviews:audit-report-pdf": page(a_report, **SEES_REPORT),
    "reviews:self-grades": page(own=WHOLE_BOARD),
    "reviews:self-grades-of": page(
        an_agency, own=WHOLE_BOARD, other_agency=WHOLE_BOARD.but(other_staff=HIDDEN)
    ),
}
