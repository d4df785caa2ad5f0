"""A new kind of review begins with stages, clocks and criteria, which a board may then change."""

import importlib

import pytest
from django.apps import apps
from django.urls import reverse

from boards.models import Activity
from reviews.models import ClockRule, Criterion, ReviewKind, Stage
from reviews.services import kinds
from reviews.services.kinds import set_up
from tests.after import steps_on
from tests.factories import ReviewKindFactory, StageFactory, UserFactory

CODES = [("SCR", False), ("LR", False), ("INS", True)]


def given(kind):
    """Every row that was given to the kind, in its order, without keys."""
    return [
        [
            {key: value for key, value in row.items() if key not in ("id", "kind_id")}
            for row in rows.order_by("pk").values()
        ]
        for rows in (kind.stages, kind.clock_rules, kind.criteria)
    ]


@pytest.mark.parametrize(
    ("code", "stages", "clocks", "criteria"),
    [("SCR", 21, 4, 3), ("LR", 21, 4, 5), ("INS", 8, 0, 0)],
)
def test_a_kind_is_given_what_it_lacks(world, code, stages, clocks, criteria):
    kind = ReviewKindFactory(board=world.kent, code=code, is_inspection=code == "INS")

    set_up(kind, by=world.staff)

    assert [len(rows) for rows in given(kind)] == [stages, clocks, criteria]
    note = "Given the usual stages, clocks, criteria." if clocks else "Given the usual stages."
    assert steps_on(kind) == [(world.staff, "set up", {"note": note})]


def test_setting_up_again_changes_nothing(world, kind):
    set_up(kind, by=world.staff)
    before = given(kind)

    set_up(kind, by=world.staff)

    assert given(kind) == before
    assert Activity.objects.about(kind).count() == 1


def test_what_a_board_set_up_for_itself_stays(world, kind):
    StageFactory(kind=kind, name="Its own")

    set_up(kind, by=world.staff)

    assert [stage.name for stage in kind.stages.all()] == ["Its own"]
    assert (kind.clock_rules.count(), kind.criteria.count()) == (4, 3)


def test_the_road_ends_at_the_stage_that_closes_a_review(world, kind):
    set_up(kind, by=world.staff)

    ends = [stage.name for stage in kind.stages.all() if stage.is_last]

    assert ends == ["Closed", "Criteria not met", "Another kind of review instead"]


def test_every_rule_and_criterion_names_its_source_and_begins_on_a_day():
    for one in (*kinds.RULES, *kinds.SCR_RULES, *kinds.CRITERIA, *kinds.SCR_CRITERIA):
        assert one.source
        assert one.from_on


@pytest.mark.parametrize(("code", "is_inspection"), CODES)
def test_the_migration_gives_existing_kinds_the_same(world, code, is_inspection):
    by_step, by_migration = (
        ReviewKindFactory(board=board, code=code, is_inspection=is_inspection)
        for board in (world.kent, world.medway)
    )
    set_up(by_step, by=None)

    migration = importlib.import_module("reviews.migrations.0004_set_up_kinds_of_review")
    migration.set_up(apps, None)
    migration.set_up(apps, None)

    assert given(by_migration) == given(by_step)


# In the back office


@pytest.fixture
def office(client, db):
    client.force_login(UserFactory(is_staff=True))
    return client


def typed(kind, **changes):
    """The page of the kind as a browser sends it back, with some boxes changed."""
    form = {"name": kind.name, "code": kind.code, "board": kind.board_id}
    for name, rows in (
        ("stages", kind.stages.all()),
        ("clock_rules", kind.clock_rules.all()),
        ("criteria", kind.criteria.all()),
    ):
        form |= {f"{name}-TOTAL_FORMS": len(rows), f"{name}-INITIAL_FORMS": len(rows)}
        for at, row in enumerate(rows):
            values = {"id": row.pk, "kind": kind.pk}
            for field in row._meta.fields:
                value = getattr(row, field.name)
                if field.name not in values and value not in (None, False):
                    values[field.name] = value
            form |= {f"{name}-{at}-{key}": value for key, value in values.items()}
    return form | changes


def page_of(kind):
    return reverse("admin:reviews_reviewkind_change", args=[kind.pk])


def test_a_kind_added_in_the_back_office_is_set_up(office, world):
    body = {"board": world.kent.pk, "name": "Thematic review", "code": "TR"}

    office.post(reverse("admin:reviews_reviewkind_add"), body)

    kind = ReviewKind.objects.get(code="TR")
    assert [len(rows) for rows in given(kind)] == [21, 4, 5]


def test_stages_may_change_places_and_names_and_be_skipped(office, world, kind):
    set_up(kind, by=world.staff)
    changes = {
        "stages-0-number": 2,
        "stages-1-number": 1,
        "stages-2-name": "Told",
        "stages-3-is_skipped": "on",
    }

    response = office.post(page_of(kind), typed(kind, **changes))

    assert response.status_code == 302
    first = [(stage.number, stage.name, stage.is_skipped) for stage in kind.stages.all()[:4]]
    assert first == [
        (1, "Screening", False),
        (2, "Referred", False),
        (3, "Told", False),
        (4, "Rapid review", True),
    ]
    assert (Stage.objects.count(), ClockRule.objects.count(), Criterion.objects.count()) == (
        21,
        4,
        3,
    )


def test_two_stages_in_one_place_are_refused(office, world, kind):
    set_up(kind, by=world.staff)
    before = given(kind)

    response = office.post(page_of(kind), typed(kind, **{"stages-0-number": 2}))

    assert "Two rows have the same order: 2. Give each its own." in response.text
    assert given(kind) == before


def test_a_clock_is_dated_and_stays_kept(office, world, kind):
    set_up(kind, by=world.staff)

    office.post(page_of(kind), typed(kind, **{"clock_rules-0-to_on": "2019-01-31"}))
    office.post(page_of(kind), typed(kind, **{"clock_rules-0-DELETE": "on"}))

    assert kind.clock_rules.count() == 4
    assert str(kind.clock_rules.first().to_on) == "2019-01-31"
