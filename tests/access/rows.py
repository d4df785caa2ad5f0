"""What the access table is made of: entries, where a record is, and rows that come again."""

from collections.abc import Callable
from dataclasses import dataclass

from boards.services.people import secret_of
from reviews.services import links
from tests.access import bodies
from tests.access.words import (
    ANYONE,
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
    STAFF_OF_BOARD,
    STAFF_OF_WHOLE_BOARD,
    STOPPED,
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


def after_sending(name):
    """The key of what stands beside the place's return that was sent."""
    return lambda scene, place: [getattr(scene.audits[place].after, name).pk]


def a_round(scene, place):
    return [scene.audits[place].answered.audit_round_id]


def a_report(scene, place):
    return [scene.reports[place].pk]


def a_closed_round(scene, place):
    """Without a report yet."""
    return [scene.audits[place].closed.pk]


def of_after(name):
    """The key of what stands beside a return that was sent."""
    return lambda scene, place: [getattr(scene.audits[place].after, name).pk]


def an_asked_answer(scene, place):
    return [scene.audits[place].after.query.answer_id]


def a_sent_question(scene, place):
    return [scene.audits[place].sent.pk, 1]


def a_question_of_its_round(scene, place):
    return [scene.audits[place].sent.audit_round_id, 1]


def a_framework(scene, place):
    return [scene.frameworks[place].pk]


def of_framework(name):
    return lambda scene, place: [getattr(scene.frameworks[place], name).pk]


def a_shipped_framework(scene, place):
    return ["walkabout"]


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


def an_alarm(scene, place):
    """A finding whose theme an action stood done on, at the place's board."""
    return [scene.alarms[place].pk]


def a_link(scene, place):
    return [scene.chains[place].action.link.pk]


def a_signed_link(scene, place):
    return [links.address_of(scene.chains[place].action.link).split("/")[2]]


def in_drafts(at):
    """As `at`, but at Medway the record of a draft."""

    def drafts(scene, place):
        return at(scene, "other_board_draft" if place == "other_board" else place)

    return drafts


def a_draft_recommendation(scene, place):
    """`own` is published, so its one is made."""
    chain = scene.chains["other_board_draft" if place == "other_board" else place]
    return [getattr(chain, "draft", chain.recommendation).pk]


def a_spare_recommendation_and_an_action(scene, place):
    return [scene.chains[place].spare.pk, scene.chains[place].action.pk]


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

# Of the member's panel, who see more of it once it is sent, and no more steps.
SEES_RETURN_OF_PANEL = dict.fromkeys(("on_panel", "before_sending"), SEEN_BY_OWN_LEAD)


def only(seen, *people, at_medway=REFUSED):
    """Of those who see each place's record, only these may; `other_staff` has their own word."""
    return {place: may(row, *people) for place, row in seen.items()} | {
        "other_board": SEEN_AT_MEDWAY.but(other_staff=at_medway)
    }


# The life of a review
KNOWS = {
    "own": SEEN_BY_WHOLE_BOARD,
    "restricted": SEEN_BY_WHOLE_BOARD,
    "other_board": SEEN_AT_MEDWAY,
}
RUNS = {
    "own": STAFF_OF_WHOLE_BOARD,
    "restricted": STAFF_OF_WHOLE_BOARD,
    "other_board": SEEN_AT_MEDWAY,
}


def of_life(name):
    """The key of one row of the life of the place's review."""
    return lambda scene, place: [getattr(scene.chains[place].life, name).pk]


def a_clock(scene, place):
    lived = scene.chains[place].life
    return [scene.chains[place].review.pk, lived.reason.rule_id]


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
# One that has asked nobody yet: no agency sees it.
CHANGES_ROUND = {
    "own": may(SEEN_BY_DASHBOARD, "staff"),
    "other_board": SEEN_AT_MEDWAY,
}


def a_planned_round(scene, place):
    return [scene.audits[place].planned.pk]


# A framework: `own` is published, so that nothing in it changes; `restricted` is a draft.
SEES_FRAMEWORK = {
    "own": SEEN_BY_BOARD,
    "restricted": SEEN_BY_WHOLE_BOARD,
    "other_board": SEEN_AT_MEDWAY,
}
KEEPS_FRAMEWORK = {
    "own": STAFF_OF_BOARD,
    "restricted": STAFF_OF_WHOLE_BOARD,
    "other_board": SEEN_AT_MEDWAY,
}
WRITES_FRAMEWORK = KEEPS_FRAMEWORK | {"own": PUBLISHED_ALREADY}
ORDERS_FRAMEWORK = KEEPS_FRAMEWORK | {"own": STAFF_OF_BOARD.but(staff=GOES)}
RENEWS_FRAMEWORK = {  # a draft is not made again
    "own": STAFF_OF_BOARD,
    "restricted": STAFF_OF_WHOLE_BOARD.but(staff=GOES),
    "other_board": SEEN_AT_MEDWAY.but(other_staff=GOES),
}
# The rows of an agency's own; the file itself is not for members of other agencies.
SEES_EVIDENCE = SEES_ACTION | {
    "own": SEEN_RESTRICTED_BY_AGENCY,
    "unshared": SEEN_BY_WHOLE_BOARD.but(lead=OK),
}
# Publication, briefings and re-looks. At `unshared` a briefing is being written.
KEEPS_PUBLICATION = {
    "own": STAFF_OF_BOARD,
    "restricted": STAFF_OF_WHOLE_BOARD.but(staff=STOPPED),
    "other_board": SEEN_AT_MEDWAY,
}
BEGINS_BRIEFING = {
    "own": PUBLISHED_ALREADY,  # and has its briefing
    "other_agency": STAFF_OF_BOARD,
    "restricted": STAFF_OF_WHOLE_BOARD.but(staff=STOPPED),
    "other_board": SEEN_AT_MEDWAY.but(other_staff=STOPPED),
}
WRITES_BRIEFING = {
    "own": PUBLISHED_ALREADY,
    "unshared": STAFF_OF_WHOLE_BOARD,
    "other_board": SEEN_AT_MEDWAY.but(other_staff=STOPPED),
}
ATTESTS = {
    "own": may(SEEN_BY_BOARD, "staff", "lead", "contributor"),
    "unshared": STAFF_OF_WHOLE_BOARD.but(staff=STOPPED),
    "other_board": SEEN_AT_MEDWAY,
}
LOOKS_AGAIN = {
    "own": STAFF_OF_BOARD,
    "restricted": may(SEEN_RESTRICTED_BY_AGENCY, "staff"),
    "restricted_other": STAFF_OF_WHOLE_BOARD,
    "other_board": SEEN_AT_MEDWAY,
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

# From recommendations to measures
ASKS = {
    "own": STAFF_OF_BOARD,
    "restricted": may(SEEN_RESTRICTED_BY_AGENCY, "staff"),
    "restricted_other": STAFF_OF_WHOLE_BOARD,
    "other_board": SEEN_AT_MEDWAY,
}
SEES_MEASURE = {
    "own": SEEN_BY_BOARD,
    "restricted": SEEN_BY_WHOLE_BOARD,
    "other_board": SEEN_AT_MEDWAY,
}
STAFF_OF_REVIEW = {
    "own": STAFF_OF_BOARD,
    "restricted": STAFF_OF_WHOLE_BOARD,
    "other_board": SEEN_AT_MEDWAY,
}
TESTS = {
    "own": may(SEEN_BY_BOARD, "staff", "chair"),
    "restricted": SEEN_BY_WHOLE_BOARD,
    "other_board": SEEN_AT_MEDWAY,
}
# A proposed action is not yet told to its agency.
SEES_PROPOSED = SEES_ACTION | {
    "own": SEEN_BY_DASHBOARD,
    "unshared": SEEN_BY_DASHBOARD,
    "restricted": SEEN_BY_WHOLE_BOARD,
}
RULES_ON = only(SEES_ACTION, "staff", "chair", at_medway=OK)
# Audits after submission. Answers in full are for the agency's own, staff and the chair.
SEES_ANSWER = {
    "own": SEEN_RESTRICTED_BY_AGENCY,
    "unshared": SEEN_BY_WHOLE_BOARD.but(lead=OK),
    "other_agency": SEEN_BY_DASHBOARD,
    "other_board": SEEN_AT_MEDWAY,
}
ASKS_ABOUT = only(SEES_ANSWER, "staff", at_medway=OK)
REPLIES = only(SEES_ANSWER) | {  # while the return is with the board
    "own": may(SEEN_RESTRICTED_BY_AGENCY).but(lead=STOPPED, contributor=STOPPED),
    "unshared": may(SEEN_BY_WHOLE_BOARD).but(lead=STOPPED),
}
COMPARES = only(SEES_RETURN, "staff", "chair", "member", at_medway=OK)
SEES_ANSWERS_OF_ALL = only(SEES_RETURN, "staff", "chair", at_medway=OK)
ON_PANEL = may(SEEN_BY_OWN_LEAD, "staff", "chair", "member")
MODERATES = only(SEES_ANSWER, "staff", "chair", at_medway=OK) | {"on_panel": ON_PANEL}
# What is not sent yet has no moderation page for the panel; staff and the chair read it, but nobody
# moderates it.
NOT_SENT = may(SEEN_BY_OWN_LEAD, "staff", "chair").but(member=HIDDEN)
MODERATION = MODERATES | {"before_sending": NOT_SENT}
MODERATES_ANSWER = MODERATES | {"before_sending": NOT_SENT.where(OK, STOPPED)}
FINISHES_MODERATION = {place: row.where(OK, GOES) for place, row in MODERATION.items()}
# The panel's page of a question across agencies opens; it holds nobody's answers that are not sent.
MODERATES_ROUND = only(SEES_RETURN, "staff", "chair", at_medway=OK) | {
    "on_panel": ON_PANEL,
    "before_sending": ON_PANEL,
}
REPLIES_TO_MODERATION = only(SEES_ANSWER) | {
    "own": may(SEEN_RESTRICTED_BY_AGENCY, "lead"),
    "unshared": may(SEEN_BY_WHOLE_BOARD).but(lead=OK),
}
SEES_REPORT = {
    "own": SEEN_BY_BOARD,
    "restricted": SEEN_BY_WHOLE_BOARD,
    "other_board": SEEN_AT_MEDWAY,
}
# The closed round asked nobody, so that no agency sees it.
BEGINS_REPORT = {"own": may(SEEN_BY_DASHBOARD, "staff"), "other_board": SEEN_AT_MEDWAY}

# One item of evidence. The rows of an agency's own; the file itself is not for other members.
DECIDES_EVIDENCE = only(SEES_EVIDENCE, "staff", at_medway=OK)
ANSWERS_EVIDENCE = only(SEES_EVIDENCE) | {
    "own": may(SEEN_RESTRICTED_BY_AGENCY, "lead", "contributor"),
    "unshared": may(SEEN_BY_WHOLE_BOARD.but(lead=OK), "lead"),
    "restricted": may(SEEN_RESTRICTED_BY_AGENCY, "lead", "contributor"),
}


def a_use(scene, place):
    return [scene.chains[place].action.evidence.support.pk]


def a_queried_use(scene, place):
    """Of the action that was submitted."""
    return [scene.chains[place].submitted.queried.pk]


def an_update(scene, place):
    return [scene.chains[place].action.update.pk]
