"""The rows that journeys begin with, and the few things that people do again and again."""

from datetime import timedelta

from boards.models import Role
from kscb.dates import today
from tests.factories import (
    ActionFactory,
    AuditReturnFactory,
    AuditRoundFactory,
    BodyFactory,
    MeetingFactory,
    MembershipFactory,
    RecommendationFactory,
    ReviewFactory,
    ReviewKindFactory,
    ThemeFactory,
)


def set_up_board(world):
    """What an administrator has made before anyone works: lists, a meeting, an audit asked."""
    ThemeFactory(board=world.kent, name="Fathers and other adults")
    ReviewKindFactory(board=world.kent, code="SCR", name="Serious case review")
    BodyFactory(board=world.kent, name="The board")
    MeetingFactory(board=world.kent, held_on=today() - timedelta(days=10))
    MembershipFactory(board=world.medway, user=world.lead, role=Role.LEAD, agency=world.health)


def asked_return(world):
    """The agency's return to an open audit of two questions, not started."""
    audit_round = AuditRoundFactory(board=world.kent, due_on=today() + timedelta(days=40))
    return AuditReturnFactory(audit_round=audit_round, agency=world.health)


def owed_action(world, **fields):
    """An open action of the lead's agency, on a published review."""
    kind = ReviewKindFactory(board=world.kent, code="SCR")
    review = ReviewFactory(board=world.kent, kind=kind, published=True)
    return ActionFactory(
        recommendation=RecommendationFactory(review=review),
        agency=world.health,
        owner=world.lead,
        **fields,
    )


def type_date(page, label, day):
    boxes = page.get_by_role("group", name=label)
    for name, part in (("Day", day.day), ("Month", day.month), ("Year", day.year)):
        boxes.get_by_label(name).fill(str(part))


def go(link):
    """Click, and wait for the whole of the page it leads to: a slow machine shows half of one."""
    with link.page.expect_navigation():
        link.click()


def press(page, label):
    go(page.get_by_role("button", name=label, exact=True))


def follow(page, label):
    go(page.get_by_role("link", name=label, exact=True).first)


def told(page):
    """What the page says has just happened."""
    return page.locator(".govuk-notification-banner__content").inner_text()
