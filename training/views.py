"""Pages of the training programme: courses, sessions, registers, e-learning."""

from django.db.models import Count, Min, OuterRef, Q, Subquery, Sum
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from boards.models import Activity
from kscb import charts
from kscb.dates import in_words, today
from kscb.pages import as_pairs, find, form_page, form_view, list_page, require
from reviews.models import Theme
from training import filters, forms, services, tables
from training.models import Attendance, Completion, Course, Session

WAYS = [("training:courses", "Courses"), ("training:sessions", "Sessions")]
WAYS_TO_TOTALS = [("training:attendance", "Attendance"), ("training:completions", "E-learning")]
WITHOUT_NAMES = "Counts of people by agency. No names are held."


def training_list(request, rows, filter_set, columns, **context):
    """A list with the ways to the other lists of training that this person may open."""
    may_count = request.user.has_perm("training.view_totals", request.board)
    ways = [*WAYS, *(WAYS_TO_TOTALS if may_count else [])]
    return list_page(
        request, rows, filter_set, columns, template="training/list.html", ways=ways, **context
    )


@require_safe
def courses(request):
    require(request, "training.view_courses", request.board)
    rows = Course.objects.visible_to(request.user).filter(board=request.board)
    run = Count("sessions", filter=Q(sessions__status=Session.Status.RUN))
    coming = Q(sessions__status=Session.Status.PLANNED, sessions__held_on__gte=today())
    may_add = request.user.has_perm("training.keep_courses", request.board)
    return training_list(
        request,
        rows.annotate(run=run, next_on=Min("sessions__held_on", filter=coming)),
        filters.CourseFilters,
        tables.CourseColumns,
        heading="Training",
        noun="courses",
        empty="Courses will appear here once board staff add them.",
        buttons=[{"label": "Add a course", "url": reverse("training:add-course")}] * may_add,
        here="training:courses",
    )


@require_safe
def course(request, pk):
    rows = Course.objects.visible_to(request.user).select_related("board")
    course = find(request, rows, pk)
    sessions = course.sessions.visible_to(request.user).for_list()
    may_keep = request.user.has_perm("training.keep_courses", course)
    page = {
        "course": course,
        "themes": course.themes.visible_to(request.user),
        "coming": sessions.coming()[:10],
        "run": sessions.run().count(),
        "entries": list(Activity.objects.about(course)) if may_keep else [],
        "may_keep": may_keep,
        "may_plan": request.user.has_perm("training.plan_sessions", course),
    }
    return render(request, "training/course.html", page)


@form_view
def add_course(request):
    require(request, "training.keep_courses", request.board)
    themes = Theme.objects.visible_to(request.user).filter(board=request.board).in_use()

    def act(**typed):
        return services.add_course(request.board, by=request.user, **typed)

    return form_page(
        request,
        forms.CourseForm(request.POST or None, themes=themes),
        act,
        heading="Add a course",
        submit="Add course",
        said="The course was added.",
        back_url=reverse("training:courses"),
        back_label="Training",
    )


@form_view
def edit_course(request, pk):
    course = find(
        request, Course.objects.visible_to(request.user), pk, permission="training.keep_courses"
    )
    themes = Theme.objects.visible_to(request.user).filter(board=course.board_id)

    def act(**typed):
        return services.change_course(course, by=request.user, **typed)

    return form_page(
        request,
        forms.ChangeCourseForm(request.POST or None, themes=themes, initial=forms.as_saved(course)),
        act,
        heading=f"Change {course.title}",
        submit="Save changes",
        said="The course was changed.",
        back_url=course.get_absolute_url(),
    )


@require_safe
def sessions(request):
    require(request, "training.view_courses", request.board)
    rows = Session.objects.visible_to(request.user).filter(board=request.board).for_list()
    return training_list(
        request,
        rows.annotate(people=people_who_came(request.user)),
        filters.SessionFilters,
        tables.SessionColumns,
        here="training:sessions",
        heading="Training sessions",
        noun="sessions",
        empty="Sessions will appear here once board staff plan them, course by course.",
    )


def people_who_came(user):
    """The sum over the rows of the register that this person may see."""
    rows = Attendance.objects.filter(session=OuterRef("pk")).visible_to(user)
    return Subquery(rows.order_by().values("session").annotate(sum=Sum("people")).values("sum"))


@require_safe
def session(request, pk):
    rows = Session.objects.visible_to(request.user).select_related("course", "trainer", "board")
    session = find(request, rows, pk)
    came = list(session.attendances.visible_to(request.user).select_related("agency"))
    sees_all = request.user.has_perm("training.view_attendance", session)
    page = {
        "session": session,
        "rows": facts(session),
        "chart": register_chart(came),
        "people": sum(row.people for row in came),
        "sees_all": sees_all,
        "entries": list(Activity.objects.about(session)) if sees_all else [],
        "may_take": may_take_register(request.user, session),
        "may_cancel": session.is_planned
        and request.user.has_perm("training.plan_sessions", session),
    }
    return render(request, "training/session.html", page)


def facts(session):
    return as_pairs(
        [
            ("Date", in_words(session.held_on)),
            ("Place", session.place),
            ("Trainer", session.trainer.name if session.trainer else "Not known yet"),
            ("Kind", session.course.get_kind_display()),
        ]
    )


def register_chart(came):
    items = [
        charts.Item(row.agency.name, row.people, [charts.Cell(f"{row.people:,}")])
        for row in sorted(came, key=lambda row: -row.people)
    ]
    return charts.bars(
        items,
        key="register",
        title="People who came, by agency",
        first="Agency",
        columns=["People"],
    )


def register_permission(session):
    """Until it has run, staff and its trainer; then only staff may correct it."""
    return "training.correct_register" if session.has_run else "training.take_register"


def may_take_register(user, session):
    return (session.has_run or session.needs_register) and user.has_perm(
        register_permission(session), session
    )


@form_view
def add_session(request, pk):
    rows = Course.objects.visible_to(request.user).select_related("board")
    course = find(request, rows, pk, permission="training.plan_sessions")

    def act(**typed):
        return services.plan_session(course, by=request.user, **typed)

    return form_page(
        request,
        forms.SessionForm(request.POST or None, board=course.board),
        act,
        heading=f"Plan a session of {course.title}",
        submit="Add session",
        said="The session is in the calendar.",
        back_url=course.get_absolute_url(),
    )


@form_view
def record_attendance(request, pk):
    rows = Session.objects.visible_to(request.user).select_related("course", "board")
    session = find(request, rows, pk)
    require(request, register_permission(session), session)

    def act(**typed):
        return services.record_attendance(session, by=request.user, **typed)

    seen = {"version": services.version_of(session)}
    return form_page(
        request,
        forms.RegisterForm(request.POST or None, session=session, initial=seen),
        act,
        heading=f"Who came: {session}",
        submit="Save the register",
        said="The register was saved.",
        intro="Type how many people came from each agency. Leave a box empty if nobody did.",
        back_url=session.get_absolute_url(),
    )


@form_view
def cancel_session(request, pk):
    rows = Session.objects.visible_to(request.user).select_related("course")
    session = find(request, rows, pk, permission="training.plan_sessions")

    def act(reason):
        return services.cancel_session(session, reason=reason, by=request.user)

    return form_page(
        request,
        forms.CancelForm(request.POST or None),
        act,
        heading=f"Cancel {session}",
        submit="Cancel this session",
        tone="warning",
        said="The session was cancelled.",
        back_url=session.get_absolute_url(),
    )


@require_safe
def attendance(request):
    require(request, "training.view_totals", request.board)
    rows = Attendance.objects.visible_to(request.user).filter(session__board=request.board)
    return training_list(
        request,
        rows.select_related("session__course", "agency").order_by(
            "-session__held_on", "session", "agency__folded"
        ),
        filters.AttendanceFilters,
        tables.AttendanceColumns,
        here="training:attendance",
        heading="Attendance by agency",
        lede=WITHOUT_NAMES,
        noun="rows",
        empty="Rows will appear here once a register has been taken.",
    )


@require_safe
def completions(request):
    require(request, "training.view_totals", request.board)
    rows = Completion.objects.visible_to(request.user).filter(course__board=request.board)
    return training_list(
        request,
        rows.select_related("course", "agency"),
        filters.CompletionFilters,
        tables.CompletionColumns,
        here="training:completions",
        heading="E-learning completed",
        lede=WITHOUT_NAMES,
        noun="rows",
        empty="Rows will appear here once an administrator enters a year’s completions.",
    )
