"""The open audit of three cases: a return for each agency and case, some of them in.

The framework is the one that is shipped; the cases and all answers are invented.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from boards.services.activity import move, record
from performance.demo.scene import INVENTED, Scene, moment
from reviews.imports.frameworks import shipped
from reviews.models import Answer, AuditReturn, AuditRound, Framework, Question
from reviews.services import audits, frameworks, rounds, submissions

KEY = "case-file-audit"
CASES = 3
SAMPLED_FROM = 41
SAMPLING = (
    "Every child under one year with a plan in the spring and three or more services around them; "
    "every fourteenth on the list, by number (invented)."
)
THROUGHOUT, PARTLY = (
    "Working with the child or family throughout",
    "Working with them for part of the time",
)
NOT_INVOLVED = "Nobody of the agency met the child or the family in the time that is looked at."
WENT_WELL = {
    "social work": "One worker stayed throughout, and wrote down what the day was like.",
    "police": "Officers named each adult in the home, and sent that on the same night.",
    "community health": "Each visit records who was at home and who cared at night.",
}


@dataclass(frozen=True)
class Read:
    """What one agency found of its own part in one case: answers in the order asked.

    `yes_no` may be shorter than what is asked, where the return is only begun.
    """

    agency: str
    case: int
    involved: str
    yes_no: tuple[str, ...]
    started_on: date
    grade: int = 0
    staff: int = 0
    families: int = 0
    sent_on: date | None = None


def read_so_far(scene: Scene) -> tuple[Read, ...]:
    """Case 1 is nearly in, Case 2 half, and Case 3 just begun."""
    day = scene.day
    return (
        Read(
            "social work",
            1,
            THROUGHOUT,
            ("yes", "partly", "yes", "yes", "partly", "yes"),
            day(-13),
            grade=3,
            staff=3,
            families=2,
            sent_on=day(-6),
        ),
        Read(
            "police",
            1,
            PARTLY,
            ("partly", "yes", "yes", "partly", "not_applicable", "no"),
            day(-12),
            grade=2,
            staff=2,
            sent_on=day(-5),
        ),
        Read("community health", 1, THROUGHOUT, ("yes", "no", "yes"), day(-8)),
        Read(
            "social work",
            2,
            THROUGHOUT,
            ("partly", "no", "partly", "yes", "no", "partly"),
            day(-10),
            grade=2,
            staff=2,
            families=1,
            sent_on=day(-4),
        ),
        Read("police", 2, PARTLY, ("yes", "yes"), day(-4)),
        Read("social work", 3, PARTLY, ("yes",), day(-3)),
    )


def load(scene: Scene, *, by) -> AuditRound:
    """Plan and ask it; some agencies answer, one was not involved, the rest have not begun."""
    opened_at = moment(scene.day(-16), 9)
    audit_round = _ask(scene, by=by, at=opened_at)
    waiting = {(row.agency_id, row.case_number): row for row in audit_round.returns.all()}
    questions = list(Question.objects.asked_in(audit_round.framework_id))
    for read in read_so_far(scene):
        audit_return = waiting[scene.agencies[read.agency].pk, read.case]
        _answer(scene, audit_return, read, questions)
    submissions.say_not_involved(
        waiting[scene.agencies["early help"].pk, 1],
        reason=NOT_INVOLVED,
        by=scene.lead("early help"),
        at=moment(scene.day(-9), 15),
    )
    return audit_round


def _framework(scene: Scene, *, by, at) -> Framework:
    [content] = [one for one in shipped() if one.key == KEY]
    return frameworks.publish(frameworks.draft(scene.board, content, by=by, at=at), by=by, at=at)


def _ask(scene: Scene, *, by, at) -> AuditRound:
    audit_round = audits.plan_round(
        scene.board,
        framework=_framework(scene, by=by, at=moment(scene.day(-30), 10)),
        title="Case file audit: three babies known to several services",
        reference=f"KSCB/CFA-{at.year}",
        themes=[scene.themes["babies"]],
        opens_on=at.date(),
        due_on=scene.day(12),
        cases=CASES,
        panel=[scene.people["chair"], scene.people["board member"]],
        source=INVENTED,
        is_invented=True,
        by=by,
        at=at,
    )
    told = {"sampled_from": SAMPLED_FROM, "sampled": CASES, "sampling": SAMPLING, "at": at}
    rounds.describe(audit_round, version=audit_round.version, by=by, reaudit_on=None, **told)
    asked = ("social work", "police", "community health", "early help")
    return audits.ask(audit_round, agencies=[scene.agencies[key] for key in asked], by=by, at=at)


def _answer(scene: Scene, audit_return: AuditReturn, read: Read, questions) -> None:
    by, at = scene.lead(read.agency), moment(read.started_on, 14)
    move(audit_return, AuditReturn.Status.IN_PROGRESS, by=by, verb="started", at=at)
    answers = list(_answers(audit_return, read, questions))
    Answer.objects.bulk_create(answers)
    for answer in answers:
        record(audit_return, f"answered question {answer.question.number}", by=by, at=at)
    if read.sent_on:
        submissions.submit(audit_return, by=by, at=moment(read.sent_on, 15))


def _answers(audit_return: AuditReturn, read: Read, questions):
    """Those that were given, each as the kind of its question asks."""
    grades = {grade.value: grade for grade in audit_return.audit_round.framework.grades.all()}
    yes_no, numbers = iter(read.yes_no), iter((read.staff, read.families))
    for question in questions:
        given: dict = {}
        if question.kind == Question.Kind.CHOICE:
            given = {"choice": read.involved}
        elif question.kind == Question.Kind.YES_NO:
            given = {"choice": next(yes_no, "")}
        elif read.sent_on and question.is_graded:
            given = {"grade": grades[read.grade], "text": "As the answers above say."}
        elif read.sent_on and question.is_number:
            given = {"number": Decimal(next(numbers))}
        elif read.sent_on:
            given = {"text": WENT_WELL[read.agency]}
        if any(value not in ("", None) for value in given.values()):
            yield Answer(audit_return=audit_return, question=question, **given)
