"""Which board a person is looking at, and one saved copy of each form."""

import uuid

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponseRedirect

from boards.models import Receipt
from boards.services import documents


class ChosenBoard:
    """`request.board`: the board that lists and dashboards show. None for those on no board.

    A record's own page opens whichever board is chosen; this only says what lists are about.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        request.board = chosen_board(request)
        return self.get_response(request)


def chosen_board(request):
    if not request.user.is_authenticated:
        return None
    boards = boards_of(request.user)
    chosen = request.session.get("board")
    return next((board for board in boards if board.pk == chosen), boards[0] if boards else None)


def boards_of(user):
    """The boards on which a person holds a role today, in order of joining, each once."""
    return list({m.board_id: m.board for m in user.current_memberships}.values())


class OncePerForm:
    """A form sent twice (a double click, a reload) is saved once.

    Forms carry a `receipt`; it is written in the same transaction as what the form saves. A second
    copy waits for the first, then goes where the first one went. A form that was shown again with
    its errors, and a step that was refused, leave no receipt.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        token = self.token(request)
        if token is None or not request.user.is_authenticated:
            return self.get_response(request)
        with documents.all_or_nothing():
            receipt, is_first = Receipt.objects.get_or_create(
                token=token, person=request.user, path=request.path[:200]
            )
            if not is_first:
                messages.info(request, "That was saved already. Nothing has been added twice.")
                return HttpResponseRedirect(receipt.went_to or "/")
            response = self.get_response(request)
            if response.status_code == 302 and not getattr(response, "was_refused", False):
                receipt.went_to = response.url[:300]
                receipt.save(update_fields=["went_to"])
            else:
                transaction.set_rollback(True)
        return response

    @staticmethod
    def token(request):
        if request.method != "POST":
            return None
        try:
            return uuid.UUID(request.POST.get("receipt", ""))
        except ValueError:
            return None
