"""Kent in the Department for Education's statistics, 2013 to 2025.

Contains public sector information licensed under the Open Government Licence v3.0.
Source: Department for Education.
"""

from collections.abc import Iterator
from datetime import date

from performance.demo.indicators import Counted, Polarity, Seen, Status, Unit

CENSUS = "DfE children in need census"
LAIT = "DfE LAIT"

# Where DfE defines a figure as the board does, its series stands beside the board's, as a source
# of its own. These are the figures that the board's summary does not give.
INDICATORS = (
    Counted(
        "dfe-cin",
        "Children in need, as DfE counts them",
        "Children with an open case on 31 March: those with a child protection plan and those in "
        "care are among them. A wider count than the board’s child in need plans.",
        "Children in need on 31 March",
    ),
    Counted(
        "repeat-cp-plans",
        "Plans that were a second or later plan",
        "Of child protection plans started in the year, those of children who had had one before "
        "at any time.",
        "Plans started for a child who had one before",
        "Plans started in the year",
        unit=Unit.PERCENT,
        polarity=Polarity.LOW,
        themes=("disguised compliance",),
    ),
    Counted(
        "referrals",
        "Referrals to children’s social care",
        "Referrals made in the year ending on 31 March.",
        "Referrals in the year",
    ),
    Counted(
        "re-referrals",
        "Referrals within a year of an earlier one",
        "Of referrals in the year, those made within twelve months of an earlier referral of the "
        "same child.",
        "Referrals within twelve months of an earlier one",
        "Referrals in the year",
        unit=Unit.PERCENT,
        polarity=Polarity.LOW,
    ),
)

# Year ending 31 March; children in need; referrals, re-referrals, their share; plans started,
# second or later ones, their share; children with a plan.
CENSUS_YEARS = (
    (2013, 8827, 14644, 3551, "24.2", 1226, 241, "19.7", 999),
    (2014, 10030, 19164, 5072, "26.5", 1474, 267, "18.1", 1191),
    (2015, 9182, 16529, 4687, "28.4", 1624, 299, "18.4", 1242),
    (2016, 9290, 15342, 3197, "20.8", 1319, 265, "20.1", 1049),
    (2017, 10005, 15805, 3636, "23", 1300, 252, "19.4", 1185),
    (2018, 10019, 19373, 4472, "23.1", 1559, 318, "20.4", 1462),
    (2019, 10370, 18283, 4772, "26.1", 1404, 268, "19.1", 1303),
    (2020, 10524, 22349, 6362, "28.5", 1520, 344, "22.6", 1332),
    (2021, 10853, 18942, 5320, "28.1", 1305, 292, "22.4", 1188),
    (2022, 11925, 19497, 4196, "21.5", 1443, 285, "19.8", 1256),
    (2023, 11784, 22589, 4915, "21.8", 1559, 362, "23.2", 1333),
    (2024, 11717, 24111, 5615, "23.3", 1349, 267, "19.8", 1211),
    (2025, 11247, 24035, 5194, "21.6", 1274, 310, "24.3", 1150),
)

# Year ending 31 March; children in care; plans reviewed in time, those due a review, the share.
LAIT_YEARS = (
    (2016, 2314, 710, 710, "100"),
    (2017, 1901, 863, 863, "100"),
    (2018, 1641, 1149, 1153, "99.7"),
    (2019, 1588, 921, 922, "99.9"),
    (2020, 1806, 1041, 1041, "100"),
    (2021, 1662, 831, 833, "99.8"),
    (2022, 1777, 875, 878, "99.7"),
    (2023, 1938, 954, 975, "97.8"),
    (2024, 1956, 852, 854, "99.8"),
    (2025, 1896, 800, 808, "99"),
)


def observations() -> tuple[Seen, ...]:
    return (*_census(), *_lait())


def _census() -> Iterator[Seen]:
    for year, in_need, referred, again, again_share, started, second, share, plans in CENSUS_YEARS:
        yield _at(year, "dfe-cin", in_need, CENSUS)
        yield _at(year, "referrals", referred, CENSUS)
        yield _at(year, "re-referrals", again_share, CENSUS, out_of=(again, referred))
        yield _at(year, "repeat-cp-plans", share, CENSUS, out_of=(second, started))
        yield _at(year, "cp-plans", plans, CENSUS)


def _lait() -> Iterator[Seen]:
    for year, in_care, in_time, due, share in LAIT_YEARS:
        yield _at(year, "children-in-care", in_care, LAIT)
        yield _at(year, "cp-reviews-in-timescale", share, LAIT, out_of=(in_time, due))


def _at(year: int, key: str, value, source: str, *, out_of=(None, None)) -> Seen:
    """A final figure for the year that ends in March of `year`."""
    numerator, denominator = (None if part is None else str(part) for part in out_of)
    return Seen(
        key,
        f"March {year}" if key not in OF_A_YEAR else f"{year - 1}/{year % 100:02d}",
        date(year, 3, 31),
        str(value),
        numerator=numerator,
        denominator=denominator,
        status=Status.FINAL,
        source=source,
    )


OF_A_YEAR = ("referrals", "re-referrals", "repeat-cp-plans")
