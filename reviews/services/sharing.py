"""Giving a return to colleagues: all of it or some sections, who is ready, whom the board asks."""

from collections.abc import Iterable, Mapping

from django.db import transaction
from django.db.models import Q

from boards.models import Membership, Role, User
from boards.services import notices
from boards.services.activity import record
from kscb.refusal import Refused
from reviews.models import AuditReturn, Section, SectionShare
from reviews.services.actions import refuse_outsiders
from reviews.services.answers import locked_with_agency

Sections = Mapping[User, Iterable[Section]]


@transaction.atomic
def share(
    audit_return: AuditReturn, *, people: Iterable[User], by: User, sections: Sections | None = None
) -> AuditReturn:
    """The lead lets contributors of the same agency draft answers: of the whole return, or of
    the sections chosen for one of them."""
    people = list(people)
    refuse_outsiders(people, agency=audit_return.agency, board=audit_return.board)
    chosen = {person: list((sections or {}).get(person, ())) for person in people}
    framework = audit_return.audit_round.framework_id
    if any(one.framework_id != framework for several in chosen.values() for one in several):
        raise Refused("That section is not part of this audit.")
    audit_return.contributors.set(people)
    audit_return.section_shares.all().delete()
    SectionShare.objects.bulk_create(
        SectionShare(audit_return=audit_return, section=section, person=person)
        for person, several in chosen.items()
        for section in several
    )
    given = ", ".join(_in_words(person, several) for person, several in chosen.items())
    record(audit_return, "shared", by=by, to=given or "no one")
    return audit_return


def _in_words(person: User, sections: list[Section]) -> str:
    titles = ", ".join(f"“{section.title}”" for section in sections)
    return f"{person.name} ({titles})" if titles else person.name


@transaction.atomic
def say_ready(audit_return: AuditReturn, *, by: User) -> AuditReturn:
    """A contributor has answered what was given to them; the agency’s leads are told."""
    audit_return = locked_with_agency(audit_return)
    record(audit_return, "said that their part is ready", by=by)
    notices.tell(
        notices.leads_of(audit_return.agency, board=audit_return.board),
        ask="a colleague’s part of an audit return is ready for you",
        board=audit_return.board,
        about=audit_return.audit_round.reference,
        path=audit_return.get_absolute_url(),
    )
    return audit_return


@transaction.atomic
def name_author(
    audit_return: AuditReturn, *, author: User | None, substitute: User | None, by: User
) -> AuditReturn:
    """Whom the board asks about the return, and who stands in; both speak for its agency."""
    audit_return = AuditReturn.objects.select_for_update(of=("self",)).get(pk=audit_return.pk)
    allowed = set(writers_for(audit_return))
    for person in filter(None, (author, substitute)):
        if person not in allowed:
            raise Refused(
                f"{person} does not answer this return for {audit_return.agency}. Share it with "
                "them first."
            )
    if substitute and substitute == author:
        raise Refused("The person who stands in must be somebody else.")
    if substitute and not author:
        raise Refused("Name who wrote it before you name who stands in.")
    audit_return.author, audit_return.substitute = author, substitute
    audit_return.save(update_fields=["author", "substitute"])
    record(
        audit_return,
        "named whom the board asks",
        by=by,
        to=author.name if author else "no one",
        note=f"{substitute.name} stands in." if substitute else "",
    )
    return audit_return


def writers_for(audit_return: AuditReturn):
    """Who answers it now and sees it: the leads of its agency on its board, and the contributors
    with whom it is shared."""
    held = Membership.objects.current().filter(
        Q(role=Role.LEAD)
        | Q(role=Role.CONTRIBUTOR, user__in=audit_return.contributors.values("pk")),
        board=audit_return.board_id,
        agency=audit_return.agency_id,
    )
    return User.objects.filter(pk__in=held.values("user")).order_by("name")


def asked_about(audit_return: AuditReturn) -> list[User]:
    """Whom a question of the board goes to: the agency’s leads, and the author; whoever stands in
    where the author no longer answers it for the agency."""
    leads = notices.leads_of(audit_return.agency, board=audit_return.board)
    here = set(writers_for(audit_return))
    named = [one for one in (audit_return.author, audit_return.substitute) if one and one in here]
    return [*leads, *named[:1]]
