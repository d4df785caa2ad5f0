"""A pytest plugin for tests/run.py: writes down which tests were skipped, and why."""

import json
import os
from pathlib import Path


def pytest_terminal_summary(terminalreporter):
    stats = terminalreporter.stats
    reports = [*stats.get("skipped", []), *stats.get("xfailed", [])]
    skips = [
        {
            "reason": why(report),
            "reads_shared": "shared" in getattr(report, "keywords", {}),
        }
        for report in reports
    ]
    if "TALLY" in os.environ:
        Path(os.environ["TALLY"]).write_text(json.dumps(skips))


def why(report) -> str:
    """The reason given; a test expected to fail was not checked either."""
    if hasattr(report, "wasxfail"):
        return f"expected to fail: {report.wasxfail}"
    said = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
    return said.removeprefix("Skipped: ")
