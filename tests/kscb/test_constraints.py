"""The database holds exactly the choices that the code knows."""

import pytest
from django.apps import apps
from django.db.models import CheckConstraint

OURS = ("boards", "reviews", "training", "performance")
CHOSEN = [
    (model, field)
    for app in OURS
    for model in apps.get_app_config(app).get_models()
    for field in model._meta.local_fields
    if field.choices
]


def known_values(model, field):
    """What the constraints of a model allow in a field, where one lists it."""
    found = [
        values
        for constraint in model._meta.constraints
        if isinstance(constraint, CheckConstraint) and constraint.name.endswith("_known")
        for lookup, values in constraint.condition.children
        if lookup == f"{field.name}__in"
    ]
    return [set(values) for values in found]


def test_there_are_choices_to_check():
    assert len(CHOSEN) > 10


@pytest.mark.parametrize(
    ("model", "field"), CHOSEN, ids=[f"{model.__name__}.{field.name}" for model, field in CHOSEN]
)
def test_a_choice_is_held_by_the_database(model, field):
    choices = {value for value, _ in field.flatchoices}

    assert known_values(model, field) == [choices | ({""} if field.blank else set())]
