"""What we learned: themes, reviews, recommendations, actions, audits, evidence."""

from reviews.models.action import Action, ActionUpdate, DueDateChange
from reviews.models.audit import Answer, AuditReturn, AuditRound, Framework, Grade, Question
from reviews.models.evidence import Evidence, Support
from reviews.models.review import Finding, NamedReader, Recommendation, Review, ReviewKind
from reviews.models.theme import Theme

__all__ = [
    "Action",
    "ActionUpdate",
    "Answer",
    "AuditReturn",
    "AuditRound",
    "DueDateChange",
    "Evidence",
    "Finding",
    "Framework",
    "Grade",
    "NamedReader",
    "Question",
    "Recommendation",
    "Review",
    "ReviewKind",
    "Support",
    "Theme",
]
