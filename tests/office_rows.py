"""Rows for every list of the back office, and the addresses of its pages."""

from datetime import timedelta
from uuid import uuid4

from allauth.mfa.models import Authenticator
from django.apps import apps
from django.urls import reverse
from django.utils import timezone

from boards.models import Document, Draft, Invitation, Notice, Receipt, Role
from boards.services.activity import record
from reviews.models import DueDateChange, TrackedRow, Tracker
from tests import factories

OURS = [
    model
    for app in ("boards", "reviews", "training", "performance")
    for model in apps.get_app_config(app).get_models()
]
LISTS = [*OURS, Authenticator]


def list_of(model, **query):
    return reverse(
        f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist", query=query
    )


def page_of(row, page="change"):
    names = row._meta.app_label, row._meta.model_name, page
    return reverse("admin:{}_{}_{}".format(*names), args=[row.pk])


def a_document(board, by, name="minutes.pdf"):
    return Document.objects.create(
        board=board,
        name=name,
        kind="pdf",
        size=9,
        sha256="0" * 64,
        stored_as=uuid4(),
        uploaded_by=by,
    )


def a_chain(*, published, word):
    """One row of everything that hangs from a review, each holding `word`."""
    board = factories.BoardFactory()
    agency = factories.AgencyFactory(serves=board)
    theme = factories.ThemeFactory(board=board)
    status = {"published": True} if published else {}
    review = factories.ReviewFactory(board=board, pseudonym=word, summary=word, **status)
    finding = factories.FindingFactory(review=review, wording=word, themes=[theme])
    recommendation = factories.RecommendationFactory(review=review, wording=word)
    recommendation.findings.add(finding)
    action = factories.ActionFactory(recommendation=recommendation, agency=agency, wording=word)
    update = factories.ActionUpdateFactory(action=action, text=word)
    change = DueDateChange.objects.create(
        action=action, was_on=action.due_on, now_on=action.due_on, reason=word, by=action.owner
    )
    document = a_document(board, action.owner, name=f"{word}.pdf")
    evidence = factories.EvidenceFactory(
        board=board, agency=action.agency, title=word, link="", document=document
    )
    support = factories.SupportFactory(evidence=evidence, update=update)
    reader = factories.NamedReaderFactory(review=review, reason=word)
    factories.ReminderFactory(action=action)
    factories.UpdateLinkFactory(action=action)
    chain = [review, finding, recommendation, action, update, change]
    chain += [document, evidence, support, reader]
    chain += what_a_publication_left(review, recommendation, agency, word=word)
    chain += around_review(review, word)
    done = factories.ActionFactory(recommendation=recommendation, wording=word, accepted=True)
    chain += [done.acceptances.get()]
    chain += [factories.MeasureFactory(recommendation=recommendation, wording=word)]
    chain += [factories.ResponseFactory(recommendation=recommendation, reasons=word)]
    # The life of a review
    kind = factories.ReviewKindFactory(board=board)
    chain += [
        factories.StageReachedFactory(review=review, stage__kind=kind),
        factories.ReviewEventFactory(review=review, words=word),
        factories.LatenessReasonFactory(review=review, rule__kind=kind),
        factories.HoldFactory(review=review, reason=word),
        factories.DecisionFactory(review=review, reasons=word),
        factories.LinkedReviewFactory(review=review, held_by=word),
    ]
    chain += the_thread(finding, theme, word)
    chain += read_in(review, action.owner, word)
    told = [record(row, f"logged {word}", by=action.owner, note=word) for row in chain]
    elsewhere = record(theme, "changed", by=action.owner, note=f"After {review.reference}.")
    notice = Notice.objects.create(
        board=board, email="someone@kscb.example", subject=f"About {word}", about=action.reference
    )
    return [*chain, *told, elsewhere, notice]


def the_thread(finding, theme, word):
    """What a theme is also called and judged; and the answer to an alarm."""
    factories.SynonymFactory(theme=theme)
    factories.PracticeStandardFactory(theme=theme)
    factories.VerdictFactory(theme=theme)
    return [factories.AlarmAnswerFactory(finding=finding, theme=theme, answer=word, shown=word)]


def read_in(review, by, word):
    """A tracker that was read into the review, and one of its rows."""
    document = a_document(review.board, by, name=f"{word}.xlsx")
    tracker = Tracker.objects.create(
        board=review.board, document=document, review=review, status="imported", by=by
    )
    return [tracker, TrackedRow.objects.create(tracker=tracker, row_number=2, words=word)]


def what_a_publication_left(review, recommendation, agency, *, word):
    briefing = factories.BriefingFactory(review=review, title=word, panels=word)
    return [
        factories.PublicationCheckFactory(review=review, words=word),
        briefing,
        briefing.panels.first(),
        factories.AttestationFactory(briefing=briefing, agency=agency, team=word),
        factories.RelookFactory(recommendation=recommendation, words=word),
    ]


def around_review(review, word):
    """Who read it, what was asked of an agency, and a document with its file."""
    kept = factories.ReviewDocumentFactory(review=review, title=word)
    kept.document.name = f"{word}.txt"
    kept.document.save()
    return [
        factories.ReadingFactory(review=review, reason=word),
        factories.InformationRequestFactory(review=review, asked=word),
        kept,
        kept.document,
    ]


def one_of_everything():
    """At least one more row in every list."""
    [review, *_] = a_chain(published=True, word="Harbour")
    board, person = review.board, factories.UserFactory()
    factories.MembershipFactory(board=board, user=person)
    factories.PartnerFactory(board=board)
    factories.MeetingFactory(board=board)
    factories.AchievementFactory(board=board)
    factories.MemberViewFactory(board=board)
    audit_return = factories.AuditReturnFactory(
        audit_round__board=board, agency=factories.AgencyFactory()
    )
    factories.SupportFactory(
        evidence__agency=audit_return.agency,
        answer=factories.AnswerFactory(audit_return=audit_return),
    )
    answer = audit_return.answers.get()
    factories.SectionShareFactory(audit_return=audit_return, person=person)
    factories.SubmissionFactory(audit_return=audit_return, by=person)
    factories.AnswerQueryFactory(answer=answer, asked_by=person)
    factories.ModerationFactory(answer=answer, by=person)
    factories.ImmediateConcernFactory(board=board, agency=audit_return.agency, raised_by=person)
    factories.AttendanceFactory(session__course__board=board, session__trainer=person)
    factories.CompletionFactory(course__board=board)
    factories.ObservationFactory(indicator__board=board)
    factories.CriterionFactory(kind__board=board)
    Receipt.objects.create(token=uuid4(), person=person, path="/reviews/1/")
    Draft.objects.create(person=person, path="/reviews/1/")
    Authenticator.objects.create(user=person, type="totp", data={"secret": "QQ"})
    Invitation.objects.create(
        board=board,
        email="new@kscb.example",
        name="New Person",
        role=Role.STAFF,
        invited_by=person,
        expires_at=timezone.now() + timedelta(days=7),
    )
