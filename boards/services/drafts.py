"""What people have typed into forms and not yet sent, so that nothing typed is lost."""

import json
from datetime import timedelta

from django.utils import timezone

from boards.models import Draft, User
from kscb.refusal import Refused

KEPT = timedelta(days=30)
MOST_BYTES = 200 * 1024
LONGEST_PATH = 200


def of(person: User, *, path: str) -> Draft | None:
    return Draft.objects.visible_to(person).filter(path=path).first()


def save(path: str, *, typed: dict, by: User) -> Draft:
    """Keep what `by` has typed at a page, in place of what was kept there before."""
    if len(path) > LONGEST_PATH:
        raise Refused("This page cannot keep a draft. Copy what you typed before you leave it.")
    if len(json.dumps(typed, ensure_ascii=False).encode()) > MOST_BYTES:
        raise Refused("This is too long to be kept as a draft. Save it, or copy it somewhere safe.")
    return Draft.objects.update_or_create(person=by, path=path, defaults={"typed": typed})[0]


def discard(path: str, *, by: User) -> None:
    Draft.objects.visible_to(by).filter(path=path).delete()


def tidy() -> int:
    """Remove drafts that nobody has touched for 30 days. Returns how many."""
    return Draft.objects.filter(saved_at__lt=timezone.now() - KEPT).delete()[0]
