"""Every page that opens is whole: one main heading, a title, a language, no key used twice."""

import logging
from html.parser import HTMLParser

import pytest
from django.urls import reverse

from tests.access.scene import store_files
from tests.access.table import TABLE
from tests.access.words import OK

MOST_ON_A_LIST, MOST_ON_A_DASHBOARD = 8, 10


class Outline(HTMLParser):
    """The language, the title and the headings of a page, and the keys of its elements."""

    def __init__(self, page):
        super().__init__()
        self.language, self.titles, self.headings, self.ids = "", [], 0, []
        self.inside = ""
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        self.inside = tag
        self.headings += tag == "h1"
        self.language = given.get("lang", "") if tag == "html" else self.language
        self.ids += [given["id"]] if "id" in given else []

    def handle_endtag(self, tag):
        self.inside = ""

    def handle_data(self, words):
        if self.inside == "title" and words.strip():
            self.titles.append(words.strip())


def wrong_outline(page: str) -> list[str]:
    outline = Outline(page)
    twice = {key for key in outline.ids if outline.ids.count(key) > 1}
    wrong = [] if outline.headings == 1 else [f"{outline.headings} main headings"]
    wrong += [] if outline.titles else ["no title"]
    wrong += [] if outline.language.startswith("en") else [f"language {outline.language!r}"]
    return wrong + [f"{len(twice)} ids used twice: {sorted(twice)}"] * bool(twice)


@pytest.mark.django_db
@pytest.mark.parametrize("person", ["staff", "lead", "member"])
def test_every_page_is_whole(person, scene, asker, caplog):
    caplog.set_level(logging.CRITICAL, logger="django.request")
    store_files()

    wrong, opened = [], 0
    for name, entry in TABLE.items():
        for place, row in entry.get.items():
            if row.of(person) != OK:
                continue
            answer = asker.ask(person, "GET", reverse(name, args=entry.at(scene, place)))
            opened += 1
            if not answer.headers["Content-Type"].startswith("text/html"):
                continue
            faults = wrong_outline(answer.content.decode())
            wrong += [f"{name}, {place}: {fault}" for fault in faults]

    assert not wrong, "\n".join(wrong)
    assert opened > 40


def test_a_faulty_page_is_found():
    page = '<html lang=""><p id="a"><h1>One</h1><h1 id="a">Two</h1>'

    assert wrong_outline(page) == [
        "2 main headings",
        "no title",
        "language ''",
        "1 ids used twice: ['a']",
    ]
