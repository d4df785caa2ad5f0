"""Reviews and audits loaded through the same steps as everyone's, each dated when it happened."""

from datetime import date

from boards.models import Body, User
from boards.services.activity import record
from performance.demo.agencies import SINCE
from performance.demo.files import give_file
from performance.demo.scene import Scene, moment
from performance.demo.shapes import Asked, Found, Gauge, Learned, Said, Task, Tested
from reviews.models import (
    Action,
    ActionUpdate,
    Finding,
    Measure,
    Priority,
    Recommendation,
    Review,
    ReviewKind,
)
from reviews.services import actions, evidence, life, measures, recommendations, reviews
from reviews.services import findings as finding_steps
from reviews.services.kinds import set_up
from reviews.services.publication import all_yes

PLANNED_OF_LATE = -48  # days from loading
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
        set_up(kinds[code], by=None, at=moment(SINCE))
    return kinds


def load_review(
    scene: Scene, learned: Learned, *, kinds: dict[str, ReviewKind], bodies: dict[str, Body], by
) -> Review:
    """Begin, write, publish and follow up one review."""
    review = life.begin(
        scene.board,
        kind=kinds[learned.kind],
        year=learned.year,
        pseudonym=learned.pseudonym,
        commissioned_by=bodies[learned.body],
        by=by,
        summary=learned.summary,
        source=learned.source,
        themes=[scene.themes[key] for key in learned.themes],
        is_invented=True,
        aware_on=learned.aware_on,
        notified_on=learned.notified_on,
        at=moment(learned.logged_on),
    )
    scene.reviews[learned.pseudonym] = review
    findings = [_find(scene, review, found, learned=learned, by=by) for found in learned.found]
    made = [
        _recommend(scene, review, asked, findings, learned=learned, by=by)
        for asked in learned.asked
    ]
    if learned.asked_to_publish_on and learned.published_on:
        reviews.ask_to_publish(review, by=by, at=moment(learned.asked_to_publish_on, 11))
        _publish(scene, review, learned.published_on, take_down_on=learned.take_down_on, by=by)
    for recommendation, asked in zip(made, learned.asked, strict=True):
        for task in asked.tasks:
            load_action(scene, recommendation, task, by=by)
        for measure, gauge in zip(recommendation.measures.all(), asked.gauges, strict=True):
            if gauge.tested:
                _test(scene, measure, gauge.tested, by=by)
    if learned.published_on:
        _close(review, learned, on=learned.published_on, by=by)
    return review


def _find(scene: Scene, review: Review, found: Found, *, learned: Learned, by) -> Finding:
    return finding_steps.add(
        review,
        kind=Finding.Kind.GOOD_PRACTICE if found.is_good else Finding.Kind.LEARNING,
        wording=found.wording,
        found_on=learned.found_on,
        themes=[scene.themes[key] for key in found.themes],
        agencies=[scene.agencies[key] for key in found.agencies],
        by=by,
        at=moment(learned.found_on, 14),
    )


def _recommend(
    scene: Scene, review: Review, asked: Asked, findings, *, learned: Learned, by
) -> Recommendation:
    at = moment(learned.found_on, 15)
    agencies = asked.agencies or dict.fromkeys(task.agency for task in asked.tasks)
    drafted = recommendations.draft(
        review,
        wording=asked.wording,
        findings=[findings[number - 1] for number in asked.findings],
        to_board=asked.to_board,
        agencies=[scene.agencies[key] for key in agencies],
        priority=Priority.HIGH if asked.is_high else Priority.NORMAL,
        by=by,
        at=at,
    )
    made = recommendations.make(drafted, by=by, at=at)
    if asked.answer:
        recommendations.respond(
            made,
            answer=asked.answer,
            reasons=asked.reasons,
            decided_on=learned.found_on,
            decided_by="The board",
            by=by,
            at=at,
        )
    for gauge in asked.gauges:
        _plan(scene, made, gauge, on=learned.found_on, by=by)
    return made


def _plan(scene: Scene, made: Recommendation, gauge: Gauge, *, on: date, by) -> None:
    is_of_late = isinstance(gauge.test_on, int)
    measures.plan(
        made,
        kind=gauge.kind,
        wording=gauge.wording,
        test_on=scene.day(gauge.test_on) if isinstance(gauge.test_on, int) else gauge.test_on,
        standard=scene.standards.get(gauge.standard),
        by=by,
        at=moment(scene.day(PLANNED_OF_LATE) if is_of_late else on, 15),
    )


def _publish(
    scene: Scene, review: Review, on: date, *, take_down_on: date | None, by: User
) -> None:
    """The chair is the second person. The stages on the way are not part of the story."""
    reviews.publish(
        review,
        by=scene.people["chair"],
        checked=all_yes("Every finding and recommendation, read together."),
        take_down_on=take_down_on,
        at=moment(on, 9),
    )
    reason = "The stages before it were not written down here."
    stand_at(review, "Published", on=on, reason=reason, by=by)


def _close(review: Review, learned: Learned, *, on: date, by) -> None:
    """Its actions are under way from the day that the first was agreed, until it is closed."""
    begun = [task.agreed_on for asked in learned.asked for task in asked.tasks]
    stand_at(review, "Actions under way", on=max(min(begun), on), by=by)
    if learned.closed_on:
        reason = "Every action is done, and every test has been made and answered."
        stand_at(review, "Closed", on=learned.closed_on, reason=reason, by=by)


def stand_at(review: Review, name: str, *, on: date, by, reason="", decided_by="") -> None:
    """Bring a review to the stage of this name."""
    review.refresh_from_db()
    stage = review.kind.stages.get(name=name)
    life.move_to_stage(
        review, stage=stage, on=on, reason=reason, decided_by=decided_by, by=by, at=moment(on, 16)
    )


def _test(scene: Scene, measure: Measure, tested: Tested, *, by) -> None:
    at = moment(tested.on, 11)
    measures.give_result(
        measure, result=tested.result, tested_on=tested.on, seen=tested.seen, by=by, at=at
    )
    if tested.embedded:
        embedded = tested.embedded
        measures.embed(measure, note=embedded.text, by=by, at=moment(embedded.on, 11))
    if tested.led_to:
        task = tested.led_to
        action = measures.act_on(measure, by=by, at=moment(task.agreed_on), **_asked(scene, task))
        _follow(scene, action, task, by=by)


def load_action(scene: Scene, recommendation: Recommendation, task: Task, *, by) -> Action:
    """One action and what has happened to it so far."""
    at = moment(task.agreed_on)
    action = actions.propose(recommendation, by=by, at=at, **_asked(scene, task))
    return _follow(scene, action, task, by=by)


def _asked(scene: Scene, task: Task) -> dict:
    """What `actions.propose` takes: the first date where it was moved since."""
    moved = task.moved or task.deferred
    return {
        "agency": scene.agencies[task.agency],
        "owner": _owner(scene, task),
        "wording": task.wording,
        "difference": task.difference,
        "due_on": moved.was_due_on if moved else task.due_on,
        "change": task.change,
        "priority": Priority.HIGH if task.is_high else "",
        "is_invented": True,
    }


def _owner(scene: Scene, task: Task) -> User:
    return scene.people[task.owner] if task.owner else scene.lead(task.agency)


def _follow(scene: Scene, action: Action, task: Task, *, by) -> Action:
    """What happened to it once it was proposed, in the order in which it can happen."""
    if task.key:
        scene.actions[task.key] = action
    if task.is_only_proposed:
        return action
    action = actions.agree(action, by=by, at=moment(task.agreed_on))
    _work(scene, action, task, by=by)
    _decide(action, task, by=by)
    _turn(action, task, by=by)
    return action


def _work(scene: Scene, action: Action, task: Task, *, by) -> None:
    """What its agency says of it, and a date that was moved."""
    owner = _owner(scene, task)
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
    if task.disputed:
        at = moment(task.disputed.on, 14)
        actions.dispute(action, note=task.disputed.text, by=owner, at=at)


def _decide(action: Action, task: Task, *, by) -> None:
    """What the board says to evidence."""
    if task.returned:
        at = moment(task.returned.on, 11)
        actions.send_back(action, by=by, note=task.returned.text, at=at)
    if task.accepted_on:
        at = moment(task.accepted_on, 11)
        actions.accept(action, by=by, note=task.accepted_because, at=at)


def _turn(action: Action, task: Task, *, by) -> None:
    """Put off, given up, or begun again."""
    if task.deferred:
        at, because = moment(task.deferred.on, 12), task.deferred.because
        actions.defer(action, due_on=task.due_on, reason=because, by=by, at=at)
    if task.withdrawn:
        at = moment(task.withdrawn.on, 12)
        actions.withdraw(action, note=task.withdrawn.text, by=by, at=at)
    if task.reopened and task.again_due_on:
        at = moment(task.reopened.on, 12)
        actions.reopen(action, note=task.reopened.text, by=by, at=at)
        reason = "Reopened, so it is due again."
        actions.change_due_date(action, due_on=task.again_due_on, reason=reason, by=by, at=at)


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
