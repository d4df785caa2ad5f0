from datetime import date, timedelta

import factory
from django.utils import timezone
from django.utils.text import slugify
from factory.django import DjangoModelFactory

from boards.models import Role
from kscb.dates import today
from kscb.text import fold, in_order
from reviews.models import (
    Action,
    ActionUpdate,
    Answer,
    AnswerQuery,
    Attestation,
    AuditReturn,
    AuditRound,
    Briefing,
    Evidence,
    Finding,
    Framework,
    Grade,
    ImmediateConcern,
    InformationRequest,
    Measure,
    Moderation,
    NamedReader,
    PublicationCheck,
    Question,
    Reading,
    Recommendation,
    Relook,
    Reminder,
    Response,
    Review,
    ReviewDocument,
    ReviewKind,
    Section,
    SectionShare,
    Submission,
    Support,
    Theme,
    UpdateLink,
)
from tests.factories.boards import (
    AgencyFactory,
    BoardFactory,
    BodyFactory,
    DocumentFactory,
    UserFactory,
    person_on,
)


class ThemeFactory(DjangoModelFactory):
    class Meta:
        model = Theme

    board = factory.SubFactory(BoardFactory)
    name = factory.Sequence(lambda n: f"Theme {n:03d}")
    folded = factory.LazyAttribute(lambda theme: fold(theme.name))


class ReviewKindFactory(DjangoModelFactory):
    class Meta:
        model = ReviewKind
        django_get_or_create = ("board", "code")

    board = factory.SubFactory(BoardFactory)
    name = factory.LazyAttribute(lambda kind: f"Kind {kind.code}")
    code = "SCR"


class ReviewFactory(DjangoModelFactory):
    class Meta:
        model = Review

    class Params:
        published = factory.Trait(status=Review.Status.PUBLISHED, published_on=date(2018, 1, 15))

    board = factory.SubFactory(BoardFactory)
    kind = factory.SubFactory(ReviewKindFactory, board=factory.SelfAttribute("..board"))
    commissioned_by = factory.SubFactory(BodyFactory, board=factory.SelfAttribute("..board"))
    year = 2017
    number = factory.Sequence(lambda n: n + 1)
    reference = factory.LazyAttribute(
        lambda r: f"{r.board.short_name}/{r.kind.code}{r.year}-{r.number:02d}"
    )
    pseudonym = factory.Sequence(lambda n: f"Harbour {n}")
    folded = factory.LazyAttribute(lambda r: fold(r.reference, r.pseudonym))
    in_order = factory.LazyAttribute(lambda r: in_order(r.reference))


class FindingFactory(DjangoModelFactory):
    class Meta:
        model = Finding
        skip_postgeneration_save = True

    review = factory.SubFactory(ReviewFactory)
    board = factory.SelfAttribute("review.board")
    number = factory.Sequence(lambda n: n + 1)
    wording = "Fathers were not asked about."
    found_on = date(2017, 9, 1)

    @factory.post_generation
    def themes(finding, create, themes, **kwargs):
        finding.themes.set(themes or [])


class RecommendationFactory(DjangoModelFactory):
    class Meta:
        model = Recommendation
        skip_postgeneration_save = True

    review = factory.SubFactory(ReviewFactory)
    board = factory.SelfAttribute("review.board")
    number = factory.Sequence(lambda n: n + 1)
    reference = factory.LazyAttribute(lambda r: f"{r.review.reference}/R{r.number}")
    wording = "The board should make sure that fathers are asked about."
    folded = factory.LazyAttribute(lambda r: fold(r.reference, r.wording))
    in_order = factory.LazyAttribute(lambda r: in_order(r.reference))

    @factory.post_generation
    def findings(recommendation, create, findings, **kwargs):
        recommendation.findings.set(findings or [])


class ActionFactory(DjangoModelFactory):
    """An agreed action that serves the recommendation it was logged on, and any others given."""

    class Meta:
        model = Action
        skip_postgeneration_save = True

    class Params:
        submitted = factory.Trait(status=Action.Status.SUBMITTED)
        accepted = factory.Trait(status=Action.Status.ACCEPTED)
        overdue = factory.Trait(due_on=date(2018, 1, 31))

    recommendation = factory.SubFactory(
        RecommendationFactory, review=factory.SubFactory(ReviewFactory, published=True)
    )
    board = factory.SelfAttribute("recommendation.board")
    number = factory.Sequence(lambda n: n + 1)
    reference = factory.LazyAttribute(lambda a: f"{a.recommendation.reference}/A{a.number}")
    agency = factory.LazyAttribute(lambda row: AgencyFactory(serves=row.board))
    owner = factory.LazyAttribute(
        lambda a: person_on(a.board, Role.LEAD, agency=a.agency, name="Olive Owner")
    )
    wording = "Audit records every quarter."
    difference = "Fathers are known and seen."
    due_on = date(2030, 1, 31)
    folded = factory.LazyAttribute(lambda a: fold(a.reference, a.wording))
    in_order = factory.LazyAttribute(lambda a: in_order(a.reference))

    @factory.post_generation
    def recommendations(action, create, others, **kwargs):
        action.recommendations.set([action.recommendation, *(others or [])])

    @factory.post_generation
    def accepted_on(action, create, day, **kwargs):
        if action.is_accepted:
            action.acceptances.create(accepted_on=day or today())


class ActionUpdateFactory(DjangoModelFactory):
    class Meta:
        model = ActionUpdate

    action = factory.SubFactory(ActionFactory)
    text = "The first audit is done."
    by = factory.SelfAttribute("action.owner")


class FrameworkFactory(DjangoModelFactory):
    """Of the library: two questions in one section, and the grades 0 to 3."""

    class Meta:
        model = Framework
        skip_postgeneration_save = True

    class Params:
        draft = factory.Trait(status="draft", valid_from=None)

    name = factory.Sequence(lambda n: f"Framework {n}")
    key = factory.LazyAttribute(lambda framework: slugify(framework.name))
    status = "published"
    valid_from = date(2018, 1, 1)
    folded = factory.LazyAttribute(lambda framework: fold(framework.name))

    @factory.post_generation
    def contents(framework, create, extracted, **kwargs):
        for value, label in enumerate(("Not met", "Partly met", "Mostly met", "Fully met")):
            Grade.objects.create(framework=framework, scale="met", value=value, label=label)
        SectionFactory(framework=framework, number=1)
        for number, wording in enumerate(("Who leads?", "How do you know?"), start=1):
            QuestionFactory(framework=framework, number=number, wording=wording)


class SectionFactory(DjangoModelFactory):
    class Meta:
        model = Section

    framework = factory.SubFactory(FrameworkFactory)
    number = factory.LazyAttribute(lambda section: section.framework.sections.count() + 1)
    title = factory.LazyAttribute(lambda section: f"Section {section.number}")


class QuestionFactory(DjangoModelFactory):
    """Graded, in the framework's last section."""

    class Meta:
        model = Question

    framework = factory.SubFactory(FrameworkFactory)
    section = factory.LazyAttribute(lambda question: question.framework.sections.last())
    number = factory.LazyAttribute(lambda question: question.framework.questions.count() + 1)
    key = factory.LazyAttribute(lambda question: f"question-{question.number}")
    scale = factory.LazyAttribute(lambda q: "met" if q.kind == Question.Kind.GRADED else "")
    kind = Question.Kind.GRADED
    wording = "Who leads?"
    valid_from = factory.LazyAttribute(lambda question: question.framework.valid_from)


class AuditRoundFactory(DjangoModelFactory):
    class Meta:
        model = AuditRound

    board = factory.SubFactory(BoardFactory)
    framework = factory.SubFactory(FrameworkFactory)
    title = "Section 11 self-assessment"
    reference = factory.Sequence(lambda n: f"S11-{n}")
    opens_on = date(2018, 1, 1)
    due_on = date(2030, 3, 1)
    status = AuditRound.Status.OPEN
    folded = factory.LazyAttribute(lambda r: fold(r.reference, r.title))


class AuditReturnFactory(DjangoModelFactory):
    class Meta:
        model = AuditReturn

    audit_round = factory.SubFactory(AuditRoundFactory)
    board = factory.SelfAttribute("audit_round.board")
    agency = factory.LazyAttribute(lambda row: AgencyFactory(serves=row.board))
    due_on = factory.SelfAttribute("audit_round.due_on")


class AnswerFactory(DjangoModelFactory):
    class Meta:
        model = Answer

    audit_return = factory.SubFactory(AuditReturnFactory)
    question = factory.LazyAttribute(
        lambda a: a.audit_return.audit_round.framework.questions.first()
    )
    grade = factory.LazyAttribute(lambda a: a.audit_return.audit_round.framework.grades.last())
    text = "We looked at twenty files."


class SectionShareFactory(DjangoModelFactory):
    class Meta:
        model = SectionShare

    audit_return = factory.SubFactory(AuditReturnFactory)
    section = factory.LazyAttribute(
        lambda share: share.audit_return.audit_round.framework.sections.first()
    )
    person = factory.SubFactory(UserFactory)


class SubmissionFactory(DjangoModelFactory):
    class Meta:
        model = Submission

    audit_return = factory.SubFactory(AuditReturnFactory, status="submitted")
    number = 1
    receipt = factory.Sequence(lambda n: f"S11-{n}/R1")
    due_on = factory.SelfAttribute("audit_return.due_on")
    by = factory.SubFactory(UserFactory)


class AnswerQueryFactory(DjangoModelFactory):
    class Meta:
        model = AnswerQuery

    answer = factory.SubFactory(AnswerFactory, audit_return__status="returned")
    asked = "Which twenty files?"
    asked_by = factory.SubFactory(UserFactory)


class ModerationFactory(DjangoModelFactory):
    class Meta:
        model = Moderation

    answer = factory.SubFactory(AnswerFactory, audit_return__status="moderated")
    grade = factory.LazyAttribute(
        lambda m: m.answer.audit_return.audit_round.framework.grades.first()
    )
    reason = "The files show less than the words."
    of_version = factory.LazyAttribute(lambda m: m.answer.version)
    by = factory.SubFactory(UserFactory)


class ImmediateConcernFactory(DjangoModelFactory):
    class Meta:
        model = ImmediateConcern

    board = factory.SubFactory(BoardFactory)
    agency = factory.LazyAttribute(lambda row: AgencyFactory(serves=row.board))
    raised_by = factory.SubFactory(UserFactory)


class EvidenceFactory(DjangoModelFactory):
    class Meta:
        model = Evidence

    board = factory.SubFactory(BoardFactory)
    agency = factory.LazyAttribute(lambda row: AgencyFactory(serves=row.board))
    title = factory.Sequence(lambda n: f"Evidence {n}")
    link = "https://kscb.example/evidence"
    given_by = factory.SubFactory(UserFactory)
    folded = factory.LazyAttribute(lambda e: fold(e.title))


class SupportFactory(DjangoModelFactory):
    class Meta:
        model = Support

    evidence = factory.SubFactory(EvidenceFactory)


class NamedReaderFactory(DjangoModelFactory):
    class Meta:
        model = NamedReader

    review = factory.SubFactory(ReviewFactory)
    person = factory.SubFactory(UserFactory)
    reason = "On the panel"
    from_on = date(2015, 4, 1)


# Publication, briefings and re-looks


class PublicationCheckFactory(DjangoModelFactory):
    class Meta:
        model = PublicationCheck

    review = factory.SubFactory(ReviewFactory, published=True)
    is_redacted = True
    no_one_known = True
    nothing_hidden = True
    words = "Read twice."
    by = factory.SubFactory(UserFactory)


class BriefingFactory(DjangoModelFactory):
    """Seven written panels, not shared."""

    class Meta:
        model = Briefing
        skip_postgeneration_save = True

    class Params:
        shared = factory.Trait(status=Briefing.Status.SHARED, attest_by=date(2030, 1, 31))

    review = factory.SubFactory(ReviewFactory, published=True)
    title = "Seeing fathers"

    @factory.post_generation
    def panels(briefing, create, words, **kwargs):
        for number in range(1, 8):
            briefing.panels.create(
                number=number, heading=f"Heading {number}", text=words or f"Words {number}."
            )


class AttestationFactory(DjangoModelFactory):
    class Meta:
        model = Attestation

    briefing = factory.SubFactory(BriefingFactory, shared=True)
    agency = factory.LazyAttribute(lambda row: AgencyFactory(serves=row.briefing.review.board))
    used_on = date(2018, 2, 1)
    staff_reached = 12
    what_will_change = "Fathers are asked about at booking."
    by = factory.SubFactory(UserFactory)


class RelookFactory(DjangoModelFactory):
    class Meta:
        model = Relook

    recommendation = factory.SubFactory(
        RecommendationFactory, review=factory.SubFactory(ReviewFactory, published=True)
    )
    board = factory.SelfAttribute("recommendation.board")
    looked_on = date(2018, 3, 1)
    looked_by = "The audit group"
    result = Relook.Result.PARTLY
    words = "Half the records name the father."
    by = factory.SubFactory(UserFactory)


# Reading, information and documents


class ReadingFactory(DjangoModelFactory):
    """Today, unless `read_on` says another day."""

    class Meta:
        model = Reading

    review = factory.SubFactory(ReviewFactory)
    person = factory.SubFactory(UserFactory)
    reason = "Preparing the panel"


class InformationRequestFactory(DjangoModelFactory):
    class Meta:
        model = InformationRequest

    class Params:
        received = factory.Trait(
            status=InformationRequest.Status.RECEIVED, received_on=date(2018, 3, 3)
        )

    review = factory.SubFactory(ReviewFactory)
    agency = factory.LazyAttribute(lambda row: AgencyFactory(serves=row.review.board))
    asked = "How fathers are recorded."
    asked_on = date(2018, 1, 15)
    due_on = date(2030, 3, 1)


class ReviewDocumentFactory(DjangoModelFactory):
    class Meta:
        model = ReviewDocument

    review = factory.SubFactory(ReviewFactory)
    kind = ReviewDocument.Kind.LETTER
    title = factory.Sequence(lambda n: f"Letter {n}")
    document = factory.LazyAttribute(lambda row: DocumentFactory(board=row.review.board))
    by = factory.SubFactory(UserFactory)


# From recommendations to measures


class ResponseFactory(DjangoModelFactory):
    class Meta:
        model = Response

    recommendation = factory.SubFactory(RecommendationFactory)
    board = factory.SelfAttribute("recommendation.board")
    answer = Response.Answer.ACCEPTED
    decided_on = date(2018, 2, 1)
    decided_by = "The board"
    by = factory.SubFactory(UserFactory)


class MeasureFactory(DjangoModelFactory):
    """Planned; `tested` helped, unless another result is given."""

    class Meta:
        model = Measure

    class Params:
        tested = factory.Trait(
            status=Measure.Status.TESTED, result="helped", tested_on=date(2018, 3, 1), seen="Seen."
        )
        due = factory.Trait(test_on=date(2018, 3, 1))

    recommendation = factory.SubFactory(RecommendationFactory)
    board = factory.SelfAttribute("recommendation.board")
    number = factory.Sequence(lambda n: n + 1)
    kind = Measure.Kind.AUDIT_QUESTION
    wording = "Nine of ten records name the father."
    test_on = date(2030, 6, 1)


class ReminderFactory(DjangoModelFactory):
    class Meta:
        model = Reminder

    action = factory.SubFactory(ActionFactory)
    board = factory.SelfAttribute("action.board")
    person = factory.SelfAttribute("action.owner")
    kind = Reminder.Kind.OVERDUE
    about_on = date(2018, 1, 31)


class UpdateLinkFactory(DjangoModelFactory):
    class Meta:
        model = UpdateLink

    action = factory.SubFactory(ActionFactory)
    person = factory.SelfAttribute("action.owner")
    expires_at = factory.LazyFunction(lambda: timezone.now() + timedelta(days=3))
