"""A self-assessment in the manner of section 11, worded and answered by us: last year's, which is
closed and whose report is begun, and this year's, which repeats it and is open."""

from boards.models import Body
from performance.demo.agencies import BODIES_OF_KENT
from performance.demo.audits import all_closed
from performance.demo.scene import INVENTED, Scene, moment
from performance.demo.shapes import Found, Moderated, Queried, Returned, Round
from reviews.models import Review
from reviews.services import audit_reports, recommendations

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


LAST_YEAR: dict[str, tuple[int, ...]] = {
    "fire": (2, 2, 3, 2, 2, 3, 2, 3),
    "police": (3, 2, 3, 2, 2, 3, 3, 2),
    "districts": (2, 1, 2, 2, 1, 2, 2, 2),
    "community health": (3, 2, 2, 2, 2, 3, 3, 2),
    "probation": (2, 2, 2, 1, 2, 3, 2, 2),
    "integrated care": (3, 3, 2, 2, 2, 3, 2, 1),
    "early help": (3, 2, 2, 3, 2, 3, 3, 2),
    "education": (3, 3, 2, 2, 2, 2, 3, 3),
    "social work": (3, 2, 3, 2, 1, 3, 3, 2),
}
WHAT_WENT_WELL = (
    "Every agency could name who leads for safeguarding and show how staff are told.",
    "Safe recruitment was in place everywhere, and the checks could be shown.",
)
TO_SHARE = "Share among all agencies how the statement of responsibilities is brought to new staff."


def references(scene: Scene) -> tuple[str, str]:
    """Last year's round, and this one's."""
    year = scene.day(-25).year
    return f"KSCB/S11-{year - 1}", f"KSCB/S11-{year}"


def last_round(scene: Scene) -> Round:
    """All nine that were asked then answered, and every return was agreed."""
    day, reference = scene.day, references(scene)[0]
    return Round(
        framework="self-assessment",
        says=WORDS,
        title=f"Section 11 self-assessment {reference[-4:]}",
        reference=reference,
        themes=("supervision", "meetings"),
        opens_on=day(-390),
        due_on=day(-350),
        closed_on=day(-320),
        source=INVENTED,
        conclusion=(
            "Agencies know who leads and recruit safely. Fewer could show that supervision is "
            "reflective, or that children had a say."
        ),
        found=tuple(Found(words, ("supervision",), is_good=True) for words in WHAT_WENT_WELL),
        returns=all_closed(LAST_YEAR, day(-380), day(-355), day(-335)),
    )


def begin_report(scene: Scene, *, by) -> Review:
    """Of last year's round: begun, with one recommendation still worded."""
    at = moment(scene.day(-8), 11)
    audit_round = scene.rounds[references(scene)[0]]
    name = BODIES_OF_KENT["partnership"][0]
    report = audit_reports.begin(
        audit_round,
        commissioned_by=Body.objects.get(board=scene.board, name=name),
        by=by,
        at=at,
    )
    first = audit_round.findings.order_by("number")[0]
    recommendations.draft(report, wording=TO_SHARE, findings=[first], to_board=True, by=by, at=at)
    return report


def open_round(scene: Scene) -> Round:
    """Returns in every state there is; what agencies said last year is carried forward."""
    day = scene.day
    return Round(
        framework="self-assessment",
        says=WORDS,
        title="Section 11 self-assessment",
        reference=references(scene)[1],
        repeats=references(scene)[0],
        carries=True,
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
