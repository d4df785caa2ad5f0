"""What a return that was sent lacks: answers without evidence, evidence that no longer stands."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from kscb.dates import today
from reviews.models import Answer, Question, Support

NOT_APPLICABLE = "not_applicable"


class Gap(NamedTuple):
    """What is lacking, and the questions whose answers lack it."""

    words: str
    questions: Sequence[Question]


def gaps_in(answered: Sequence[tuple[Question, Answer | None]]) -> list[Gap]:
    """Of questions with their answers, supports, evidence and documents read already."""
    found = [
        Gap(words, [question for question, answer in answered if answer and lacks(answer)])
        for words, lacks in LOOKED_FOR
    ]
    return [gap for gap in found if gap.questions]


def standing_supports(answer: Answer) -> list[Support]:
    """What was not turned down."""
    return [one for one in answer.supports.all() if one.status != Support.Status.REJECTED]


def newest_supports(answer: Answer) -> list[Support]:
    """Of those, what no newer version of them replaced (as `still_standing`)."""
    given = standing_supports(answer)
    replaced = {one.evidence.replaces_id for one in given}
    return [one for one in given if one.evidence_id not in replaced]


def has_no_evidence(answer: Answer) -> bool:
    return not standing_supports(answer) and not is_not_applicable(answer)


def has_expired_evidence(answer: Answer) -> bool:
    days = [one.evidence.expires_on for one in newest_supports(answer)]
    return any(day is not None and day < today() for day in days)


def has_unscanned_evidence(answer: Answer) -> bool:
    documents = [one.evidence.document for one in newest_supports(answer)]
    return any(one is not None and one.scanned_at is None for one in documents)


def is_not_applicable(answer: Answer) -> bool:
    return answer.choice == NOT_APPLICABLE


LOOKED_FOR: tuple[tuple[str, Callable[[Answer], bool]], ...] = (
    ("Answered without evidence", has_no_evidence),
    ("Evidence that has expired", has_expired_evidence),
    ("Files not checked for viruses yet", has_unscanned_evidence),
    ("Answered “not applicable”", is_not_applicable),
)
