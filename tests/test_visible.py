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
    Action,
    ActionUpdate,
    Answer,
    AuditReturn,
    AuditRound,
    DueDateChange,
    Evidence,
    Finding,
    Framework,
    Grade,
    NamedReader,
    Question,
    Recommendation,
    Review,
    ReviewKind,
    Support,
    Theme,
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
OF_REVIEW = {
    "own": BOARD,
    "other_agency": BOARD,
    "other_board": MEDWAY,
    "restricted": WHOLE,
    "restricted_other": WHOLE,
    "other_board_draft": MEDWAY,
}
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
    ActionUpdate: IN_FULL,
    Evidence: IN_FULL,
    Support: IN_FULL,
    Framework: LIBRARY,
    Grade: LIBRARY,
    Question: LIBRARY,
    AuditRound: OF_RETURN,
    AuditReturn: OF_RETURN,
    Answer: IN_A_RETURN,
    Course: OF_THE_BOARD,
    Session: OF_THE_BOARD,
    Attendance: {
        "own": DASHBOARD | {"lead"},
        "other_agency": DASHBOARD,
        "other_board": MEDWAY,
        "trained": DASHBOARD | {"lead", "trainer"},
    },
    Completion: {"own": DASHBOARD | {"lead"}, "other_board": MEDWAY},
    Area: LIBRARY,
    Indicator: OF_THE_DASHBOARD,
    Observation: OF_THE_DASHBOARD,
}
# What a person keeps who has no role: what is about themselves.
OWN = {
    User: "pk",
    Membership: "user",
    Notice: "recipient",
    Receipt: "person",
    Draft: "person",
}


def planted(scene, model, place):
    """The rows of a model that were planted at a place."""
    for finds in (of_board, of_chain, of_audit, of_people):
        rows = finds(scene, model, place)
        if rows is not None:
            return rows
    raise LookupError(f"Nothing says which {model._meta.verbose_name_plural} are at {place}")


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
        NamedReader: [chain.reader],
        Finding: [chain.finding],
        Recommendation: [chain.recommendation],
        Action: actions,
        DueDateChange: [action.change for action in actions],
        ActionUpdate: [action.update for action in actions],
        Evidence: [action.evidence for action in actions],
        Support: [action.evidence.support for action in actions],
    }
    return found.get(model)


def of_audit(scene, model, place):
    audit = scene.audits.get(place)
    if audit is None:
        return None
    returns = [audit.answered, audit.sent]
    frameworks = [one.audit_round.framework for one in returns]
    found = {
        AuditRound: [one.audit_round for one in returns],
        AuditReturn: returns,
        Answer: [answer for one in returns for answer in one.answers.all()],
        Framework: frameworks,
        Grade: frameworks[0].grades.all(),
        Question: frameworks[0].questions.all(),
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
    for place, people in SEES[model].items():
        rows = {row.pk for row in planted(scene, model, place)}
        assert rows, f"nothing was planted at {place}"

        seen_by = {person for person in PEOPLE[1:] if sees(scene, person, model) & rows}
        whole = {person for person in PEOPLE[1:] if sees(scene, person, model) >= rows}

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
