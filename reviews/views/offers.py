"""What a person may do to an action now, and what waits for them: the most useful first."""

from collections.abc import Callable
from dataclasses import dataclass

from django.urls import reverse

from boards.models import User
from reviews.models import Action

Status = Action.Status
Asks = Callable[[User, Action], bool]


def anyone(user: User, action: Action) -> bool:
    return True


def not_its_owner(user: User, action: Action) -> bool:
    return user.pk != action.owner_id


def second_person(user: User, action: Action) -> bool:
    return action.needs_verifying and user.pk != action.owner_id


def may_accept(user: User, action: Action) -> bool:
    """The service refuses the rest, with the reason; the page says it before they try."""
    return not why_not_accept(user, action)


@dataclass(frozen=True)
class Step:
    """One step on an action: its route, its button, who may, and where in its life.

    `waits` is the sentence at the top of the page for whom the step waits for; without it the step
    is offered further down.
    """

    route: str
    label: str
    permission: str
    statuses: tuple[str, ...]
    waits: str = ""
    when: Asks = anyone
    is_button: bool = False  # done by pressing it: nothing is typed

    def url(self, action: Action) -> str:
        return reverse(f"reviews:{self.route}", args=[action.pk])


@dataclass(frozen=True)
class Offered:
    """The steps that wait for the person with the sentence that says so; the others; and why one
    that they look for is not there."""

    waits: str
    first: list[tuple[Step, str]]
    others: list[tuple[Step, str]]
    why_not: str


UNFINISHED = (Status.AGREED, Status.IN_PROGRESS, Status.DEFERRED)
STEPS = (
    Step(
        "agree-action",
        "Agree it",
        "reviews.agree_action",
        (Status.PROPOSED,),
        "it is only proposed. Agree it, and its agency is told; or withdraw it.",
        is_button=True,
    ),
    Step(
        "verify-action",
        "Verify that it was done",
        "reviews.verify_action",
        (Status.SUBMITTED,),
        "its owner also proposed it. See that it was done, and verify it.",
        second_person,
    ),
    Step(
        "accept-action",
        "Accept as done",
        "reviews.decide_action",
        (Status.SUBMITTED,),
        "open the evidence below, then accept it as done or return it with a question.",
        may_accept,
    ),
    Step(
        "return-action",
        "Return to agency",
        "reviews.decide_action",
        (Status.SUBMITTED,),
        "open the evidence below. You can return it with a question.",
    ),
    Step(
        "uphold-action",
        "Uphold it",
        "reviews.settle_dispute",
        (Status.DISPUTED,),
        "the agency says that it should not do this. Uphold the action, or withdraw it.",
    ),
    Step(
        "withdraw-action",
        "Withdraw it",
        "reviews.withdraw_action",
        (Status.PROPOSED,),
        "it is only proposed. Board staff agree it; you can withdraw it.",
    ),
    Step(
        "withdraw-action",
        "Withdraw it",
        "reviews.withdraw_action",
        (Status.DISPUTED,),
        "the agency says that it should not do this. Uphold the action, or withdraw it.",
    ),
    Step(
        "update-action",
        "Add an update or evidence",
        "reviews.update_action",
        UNFINISHED,
        "say what has been done, and send the evidence when it is finished.",
    ),
    Step(
        "update-action",
        "Add an update or evidence",
        "reviews.update_action",
        (Status.SUBMITTED, Status.DISPUTED),
    ),
    Step("share-action", "Share with colleagues", "reviews.share_action", Action.OPEN),
    Step("dispute-action", "Dispute it", "reviews.dispute_action", UNFINISHED),
    Step("change-due-date", "Change due date", "reviews.change_due_date", Action.OPEN),
    Step(
        "change-due-date",
        "Change due date",
        "reviews.change_due_date",
        (Status.PROPOSED,),
    ),
    Step(
        "defer-action",
        "Defer",
        "reviews.defer_action",
        (Status.AGREED, Status.IN_PROGRESS),
        when=not_its_owner,
    ),
    Step(
        "hand-over-action",
        "Hand over",
        "reviews.change_owner",
        (Status.PROPOSED, *Action.OPEN),
    ),
    Step(
        "merge-action",
        "Merge into another",
        "reviews.merge_action",
        (Status.PROPOSED, *Action.OPEN),
    ),
    Step("withdraw-action", "Withdraw", "reviews.withdraw_action", UNFINISHED),
    Step("reopen-action", "Reopen", "reviews.reopen_action", (Status.ACCEPTED,)),
)


def offers_for(user: User, action: Action) -> Offered:
    offered = [
        step
        for step in STEPS
        if action.status in step.statuses
        and step.when(user, action)
        and user.has_perm(step.permission, action)
    ]
    first = [step for step in offered if step.waits and waits_for(user, action, step)]
    others = [step for step in offered if step not in first]
    return Offered(
        waits=first[0].waits if first else "",
        first=[(step, step.url(action)) for step in first],
        others=[(step, step.url(action)) for step in others],
        why_not=why_not(user, action),
    )


def waits_for(user: User, action: Action, step: Step) -> bool:
    """Staff may update an action too, but it waits for its agency."""
    if step.route != "update-action":
        return True
    return any(m.agency_id == action.agency_id for m in user.current_memberships)


def why_not(user: User, action: Action) -> str:
    """To staff who would look for "Accept as done"."""
    is_asked = action.awaits_board and user.has_perm("reviews.decide_action", action)
    return why_not_accept(user, action) if is_asked else ""


def why_not_accept(user: User, action: Action) -> str:
    if user.pk == action.owner_id:
        return "You own this action, so someone else accepts it as done."
    if action.needs_verifying:
        return "Its owner also proposed it: a second person verifies it before it is accepted."
    if action.author_id == action.owner_id and user.pk == action.verified_by_id:
        return "You verified it, so someone else accepts it."
    return ""
