"""What every page shares: lists that sort, filter and export; steps that are asked in a form.

No rule about who may see or do anything lives here: views hand over rows that are already
visible, and check permission first.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

import django_tables2 as tables
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import QuerySet
from django.forms import BaseForm
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag
from django.views.decorators.csrf import requires_csrf_token
from django.views.decorators.http import require_http_methods

from kscb import drafts, exports, ranges
from kscb.refusal import Refused, Stale

PAGE_SIZES = (20, 100)

# A page that shows a form and takes it back.
form_view = require_http_methods(["GET", "HEAD", "POST"])


def find(request: HttpRequest, rows: QuerySet, pk: int, *, permission: str = "") -> Any:
    """The one of the visible `rows` asked for: 404 if it is not theirs, 403 if not allowed.

    `request.found` is what the page is about, for what is kept beside the step itself.
    """
    record = get_object_or_404(rows, pk=pk)
    if permission:
        require(request, permission, record)
    request.found = record  # type: ignore[attr-defined]
    return record


def require(request: HttpRequest, permission: str, record: Any) -> None:
    """Raises PermissionDenied unless the person may do this to the record (or on the board)."""
    if record is None or not request.user.has_perm(permission, record):
        raise PermissionDenied


def list_page(
    request: HttpRequest,
    rows: QuerySet,
    filters: type,
    columns: Callable[..., tables.Table],
    *,
    heading: str,
    noun: str,
    empty: str,
    template: str = "list.html",
    **context: Any,
) -> HttpResponseBase:
    """A list of already visible `rows`: filtered, sorted, 20 or 100 a page, or all as a file.

    What is seen is what is exported: same rows, same columns, same order, every page.
    """
    filter_set = filters(request.GET, queryset=rows, request=request)
    table = columns(filter_set.qs, request=request)
    paging = {"per_page": page_size(request), "page": page_number(request), "silent": True}
    # A filter that could not be read is said on the page: a file of all rows would not say it.
    exporting = request.GET.get("export") in exports.KINDS and filter_set.is_valid()
    tables.RequestConfig(request, paginate=False if exporting else paging).configure(table)
    if exporting:
        return exports.as_file(table, kind=request.GET["export"], name=noun)
    return render(
        request,
        template,
        {
            "heading": heading,
            "noun": noun,
            "empty": empty,
            "table": table,
            "filter": filter_set,
            "total": table.paginator.count,
            "exports": export_links(request),
            **context,
        },
    )


def page_size(request: HttpRequest) -> int:
    asked = request.GET.get("per", "")
    return int(asked) if asked.isdecimal() and int(asked) in PAGE_SIZES else PAGE_SIZES[0]


def page_number(request: HttpRequest) -> int:
    """The page asked for; nonsense is the first page."""
    asked = request.GET.get("page", "")
    return max(1, int(asked)) if asked.isdecimal() and len(asked) < 7 else 1


def export_links(request: HttpRequest) -> list[dict[str, str]]:
    query = request.GET.copy()
    links = []
    for kind, label in exports.KINDS.items():
        query["export"] = kind
        links.append({"label": label, "url": f"?{query.urlencode()}"})
    return links


def form_page(
    request: HttpRequest,
    form: BaseForm,
    act: Callable[..., Any],
    *,
    heading: str,
    submit: str,
    said: str = "",
    template: str = "form_page.html",
    keeps_draft: bool = False,
    **context: Any,
) -> HttpResponse:
    """One step, asked in a form. `act(**what was typed)` does it and returns where to go next.

    Bad input, a refusal, and a record that someone else changed are shown on the form with
    everything that was typed. `keeps_draft`: what is typed is kept until the step is done.
    """
    if keeps_draft and (answer := step_of_draft(request, form)):
        return answer
    if request.method == "POST" and form.is_valid():
        done = attempt(form, act)
        if done is not None:
            keep_beside(request, form, done, keeps_draft=keeps_draft)
            if said:
                messages.success(request, said)
            return redirect(done)
    page = {"form": form, "heading": heading, "submit": submit, **context}
    if keeps_draft:
        page["draft"] = draft_on(request, form)
    return render(request, template, page, status=422 if form.is_bound else 200)


def keep_beside(request: Any, form: Any, done: Any, *, keeps_draft: bool = False) -> None:
    """What goes with a step that is done: the answer to a warning is kept, its draft is not."""
    if getattr(form, "answered", None):
        request.keep_answer(done, form.answered)
    if keeps_draft:
        request.draft.discard()


def step_of_draft(request: Any, form: BaseForm) -> HttpResponse | None:
    """What the buttons of a draft ask for; None where the form itself was sent."""
    if request.method == "POST" and "discard_draft" in request.POST:
        request.draft.discard()
        messages.success(request, "The draft was discarded.")
        return redirect(request.get_full_path())
    if request.method == "POST" and "save_draft" in request.POST:
        by_script = request.POST["save_draft"] == "by script"
        return keep_draft_quietly(request, form) if by_script else keep_draft(request, form)
    return None


def keep_draft(request: Any, form: BaseForm) -> HttpResponse | None:
    """Keep what is typed without checking it. One too big is said on the form."""
    try:
        draft = request.draft.save(drafts.typed_into(form))
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return None
    files = " Files are not part of it: choose them when you go on." if request.FILES else ""
    when = drafts.moment(draft.saved_at)
    messages.success(request, f"Your draft was saved at {when}. Nothing was sent yet.{files}")
    return redirect(request.get_full_path())


def keep_draft_quietly(request: Any, form: BaseForm) -> HttpResponse:
    """For static/drafts.js. A copy that arrives after the form itself would bring it back."""
    if request.draft.was_sent:
        return JsonResponse({"said": "This form was sent already. Nothing more is kept."})
    try:
        draft = request.draft.save(drafts.typed_into(form))
    except Refused as refusal:
        return JsonResponse({"said": str(refusal)})
    return JsonResponse({"at": drafts.moment(draft.saved_at)})


def draft_on(request: Any, form: BaseForm) -> dict[str, Any]:
    """What the page needs to keep a draft; a fresh form is filled with the one that there is."""
    shown = None if form.is_bound else request.draft.load()
    if shown:
        drafts.show_again(form, shown.typed)
    return {
        "at": drafts.moment(shown.saved_at) if shown else "",
        "is_unsaved": form.is_bound,
        "seconds": settings.DRAFT_SECONDS,
    }


def attempt(form: BaseForm, act: Callable[..., Any]) -> Any:
    """Do the step; None, with the reason on the form, where it was refused."""
    try:
        return act(**form.cleaned_data)
    except Stale as stale:
        form.add_error(None, str(stale))
        form.conflicts = stale.conflicts  # type: ignore[attr-defined]
        form.data = form.data.copy()  # type: ignore[attr-defined]
        form.data["version"] = str(stale.version)  # type: ignore[index]
    except Refused as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
    except ValidationError as fault:
        form.add_error(None, fault)
    return None


def step(request: HttpRequest, act: Callable[[], Any], *, said: str, back: Any) -> HttpResponse:
    """A step that needs nothing typed: done, or refused with the reason, then the page again."""
    try:
        done = act()
    except Refused as refusal:
        messages.error(request, str(refusal))
        response = redirect(back)
        # So that its receipt is not kept: nothing was saved.
        response.was_refused = True  # type: ignore[attr-defined]
        return response
    messages.success(request, said)
    return redirect(done if hasattr(done, "get_absolute_url") else back)


def attachment(stream: Any, *, name: str, content_type: str) -> FileResponse:
    """A stored file as a download that no browser will open as a page.

    Only called after the person's permission was checked.
    """
    response = FileResponse(stream, as_attachment=True, filename=name, content_type=content_type)
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


def download(
    request: HttpRequest, stream: Any, *, name: str, content_type: str, tag: str
) -> HttpResponseBase:
    """An `attachment`, or the part of it asked for, or word that the browser has it already.

    `tag` is the mark of its content, the same for as long as that is. Only called after the
    person's permission was checked, so that none of these answers tells anyone else anything.
    """
    mark = quote_etag(tag)
    answer: HttpResponseBase | None = get_conditional_response(request, etag=mark)
    if answer is None:
        answer = part_or_whole(
            stream, asked_part(request, mark), name=name, content_type=content_type
        )
    if not answer.streaming:
        stream.close()
    answer.headers["ETag"] = mark
    return answer


def asked_part(request: HttpRequest, mark: str) -> str:
    """The Range that counts: none for a HEAD, and none where the file is another by now."""
    if request.method != "GET" or request.headers.get("If-Range", mark) != mark:
        return ""
    return request.headers.get("Range", "")


def part_or_whole(stream: Any, asked: str, **words: str) -> HttpResponseBase:
    size = stream.size
    try:
        part = ranges.asked_for(asked, size=size)
    except ranges.NotInFile:
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}"})
    response = attachment(ranges.Part(stream, *part) if part else stream, **words)
    response.headers["Accept-Ranges"] = "bytes"
    if part:
        first, length = part
        response.status_code = 206
        response.headers["Content-Range"] = f"bytes {first}-{first + length - 1}/{size}"
        response.headers["Content-Length"] = str(length)
    return response


def as_pairs(pairs: Mapping[str, Any] | Iterable[tuple[str, Any]]) -> list[tuple[str, Any]]:
    """Label and value, for a summary list; values that are empty are left out."""
    items = pairs.items() if isinstance(pairs, Mapping) else pairs
    return [(label, value) for label, value in items if value not in (None, "")]


@requires_csrf_token
def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    return render(request, "403_csrf.html", status=403)
