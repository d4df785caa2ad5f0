"""Links that let one person say, once and without signing in, how one action goes."""

from collections.abc import Iterable
from datetime import date, timedelta

from django.core import signing
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from boards.models import User
from boards.services import documents
from boards.services.activity import record
from kscb.refusal import Refused
from reviews.models import Action, ActionUpdate, UpdateLink
from reviews.services import actions

LASTS = timedelta(days=14)
BY_LINK = "updated by link"
# A salt of its own, so that nothing else that the site signs opens one of these.
signer = signing.Signer(salt="reviews.update-link")


@transaction.atomic
def make(action: Action, *, person: User, by: User | None) -> UpdateLink:
    """A link for one person to one action; it opens for 14 days, and is used once."""
    return UpdateLink.objects.create(
        action=action, person=person, made_by=by, expires_at=timezone.now() + LASTS
    )


def address_of(link: UpdateLink) -> str:
    """The path that opens it. Signed with what the row is for: a key used anew opens nothing."""
    token = signer.sign_object([link.pk, link.action_id, link.person_id])
    return reverse("reviews:say", args=[token])


def find(token: str) -> UpdateLink | None:
    """The link that an address names, whether or not it still opens; None for what we never made.

    What was not signed here is turned away before the database is asked.
    """
    try:
        pk, action, person = signer.unsign_object(token)
    except (signing.BadSignature, ValueError):
        return None
    named = UpdateLink.objects.filter(pk=pk, action=action, person=person)
    return named.for_page().first()


def still_opens(link: UpdateLink) -> bool:
    return UpdateLink.objects.live().filter(pk=link.pk).exists()


@documents.all_or_nothing()
def answer(
    link: UpdateLink,
    *,
    text: str,
    files: Iterable[UploadedFile] = (),
    links: Iterable[str] = (),
    good_from: date | None = None,
    expires_on: date | None = None,
) -> ActionUpdate:
    """Write the update as the link's own person, and use the link up."""
    live = UpdateLink.objects.select_for_update().live().filter(pk=link.pk).first()
    if live is None:
        raise Refused(
            "This link is over, so nothing was saved. Sign in to update the action, or ask the "
            "board’s staff for a new link."
        )
    live.used_at = timezone.now()
    live.save(update_fields=["used_at"])
    return actions.update(
        live.action,
        text=text,
        by=live.person,
        files=files,
        links=links,
        good_from=good_from,
        expires_on=expires_on,
        verb=BY_LINK,
    )


@transaction.atomic
def end(link: UpdateLink, *, by: User) -> UpdateLink:
    """Close a link before its time."""
    link = UpdateLink.objects.select_for_update().get(pk=link.pk)
    if link.used_at or link.ended_at:
        raise Refused("This link was used or ended already.")
    link.ended_at = timezone.now()
    link.save(update_fields=["ended_at"])
    record(link.action, "ended a link", by=by, note=link.person.name)
    return link
