import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile

from boards.models import Activity
from boards.services import documents
from boards.services.file_kinds import KINDS
from kscb.refusal import Refused
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


def test_opening_gives_the_bytes_and_writes_who_took_them(world, evidence):
    with documents.open_document(evidence.document, by=world.staff, about=evidence) as stored:
        assert stored.read() == pdf()

    [entry] = Activity.objects.all()
    assert (entry.actor, entry.verb, entry.target) == (world.staff, "downloaded", evidence)
    assert (entry.board, entry.target_label) == (world.kent, "Our plan")
    assert entry.detail == {"note": "plan.pdf"}


def test_a_missing_file_is_a_clear_refusal_and_no_download(world, evidence):
    default_storage.delete(evidence.document.stored_as)

    with pytest.raises(Refused, match=r"^“plan\.pdf” cannot be found .* Tell the board's staff"):
        documents.open_document(evidence.document, by=world.staff, about=evidence)

    assert Activity.objects.count() == 0


def test_the_content_type_is_ours_whatever_the_sender_said(evidence):
    assert documents.content_type(evidence.document) == "application/pdf"


def test_no_kind_is_one_that_a_browser_would_run():
    types = {kind.content_type for kind in KINDS.values()}

    assert not any(word in kind for kind in types for word in ("html", "svg", "script", "octet"))
