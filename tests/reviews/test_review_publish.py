"""Publishing takes two people: one asks, another, who wrote none of it, approves."""

from datetime import UTC, date, datetime

import pytest

from boards.models import Role
from kscb.dates import today
from kscb.refusal import MoveNotAllowed
from reviews.models import Finding, NamedReader, Review
from reviews.services import findings, reviews
from tests.after import everything, refusal, steps_on, told
from tests.factories import UserFactory, person_on

AGAIN = "Open the page again to see what has happened."
ASKED = {"from": "Being written", "to": "Waiting for approval to publish"}


@pytest.fixture
def asked(world, review, finding):
    """Sam Staff has asked to publish it."""
    return reviews.ask_to_publish(review, by=world.staff, note="Ready.")


def test_asking_freezes_the_words_and_tells_the_other_staff(world, asked):
    asked.refresh_from_db()

    assert (asked.status, asked.asked_by) == ("asked", world.staff)
    assert steps_on(asked) == [(world.staff, "asked to publish", {**ASKED, "note": "Ready."})]
    ask = "KSCB: a publication waits for a second person's approval"
    assert told() == [(world.second_staff, ask)]


def test_a_review_without_a_finding_is_not_published(world, review):
    with refusal("Add at least one finding before asking to publish."):
        reviews.ask_to_publish(review, by=world.staff)


def test_asking_twice_is_refused(world, asked):
    with refusal(
        "This is now “Waiting for approval to publish”, so it cannot become "
        f"“Waiting for approval to publish”. {AGAIN}",
        MoveNotAllowed,
    ):
        reviews.ask_to_publish(asked, by=world.second_staff)


def test_a_second_person_publishes_it_and_the_first_is_told(world, asked):
    reviews.publish(asked, by=world.second_staff, note="Read twice.")

    asked.refresh_from_db()
    assert (asked.status, asked.published_on) == ("published", today())
    assert Review.objects.visible_to(world.member).get() == asked
    detail = {
        "from": "Waiting for approval to publish",
        "to": "Published",
        "note": "Read twice.",
    }
    assert steps_on(asked)[1:] == [(world.second_staff, "published", detail)]
    assert (world.staff, "KSCB: a publication you asked for was approved") in told()


def test_a_publication_typed_in_later_keeps_its_own_day(world, asked):
    then = datetime(2018, 3, 31, 23, 30, tzinfo=UTC)  # already April in England

    reviews.publish(asked, by=world.chair, at=then)

    asked.refresh_from_db()
    assert (asked.published_on, asked.status_since) == (date(2018, 4, 1), then)


def test_the_person_who_asked_does_not_approve(world, asked):
    with refusal("The person who asked to publish cannot also approve it."):
        reviews.publish(asked, by=world.staff)


def test_who_asked_is_looked_up_when_it_is_approved(world, review, finding):
    read_before = Review.objects.get(pk=review.pk)
    reviews.ask_to_publish(review, by=world.staff)

    with refusal("The person who asked to publish cannot also approve it."):
        reviews.publish(read_before, by=world.staff)


def test_a_draft_is_not_published(world, review):
    with refusal(
        f"This is now “Being written”, so it cannot become “Published”. {AGAIN}", MoveNotAllowed
    ):
        reviews.publish(review, by=world.staff)


def test_publishing_twice_is_refused_and_keeps_the_first_day(world, asked):
    reviews.publish(asked, by=world.chair, at=datetime(2018, 1, 15, tzinfo=UTC))

    with refusal(
        f"This is now “Published”, so it cannot become “Published”. {AGAIN}", MoveNotAllowed
    ):
        reviews.publish(asked, by=world.second_staff)


def test_it_is_sent_back_with_what_should_change(world, asked):
    reviews.send_back(asked, by=world.second_staff, note="Finding 1 names a school.")

    asked.refresh_from_db()
    detail = {
        "from": "Waiting for approval to publish",
        "to": "Being written",
        "note": "Finding 1 names a school.",
    }
    assert asked.status == "draft"
    assert steps_on(asked)[1:] == [(world.second_staff, "sent back to be changed", detail)]
    assert (world.staff, "KSCB: a publication you asked for was sent back") in told()


def may_approve(person, review):
    return type(person).objects.get(pk=person.pk).has_perm("reviews.approve_publication", review)


def test_whoever_sent_it_back_or_named_a_reader_may_still_approve_it(world, asked):
    reviews.send_back(asked, by=world.second_staff, note="Change this.")
    reader = reviews.name_reader(asked, person=world.lead, reason="Panel", by=world.second_staff)
    reviews.end_reader(reader, by=world.second_staff)
    reviews.ask_to_publish(asked, by=world.staff)

    assert may_approve(world.second_staff, asked)
    assert may_approve(world.chair, asked)


@pytest.mark.parametrize(
    "write",
    [
        lambda review, by: reviews.edit(review, version=1, by=by, pseudonym="X", summary=""),
        lambda review, by: findings.add(
            review, wording="X", found_on=date(2017, 9, 1), themes=[], by=by
        ),
        lambda review, by: findings.edit(
            Finding.objects.get(), version=1, themes=[], by=by, wording="X"
        ),
        lambda review, by: reviews.ask_to_publish(review, by=by),
    ],
    ids=["the review", "a finding", "another's finding", "the request"],
)
def test_whoever_wrote_any_of_it_may_not_approve_it(world, review, finding, write):
    write(review, by=world.second_staff)

    assert (may_approve(world.second_staff, review), may_approve(world.chair, review)) == (
        False,
        True,
    )


def test_the_page_of_approval_publishes_once(world, signed_in, asked):
    client = signed_in(world.second_staff)
    address = f"/reviews/{asked.pk}/publish/approve/"
    client.post(address, {"note": "Read."})
    before = everything()

    again = client.post(address, {"note": "Read again."})

    words = f"This is now “Published”, so it cannot become “Published”. {AGAIN}"
    assert again.context["form"].non_field_errors() == [words]
    assert (again.status_code, "Read again." in again.content.decode()) == (422, True)
    assert everything() == before


def test_a_named_reader_reads_what_is_not_published(world, review):
    hidden_before = Review.objects.visible_to(world.member).exists()

    reviews.name_reader(review, person=world.member, reason="On the panel", by=world.chair)

    assert (hidden_before, Review.objects.visible_to(world.member).get()) == (False, review)
    assert steps_on(review) == [
        (world.chair, "named Morgan Member as a reader", {"note": "On the panel"})
    ]


def test_a_named_reader_has_a_role_on_the_board(world, review):
    stranger = UserFactory(name="Sid Stranger")

    for person in (stranger, world.leaver, world.other_staff):
        with refusal(f"{person} has no role on this board now. Invite them first."):
            reviews.name_reader(review, person=person, reason="Panel", by=world.staff)


def test_a_reader_is_named_once_at_a_time(world, review):
    reader = person_on(world.kent, Role.READER, name="Ray Reader")
    named = reviews.name_reader(review, person=reader, reason="Panel", by=world.staff)

    with refusal("Ray Reader is a named reader of this review already."):
        reviews.name_reader(review, person=reader, reason="Panel", by=world.staff)
    reviews.end_reader(named, by=world.staff)
    reviews.name_reader(review, person=reader, reason="Panel again", by=world.staff)
    assert NamedReader.objects.count() == 2


def test_reading_ends_at_once_and_once(world, review):
    named = reviews.name_reader(review, person=world.member, reason="Panel", by=world.staff)

    reviews.end_reader(named, by=world.staff)

    assert not Review.objects.visible_to(world.member).exists()
    assert steps_on(review)[1:] == [(world.staff, "ended Morgan Member's reading", {})]
    with refusal("This person is no longer a named reader."):
        reviews.end_reader(named, by=world.staff)
