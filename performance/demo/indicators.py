"""The figures of the KSCB's summary of 2017/18, as printed, with what each one counts."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from kscb.text import fold
from performance.demo.scene import SUMMARY, Scene
from performance.models import Area, Indicator, Observation

MARCH_2017 = date(2017, 3, 31)
MARCH_2018 = date(2018, 3, 31)
NOT_GIVEN = "Not given by the source"
Unit = Indicator.Unit
Polarity = Indicator.Polarity
Status = Observation.Status
Qualifier = Observation.Qualifier


@dataclass(frozen=True)
class Counted:
    """An indicator: what it counts, out of what."""

    key: str
    title: str
    definition: str
    numerator: str
    denominator: str = ""
    unit: str = Unit.COUNT
    polarity: str = Polarity.NONE
    headline: bool = False
    themes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Seen:
    """What one source said of one indicator at one time."""

    key: str
    period: str
    as_at: date
    value: str | None = None
    numerator: str | None = None
    denominator: str | None = None
    change: str | None = None
    qualifier: str = Qualifier.EXACT
    printed: str = ""
    note: str = ""
    status: str = Status.PROVISIONAL
    source: str = SUMMARY


INDICATORS = (
    Counted(
        "cp-plans",
        "Children with a child protection plan",
        "Children who are the subject of a child protection plan on the last day of the year.",
        "Children with a plan on 31 March",
        headline=True,
    ),
    Counted(
        "cp-reviews-in-timescale",
        "Child protection plans reviewed in time",
        "Of plans that had run for three months or more, those whose every review was in time: "
        "the first within three months, then at most six months apart.",
        "Plans with every review in time",
        "Plans that had run for three months or more on 31 March",
        unit=Unit.PERCENT,
        polarity=Polarity.HIGH,
        headline=True,
        themes=("meetings",),
    ),
    Counted(
        "children-in-care",
        "Children in care",
        "Children looked after by the council on the last day of the year.",
        "Children in care on 31 March",
        headline=True,
    ),
    Counted(
        "step-up-rate",
        "Early help cases stepped up to specialist services",
        "Early help cases that were passed on to Specialist Children’s Services.",
        "Early help cases stepped up",
        NOT_GIVEN,
        unit=Unit.PERCENT,
        polarity=Polarity.LOW,
        headline=True,
    ),
    Counted(
        "cin-plans",
        "Children with a child in need plan",
        "Children with a child in need plan, as the board counts them. DfE’s children in need "
        "is a wider count and a separate indicator.",
        "Children with a child in need plan during the year",
        headline=True,
    ),
    Counted(
        "early-help-families",
        "Families worked with in early help units",
        "Families worked with in the year, to the nearest hundred or so.",
        "Families worked with",
    ),
    Counted(
        "early-help-children",
        "Children and young people worked with in early help units",
        "Children and young people of the families worked with in the year.",
        "Children and young people worked with",
    ),
    Counted(
        "repeat-cp-plans-change",
        "Change in children with a plan who had one before",
        "How many more, or fewer, children became the subject of a plan having had one before, "
        "than in the year before. The source gives the change and no level.",
        "Children starting a plan who had one before, less the same a year earlier",
        polarity=Polarity.LOW,
        themes=("disguised compliance",),
    ),
    Counted(
        "placed-by-others",
        "Children in other councils’ care who live in Kent",
        "Children in the care of another council who live in Kent.",
        "Children placed in Kent by other councils at the year’s end",
    ),
    Counted(
        "training-attendees",
        "People who came to multi-agency training",
        "Attendances at the year’s multi-agency sessions, the two workshops apart.",
        "Attendances",
    ),
    Counted(
        "e-learning-completions",
        "E-learning courses completed",
        "Courses completed in the year by staff of all agencies.",
        "Courses completed",
    ),
)

PRINTS_CHANGE = (
    "The summary prints this year’s figure and the change; this is the one less the other."
)
AT_YEAR_END = "The summary gives no exact day; read as 31 March."

OBSERVATIONS = (
    Seen(
        "early-help-families",
        "2017/18",
        MARCH_2018,
        "9800",
        qualifier=Qualifier.AROUND,
        printed="Approximately 9800",
    ),
    Seen(
        "early-help-children",
        "2017/18",
        MARCH_2018,
        "20500",
        qualifier=Qualifier.AROUND,
        printed="around 20,500",
    ),
    Seen("step-up-rate", "March 2017", MARCH_2017, "8.3"),
    Seen("step-up-rate", "March 2018", MARCH_2018, "6.4"),
    Seen("cin-plans", "2016/17", MARCH_2017, "2307", note=PRINTS_CHANGE),
    Seen("cin-plans", "2017/18", MARCH_2018, "2393", change="86"),
    Seen("cp-plans", "March 2017", MARCH_2017, "1185", note=PRINTS_CHANGE),
    Seen(
        "cp-plans",
        "March 2018",
        MARCH_2018,
        "1491",
        change="306",
        note=AT_YEAR_END,
    ),
    Seen("cp-reviews-in-timescale", "2017/18", MARCH_2018, "99.9"),
    Seen(
        "repeat-cp-plans-change",
        "2017/18",
        MARCH_2018,
        change="68",
        note="A change with no level. DfE counts 252 and then 318, a rise of 66.",
    ),
    Seen("children-in-care", "March 2017", MARCH_2017, "1893", note=PRINTS_CHANGE),
    Seen(
        "children-in-care",
        "March 2018",
        MARCH_2018,
        "1655",
        change="-238",
        note=AT_YEAR_END,
    ),
    Seen("placed-by-others", "March 2018", MARCH_2018, "1288"),
    Seen(
        "training-attendees",
        "2017/18",
        MARCH_2018,
        "2300",
        qualifier=Qualifier.OVER,
        printed="over 2,300",
        note="The split by session and agency is invented and adds up to 2,312.",
    ),
    Seen(
        "e-learning-completions",
        "2017/18",
        MARCH_2018,
        "11000",
        qualifier=Qualifier.OVER,
        printed="Over 11,00",
        note="Printed as “Over 11,00” and read as 11,000. The split by course and agency is "
        "invented and adds up to 11,040.",
    ),
)


def add_indicators(scene: Scene, counted: tuple[Counted, ...], *, after: int = 0) -> None:
    for position, one in enumerate(counted, start=1):
        indicator = Indicator.objects.create(
            board=scene.board,
            key=one.key,
            title=one.title,
            definition=one.definition,
            numerator=one.numerator,
            denominator=one.denominator,
            unit=one.unit,
            polarity=one.polarity,
            is_headline=one.headline,
            position=after + 10 * position,
            folded=fold(one.title),
        )
        indicator.themes.set(scene.themes[key] for key in one.themes)


def add_observations(scene: Scene, area: Area, seen: tuple[Seen, ...]) -> None:
    indicators = {indicator.key: indicator for indicator in scene.board.indicators.all()}
    Observation.objects.bulk_create(
        Observation(
            board=scene.board,
            indicator=indicators[one.key],
            area=area,
            period=one.period,
            as_at=one.as_at,
            source=one.source,
            status=one.status,
            value=_decimal(one.value),
            numerator=_decimal(one.numerator),
            denominator=_decimal(one.denominator),
            change=_decimal(one.change),
            qualifier=one.qualifier,
            printed=one.printed,
            note=one.note,
        )
        for one in seen
    )


def _decimal(written: str | None) -> Decimal | None:
    return Decimal(written) if written is not None else None
