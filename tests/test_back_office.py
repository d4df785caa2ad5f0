"""Every list of the back office: quick, closed to others, and silent about restricted reviews."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from allauth.mfa.models import Authenticator
from django.apps import apps
from django.contrib import admin
from django.contrib.admin.models import ADDITION, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from boards.models import Document, Draft, Invitation, Notice, Receipt, Role
from boards.services.activity import record
from reviews.models import (
    ActionUpdate,
    DueDateChange,
    Evidence,
    Review,
    Support,
    TrackedRow,
    Tracker,
)
from tests import factories

OURS = [
    model
    for app in ("boards", "reviews", "training", "performance")
    for model in apps.get_app_config(app).get_models()
]
LISTS = [*OURS, Authenticator]
CANARY = "Zanzibar"
CHANGEABLE = [
    *("Board", "Body", "Agency", "Partner", "User", "Membership"),
    *("Meeting", "Achievement", "MemberView", "Theme", "ReviewKind"),
    *("Stage", "ClockRule", "Criterion"),
    *("Framework", "Grade", "Question", "Course", "Area", "Indicator"),
]


def list_of(model, **query):
    return reverse(
        f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist", query=query
    )


def page_of(row, page="change"):
    names = row._meta.app_label, row._meta.model_name, page
    return reverse("admin:{}_{}_{}".format(*names), args=[row.pk])


@pytest.fixture
def administrator(db):
    return factories.UserFactory(name="Ada Admin", is_staff=True)


@pytest.fixture
def office(client, administrator):
    client.force_login(administrator)
    return client


def a_document(board, by, name="minutes.pdf"):
    return Document.objects.create(
        board=board,
        name=name,
        kind="pdf",
        size=9,
        sha256="0" * 64,
        stored_as=uuid4(),
        uploaded_by=by,
    )


def a_chain(*, published, word):
    """One row of everything that hangs from a review, each holding `word`."""
    board = factories.BoardFactory()
    agency = factories.AgencyFactory(serves=board)
    theme = factories.ThemeFactory(board=board)
    status = {"published": True} if published else {}
    review = factories.ReviewFactory(board=board, pseudonym=word, summary=word, **status)
    finding = factories.FindingFactory(review=review, wording=word, themes=[theme])
    recommendation = factories.RecommendationFactory(review=review, wording=word)
    recommendation.findings.add(finding)
    action = factories.ActionFactory(recommendation=recommendation, agency=agency, wording=word)
    update = factories.ActionUpdateFactory(action=action, text=word)
    change = DueDateChange.objects.create(
        action=action, was_on=action.due_on, now_on=action.due_on, reason=word, by=action.owner
    )
    document = a_document(board, action.owner, name=f"{word}.pdf")
    evidence = factories.EvidenceFactory(
        board=board, agency=action.agency, title=word, link="", document=document
    )
    support = factories.SupportFactory(evidence=evidence, update=update)
    reader = factories.NamedReaderFactory(review=review, reason=word)
    factories.ReminderFactory(action=action)
    factories.UpdateLinkFactory(action=action)
    chain = [review, finding, recommendation, action, update, change]
    chain += [document, evidence, support, reader]
    chain += what_a_publication_left(review, recommendation, agency, word=word)
    chain += around_review(review, word)
    done = factories.ActionFactory(recommendation=recommendation, wording=word, accepted=True)
    chain += [done.acceptances.get()]
    chain += [factories.MeasureFactory(recommendation=recommendation, wording=word)]
    chain += [factories.ResponseFactory(recommendation=recommendation, reasons=word)]
    # The life of a review
    kind = factories.ReviewKindFactory(board=board)
    chain += [
        factories.StageReachedFactory(review=review, stage__kind=kind),
        factories.ReviewEventFactory(review=review, words=word),
        factories.LatenessReasonFactory(review=review, rule__kind=kind),
        factories.HoldFactory(review=review, reason=word),
        factories.DecisionFactory(review=review, reasons=word),
        factories.LinkedReviewFactory(review=review, held_by=word),
    ]
    chain += the_thread(finding, theme, word)
    chain += read_in(review, action.owner, word)
    told = [record(row, f"logged {word}", by=action.owner, note=word) for row in chain]
    elsewhere = record(theme, "changed", by=action.owner, note=f"After {review.reference}.")
    notice = Notice.objects.create(
        board=board, email="someone@kscb.example", subject=f"About {word}", about=action.reference
    )
    return [*chain, *told, elsewhere, notice]


def the_thread(finding, theme, word):
    """What a theme is also called and judged; and the answer to an alarm."""
    factories.SynonymFactory(theme=theme)
    factories.PracticeStandardFactory(theme=theme)
    factories.VerdictFactory(theme=theme)
    return [factories.AlarmAnswerFactory(finding=finding, theme=theme, answer=word, shown=word)]


def read_in(review, by, word):
    """A tracker that was read into the review, and one of its rows."""
    document = a_document(review.board, by, name=f"{word}.xlsx")
    tracker = Tracker.objects.create(
        board=review.board, document=document, review=review, status="imported", by=by
    )
    return [tracker, TrackedRow.objects.create(tracker=tracker, row_number=2, words=word)]


def what_a_publication_left(review, recommendation, agency, *, word):
    briefing = factories.BriefingFactory(review=review, title=word, panels=word)
    return [
        factories.PublicationCheckFactory(review=review, words=word),
        briefing,
        briefing.panels.first(),
        factories.AttestationFactory(briefing=briefing, agency=agency, team=word),
        factories.RelookFactory(recommendation=recommendation, words=word),
    ]


def around_review(review, word):
    """Who read it, what was asked of an agency, and a document with its file."""
    kept = factories.ReviewDocumentFactory(review=review, title=word)
    kept.document.name = f"{word}.txt"
    kept.document.save()
    return [
        factories.ReadingFactory(review=review, reason=word),
        factories.InformationRequestFactory(review=review, asked=word),
        kept,
        kept.document,
    ]


def one_of_everything():
    """At least one more row in every list."""
    [review, *_] = a_chain(published=True, word="Harbour")
    board, person = review.board, factories.UserFactory()
    factories.MembershipFactory(board=board, user=person)
    factories.PartnerFactory(board=board)
    factories.MeetingFactory(board=board)
    factories.AchievementFactory(board=board)
    factories.MemberViewFactory(board=board)
    audit_return = factories.AuditReturnFactory(
        audit_round__board=board, agency=factories.AgencyFactory()
    )
    factories.SupportFactory(
        evidence__agency=audit_return.agency,
        answer=factories.AnswerFactory(audit_return=audit_return),
    )
    factories.AttendanceFactory(session__course__board=board, session__trainer=person)
    factories.CompletionFactory(course__board=board)
    factories.ObservationFactory(indicator__board=board)
    factories.CriterionFactory(kind__board=board)
    Receipt.objects.create(token=uuid4(), person=person, path="/reviews/1/")
    Draft.objects.create(person=person, path="/reviews/1/")
    Authenticator.objects.create(user=person, type="totp", data={"secret": "QQ"})
    Invitation.objects.create(
        board=board,
        email="new@kscb.example",
        name="New Person",
        role=Role.STAFF,
        invited_by=person,
        expires_at=timezone.now() + timedelta(days=7),
    )


def test_every_model_has_its_list_and_its_sentence():
    assert set(admin.site._registry) == set(LISTS)
    assert [m for m in LISTS if len(admin.site.get_model_admin(m).description) < 20] == []


@pytest.mark.parametrize("model", LISTS, ids=lambda model: model._meta.label)
def test_a_list_asks_the_database_no_more_as_it_grows(office, model):
    one_of_everything()
    office.get(list_of(model))
    with CaptureQueriesContext(connection) as few:
        first = office.get(list_of(model))
    one_of_everything()
    one_of_everything()

    with CaptureQueriesContext(connection) as many:
        last = office.get(list_of(model))

    grew = last.context["cl"].result_count - first.context["cl"].result_count
    assert first.context["cl"].result_count >= 1
    assert grew >= 1 or model._meta.label == "performance.Area"
    assert len(many) == len(few)
    assert len(many) <= 12


@pytest.mark.parametrize("model", LISTS, ids=lambda model: model._meta.label)
def test_a_list_can_be_searched_and_filtered(office, model):
    one_of_everything()
    here = admin.site.get_model_admin(model)

    found = office.get(list_of(model, q="nothing is called this"))

    assert here.search_fields
    assert found.context["cl"].result_count == 0
    for spec in office.get(list_of(model)).context["cl"].filter_specs:
        for choice in spec.choices(found.context["cl"]):
            assert office.get(list_of(model) + choice["query_string"]).status_code == 200


@pytest.mark.parametrize("model", LISTS, ids=lambda model: model._meta.label)
def test_a_record_opens_and_nothing_of_ours_can_be_deleted(office, model):
    one_of_everything()
    row = model.objects.order_by("pk").last()

    opened = office.get(page_of(row))
    deleting = office.post(page_of(row, "delete"), {"post": "yes"})

    assert opened.status_code == (403 if model in (Receipt, Draft) else 200)
    assert deleting.status_code == (302 if model is Authenticator else 403)
    assert model.objects.filter(pk=row.pk).exists() == (model is not Authenticator)


@pytest.mark.parametrize("model", OURS, ids=lambda model: model._meta.label)
def test_what_moves_by_steps_is_only_looked_at(office, model):
    one_of_everything()
    row = model.objects.order_by("pk").last()

    response = office.post(page_of(row), {})

    assert response.status_code == (200 if model.__name__ in CHANGEABLE else 403)


def rows_below(model):
    """Whether a row of `model` belongs, through any of its own foreign keys, to a review."""
    ups = {field.related_model for field in model._meta.fields if field.is_relation}
    return Review in ups or any(rows_below(up) for up in ups - {model} if up in OURS)


def test_every_kind_of_row_below_a_review_has_its_rule():
    below = {model for model in OURS if model is Review or rows_below(model)}

    assert below <= set(admin.site.kept_out)


@pytest.mark.parametrize("model", LISTS, ids=lambda model: model._meta.label)
def test_no_restricted_review_appears_in_a_list(office, model):
    a_chain(published=True, word="Harbour")
    a_chain(published=False, word=CANARY)
    rows = model.objects.count()

    plain = office.get(list_of(model))
    searched = office.get(list_of(model, q=CANARY))

    assert CANARY not in plain.content.decode()
    assert searched.context["cl"].result_count == 0
    assert model not in admin.site.kept_out or plain.context["cl"].result_count < rows


@pytest.mark.django_db
def test_once_published_it_appears(office):
    for row in a_chain(published=True, word=CANARY):
        listed = office.get(list_of(type(row)))
        opened = office.get(page_of(row))

        assert (type(row), opened.status_code) == (type(row), 200)
        assert listed.context["cl"].result_count >= 1


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


def test_pages_hold_no_inline_script_or_style(office):
    one_of_everything()
    pages = [reverse("admin:index")]
    for model in LISTS:
        pages += [list_of(model), page_of(model.objects.order_by("pk").last())]

    for page in pages:
        markup = office.get(page).content.decode()

        assert not re.search(r"<style|<script(?![^>]*\bsrc=)|\sstyle=|\son[a-z]+=", markup), page
