"""Questions that the board asks about single answers, and the agency's replies."""

from django.db import transaction
from django.utils import timezone

from boards.models import User
from boards.services.activity import record
from kscb.refusal import Refused
from reviews.models import Answer, AnswerQuery, AuditReturn
from reviews.services.answers import refuse_closed


@transaction.atomic
def ask(answer: Answer, *, asked: str, by: User, at=None) -> AnswerQuery:
    """Ask about one answer. Several may be gathered before the return goes back."""
    audit_return = AuditReturn.objects.select_for_update().get(pk=answer.audit_return_id)
    refuse_closed(audit_return)
    if not audit_return.is_with_board:
        state = audit_return.get_status_display()
        raise Refused(f"This return is now “{state}”, so nothing can be asked about its answers.")
    query = AnswerQuery.objects.create(
        answer=answer, asked=asked, asked_by=by, asked_at=at or timezone.now()
    )
    verb = f"asked about question {answer.question.number}"
    record(audit_return, verb, by=by, at=at, note=asked)
    return query


@transaction.atomic
def reply(query: AnswerQuery, *, reply: str, by: User, at=None) -> AnswerQuery:
    """The agency's reply: once, while the return is with it. The answer itself may change too."""
    audit_return = AuditReturn.objects.select_for_update().get(pk=query.answer.audit_return_id)
    if not audit_return.is_with_agency:
        state = audit_return.get_status_display()
        raise Refused(f"This return is now “{state}”. You can reply once the board returns it.")
    query = AnswerQuery.objects.select_for_update(of=("self",)).get(pk=query.pk)
    if query.replied_at:
        raise Refused(
            "This question has its reply already. Change the answer itself if there is more to say."
        )
    query.reply, query.replied_by, query.replied_at = reply, by, at or timezone.now()
    query.save(update_fields=["reply", "replied_by", "replied_at"])
    verb = f"replied about question {query.answer.question.number}"
    record(audit_return, verb, by=by, at=at, note=reply)
    return query


def waiting(audit_return: AuditReturn):
    """What was asked about its answers and has no reply yet."""
    return AnswerQuery.objects.waiting().filter(answer__audit_return=audit_return)


def refuse_nothing_asked(audit_return: AuditReturn, *, note: str) -> None:
    if not note.strip() and not waiting(audit_return).exists():
        refusal = Refused("Say what you ask, or ask about one of the answers first.")
        refusal.field = "note"
        raise refusal
