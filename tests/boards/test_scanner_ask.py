"""What a scanner's answers count for; the real one, and one that says what it should not."""

import socket
import threading

import pytest

from boards.services import scanner
from tests.files.eicar import EICAR
from tests.files.infected import INFECTED
from tests.files.ordinary import ORDINARY
from tests.files.revealing import REVEALING

WITHIN = 20
TAKEN = ORDINARY | REVEALING


@pytest.fixture
def says(settings):
    """A scanner on a port of this machine that reads a file and gives one reply, then closes."""
    servers = []

    def say(reply):
        server = socket.create_server(("127.0.0.1", 0))
        servers.append(server)
        settings.CLAMD_SOCKET = f"127.0.0.1:{server.getsockname()[1]}"
        threading.Thread(target=answer, args=(server, reply), daemon=True).start()

    def answer(server, reply):
        while True:
            try:
                line, _ = server.accept()
            except OSError:
                return
            with line:
                seen = b""
                while not seen.endswith((bytes(4), b"VERSION\0")):
                    more = line.recv(65536)
                    if not more:
                        break
                    seen += more
                line.sendall(b"Made up 1.0\0" if b"VERSION" in seen else reply)

    yield say
    for server in servers:
        server.close()


@pytest.mark.scanner
@pytest.mark.parametrize("name", INFECTED)
def test_a_virus_is_found_bare_and_in_every_wrapping(clamd, name):
    answer = scanner.ask([INFECTED[name]], within=WITHIN)

    assert answer.found.startswith("Local.Eicar")
    assert answer.scanner.startswith("ClamAV 1.")


@pytest.mark.scanner
def test_ordinary_files_are_clean(clamd):
    answers = {name: scanner.ask([content], within=WITHIN) for name, content in TAKEN.items()}

    assert {name: answer.found for name, answer in answers.items()} == dict.fromkeys(TAKEN, "")


@pytest.mark.scanner
def test_a_file_is_sent_whole_in_whatever_parts_it_comes(clamd):
    large = bytes(200_000) + EICAR

    for parts in ([large], [large[:7], large[7:]], [EICAR[:9], b"", EICAR[9:]]):
        assert scanner.ask(parts, within=WITHIN).found


@pytest.mark.scanner
def test_a_scanner_that_is_killed_is_not_there_though_its_socket_is(clamd):
    clamd.kill()

    assert (clamd.folder / "clamd.sock").exists()
    with pytest.raises(scanner.NotThere):
        scanner.ask([b"words"], within=WITHIN)


@pytest.mark.scanner
def test_a_scanner_that_is_killed_half_way_gives_no_answer(clamd):
    def parts():
        yield b"half of a file"
        clamd.kill()
        yield b"and the rest"

    with pytest.raises(scanner.NoAnswer):
        scanner.ask(parts(), within=WITHIN)


@pytest.mark.scanner
def test_a_file_over_the_scanners_own_limit_gives_no_answer(clamd):
    with pytest.raises(scanner.NoAnswer):
        scanner.ask([bytes(2**20)] * 31, within=WITHIN)


@pytest.mark.scanner
def test_a_scanner_that_hangs_gives_no_answer_in_time(clamd):
    clamd.hold()
    try:
        with pytest.raises(scanner.NoAnswer, match=r"too long|timed out"):
            scanner.ask([b"words"], within=0.3)
    finally:
        clamd.go_on()


@pytest.mark.parametrize("reply", [b"stream: OK\0"])
def test_only_the_exact_words_are_clean(says, reply):
    says(reply)

    assert scanner.ask([b"words"], within=5) == scanner.Answer("", "Made up 1.0")


@pytest.mark.parametrize(
    "reply",
    [
        b"",
        b"stream: OK",
        b"stream: OK\n\0",
        b"stream: ok\0",
        b" stream: OK\0",
        b"stream: OK\0more\0",
        b"OK\0",
        b"\0",
        b"UNKNOWN COMMAND\0",
        b"INSTREAM size limit exceeded. ERROR\0",
        b"stream: Can't allocate memory ERROR\0",
        b"other: Bad FOUND\0",
        b"x" * 5000,
    ],
)
def test_anything_else_is_no_answer(says, reply):
    says(reply)

    with pytest.raises(scanner.NoAnswer):
        scanner.ask([b"words"], within=5)


def test_what_was_found_is_told(says):
    says(b"stream: Win.Test.EICAR_HDB-1 FOUND\0")

    assert scanner.ask([b"words"], within=5).found == "Win.Test.EICAR_HDB-1"


@pytest.mark.parametrize("address", ["/nowhere/clamd.sock", "127.0.0.1:1", "nowhere", "a:99999999"])
def test_an_address_where_nothing_listens_is_not_there(settings, address):
    settings.CLAMD_SOCKET = address

    with pytest.raises(scanner.NotThere):
        scanner.ask([b"words"], within=5)
