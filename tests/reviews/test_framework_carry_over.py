"""What was asked before frameworks had versions, as the migration carried it over."""

from datetime import date
from importlib import import_module

import pytest
from django.apps import apps

from reviews.models import Framework, Question, Section
from tests.factories import AuditRoundFactory, BoardFactory, FrameworkFactory

carry_over = import_module("reviews.migrations.0006_carry_frameworks_over").carry_over
pytestmark = pytest.mark.django_db


def before_versions(**fields):
    """As the rows stood: no key, no status, no day, and questions without a scale of their own."""
    framework = FrameworkFactory(draft=True, **fields)
    Framework.objects.filter(pk=framework.pk).update(folded="")
    framework.sections.update(number=99, title="Not there before")
    return framework


def test_it_is_version_1_published_since_it_was_first_asked():
    framework = before_versions(name="Section 11")
    AuditRoundFactory(framework=framework, opens_on=date(2017, 4, 1))
    AuditRoundFactory(framework=framework, opens_on=date(2018, 4, 1))

    carry_over(apps, None)

    framework.refresh_from_db()
    assert (framework.key, framework.edition, framework.status) == ("section-11", 1, "published")
    assert (framework.valid_from, framework.folded) == (date(2017, 4, 1), "section 11")


def test_its_questions_get_a_section_a_key_and_a_scale_of_their_own():
    framework = before_versions()

    carry_over(apps, None)

    section = Section.objects.get(title="Questions")
    questions = Question.objects.order_by("number")
    own = f"own-{framework.pk}"
    assert [(q.section, q.key, q.scale) for q in questions] == [
        (section, "question-1", own),
        (section, "question-2", own),
    ]
    assert {grade.scale for grade in framework.grades.all()} == {own}


def test_it_is_the_board_s_that_alone_asks_it_and_the_library_s_otherwise():
    kent, medway = BoardFactory(), BoardFactory()
    ours, shared, unused = before_versions(), before_versions(), before_versions()
    for framework, board in ((ours, kent), (shared, kent), (shared, medway)):
        AuditRoundFactory(framework=framework, board=board)

    carry_over(apps, None)

    boards = {one.pk: one.board for one in Framework.objects.all()}
    assert boards == {ours.pk: kent, shared.pk: None, unused.pk: None}


def test_names_that_make_one_key_get_two():
    first, second = before_versions(name="Section 11"), before_versions(name="Section-11", key="x")

    carry_over(apps, None)

    keys = list(Framework.objects.order_by("pk").values_list("key", flat=True))
    assert keys == ["section-11", f"section-11-{second.pk}"]
    assert first.pk != second.pk
