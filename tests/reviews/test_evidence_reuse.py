"""What was given once is used for more than one thing, and each says what supports it."""

from datetime import timedelta

import pytest
from django.urls import reverse

from kscb.dates import today
from reviews.models import Action, AuditReturn, Support
from reviews.services import evidence_reuse
from tests.after import refusal, steps_on
from tests.factories import (
    ActionUpdateFactory,
    AnswerFactory,
    EvidenceFactory,
    PracticeStandardFactory,
    SupportFactory,
    ThemeFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def update(action):
    return ActionUpdateFactory(action=action)


@pytest.fixture
def item(world, update):
    """Given for the action."""
    given = EvidenceFactory(
        board=world.kent, agency=world.health, title="Our plan", folded="our plan"
    )
    SupportFactory(evidence=given, update=update)
    return given


@pytest.fixture
def standard(world):
    return PracticeStandardFactory(theme=ThemeFactory(board=world.kent))


@pytest.fixture
def ask(audit_return, questions):
    return reverse("reviews:use-for-question", args=[audit_return.pk, questions[0].number])


def offered(response):
    return [str(label) for _, label in response.context["form"].fields["items"].choices]


def test_an_answer_is_begun_with_what_was_given_before(
    world, item, ask, audit_return, questions, signed_in
):
    response = signed_in(world.lead).post(ask, {"items": [item.pk]})

    support = Support.objects.get(answer__isnull=False)
    assert response.url == audit_return.get_absolute_url()
    assert (support.evidence, support.status) == (item, "submitted")
    assert (support.answer.audit_return, support.answer.question) == (audit_return, questions[0])


@pytest.mark.parametrize("before", [{}, {"is_without_involvement": True, "involvement": "None."}])
def test_evidence_given_before_begins_the_return_like_an_answer(
    before, world, item, ask, audit_return, signed_in
):
    """Also one sent back that said “no involvement”."""
    AuditReturn.objects.update(status="returned" if before else "not_started", **before)

    signed_in(world.lead).post(ask, {"items": [item.pk]})

    audit_return.refresh_from_db()
    assert audit_return.status == ("returned" if before else "in_progress")
    assert (audit_return.is_without_involvement, audit_return.involvement) == (False, "")
    assert [verb for _, verb, _ in steps_on(audit_return)] == [
        "gave evidence",
        "answers after all" if before else "started",
    ]


def test_an_update_and_a_standard_use_it_too(world, action, item, standard, signed_in):
    another = ActionUpdateFactory(action=action)
    client = signed_in(world.lead)

    client.post(reverse("reviews:use-for-update", args=[another.pk]), {"items": [item.pk]})
    client.post(reverse("reviews:use-for-standard", args=[standard.pk]), {"items": [item.pk]})

    page = client.get(standard.get_absolute_url())
    assert [s.update or s.standard for s in item.supports.all()][1:] == [another, standard]
    assert "Our plan" in page.text


def test_only_own_newest_items_still_good_and_not_used_there_are_offered(
    world, item, ask, audit_return, questions, signed_in
):
    own = {"board": world.kent, "agency": world.health}
    EvidenceFactory(board=world.kent, agency=world.police)
    EvidenceFactory(board=world.medway, agency=world.health)
    EvidenceFactory(**own, expires_on=today() - timedelta(days=1))
    replaced = EvidenceFactory(**own)
    EvidenceFactory(**own, replaces=replaced, title="Newest")
    answer = AnswerFactory(audit_return=audit_return, question=questions[0])
    SupportFactory(evidence=EvidenceFactory(**own), answer=answer)

    labels = offered(signed_in(world.lead).get(ask))

    assert [label.split(" (")[0] for label in labels] == ["Newest", "Our plan"]


def test_words_narrow_what_is_offered(world, item, ask, signed_in):
    EvidenceFactory(board=world.kent, agency=world.health, title="Register", folded="register")

    response = signed_in(world.lead).get(ask, {"q": "plan\x00"})

    assert [label.split(" (")[0] for label in offered(response)] == ["Our plan"]


def test_no_more_than_a_hundred_are_shown(world, item, ask, signed_in):
    EvidenceFactory.create_batch(101, board=world.kent, agency=world.health)

    response = signed_in(world.lead).get(ask)

    assert (len(offered(response)), response.context["how_many"]) == (100, 102)


def test_a_contributor_is_offered_only_what_was_shared_with_them(
    world, action, item, audit_return, ask, signed_in
):
    audit_return.contributors.add(world.contributor)
    before = offered(signed_in(world.contributor).get(ask))
    action.contributors.add(world.contributor)

    after = offered(signed_in(world.contributor).get(ask))

    assert (len(before), len(after)) == (0, 1)


def test_what_is_not_offered_cannot_be_chosen(world, item, ask, signed_in):
    theirs = EvidenceFactory(board=world.kent, agency=world.police)

    response = signed_in(world.lead).post(ask, {"items": [theirs.pk]})

    assert (response.status_code, theirs.supports.count()) == (422, 0)


def test_a_return_that_was_sent_takes_no_more(world, item, audit_return, questions):
    AuditReturn.objects.update(status="submitted")

    with refusal("This return is now “Submitted”, so its answers cannot change."):
        evidence_reuse.use_for_question(
            [item], audit_return=audit_return, question=questions[0], by=world.lead
        )


def test_an_action_at_its_end_takes_no_more(world, item, action):
    Action.objects.update(status="accepted")
    another = ActionUpdateFactory(action=action)

    with refusal(f"{action} is now “Accepted as done”, so no evidence can be added."):
        evidence_reuse.use([item], update=another, by=world.lead)


def test_a_retired_standard_takes_no_more(world, item, standard):
    standard.retired_on = today()

    with refusal("This practice standard is retired, so no evidence can be added."):
        evidence_reuse.use([item], standard=standard, by=world.lead)


def test_a_replaced_item_is_not_used_anew(world, item, standard):
    EvidenceFactory(board=world.kent, agency=world.health, replaces=item)

    with refusal("A newer version replaces “Our plan”. Use that one."):
        evidence_reuse.use([item], standard=standard, by=world.lead)


# What supports this, and what this supports


def test_the_page_names_only_what_the_reader_may_know_of(
    world, action, item, audit_return, signed_in
):
    answer = AnswerFactory(audit_return=audit_return)
    hidden = SupportFactory(evidence=item, answer=answer)
    action.contributors.add(world.contributor)

    seen = {
        person: len(
            signed_in(world.people[person]).get(item.get_absolute_url()).context["supports"]
        )
        for person in ("staff", "lead", "contributor")
    }
    page = signed_in(world.contributor).get(item.get_absolute_url())

    assert seen == {"staff": 2, "lead": 2, "contributor": 1}
    assert hidden.target[1] not in page.text


def test_the_status_that_narrows_the_list_is_of_what_the_reader_may_know_of(
    world, action, item, audit_return, signed_in
):
    SupportFactory(evidence=item, answer=AnswerFactory(audit_return=audit_return), status="queried")
    action.contributors.add(world.contributor)
    asked = {"status": "queried"}
    url = reverse("reviews:evidence")

    totals = [
        signed_in(person).get(url, asked).context["total"]
        for person in (world.lead, world.contributor)
    ]

    assert totals == [1, 0]


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"expired": "on"}, ["Ended"]),
        ({"expiring": "on"}, ["Ends"]),
        ({"kind": "links"}, ["Ends", "Ended", "Our plan"]),
        ({"kind": "files"}, []),
        ({"q": "plan"}, ["Our plan"]),
        ({"status": "submitted"}, ["Our plan"]),
    ],
)
def test_the_list_is_narrowed(asked, found, world, item, signed_in):
    own = {"board": world.kent, "agency": world.health}
    EvidenceFactory(**own, title="Ended", expires_on=today() - timedelta(days=1))
    EvidenceFactory(**own, title="Ends", expires_on=today() + timedelta(days=60))

    response = signed_in(world.staff).get(reverse("reviews:evidence"), asked)

    assert [row.record.title for row in response.context["table"].page] == found


def test_the_list_is_narrowed_by_audit(world, item, audit_return, audit_round, signed_in):
    given = EvidenceFactory(board=world.kent, agency=world.health)
    SupportFactory(evidence=given, answer=AnswerFactory(audit_return=audit_return))

    response = signed_in(world.staff).get(
        reverse("reviews:evidence"), {"audit_round": audit_round.pk}
    )

    assert [row.record for row in response.context["table"].page] == [given]


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_asks_no_more_for_more_that_it_supports(
    count, world, action, item, signed_in, django_assert_max_num_queries
):
    for _ in range(count):
        SupportFactory(evidence=item, update=ActionUpdateFactory(action=action))
    client = signed_in(world.staff)

    with django_assert_max_num_queries(12):
        page = client.get(item.get_absolute_url())

    assert len(page.context["supports"]) == count + 1


def test_the_work_page_points_out_what_to_see_to(world, item, signed_in):
    SupportFactory(
        evidence=EvidenceFactory(
            board=world.kent, agency=world.health, expires_on=today() + timedelta(days=9)
        ),
        update=item.supports.get().update,
        status="queried",
    )

    page = signed_in(world.lead).get(reverse("reviews:work"))

    assert page.context["evidence"] == {"expired": 0, "expiring": 1, "queried": 1}
    assert "1 expires within 60 days" in page.text
