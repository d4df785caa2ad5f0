import django_tables2 as tables

from kscb.dates import in_words
from kscb.figures import signed
from kscb.lists import Columns, Day, Linked, Number
from performance.figures import headline, parts_of, remarks_on


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


class Change(Number):
    def render(self, value):
        return signed(value)


class ObservationColumns(Columns):
    indicator = Linked(
        accessor="indicator__title",
        verbose_name="Indicator",
        order_by="indicator__folded",
        route="performance:indicator",
        key="indicator_id",
    )
    area = tables.Column()
    as_at = Day()
    shown = Number(verbose_name="Value", order_by="value")
    parts = tables.Column(verbose_name="Made from", orderable=False, accessor="pk")
    change = Change(verbose_name="Change printed", default="")
    status = tables.Column()
    source = tables.Column()
    remarks = tables.Column(verbose_name="Note", orderable=False, accessor="pk")

    def render_shown(self, value):
        return value

    value_shown = render_shown

    def render_parts(self, record):
        return parts_of(record)

    value_parts = render_parts

    def render_remarks(self, record):
        return remarks_on(record)

    value_remarks = render_remarks
