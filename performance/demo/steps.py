"""Reviews and audits loaded through the same steps as everyone's, each dated when it happened."""

from datetime import timedelta

from boards.models import Body
from boards.services.activity import record
from performance.demo.files import give_file
from performance.demo.scene import Scene, moment
from performance.demo.shapes import Asked, Learned, Said, Task
from reviews.models import (
    Action,
    ActionUpdate,
    Measure,
    Recommendation,
    Response,
    Review,
    ReviewKind,
)
from reviews.services import actions, evidence, measures, recommendations, reviews
from reviews.services import findings as finding_steps
from reviews.services.kinds import set_up
from reviews.services.publication import ALL_YES, Checklist

A_YEAR = timedelta(days=365)
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
        finding_steps.add(
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
        reviews.publish(
            review,
            by=scene.people["chair"],
            checked=Checklist(**ALL_YES, words="Every finding and recommendation, read together."),
            at=moment(learned.published_on, 9),
        )
    for recommendation, asked in zip(made, learned.asked, strict=True):
        for task in asked.tasks:
            load_action(scene, recommendation, task, by=by)
    return review


def _recommend(review: Review, asked: Asked, findings, *, learned: Learned, by) -> Recommendation:
    at = moment(learned.found_on, 15)
    drafted = recommendations.draft(
        review,
        wording=asked.wording,
        findings=[findings[number - 1] for number in asked.findings],
        by=by,
        at=at,
    )
    made = recommendations.make(drafted, by=by, at=at)
    recommendations.respond(
        made,
        answer=Response.Answer.ACCEPTED,
        decided_on=learned.found_on,
        decided_by="The board",
        by=by,
        at=at,
    )
    for task in asked.tasks[:1]:
        measures.plan(
            made,
            kind=Measure.Kind.AUDIT_QUESTION,
            wording=task.difference,
            test_on=task.due_on + A_YEAR,
            by=by,
            at=at,
        )
    return made


def load_action(scene: Scene, recommendation: Recommendation, task: Task, *, by) -> Action:
    """One action and what has happened to it so far."""
    owner = scene.people[task.owner] if task.owner else scene.lead(task.agency)
    at = moment(task.agreed_on)
    action = actions.propose(
        recommendation,
        agency=scene.agencies[task.agency],
        owner=owner,
        wording=task.wording,
        difference=task.difference,
        due_on=task.moved.was_due_on if task.moved else task.due_on,
        by=by,
        is_invented=True,
        at=at,
    )
    action = actions.agree(action, by=by, at=at)
    for said in task.said:
        written = actions.update(action, text=said.text, by=owner, at=moment(said.on, 14))
        _give(action, written, said, by=owner)
    if task.moved:
        at = moment(task.moved.on, 12)
        actions.change_due_date(action, due_on=task.due_on, reason=task.moved.because, by=by, at=at)
    if task.shared:
        share(action, scene, by=owner, at=moment(task.agreed_on, 16))
    if task.submitted:
        said = task.submitted
        actions.update(action, text=said.text, by=owner, submit=True, at=moment(said.on, 14))
    if task.returned:
        at = moment(task.returned.on, 11)
        actions.send_back(action, by=by, note=task.returned.text, at=at)
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


def share(record_shared, scene: Scene, *, by, at) -> None:
    """The lead lets the contributor work on an action or a return."""
    contributor = scene.people["agency contributor"]
    record_shared.contributors.set([contributor])
    record(record_shared, "shared", by=by, at=at, to=contributor.name)
