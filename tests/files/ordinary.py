"""Files as people's programs write them, each of a kind that the board takes."""

import csv
import io
import struct
import zipfile
import zlib

import openpyxl
import xlsxwriter

OOXML = "application/vnd.openxmlformats-officedocument"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"


def zipped(members: dict[str, bytes | str], *, method=zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as package:
        for name, content in members.items():
            package.writestr(name, content)
    return out.getvalue()


def relations(*entries: tuple[str, str, str]) -> str:
    """Entries of (kind of relation, target, Internal or External)."""
    rows = "".join(
        f'<Relationship Id="rId{n}" Type="{RELATIONS}/{kind}" Target="{target}" '
        f'TargetMode="{mode}"/>'
        for n, (kind, target, mode) in enumerate(entries, start=1)
    )
    start = f'<?xml version="1.0"?><Relationships xmlns="{PACKAGE}/relationships">'
    return f"{start}{rows}</Relationships>"


def office_members(kind: str, folder: str, part: str, more_types: str = "") -> dict[str, str]:
    types = (
        f'<?xml version="1.0" encoding="UTF-8"?><Types xmlns="{PACKAGE}/content-types">'
        '<Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/{folder}/{part}" ContentType="{OOXML}.{kind}.main+xml"/>'
        f"{more_types}</Types>"
    )
    return {
        "[Content_Types].xml": types,
        "_rels/.rels": relations(("officeDocument", f"{folder}/{part}", "Internal")),
        f"{folder}/{part}": "<document><body>What we did.</body></document>",
    }


def docx_members(more_types: str = "", **more) -> dict[str, str]:
    return {
        **office_members("wordprocessingml.document", "word", "document.xml", more_types),
        **more,
    }


def docx() -> bytes:
    return zipped(docx_members())


def docx_of_a_local_template() -> bytes:
    """As Word writes it for anyone whose organisation has a template of its own."""
    template = relations(("attachedTemplate", r"file:///C:\Templates\Council.dotx", "External"))
    link = relations(("hyperlink", "https://kscb.example/", "External"))
    return zipped(
        {
            **docx_members(),
            "word/_rels/settings.xml.rels": template,
            "word/_rels/document.xml.rels": link,
        }
    )


def pptx() -> bytes:
    return zipped(office_members("presentationml.presentation", "ppt", "presentation.xml"))


def pptx_with_a_chart() -> bytes:
    """PowerPoint keeps a chart's figures in a workbook inside the file."""
    members = office_members("presentationml.presentation", "ppt", "presentation.xml")
    return zipped({**members, "ppt/embeddings/Microsoft_Excel_Sheet.xlsx": xlsx()})


def xlsx() -> bytes:
    book, out = openpyxl.Workbook(), io.BytesIO()
    book.active.append(["Ref", "Done"])
    book.active.append(["R1", "Yes – all of it"])
    book.save(out)
    return out.getvalue()


def xlsx_by_another_program() -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["Ref", "Done"])
        chart = book.add_chart({"type": "line"})
        chart.add_series({"values": "=Sheet1!$A$1:$A$2"})
        sheet.insert_chart("C3", chart)
    return out.getvalue()


def xlsx_of_many_rows() -> bytes:
    """Markup packs well: this is large inside, and ordinary."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"constant_memory": True}) as book:
        sheet = book.add_worksheet()
        for row in range(20_000):
            sheet.write_row(row, 0, [f"R{row}", row * 7 % 1000, "Yes"])
    return out.getvalue()


def open_document(mimetype: str, **more) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("mimetype", mimetype, zipfile.ZIP_STORED)
        package.writestr("content.xml", "<office:document-content/>")
        package.writestr("META-INF/manifest.xml", "<manifest:manifest/>")
        for name, content in more.items():
            package.writestr(name, content)
    return out.getvalue()


def odt() -> bytes:
    return open_document("application/vnd.oasis.opendocument.text")


def odt_by_an_old_program() -> bytes:
    """OpenOffice 2 named a DTD in its manifest, and listed that there were no macros."""
    return open_document(
        "application/vnd.oasis.opendocument.text",
        **{
            "META-INF/manifest.rdf": '<!DOCTYPE manifest PUBLIC "-//OpenOffice.org//DTD">',
            "Basic/script-lc.xml": "<library:libraries/>",
        },
    )


def ods() -> bytes:
    return open_document("application/vnd.oasis.opendocument.spreadsheet")


def pdf(*objects: bytes, end: bytes = b"%%EOF\n", trailer: bytes = b"<</Root 1 0 R>>") -> bytes:
    body = b"".join(b"%d 0 obj\n%b\nendobj\n" % (n, o) for n, o in enumerate(objects, start=3))
    return (
        b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"
        b"1 0 obj\n<</Type/Catalog/Pages 2 0 R>>\nendobj\n"
        b"2 0 obj\n<</Type/Pages/Kids[]/Count 0>>\nendobj\n"
        + body
        + b"trailer\n"
        + trailer
        + b"\nstartxref\n9\n"
        + end
    )


def stream(content: bytes, extra: bytes = b"", *, packed=True) -> bytes:
    if packed:
        content, extra = zlib.compress(content), extra + b"/Filter/FlateDecode"
    return b"<<%b/Length %d>>\nstream\n%b\nendstream" % (extra, len(content), content)


def pdf_about_programs() -> bytes:
    """Words that look like trouble in a title, a link, a page and by chance in a picture."""
    return pdf(
        b"<</Title(Project/Launch plan for HTML/JavaScript)/Author(A/JS)>>",
        b"<</Type/Annot/A<</S/URI/URI(https://kscb.example/)>>>>",
        stream(b"BT (Pilot/Launch event, /JS and /EmbeddedFile) Tj ET", packed=False),
        stream(b"\x00\x01/JS(\x02\x03/EF<0", b"/Type/XObject", packed=False),
        b"<</Names<</EmbeddedFiles<</Names[]>>>>/OpenAction[4 0 R/Fit]>>",
        end=b"%%EOF\r\n\r\n",
    )


def pdf_with_packed_objects() -> bytes:
    objects = b"7 0 8 30 <</Type/Font/BaseFont/Arial>> <</Title(A plan)>>"
    return pdf(stream(objects, b"/Type/ObjStm/N 2/First 9"))


def png_part(name: bytes, content: bytes) -> bytes:
    check = zlib.crc32(name + content)
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", check)


def png(*parts: bytes) -> bytes:
    head = struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + png_part(b"IHDR", head)
        + b"".join(parts)
        + png_part(b"IDAT", zlib.compress(b"\x00\x7f"))
        + png_part(b"IEND", b"")
    )


def jpeg(*, scan: bytes = b"\x12\x34\xff\x00\x56\xff\xd0\x78") -> bytes:
    def part(mark: int, content: bytes) -> bytes:
        return struct.pack(">BBH", 0xFF, mark, len(content) + 2) + content

    return (
        b"\xff\xd8"
        + part(0xE0, b"JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00")
        + part(0xE1, b"Exif\x00\x00 a small picture: \xff\xd8\xff\xdb\xff\xd9")
        + part(0xDB, bytes(65))
        + part(0xC0, b"\x08\x00\x01\x00\x01\x01\x01\x11\x00")
        + part(0xDA, b"\x01\x01\x00\x00\x3f\x00")
        + scan
        + b"\xff\xff\xd9"
    )


def csv_text() -> str:
    out = io.StringIO()
    csv.writer(out).writerows(
        [["Ref", "Note"], ["R1", "“Done” – £40, naïve, <head@school.example>"]]
    )
    return out.getvalue()


ORDINARY = {
    "plan.pdf": pdf(),
    "about programs.pdf": pdf_about_programs(),
    "packed.pdf": pdf_with_packed_objects(),
    "plan.docx": docx(),
    "council template.docx": docx_of_a_local_template(),
    "sheet.xlsx": xlsx(),
    "chart.xlsx": xlsx_by_another_program(),
    "many rows.xlsx": xlsx_of_many_rows(),
    "slides.pptx": pptx(),
    "slides with a chart.pptx": pptx_with_a_chart(),
    "text.odt": odt(),
    "old text.odt": odt_by_an_old_program(),
    "sheet.ods": ods(),
    "utf-8.csv": csv_text().encode(),
    "with a mark.csv": csv_text().encode("utf-8-sig"),
    "windows.csv": csv_text().encode("cp1252"),
    "excel unicode.txt": csv_text().encode("utf-16"),
    "notes.txt": b"1 < 2\r\n\x0cA script was read; see the body of html notes.\r\n\x1a",
    "picture.png": png(png_part(b"tEXt", b"Title\x00Plan")),
    "padded.png": png() + b"\x00\r\n",
    "photo.jpg": jpeg(),
    "PHOTO.JPEG": jpeg() + b"\x00\x00",
    "phone with a second picture.jpg": jpeg() + jpeg(),
}
