import hashlib
from pathlib import Path

import pytest
from django.conf import settings as project
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile, TemporaryUploadedFile
from django.db import transaction

from boards.models import Document
from boards.services import documents
from kscb.refusal import Refused
from tests.factories import BoardFactory, UserFactory
from tests.files.hostile import HOSTILE
from tests.files.ordinary import ORDINARY, jpeg, pdf, png
from tests.files.revealing import REVEALING

pytestmark = pytest.mark.django_db
TAKEN = ORDINARY | REVEALING


def keep(name, content, **fields):
    upload = SimpleUploadedFile(name, content, content_type="text/html")
    # Django cleans the name before we see it; here ours is to do it.
    upload._name = name
    return documents.keep(upload, **{"board": BoardFactory(), "by": UserFactory(), **fields})


def files():
    root = Path(default_storage.location)
    return sorted(str(path.relative_to(root)) for path in root.rglob("*") if path.is_file())


@pytest.mark.parametrize("name", TAKEN)
def test_an_ordinary_file_is_kept_byte_for_byte(name):
    board, person = BoardFactory(), UserFactory()

    document = keep(name, TAKEN[name], board=board, by=person)

    with default_storage.open(document.stored_as, "rb") as stored:
        assert stored.read() == TAKEN[name]
    document.refresh_from_db()
    assert (document.board, document.uploaded_by, document.name) == (board, person, name)
    assert document.size == len(TAKEN[name])
    assert document.sha256 == hashlib.sha256(TAKEN[name]).hexdigest()
    assert document.kind == name.rpartition(".")[2].lower().replace("jpeg", "jpg")


def test_every_kind_that_is_taken_has_an_ordinary_file():
    kinds = {documents.file_kinds.of_name(name).name for name in ORDINARY}

    assert kinds == set(documents.file_kinds.KINDS)


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_refused_with_a_sentence_and_leaves_nothing(name):
    content, why = HOSTILE[name]

    with pytest.raises(Refused) as refusal:
        keep(name, content)

    sentence = str(refusal.value)
    assert sentence.startswith(f"“{documents.clean_name(name)}” ")
    assert why in sentence
    assert sentence.endswith(".")
    assert (Document.objects.count(), files()) == (0, [])


CLIP = b"\x00\x00\x00\x18ftypmp42" + bytes(range(256)) * 40 + b"a clip of film"


@pytest.mark.parametrize(
    ("name", "picture", "end"),
    [
        ("motion.jpg", jpeg(), CLIP),
        ("motion with a second picture.jpg", jpeg() + jpeg(), CLIP),
        ("noted.png", png() + b"\x00\x00", b"a program's own notes"),
    ],
)
def test_what_stands_after_a_picture_is_cut_off_and_noted(name, picture, end):
    document = keep(name, picture + end)

    document.refresh_from_db()
    with default_storage.open(document.stored_as, "rb") as stored:
        kept = stored.read()
    assert kept == picture.rstrip(b"\x00")
    assert (document.size, document.cut) == (len(kept), len(picture + end) - len(kept))
    assert document.sha256 == hashlib.sha256(kept).hexdigest()


def test_nothing_is_cut_off_an_ordinary_picture():
    assert (keep("a.png", png() + b"\x00\r\n").cut, keep("a.jpg", jpeg()).cut) == (0, 0)


@pytest.mark.parametrize(
    "more",
    [
        CLIP + b"<script>alert(1)</script>",
        CLIP + b"PK\x03\x04",
        CLIP + b"%PDF-1.7",
        b"\n\n#!/bin/sh",
        b"\x00MZ\x90",
        b"<!DOCTYPE html>",
        b"\x1f\x8b\x08",
    ],
)
@pytest.mark.parametrize(("name", "picture"), [("a.jpg", jpeg()), ("a.png", png())])
def test_another_file_after_a_picture_is_refused(name, picture, more):
    with pytest.raises(Refused, match="something else after the end of the picture"):
        keep(name, picture + more)


def on_disc(size):
    """An upload as Django hands over a large one: on disc, never whole in memory."""
    upload = TemporaryUploadedFile("large.txt", "text/plain", 0, None)
    block = b"All is well with this line of text.\n" * 1024
    while size:
        size -= upload.file.write(block[:size])
    upload.file.flush()
    upload.file.seek(0)
    return upload


def test_the_largest_file_is_kept():
    upload = on_disc(project.MAX_DOCUMENT_BYTES)

    document = documents.keep(upload, board=BoardFactory(), by=UserFactory())

    assert document.size == 25 * 1024 * 1024
    assert default_storage.size(document.stored_as) == document.size


def test_one_byte_more_is_refused_whatever_size_was_declared():
    upload = on_disc(project.MAX_DOCUMENT_BYTES + 1)

    with pytest.raises(Refused, match=r"^“large\.txt” is larger than 25 MB\. Make it smaller"):
        documents.keep(upload, board=BoardFactory(), by=UserFactory())

    assert files() == []


def test_what_is_stored_has_a_random_name():
    first, second = keep("plan.pdf", pdf()), keep("plan.pdf", pdf())

    assert first.stored_as != second.stored_as
    assert documents.STORED.fullmatch(first.stored_as[3:])
    assert first.stored_as[:3] == f"{first.stored_as[3:5]}/"


def test_the_store_is_outside_everything_that_a_web_server_serves():
    served = [Path(project.STATIC_ROOT), *map(Path, project.STATICFILES_DIRS)]

    assert not any(project.DOCUMENT_DIR.is_relative_to(place) for place in served)
    assert not any(place.is_relative_to(project.DOCUMENT_DIR) for place in served)
    assert project.MEDIA_ROOT == ""
    assert project.STORAGES["default"]["OPTIONS"].get("base_url") is None


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("plan.pdf", "plan.pdf"),
        ("../../etc/plan.pdf", "plan.pdf"),
        (r"C:\Users\Sam\plan.pdf", "plan.pdf"),
        ("pl\x00an\r\nSet-Cookie: a.pdf", "plan Set-Cookie: a.pdf"),
        ("\u202efdp.plan\u200b.pdf", "fdp.plan.pdf"),
        ("  a   b .pdf ", "a b.pdf"),
        (".pdf", "file.pdf"),
        ("", "file"),
        ("..", "file."),
        ("cafe\u0301 – “plan”.pdf", "café – “plan”.pdf"),
        ("a" * 300 + ".docx", "a" * 175 + ".docx"),
        ("a." + "b" * 300, "a." + "b" * 20),
    ],
)
def test_a_name_is_cleaned(given, kept):
    assert documents.clean_name(given) == kept


def keep_then_fail(name):
    with documents.all_or_nothing():
        keep(name, pdf())
        assert any(files())
        raise ZeroDivisionError


def test_a_rollback_takes_the_file_back():
    with pytest.raises(ZeroDivisionError):
        keep_then_fail("plan.pdf")

    assert (Document.objects.count(), files()) == (0, [])


def test_a_quiet_rollback_takes_the_file_back_and_leaves_what_was_there():
    before = keep("before.pdf", pdf())

    with documents.all_or_nothing():
        keep("plan.pdf", pdf())
        transaction.set_rollback(True)

    assert files() == [before.stored_as]


def test_a_step_inside_that_fails_takes_back_only_its_own_file():
    with documents.all_or_nothing():
        kept = keep("kept.pdf", pdf())
        with pytest.raises(ZeroDivisionError):
            keep_then_fail("lost.pdf")

    assert files() == [kept.stored_as]


@pytest.mark.django_db(transaction=True)
def test_a_real_rollback_takes_the_file_back():
    kept = keep("kept.pdf", pdf())

    with documents.all_or_nothing():
        keep("lost.pdf", pdf())
        transaction.set_rollback(True)

    assert [document.name for document in Document.objects.all()] == ["kept.pdf"]
    assert files() == [kept.stored_as]


def test_a_full_disc_is_a_clear_refusal_and_leaves_no_part(monkeypatch):
    def full(handle):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)

    with pytest.raises(Refused, match="could not be stored just now, and nothing was saved"):
        keep("plan.pdf", pdf())

    assert (Document.objects.count(), files()) == (0, [])
