from boards.models import Notice, Role
from boards.services import notices
from tests.after import told
from tests.factories import MembershipFactory, UserFactory, person_on


def tell(world, *people, ask="an action was agreed for your agency"):
    return notices.tell(
        people, ask=ask, board=world.kent, about="KSCB/SCR2017-02/R3/A1", path="/actions/7/"
    )


def test_an_e_mail_is_owed_with_the_ask_and_a_link_and_nothing_else(world, settings):
    settings.SITE_URL = "https://kscb.example"

    [notice] = tell(world, world.lead)

    assert (notice.board, notice.recipient, notice.email) == (
        world.kent,
        world.lead,
        world.lead.email,
    )
    assert notice.subject == "KSCB: an action was agreed for your agency"
    assert notice.about == "KSCB/SCR2017-02/R3/A1"
    assert notice.text == (
        "Hello Lesley Lead,\n\n"
        "Kent Safeguarding Children Board: an action was agreed for your agency.\n\n"
        "Sign in to see what it is and to answer:\n"
        "https://kscb.example/actions/7/\n\n"
        "This message holds no board information on purpose. If you did not expect it, tell the "
        "board's staff.\n\n"
    )
    assert (notice.result, notice.attempts, notice.sent_at) == ("waiting", 0, None)


def test_each_person_is_told_once(world):
    tell(world, world.lead, world.staff, world.lead)

    assert [person for person, _ in told()] == [world.lead, world.staff]


def test_nobody_is_told_who_has_no_role_on_the_board_now(world):
    shut_out = person_on(world.kent, Role.LEAD, agency=world.health, is_active=False)

    tell(world, world.leaver, world.other_staff, shut_out, world.lead)

    assert [person for person, _ in told()] == [world.lead]


def test_a_long_ask_is_cut_to_the_subject(world):
    [notice] = tell(world, world.lead, ask="x" * 200)

    assert notice.subject == f"KSCB: {'x' * 154}"


def test_someone_without_an_account_is_told_at_their_address(world):
    notice = notices.tell_address(
        "new@kscb.example",
        name="Noor",
        ask="you are invited to sign in",
        board=world.kent,
        about="Invitation of Noor",
        path="/invitation/x/",
    )

    assert (notice.email, notice.recipient, notice.is_secret) == ("new@kscb.example", None, True)
    assert Notice.objects.get().text.startswith("Hello Noor,")


def test_the_leads_of_an_agency_are_those_of_this_board_now(world):
    person_on(world.medway, Role.LEAD, agency=world.health)
    MembershipFactory(
        board=world.kent,
        role=Role.LEAD,
        agency=world.health,
        to_on="2018-03-31",
        user=UserFactory(),
    )

    assert notices.leads_of(world.health, board=world.kent) == [world.lead]
    assert notices.staff_of(world.kent) == [world.staff, world.second_staff]
