"""E-mails: a row first, in the step's own transaction; sent after it is safely saved."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import partial

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone

from boards.models import Agency, Board, Membership, Notice, Role, User

MOST_ATTEMPTS = 10
MOST_AT_ONCE = 50  # of many e-mails owed by one step, how many it sends itself
is_quiet: ContextVar[bool] = ContextVar("is_quiet", default=False)


@contextmanager
def quiet() -> Iterator[None]:
    """While records of the past are typed in: their steps tell nobody, and owe no e-mail."""
    token = is_quiet.set(True)
    try:
        yield
    finally:
        is_quiet.reset(token)


def tell(people: Iterable[User], *, ask: str, board: Board, about: str, path: str) -> list[Notice]:
    """Owe each person one e-mail: what is asked of them and where, and no board content.

    `about` is a reference for the record of notices; `ask` is a sentence that gives nothing away.
    Nobody is told who has no role on the board now, such as an owner who has left.
    """
    if is_quiet.get():
        return []
    here = Membership.objects.current().filter(board=board)
    here_now = set(here.values_list("user", flat=True))
    return [
        _owe(
            person.email, name=person.name, ask=ask, board=board, about=about, path=path, to=person
        )
        for person in {person.pk: person for person in people}.values()
        if person.pk in here_now
    ]


def tell_address(email: str, *, name: str, ask: str, board: Board, about: str, path: str) -> Notice:
    """Owe an e-mail to someone who has no account yet. Its text is wiped once sent."""
    return _owe(email, name=name, ask=ask, board=board, about=about, path=path, is_secret=True)


def owe(
    person: User, *, subject: str, text: str, about: str, board: Board | None, is_secret=False
) -> Notice | None:
    """Owe one person an e-mail in the caller's own words. Without a board only they see its row."""
    if is_quiet.get():
        return None
    words = {"subject": subject, "text": text, "about": about}
    return _keep(person.email, board=board, to=person, is_secret=is_secret, **words)


@dataclass(frozen=True)
class Ask:
    """One e-mail of many: as what `tell` or `tell_address` is given."""

    email: str
    name: str
    ask: str
    about: str
    path: str
    to: User | None = None

    @classmethod
    def of(cls, person: User, *, ask: str, about: str, path: str) -> "Ask":
        return cls(person.email, person.name, ask, about, path, to=person)


def tell_many(asks: Iterable[Ask], *, board: Board) -> list[Notice]:
    """Owe many e-mails at once, in few queries; whoever is asked holds a role on the board.

    The first are sent as soon as all is saved. The rest wait for `daily`: a page that sent
    hundreds would answer after minutes. An e-mail to an address without an account is secret.
    """
    if is_quiet.get():
        return []
    made = Notice.objects.bulk_create(_notice_of(ask, board) for ask in asks)
    for notice in made[:MOST_AT_ONCE]:
        transaction.on_commit(partial(send, notice), robust=True)
    return made


def _notice_of(ask: Ask, board: Board) -> Notice:
    return Notice(
        board=board,
        recipient=ask.to,
        email=ask.email,
        about=ask.about[:200],
        is_secret=ask.to is None,
        **_words(ask.name, ask=ask.ask, board=board, path=ask.path),
    )


def _words(name: str, *, ask: str, board: Board, path: str) -> dict[str, str]:
    context = {"name": name, "ask": ask, "board": board, "link": f"{settings.SITE_URL}{path}"}
    return {
        "subject": f"{board.short_name}: {ask}"[:160],
        "text": render_to_string("email/notice.txt", context),
    }


def _owe(email, *, name, ask, board, about, path, to=None, is_secret=False) -> Notice:
    words = _words(name, ask=ask, board=board, path=path)
    return _keep(email, board=board, to=to, about=about, is_secret=is_secret, **words)


def _keep(email, *, board, to, subject, text, about, is_secret) -> Notice:
    notice = Notice.objects.create(
        board=board,
        recipient=to,
        email=email,
        subject=subject[:160],
        text=text,
        about=about[:200],
        is_secret=is_secret,
    )
    transaction.on_commit(partial(send, notice), robust=True)
    return notice


def send(notice: Notice) -> bool:
    """Try to send; the row says what came of it. Whether this call sent it.

    Never raises: mail down stops no one's work.
    """
    claim = Notice.objects.unsent().filter(pk=notice.pk, attempts=notice.attempts)
    if not claim.update(attempts=notice.attempts + 1):
        return False  # another sender, or another process, has it in hand
    notice.attempts += 1
    try:
        EmailMessage(
            notice.subject, notice.text, settings.DEFAULT_FROM_EMAIL, [notice.email]
        ).send()
    except Exception as fault:  # whatever the mail server does, the row must say so
        notice.error = str(fault)[:200]
        if notice.attempts >= MOST_ATTEMPTS:
            notice.result = Notice.Result.FAILED
    else:
        notice.result, notice.error, notice.sent_at = Notice.Result.SENT, "", timezone.now()
        notice.text = "" if notice.is_secret else notice.text
    notice.save(update_fields=["result", "error", "sent_at", "text"])
    return notice.result == Notice.Result.SENT


def send_waiting() -> tuple[int, int]:
    """Try every notice that waits, one at a time. How many were sent, and how many still wait."""
    sent = sum(send(notice) for notice in Notice.objects.unsent().order_by("pk"))
    return sent, Notice.objects.unsent().count()


def leads_of(agency: Agency, *, board: Board) -> list[User]:
    """The people who now answer for an agency on a board."""
    return _people(Membership.objects.filter(board=board, agency=agency, role=Role.LEAD))


def leads_on(board: Board) -> list[Membership]:
    """The memberships of all who now answer for an agency on the board, their people joined."""
    held = Membership.objects.current().filter(board=board, role=Role.LEAD)
    return list(held.select_related("user").order_by("user__name", "pk"))


def staff_of(board: Board) -> list[User]:
    return _people(Membership.objects.filter(board=board, role=Role.STAFF))


def _people(memberships) -> list[User]:
    current = memberships.current().select_related("user").order_by("user__name")
    return [membership.user for membership in current]
