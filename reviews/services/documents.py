"""The documents of a review: by type, each in its versions, none of them ever replaced."""

from django.core.files import File
from django.db.models import Max

from boards.models import Agency, User
from boards.services import documents
from boards.services.activity import record
from kscb.refusal import Refused
from reviews.models import InformationRequest, Review, ReviewDocument

REPORT = ReviewDocument.Kind.PUBLISHED_REPORT


@documents.all_or_nothing()
def add(review: Review, *, kind: str, title: str, file: File, by: User, at=None) -> ReviewDocument:
    """Keep a document; one of the same title becomes its next version, and the old one stays."""
    review = Review.objects.select_for_update().get(pk=review.pk)  # one version at a time
    if kind == REPORT and not review.is_draft:
        raise Refused(
            f"This review is now “{review.get_status_display()}”, so its report for publication "
            "cannot change."
        )
    title = " ".join(title.split())
    before = review.documents.filter(title__iexact=title).first()
    if before and before.kind != kind:
        raise Refused(
            f"“{before.title}” is kept as “{before.get_kind_display()}”. Choose that type, or give "
            "this document another title."
        )
    title = before.title if before else title
    made = keep(review, kind=kind, title=title, file=file, by=by, at=at)
    # Whoever gives the words that go out has written in the review, and does not approve it.
    verb = "added the report for publication" if kind == REPORT else "kept a document"
    record(review, verb, by=by, at=at, note=str(made))
    return made


@documents.all_or_nothing()
def take_in(request: InformationRequest, *, file: File, by: User, at=None) -> ReviewDocument:
    """Keep a file that an agency sends for a request, under a title that we give it."""
    review = Review.objects.select_for_update().get(pk=request.review_id)
    return keep(
        review,
        kind=ReviewDocument.Kind.AGENCY_REPORT,
        title=title_for(review, request.agency),
        file=file,
        by=by,
        request=request,
        at=at,
    )


def title_for(review: Review, agency: Agency) -> str:
    """Says whose it is and which, and nothing of the case."""
    sent = review.documents.filter(request__agency=agency).count()
    return f"Information from {agency.name[:90]} ({sent + 1})"


def keep(review: Review, *, file: File, by: User, at, **fields) -> ReviewDocument:
    """The caller holds a lock on the review. The file's own name may tell of the case: it goes."""
    same = review.documents.filter(title=fields["title"])
    version = (same.aggregate(last=Max("version"))["last"] or 0) + 1
    stored = documents.keep(file, board=review.board, by=by)
    made = ReviewDocument.objects.create(
        review=review,
        version=version,
        document=stored,
        by=by,
        **fields,
        **({"at": at} if at else {}),
    )
    stored.name = made.file_name
    stored.save(update_fields=["name"])
    return made
