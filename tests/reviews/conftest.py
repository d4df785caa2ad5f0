"""One review on Kent's board, and one audit, with what hangs from them."""

from datetime import date

import pytest

from reviews.models import Recommendation
from tests.after import CANARY
from tests.factories import (
    ActionFactory,
    AuditReturnFactory,
    AuditRoundFactory,
    BodyFactory,
    FindingFactory,
    ReadingFactory,
    RecommendationFactory,
    ReviewFactory,
    ReviewKindFactory,
    ThemeFactory,
)


@pytest.fixture
def kind(world):
    return ReviewKindFactory(board=world.kent, code="SCR", name="Serious case review")


@pytest.fixture
def body(world):
    return BodyFactory(board=world.kent, name="KSCB")


@pytest.fixture
def theme(world):
    return ThemeFactory(board=world.kent, name="Fathers")


@pytest.fixture
def review(world, kind, body):
    """A draft."""
    return ReviewFactory(
        board=world.kent,
        kind=kind,
        commissioned_by=body,
        number=2,
        pseudonym=CANARY,
        summary=f"About {CANARY}.",
    )


@pytest.fixture
def read_today(world, review):
    """Staff and the chair have said today why they read the review."""
    for person in (world.staff, world.second_staff, world.chair):
        ReadingFactory(review=review, person=person)


@pytest.fixture
def finding(review, theme):
    return FindingFactory(review=review, number=1, wording=f"{CANARY} found.", themes=[theme])


@pytest.fixture
def recommendation(review, finding):
    return RecommendationFactory(
        review=review, number=3, wording=f"{CANARY} asked.", findings=[finding]
    )


@pytest.fixture
def drafted(review, finding):
    """A recommendation that is not made yet, so its words can still change."""
    return RecommendationFactory(
        review=review,
        number=3,
        wording=f"{CANARY} asked.",
        findings=[finding],
        status=Recommendation.Status.DRAFT,
    )


@pytest.fixture
def action(world, recommendation):
    """Owed by the lead, of a review that is not published."""
    return ActionFactory(
        recommendation=recommendation,
        number=1,
        agency=world.health,
        owner=world.lead,
        wording=f"{CANARY} to do.",
        difference=f"{CANARY} better.",
        due_on=date(2030, 1, 31),
    )


@pytest.fixture
def audit_round(world):
    return AuditRoundFactory(board=world.kent, reference="KSCB/S11-2018", title=CANARY)


@pytest.fixture
def audit_return(world, audit_round):
    """Not started; asked of the lead's agency."""
    return AuditReturnFactory(audit_round=audit_round, agency=world.health)


@pytest.fixture
def questions(audit_round):
    return list(audit_round.framework.questions.all())


@pytest.fixture
def grades(audit_round):
    return list(audit_round.framework.grades.all())
