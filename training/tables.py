import django_tables2 as tables

from kscb.dates import in_words, year_label
from kscb.lists import Columns, Day, Linked, Number, Where


class Invented(tables.Column):
    """Whether a row was made up for demonstration, in a word."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, verbose_name="Invented", orderable=False, **kwargs)

    def render(self, value):
        return "Invented" if value else ""

    def value(self, value):
        return self.render(value)


class NextDay(Day):
    def render(self, value):
        return in_words(value) or "None planned"


class CourseColumns(Columns):
    title = Linked(order_by="folded")
    kind = tables.Column()
    run = Number(verbose_name="Sessions run")
    next_on = NextDay(verbose_name="Next session", empty_values=())


class Kind(tables.Column):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, verbose_name="Kind", **kwargs)


class SessionColumns(Columns):
    held_on = Day(verbose_name="Date")
    course = Linked(accessor="course__title", order_by="course__folded", verbose_name="Session of")
    kind = Kind(accessor="course__get_kind_display", order_by="course__kind")
    place = tables.Column(default="")
    trainer = tables.Column(
        accessor="trainer__name",
        order_by="trainer__name",
        verbose_name="Trainer",
        default="Not named",
    )
    people = Number(verbose_name="People who came", default="")
    status = Where(verbose_name="Status", order_by="status", orderable=True)


class AttendanceColumns(Columns):
    held_on = Day(accessor="session__held_on", verbose_name="Date")
    course = Linked(
        accessor="session__course__title",
        order_by="session__course__folded",
        verbose_name="Session of",
        route="training:session",
        key="session_id",
    )
    kind = Kind(accessor="session__course__get_kind_display", order_by="session__course__kind")
    agency = tables.Column(order_by="agency__folded")
    people = Number(verbose_name="People who came")
    is_invented = Invented(accessor="session__is_invented")


class Year(tables.Column):
    def render(self, value):
        return year_label(value)

    def value(self, value):
        return year_label(value)


class CompletionColumns(Columns):
    year = Year(verbose_name="Year")
    course = Linked(
        accessor="course__title",
        order_by="course__folded",
        verbose_name="Course",
        route="training:course",
        key="course_id",
    )
    agency = tables.Column(order_by="agency__folded")
    number = Number(verbose_name="Courses completed")
    is_invented = Invented()
