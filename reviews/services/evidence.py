"""Giving evidence, using it for more than one thing, and deciding on it."""

from collections.abc import Iterable
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import transaction

from boards.models import Agency, Board, User
from boards.services import documents
from boards.services.activity import move, record
from kscb.refusal import Refused
from kscb.text import fold
from reviews.models import Action, ActionUpdate, Answer, AuditReturn, Evidence, Support

LONGEST_TITLE = 180
LONGEST_LINK = 200
is_web_address = URLValidator(schemes=["http", "https"])


@documents.all_or_nothing()
def give(
    board: Board,
    agency: Agency,
    *,
    by: User,
    file=None,
    link: str = "",
    title: str = "",
    update: ActionUpdate | None = None,
    answer: Answer | None = None,
    expires_on=None,
    at=None,
) -> Evidence:
    """Take one file or one link from an agency, in support of one update or one answer.

    `at` is for records typed in later. Raises Refused where the file, the link or what it is said
    to support will not do.
    """
    about = supported(board, agency, update=update, answer=answer)
    if bool(file) == bool(link):
        raise Refused("Choose one file or give one web address.")
    link = checked_link(link) if link else ""
    document = documents.keep(file, board=board, by=by) if file else None
    title = (title.strip() or (document.name if document else link))[:LONGEST_TITLE]
    evidence = Evidence.objects.create(
        board=board,
        agency=agency,
        title=title,
        document=document,
        link=link,
        expires_on=expires_on,
        given_by=by,
        folded=fold(title, document.name if document else link)[:400],
        **({"given_at": at} if at else {}),
    )
    Support.objects.create(evidence=evidence, update=update, answer=answer, **since(at))
    record(about, "gave evidence", by=by, at=at, note=title)
    return evidence


@transaction.atomic
def support(
    evidence: Evidence,
    *,
    by: User,
    update: ActionUpdate | None = None,
    answer: Answer | None = None,
    at=None,
) -> Support:
    """Use what was given once for another update or answer of the same agency and board."""
    about = supported(evidence.board, evidence.agency, update=update, answer=answer)
    found, is_new = Support.objects.get_or_create(
        evidence=evidence, update=update, answer=answer, defaults=since(at)
    )
    if not is_new:
        raise Refused(f"“{evidence}” is already given as evidence here.")
    record(about, "gave evidence", by=by, at=at, note=evidence.title)
    return found


@transaction.atomic
def decide(supports: Iterable[Support], to: str, *, by: User, note: str = "", at=None) -> int:
    """Accept or do not accept what is still to be decided of `supports`. Returns how many moved."""
    asked = [support.pk for support in supports]
    waiting = Support.objects.filter(pk__in=asked, status=Support.Status.SUBMITTED).for_page()
    return len([move(support, to, by=by, note=note, at=at) for support in waiting])


def supported(
    board: Board, agency: Agency, *, update: ActionUpdate | None, answer: Answer | None
) -> Action | AuditReturn:
    """The action or return that the evidence is about. Refuses those of others."""
    if (update is None) == (answer is None):
        raise Refused("Say which one thing the evidence supports: an update or an answer.")
    about = update.action if update else answer.audit_return  # type: ignore[union-attr]
    if (about.board_id, about.agency_id) != (board.pk, agency.pk):
        raise Refused("Evidence supports only the work of the agency and the board it is given to.")
    return about


def checked_link(link: str) -> str:
    """A web address that anyone may be shown. Raises Refused where it is none."""
    link = link.strip()
    try:
        is_web_address(link)
        parts = urlsplit(link)
    except (ValidationError, ValueError) as fault:
        raise Refused(
            f"“{link[:80]}” is not a web address we can keep. Copy it from the browser: it begins "
            "with https:// or http://."
        ) from fault
    if parts.username is not None or parts.password is not None:
        raise Refused(
            "That web address has a name or a password in it. Take out what stands before the @ "
            "and try again."
        )
    if len(link) > LONGEST_LINK:
        raise Refused(
            f"That web address has {len(link)} characters; we can keep {LONGEST_LINK}. Give a "
            "shorter one, or save the page as PDF and attach it."
        )
    return link


def since(at) -> dict:
    return {"status_since": at} if at else {}
