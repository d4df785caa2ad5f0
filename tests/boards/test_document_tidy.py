from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.utils import timezone

from boards.services import documents
from tests.factories import BoardFactory, UserFactory
from tests.files.ordinary import pdf

pytestmark = pytest.mark.django_db
STRAY = "ab/abababababababababababababababab"


@pytest.fixture
def stray():
    return default_storage.save(STRAY, ContentFile(b"half a file"))


@pytest.fixture
def kept():
    upload = SimpleUploadedFile("plan.pdf", pdf())
    return documents.keep(upload, board=BoardFactory(), by=UserFactory()).stored_as


def test_a_store_that_nobody_has_used_has_no_orphans():
    assert documents.orphans() == []


def test_a_file_without_a_row_is_an_orphan_after_a_day(kept, stray):
    assert documents.orphans() == []
    with time_machine.travel(timezone.now() + timedelta(hours=25)):
        assert documents.orphans() == [stray]


def test_what_is_not_ours_is_left_alone(stray):
    default_storage.save("README", ContentFile(b"words"))
    default_storage.save("ab/notes.txt", ContentFile(b"words"))

    assert documents.orphans(older_than=timedelta(0)) == [stray]


def test_tidying_removes_orphans_and_nothing_else(kept, stray, capsys):
    with time_machine.travel(timezone.now() + timedelta(hours=25)):
        call_command("tidy_documents")

    root = Path(default_storage.location)
    left = [str(path.relative_to(root)) for path in root.rglob("*") if path.is_file()]
    assert left == [kept]
    assert capsys.readouterr().out == "1 stored files that nothing named were removed.\n"
