"""Rules that a table can hold, written once."""

from django.db import models


def known(field: str, *values: str, name: str) -> models.CheckConstraint:
    """The column holds one of these values, whoever writes it.

    A class body cannot see its neighbours, so the values stand here again;
    tests/kscb/test_constraints.py compares them with the field's choices.
    """
    return models.CheckConstraint(condition=models.Q(**{f"{field}__in": values}), name=name)


def in_order(first: str, last: str, *, name: str) -> models.CheckConstraint:
    """The second date, where there is one, is not before the first."""
    condition = models.Q(**{f"{last}__isnull": True}) | models.Q(
        **{f"{last}__gte": models.F(first)}
    )
    return models.CheckConstraint(condition=condition, name=name)
