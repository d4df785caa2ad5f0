"""What follows a return: questions about single answers, replies, a panel's grades."""

from performance.demo.scene import Scene
from performance.demo.shapes import Returned
from reviews.models import AuditReturn
from reviews.services import moderation, queries, submissions


def ask(audit_return: AuditReturn, returned: Returned, *, by, at) -> None:
    for asked in returned.asked:
        answer = audit_return.answers.get(question__number=asked.question)
        queries.ask(answer, asked=asked.words, by=by, at=at)


def resubmit(scene: Scene, audit_return: AuditReturn, returned: Returned, *, at) -> None:
    """The agency replies to each question, and hands the return in again."""
    lead = scene.lead(returned.agency)
    replies = {asked.words: asked.reply for asked in returned.asked}
    for query in queries.waiting(audit_return).select_related("answer__question"):
        queries.reply(query, reply=replies[query.asked], by=lead, at=at)
    submissions.submit(audit_return, by=lead, at=at)


def moderate(scene: Scene, audit_return: AuditReturn, returned: Returned, *, at) -> None:
    """The chair moderates, so that nobody sits over their own agency."""
    chair = scene.people["chair"]
    grades = {grade.value: grade for grade in audit_return.audit_round.framework.grades.all()}
    for one in returned.moderated:
        answer = audit_return.answers.get(question__number=one.question)
        grade = grades[one.grade]
        moderation.moderate(answer, grade=grade, reason=one.reason, version=0, by=chair, at=at)
    moderation.finish(audit_return, by=chair, at=at)
