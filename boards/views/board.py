"""What a board records of itself, and which board a person is looking at."""

from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe

from boards import filters, tables
from boards.forms import MeetingForm
from boards.middleware import boards_of
from boards.models import Achievement, Activity, Agency, Meeting, MemberView, Notice
from boards.services import meetings as work
from kscb.pages import as_pairs, find, form_page, form_view, list_page, require


@require_POST
def choose_board(request):
    """Only boards on which the person has a role can be chosen."""
    chosen = request.POST.get("board", "")
    if chosen in {str(board.pk) for board in boards_of(request.user)}:
        request.session["board"] = int(chosen)
    back = request.POST.get("next", "/")
    safe = url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()})
    return redirect(back if safe else "/")


@require_safe
def board(request):
    require(request, "boards.view_board_records", request.board)
    meetings = Meeting.objects.visible_to(request.user).filter(board=request.board)
    page = {
        "last": meetings.past().first(),
        "next": meetings.coming().first(),
        "may_see_people": request.user.has_perm("boards.view_people", request.board),
    }
    return render(request, "boards/board.html", page)


@require_safe
def meetings(request):
    require(request, "boards.view_board_records", request.board)
    rows = Meeting.objects.visible_to(request.user).filter(board=request.board)
    may_add = request.user.has_perm("boards.record_meeting", request.board)
    return list_page(
        request,
        rows,
        filters.NoFilters,
        tables.MeetingColumns,
        heading="Meetings",
        noun="meetings",
        empty="Board meetings will appear here once board staff record their dates.",
        buttons=[{"label": "Add a meeting", "url": reverse("boards:add-meeting")}] * may_add,
        back_url=reverse("boards:board"),
        back_label="Board",
    )


@form_view
def add_meeting(request):
    require(request, "boards.record_meeting", request.board)

    def act(**typed):
        work.add(request.board, by=request.user, **typed)
        return reverse("boards:meetings")

    return form_page(
        request,
        MeetingForm(request.POST or None),
        act,
        heading="Add a meeting",
        submit="Add meeting",
        said="The meeting was added.",
        back_url=reverse("boards:meetings"),
    )


@require_safe
def achievements(request):
    require(request, "boards.view_board_records", request.board)
    return list_page(
        request,
        Achievement.objects.visible_to(request.user).filter(board=request.board),
        filters.YearFilters,
        tables.AchievementColumns,
        heading="Achievements",
        noun="achievements",
        empty="What the board is proud of will appear here, year by year.",
        back_url=reverse("boards:board"),
        back_label="Board",
    )


@require_safe
def member_views(request):
    require(request, "boards.view_board_records", request.board)
    return list_page(
        request,
        MemberView.objects.visible_to(request.user).filter(board=request.board),
        filters.YearFilters,
        tables.MemberViewColumns,
        heading="Members’ views",
        noun="views",
        empty="What members said of the board will appear here after each year’s survey.",
        back_url=reverse("boards:board"),
        back_label="Board",
    )


@require_safe
def agencies(request):
    require(request, "boards.view_agencies", request.board)
    rows = Agency.objects.visible_to(request.user).serving(request.board)
    return list_page(
        request,
        rows,
        filters.AgencyFilters,
        tables.AgencyColumns,
        heading="Agencies",
        noun="agencies",
        empty="The agencies that serve the board will appear here. An administrator adds them.",
        back_url=reverse("boards:board"),
        back_label="Board",
    )


@require_safe
def agency(request, pk):
    """One agency, as the chosen board knows it."""
    require(request, "boards.view_agencies", request.board)
    agency = find(request, Agency.objects.visible_to(request.user).serving(request.board), pk)
    rows = as_pairs([("Kind", agency.get_kind_display()), ("Serves", request.board.name)])
    return render(request, "boards/agency.html", {"agency": agency, "rows": rows})


@require_safe
def activity(request):
    require(request, "boards.view_all_activity", request.board)
    rows = Activity.objects.visible_to(request.user).filter(board=request.board).for_list()
    return list_page(
        request,
        rows,
        filters.ActivityFilters,
        tables.ActivityColumns,
        heading="Activity",
        noun="steps",
        empty="Every step that anyone takes will be written down here.",
        back_url=reverse("boards:board"),
        back_label="Board",
    )


@require_safe
def notices(request):
    require(request, "boards.view_notices", request.board)
    rows = Notice.objects.visible_to(request.user).filter(board=request.board)
    return list_page(
        request,
        rows,
        filters.NoticeFilters,
        tables.NoticeColumns,
        heading="E-mails sent",
        noun="e-mails",
        empty="Every e-mail that the site owes someone will be listed here, with what came of it.",
        back_url=reverse("boards:board"),
        back_label="Board",
    )
