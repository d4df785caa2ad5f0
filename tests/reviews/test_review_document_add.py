"""A review's documents: each in its versions, and a report for publication that two people saw."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from boards.models import Document
from reviews.models import Review, ReviewDocument
from reviews.services import documents, readings, reviews
from tests.after import CANARY, refusal, steps_on
from tests.factories import NamedReaderFactory


def a_file(words=b"Terms."):
    return SimpleUploadedFile(f"{CANARY}.txt", words)


@pytest.fixture
def add(world, review):
    def add(title="Terms of reference", kind="terms", words=b"Terms.", **fields):
        return documents.add(
            review, kind=kind, title=title, file=a_file(words), by=world.staff, **fields
        )

    return add


def publish(review):
    Review.objects.filter(pk=review.pk).update(status="published", published_on=date(2018, 1, 15))
    review.refresh_from_db()


def test_a_document_is_kept_and_its_own_name_is_not(world, review, add):
    kept = add()

    assert (kept.kind, kept.title, kept.version, kept.by, kept.request) == (
        "terms",
        "Terms of reference",
        1,
        world.staff,
        None,
    )
    assert Document.objects.get().name == "kscb-scr2017-02-terms-of-reference-1.txt"
    assert steps_on(review) == [
        (world.staff, "kept a document", {"note": "Terms of reference, version 1"})
    ]


def test_the_same_title_is_a_new_version_and_the_old_one_stays(add):
    add()

    add(title="  terms of   REFERENCE ")
    other = add(title="Other terms")

    rows = ReviewDocument.objects.filter(title="Terms of reference").order_by("version")
    assert ([row.version for row in rows], other.version) == ([1, 2], 1)
    assert Document.objects.count() == 3


def test_a_title_is_of_one_type(add):
    add()

    with refusal(
        "“Terms of reference” is kept as “Terms of reference”. Choose that type, or give this "
        "document another title."
    ):
        add(kind="letter")


@pytest.mark.parametrize(
    ("status", "label"),
    [("asked", "Waiting for approval to publish"), ("published", "Published")],
)
def test_the_report_cannot_change_once_approval_is_asked(review, add, status, label):
    Review.objects.filter(pk=review.pk).update(status=status, published_on=date(2018, 1, 15))

    with refusal(f"This review is now “{label}”, so its report for publication cannot change."):
        add(title="Report", kind="published_report")
    assert add(title="Letter", kind="letter").version == 1


def test_whoever_gives_the_report_does_not_approve_it(world, review, finding, add):
    before = world.staff.has_perm("reviews.approve_publication", review)

    add(title="Report", kind="published_report")

    assert (before, world.staff.has_perm("reviews.approve_publication", review)) == (True, False)


def test_of_a_published_review_everyone_opens_the_last_report_alone(world, review, add, signed_in):
    add()
    first, last = [
        add(title="Report", kind="published_report", words=words) for words in (b"One", b"Two")
    ]
    hidden = [row.pk for row in ReviewDocument.objects.visible_to(world.member)]
    publish(review)
    client = signed_in(world.member)

    opened = client.get(f"/reviews/documents/{last.pk}/")

    assert (hidden, [*ReviewDocument.objects.visible_to(world.member)]) == ([], [last])
    assert b"".join(opened.streaming_content) == b"Two"
    assert client.get(f"/reviews/documents/{first.pk}/").status_code == 404
    assert ReviewDocument.objects.visible_to(world.staff).count() == 3


def test_a_download_asks_why_and_is_written_down(world, review, add, signed_in):
    kept = add()
    client = signed_in(world.chair)
    asked = client.get(f"/reviews/documents/{kept.pk}/")
    readings.read(review, by=world.chair, reason="The panel")

    opened = client.get(f"/reviews/documents/{kept.pk}/")

    assert asked.url.startswith(f"/reviews/{review.pk}/why/")
    assert opened["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert [(who, verb) for who, verb, _ in steps_on(kept)] == [(world.chair, "downloaded")]


def test_the_page_offers_a_new_version(world, review, add, signed_in):
    kept = add()
    readings.read(review, by=world.staff, reason="The panel")
    client = signed_in(world.staff)
    address = f"/reviews/{review.pk}/documents/add/"
    shown = client.get(f"{address}?of={kept.pk}").context["form"].initial

    done = client.post(
        address, {"kind": "terms", "title": "Terms of reference", "files": a_file(b"More.")}
    )

    assert shown == {"kind": "terms", "title": "Terms of reference"}
    assert (done.url, review.documents.count()) == (review.get_absolute_url(), 2)


# Named readers


def test_the_panel_and_the_lead_reviewer_are_shown_to_who_reads_it(world, review, signed_in):
    reviews.name_reader(
        review,
        person=world.trainer,
        capacity="lead_reviewer",
        is_independent=True,
        reason="Chosen for this",
        by=world.staff,
    )
    NamedReaderFactory(review=review, person=world.member, capacity="panel")
    readings.read(review, by=world.member, reason="The panel")

    page = signed_in(world.member).get(review.get_absolute_url()).text

    shown = ["Terry Trainer", "Lead reviewer", "Independent of the case and the agencies", "Panel"]
    assert [words for words in shown if words not in page] == []
    assert "Chosen for this" not in page


def test_a_reader_whose_last_day_has_passed_can_be_named_again(world, review):
    lapsed = NamedReaderFactory(review=review, person=world.member, to_on=date(2018, 3, 31))

    reviews.name_reader(review, person=world.member, reason="Panel again", by=world.staff)

    lapsed.refresh_from_db()
    assert (lapsed.last_day, review.named_readers.current().count()) == (date(2018, 3, 31), 1)
    with refusal("This person is no longer a named reader."):
        reviews.end_reader(lapsed, by=world.staff)
