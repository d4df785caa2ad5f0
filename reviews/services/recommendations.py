"""What a review formally asks for, what the board says to it, and whether it was met."""

from collections.abc import Iterable
from datetime import date

from django.db import transaction
from django.utils import timezone

from boards.models import Agency, User
from boards.services.activity import move, record
from boards.services.editing import change
from kscb.refusal import Refused
from kscb.text import fold, in_order
from reviews.models import Action, Finding, Priority, Recommendation, Relook, Response, Review
from reviews.services.reviews import locked_draft, next_number


@transaction.atomic
def draft(
    review: Review,
    *,
    wording: str,
    findings: Iterable[Finding],
    by: User,
    to_board: bool = False,
    agencies: Iterable[Agency] = (),
    priority: str = Priority.NORMAL,
    at=None,
) -> Recommendation:
    """Write a numbered recommendation that answers findings of the same review.

    It can be reworded until it is made.
    """
    review = locked_draft(review)
    findings, agencies = list(findings), list(agencies)
    refuse_other_findings(review, findings)
    refuse_strangers(review, agencies)
    number = next_number(Recommendation.objects.filter(review=review))
    reference = f"{review.reference}/R{number}"
    recommendation = Recommendation.objects.create(
        board=review.board,
        review=review,
        number=number,
        reference=reference,
        wording=wording,
        to_board=to_board,
        priority=priority,
        status=Recommendation.Status.DRAFT,
        status_since=at or timezone.now(),
        folded=fold(reference, wording),
        in_order=in_order(reference),
    )
    recommendation.findings.set(findings)
    recommendation.agencies.set(agencies)
    record(review, f"added recommendation {number}", by=by, at=at)
    record(recommendation, "drafted", by=by, at=at)
    return recommendation


def refuse_other_findings(review: Review, findings: list[Finding]) -> None:
    if not findings:
        raise Refused("Choose at least one finding that this recommendation answers.")
    if not all(is_told_by(review, finding) for finding in findings):
        raise Refused("A recommendation answers findings of its own review only.")


def is_told_by(review: Review, finding: Finding) -> bool:
    """As `Finding.objects.told_by`: the report of an audit says what the audit found."""
    if review.audit_round_id:
        return finding.audit_round_id == review.audit_round_id
    return finding.review_id == review.pk


def refuse_strangers(review: Review, agencies: list[Agency]) -> None:
    serving = set(Agency.objects.serving(review.board).values_list("pk", flat=True))
    for agency in agencies:
        if agency.pk not in serving:
            raise Refused(f"{agency} is not an agency of this board. Choose one that is.")


@transaction.atomic
def edit(
    recommendation: Recommendation,
    *,
    version: int,
    by: User,
    wording: str,
    findings: Iterable[Finding],
    agencies: Iterable[Agency] | None = None,
    **fields,
) -> Recommendation:
    """Reword a draft. What was made never changes."""
    review = locked_draft(recommendation.review)
    recommendation.refresh_from_db()
    refuse_made(recommendation)
    findings = list(findings)
    refuse_other_findings(review, findings)
    if agencies is not None:
        fields["agencies"] = list(agencies)
        refuse_strangers(review, fields["agencies"])
    verb = f"changed recommendation {recommendation.number}"
    return change(
        recommendation,
        version=version,
        by=by,
        verb=verb,
        about=review,
        wording=wording,
        findings=findings,
        folded=fold(recommendation.reference, wording),
        **fields,
    )


def refuse_made(recommendation: Recommendation) -> None:
    if not recommendation.is_draft:
        raise Refused(
            "This recommendation was made, so its words cannot change. "
            "Make another one that supersedes it."
        )


@transaction.atomic
def make(recommendation: Recommendation, *, by: User, note: str = "", at=None) -> Recommendation:
    """Its words are final from now on: it can be answered and acted on."""
    locked_draft(recommendation.review)
    return move(recommendation, Recommendation.Status.MADE, by=by, note=note, verb="made", at=at)


@transaction.atomic
def make_all(review: Review, *, by: User, at=None) -> list[Recommendation]:
    """Make every draft of the review. Refused where there is none."""
    drafts = list(review.recommendations.filter(status=Recommendation.Status.DRAFT))
    if not drafts:
        raise Refused("Every recommendation of this review is made already.")
    return [make(recommendation, by=by, at=at) for recommendation in drafts]


@transaction.atomic
def supersede(
    recommendation: Recommendation, *, wording: str, reason: str, by: User, at=None
) -> Recommendation:
    """Make another in its place, in other words. The old one keeps its words and its history.

    The new one answers the same findings; actions not at their end go on to serve it too.
    Measures that are still planned stay with the old one until somebody withdraws them.
    """
    locked_draft(recommendation.review)
    old = Recommendation.objects.select_for_update().get(pk=recommendation.pk)
    new = draft(
        old.review,
        wording=wording,
        findings=old.findings.all(),
        to_board=old.to_board,
        agencies=old.agencies.all(),
        priority=old.priority,
        by=by,
        at=at,
    )
    new = make(new, by=by, at=at)
    move(
        old,
        Recommendation.Status.SUPERSEDED,
        by=by,
        note=f"{reason} Superseded by {new}.",
        verb="superseded",
        at=at,
        superseded_by=new,
    )
    for action in old.served_by.exclude(status__in=Action.ENDED):
        action.recommendations.add(new)
    return new


@transaction.atomic
def respond(
    recommendation: Recommendation,
    *,
    answer: str,
    decided_on: date,
    decided_by: str,
    by: User,
    reasons: str = "",
    at=None,
) -> Response:
    """Write down what the board says to it. A later answer counts; the earlier one stays."""
    recommendation = Recommendation.objects.select_for_update().get(pk=recommendation.pk)
    if not recommendation.is_made:
        raise Refused("Only a recommendation that was made, and still stands, is answered.")
    if answer != Response.Answer.ACCEPTED and not reasons.strip():
        raise Refused("Give the board’s reasons: it does not accept all of it.")
    response = Response.objects.create(
        board=recommendation.board,
        recommendation=recommendation,
        answer=answer,
        reasons=reasons,
        decided_on=decided_on,
        decided_by=decided_by,
        by=by,
        at=at or timezone.now(),
    )
    answered = Response.Answer(answer).label.lower()
    record(recommendation, f"answered: {answered}", by=by, at=at, note=reasons)
    return response


@transaction.atomic
def plan_no_action(
    recommendation: Recommendation, *, reason: str, by: User, at=None
) -> Recommendation:
    """Say why no action is planned, so that the plan can be agreed without one."""
    recommendation = Recommendation.objects.select_for_update().get(pk=recommendation.pk)
    if not recommendation.is_made:
        raise Refused("Only a recommendation that was made, and still stands, is planned for.")
    if recommendation.served_by.counted().exists():
        raise Refused("Actions serve this recommendation, so it needs no reason for having none.")
    recommendation.no_action_reason = reason
    recommendation.save(update_fields=["no_action_reason"])
    record(recommendation, "needs no action", by=by, at=at, note=reason)
    return recommendation


@transaction.atomic
def look_again(
    recommendation: Recommendation,
    *,
    looked_on: date,
    looked_by: str,
    result: str,
    words: str,
    by: User,
    at=None,
) -> Relook:
    """Write down that someone independent looked again, at the same words, and what they saw."""
    if not recommendation.is_made:
        raise Refused("Only a recommendation that was made, and still stands, is looked at again.")
    relook = Relook.objects.create(
        board=recommendation.board,
        recommendation=recommendation,
        looked_on=looked_on,
        looked_by=looked_by,
        result=result,
        words=words,
        by=by,
        at=at or timezone.now(),
    )
    verdict = Relook.Result(result).label.lower()
    record(recommendation, f"re-tested: {verdict}", by=by, at=at, note=words)
    return relook
