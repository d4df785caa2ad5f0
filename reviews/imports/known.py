"""What a board already has, found by the words that people call it by in their tables."""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from difflib import get_close_matches
from functools import cached_property

from boards.models import OF_AN_AGENCY, Agency, Board, Role, User
from kscb.likeness import most_like
from kscb.sheets import shortened
from kscb.text import fold
from reviews.imports.rows import Unfit
from reviews.models import Finding, Recommendation, Review, Synonym, Theme

MOST_NAMES = 40
LONGEST_NAME = 160
E_MAIL = re.compile(r"[\w.+'-]{1,64}@[\w.-]{1,190}")
NUMBER = re.compile(r"(?:f|r|findings?|recommendations?|rec|no|number)?[ .]*(\d{1,4})")


class Names[T]:
    """Records by every word for them. `closed` says of a word why it can no longer be used."""

    def __init__(
        self, what: str, named: Iterable[tuple[str, T]], closed: dict[str, str] | None = None
    ):
        self.what = what
        named = list(named)
        self.records = {fold(name): record for name, record in named}
        self.closed = {fold(name): why for name, why in (closed or {}).items()}
        self.likely: dict[str, str] = {}

    def one(self, name: str) -> T:
        folded = fold(name)
        if folded in self.records:
            return self.records[folded]
        if folded in self.closed:
            raise Unfit(self.closed[folded])
        raise Unfit(f"“{shortened(name)}” is not one of {self.what}.{self.did_you_mean(folded)}")

    def is_known(self, name: str) -> bool:
        return fold(name) in self.records or fold(name) in self.closed

    def several(self, cell: str) -> list[T]:
        """The records of a list parted by semicolons, lines or commas; names may hold commas."""
        found = dict.fromkeys(self.one(name) for name in self.names_in(cell))
        return list(found)

    def names_in(self, cell: str) -> list[str]:
        if self.is_known(cell):
            return [cell]
        pieces = [piece.strip() for piece in re.split(r"[;\n]", cell)]
        names = [name for piece in pieces if piece for name in self.between_commas(piece)]
        if len(names) > MOST_NAMES:
            raise Unfit(f"It names more than {MOST_NAMES} of {self.what}. Name fewer.")
        return names

    def between_commas(self, piece: str) -> list[str]:
        """The names in a piece, the longest that are known first."""
        parts, names = [part.strip() for part in piece.split(",")], []
        if len(parts) > MOST_NAMES:
            raise Unfit(f"It names more than {MOST_NAMES} of {self.what}. Name fewer.")
        while parts:
            ends = range(len(parts), 0, -1)
            end = next((at for at in ends if self.is_known(", ".join(parts[:at]))), 1)
            names.append(", ".join(parts[:end]))
            parts = parts[end:]
        return [name for name in names if name]

    def did_you_mean(self, folded: str) -> str:
        """ " Did you mean “Neglect”?", worked out once for each word."""
        if folded not in self.likely:
            likely = self.likeliest(folded)
            called = f" Did you mean “{self.records[likely]}”?" if likely else ""
            self.likely[folded] = called or " Write one that the board has."
        return self.likely[folded]

    def likeliest(self, folded: str) -> str:
        if len(folded) > LONGEST_NAME:
            return ""
        for found in (
            get_close_matches(folded, self.records, n=1, cutoff=0.7),
            [name for name, _ in most_like(folded, ((n, n) for n in self.records), most=1)],
            [name for name in self.records if len(folded) > 3 and folded in name],
            get_close_matches(folded, self.records, n=1, cutoff=0.55),
        ):
            if found:
                return found[0]
        return ""


@dataclass
class Speaker:
    """A person who speaks for agencies on the board, and for which."""

    person: User
    agencies: list[Agency] = field(default_factory=list)


class Known:
    """A review, and what its board has that a table may name. Each list is read once."""

    def __init__(self, review: Review):
        self.review = review
        self.board: Board = review.board

    @cached_property
    def themes(self) -> Names[Theme]:
        """By name and synonym. A merged one stands for the theme that it went into."""
        themes = {theme.pk: theme for theme in self.board.themes.all()}
        words = [(theme.name, themes[theme.counts_as_pk]) for theme in themes.values()]
        synonyms = Synonym.objects.filter(board=self.board)
        words += [(word.name, themes[themes[word.theme_id].counts_as_pk]) for word in synonyms]
        closed = {
            name: f"“{name}” is a theme no longer used. Write one that is."
            for name, theme in words
            if theme.retired_on
        }
        in_use = [(name, theme) for name, theme in reversed(words) if not theme.retired_on]
        return Names("the board’s themes", in_use, closed)

    @cached_property
    def agencies(self) -> Names[Agency]:
        serving = Agency.objects.serving(self.board)
        return Names("the board’s agencies", [(agency.name, agency) for agency in serving])

    @cached_property
    def findings(self) -> dict[int, Finding]:
        return {finding.number: finding for finding in self.review.findings.order_by("number")}

    @cached_property
    def recommendations(self) -> dict[int, Recommendation]:
        rows = self.review.recommendations.select_related("superseded_by").order_by("number")
        return {recommendation.number: recommendation for recommendation in rows}

    @cached_property
    def speakers(self) -> list[Speaker]:
        held = self.board.memberships.current().filter(role__in=OF_AN_AGENCY)
        found: dict[int, Speaker] = {}
        for membership in held.select_related("user", "agency"):
            speaker = found.setdefault(membership.user_id, Speaker(membership.user))
            speaker.agencies.append(membership.agency)
        return list(found.values())

    @cached_property
    def leads(self) -> dict[int, list[User]]:
        """Of each agency, by its key."""
        held = self.board.memberships.current().filter(role=Role.LEAD).select_related("user")
        found: dict[int, dict[int, User]] = defaultdict(dict)
        for membership in held:
            found[membership.agency_id][membership.user_id] = membership.user
        return {agency: list(people.values()) for agency, people in found.items()}

    @cached_property
    def people(self) -> Names[Speaker]:
        """By full name; two of one name are told apart by their e-mail addresses."""
        by_name = defaultdict(list)
        for speaker in self.speakers:
            by_name[speaker.person.name].append(speaker)
        closed = {
            name: f"More than one person is called {name}. Give the e-mail address."
            for name, speakers in by_name.items()
            if len(speakers) > 1
        }
        alone = [(name, speakers[0]) for name, speakers in by_name.items() if len(speakers) == 1]
        what = "the people who speak for an agency on this board"
        return Names(what, alone, closed)

    def speaker(self, cell: str) -> Speaker:
        """By e-mail address, wherever it stands in the cell, or by name."""
        address = E_MAIL.search(cell)
        if not address:
            return self.people.one(cell)
        for speaker in self.speakers:
            if speaker.person.email.casefold() == address[0].casefold():
                return speaker
        raise Unfit(f"Nobody who speaks for an agency on this board has the address {address[0]}.")

    # Numbers

    @property
    def own(self) -> str:
        """How the references of this review's findings and recommendations begin."""
        return f"{fold(self.review.reference)}/"

    def findings_in(self, cell: str) -> list[Finding]:
        """The findings whose numbers stand in a cell: "1; 3", "F1 and F3"."""
        names = [name for name in re.split(r"[;,&\n]|\band\b", cell) if name.strip()]
        return list(dict.fromkeys(self.finding(name.strip()) for name in names[:MOST_NAMES]))

    def finding(self, name: str) -> Finding:
        number = NUMBER.fullmatch(fold(name).removeprefix(self.own))
        if not number:
            raise Unfit(f"“{shortened(name)}” is not the number of a finding. Write it like 2.")
        if int(number[1]) not in self.findings:
            raise Unfit(f"This review has no finding {int(number[1])}. {has(self.findings)}")
        return self.findings[int(number[1])]

    def recommendation(self, cell: str) -> Recommendation:
        """The one that stands made, by its number or its whole reference."""
        number = NUMBER.fullmatch(fold(cell).removeprefix(self.own))
        if not number:
            raise Unfit(
                f"“{shortened(cell)}” is not a recommendation of this review. Write its number, "
                f"like 2, or its reference, like {self.review.reference}/R2."
            )
        found = self.recommendations.get(int(number[1]))
        if found is None:
            raise Unfit(
                f"This review has no recommendation {int(number[1])}. {has(self.recommendations)}"
            )
        return made(found)


def has(numbered: dict) -> str:
    numbers = ", ".join(map(str, numbered)) if len(numbered) < 20 else f"1 to {max(numbered)}"
    return f"It has {numbers}." if numbered else "It has none yet: add them first."


def made(recommendation: Recommendation) -> Recommendation:
    if recommendation.is_draft:
        raise Unfit(f"{recommendation} is still a draft. Make it first; then paste its actions.")
    if not recommendation.is_made:
        raise Unfit(f"{recommendation} was superseded. Name the one that took its place.")
    return recommendation
