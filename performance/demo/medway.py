"""A second board, all invented: it shows that boards are apart though they share agencies."""

from datetime import date

from performance.demo import gauges
from performance.demo.audits import WORDS
from performance.demo.indicators import Counted, Seen, Status
from performance.demo.scene import INVENTED, Scene
from performance.demo.shapes import Asked, Found, Gauge, Learned, Returned, Round, Said, Task

BOARD = {
    "name": "Medway Safeguarding Children Board (invented)",
    "short_name": "MSCB",
    "place": "Medway",
    "colour": "#4a2f6b",
    "dark_colour": "#33204b",
    "tint": "#f0ebf6",
    "worried_phone": "01632 960 555",
}

INDICATORS = (
    Counted(
        "cp-plans",
        "Children with a child protection plan (invented figures)",
        "Children who are the subject of a child protection plan on the last day of the year.",
        "Children with a plan on 31 March",
        headline=True,
    ),
)


def observations(scene: Scene) -> tuple[Seen, ...]:
    """Three invented years, the last of them the latest 31 March."""
    last = scene.today.year if scene.today >= date(scene.today.year, 4, 1) else scene.today.year - 1
    return tuple(
        Seen(
            "cp-plans",
            f"March {last - back}",
            date(last - back, 3, 31),
            value,
            status=Status.FINAL,
            source=INVENTED,
        )
        for back, value in ((2, "402"), (1, "418"), (0, "391"))
    )


def estuary(scene: Scene) -> Learned:
    day = scene.day
    return Learned(
        kind="LR",
        year=day(-300).year,
        pseudonym="Estuary",
        body="board",
        summary="How services act together when neglect goes on. Invented for demonstration.",
        source=INVENTED,
        logged_on=day(-300),
        found_on=day(-190),
        asked_to_publish_on=day(-170),
        published_on=day(-160),
        found=(
            Found(
                "Plans ran on while little changed at home.",
                ("neglect",),
                agencies=("medway council",),
            ),
            Found(
                "Fathers were named in files and not spoken to.",
                ("fathers",),
                agencies=("medway council",),
            ),
            Found(
                "Health records and police records met for the first time late.",
                ("information",),
                agencies=("community health", "police"),
            ),
        ),
        asked=(
            Asked(
                "Set a day by which daily life must be better, and act on it.",
                (1,),
                (
                    Task(
                        agency="medway council",
                        change="process",
                        wording="Review each neglect plan at six months with a named manager.",
                        difference="Children do not wait for years.",
                        agreed_on=day(-150),
                        due_on=day(-45),
                        said=(
                            Said(
                                day(-80),
                                "Reviews have begun.",
                                link="https://evidence.example/neglect-reviews",
                            ),
                        ),
                        submitted=Said(day(-50), "Every plan over six months was reviewed."),
                        accepted_on=day(-38),
                    ),
                    Task(
                        agency="medway hospital",
                        change="system",
                        wording="Flag missed appointments of children with a neglect plan.",
                        difference="Missed appointments are followed up within days.",
                        agreed_on=day(-150),
                        due_on=day(37),
                    ),
                ),
                gauges=(_daily_life(scene),),
            ),
            Asked(
                "Bring health and police knowledge together at the start.",
                (2, 3),
                (
                    Task(
                        agency="community health",
                        change="workload",
                        wording="Send a health summary within three days of a request.",
                        difference="First decisions weigh what health services know.",
                        agreed_on=day(-150),
                        due_on=day(-7),
                        said=(
                            Said(day(-70), "Half are sent in three days; a post is advertised."),
                        ),
                    ),
                    Task(
                        agency="police",
                        change="joint_working",
                        wording="Join the daily call about new referrals.",
                        difference="Police know the same day which children are newly referred.",
                        agreed_on=day(-150),
                        due_on=day(15),
                        said=(Said(day(-64), "Joined on three days a week."),),
                    ),
                ),
                gauges=(_early(scene),),
            ),
        ),
    )


def _daily_life(scene: Scene) -> Gauge:
    return Gauge(
        gauges.AUDIT,
        "Of neglect plans older than six months, in how many is a child’s daily life better?",
        scene.day(70),
    )


def _early(scene: Scene) -> Gauge:
    return Gauge(
        gauges.INDICATOR,
        "Working days from a referral until health and police have both said what they know.",
        scene.day(90),
    )


def audit(scene: Scene) -> Round:
    day = scene.day
    return Round(
        framework="case audit",
        says=WORDS,
        title="Neglect: eight records read together",
        reference=f"MSCB/MAA-{day(-34).year}-1",
        themes=("neglect",),
        opens_on=day(-34),
        due_on=day(8),
        source=INVENTED,
        returns=(
            Returned("police"),
            Returned(
                "community health",
                grades=(3, 2, 2, 2, 3),
                started_on=day(-21),
                submitted_on=day(-10),
                returned_on=day(-3),
                query="Question 3: which plans gave a day by which things must be better?",
            ),
            Returned(
                "medway council",
                grades=(3, 3, 2, 2, 3),
                started_on=day(-24),
                submitted_on=day(-5),
            ),
            Returned("integrated care", grades=(3,), started_on=day(-6)),
        ),
    )
