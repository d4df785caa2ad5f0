"""Files in an S3-compatible store: a real one, spoken to over the network of this machine."""

from contextlib import suppress
from datetime import timedelta

import boto3
import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from moto.server import ThreadedMotoServer

from boards.models import Activity, Document
from boards.services import documents
from kscb import settings as project
from kscb.refusal import Refused
from tests.factories import EvidenceFactory
from tests.files.ordinary import pdf

pytestmark = pytest.mark.django_db
KEYS = {"AWS_ACCESS_KEY_ID": "a-key", "AWS_SECRET_ACCESS_KEY": "a-secret"}
NAME = "board-files"


@pytest.fixture(scope="module")
def server():
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    yield "http://{}:{}".format(*server.get_host_and_port())
    server.stop()


@pytest.fixture
def bucket(server, settings, monkeypatch):
    """The store that the site uses, empty; what stands in it is asked of the server itself."""
    for name, value in KEYS.items():
        monkeypatch.setenv(name, value)
    chosen = {"DOCUMENT_BUCKET": NAME, "S3_ENDPOINT": server, "S3_REGION": "eu-west-2"}
    settings.STORAGES = {**settings.STORAGES, "default": project.document_store(chosen)}
    found = boto3.resource("s3", endpoint_url=server, region_name="eu-west-2").Bucket(NAME)
    found.create(CreateBucketConfiguration={"LocationConstraint": "eu-west-2"})
    yield found
    found.objects.delete()
    found.delete()


@pytest.fixture
def kept(world, bucket):
    upload = SimpleUploadedFile("plan.pdf", pdf())
    return documents.keep(upload, board=world.kent, by=world.lead)


@pytest.fixture
def evidence(world, kept):
    return EvidenceFactory(board=world.kent, agency=world.health, document=kept, link="")


def names_in(bucket):
    return [one.key for one in bucket.objects.all()]


def test_a_file_is_kept_under_its_random_name(bucket, kept):
    assert names_in(bucket) == [kept.stored_as]
    assert bucket.Object(kept.stored_as).get()["Body"].read() == pdf()


def test_it_is_private_and_has_no_address(bucket, kept):
    grants = bucket.Object(kept.stored_as).Acl().grants

    assert [grant["Grantee"]["Type"] for grant in grants] == ["CanonicalUser"]
    with pytest.raises(NotImplementedError):
        default_storage.url(kept.stored_as)


def test_it_leaves_by_the_download_page_for_whoever_may_see_it(world, evidence, signed_in):
    url = reverse("reviews:download-evidence", args=[evidence.pk])

    opened, hidden = (signed_in(person).get(url) for person in (world.staff, world.other_staff))

    assert b"".join(opened.streaming_content) == pdf()
    assert hidden.status_code == 404
    assert Activity.objects.filter(verb="downloaded").count() == 1


def test_a_part_of_it_is_sent_alone(world, evidence, signed_in):
    url = reverse("reviews:download-evidence", args=[evidence.pk])

    answer = signed_in(world.staff).get(url, headers={"Range": "bytes=2-5"})

    assert (answer.status_code, b"".join(answer.streaming_content)) == (206, pdf()[2:6])


def test_the_nightly_look_finds_what_is_whole_changed_and_missing(world, bucket, kept):
    changed, missing = (
        documents.keep(SimpleUploadedFile(f"{n}.pdf", pdf()), board=world.kent, by=world.lead)
        for n in range(2)
    )
    bucket.Object(changed.stored_as).put(Body=b"Not what was stored")
    bucket.Object(missing.stored_as).delete()

    assert documents.verify() == documents.Verified(1, [changed.pk], [missing.pk])


def test_what_no_record_names_is_removed_and_nothing_else(bucket, kept):
    orphan = f"ab/ab{'0' * 30}"
    bucket.Object(orphan).put(Body=b"Left by a process that was stopped")
    bucket.Object("ab/notes.txt").put(Body=b"Not ours")

    assert documents.tidy() == []  # it may still be about to get its record
    assert documents.tidy(older_than=timedelta()) == [orphan]
    assert sorted(names_in(bucket)) == sorted([kept.stored_as, "ab/notes.txt"])


def test_a_file_goes_again_when_its_record_is_not_saved(world, bucket):
    upload = SimpleUploadedFile("plan.pdf", pdf())

    with suppress(RuntimeError), documents.all_or_nothing():
        documents.keep(upload, board=world.kent, by=world.lead)
        raise RuntimeError

    assert (names_in(bucket), Document.objects.count()) == ([], 0)


def test_a_store_that_does_not_answer_is_said_in_a_sentence(world, bucket, settings):
    endpoint = bucket.meta.client.meta.endpoint_url
    chosen = {"DOCUMENT_BUCKET": "no-such-bucket", "S3_ENDPOINT": endpoint}
    settings.STORAGES = {**settings.STORAGES, "default": project.document_store(chosen)}

    with pytest.raises(Refused, match="could not be stored just now, and nothing was saved"):
        documents.keep(SimpleUploadedFile("plan.pdf", pdf()), board=world.kent, by=world.lead)

    assert Document.objects.count() == 0
