import django_tables2 as tables
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html

from kscb.dates import in_words
from kscb.lists import Columns, Day, Linked, Prose


class Moment(tables.Column):
    """A date and time in words."""

    def render(self, value):
        local = timezone.localtime(value)
        return f"{in_words(local.date())}, {local:%H:%M}"

    def value(self, value):
        return timezone.localtime(value)


class AgencyColumns(Columns):
    name = Linked(order_by="folded")
    kind = tables.Column()


class PeopleColumns(Columns):
    name = tables.Column(accessor="user__name", order_by="user__name")
    role = tables.Column()
    title = tables.Column(verbose_name="Job title", default="")
    agency = tables.Column(order_by="agency__folded", default="")
    email = tables.Column(accessor="user__email", verbose_name="E-mail address")
    from_on = Day(verbose_name="From")
    last_day = Day(verbose_name="Last day", orderable=False, default="")
    step = tables.Column(
        accessor="pk", verbose_name="Next step", orderable=False, exclude_from_export=True
    )

    def __init__(self, *args, may_manage=False, **kwargs):
        super().__init__(*args, **kwargs)
        if not may_manage:
            self.columns.hide("step")

    def render_step(self, record):
        if not record.is_current:
            return "Ended"
        return format_html(
            '<a class="govuk-link" href="{}">End now'
            '<span class="govuk-visually-hidden"> the role of {}</span></a>',
            reverse("boards:end-membership", args=[record.pk]),
            record.user.name,
        )


class ActivityColumns(Columns):
    at = Moment(verbose_name="When")
    actor = tables.Column(accessor="actor_name", verbose_name="Who", order_by="actor__name")
    verb = tables.Column(verbose_name="Did what")
    target_label = Prose(verbose_name="To which record")
    detail = Prose(accessor="listed_words", verbose_name="Detail", orderable=False)


class NoticeColumns(Columns):
    created_at = Moment(verbose_name="Owed since")
    email = tables.Column(verbose_name="To")
    subject = tables.Column()
    about = tables.Column()
    result = tables.Column()
    sent_at = Moment(verbose_name="Sent", default="")


class MeetingColumns(Columns):
    held_on = Day(verbose_name="Date")
    title = tables.Column()


class AchievementColumns(Columns):
    year_label = tables.Column(verbose_name="Year", order_by="year")
    wording = Prose(verbose_name="Achievement", orderable=False)
    source = tables.Column()
    note = Prose(orderable=False, default="")


class MemberViewColumns(Columns):
    year_label = tables.Column(verbose_name="Year", order_by="year")
    sense = Prose(verbose_name="What was meant", orderable=False)
    source = tables.Column()
