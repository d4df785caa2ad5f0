"""`make bench`: the main pages on a large invented board, on each database that there is.

Each size of board gets a throw-away database and a process of its own. The table goes to the
screen, the same figures to bench/out/latest.json. BENCH_DATABASE_URL names the PostgreSQL database
to make and drop; its name must contain "bench".
"""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
OUT = ROOT / "bench" / "out" / "latest.json"
SERVER = "postgres://postgres@127.0.0.1:5432/kscb_bench"
SIZES = (1_000, 10_000)
FLOOR_MS = 5.5  # the floor that the budgets of bench/pages.py speak of
GROWTH = 1.5  # what 10,000 actions may cost beside 1,000
RECREATE = """
import sys, psycopg2, dj_database_url
c = dj_database_url.parse(sys.argv[1])
if "bench" not in c["NAME"]:
    sys.exit("the name of the database must contain bench")
server = psycopg2.connect(dbname="postgres", user=c["USER"], password=c["PASSWORD"],
                          host=c["HOST"], port=c["PORT"] or 5432, connect_timeout=5)
server.autocommit = True
server.cursor().execute(f'DROP DATABASE IF EXISTS "{c["NAME"]}" WITH (FORCE)')
if sys.argv[2] == "make":
    server.cursor().execute(f'CREATE DATABASE "{c["NAME"]}"')
"""
NOT_OURS = {"ALLOWED_HOSTS", "DEBUG", "DOCUMENT_DIR", "EMAIL_HOST", "MAIL_DIR", "PRODUCTION"}


def recreate(url: str, what: str) -> str:
    """Drops the database, and makes it anew if `what` is "make". What went wrong, or nothing."""
    command = [sys.executable, "-c", RECREATE, url, what]
    done = subprocess.run(command, capture_output=True, text=True)
    return done.stderr.strip().splitlines()[-1] if done.returncode else ""


def measure(url: str, actions: int, scratch: str) -> list[dict]:
    env = {name: value for name, value in os.environ.items() if name not in NOT_OURS}
    done = subprocess.run(
        [sys.executable, "-m", "bench.measure", str(actions)],
        cwd=ROOT,
        env={**env, "DATABASE_URL": url, "VAR_DIR": scratch},
        stdout=subprocess.PIPE,
        text=True,
    )
    if done.returncode:
        sys.exit(done.returncode)
    return json.loads(done.stdout)


def on_sqlite(actions: int) -> list[dict]:
    with tempfile.TemporaryDirectory() as scratch:
        return measure(f"sqlite:///{scratch}/bench.sqlite3", actions, scratch)


def on_postgresql(actions: int) -> list[dict]:
    url = os.environ.get("BENCH_DATABASE_URL", SERVER)
    if fault := recreate(url, "make"):
        print(f"PostgreSQL, {actions:,} actions: not measured ({fault})")
        return []
    with tempfile.TemporaryDirectory() as scratch:
        rows = measure(url, actions, scratch)
    recreate(url, "drop")
    return rows


def faults(row: dict, small: dict | None) -> list[str]:
    """What is over its budget: queries, time beside the floor, and growth with the actions."""
    queries, ms = row["budget"]
    found = []
    if queries and row["queries"] > queries:
        found.append(f"{row['queries']} queries, {queries} allowed")
    if ms and row["ratio"] > ms / FLOOR_MS:
        found.append(f"{row['ratio']:.1f} × the floor, {ms / FLOOR_MS:.1f} allowed")
    if ms and small and row["ratio"] > GROWTH * small["ratio"]:
        found.append(f"{row['ratio'] / small['ratio']:.1f} × what fewer cost, {GROWTH} allowed")
    return found


def show(rows: list[dict], smaller: dict[str, dict]) -> int:
    """Prints one table. How many pages are over budget, or did not open."""
    floor = rows[0]
    print(f"\n{floor['database']}, {floor['rows']:,} actions; floor {floor['median_ms']:.1f} ms")
    print(f"{'page':<58}{'queries':>8}{'median':>9}{'p95':>9}{'KB':>7}{'× floor':>9}")
    over = 0
    for row in rows:
        if "failed" in row:
            over += 1
            print(f"{row['page']:<58}  FAILED: {row['failed']}", flush=True)
            continue
        found = faults(row, smaller.get(row["page"]))
        over += bool(found)
        print(
            f"{row['page']:<58}{row['queries']:>8}{row['median_ms']:>9.1f}{row['p95_ms']:>9.1f}"
            f"{row['bytes'] / 1024:>7.0f}{row['ratio']:>9.1f}"
            f"{'  OVER: ' + '; '.join(found) if found else ''}",
            flush=True,
        )
    return over


def main() -> None:
    everything, over = [], 0
    for measured_on in (on_sqlite, on_postgresql):
        smaller: dict[str, dict] = {}
        for actions in SIZES:
            rows = measured_on(actions)
            if rows:
                over += show(rows, smaller)
                good = [row for row in rows if "failed" not in row]
                smaller = {row["page"]: row for row in good}
                everything += good
    OUT.parent.mkdir(exist_ok=True)
    kept = [{key: row[key] for key in row if key != "budget"} for row in everything]
    OUT.write_text(json.dumps(kept, indent=1) + "\n")
    print(f"\n{over} over budget or failed" if over else "\nevery page is within its budget")
    print(f"written to {OUT.relative_to(ROOT)}")


if __name__ == "__main__":
    main()
