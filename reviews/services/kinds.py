"""What a new kind of review begins with: its stages, its clocks and the criteria of its decision.

A board's administrators rename, reorder, skip and date them afterwards, in the back office.
"""

from dataclasses import dataclass
from datetime import date

from django.db import transaction

from boards.models import User
from boards.services.activity import record
from kscb.text import fold
from reviews.models import ClockRule, Criterion, ReviewEvent, ReviewKind, Stage

Event, Unit = ReviewEvent.Event, ClockRule.Unit

# The road that a review takes, to its end. Stages after the end are side roads: whoever sends a
# review there says why.
STAGES = (
    "Referred",
    "Screening",
    "Notified",
    "Rapid review",
    "Decision",
    "Commissioned",
    "Information from agencies",
    "Practitioners and family",
    "Draft report",
    "Panel and quality",
    "Board approval",
    "Response and action plan agreed",
    "Published",
    "Actions under way",
    "Actions complete",
    "Impact tested",
    "Closed",
    "Publication held",
    "Criteria not met",
    "Another kind of review instead",
    "Reopened",
)
# The report of an audit, which has its findings already.
REPORT_STAGES = (
    "Report being written",
    "Response and action plan agreed",
    "Published",
    "Actions under way",
    "Actions complete",
    "Impact tested",
    "Closed",
    "Reopened",
)
INSPECTION_STAGES = (
    "Report received",
    "Response and action plan agreed",
    "Published",
    "Actions under way",
    "Actions complete",
    "Impact tested",
    "Closed",
    "Reopened",
)
ENDS = ("Closed", "Criteria not met", "Another kind of review instead")


@dataclass(frozen=True)
class Rule:
    """A clock, as law or guidance sets it, between the days on which it was in force."""

    name: str
    number: int
    unit: ClockRule.Unit
    starts_with: ReviewEvent.Event
    ends_with: ReviewEvent.Event
    source: str
    is_before: bool = False
    from_on: date | None = None
    to_on: date | None = None


@dataclass(frozen=True)
class Weighed:
    """A criterion, in our own words, and where it comes from."""

    wording: str
    source: str
    from_on: date | None = None
    to_on: date | None = None


# Section 16C of the Children Act 2004 and SI 2018/789 began on 29 June 2018.
NEW_LAW = date(2018, 6, 29)
WT2018 = "Working Together 2018, chapter 4; Working Together 2023, chapter 5"
ACT = "Children Act 2004, section 16C; "
REGULATION = "SI 2018/789, regulation 11(2)"
# Working Together 2015 stood from 26 March 2015. The last boards handed over to safeguarding
# partners by 29 September 2019 and had a year more to finish the reviews they had begun.
OLD_GUIDANCE = date(2015, 3, 26)
LAST_BOARDS = date(2019, 9, 29)
LAST_REVIEWS = date(2020, 9, 29)
WT2015 = "Working Together 2015, chapter 4"
SCR_REGULATION = "LSCB Regulations 2006 (SI 2006/90), regulation 5(2)"

RULES = (
    Rule(
        "Notification within 5 working days",
        5,
        Unit.WORKING_DAYS,
        Event.AWARE,
        Event.NOTIFIED,
        ACT + WT2018,
        from_on=NEW_LAW,
    ),
    Rule(
        "Rapid review within 15 working days",
        15,
        Unit.WORKING_DAYS,
        Event.NOTIFIED,
        Event.RAPID_REVIEWED,
        WT2018,
        from_on=NEW_LAW,
    ),
    Rule(
        "Review completed within 6 months",
        6,
        Unit.MONTHS,
        Event.DECIDED,
        Event.COMPLETED,
        WT2018,
        from_on=NEW_LAW,
    ),
    Rule(
        "Panel told 7 working days before publication",
        7,
        Unit.WORKING_DAYS,
        Event.PUBLICATION_PLANNED,
        Event.PANEL_TOLD_PUBLICATION,
        WT2018,
        is_before=True,
        from_on=NEW_LAW,
    ),
)
SCR_RULES = (
    Rule(
        "Notification within 5 working days",
        5,
        Unit.WORKING_DAYS,
        Event.AWARE,
        Event.NOTIFIED,
        WT2015,
        from_on=OLD_GUIDANCE,
        to_on=LAST_BOARDS,
    ),
    Rule(
        "Decision within 1 month",
        1,
        Unit.MONTHS,
        Event.NOTIFIED,
        Event.DECIDED,
        WT2015,
        from_on=OLD_GUIDANCE,
        to_on=LAST_BOARDS,
    ),
    Rule(
        "Review completed within 6 months",
        6,
        Unit.MONTHS,
        Event.DECIDED,
        Event.COMPLETED,
        WT2015,
        from_on=OLD_GUIDANCE,
        to_on=LAST_BOARDS,
    ),
    Rule(
        "Panel told one week before publication",
        5,
        Unit.WORKING_DAYS,
        Event.PUBLICATION_PLANNED,
        Event.PANEL_TOLD_PUBLICATION,
        f"{WT2015}: at least one week, counted here as 5 working days",
        is_before=True,
        from_on=OLD_GUIDANCE,
        to_on=LAST_REVIEWS,
    ),
)
CRITERIA = (
    Weighed(
        "Abuse or neglect of a child is known or suspected, and the child has died or been "
        "seriously harmed.",
        ACT + WT2018,
        from_on=NEW_LAW,
    ),
    Weighed(
        "The case shows, or may show, that safeguarding has to improve, in ways identified before "
        "or not.",
        f"{REGULATION}(a)",
        from_on=NEW_LAW,
    ),
    Weighed(
        "The case shows, or may show, themes that keep coming back in how children are "
        "safeguarded.",
        f"{REGULATION}(b)",
        from_on=NEW_LAW,
    ),
    Weighed(
        "The case raises, or may raise, concern about how two or more agencies worked together.",
        f"{REGULATION}(c)",
        from_on=NEW_LAW,
    ),
    Weighed(
        "The national Panel has considered it and concluded that a local review may be more "
        "fitting.",
        f"{REGULATION}(d)",
        from_on=NEW_LAW,
    ),
)
SCR_CRITERIA = (
    Weighed(
        "Abuse or neglect of a child is known or suspected, and the child has died.",
        f"{SCR_REGULATION}(a) and (b)(i); {WT2015}",
        from_on=OLD_GUIDANCE,
        to_on=LAST_BOARDS,
    ),
    Weighed(
        "Abuse or neglect is known or suspected, the child was seriously harmed, and there is "
        "cause for concern about how agencies worked together.",
        f"{SCR_REGULATION}(a) and (b)(ii); {WT2015}",
        from_on=OLD_GUIDANCE,
        to_on=LAST_BOARDS,
    ),
    Weighed(
        "The child died in custody, on remand, in a secure children’s home, or while detained "
        "under the Mental Health Act.",
        WT2015,
        from_on=OLD_GUIDANCE,
        to_on=LAST_BOARDS,
    ),
)


@transaction.atomic
def set_up(kind: ReviewKind, *, by: User | None, at=None) -> ReviewKind:
    """Give the kind the stages, the clocks and the criteria that it lacks altogether.

    What a board has set up for itself, even one row of it, stays as it is; so it is safe to repeat.
    """
    ReviewKind.objects.select_for_update().get(pk=kind.pk)
    filled = []
    for word, rows, fill in (
        ("stages", kind.stages, _add_stages),
        ("clocks", kind.clock_rules, _add_rules),
        ("criteria", kind.criteria, _add_criteria),
    ):
        if not rows.exists() and fill(kind):
            filled.append(word)
    if filled:
        record(kind, "set up", by=by, at=at, note=f"Given the usual {', '.join(filled)}.")
    return kind


def is_serious_case_review(kind: ReviewKind) -> bool:
    """Whether Working Together 2015 is the guidance that it is held under."""
    return kind.code == "SCR" or "serious case review" in fold(kind.name)


def _add_stages(kind: ReviewKind) -> list[Stage]:
    names = INSPECTION_STAGES if kind.is_inspection else STAGES
    names = REPORT_STAGES if kind.is_audit else names
    return Stage.objects.bulk_create(
        Stage(kind=kind, number=number, name=name, is_last=name in ENDS)
        for number, name in enumerate(names, start=1)
    )


def _add_rules(kind: ReviewKind) -> list[ClockRule]:
    """No inspection or audit is notified, decided on or told to the national Panel: none."""
    if kind.is_inspection or kind.is_audit:
        return []
    rules = SCR_RULES if is_serious_case_review(kind) else RULES
    return ClockRule.objects.bulk_create(ClockRule(kind=kind, **vars(rule)) for rule in rules)


def _add_criteria(kind: ReviewKind) -> list[Criterion]:
    if kind.is_inspection or kind.is_audit:
        return []
    weighed = SCR_CRITERIA if is_serious_case_review(kind) else CRITERIA
    return Criterion.objects.bulk_create(
        Criterion(kind=kind, number=number, **vars(one))
        for number, one in enumerate(weighed, start=1)
    )
