"""What the report of an audit says, as plain data: drawn as a page, in Word and as PDF, and kept
as it was on the day of publication.

The report is read by every agency, so it names none beside what the findings themselves say, and
gives counts only where they cannot be traced to any one agency (`told.untraceable`).
"""

from typing import Any

from kscb.dates import in_words, today
from reviews.figures.answered import answered
from reviews.figures.compared import Compared, compared
from reviews.figures.results import Results, results
from reviews.figures.told import tellable
from reviews.models import AuditReturn, AuditRound, Finding, Recommendation, Review

NOT_SHOWN = "Not shown: too few agencies answered, or too many said the same."
STILL_OPEN = "Not shown: the earlier audit is still open."


def report_of(review: Review) -> dict[str, Any]:
    """As it was published; until then, as the records stand today."""
    return review.report or as_it_stands(review)


def as_it_stands(review: Review) -> dict[str, Any]:
    rounds = AuditRound.objects.select_related("board", "previous__board")
    audit_round = rounds.get(report=review)
    now = results(audit_round, AuditReturn.objects.all())
    return {
        "reference": review.reference,
        "title": audit_round.title,
        "audit": audit_round.reference,
        "board": audit_round.board.name,
        "is_invented": review.is_invented,
        "is_draft": review.is_restricted,
        "day": in_words(review.published_on or today()),
        "due": in_words(audit_round.due_on),
        "summary": review.summary,
        "counts": counts_of(now),
        "looked": looked_at(audit_round),
        "feedback": audit_round.feedback,
        "tables": tables_of(audit_round, now),
        "answers": answers_of(audit_round, now),
        "findings": findings_of(review),
        "recommendations": recommendations_of(review),
        "comparison": comparison_of(audit_round, now),
    }


def counts_of(now: Results) -> list[list[str]]:
    """Label and number: how many returns were asked for, came, and had nothing to answer."""
    return [
        ["Returns asked for", str(now.asked)],
        ["Returns sent", f"{now.sent} of {now.asked}"],
        ["No involvement, counted apart", f"{len(now.uninvolved)} of {now.sent}"],
        ["Returns with moderated grades", f"{now.moderated} of {len(now.counted)}"],
    ]


def looked_at(audit_round: AuditRound) -> list[list[str]]:
    """Who was looked at and heard, as far as it was written down."""
    sampled, sampled_from = audit_round.sampled, audit_round.sampled_from
    of = f"{sampled} of {sampled_from}" if sampled_from is not None else str(sampled)
    known = (
        ("Cases in the sample", of if sampled is not None else ""),
        ("How they were chosen", audit_round.sampling),
        ("Practitioners heard", audit_round.practitioners_heard),
        ("Children and families heard", audit_round.families_heard),
    )
    return [[label, str(value)] for label, value in known if value not in (None, "")]


def tables_of(audit_round: AuditRound, now: Results) -> list[dict[str, Any]]:
    told = tellable(audit_round)
    return [
        {
            "labels": [grade.label for grade in table.grades],
            "rows": [
                {
                    "question": str(one.question),
                    "counts": one.counts if one.question.pk in told else None,
                    "answered": f"{one.answered} of {one.asked}",
                }
                for one in table.spreads
            ],
        }
        for table in now.tables
    ]


def answers_of(audit_round: AuditRound, now: Results) -> list[dict[str, Any]]:
    """What was chosen where nothing is graded; numbers are told to nobody."""
    told = tellable(audit_round)
    returns = AuditReturn.objects.all()
    return [
        {
            "labels": list(table.labels),
            "rows": [
                {
                    "question": str(one.question),
                    "counts": [choice.number for choice in one.shown]
                    if one.question.pk in told
                    else None,
                    "answered": f"{one.answered} of {one.asked}",
                }
                for one in table.rows
            ],
        }
        for table in answered(audit_round, returns, now).tables
    ]


def findings_of(review: Review) -> list[dict[str, Any]]:
    rows = Finding.objects.told_by(review).prefetch_related("themes").order_by("number")
    return [
        {
            "number": one.number,
            "kind": one.get_kind_display(),
            "wording": one.wording,
            "themes": [theme.name for theme in one.themes.all()],
        }
        for one in rows
    ]


def recommendations_of(review: Review) -> list[dict[str, Any]]:
    rows = Recommendation.objects.filter(review=review).exclude(
        status=Recommendation.Status.SUPERSEDED
    )
    return [{"reference": one.reference, "wording": one.wording} for one in rows.order_by("number")]


def comparison_of(audit_round: AuditRound, now: Results) -> dict[str, Any] | None:
    """Question by question beside the round before, without agencies."""
    before = audit_round.previous
    if before is None:
        return None
    then = results(before, AuditReturn.objects.all())
    if not before.is_closed:  # one more return would tell what that one said
        told, why_not = (set[int](), set[int]()), STILL_OPEN
    else:
        told, why_not = (tellable(audit_round), tellable(before)), NOT_SHOWN
    return {
        "previous": f"{before.title}, {before.reference}",
        "rows": [one_row(one, told, why_not) for one in compared(now, then)],
    }


def one_row(one: Compared, told: tuple[set[int], set[int]], why_not: str) -> dict[str, Any]:
    """`told` are the questions whose counts may be told, now and then: both must be."""
    now, then = told
    is_told = one.then is not None and one.question.pk in now and one.then.question.pk in then
    return {
        "question": str(one.question),
        "why_not": one.why_not or ("" if is_told else why_not),
        "rows": [list(row) for row in one.rows] if is_told else [],
    }
