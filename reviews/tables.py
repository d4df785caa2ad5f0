import django_tables2 as tables
from django.urls import reverse
from django.utils.html import format_html, format_html_join

from boards.tables import Moment
from kscb.lists import Columns, Day, Linked, Number, Prose, Where


class ThemeColumns(Columns):
    name = Linked(order_by="folded", verbose_name="Theme")
    named = Number(verbose_name="Times named")
    open_actions = Number(verbose_name="Open actions")
    accepted_actions = Number(verbose_name="Accepted as done")


class ReviewColumns(Columns):
    standing = Where(verbose_name="Status", orderable=True, order_by="status")
    reference = Linked(order_by="in_order", nowrap=True)
    pseudonym = Prose()
    kind = tables.Column(order_by="kind__name")
    commissioned_by = tables.Column(
        verbose_name="Commissioned by", order_by="commissioned_by__name"
    )
    published_on = Day(verbose_name="Published", default="")


class ActionColumns(Columns):
    standing = Where(verbose_name="Where it stands", orderable=True, order_by=("status", "due_on"))
    reference = Linked(order_by="in_order", nowrap=True)
    wording = Prose(verbose_name="What will be done", orderable=False)
    agency = tables.Column(verbose_name="Agency", order_by="agency__folded")
    owner = tables.Column(verbose_name="Named owner", order_by="owner__name")
    due_on = Day(verbose_name="Due")


class RoundColumns(Columns):
    standing = Where(verbose_name="Status", orderable=True, order_by="status")
    reference = Linked(nowrap=True)
    title = Prose()
    due_on = Day(verbose_name="Returns due")
    asked = Number(verbose_name="Asked")
    sent = Number(verbose_name="Submitted or accepted")


class ReturnColumns(Columns):
    standing = Where(verbose_name="Where it stands", orderable=True, order_by="status")
    audit_round = Linked(accessor="audit_round__reference", verbose_name="Audit", nowrap=True)
    title = Prose(accessor="audit_round__title", orderable=False)
    agency = tables.Column(order_by="agency__folded")
    due_on = Day(accessor="audit_round__due_on", verbose_name="Due")
    status = tables.Column(verbose_name="Step reached")


class EvidenceColumns(Columns):
    title = Prose(order_by="folded")
    agency = tables.Column(order_by="agency__folded")
    supports = tables.Column(accessor="what_it_supports", orderable=False)
    given_by = tables.Column(verbose_name="Given by", order_by="given_by__name")
    given_at = Day(accessor="given_day", verbose_name="Given", order_by="given_at")
    scan = tables.Column(accessor="scan_words", verbose_name="Checked", orderable=False)

    def render_title(self, record):
        return format_html(
            '<a class="govuk-link" href="{}">{}</a>',
            reverse("reviews:download-evidence", args=[record.pk])
            if record.document_id
            else record.link,
            record.title,
        )

    def value_title(self, record):
        return record.title

    def render_supports(self, value):
        return format_html_join(", ", '<a class="govuk-link" href="{}">{}</a>', value)

    def value_supports(self, value):
        return ", ".join(label for _, label in value)


class FindingColumns(Columns):
    reference = tables.Column(orderable=False)
    wording = Prose(verbose_name="What was found", orderable=False)
    themes = tables.ManyToManyColumn(orderable=False, separator=", ")
    found_on = Day(verbose_name="Date")


class ReminderColumns(Columns):
    at = Moment(verbose_name="When")
    person = tables.Column(verbose_name="To", order_by="person__name")
    kind = tables.Column(accessor="kind_words", order_by="kind")
    about = Linked(
        order_by=("action__in_order", "measure__recommendation__in_order", "measure__number"),
        nowrap=True,
    )
    agency = tables.Column(accessor="action__agency", order_by="action__agency__folded", default="")
    about_on = Day(verbose_name="Its date")
    result = tables.Column(
        accessor="result_words", verbose_name="E-mail", order_by="notice__result"
    )
