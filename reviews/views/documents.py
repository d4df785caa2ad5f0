"""A review's documents: kept by staff, and the one door through which they leave."""

from django.views.decorators.http import require_safe

from boards.views.files import send
from kscb.pages import find, form_page, form_view
from reviews.forms.documents import DocumentForm
from reviews.models import ReviewDocument
from reviews.services import documents as work
from reviews.views.fetch import review_for
from reviews.views.restricted import open_part


@form_view
def add_document(request, pk):
    review = review_for(request, pk, "reviews.keep_documents")

    def act(kind, title, files):
        work.add(review, kind=kind, title=title, file=files, by=request.user)
        return review

    return form_page(
        request,
        DocumentForm(request.POST or None, request.FILES or None, initial=same_as(request, review)),
        act,
        heading=f"Add a document to {review.reference}",
        submit="Add document",
        said="The document was added.",
        back_url=review.get_absolute_url(),
    )


def same_as(request, review):
    """The type and title of the document of which this is to be a new version."""
    asked = request.GET.get("of", "")
    number = int(asked) if asked.isdecimal() and len(asked) < 10 else 0
    before = review.documents.filter(pk=number).first()
    return {"kind": before.kind, "title": before.title} if before else {}


@require_safe
def download_document(request, pk):
    """The file, to whoever may see the document; the download is written down."""
    rows = ReviewDocument.objects.visible_to(request.user)
    found = find(request, rows.select_related("document", "review__board"), pk)
    open_part(request, found.review)
    return send(request, found.document, about=found, name=found.file_name)
