"""A panel looks at a return's grades: its own grade beside each, why, and the agency's reply."""

from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone

from boards.models import DASHBOARD, Board, Membership, User
from boards.services.activity import move, record
from boards.services.editing import change
from kscb.refusal import Conflict, Refused, Stale
from reviews.models import Answer, AuditReturn, AuditRound, Grade, Moderation
from reviews.services.answers import locked, refuse_closed
from reviews.services.audits import tell_agency

TO_MODERATE = AuditReturn.TO_MODERATE


def who_may_sit(board: Board):
    """People who may be named to a panel: the board's staff, chair and members of today."""
    here = Membership.objects.current().filter(board=board, role__in=DASHBOARD)
    return User.objects.filter(pk__in=here.values("user")).order_by("name", "pk")


@transaction.atomic
def name_panel(
    audit_round: AuditRound, *, panel: Iterable[User], version: int, by: User
) -> AuditRound:
    """Say who moderates the returns of a round."""
    people = list(panel)
    if audit_round.is_closed:
        raise Refused("This audit is closed, so its panel cannot change.")
    may_sit = set(who_may_sit(audit_round.board).values_list("pk", flat=True))
    for person in people:
        if person.pk not in may_sit:
            raise Refused(f"{person.name} is not staff, chair or member of this board now.")
    verb = "named the moderation panel"
    return change(audit_round, version=version, by=by, verb=verb, panel=people)


@transaction.atomic
def moderate(
    answer: Answer, *, grade: Grade, reason: str, version: int, by: User, at=None
) -> Moderation:
    """Give the panel's grade of one answer. Version 0 is a first one.

    Raises Stale, with both texts, where another of the panel has graded it meanwhile.
    """
    audit_return = _locked(answer)
    answer = Answer.objects.select_related("question").get(pk=answer.pk)  # as it was sent
    _refuse_another_grade(answer, grade, reason=reason)
    found = Moderation.objects.filter(answer=answer).first()
    if found is None:
        found = Moderation.objects.create(
            answer=answer,
            of_version=answer.version,
            grade=grade,
            reason=reason,
            by=by,
            at=at or timezone.now(),
        )
        note = f"{grade}. {reason}".strip()
        record(audit_return, verb_of(answer), by=by, at=at, note=note)
        return found
    if version == 0 and (found.grade_id, found.reason) == (grade.pk, reason):
        version = found.version
    _refuse_first_of_two(found, grade, reason, version)
    return _changed(
        found, answer, audit_return, grade=grade, reason=reason, version=version, by=by, at=at
    )


def _refuse_first_of_two(found: Moderation, grade: Grade, reason: str, version: int) -> None:
    """Two of the panel who both gave a first grade: neither is lost."""
    if version == 0:
        raise Stale(
            [
                Conflict("Moderated grade", str(found.grade), str(grade)),
                Conflict("Reason", found.reason, reason),
            ],
            found.version,
        )


def _changed(
    found: Moderation, answer: Answer, audit_return: AuditReturn, *, grade, reason, version, by, at
) -> Moderation:
    """Another grade or reason; or the same ones, of an answer that has changed since."""
    was = found.version
    found = change(
        found,
        version=version,
        by=by,
        verb=verb_of(answer),
        about=audit_return,
        at=at,
        grade=grade,
        reason=reason,
    )
    reads_anew = found.of_version != answer.version
    if reads_anew and found.version == was:
        record(audit_return, verb_of(answer), by=by, at=at, note=f"{grade} again, as it is now.")
    if reads_anew or found.version != was:
        found.by, found.at, found.of_version = by, at or timezone.now(), answer.version
        found.save(update_fields=["by", "at", "of_version"])
    return found


def verb_of(answer: Answer) -> str:
    return f"moderated question {answer.question.number}"


def _locked(answer: Answer) -> AuditReturn:
    """The answer's return, locked, if the panel may moderate it now; Refused otherwise."""
    audit_return = AuditReturn.objects.select_for_update(of=("self",)).get(
        pk=answer.audit_return_id
    )
    refuse_closed(audit_return)
    if audit_return.status not in TO_MODERATE:
        state = audit_return.get_status_display()
        raise Refused(f"This return is now “{state}”, so its moderated grades cannot change.")
    return audit_return


def _refuse_another_grade(answer: Answer, grade: Grade, *, reason: str) -> None:
    question = answer.question
    if (grade.framework_id, grade.scale) != (question.framework_id, question.scale):
        raise Refused(f"Question {question.number} is not graded on that scale.")
    if grade.pk != answer.grade_id and not reason.strip():
        refusal = Refused("Say why your grade differs from the agency’s own.")
        refusal.field = "reason"
        raise refusal


@transaction.atomic
def finish(audit_return: AuditReturn, *, by: User, at=None) -> AuditReturn:
    """The panel is done: its grades count from now on, and the agency sees them and may reply."""
    audit_return = locked(audit_return)
    _refuse_unfinished(audit_return)
    to = AuditReturn.Status.MODERATED
    audit_return = move(audit_return, to, by=by, verb="finished the moderation", at=at)
    if at is None:
        tell_agency(audit_return, ask="your agency's audit return was moderated")
    return audit_return


def _refuse_unfinished(audit_return: AuditReturn) -> None:
    """A grade counts for the answer that the panel read, and with its reason."""
    rows = Moderation.objects.filter(answer__audit_return=audit_return)
    given = list(rows.select_related("answer__question").order_by("answer__question__number"))
    if not given:
        raise Refused("Moderate at least one answer first, or agree the return as it stands.")
    changed = [str(one.answer.question.number) for one in given if one.is_out_of_date]
    if changed:
        raise Refused(
            "The agency has changed its answers since the panel graded them. Moderate these "
            f"again first: question {', '.join(changed)}."
        )
    without = [str(one.answer.question.number) for one in given if one.lacks_reason]
    if without:
        raise Refused(
            "Say first why the panel’s grade differs from the agency’s own: question "
            f"{', '.join(without)}."
        )


@transaction.atomic
def reply(moderation: Moderation, *, reply: str, by: User, at=None) -> Moderation:
    """The agency's one reply to a moderated grade, before the board agrees the return."""
    answer = moderation.answer
    audit_return = AuditReturn.objects.select_for_update().get(pk=answer.audit_return_id)
    if audit_return.status != AuditReturn.Status.MODERATED:
        state = audit_return.get_status_display()
        raise Refused(f"This return is now “{state}”. A moderated grade is replied to before that.")
    moderation = Moderation.objects.select_for_update(of=("self",)).get(pk=moderation.pk)
    if moderation.replied_at:
        raise Refused("Your agency has replied to this grade already. It can reply once.")
    moderation.reply, moderation.replied_by = reply, by
    moderation.replied_at = at or timezone.now()
    moderation.save(update_fields=["reply", "replied_by", "replied_at"])
    verb = f"replied to the moderated grade of question {answer.question.number}"
    record(audit_return, verb, by=by, at=at, note=reply)
    return moderation
