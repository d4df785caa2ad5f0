"""Whose an action is: the agency and the person that a row names, or those given for all rows."""

from dataclasses import dataclass

from boards.models import Agency, User
from reviews.imports.known import Known, Speaker
from reviews.imports.rows import Unfit


@dataclass(frozen=True)
class Owners:
    """What the page was told for rows that name none."""

    agency: Agency | None = None
    owner: User | None = None


NOBODY = Owners()


def parties(known: Known, agency: str, owner: str, default: Owners) -> tuple[Agency, User]:
    """The agency and its person. A column headed "Lead" may hold either."""
    speaker = known.speaker(owner) if owner and owner != agency else None
    if agency and not speaker and not known.agencies.is_known(agency):
        speaker = person_in(known, agency)
        agency = agency if speaker is None else ""
    found = agency_of(known, agency, speaker, default)
    return found, person_of(known, found, speaker, default)


def person_in(known: Known, cell: str) -> Speaker | None:
    try:
        return known.speaker(cell)
    except Unfit:
        return None


def agency_of(known: Known, cell: str, speaker: Speaker | None, default: Owners) -> Agency:
    if cell:
        named = known.agencies.several(cell)
        if len(named) != 1:
            raise Unfit("An action has one owner agency. Give each agency a row of its own.")
        return named[0]
    if speaker and len(speaker.agencies) == 1:
        return speaker.agencies[0]
    if default.agency:
        return default.agency
    raise Unfit("The owner agency is missing. Name it in this row, or for all rows above.")


def person_of(known: Known, agency: Agency, speaker: Speaker | None, default: Owners) -> User:
    """Whoever is named; else the one given for all rows; else the agency's only lead."""
    if speaker:
        return speaking(speaker, agency)
    if default.owner and any(
        each.person == default.owner and agency in each.agencies for each in known.speakers
    ):
        return default.owner
    leads = known.leads.get(agency.pk, [])
    if len(leads) == 1:
        return leads[0]
    if leads:
        names = " or ".join(lead.name for lead in leads)
        raise Unfit(f"{agency} has {len(leads)} leads. Name the owner: {names}.")
    raise Unfit(f"{agency} has no lead on this board yet. Name an owner, or invite someone first.")


def speaking(speaker: Speaker, agency: Agency) -> User:
    if agency not in speaker.agencies:
        raise Unfit(f"{speaker.person} does not now speak for {agency} on this board.")
    return speaker.person
