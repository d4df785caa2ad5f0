"""The audits of 2017/18, and how any round is loaded.

That the range of multi-agency audits grew, and that practice was better, is the summary's.
The rounds themselves, their questions, grades and conclusions are invented.
"""

from dataclasses import replace
from datetime import date

from django.utils.text import slugify

from boards.services.activity import move, record
from kscb.text import fold
from performance.demo import carried
from performance.demo.files import give_file
from performance.demo.moderated import ask, moderate, resubmit
from performance.demo.scene import INVENTED, SUMMARY, Scene, moment
from performance.demo.shapes import Found, Moderated, Returned, Round
from performance.demo.steps import share
from reviews.models import (
    Answer,
    AuditReturn,
    AuditRound,
    Finding,
    Framework,
    Grade,
    Question,
    Section,
)
from reviews.services import audits, findings, submissions

SOURCE = f"{SUMMARY} says only that the range grew; this round is invented"

CASE_AUDIT = (
    "Multi-agency case audit (invented)",
    (
        (1, "Inadequate"),
        (2, "Requires improvement"),
        (3, "Good"),
        (4, "Outstanding"),
    ),
    (
        ("Was everyone who knew the child asked what they knew?", "Names of services, and dates."),
        ("Is the child’s own view in the record?", "Words or drawings, and what came of them."),
        ("Does the plan say what must change, for whom and by when?", "The plan itself."),
        ("Were fathers and other adults asked about and checked?", "Names, checks and dates."),
        ("Was difference of opinion written down and settled?", "The record of how it ended."),
    ),
)

WORDS = {
    1: "We found this in few of the records we read, and have told the teams concerned.",
    2: "We found this in some of the records we read; an action has been agreed.",
    3: "We found this in most of the records we read.",
    4: "We found this in all of the records we read, and share our template with the others.",
}


def add_framework(framework: tuple, *, source: str) -> Framework:
    """A published framework of the library, with its grades and questions."""
    name, grades, questions = framework
    key = slugify(name)
    began = date(2017, 4, 1)
    made = Framework.objects.create(
        key=key,
        name=name,
        source=source,
        folded=fold(name, key),
        status=Framework.Status.PUBLISHED,
        valid_from=began,
    )
    scale = f"own-{key}"
    Grade.objects.bulk_create(
        Grade(framework=made, scale=scale, value=value, label=label) for value, label in grades
    )
    section = Section.objects.create(framework=made, number=1, title="Questions")
    Question.objects.bulk_create(
        Question(
            framework=made,
            section=section,
            number=number,
            key=f"question-{number}",
            scale=scale,
            wording=wording,
            good_evidence=good_evidence,
            valid_from=began,
        )
        for number, (wording, good_evidence) in enumerate(questions, start=1)
    )
    return made


# What the panel said of grades when the records were read again.
READ_AGAIN = {
    "police": (
        Moderated(4, 3, "The checks and their dates are there in every record."),
        Moderated(5, 2, "Two of the four disagreements have no end in the record."),
    ),
    "early help": (
        Moderated(3, 2, "Plans say who, and in half of the records not by when."),
        Moderated(5, 2, "What was settled by telephone was not written down."),
    ),
    "community health": (Moderated(4, 3, "Fathers are named in ten of twelve records."),),
}


def closed(agency: str, grades: tuple[int, ...], *, started_on, submitted_on, accepted_on):
    return Returned(
        agency=agency,
        grades=grades,
        started_on=started_on,
        submitted_on=submitted_on,
        accepted_on=accepted_on,
    )


def all_closed(grades: dict[str, tuple[int, ...]], *days: date) -> tuple[Returned, ...]:
    """Every agency of a finished round: started, submitted and accepted on the same days."""
    started_on, submitted_on, accepted_on = days
    return tuple(
        closed(
            agency,
            values,
            started_on=started_on,
            submitted_on=submitted_on,
            accepted_on=accepted_on,
        )
        for agency, values in grades.items()
    )


ROUNDS = (
    Round(
        framework="case audit",
        says=WORDS,
        title="Neglect: twelve records read together",
        reference="KSCB/MAA-2017-1",
        themes=("meetings", "supervision"),
        opens_on=date(2017, 5, 8),
        due_on=date(2017, 6, 16),
        closed_on=date(2017, 7, 14),
        source=SOURCE,
        conclusion=(
            "Plans said what services would do and less often what would change for the child. "
            "Supervision was recorded and seldom reflective."
        ),
        returns=all_closed(
            {
                "social work": (3, 3, 2, 2, 2),
                "early help": (3, 3, 3, 2, 2),
                "police": (3, 2, 2, 3, 2),
                "community health": (3, 3, 2, 2, 3),
                "schools": (2, 3, 2, 2, 2),
            },
            date(2017, 5, 22),
            date(2017, 6, 13),
            date(2017, 6, 30),
        ),
    ),
    Round(
        framework="case audit",
        says=WORDS,
        title="Marks on babies who cannot move: the protocol in practice",
        reference="KSCB/MAA-2017-2",
        themes=("babies",),
        opens_on=date(2017, 9, 4),
        due_on=date(2017, 10, 6),
        closed_on=date(2017, 11, 3),
        source=SOURCE,
        conclusion=(
            "The protocol was followed in working hours. It was less well known in the evening "
            "and at weekends, and in services that seldom see babies."
        ),
        returns=all_closed(
            {
                "social work": (3, 2, 3, 3, 3),
                "police": (3, 2, 3, 3, 3),
                "community health": (4, 3, 3, 3, 3),
                "east kent hospitals": (3, 2, 3, 2, 3),
                "ambulance": (2, 2, 2, 2, 3),
            },
            date(2017, 9, 18),
            date(2017, 10, 4),
            date(2017, 10, 20),
        ),
    ),
    Round(
        framework="case audit",
        says=WORDS,
        title="Child protection conferences: who came and what they brought",
        reference="KSCB/MAA-2017-3",
        themes=("meetings", "escalation"),
        opens_on=date(2017, 11, 6),
        due_on=date(2017, 12, 8),
        closed_on=date(2018, 1, 12),
        source=SOURCE,
        conclusion=(
            "More services came than the year before and most sent a report. Adult mental health "
            "and probation were still often missing."
        ),
        found=(
            Found(
                "Adult mental health and probation were missing from half of the conferences read.",
                ("meetings",),
                agencies=("mental health", "probation"),
            ),
            Found(
                "Education sent a report, and someone who had met the child, nearly every time.",
                ("meetings",),
                agencies=("education",),
                is_good=True,
            ),
        ),
        returns=all_closed(
            {
                "social work": (4, 3, 3, 3, 3),
                "police": (3, 3, 3, 3, 3),
                "community health": (4, 3, 3, 3, 3),
                "mental health": (2, 2, 2, 2, 2),
                "education": (3, 4, 3, 3, 3),
                "probation": (2, 2, 3, 3, 2),
            },
            date(2017, 11, 20),
            date(2017, 12, 6),
            date(2017, 12, 20),
        ),
    ),
    Round(
        framework="case audit",
        says=WORDS,
        title="Parents’ alcohol and drug use in plans for children",
        reference="KSCB/MAA-2018-1",
        themes=("alcohol and drugs", "disguised compliance"),
        opens_on=date(2018, 1, 15),
        due_on=date(2018, 2, 16),
        closed_on=date(2018, 3, 16),
        source=SOURCE,
        conclusion=(
            "Plans now name drinking and drug use and most say what it means for the child. What "
            "parents said had changed was tested in half of the records."
        ),
        found=(
            Found(
                "What parents said had changed was looked for at home in half of the records.",
                ("disguised compliance",),
                agencies=("integrated care", "mental health"),
            ),
        ),
        returns=all_closed(
            {
                "social work": (3, 3, 3, 3, 3),
                "early help": (3, 3, 3, 3, 3),
                "community health": (3, 4, 3, 3, 3),
                "integrated care": (3, 2, 3, 2, 3),
                "mental health": (3, 2, 2, 3, 3),
                "voluntary": (3, 4, 3, 3, 2),
            },
            date(2018, 1, 29),
            date(2018, 2, 14),
            date(2018, 3, 2),
        ),
    ),
    Round(
        framework="case audit",
        says=WORDS,
        title="Neglect: twelve records read again",
        reference="KSCB/MAA-2018-2",
        repeats="KSCB/MAA-2017-1",
        themes=("meetings", "supervision"),
        opens_on=date(2018, 9, 3),
        due_on=date(2018, 10, 12),
        closed_on=date(2018, 11, 9),
        source=INVENTED,
        conclusion=(
            "Plans name what must change for the child more often than a year before. What "
            "services think of their own supervision is better than what the records show."
        ),
        returns=tuple(
            replace(one, moderated_on=date(2018, 10, 24), moderated=READ_AGAIN.get(one.agency, ()))
            if one.agency in READ_AGAIN
            else one
            for one in all_closed(
                {
                    "social work": (3, 3, 3, 2, 2),
                    "early help": (3, 3, 3, 3, 3),
                    "police": (3, 3, 3, 3, 3),
                    "community health": (3, 3, 3, 2, 3),
                    "schools": (3, 3, 2, 2, 2),
                    "mental health": (2, 3, 2, 2, 3),
                },
                date(2018, 9, 17),
                date(2018, 10, 10),
                date(2018, 10, 31),
            )
        ),
    ),
)


def load_round(scene: Scene, planned: Round, framework: Framework, *, by) -> AuditRound:
    """Plan, ask, answer, accept and close one round, each step dated when it was taken."""
    opened_at = moment(planned.opens_on, 9)
    audit_round = audits.plan_round(
        scene.board,
        framework=framework,
        title=planned.title,
        reference=planned.reference,
        opens_on=planned.opens_on,
        due_on=planned.due_on,
        by=by,
        themes=[scene.themes[key] for key in planned.themes],
        source=planned.source,
        is_invented=True,
        at=opened_at,
    )
    scene.rounds[planned.reference] = audit_round
    if planned.repeats:
        carried.repeat(scene, audit_round, planned)
    agencies = [scene.agencies[returned.agency] for returned in planned.returns]
    audits.ask(audit_round, agencies=agencies, by=by, at=opened_at)
    carried.carry_forward(audit_round, planned, by=by, at=opened_at)
    waiting = {row.agency_id: row for row in audit_round.returns.all()}
    for returned in planned.returns:
        audit_return = waiting[scene.agencies[returned.agency].pk]
        if returned.started_on:
            answers = _answers(audit_return, returned, framework, says=planned.says)
            at = moment(returned.started_on, 14)
            _start(scene, audit_return, returned, answers, at=at)
        _decide(scene, audit_return, returned, by=by)
    if any(returned.moderated for returned in planned.returns):
        audit_round.panel.set([scene.people["chair"]])
    if planned.closed_on:
        _find(scene, audit_round, planned, on=planned.closed_on, by=by)
        at = moment(planned.closed_on, 16)
        audits.close(audit_round, conclusion=planned.conclusion, by=by, at=at)
    return audit_round


def _find(scene: Scene, audit_round: AuditRound, planned: Round, *, on: date, by) -> None:
    for found in planned.found:
        findings.add(
            audit_round,
            kind=Finding.Kind.GOOD_PRACTICE if found.is_good else Finding.Kind.LEARNING,
            wording=found.wording,
            found_on=on,
            themes=[scene.themes[key] for key in found.themes],
            agencies=[scene.agencies[key] for key in found.agencies],
            by=by,
            at=moment(on, 15),
        )


def _answers(
    audit_return: AuditReturn, returned: Returned, framework: Framework, *, says: dict[int, str]
) -> list[Answer]:
    """An answer for each grade given, to the questions in order."""
    grades = {grade.value: grade for grade in framework.grades.all()}
    return [
        Answer(audit_return=audit_return, question=question, grade=grades[value], text=says[value])
        for question, value in zip(framework.questions.all(), returned.grades, strict=False)
    ]


def _start(
    scene: Scene, audit_return: AuditReturn, returned: Returned, answers: list[Answer], *, at
) -> None:
    """Answers are saved in one go here: their own step is always dated today."""
    by = scene.lead(returned.agency)
    move(audit_return, AuditReturn.Status.IN_PROGRESS, by=by, verb="started", at=at)
    for verb in carried.keep(audit_return, answers).values():
        record(audit_return, verb, by=by, at=at)
    for number, name in returned.files:
        answer = audit_return.answers.get(question__number=number)
        give_file(scene.board, audit_return.agency, name, by=by, at=at, answer=answer)
    if returned.shared:
        share(audit_return, scene, by=by, at=at)


def _decide(scene: Scene, audit_return: AuditReturn, returned: Returned, *, by) -> None:
    if returned.submitted_on:
        at = moment(returned.submitted_on, 15)
        submissions.submit(audit_return, by=scene.lead(returned.agency), at=at)
    if returned.returned_on:
        ask(audit_return, returned, by=by, at=moment(returned.returned_on, 10))
        audit_return = move(
            audit_return,
            AuditReturn.Status.RETURNED,
            by=by,
            note=returned.query,
            verb="returned for query",
            at=moment(returned.returned_on, 11),
        )
        audit_return.query = returned.query
        audit_return.save(update_fields=["query"])
    if returned.resubmitted_on:
        resubmit(scene, audit_return, returned, at=moment(returned.resubmitted_on, 10))
    if returned.moderated_on:
        moderate(scene, audit_return, returned, at=moment(returned.moderated_on, 10))
    if returned.accepted_on:
        audits.agree(audit_return, by=by, at=moment(returned.accepted_on, 11))
