"""A short way to say what was found, done and tested, for tests of the learning thread."""

from datetime import date, datetime

from django.utils import timezone

from reviews.figures.recurrence import Seen, recurrence
from reviews.models import Finding, Measure
from tests.factories import (
    ActionFactory,
    AuditRoundFactory,
    FindingFactory,
    MeasureFactory,
    RecommendationFactory,
    ReviewFactory,
)

GOOD = Finding.Kind.GOOD_PRACTICE


def day(text):
    """ "3.5.2018" """
    number, month, year = map(int, text.split("."))
    return date(year, month, number)


def moment(text):
    on = day(text)
    return timezone.make_aware(datetime(on.year, on.month, on.day, 12))


class Record:
    """One board's records, published unless said otherwise."""

    def __init__(self, world):
        self.world, self.board = world, world.kent

    def review(self, **fields):
        return ReviewFactory(board=self.board, **({"published": True} | fields))

    def draft(self):
        return ReviewFactory(board=self.board)

    def audit(self):
        return AuditRoundFactory(board=self.board)

    def found(self, source, on, *themes, agencies=(), **fields):
        owner = (
            {"audit_round": source, "review": None, "board": self.board}
            if source._meta.model_name == "auditround"
            else {"review": source}
        )
        finding = FindingFactory(found_on=day(on), themes=themes, **owner, **fields)
        finding.agencies.set(agencies)
        return finding

    def asked(self, *findings):
        return RecommendationFactory(review=findings[0].review, findings=findings)

    def action(self, recommendation, *spans, agency=None, serves=(), **fields):
        """`spans` are from when until when it stood as done: ("1.2.2018", None)."""
        stands = bool(spans) and spans[-1][1] is None
        agency = agency or self.world.health
        action = ActionFactory(
            recommendation=recommendation,
            recommendations=serves,
            agency=agency,
            owner=self.world.lead,
            status="accepted" if stands else fields.pop("status", "in_progress"),
            **fields,
        )
        action.acceptances.all().delete()
        for begin, end in spans:
            action.acceptances.create(accepted_on=day(begin), reopened_on=end and day(end))
        return action

    def tested(self, recommendation, on, result=Measure.Result.HELPED):
        return MeasureFactory(
            recommendation=recommendation, tested=True, tested_on=day(on), result=result
        )

    def rows(self, person=None):
        """The table of recurrence, as the person may see it (or whole), by theme and agency."""
        seen = Seen.by(person, self.board) if person else Seen.everything(self.board)
        rows = recurrence(seen.findings, seen.actions, seen.measures)
        return {(row.name, row.agency_name): row for row in rows}

    def row(self, theme, agency=None, person=None):
        """(named, actions, done, tested, helped, recurrences) of one row."""
        row = self.rows(person)[theme.name, agency.name if agency else ""]
        return (row.named, row.actions, row.done, row.tested, row.helped, row.recurrences)
