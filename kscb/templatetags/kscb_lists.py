"""What templates/components/ needs to draw a list: its columns, its pages, the filters in use."""

from datetime import date

from django import template
from django.db.models import Model
from django.utils.dateformat import format as written
from django.utils.html import conditional_escape, format_html

from kscb.dates import in_words
from kscb.rows import Row, shown, ways_of

register = template.Library()


@register.simple_tag
def list_columns(table) -> list[dict]:
    """The columns of a table, their classes worked out once and not again for every cell."""
    return [
        {
            "column": column,
            "label": column.header,
            "head": classes(column, "th"),
            "cell": attributes(column),
            "order": order(column),
        }
        for column in table.columns
    ]


def attributes(column) -> str:
    """Of every cell of the column: what it is called on a phone, and its class."""
    if named := classes(column, "td"):
        return format_html('data-label="{}" class="{}"', column.header, named)
    return format_html('data-label="{}"', column.header)


def classes(column, cell: str) -> str:
    attrs = column.column.attrs
    return str(attrs.get(cell, attrs.get("cell", {})).get("class", ""))


def order(column) -> dict | None:
    if not column.orderable:
        return None
    alias = column.order_by_alias
    ways = {True: "ascending", False: "descending"}
    return {
        "next": str(alias.next) if column.is_ordered else str(alias),
        "aria": ways[alias.is_ascending] if column.is_ordered else "none",
    }


@register.simple_tag
def list_rows(table, columns) -> list[list[tuple]]:
    """The rows of the page: of each cell its attributes, and what it holds."""
    ways = ways_of(table, shown)
    return [
        [
            (column["cell"], cell)
            for column, (_, cell) in zip(columns, Row(row.record, table, ways).items(), strict=True)
        ]
        for row in table.paginated_rows
    ]


@register.filter
def page_numbers(page) -> list:
    """1 … 4 5 6 … 20: page numbers, with the gaps as an ellipsis."""
    return list(page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1))


@register.filter
def is_number(item) -> bool:
    return isinstance(item, int)


@register.simple_tag(takes_context=True)
def applied_filters(context, filter) -> list[dict]:
    """Each filter in use, in words, with the address of the same list without it."""
    form = filter.form
    if not form.is_bound or not hasattr(form, "cleaned_data"):
        return []
    query = context["request"].GET
    applied = []
    for name, field in form.fields.items():
        value = form.cleaned_data.get(name)
        if value in (None, "", [], ()) or value is False:
            continue
        several = not isinstance(value, str | Model) and hasattr(value, "__iter__")
        for item in value if several else [value]:
            applied.append(
                {
                    "label": str(form[name].label),
                    "words": words_for(field, item),
                    "without": without(query, name, item if several else None),
                }
            )
    return applied


def words_for(field, value) -> str:
    """A value as the person chose it; nothing for a plain tick."""
    if value is True:
        return ""
    if isinstance(value, Model):
        return field.label_from_instance(value)
    if hasattr(value, "strftime"):
        return written(value, "j F Y")
    return dict(flat(getattr(field, "choices", ()))).get(str(value), str(value))


def flat(choices):
    for value, label in choices:
        if isinstance(label, list | tuple):
            yield from flat(label)
        else:
            yield str(value), str(label)


def without(query, name: str, item=None) -> str:
    """The query string without one filter, or without one value of it; from the first page."""
    left = query.copy()
    left.pop("page", None)
    if item is None:
        for key in [name, *(f"{name}_{at}" for at in range(3))]:
            left.pop(key, None)
    else:
        raw = str(getattr(item, "pk", item))
        left.setlist(name, [value for value in left.getlist(name) if value != raw])
    return f"?{left.urlencode()}"


@register.simple_tag(takes_context=True)
def kept_in_filter(context, filter) -> list[tuple[str, str]]:
    """What a new filter keeps of the present address: the sorting and the size of the page."""
    query = context["request"].GET
    return [(key, query[key]) for key in ("sort", "per") if query.get(key)]


@register.simple_tag(takes_context=True)
def nothing_filtered(context) -> str:
    """The query string with the sorting and the page size alone."""
    left = context["request"].GET.copy()
    for key in set(left) - {"sort", "per"}:
        del left[key]
    return f"?{left.urlencode()}"


@register.filter
def printable(value):
    """A value for a summary list; a date is in words, and what is empty says so."""
    if isinstance(value, date):
        value = in_words(value)
    return "Not given" if value in (None, "") else conditional_escape(value)
