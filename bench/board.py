"""A large invented board, made in bulk: `build(actions=N)` and the people who look at it.

Everything beside the actions has one size: 50 audit rounds with a return from each of 20 agencies,
1,000 items of evidence, 400 sessions, 15 indicators. Reviews grow with the actions, 40 to a review.
"""

import hashlib
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import batched, islice

from django.contrib.contenttypes.models import ContentType
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import timezone

from boards.models import (
    Achievement,
    Activity,
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
from kscb.dates import today
from kscb.text import fold, in_order
from performance.models import Area, Indicator, Observation
from reviews.models import (
    Acceptance,
    Action,
    ActionUpdate,
    Answer,
    AuditReturn,
    AuditRound,
    Evidence,
    Finding,
    Framework,
    Grade,
    Measure,
    Question,
    Recommendation,
    Response,
    Review,
    ReviewKind,
    Section,
    Support,
    Theme,
)
from training.models import Attendance, Completion, Course, Session

AGENCIES, THEMES, ROUNDS, QUESTIONS, ITEMS = 20, 12, 50, 8, 1_000
COURSES, SESSIONS, INDICATORS, YEARS = 20, 400, 15, 13
ACTIONS_A_REVIEW, RECOMMENDATIONS_A_REVIEW, FINDINGS_A_REVIEW = 40, 5, 4
WORDS = (
    "Supervision of practitioners checks that what the child says is recorded and acted upon, "
    "and that information is shared between agencies before a decision is made."
)


@dataclass(frozen=True)
class People:
    staff: User
    chair: User
    member: User
    lead: User


@dataclass(frozen=True)
class Scene:
    """What every part of the board hangs on."""

    board: Board
    agencies: list[Agency]
    owners: list[User]
    themes: list[Theme]
    people: People


def build(*, actions: int) -> Scene:
    scene = begin()
    add_reviews(scene, reviews=actions // ACTIONS_A_REVIEW)
    add_audits(scene)
    add_evidence(scene)
    add_training(scene)
    add_indicators(scene)
    add_board_records(scene)
    return scene


def many(model, rows):
    """Saved in batches; the rows, with their keys."""
    return [row for batch in batched(rows, 1_000) for row in model.objects.bulk_create(batch)]


def join(through, rows):
    for batch in batched(rows, 1_000):
        through.objects.bulk_create([through(**row) for row in batch])


def nth(rows, number):
    return rows[number % len(rows)]


def begin() -> Scene:
    board = Board.objects.create(
        name="Large Invented Board", short_name="LIB", place="Nowhere", worried_phone="01632 960555"
    )
    agencies = many(
        Agency,
        (
            Agency(name=f"Agency {n:02}", folded=fold(f"Agency {n:02}"), kind="health")
            for n in range(AGENCIES)
        ),
    )
    begun = date(2015, 4, 1)
    many(Partner, (Partner(board=board, agency=agency, from_on=begun) for agency in agencies))
    owners = [person(board, f"Owner {n}", Role.LEAD, agency) for n, agency in enumerate(agencies)]
    people = People(
        staff=person(board, "Staff", Role.STAFF),
        chair=person(board, "Chair", Role.CHAIR),
        member=person(board, "Member", Role.MEMBER, agencies[1]),
        lead=owners[0],
    )
    themes = many(
        Theme,
        (
            Theme(board=board, name=f"Theme {n:02}", folded=fold(f"Theme {n:02}"), source="bench")
            for n in range(THEMES)
        ),
    )
    return Scene(board, agencies, owners, themes, people)


def person(board, name, role, agency=None) -> User:
    email = f"{name.replace(' ', '').lower()}@bench.example"
    user = User.objects.create_user(email, name, None)
    Membership.objects.create(
        board=board, user=user, role=role, agency=agency, from_on=date(2015, 4, 1)
    )
    return user


def add_reviews(scene: Scene, *, reviews: int) -> None:
    """Nineteen in twenty reviews are published; the rest are being written."""
    kind = ReviewKind.objects.create(board=scene.board, name="Serious case review", code="SCR")
    body = Body.objects.create(board=scene.board, name="Case review group")
    made = many(Review, (review(scene, kind, body, n) for n in range(1, reviews + 1)))
    findings = many(
        Finding,
        (
            Finding(
                board=scene.board,
                review=of,
                number=n,
                wording=WORDS,
                found_on=today() - timedelta(days=(n * of.number) % 2_000),
            )
            for of in made
            for n in range(1, FINDINGS_A_REVIEW + 1)
        ),
    )
    join(
        Finding.themes.through,
        (
            {"finding_id": finding.pk, "theme_id": nth(scene.themes, n + extra * 5).pk}
            for n, finding in enumerate(findings)
            for extra in range(2)
        ),
    )
    recommendations = many(
        Recommendation,
        (
            recommendation(scene, of, n)
            for of in made
            for n in range(1, RECOMMENDATIONS_A_REVIEW + 1)
        ),
    )
    join(
        Recommendation.findings.through,
        (
            {
                "recommendation_id": row.pk,
                "finding_id": findings[
                    n // RECOMMENDATIONS_A_REVIEW * FINDINGS_A_REVIEW + n % FINDINGS_A_REVIEW
                ].pk,
            }
            for n, row in enumerate(recommendations)
        ),
    )
    join(
        Finding.agencies.through,
        (
            {"finding_id": finding.pk, "agency_id": nth(scene.agencies, n * 3).pk}
            for n, finding in enumerate(findings)
        ),
    )
    add_responses_and_measures(scene, recommendations)
    add_actions(scene, recommendations)


def add_responses_and_measures(scene: Scene, recommendations: list[Recommendation]) -> None:
    """Nine in ten answered; every one measured, half of the measures tested."""
    answered = (row for n, row in enumerate(recommendations) if n % 10)
    many(
        Response,
        (
            Response(
                board=scene.board,
                recommendation=row,
                answer="accepted",
                decided_by="The board",
                by=scene.people.staff,
            )
            for row in answered
        ),
    )
    many(Measure, (measure(scene, row, n) for n, row in enumerate(recommendations)))


def measure(scene, of, number) -> Measure:
    result = nth(("", "helped", "", "partly", "", "dont_know", "", "not_helped"), number)
    day = today() - timedelta(days=number * 17 % 400 if result else number * 17 % 400 - 300)
    return Measure(
        board=scene.board,
        recommendation=of,
        number=1,
        kind="audit_question",
        wording=WORDS,
        test_on=day,
        status="tested" if result else "planned",
        result=result,
        tested_on=day if result else None,
        seen=WORDS if result else "",
    )


def review(scene, kind, body, number) -> Review:
    published = number % 20 != 0
    reference = f"LIB/SCR{2010 + number % 16}-{number:03}"
    return Review(
        board=scene.board,
        kind=kind,
        commissioned_by=body,
        year=2010 + number % 16,
        number=number,
        reference=reference,
        pseudonym=f"Harbour {number}",
        summary=WORDS,
        status="published" if published else "draft",
        published_on=today() - timedelta(days=number * 11 % 2_500) if published else None,
        folded=fold(reference, f"Harbour {number}", WORDS),
        in_order=in_order(reference),
        is_invented=True,
    )


def recommendation(scene, of, number) -> Recommendation:
    reference = f"{of.reference}/R{number}"
    return Recommendation(
        board=scene.board,
        review=of,
        number=number,
        reference=reference,
        wording=WORDS,
        folded=fold(reference, WORDS),
        in_order=in_order(reference),
    )


def add_actions(scene: Scene, recommendations: list[Recommendation]) -> None:
    """Half accepted, the rest open in every state; an update and two entries for most."""
    a_recommendation = ACTIONS_A_REVIEW // RECOMMENDATIONS_A_REVIEW
    numbered = ((of, n) for of in recommendations for n in range(1, a_recommendation + 1))
    made = many(Action, (action(scene, of, n, at) for at, (of, n) in enumerate(numbered)))
    join(
        Action.recommendations.through,
        ({"action_id": row.pk, "recommendation_id": row.recommendation_id} for row in made),
    )
    done = [row for row in made if row.status == "accepted"]
    many(
        Acceptance,
        (Acceptance(action=row, accepted_on=timezone.localdate(row.status_since)) for row in done),
    )
    begun = [row for row in made if row.status != "agreed"]
    many(ActionUpdate, (ActionUpdate(action=row, text=WORDS, by=row.owner) for row in begun))
    kind = ContentType.objects.get_for_model(Action)
    for verb in ("proposed", "updated"):
        many(
            Activity,
            (
                Activity(
                    board=scene.board,
                    actor=scene.people.staff,
                    verb=verb,
                    target_type=kind,
                    target_pk=row.pk,
                    target_label=row.reference,
                )
                for row in made
            ),
        )


def action(scene, of, number, at) -> Action:
    states = ("accepted",) * 5 + ("in_progress", "in_progress", "agreed", "agreed", "submitted")
    reference = f"{of.reference}/A{number}"
    which = at % AGENCIES
    return Action(
        board=scene.board,
        recommendation=of,
        number=number,
        reference=reference,
        agency=scene.agencies[which],
        owner=scene.owners[which],
        wording=WORDS,
        difference="Children are heard and seen in their own right.",
        due_on=today() + timedelta(days=at * 37 % 600 - 300),
        status=states[at * 7 // 3 % len(states)],
        status_since=timezone.now() - timedelta(days=at * 13 % 400),
        folded=fold(reference, WORDS),
        in_order=in_order(reference),
        is_invented=True,
        change=nth(Action.Change.values, at),
        priority="high" if at % 7 == 0 else "normal",
        author=scene.people.staff,
    )


def add_audits(scene: Scene) -> None:
    framework = Framework.objects.create(
        key="eight-standards",
        name="Eight standards",
        folded="eight standards",
        status=Framework.Status.PUBLISHED,
        valid_from=today(),
    )
    section = Section.objects.create(framework=framework, number=1, title="Questions")
    grades = many(
        Grade,
        (Grade(framework=framework, scale="0-3", value=n, label=f"Grade {n}") for n in range(4)),
    )
    questions = many(
        Question,
        (
            Question(
                framework=framework,
                section=section,
                number=n,
                key=f"question-{n}",
                scale="0-3",
                wording=WORDS,
                good_evidence=WORDS,
            )
            for n in range(1, QUESTIONS + 1)
        ),
    )
    rounds = many(AuditRound, (audit_round(scene, framework, n) for n in range(ROUNDS)))
    states = ("agreed", "submitted", "in_progress", "returned", "not_started")
    returns = many(
        AuditReturn,
        (
            AuditReturn(
                board=scene.board,
                audit_round=of,
                agency=agency,
                due_on=of.due_on,
                status="agreed" if of.status == "closed" else nth(states, n),
            )
            for of in rounds
            for n, agency in enumerate(scene.agencies)
        ),
    )
    many(
        Answer,
        (
            Answer(audit_return=of, question=question, grade=nth(grades, n + of.pk), text=WORDS)
            for of in returns
            for n, question in enumerate(questions)
        ),
    )
    find_in(scene, rounds)


def find_in(scene: Scene, rounds: list[AuditRound]) -> None:
    """Four findings of each audit, each under a theme and naming an agency."""
    found = many(
        Finding,
        (
            Finding(
                board=scene.board,
                audit_round=of,
                number=n,
                wording=WORDS,
                found_on=min(of.due_on, today()),
            )
            for of in rounds
            for n in range(1, FINDINGS_A_REVIEW + 1)
        ),
    )
    join(
        Finding.themes.through,
        (
            {"finding_id": finding.pk, "theme_id": nth(scene.themes, n).pk}
            for n, finding in enumerate(found)
        ),
    )
    join(
        Finding.agencies.through,
        (
            {"finding_id": finding.pk, "agency_id": nth(scene.agencies, n).pk}
            for n, finding in enumerate(found)
        ),
    )


def audit_round(scene, framework, number) -> AuditRound:
    is_open = number < 3
    due = today() + timedelta(days=20) if is_open else today() - timedelta(days=60 * number)
    reference = f"LIB/AUDIT-{number:03}"
    return AuditRound(
        board=scene.board,
        framework=framework,
        title=f"Audit {number}",
        reference=reference,
        opens_on=due - timedelta(days=40),
        due_on=due,
        status="open" if is_open else "closed",
        conclusion="" if is_open else WORDS,
        folded=fold(reference, f"Audit {number}"),
        is_invented=True,
    )


def add_evidence(scene: Scene) -> None:
    """Half files, half links; of each, half support an update, half an answer of their agency.

    Every fifth has an end; what the board said of them varies.
    """
    updates = ActionUpdate.objects.select_related("action").order_by("pk").iterator()
    answers = Answer.objects.select_related("audit_return").order_by("-pk").iterator()
    half = ITEMS // 2
    said = ("submitted", "accepted", "queried", "accepted", "rejected")
    for n, row in enumerate(islice(updates, half)):
        item = evidence(scene, row.action.agency_id, n)
        Support.objects.create(evidence=item, update=row, status=nth(said, n))
    for n, row in enumerate(islice(answers, half), start=half):
        item = evidence(scene, row.audit_return.agency_id, n)
        Support.objects.create(evidence=item, answer=row, status=nth(said, n))
    renew_some(scene)


def renew_some(scene: Scene) -> None:
    """Chains of three versions for each agency, so that pages have them to show."""
    for agency in scene.agencies:
        first, second, third = Evidence.objects.filter(agency=agency).order_by("pk")[:3]
        Evidence.objects.filter(pk=second.pk).update(replaces=first)
        Evidence.objects.filter(pk=third.pk).update(replaces=second)


def evidence(scene, agency_id, number) -> Evidence:
    """A file where the number is even, a link where it is odd."""
    title = f"evidence {number}"
    return Evidence.objects.create(
        board=scene.board,
        agency_id=agency_id,
        title=title,
        document=stored(scene, number) if number % 2 == 0 else None,
        link=f"https://bench.example/{number}" if number % 2 else "",
        expires_on=today() + timedelta(days=number - 100) if number % 5 == 0 else None,
        given_by=scene.people.staff,
        folded=fold(title),
    )


def stored(scene, number) -> Document:
    content = f"Evidence {number}\n".encode()
    stored_as = default_storage.save(f"be/bench-{number}", ContentFile(content))
    return Document.objects.create(
        board=scene.board,
        name=f"evidence {number}.txt",
        kind="txt",
        size=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        stored_as=stored_as,
        uploaded_by=scene.people.staff,
    )


def add_training(scene: Scene) -> None:
    courses = many(
        Course,
        (
            Course(
                board=scene.board,
                title=f"Course {n:02}",
                kind="e_learning" if n % 5 == 0 else "multi_agency",
                folded=fold(f"Course {n:02}"),
                is_invented=True,
            )
            for n in range(COURSES)
        ),
    )
    taught = [course for course in courses if course.kind == "multi_agency"]
    sessions = many(Session, (session(scene, nth(taught, n), n) for n in range(SESSIONS)))
    many(
        Attendance,
        (
            Attendance(session=of, agency=nth(scene.agencies, of.pk + n), people=3 + n)
            for of in sessions
            if of.status == "run"
            for n in range(8)
        ),
    )
    many(
        Completion,
        (
            Completion(course=of, agency=agency, year=2025, number=17, is_invented=True)
            for of in courses
            if of.kind == "e_learning"
            for agency in scene.agencies
        ),
    )


def session(scene, course, number) -> Session:
    held_on = today() + timedelta(days=100 - number * 3)
    return Session(
        board=scene.board,
        course=course,
        held_on=held_on,
        place="Town hall",
        status="planned" if held_on >= today() else "run",
        is_invented=True,
    )


def add_indicators(scene: Scene) -> None:
    area = Area.objects.create(code="E10000099", name="Nowhere")
    indicators = many(
        Indicator,
        (
            Indicator(
                board=scene.board,
                key=f"indicator-{n}",
                title=f"Indicator {n:02}",
                definition=WORDS,
                numerator="Children counted",
                is_headline=n < 5,
                folded=fold(f"Indicator {n:02}"),
            )
            for n in range(INDICATORS)
        ),
    )
    many(
        Observation,
        (
            Observation(
                board=scene.board,
                indicator=of,
                area=area,
                period=f"March {today().year - year}",
                as_at=date(today().year - year, 3, 31),
                source=source,
                status="final" if year else "provisional",
                value=1_000 + of.pk * 10 + year,
            )
            for of in indicators
            for year in range(YEARS)
            for source in ("First source", "Second source")
        ),
    )


def add_board_records(scene: Scene) -> None:
    board, now = scene.board, today()
    many(
        Meeting,
        (Meeting(board=board, held_on=now + timedelta(days=30 - 60 * n)) for n in range(20)),
    )
    for n in range(10):
        Achievement.objects.create(board=board, year=2017, wording=f"Thing {n}", source="bench")
        MemberView.objects.create(board=board, year=2017, sense=f"View {n}", source="bench")
