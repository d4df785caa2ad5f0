"""Reviews and audits loaded through the same steps as everyone's, each dated when it happened.

Where a step cannot be dated (it is always taken today), its rows are written here instead.
"""

from datetime import date

from boards.models import Body
from boards.services.activity import move, record
from kscb.dates import in_words
from performance.demo.files import give_file
from performance.demo.scene import Scene, moment
from performance.demo.shapes import Asked, Learned, Moved, Said, Task
from reviews.models import (
    Action,
    ActionUpdate,
    DueDateChange,
    Recommendation,
    Review,
    ReviewKind,
    Support,
)
from reviews.services import actions, evidence, recommendations, reviews
from reviews.services.kinds import set_up

KINDS = {
    "SCR": ("Serious case review", False),
    "LR": ("Learning review", False),
    "CSPR": ("Local child safeguarding practice review", False),
    "INS": ("Inspection", True),
}


def add_kinds(scene: Scene, *codes: str) -> dict[str, ReviewKind]:
    kinds = {}
    for code in codes:
        name, is_inspection = KINDS[code]
        kinds[code] = ReviewKind.objects.create(
            board=scene.board, code=code, name=name, is_inspection=is_inspection
        )
        set_up(kinds[code], by=None)
    return kinds


def load_review(
    scene: Scene, learned: Learned, *, kinds: dict[str, ReviewKind], bodies: dict[str, Body], by
) -> Review:
    """Log, write, publish and follow up one review."""
    logged_at = moment(learned.logged_on)
    review = reviews.log(
        scene.board,
        kind=kinds[learned.kind],
        year=learned.year,
        pseudonym=learned.pseudonym,
        commissioned_by=bodies[learned.body],
        by=by,
        summary=learned.summary,
        source=learned.source,
        is_invented=True,
        at=logged_at,
    )
    findings = [
        reviews.add_finding(
            review,
            wording=found.wording,
            found_on=learned.found_on,
            themes=[scene.themes[key] for key in found.themes],
            by=by,
            at=moment(learned.found_on, 14),
        )
        for found in learned.found
    ]
    made = [_recommend(review, asked, findings, learned=learned, by=by) for asked in learned.asked]
    if learned.asked_to_publish_on and learned.published_on:
        reviews.ask_to_publish(review, by=by, at=moment(learned.asked_to_publish_on, 11))
        reviews.publish(review, by=scene.people["chair"], at=moment(learned.published_on, 9))
    for recommendation, asked in zip(made, learned.asked, strict=True):
        for task in asked.tasks:
            load_action(scene, recommendation, task, by=by)
    return review


def _recommend(review: Review, asked: Asked, findings, *, learned: Learned, by) -> Recommendation:
    return recommendations.make(
        review,
        wording=asked.wording,
        findings=[findings[number - 1] for number in asked.findings],
        by=by,
        at=moment(learned.found_on, 15),
    )


def load_action(scene: Scene, recommendation: Recommendation, task: Task, *, by) -> Action:
    """One action and what has happened to it so far."""
    owner = scene.people[task.owner] if task.owner else scene.lead(task.agency)
    action = actions.log(
        recommendation,
        agency=scene.agencies[task.agency],
        owner=owner,
        wording=task.wording,
        difference=task.difference,
        due_on=task.moved.was_due_on if task.moved else task.due_on,
        by=by,
        is_invented=True,
        at=moment(task.agreed_on),
    )
    for said in task.said:
        written = actions.update(action, text=said.text, by=owner, at=moment(said.on, 14))
        _give(action, written, said, by=owner)
    if task.moved:
        _move_due_date(action, task.moved, due_on=task.due_on, by=by)
    if task.shared:
        share(action, scene, by=owner, at=moment(task.agreed_on, 16))
    if task.submitted:
        said = task.submitted
        actions.update(action, text=said.text, by=owner, submit=True, at=moment(said.on, 14))
    if task.returned:
        _send_back(action, task.returned, by=by)
    if task.accepted_on:
        at = moment(task.accepted_on, 11)
        actions.accept(action, by=by, note=task.accepted_because, at=at)
    return action


def _give(action: Action, written: ActionUpdate, said: Said, *, by) -> None:
    """The evidence given with an update, dated as the update is."""
    given = {"at": moment(said.on, 14), "by": by, "update": written}
    if said.link:
        title = said.link.rsplit("/", 1)[-1].replace("-", " ").capitalize()
        evidence.give(action.board, action.agency, link=said.link, title=title, **given)
    if said.file:
        give_file(action.board, action.agency, said.file, **given)


def _move_due_date(action: Action, moved: Moved, *, due_on: date, by) -> None:
    at = moment(moved.on, 12)
    DueDateChange.objects.create(
        action=action,
        was_on=moved.was_due_on,
        now_on=due_on,
        reason=moved.because,
        by=by,
        at=at,
    )
    Action.objects.filter(pk=action.pk).update(due_on=due_on)
    changed = {"from": in_words(moved.was_due_on), "to": in_words(due_on)}
    record(action, "changed the due date", by=by, at=at, note=moved.because, **changed)


def _send_back(action: Action, returned: Said, *, by) -> None:
    at = moment(returned.on, 11)
    action = move(
        action,
        Action.Status.IN_PROGRESS,
        by=by,
        note=returned.text,
        verb="returned to the agency",
        at=at,
    )
    waiting = Support.objects.filter(update__action=action, status=Support.Status.SUBMITTED)
    evidence.decide(waiting, Support.Status.REJECTED, by=by, note=returned.text, at=at)


def share(record_shared, scene: Scene, *, by, at) -> None:
    """The lead lets the contributor work on an action or a return."""
    contributor = scene.people["agency contributor"]
    record_shared.contributors.set([contributor])
    record(record_shared, "shared", by=by, at=at, to=contributor.name)
