"""The harmless test virus (EICAR), bare and wrapped: files that only a virus scanner refuses."""

from tests.files.eicar import EICAR
from tests.files.hostile import with_part
from tests.files.ordinary import (
    office_members,
    open_document,
    pdf,
    png,
    png_part,
    stream,
    zipped,
)

ODT = "application/vnd.oasis.opendocument.text"


def slides() -> bytes:
    """Two packages deep: in a chart's workbook, in slides."""
    members = office_members("presentationml.presentation", "ppt", "presentation.xml")
    workbook = zipped({**office_members("spreadsheetml.sheet", "xl", "workbook.xml"), "a": EICAR})
    return zipped({**members, "ppt/embeddings/a.xlsx": workbook})


INFECTED = {
    "bare.txt": EICAR,
    "in a table.csv": b"Ref,Note\r\nR1," + EICAR + b"\r\n",
    "in a document.docx": with_part("word/media/notes.bin", EICAR),
    "in an odt.odt": open_document(ODT, **{"Pictures/a.bin": EICAR}),
    "in slides.pptx": slides(),
    "in a packed stream.pdf": pdf(stream(EICAR)),
    "in a picture.png": png(png_part(b"tEXt", b"Comment\x00" + EICAR)),
}
