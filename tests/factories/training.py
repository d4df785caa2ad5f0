from datetime import date

import factory
from factory.django import DjangoModelFactory

from kscb.text import fold
from tests.factories.boards import AgencyFactory, BoardFactory
from training.models import Attendance, Completion, Course, Session


class CourseFactory(DjangoModelFactory):
    class Meta:
        model = Course

    board = factory.SubFactory(BoardFactory)
    title = factory.Sequence(lambda n: f"Course {n:03d}")
    kind = Course.Kind.MULTI_AGENCY
    folded = factory.LazyAttribute(lambda course: fold(course.title))


class SessionFactory(DjangoModelFactory):
    class Meta:
        model = Session

    class Params:
        run = factory.Trait(status=Session.Status.RUN)

    course = factory.SubFactory(CourseFactory)
    board = factory.SelfAttribute("course.board")
    held_on = date(2017, 10, 5)


class AttendanceFactory(DjangoModelFactory):
    class Meta:
        model = Attendance

    session = factory.SubFactory(SessionFactory, run=True)
    agency = factory.SubFactory(AgencyFactory)
    people = 12


class CompletionFactory(DjangoModelFactory):
    class Meta:
        model = Completion

    course = factory.SubFactory(CourseFactory, kind=Course.Kind.E_LEARNING)
    agency = factory.SubFactory(AgencyFactory)
    year = 2017
    number = 100
