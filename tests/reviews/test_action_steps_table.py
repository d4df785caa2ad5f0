"""The life of an action as a truth table, over HTTP: each status, each step, each person.

What a person is offered on the action's page is what would be done for them, no more and no less.
"""

import logging

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from kscb.dates import today
from reviews.models import Action
from reviews.views.offers import offers_for
from tests.access.bodies import SOON, on
from tests.access.people import build_world
from tests.factories import (
    ActionFactory,
    MeasureFactory,
    RecommendationFactory,
    ReviewFactory,
    person_on,
)

# Rows are where the action is, columns the step; "own" is submitted and its owner proposed it,
# "seen" is that and second_staff has verified it. A cell is the status it is in afterwards, "no"
# where the step is refused with its reason (422; a button comes back with it), 403 or 404.
# A contributor's "submit" is only an update: the form has no such box for them.
TABLES = {
    "second_staff": """
                agree updt  subm  vrfy  acpt  retn  reop  defr  disp  uphl  wdrw  merge date  hand
    proposed    agre  no    no    no    no    no    no    no    403   no    with  supe  prop  prop
    agreed      no    prog  subm  no    no    no    no    defr  403   no    with  supe  agre  agre
    in_progress no    prog  subm  no    no    no    no    defr  403   no    with  supe  prog  prog
    submitted   no    subm  no    no    acce  prog  no    no    403   no    no    supe  subm  subm
    deferred    no    prog  subm  no    no    no    no    no    403   no    with  supe  defr  defr
    disputed    no    disp  no    no    no    no    no    no    403   agre  with  supe  disp  disp
    accepted    no    no    no    no    no    no    prog  no    403   no    no    no    no    no
    withdrawn   no    no    no    no    no    no    no    no    403   no    no    no    no    no
    superseded  no    no    no    no    no    no    no    no    403   no    no    no    no    no
    own         no    subm  no    subm  no    prog  no    no    403   no    no    supe  subm  subm
    seen        no    subm  no    no    no    prog  no    no    403   no    no    supe  subm  subm
    """,
    "chair": """
                agree updt  subm  vrfy  acpt  retn  reop  defr  disp  uphl  wdrw  merge date  hand
    proposed    403   403   403   no    403   403   no    no    403   no    with  403   403   403
    agreed      403   403   403   no    403   403   no    defr  403   no    with  403   403   403
    in_progress 403   403   403   no    403   403   no    defr  403   no    with  403   403   403
    submitted   403   403   403   no    403   403   no    no    403   no    no    403   403   403
    deferred    403   403   403   no    403   403   no    no    403   no    with  403   403   403
    disputed    403   403   403   no    403   403   no    no    403   agre  with  403   403   403
    accepted    403   403   403   no    403   403   prog  no    403   no    no    403   403   403
    withdrawn   403   403   403   no    403   403   no    no    403   no    no    403   403   403
    superseded  403   403   403   no    403   403   no    no    403   no    no    403   403   403
    own         403   403   403   subm  403   403   no    no    403   no    no    403   403   403
    seen        403   403   403   no    403   403   no    no    403   no    no    403   403   403
    """,
    "member": """
    any          403
    """,
    "lead": """
                agree updt  subm  vrfy  acpt  retn  reop  defr  disp  uphl  wdrw  merge date  hand
    proposed    404   404   404   404   404   404   404   404   404   404   404   404   404   404
    agreed      403   prog  subm  403   403   403   403   403   disp  403   403   403   403   403
    in_progress 403   prog  subm  403   403   403   403   403   disp  403   403   403   403   403
    submitted   403   subm  no    403   403   403   403   403   no    403   403   403   403   403
    deferred    403   prog  subm  403   403   403   403   403   disp  403   403   403   403   403
    disputed    403   disp  no    403   403   403   403   403   no    403   403   403   403   403
    accepted    403   no    no    403   403   403   403   403   no    403   403   403   403   403
    withdrawn   403   no    no    403   403   403   403   403   no    403   403   403   403   403
    superseded  403   no    no    403   403   403   403   403   no    403   403   403   403   403
    own         403   subm  no    403   403   403   403   403   no    403   403   403   403   403
    seen        403   subm  no    403   403   403   403   403   no    403   403   403   403   403
    """,
    "contributor": """
                agree updt  subm  vrfy  acpt  retn  reop  defr  disp  uphl  wdrw  merge date  hand
    proposed    404   404   404   404   404   404   404   404   404   404   404   404   404   404
    agreed      403   prog  prog  403   403   403   403   403   403   403   403   403   403   403
    in_progress 403   prog  prog  403   403   403   403   403   403   403   403   403   403   403
    submitted   403   subm  subm  403   403   403   403   403   403   403   403   403   403   403
    deferred    403   prog  prog  403   403   403   403   403   403   403   403   403   403   403
    disputed    403   disp  disp  403   403   403   403   403   403   403   403   403   403   403
    accepted    403   no    no    403   403   403   403   403   403   403   403   403   403   403
    withdrawn   403   no    no    403   403   403   403   403   403   403   403   403   403   403
    superseded  403   no    no    403   403   403   403   403   403   403   403   403   403   403
    own         403   subm  subm  403   403   403   403   403   403   403   403   403   403   403
    seen        403   subm  subm  403   403   403   403   403   403   403   403   403   403   403
    """,
    "other_staff": """
    any          404
    """,
}
AFTER = {
    "prop": "proposed",
    "agre": "agreed",
    "prog": "in_progress",
    "subm": "submitted",
    "defr": "deferred",
    "disp": "disputed",
    "acce": "accepted",
    "with": "withdrawn",
    "supe": "superseded",
}
STATUS_OF = {name: name for name in Action.Status.values} | {
    "own": "submitted",
    "seen": "submitted",
}
NOTE = {"note": "Because the panel asked."}
SAID = {"text": "Half the records are audited.", "link": "https://kscb.example/audit"}
NEW_DAY = {"reason": "The auditor is ill.", **on("due_on", SOON)}
# Each step by its route, and what is typed.
STEPS = {
    "agree": ("agree-action", {}),
    "updt": ("update-action", SAID),
    "subm": ("update-action", SAID | {"submit": "on"}),
    "vrfy": ("verify-action", NOTE),
    "acpt": ("accept-action", NOTE),
    "retn": ("return-action", NOTE),
    "reop": ("reopen-action", NOTE),
    "defr": ("defer-action", NEW_DAY),
    "disp": ("dispute-action", NOTE),
    "uphl": ("uphold-action", NOTE),
    "wdrw": ("withdraw-action", NOTE),
    "merge": ("merge-action", NOTE),
    "date": ("change-due-date", NEW_DAY),
    "hand": ("hand-over-action", NOTE),
}


class Life:
    """One action in each status, on a published review; each person signed in once."""

    def __init__(self):
        self.world = build_world()
        self.review = ReviewFactory(board=self.world.kent, published=True)
        self.into = self.action()
        self.actions = {name: self.action_at(name) for name in STATUS_OF}
        self.successor = person_on(self.world.kent, "lead", agency=self.world.health)
        self.clients = {person: Client() for person in TABLES}
        for person, client in self.clients.items():
            client.force_login(self.world.people[person])

    def action(self, **fields):
        recommendation = RecommendationFactory(review=self.review)
        MeasureFactory(recommendation=recommendation)
        owner = {"agency": self.world.health, "owner": self.world.lead, "due_on": today()}
        action = ActionFactory(recommendation=recommendation, **owner, **fields)
        action.contributors.set([self.world.contributor])
        return action

    def action_at(self, name):
        status = STATUS_OF[name]
        fields = {"superseded_by": self.into} if status == "superseded" else {}
        author = self.world.lead if name in ("own", "seen") else self.world.staff
        seen_by = self.world.second_staff if name == "seen" else None
        return self.action(status=status, author=author, verified_by=seen_by, **fields)

    def typed(self, step):
        also = {"merge": {"into": self.into.reference}, "hand": {"owner": self.successor.pk}}
        return STEPS[step][1] | also.get(step, {})

    def outcome(self, person, name, step):
        """Post it, read what came of it, and take it back."""
        action = self.actions[name]
        with transaction.atomic():
            url = reverse(f"reviews:{STEPS[step][0]}", args=[action.pk])
            response = self.clients[person].post(url, self.typed(step))
            now = Action.objects.get(pk=action.pk).status
            transaction.set_rollback(True)
        was_done = response.status_code == 302 and not hasattr(response, "was_refused")
        if was_done:
            return now
        assert now == STATUS_OF[name]
        return {302: "no", 422: "no"}.get(response.status_code, str(response.status_code))

    def offered(self, person, name):
        """The routes that the action's page offers; none to those who do not see it."""
        user = self.world.people[person]
        action = Action.objects.visible_to(user).filter(pk=self.actions[name].pk).first()
        if action is None:
            return set()
        offered = offers_for(user, action)
        return {step.route for step, _ in offered.first + offered.others}


@pytest.fixture(scope="module")
def life(django_db_setup, django_db_blocker):
    """Built once: every step is taken back."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield Life()
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def _quiet(caplog):
    """Hundreds of refusals are not worth a line each in the log."""
    caplog.set_level(logging.CRITICAL, logger="django.request")


def table_of(person):
    """{(where the action is, step): what comes of it} as written above."""
    header, *rows = [line.split() for line in TABLES[person].strip().splitlines()]
    if header[0] == "any":
        return {(name, step): header[1] for name in STATUS_OF for step in STEPS}
    return {
        (row[0], step): AFTER.get(cell, cell)
        for row in rows
        for step, cell in zip(header, row[1:], strict=True)
    }


@pytest.mark.parametrize("person", TABLES)
def test_each_step_does_what_the_table_says(person, life, db):
    found = {(name, step): life.outcome(person, name, step) for name in STATUS_OF for step in STEPS}

    assert found == table_of(person)


@pytest.mark.parametrize("person", TABLES)
def test_a_person_is_offered_exactly_what_would_be_done(person, life, db):
    """Sharing is no step of the action, and a box on the form of an update is no page."""
    done = {name: set() for name in STATUS_OF}
    for (name, step), outcome in table_of(person).items():
        if outcome in AFTER.values():
            done[name].add(STEPS[step][0])

    offered = {name: life.offered(person, name) - {"share-action"} for name in STATUS_OF}

    assert offered == done
