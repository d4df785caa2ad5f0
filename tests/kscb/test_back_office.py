"""Changing what boards are set up with: attributed, by the rules, and never twice."""

from datetime import date
from uuid import uuid4

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse

from boards.models import Activity, Agency, Invitation, Membership, Notice, Role, User
from reviews.models import Framework, Theme
from tests import factories


@pytest.fixture
def administrator(db):
    return factories.UserFactory(name="Ada Admin", is_staff=True)


@pytest.fixture
def office(client, administrator):
    client.force_login(administrator)
    return client


def to_add(name):
    return reverse(f"admin:{name}_add")


def to_change(name, row):
    return reverse(f"admin:{name}_change", args=[row.pk])


def errors_of(response):
    return dict(response.context["adminform"].form.errors.items())


def told():
    """What was written down, oldest first: who, what, about what, and how it changed."""
    return [
        (entry.actor.name, entry.verb, entry.target_label, entry.detail)
        for entry in Activity.objects.order_by("pk").select_related("actor")
    ]


def test_an_agency_is_added_searchable_and_attributed(office):
    office.post(to_add("boards_agency"), {"name": "Café Trust", "kind": "voluntary"})

    agency = Agency.objects.get()
    assert (agency.name, agency.folded) == ("Café Trust", "cafe trust")
    assert told() == [("Ada Admin", "added in the back office", "Café Trust", {})]
    found = office.get(reverse("admin:boards_agency_changelist", query={"q": "CAFÉ"}))
    assert [row.pk for row in found.context["cl"].result_list] == [agency.pk]


def test_a_change_says_from_what_to_what(office):
    agency = factories.AgencyFactory(name="Old name")

    office.post(to_change("boards_agency", agency), {"name": "New name", "kind": "police"})

    agency.refresh_from_db()
    assert (agency.name, agency.folded, agency.kind) == ("New name", "new name", "police")
    note = "Name: “Old name” became “New name”. Kind: “Health” became “Police”."
    assert told() == [("Ada Admin", "changed in the back office", "New name", {"note": note})]


def test_saving_without_a_change_writes_nothing(office):
    agency = factories.AgencyFactory()

    office.post(to_change("boards_agency", agency), {"name": agency.name, "kind": agency.kind})

    assert told() == []


def test_a_second_click_adds_nothing_twice(office):
    board = factories.BoardFactory()
    form = {"board": board.pk, "year": 2017, "sense": "Heard", "source": "A", "receipt": uuid4()}

    first = office.post(to_add("boards_memberview"), form)
    second = office.post(to_add("boards_memberview"), form)

    assert (first.status_code, second.status_code) == (302, 302)
    assert board.member_views.count() == 1


def test_a_record_stays_on_its_board(office):
    theme, elsewhere = factories.ThemeFactory(), factories.BoardFactory()

    office.post(to_change("reviews_theme", theme), {"board": elsewhere.pk, "name": "New words"})

    theme.refresh_from_db()
    assert (theme.name, theme.folded) == ("New words", "new words")
    assert theme.board != elsewhere


def test_a_theme_is_on_a_board_once(office):
    theme = factories.ThemeFactory(name="Hidden men")

    response = office.post(
        to_add("reviews_theme"), {"board": theme.board_id, "name": "hidden  Men"}
    )

    assert errors_of(response) == {"name": ["This board has a theme of this name already."]}
    assert Theme.objects.count() == 1


def test_a_course_has_only_themes_of_its_board(office):
    course, stranger = factories.CourseFactory(), factories.ThemeFactory(name="Elsewhere")
    form = {"board": course.board_id, "title": "Neglect", "kind": "workshop"}

    adding = office.post(to_add("training_course"), {**form, "themes": [stranger.pk]})
    changing = office.post(to_change("training_course", course), {**form, "themes": [stranger.pk]})

    assert errors_of(adding) == {
        "themes": ["Elsewhere: not a theme of this board. Choose its own."]
    }
    assert list(errors_of(changing)) == ["themes"]
    assert course.themes.count() == 0


@pytest.mark.parametrize("state", [{}, {"draft": True}])
def test_what_a_framework_asks_is_looked_at_and_never_changed(office, state):
    framework = factories.FrameworkFactory(**state)
    question = framework.questions.first()

    shown = office.get(to_change("reviews_question", question))
    changing = office.post(to_change("reviews_question", question), {"wording": "Who truly leads?"})
    renaming = office.post(to_change("reviews_framework", framework), {"name": "Another"})

    question.refresh_from_db()
    assert "Who leads?" in shown.text
    assert (changing.status_code, renaming.status_code) == (403, 403)
    assert (question.wording, Framework.objects.get().name) == ("Who leads?", framework.name)
    assert told() == []


def a_membership(board, person, **fields):
    return {
        "board": board.pk,
        "user": person.email,
        "role": Role.LEAD,
        "from_on": "2026-01-01",
        **fields,
    }


def test_a_membership_is_given_by_e_mail_address(office):
    board, person = factories.BoardFactory(), factories.UserFactory(email="lesley@kscb.example")
    agency = factories.AgencyFactory(serves=board)
    form = a_membership(board, person, agency=agency.pk, user=" Lesley@kscb.example ")

    office.post(to_add("boards_membership"), form)

    held = Membership.objects.get()
    assert (held.user, held.board, held.agency, held.role) == (person, board, agency, "lead")
    assert [entry[:2] for entry in told()] == [("Ada Admin", "added in the back office")]


def test_looking_at_one_membership_does_not_stop_another_from_being_added(office):
    seen, person = factories.MembershipFactory(), factories.UserFactory()

    page = office.get(reverse("admin:boards_membership_change", args=[seen.pk]))
    office.post(to_add("boards_membership"), a_membership(seen.board, person, role=Role.CHAIR))

    assert page.context["adminform"].form.fields["user"].disabled
    assert Membership.objects.filter(user=person, role=Role.CHAIR).count() == 1


def test_a_membership_names_an_agency_of_the_board(office):
    board, person = factories.BoardFactory(), factories.UserFactory()
    stranger = factories.AgencyFactory(name="Far Away Trust")

    wrong = office.post(
        to_add("boards_membership"), a_membership(board, person, agency=stranger.pk)
    )
    missing = office.post(to_add("boards_membership"), a_membership(board, person))

    assert errors_of(wrong) == {
        "agency": ["Far Away Trust is not an agency of this board. Choose one that is."]
    }
    assert errors_of(missing)["agency"] == ["Choose the agency that this person speaks for."]
    assert Membership.objects.count() == 0


def test_a_membership_is_refused_for_someone_unknown(office):
    board, nobody = factories.BoardFactory(), User(email="nobody@kscb.example")

    response = office.post(to_add("boards_membership"), a_membership(board, nobody, role="chair"))

    assert list(errors_of(response)) == ["user"]


def test_administrators_give_themselves_no_role(office, administrator):
    form = a_membership(factories.BoardFactory(), administrator, role=Role.STAFF)

    response = office.post(to_add("boards_membership"), form)

    assert errors_of(response) == {"user": ["Another administrator must give you a role."]}


def test_a_membership_that_ends_signs_the_person_out(office, django_capture_on_commit_callbacks):
    held = factories.MembershipFactory(from_on=date(2020, 1, 1))
    Client().force_login(held.user)
    form = a_membership(held.board, held.user, role=held.role)
    form |= {"from_on": "2020-01-01", "to_on": "2021-01-01"}

    with django_capture_on_commit_callbacks(execute=True):
        office.post(to_change("boards_membership", held), form)

    held.refresh_from_db()
    assert held.to_on == date(2021, 1, 1)
    assert Session.objects.count() == 1


def test_an_invitation_is_sent_by_the_same_step_as_staff_use(office):
    board = factories.BoardFactory()
    form = {"board": board.pk, "email": "New@kscb.example", "name": "New Person", "role": "staff"}

    office.post(to_add("boards_invitation"), form)

    invitation = Invitation.objects.get()
    assert (invitation.email, invitation.invited_by.name) == ("new@kscb.example", "Ada Admin")
    assert Notice.objects.get().email == "new@kscb.example"
    assert [entry[:2] for entry in told()] == [("Ada Admin", "invited")]


def test_an_invitation_needs_an_agency_of_the_board(office):
    form = {"board": factories.BoardFactory().pk, "email": "a@kscb.example", "name": "A"}

    response = office.post(to_add("boards_invitation"), {**form, "role": "lead"})

    assert errors_of(response)["agency"] == ["Choose the agency that this person speaks for."]


def test_an_administrator_adds_a_person_and_knows_no_password(office):
    form = {"name": "Bo Back", "email": "Bo@KSCB.example", "is_active": "on", "is_staff": "on"}

    office.post(to_add("boards_user"), form)

    person = User.objects.get(email="bo@kscb.example")
    assert (person.is_staff, person.is_superuser) == (True, False)
    assert not person.has_usable_password()


def test_unticking_may_sign_in_closes_every_session(office, django_capture_on_commit_callbacks):
    person = factories.UserFactory()
    elsewhere = Client()
    elsewhere.force_login(person)

    with django_capture_on_commit_callbacks(execute=True):
        office.post(to_change("boards_user", person), {"name": person.name, "email": person.email})

    person.refresh_from_db()
    assert not person.is_active
    assert Session.objects.count() == 1
    note = "May sign in: “yes” became “no”."
    assert told() == [("Ada Admin", "changed in the back office", person.name, {"note": note})]


def test_no_administrator_locks_themselves_out(office, administrator):
    form = {"name": administrator.name, "email": administrator.email}

    response = office.post(to_change("boards_user", administrator), form)

    assert list(errors_of(response)) == ["is_active", "is_staff"]


def test_a_lost_second_factor_is_removed_and_written_down(office):
    person = factories.UserFactory(name="Lost Phone")
    factor = Authenticator.objects.create(user=person, type="totp", data={"secret": "CANARY"})
    page = to_change("mfa_authenticator", factor)

    shown = office.get(page).content.decode()
    office.post(reverse("admin:mfa_authenticator_delete", args=[factor.pk]), {"post": "yes"})

    assert "CANARY" not in shown
    assert Authenticator.objects.count() == 0
    assert told() == [
        (
            "Ada Admin",
            "second factor removed in the back office",
            "Lost Phone",
            {"note": "TOTP Authenticator."},
        )
    ]


@pytest.mark.parametrize(
    ("page", "ours"), [("password_change", "account_change_password"), ("logout", "account_logout")]
)
def test_django_s_own_account_pages_lead_to_ours(office, page, ours):
    assert office.get(reverse(f"admin:{page}")).url == reverse(ours)
