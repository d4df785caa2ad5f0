"""Ordinary files that say more than is seen at first: taken, and what they hold is pointed out."""

import io
import struct

import openpyxl
from openpyxl.comments import Comment

from tests.files.ordinary import (
    docx_members,
    jpeg,
    office_members,
    pdf,
    png,
    png_part,
    zipped,
)

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
P = "http://schemas.openxmlformats.org/presentationml/2006/main"
DC = "http://purl.org/dc/elements/1.1/"
CP = "http://schemas.openxmlformats.org/package/2006/metadata/core-properties"
OFFICE = "urn:oasis:names:tc:opendocument:xmlns:office:1.0"
TEXT = "urn:oasis:names:tc:opendocument:xmlns:text:1.0"
TABLE = "urn:oasis:names:tc:opendocument:xmlns:table:1.0"
META = "urn:oasis:names:tc:opendocument:xmlns:meta:1.0"


def workbook(change) -> bytes:
    """A workbook of one sheet, changed before it is saved. Its author is nobody."""
    book, out = openpyxl.Workbook(), io.BytesIO()
    book.properties.creator = ""
    book.active.append(["Ref", "Done"])
    book.active.append(["R1", "Yes"])
    change(book)
    book.save(out)
    return out.getvalue()


def hide_sheets(book):
    book.create_sheet("Names").sheet_state = "hidden"
    book.create_sheet("More names").sheet_state = "veryHidden"


def hide_rows_and_columns(book):
    sheet = book.active
    sheet.row_dimensions[2].hidden = True
    sheet.column_dimensions["B"].hidden = True


def comment(book):
    book.active["A2"].comment = Comment("Ask the school", "Sam Staff")


def be_written_by(book):
    book.properties.creator = "Sam Staff"
    book.properties.lastModifiedBy = "Lesley Lead"


def written(**people: str) -> str:
    fields = {"creator": "dc:creator", "last": "cp:lastModifiedBy"}
    inside = "".join(f"<{fields[key]}>{name}</{fields[key]}>" for key, name in people.items())
    return f'<cp:coreProperties xmlns:cp="{CP}" xmlns:dc="{DC}">{inside}</cp:coreProperties>'


def document(body: str, **parts: str) -> bytes:
    """A Word file with this body, and other parts by their names in its folder."""
    members = docx_members()
    members["word/document.xml"] = f'<w:document xmlns:w="{W}"><w:body>{body}</w:body></w:document>'
    return zipped({**members, **{f"word/{name}.xml": text for name, text in parts.items()}})


def document_by(**people: str) -> bytes:
    return zipped({**docx_members(), "docProps/core.xml": written(**people)})


def slides() -> bytes:
    members = office_members("presentationml.presentation", "ppt", "presentation.xml")
    p = f'xmlns:p="{P}"'
    return zipped(
        {
            **members,
            "ppt/slides/slide1.xml": f"<p:sld {p}/>",
            "ppt/slides/slide2.xml": f'<p:sld {p} show="0"/>',
            "ppt/notesSlides/notesSlide1.xml": f"<p:notes {p}><a:r><a:t>Hm.</a:t></a:r></p:notes>",
            "ppt/comments/comment1.xml": f"<p:cmLst {p}><p:cm/></p:cmLst>",
        }
    )


def open_text() -> bytes:
    content = (
        f'<office:document-content xmlns:office="{OFFICE}" xmlns:text="{TEXT}">'
        "<text:tracked-changes/><office:annotation>Ask</office:annotation>"
        "</office:document-content>"
    )
    meta = (
        f'<office:document-meta xmlns:office="{OFFICE}" xmlns:meta="{META}" xmlns:dc="{DC}">'
        "<meta:initial-creator>Sam Staff</meta:initial-creator></office:document-meta>"
    )
    return rewritten("application/vnd.oasis.opendocument.text", content, meta)


def rewritten(kind: str, content: str, meta: str = "") -> bytes:
    members = {
        "mimetype": kind,
        "content.xml": content,
        "META-INF/manifest.xml": "<manifest:manifest/>",
    }
    return zipped(members | ({"meta.xml": meta} if meta else {}), method=0)


def open_sheet() -> bytes:
    content = (
        f'<office:document-content xmlns:office="{OFFICE}" xmlns:table="{TABLE}">'
        '<table:table-column table:visibility="collapse"/>'
        '<table:table-row table:visibility="collapse"/></office:document-content>'
    )
    return rewritten("application/vnd.oasis.opendocument.spreadsheet", content)


def exif(order: str = "<") -> bytes:
    """A photo's own notes: who took it, and where (51° 16' 40" north, 0° 31' 20" east)."""
    mark = {"<": b"II", ">": b"MM"}[order]

    def entry(tag: int, kind: int, number: int, value: bytes) -> bytes:
        return struct.pack(f"{order}HHI", tag, kind, number) + value.ljust(4, b"\0")

    def at(offset: int) -> bytes:
        return struct.pack(f"{order}I", offset)

    def degrees(*parts: int) -> bytes:
        return b"".join(struct.pack(f"{order}II", part, 1) for part in parts)

    # 8: IFD of 2 entries (30 bytes) to 38; 38: the GPS IFD of 4 entries (54) to 92; then values.
    artist = b"Sam Staff\0"
    first = struct.pack(f"{order}H", 2) + entry(0x013B, 2, len(artist), at(140))
    first += entry(0x8825, 4, 1, at(38)) + at(0)
    place = struct.pack(f"{order}H", 4) + entry(1, 2, 2, b"N\0") + entry(2, 5, 3, at(92))
    place += entry(3, 2, 2, b"E\0") + entry(4, 5, 3, at(116)) + at(0)
    return (
        mark + struct.pack(f"{order}HI", 42, 8) + first + place
        + degrees(51, 16, 40) + degrees(0, 31, 20) + artist
    )  # fmt: skip


def photo(order: str = "<") -> bytes:
    notes = b"Exif\0\0" + exif(order)
    part = b"\xff\xe1" + struct.pack(">H", len(notes) + 2) + notes
    return jpeg()[:2] + part + jpeg()[2:]


REVEALING = {
    "hidden sheets.xlsx": workbook(hide_sheets),
    "hidden rows.xlsx": workbook(hide_rows_and_columns),
    "comment.xlsx": workbook(comment),
    "author.xlsx": workbook(be_written_by),
    "tracked changes.docx": document("<w:ins><w:r/></w:ins><w:del><w:r/></w:del>"),
    "hidden words.docx": document("<w:r><w:rPr><w:vanish/></w:rPr><w:t>Hm.</w:t></w:r>"),
    "comments.docx": document(
        "<w:p/>", comments=f'<w:comments xmlns:w="{W}"><w:comment/></w:comments>'
    ),
    "author.docx": document_by(creator="Sam Staff", last="Lesley Lead"),
    "hidden slide.pptx": slides(),
    "open text.odt": open_text(),
    "open sheet.ods": open_sheet(),
    "photo with a place.jpg": photo(),
    "photo of another make.jpg": photo(">"),
    "picture with a place.png": png(png_part(b"eXIf", exif())),
    "author.pdf": pdf(
        b"<</Title(A plan)/Author(Sam Staff)>>", trailer=b"<</Root 1 0 R/Info 3 0 R>>"
    ),
    "notes.pdf": pdf(b"<</Type/Annot/Subtype/Text/Contents(Ask the school)>>"),
}
