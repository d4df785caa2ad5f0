"""Newer versions of evidence. None overwrites another: each keeps what was said of it."""

from datetime import date

from boards.models import User
from boards.services import documents, notices
from boards.services.activity import record
from kscb.refusal import Refused
from reviews.models import Evidence, Support
from reviews.services.evidence import kept


@documents.all_or_nothing()
def renew(
    evidence: Evidence,
    *,
    supports,
    by: User,
    file=None,
    link: str = "",
    title: str = "",
    good_from: date | None = None,
    expires_on: date | None = None,
) -> Evidence:
    """Give a newer version, for those of `supports` that it may serve; the board decides anew.

    `supports` are those of the item that the person may answer. Only the newest is replaced.
    """
    old = Evidence.objects.select_for_update(of=("self",)).get(pk=evidence.pk)
    if Evidence.objects.filter(replaces=old).exists():
        raise Refused(f"“{old}” was replaced already. Open its newest version and replace that.")
    serves = list(supports.filter(evidence=old).renewable())
    if not serves:
        raise Refused("Nothing that it supports is open now, so there is nothing to renew it for.")
    newer = kept(
        old.board,
        old.agency,
        by=by,
        file=file,
        link=link,
        title=title or old.title,
        good_from=good_from,
        expires_on=expires_on,
        replaces=old,
    )
    for support in serves:
        serve(newer, support)
    record(old, "gave a newer version", by=by)
    record(newer, "gave this as a newer version", by=by)
    if any(support.is_queried for support in serves):
        tell_staff(newer)
    return newer


def serve(newer: Evidence, support: Support) -> Support:
    """The newer version, for what the older one supports."""
    return Support.objects.create(
        evidence=newer,
        update_id=support.update_id,
        answer_id=support.answer_id,
        standard_id=support.standard_id,
    )


def tell_staff(newer: Evidence) -> None:
    notices.tell(
        notices.staff_of(newer.board),
        ask="an agency gave a newer version of evidence that you asked about",
        board=newer.board,
        about="Evidence",
        path=newer.get_absolute_url(),
    )


def versions_of(evidence: Evidence, rows) -> list[Evidence]:
    """The item's versions among `rows` (those that the person sees), newest first.

    One query, and none for an item that stands alone (needs the newer version joined).
    """
    if evidence.replaces_id is None and not evidence.is_replaced:
        return [evidence]
    chains = rows.filter(agency=evidence.agency_id, board=evidence.board_id).in_chains()
    by_pk = {one.pk: one for one in chains}
    newer = {one.replaces_id: one for one in by_pk.values()}
    found = [by_pk.get(evidence.pk, evidence)]
    while (later := newer.get(found[0].pk)) is not None:
        found.insert(0, later)
    while (earlier := by_pk.get(found[-1].replaces_id)) is not None:
        found.append(earlier)
    return found
