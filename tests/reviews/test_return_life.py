"""Returns live all lives: each step is done or refused as the rules say, and nothing else.

First as a table: every step, from every status, in an open round and in a closed one. Then as
random lives. At the end every status and every move must have been reached; the report says so.
"""

from itertools import product

import pytest
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

from kscb.refusal import Refused
from reviews.models import Answer, AnswerQuery, AuditReturn, Moderation
from reviews.services import answers, audits, moderation, queries, submissions
from tests import factories
from tests.access.people import build_world

pytestmark = pytest.mark.django_db

Status = AuditReturn.Status
# The steps that a life begins with, so that none is spent on the way to where it matters.
BEGINNINGS = [
    "",
    "answer",
    "answer submit",
    "answer submit ask send_back",
    "answer submit send_back submit",
    "answer submit moderate send_back submit",
    "answer submit moderate finish",
    "answer submit moderate send_back answer_anew submit",
    "answer submit agree",
]
STEPS_THERE_ARE = [
    "answer",
    "not_involved",
    "submit",
    "ask",
    "send_back",
    "reply",
    "moderate",
    "finish",
    "reply_to_grade",
    "agree",
    "close",
]
WAITS_FOR_PANEL = {Status.SUBMITTED, Status.RESUBMITTED}
LIVES, STEPS = 3, 6  # from each beginning; each life is undone at its end


class Life(RuleBasedStateMachine):
    """One return of one question, what the rules say of it, and what all lives have reached."""

    reached: set = set()
    moved: set = set()
    refused: set = set()
    world = None
    at = BEGINNINGS[0]  # where the next lives begin

    def __init__(self):
        super().__init__()
        self.begun = transaction.atomic()
        self.begun.__enter__()

    def teardown(self):
        transaction.set_rollback(True)
        self.begun.__exit__(None, None, None)

    @initialize(might=st.permutations(STEPS_THERE_ARE))
    def begin(self, might=()):
        world = type(self).world
        framework = factories.FrameworkFactory()
        self.question = framework.questions.first()
        framework.questions.exclude(pk=self.question.pk).delete()
        self.low, self.high = list(framework.grades.filter(scale=self.question.scale))[:2]
        self.round = factories.AuditRoundFactory(board=world.kent, framework=framework)
        self.made = factories.AuditReturnFactory(audit_round=self.round, agency=world.health)
        self.staff, self.lead = world.staff, world.lead
        self.status, self.closed = Status.NOT_STARTED, False
        self.answered = self.uninvolved = self.graded = self.replied = False
        self.waiting = self.receipts = 0
        self.changes = self.read = 0  # of the answer; and at the panel's last look
        self.grade = None
        self.saw(Status.NOT_STARTED)
        for step in type(self).at.split():
            getattr(self, step)()
        for step in might:
            self.might_take(step)

    def might_take(self, step):
        """What if? The step is taken, looked at, and undone."""
        as_it_was = dict(vars(self))
        with transaction.atomic():
            getattr(self, step)()
            self.the_row_tells_the_same()
            transaction.set_rollback(True)
        vars(self).update(as_it_was)

    def saw(self, to):
        if to != self.status:
            self.moved.add((self.status, to))
        self.status = to
        self.reached.add(to)

    def attempt(self, name, *, allowed, to, take) -> bool:
        """The step is done exactly where the rules allow it; a refusal changes nothing."""
        try:
            with transaction.atomic():
                take(AuditReturn.objects.get(pk=self.made.pk))
        except Refused:
            assert not allowed, f"{name} was refused in {self.status}"
            self.refused.add((name, self.status))
        else:
            assert allowed, f"{name} was done in {self.status}"
            self.saw(to)
        return allowed

    @property
    def is_with_agency(self):
        return self.status in AuditReturn.WITH_AGENCY and not self.closed

    @property
    def sent(self):
        again = self.status == Status.RETURNED
        return Status.RESUBMITTED if again else Status.SUBMITTED

    @rule(grade=st.sampled_from(["low", "high"]))
    def answer(self, grade="low"):
        found = Answer.objects.filter(audit_return=self.made).first()
        done = self.attempt(
            "answer",
            allowed=self.is_with_agency,
            to=Status.IN_PROGRESS if self.status == Status.NOT_STARTED else self.status,
            take=lambda row: answers.answer(
                row,
                question=self.question,
                grade=getattr(self, grade),
                text="Read.",
                version=found.version if found else 0,
                by=self.lead,
            ),
        )
        self.answered, self.uninvolved = self.answered or done, self.uninvolved and not done
        if done and grade != self.grade:
            self.grade, self.changes = grade, self.changes + 1

    def answer_anew(self):
        self.answer(grade="high")

    @rule()
    def submit(self):
        done = self.attempt(
            "submit",
            allowed=self.is_with_agency and self.answered,
            to=self.sent,
            take=lambda row: submissions.submit(row, by=self.lead),
        )
        self.receipts, self.uninvolved = self.receipts + done, self.uninvolved and not done

    @rule()
    def not_involved(self):
        done = self.attempt(
            "not involved",
            allowed=self.is_with_agency,
            to=self.sent,
            take=lambda row: submissions.say_not_involved(row, reason="Unknown.", by=self.lead),
        )
        self.receipts, self.uninvolved = self.receipts + done, self.uninvolved or done

    @rule()
    def ask(self):
        answer = Answer.objects.filter(audit_return=self.made).first()
        if answer is None:
            return
        self.waiting += self.attempt(
            "ask",
            allowed=self.status in AuditReturn.WITH_BOARD and not self.closed,
            to=self.status,
            take=lambda row: queries.ask(answer, asked="Where?", by=self.staff),
        )

    @rule(note=st.sampled_from(["", "Which teams?"]))
    def send_back(self, note="Which teams?"):
        """With something asked: in words, or about an answer."""
        here = self.status in AuditReturn.SENT and not self.closed
        self.attempt(
            "send back",
            allowed=here and bool(note or self.waiting),
            to=Status.RETURNED,
            take=lambda row: audits.send_back(row, by=self.staff, note=note),
        )

    @rule()
    def reply(self):
        query = AnswerQuery.objects.waiting().filter(answer__audit_return=self.made).first()
        if query is None:
            return
        self.waiting -= self.attempt(
            "reply",
            allowed=self.is_with_agency,
            to=self.status,
            take=lambda row: queries.reply(query, reply="All.", by=self.lead),
        )

    @rule()
    def moderate(self):
        answer = Answer.objects.filter(audit_return=self.made).first()
        if answer is None:
            return
        found = Moderation.objects.filter(answer=answer).first()
        done = self.attempt(
            "moderate",
            allowed=self.status in WAITS_FOR_PANEL and not self.closed,
            to=self.status,
            take=lambda row: moderation.moderate(
                answer,
                grade=self.high,
                reason="Less.",
                version=found.version if found else 0,
                by=self.staff,
            ),
        )
        if done:
            self.graded, self.read = True, self.changes

    @rule()
    def finish(self):
        """What the panel graded, and not what has changed since."""
        waits = self.status in WAITS_FOR_PANEL and not self.closed
        self.attempt(
            "finish",
            allowed=waits and self.graded and self.read == self.changes,
            to=Status.MODERATED,
            take=lambda row: moderation.finish(row, by=self.staff),
        )

    @rule()
    def reply_to_grade(self):
        found = Moderation.objects.filter(answer__audit_return=self.made).first()
        if found is None:
            return
        self.replied |= self.attempt(
            "reply to grade",
            allowed=self.status == Status.MODERATED and not self.replied,
            to=self.status,
            take=lambda row: moderation.reply(found, reply="We accept.", by=self.lead),
        )

    @rule()
    def agree(self):
        """As it stands, or as moderated; never with grades that the agency has not seen."""
        whole = self.status in WAITS_FOR_PANEL and not self.graded
        self.attempt(
            "agree",
            allowed=whole or self.status == Status.MODERATED,
            to=Status.AGREED,
            take=lambda row: audits.agree(row, by=self.staff),
        )

    @rule()
    def close(self):
        """For good, so not while a return is half moderated."""
        half = self.graded and self.status in WAITS_FOR_PANEL
        self.closed |= self.attempt(
            "close",
            allowed=not self.closed and not half,
            to=self.status,
            take=lambda row: audits.close(row.audit_round, conclusion="Less.", by=self.staff),
        )

    @invariant()
    def the_row_tells_the_same(self):
        if not hasattr(self, "made"):
            return
        row = AuditReturn.objects.select_related("audit_round").get(pk=self.made.pk)
        assert row.status == self.status
        assert (row.is_without_involvement, bool(row.involvement)) == (self.uninvolved,) * 2
        assert row.submissions.count() == self.receipts
        assert queries.waiting(row).count() == self.waiting
        assert row.audit_round.is_closed == self.closed


TABLE = {(was, to) for was, nexts in AuditReturn.MOVES.items() for to in nexts}


@pytest.fixture
def life():
    Life.world = build_world()
    Life.reached, Life.moved, Life.refused = set(), set(), set()
    return Life


def test_every_step_from_every_status_in_a_round_open_and_closed(life):
    for at, closed in product(BEGINNINGS, (False, True)):
        life.at = at
        one = life()
        one.begin()
        if closed:
            one.close()
        for step in STEPS_THERE_ARE:
            one.might_take(step)
        one.teardown()

    assert life.moved == TABLE


def test_a_return_lives_by_the_rules_whatever_is_tried(life, capsys):
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
            f"\n  Return: {len(life.reached)} of {len(Status)} statuses and "
            f"{len(life.moved)} of {len(TABLE)} moves reached, {len(life.refused)} refusals",
            end=" ",
        )
    assert life.reached == set(Status)
    assert life.moved == TABLE
