"""What training lists can be narrowed by."""

from collections.abc import Iterable

from django.db.models import Exists, OuterRef
from django_filters import ChoiceFilter

from boards.models import Agency
from kscb.dates import year_bounds, year_label, year_of
from kscb.lists import Filters, Words
from training.models import Attendance, Course, Session
from training.services import FIRST_DAY, last_day


def years() -> list[tuple[int, str]]:
    first, last = year_of(FIRST_DAY), year_of(last_day())
    return [(start, year_label(start)) for start in range(last, first - 1, -1)]


class Choices(Filters):
    """Choices are lists read once for each page: checking one asks the database nothing more."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "course" in self.filters:
            self.filters["course"].extra["choices"] = list(self.courses())
        if "agency" in self.filters:
            self.filters["agency"].extra["choices"] = list(self.agencies())

    def courses(self) -> Iterable[tuple[int, str]]:
        rows = Course.objects.visible_to(self.request.user).filter(board=self.board)
        return rows.values_list("pk", "title")

    def agencies(self) -> Iterable[tuple[int, str]]:
        """Those that serve the board or once did: their people were counted."""
        rows = Agency.objects.visible_to(self.request.user).filter(partners__board=self.board)
        return rows.distinct().values_list("pk", "name")


class CourseFilters(Filters):
    q = Words(label="Words in the title")
    kind = ChoiceFilter(label="Kind", choices=Course.Kind.choices)


class SessionFilters(Choices):
    year = ChoiceFilter(label="Year", choices=years, method="in_year")
    course = ChoiceFilter(label="Course", choices=())
    kind = ChoiceFilter(label="Kind", field_name="course__kind", choices=Course.Kind.choices)
    status = ChoiceFilter(label="Status", choices=Session.Status.choices)
    agency = ChoiceFilter(label="Agency that came", choices=(), method="attended")
    register = ChoiceFilter(
        label="Register", choices=[("needed", "Still to be taken")], method="needing_register"
    )
    trainer = ChoiceFilter(label="Trainer", choices=[("me", "Me")], method="own")
    when = ChoiceFilter(label="When", choices=[("coming", "Still to come")], method="coming")

    def in_year(self, rows, name, value):
        return rows.in_year(int(value))

    def attended(self, rows, name, value):
        """Only what the person may count: an agency's lead finds its own sessions."""
        came = Attendance.objects.filter(session=OuterRef("pk"), agency=value, people__gt=0)
        return rows.filter(Exists(came.visible_to(self.request.user)))

    def needing_register(self, rows, name, value):
        return rows.needing_register()

    def own(self, rows, name, value):
        return rows.filter(trainer=self.request.user)

    def coming(self, rows, name, value):
        return rows.coming()


class AttendanceFilters(Choices):
    year = ChoiceFilter(label="Year", choices=years, method="in_year")
    course = ChoiceFilter(label="Course", field_name="session__course", choices=())
    kind = ChoiceFilter(
        label="Kind", field_name="session__course__kind", choices=Course.Kind.choices
    )
    agency = ChoiceFilter(label="Agency", choices=())

    def in_year(self, rows, name, value):
        return rows.filter(session__held_on__range=year_bounds(int(value)))


class CompletionFilters(Choices):
    year = ChoiceFilter(label="Year", choices=years)
    course = ChoiceFilter(label="Course", choices=())
    agency = ChoiceFilter(label="Agency", choices=())
