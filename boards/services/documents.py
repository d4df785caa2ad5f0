"""The one guarded door for files: they come in checked, and go out only through their owner.

A stored file has a random name that says nothing, in a folder that no web server serves. Its row
says what it is. Who may open it is decided by what it belongs to, never here.
"""

import hashlib
import logging
import os
import re
import unicodedata
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import timedelta
from typing import BinaryIO, cast

from django.conf import settings
from django.core.files.base import ContentFile, File
from django.core.files.storage import default_storage
from django.db import models, transaction
from django.utils import timezone

from boards.models import Board, Document, User
from boards.services import file_kinds, hidden_content, scans
from boards.services.activity import record
from kscb.refusal import FileRefused, Refused

logger = logging.getLogger(__name__)

LONGEST_NAME = 180
INFECTED = (
    "did not pass the virus check: “{found}” was found in it. Nothing was saved. Do not open it; "
    "tell whoever looks after your computers, and send a copy that is known to be safe."
)
STORED = re.compile(r"[0-9a-f]{32}")
kept_here: ContextVar[list[str] | None] = ContextVar("kept_here", default=None)


class Held(Refused):
    """The file is kept, and waits for its virus check or did not pass it."""


@contextmanager
def all_or_nothing() -> Iterator[None]:
    """A transaction that takes back the files kept in it too, where it is rolled back.

    The outermost one decides, when its transaction is over: a file without a row is removed.
    """
    around = kept_here.get()
    mine: list[str] = []
    token = kept_here.set(mine)
    try:
        with transaction.atomic():
            yield
    finally:
        kept_here.reset(token)
        if around is not None:
            around.extend(mine)
        elif mine:
            remove(names_without_a_row(mine))


@all_or_nothing()
def keep(upload: File, *, board: Board, by: User) -> Document:
    """Check and store one file. Raises Refused with a sentence that says what to do."""
    name = clean_name(upload.name or "")
    try:
        kind = file_kinds.of_name(name)
        size, sha256 = measured(upload)
        end = kind.check(cast("BinaryIO", upload.file))
        cut = 0 if end is None else size - end
        if cut:
            upload = beginning(upload, end)
            size, sha256 = measured(upload)
        hidden = hidden_content.look(cast("BinaryIO", upload.file), kind=kind.name)
        checked = scans.first_look(upload)
        if checked["scan"] == Document.Scan.INFECTED:
            raise file_kinds.Unfit(INFECTED.format(found=checked["found"]))
    except file_kinds.Unfit as unfit:
        raise FileRefused(f"“{name}” {unfit}") from unfit
    return Document.objects.create(
        board=board,
        name=name,
        kind=kind.name,
        hidden=hidden,
        cut=cut,
        size=size,
        sha256=sha256,
        stored_as=stored(upload, called=name),
        uploaded_by=by,
        **checked,
    )


def clean_name(name: str) -> str:
    """The file's own name: no folders, nothing invisible, at most 180 characters, its ending kept.

    Invisible letters go because one of them makes "exe.fdp" read as "pdf.exe" backwards.
    """
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", name))[-1]
    seen = "".join(c for c in last if c.isspace() or unicodedata.category(c)[0] != "C")
    stem, dot, ending = " ".join(seen.split()).rpartition(".")
    ending = ending.strip()[:20] if dot else ""
    stem = stem if dot else " ".join(seen.split())
    room = LONGEST_NAME - len(dot + ending)
    return f"{stem.strip(' .')[:room].strip() or 'file'}{dot}{ending}"


def measured(upload: File) -> tuple[int, str]:
    """Size and SHA-256, counted as the file is read: what the sender declared is not believed."""
    size, digest = 0, hashlib.sha256()
    for chunk in upload.chunks():
        size += len(chunk)
        if size > settings.MAX_DOCUMENT_BYTES:
            raise file_kinds.Unfit(
                f"is larger than {settings.MAX_DOCUMENT_BYTES // 2**20} MB. Make it smaller (save "
                "it as PDF, or with smaller pictures) or send it in parts, and try again."
            )
        digest.update(chunk)
    if not size:
        raise file_kinds.Unfit("is empty. Choose a file that has something in it.")
    return size, digest.hexdigest()


def beginning(upload: File, end: int | None) -> File:
    """The file without what follows the picture in it."""
    upload.seek(0)
    return ContentFile(upload.read(end))


def stored(upload: File, *, called: str) -> str:
    """Write the file under a random name, safely on disc, before any row speaks of it."""
    random = uuid.uuid4().hex
    name = f"{random[:2]}/{random}"
    upload.seek(0)
    try:
        default_storage.save(name, upload)
        make_durable(name)
    except OSError as fault:
        logger.exception("A document could not be stored")
        with suppress(OSError):  # then it is left for `tidy`
            remove([name])
        raise Refused(
            f"“{called}” could not be stored just now, and nothing was saved. Try again later; if "
            "it happens again, tell the board's staff."
        ) from fault
    if (kept := kept_here.get()) is not None:
        kept.append(name)
    return name


def make_durable(name: str) -> None:
    """Wait until a file on a local disc is really there. Other storage does so by itself."""
    try:
        path = default_storage.path(name)
    except NotImplementedError:
        return
    for place in (path, os.path.dirname(path)):
        handle = os.open(place, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def open_document(document: Document, *, by: User, about: models.Model) -> File:
    """The stored file, opened for its owner's download page; the activity says who opened it."""
    content = content_of(document)
    try:
        record(about, "downloaded", by=by, note=document.name)
    except BaseException:
        content.close()
        raise
    return content


def content_of(document: Document) -> File:
    """The stored file, for the site itself to read. Whoever is given it goes by `open_document`.

    Raises Held for one that no virus check has passed: what it says is shown to nobody either.
    """
    if not document.may_be_opened:
        raise Held(document.why_closed)
    try:
        return default_storage.open(document.stored_as, "rb")
    except FileNotFoundError as missing:
        logger.exception("The file of document %s is missing", document.pk)
        raise Refused(
            f"“{document.name}” cannot be found in the store of files. Tell the board's staff; "
            "they can bring it back from a backup."
        ) from missing


def content_type(document: Document) -> str:
    """What browsers are told, from our own table."""
    return file_kinds.KINDS[document.kind].content_type


# What is stored, against what its rows say


@dataclass(frozen=True)
class Verified:
    """What came of reading every stored file: how many are whole, and the documents of the rest."""

    whole: int
    changed: list[int]
    missing: list[int]


def verify() -> Verified:
    """Read every stored file and compare its SHA-256 with its row. Refused ones may be gone.

    Looks for hidden content in those that came before there was such a look.
    """
    changed, missing, whole = [], [], 0
    for document in Document.objects.exclude(scan=Document.Scan.INFECTED).order_by("pk").iterator():
        try:
            with default_storage.open(document.stored_as, "rb") as content:
                is_whole = hashlib.file_digest(content, "sha256").hexdigest() == document.sha256
                if is_whole and document.hidden is None:
                    look_inside(document, content)
        except FileNotFoundError:
            missing.append(document.pk)
            continue
        whole += is_whole
        if not is_whole:
            changed.append(document.pk)
    for pk in (*changed, *missing):
        logger.error("The file of document %s is not what was stored", pk)
    return Verified(whole, changed, missing)


def look_inside(document: Document, content: File) -> None:
    document.hidden = hidden_content.look(cast("BinaryIO", content), kind=document.kind)
    document.save(update_fields=["hidden"])


def tidy_refused(*, older_than: timedelta = timedelta(days=30)) -> list[str]:
    """Remove files that did not pass the virus check and have lain closed long enough."""
    refused = Document.objects.filter(
        scan=Document.Scan.INFECTED, scanned_at__lte=timezone.now() - older_than
    )
    names = refused.values_list("stored_as", flat=True)
    return remove([name for name in names if default_storage.exists(name)])


# Files that no row speaks of: a process that was stopped half-way leaves one


def orphans(*, older_than: timedelta = timedelta(days=1)) -> list[str]:
    """Stored files that no document names, left alone while they may still be about to."""
    before = timezone.now() - older_than
    return [
        name
        for folder in folders()
        for name in names_without_a_row(names_in(folder))
        if default_storage.get_modified_time(name) <= before
    ]


def tidy(*, older_than: timedelta = timedelta(days=1)) -> list[str]:
    """Remove them. Returns their names."""
    return remove(orphans(older_than=older_than))


def folders() -> list[str]:
    try:
        found, _ = default_storage.listdir("")
    except FileNotFoundError:
        return []
    return sorted(folder for folder in found if len(folder) == 2)


def names_in(folder: str) -> list[str]:
    _, files = default_storage.listdir(folder)
    return sorted(f"{folder}/{file}" for file in files if STORED.fullmatch(file))


def names_without_a_row(names: list[str]) -> list[str]:
    with_one = set(Document.objects.filter(stored_as__in=names).values_list("stored_as", flat=True))
    return [name for name in names if name not in with_one]


def remove(names: list[str]) -> list[str]:
    for name in names:
        default_storage.delete(name)
    return names
