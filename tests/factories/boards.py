from datetime import date

import factory
from factory.django import DjangoModelFactory

from boards.models import (
    Achievement,
    Agency,
    Board,
    Body,
    Document,
    Meeting,
    Membership,
    MemberView,
    Partner,
    Role,
    User,
)
from kscb.text import fold

PASSWORD = "a long enough password"


class BoardFactory(DjangoModelFactory):
    class Meta:
        model = Board

    name = factory.Sequence(lambda n: f"Board {n}")
    short_name = factory.Sequence(lambda n: f"B{n}")
    place = "Kent"
    worried_phone = "01632 960 000"


class BodyFactory(DjangoModelFactory):
    class Meta:
        model = Body

    board = factory.SubFactory(BoardFactory)
    name = factory.Sequence(lambda n: f"Body {n}")


class AgencyFactory(DjangoModelFactory):
    """`serves=board` makes the agency a partner of that board."""

    class Meta:
        model = Agency
        skip_postgeneration_save = True

    name = factory.Sequence(lambda n: f"Agency {n:03d}")
    folded = factory.LazyAttribute(lambda agency: fold(agency.name))
    kind = Agency.Kind.HEALTH

    @factory.post_generation
    def serves(agency, create, board, **kwargs):
        if board:
            PartnerFactory(board=board, agency=agency)


class PartnerFactory(DjangoModelFactory):
    class Meta:
        model = Partner

    board = factory.SubFactory(BoardFactory)
    agency = factory.SubFactory(AgencyFactory)
    from_on = date(2010, 4, 1)


class UserFactory(DjangoModelFactory):
    class Meta:
        model = User
        skip_postgeneration_save = True

    email = factory.Sequence(lambda n: f"person{n}@kscb.example")
    name = factory.Sequence(lambda n: f"Person {n:03d}")

    @classmethod
    def _create(cls, model_class, *args, **kwargs):
        person = super()._create(model_class, *args, **kwargs)
        person.set_unusable_password()
        person.save(update_fields=["password"])
        return person


class MembershipFactory(DjangoModelFactory):
    class Meta:
        model = Membership

    board = factory.SubFactory(BoardFactory)
    user = factory.SubFactory(UserFactory)
    role = Role.STAFF
    from_on = date(2015, 4, 1)


class MeetingFactory(DjangoModelFactory):
    class Meta:
        model = Meeting

    board = factory.SubFactory(BoardFactory)
    held_on = date(2018, 3, 14)


class AchievementFactory(DjangoModelFactory):
    class Meta:
        model = Achievement

    board = factory.SubFactory(BoardFactory)
    year = 2017
    wording = factory.Sequence(lambda n: f"Achievement {n}")
    source = "A report"


class MemberViewFactory(DjangoModelFactory):
    class Meta:
        model = MemberView

    board = factory.SubFactory(BoardFactory)
    year = 2017
    sense = factory.Sequence(lambda n: f"View {n}")
    source = "A survey"


def person_on(board, role, *, agency=None, **fields):
    """A person who now holds `role` on `board`."""
    user = UserFactory(**fields)
    MembershipFactory(board=board, user=user, role=role, agency=agency)
    return user


class DocumentFactory(DjangoModelFactory):
    """A row only: tests/access/scene.py (`store_files`) puts a file behind it."""

    class Meta:
        model = Document

    board = factory.SubFactory(BoardFactory)
    name = factory.Sequence(lambda n: f"document-{n}.txt")
    kind = "txt"
    size = 5
    sha256 = factory.Sequence(lambda n: f"{n:064x}")
    stored_as = factory.Sequence(lambda n: f"dd/{n:032x}")
    uploaded_by = factory.SubFactory(UserFactory)
