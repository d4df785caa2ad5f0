"""Every night: what is stored is what its record says, and what nobody names goes."""

from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.utils import timezone

from boards.models import Document
from boards.services import documents
from tests.factories import BoardFactory, UserFactory
from tests.files.ordinary import pdf

pytestmark = pytest.mark.django_db
STRAY = "ab/abababababababababababababababab"


@pytest.fixture
def kept():
    board, by = BoardFactory(), UserFactory()
    return [
        documents.keep(SimpleUploadedFile(f"{n}.pdf", pdf()), board=board, by=by) for n in range(4)
    ]


def refuse(document, *, days):
    """It did not pass its virus check so many days ago."""
    at = timezone.now() - timedelta(days=days)
    Document.objects.filter(pk=document.pk).update(scan="infected", scanned_at=at, found="A")


def spoil(document):
    """One bit of it turns over on the disc."""
    path = Path(default_storage.path(document.stored_as))
    content = bytearray(path.read_bytes())
    content[20] ^= 1
    path.chmod(0o600)
    path.write_bytes(content)


def test_files_that_are_what_was_stored_are_whole(kept):
    assert documents.verify() == documents.Verified(whole=4, changed=[], missing=[])


def test_one_that_changed_and_one_that_is_gone_are_named(kept):
    spoil(kept[1])
    default_storage.delete(kept[2].stored_as)

    found = documents.verify()

    assert found == documents.Verified(whole=2, changed=[kept[1].pk], missing=[kept[2].pk])


def test_a_refused_file_goes_after_thirty_days_and_is_not_missed(kept):
    refuse(kept[0], days=31)
    refuse(kept[1], days=29)

    assert documents.tidy_refused() == [kept[0].stored_as]
    assert documents.tidy_refused() == []
    assert default_storage.exists(kept[1].stored_as)
    assert documents.verify() == documents.Verified(whole=2, changed=[], missing=[])


def test_the_command_sums_up_and_fails_where_a_file_is_wrong(kept, capsys):
    default_storage.save(STRAY, ContentFile(b"half a file"))
    refuse(kept[0], days=40)
    spoil(kept[3])

    with (
        time_machine.travel(timezone.now() + timedelta(hours=25)),
        pytest.raises(CommandError, match=rf"from a backup: {kept[3].pk}\.$"),
    ):
        call_command("verify_documents")

    assert capsys.readouterr().out == (
        "Stored files: 2 whole, 1 changed, 0 missing.\n"
        "Removed: 1 that nothing named, 1 refused a month ago.\n"
    )
    assert not default_storage.exists(STRAY)


def test_the_command_is_content_where_all_is_well(kept, capsys):
    call_command("verify_documents")

    assert capsys.readouterr().out.startswith("Stored files: 4 whole, 0 changed, 0 missing.\n")
