"""docx, xlsx, pptx, odt and ods: zips that are what they say, with nothing in them that runs.

Sizes are checked as declared before anything is unpacked, and again as really read.
"""

import re
import zipfile
import zlib
from collections.abc import Iterator
from io import BytesIO
from typing import BinaryIO
from urllib.parse import unquote
from xml.etree import ElementTree

from boards.services.file_kinds.unfit import Unfit

MOST_MEMBERS = 1_000
MOST_UNPACKED = 100 * 1024 * 1024
MOST_RATIO = 100
RATIO_COUNTS_FROM = 5 * 1024 * 1024
MOST_MARKUP = 2 * 1024 * 1024
CHUNK = 256 * 1024

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ZIP = b"PK\x03\x04"

BROKEN = (
    "is damaged, or is not the kind of file its name says. Open it, save it again in the format "
    "of its name, and try again."
)
TOO_BIG_INSIDE = (
    "unpacks to more than we can take. Save it with fewer pages or smaller pictures, or as PDF, "
    "and try again."
)
PROTECTED = (
    "is protected with a password, or is an older kind of Office file. Save a copy without a "
    "password, as docx, xlsx, pptx or PDF, and try again."
)
MACRO = (
    "has a macro or a control in it that can run. Save it as PDF, or without macros (docx, xlsx, "
    "pptx, odt or ods), and try again."
)
HOLDS_FILE = (
    "has another file or object embedded in it. Save it as PDF, or take the object out, and send "
    "it by itself."
)
FETCHES = (
    "fetches part of itself from another computer when it is opened. Save it as PDF and try again."
)

MARKUP = re.compile(r"\.(xml|rels|vml|rdf)$", re.IGNORECASE)
EMBEDDED = re.compile(r"/embeddings/[^/]+\.(docx|xlsx|pptx)$", re.IGNORECASE)
NEVER = re.compile(r"macroenabled|vbaproject|vbadata|macrosheet|activex|oleobject", re.IGNORECASE)
LINKED = re.compile(r"/(attachedTemplate|oleObject|frame|subDocument|control)$", re.IGNORECASE)
# A template on the writer's own disc is ordinary; one on the web or a file server is fetched.
ON_THIS_DISC = re.compile(r"^(file:/{0,3})?([a-z]:|[^/\\:]+$)", re.IGNORECASE)
MAINS = {
    f"application/vnd.openxmlformats-officedocument.{kind}.main+xml"
    for kind in (
        "wordprocessingml.document",
        "spreadsheetml.sheet",
        "presentationml.presentation",
    )
}
MARKUP_NEVER_SAYS = {"<!DOCTYPE": BROKEN, "<!ENTITY": BROKEN}
OPEN_DOCUMENT_NEVER_SAYS = {"<!ENTITY": BROKEN, "vnd.sun.star.script:": MACRO}
FAULTS = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError)


def check_microsoft(stream: BinaryIO, *, main: str) -> None:
    """A Word, Excel or PowerPoint file whose main part is of the type `main`."""
    stream.seek(0)
    with opened(stream) as package:
        refuse_package(package, mains={main}, depth=0)


def refuse_package(package: zipfile.ZipFile, *, mains: set[str], depth: int) -> None:
    look_inside(package, refused=MARKUP_NEVER_SAYS, depth=depth)
    types = content_types(package)
    if any(NEVER.search(kind) for kind in types):
        raise Unfit(MACRO)
    if not mains & types:
        raise Unfit(BROKEN)
    for name in package.namelist():
        if name.lower().endswith(".rels"):
            refuse_fetching(read_markup(package, name))


def check_open_document(stream: BinaryIO, *, mimetype: str) -> None:
    stream.seek(0)
    with opened(stream) as package:
        look_inside(package, refused=OPEN_DOCUMENT_NEVER_SAYS, depth=1)
        names = package.namelist()
        if "mimetype" not in names or "content.xml" not in names:
            raise Unfit(BROKEN)
        if read_member(package, "mimetype", most=200).strip() != mimetype.encode():
            raise Unfit(BROKEN)
        if any(is_open_document_macro(name) for name in names):
            raise Unfit(MACRO)
        if "META-INF/manifest.xml" in names and b"encryption-data" in read_member(
            package, "META-INF/manifest.xml", most=MOST_MARKUP
        ):
            raise Unfit(PROTECTED)


def is_open_document_macro(name: str) -> bool:
    """LibreOffice writes an empty list of macros into many files; a macro is any other member."""
    folder, _, rest = name.partition("/")
    if folder not in ("Basic", "Scripts") or not rest or name.endswith("/"):
        return False
    return rest.rpartition("/")[2] not in ("script-lc.xml", "script-lb.xml")


# Zips


def opened(stream: BinaryIO) -> zipfile.ZipFile:
    """The zip, if its list of members is one we can take: nothing has been unpacked yet."""
    start = stream.read(8)
    stream.seek(0)
    if start == OLE:
        raise Unfit(PROTECTED)
    if not start.startswith(ZIP):
        raise Unfit(BROKEN)
    try:
        package = zipfile.ZipFile(stream)
    except FAULTS as fault:
        raise Unfit(BROKEN) from fault
    refuse_members(package.infolist())
    return package


def refuse_members(members: list[zipfile.ZipInfo]) -> None:
    names = [member.orig_filename.casefold() for member in members]
    if len(names) > MOST_MEMBERS or sum(m.file_size for m in members) > MOST_UNPACKED:
        raise Unfit(TOO_BIG_INSIDE)
    if len(set(names)) != len(names) or any(leads_elsewhere(name) for name in names):
        raise Unfit(BROKEN)
    if any(member.flag_bits & 0x1 for member in members):
        raise Unfit(PROTECTED)
    if any(m.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) for m in members):
        raise Unfit(BROKEN)
    for member in members:
        is_large = member.file_size > RATIO_COUNTS_FROM
        if is_large and member.file_size > MOST_RATIO * max(member.compress_size, 1):
            raise Unfit(TOO_BIG_INSIDE)


def leads_elsewhere(name: str) -> bool:
    parts = re.split(r"[/\\]", name)
    return ".." in parts or parts[0] == "" or ":" in parts[0] or "\0" in name


def look_inside(package: zipfile.ZipFile, *, refused: dict[str, str], depth: int) -> None:
    """Read every member through once: its size, what it begins with, what it must not say.

    A chart in a Word or PowerPoint file keeps its figures in a workbook of its own, so one level
    of those is looked into in the same way.
    """
    left = MOST_UNPACKED
    for member in package.infolist():
        is_inner = depth == 0 and EMBEDDED.search(member.filename) is not None
        phrases = in_bytes(refused) if MARKUP.search(member.filename) else {}
        start, carried = True, b""
        kept: list[bytes] = []
        for chunk in chunks(package, member):
            left -= len(chunk)
            if left < 0:
                raise Unfit(TOO_BIG_INSIDE)
            if start:
                refuse_beginning(member.filename, chunk, may_be_zip=is_inner)
            carried = carried[-64:] + chunk
            for phrase, why in phrases.items():
                if phrase in carried:
                    raise Unfit(why)
            start, kept = False, [*kept, chunk] if is_inner else kept
        if is_inner:
            with opened(BytesIO(b"".join(kept))) as inner:
                refuse_package(inner, mains=MAINS, depth=depth + 1)


def in_bytes(refused: dict[str, str]) -> dict[bytes, str]:
    """The phrases as they stand in a file, whichever encoding its markup is in."""
    codes = ("ascii", "utf-16-le", "utf-16-be")
    return {text.encode(code): why for text, why in refused.items() for code in codes}


def refuse_beginning(name: str, chunk: bytes, *, may_be_zip: bool) -> None:
    if chunk.startswith(OLE):
        raise Unfit(MACRO if "vba" in name.lower() else HOLDS_FILE)
    if chunk.startswith(ZIP) and not may_be_zip:
        raise Unfit(HOLDS_FILE)
    # Word scrambles the first bytes of the fonts that it embeds (.odttf): any two may turn up.
    if chunk.startswith(b"MZ") and not name.lower().endswith(".odttf"):
        raise Unfit(HOLDS_FILE)


def chunks(package: zipfile.ZipFile, member: zipfile.ZipInfo) -> Iterator[bytes]:
    try:
        with package.open(member) as unpacked:
            yield from iter(lambda: unpacked.read(CHUNK), b"")
    except FAULTS as fault:
        raise Unfit(BROKEN) from fault


def read_member(package: zipfile.ZipFile, name: str, *, most: int) -> bytes:
    if package.getinfo(name).file_size > most:
        raise Unfit(BROKEN)
    return package.read(name)


# Markup


def read_markup(package: zipfile.ZipFile, name: str) -> ElementTree.Element:
    """Called after `look_inside`, which refused DOCTYPE and ENTITY: there is nothing to expand."""
    try:
        return ElementTree.fromstring(  # noqa: S314
            read_member(package, name, most=MOST_MARKUP)
        )
    except (ElementTree.ParseError, LookupError, ValueError) as fault:
        raise Unfit(BROKEN) from fault


def content_types(package: zipfile.ZipFile) -> set[str]:
    if "[Content_Types].xml" not in package.namelist():
        raise Unfit(BROKEN)
    types = read_markup(package, "[Content_Types].xml")
    return {entry.get("ContentType", "") for entry in types}


def refuse_fetching(relations: ElementTree.Element) -> None:
    for relation in relations:
        is_outside = relation.get("TargetMode", "").lower() == "external"
        if not is_outside or not LINKED.search(relation.get("Type", "")):
            continue
        if not ON_THIS_DISC.match(unquote(relation.get("Target", "")).strip()):
            raise Unfit(FETCHES)
