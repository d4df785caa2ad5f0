"""Production refuses to start on a setting that is unsafe there, and names it; how it connects."""

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from kscb.settings import database

ROOT = Path(__file__).resolve().parents[2]
SAFE = {
    "PRODUCTION": "1",
    "SECRET_KEY": "k" * 50,
    "ALLOWED_HOSTS": "board.example",
    "SITE_URL": "https://board.example",
    "DATABASE_URL": "postgres://kscb@db.example/kscb",
    "DOCUMENT_DIR": "/srv/documents",
    "EMAIL_HOST": "mail.example",
    "FROM_EMAIL": "board@board.example",
}
UNSAFE = {
    "no key": ({"SECRET_KEY": None}, "SECRET_KEY: set it to at least 50 random characters"),
    "a short key": (
        {"SECRET_KEY": "k" * 49},
        "SECRET_KEY: set it to at least 50 random characters",
    ),
    "no hosts": ({"ALLOWED_HOSTS": None}, "ALLOWED_HOSTS: name the hosts this site answers to"),
    "any host": ({"ALLOWED_HOSTS": "*"}, "ALLOWED_HOSTS: name the hosts this site answers to"),
    "no https": (
        {"SITE_URL": "http://board.example"},
        "SITE_URL: give the https:// address people use",
    ),
    "no database": ({"DATABASE_URL": None}, "DATABASE_URL: name the database"),
    "no folder": (
        {"DOCUMENT_DIR": None},
        "DOCUMENT_DIR: name the folder that holds the files, outside any web root",
    ),
    "no mail server": ({"EMAIL_HOST": None}, "EMAIL_HOST: name the e-mail server"),
    "no sender": ({"FROM_EMAIL": None}, "FROM_EMAIL: give the address that e-mail comes from"),
    "a scan without a scanner": (
        {"REQUIRE_SCAN": "1"},
        "CLAMD_SOCKET: name a scanner, or with REQUIRE_SCAN no file can be opened",
    ),
    # A host beyond this machine is production, whatever PRODUCTION says.
    "hosts alone": (
        {"PRODUCTION": None, "SECRET_KEY": None},
        "SECRET_KEY: set it to at least 50 random characters",
    ),
}
SHOWN = (
    "DEBUG", "PRODUCTION", "SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE", "SECURE_SSL_REDIRECT",
    "SECURE_HSTS_SECONDS",
)  # fmt: skip


def start(tmp_path, **changes):
    """Read the settings in a process of their own; what it printed, and how it ended."""
    place = {"PATH": os.environ["PATH"], "VAR_DIR": str(tmp_path)}
    env = place | {name: value for name, value in changes.items() if value is not None}
    show = f"import kscb.settings as s; print([getattr(s, name) for name in {SHOWN!r}])"
    return subprocess.run(
        [sys.executable, "-c", show], cwd=ROOT, env=env, capture_output=True, text=True
    )


@pytest.fixture(scope="module")
def refusals(tmp_path_factory):
    """Every unsafe place tried, two at a time."""
    var = tmp_path_factory.mktemp("var")
    with ThreadPoolExecutor(2) as pool:
        tried = pool.map(lambda case: start(var, **SAFE | case[0]), UNSAFE.values())
        return dict(zip(UNSAFE, tried, strict=True))


@pytest.mark.parametrize("case", UNSAFE)
def test_an_unsafe_setting_stops_production_and_is_named(refusals, case):
    done = refusals[case]

    last = done.stderr.strip().splitlines()[-1]
    assert (done.returncode, done.stdout, last) == (1, "", f"- {UNSAFE[case][1]}")
    assert "Not safe for production." in done.stderr


def test_every_unsafe_setting_is_named_at_once(tmp_path):
    done = start(tmp_path, PRODUCTION="1")

    named = [line[2:].partition(":")[0] for line in done.stderr.splitlines() if line[:2] == "- "]
    assert named == [
        "SECRET_KEY",
        "ALLOWED_HOSTS",
        "SITE_URL",
        "DATABASE_URL",
        "DOCUMENT_DIR",
        "EMAIL_HOST",
        "FROM_EMAIL",
    ]


def test_production_starts_with_all_given_and_never_in_debug(tmp_path):
    done = start(tmp_path, **SAFE, DEBUG="1")

    assert (done.stderr, done.returncode) == ("", 0)
    assert done.stdout.strip() == "[False, True, True, True, True, 31536000]"


def test_the_embedded_site_starts_with_nothing_given(tmp_path):
    done = start(tmp_path)

    assert (done.stderr, done.returncode) == ("", 0)
    assert done.stdout.strip() == "[False, False, False, False, False, 0]"


def test_a_bucket_stands_in_for_the_folder(tmp_path):
    started = start(tmp_path, **SAFE | {"DOCUMENT_DIR": None, "DOCUMENT_BUCKET": "board-files"})

    assert (started.returncode, started.stderr) == (0, "")


@pytest.mark.parametrize(
    ("asked", "options"),
    [
        ("", "-c jit=off"),
        ("?options=-c%20statement_timeout%3D5000", "-c jit=off -c statement_timeout=5000"),
    ],
)
def test_postgresql_compiles_no_query_and_hears_what_else_is_asked(monkeypatch, asked, options):
    monkeypatch.setenv("DATABASE_URL", f"postgres://board@127.0.0.1:5432/kscb{asked}")

    assert database()["OPTIONS"] == {"options": options}
