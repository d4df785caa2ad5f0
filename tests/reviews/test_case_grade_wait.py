"""What others graded a case reaches nobody whose own agency has still to send its own on it.

Each page that shows grades is read twice, before and after the others' grades are changed: to who
must wait it is the same page to the letter, to who need not it is another.
"""

import re
from datetime import date

import pytest

from boards.models import Role
from reviews.models import Answer, AuditReturn, Moderation
from tests.factories import (
    AnswerFactory,
    AuditReturnFactory,
    AuditRoundFactory,
    FrameworkFactory,
    MembershipFactory,
    ModerationFactory,
)

SECRET = re.compile(r'name="csrfmiddlewaretoken" value="\w+"')  # another one on each page
PAGES = {
    "results": "/audits/{round}/results/",
    "beside the last time": "/audits/{round}/comparison/",
    "beside the next time": "/audits/{later}/comparison/",
    "over rounds": "/audits/{round}/questions/1/over-rounds/",
    "over rounds, from the next": "/audits/{later}/questions/1/over-rounds/",
    "theme": "/themes/{theme}/",
    "return": "/audits/returns/{theirs}/",
    "own return": "/audits/returns/{own}/",
    "each grade": "/audits/{round}/grades/",
    "each grade as a file": "/audits/{round}/grades/?export=csv",
    "question to moderate": "/audits/{round}/moderation/1/",
    "return to moderate": "/audits/returns/{theirs}/moderation/",
    "answer to moderate": "/audits/returns/{theirs}/moderation/1/",
}


@pytest.fixture
def asked(world, theme):
    """Health's grades of case 1 are agreed, two of them the panel's; the police have sent nothing.

    The member sits for the police, and on the panel.
    """
    framework = FrameworkFactory(is_per_case=True)
    before, now, later = (
        AuditRoundFactory(
            board=world.kent, framework=framework, cases=1, due_on=date(2018, month, 1)
        )
        for month in (3, 6, 9)
    )
    for one, repeated in ((now, before), (later, now)):
        one.previous = repeated
        one.save()
    now.themes.add(theme)
    now.panel.add(world.member)
    own = AuditReturnFactory(audit_round=now, agency=world.police, case_number=1)
    theirs = AuditReturnFactory(
        audit_round=now, agency=world.health, case_number=1, status="agreed"
    )
    for number, question in enumerate(framework.questions.all()):
        answer = AnswerFactory(audit_return=theirs, question=question)
        if number:
            ModerationFactory(answer=answer)
    keys = {"round": now, "later": later, "theme": theme, "own": own, "theirs": theirs}
    return {name: record.pk for name, record in keys.items()}


def regrade(asked, value):
    grade = AuditReturn.objects.get(pk=asked["theirs"]).audit_round.framework.grades.all()[value]
    Answer.objects.filter(audit_return=asked["theirs"]).update(grade=grade)
    Moderation.objects.update(grade=grade)


def is_told(client, asked, path):
    """The page is there, and is another where the grades are others."""
    pages = []
    for value in (0, 3):
        regrade(asked, value)
        page = client.get(path.format(**asked))
        assert page.status_code in (200, 404)
        words = b"".join(page) if page.streaming else page.content
        pages.append(SECRET.sub("", words.decode()))
    return pages[0] != pages[1]


@pytest.mark.parametrize("path", PAGES.values(), ids=PAGES)
def test_no_page_tells_a_member_of_grades_before_their_own_agency_has_sent(
    world, signed_in, asked, path
):
    assert not is_told(signed_in(world.member), asked, path)


@pytest.mark.parametrize("path", PAGES.values(), ids=PAGES)
def test_each_page_tells_the_member_once_their_own_agency_has_sent(world, signed_in, asked, path):
    AuditReturn.objects.filter(pk=asked["own"]).update(status="submitted")

    assert is_told(signed_in(world.member), asked, path)


@pytest.mark.parametrize("path", [path for path in PAGES.values() if "{own}" not in path])
def test_the_chair_is_told_always(world, signed_in, asked, path):
    assert is_told(signed_in(world.chair), asked, path)


def test_who_answers_for_two_agencies_waits_for_both(world, signed_in, asked):
    MembershipFactory(board=world.kent, user=world.lead, role=Role.LEAD, agency=world.police)
    client, path = signed_in(world.lead), "/audits/returns/{theirs}/"
    beside = "How the agencies graded this case"

    waiting = client.get(path.format(**asked)).text
    AuditReturn.objects.filter(pk=asked["own"]).update(status="submitted")
    sent = client.get(path.format(**asked)).text

    assert (beside in waiting, beside in sent) == (False, True)


def test_the_rounds_own_page_tells_grades_to_nobody(world, signed_in, asked):
    for person in (world.staff, world.chair, world.member):
        assert not is_told(signed_in(person), asked, "/audits/{round}/")


@pytest.mark.parametrize("path", ["/audits/self-grades/", "/audits/self-grades/{agency}/"])
def test_own_grades_beside_the_panels_are_not_for_members(world, signed_in, asked, path):
    asked["agency"] = world.health.pk
    assert signed_in(world.member).get(path.format(**asked)).status_code == 403
