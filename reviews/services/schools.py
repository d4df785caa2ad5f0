"""Schools asked from a list: those that are new are added, each is asked, each lead invited."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.db import IntegrityError, transaction
from django.utils import timezone

from boards.models import Agency, Board, Invitation, Partner, Role, User
from boards.services import people
from boards.services.activity import record, record_each
from boards.services.notices import leads_on
from kscb.refusal import Refused
from kscb.text import fold
from reviews.models import AuditRound
from reviews.services import audits

KEPT = ("dfe_number", "name", "district")
ANOTHER = (
    "The name or the DfE number is another agency’s. Put right which of them is wrong, or ask an "
    "administrator."
)
LABELS = {"dfe_number": "DfE number", "name": "Name", "district": "District"}


@dataclass(frozen=True)
class School:
    """What one row of a list says, in the shape in which it is kept."""

    name: str
    dfe_number: str = ""
    district: str = ""
    lead_name: str = ""
    lead_email: str = ""


@dataclass
class Step:
    """What one row of the list does: to the agency found (none where it is new), and after."""

    school: School
    agency: Agency | None = None
    changes: dict[str, str] = field(default_factory=dict)
    is_seen: bool = True  # on this board, now or once; of others the preview tells nothing
    joins: bool = False
    is_asked_already: bool = False
    invites: bool = False
    lead_words: str = ""
    faults: tuple[str, ...] = ()

    @property
    def becomes(self) -> tuple[str, ...]:
        """In words, for the preview."""
        lines = [self.found]
        lines += [self.changed(name, new) for name, new in self.changes.items()]
        lines += ["Joins the board"] if self.joins else []
        lines.append("Asked already" if self.is_asked_already else "Is asked for a return")
        return (*lines, self.lead_words)

    @property
    def found(self) -> str:
        if self.agency is None:
            return "New agency"
        return f"Known as {self.agency}" if self.is_seen else "Known already, and stays as it is"

    def changed(self, name: str, new: str) -> str:
        was = getattr(self.agency, name)
        return f"{LABELS[name]}: “{was or 'none'}” becomes “{new}”"


class Known:
    """The agencies, and who stands where on the board already; seven queries."""

    def __init__(self, audit_round: AuditRound):
        board = audit_round.board
        agencies = list(Agency.objects.all())
        self.by_number = {one.dfe_number: one for one in agencies if one.dfe_number}
        self.by_name = {one.folded: one for one in agencies}
        self.here = set(Partner.objects.filter(board=board).values_list("agency", flat=True))
        elsewhere = Partner.objects.exclude(board=board)
        self.own = self.here - set(elsewhere.values_list("agency", flat=True))
        self.serving = set(Agency.objects.serving(board).values_list("pk", flat=True))
        self.asked = set(audit_round.returns.values_list("agency", flat=True))
        self.leads = {(held.agency_id, held.user.email.lower()) for held in leads_on(board)}
        invited = Invitation.objects.still_open(timezone.now()).filter(board=board, role=Role.LEAD)
        self.invited = set(invited.values_list("agency", "email"))


def plan(audit_round: AuditRound, schools: Iterable[School]) -> list[Step]:
    """What each school of the list would do now. The DfE number says which it is, then the name."""
    known = Known(audit_round)
    steps = [step_of(school, known) for school in schools]
    refuse_one_agency_twice(steps)
    return steps


def step_of(school: School, known: Known) -> Step:
    by_name = known.by_name.get(folded(school.name))
    agency = known.by_number.get(school.dfe_number) or by_name
    if agency is None:
        return Step(school, joins=True, **lead_of(school, None, known))
    return Step(
        school,
        agency=agency,
        changes=changes_of(school, agency) if agency.pk in known.own else {},
        is_seen=agency.pk in known.here,
        joins=agency.pk not in known.serving,
        is_asked_already=agency.pk in known.asked,
        faults=tuple(wrong_with(school, agency, by_name, known)),
        **lead_of(school, agency, known),
    )


def folded(name: str) -> str:
    """As its column keeps it."""
    return fold(name)[: Agency._meta.get_field("folded").max_length]


def changes_of(school: School, agency: Agency) -> dict[str, str]:
    """What the list says otherwise. Only of an agency that is this board's alone: what boards
    share is changed in the back office."""
    wanted = {name: getattr(school, name) for name in KEPT}
    return {name: new for name, new in wanted.items() if new and new != getattr(agency, name)}


def wrong_with(
    school: School, agency: Agency, by_name: Agency | None, known: Known
) -> Iterable[str]:
    told = list(wrong_between(school, agency, by_name))
    found = {agency.pk, by_name.pk if by_name else agency.pk}
    if told and not found <= known.here:
        return [ANOTHER]
    return told


def wrong_between(school: School, agency: Agency, by_name: Agency | None) -> Iterable[str]:
    if agency.kind != Agency.Kind.EDUCATION:
        yield (
            f"{agency} is known as “{agency.get_kind_display()}”, not as a school or college. "
            "Give the school’s own name."
        )
    if school.dfe_number and agency.dfe_number not in ("", school.dfe_number):
        yield (
            f"{agency} is known with the DfE number {agency.dfe_number}. Put the number right, "
            "or give the school’s own name."
        )
    if by_name and by_name.pk != agency.pk:
        yield (
            f"{school.dfe_number} is {agency}, and {by_name} is another agency. Put the number or "
            "the name right."
        )


def lead_of(school: School, agency: Agency | None, known: Known) -> dict:
    if not school.lead_email:
        return {"lead_words": "No lead is given, so nobody is invited"}
    place = agency and agency.pk, school.lead_email
    if place in known.leads:
        return {"lead_words": f"{school.lead_name} answers for it already"}
    if place in known.invited:
        return {"lead_words": f"{school.lead_name} was invited already"}
    return {"lead_words": f"Invites {school.lead_name}, {school.lead_email}", "invites": True}


def refuse_one_agency_twice(steps: Sequence[Step]) -> None:
    """One row by its number and another by its old name may mean the same school."""
    seen: dict[int, Step] = {}
    for step in steps:
        if step.agency and step.agency.pk in seen:
            step.faults += (
                f"Another row means {step.agency if step.is_seen else 'it'} too. Keep one row.",
            )
        elif step.agency:
            seen[step.agency.pk] = step


@dataclass(frozen=True)
class Done:
    """What came of a list."""

    schools: int
    added: int
    asked: int
    invited: int

    @property
    def words(self) -> str:
        return (
            f"Schools in the list: {self.schools:,}. New agencies: {self.added:,}. Returns asked: "
            f"{self.asked:,}. Leads invited: {self.invited:,}."
        )


@transaction.atomic
def ask_schools(audit_round: AuditRound, *, schools: Iterable[School], by: User) -> Done:
    """All of the list or none of it. Few queries, however long it is."""
    Board.objects.select_for_update().get(pk=audit_round.board_id)  # one list at a time
    steps = plan(audit_round, schools)
    if wrong := [step for step in steps if step.faults]:
        raise Refused(f"{wrong[0].school.name}: {wrong[0].faults[0]} Nothing was saved.")
    added = add_alone(steps, by=by)
    change_known(steps, by=by)
    join_board(audit_round.board, steps)
    before = audit_round.returns.count()
    audits.ask(audit_round, agencies=[step.agency for step in steps if step.agency], by=by)
    invited = people.invite_leads(audit_round.board, leads_to_invite(steps), by=by)
    done = Done(len(steps), added, audit_round.returns.count() - before, len(invited))
    record(audit_round, "asked schools from a list", by=by, note=done.words)
    return done


def add_alone(steps: Sequence[Step], *, by: User) -> int:
    """Agencies stand above boards, so another board may add the same school at this moment."""
    try:
        with transaction.atomic():
            return add_new(steps, by=by)
    except IntegrityError:
        raise Refused(
            "Another board added one of these schools at this moment. Nothing was saved: show "
            "what this makes again."
        ) from None


def add_new(steps: Sequence[Step], *, by: User) -> int:
    """Each step finds its agency from here on."""
    new = [step for step in steps if step.agency is None]
    made = Agency.objects.bulk_create(
        Agency(
            name=step.school.name,
            folded=folded(step.school.name),
            kind=Agency.Kind.EDUCATION,
            dfe_number=step.school.dfe_number,
            district=step.school.district,
        )
        for step in new
    )
    for step, agency in zip(new, made, strict=True):
        step.agency = agency
    record_each(made, "added", by=by)
    return len(made)


def change_known(steps: Sequence[Step], *, by: User) -> None:
    changed, notes = [], {}
    for step in steps:
        if step.agency and step.changes:
            notes[step.agency.pk] = "; ".join(step.changed(*one) for one in step.changes.items())
            for name, new in step.changes.items():
                setattr(step.agency, name, new)
            step.agency.folded = folded(step.agency.name)
            changed.append(step.agency)
    Agency.objects.bulk_update(changed, [*KEPT, "folded"], batch_size=200)
    record_each(changed, "changed", by=by, notes=notes)


def join_board(board: Board, steps: Sequence[Step]) -> None:
    Partner.objects.bulk_create(
        Partner(board=board, agency=step.agency) for step in steps if step.joins
    )


def leads_to_invite(steps: Sequence[Step]) -> list[people.Invited]:
    return [
        people.Invited(step.agency, step.school.lead_name, step.school.lead_email)
        for step in steps
        if step.agency and step.invites
    ]
