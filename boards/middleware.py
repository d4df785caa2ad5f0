"""Which board a person is looking at, what is kept beside a form, and one saved copy of it."""

import uuid

from django.contrib import messages
from django.db import models, transaction
from django.http import HttpResponseRedirect

from boards.models import Receipt
from boards.services import activity, documents, drafts


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


class KeptBeside:
    """`request.draft` and `request.keep_answer`, which kscb.pages uses without knowing of tables.

    Neither asks the database anything until it is used.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        request.draft = DraftOfPage(request)
        request.keep_answer = lambda done, answered: keep_answer(request, done, answered)
        return self.get_response(request)


class DraftOfPage:
    """What this person has typed into this page's form and not yet sent."""

    def __init__(self, request):
        self.request = request

    def load(self):
        return drafts.of(self.request.user, path=self.request.path)

    def save(self, typed):
        return drafts.save(self.request.path, typed=typed, by=self.request.user)

    def discard(self):
        drafts.discard(self.request.path, by=self.request.user)

    @property
    def was_sent(self):
        """Whether the form that this copy was taken from has been saved since. Queries."""
        token = receipt_token(self.request)
        sent = Receipt.objects.filter(token=token, person=self.request.user)
        return token is not None and sent.filter(path=self.request.path[:200]).exists()


def keep_answer(request, done, answered):
    """Write down the answer to a warning on the record: made, or found, or else on the board.

    A page that found no record is about the whole board. A page that signs nobody in says whose
    words it took (`request.speaks_for`).
    """
    found = getattr(request, "found", None) or request.board
    target = done if isinstance(done, models.Model) else found
    words = answered.in_words
    activity.record(
        target,
        "answered a warning",
        by=getattr(request, "speaks_for", request.user),
        warned=answered.warned,
        note=words,
    )


def receipt_token(request):
    try:
        return uuid.UUID(request.POST.get("receipt", ""))
    except ValueError:
        return None


class OncePerForm:
    """A form sent twice (a double click, a reload) is saved once.

    Forms carry a `receipt`; it is written in the same transaction as what the form saves. A second
    copy waits for the first, then goes where the first one went. A form that was shown again with
    its errors, a step that was refused, and a draft, leave no receipt.
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
        if request.method != "POST" or "save_draft" in request.POST:
            return None
        return receipt_token(request)
