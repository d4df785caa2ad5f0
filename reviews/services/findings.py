"""What reviews and audits say about practice or the system."""

from collections.abc import Iterable
from datetime import date

from django.db import transaction

from boards.models import Agency, User
from boards.services.activity import record
from boards.services.editing import change
from kscb.refusal import Refused
from reviews.models import AuditRound, Finding, PracticeStandard, Review, Theme
from reviews.services.reviews import locked_draft, next_number, refuse_other_board


@transaction.atomic
def add(
    source: Review | AuditRound,
    *,
    wording: str,
    found_on: date,
    themes: Iterable[Theme],
    by: User,
    kind: str = Finding.Kind.LEARNING,
    standards: Iterable[PracticeStandard] = (),
    agencies: Iterable[Agency] = (),
    at=None,
) -> Finding:
    """Add what a review (while it is written) or an audit says, under the board's themes."""
    source = locked(source)
    themes, standards, agencies = list(themes), list(standards), list(agencies)
    refuse_other_board(source.board, *themes, *standards)
    refuse_strangers(source, agencies)
    owner = {"review" if isinstance(source, Review) else "audit_round": source}
    finding = Finding.objects.create(
        board=source.board,
        number=next_number(Finding.objects.filter(**owner)),
        kind=kind,
        wording=wording,
        found_on=found_on,
        **owner,
    )
    finding.themes.set(themes)
    finding.standards.set(standards)
    finding.agencies.set(agencies)
    record(source, f"added finding {finding.number}", by=by, at=at)
    return finding


def locked(source: Review | AuditRound) -> Review | AuditRound:
    """The review or audit, locked, if findings may still be written in it; Refused otherwise."""
    if isinstance(source, Review):
        review = locked_draft(source)
        if review.audit_round_id:
            raise Refused("Add it to the audit itself: its report says what the audit found.")
        return review
    fresh = AuditRound.objects.select_for_update().get(pk=source.pk)
    if fresh.status == AuditRound.Status.PLANNED:
        raise Refused("This audit has not begun, so it has found nothing yet.")
    if report := Review.objects.filter(audit_round=fresh).first():
        locked_draft(report)  # what is published never changes
    return fresh


def refuse_strangers(source: Review | AuditRound, agencies: list[Agency]) -> None:
    """A finding may name an agency that served the board then and has left since."""
    known = set(Agency.objects.filter(partners__board=source.board).values_list("pk", flat=True))
    for agency in agencies:
        if agency.pk not in known:
            raise Refused(f"{agency} is not an agency of this board. Choose one that is.")


@transaction.atomic
def edit(
    finding: Finding,
    *,
    version: int,
    by: User,
    themes: Iterable[Theme],
    standards: Iterable[PracticeStandard] | None = None,
    agencies: Iterable[Agency] | None = None,
    **fields,
) -> Finding:
    """Change a finding while its review is written, or of an audit. A list left out stays."""
    source = locked(finding.source)
    themes = list(themes)
    refuse_other_board(source.board, *themes, *(standards or ()))
    if standards is not None:
        fields["standards"] = list(standards)
    if agencies is not None:
        fields["agencies"] = list(agencies)
        refuse_strangers(source, fields["agencies"])
    verb = f"changed finding {finding.number}"
    return change(finding, version=version, by=by, verb=verb, about=source, themes=themes, **fields)
