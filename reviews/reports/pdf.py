"""The report of an audit as PDF/UA-1, by typst: a fixed template, and the report as data (JSON).

Words of the database are never markup, so that nothing typed can run in the template.
"""

import json
from pathlib import Path
from typing import Any

import typst

TEMPLATE = Path(__file__).with_name("audit_report.typ")


def written(report: dict[str, Any]) -> bytes:
    return typst.compile(
        str(TEMPLATE),
        root=str(TEMPLATE.parent),
        format="pdf",
        ignore_system_fonts=True,
        pdf_standards=["ua-1"],
        sys_inputs={"report": json.dumps(report)},
    )
