"""What a review formally asks for."""

from django.db import transaction

from boards.models import User
from boards.services.activity import record
from boards.services.editing import change
from kscb.refusal import Refused
from kscb.text import fold, in_order
from reviews.models import Finding, Recommendation, Review
from reviews.services.reviews import locked_draft, next_number


@transaction.atomic
def make(
    review: Review, *, wording: str, findings: list[Finding], by: User, at=None
) -> Recommendation:
    """Add a numbered recommendation that answers findings of the same review."""
    review = locked_draft(review)
    refuse_other_findings(review, findings)
    number = next_number(Recommendation.objects.filter(review=review))
    reference = f"{review.reference}/R{number}"
    recommendation = Recommendation.objects.create(
        board=review.board,
        review=review,
        number=number,
        reference=reference,
        wording=wording,
        folded=fold(reference, wording),
        in_order=in_order(reference),
    )
    recommendation.findings.set(findings)
    record(review, f"added recommendation {number}", by=by, at=at)
    record(recommendation, "made", by=by, at=at)
    return recommendation


def refuse_other_findings(review: Review, findings: list[Finding]) -> None:
    if not findings:
        raise Refused("Choose at least one finding that this recommendation answers.")
    if any(finding.review_id != review.pk for finding in findings):
        raise Refused("A recommendation answers findings of its own review only.")


@transaction.atomic
def edit(
    recommendation: Recommendation, *, version: int, by: User, wording: str, findings: list[Finding]
) -> Recommendation:
    """Change the wording while the review is still being written."""
    review = locked_draft(recommendation.review)
    refuse_other_findings(review, findings)
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
    )
