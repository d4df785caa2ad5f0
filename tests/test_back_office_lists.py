"""Every list of the back office, full: quick however long, searched, and safe to look at."""

import re

import pytest
from allauth.mfa.models import Authenticator
from django.contrib import admin
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from boards.models import Draft, Receipt
from tests import factories
from tests.office_rows import LISTS, OURS, a_chain, list_of, one_of_everything, page_of

pytestmark = pytest.mark.django_db
CANARY = "Zanzibar"
CHANGEABLE = [
    *("Board", "Body", "Agency", "Partner", "User", "Membership"),
    *("Meeting", "Achievement", "MemberView", "Theme", "ReviewKind"),
    *("Stage", "ClockRule", "Criterion"),
    *("Course", "Area", "Indicator"),
]


@pytest.fixture(scope="module")
def office(django_db_setup, django_db_blocker):
    """An administrator in a back office with a row of everything and a restricted review."""
    with django_db_blocker.unblock(), transaction.atomic():
        client = Client()
        client.force_login(factories.UserFactory(name="Ada Admin", is_staff=True))
        a_chain(published=False, word=CANARY)
        one_of_everything()
        yield client
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def grown(office):
    """How many rows each list holds and how much it asks, with one row of everything and three."""
    first = {model: measured(office, model) for model in LISTS}
    with transaction.atomic():
        one_of_everything()
        one_of_everything()
        last = {model: measured(office, model) for model in LISTS}
        transaction.set_rollback(True)
    return first, last


def measured(office, model):
    office.get(list_of(model))
    with CaptureQueriesContext(connection) as asked:
        response = office.get(list_of(model))
    return response.context["cl"].result_count, len(asked)


@pytest.mark.parametrize("model", LISTS, ids=lambda model: model._meta.label)
def test_a_list_asks_the_database_no_more_as_it_grows(grown, model):
    (few, asked_for_few), (many, asked_for_many) = (counts[model] for counts in grown)

    assert few >= 1
    assert many > few or model._meta.label == "performance.Area"
    assert asked_for_many == asked_for_few
    assert asked_for_many <= 12


@pytest.mark.parametrize("model", LISTS, ids=lambda model: model._meta.label)
def test_a_list_can_be_searched_and_filtered(office, model):
    here = admin.site.get_model_admin(model)

    found = office.get(list_of(model, q="nothing is called this"))

    assert here.search_fields
    assert found.context["cl"].result_count == 0
    specs = office.get(list_of(model)).context["cl"].filter_specs
    # Each filter offers "All", which is the same address.
    offered = {
        choice["query_string"] for spec in specs for choice in spec.choices(found.context["cl"])
    }
    for narrowed in offered:
        assert office.get(list_of(model) + narrowed).status_code == 200


@pytest.mark.parametrize("model", LISTS, ids=lambda model: model._meta.label)
def test_a_record_opens_and_nothing_of_ours_can_be_deleted(office, model):
    row = model.objects.order_by("pk").last()

    opened = office.get(page_of(row))
    deleting = office.post(page_of(row, "delete"), {"post": "yes"})

    assert opened.status_code == (403 if model in (Receipt, Draft) else 200)
    assert deleting.status_code == (302 if model is Authenticator else 403)
    assert model.objects.filter(pk=row.pk).exists() == (model is not Authenticator)


@pytest.mark.parametrize("model", OURS, ids=lambda model: model._meta.label)
def test_what_moves_by_steps_is_only_looked_at(office, model):
    row = model.objects.order_by("pk").last()

    response = office.post(page_of(row), {})

    assert response.status_code == (200 if model.__name__ in CHANGEABLE else 403)


@pytest.mark.parametrize("model", LISTS, ids=lambda model: model._meta.label)
def test_no_restricted_review_appears_in_a_list(office, model):
    rows = model.objects.count()

    plain = office.get(list_of(model))
    searched = office.get(list_of(model, q=CANARY))

    assert CANARY not in plain.content.decode()
    assert searched.context["cl"].result_count == 0
    assert model not in admin.site.kept_out or plain.context["cl"].result_count < rows


def test_pages_hold_no_inline_script_or_style(office):
    pages = [reverse("admin:index")]
    for model in LISTS:
        pages += [list_of(model), page_of(model.objects.order_by("pk").last())]

    for page in pages:
        markup = office.get(page).content.decode()

        assert not re.search(r"<style|<script(?![^>]*\bsrc=)|\sstyle=|\son[a-z]+=", markup), page
