"""What a step left behind: who was written down, who is owed an e-mail, what is in the tables."""

import re
from contextlib import contextmanager
from html import unescape

import pytest
from django.apps import apps
from django.db import connection

from boards.models import Activity, Notice
from kscb.refusal import Refused

CANARY = "Zanzibar"  # stands in the words of records; no e-mail may hold it


def steps_on(record):
    """(actor, verb, detail) of what happened to the record, first first."""
    entries = Activity.objects.about(record).select_related("actor").order_by("pk")
    return [(entry.actor, entry.verb, entry.detail) for entry in entries]


def told():
    """(recipient, subject) of every e-mail owed, by name. None holds the board's content."""
    notices = list(Notice.objects.select_related("recipient").order_by("recipient__name", "pk"))
    assert [one for one in notices if CANARY in f"{one.subject} {one.text} {one.about}"] == []
    return [(notice.recipient, notice.subject) for notice in notices]


def everything():
    """Every row of our four apps, to compare before with after. Signing in leaves its own mark."""
    with connection.cursor() as cursor:
        return {
            model._meta.label: rows_of(cursor, model._meta.db_table)
            for app in ("boards", "reviews", "training", "performance")
            for model in apps.get_app_config(app).get_models(include_auto_created=True)
        }


def rows_of(cursor, table):
    cursor.execute(f'SELECT * FROM "{table}" ORDER BY 1')
    names = [column[0] for column in cursor.description]
    return [dict(zip(names, row, strict=True)) | {"last_login": None} for row in cursor.fetchall()]


@contextmanager
def refusal(words, kind=Refused):
    """The step is refused with exactly these words, and leaves nothing half-saved."""
    before = everything()
    with pytest.raises(kind) as refused:
        yield refused
    assert str(refused.value) == words
    assert everything() == before


def errors_on(response):
    """The lines of the error summary."""
    html = response.content.decode()
    return [
        unescape(" ".join(re.sub(r"<[^>]+>", " ", line).split()))
        for summary in re.findall(r'error-summary__list">(.*?)</ul>', html, re.DOTALL)
        for line in re.findall(r"<li>(.*?)</li>", summary, re.DOTALL)
    ]


def typed_in(response, name):
    """What a text area of the page holds, as a browser would send it again."""
    html = response.content.decode()
    return unescape(
        re.search(rf'<textarea name="{name}"[^>]*>\n?(.*?)</textarea>', html, re.DOTALL)[1]
    )
