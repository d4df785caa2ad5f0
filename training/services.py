"""What people do with the training programme: keep courses, plan sessions, take the register."""

import zlib
from collections.abc import Iterable, Mapping
from datetime import date

from django.db import transaction

from boards.models import Agency, Board, Membership, Partner, Role, User
from boards.services.activity import move, record
from boards.services.editing import change
from kscb.dates import in_words, today
from kscb.refusal import Conflict, MoveNotAllowed, Refused, Stale
from kscb.text import fold
from reviews.models import Theme
from training.models import Attendance, Course, Session

FIRST_DAY = date(2000, 1, 1)
MOST_PEOPLE = 2_000  # in one room, from one agency


def last_day() -> date:
    """Sessions are planned at most two years ahead."""
    now = today()
    return date(now.year + 2, now.month, min(now.day, 28))


# Courses


@transaction.atomic
def add_course(
    board: Board,
    *,
    title: str,
    kind: str,
    by: User,
    aims: str = "",
    themes: Iterable[Theme] = (),
    is_invented: bool = False,
) -> Course:
    Board.objects.select_for_update().get(pk=board.pk)  # so that a title is taken once
    refuse_taken_title(board, title)
    refuse_other_themes(board, themes)
    course = Course.objects.create(
        board=board,
        title=title,
        kind=kind,
        aims=aims,
        folded=fold(title)[:150],
        is_invented=is_invented,
    )
    course.themes.set(themes)
    record(course, "added", by=by)
    return course


@transaction.atomic
def change_course(
    course: Course,
    *,
    version: int,
    title: str,
    kind: str,
    aims: str,
    themes: Iterable[Theme],
    by: User,
) -> Course:
    """Save new words; Stale where someone else saved different ones in the meantime."""
    Board.objects.select_for_update().get(pk=course.board_id)
    refuse_taken_title(course.board, title, but=course)
    refuse_other_themes(course.board, themes)
    if kind != course.kind and (course.sessions.exists() or course.completions.exists()):
        raise Refused(
            "The kind of a course cannot change once people have been counted on it. "
            "Add another course of the right kind."
        )
    words = {"title": title, "folded": fold(title)[:150], "kind": kind, "aims": aims}
    return change(course, version=version, by=by, themes=list(themes), **words)


def refuse_taken_title(board: Board, title: str, but: Course | None = None) -> None:
    others = Course.objects.filter(board=board, folded=fold(title)[:150])
    if but:
        others = others.exclude(pk=but.pk)
    if others.exists():
        raise Refused(f"There is a course called “{title}” already. Choose another title.")


def refuse_other_themes(board: Board, themes: Iterable[Theme]) -> None:
    for theme in themes:
        if theme.board_id != board.pk:
            raise Refused(f"“{theme}” is a theme of another board. Choose one of {board}.")


# Sessions


@transaction.atomic
def plan_session(
    course: Course,
    *,
    held_on: date,
    by: User,
    place: str = "",
    trainer: User | None = None,
    is_invented: bool = False,
    at=None,
) -> Session:
    """Put one running of a course in the calendar, or in the records if it is past."""
    if not course.is_taught_in_sessions:
        raise Refused("E-learning has no sessions; its completions are counted by year.")
    if not FIRST_DAY <= held_on <= last_day():
        raise Refused(f"Give a date from {in_words(FIRST_DAY)} to {in_words(last_day())}.")
    if trainer and not trainers_of(course.board).filter(pk=trainer.pk).exists():
        raise Refused(f"{trainer} is not a trainer of this board. Choose one who is.")
    session = Session.objects.create(
        board=course.board,
        course=course,
        held_on=held_on,
        place=place,
        trainer=trainer,
        is_invented=is_invented,
    )
    record(session, "planned", by=by, at=at)
    return session


def trainers_of(board: Board):
    """The people who now train for a board."""
    held = Membership.objects.current().filter(board=board, role=Role.TRAINER)
    return User.objects.filter(pk__in=held.values("user")).order_by("name", "pk")


@transaction.atomic
def cancel_session(session: Session, *, reason: str, by: User) -> Session:
    return move(session, Session.Status.CANCELLED, by=by, note=reason, verb="cancelled")


# The register


def agencies_for(session: Session) -> list[Agency]:
    """Who may be counted: agencies that serve the board, and any counted already."""
    counted = Agency.objects.filter(attendances__session=session)
    return list((Agency.objects.serving(session.board) | counted).distinct().order_by("folded"))


def counted(session: Session) -> dict[int, int]:
    """How many came, by the agency's key, as saved now."""
    return dict(Attendance.objects.filter(session=session).values_list("agency", "people"))


def version_of(session: Session) -> int:
    """A number that changes whenever the register does: what a form saw, to be compared."""
    return zlib.crc32(str(sorted(counted(session).items())).encode())


@transaction.atomic
def record_attendance(
    session: Session,
    *,
    people: Mapping[Agency, int | None],
    by: User,
    version: int | None = None,
    at=None,
) -> Session:
    """Write how many came from each agency. The first time, the session has then run.

    An agency that is left out keeps what it has. Raises Stale, with both numbers, where the
    register has changed since `version` was taken.
    """
    session = (
        Session.objects.select_for_update().select_related("course", "board").get(pk=session.pk)
    )
    refuse_register(session, people)
    was = counted(session)
    now = {agency: number or 0 for agency, number in people.items()}
    changed = {agency: number for agency, number in now.items() if number != was.get(agency.pk, 0)}
    if version is not None and changed and version != version_of(session):
        raise Stale(
            [conflict(agency, was, changed[agency]) for agency in changed], version_of(session)
        )
    if not any({**was, **{agency.pk: number for agency, number in now.items()}}.values()):
        raise Refused(
            "Give the number of people from at least one agency. "
            "If nobody came, cancel the session and say so."
        )
    save_counts(session, changed)
    if session.is_planned:
        total = sum(counted(session).values())
        note = f"{total:,} people came."
        return move(session, Session.Status.RUN, by=by, verb="took the register", note=note, at=at)
    if changed:
        record(session, "corrected the register", by=by, at=at, note=in_sentence(was, changed))
    return session


def save_counts(session: Session, changed: Mapping[Agency, int]) -> None:
    for agency, number in changed.items():
        Attendance.objects.update_or_create(
            session=session, agency=agency, defaults={"people": number}
        )


def refuse_register(session: Session, people: Mapping[Agency, int | None]) -> None:
    """Raises Refused where nobody can have come, or someone from elsewhere is counted."""
    if session.status == Session.Status.CANCELLED:
        raise MoveNotAllowed("This session was cancelled, so it has no register.")
    if session.held_on > today():
        raise Refused(
            f"This session is on {in_words(session.held_on)}. "
            "Its register can be taken on that day or after."
        )
    serving = set(
        Partner.objects.current().filter(board=session.board_id).values_list("agency", flat=True)
    )
    known = serving | set(counted(session))
    for agency, number in people.items():
        if number and agency.pk not in known:
            raise Refused(f"{agency} is not an agency of this board. Choose one that is.")
        if not 0 <= (number or 0) <= MOST_PEOPLE:
            raise Refused(f"Give a number from 0 to {MOST_PEOPLE:,} for {agency}.")


def conflict(agency: Agency, was: Mapping[int, int], yours: int) -> Conflict:
    return Conflict(agency.name, theirs=f"{was.get(agency.pk, 0):,}", yours=f"{yours:,}")


def in_sentence(was: Mapping[int, int], changed: Mapping[Agency, int]) -> str:
    """ "Kent Police: 5 became 7; …" """
    parts = [
        f"{agency.name}: {was.get(agency.pk, 0):,} became {number:,}"
        for agency, number in changed.items()
    ]
    return f"{'; '.join(parts)}."
