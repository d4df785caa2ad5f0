"""`make corpus`: hostile and ordinary files, given to the site as people give them, and counted.

Three times: with a virus scanner; with one that is down, comes back, and is killed as it works;
and with none. The database and the store are thrown away. Ends with 1 where a figure is not as it
must be.
"""

import hashlib
import logging
import os
import sys
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

import django

SCRATCH = tempfile.TemporaryDirectory()
for name in (
    "ALLOWED_HOSTS",
    "CLAMD_SOCKET",
    "DOCUMENT_DIR",
    "PRODUCTION",
    "REQUIRE_SCAN",
    "SITE_URL",
):
    os.environ.pop(name, None)
os.environ |= {"VAR_DIR": SCRATCH.name, "DJANGO_SETTINGS_MODULE": "kscb.settings"}
django.setup()

from django.conf import settings  # noqa: E402
from django.core.files.uploadedfile import SimpleUploadedFile  # noqa: E402
from django.db import connection  # noqa: E402
from django.test import Client, override_settings  # noqa: E402
from django.test.utils import setup_test_environment, teardown_test_environment  # noqa: E402

from boards.models import Document  # noqa: E402
from boards.services import documents, scans  # noqa: E402
from reviews.models import Evidence  # noqa: E402
from tests import factories  # noqa: E402
from tests.files.hostile import HOSTILE  # noqa: E402
from tests.files.infected import INFECTED  # noqa: E402
from tests.files.ordinary import ORDINARY  # noqa: E402
from tests.files.revealing import REVEALING  # noqa: E402
from tests.scanner import Clamd, binary  # noqa: E402


@dataclass
class Tried:
    """What became of the files of one run, by their names."""

    refused: dict[str, str] = field(default_factory=dict)
    kept: dict[str, int] = field(default_factory=dict)  # evidence by its number


def run(scratch: Path) -> bool:
    hostile = {name: content for name, (content, _) in HOSTILE.items()}
    files = Files(hostile, INFECTED, ORDINARY | REVEALING)
    print(f"{len(hostile) + len(INFECTED)} hostile files, {len(files.ordinary)} ordinary ones")
    passed = []
    with override_settings(STORAGES=stores(scratch), CLAMD_SOCKET="", REQUIRE_SCAN=False):
        if binary():
            (scratch / "clamd").mkdir()
            clamd = Clamd(scratch / "clamd")
            try:
                with override_settings(CLAMD_SOCKET=clamd.address):
                    passed += [with_scanner(files, clamd), scanner_down(files, clamd)]
            finally:
                clamd.kill()
        else:
            print("no clamd on this machine: tried without a scanner only")
        passed.append(without_scanner(files))
    return all(passed)


@dataclass(frozen=True)
class Files:
    hostile: dict[str, bytes]
    infected: dict[str, bytes]
    ordinary: dict[str, bytes]

    @property
    def bad(self) -> dict[str, bytes]:
        return self.hostile | self.infected


def stores(scratch: Path) -> dict:
    place = {"location": scratch / "documents"}
    backend = "django.core.files.storage.FileSystemStorage"
    return {**settings.STORAGES, "default": {"BACKEND": backend, "OPTIONS": place}}


def with_scanner(files: Files, clamd) -> bool:
    clamd.start()
    site = Site()
    bad, good = site.give(files.bad), site.give(files.ordinary)
    return report(
        "with clamd",
        refused=(len(bad.refused), len(files.bad)),
        false=(len(good.refused) + site.closed(good), len(files.ordinary)),
        visible=site.visible_unscanned(),
    )


def scanner_down(files: Files, clamd) -> bool:
    """Down as the files come; back, and killed as it works; back for good."""
    clamd.kill()
    site = Site()
    bad, good = site.give(files.bad), site.give(files.ordinary)
    visible = site.visible_unscanned()
    at_once = len(bad.refused)
    clamd.start()
    real = scans.stored
    seen: list = []

    def dying(document):
        seen.append(document)
        for part in real(document):
            if len(seen) == len(files.ordinary) // 2:
                clamd.kill()
            yield part

    scans.stored = dying
    try:
        killed = scans.scan_waiting()
    finally:
        scans.stored = real
    visible += site.visible_unscanned()
    clamd.start()
    scans.scan_waiting()
    refused = at_once + site.infected(bad)
    print(
        f"  (of the refused, {at_once} at once and {refused - at_once} once clamd was back; "
        f"{killed['waiting']} still waited when it was killed half-way)"
    )
    return report(
        "with clamd down",
        refused=(refused, len(files.bad)),
        false=(len(good.refused) + site.closed(good), len(files.ordinary)),
        visible=visible + site.visible_unscanned(),
        lost=(site.lost(files, good), len(files.ordinary)),
    )


def without_scanner(files: Files) -> bool:
    with override_settings(CLAMD_SOCKET=""):
        site = Site()
        hostile, infected = site.give(files.hostile), site.give(files.infected)
        good = site.give(files.ordinary)
        kept = infected.kept | good.kept
        marked, refused = site.marked_not_scanned(kept), len(hostile.refused)
        print(
            f"with none configured: refused {refused}/{len(files.hostile)} "
            f"({len(infected.kept)} need a scanner) · "
            f"false refusals {len(good.refused)}/{len(files.ordinary)} · "
            f"marked not scanned {marked}/{len(kept)}"
        )
        with override_settings(REQUIRE_SCAN=True):
            visible = site.visible_unscanned()
        print(f"with none configured, and a scan required: visible while unscanned {visible}")
    return (refused, len(good.refused), marked, visible) == (
        len(files.hostile),
        0,
        len(files.infected) + len(files.ordinary),
        0,
    )


def report(title: str, *, refused, false, visible: int, lost=(0, 0)) -> bool:
    words = [
        "refused {}/{}".format(*refused),
        "false refusals {}/{}".format(*false),
        f"visible while unscanned {visible}",
    ]
    if lost[1]:
        words.append("lost {}/{}".format(*lost))
    print(f"{title}: {' · '.join(words)}")
    return refused[0] == refused[1] and not (false[0] or visible or lost[0])


class Site:
    """A board with an action, its agency's lead who gives files, and everyone who may open them."""

    def __init__(self) -> None:
        self.board = factories.BoardFactory()
        agency = factories.AgencyFactory(serves=self.board)
        lead = factories.person_on(self.board, "lead", agency=agency)
        review = factories.ReviewFactory(board=self.board, published=True)
        recommendation = factories.RecommendationFactory(review=review)
        self.action = factories.ActionFactory(
            recommendation=recommendation, agency=agency, owner=lead
        )
        staff, chair = (factories.person_on(self.board, role) for role in ("staff", "chair"))
        self.clients = []
        for person in (lead, staff, chair):
            client = Client()
            client.force_login(person)
            self.clients.append(client)
        self.evidence = Evidence.objects.filter(board=self.board)
        self.documents = Document.objects.filter(board=self.board)

    def give(self, files: dict[str, bytes]) -> Tried:
        """Each with an update of its own, on the page that people use."""
        tried = Tried()
        address = f"/actions/{self.action.pk}/update/"
        for name, content in files.items():
            before = self.evidence.count()
            upload = SimpleUploadedFile(name, content)
            upload._name = name  # Django cleans it; here ours is to do it
            answer = self.clients[0].post(address, {"text": "A file.", "files": [upload]})
            if self.evidence.count() > before:
                tried.kept[name] = self.evidence.latest("pk").pk
                continue
            [error] = answer.context["form"].errors.as_data()["files"]
            tried.refused[name] = error.message
        return tried

    def opens(self, pk: int) -> bool:
        """Whether anybody is given a byte of it."""
        answers = [client.get(f"/evidence/{pk}/") for client in self.clients]
        return any(answer.streaming or answer.status_code == 200 for answer in answers)

    def visible_unscanned(self) -> int:
        unscanned = self.evidence.exclude(document__scan="clean")
        return sum(self.opens(pk) for pk in unscanned.values_list("pk", flat=True))

    def closed(self, tried: Tried) -> int:
        return sum(not self.opens(pk) for pk in tried.kept.values())

    def infected(self, tried: Tried) -> int:
        return self.documents.filter(scan="infected", evidence__in=tried.kept.values()).count()

    def lost(self, files: Files, tried: Tried) -> int:
        """Files that were accepted and do not come back byte for byte."""
        lost = 0
        for name, pk in tried.kept.items():
            with documents.content_of(self.evidence.get(pk=pk).document) as content:
                given = hashlib.sha256(files.ordinary[name]).digest()
                lost += hashlib.sha256(content.read()).digest() != given
        return lost

    def marked_not_scanned(self, kept: dict[str, int]) -> int:
        """That are marked so on the record, and on the list that people read."""
        page = self.clients[1].get("/evidence/?per=100").content.decode().lower()
        marked = self.evidence.filter(pk__in=kept.values(), document__scan="not_scanned").count()
        return min(marked, page.count("not scanned for viruses"))


def main() -> int:
    logging.disable(logging.CRITICAL)
    setup_test_environment()
    connection.creation.create_test_db(verbosity=0, autoclobber=True)
    try:
        passed = run(Path(SCRATCH.name))
    finally:
        connection.creation.destroy_test_db(os.devnull, verbosity=0)
        teardown_test_environment()
        SCRATCH.cleanup()
    return 0 if passed else 1


if __name__ == "__main__":
    sys.exit(main())
