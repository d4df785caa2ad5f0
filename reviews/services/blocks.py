"""Saving the rows of a pasted block: all of them, each as its own form would, or none."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction

from boards.models import User
from boards.services.activity import record
from kscb.refusal import Refused
from reviews.models import Review
from reviews.services import actions, findings, recommendations


@transaction.atomic
def save(
    review: Review,
    *,
    what: str,
    rows: Iterable[Mapping[str, Any]],
    by: User,
    case_data: str = "",
    why_safe: str = "",
) -> Review:
    """Add the findings, draft recommendations or proposed actions that the rows make.

    Raises Refused, naming the row, where a single one cannot be saved. Of what looked like case
    data only the kinds are written down, with the person's answer.
    """
    for number, row in enumerate(rows, start=1):
        try:
            add(review, what, dict(row), by=by)
        except Refused as refusal:
            raise Refused(f"Row {number}: {refusal} Nothing was saved.") from refusal
    if case_data:
        record(review, "answered a warning", by=by, note=f"May hold {case_data}. {why_safe}")
    return review


def add(review: Review, what: str, row: dict[str, Any], *, by: User) -> None:
    if what == "findings":
        findings.add(review, by=by, **row)
    elif what == "recommendations":
        recommendations.draft(review, by=by, **row)
    else:
        actions.propose(row.pop("recommendation"), by=by, **row)
