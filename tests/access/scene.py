"""A world in which every route of the table has a record to open, in every place that matters.

A place is what a record is to the people of the table (tests/access/people.py):

- own: Kent's, of the agency that `lead` and `contributor` speak for, and shared with `contributor`
- unshared: the same, but the lead shared it with nobody
- other_agency: Kent's, of Kent Police, for whom `member` sits
- other_board: Medway's, of the very agency that `lead` speaks for at Kent
- restricted: as own, hanging from a review that is not published
- restricted_other: as other_agency, hanging from a review that is not published
- on_panel: a return as unshared, sent to a round on whose panel `member` sits
- before_sending: the same, not sent yet
"""

from dataclasses import dataclass, field
from datetime import date, timedelta
from types import SimpleNamespace
from uuid import uuid4

from allauth.mfa.models import Authenticator
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import timezone

from boards.models import Document, Draft, Invitation, Notice, Receipt, Role
from boards.services.activity import record
from kscb.dates import today
from reviews.models import (
    Action,
    AuditReturn,
    Finding,
    Framework,
    Review,
)
from tests import factories
from tests.access.people import World, build_world
from tests.access.publications import publications
from tests.access.trackers import trackers

PLACES = ("own", "unshared", "other_agency", "other_board", "restricted", "restricted_other")
CONTENT = {"csv": b"Recommendation,Action\nSee fathers.,\n"}  # of a tracker
LAST_YEAR, NEXT_YEAR = date(2018, 3, 1), date(2030, 3, 1)


@dataclass
class Scene:
    """The people, and by place the records that the table opens."""

    people: World
    words: dict[tuple[str, str], str]
    chains: dict[str, SimpleNamespace] = field(default_factory=dict)
    audits: dict[str, SimpleNamespace] = field(default_factory=dict)
    boards: dict[str, SimpleNamespace] = field(default_factory=dict)
    reviews: dict[str, Review] = field(default_factory=dict)
    alarms: dict[str, Finding] = field(default_factory=dict)
    reports: dict[str, Review] = field(default_factory=dict)
    frameworks: dict[str, Framework] = field(default_factory=dict)

    def board_of(self, place):
        return self.people.medway if place.startswith("other_board") else self.people.kent

    def agency_of(self, place):
        is_police = place in ("other_agency", "restricted_other")
        return self.people.police if is_police else self.people.health

    def contents_of(self, place):
        """What the place's board holds of its own: themes, kinds, people, meetings…"""
        return self.boards["other_board" if place.startswith("other_board") else "own"]

    def word(self, place, part):
        return self.words.get((place, part), f"Plain {place}")

    def session_at(self, place):
        """`own` is the session of `trainer`, `others_session` another trainer's."""
        contents = self.contents_of(place)
        return contents.others_session if place == "others_session" else contents.session


def build_scene(words=None) -> Scene:
    """`words` names the words that parts of a place's records are known by, such as a canary.

    The parts are review, asked (the recommendation), action, update and answer.
    """
    scene = Scene(people=build_world(), words=words or {})
    scene.council = factories.AgencyFactory(name="Kent County Council", serves=scene.people.kent)
    factories.PartnerFactory(board=scene.people.medway, agency=scene.council)
    for place in ("own", "other_board"):
        scene.boards[place] = board_contents(scene, place)
    for place in PLACES:
        scene.chains[place] = chain(scene, place, restricted=place.startswith("restricted"))
    scene.chains["other_board_draft"] = chain(scene, "other_board_draft", restricted=True)
    for place in PLACES[:4]:
        scene.audits[place] = audit(scene, place)
    for place, status in (("on_panel", "submitted"), ("before_sending", "in_progress")):
        scene.audits[place] = of_panel(scene, place, status)
    for place in ("own", "restricted", "other_board"):
        scene.frameworks[place] = framework(scene, place)
    publications(scene)
    for place in ("restricted", "other_board"):
        scene.reviews[place] = waiting_review(scene, place, by=scene.people.second_staff)
    for place in ("own", "restricted", "other_board"):
        scene.alarms[place] = alarm(scene, place)
    for place in ("own", "restricted", "other_board"):
        scene.reports[place] = report(scene, place)
    Receipt.objects.create(token=uuid4(), person=scene.people.second_staff, path="/")
    Draft.objects.create(person=scene.people.second_staff, path="/", typed={"text": ["Half"]})
    Authenticator.objects.create(user=scene.people.second_staff, type="totp", data={})
    for place in ("restricted", "other_board"):
        scene.reviews[f"unread_{place}"] = unread_review(scene, place)
    scene.reviews["edited"] = waiting_review(scene, "restricted", by=scene.people.staff)
    return scene


def board_contents(scene, place):
    board = scene.board_of(place)
    trainer = scene.people.trainer if place == "own" else factories.UserFactory()
    course = factories.CourseFactory(board=board)
    elearning = factories.CourseFactory(board=board, kind="e_learning")
    spare = factories.person_on(board, Role.TRAINER, name=f"Spare {place}")
    contents = SimpleNamespace(
        board=board,
        theme=factories.ThemeFactory(board=board),
        unused_theme=factories.ThemeFactory(board=board),
        kind=factories.ReviewKindFactory(board=board),
        body=factories.BodyFactory(board=board),
        meeting=factories.MeetingFactory(board=board),
        achievement=factories.AchievementFactory(board=board),
        view=factories.MemberViewFactory(board=board),
        observation=factories.ObservationFactory(indicator__board=board),
        course=course,
        session=factories.SessionFactory(course=course, trainer=trainer),
        others_session=factories.SessionFactory(course=course),
        attendance=factories.AttendanceFactory(session__course=course, agency=scene.people.health),
        completion=factories.CompletionFactory(course=elearning, agency=scene.people.health),
        **theme_words(board),
        spare=spare,
        membership=spare.memberships.get(),
        invitation=invitation(scene, board, email=f"new-{place}@kscb.example"),
        invitation_of_trainer=invitation(scene, board, email=trainer.email),
    )
    contents.attendance_of_police = factories.AttendanceFactory(
        session=contents.attendance.session, agency=scene.people.police
    )
    # The set-up of a kind of review
    contents.of_kind = (
        factories.StageFactory(kind=contents.kind),
        factories.ClockRuleFactory(kind=contents.kind),
        factories.CriterionFactory(kind=contents.kind),
    )
    contents.next_stage = factories.StageFactory(kind=contents.kind)
    contents.trained = factories.AttendanceFactory(
        session__course=course, session__trainer=trainer, agency=scene.people.health
    )
    Notice.objects.create(
        board=board, recipient=trainer, email=trainer.email, subject="A", about="An invitation"
    )
    return contents


def life(scene, place, review):
    """One row of each kind that the life of a review leaves, each with its word."""
    word = scene.word(place, "life")
    stage, rule, criterion = scene.contents_of(place).of_kind
    review.stage = stage
    review.save(update_fields=["stage"])
    by = {"review": review, "by": scene.people.second_staff}
    decision = factories.DecisionFactory(**by, reasons=word, shown=[word])
    decision.criteria.add(criterion)
    return SimpleNamespace(
        reached=factories.StageReachedFactory(**by, stage=stage, reason=word),
        event=factories.ReviewEventFactory(**by, event="aware", words=word),
        reason=factories.LatenessReasonFactory(**by, rule=rule, reason=word),
        hold=factories.HoldFactory(**by, reason=word),
        decision=decision,
        link=factories.LinkedReviewFactory(**by, held_by=word),
    )


def theme_words(board):
    """What the learning thread keeps of a board's themes."""
    theme = factories.ThemeFactory(board=board)
    return {
        "retired_theme": factories.ThemeFactory(board=board, retired_on=LAST_YEAR),
        "merged_theme": factories.ThemeFactory(board=board, merged_into=theme),
        "alarmed_theme": theme,
        "synonym": factories.SynonymFactory(theme=theme),
        "standard": factories.PracticeStandardFactory(theme=theme),
        "verdict": factories.VerdictFactory(theme=theme),
    }


def alarm(scene, place):
    """A finding, dated after an action on its theme was done; and one that was answered for."""
    contents = scene.contents_of(place)
    chosen = {"board": contents.board, "kind": contents.kind, "commissioned_by": contents.body}
    published = {"published": True}
    first = factories.ReviewFactory(**chosen, **published)
    named = factories.FindingFactory(review=first, themes=[contents.alarmed_theme])
    asked = factories.RecommendationFactory(review=first, findings=[named])
    agency, owner = scene.people.police, scene.people.member
    factories.ActionFactory(
        recommendation=asked, agency=agency, owner=owner, accepted=True, accepted_on=LAST_YEAR
    )
    drafted = {} if place == "restricted" else published
    found_on = LAST_YEAR + timedelta(days=30)
    ringing, answered = (
        factories.FindingFactory(
            review=factories.ReviewFactory(**chosen, **drafted),
            found_on=found_on,
            themes=[contents.alarmed_theme],
        )
        for _ in range(2)
    )
    ringing.answer = factories.AlarmAnswerFactory(finding=answered, theme=contents.alarmed_theme)
    read(scene, place, ringing.review)
    return ringing


def invitation(scene, board, *, email):
    return Invitation.objects.create(
        board=board,
        email=email,
        name="New Person",
        role=Role.READER,
        invited_by=scene.people.second_staff,
        expires_at=timezone.now() + timedelta(days=3),
    )


def chain(scene, place, *, restricted):
    """A review and all that hangs from it, ending in evidence with a stored file."""
    word = scene.word(place, "review")
    board = scene.board_of(place)
    contents = scene.contents_of(place)
    review = factories.ReviewFactory(
        board=board,
        kind=contents.kind,
        commissioned_by=contents.body,
        pseudonym=scene.word(place, "pseudonym"),
        summary=word,
        **({} if restricted else {"published": True}),
    )
    finding = factories.FindingFactory(
        review=review, number=1, wording=word, themes=[contents.theme]
    )
    recommendation = factories.RecommendationFactory(
        review=review, number=1, wording=scene.word(place, "asked"), findings=[finding]
    )
    lived = life(scene, place, review)
    record(review, "logged", by=scene.people.second_staff, note=word)
    record(recommendation, "made", by=scene.people.second_staff)
    reader = factories.NamedReaderFactory(
        review=review,
        person=factories.person_on(board, Role.READER),
        reason=scene.word(place, "reader"),
    )
    return SimpleNamespace(
        **around(scene, place, review, reader),
        **asked_and_tested(scene, place, recommendation),
        review=review,
        life=lived,
        finding=finding,
        recommendation=recommendation,
        action=action(scene, place, recommendation),
        submitted=action(scene, place, recommendation, status=Action.Status.SUBMITTED),
        reader=reader,
        **trackers(scene, place, review),
    )


def around(scene, place, review, reader):
    """Who read it today, what was asked of the agency, and the documents."""
    agency, asked = scene.agency_of(place), scene.word(place, "request")
    request = factories.InformationRequestFactory(review=review, agency=agency, asked=asked)
    record(request, "asked for information", by=scene.people.second_staff, note=asked)
    return {
        "readings": read(scene, place, review, reader.person),
        "request": request,
        "received": factories.InformationRequestFactory(
            review=review, agency=agency, asked=asked, received=True
        ),
        "document": factories.ReviewDocumentFactory(
            review=review,
            kind="agency_report",
            title=f"Information {scene.word(place, 'document')}",
            request=request,
        ),
        "report": factories.ReviewDocumentFactory(
            review=review, kind="published_report", title=f"Report {scene.word(place, 'report')}"
        ),
    }


def read(scene, place, review, *others):
    """Whoever of the table may read a restricted review has said today why.

    Of a published one, somebody once did.
    """
    if not review.is_restricted:
        before = today() - timedelta(days=90)
        return [
            factories.ReadingFactory(review=review, person=person, read_on=before)
            for person in others
        ]
    people = scene.people
    of_kent = (people.staff, people.second_staff, people.chair)
    readers = (people.other_staff,) if review.board == people.medway else of_kent
    return [
        factories.ReadingFactory(review=review, person=person, reason=scene.word(place, "reading"))
        for person in (*readers, *others)
    ]


def owner_of(board, agency):
    """Two people who speak for the agency there: one owns its actions, one could."""
    return (
        factories.person_on(board, Role.LEAD, agency=agency),
        factories.person_on(board, Role.LEAD, agency=agency),
    )


def action(scene, place, recommendation, *, status=Action.Status.IN_PROGRESS):
    agency = scene.agency_of(place)
    owner, successor = owner_of(recommendation.board, agency)
    word, said = scene.word(place, "action"), scene.word(place, "update")
    made = factories.ActionFactory(
        recommendation=recommendation,
        agency=agency,
        owner=owner,
        status=status,
        wording=word,
        difference=word,
        due_on=today() + timedelta(days=200),
    )
    made.successor = successor
    made.update = factories.ActionUpdateFactory(action=made, text=said, by=owner)
    made.change = made.due_date_changes.create(
        was_on=LAST_YEAR, now_on=made.due_on, reason=said, by=scene.people.second_staff
    )
    made.evidence = evidence(scene, made, said, update=made.update)
    made.queried = queried(made, said)
    made.reminder = factories.ReminderFactory(action=made)
    made.link = factories.UpdateLinkFactory(action=made)
    record(made, "logged", by=scene.people.second_staff, note=said)
    share(scene, place, made)
    return made


def share(scene, place, owed):
    if place in ("own", "restricted"):
        owed.contributors.add(scene.people.contributor)


def evidence(scene, owed, word, **supported):
    """A file that the agency gave for an update or an answer."""
    number = Document.objects.count()
    document = Document.objects.create(
        board=owed.board,
        name=f"{word}.txt",
        kind="txt",
        size=5,
        sha256=f"{number:064}",
        stored_as=f"aa/{number:032x}",
        uploaded_by=scene.people.second_staff,
    )
    given = factories.EvidenceFactory(
        board=owed.board,
        agency=owed.agency,
        title=word,
        link="",
        document=document,
        given_by=scene.people.second_staff,
    )
    given.support = factories.SupportFactory(evidence=given, **supported)
    return given


def queried(owed, word):
    """A link given for the action's update, about which the board asks."""
    given = factories.EvidenceFactory(board=owed.board, agency=owed.agency, title=word)
    return factories.SupportFactory(evidence=given, update=owed.update, status="queried", note=word)


def store_files():
    """Put a file behind every document (the store is a new one for each test)."""
    for name, kind in Document.objects.values_list("stored_as", "kind"):
        default_storage.save(name, ContentFile(CONTENT.get(kind, b"words")))


def audit(scene, place):
    """Rounds that ask one agency each: whose return is answered, sent, and moderated."""
    answered = asked(scene, place, AuditReturn.Status.IN_PROGRESS)
    sent = asked(scene, place, AuditReturn.Status.SUBMITTED)
    moderated = asked(scene, place, AuditReturn.Status.MODERATED)
    return SimpleNamespace(
        answered=answered,
        sent=sent,
        moderated=moderated,
        after=after_sending(scene, place, sent, moderated),
        planned=factories.AuditRoundFactory(board=scene.board_of(place), status="planned"),
        closed=factories.AuditRoundFactory(board=scene.board_of(place), status="closed"),
    )


def of_panel(scene, place, status):
    """One return of a round that `member` moderates, with a section given to a colleague."""
    given = asked(scene, place, AuditReturn.Status(status))
    given.audit_round.panel.add(scene.people.member)
    factories.SectionShareFactory(audit_return=given, person=scene.people.second_staff)
    record(given, "shared", by=scene.people.lead, note=scene.word(place, "history"))
    return SimpleNamespace(answered=given, sent=given)


def after_sending(scene, place, sent, moderated):
    """What stands beside a return that was sent, each holding the place's word."""
    word, staff = scene.word(place, "answer"), scene.people.second_staff
    answer = sent.answers.first()
    copy = [{"number": 1, "question": "", "grade": "", "said": "", "text": word, "evidence": []}]
    return SimpleNamespace(
        share=factories.SectionShareFactory(audit_return=sent, person=staff),
        submission=factories.SubmissionFactory(audit_return=sent, by=staff, copy=copy),
        query=factories.AnswerQueryFactory(answer=answer, asked=word, asked_by=staff),
        moderation=factories.ModerationFactory(
            answer=moderated.answers.first(), reason=word, by=staff
        ),
        concern=factories.ImmediateConcernFactory(
            board=sent.board, agency=sent.agency, audit_round=sent.audit_round, raised_by=staff
        ),
    )


def report(scene, place):
    """Of an audit that is closed; `restricted` is a draft."""
    contents, word = scene.contents_of(place), scene.word(place, "review")
    audit_round = factories.AuditRoundFactory(board=contents.board, status="closed")
    state = {} if place == "restricted" else {"published": True}
    made = factories.ReviewFactory(
        board=contents.board,
        kind=contents.kind,
        commissioned_by=contents.body,
        audit_round=audit_round,
        summary=word,
        **state,
    )
    read(scene, place, made)
    return made


def framework(scene, place):
    """`own` is published; the others are drafts. Each has a section and a question retired."""
    state = {} if place == "own" else {"draft": True}
    made = factories.FrameworkFactory(board=scene.board_of(place), name=f"Ours {place}", **state)
    made.moved = factories.SectionFactory(framework=made)
    made.question = factories.QuestionFactory(framework=made, kind="narrative")
    made.retired_section = factories.SectionFactory(framework=made, retired_on=LAST_YEAR)
    made.retired_question = factories.QuestionFactory(
        framework=made, section=made.moved, kind="narrative", valid_from=None, valid_to=LAST_YEAR
    )
    made.second = factories.QuestionFactory(
        framework=made, section=made.moved, kind="narrative", number=50
    )
    record(made, "drafted", by=scene.people.second_staff)
    return made


def asked(scene, place, status):
    word = scene.word(place, "answer")
    audit_round = factories.AuditRoundFactory(board=scene.board_of(place))
    audit_round.themes.add(scene.contents_of(place).theme)
    audit_return = factories.AuditReturnFactory(
        audit_round=audit_round, agency=scene.agency_of(place), status=status
    )
    for question in audit_round.framework.questions.all():
        answer = factories.AnswerFactory(audit_return=audit_return, question=question, text=word)
    audit_return.evidence = evidence(scene, audit_return, word, answer=answer)
    record(audit_return, "asked", by=scene.people.second_staff, note=word)
    share(scene, place, audit_return)
    return audit_return


def waiting_review(scene, place, *, by):
    """A review that one person wrote and asked to publish, waiting for a second."""
    contents = scene.contents_of(place)
    word = scene.word(f"waiting_{place}", "review")
    review = factories.ReviewFactory(
        board=contents.board,
        kind=contents.kind,
        commissioned_by=contents.body,
        pseudonym=scene.word(f"waiting_{place}", "pseudonym"),
        status=Review.Status.PUBLICATION_ASKED,
        asked_by=scene.people.second_staff,
    )
    factories.FindingFactory(review=review, wording=word, themes=[contents.theme])
    record(review, "changed", by=by)
    read(scene, place, review)
    return review


def unread_review(scene, place):
    """A draft that nobody of the table has opened today."""
    contents = scene.contents_of(place)
    return factories.ReviewFactory(
        board=contents.board, kind=contents.kind, commissioned_by=contents.body
    )


# From recommendations to measures


def asked_and_tested(scene, place, recommendation):
    """What follows on a recommendation, and another one that no action serves.

    The plan is complete, but for a draft where the review is not published.
    """
    review, word = recommendation.review, scene.word(place, "review")
    finding = recommendation.findings.get()
    spare = factories.RecommendationFactory(
        review=review, number=2, wording=word, findings=[finding], no_action_reason=word
    )
    tested = factories.MeasureFactory(
        recommendation=recommendation, number=2, wording=word, tested=True
    )
    factories.MeasureFactory(recommendation=spare, number=1, wording=word)
    factories.ResponseFactory(recommendation=spare, reasons=word)
    record(tested, "tested: helped", by=scene.people.second_staff, note=word)
    found = {
        "spare": spare,
        "response": factories.ResponseFactory(recommendation=recommendation, reasons=word),
        "measure": factories.MeasureFactory(recommendation=recommendation, number=1, wording=word),
        "tested": tested,
        "proposed": step_of(scene, place, recommendation, status="proposed"),
        "disputed": step_of(scene, place, recommendation, status="disputed"),
        "accepted": step_of(scene, place, recommendation, status="accepted"),
        "to_verify": step_of(scene, place, recommendation, status="submitted", is_own=True),
    }
    if review.is_restricted:
        found["draft"] = factories.RecommendationFactory(
            review=review, number=3, wording=word, findings=[finding], status="draft"
        )
    return found


def step_of(scene, place, recommendation, *, status, is_own=False):
    """An action somewhere in its life; `is_own`: proposed by the one who owns it."""
    word, agency = scene.word(place, "action"), scene.agency_of(place)
    owner = factories.person_on(recommendation.board, Role.LEAD, agency=agency)
    made = factories.ActionFactory(
        recommendation=recommendation,
        agency=agency,
        owner=owner,
        author=owner if is_own else scene.people.second_staff,
        status=status,
        wording=word,
        difference=word,
    )
    share(scene, place, made)
    return made
