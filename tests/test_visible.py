"""Every model says who sees its rows: what was planted for some is seen by them, and by no others.

The places are those of tests/access/scene.py.
"""

import pytest
from django.apps import apps

from boards.models import (
    Achievement,
    Activity,
    Agency,
    Board,
    Body,
    Document,
    Draft,
    Invitation,
    Meeting,
    Membership,
    MemberView,
    Notice,
    Partner,
    Receipt,
    User,
)
from performance.models import Area, Indicator, Observation
from reviews.models import (
    Acceptance,
    Action,
    ActionUpdate,
    AlarmAnswer,
    Answer,
    AnswerQuery,
    Attestation,
    AuditReturn,
    AuditRound,
    Briefing,
    BriefingPanel,
    ClockRule,
    Criterion,
    Decision,
    DueDateChange,
    Evidence,
    Finding,
    Framework,
    Grade,
    Hold,
    ImmediateConcern,
    InformationRequest,
    LatenessReason,
    LinkedReview,
    Measure,
    Moderation,
    NamedReader,
    PracticeStandard,
    PublicationCheck,
    Question,
    Reading,
    Recommendation,
    Relook,
    Reminder,
    Response,
    Review,
    ReviewDocument,
    ReviewEvent,
    ReviewKind,
    Section,
    SectionShare,
    Stage,
    StageReached,
    Submission,
    Support,
    Synonym,
    Theme,
    TrackedRow,
    Tracker,
    UpdateLink,
    Verdict,
)
from tests.access.checks import OUR_APPS
from tests.access.words import PEOPLE
from training.models import Attendance, Completion, Course, Session

pytestmark = pytest.mark.django_db

WHOLE = {"staff", "chair"}
DASHBOARD = WHOLE | {"member"}
BOARD = DASHBOARD | {"lead", "contributor", "trainer"}
MEDWAY = {"other_staff"}
NOBODY = set()

OF_THE_BOARD = {"own": BOARD, "other_board": MEDWAY}
OF_THE_DASHBOARD = {"own": DASHBOARD, "other_board": MEDWAY}
OF_STAFF = {"own": WHOLE, "other_board": MEDWAY}
LIBRARY = {"own": BOARD | MEDWAY}
OF_BOARD_S_FRAMEWORK = {"published": BOARD, "draft": WHOLE, "drafted_at_medway": MEDWAY}
OF_REVIEW = {
    "own": BOARD,
    "other_agency": BOARD,
    "other_board": MEDWAY,
    "restricted": WHOLE,
    "restricted_other": WHOLE,
    "other_board_draft": MEDWAY,
}
# The work behind a review is for those in the know, also once it is published.
OF_LIFE = OF_REVIEW | {"own": WHOLE, "other_agency": WHOLE}
OF_ACTION = {
    "own": DASHBOARD | {"lead", "contributor"},
    "unshared": DASHBOARD | {"lead"},
    "other_agency": DASHBOARD,
    "other_board": MEDWAY,
    "restricted": WHOLE | {"lead", "contributor"},
    "restricted_other": WHOLE,
    "other_board_draft": MEDWAY,
}
# Between the agency, its own member, and the board's staff and chair.
IN_FULL = OF_ACTION | {
    "own": WHOLE | {"lead", "contributor"},
    "unshared": WHOLE | {"lead"},
}
ASKED = ("own", "unshared", "other_agency", "other_board")
OF_RETURN = {place: OF_ACTION[place] for place in ASKED}
IN_A_RETURN = {place: IN_FULL[place] for place in ASKED}

SEES = {
    Board: OF_THE_BOARD,
    Body: OF_THE_BOARD,
    Agency: {"own": BOARD | MEDWAY, "other_agency": BOARD},
    Partner: OF_THE_BOARD,
    Meeting: OF_THE_DASHBOARD,
    Achievement: OF_THE_DASHBOARD,
    MemberView: OF_THE_DASHBOARD,
    Document: {"own": WHOLE, "restricted": WHOLE, "other_board": MEDWAY},
    Activity: {"own": WHOLE, "restricted": WHOLE, "other_board": MEDWAY},
    Invitation: OF_STAFF,
    Membership: OF_STAFF,
    User: OF_STAFF,
    Notice: {"own": WHOLE | {"trainer"}, "other_board": MEDWAY},
    Receipt: {"own": NOBODY},
    Draft: {"own": NOBODY},
    Theme: OF_THE_BOARD,
    ReviewKind: OF_THE_BOARD,
    Review: OF_REVIEW,
    NamedReader: {
        "own": WHOLE,
        "other_board": MEDWAY,
        "restricted": WHOLE,
        "restricted_other": WHOLE,
    },
    Finding: OF_REVIEW,
    Recommendation: OF_REVIEW | {"restricted": WHOLE | {"lead", "contributor"}},
    Action: OF_ACTION,
    DueDateChange: OF_ACTION,
    Acceptance: OF_ACTION,
    Measure: OF_REVIEW,
    Response: OF_REVIEW,
    ActionUpdate: IN_FULL,
    Evidence: IN_FULL,
    Support: IN_FULL,
    Framework: LIBRARY | OF_BOARD_S_FRAMEWORK,
    Grade: LIBRARY | OF_BOARD_S_FRAMEWORK,
    Question: LIBRARY | OF_BOARD_S_FRAMEWORK,
    Section: LIBRARY | OF_BOARD_S_FRAMEWORK,
    AuditRound: OF_RETURN,
    AuditReturn: OF_RETURN,
    Answer: IN_A_RETURN,
    SectionShare: IN_A_RETURN,
    Submission: IN_A_RETURN,
    AnswerQuery: IN_A_RETURN,
    Moderation: IN_A_RETURN,
    ImmediateConcern: {"own": WHOLE | {"lead"}, "other_agency": WHOLE, "other_board": MEDWAY},
    # The learning thread
    Synonym: OF_THE_BOARD,
    PracticeStandard: OF_THE_BOARD,
    Verdict: OF_THE_BOARD,
    AlarmAnswer: {"own": WHOLE, "other_board": MEDWAY, "restricted": WHOLE},
    Course: OF_THE_BOARD,
    Session: OF_THE_BOARD,
    Attendance: {
        "own": DASHBOARD | {"lead"},
        "other_agency": DASHBOARD,
        "other_board": MEDWAY,
        "trained": DASHBOARD | {"lead", "trainer"},
    },
    Completion: {"own": DASHBOARD | {"lead"}, "other_board": MEDWAY},
    # Publication, briefings and re-looks
    PublicationCheck: OF_STAFF,
    Briefing: {"own": BOARD, "unshared": WHOLE, "other_board": MEDWAY},
    BriefingPanel: {"own": BOARD, "unshared": WHOLE, "other_board": MEDWAY},
    Attestation: {
        "own": DASHBOARD | {"lead", "contributor"},
        "other_agency": DASHBOARD,
        "other_board": MEDWAY,
    },
    Relook: OF_REVIEW,
    # The life of a review
    Stage: OF_THE_BOARD,
    ClockRule: OF_THE_BOARD,
    Criterion: OF_THE_BOARD,
    StageReached: OF_LIFE,
    ReviewEvent: OF_LIFE,
    LatenessReason: OF_LIFE,
    Hold: OF_LIFE,
    Decision: OF_LIFE,
    LinkedReview: OF_LIFE,
    Reminder: OF_STAFF | {"restricted": WHOLE},
    UpdateLink: OF_STAFF | {"restricted": WHOLE},
    Area: LIBRARY,
    Indicator: OF_THE_DASHBOARD,
    Observation: OF_THE_DASHBOARD,
}
# Reading, information and documents
OF_REQUEST = OF_REVIEW | {
    "own": WHOLE | {"lead"},
    "other_agency": WHOLE,
    "restricted": WHOLE | {"lead"},
}
SEES |= {
    InformationRequest: OF_REQUEST,
    ReviewDocument: OF_REQUEST,
    Reading: {"restricted": WHOLE, "restricted_other": WHOLE, "other_board_draft": MEDWAY},
}
# Pasted blocks and trackers
OF_STAFF_ALONE = {
    "own": {"staff"},
    "restricted": {"staff"},
    "other_board": MEDWAY,
    "other_board_draft": MEDWAY,
}
SEES |= {Tracker: OF_STAFF_ALONE, TrackedRow: OF_STAFF_ALONE}
# What a person keeps who has no role: what is about themselves.
OWN = {User: "pk", Membership: "user", Notice: "recipient", Receipt: "person"}
OWN |= {Reading: "person"}
OWN |= {Reminder: "person"}
OWN = {
    User: "pk",
    Membership: "user",
    Notice: "recipient",
    Receipt: "person",
    Draft: "person",
}


def planted(scene, model, place):
    """The rows of a model that were planted at a place."""
    for finds in (of_framework, of_board, around_review, of_chain, of_audit, of_people):
        rows = finds(scene, model, place)
        if rows is not None:
            return rows
    raise LookupError(f"Nothing says which {model._meta.verbose_name_plural} are at {place}")


def of_framework(scene, model, place):
    """Of a board's own framework."""
    places = {"published": "own", "draft": "restricted", "drafted_at_medway": "other_board"}
    if place not in places:
        return None
    framework = scene.frameworks[places[place]]
    return {
        Framework: [framework],
        Grade: framework.grades.all(),
        Question: framework.questions.all(),
        Section: framework.sections.all(),
    }[model]


def of_board(scene, model, place):
    if place == "trained" or (place == "other_agency" and model is Attendance):
        return attendance_at(scene, place)
    contents = scene.contents_of(place)
    found = {
        Board: [contents.board],
        Body: [contents.body],
        Partner: contents.board.partners.all(),
        Meeting: [contents.meeting],
        Achievement: [contents.achievement],
        MemberView: [contents.view],
        Invitation: [contents.invitation],
        Membership: [contents.membership],
        User: [contents.spare],
        Notice: contents.board.notices.all(),
        Receipt: Receipt.objects.all(),
        Draft: Draft.objects.all(),
        Theme: [contents.theme],
        ReviewKind: [contents.kind],
        Stage: [contents.of_kind[0]],
        ClockRule: [contents.of_kind[1]],
        Criterion: [contents.of_kind[2]],
        Synonym: [contents.synonym],
        PracticeStandard: [contents.standard],
        Verdict: [contents.verdict],
        AlarmAnswer: [scene.alarms[place].answer] if place in scene.alarms else None,
        Course: [contents.course],
        Session: [contents.session, contents.others_session],
        Attendance: [contents.attendance],
        Completion: [contents.completion],
        Area: Area.objects.all(),
        Indicator: [contents.observation.indicator],
        Observation: [contents.observation],
    }
    return found.get(model)


def attendance_at(scene, place):
    """Of the police, at a session of another trainer; and of theirs at one of `trainer`."""
    contents = scene.contents_of("own")
    return [contents.attendance_of_police] if place == "other_agency" else [contents.trained]


def of_chain(scene, model, place):
    chain = scene.chains[place]
    actions = [chain.action, chain.submitted]
    found = {
        Document: [action.evidence.document for action in actions],
        Activity: Activity.objects.about(chain.review),
        Review: [chain.review],
        StageReached: [chain.life.reached],
        ReviewEvent: [chain.life.event],
        LatenessReason: [chain.life.reason],
        Hold: [chain.life.hold],
        Decision: [chain.life.decision],
        LinkedReview: [chain.life.link],
        NamedReader: [chain.reader],
        Finding: [chain.finding],
        Recommendation: [chain.recommendation],
        Action: actions,
        DueDateChange: [action.change for action in actions],
        Acceptance: chain.accepted.acceptances.all(),
        Measure: [chain.measure, chain.tested],
        Response: [chain.response],
        ActionUpdate: [action.update for action in actions],
        Evidence: [action.evidence for action in actions],
        Support: [action.evidence.support for action in actions],
        Tracker: [chain.tracker, chain.uploaded_tracker],
        TrackedRow: [chain.tracked_row],
        Reminder: [action.reminder for action in actions],
        UpdateLink: [action.link for action in actions],
    }
    return found.get(model) or of_publication(chain, model)


def of_publication(chain, model):
    if model is BriefingPanel:
        return chain.briefing.panels.all()
    planted = {
        PublicationCheck: "check",
        Briefing: "briefing",
        Attestation: "attestation",
        Relook: "relook",
    }
    return [getattr(chain, planted[model])] if model in planted else None


def around_review(scene, model, place):
    found = {
        Reading: lambda chain: chain.readings,
        InformationRequest: lambda chain: [chain.request, chain.received],
        ReviewDocument: lambda chain: [chain.document],
    }
    return found[model](scene.chains[place]) if model in found else None


def of_audit(scene, model, place):
    audit = scene.audits.get(place)
    if audit is None:
        return None
    returns = [audit.answered, audit.sent, audit.moderated]
    frameworks = [one.audit_round.framework for one in returns]
    found = {
        AuditRound: [one.audit_round for one in returns],
        AuditReturn: returns,
        Answer: [answer for one in returns for answer in one.answers.all()],
        SectionShare: [audit.after.share],
        Submission: [audit.after.submission],
        AnswerQuery: [audit.after.query],
        Moderation: [audit.after.moderation],
        ImmediateConcern: [audit.after.concern],
        Framework: frameworks,
        Grade: frameworks[0].grades.all(),
        Question: frameworks[0].questions.all(),
        Section: frameworks[0].sections.all(),
    }
    return found.get(model)


def of_people(scene, model, place):
    return {Agency: [scene.agency_of(place)]}.get(model)


def ours():
    return {model for app in OUR_APPS for model in apps.get_app_config(app).get_models()}


def test_every_model_says_who_sees_its_rows():
    without = {model for model in ours() if not hasattr(model._default_manager, "visible_to")}

    assert without == set()
    assert set(SEES) == ours()


@pytest.mark.parametrize("model", SEES, ids=lambda model: model.__name__)
def test_rows_are_seen_by_those_they_are_for(model, scene):
    seen = {person: sees(scene, person, model) for person in PEOPLE[1:]}

    for place, people in SEES[model].items():
        rows = {row.pk for row in planted(scene, model, place)}
        assert rows, f"nothing was planted at {place}"

        seen_by = {person for person in PEOPLE[1:] if seen[person] & rows}
        whole = {person for person in PEOPLE[1:] if seen[person] >= rows}

        assert (place, seen_by, whole) == (place, people, people)


def sees(scene, person, model) -> set[int]:
    visible = model._default_manager.visible_to(scene.people.people[person])
    return set(visible.values_list("pk", flat=True))


@pytest.mark.parametrize("person", ["leaver", "administrator"])
@pytest.mark.parametrize("model", SEES, ids=lambda model: model.__name__)
def test_without_a_role_only_ones_own_is_seen(model, person, scene):
    """A leaver, and an administrator, who is on no board."""
    rows = model._default_manager.all()
    own = rows.filter(**{OWN[model]: scene.people.people[person].pk}) if model in OWN else []
    assert rows.count() > len(own)

    assert sees(scene, person, model) == {row.pk for row in own}


def test_of_an_audit_an_agency_sees_the_round_and_its_own_return_alone(scene):
    """Sharing an agency shows nothing: the lead's agency serves Medway too."""
    lead = scene.people.lead

    seen = AuditReturn.objects.visible_to(lead)

    assert {(row.board, row.agency) for row in seen} == {(scene.people.kent, scene.people.health)}
    assert AuditReturn.objects.filter(board=scene.people.medway, agency=scene.people.health)
