from datetime import date

import factory
from factory.django import DjangoModelFactory

from kscb.text import fold
from performance.models import Area, Indicator, Observation
from tests.factories.boards import BoardFactory


class AreaFactory(DjangoModelFactory):
    class Meta:
        model = Area
        django_get_or_create = ("code",)

    code = "E10000016"
    name = "Kent"


class IndicatorFactory(DjangoModelFactory):
    class Meta:
        model = Indicator

    class Params:
        headline = factory.Trait(is_headline=True)

    board = factory.SubFactory(BoardFactory)
    key = factory.Sequence(lambda n: f"indicator-{n}")
    title = factory.Sequence(lambda n: f"Indicator {n:03d}")
    definition = "What it counts."
    numerator = "Children counted"
    folded = factory.LazyAttribute(lambda indicator: fold(indicator.title))


class ObservationFactory(DjangoModelFactory):
    class Meta:
        model = Observation

    indicator = factory.SubFactory(IndicatorFactory)
    board = factory.SelfAttribute("indicator.board")
    area = factory.SubFactory(AreaFactory)
    period = "2017/18"
    as_at = date(2018, 3, 31)
    source = "KSCB annual report summary 2017/18"
    status = Observation.Status.FINAL
    value = 1491
