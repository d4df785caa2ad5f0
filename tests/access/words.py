"""The words of the access table, and the rows of ten words that its entries are made of."""

from dataclasses import dataclass

PEOPLE = (
    "anonymous",
    "staff",
    "chair",
    "member",
    "lead",
    "contributor",
    "trainer",
    "leaver",
    "other_staff",
    "administrator",
)
OK = "OK"  # 200
DOES = "DOES"  # 302, and the database changed
GOES = "GOES"  # 302 to another page of the site, and nothing changed
STOPPED = "STOPPED"  # 422: they may, but the record is past it; nothing changed
SIGN_IN = "SIGN_IN"  # 302 to the sign-in page
REFUSED = "REFUSED"  # 403
HIDDEN = "HIDDEN"  # 404
NO_METHOD = "NO_METHOD"  # 405
WORDS = {OK, DOES, GOES, STOPPED, SIGN_IN, REFUSED, HIDDEN, NO_METHOD}


@dataclass(frozen=True)
class Row:
    """One word for each person, as they stand in PEOPLE."""

    words: tuple[str, ...]

    def __post_init__(self):
        assert len(self.words) == len(PEOPLE), self.words
        assert set(self.words) <= WORDS, self.words

    def of(self, person: str) -> str:
        return self.words[PEOPLE.index(person)]

    def but(self, **words) -> "Row":
        """The same, with another word for some people."""
        return Row(tuple(words.get(person, self.of(person)) for person in PEOPLE))

    def where(self, was: str, becomes: str) -> "Row":
        return Row(tuple(becomes if word == was else word for word in self.words))


def row(words: str) -> Row:
    return Row(tuple(words.split()))


# Pages of the board that a person has chosen: `other_staff` opens Medway's own.
# anonymous staff chair member lead contributor trainer leaver other_staff administrator
STAFF_ONLY = row(
    "SIGN_IN OK REFUSED REFUSED REFUSED REFUSED REFUSED REFUSED OK REFUSED",
)
WHOLE_BOARD = row(
    "SIGN_IN OK OK REFUSED REFUSED REFUSED REFUSED REFUSED OK REFUSED",
)
DASHBOARD = row(
    "SIGN_IN OK OK OK REFUSED REFUSED REFUSED REFUSED OK REFUSED",
)
ON_THE_BOARD = row(
    "SIGN_IN OK OK OK OK OK OK REFUSED OK REFUSED",
)
SIGNED_IN = row(
    "SIGN_IN OK OK OK OK OK OK OK OK OK",
)
ANYONE = row(
    "OK OK OK OK OK OK OK OK OK OK",
)

# A record that is seen: by everyone on its board, by its figures' readers, by staff and the chair…
# anonymous staff chair member lead contributor trainer leaver other_staff administrator
SEEN_BY_BOARD = row(
    "SIGN_IN OK OK OK OK OK OK HIDDEN HIDDEN HIDDEN",
)
SEEN_BY_DASHBOARD = row(
    "SIGN_IN OK OK OK HIDDEN HIDDEN HIDDEN HIDDEN HIDDEN HIDDEN",
)
SEEN_BY_WHOLE_BOARD = row(
    "SIGN_IN OK OK HIDDEN HIDDEN HIDDEN HIDDEN HIDDEN HIDDEN HIDDEN",
)
SEEN_AT_MEDWAY = row(
    "SIGN_IN HIDDEN HIDDEN HIDDEN HIDDEN HIDDEN HIDDEN HIDDEN OK HIDDEN",
)
# … and by the agency that owes it (`own`, `restricted`), shared with its contributor or not.
SEEN_BY_OWN_AGENCY = SEEN_BY_DASHBOARD.but(lead=OK, contributor=OK)
SEEN_BY_OWN_LEAD = SEEN_BY_DASHBOARD.but(lead=OK)
SEEN_RESTRICTED_BY_AGENCY = SEEN_BY_WHOLE_BOARD.but(lead=OK, contributor=OK)


def may(seen: Row, *people: str) -> Row:
    """Of those who see the record, only `people` may do this to it."""
    refused = seen.where(OK, REFUSED)
    return refused.but(**dict.fromkeys(people, OK))


STAFF_OF_BOARD = may(SEEN_BY_BOARD, "staff")
STAFF_OF_WHOLE_BOARD = may(SEEN_BY_WHOLE_BOARD, "staff")
