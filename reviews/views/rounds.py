"""Rounds, before the answers come: repeated, changed, described; and the programme of a year."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count
from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from kscb.dates import today, year_label, year_of
from kscb.figures import Figure
from kscb.pages import as_pairs, find, form_page, form_view, require
from reviews.figures.counts import returns_on_time
from reviews.figures.grades_over_rounds import grades_over_rounds
from reviews.figures.programme import of_year
from reviews.figures.returns import (
    Progress,
    agreed_of_asked,
    asked_twice,
    by_district,
    never_returning,
    of_rows,
    together,
    with_joined,
)
from reviews.filters import NO_DISTRICT
from reviews.forms.rounds import EditRoundForm, ReauditForm, RepeatForm, SamplingForm
from reviews.models import AuditReturn, AuditRound
from reviews.services import rounds as work

MOST_RETURNS = 100  # on the round's own page; above that, the list of returns alone holds them
RUNS = "reviews.run_audits"
TOLD = ("sampled_from", "sampled", "sampling", "practitioners_heard", "families_heard", "feedback")


def of_round(request, pk, permission=""):
    rows = AuditRound.objects.visible_to(request.user).annotate(how_many=Count("returns"))
    rows = rows.select_related("board", "framework", "previous")
    return find(request, rows, pk, permission=permission)


@form_view
def repeat_audit(request, pk):
    """Last year's audit, set up again in one step."""
    audit_round = of_round(request, pk, RUNS)
    before = work.handed_on(audit_round)
    initial = work.suggested(audit_round) | {"cases": audit_round.cases or None}
    return form_page(
        request,
        RepeatForm(request.POST or None, before=before, initial=initial),
        lambda **typed: work.repeat(audit_round, by=request.user, **typed),
        heading=f"Repeat {audit_round.reference}",
        intro="All this is taken over. What is typed below is new.",
        rows=taken_over(before),
        submit="Plan it again",
        said="The audit is planned again.",
        back_url=audit_round.get_absolute_url(),
    )


def taken_over(before):
    number = len(before.agencies)
    return as_pairs(
        [
            ("Questions", before.framework or "None: no version is published now"),
            ("Themes", in_row(before.themes) or "None"),
            ("Themes no longer used, so left out", in_row(before.themes_gone)),
            ("Moderation panel", in_row(before.panel)),
            ("No longer staff, chair or member, so not on the panel", in_row(before.panel_gone)),
            ("Agencies that answered for it", f"{number:,}" if number else "None"),
            ("No longer on the board, so not asked again", in_row(before.agencies_gone)),
        ]
    )


def in_row(things):
    return ", ".join(map(str, things))


@form_view
def edit_audit(request, pk):
    audit_round = of_round(request, pk, RUNS)
    names = ("title", "opens_on", "due_on", "version")
    initial = {name: getattr(audit_round, name) for name in names}
    initial["themes"] = audit_round.themes.all()
    return form_page(
        request,
        EditRoundForm(request.POST or None, audit_round=audit_round, initial=initial),
        lambda **typed: work.edit(audit_round, by=request.user, **typed),
        heading=f"Change {audit_round.reference}",
        submit="Save",
        said="The audit was changed.",
        back_url=audit_round.get_absolute_url(),
    )


@form_view
def describe_audit(request, pk):
    audit_round = of_round(request, pk, RUNS)
    form = describing_form(request, audit_round)
    stays = isinstance(form, ReauditForm)
    return form_page(
        request,
        form,
        lambda **typed: work.describe(audit_round, by=request.user, **typed),
        heading=f"What {audit_round.reference} read and heard",
        intro="Its report is written, so only the day to audit again can change."
        if stays
        else "Counts and words about how. Board staff, the chair and members see them.",
        rows=read_and_heard(audit_round) if stays else [],
        submit="Save",
        said="What was read and heard is saved.",
        keeps_draft=True,
        back_url=audit_round.get_absolute_url(),
    )


def describing_form(request, audit_round):
    """Short where the report's words are final; but never so that typed words would be lost."""
    short = work.reported(audit_round) and TOLD[-1] not in request.POST
    made, names = (ReauditForm, ()) if short else (SamplingForm, TOLD)
    initial = {name: getattr(audit_round, name) for name in (*names, "reaudit_on", "version")}
    return made(request.POST or None, initial=initial)


# What the round's page and the list of rounds show of this


STEPS: tuple[tuple[str, str, dict[str, str]], ...] = (
    ("Asked", "asked", {}),
    ("Not started", "not_started", {"status": AuditReturn.Status.NOT_STARTED}),
    ("Being answered", "begun", {"begun": "on"}),
    ("With the board", "sent", {"waiting": "on"}),
    ("Agreed", "agreed", {"status": AuditReturn.Status.AGREED}),
    ("Overdue", "overdue", {"overdue": "on"}),
    ("Invited lead has not signed in", "not_joined", {"not_joined": "on"}),
)


@dataclass(frozen=True)
class Cell:
    """One count, and the list of its rows."""

    label: str
    value: int
    url: str


def cells(counted: Progress, **narrowed) -> list[Cell]:
    """Each count beside the list that it opens."""
    address = reverse("reviews:audit-returns")
    return [
        Cell(label, getattr(counted, name), f"{address}?{urlencode(narrowed | filters)}")
        for label, name, filters in STEPS
    ]


def seen_of(request, audit_round: Any, returns) -> dict:
    """For the round's page: its returns, unless they are too many, and how far they are; by
    district, and with what was read and heard, for those who see all of the round."""
    sees_all = request.user.has_perm("boards.view_board_records", audit_round)
    is_long = sees_all and audit_round.how_many > MOST_RETURNS
    listed = [] if is_long else list(with_joined(returns.for_list()))
    rows = by_district(returns) if is_long else of_rows(listed)
    every = together(rows)
    may = request.user.has_perm(RUNS, audit_round)
    of_round = {"audit_round": audit_round.pk}
    return {
        "returns": listed,
        "progress": cells(every, **of_round) if rows else [],
        "steps": [label for label, _, _ in STEPS],
        "districts": [
            (row.district, cells(row, **of_round, district=row.district or NO_DISTRICT))
            for row in rows
        ]
        if sees_all and any(row.district for row in rows)
        else [],
        "how_many": every.asked,
        "read_and_heard": read_and_heard(audit_round) if sees_all else [],
        "repeats": audit_round.previous if sees_all else None,
        "may_run": may,
        "may_edit": may and audit_round.status == AuditRound.Status.PLANNED,
    }


def read_and_heard(audit_round):
    return as_pairs(
        (AuditRound._meta.get_field(name).verbose_name.capitalize(), getattr(audit_round, name))
        for name in (*TOLD, "reaudit_on")
    )


def rounds_beside(request) -> list[dict]:
    """The lists of staff's side, for those who may open them."""
    may = request.user.has_perm
    links = []
    if may("reviews.view_programme", request.board):
        links.append({"label": "The year’s programme", "url": reverse("reviews:programme")})
        links.append({"label": "How audits are answered", "url": reverse("reviews:audit-figures")})
    if may(RUNS, request.board):
        links.append({"label": "Returns that are owed", "url": reverse("reviews:owed-returns")})
    return links


@require_safe
def programme(request):
    """Of this year."""
    return programme_of(request, year_of(today()))


@require_safe
def programme_year(request, start, end):
    if not 1990 <= start <= 2100 or year_label(start) != f"{start}/{end}":
        raise Http404
    return programme_of(request, start)


def programme_of(request, year):
    require(request, "reviews.view_programme", request.board)
    rows = AuditRound.objects.visible_to(request.user).filter(board=request.board)
    found = of_year(rows, year)
    page = {
        "programme": found,
        "label": year_label(year),
        "years": [(year_label(one), year_url(one), one == year) for one in found.years],
        "returns_url": reverse("reviews:audit-returns"),
        "today": today(),
    }
    return render(request, "reviews/programme.html", page)


def year_url(year):
    return reverse("reviews:programme-year", args=year_label(year).split("/"))


@require_safe
def audit_figures(request):
    """How agencies answer: on time, agreed, never, and how they grade; each opens its rows."""
    require(request, "reviews.view_programme", request.board)
    returns = AuditReturn.objects.visible_to(request.user).filter(board=request.board)
    silent = list(never_returning(request.board, returns))
    seen = AuditRound.objects.visible_to(request.user).filter(board=request.board)
    rounds = {one.pk: one for one in seen.select_related("framework").order_by("-due_on", "-pk")}
    page = {
        "figures": [
            *answered_figures(returns),
            silent_figure(len(silent), asked_twice(request.board, returns).count()),
        ],
        "silent": [(one, rounds[one.last], rounds[one.second]) for one in silent],
        "repeated": grades_over_rounds(request.user, request.board, rounds.values()),
    }
    return render(request, "reviews/audit_figures.html", page)


def answered_figures(returns) -> list[Figure]:
    on_time, (agreed, asked) = returns_on_time(returns), agreed_of_asked(returns)
    address = reverse("reviews:audit-returns")
    return [
        share(
            "Sent on time",
            on_time.on_time,
            on_time.due,
            note="of returns whose day has passed",
            rows_url=f"{address}?on_time=on",
        ),
        share(
            "Agreed",
            agreed,
            asked,
            note="of all returns asked",
            rows_url=f"{address}?status={AuditReturn.Status.AGREED}",
        ),
    ]


def silent_figure(silent: int, agencies: int) -> Figure:
    return Figure(
        key="silent",
        label="Agencies that never return",
        value=Decimal(silent),
        numerator=Decimal(silent),
        denominator=Decimal(agencies),
        rows_url="#silent",
        note="agencies asked in two audits or more whose day has passed",
    )


def share(label: str, part: int, whole: int, *, note: str, rows_url: str) -> Figure:
    """A percentage that says of what; no percentage of nothing."""
    return Figure(
        key=label,
        label=label,
        value=Decimal(round(100 * part / whole)) if whole else None,
        unit="%",
        printed="" if whole else "–",
        numerator=Decimal(part) if whole else None,
        denominator=Decimal(whole) if whole else None,
        rows_url=rows_url,
        note=note if whole else "nothing to count yet",
    )
