"""Giving evidence, using it for more than one thing, and deciding on it."""

from collections.abc import Iterable
from datetime import date
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import transaction

from boards.models import Agency, Board, User
from boards.services import documents
from boards.services.activity import move, record
from kscb.refusal import PeriodRefused, Refused
from kscb.text import fold
from reviews.models import (
    Action,
    ActionUpdate,
    Answer,
    AuditReturn,
    Evidence,
    PracticeStandard,
    Support,
)

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
    standard: PracticeStandard | None = None,
    good_from: date | None = None,
    expires_on: date | None = None,
    at=None,
) -> Evidence:
    """Take one file or one link from an agency, in support of one update, answer or standard.

    `at` is for records typed in later. Raises Refused where the file, the link or what it is said
    to support will not do.
    """
    about = supported(board, agency, update=update, answer=answer, standard=standard)
    evidence = kept(
        board,
        agency,
        by=by,
        file=file,
        link=link,
        title=title,
        good_from=good_from,
        expires_on=expires_on,
        **({"given_at": at} if at else {}),
    )
    Support.objects.create(
        evidence=evidence, update=update, answer=answer, standard=standard, **since(at)
    )
    record(about, "gave evidence", by=by, at=at, note=evidence.title)
    return evidence


def give_each(
    board: Board, agency: Agency, *, files: Iterable = (), links: Iterable[str] = (), **given
) -> list[Evidence]:
    """Give several files and links, in support of one thing and good for the same time."""
    each = [{"file": file} for file in files] + [{"link": link} for link in links]
    return [give(board, agency, **one, **given) for one in each]


def kept(
    board: Board, agency: Agency, *, by: User, file, link: str, title: str, **fields
) -> Evidence:
    """The item itself, checked and saved; what it supports is the caller's."""
    if bool(file) == bool(link):
        raise Refused("Choose one file or give one web address.")
    refuse_wrong_period(**{name: fields.get(name) for name in ("good_from", "expires_on")})
    link = checked_link(link) if link else ""
    document = documents.keep(file, board=board, by=by) if file else None
    title = (title.strip() or (document.name if document else link))[:LONGEST_TITLE]
    return Evidence.objects.create(
        board=board,
        agency=agency,
        title=title,
        document=document,
        link=link,
        given_by=by,
        folded=fold(title, document.name if document else link)[:400],
        **fields,
    )


def refuse_wrong_period(*, good_from: date | None, expires_on: date | None) -> None:
    if good_from and expires_on and expires_on < good_from:
        raise PeriodRefused("Evidence cannot end before it begins. Change one of the dates.")


@transaction.atomic
def support(
    evidence: Evidence,
    *,
    by: User,
    update: ActionUpdate | None = None,
    answer: Answer | None = None,
    standard: PracticeStandard | None = None,
    at=None,
) -> Support:
    """Use what was given once for another update, answer or standard of the agency and board."""
    about = supported(
        evidence.board, evidence.agency, update=update, answer=answer, standard=standard
    )
    if Evidence.objects.filter(replaces=evidence).exists():
        raise Refused(f"A newer version replaces “{evidence}”. Use that one.")
    found, is_new = Support.objects.get_or_create(
        evidence=evidence, update=update, answer=answer, standard=standard, defaults=since(at)
    )
    if not is_new:
        raise Refused(f"“{evidence}” is already given as evidence here.")
    record(about, "gave evidence", by=by, at=at, note=evidence.title)
    return found


@transaction.atomic
def decide(supports: Iterable[Support], to: str, *, by: User, note: str = "", at=None) -> int:
    """Accept or do not accept what is still to be decided of `supports`. Returns how many moved.

    What a newer version replaced there is left as it was.
    """
    asked = [support.pk for support in supports]
    waiting = Support.objects.of_newest().filter(pk__in=asked, status=Support.Status.SUBMITTED)
    return len([decided(support, to, by=by, note=note, at=at) for support in waiting.for_page()])


def decided(support: Support, to: str, *, by: User, note: str, at=None, verb: str = "") -> Support:
    """Moved, with the board's words beside it for whoever reads it: its last ones, if none now."""
    support = move(support, to, by=by, note=note, verb=verb, at=at)
    if note:
        support.note = note
        support.save(update_fields=["note"])
    return support


def supported(
    board: Board,
    agency: Agency,
    *,
    update: ActionUpdate | None = None,
    answer: Answer | None = None,
    standard: PracticeStandard | None = None,
) -> Action | AuditReturn | PracticeStandard:
    """The action, return or standard that the evidence is about. Refuses those of others."""
    if sum(thing is not None for thing in (update, answer, standard)) != 1:
        raise Refused(
            "Say which one thing the evidence supports: an update, an answer or a standard."
        )
    if standard:
        if standard.board_id != board.pk:
            raise Refused("That practice standard is another board’s. Choose one of this board’s.")
        return standard
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
