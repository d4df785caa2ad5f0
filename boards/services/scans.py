"""The virus check of files: one look as a file comes in, and another at those that still wait."""

import logging
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.core.files.base import File
from django.core.files.storage import default_storage
from django.db import models, transaction
from django.utils import timezone

from boards.models import Document
from boards.services import notices, scanner
from boards.services.activity import record

logger = logging.getLogger(__name__)

PAUSED = "scanner-did-not-answer"
CHUNK = 64 * 1024
Scan = Document.Scan


def first_look(upload: File) -> dict[str, Any]:
    """The scan state of a file that comes in, as fields of its document.

    One person waits for a scanner that does not answer; for a while after, nobody does: the file
    is kept and looked at later.
    """
    if not scanner.is_configured():
        return {"scan": Scan.NOT_SCANNED}
    if cache.get(PAUSED):
        return {"scan": Scan.WAITING}
    began = time.monotonic()
    try:
        answer = scanner.ask(upload.chunks(), within=settings.SCAN_SECONDS_AT_UPLOAD)
    except scanner.NoAnswer as fault:
        logger.warning("A file waits for its virus check. %s", fault)
        if time.monotonic() - began > settings.SCAN_SECONDS_AT_UPLOAD / 2:
            cache.set(PAUSED, True, settings.SCAN_PAUSE_SECONDS)
        return {"scan": Scan.WAITING}
    return fields_of(answer)


def fields_of(answer: scanner.Answer) -> dict[str, Any]:
    return {
        "scan": Scan.INFECTED if answer.found else Scan.CLEAN,
        "scanned_at": timezone.now(),
        "scanner": answer.scanner,
        "found": answer.found,
    }


def scan_waiting() -> Counter[Scan]:
    """Look at every file that no scanner has answered for. How many became what.

    Nothing is locked while the scanner works. Where it cannot be reached, the rest keeps waiting.
    """
    count: Counter[Scan] = Counter()
    if not scanner.is_configured():
        return count
    for document in list(Document.objects.to_be_scanned().order_by("pk")):
        try:
            answer = scanner.ask(stored(document), within=settings.SCAN_SECONDS)
        except scanner.NotThere as fault:
            logger.warning("Files wait for their virus check. %s", fault)
            break
        except (scanner.NoAnswer, FileNotFoundError) as fault:
            logger.warning("Document %s waits for its virus check. %s", document.pk, fault)
        else:
            if (settled := settle(document, answer)) is not None:
                count[settled] += 1
    count[Scan.WAITING] = Document.objects.to_be_scanned().count()
    return count


def in_words(count: Counter[Scan]) -> str:
    if not scanner.is_configured():
        return "no scanner is set up; files are marked “not scanned”."
    return (
        f"{count[Scan.CLEAN]} files found clean, {count[Scan.INFECTED]} refused, "
        f"{count[Scan.WAITING]} still wait."
    )


def stored(document: Document) -> Iterator[bytes]:
    with default_storage.open(document.stored_as, "rb") as content:
        yield from iter(lambda: content.read(CHUNK), b"")


@transaction.atomic
def settle(document: Document, answer: scanner.Answer) -> Scan | None:
    """Write down what the scanner said. None where another process already has."""
    fresh = Document.objects.to_be_scanned().select_for_update().filter(pk=document.pk).first()
    if fresh is None:
        return None
    fields = fields_of(answer)
    for name, value in fields.items():
        setattr(fresh, name, value)
    fresh.save(update_fields=list(fields))
    if answer.found:
        refuse(fresh)
    return fields["scan"]


def refuse(document: Document) -> None:
    """Say so on everything that the file belongs to, and to whoever sent it."""
    path = "/"
    for owner in owners(document):
        record(owner, "refused a file", by=None, note=document.why_closed)
        path = owner.get_absolute_url() if hasattr(owner, "get_absolute_url") else path
    notices.tell(
        [document.uploaded_by],
        ask="please send another copy of a file that did not pass the virus check",
        board=document.board,
        about="A file that did not pass the virus check",
        path=path,
    )


def owners(document: Document) -> Iterable[models.Model]:
    """The records that the file belongs to, whichever app they are of: by their reverse names."""
    for relation in Document._meta.related_objects:
        yield from relation.related_model._default_manager.filter(**{relation.field.name: document})
