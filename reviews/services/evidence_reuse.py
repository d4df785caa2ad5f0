"""Using what was given once for something else: what is offered, and all of it or nothing."""

from collections.abc import Iterable

from django.db import transaction
from django.db.models import Exists, OuterRef

from boards.models import Document, User
from kscb.refusal import Refused
from kscb.text import fold
from reviews.models import (
    Action,
    ActionUpdate,
    Answer,
    AuditReturn,
    Evidence,
    PracticeStandard,
    Support,
)
from reviews.services import evidence
from reviews.services.answers import begin, locked_with_agency

MOST_OFFERED = 100


def offered(rows, *, words: str = "", **thing):
    """Of `rows`, the newest versions still good that do not support the thing yet, newest first."""
    used = Support.objects.filter(evidence=OuterRef("pk"), **thing)
    found = rows.newest().not_expired().filter(~Exists(used))
    for word in fold(words).split()[:10]:
        found = found.filter(folded__contains=word)
    opened = found.exclude(document__scan=Document.Scan.INFECTED)
    return opened.select_related("document", "replaced_by").order_by("-given_at", "-pk")


@transaction.atomic
def use(items: Iterable[Evidence], *, by: User, **thing) -> list[Support]:
    """Let each item support one update, answer or standard too."""
    refuse_not_open(**thing)
    return [evidence.support(item, by=by, **thing) for item in items]


@transaction.atomic
def use_for_question(
    items: Iterable[Evidence], *, audit_return: AuditReturn, question, by: User
) -> list[Support]:
    """For the return's answer to a question, begun here where there is none."""
    audit_return = locked_with_agency(audit_return)
    answer, _ = Answer.objects.get_or_create(
        audit_return=audit_return, question=question, defaults={"version": 0}
    )
    used = use(items, answer=answer, by=by)
    begin(audit_return, by=by)
    return used


def refuse_not_open(
    *,
    update: ActionUpdate | None = None,
    answer: Answer | None = None,
    standard: PracticeStandard | None = None,
) -> None:
    if answer:
        locked_with_agency(answer.audit_return)
    if update:
        refuse_ended(update.action_id)
    if standard and not standard.is_in_use:
        raise Refused("This practice standard is retired, so no evidence can be added.")


def refuse_ended(action_pk: int) -> None:
    """Locks the action, so that it does not end meanwhile."""
    action = Action.objects.select_for_update().get(pk=action_pk)
    if not action.is_open:
        raise Refused(
            f"{action} is now “{action.get_status_display()}”, so no evidence can be added."
        )
