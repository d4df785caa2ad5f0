"""The people of the demonstration, all invented, and the nine who may sign in."""

from dataclasses import dataclass
from datetime import date

from boards.models import Membership, Role, User
from boards.services.activity import record
from performance.demo.scene import Scene, moment

SINCE = date(2016, 4, 1)


@dataclass(frozen=True)
class SignIn:
    """One kind of person, with a password that anyone may know."""

    kind: str
    email: str
    name: str
    password: str
    is_administrator: bool = False

    def __str__(self):
        return f"{self.kind}: {self.email} {self.password}"


SIGN_INS = (
    SignIn("board staff", "staff@kscb.example", "Rowan Ashdown-Vale", "harbour-lantern-17"),
    SignIn("second board staff", "second@kscb.example", "Imogen Tarrantine", "orchard-ladder-28"),
    SignIn("chair", "chair@kscb.example", "Desmond Achterlow", "meadow-compass-39"),
    SignIn("board member", "member@police.example", "Farah Quillander", "granite-teapot-41"),
    SignIn("agency lead", "lead@community-health.example", "Tomasz Windleby", "copper-saddle-52"),
    SignIn(
        "agency contributor",
        "contributor@community-health.example",
        "Bettina Oseworth",
        "velvet-anchor-63",
    ),
    SignIn("trainer", "trainer@kscb.example", "Callum Drewittson", "pewter-canvas-74"),
    SignIn("staff of another board", "staff@mscb.example", "Ngozi Fairbrace", "willow-button-85"),
    SignIn(
        "administrator",
        "administrator@kscb.example",
        "Ingrid Solwayne",
        "marble-ribbon-96",
        is_administrator=True,
    ),
)


@dataclass(frozen=True)
class Post:
    """One role that one person holds on one board. `kind` names a sign-in; others cannot enter."""

    name: str
    role: str
    title: str = ""
    agency: str = ""
    kind: str = ""
    key: str = ""
    since: date = SINCE

    @property
    def email(self):
        return f"{self.name.lower().replace(' ', '.')}@people.example"


OF_KENT = (
    Post("", Role.STAFF, "Business manager", kind="board staff"),
    Post("", Role.STAFF, "Business and audit officer", kind="second board staff"),
    Post("", Role.CHAIR, kind="chair"),
    Post("", Role.MEMBER, agency="police", kind="board member"),
    Post("", Role.LEAD, agency="community health", kind="agency lead"),
    Post("", Role.CONTRIBUTOR, agency="community health", kind="agency contributor"),
    Post("", Role.TRAINER, "Training officer", kind="trainer"),
    Post("Winifred Okonjoy", Role.READER, "Lead reviewer", key="lead reviewer"),
    Post("Hester Balmfield", Role.MEMBER, agency="social work", key="panel member"),
    Post("Marcus Thornaby", Role.MEMBER, agency="integrated care"),
    Post("Oriel Penhallam", Role.LEAD, agency="social work"),
    Post("Jasper Netherway", Role.LEAD, agency="early help"),
    Post("Colette Umberley", Role.LEAD, agency="education"),
    Post("Sunil Garrowby", Role.LEAD, agency="police"),
    Post("Beatrix Holmsund", Role.LEAD, agency="integrated care"),
    Post("Lionel Marchettle", Role.LEAD, agency="mental health", key="leaver"),
    Post("Odette Brackenrow", Role.LEAD, agency="mental health"),
    Post("Gideon Pellworth", Role.LEAD, agency="east kent hospitals"),
    Post("Mabel Struthwick", Role.LEAD, agency="tunbridge wells hospitals"),
    Post("Anselm Corriedale", Role.LEAD, agency="dartford hospitals"),
    Post("Petra Lowmoor", Role.LEAD, agency="ambulance"),
    Post("Rashid Emberton", Role.LEAD, agency="probation"),
    Post("Nuala Fenwright", Role.LEAD, agency="youth justice"),
    Post("Edmund Varley-Croft", Role.LEAD, agency="fire"),
    Post("Saskia Dunmarrow", Role.LEAD, agency="districts"),
    Post("Harriet Oldcastell", Role.LEAD, agency="schools"),
    Post("Leopold Tarnside", Role.LEAD, agency="early years"),
    Post("Yasmin Greatorley", Role.LEAD, agency="voluntary"),
)

OF_MEDWAY = (
    Post("", Role.STAFF, "Partnership manager", kind="staff of another board"),
    Post("", Role.LEAD, agency="community health", kind="agency lead"),
    Post("Bartholomew Skene-Ash", Role.STAFF, "Partnership officer", key="medway officer"),
    Post("Cordelia Inchmery", Role.CHAIR, key="chair"),
    Post("Sunil Garrowby", Role.LEAD, agency="police"),
    Post("Beatrix Holmsund", Role.LEAD, agency="integrated care"),
    Post("Fergus Wealdham", Role.LEAD, agency="medway council"),
    Post("Delphine Orrisdale", Role.LEAD, agency="medway hospital"),
)


def add_sign_ins() -> dict[str, User]:
    """The nine people who may sign in, by kind."""
    return {
        who.kind: User.objects.create_user(
            who.email,
            who.name,
            who.password,
            is_staff=who.is_administrator,
            is_superuser=who.is_administrator,
        )
        for who in SIGN_INS
    }


def add_posts(scene: Scene, posts: tuple[Post, ...], who_signs_in: dict[str, User]) -> None:
    """Give each person their role, dated from when they held it."""
    for post in posts:
        person = who_signs_in[post.kind] if post.kind else _without_password(post)
        membership = Membership.objects.create(
            board=scene.board,
            user=person,
            role=post.role,
            agency=scene.agencies[post.agency] if post.agency else None,
            title=post.title,
            from_on=post.since,
        )
        role = membership.get_role_display()
        record(membership, "joined", by=person, at=moment(post.since), to=role)
        _remember(scene, post, person)


def _without_password(post: Post) -> User:
    """Someone who cannot sign in; on two boards, the same person."""
    return User.objects.filter(email=post.email).first() or User.objects.create_user(
        post.email, post.name, None
    )


def _remember(scene: Scene, post: Post, person: User) -> None:
    for key in (post.kind, post.key):
        if key:
            scene.people[key] = person
    if post.role == Role.LEAD:
        scene.people[f"lead of {post.agency}"] = person


def say_goodbye(scene: Scene) -> None:
    """The leaver goes, and leaves an unfinished action behind."""
    last_day = scene.day(-19)
    membership = Membership.objects.get(board=scene.board, user=scene.people["leaver"])
    membership.to_on = last_day
    membership.save(update_fields=["to_on"])
    record(
        membership,
        "ended",
        by=scene.people["board staff"],
        at=moment(last_day, 16),
        note="Moved to another trust.",
    )
