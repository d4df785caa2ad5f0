"""A process that dies as it keeps a file, wherever: nothing half there, nothing lost."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
# How many stored files no row names afterwards: those that were written before the end.
STRAYS = {
    "before it is read": 0,
    "before its virus check": 0,
    "after its virus check": 0,
    "as it is written": 1,
    "before it is safe on disc": 2,
    "before its row": 3,
    "after its row, before the step is saved": 4,
    "on a full disc": 4,
}
BEFORE = ["before.pdf", True]
REFUSED, KILLED = 7, -9


@pytest.fixture(scope="module")
def told(tmp_path_factory):
    place = tmp_path_factory.mktemp("killing")
    env = {
        "PATH": os.environ["PATH"],
        "VAR_DIR": str(place),
        "DATABASE_URL": f"sqlite:///{place}/kscb.sqlite3",
        "DJANGO_SETTINGS_MODULE": "kscb.settings",
    }
    done = subprocess.run(
        [sys.executable, "-m", "tests.killing"], cwd=ROOT, env=env, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.mark.parametrize("point", STRAYS)
def test_what_was_accepted_is_whole_and_what_was_not_has_no_row(told, point):
    ended = REFUSED if point == "on a full disc" else KILLED

    assert told[point] == {"ended": ended, "rows": [BEFORE], "strays": STRAYS[point]}


def test_the_next_file_is_kept_and_what_was_left_over_is_tidied(told):
    assert told["afterwards"] == {"ended": 0, "rows": [BEFORE, ["after.pdf", True]], "strays": 0}
