"""Parts of a file, and files that a browser has already: only after permission."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from boards.models import Activity
from boards.services import documents
from tests.factories import EvidenceFactory
from tests.files.ordinary import pdf

pytestmark = pytest.mark.django_db


@pytest.fixture
def evidence(world):
    upload = SimpleUploadedFile("plan.pdf", pdf())
    document = documents.keep(upload, board=world.kent, by=world.lead)
    return EvidenceFactory(
        board=world.kent, agency=world.health, title="Our plan", document=document, link=""
    )


@pytest.fixture
def get(signed_in, world, evidence):
    def get(person=None, **headers):
        url = reverse("reviews:download-evidence", args=[evidence.pk])
        return signed_in(person or world.staff).get(url, headers=headers)

    return get


def body(answer):
    return b"".join(answer.streaming_content) if answer.streaming else answer.content


def downloads():
    return Activity.objects.filter(verb="downloaded").count()


def test_the_whole_file_says_that_parts_may_be_asked_for(get, evidence):
    answer = get()

    assert (answer.status_code, body(answer)) == (200, pdf())
    assert answer.headers["Accept-Ranges"] == "bytes"
    assert answer.headers["ETag"] == f'"{evidence.document.sha256}"'
    assert answer.headers["Content-Length"] == str(len(pdf()))
    assert answer.headers["Cache-Control"] == "private, no-store"


def test_a_part_is_given_and_written_down(get):
    answer = get(Range="bytes=5-9")

    assert (answer.status_code, body(answer)) == (206, pdf()[5:10])
    assert answer.headers["Content-Range"] == f"bytes 5-9/{len(pdf())}"
    assert answer.headers["Content-Length"] == "5"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="plan.pdf"'
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert downloads() == 1


def test_the_rest_of_the_same_file_is_given_and_of_another_the_whole(get, evidence):
    mark = f'"{evidence.document.sha256}"'

    same = get(**{"Range": "bytes=10-", "If-Range": mark})
    other = get(**{"Range": "bytes=10-", "If-Range": '"another"'})

    assert (same.status_code, body(same)) == (206, pdf()[10:])
    assert (other.status_code, body(other)) == (200, pdf())


def test_a_part_outside_the_file_is_not_given(get):
    answer = get(Range="bytes=99999-")

    assert (answer.status_code, body(answer)) == (416, b"")
    assert answer.headers["Content-Range"] == f"bytes */{len(pdf())}"


@pytest.mark.parametrize(
    ("header", "mark", "status"),
    [("If-None-Match", "{}", 304), ("If-None-Match", '"other"', 200), ("If-Match", '"other"', 412)],
)
def test_a_condition_is_about_the_content(get, evidence, header, mark, status):
    answer = get(**{header: mark.format(f'"{evidence.document.sha256}"')})

    assert answer.status_code == status
    assert body(answer) == (pdf() if status == 200 else b"")
    assert downloads() == 1


@pytest.mark.parametrize("header", ["Range", "If-None-Match", "If-Match", "If-Range"])
def test_whoever_may_not_see_it_learns_nothing_from_a_condition(get, world, evidence, header):
    mark = "bytes=0-4" if header == "Range" else f'"{evidence.document.sha256}"'

    for person in (world.other_staff, world.leaver):
        answer = get(person, **{header: mark})
        assert answer.status_code == 404
        assert not {"ETag", "Accept-Ranges", "Content-Range"} & set(answer.headers)
    assert downloads() == 0


@pytest.mark.parametrize("header", ["Range", "If-None-Match"])
def test_a_file_that_waits_gives_no_part_either(get, evidence, header):
    type(evidence.document).objects.update(scan="waiting")
    mark = "bytes=0-4" if header == "Range" else f'"{evidence.document.sha256}"'

    answer = get(**{header: mark})

    assert (answer.status_code, answer.headers.get("ETag"), downloads()) == (409, None, 0)
