"""The virus check of what is kept: clean, refused, or closed to everybody while it waits."""

from datetime import timedelta

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.utils import timezone

from boards.models import Activity, Document, Notice
from boards.services import documents, scanner, scans
from kscb.refusal import Refused
from tests.factories import DocumentFactory, EvidenceFactory
from tests.files.eicar import EICAR
from tests.files.infected import INFECTED
from tests.files.ordinary import ORDINARY, pdf
from tests.files.revealing import REVEALING

pytestmark = [pytest.mark.django_db]
TAKEN = ORDINARY | REVEALING
with_scanner = pytest.mark.scanner
WAITING = "“plan.pdf” is still being checked for viruses."


@pytest.fixture
def keep(world):
    def keep(name="plan.pdf", content=None):
        upload = SimpleUploadedFile(name, pdf() if content is None else content)
        return documents.keep(upload, board=world.kent, by=world.lead)

    return keep


@pytest.fixture
def given(world):
    """A document as evidence of the lead's agency."""
    return lambda document: EvidenceFactory(
        board=world.kent, agency=world.health, title="Our plan", document=document, link=""
    )


@pytest.fixture
def down(settings):
    settings.CLAMD_SOCKET = "/nowhere/clamd.sock"


def states():
    return list(Document.objects.order_by("pk").values_list("scan", flat=True))


def opened(document):
    with documents.content_of(document) as content:
        return content.read()


@with_scanner
@pytest.mark.parametrize("name", TAKEN)
def test_an_ordinary_file_is_clean_at_once_and_says_when_and_by_what(clamd, keep, name):
    before = timezone.now()

    document = keep(name, TAKEN[name])

    document.refresh_from_db()
    assert (document.scan, document.found, document.may_be_opened) == ("clean", "", True)
    assert before <= document.scanned_at <= timezone.now()
    assert document.scanner.startswith("ClamAV 1.")
    assert opened(document) == TAKEN[name]


@with_scanner
@pytest.mark.parametrize("name", INFECTED)
def test_a_virus_is_refused_at_once_and_leaves_nothing(clamd, keep, name):
    with pytest.raises(Refused) as refusal:
        keep(name, INFECTED[name])

    sentence = str(refusal.value)
    assert sentence.startswith(f"“{name}” did not pass the virus check: “Local.Eicar")
    assert sentence.endswith("send a copy that is known to be safe.")
    assert (Document.objects.count(), default_storage.exists("")) == (0, False)


def test_without_a_scanner_a_file_is_marked_and_opens(keep):
    document = keep()

    assert (document.scan, document.scanned_at, document.scanner) == ("not_scanned", None, "")
    assert opened(document) == pdf()


def test_where_a_scan_is_required_a_file_without_one_stays_closed(keep, settings):
    settings.REQUIRE_SCAN = True

    document = keep()

    with pytest.raises(documents.Held, match="this site opens only files that have been"):
        opened(document)
    assert document.scan_words == "Not scanned for viruses yet, so it cannot be opened"


def test_while_the_scanner_is_down_a_file_is_kept_and_opens_for_nobody(world, down, keep, given):
    document = keep()

    for person in (world.staff, world.lead, world.chair):
        with pytest.raises(documents.Held, match=WAITING):
            documents.open_document(document, by=person, about=given_once(given, document))
    assert (document.scan, document.scanned_at) == ("waiting", None)
    with default_storage.open(document.stored_as, "rb") as stored:
        assert stored.read() == pdf()
    assert not Activity.objects.filter(verb="downloaded").exists()


def given_once(given, document):
    return getattr(document, "evidence", None) or given(document)


@with_scanner
def test_a_scanner_that_hangs_delays_one_upload_and_not_the_next(clamd, keep, settings):
    settings.SCAN_SECONDS_AT_UPLOAD = 0.3
    clamd.hold()
    try:
        first = keep()
        settings.SCAN_SECONDS_AT_UPLOAD = 600  # the next one must not wait for that
        second = keep()
    finally:
        clamd.go_on()

    assert (first.scan, second.scan) == ("waiting", "waiting")


@with_scanner
def test_what_waited_is_looked_at_when_the_scanner_is_back(clamd, keep):
    clamd.kill()
    keep(), keep("virus.txt", EICAR), keep("other.pdf")
    clamd.start()

    count = scans.scan_waiting()

    assert states() == ["clean", "infected", "clean"]
    assert (count["clean"], count["infected"], count["waiting"]) == (2, 1, 0)


@with_scanner
def test_what_came_before_there_was_a_scanner_is_looked_at_too(clamd, keep, settings):
    settings.CLAMD_SOCKET = ""
    keep(), keep("virus.txt", EICAR)
    settings.CLAMD_SOCKET = clamd.address

    scans.scan_waiting()

    assert states() == ["clean", "infected"]


@with_scanner
def test_a_virus_found_late_is_refused_and_told_to_who_sent_it(world, clamd, keep, given):
    clamd.kill()
    evidence = given(keep("virus.txt", EICAR))
    clamd.start()

    scans.scan_waiting()

    document = Document.objects.get()
    assert document.found.startswith("Local.Eicar")
    with pytest.raises(documents.Held, match=r"^“virus\.txt” did not pass the virus check"):
        opened(document)
    [entry] = Activity.objects.about(evidence)
    assert (entry.actor, entry.verb, entry.board) == (None, "refused a file", world.kent)
    assert entry.detail == {"note": document.why_closed}
    [notice] = Notice.objects.all()
    assert (notice.recipient, notice.board) == (world.lead, world.kent)
    assert evidence.get_absolute_url() in notice.text
    assert "virus.txt" not in notice.text


@with_scanner
def test_looking_again_changes_nothing_that_is_settled(clamd, keep, given):
    clamd.kill()
    keep(), given(keep("virus.txt", EICAR))
    clamd.start()
    scans.scan_waiting()
    before = list(Document.objects.values()), Activity.objects.count(), Notice.objects.count()

    count = scans.scan_waiting()

    after = list(Document.objects.values()), Activity.objects.count(), Notice.objects.count()
    assert (after, count.total()) == (before, 0)


def test_two_that_look_at_once_write_it_once(keep, given, down):
    document = keep()
    given(document)
    answer = scanner.Answer("A.Virus", "A scanner")

    assert [scans.settle(document, answer) for _ in range(2)] == ["infected", None]
    assert Activity.objects.filter(verb="refused a file").count() == 1


@with_scanner
@pytest.mark.parametrize("moment", ["at once", "half-way"])
def test_a_scanner_killed_while_it_works_shows_nothing_and_loses_nothing(
    clamd, keep, monkeypatch, moment
):
    clamd.kill()
    for number in range(4):
        keep(f"{number}.pdf")
    keep("virus.txt", EICAR)
    clamd.start()
    real, seen = scans.stored, []

    def stored(document):
        seen.append(document)
        for part in real(document):
            yield part[: len(part) // 2]
            if len(seen) == 3 and moment == "half-way":
                clamd.kill()
            yield part[len(part) // 2 :]

    if moment == "at once":
        clamd.kill()
    with monkeypatch.context() as patch:
        patch.setattr(scans, "stored", stored)
        scans.scan_waiting()

    waiting = Document.objects.to_be_scanned()
    assert len(waiting) == (5 if moment == "at once" else 3)
    assert [document.name for document in waiting if document.may_be_opened] == []
    assert all(default_storage.exists(document.stored_as) for document in waiting)
    clamd.start()
    scans.scan_waiting()
    assert states() == ["clean"] * 4 + ["infected"]


@with_scanner
def test_a_file_that_is_not_there_waits_and_stops_no_other(clamd, settings):
    DocumentFactory(scan="waiting")
    default_storage.save("aa/whole", SimpleUploadedFile("x", b"words"))
    DocumentFactory(scan="waiting", stored_as="aa/whole")

    scans.scan_waiting()

    assert states() == ["waiting", "clean"]


@with_scanner
@pytest.mark.parametrize("command", ["scan_documents", "daily"])
def test_the_commands_say_what_came_of_it(clamd, keep, capsys, command):
    clamd.kill()
    keep(), keep("virus.txt", EICAR)

    call_command(command)
    clamd.start()
    call_command(command)

    said = [line for line in capsys.readouterr().out.splitlines() if "Virus check" in line]
    assert said == [
        "Virus check: 0 files found clean, 0 refused, 2 still wait.",
        "Virus check: 1 files found clean, 1 refused, 0 still wait.",
    ]


def test_the_command_says_that_there_is_no_scanner(keep, capsys):
    keep()

    call_command("scan_documents")

    assert capsys.readouterr().out == (
        "Virus check: no scanner is set up; files are marked “not scanned”.\n"
    )
    assert states() == ["not_scanned"]


@pytest.mark.parametrize("fields", [{"scan": "clean"}, {"scan": "infected"}, {"scan": "fine"}])
def test_the_database_takes_no_result_without_its_time(fields):
    with pytest.raises(IntegrityError), transaction.atomic():
        DocumentFactory(**fields)


def test_the_database_takes_no_time_without_a_result():
    with pytest.raises(IntegrityError), transaction.atomic():
        DocumentFactory(scan="waiting", scanned_at=timezone.now() - timedelta(days=1))
