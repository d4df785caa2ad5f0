"""Schools asked from a list: shown first, then all of it saved or none."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from kscb import exports
from kscb.pages import attempt, form_view, require
from reviews.forms.blocks import mark_of
from reviews.forms.schools import SchoolsForm
from reviews.imports.schools import COLUMNS
from reviews.services import schools as work
from reviews.views.blocks import CHANGED
from reviews.views.rounds import of_round

PERMISSION = "reviews.ask_schools"
MOST_SHOWN = 200


@form_view
def ask_schools(request, pk):
    audit_round = of_round(request, pk, PERMISSION)
    sent = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = SchoolsForm(*sent, audit_round=audit_round)
    if request.POST.get("step") == "save" and saved(request, form):
        return redirect(audit_round)
    status = 422 if form.errors else 200
    page = {
        "audit_round": audit_round,
        "form": form,
        "bad": form.bad[:MOST_SHOWN],
        "good": form.good[:MOST_SHOWN],
        "most": MOST_SHOWN,
        "columns": COLUMNS,
        "mark": mark_of(form) if form.is_bound else "",
    }
    return render(request, "reviews/schools.html", page, status=status)


def saved(request, form) -> bool:
    """Whether all was saved; otherwise nothing was, and the form says why."""
    if not form.is_valid():
        return False
    if form.bad:
        bad = f"{len(form.bad)} of {len(form.rows)} rows"
        form.add_error("block", f"Put right {bad} first. Nothing was saved")
        return False
    if request.POST.get("seen") != mark_of(form):
        form.add_error("block", CHANGED)
        return False
    return attempt(form, lambda **_: save(request, form)) is not None


def save(request, form):
    done = work.ask_schools(form.audit_round, schools=form.schools, by=request.user)
    messages.success(request, done.words)
    return done


@require_safe
def schools_template(request):
    """An empty spreadsheet with the headings that are known."""
    require(request, PERMISSION, request.board)
    book = exports.as_xlsx([[column.label for column in COLUMNS]], "schools")
    response = HttpResponse(book.read(), content_type=exports.XLSX)
    response.headers["Content-Disposition"] = 'attachment; filename="schools.xlsx"'
    return response
