"""Actions live all lives: each step is done or refused as the rules say, and nothing else.

First as a table: every step, from every status, by every person. Then as random lives, in which a
step is tried from wherever an action happens to be. At the end every status and every move must
have been reached; the report says so.
"""

from datetime import timedelta
from itertools import product

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from kscb.dates import today
from kscb.refusal import Refused
from reviews.models import Action, Priority
from reviews.services import actions
from tests import factories
from tests.access.people import build_world

pytestmark = pytest.mark.django_db

Status = Action.Status
WITH_AGENCY = {Status.AGREED, Status.IN_PROGRESS, Status.DEFERRED}
OPEN = WITH_AGENCY | {Status.SUBMITTED, Status.DISPUTED}
# The steps that a life begins with, so that none is spent on the way to where it matters.
BEGINNINGS = {
    Status.PROPOSED: "",
    Status.AGREED: "agree",
    Status.IN_PROGRESS: "agree update",
    Status.DEFERRED: "agree defer",
    Status.DISPUTED: "agree dispute",
    Status.SUBMITTED: "agree submit",
    Status.ACCEPTED: "agree submit verify accept",
    Status.WITHDRAWN: "agree withdraw",
    Status.SUPERSEDED: "agree supersede",
}
DELIVERING = ["agree", "update", "submit", "send_back", "verify", "accept", "reopen"]
STEPS_THERE_ARE = [*DELIVERING, "defer", "dispute", "uphold", "withdraw", "supersede"]
PEOPLE = ("owner", "staff", "second")
# How long the run is, from each beginning. Each life is undone at its end.
LIVES, STEPS = 3, 6


class Life(RuleBasedStateMachine):
    """One action, what the rules say of it, and what has been reached by all lives together."""

    reached: set = set()
    moved: set = set()
    refused: set = set()
    world = None
    at = Status.PROPOSED  # where the next lives begin

    def __init__(self):
        super().__init__()
        self.begun = transaction.atomic()
        self.begun.__enter__()

    def teardown(self):
        transaction.set_rollback(True)
        self.begun.__exit__(None, None, None)

    @initialize(
        might=st.permutations(STEPS_THERE_ARE),
        own=st.booleans(),
        high=st.booleans(),
        measured=st.booleans(),
    )
    def begin(self, own, high, measured, might=()):
        """`own`: its owner proposed it. Without a measure it cannot be agreed."""
        world, at = type(self).world, type(self).at
        self.people = {"owner": world.lead, "staff": world.staff, "second": world.second_staff}
        review = factories.ReviewFactory(board=world.kent)
        self.recommendation = factories.RecommendationFactory(review=review)
        self.own, self.high = own, high
        self.measured, self.verified, self.spells = False, None, 0
        self.given: set = set()
        self.action = actions.propose(
            self.recommendation,
            agency=world.health,
            owner=world.lead,
            wording="Audit records.",
            difference="Fathers are seen.",
            due_on=today() + timedelta(days=30),
            priority=Priority.HIGH if high else Priority.NORMAL,
            by=world.lead if own else world.staff,
        )
        self.status = Status.PROPOSED
        self.saw(Status.PROPOSED)
        if measured or at != Status.PROPOSED:
            self.plan_a_measure(by="staff")
        for step in BEGINNINGS[at].split():
            self.take(step)
        for step in might:
            self.might_take(step)

    def take(self, step, **given):
        also = {
            "defer": {"later": True},
            "submit": {"gives": "file"},
            "verify": {"by": "second"},
            "supersede": {"over": False},
        }
        getattr(self, step)(**{"by": "staff"} | also.get(step, {}) | given)

    def might_take(self, step, **given):
        """What if? The step is taken, looked at, and undone."""
        as_it_was = dict(vars(self))
        with transaction.atomic():
            self.take(step, **given)
            self.the_row_tells_the_same()
            transaction.set_rollback(True)
        vars(self).update(as_it_was)

    def saw(self, to):
        if to != self.status:
            self.moved.add((self.status, to))
        self.status = to
        self.reached.add(to)

    def attempt(self, name, *, allowed, to, take):
        """The step is done exactly where the rules allow it; a refusal changes nothing."""
        self.action.refresh_from_db()
        try:
            with transaction.atomic():
                take()
        except Refused:
            assert not allowed, f"{name} was refused in {self.status}"
            self.refused.add((name, self.status))
        else:
            assert allowed, f"{name} was done in {self.status}"
            self.saw(to)

    def plain(self, name, by, *, at, to, step, **given):
        """A step that only the status decides on."""
        self.attempt(
            name,
            allowed=self.status in at,
            to=to,
            take=lambda: step(self.action, by=self.people[by], note="Because.", **given),
        )

    who = st.sampled_from(PEOPLE)

    @rule(by=who)
    def plan_a_measure(self, by):
        factories.MeasureFactory(recommendation=self.recommendation)
        self.measured = True

    @rule(by=who)
    def agree(self, by):
        self.attempt(
            "agree",
            allowed=self.status == Status.PROPOSED and self.measured,
            to=Status.AGREED,
            take=lambda: actions.agree(self.action, by=self.people[by]),
        )

    @rule(by=who)
    def update(self, by):
        goes_on = self.status in (Status.AGREED, Status.DEFERRED)
        self.attempt(
            "update",
            allowed=self.status in OPEN,
            to=Status.IN_PROGRESS if goes_on else self.status,
            take=lambda: actions.update(self.action, text="Begun.", by=self.people[by]),
        )

    @rule(by=who, gives=st.sampled_from(["nothing", "link", "file"]))
    def submit(self, by, gives):
        """Evidence first; of high priority, a file and not only a link."""
        given = {
            "nothing": {},
            "link": {"links": ["https://kscb.example/plan"]},
            "file": {"files": [SimpleUploadedFile("plan.txt", b"Audit records.")]},
        }[gives]
        had = self.given | {gives} - {"nothing"}
        done = self.status in WITH_AGENCY and bool(had & {"file"} if self.high else had)
        self.attempt(
            "submit",
            allowed=done,
            to=Status.SUBMITTED,
            take=lambda: actions.update(
                self.action, text="Done.", by=self.people[by], submit=True, **given
            ),
        )
        self.given = had if done else self.given

    @rule(by=who)
    def send_back(self, by):
        was = self.status
        self.plain(
            "send back", by, at={Status.SUBMITTED}, to=Status.IN_PROGRESS, step=actions.send_back
        )
        self.verified = None if was == Status.SUBMITTED else self.verified

    @rule(by=who)
    def verify(self, by):
        needed = self.own and self.verified is None
        allowed = self.status == Status.SUBMITTED and by != "owner" and needed
        self.attempt(
            "verify",
            allowed=allowed,
            to=self.status,
            take=lambda: actions.verify(self.action, by=self.people[by], note="Seen."),
        )
        self.verified = by if allowed else self.verified

    @rule(by=who)
    def accept(self, by):
        second = self.verified is not None and self.verified != by
        allowed = self.status == Status.SUBMITTED and by != "owner" and (second or not self.own)
        self.attempt(
            "accept",
            allowed=allowed,
            to=Status.ACCEPTED,
            take=lambda: actions.accept(self.action, by=self.people[by], note="Seen."),
        )
        self.spells += allowed

    @rule(by=who)
    def reopen(self, by):
        was = self.status
        self.plain("reopen", by, at={Status.ACCEPTED}, to=Status.IN_PROGRESS, step=actions.reopen)
        self.verified = None if was == Status.ACCEPTED else self.verified

    @rule(by=who, later=st.booleans())
    def defer(self, by, later):
        self.action.refresh_from_db()
        day = self.action.due_on + timedelta(days=30 if later else -1)
        allowed = later and by != "owner" and self.status in (Status.AGREED, Status.IN_PROGRESS)
        self.attempt(
            "defer",
            allowed=allowed,
            to=Status.DEFERRED,
            take=lambda: actions.defer(
                self.action, due_on=day, reason="Staff were ill.", by=self.people[by]
            ),
        )

    @rule(by=who)
    def dispute(self, by):
        self.plain("dispute", by, at=WITH_AGENCY, to=Status.DISPUTED, step=actions.dispute)

    @rule(by=who)
    def uphold(self, by):
        self.plain("uphold", by, at={Status.DISPUTED}, to=Status.AGREED, step=actions.uphold)

    @rule(by=who)
    def withdraw(self, by):
        at = WITH_AGENCY | {Status.PROPOSED, Status.DISPUTED}
        self.plain("withdraw", by, at=at, to=Status.WITHDRAWN, step=actions.withdraw)

    @rule(by=who, over=st.booleans())
    def supersede(self, by, over):
        """Into one that stands, or into one that is over."""
        into = factories.ActionFactory(
            recommendation=factories.RecommendationFactory(review=self.recommendation.review),
            status=Status.WITHDRAWN if over else Status.AGREED,
        )
        self.attempt(
            "supersede",
            allowed=not over and self.status in OPEN | {Status.PROPOSED},
            to=Status.SUPERSEDED,
            take=lambda: actions.supersede(
                self.action, into=into, by=self.people[by], note="The same."
            ),
        )
        if self.status == Status.SUPERSEDED and not over:
            served = set(into.recommendations.all())
            assert self.action.superseded_by != into or self.recommendation in served

    @invariant()
    def the_row_tells_the_same(self):
        if not hasattr(self, "action"):
            return
        row = Action.objects.get(pk=self.action.pk)
        spells = list(row.acceptances.values_list("reopened_on", flat=True))
        standing = [ended for ended in spells if ended is None]
        assert row.status == self.status
        assert len(spells) == self.spells
        assert len(standing) == (self.status == Status.ACCEPTED)
        assert (row.superseded_by_id is not None) == (self.status == Status.SUPERSEDED)
        assert self.recommendation in row.recommendations.all()


TABLE = {(was, to) for was, nexts in Action.MOVES.items() for to in nexts}


@pytest.fixture
def life():
    Life.world = build_world()
    Life.reached, Life.moved, Life.refused = set(), set(), set()
    return Life


@pytest.mark.parametrize("own", [False, True], ids=["proposed by staff", "proposed by its owner"])
def test_every_step_from_every_status_by_every_person(life, own):
    for at in BEGINNINGS:
        life.at = at
        one = life()
        one.begin(own=own, high=False, measured=True)
        assert one.status == at
        for step, by in product(STEPS_THERE_ARE, PEOPLE):
            one.might_take(step, by=by)
        one.teardown()

    assert life.moved == TABLE


def test_an_action_lives_by_the_rules_whatever_is_tried(life, capsys):
    few = settings(
        max_examples=LIVES,
        stateful_step_count=STEPS,
        deadline=None,
        derandomize=True,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    for life.at in BEGINNINGS:
        run_state_machine_as_test(life, settings=few)

    with capsys.disabled():
        print(
            f"\n  Action: {len(life.reached)} of {len(Status)} statuses and "
            f"{len(life.moved)} of {len(TABLE)} moves reached, {len(life.refused)} refusals",
            end=" ",
        )
    assert life.reached == set(Status)
    assert life.moved == TABLE
