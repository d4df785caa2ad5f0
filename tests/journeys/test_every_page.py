"""The pages that no story passes: each is looked at once, as the person who sees most of it."""

from django.urls import reverse

from tests.factories import AnswerFactory, MeetingFactory
from tests.journeys.scene import asked_return, owed_action, set_up_board

OF_STAFF = (
    "reviews:themes",
    "reviews:findings",
    "reviews:evidence",
    "reviews:hand-over",
    "reviews:briefings",
    "reviews:relooks",
    "reviews:audit-rounds",
    "reviews:add-audit-round",
    "reviews:add-theme",
    "boards:board",
    "boards:meetings",
    "boards:add-meeting",
    "boards:achievements",
    "boards:member-views",
    "boards:agencies",
    "boards:people",
    "boards:activity",
    "boards:notices",
    "boards:help",
    "boards:privacy",
    "boards:accessibility",
    "training:courses",
    "training:sessions",
    "performance:indicators",
    "performance:observations",
    "account_change_password",
)
OF_AN_ACTION = (
    "reviews:accept-action",
    "reviews:return-action",
    "reviews:change-due-date",
    "reviews:hand-over-action",
)


def test_every_list_and_form_of_the_board(world, open_as, looker):
    set_up_board(world)
    MeetingFactory(board=world.kent)
    action = owed_action(world, status="submitted")
    audit_return = asked_return(world)
    page = open_as(world.staff)
    visit(page, looker, *map(reverse, OF_STAFF))
    visit(page, looker, *(reverse(route, args=[action.pk]) for route in OF_AN_ACTION))
    visit(
        page,
        looker,
        audit_return.audit_round.get_absolute_url(),
        reverse("reviews:ask-agencies", args=[audit_return.audit_round.pk]),
        reverse("boards:agency", args=[world.health.pk]),
        reverse("reviews:search") + "?q=audit",
        reverse("reviews:actions") + "?due=nonsense&agency=0",
    )


def test_what_only_an_agency_or_a_member_sees(world, open_as, looker):
    action = owed_action(world)
    audit_return = asked_return(world)
    AnswerFactory(audit_return=audit_return)
    lead, member = open_as(world.lead), open_as(world.member)
    visit(lead, looker, reverse("reviews:share-action", args=[action.pk]))
    visit(lead, looker, reverse("reviews:share-return", args=[audit_return.pk]))
    member.goto(audit_return.get_absolute_url())
    looker.look(member, "grades only")
    member.goto(action.get_absolute_url())
    looker.look(member, "without its updates")
    member.goto("/no/such/page/")
    assert member.get_by_role("heading", name="There is no such page for you").is_visible()


def visit(page, looker, *addresses):
    for address in addresses:
        answer = page.goto(address)
        assert answer.status == 200, address
        looker.look(page)
