"""How a return stands, and what a lead settles about all of it: whom the board asks about it."""

from boards.access import holds
from boards.models import WHOLE_BOARD, Role
from kscb.pages import form_page, form_view
from reviews.access import sections_given
from reviews.figures import filling
from reviews.forms.returns import AuthorForm
from reviews.models import AuditReturn, Submission
from reviews.models.audit import waits_with_own_agency
from reviews.services import sharing
from reviews.views.sections import return_to_answer


def filled_in(request, audit_return, questions, *, full):
    """What the page of a return says of filling it in, and of what was sent. `full`: the person
    reads its answers, and so its grades."""
    may = request.user.has_perm
    given = sections_given(request.user, audit_return)
    waits = audit_return.is_with_agency
    parts = filling.by_section(questions, given=given)
    return {
        "sees_history": may("reviews.see_return_history", audit_return),
        "given": given,
        "sections": parts,
        "go_on": next((part for part in parts if part.may_answer and not part.is_done), None),
        "sees_grades": full or sees_grades(request, audit_return),
        "case_grades": case_grades(request, audit_return, questions),
        "submissions": Submission.objects.visible_to(request.user)
        .filter(audit_return=audit_return)
        .select_related("by"),
        "named": [one for one in (audit_return.author, audit_return.substitute) if one],
        "may_say_ready": waits and may("reviews.say_part_ready", audit_return),
        "may_name_author": may("reviews.name_author", audit_return),
        "may_raise_concern": may("reviews.raise_concern", audit_return.board),
    }


def sees_grades(request, audit_return):
    """Queries only for a case: others' grades wait until one's own agency has sent its own."""
    if not audit_return.case_number:
        return True
    rows = AuditReturn.objects.grades_seen_by(request.user)
    return rows.filter(pk=audit_return.pk).exists()


def case_grades(request, audit_return, questions):
    """Beside one another, for its lead and board member once it said its own, as every agency that
    they answer for has; for staff and the chair always. None where there is nothing to compare."""
    user, agency = request.user, audit_return.agency_id
    if not audit_return.case_number:
        return None
    if not holds(user, audit_return, *WHOLE_BOARD):
        is_theirs = holds(user, audit_return, Role.LEAD, Role.MEMBER, agency_id=agency)
        if not (is_theirs and audit_return.has_said_its_own) or still_waits(user, audit_return):
            return None
    return filling.grades_of_case(audit_return, [question for question, _ in questions])


def still_waits(user, audit_return):
    """Another agency of theirs has still to answer for the case. Queries."""
    rows = AuditReturn.objects.filter(pk=audit_return.pk)
    return rows.filter(waits_with_own_agency(user)).exists()


@form_view
def name_author(request, pk):
    audit_return = return_to_answer(request, pk, "reviews.name_author")
    return form_page(
        request,
        AuthorForm(request.POST or None, audit_return=audit_return),
        lambda **named: sharing.name_author(audit_return, by=request.user, **named),
        heading=f"Whom the board asks about {audit_return}",
        submit="Save",
        said="Saved.",
        back_url=audit_return.get_absolute_url(),
    )
