"""The kinds of file that the board takes, and what each must look like inside.

A file is of a kind when both its name and its content say so. Nothing here opens a file the way a
reader's program would: it is looked at, within limits, and never run, drawn or unpacked to disk.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import BinaryIO

from boards.services.file_kinds import office, pdf, pictures, plain_text
from boards.services.file_kinds.unfit import Unfit

__all__ = ["KINDS", "TAKEN", "Kind", "Unfit", "of_name"]


@dataclass(frozen=True)
class Kind:
    """One kind of file. Browsers are told `content_type`, whatever the sender called it.

    `check` raises Unfit; it says where the file ends, if something harmless follows its end.
    """

    name: str
    content_type: str
    check: Callable[[BinaryIO], int | None]


OOXML = "application/vnd.openxmlformats-officedocument"
WORD, EXCEL, POWERPOINT = (
    f"{OOXML}.wordprocessingml.document",
    f"{OOXML}.spreadsheetml.sheet",
    f"{OOXML}.presentationml.presentation",
)
ODT, ODS = (f"application/vnd.oasis.opendocument.{word}" for word in ("text", "spreadsheet"))

KINDS = {
    kind.name: kind
    for kind in (
        Kind("pdf", "application/pdf", pdf.check),
        Kind("docx", WORD, partial(office.check_microsoft, main=f"{WORD}.main+xml")),
        Kind("xlsx", EXCEL, partial(office.check_microsoft, main=f"{EXCEL}.main+xml")),
        Kind("pptx", POWERPOINT, partial(office.check_microsoft, main=f"{POWERPOINT}.main+xml")),
        Kind("odt", ODT, partial(office.check_open_document, mimetype=ODT)),
        Kind("ods", ODS, partial(office.check_open_document, mimetype=ODS)),
        Kind("csv", "text/csv", plain_text.check),
        Kind("txt", "text/plain", plain_text.check),
        Kind("png", "image/png", pictures.check_png),
        Kind("jpg", "image/jpeg", pictures.check_jpeg),
    )
}
ALSO_CALLED = {"jpeg": "jpg"}
TAKEN = "PDF, Word (docx), Excel (xlsx), PowerPoint (pptx), odt, ods, csv, txt, png or jpg"


def of_name(name: str) -> Kind:
    """The kind that a file name claims. Raises Unfit where it is none of ours."""
    extension = name.rpartition(".")[2].lower() if "." in name else ""
    kind = KINDS.get(ALSO_CALLED.get(extension, extension))
    if kind is None:
        raise Unfit(f"is not a kind of file we can take. Save it as {TAKEN}, and try again.")
    return kind
