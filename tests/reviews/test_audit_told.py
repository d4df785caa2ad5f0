"""What agencies are told of each other: counts of a crowd, and never what one agency said."""

from collections import Counter
from datetime import date
from itertools import combinations, product

import pytest
from django.db import IntegrityError

from boards.models import Board
from reviews.figures.told import is_crowd, most_of_one_person, tellable, untraceable
from reviews.models import Grade
from tests.factories import (
    AgencyFactory,
    AnswerFactory,
    AuditReturnFactory,
    MembershipFactory,
    QuestionFactory,
    UserFactory,
    person_on,
)

CHOSEN = ("yes", "partly", "no", "not_applicable")


@pytest.fixture
def asked(audit_round):
    """Beside the graded questions: one to choose from, and one to count."""
    framework = audit_round.framework
    QuestionFactory(framework=framework, kind="yes_no", wording="Was it held?")
    QuestionFactory(framework=framework, kind="number", unit="files", wording="How many?")
    return audit_round


@pytest.fixture
def returned(world, asked):
    """A return that gave every graded question this step, and chose the answer of that place."""

    def returned(name, value, *, agency=None, number=None, status="submitted", **fields):
        agency = agency or AgencyFactory(name=name, serves=world.kent)
        made = AuditReturnFactory(audit_round=asked, agency=agency, status=status, **fields)
        steps = list(Grade.objects.filter(framework=asked.framework))
        for question in asked.framework.questions.all():
            given = {"grade": None}
            if question.is_graded:
                given = {"grade": steps[value]}
            elif question.is_number:
                given |= {"number": number}
            else:
                given |= {"choice": CHOSEN[value]}
            AnswerFactory(audit_return=made, question=question, **given)
        return made

    return returned


@pytest.fixture
def asked_lead(world, asked, returned):
    """The lead's agency said “Mostly met” and “No”; the round is closed."""
    returned("", 2, agency=world.health, number=12)
    type(asked).objects.update(status="closed")
    return world.lead


def page_of(signed_in, person, audit_round):
    return signed_in(person).get(f"/audits/{audit_round.pk}/results/").content.decode()


# To one reader


@pytest.mark.parametrize(
    ("others", "is_told"),
    [([0, 1, 1, 3, 3], True), ([0, 1, 1, 3], False), ([3, 3, 3, 3, 3], False)],
)
def test_the_others_are_told_only_as_a_crowd(
    asked, signed_in, asked_lead, returned, others, is_told
):
    """Five or more, who do not all say the same: of grades and of choices alike."""
    for number, own in enumerate(others):
        returned(f"Agency {number}", own)

    page = page_of(signed_in, asked_lead, asked)

    assert "Mostly met" in page
    assert ("Partly met: 2" in page) is is_told
    assert ("Partly: 2" in page) is is_told
    assert page.count("Not shown") == (1 if is_told else 4)  # the number is never told
    assert "Agency 0" not in page


def test_of_numbers_an_agency_is_told_its_own_alone(asked, signed_in, asked_lead, returned):
    for number, own in enumerate([0, 1, 1, 3, 3]):
        returned(f"Agency {number}", own, number=7_000 + number)

    page = page_of(signed_in, asked_lead, asked)

    assert "12 files" in page
    assert "7,00" not in page


def test_the_board_may_ask_for_a_larger_crowd(world, asked, signed_in, asked_lead, returned):
    for number, own in enumerate([0, 1, 1, 3, 3]):
        returned(f"Agency {number}", own)
    Board.objects.filter(pk=world.kent.pk).update(fewest_told=6)
    before = page_of(signed_in, asked_lead, asked)

    returned("Agency 5", 0)

    assert "Partly met: 2" not in before
    assert "Partly met: 2" in page_of(signed_in, asked_lead, asked)


def test_no_board_may_ask_for_a_smaller_one(world):
    with pytest.raises(IntegrityError):
        Board.objects.filter(pk=world.kent.pk).update(fewest_told=4)


def test_the_others_are_not_told_while_another_return_could_come(
    asked, signed_in, asked_lead, returned
):
    for number, own in enumerate([0, 1, 1, 3, 3]):
        returned(f"Agency {number}", own)
    type(asked).objects.update(status="open")

    page = page_of(signed_in, asked_lead, asked)

    assert "Partly met: 2" not in page
    assert "Partly: 2" not in page
    assert "once the audit is closed" in page


def test_the_own_agency_is_never_among_the_others(world, asked, signed_in, asked_lead, returned):
    """Four others and two cases of its own are not five."""
    for number, own in enumerate([0, 1, 1, 3]):
        returned(f"Agency {number}", own)
    returned("", 1, agency=world.health, case_number=1)

    assert "Partly met: " not in page_of(signed_in, asked_lead, asked)


@pytest.mark.parametrize("until", [None, date(2020, 1, 1)])
@pytest.mark.parametrize("where", ["kent", "medway"])
def test_who_ever_belonged_to_another_agency_cannot_take_it_away(
    world, asked, signed_in, asked_lead, returned, until, where
):
    """Five others, of which one is known to the reader, are four."""
    made = [returned(f"Agency {number}", own) for number, own in enumerate([0, 1, 1, 3, 3])]
    before = page_of(signed_in, asked_lead, asked)
    MembershipFactory(
        board=getattr(world, where),
        user=asked_lead,
        role="contributor",
        agency=made[0].agency,
        from_on=date(2019, 1, 1),
        to_on=until,
    )

    assert "Partly met: 2" in before
    assert "Partly met: 2" not in page_of(signed_in, asked_lead, asked)


def test_a_member_is_told_choices_as_an_agency_is_and_staff_all_of_them(
    world, asked, signed_in, asked_lead, returned
):
    """Four, and then five, and none of them the member's own."""
    for number, own in enumerate([0, 1, 1]):
        returned(f"Agency {number}", own, number=7_000 + number)
    few = page_of(signed_in, world.member, asked)
    returned("Agency 3", 0, number=7_003)
    many = page_of(signed_in, world.member, asked)

    assert "Mostly met" in few
    assert "Partly: " not in few
    assert "Partly: 2" in many
    assert "7,00" not in few + many
    assert "7,003 files" in page_of(signed_in, world.staff, asked)


# To all readers


def marks(values):
    return {agency: Counter([value]) for agency, value in enumerate(values)}


def test_what_is_told_to_all_leaves_a_crowd_whoever_takes_away_two():
    def told(*values, taken=2):
        return untraceable(marks(values), fewest=5, taken=taken)

    assert told(0, 0, 0, 1, 1, 1, 2)
    assert not told(0, 0, 1, 1, 2, 2)  # four are left
    assert not told(1, 1, 0, 0, 0, 0, 0)  # the first two learn what each other said
    assert told(1, 1, 0, 0, 0, 0, taken=1)
    assert not told(0, 0, 0, 1, 1, 1, 2, taken=3)
    assert not told()


def test_the_rule_agrees_with_taking_away_every_two():
    """Also where an agency answered for several cases."""
    several = [Counter([0]), Counter([1]), Counter([0, 1])]
    found = Counter()
    for number in (4, 5, 6):
        for chosen in product(several, repeat=number):
            by_agency = dict(enumerate(chosen))
            every = all(
                is_crowd((by_agency[one] for one in by_agency if one not in gone), fewest=3)
                for gone in combinations(by_agency, 2)
            )
            told = untraceable(by_agency, fewest=3, taken=2)
            assert told is every, chosen
            found[told] += 1

    assert set(found) == {True, False}


def test_a_report_reckons_with_whoever_belongs_to_most_agencies(world, asked, returned):
    made = [returned(f"Agency {number}", own) for number, own in enumerate([0, 1] * 4)]
    person = UserFactory()
    known = [tellable(asked)]
    for at in range(4):
        MembershipFactory(user=person, board=world.kent, role="lead", agency=made[at].agency)
        known.append(tellable(asked))

    graded_and_chosen = {
        question.pk for question in asked.framework.questions.exclude(kind="number")
    }
    assert known == [graded_and_chosen] * 4 + [set()]
    assert most_of_one_person(asked) == 4


def test_nobody_who_belongs_to_an_agency_of_the_round_is_no_one(world, asked):
    person_on(world.kent, "lead", agency=AgencyFactory(serves=world.kent))

    assert most_of_one_person(asked) == 0
