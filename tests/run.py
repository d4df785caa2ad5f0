"""Every check this machine can run, fast ones first. `make test` and `.ci/run` both run this.

TEST_DATABASE_URL names a PostgreSQL server to test on; without it, a server on 127.0.0.1:5432 that
lets the user postgres in is used. With NOTHING_SKIPPED=1 a skipped check is a failed one, except
tests that read ../shared where a clone does not have it.
"""

import json
import os
import secrets
import shutil
import subprocess
import sys
import tempfile
import time
import zlib
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"
BIN = Path(sys.executable).parent
LOCAL_SERVER = "postgres://postgres@127.0.0.1:5432/"
MANAGE = (sys.executable, "manage.py")
PYTEST = (sys.executable, "-m", "pytest", "-p", "tests.tally", "-o", "addopts=--strict-markers")
BY_FILE = ("-n", "auto", "--dist", "loadfile")  # one process for each core; a file stays in one
LONGEST = 30 * 60  # seconds that one step may take before it counts as hung
# Settings of the shell around us say nothing about the checks.
NOT_OURS = {
    "ALLOWED_HOSTS",
    "CLAMD_SOCKET",
    "DATABASE_URL",
    "DEBUG",
    "DOCUMENT_DIR",
    "EMAIL_HOST",
    "MAIL_DIR",
    "PRODUCTION",
    "PYTHONDONTWRITEBYTECODE",
    "REQUIRE_SCAN",
    "SECRET_KEY",
    "SITE_NAME",
    "SITE_URL",
    "STATIC_DIR",
    "VAR_DIR",
}


@dataclass
class Step:
    """One check: what it runs, where, and what came of it."""

    name: str
    command: tuple[str, ...]
    env: dict[str, str] = field(default_factory=dict)
    missing: str = ""  # why this machine cannot run it
    seconds: float = 0.0
    passed: bool = True
    output: str = ""
    skips: list[dict] = field(default_factory=list)

    @property
    def is_suite(self) -> bool:
        return "pytest" in self.command

    def run(self, scratch: Path) -> "Step":
        """Runs it in a `var` folder of its own, so that steps side by side never meet."""
        var = scratch / self.name.replace(" ", "-")
        env = {name: value for name, value in os.environ.items() if name not in NOT_OURS}
        env |= {
            "VAR_DIR": str(var),
            "TALLY": str(var) + ".json",
            "PYTHONPYCACHEPREFIX": str(scratch / "compiled"),  # each module compiled once
            **self.env,
        }
        began = time.monotonic()
        with Path(str(var) + ".txt").open("w+", errors="replace") as output:
            done = subprocess.Popen(
                self.command,
                cwd=ROOT,
                env=env,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
            )
            try:
                self.passed = done.wait(LONGEST) == 0
            except subprocess.TimeoutExpired:
                done.kill()
                self.passed = False
                output.write(f"\nStopped: it took more than {LONGEST // 60} minutes.\n")
            output.seek(0)
            self.output = output.read()
        self.seconds = time.monotonic() - began
        tally = Path(env["TALLY"])
        self.skips = json.loads(tally.read_text()) if tally.exists() else []
        return self


def quick_steps() -> list[Step]:
    return [
        Step("import contracts", (str(BIN / "lint-imports"),)),
        Step("ruff check", (str(BIN / "ruff"), "check", ".")),
        Step("ruff format", (str(BIN / "ruff"), "format", "--check", ".")),
        Step("djlint", (str(BIN / "djlint"), "templates", "--lint", "--quiet")),
        Step("migrations are complete", (*MANAGE, "makemigrations", "--check", "--dry-run")),
        Step(
            "deployment checks under production settings",
            (*MANAGE, "check", "--deploy", "--fail-level", "WARNING"),
            production(),
        ),
        Step("mypy", (str(BIN / "mypy"),)),
    ]


def production() -> dict[str, str]:
    """A made-up place that production would accept; nothing is there to be reached."""
    return {
        "PRODUCTION": "1",
        "SECRET_KEY": secrets.token_urlsafe(60),
        "ALLOWED_HOSTS": "board.example",
        "SITE_URL": "https://board.example",
        "DATABASE_URL": "sqlite://:memory:",
        "DOCUMENT_DIR": tempfile.gettempdir(),
        "EMAIL_HOST": "mail.example",
        "FROM_EMAIL": "board@board.example",
    }


def suites() -> list[Step]:
    """The same tests on both databases; the server's is one of this folder's own."""
    only_these = (*PYTEST, *BY_FILE, "-m", "not journey")
    server, missing = postgresql()
    on_server = {"DATABASE_URL": server}
    return [
        Step("suite on SQLite", only_these),
        Step("suite on PostgreSQL", only_these, on_server, missing),
    ]


def postgresql() -> tuple[str, str]:
    """Where the suite may run, and why it may not."""
    own = f"kscb_{zlib.crc32(str(ROOT).encode()):08x}"
    url = os.environ.get("TEST_DATABASE_URL") or LOCAL_SERVER + own
    ask = "import sys, psycopg2, dj_database_url as u; c = u.parse(sys.argv[1]); psycopg2.connect("
    ask += "dbname='postgres', user=c['USER'], password=c['PASSWORD'], host=c['HOST'], "
    ask += "port=c['PORT'] or 5432, connect_timeout=5)"
    answer = subprocess.run([sys.executable, "-c", ask, url], capture_output=True)
    if answer.returncode == 0:
        return url, ""
    where = "TEST_DATABASE_URL" if "TEST_DATABASE_URL" in os.environ else "127.0.0.1:5432"
    return "", f"no server that lets us in on {where}"


def journeys() -> Step:
    browser = any(map(shutil.which, ("chromium", "chromium-browser", "google-chrome")))
    return Step(
        "journeys in a browser",
        (*PYTEST, *BY_FILE, "-m", "journey"),
        {"DJANGO_ALLOW_ASYNC_UNSAFE": "true"},  # Playwright keeps an event loop in our thread
        "" if browser else "no Chromium on this machine",
    )


def corpus() -> Step:
    """Without a scanner on the machine it tries what needs none; the suite tells of that."""
    return Step("hostile and ordinary files", (sys.executable, "-m", "tests.corpus"))


def show(step: Step) -> None:
    """One line for what passed, with pytest's own closing line; everything for what failed."""
    word = "skipped" if step.missing else "passed" if step.passed else "FAILED"
    note = step.missing or f"{step.seconds:.1f} s"
    print(f"{word:<8} {step.name} ({note})", flush=True)
    if not step.passed:
        print(step.output, flush=True)
    elif step.is_suite and not step.missing:
        print(step.output.strip().splitlines()[-1], flush=True)


def run(steps: list[Step], scratch: Path, *, side_by_side: int = 1) -> None:
    able = [step for step in steps if not step.missing]
    print(f"running: {', '.join(step.name for step in able)}", flush=True)
    with ThreadPoolExecutor(side_by_side) as pool:
        for step in pool.map(lambda step: step.run(scratch), able):
            show(step)
    for step in steps:
        if step.missing:
            show(step)


def skipped(steps: list[Step]) -> tuple[Counter, Counter]:
    """What was not checked and why: all of it, and the part that is nobody's fault."""
    all_of_it, excused = Counter(), Counter()
    for step in steps:
        if step.missing:
            all_of_it[f"{step.name} ({step.missing})"] += 1
        for skip in step.skips:
            what = f"{step.name}: {skip['reason']}"
            all_of_it[what] += 1
            if skip["reads_shared"] and not SHARED.is_dir():
                excused[what] += 1
    return all_of_it, excused


def main() -> int:
    quick, slow, last = quick_steps(), suites(), [journeys(), corpus()]
    with tempfile.TemporaryDirectory() as scratch:
        run(quick, Path(scratch), side_by_side=2)
        run(slow, Path(scratch))
        run(last, Path(scratch))
    steps = [*quick, *slow, *last]
    counted, excused = skipped(steps)
    failed = [step.name for step in steps if not step.passed]
    if os.environ.get("NOTHING_SKIPPED") == "1" and counted - excused:
        failed.append("nothing may be skipped here")
    print(f"failed: {'; '.join(failed)}" if failed else "everything that ran passed")
    reasons = "; ".join(f"{what} × {n}" if n > 1 else what for what, n in counted.items())
    print(f"skipped {counted.total()}: {reasons}" if counted else "skipped: nothing")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
