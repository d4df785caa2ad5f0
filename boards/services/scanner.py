"""Asking clamd, the virus scanner, about one file.

Only its exact words "stream: OK" say that a file is clean. Every other answer but "FOUND", and no
answer, say nothing about the file: whoever asked keeps it closed and asks again.
"""

import re
import socket
import struct
import time
from collections.abc import Iterable
from dataclasses import dataclass

from django.conf import settings

CLEAN = b"stream: OK"
FOUND = re.compile(rb"stream: (.+) FOUND")
LONGEST_REPLY = 4096
LARGEST_PART = 64 * 1024
VERSION_SECONDS = 1


class NoAnswer(Exception):
    """The scanner did not say whether the file is clean."""


class NotThere(NoAnswer):
    """No scanner could be reached at all: asking about another file is no use now."""


@dataclass(frozen=True)
class Answer:
    """What was `found` (empty: the file is clean), and by which scanner."""

    found: str
    scanner: str


def is_configured() -> bool:
    return bool(settings.CLAMD_SOCKET)


def ask(content: Iterable[bytes], *, within: float) -> Answer:
    """What the scanner says of the content. Raises NoAnswer after `within` seconds at most."""
    until = time.monotonic() + within
    reply = answered(until, b"zINSTREAM\0", content)
    if reply == CLEAN:
        return Answer("", version())
    if found := FOUND.fullmatch(reply):
        return Answer(found[1].decode(errors="replace")[:120], version())
    raise NoAnswer(f"The scanner said {reply[:200]!r}")


def version() -> str:
    """The scanner's own name, with the day of its signatures where it says so."""
    try:
        reply = answered(time.monotonic() + VERSION_SECONDS, b"zVERSION\0")
    except NoAnswer:
        reply = b""
    return reply.decode(errors="replace")[:80] or "ClamAV"


def answered(until: float, command: bytes, content: Iterable[bytes] | None = None) -> bytes:
    """The scanner's whole reply to one command, sent over a connection of its own."""
    with connected(until) as line:
        try:
            send(line, until, command)
            for part in content or ():
                for at in range(0, len(part), LARGEST_PART):
                    piece = part[at : at + LARGEST_PART]
                    send(line, until, struct.pack(">I", len(piece)) + piece)
            if content is not None:
                send(line, until, bytes(4))
            return received(line, until)
        except OSError as fault:
            raise NoAnswer(f"The scanner stopped answering: {fault}") from fault


def connected(until: float) -> socket.socket:
    address = settings.CLAMD_SOCKET
    host, _, port = address.rpartition(":")
    is_path = address.startswith("/") or not port.isdecimal()
    try:
        if not is_path:
            return socket.create_connection((host.strip("[]"), int(port)), timeout=left(until))
        line = socket.socket(socket.AF_UNIX)
        try:
            line.settimeout(left(until))
            line.connect(address)
        except BaseException:
            line.close()
            raise
    except (OSError, OverflowError) as fault:
        raise NotThere(f"The scanner cannot be reached: {fault}") from fault
    return line


def send(line: socket.socket, until: float, message: bytes) -> None:
    line.settimeout(left(until))
    line.sendall(message)


def received(line: socket.socket, until: float) -> bytes:
    """Until the zero byte that ends a reply. One that was cut off before it is no reply."""
    reply = b""
    while not reply.endswith(b"\0"):
        line.settimeout(left(until))
        more = line.recv(LONGEST_REPLY)
        reply += more
        if not more or len(reply) > LONGEST_REPLY:
            raise NoAnswer(f"The scanner's reply was cut off: {reply[:200]!r}")
    return reply[:-1]


def left(until: float) -> float:
    seconds = until - time.monotonic()
    if seconds <= 0:
        raise TimeoutError("it took too long")
    return seconds
