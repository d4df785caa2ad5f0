"""What stands around a review: who may read it, who did, what was asked, what is kept."""

from reviews.models import InformationRequest, Reading, ReviewDocument


def around(request, review):
    """The part of a review's page that holds them, each as far as this person may see it."""
    user, may = request.user, request.user.has_perm
    requests = InformationRequest.objects.visible_to(user).filter(review=review)
    documents = ReviewDocument.objects.visible_to(user).filter(review=review)
    return {
        "documents": list(documents.for_list()),
        "may_keep": may("reviews.keep_documents", review),
        "requests": list(requests.for_list()),
        "may_ask": may("reviews.ask_information", review) and review.is_restricted,
        **let_in(review, may),
        **read_by(user, review, may),
    }


def let_in(review, may):
    """Whoever reads a restricted review sees who is on its panel; why, staff and the chair."""
    may_name = may("reviews.name_readers", review)
    if not (may_name or review.is_restricted):
        return {}
    named = review.named_readers.for_list()
    return {
        "readers": list(named if may_name else named.current()),
        "sees_readers": True,
        "sees_why": may_name,
        "may_name": may_name and review.is_restricted,
    }


def read_by(user, review, may):
    if not may("reviews.view_readings", review):
        return {}
    rows = Reading.objects.visible_to(user).filter(review=review)
    return {"sees_readings": True, "readings": list(rows.for_list()[:8])}
