import django_tables2 as tables
from django.utils.html import format_html

from kscb.dates import in_words
from kscb.figures import number, signed
from kscb.lists import Columns, Day, Linked, Number
from performance.figures import headline


class OfHeadline(tables.Column):
    """One field of an indicator's latest figure, which is worked out once for each row."""

    def __init__(self, field, *args, **kwargs):
        super().__init__(*args, accessor="pk", orderable=False, empty_values=(), **kwargs)
        self.field = field

    def render(self, record):
        if not hasattr(record, "latest"):
            record.latest = headline(record)
        return getattr(record.latest, self.field) or ""

    def value(self, record):
        return self.render(record)


class OfHeadlineDay(OfHeadline):
    def render(self, record):
        return in_words(super().render(record) or None)


class Latest(OfHeadline):
    def render(self, record):
        return super().render(record) or "No figure yet"


class IndicatorColumns(Columns):
    title = Linked(verbose_name="Indicator", order_by="folded")
    latest = Latest("shown", verbose_name="Latest", attrs={"td": {"class": "nowrap"}})
    change = OfHeadline("change_words", verbose_name="Change")
    as_at = OfHeadlineDay("as_at", verbose_name="As at")
    status = OfHeadline("status", verbose_name="Status")
    source = OfHeadline("source", verbose_name="Source")


class Part(Number):
    """A numerator or denominator."""

    def render(self, value):
        return number(value)


class Change(Number):
    def render(self, value):
        return signed(value)


class ObservationColumns(Columns):
    indicator = Linked(
        accessor="indicator__title",
        order_by="indicator__folded",
        route="performance:indicator",
        key="indicator_id",
    )
    area = tables.Column()
    period = tables.Column(order_by="as_at")
    shown = Number(verbose_name="Value", order_by="value")
    printed = tables.Column(default="")
    change = Change(verbose_name="Change printed", default="")
    numerator = Part(default="")
    denominator = Part(default="")
    as_at = Day()
    status = tables.Column()
    source = tables.Column()
    revision = Number()
    note = tables.Column(orderable=False, default="")

    def render_shown(self, value):
        return format_html('<span class="nowrap">{}</span>', value)

    def value_shown(self, value):
        return value
