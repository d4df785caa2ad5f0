"""Training: the year's 106 sessions and two workshops, e-learning, and sessions around today.

The counts are the summary's. Courses, days, places and the split by agency are invented.
"""

from collections.abc import Iterator
from datetime import date, timedelta

from boards.models import Activity
from kscb.text import fold
from performance.demo.scene import Scene, moment
from performance.demo.split import split
from training.models import Attendance, Completion, Course, Session

YEAR = 2017
SESSIONS = 106
ATTENDEES = 2312
COMPLETIONS = 11040
PLACES = ("Maidstone", "Ashford", "Canterbury", "Dartford", "Folkestone", "Tunbridge Wells")

# Title, sessions in the year, what people learn, themes. The sessions add up to 106.
COURSES = (
    ("Child protection for everyone", 18, "Know what to notice, and whom to tell.", ()),
    (
        "Conferences and core groups",
        14,
        "Bring a report, say what you know, and follow the plan up.",
        ("meetings",),
    ),
    (
        "Parents who drink or use drugs",
        11,
        "Say what an adult’s use means for each child.",
        ("alcohol and drugs",),
    ),
    (
        "Engaging fathers and partners",
        9,
        "Ask about, and speak with, every adult who matters.",
        ("fathers",),
    ),
    (
        "Staying curious with families who keep you out",
        10,
        "Test what is said to have changed.",
        ("disguised compliance",),
    ),
    (
        "Marks and bruises on babies",
        9,
        "Follow the bruising protocol the same day.",
        ("babies",),
    ),
    (
        "Supervising safeguarding practice",
        8,
        "Make time to reflect, and record that you did.",
        ("supervision",),
    ),
    (
        "When professionals disagree",
        6,
        "Raise a difference of opinion, and see it settled.",
        ("escalation",),
    ),
    ("Neglect: seeing the whole picture", 8, "Put small signs together over time.", ()),
    ("Online harm", 6, "Talk with children about their lives on a screen.", ()),
    ("Exploitation and missing children", 7, "Know the signs, and share them early.", ()),
)

WORKSHOP = (
    "County workshop: what the reviews teach",
    "What three serious case reviews ask of every service.",
    ("fathers", "babies", "disguised compliance"),
)
WORKSHOP_DAYS = (date(2017, 11, 8), date(2018, 2, 7))

# Title and weight: completions are shared out by weight.
E_LEARNING = (
    ("Safeguarding basics (e-learning)", 30),
    ("Prevent duty (e-learning)", 18),
    ("Domestic abuse: first steps (e-learning)", 12),
    ("Neglect awareness (e-learning)", 10),
    ("Exploitation awareness (e-learning)", 10),
    ("Safer recruitment (e-learning)", 8),
    ("Information sharing (e-learning)", 7),
    ("Online safety (e-learning)", 5),
)

# How many people each agency sends, roughly, out of a hundred.
SENDS = {
    "social work": 17,
    "early help": 13,
    "schools": 16,
    "community health": 11,
    "police": 8,
    "early years": 9,
    "voluntary": 7,
    "mental health": 5,
    "education": 4,
    "districts": 4,
    "youth justice": 3,
    "probation": 3,
}


def add_courses(scene: Scene) -> dict[str, Course]:
    """Every course of the programme, by title."""
    added = [
        _add_course(scene, title, Course.Kind.MULTI_AGENCY, aims=aims, themes=themes)
        for title, _, aims, themes in COURSES
    ]
    title, aims, themes = WORKSHOP
    added.append(_add_course(scene, title, Course.Kind.WORKSHOP, aims=aims, themes=themes))
    added += [_add_course(scene, title, Course.Kind.E_LEARNING) for title, _ in E_LEARNING]
    return {course.title: course for course in added}


def _add_course(scene: Scene, title: str, kind: str, *, aims: str = "", themes=()) -> Course:
    course = Course.objects.create(
        board=scene.board,
        title=title,
        kind=kind,
        aims=aims,
        is_invented=True,
        folded=fold(title),
    )
    course.themes.set(scene.themes[key] for key in themes)
    return course


def add_year(scene: Scene, courses: dict[str, Course], *, by) -> None:
    """The 106 sessions with who came, the two workshops, and the year's e-learning."""
    wanted = [courses[title] for title in _in_turn()]
    sessions = [
        _past(scene, course, held_on, place=PLACES[number % len(PLACES)])
        for number, (course, held_on) in enumerate(zip(wanted, session_days(), strict=True))
    ]
    workshops = [_past(scene, courses[WORKSHOP[0]], held_on) for held_on in WORKSHOP_DAYS]
    Session.objects.bulk_create([*sessions, *workshops])
    Attendance.objects.bulk_create(_attendances(scene, sessions))
    Completion.objects.bulk_create(_completions(scene, courses))
    Activity.objects.bulk_create(_typed_in([*sessions, *workshops], by=by))


def _in_turn() -> Iterator[str]:
    """Titles as a programme runs them: each course spread over the year."""
    turns = [
        ((turn + 0.5) / sessions, title)
        for title, sessions, _, _ in COURSES
        for turn in range(sessions)
    ]
    return (title for _, title in sorted(turns))


def session_days() -> list[date]:
    """106 working days spread over the year, none in August or over Christmas."""
    first, last = date(YEAR, 4, 3), date(YEAR + 1, 3, 28)
    every = (first + timedelta(days=step) for step in range((last - first).days + 1))
    possible = [day for day in every if day.weekday() < 5 and not _is_quiet(day)]
    return [possible[number * len(possible) // SESSIONS] for number in range(SESSIONS)]


def _is_quiet(day: date) -> bool:
    return day.month == 8 or (day.month, day.day) >= (12, 20) or (day.month, day.day) <= (1, 3)


def _past(scene: Scene, course: Course, held_on: date, *, place: str = "Maidstone") -> Session:
    return Session(
        board=scene.board,
        course=course,
        held_on=held_on,
        place=f"{place} (invented)",
        is_invented=True,
        status=Session.Status.RUN,
        status_since=moment(held_on, 16),
    )


def _attendances(scene: Scene, sessions: list[Session]) -> Iterator[Attendance]:
    sizes = split(ATTENDEES, [18 + 5 * number % 11 for number in range(SESSIONS)])
    for number, (session, size) in enumerate(zip(sessions, sizes, strict=True)):
        yield from who_came(scene, session, size, turn=number)


def who_came(scene: Scene, session: Session, size: int, *, turn: int) -> Iterator[Attendance]:
    """`size` people of some agencies: each agency misses one session in four."""
    sent = [key for place, key in enumerate(SENDS) if (turn + place) % 4]
    for key, people in zip(sent, split(size, [SENDS[key] for key in sent]), strict=True):
        if people:
            yield Attendance(session=session, agency=scene.agencies[key], people=people)


def _completions(scene: Scene, courses: dict[str, Course]) -> Iterator[Completion]:
    totals = split(COMPLETIONS, [weight for _, weight in E_LEARNING])
    for (title, _), total in zip(E_LEARNING, totals, strict=True):
        for key, number in zip(SENDS, split(total, list(SENDS.values())), strict=True):
            yield Completion(
                course=courses[title],
                agency=scene.agencies[key],
                year=YEAR,
                number=number,
                is_invented=True,
            )


def _typed_in(sessions: list[Session], *, by) -> list[Activity]:
    """That each session was run, as `record` would write it, in one insert."""
    run = Session.Status.RUN.label
    planned = Session.Status.PLANNED.label
    return [
        Activity(
            board_id=session.board_id,
            actor=by,
            verb="recorded who came",
            target=session,
            target_label=str(session)[:200],
            detail={"from": planned, "to": run},
            at=session.status_since,
        )
        for session in sessions
    ]


# Days from today, title, whether the trainer of the demonstration teaches it.
COMING = (
    (6, "Engaging fathers and partners", True),
    (11, "Child protection for everyone", False),
    (20, "Marks and bruises on babies", True),
    (27, "Conferences and core groups", False),
    (41, "Staying curious with families who keep you out", False),
)
NEEDS_REGISTER = (-3, "Supervising safeguarding practice")
LAST_RUN = (-31, "Conferences and core groups")


def add_sessions_around_today(scene: Scene, courses: dict[str, Course]) -> None:
    """The trainer's: one run, one whose register is not taken yet, and two to come."""
    trainer = scene.people["trainer"]
    offset, title = LAST_RUN
    run = _past(scene, courses[title], scene.day(offset), place="Ashford")
    run.trainer = trainer
    run.save()
    Attendance.objects.bulk_create(who_came(scene, run, 19, turn=1))
    Activity.objects.bulk_create(_typed_in([run], by=trainer))
    offset, title = NEEDS_REGISTER
    _plan(scene, courses[title], scene.day(offset), trainer=trainer)
    for offset, title, is_trainers in COMING:
        taught_by = trainer if is_trainers else None
        _plan(scene, courses[title], scene.day(offset), trainer=taught_by)


def _plan(scene: Scene, course: Course, held_on: date, *, trainer) -> Session:
    return Session.objects.create(
        board=scene.board,
        course=course,
        held_on=held_on,
        place="Maidstone (invented)",
        trainer=trainer,
        is_invented=True,
        status_since=moment(scene.day(-60)),
    )
