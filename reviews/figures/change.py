"""What kind of change a board asks of its agencies: new words, or a different way of working."""

from decimal import Decimal
from urllib.parse import urlencode

from django.db.models import Count, QuerySet
from django.urls import reverse

from kscb import charts
from kscb.figures import Figure
from reviews.models import Action


def by_change(actions: QuerySet[Action]) -> dict[str, int]:
    """How many of the actions ask for each kind of change, in the order of the choices.

    Counted: open or accepted as done; not proposed, withdrawn or superseded.
    """
    counted = actions.filter(status__in=(*Action.OPEN, Action.Status.ACCEPTED)).order_by()
    found = dict(counted.values_list("change").annotate(number=Count("pk")))
    return {change: found.get(change, 0) for change in Action.Change.values}


def rows_url(**filters: str) -> str:
    return f"{reverse('reviews:actions')}?{urlencode({'counted': 'on', **filters})}"


def chart(numbers: dict[str, int]) -> charts.Shares | None:
    """One bar of all the actions, the weak kinds first and counted together."""
    return charts.shares(
        [
            charts.Part(
                label=Action.Change(change).label,
                value=number,
                url=rows_url(change=change),
                is_marked=change in Action.WEAK,
            )
            for change, number in numbers.items()
        ],
        key="change",
        title="Actions by the kind of change they ask for",
        first="Kind of change",
        counted="Actions",
        marked="Only training, policy or communication",
    )


def weak(numbers: dict[str, int]) -> Figure:
    """Numerator: actions that ask for training, a policy or procedure, or communication.

    Denominator: every action counted by `by_change`.
    """
    some = sum(numbers[change] for change in Action.WEAK)
    every = sum(numbers.values())
    return Figure(
        key="weak",
        label="Ask only for training, a procedure or a message",
        value=Decimal(some),
        numerator=Decimal(some),
        denominator=Decimal(every) or None,
        rows_url=rows_url(weak="on"),
        note="open actions and those accepted as done",
    )
