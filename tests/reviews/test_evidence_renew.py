"""A newer version never overwrites: the older one stays, with what was said of it."""

from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from boards.models import Activity
from kscb.dates import today
from reviews.models import AuditReturn, Evidence, Support
from reviews.services import audits, evidence, evidence_decisions, evidence_versions
from reviews.services.work import evidence_to_see_to
from tests.after import errors_on, refusal, told
from tests.factories import ActionUpdateFactory, AnswerFactory, EvidenceFactory, SupportFactory
from tests.files.ordinary import pdf

pytestmark = pytest.mark.django_db
LINK = "https://kscb.example/newer"


@pytest.fixture
def item(world, action):
    item = EvidenceFactory(board=world.kent, agency=world.health, title="Our plan")
    SupportFactory(evidence=item, update=ActionUpdateFactory(action=action))
    return item


def renew(item, by, **given):
    given = given or {"link": LINK}
    return evidence_versions.renew(item, supports=Support.objects.all(), by=by, **given)


def send(client, item, **typed):
    url = reverse("reviews:renew-evidence", args=[item.pk])
    return client.post(url, {"title": item.title, **typed})


def test_a_newer_version_serves_the_same_and_the_older_stays(world, item, signed_in):
    old = item.supports.get()
    evidence_decisions.query(old, by=world.staff, note="Which year?")
    file = SimpleUploadedFile("plan 2019.pdf", pdf())

    response = send(signed_in(world.lead), item, files=file)

    newer = Evidence.objects.get(replaces=item)
    support = newer.supports.get()
    old.refresh_from_db()
    assert response.url == newer.get_absolute_url()
    assert (newer.title, newer.agency, newer.board) == ("Our plan", world.health, world.kent)
    assert newer.document.name == "plan 2019.pdf"
    assert (support.update, support.status, support.note) == (old.update, "submitted", "")
    assert (old.status, old.note) == ("queried", "Which year?")
    assert [entry.verb for entry in Activity.objects.about(item)] == ["gave a newer version"]
    assert [person for person, _ in told()][1:] == [world.staff, world.second_staff]


def test_the_period_is_asked_and_must_be_in_order(world, item, signed_in):
    days = {"good_from_0": 1, "good_from_1": 3, "good_from_2": 2026}
    ends = {"expires_on_0": 28, "expires_on_1": 2, "expires_on_2": 2026}

    response = send(signed_in(world.lead), item, link=LINK, **days, **ends)

    assert errors_on(response) == ["It must be good at least to the day it is good from"]
    assert Evidence.objects.count() == 1


def test_only_the_newest_is_replaced(world, item):
    renew(item, world.lead)

    with refusal("“Our plan” was replaced already. Open its newest version and replace that."):
        renew(item, world.lead)


def test_what_was_replaced_is_no_longer_decided_on(world, item):
    old = item.supports.get()
    newer = renew(item, world.lead)

    moved = evidence.decide(Support.objects.all(), "accepted", by=world.staff)

    assert (moved, newer.supports.get().status) == (1, "accepted")
    with refusal("A newer version replaces this evidence. Decide on that one."):
        evidence_decisions.reject(old, by=world.staff, note="Late.")


@pytest.mark.parametrize("step", ["accept", "reject", "query"])
def test_a_newer_version_for_something_else_leaves_the_older_to_be_decided(
    step, world, item, audit_return, signed_in
):
    """The return was sent, so the newer version is not given for its answer."""
    AuditReturn.objects.update(status="submitted")
    old = SupportFactory(evidence=item, answer=AnswerFactory(audit_return=audit_return))
    renew(item, world.lead)
    of_update = item.supports.exclude(pk=old.pk).get()
    urls = [reverse(f"reviews:{step}-evidence", args=[one.pk]) for one in (of_update, old)]

    page = signed_in(world.staff).get(item.get_absolute_url()).text
    sent = [signed_in(world.staff).post(url, {"note": "Read."}) for url in urls]

    decided = {"accept": "accepted", "reject": "rejected", "query": "queried"}[step]
    assert [url in page for url in urls] == [False, True]
    assert [one.status_code for one in sent] == [422, 302]
    assert [one.status for one in (of_update, old) if one.refresh_from_db() is None] == [
        "submitted",
        decided,
    ]


@pytest.mark.parametrize("status", ["submitted", "queried"])
def test_the_list_of_what_waits_holds_the_older_only_where_it_still_does(
    status, world, item, audit_return, signed_in
):
    """Renewed for the action; then for the answer too."""
    item.supports.update(status=status)
    renewed = renew(item, world.lead)
    renewed.supports.update(status="accepted")
    before = waiting_on(signed_in(world.staff), status)
    old = SupportFactory(
        evidence=item, answer=AnswerFactory(audit_return=audit_return), status=status
    )
    waits = waiting_on(signed_in(world.staff), status)
    owed = evidence_to_see_to(world.lead, world.kent)["queried"]

    SupportFactory(evidence=renewed, answer=old.answer, status="accepted")

    assert (before, waits, owed) == ([], [item], int(status == "queried"))
    assert waiting_on(signed_in(world.staff), status) == []
    assert evidence_to_see_to(world.lead, world.kent)["queried"] == 0


def waiting_on(client, status):
    page = client.get(reverse("reviews:evidence"), {"status": status})
    return [row.record for row in page.context["table"].rows]


def test_agreeing_the_return_accepts_the_older_version_that_is_still_its_own(
    world, item, audit_return
):
    AuditReturn.objects.update(status="submitted")
    old = SupportFactory(evidence=item, answer=AnswerFactory(audit_return=audit_return))
    renew(item, world.lead)

    audits.agree(audit_return, by=world.staff)

    assert list(Support.objects.filter(answer__isnull=False)) == [old]
    assert Support.objects.get(pk=old.pk).status == "accepted"


@pytest.mark.parametrize("given", [{}, {"file": True, "link": LINK}])
def test_it_is_one_file_or_one_link(given, world, item):
    if given:
        given["file"] = SimpleUploadedFile("plan.pdf", pdf())

    with refusal("Choose one file or give one web address."):
        evidence_versions.renew(item, supports=Support.objects.all(), by=world.lead, **given)

    assert Evidence.objects.count() == 1


@pytest.mark.parametrize(
    ("status", "said", "serves"),
    [
        ("in_progress", "submitted", True),
        ("returned", "rejected", True),
        ("submitted", "submitted", False),
        ("submitted", "queried", True),
        ("agreed", "accepted", True),
        ("agreed", "rejected", False),
    ],
)
def test_it_serves_what_is_open_or_asked_about_or_must_be_renewed(
    status, said, serves, world, audit_return
):
    AuditReturn.objects.update(status=status)
    item = EvidenceFactory(board=world.kent, agency=world.health)
    SupportFactory(evidence=item, answer=AnswerFactory(audit_return=audit_return), status=said)

    if serves:
        assert renew(item, world.lead).supports.get().answer.audit_return == audit_return
        return
    with refusal("Nothing that it supports is open now, so there is nothing to renew it for."):
        renew(item, world.lead)


def test_a_contributor_renews_it_only_for_what_was_shared_with_them(
    world, action, item, audit_return, signed_in
):
    SupportFactory(evidence=item, answer=AnswerFactory(audit_return=audit_return))
    action.contributors.add(world.contributor)

    send(signed_in(world.contributor), item, link=LINK)

    [support] = Support.objects.filter(evidence__replaces=item)
    assert support.update.action == action


def test_every_version_lists_those_before_and_after_newest_first(world, item, signed_in):
    second = renew(item, world.lead)
    third = renew(second, world.lead)
    other = EvidenceFactory(board=world.kent, agency=world.health)
    renewed = EvidenceFactory(board=world.kent, agency=world.health, replaces=other)

    client = signed_in(world.staff)
    pages = [client.get(one.get_absolute_url()) for one in (item, second, third, renewed)]

    assert [list(page.context["versions"]) for page in pages[:3]] == [[third, second, item]] * 3
    assert list(pages[3].context["versions"]) == [renewed, other]
    assert [page.context["may_renew"] for page in pages] == [False] * 4  # staff never
    assert pages[0].context["evidence"].standing.word == "Replaced"


@pytest.mark.parametrize(
    ("days", "word"),
    [
        (-1, "Expired"),
        (0, "Expires today"),
        (1, "Expires in 1 day"),
        (60, "Expires in 60 days"),
        (61, "In date"),
        (None, "No end date"),
    ],
)
def test_whether_it_is_still_good_is_derived_from_its_dates(days, word, item):
    item.expires_on = None if days is None else today() + timedelta(days=days)

    assert item.standing.word == word


def test_what_is_not_good_yet_says_from_when(item):
    item.good_from = date(2090, 3, 1)

    assert item.standing.word == "Good from 1 March 2090"
