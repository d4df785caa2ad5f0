"""The report of an audit as PDF/UA-1, by typst: a fixed template, and the report as data (JSON).

Words of the database are never markup, so that nothing typed can run in the template. PDF/UA
forbids letters that the font lacks: where there are any, they are said by name.
"""

import json
from pathlib import Path
from typing import Any

import typst

from reviews.reports.letters import in_words, without_controls

TEMPLATE = Path(__file__).with_name("audit_report.typ")


def written(report: dict[str, Any]) -> bytes:
    words = json.dumps(without_controls(report), ensure_ascii=False)
    try:
        return drawn(words)
    except typst.TypstError:
        return drawn(in_words(words))


def drawn(words: str) -> bytes:
    return typst.compile(
        str(TEMPLATE),
        root=str(TEMPLATE.parent),
        format="pdf",
        ignore_system_fonts=True,
        pdf_standards=["ua-1"],
        sys_inputs={"report": words},
    )
