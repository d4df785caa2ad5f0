"""Every table of moves, from each status to each: what it allows is done, the rest is refused."""

import pytest
from django.apps import apps
from django.db import transaction

from boards.models import Activity
from boards.services.activity import move
from kscb.refusal import MoveNotAllowed
from reviews.models import Action, Measure, Recommendation, Review
from tests.access.checks import OUR_APPS
from tests.factories import ActionFactory, MeasureFactory, RecommendationFactory, ReviewFactory

pytestmark = pytest.mark.django_db

# Rows are where a record is, columns where it is asked to go; x marks a step that exists.
TABLES = {
    Action: """
                    proposed agreed in_progress submitted deferred disputed accepted withdrawn superseded
        proposed    .        x      .           .         .        .        .        x         x
        agreed      .        .      x           x         x        x        .        x         x
        in_progress .        .      .           x         x        x        .        x         x
        submitted   .        .      x           .         .        .        x        .         x
        deferred    .        .      x           x         .        x        .        x         x
        disputed    .        x      .           .         .        .        .        x         x
        accepted    .        .      x           .         .        .        .        .         .
        withdrawn   .        .      .           .         .        .        .        .         .
        superseded  .        .      .           .         .        .        .        .         .
    """,  # noqa: E501
    Measure: """
                  planned tested embedded acted_on withdrawn
        planned   .       x      .        .        x
        tested    .       .      x        x        .
        embedded  .       .      .        .        .
        acted_on  .       .      .        .        .
        withdrawn .       .      .        .        .
    """,
    Recommendation: """
                   draft made superseded
        draft      .     x    .
        made       .     .    x
        superseded .     .    .
    """,
    Review: """
                  draft asked published
        draft     .     x     .
        asked     x     .     x
        published .     .     .
    """,
}
FACTORIES = {
    Action: ActionFactory,
    Measure: MeasureFactory,
    Recommendation: RecommendationFactory,
    Review: ReviewFactory,
}
# What the database wants beside the status, so that a record may be planted there or go there.
ALSO = {
    (Action, "superseded"): lambda record: {"superseded_by": ActionFactory(board=record.board)},
    **{
        (Measure, status): lambda record: {"result": "helped", "tested_on": record.test_on}
        for status in ("tested", "embedded", "acted_on")
    },
    (Review, "published"): lambda record: {"published_on": "2018-03-01"},
}


def cells(model):
    """(from, to, whether the step exists) for each pair of statuses."""
    header, *rows = (line.split() for line in TABLES[model].strip().splitlines())
    return [
        (row[0], to, mark == "x") for row in rows for to, mark in zip(header, row[1:], strict=True)
    ]


CELLS = [(model, *cell) for model in TABLES for cell in cells(model)]


def also(record, status):
    return ALSO.get((type(record), status), lambda record: {})(record)


@pytest.mark.parametrize(
    ("model", "was", "to", "exists"),
    CELLS,
    ids=lambda value: getattr(value, "__name__", str(value)),
)
def test_a_step_is_taken_only_where_the_table_has_it(model, was, to, exists):
    record = FACTORIES[model]()
    model.objects.filter(pk=record.pk).update(status=was, **also(record, was))
    before = Activity.objects.count()

    if exists:
        move(record, to, by=None, **also(record, to))
    else:
        with pytest.raises(MoveNotAllowed), transaction.atomic():
            move(record, to, by=None, **also(record, to))

    now = model.objects.get(pk=record.pk).status
    assert (now, Activity.objects.count() - before) == ((to, 1) if exists else (was, 0))


@pytest.mark.parametrize("model", TABLES, ids=lambda model: model.__name__)
def test_each_table_names_every_status(model):
    statuses = set(model.Status.values)

    assert {was for was, _, _ in cells(model)} == {to for _, to, _ in cells(model)} == statuses


def test_every_status_has_its_table_of_moves():
    """A table leaves no status out and leads to none that is not there."""
    models = [
        model
        for app in OUR_APPS
        for model in apps.get_app_config(app).get_models()
        if hasattr(model, "MOVES")
    ]

    assert len(models) > 8
    for model in models:
        assert set(model.MOVES) == set(model.Status), model
        assert set().union(*model.MOVES.values()) <= set(model.Status), model
