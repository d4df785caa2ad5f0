"""The Ofsted inspection of March 2017, published on 13 June 2017, and progress against it.

The dates, and that progress was made, are fact. The wording of findings, recommendations and
actions is invented: the summary gives none.
"""

from datetime import date

from performance.demo import gauges
from performance.demo.scene import SUMMARY, Scene
from performance.demo.shapes import Asked, Found, Gauge, Learned, Said, Task

EVIDENCE = "https://evidence.example/"
AGREED_ON = date(2017, 7, 17)


def done(
    agency, change, wording, difference, *, due_on, said_on, submitted_on, accepted_on
) -> Task:
    """An action of the inspection that the board accepted as done."""
    return Task(
        agency=agency,
        change=change,
        wording=wording,
        difference=difference,
        agreed_on=AGREED_ON,
        due_on=due_on,
        said=(Said(said_on, "Begun; the evidence so far is linked.", link=EVIDENCE + "progress"),),
        submitted=Said(submitted_on, "Done as agreed; the quality group has seen the result."),
        accepted_on=accepted_on,
    )


def inspection(scene: Scene) -> Learned:
    """The last two actions ask, now, whether the change lasted; they are dated from today."""
    return Learned(
        kind="INS",
        year=2017,
        pseudonym="Ofsted, March 2017",
        body="ofsted",
        summary=(
            "Inspected in March 2017, published on 13 June 2017. The board reports significant "
            "progress. Findings, recommendations and actions are worded for demonstration."
        ),
        source=f"{SUMMARY}; Ofsted, 13 June 2017. Wording of what hangs from it is invented",
        logged_on=date(2017, 4, 3),
        found_on=date(2017, 3, 31),
        asked_to_publish_on=date(2017, 6, 12),
        published_on=date(2017, 6, 13),
        found=FOUND,
        asked=(*ASKED, lasting_change(scene)),
    )


FOUND = (
    Found(
        "The quality of plans varied between districts.",
        ("meetings",),
        agencies=("social work", "early help"),
    ),
    Found(
        "Management oversight and supervision were recorded unevenly.",
        ("supervision",),
        agencies=("social work", "youth justice"),
    ),
    Found(
        "Some children’s circumstances changed little while plans ran on.",
        ("escalation",),
        agencies=("social work",),
    ),
    Found("The board saw audits of single agencies and few of agencies together.", ("meetings",)),
)

ASKED = (
    Asked(
        "Make plans clear about what must change, for whom and by when.",
        (1,),
        (
            done(
                "social work",
                "policy",
                "Bring in one plan format for child protection and children in need.",
                "Families can say what the plan asks of them.",
                due_on=date(2017, 11, 30),
                said_on=date(2017, 9, 20),
                submitted_on=date(2017, 11, 22),
                accepted_on=date(2017, 12, 11),
            ),
            done(
                "early help",
                "policy",
                "Use the same words for outcomes in early help plans.",
                "Children stepping up or down keep one story.",
                due_on=date(2018, 1, 31),
                said_on=date(2017, 10, 25),
                submitted_on=date(2018, 1, 24),
                accepted_on=date(2018, 2, 12),
            ),
        ),
        gauges=(gauges.CLEAR_PLANS,),
    ),
    Asked(
        "Record management decisions and reflective supervision on every open case.",
        (2,),
        (
            done(
                "social work",
                "process",
                "Audit supervision records each month and report to the quality group.",
                "Drift is seen by a manager within weeks.",
                due_on=date(2017, 12, 22),
                said_on=date(2017, 10, 4),
                submitted_on=date(2017, 12, 18),
                accepted_on=date(2018, 1, 15),
            ),
            done(
                "youth justice",
                "process",
                "Record joint supervision where a young person has two workers.",
                "Young people are not told two different things.",
                due_on=date(2018, 6, 29),
                said_on=date(2018, 3, 12),
                submitted_on=date(2018, 6, 20),
                accepted_on=date(2018, 7, 2),
            ),
        ),
        gauges=(gauges.OVERSIGHT,),
    ),
    Asked(
        "Review, by a named day, every plan that has run for fifteen months.",
        (3,),
        (
            done(
                "social work",
                "joint_working",
                "Hold a panel for each plan that reaches fifteen months.",
                "Children do not live for years with a plan that is not working.",
                due_on=date(2018, 2, 28),
                said_on=date(2017, 11, 15),
                submitted_on=date(2018, 2, 19),
                accepted_on=date(2018, 3, 5),
            ),
            done(
                "police",
                "joint_working",
                "Send a police view to each panel.",
                "Panels know of new incidents at home.",
                due_on=date(2018, 2, 28),
                said_on=date(2018, 1, 10),
                submitted_on=date(2018, 2, 22),
                accepted_on=date(2018, 3, 12),
            ),
        ),
        gauges=(gauges.LONG_PLANS,),
    ),
    Asked(
        "Widen the board’s programme of multi-agency audits.",
        (4,),
        (
            done(
                "integrated care",
                "joint_working",
                "Give a health lead to every multi-agency audit.",
                "What health services see is part of every audit.",
                due_on=date(2017, 10, 31),
                said_on=date(2017, 9, 6),
                submitted_on=date(2017, 10, 24),
                accepted_on=date(2017, 11, 13),
            ),
            done(
                "education",
                "process",
                "Bring schools into the audit programme, two from each area.",
                "Audits hear what schools know of a child’s week.",
                due_on=date(2018, 7, 31),
                said_on=date(2018, 3, 1),
                submitted_on=date(2018, 7, 18),
                accepted_on=date(2018, 9, 10),
            ),
        ),
        gauges=(gauges.JOINT_AUDITS,),
        to_board=True,
    ),
)


def lasting_change(scene: Scene) -> Asked:
    day = scene.day
    return Asked(
        "Look again, in later years, at whether the changes have lasted.",
        (1, 2, 3, 4),
        (
            Task(
                agency="early help",
                change="process",
                wording="Repeat the plan sample of 2018 and compare the two.",
                difference="Plans are still clear to families.",
                agreed_on=day(-75),
                due_on=day(22),
                said=(Said(day(-30), "Sample drawn; reading starts next month."),),
            ),
            Task(
                agency="youth justice",
                change="process",
                wording="Ask young people with two workers whether they hear one message.",
                difference="Young people are told one thing, by both workers.",
                agreed_on=day(-75),
                due_on=day(61),
            ),
        ),
        gauges=(_lasting(scene),),
    )


def _lasting(scene: Scene) -> Gauge:
    return Gauge(
        gauges.RELOOK,
        "The four tests of 2018 and 2019 made again, by someone who works for none of the "
        "agencies: are plans, oversight and audits as they were then, or better?",
        scene.day(83),
    )
