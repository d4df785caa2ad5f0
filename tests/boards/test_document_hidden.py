"""What a file holds beside what is seen: found in each kind, kept as kinds and never as words."""

import io
import time

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from boards.models import Document
from boards.services import documents, hidden_content
from tests.factories import BoardFactory, UserFactory
from tests.files.hostile import with_part
from tests.files.ordinary import ORDINARY, jpeg, pdf, png, png_part, stream, zipped
from tests.files.revealing import REVEALING, document, photo, rewritten

pytestmark = pytest.mark.django_db
# What each file of REVEALING was made to hold.
HOLDS = {
    "hidden sheets.xlsx": ["sheets"],
    "hidden rows.xlsx": ["columns", "rows"],
    "comment.xlsx": ["comments"],
    "author.xlsx": ["author"],
    "tracked changes.docx": ["changes"],
    "hidden words.docx": ["words"],
    "comments.docx": ["comments"],
    "author.docx": ["author"],
    "hidden slide.pptx": ["comments", "notes", "slides"],
    "open text.odt": ["author", "changes", "comments"],
    "open sheet.ods": ["columns", "rows"],
    "photo with a place.jpg": ["author", "place"],
    "photo of another make.jpg": ["author", "place"],
    "picture with a place.png": ["author", "place"],
    "author.pdf": ["author"],
    "notes.pdf": ["comments"],
}
# Of the ordinary files, those that rightly say something: a person's name, or a workbook.
ORDINARY_HOLD = {
    "about programs.pdf": ["author"],
    "sheet.xlsx": ["author"],
    "slides with a chart.pptx": ["workbook"],
}
ODT = "application/vnd.oasis.opendocument.text"


def found(name, content):
    kind = documents.file_kinds.of_name(name).name
    return hidden_content.look(io.BytesIO(content), kind=kind)


def test_each_kind_is_found_where_it_is_and_nowhere_else():
    assert {name: found(name, content) for name, content in REVEALING.items()} == HOLDS


def test_of_ordinary_files_only_what_they_hold_is_said():
    said = {name: found(name, content) for name, content in ORDINARY.items()}

    assert {name: keys for name, keys in said.items() if keys} == ORDINARY_HOLD


def test_every_kind_of_hidden_content_but_the_unread_has_a_file_that_holds_it():
    held = {key for keys in (*HOLDS.values(), *ORDINARY_HOLD.values()) for key in keys}

    assert held == Document.HIDDEN.keys() - {"not_read"}


@pytest.mark.parametrize(
    ("name", "content", "keys"),
    [
        ("a.docx", document("<w:rPr><w:vanish w:val='0'/></w:rPr><w:insideH/>"), []),
        ("a.docx", document("<w:vanish w:val='true'/>"), ["words"]),
        ("a.docx", with_part("word/header1.xml", "<x:del x:id='1'/>"), ["changes"]),
        ("a.docx", with_part("word/media/a.jpeg", photo()), ["author", "place"]),
        ("a.docx", with_part("docProps/core.xml", "<dc:creator></dc:creator>"), []),
        ("a.docx", with_part("word/comments.xml", "<a/>".encode("utf-16")), ["not_read"]),
        ("a.odt", rewritten(ODT, '<style:text-properties text:display="none"/>'), ["words"]),
        ("a.ods", rewritten(ODT, '<s:table-properties t:display="false"/>'), ["sheets"]),
        ("a.pdf", pdf(b"<</Author()>>"), []),
        ("a.pdf", pdf(b"<</Author 9 0 R>>"), ["author"]),
        ("a.pdf", pdf(b"<</A#75thor<53616d>>>"), ["author"]),
        ("a.pdf", pdf(stream(b"7 0 <</Author(Sam)>>", b"/Type/ObjStm/N 1/First 4")), ["author"]),
        ("a.pdf", pdf(b"<</Type/Annot/Subtype /Highlight>>"), ["comments"]),
        ("a.pdf", pdf(b"<</Type/Annot/Subtype/Link>>", b"<</Subtype/Type1>>"), []),
        (
            "a.pdf",
            pdf(stream(b"<dc:creator><rdf:Seq><rdf:li>Sam</rdf:li>", packed=False)),
            ["author"],
        ),
        ("a.png", png(png_part(b"tEXt", b"Author\x00Sam")), ["author"]),
        ("a.png", png(png_part(b"iTXt", b"XML:com.adobe.xmp exif:GPSLatitude")), ["place"]),
        ("a.jpg", jpeg(scan=b"Exif\x00\x00II*\x00\xff\x00\xff\x00"), []),
        ("a.txt", b"Author: Sam", []),
    ],
)
def test_the_ways_in_which_it_is_written(name, content, keys):
    assert found(name, content) == keys


def test_words_across_two_pieces_are_found():
    filler = "<w:p/>" * (hidden_content.office.CHUNK // 6 - 1)

    for more in range(12):
        assert found("a.docx", document(filler + "x" * more + '<w:ins w:id="1"/>')) == ["changes"]


def test_what_cannot_be_read_is_said_and_no_reason_to_fail():
    assert found("a.docx", b"no zip") == ["not_read"]
    assert found("a.docx", zipped({"word/document.xml": "<a/>" * 10})[:-30]) == ["not_read"]


@pytest.mark.parametrize(
    "slow",
    [
        b"<row " * 200_000,
        b"<row a=b " * 120_000,
        b"<row " + b"a." * 500_000,
        b"<row" + b" " * 10**6,
    ],
)
def test_a_file_made_to_be_slow_is_not(slow):
    content = zipped({"xl/workbook.xml": slow, "xl/worksheets/sheet1.xml": slow})
    began = time.process_time()

    found("a.xlsx", content)

    assert time.process_time() - began < 5


@pytest.mark.parametrize(
    "slow", [b"<dc:creator>" * 100_000, b"/Author " * 100_000, b"/Subtype/" * 9]
)
def test_a_pdf_made_to_be_slow_is_not(slow):
    began = time.process_time()

    found("a.pdf", pdf(slow))

    assert time.process_time() - began < 5


def keep(name):
    upload = SimpleUploadedFile(name, REVEALING[name])
    return documents.keep(upload, board=BoardFactory(), by=UserFactory())


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("author.docx", "the name of who wrote it"),
        ("hidden rows.xlsx", "hidden rows and hidden columns"),
        ("hidden slide.pptx", "hidden slides, comments and a speaker's notes"),
    ],
)
def test_a_document_says_what_it_holds(name, words):
    document = keep(name)

    document.refresh_from_db()
    assert document.hidden == HOLDS[name]
    assert document.hidden_words == words


def test_files_from_before_the_look_are_looked_at_in_the_night():
    document = keep("comment.xlsx")
    Document.objects.update(hidden=None)
    assert Document.objects.get().hidden_words == ""

    documents.verify()

    document.refresh_from_db()
    assert document.hidden == ["comments"]
