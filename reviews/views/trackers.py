"""A board's own tracker: kept, matched to our columns, read in whole, undone whole."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from boards.forms import ReasonForm
from boards.models import Activity
from kscb import exports
from kscb.pages import as_pairs, attempt, find, form_page, form_view, list_page, require
from kscb.refusal import Refused
from reviews import filters, tables
from reviews.forms.blocks import mark_of
from reviews.forms.trackers import ReadInForm, UploadForm
from reviews.imports import trackers as imports
from reviews.models import Review, Tracker
from reviews.services import trackers as work
from reviews.views.blocks import CHANGED
from reviews.views.restricted import open_review

MOST_SHOWN = 200
PERMISSION = "reviews.read_in_trackers"


def of_tracker(request, pk):
    """The tracker, if the person may see it and its review (else 404); staff alone do."""
    read_by_them = Review.objects.visible_to(request.user)
    rows = Tracker.objects.visible_to(request.user).filter(review__in=read_by_them)
    tracker = find(request, rows.select_related("board", "document", "review", "by"), pk)
    open_review(request, tracker.review)
    return tracker


@require_safe
def trackers(request):
    require(request, PERMISSION, request.board)
    rows = Tracker.objects.visible_to(request.user).filter(board=request.board).for_list()
    return list_page(
        request,
        rows,
        filters.TrackerFilters,
        tables.TrackerColumns,
        heading="Trackers",
        noun="trackers",
        empty="Spreadsheets of actions that board staff read in will appear here.",
        buttons=[
            {"label": "Read in a tracker", "url": reverse("reviews:add-tracker")},
            {"label": "An empty spreadsheet", "url": reverse("reviews:tracker-template")},
        ],
    )


@require_safe
def tracker_template(request):
    """An empty spreadsheet with the headings that need no matching."""
    require(request, PERMISSION, request.board)
    headings = [column.label for column in imports.COLUMNS]
    response = HttpResponse(
        exports.as_xlsx([headings], "tracker").read(), content_type=exports.XLSX
    )
    response.headers["Content-Disposition"] = 'attachment; filename="tracker.xlsx"'
    return response


@form_view
def add_tracker(request):
    require(request, PERMISSION, request.board)
    reviews = Review.objects.visible_to(request.user).filter(board=request.board)
    form = UploadForm(
        request.POST or None,
        request.FILES or None,
        reviews=reviews.filter(status=Review.Status.DRAFT),
        initial={"review": request.GET.get("review", "")},
    )
    return form_page(
        request,
        form,
        lambda review, file: read_in_page(work.upload(review, file=file, by=request.user)),
        heading="Read in a tracker",
        intro="First the file is kept and looked at. Nothing is read in until you have matched its "
        "columns and seen what each row makes.",
        submit="Go on",
        back_url=reverse("reviews:trackers"),
        back_label="Trackers",
    )


def read_in_page(tracker):
    return reverse("reviews:read-in-tracker", args=[tracker.pk])


@require_safe
def tracker(request, pk):
    tracker = of_tracker(request, pk)
    rows = tracker.tracked_rows.select_related("recommendation", "action__recommendation")
    page = {
        "tracker": tracker,
        "rows": facts(tracker),
        "tracked": rows[:MOST_SHOWN],
        "counts": {
            "recommendations": rows.filter(recommendation__isnull=False).count(),
            "actions": rows.filter(action__isnull=False).count(),
        },
        "activity": list(Activity.objects.about(tracker)[:50]),
        "may_read_in": request.user.has_perm(PERMISSION, tracker),
    }
    return render(request, "reviews/tracker.html", page)


def facts(tracker):
    return as_pairs(
        [
            ("File", tracker.document.name),
            ("Review", tracker.review.title),
            ("Sheet", tracker.sheet),
            ("Uploaded by", tracker.by.name),
        ]
    )


@form_view
def read_in_tracker(request, pk):
    tracker = of_tracker(request, pk)
    require(request, PERMISSION, tracker)
    if not tracker.is_uploaded:
        messages.info(request, "This tracker was read in already.")
        return redirect(tracker)
    try:
        form = read_in_form(request, tracker)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect(tracker)
    if request.POST.get("step") == "save" and saved(request, form):
        return redirect(tracker)
    status = 422 if form.errors else 200
    form.ask_only_what_is_needed()
    return render(request, "reviews/read_in.html", shown(tracker, form), status=status)


def read_in_form(request, tracker):
    """The form for the sheet asked for; where that is another than was shown, guessed afresh."""
    asked, was_shown = (request.POST.get(name, "") for name in ("sheet", "sheet_shown"))
    sheet = work.read(tracker, asked)
    before = Tracker.objects.filter(board=tracker.board, status=Tracker.Status.IMPORTED).first()
    guessed = imports.guess(sheet.header, before.columns if before else {})
    sent = request.POST if request.method == "POST" and asked in ("", was_shown) else None
    return ReadInForm(sent, tracker=tracker, sheet=sheet, guessed=guessed)


def shown(tracker, form):
    table = form.table
    return {
        "tracker": tracker,
        "form": form,
        "sheet": form.read_sheet,
        "table": table,
        "bad": table.bad[:MOST_SHOWN] if table else [],
        "good": table.good[:MOST_SHOWN] if table else [],
        "leaves_out": form.is_bound and bool(form.data.get("leave_out")),
        "mark": mark_of(form) if form.is_bound else "",
        "most": MOST_SHOWN,
    }


def saved(request, form) -> bool:
    """Whether all was read in; otherwise nothing was, and the form says why."""
    if not form.is_valid():
        return False
    if form.table.bad and not form.cleaned_data["leave_out"]:
        bad = f"{len(form.table.bad)} of {len(form.table.rows)} rows"
        form.add_error(None, f"Put right {bad} first, or leave them out. Nothing was read in")
    elif not form.table.good:
        form.add_error(None, "No row is ready, so there is nothing to read in")
    elif request.POST.get("seen") != mark_of(form):
        form.add_error(None, CHANGED)
    else:
        return attempt(form, lambda **typed: save(request, form)) is not None
    return False


def save(request, form):
    why_safe = form.cleaned_data["why_safe"]
    done = work.read_in(
        form.tracker,
        rows=imports.to_read_in(form.table),
        sheet=form.read_sheet.chosen,
        columns=form.headings,
        blank=form.table.blank,
        by=request.user,
        case_data=form.table.case_data if why_safe else "",
        why_safe=why_safe,
    )
    messages.success(request, "The tracker was read in. Its actions wait to be agreed.")
    return done


@form_view
def undo_tracker(request, pk):
    tracker = of_tracker(request, pk)
    require(request, PERMISSION, tracker)
    return form_page(
        request,
        ReasonForm(request.POST or None, label="Why it is undone"),
        lambda note: work.undo(tracker, by=request.user, note=note),
        heading=f"Undo the import of {tracker.document.name}",
        intro="This takes away the recommendations and the actions that it made, while nobody has "
        "worked on them. The list of its rows, with their words, and the record of who did "
        "what stay.",
        submit="Undo the import",
        tone="warning",
        said="The import was undone. What it made is gone.",
        back_url=tracker.get_absolute_url(),
    )
