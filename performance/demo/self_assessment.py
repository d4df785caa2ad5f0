"""The open round: a self-assessment in the manner of section 11, worded and answered by us."""

from performance.demo.scene import INVENTED, Scene
from performance.demo.shapes import Moderated, Queried, Returned, Round

FRAMEWORK = (
    "Section 11 self-assessment (invented wording)",
    (
        (0, "Not in place"),
        (1, "Begun"),
        (2, "In place, with gaps"),
        (3, "In place and working"),
    ),
    (
        (
            "Senior leaders own safeguarding and can show that they do.",
            "A named leader; papers of the last three leadership meetings.",
        ),
        (
            "Staff can find, and know, what the agency is responsible for.",
            "The statement itself, and how staff are told of it.",
        ),
        (
            "It is clear who answers for what, up to the top.",
            "A chart of who answers to whom, and the duty rota.",
        ),
        (
            "Children and families have a say in how services are shaped.",
            "One change that came from what they said.",
        ),
        (
            "Staff are trained for their role and have reflective supervision.",
            "The share trained; a sample of supervision records.",
        ),
        (
            "Safe people are recruited, and allegations are acted on.",
            "Checks made before starting; how allegations were reported.",
        ),
        (
            "The agency works with the others around a child.",
            "Attendance at conferences and core groups, and reports sent.",
        ),
        (
            "Information is shared when it should be, and not when it should not.",
            "The agreement in use, and an example of each.",
        ),
    ),
)

WORDS = {
    0: "Not yet in place. A lead has been named and will report in the autumn.",
    1: "Begun this year; the first teams are using it.",
    2: "In place. Our own check found gaps out of hours, which we are closing.",
    3: "In place and tested: our last sample of records shows it working.",
}


def open_round(scene: Scene) -> Round:
    """Returns in every state there is."""
    day = scene.day
    return Round(
        framework="self-assessment",
        says=WORDS,
        title="Section 11 self-assessment",
        reference=f"KSCB/S11-{day(-25).year}",
        themes=("supervision", "meetings"),
        opens_on=day(-25),
        due_on=day(17),
        source=INVENTED,
        returns=(
            Returned("fire"),
            Returned("police"),
            Returned("districts"),
            Returned(
                "community health",
                grades=(3, 2, 3),
                started_on=day(-12),
                shared=True,
                files=((2, "safeguarding-statement.txt"),),
            ),
            Returned("probation", grades=(2, 2), started_on=day(-9)),
            Returned(
                "integrated care",
                grades=(3, 3, 2, 2, 2, 3, 2, 2),
                started_on=day(-18),
                submitted_on=day(-4),
            ),
            Returned(
                "early help",
                grades=(3, 2, 3, 3, 2, 3, 3, 2),
                started_on=day(-20),
                submitted_on=day(-11),
                returned_on=day(-6),
                query="Question 5: how many of the supervision records you read held reflection?",
            ),
            Returned(
                "education",
                grades=(3, 3, 3, 2, 3, 2, 3, 3),
                started_on=day(-22),
                submitted_on=day(-14),
                returned_on=day(-10),
                asked=(
                    Queried(
                        7,
                        "How many schools sent a report to a conference this year?",
                        "41 of 46 that were asked. The other five had met the child once.",
                    ),
                ),
                resubmitted_on=day(-3),
            ),
            Returned(
                "voluntary",
                grades=(2, 3, 3, 3, 3, 2, 3, 2),
                started_on=day(-22),
                submitted_on=day(-15),
                moderated=(
                    Moderated(2, 3, "The statement is there, and the trustees saw it in June."),
                    Moderated(4, 2, "The sample holds paid staff alone; volunteers were left out."),
                ),
                moderated_on=day(-5),
            ),
            Returned(
                "social work",
                grades=(3, 3, 3, 2, 2, 3, 3, 3),
                started_on=day(-22),
                submitted_on=day(-13),
                accepted_on=day(-7),
                files=((5, "supervision-sample.csv"),),
            ),
        ),
    )
