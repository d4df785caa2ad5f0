"""A finding is shown with its themes, the agencies it names and its practice standards."""

import pytest

from reviews.figures.names import with_names
from reviews.models import Finding
from tests.factories import (
    AgencyFactory,
    FindingFactory,
    PracticeStandardFactory,
    ThemeFactory,
)


@pytest.fixture
def named(world, review):
    """Two findings; the first names two of everything, made in the wrong order."""
    themes = [ThemeFactory(board=world.kent, name=name) for name in ("Sleep", "Fathers")]
    first = FindingFactory(review=review, number=1, themes=themes)
    first.agencies.set([AgencyFactory(name="Zeta Trust"), AgencyFactory(name="Alpha Trust")])
    wordings = ("Second.", "First.")
    first.standards.set(
        PracticeStandardFactory(theme=themes[0], number=2 - place, wording=wording)
        for place, wording in enumerate(wordings)
    )
    second = FindingFactory(review=review, number=2, themes=themes[:1])
    return first, second


def test_each_finding_has_its_own_names_in_their_order(named, django_assert_num_queries):
    with django_assert_num_queries(2):
        told = with_names(Finding.objects.order_by("number"))

    assert [finding for finding, _ in told] == list(named)
    assert [[[one.words for one in kind] for kind in names] for _, names in told] == [
        [["Fathers", "Sleep"], ["Alpha Trust", "Zeta Trust"], ["First.", "Second."]],
        [["Sleep"], [], []],
    ]


def test_nothing_is_asked_of_no_findings(db, django_assert_num_queries):
    with django_assert_num_queries(1):
        assert with_names(Finding.objects.all()) == []
