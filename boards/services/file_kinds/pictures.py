"""png and jpg: whole pictures. What phones write after the end (a clip, notes) is cut off.

It is refused where it looks like a page, a script, an archive or a program: that is how one file is
made to be two.
"""

import re
from typing import BinaryIO

from boards.services.file_kinds.unfit import Unfit

MOST_PARTS = 100_000
PADDING = b"\x00\t\n\r\x0b\x0c "
BROKEN = (
    "is not a whole {kind} picture. Open it, save it again as {kind}, check that it shows, and "
    "try again."
)
MORE_THAN_A_PICTURE = (
    "has something else after the end of the picture. Open it, save a new copy (or take a "
    "screenshot of it), and try again."
)


# Long enough not to turn up by chance; the rest counts only where it begins so.
ANOTHER_FILE = re.compile(
    rb"PK\x03\x04|PK\x05\x06|%PDF-|\x7fELF|Rar!\x1a|7z\xbc\xaf|MSCF\x00|\xd0\xcf\x11\xe0\xa1\xb1"
    rb"|<(?:script|!doctype|html|svg|iframe|\?php|\?xml)",
    re.IGNORECASE,
)
BEGINS = (b"MZ", b"#!", b"\x1f\x8b", b"BZh", b"GIF8", b"{\\rtf", b"<")


def check_png(stream: BinaryIO) -> int | None:
    """The parts from IHDR to IEND, with a picture (IDAT) between."""
    stream.seek(0)
    if stream.read(8) != b"\x89PNG\r\n\x1a\n":
        raise Unfit(BROKEN.format(kind="PNG"))
    seen: set[bytes] = set()
    for number in range(MOST_PARTS):
        head = stream.read(8)
        length, part = int.from_bytes(head[:4]), head[4:]
        if len(part) != 4 or not part.isalpha() or (number == 0) != (part == b"IHDR"):
            break
        if len(stream.read(length + 4)) != length + 4:
            break
        seen.add(part)
        if part == b"IEND" and b"IDAT" in seen:
            return end_where_more(stream.tell(), stream.read())
    raise Unfit(BROKEN.format(kind="PNG"))


def end_where_more(end: int, rest: bytes) -> int | None:
    """The end, where anything but padding follows it. Raises Unfit where that is another file."""
    more = rest.strip(PADDING)
    if not more:
        return None
    if more.startswith(BEGINS) or ANOTHER_FILE.search(more):
        raise Unfit(MORE_THAN_A_PICTURE)
    return end


# In the picture's own bytes 0xff is followed by 0 or a restart mark; anything else begins a part.
MARK = re.compile(rb"\xff+([^\xff])", re.DOTALL)
NEXT_MARK = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]", re.DOTALL)
START, END, SCAN = 0xD8, 0xD9, 0xDA
ALONE = {0x01, *range(0xD0, 0xD8)}


def check_jpeg(stream: BinaryIO) -> int | None:
    """One picture, or several: phones put a second, smaller one after the first."""
    stream.seek(0)
    content = stream.read()
    end = end_of_jpeg(content, 0)
    for _ in range(20):
        rest = len(content) - len(content[end:].lstrip(PADDING))
        if content[rest : rest + 3] != b"\xff\xd8\xff":
            break
        end = end_of_jpeg(content, rest)
    return end_where_more(end, content[end:])


def end_of_jpeg(content: bytes, at: int) -> int:
    """Where the picture that starts `at` ends. Raises Unfit where it does not."""
    if content[at : at + 3] != b"\xff\xd8\xff":
        raise Unfit(BROKEN.format(kind="JPEG"))
    at, has_scan = at + 2, False
    for _ in range(MOST_PARTS):
        begins = MARK.match(content, at)
        if begins is None:
            break
        mark, at = begins[1][0], begins.end()
        if mark == END and has_scan:
            return at
        if mark in ALONE:
            continue
        length = int.from_bytes(content[at : at + 2])
        if mark in (0x00, START, END) or length < 2 or at + length > len(content):
            break
        at += length
        if mark == SCAN:
            has_scan = True
            found = NEXT_MARK.search(content, at)
            at = found.start() if found else len(content)
    raise Unfit(BROKEN.format(kind="JPEG"))
