"""The report of an audit: a review like any other, whose findings are those of the round."""

from django.db import transaction

from boards.models import Board, Body, User
from kscb.refusal import Refused
from reviews.models import AuditRound, Review, ReviewKind
from reviews.services.kinds import set_up
from reviews.services.life import begin as begin_review

KIND, CODE = "Multi-agency audit", "AUD"
LONGEST_PSEUDONYM = 80


@transaction.atomic
def begin(audit_round: AuditRound, *, commissioned_by: Body, by: User, at=None) -> Review:
    """Begin the report of a closed round: with one more return, what the report tells of the
    others and what they are told afterwards would differ by that one agency's grades."""
    audit_round = AuditRound.objects.select_for_update(of=("self",)).get(pk=audit_round.pk)
    if begun := Review.objects.filter(audit_round=audit_round).first():
        raise Refused(f"This audit has its report already: {begun.reference}.")
    if not audit_round.is_closed:
        raise Refused("Close the audit with what it found before you begin its report.")
    review = begin_review(
        audit_round.board,
        kind=kind_of(audit_round.board, by=by, at=at),
        year=audit_round.due_on.year,
        pseudonym=audit_round.title[:LONGEST_PSEUDONYM],
        commissioned_by=commissioned_by,
        summary=audit_round.conclusion,
        source=audit_round.source,
        themes=list(audit_round.themes.all()),
        is_invented=audit_round.is_invented,
        by=by,
        at=at,
    )
    review.audit_round = audit_round
    review.save(update_fields=["audit_round"])
    return review


def kind_of(board: Board, *, by: User, at=None) -> ReviewKind:
    """The board's kind for reports of audits, under whatever name it gave it since."""
    Board.objects.select_for_update().get(pk=board.pk)  # made once
    found = ReviewKind.objects.filter(board=board, is_audit=True).order_by("pk").first()
    if found:
        return found
    for taken in ({"code": CODE}, {"name": KIND}):
        if ReviewKind.objects.filter(board=board, **taken).exists():
            raise Refused(
                f"The board has another kind of review called “{next(iter(taken.values()))}”. Ask "
                "an administrator to mark it as that of audits, or to rename it."
            )
    kind = ReviewKind.objects.create(board=board, name=KIND, code=CODE, is_audit=True)
    return set_up(kind, by=by, at=at)
