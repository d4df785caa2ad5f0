"""What an agency handed in: its receipt and copy; and a return without involvement."""

from django.shortcuts import render
from django.views.decorators.http import require_safe

from kscb.pages import find, form_page, form_view
from reviews.forms.returns import NotInvolvedForm
from reviews.models import Submission
from reviews.services import submissions as work
from reviews.views.sections import return_to_answer


@require_safe
def submission(request, pk):
    """As it was on the day: later changes to the return change nothing here."""
    rows = Submission.objects.visible_to(request.user).select_related(
        "by", "audit_return__agency", "audit_return__board", "audit_return__audit_round"
    )
    return render(request, "reviews/submission.html", {"submission": find(request, rows, pk)})


@form_view
def say_not_involved(request, pk):
    audit_return = return_to_answer(request, pk, "reviews.submit_return")
    return form_page(
        request,
        NotInvolvedForm(request.POST or None),
        lambda reason: work.say_not_involved(audit_return, reason=reason, by=request.user),
        heading=f"Return {audit_return} without involvement",
        intro="Your agency answers no questions. The board is told why.",
        submit="Submit to the board",
        said="The return was submitted. Your receipt is below.",
        keeps_draft=True,
        back_url=audit_return.get_absolute_url(),
    )
