import django_filters

from boards.models import Agency
from boards.models.membership import Role
from kscb.lists import Filters, Ticked, Whole, Words


class AgencyFilters(Filters):
    q = Words(label="Name")
    kind = django_filters.ChoiceFilter(label="Kind", choices=Agency.Kind.choices)


class PeopleFilters(Filters):
    q = django_filters.CharFilter(label="Name", field_name="user__name", lookup_expr="icontains")
    role = django_filters.ChoiceFilter(label="Role", choices=Role.choices)
    current = Ticked(label="Only those with a role now", by="current")


class ActivityFilters(Filters):
    q = django_filters.CharFilter(
        label="Record", field_name="target_label", lookup_expr="icontains"
    )
    verb = django_filters.CharFilter(label="What was done", lookup_expr="icontains")


class NoticeFilters(Filters):
    q = django_filters.CharFilter(label="About", field_name="about", lookup_expr="icontains")


class YearFilters(Filters):
    year = Whole(label="Year beginning", help_text="2017 for 2017/18")


class NoFilters(Filters):
    """A list short enough to need none."""
