"""The pages that only read: first pages, indicators, what was observed, the yearly page."""

from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from boards.models import OF_AN_AGENCY, Role
from kscb.pages import find, list_page, require
from performance import dashboard as pages
from performance import figures, filters, tables
from performance.annual_report import annual_report, is_reportable, reportable_years
from performance.models import Indicator, Observation

FIRST_PAGES = {
    Role.STAFF: (pages.staff_page, "performance/staff.html"),
    Role.CHAIR: (pages.chair_page, "performance/board.html"),
    Role.MEMBER: (pages.member_page, "performance/board.html"),
    Role.TRAINER: (pages.trainer_page, "performance/trainer.html"),
    Role.READER: (pages.reader_page, "performance/reader.html"),
}


@require_safe
def dashboard(request):
    """Each person's own first page, on the board they have chosen."""
    role = pages.role_on(request.user, request.board)
    if role is None:
        return render(request, "performance/no_role.html")
    if role in OF_AN_AGENCY:
        return redirect("reviews:work")
    page_of, template = FIRST_PAGES[role]
    return render(request, template, {"page": page_of(request.user, request.board)})


@require_safe
def indicators(request):
    require(request, "performance.view_indicators", request.board)
    rows = Indicator.objects.visible_to(request.user).filter(board=request.board)
    observations = Observation.objects.visible_to(request.user)
    return list_page(
        request,
        figures.with_observations(rows, observations),
        filters.IndicatorFilters,
        tables.IndicatorColumns,
        heading="Performance",
        lede="What is counted year by year: the latest final figure of each, "
        "or the latest provisional one.",
        noun="indicators",
        empty="Indicators will appear here once an administrator sets them up.",
        template="performance/indicators.html",
        years=reportable_years(observations.filter(board=request.board)),
    )


@require_safe
def indicator(request, pk):
    observations = Observation.objects.visible_to(request.user)
    rows = figures.with_observations(
        Indicator.objects.visible_to(request.user).select_related("board"), observations
    )
    indicator = find(request, rows, pk)
    series = figures.series_of(indicator)
    charted = [
        (one, figures.line_of(one, indicator, key=f"line-{number}"))
        for number, one in enumerate(series, start=1)
    ]
    page = {
        "indicator": indicator,
        "rows": figures.definition_of(indicator),
        "charted": charted,
        "themes": indicator.themes.visible_to(request.user),
    }
    return render(request, "performance/indicator.html", page)


@require_safe
def observations(request):
    require(request, "performance.view_indicators", request.board)
    rows = Observation.objects.visible_to(request.user).filter(board=request.board)
    return list_page(
        request,
        rows.for_list(),
        filters.ObservationFilters,
        tables.ObservationColumns,
        heading="What was observed",
        lede="Every row behind the figures, with who said it and when.",
        noun="observations",
        empty="Observations will appear here once an administrator enters them.",
        template="performance/observations.html",
    )


@require_safe
def report(request, start, end):
    """The yearly page. An address that names no year is no page."""
    require(request, "performance.view_annual_report", request.board)
    if not is_reportable(start, end):
        raise Http404
    page = annual_report(request.user, request.board, start)
    return render(request, "performance/annual_report.html", {"report": page})
