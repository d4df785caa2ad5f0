"""The virus check as people meet it: on the form, in lists, and where a file would be opened."""

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from boards.models import Activity, Document
from boards.services import documents, scans
from reviews.models import ActionUpdate, Evidence, Tracker
from reviews.services import documents as review_documents
from tests.factories import ActionFactory, RecommendationFactory, ReviewFactory
from tests.files.eicar import EICAR
from tests.files.ordinary import pdf
from tests.files.revealing import REVEALING

pytestmark = pytest.mark.django_db
BEING_CHECKED = "being checked for viruses"


@pytest.fixture
def action(world):
    review = ReviewFactory(board=world.kent, published=True)
    recommendation = RecommendationFactory(review=review)
    return ActionFactory(recommendation=recommendation, agency=world.health, owner=world.lead)


@pytest.fixture
def down(settings):
    settings.CLAMD_SOCKET = "/nowhere/clamd.sock"


@pytest.fixture
def send(world, signed_in, action):
    def send(name, content):
        file = SimpleUploadedFile(name, content)
        body = {"text": "Half done.", "files": [file]}
        return signed_in(world.lead).post(f"/actions/{action.pk}/update/", body)

    return send


def pages(client, action):
    addresses = (action.get_absolute_url(), reverse("reviews:evidence"))
    return [client.get(address).content.decode() for address in addresses]


def download(client, evidence):
    return client.get(reverse("reviews:download-evidence", args=[evidence.pk]))


@pytest.mark.scanner
def test_a_virus_is_an_error_of_the_form_and_what_was_typed_stays(clamd, send):
    answer = send("plan.txt", EICAR)

    form = answer.context["form"]
    [error] = form.errors["files"]
    assert answer.status_code == 422
    assert error.startswith("“plan.txt” did not pass the virus check: “Local.Eicar")
    assert form["text"].value() == "Half done."
    assert (ActionUpdate.objects.count(), Document.objects.count()) == (0, 0)


@pytest.mark.scanner
def test_a_clean_file_opens(clamd, world, signed_in, action, send):
    assert send("plan.pdf", pdf()).status_code == 302
    evidence = Evidence.objects.get()

    for page in pages(signed_in(world.staff), action):
        assert evidence.get_absolute_url() in page
        assert "no virus found" in page.lower()
    assert b"".join(download(signed_in(world.staff), evidence).streaming_content) == pdf()


def test_a_file_that_waits_is_listed_as_being_checked_and_opens_for_nobody(
    down, world, signed_in, action, send
):
    assert send("plan.pdf", pdf()).status_code == 302
    evidence = Evidence.objects.get()

    for page in pages(signed_in(world.staff), action):
        assert BEING_CHECKED in page.lower()
        assert f'"{evidence.download_url}"' not in page
    for person in (world.staff, world.chair, world.lead, world.contributor):
        answer = download(signed_in(person), evidence)
        if person != world.contributor:
            assert (answer.status_code, BEING_CHECKED in answer.content.decode()) == (409, True)
        assert pdf() not in answer.content
    assert not Activity.objects.filter(verb="downloaded").exists()


def test_whoever_may_not_see_it_is_not_told_that_it_waits(down, world, signed_in, send):
    send("plan.pdf", pdf())

    assert download(signed_in(world.other_staff), Evidence.objects.get()).status_code == 404


@pytest.mark.scanner
def test_a_file_refused_later_says_so_to_its_sender(clamd, world, signed_in, action, send):
    clamd.kill()
    send("plan.txt", EICAR)
    clamd.start()
    scans.scan_waiting()
    evidence = Evidence.objects.get()

    answer = download(signed_in(world.lead), evidence)

    assert answer.status_code == 409
    assert "did not pass the virus check" in answer.content.decode()
    assert EICAR not in answer.content
    for page in pages(signed_in(world.staff), action):
        assert "send a copy that is known to be safe" in page
        assert f'"{evidence.download_url}"' not in page


@pytest.mark.usefixtures("down", "read_today")
def test_a_reviews_document_that_waits_is_listed_and_closed(world, signed_in, review):
    file = SimpleUploadedFile("terms.pdf", pdf())
    made = review_documents.add(review, kind="terms", title="Terms", file=file, by=world.staff)
    client = signed_in(world.second_staff)

    page = client.get(review.get_absolute_url()).content.decode()

    assert BEING_CHECKED in page
    assert made.get_absolute_url() not in page
    assert client.get(made.get_absolute_url()).status_code == 409


@pytest.mark.usefixtures("read_today", "finding")
def test_a_tracker_that_waits_is_kept_and_shows_no_row(world, signed_in, review, settings):
    settings.CLAMD_SOCKET = "/nowhere/clamd.sock"
    client = signed_in(world.staff)
    file = SimpleUploadedFile("plan.csv", b"Ref,Recommendation\r\n1,Rows nobody sees yet\r\n")

    answer = client.post(
        reverse("reviews:add-tracker"), {"review": review.pk, "file": file}, follow=True
    )

    tracker = Tracker.objects.get()
    assert answer.redirect_chain[-1] == (tracker.get_absolute_url(), 302)
    assert "is still being checked for viruses" in answer.content.decode()
    assert "Rows nobody sees yet" not in answer.content.decode()
    passed = {"scan": "clean", "scanned_at": timezone.now()}
    Document.objects.update(**passed)
    read = client.get(reverse("reviews:read-in-tracker", args=[tracker.pk]))
    assert (read.status_code, default_storage.exists(tracker.document.stored_as)) == (200, True)


def test_a_file_without_a_scanner_is_marked_and_opens(world, signed_in, action, send):
    send("plan.pdf", pdf())
    evidence = Evidence.objects.get()

    for page in pages(signed_in(world.staff), action):
        assert "not scanned for viruses" in page.lower()
        assert evidence.get_absolute_url() in page
    assert documents.content_of(evidence.document).read() == pdf()


def test_whoever_gave_a_file_is_told_what_else_it_holds(world, signed_in, action, send):
    send("plan.docx", REVEALING["comments.docx"])
    said = "This file also holds comments."

    assert said in signed_in(world.lead).get(action.get_absolute_url()).content.decode()
    assert said not in signed_in(world.staff).get(action.get_absolute_url()).content.decode()
