"""What we learned: themes, reviews, recommendations, actions, audits, evidence."""

from reviews.models.action import Acceptance, Action, ActionUpdate, DueDateChange
from reviews.models.asking import Reminder, UpdateLink
from reviews.models.audit import Answer, AuditReturn, AuditRound
from reviews.models.concern import ImmediateConcern
from reviews.models.evidence import Evidence, Support, with_their_evidence
from reviews.models.finding import AlarmAnswer, Finding
from reviews.models.framework import Framework, Grade, Question, Section
from reviews.models.information import InformationRequest, ReviewDocument
from reviews.models.life import (
    ClockRule,
    Criterion,
    Decision,
    Hold,
    LatenessReason,
    LinkedReview,
    ReviewEvent,
    Stage,
    StageReached,
)
from reviews.models.measure import Measure
from reviews.models.moderation import AnswerQuery, Moderation, SectionShare, Submission
from reviews.models.publication import Attestation, Briefing, BriefingPanel, PublicationCheck
from reviews.models.recommendation import Priority, Recommendation, Relook, Response
from reviews.models.review import NamedReader, Reading, Review, ReviewKind
from reviews.models.theme import PracticeStandard, Synonym, Theme, Verdict
from reviews.models.tracker import TrackedRow, Tracker

__all__ = [
    "Acceptance",
    "Action",
    "ActionUpdate",
    "AlarmAnswer",
    "Answer",
    "AnswerQuery",
    "Attestation",
    "AuditReturn",
    "AuditRound",
    "Briefing",
    "BriefingPanel",
    "ClockRule",
    "Criterion",
    "Decision",
    "DueDateChange",
    "Evidence",
    "Finding",
    "Framework",
    "Grade",
    "Hold",
    "ImmediateConcern",
    "InformationRequest",
    "LatenessReason",
    "LinkedReview",
    "Measure",
    "Moderation",
    "NamedReader",
    "PracticeStandard",
    "Priority",
    "PublicationCheck",
    "Question",
    "Reading",
    "Recommendation",
    "Relook",
    "Reminder",
    "Response",
    "Review",
    "ReviewDocument",
    "ReviewEvent",
    "ReviewKind",
    "Section",
    "SectionShare",
    "Stage",
    "StageReached",
    "Submission",
    "Support",
    "Synonym",
    "Theme",
    "TrackedRow",
    "Tracker",
    "UpdateLink",
    "Verdict",
    "with_their_evidence",
]
