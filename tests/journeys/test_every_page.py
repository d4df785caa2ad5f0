"""Every page of the access table, and the states that no story passes: each is looked at once.

The table (tests/access/table.py) holds every address of the site, so a new page is walked without
a line here. It runs after the stories (conftest.py), and leaves out the pages that they passed; run
by itself, it walks them all. At the narrow width alone, for most faults show there.
"""

import pytest
from django.urls import reverse

from tests.access.scene import build_scene, store_files
from tests.access.table import TABLE
from tests.access.words import OK
from tests.factories import AnswerFactory
from tests.journeys.scene import asked_return, owed_action

# The first of them for whom an address opens looks at it, and of a restricted review if it can be:
# such a page holds most.
EYES = ("staff", "lead", "trainer", "anonymous")
NARROW = (320,)
MOST = "restricted"
NOT_PAGES = (
    "boards:health",
    "boards:colours",
    "reviews:audit-report-pdf",
    "reviews:audit-report-word",
    "reviews:download-document",
    "reviews:download-evidence",
    "reviews:export-framework",
    "reviews:tracker-template",
    "reviews:schools-template",
)
AS_ASKED = {
    "account_change_password": "",
    "reviews:search": "?q=audit",
    "reviews:actions": "?due=nonsense&agency=0",
}


@pytest.mark.usefixtures("db")
def test_every_page_of_the_access_table(open_as, looker):
    scene = build_scene()
    store_files()
    pages = {"staff": open_as(scene.people.staff)}
    for who, name, address in pages_of(scene):
        if looker.has_passed(name):
            continue
        if who not in pages:
            pages[who] = open_as(scene.people.people[who])
        visit(pages[who], looker, address)
    visit(pages["staff"], looker, *(reverse(name) + query for name, query in AS_ASKED.items()))


def pages_of(scene):
    """Who opens which address: one of each entry that opens for anyone as a page."""
    for name, entry in TABLE.items():
        eyes = next(eyes_on(entry), None)
        if eyes and name not in NOT_PAGES:
            who, place = eyes
            yield who, name, reverse(name, args=entry.at(scene, place))


def eyes_on(entry):
    places = sorted(entry.get, key=lambda place: place != MOST)
    return ((who, place) for who in EYES for place in places if entry.get[place].of(who) == OK)


def test_what_only_an_agency_or_a_member_sees(world, open_as, looker):
    action = owed_action(world)
    audit_return = asked_return(world)
    AnswerFactory(audit_return=audit_return)
    member = open_as(world.member)
    member.goto(audit_return.get_absolute_url())
    looker.look(member, "grades only")
    member.goto(action.get_absolute_url())
    looker.look(member, "without its updates")
    member.goto("/no/such/page/")
    assert member.get_by_role("heading", name="There is no such page for you").is_visible()


def visit(page, looker, *addresses):
    for address in addresses:
        answer = page.goto(address)
        assert answer.status == 200, address
        looker.look(page, widths=NARROW)
