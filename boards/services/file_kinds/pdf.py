"""pdf: whole, not locked, with nothing in it that runs and no other file inside.

Patterns are exact, so that a page which speaks of "Project/Launch plan" is no reason to refuse:
an action names its kind as `/S /Launch`, a script hangs from `/JS`, a file inside from `/EF`.
"""

import re
import zlib
from typing import BinaryIO

from boards.services.file_kinds.unfit import Unfit

TAIL = 1024
MOST_UNPACKED = 100 * 1024 * 1024
MOST_STREAMS = 100_000
BLANK = rb"[\x00\t\n\x0c\r ]"
# Bounded, so that a file made to be slow is not.
GAP = rb"(?:[\x00\t\n\x0c\r ]|%[^\r\n]{0,40}[\r\n]){0,40}"
SPACE = BLANK + rb"{1,40}"


def named(name: str) -> bytes:
    """A pattern for a PDF name, in which any letter may be written as # and its number."""
    letters = (b"(?:%c|#(?i:%02x))" % (ord(letter), ord(letter)) for letter in name)
    return b"/" + b"".join(letters) + rb"(?=[\x00\t\n\x0c\r ()<>\[\]{}/%]|\Z)"


ELSEWHERE = rb"\d{1,10}" + SPACE + rb"\d{1,5}" + SPACE + rb"R\b"
KIND = named("S") + GAP
# Long enough never to turn up by chance in the bytes of a picture: looked for everywhere.
RUNS = re.compile(
    KIND + rb"(?:" + named("JavaScript") + rb"|" + named("Launch") + rb"|" + ELSEWHERE + rb")"
)
HOLDS_FILE = re.compile(
    named("Type") + GAP + named("EmbeddedFile") + rb"|" + named("EF") + GAP + rb"<<"
)
LOCKED = re.compile(named("Encrypt") + GAP + rb"(?:<<|" + ELSEWHERE + rb")")
# Short: looked for only outside the bytes of pictures and fonts.
HAS_SCRIPT = re.compile(named("JS") + GAP + rb"[(<0-9]")
HAS_FILE = re.compile(named("EF") + GAP + rb"[<0-9]")

STREAM = re.compile(rb"(?<!end)stream\r?\n")
OBJECTS = re.compile(named("Type") + GAP + named("ObjStm"))
PACKED = re.compile(named("Filter"))
FLATE = named("Filter") + GAP + rb"(?:X|\[" + GAP + rb"X" + GAP + rb"\])"
PACKED_PLAINLY = re.compile(FLATE.replace(b"X", named("FlateDecode")))
SCRAMBLED = re.compile(named("Predictor") + GAP + rb"(?!1\b)\d")

BROKEN = "is not a whole PDF. Save or print it as PDF again, check that it opens, and try again."
UNREADABLE = (
    "is a PDF written in a way that we cannot check. Open it, print it to PDF, and send the new "
    "copy."
)
RUNNING = (
    "has a script or a program in it. Open it, print it to PDF (which leaves the script out), and "
    "send the new copy."
)
HOLDING = "has another file attached inside it. Send that file by itself, and this one without it."
PROTECTED = (
    "is locked or protected with a password, so it cannot be checked. Save a copy without "
    "protection and try again."
)


def check(stream: BinaryIO) -> None:
    stream.seek(0)
    content = stream.read()
    last = content.rfind(b"%%EOF", -TAIL - 5)
    if not content.lstrip(b"\xef\xbb\xbf\r\n\t ").startswith(b"%PDF-") or last == -1:
        raise Unfit(BROKEN)
    if content[last + 5 :].strip(b"\x00\r\n\t\x0c\x1a "):
        raise Unfit(BROKEN)
    if LOCKED.search(content):
        raise Unfit(PROTECTED)
    refuse_names(content)
    for start, end in outside_streams(content):
        refuse_short_names(content, start, end)
    for objects in packed_objects(content):
        refuse_names(objects)
        refuse_short_names(objects, 0, len(objects))


def refuse_names(content: bytes) -> None:
    if RUNS.search(content):
        raise Unfit(RUNNING)
    if HOLDS_FILE.search(content):
        raise Unfit(HOLDING)


def refuse_short_names(content: bytes, start: int, end: int) -> None:
    if HAS_SCRIPT.search(content, start, end):
        raise Unfit(RUNNING)
    if HAS_FILE.search(content, start, end):
        raise Unfit(HOLDING)


def outside_streams(content: bytes):
    """From where to where the file is objects, not the bytes of a picture, a font or a page."""
    start = 0
    while found := STREAM.search(content, start):
        yield start, found.start()
        end = content.find(b"endstream", found.end())
        if end == -1:
            yield found.end(), len(content)
            return
        start = end + len(b"endstream")
    yield start, len(content)


def packed_objects(content: bytes):
    """The objects that newer PDFs keep together (object streams), unpacked within a limit."""
    left = MOST_UNPACKED
    for number, found in enumerate(STREAM.finditer(content)):
        if left < 0 or number > MOST_STREAMS:
            raise Unfit(UNREADABLE)
        begin = content.rfind(b"endobj", max(0, found.start() - 4096), found.start())
        head = content[max(begin, found.start() - 4096, 0) : found.start()]
        if not OBJECTS.search(head):
            continue
        end = content.find(b"endstream", found.end())
        if end == -1:
            raise Unfit(BROKEN)
        objects = content[found.end() : end]
        if PACKED.search(head):
            if not PACKED_PLAINLY.search(head) or SCRAMBLED.search(head):
                raise Unfit(UNREADABLE)
            objects = unpacked(objects, left)
        left -= len(objects)
        yield objects


def unpacked(packed: bytes, most: int) -> bytes:
    try:
        unpacker = zlib.decompressobj()
        objects = unpacker.decompress(packed, max(most, 1))
    except zlib.error as fault:
        raise Unfit(UNREADABLE) from fault
    if not unpacker.eof:
        raise Unfit(UNREADABLE)
    return objects
