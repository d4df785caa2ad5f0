"""Frameworks: the list, one version, and the steps of its life."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from boards.forms import ReasonForm
from boards.models import Activity
from kscb.pages import as_pairs, find, form_page, form_view, list_page, require, step
from reviews import filters, tables
from reviews.forms.frameworks import EditFrameworkForm, FileForm, FrameworkForm
from reviews.forms.recommendations import ConfirmForm
from reviews.imports import frameworks as files
from reviews.models import Framework, Question
from reviews.services import frameworks as work
from reviews.services.written import as_text, scales_of, written

PERMISSION = "reviews.keep_frameworks"
FILE_TYPE = "application/toml; charset=utf-8"


@require_safe
def frameworks(request):
    require(request, "reviews.view_audits", request.board)
    rows = Framework.objects.visible_to(request.user).of(request.board).for_list()
    may = request.user.has_perm(PERMISSION, request.board)
    buttons = [
        {"label": "Use a framework that is ready", "url": reverse("reviews:shipped-frameworks")},
        {"label": "Write a new one", "url": reverse("reviews:add-framework")},
        {"label": "Read in a file", "url": reverse("reviews:read-in-framework")},
    ]
    return list_page(
        request,
        rows.order_by("name", "-edition", "pk"),
        filters.FrameworkFilters,
        tables.FrameworkColumns,
        heading="Frameworks",
        lede="The questions that audits ask, in versions. A published version never changes.",
        noun="frameworks",
        empty="Frameworks will appear here once board staff use one that is ready or write one.",
        buttons=buttons if may else [],
        back_url=reverse("reviews:audit-rounds"),
        back_label="Audits",
    )


def of_framework(request, pk, permission=""):
    rows = Framework.objects.visible_to(request.user).select_related("board")
    return find(request, rows, pk, permission=permission)


@require_safe
def framework(request, pk):
    framework = of_framework(request, pk)
    parts, retired = in_sections(framework)
    scales = scales_of(framework)
    add_what_is_beside(request.user, framework, parts, scales)
    reads_activity = request.user.has_perm("boards.view_board_records", framework)
    may = request.user.has_perm(PERMISSION, framework)
    page = {
        "framework": framework,
        "rows": facts(framework),
        "parts": parts,
        "retired": retired,
        "retired_sections": framework.sections.filter(retired_on__isnull=False),
        "how_many": sum(len(asked) for _, asked in parts),
        "scales": scales,
        "activity": list(Activity.objects.about(framework)[:50]) if reads_activity else [],
        "may_change": may and framework.is_draft,
        "may_retire": may and framework.status != Framework.Status.RETIRED,
        "may_renew": may_renew(request, framework),
    }
    return render(request, "reviews/framework.html", page)


def in_sections(framework):
    """Each section with the questions that are asked in it, and the questions that no longer are;
    three queries."""
    sections = list(framework.sections.filter(retired_on__isnull=True).order_by("number"))
    rows = framework.questions.select_related("section").prefetch_related("standards__theme")
    questions = list(rows.order_by("number"))
    asked = {section.pk: [] for section in sections}
    for question in questions:
        if not question.valid_to:
            asked[question.section_id].append(question)
    retired = [question for question in questions if question.valid_to]
    return [(section, asked[section.pk]) for section in sections], retired


def facts(framework):
    return as_pairs(
        [
            ("Kept by", framework.kept_by),
            ("Version", framework.edition),
            ("Key", framework.key),
            ("Asked from", framework.valid_from),
            ("Asked until", framework.valid_to),
            ("Source", framework.source),
            ("Asked of", "each case" if framework.is_per_case else "each agency, once"),
        ]
    )


def add_what_is_beside(user, framework, parts, scales):
    """Give each question its scale's name and the same question of other frameworks."""
    elsewhere = asked_elsewhere(user, framework)
    for _, asked in parts:
        for question in asked:
            scale = scales.get(question.scale)
            question.scale_words = (scale.name or scale.words) if scale else question.scale
            question.same = elsewhere.get(question.shared_key, [])


def asked_elsewhere(user, framework):
    """By shared key, the same question in other frameworks that the person may see."""
    keys = framework.questions.exclude(shared_key="").values("shared_key")
    rows = Question.objects.visible_to(user).filter(shared_key__in=keys, valid_to__isnull=True)
    rows = rows.exclude(framework__key=framework.key, framework__board=framework.board_id)
    found = {}
    for question in rows.exclude(framework__status=Framework.Status.RETIRED).select_related(
        "framework__board"
    ):
        found.setdefault(question.shared_key, []).append(question)
    return found


def may_renew(request, framework):
    """The board's own, or for the chosen board where it is the library's."""
    board = framework.board or request.board
    return not framework.is_draft and request.user.has_perm(PERMISSION, board)


@require_safe
def export_framework(request, pk):
    """The framework as the file that `read_in_framework` takes."""
    framework = of_framework(request, pk)
    name = f"{framework.key}-version-{framework.edition}.toml"
    response = HttpResponse(as_text(written(framework)), content_type=FILE_TYPE)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


# Beginning one


@form_view
def add_framework(request):
    require(request, PERMISSION, request.board)
    return form_page(
        request,
        FrameworkForm(request.POST or None),
        lambda **typed: work.start(request.board, by=request.user, **typed),
        heading="Write a framework",
        submit="Begin the draft",
        said="The draft was begun. Add its first section.",
        back_url=reverse("reviews:frameworks"),
        back_label="Frameworks",
    )


@require_safe
def shipped_frameworks(request):
    require(request, PERMISSION, request.board)
    return render(request, "reviews/shipped_frameworks.html", {"shipped": files.shipped()})


@require_POST
def use_framework(request, key):
    """A shipped framework becomes a draft on the board."""
    require(request, PERMISSION, request.board)
    chosen = {one.key: one for one in files.shipped()}.get(key)
    if chosen is None:
        raise Http404
    return step(
        request,
        lambda: work.draft(request.board, chosen, by=request.user),
        said="It is a draft of your board now. Read it, change what you like, then publish it.",
        back=reverse("reviews:shipped-frameworks"),
    )


@form_view
def read_in_framework(request):
    require(request, PERMISSION, request.board)
    return form_page(
        request,
        FileForm(request.POST or None, request.FILES or None),
        lambda file, **_: work.draft(request.board, file, by=request.user, verb="read in"),
        heading="Read in a framework",
        intro="The file becomes a draft. Where the board has a framework of the same key, it "
        "becomes the next version of that.",
        submit="Read in",
        said="The file was read in as a draft. Read it through, then publish it.",
        back_url=reverse("reviews:frameworks"),
        back_label="Frameworks",
    )


# Its life


@form_view
def edit_framework(request, pk):
    framework = of_framework(request, pk, PERMISSION)
    names = ("name", "introduction", "source", "is_per_case", "version")
    return form_page(
        request,
        EditFrameworkForm(
            request.POST or None, initial={name: getattr(framework, name) for name in names}
        ),
        lambda **typed: work.edit(framework, by=request.user, **typed),
        heading=f"Change {framework}",
        submit="Save",
        said="The framework was changed.",
        back_url=framework.get_absolute_url(),
    )


@form_view
def publish_framework(request, pk):
    framework = of_framework(request, pk, PERMISSION)
    asked = Question.objects.asked_in(framework.pk)
    before = work.latest_of(framework.board, framework.key) if framework.board else None
    own_before = before and before.board_id == framework.board_id and before.is_published
    return form_page(
        request,
        ConfirmForm(request.POST if request.method == "POST" else None),
        lambda **_: work.publish(framework, by=request.user),
        heading=f"Publish {framework}",
        rows=as_pairs(
            [
                ("Questions", len(asked)),
                ("Sections", len({question.section_id for question in asked})),
                ("Takes the place of", before if own_before else ""),
            ]
        ),
        intro="Once it is published nothing in it can change. Audits may ask it from then on; to "
        "change a question, make a new version. Audits under way go on with the version they ask.",
        submit="Publish",
        said="The framework is published. Audits may ask it.",
        back_url=framework.get_absolute_url(),
    )


@form_view
def retire_framework(request, pk):
    framework = of_framework(request, pk, PERMISSION)
    return form_page(
        request,
        ReasonForm(request.POST or None, label="Why it is retired"),
        lambda note: work.retire(framework, by=request.user, note=note),
        heading=f"Retire {framework}",
        intro="New audits can no longer ask it. Audits that ask it go on, and their answers stay.",
        submit="Retire",
        said="The framework was retired.",
        back_url=framework.get_absolute_url(),
    )


@require_POST
def renew_framework(request, pk):
    """The next version, as a draft: of the board's own, or of the library's for the board."""
    framework = of_framework(request, pk)
    board = framework.board or request.board
    require(request, PERMISSION, board)
    return step(
        request,
        lambda: work.new_version(framework, board=board, by=request.user),
        said="This is the next version, as a draft. The version before it stays as it is.",
        back=framework,
    )
