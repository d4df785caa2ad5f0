"""Measures of difference: planned with a recommendation, tested on their day, then acted on."""

from datetime import date

from django.db import transaction
from django.utils import timezone

from boards.models import User
from boards.services.activity import move, record
from kscb.dates import in_words, today
from kscb.refusal import Refused
from reviews.models import Action, Measure, PracticeStandard, Question, Recommendation
from reviews.services import actions
from reviews.services.actions import refuse_not_made
from reviews.services.reviews import next_number, refuse_other_board


@transaction.atomic
def plan(
    recommendation: Recommendation,
    *,
    kind: str,
    wording: str,
    test_on: date,
    by: User,
    standard: PracticeStandard | None = None,
    question: Question | None = None,
    at=None,
) -> Measure:
    """Say how the board will know that practice changed, and when it will look."""
    recommendation = Recommendation.objects.select_for_update().get(pk=recommendation.pk)
    refuse_not_made(recommendation)
    if standard:
        refuse_other_board(recommendation.board, standard)
    if question and not Question.objects.askable_on(recommendation.board).contains(question):
        raise Refused("That question is not one an audit of this board can ask. Choose another.")
    measure = Measure.objects.create(
        board=recommendation.board,
        recommendation=recommendation,
        number=next_number(Measure.objects.filter(recommendation=recommendation)),
        kind=kind,
        wording=wording,
        test_on=test_on,
        standard=standard,
        question=question,
        status_since=at or timezone.now(),
    )
    note = f"{measure}, to be tested on {in_words(test_on)}."
    record(recommendation, "planned a measure", by=by, at=at, note=note)
    record(measure, "planned", by=by, at=at)
    return measure


@transaction.atomic
def give_result(
    measure: Measure, *, result: str, tested_on: date, seen: str, by: User, at=None
) -> Measure:
    """Say what the test showed; that nobody can tell is an honest answer.

    Never by the owner of an action whose effect is tested: done and helped have two owners.
    """
    measure = Measure.objects.select_for_update().get(pk=measure.pk)
    if measure.recommendation.served_by.counted().filter(owner=by).exists():
        raise Refused(
            "You own an action that this tests, so someone else must say whether it helped."
        )
    latest = timezone.localdate(at) if at else today()
    if tested_on > latest:
        raise Refused("The day it was tested is still to come. Give the day of the test.")
    return move(
        measure,
        Measure.Status.TESTED,
        by=by,
        note=seen,
        verb=f"tested: {Measure.Result(result).label.lower()}",
        at=at,
        result=result,
        tested_on=tested_on,
        seen=seen,
        tested_by=by,
    )


@transaction.atomic
def embed(measure: Measure, *, by: User, note: str, at=None) -> Measure:
    """The change has become ordinary practice: nothing more is to be done."""
    measure = Measure.objects.select_for_update().get(pk=measure.pk)
    if not measure.helped:
        raise Refused("Only what helped, at least in part, can be embedded. Log a new action.")
    return move(measure, Measure.Status.EMBEDDED, by=by, note=note, verb="embedded", at=at)


@transaction.atomic
def act_on(measure: Measure, *, by: User, at=None, **action) -> Action:
    """What was done did not do it: propose a new action on the same recommendation.

    Or on the one that superseded it since.

    `action` is what `actions.propose` takes.
    """
    measure = Measure.objects.select_for_update().get(pk=measure.pk)
    if not measure.awaits_answer:
        raise Refused(
            f"This measure is now “{measure.get_status_display()}”, so it leads to no action."
        )
    asked = actions.stands_for(measure.recommendation)
    new = actions.propose(asked, by=by, at=at, **action)
    note = f"Led to {new}."
    move(
        measure,
        Measure.Status.ACTED_ON,
        by=by,
        note=note,
        verb="led to a new action",
        at=at,
        led_to=new,
    )
    return new


@transaction.atomic
def withdraw(measure: Measure, *, by: User, note: str, at=None) -> Measure:
    """It will not be tested after all, for a reason that is kept.

    Refused for the last one while an agreed action hangs on it: a plan has at least one.
    """
    measure = Measure.objects.select_for_update().get(pk=measure.pk)
    recommendation = measure.recommendation
    others = recommendation.measures.exclude(pk=measure.pk)
    kept = others.exclude(status=Measure.Status.WITHDRAWN).exists()
    if not kept and recommendation.served_by.counted().exists():
        raise Refused(
            "It is the only measure of a recommendation with agreed actions. Plan another first."
        )
    return move(measure, Measure.Status.WITHDRAWN, by=by, note=note, verb="withdrawn", at=at)
