"""The access table: one entry for each route of the site, by its name.

`page` is only read, `step` only posted, `form` both. An entry says where its record is, and for
each place (tests/access/scene.py) the row of words that the people of the table get. A form's row
says what comes of posting it; who may post it may open it.
"""

from collections.abc import Callable
from dataclasses import dataclass

from boards.services.people import secret_of
from tests.access import bodies
from tests.access.words import (
    ANYONE,
    DASHBOARD,
    DOES,
    GOES,
    HIDDEN,
    NO_METHOD,
    OK,
    ON_THE_BOARD,
    PEOPLE,
    REFUSED,
    SEEN_AT_MEDWAY,
    SEEN_BY_BOARD,
    SEEN_BY_DASHBOARD,
    SEEN_BY_OWN_AGENCY,
    SEEN_BY_OWN_LEAD,
    SEEN_BY_WHOLE_BOARD,
    SEEN_RESTRICTED_BY_AGENCY,
    SIGN_IN,
    SIGNED_IN,
    STAFF_OF_BOARD,
    STAFF_OF_WHOLE_BOARD,
    STAFF_ONLY,
    STOPPED,
    WHOLE_BOARD,
    Row,
    may,
)

NOT_HERE = Row((SIGN_IN, *[NO_METHOD] * (len(PEOPLE) - 1)))


@dataclass(frozen=True)
class Entry:
    """What a route's address needs, what is posted to it, and what people get by place."""

    at: Callable
    get: dict[str, Row]
    post: dict[str, Row]
    body: Callable = bodies.nothing


def no_record(scene, place):
    return []


def page(at=no_record, **cells):
    return Entry(at, get=cells, post=dict.fromkeys(cells, NOT_HERE))


def form(body, at=no_record, **cells):
    """Where posting does it, or is stopped, the form opens."""
    posted = {place: row.where(OK, DOES) for place, row in cells.items()}
    opened = {place: row.where(DOES, OK).where(STOPPED, OK) for place, row in posted.items()}
    return Entry(at, get=opened, post=posted, body=body)


def step(at=no_record, body=bodies.nothing, **cells):
    posted = {place: row.where(OK, DOES) for place, row in cells.items()}
    return Entry(at, get=dict.fromkeys(cells, NOT_HERE), post=posted, body=body)


def public(at=no_record):
    """Anyone may read it, and nothing can be sent to it."""
    return Entry(at, get={"own": ANYONE}, post={"own": ANYONE.where(OK, NO_METHOD)})


def of_chain(name):
    """The key of one record of the place's chain."""
    return lambda scene, place: [getattr(scene.chains[place], name).pk]


def of_board(name):
    return lambda scene, place: [getattr(scene.contents_of(place), name).pk]


def of_audit(name):
    return lambda scene, place: [getattr(scene.audits[place], name).pk]


def a_question(scene, place):
    return [scene.audits[place].answered.pk, 1]


def a_round(scene, place):
    return [scene.audits[place].answered.audit_round_id]


def an_agency(scene, place):
    return [scene.agency_of(place).pk]


def a_stored_file(scene, place):
    return [scene.chains[place].action.evidence.pk]


def a_review(scene, place):
    """Of a chain, or one that waits for approval."""
    if place.startswith("waiting_"):
        return [scene.reviews[place.removeprefix("waiting_")].pk]
    return [scene.chains[place].review.pk]


def a_waiting_review(scene, place):
    return [scene.reviews[place].pk]


def a_draft(scene, place):
    """`own` is published; Medway's is not."""
    chain = "other_board_draft" if place == "other_board" else place
    return [scene.chains[chain].review.pk]


def an_unread_review(scene, place):
    """`own` is published, so nobody is asked why."""
    return [(scene.chains["own"].review if place == "own" else scene.reviews[f"unread_{place}"]).pk]


def a_session(scene, place):
    return [scene.session_at(place).pk]


def an_invitation(scene, place):
    """`own` is for someone who is new, `other_agency` for `trainer`."""
    if place == "own":
        return [secret_of(scene.boards["own"].invitation)]
    return [secret_of(scene.boards["own"].invitation_of_trainer)]


def in_drafts(at):
    """As `at`, but at Medway the record of a draft."""

    def drafts(scene, place):
        return at(scene, "other_board_draft" if place == "other_board" else place)

    return drafts


# Rows that come again. Posting by staff where the review is published is stopped, not done.
PUBLISHED_ALREADY = STAFF_OF_BOARD.but(staff=STOPPED)
WRITES = {
    "own": PUBLISHED_ALREADY,
    "restricted": STAFF_OF_WHOLE_BOARD,
    "other_board": SEEN_AT_MEDWAY,
}
APPROVES = {
    "restricted": SEEN_BY_WHOLE_BOARD,
    "edited": may(SEEN_BY_WHOLE_BOARD, "chair"),  # `staff` wrote in it
    "other_board": SEEN_AT_MEDWAY,
}
NAMES_READERS = {
    "restricted": SEEN_BY_WHOLE_BOARD,
    "other_board": SEEN_AT_MEDWAY,
}
KEEPS = {"own": STAFF_OF_BOARD, "other_board": SEEN_AT_MEDWAY}
# An action hanging from a restricted review is seen by the agency that owes it, not by members.
SEES_ACTION = {
    "own": SEEN_BY_OWN_AGENCY,
    "unshared": SEEN_BY_OWN_LEAD,
    "other_agency": SEEN_BY_DASHBOARD,
    "other_board": SEEN_AT_MEDWAY,
    "restricted": SEEN_RESTRICTED_BY_AGENCY,
    "restricted_other": SEEN_BY_WHOLE_BOARD,
}
SEES_RETURN = {place: SEES_ACTION[place] for place in ("own", "unshared", "other_agency")} | {
    "other_board": SEEN_AT_MEDWAY
}


def only(seen, *people, at_medway=REFUSED):
    """Of those who see each place's record, only these may; `other_staff` has their own word."""
    return {place: may(row, *people) for place, row in seen.items()} | {
        "other_board": SEEN_AT_MEDWAY.but(other_staff=at_medway)
    }


UPDATES = only(SEES_ACTION, "staff", at_medway=OK) | {
    "own": may(SEEN_BY_OWN_AGENCY, "staff", "lead", "contributor"),
    "unshared": may(SEEN_BY_OWN_LEAD, "staff", "lead"),
    "restricted": may(SEEN_RESTRICTED_BY_AGENCY, "staff", "lead", "contributor"),
}
SHARES = only(SEES_ACTION) | {
    "own": may(SEEN_BY_OWN_AGENCY, "lead"),
    "unshared": may(SEEN_BY_OWN_LEAD, "lead"),
    "restricted": may(SEEN_RESTRICTED_BY_AGENCY, "lead"),
}
DECIDES = only(SEES_ACTION, "staff", at_medway=OK)
ANSWERS = only(SEES_RETURN) | {
    "own": may(SEEN_BY_OWN_AGENCY, "lead", "contributor"),
    "unshared": may(SEEN_BY_OWN_LEAD, "lead"),
}
SUBMITS = only(SEES_RETURN) | {
    "own": may(SEEN_BY_OWN_AGENCY, "lead"),
    "unshared": may(SEEN_BY_OWN_LEAD, "lead"),
}
DECIDES_RETURN = only(SEES_RETURN, "staff", at_medway=OK)
RUNS_AUDITS = {
    "own": may(SEEN_BY_OWN_AGENCY, "staff"),
    "other_agency": may(SEEN_BY_DASHBOARD, "staff"),
    "other_board": SEEN_AT_MEDWAY,
}
# The rows of an agency's own; the file itself is not for members of other agencies.
SEES_EVIDENCE = SEES_ACTION | {
    "own": SEEN_RESTRICTED_BY_AGENCY,
    "unshared": SEEN_BY_WHOLE_BOARD.but(lead=OK),
}
# What an agency is asked, and what it sent: staff, the chair, and its lead alone.
SEEN_BY_ITS_LEAD = SEEN_BY_WHOLE_BOARD.but(lead=OK)
SEES_REQUEST = {
    "own": SEEN_BY_ITS_LEAD,
    "other_agency": SEEN_BY_WHOLE_BOARD,
    "other_board": SEEN_AT_MEDWAY,
    "restricted": SEEN_BY_ITS_LEAD,
    "restricted_other": SEEN_BY_WHOLE_BOARD,
}
KEEPS_REQUEST = only(SEES_REQUEST, "staff", at_medway=OK)
ANSWERS_REQUEST = only(SEES_REQUEST) | {
    place: may(SEEN_BY_ITS_LEAD, "lead") for place in ("own", "restricted")
}
WORK_LIST = ON_THE_BOARD.but(
    staff=REFUSED, chair=REFUSED, member=REFUSED, trainer=REFUSED, other_staff=REFUSED
)

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
    "reviews:approve-publication": form(bodies.a_note, a_waiting_review, **APPROVES),
    "reviews:send-back-publication": form(bodies.a_note, a_waiting_review, **APPROVES),
    "reviews:name-reader": form(bodies.a_reader, of_chain("review"), **NAMES_READERS),
    "reviews:end-reader": step(of_chain("reader"), **NAMES_READERS),
    "reviews:findings": page(own=ON_THE_BOARD),
    "reviews:add-finding": form(bodies.a_finding, a_draft, **WRITES),
    "reviews:edit-finding": form(bodies.a_finding, in_drafts(of_chain("finding")), **WRITES),
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
        in_drafts(of_chain("recommendation")),
        own=PUBLISHED_ALREADY,
        restricted=may(SEEN_RESTRICTED_BY_AGENCY, "staff"),
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
    # reviews: audits
    "reviews:audit-rounds": page(own=ON_THE_BOARD),
    "reviews:add-audit-round": form(bodies.a_round, own=STAFF_ONLY),
    "reviews:audit-round": page(a_round, **SEES_RETURN),
    "reviews:ask-agencies": form(bodies.an_agency, a_round, **RUNS_AUDITS),
    "reviews:close-audit-round": form(bodies.a_conclusion, a_round, **RUNS_AUDITS),
    "reviews:audit-returns": page(own=ON_THE_BOARD),
    "reviews:audit-return": page(of_audit("answered"), **SEES_RETURN),
    "reviews:answer-question": form(bodies.an_answer, a_question, **ANSWERS),
    "reviews:submit-return": step(of_audit("answered"), **SUBMITS),
    "reviews:accept-return": form(bodies.a_note, of_audit("sent"), **DECIDES_RETURN),
    "reviews:query-return": form(bodies.a_note, of_audit("sent"), **DECIDES_RETURN),
    "reviews:share-return": form(bodies.a_contributor, of_audit("answered"), **SUBMITS),
    # reviews: evidence, work, search
    "reviews:evidence": page(own=WHOLE_BOARD.but(lead=OK, contributor=OK)),
    "reviews:download-evidence": page(a_stored_file, **SEES_EVIDENCE),
    "reviews:work": page(own=WORK_LIST),
    "reviews:search": page(own=SIGNED_IN),
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
WRITES_WHEN_READ = {"reviews:download-evidence"}
WRITES_WHEN_READ |= {"reviews:download-document"}
