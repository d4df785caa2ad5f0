"""Rows of the learning thread: other words, standards, verdicts, answers to alarms."""

import factory
from factory.django import DjangoModelFactory

from kscb.text import fold
from reviews.models import AlarmAnswer, PracticeStandard, Synonym, Verdict
from tests.factories.boards import UserFactory
from tests.factories.reviews import FindingFactory, ThemeFactory


class SynonymFactory(DjangoModelFactory):
    class Meta:
        model = Synonym

    theme = factory.SubFactory(ThemeFactory)
    board = factory.SelfAttribute("theme.board")
    name = factory.Sequence(lambda n: f"Other word {n:03d}")
    folded = factory.LazyAttribute(lambda synonym: fold(synonym.name))


class PracticeStandardFactory(DjangoModelFactory):
    class Meta:
        model = PracticeStandard

    theme = factory.SubFactory(ThemeFactory)
    board = factory.SelfAttribute("theme.board")
    number = factory.Sequence(lambda n: n + 1)
    wording = "Every adult in the household is named."


class VerdictFactory(DjangoModelFactory):
    class Meta:
        model = Verdict

    theme = factory.SubFactory(ThemeFactory)
    board = factory.SelfAttribute("theme.board")
    word = Verdict.Word.BETTER
    reasons = "The last three audits say so."
    by = factory.SubFactory(UserFactory)


class AlarmAnswerFactory(DjangoModelFactory):
    class Meta:
        model = AlarmAnswer

    finding = factory.SubFactory(FindingFactory)
    theme = factory.SubFactory(ThemeFactory)
    shown = "Named in 1 earlier review; 1 action accepted as done; never tested"
    answer = "This time we test before we close."
    by = factory.SubFactory(UserFactory)
