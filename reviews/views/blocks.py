"""Many rows into one review at once, pasted from a table."""

from django.contrib import messages
from django.shortcuts import redirect, render

from kscb.pages import attempt, form_view
from reviews.forms.blocks import BlockForm, mark_of, rewritten
from reviews.models import Finding
from reviews.services import blocks as work
from reviews.views.fetch import review_for

CHANGED = (
    "The rows were changed since they were shown, so nothing was saved. Look at them again, then "
    "save"
)


@form_view
def paste(request, pk):
    review = review_for(request, pk, "reviews.paste_rows")
    sent = rewritten(request.POST) if request.method == "POST" else None
    form = BlockForm(sent, review=review, initial={"what": what_comes_next(request, review)})
    if request.POST.get("step") == "save" and saved(request, form):
        count = len(form.table.rows)
        messages.success(request, f"All {count} rows were saved." if count > 1 else "It was saved.")
        return redirect(review)
    status = 422 if form.errors else 200
    form.ask_only_what_is_needed()
    mark = mark_of(form) if form.is_bound else ""
    page = {"review": review, "form": form, "table": form.table, "mark": mark}
    return render(request, "reviews/paste.html", page, status=status)


def what_comes_next(request, review):
    """What a link asked for, or what the review has none of yet."""
    if request.GET.get("what"):
        return request.GET["what"]
    if not Finding.objects.told_by(review).exists():
        return "findings"
    return "actions" if review.recommendations.made().exists() else "recommendations"


def saved(request, form) -> bool:
    """Whether every row was saved; otherwise none was, and the form says why."""
    if not form.is_valid():
        return False
    if form.table.bad:
        bad = f"{len(form.table.bad)} of {len(form.table.rows)} rows"
        form.add_error("block", f"Put right {bad} first. Nothing was saved")
        return False
    if request.POST.get("seen") != mark_of(form):
        form.add_error("block", CHANGED)
        return False
    return attempt(form, lambda **typed: save(request, form, typed)) is not None


def save(request, form, typed):
    return work.save(
        form.review,
        what=typed["what"],
        rows=[row.makes for row in form.table.rows],
        by=request.user,
        case_data=form.table.case_data,
        why_safe=typed["why_safe"],
    )
