"""Whom a seven-minute briefing reached, from the agencies' own words."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from boards.models import Agency
from kscb.dates import today
from kscb.figures import Figure
from kscb.standing import Standing, days_words
from kscb.text import fold
from reviews.models import Attestation


@dataclass(frozen=True)
class AgencyReach:
    """What one agency said: of each team, its latest entry."""

    agency: Agency
    teams: int
    people: int
    last_used_on: date | None
    standing: Standing


@dataclass(frozen=True)
class Reach:
    """`asked`: agencies serving the board today; `used`: those of them that said they used it.

    `people`: the staff reached, summed over every team of every agency, whether or not the agency
    still serves the board.
    """

    asked: int
    used: int
    people: int
    agencies: list[AgencyReach]

    @property
    def have(self) -> list[AgencyReach]:
        return [row for row in self.agencies if row.teams]

    @property
    def have_not(self) -> list[AgencyReach]:
        return [row for row in self.agencies if not row.teams]

    @property
    def figures(self) -> list[Figure]:
        share = Decimal(100 * self.used) / self.asked if self.asked else None
        return [
            Figure(
                key="used",
                label="Agencies that used it",
                value=None if share is None else share.quantize(Decimal(1)),
                unit="%",
                numerator=Decimal(self.used),
                denominator=Decimal(self.asked),
                note="Out of the agencies that serve the board now",
            ),
            Figure(
                key="people",
                label="Staff reached",
                value=Decimal(self.people),
                note="Counted by the agencies: someone in two teams counts twice",
            ),
        ]


def counting(entries: Iterable[Attestation]) -> list[Attestation]:
    """Of each agency and team, the entry made last."""
    latest = {}
    for entry in sorted(entries, key=lambda entry: (entry.at, entry.pk)):
        latest[entry.agency_id, fold(entry.team)] = entry
    return sorted(latest.values(), key=lambda entry: (entry.used_on, entry.pk), reverse=True)


def reach_of(
    entries: Iterable[Attestation], *, serving: Iterable[Agency], attest_by: date | None
) -> Reach:
    """`entries` with their agency joined. Agencies that have not used it come first."""
    counted, now = counting(entries), {agency.pk: agency for agency in serving}
    said: dict[int, list[Attestation]] = {pk: [] for pk in now}
    for entry in counted:
        said.setdefault(entry.agency_id, []).append(entry)
    agencies = {**{entry.agency_id: entry.agency for entry in counted}, **now}
    rows = [
        of_agency(agencies[pk], entries, attest_by=attest_by, serves=pk in now)
        for pk, entries in said.items()
    ]
    return Reach(
        asked=len(now),
        used=sum(bool(said[pk]) for pk in now),
        people=sum(entry.staff_reached for entry in counted),
        agencies=sorted(rows, key=lambda row: (row.teams > 0, row.agency.folded)),
    )


def of_agency(
    agency: Agency, entries: list[Attestation], *, attest_by: date | None, serves: bool
) -> AgencyReach:
    return AgencyReach(
        agency=agency,
        teams=len(entries),
        people=sum(entry.staff_reached for entry in entries),
        last_used_on=max((entry.used_on for entry in entries), default=None),
        standing=standing_of(used=bool(entries), serves=serves, attest_by=attest_by),
    )


def standing_of(*, used: bool, serves: bool, attest_by: date | None) -> Standing:
    if used:
        return Standing("Used", "good") if serves else Standing("Used; left the board", "none")
    late = (today() - attest_by).days if attest_by else 0
    return Standing(f"Not yet: {days_words(late)} late", "late") if late > 0 else NOT_YET


NOT_YET = Standing("Not yet", "none")
