"""csv and txt: words in an encoding that people's programs write, and nothing that runs."""

import codecs
import re
from typing import BinaryIO

from boards.services.file_kinds.unfit import Unfit

CHUNK = 64 * 1024
HEAD = 1024
UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
# Tab, line ends and form feeds are text; so is the end-of-file mark of old DOS programs (0x1a).
NOT_TEXT = re.compile(r"[\x00-\x08\x0e-\x19\x1b]")
PROGRAMS_BEGIN = (
    "MZ",
    "#!",
    "\x7fELF",
    "PK\x03\x04",
    "Rar!",
    "GIF8",
    "{\\rtf",
    "<?xml",
    "<svg",
    "<%",
)
PAGES_HOLD = re.compile(r"<(!doctype\s+html\b|\?php\b|(html|script|iframe)[\s>])|%PDF-", re.I)


def check(stream: BinaryIO) -> None:
    stream.seek(0)
    is_utf_16 = stream.read(2) in UTF_16
    encodings = ("utf-16",) if is_utf_16 else ("utf-8-sig", "cp1252")
    if not any(is_text(stream, encoding) for encoding in encodings):
        raise Unfit(
            "does not read as plain text. In the program it came from, save it again as CSV or "
            "plain text (UTF-8), or send it in its own format."
        )


def is_text(stream: BinaryIO, encoding: str) -> bool:
    """Whether every byte is text in this encoding. Raises Unfit for text that is a program."""
    stream.seek(0)
    chunks = iter(lambda: stream.read(CHUNK), b"")
    is_first = True
    try:
        for text in codecs.iterdecode(chunks, encoding):
            if NOT_TEXT.search(text):
                return False
            if is_first:
                refuse_programs(text[:HEAD])
            is_first = False
    except UnicodeDecodeError:
        return False
    return True


def refuse_programs(head: str) -> None:
    if head.lstrip().startswith(PROGRAMS_BEGIN) or PAGES_HOLD.search(head):
        raise Unfit(
            "holds a web page, a script or another kind of file under a plain text name. "
            "Send the words alone, or save it as PDF and try again."
        )
