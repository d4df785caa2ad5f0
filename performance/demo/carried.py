"""A round that repeats another: what was said last time, then confirmed, changed, or waiting."""

from performance.demo.scene import Scene
from performance.demo.shapes import Round
from reviews.models import Answer, AuditReturn, AuditRound
from reviews.services import carrying


def repeat(scene: Scene, audit_round: AuditRound, planned: Round) -> None:
    audit_round.previous = scene.rounds[planned.repeats]
    audit_round.save(update_fields=["previous"])


def carry_forward(audit_round: AuditRound, planned: Round, *, by, at) -> None:
    """Typed in at once where the round is old; carried where it is of these weeks."""
    if planned.carries:
        carrying.carry_forward(audit_round, audit_round.returns.all(), by=by, at=at)


def keep(audit_return: AuditReturn, given: list[Answer]) -> dict[Answer, str]:
    """Save what the agency gives, and say what it did with each: one that stands there from last
    time is confirmed where nothing changed in it."""
    there = {answer.question_id: answer for answer in audit_return.answers.all()}
    new = [answer for answer in given if answer.question_id not in there]
    Answer.objects.bulk_create(new)
    did = {answer: f"answered question {answer.question.number}" for answer in new}
    for answer in given:
        if was := there.get(answer.question_id):
            did[was] = settle(was, answer)
    return did


def settle(was: Answer, now: Answer) -> str:
    is_same = (was.grade_id, was.text) == (now.grade_id, now.text)
    was.grade, was.text, was.is_confirmed = now.grade, now.text, True
    was.save(update_fields=["grade", "text", "is_confirmed"])
    number = now.question.number
    if is_same:
        return f"confirmed question {number} as still true"
    return f"answered question {number}"
