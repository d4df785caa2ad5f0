"""What the back office never shows: a review before it is published, and all that hangs from it.

An administrator sets boards up; nothing of that needs a restricted review. Each rule narrows the
rows of one model before any list, page, search, count or history sees them.
"""

from django.contrib.contenttypes.models import ContentType
from django.db.models import Exists, ExpressionWrapper, F, OuterRef, Q, TextField
from django.db.models.functions import Cast

from boards.models import Activity, Document, Notice
from kscb.back_office import office
from reviews.models import (
    Acceptance,
    Action,
    ActionUpdate,
    AlarmAnswer,
    Attestation,
    Briefing,
    BriefingPanel,
    Decision,
    DueDateChange,
    Evidence,
    Finding,
    Hold,
    InformationRequest,
    LatenessReason,
    LinkedReview,
    Measure,
    NamedReader,
    PublicationCheck,
    Reading,
    Recommendation,
    Relook,
    Reminder,
    Response,
    Review,
    ReviewDocument,
    ReviewEvent,
    StageReached,
    Support,
    TrackedRow,
    Tracker,
    UpdateLink,
)

PATHS = {
    Review: "status",
    NamedReader: "review__status",
    Finding: "review__status",
    Recommendation: "review__status",
    Action: "recommendation__review__status",
    DueDateChange: "action__recommendation__review__status",
    ActionUpdate: "action__recommendation__review__status",
    # Publication, briefings and re-looks
    PublicationCheck: "review__status",
    Briefing: "review__status",
    BriefingPanel: "briefing__review__status",
    Attestation: "briefing__review__status",
    Relook: "recommendation__review__status",
    # Reading, information and documents
    Reading: "review__status",
    InformationRequest: "review__status",
    ReviewDocument: "review__status",
    # The life of a review
    StageReached: "review__status",
    ReviewEvent: "review__status",
    LatenessReason: "review__status",
    Hold: "review__status",
    Decision: "review__status",
    LinkedReview: "review__status",
    # From recommendations to measures
    Acceptance: "action__recommendation__review__status",
    Measure: "recommendation__review__status",
    Response: "recommendation__review__status",
    AlarmAnswer: "finding__review__status",
    Tracker: "review__status",
    TrackedRow: "tracker__review__status",
    UpdateLink: "action__recommendation__review__status",
}


def of_published(path):
    """Only rows whose review, found along `path`, is published."""
    return lambda rows: rows.filter(**{path: Review.Status.PUBLISHED})


def _of_restricted(supports):
    """Supports of an update on an action that hangs from a restricted review."""
    restricted = ActionUpdate.objects.exclude(**{PATHS[ActionUpdate]: Review.Status.PUBLISHED})
    return supports.filter(update__in=restricted)


def open_evidence(rows):
    supports = Support.objects.filter(evidence=OuterRef("pk"))
    return rows.exclude(Exists(_of_restricted(supports)))


def open_supports(rows):
    """Also without what shares its evidence with a restricted review."""
    same_evidence = Support.objects.filter(evidence=OuterRef("evidence"))
    return rows.exclude(Exists(_of_restricted(same_evidence)))


def open_documents(rows):
    supports = Support.objects.filter(evidence__document=OuterRef("pk"))
    kept = ReviewDocument.objects.filter(document=OuterRef("pk"))
    read_in = Tracker.objects.filter(document=OuterRef("pk"))
    of_restricted = Exists(kept.exclude(review__status=Review.Status.PUBLISHED)) | Exists(
        read_in.exclude(review__status=Review.Status.PUBLISHED)
    )
    return rows.exclude(Exists(_of_restricted(supports)) | of_restricted)


def open_activity(rows):
    """Of the kinds above, only about rows shown; of any kind, only without a restricted name."""
    rules = {model: rule for model, rule in office().kept_out.items() if model is not Activity}
    kinds = ContentType.objects.get_for_models(*rules)
    shown = ~Q(target_type__in=kinds.values())
    for model, kind in kinds.items():
        open_rows = rules[model](model._default_manager.all())
        shown |= Q(target_type=kind, target_pk__in=open_rows.order_by().values("pk"))
    return naming_none(rows.filter(shown), "target_label", "detail")


def open_notices(rows):
    return naming_none(rows, "about", "subject", "text")


def open_reminders(rows):
    """Of actions and measures of published reviews, of evidence that is open, and of returns."""
    of_action = Q(**{PATHS[DueDateChange]: Review.Status.PUBLISHED})
    of_measure = Q(measure__recommendation__review__status=Review.Status.PUBLISHED)
    of_evidence = Exists(open_evidence(Evidence.objects.filter(pk=OuterRef("evidence"))))
    of_return = Q(audit_return__isnull=False)
    return rows.filter(of_action | of_measure | of_evidence | of_return)


def naming_none(rows, *columns):
    """Without rows whose words hold the reference or the pseudonym of a restricted review."""
    restricted = Review.objects.restricted().order_by()
    for column in columns:
        words = ExpressionWrapper(Cast(OuterRef(column), TextField()), output_field=TextField())
        named = restricted.annotate(words=words).filter(
            Q(words__icontains=F("reference")) | Q(words__icontains=F("pseudonym"))
        )
        rows = rows.exclude(Exists(named))
    return rows


for model, path in PATHS.items():
    office().keep_out(model, of_published(path))
for model, rule in {
    Evidence: open_evidence,
    Support: open_supports,
    Document: open_documents,
    Activity: open_activity,
    Notice: open_notices,
    Reminder: open_reminders,
}.items():
    office().keep_out(model, rule)
