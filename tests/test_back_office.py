"""Every list of the back office: quick, closed to others, and silent about restricted reviews."""

import pytest
from django.contrib import admin
from django.contrib.admin.models import ADDITION, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.urls import reverse

from reviews.models import (
    Action,
    ActionUpdate,
    Evidence,
    Reminder,
    Review,
    Support,
)
from tests import factories
from tests.office_rows import LISTS, OURS, a_chain, list_of, page_of

pytestmark = pytest.mark.django_db
CANARY = "Zanzibar"


@pytest.fixture
def administrator(db):
    return factories.UserFactory(name="Ada Admin", is_staff=True)


@pytest.fixture
def office(client, administrator):
    client.force_login(administrator)
    return client


def test_every_model_has_its_list_and_its_sentence():
    assert set(admin.site._registry) == set(LISTS)
    assert [m for m in LISTS if len(admin.site.get_model_admin(m).description) < 20] == []


def rows_below(model):
    """Whether a row of `model` belongs, through any of its own foreign keys, to a review."""
    ups = {field.related_model for field in model._meta.fields if field.is_relation}
    return Review in ups or any(rows_below(up) for up in ups - {model} if up in OURS)


def test_every_kind_of_row_below_a_review_has_its_rule():
    below = {model for model in OURS if model is Review or rows_below(model)}

    assert below <= set(admin.site.kept_out)


def test_once_published_it_appears(office):
    rows = a_chain(published=True, word=CANARY)
    for row in rows:
        assert (type(row), office.get(page_of(row)).status_code) == (type(row), 200)
    for model in {type(row) for row in rows}:
        assert office.get(list_of(model)).context["cl"].result_count >= 1


def test_a_restricted_record_has_no_page_and_no_history(office):
    for row in a_chain(published=False, word=CANARY):
        for page in ("change", "history"):
            response = office.get(page_of(row, page), follow=True)

            assert response.redirect_chain == [(reverse("admin:index"), 302)]
            assert CANARY not in response.content.decode()


def test_a_restricted_record_is_no_choice_in_a_search_box(office):
    a_chain(published=False, word=CANARY)
    query = {"app_label": "reviews", "model_name": "finding", "field_name": "review"}

    response = office.get(reverse("admin:autocomplete", query={**query, "term": CANARY}))

    assert response.json() == {"results": [], "pagination": {"more": False}}


def test_recent_actions_name_no_restricted_record(office, administrator):
    [review, *_] = a_chain(published=False, word=CANARY)
    LogEntry.objects.create(
        user=administrator,
        content_type=ContentType.objects.get_for_model(Review),
        object_id=review.pk,
        object_repr=CANARY,
        action_flag=ADDITION,
        change_message="",
    )

    assert CANARY not in office.get(reverse("admin:index")).content.decode()


@pytest.mark.parametrize(
    "address",
    [
        "reviews_theme_changelist?findings__isnull=False",
        "reviews_theme_changelist?findings__review__pseudonym__startswith=Z",
        "boards_user_changelist?named_reader_of__isnull=False",
        "boards_board_changelist?reviews__status=draft",
        "boards_partner_changelist?board__reviews__status=draft",
    ],
)
def test_an_address_cannot_ask_what_hangs_from_a_record(office, address):
    name, query = address.split("?")

    response = office.get(f"{reverse(f'admin:{name}')}?{query}")

    assert response.status_code == 400


def test_evidence_that_also_supports_a_restricted_action_is_hidden_everywhere(office):
    a_chain(published=False, word=CANARY)
    evidence = Evidence.objects.get(title=CANARY)
    action = factories.ActionFactory(agency=factories.AgencyFactory())
    update = factories.ActionUpdateFactory(action=action)
    Support.objects.create(evidence=evidence, update=update)

    found = office.get(list_of(Support))

    assert found.context["cl"].result_count == 0
    assert office.get(list_of(ActionUpdate)).context["cl"].result_count == 1


def reminders_shown(office):
    return [row.about for row in office.get(list_of(Reminder)).context["cl"].result_list]


def test_reminders_of_open_evidence_and_of_returns_are_shown(office):
    """And of evidence that supports a restricted action too, none."""
    [*_, action] = [row for row in a_chain(published=False, word=CANARY) if type(row) is Action]
    hidden = Evidence.objects.get(title=CANARY)
    open_item = factories.EvidenceFactory(board=action.board, agency=action.agency)
    factories.SupportFactory(evidence=open_item, answer=factories.AnswerFactory())
    owed = factories.AuditReturnFactory(audit_round__board=action.board)
    for about in ({"evidence": hidden}, {"evidence": open_item}, {"audit_return": owed}):
        factories.ReminderFactory(action=None, board=action.board, person=action.owner, **about)

    assert set(reminders_shown(office)) == {open_item, owed}
    for row in Reminder.objects.filter(evidence=hidden):
        assert office.get(page_of(row)).status_code == 302


def test_there_is_no_page_that_sends_anyone_to_any_record(office):
    [review, *_] = a_chain(published=False, word=CANARY)
    kind = ContentType.objects.get_for_model(Review)

    assert office.get(f"/back-office/r/{kind.pk}/{review.pk}/").status_code == 404


@pytest.mark.parametrize("person", ["staff", "chair", "member", "lead", "leaver"])
def test_only_administrators_come_in(client, world, person):
    client.force_login(world.people[person])

    assert client.get(reverse("admin:index"), follow=True).status_code in (200, 403)
    assert client.get(list_of(Review)).status_code == 302
    assert client.get(reverse("admin:login")).status_code == 403


def test_a_superuser_who_is_no_administrator_stays_out(client, db):
    client.force_login(factories.UserFactory(is_superuser=True))

    assert client.get(reverse("admin:index")).status_code == 302
    assert client.get(reverse("admin:login")).status_code == 403


def test_an_anonymous_visitor_is_sent_to_our_sign_in(client, db):
    response = client.get(reverse("admin:index"), follow=True)

    assert response.redirect_chain[-1][0].startswith(reverse("account_login"))
