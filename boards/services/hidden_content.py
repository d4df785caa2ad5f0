"""What a file says beside what is seen when it is opened: comments, hidden sheets, an author.

It is pointed out to whoever gives the file and to whoever publishes it, never a reason to refuse.
Only which kinds there are is kept, not the words: those may tell of a case. A file comes here
after its kind's own checks, so that it is whole, within limits, and holds no entities.
"""

import re
import zipfile
from collections.abc import Callable, Iterator
from typing import BinaryIO

from boards.services.file_kinds import office, pdf
from boards.services.file_kinds.unfit import Unfit

LONGEST_TAG = 64 * 1024
NOT_READ = "not_read"


def look(stream: BinaryIO, *, kind: str) -> list[str]:
    """The kinds of hidden content in the file: keys of `Document.HIDDEN`."""
    try:
        return sorted(set(LOOKS.get(kind, nothing)(stream)))
    except (Unfit, *office.FAULTS):
        return [NOT_READ]
    finally:
        stream.seek(0)


def nothing(stream: BinaryIO) -> Iterator[str]:
    yield from ()


# Office files: members, and what a tag in them says


# Bounded, and never past the next tag, so that a file made to be slow is not.
def tag(names: str, having: str = "") -> re.Pattern[bytes]:
    """A tag of one of these names, whatever its prefix, with an attribute in it if given."""
    more = rf"[^<>]{{0,4000}}?\s(?:[\w.-]+:)?{having}" if having else ""
    return re.compile(rf"<(?:[\w.-]+:)?(?:{names})(?=[\s/>]){more}".encode())


def filled(names: str) -> re.Pattern[bytes]:
    return re.compile(rf"<(?:[\w.-]+:)?(?:{names})(?:\s[^<>]*)?>\s*[^<\s]".encode())


YES = r"""=["'](?:1|true)["']"""
NO = r"""=["'](?:0|false)["']"""
WRITERS = "creator|lastModifiedBy|initial-creator"

# Which members (whole names) may say so, how, and what it is then.
IN_WORD = r"word/(?:document|header\d*|footer\d*|footnotes|endnotes)\.xml"
MICROSOFT: tuple[tuple[str, re.Pattern[bytes], str], ...] = (
    (r"docProps/core\.xml", filled(WRITERS), "author"),
    (r"xl/workbook\.xml", tag("sheet", r"""state=["'](?:hidden|veryHidden)["']"""), "sheets"),
    (r"xl/worksheets/[^/]+\.xml", tag("row", f"hidden{YES}"), "rows"),
    (r"xl/worksheets/[^/]+\.xml", tag("col", f"hidden{YES}"), "columns"),
    (r"xl/(?:comments/)?[^/]*comment[^/]*\.xml", tag("comment"), "comments"),
    (r"xl/threadedComments/[^/]+\.xml", tag("threadedComment"), "comments"),
    (r"word/comments\w*\.xml", tag("comment"), "comments"),
    (IN_WORD, tag("ins|del|moveFrom|moveTo"), "changes"),
    (IN_WORD, re.compile(rb"<(?:[\w.-]+:)?vanish\s*/?>"), "words"),
    (IN_WORD, tag("vanish", r"""val=["'](?:1|true|on)["']"""), "words"),
    (r"ppt/slides/[^/]+\.xml", tag("sld", f"show{NO}"), "slides"),
    (r"ppt/notesSlides/[^/]+\.xml", tag("r"), "notes"),
    (r"ppt/comments/[^/]+\.xml", tag("cm"), "comments"),
)
OPEN_DOCUMENT: tuple[tuple[str, re.Pattern[bytes], str], ...] = (
    (r"meta\.xml", filled(WRITERS), "author"),
    (r"content\.xml", tag("tracked-changes"), "changes"),
    (r"content\.xml", tag("annotation"), "comments"),
    (r"content\.xml", tag("table-row", r"""visibility=["'](?:collapse|filter)["']"""), "rows"),
    (r"content\.xml", tag("table-column", r"""visibility=["']collapse["']"""), "columns"),
    (r"content\.xml", tag("table-properties", r"""display=["']false["']"""), "sheets"),
    (r"(?:content|styles)\.xml", tag("text-properties", r"""display=["']none["']"""), "words"),
)
PICTURE = re.compile(r"\.(?:jpe?g|png)$", re.IGNORECASE)


def in_office(stream: BinaryIO, says: tuple[tuple[str, re.Pattern[bytes], str], ...]):
    with zipfile.ZipFile(stream) as package:
        for member in package.infolist():
            if office.EMBEDDED.search(member.filename):
                yield "workbook"
            elif PICTURE.search(member.filename):
                yield from in_picture_bytes(package.read(member))
            patterns = [
                (pattern, what)
                for name, pattern, what in says
                if re.fullmatch(name, member.filename)
            ]
            if patterns:
                yield from in_markup(package, member, patterns)


def in_markup(package, member, patterns) -> Iterator[str]:
    """Through the member once, a piece at a time, cut so that no tag is."""
    carried = b""
    for number, chunk in enumerate(office.chunks(package, member)):
        if number == 0 and chunk[:2] in (b"\xff\xfe", b"\xfe\xff"):
            yield NOT_READ  # UTF-16, which the programs that people have do not write
            return
        piece = carried + chunk
        for pattern, what in patterns:
            if pattern.search(piece):
                yield what
        carried = piece[-LONGEST_TAG:]


# PDF

WRITTEN = re.compile(pdf.named("Author") + pdf.GAP + rb"(?:\([^)\s]|<[0-9A-Fa-f])")
WRITTEN_APART = re.compile(pdf.named("Author") + pdf.GAP + pdf.ELSEWHERE)
WRITTEN_IN_XMP = re.compile(rb"<dc:creator>\s{0,20}(?:<[^<>]{1,80}>\s{0,20}){0,3}[^<\s]")
NOTED = re.compile(
    pdf.named("Subtype")
    + pdf.GAP
    + rb"/(?:Text|FreeText|Highlight|StrikeOut|Underline|Squiggly|Caret|Stamp|Ink)"
    + rb"(?=[\x00\t\n\x0c\r ()<>\[\]{}/%]|\Z)"
)


def in_pdf(stream: BinaryIO) -> Iterator[str]:
    stream.seek(0)
    content = stream.read()
    parts = [content[start:end] for start, end in pdf.outside_streams(content)]
    for part in (*parts, *pdf.packed_objects(content)):
        if WRITTEN.search(part) or WRITTEN_APART.search(part):
            yield "author"
        if NOTED.search(part):
            yield "comments"
    if WRITTEN_IN_XMP.search(content):
        yield "author"


# Pictures: the camera's notes (EXIF), and the programs' (XMP)

EXIF = b"Exif\x00\x00"
PLACE_IN_XMP = re.compile(rb"GPSL(?:atitude|ongitude)")
GPS, ARTIST, AUTHOR, OWNER = 0x8825, 0x013B, 0x9C9D, 0xA430
LATITUDE, LONGITUDE = 2, 4
MOST_ENTRIES = 512


def in_picture(stream: BinaryIO) -> Iterator[str]:
    stream.seek(0)
    yield from in_picture_bytes(stream.read())


def in_picture_bytes(content: bytes) -> Iterator[str]:
    for start in (EXIF, b"eXIf"):
        at = content.find(start)
        if at != -1:
            yield from in_exif(content[at + len(start) :])
    if PLACE_IN_XMP.search(content):
        yield "place"
    if WRITTEN_IN_XMP.search(content):
        yield "author"
    if re.search(rb"tEXtAuthor\x00[^\x00]", content):
        yield "author"


def in_exif(notes: bytes) -> Iterator[str]:
    order = {b"II": "little", b"MM": "big"}.get(notes[:2])
    if order is None:
        return

    def number(at: int, size: int) -> int:
        return int.from_bytes(notes[at : at + size], order)  # type: ignore[arg-type]

    def entries(at: int) -> dict[int, int]:
        """Of one directory: its tags, and the value or the offset that each holds."""
        there = range(min(number(at, 2), MOST_ENTRIES))
        places = [at + 2 + 12 * each for each in there]
        return {number(place, 2): number(place + 8, 4) for place in places}

    first = entries(number(4, 4))
    if first.keys() & {ARTIST, AUTHOR, OWNER}:
        yield "author"
    if GPS in first and entries(first[GPS]).keys() & {LATITUDE, LONGITUDE}:
        yield "place"


def microsoft(stream: BinaryIO) -> Iterator[str]:
    return in_office(stream, MICROSOFT)


def open_document(stream: BinaryIO) -> Iterator[str]:
    return in_office(stream, OPEN_DOCUMENT)


LOOKS: dict[str, Callable[[BinaryIO], Iterator[str]]] = {
    **dict.fromkeys(("docx", "xlsx", "pptx"), microsoft),
    **dict.fromkeys(("odt", "ods"), open_document),
    **dict.fromkeys(("png", "jpg"), in_picture),
    "pdf": in_pdf,
}
