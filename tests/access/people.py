"""The people of the access table, on a board with two agencies, beside another board."""

from dataclasses import dataclass
from datetime import date

from boards.models import Agency, Board, Role, User
from tests.factories import (
    AgencyFactory,
    BoardFactory,
    MembershipFactory,
    PartnerFactory,
    UserFactory,
    person_on,
)


@dataclass(frozen=True)
class World:
    """One board (`kent`) with two agencies, another board (`medway`) that shares one of them."""

    kent: Board
    medway: Board
    health: Agency  # serves both boards: the lead's and contributor's agency
    police: Agency  # serves Kent only
    people: dict[str, User | None]

    def __getattr__(self, name):
        try:
            return self.people[name]
        except KeyError as missing:
            raise AttributeError(name) from missing


def build_world() -> World:
    kent = BoardFactory(name="Kent Safeguarding Children Board", short_name="KSCB")
    medway = BoardFactory(name="Medway Safeguarding Children Board", short_name="MSCB")
    health = AgencyFactory(name="Kent Community Health", serves=kent)
    PartnerFactory(board=medway, agency=health)
    police = AgencyFactory(name="Kent Police", serves=kent)
    leaver = UserFactory(name="Lee Leaver")
    MembershipFactory(board=kent, user=leaver, role=Role.STAFF, to_on=date(2018, 3, 31))
    people = {
        "anonymous": None,
        "staff": person_on(kent, Role.STAFF, name="Sam Staff"),
        "second_staff": person_on(kent, Role.STAFF, name="Sol Second"),
        "chair": person_on(kent, Role.CHAIR, name="Chris Chair"),
        "member": person_on(kent, Role.MEMBER, agency=police, name="Morgan Member"),
        "lead": person_on(kent, Role.LEAD, agency=health, name="Lesley Lead"),
        "contributor": person_on(kent, Role.CONTRIBUTOR, agency=health, name="Cam Contributor"),
        "trainer": person_on(kent, Role.TRAINER, name="Terry Trainer"),
        "leaver": leaver,
        "other_staff": person_on(medway, Role.STAFF, name="Otis Other"),
        "administrator": UserFactory(name="Ada Admin", is_staff=True, is_superuser=True),
    }
    return World(kent=kent, medway=medway, health=health, police=police, people=people)
