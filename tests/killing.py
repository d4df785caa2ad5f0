"""Keeps files in processes that die at named points, then prints what is left, as JSON.

A process of its own (tests/boards/test_document_killed.py starts it, with a throw-away DATABASE_URL
and VAR_DIR), because what dies here dies of SIGKILL. Each point dies in a fork.
"""

import json
import os
import resource
import signal
import sys
from datetime import timedelta

import django

django.setup()

from django.apps import apps  # noqa: E402
from django.core.files.storage import default_storage  # noqa: E402
from django.core.files.uploadedfile import SimpleUploadedFile  # noqa: E402
from django.db import connection, connections  # noqa: E402

from boards.models import Board, Document, User  # noqa: E402
from boards.services import documents, scans  # noqa: E402
from kscb.refusal import Refused  # noqa: E402
from tests.factories import BoardFactory, UserFactory  # noqa: E402
from tests.files.ordinary import pdf, stream  # noqa: E402

CONTENT = pdf(stream(bytes(range(256)) * 400, packed=False))
HALF = len(CONTENT) // 2
FULL_DISC = "on a full disc"


def die(*args, **kwargs):
    os.kill(os.getpid(), signal.SIGKILL)


def write_half_and_die(name, content):
    path = default_storage.path(name)
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "wb") as file:
        file.write(CONTENT[:HALF])
    die()


def after(step):
    """The step itself, and then the end."""

    def done(*args, **kwargs):
        step(*args, **kwargs)
        die()

    return done


# Where the process dies: what is put in place of which step.
POINTS = {
    "before it is read": (documents, "measured", die),
    "before its virus check": (scans, "first_look", die),
    "after its virus check": (documents, "stored", die),
    "as it is written": (default_storage, "save", write_half_and_die),
    "before it is safe on disc": (documents, "make_durable", die),
    "before its row": (Document.objects, "create", die),
    "after its row, before the step is saved": (
        Document.objects,
        "create",
        after(Document.objects.create),
    ),
}


def make_tables() -> None:
    """Those that a document stands among: all migrations would take far longer than the rest."""
    with connection.schema_editor() as editor:
        for app in ("contenttypes", "auth", "boards"):
            for model in apps.get_app_config(app).get_models():
                editor.create_model(model)


def keep(name: str) -> Document:
    upload = SimpleUploadedFile(name, CONTENT)
    return documents.keep(upload, board=Board.objects.get(), by=User.objects.get())


def in_a_fork(act) -> int:
    """How the fork ended: a signal as its negative number."""
    connections.close_all()
    pid = os.fork()
    if pid == 0:
        act()
        os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])


def dying(point: str):
    place, step, instead = POINTS[point]

    def act():
        setattr(place, step, instead)
        with documents.all_or_nothing():
            keep(f"{point}.pdf")

    return act


def on_a_full_disc():
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (HALF, HALF))
    try:
        keep("full.pdf")
    except Refused as refusal:
        os._exit(7 if "could not be stored just now" in str(refusal) else 8)


def left() -> dict:
    rows = [
        (document.name, documents.content_of(document).read() == CONTENT)
        for document in Document.objects.order_by("pk")
    ]
    strays = documents.orphans(older_than=timedelta(seconds=-5))
    return {"rows": rows, "strays": len(strays)}


def main() -> None:
    make_tables()
    BoardFactory(), UserFactory()
    keep("before.pdf")
    told = {}
    for point in POINTS:
        told[point] = {"ended": in_a_fork(dying(point)), **left()}
    told[FULL_DISC] = {"ended": in_a_fork(on_a_full_disc), **left()}
    keep("after.pdf")
    documents.tidy(older_than=timedelta(seconds=-5))
    told["afterwards"] = {"ended": 0, **left()}
    json.dump(told, sys.stdout)


if __name__ == "__main__":
    main()
