"""An agency's first page: what we owe, to every board we serve."""

from django.core.paginator import Paginator
from django.shortcuts import render
from django.views.decorators.http import require_safe

from kscb.pages import page_number, page_size, require
from reviews.models import Action, AuditReturn
from reviews.services import work as owed


class Owing:
    """What the person owes, as rows that a paginator can count and cut."""

    ordered = True

    def __init__(self, user):
        self.user = user

    def count(self):
        return owed.how_much(self.user)

    def __getitem__(self, cut):
        return owed.owed_by(self.user, start=cut.start, stop=cut.stop)


@require_safe
def work(request):
    require(request, "reviews.view_work", request.board)
    pages = Paginator(Owing(request.user), page_size(request))
    page = pages.get_page(page_number(request))
    mine = Action.objects.visible_to(request.user).filter(board=request.board)
    returns = AuditReturn.objects.visible_to(request.user).filter(board=request.board)
    context = {
        "page": page,
        "items": list(page),
        "total": pages.count,
        "agencies": agencies_of(request.user),
        "waiting_actions": mine.submitted().count(),
        "waiting_returns": returns.waiting_for_board().count(),
        "evidence": owed.evidence_to_see_to(request.user, request.board),
    }
    return render(request, "reviews/work.html", context)


def agencies_of(user):
    """The names of the agencies that the person speaks for, each once."""
    names = {m.agency.name for m in user.current_memberships if m.agency_id}
    return " and ".join(sorted(names))
