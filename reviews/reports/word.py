"""The report of an audit in Word: headings, tables with a repeated head, no template in git."""

from collections.abc import Sequence
from io import BytesIO
from typing import Any

from docx import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt

from reviews.figures.audit_report import NOT_SHOWN
from reviews.reports.letters import without_controls

DRAFT = "Draft, not published"


def written(report: dict[str, Any]) -> bytes:
    report = without_controls(report)
    document = Document()
    set_up(document, report)
    document.add_heading(report["title"], level=0)
    document.add_paragraph(f"{report['board']}. {report['reference']}, {report['day']}.")
    if report["is_invented"]:
        document.add_paragraph("Invented for demonstration.")
    part(document, "In short", report["summary"])
    document.add_heading("Who was asked", level=1)
    table(document, ["What was counted", "Number"], report["counts"])
    if report["looked"]:
        document.add_heading("Who was looked at and heard", level=1)
        table(document, ["What", "Number or words"], report["looked"])
    part(document, "What they said", report["feedback"])
    counts(document, "How returns were graded", report["tables"])
    # A report that was published before answers were counted has none.
    counts(document, "What returns answered", report.get("answers", []))
    findings(document, report["findings"])
    recommendations(document, report["recommendations"])
    if report["comparison"]:
        comparison(document, report["comparison"])
    out = BytesIO()
    document.save(out)
    return out.getvalue()


def set_up(document, report: dict[str, Any]) -> None:
    """Title and language, which readers aloud need; a draft says so at the head of every page."""
    properties = document.core_properties
    properties.title = report["title"]
    properties.author = report["board"]
    properties.language = "en-GB"
    style = document.styles["Normal"]
    style.font.name, style.font.size = "Arial", Pt(11)
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), "en-GB")
    style.element.get_or_add_rPr().append(language)
    head = DRAFT if report["is_draft"] else f"{report['reference']}, {report['day']}"
    document.sections[0].header.paragraphs[0].text = head


def part(document, heading: str, words: str) -> None:
    """A heading and its paragraphs; nothing where there are no words."""
    if not words:
        return
    document.add_heading(heading, level=1)
    for line in words.splitlines():
        if line.strip():
            document.add_paragraph(line)


def table(document, heads: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
    made = document.add_table(rows=1, cols=len(heads), style="Table Grid")
    for cell, words in zip(made.rows[0].cells, heads, strict=True):
        cell.paragraphs[0].add_run(words).bold = True
    repeated = OxmlElement("w:tblHeader")
    repeated.set(qn("w:val"), "true")
    made.rows[0]._tr.get_or_add_trPr().append(repeated)
    for row in rows:
        for cell, value in zip(made.add_row().cells, row, strict=True):
            cell.text = str(value)


def counts(document, heading: str, tables: Sequence[dict[str, Any]]) -> None:
    if tables:
        document.add_heading(heading, level=1)
    for one in tables:
        width = len(one["labels"])
        rows = [
            [row["question"], *(row["counts"] or [NOT_SHOWN, *[""] * (width - 1)]), row["answered"]]
            for row in one["rows"]
        ]
        table(document, ["Question", *one["labels"], "Answered"], rows)
        document.add_paragraph()


def findings(document, found: Sequence[dict[str, Any]]) -> None:
    if found:
        document.add_heading("What the audit found", level=1)
    for one in found:
        document.add_heading(f"Finding {one['number']}", level=2)
        document.add_paragraph(one["wording"])
        themes = ", ".join(one["themes"])
        document.add_paragraph(f"{one['kind']}. Themes: {themes}.")


def recommendations(document, asked: Sequence[dict[str, Any]]) -> None:
    if asked:
        document.add_heading("What it recommends", level=1)
    for one in asked:
        document.add_heading(one["reference"], level=2)
        document.add_paragraph(one["wording"])


def comparison(document, compared: dict[str, Any]) -> None:
    document.add_heading("Beside the last time", level=1)
    document.add_paragraph(f"Then: {compared['previous']}.")
    for one in compared["rows"]:
        document.add_heading(one["question"], level=2)
        if one["why_not"]:
            document.add_paragraph(one["why_not"])
        else:
            table(document, ["Grade", "Then", "Now"], one["rows"])
