"""The columns and filters that lists are made of."""

import django_filters
import django_tables2 as tables
from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.forms.models import ModelChoiceIterator
from django.urls import reverse
from django.utils.html import format_html
from django.utils.text import Truncator
from django_filters.fields import ModelChoiceField

from kscb.dates import in_words
from kscb.forms import FilterForm
from kscb.text import fold


class Columns(tables.Table):
    """A list's columns. Sorting falls back on the key, so that pages never overlap."""

    class Meta:
        order_by_field = "sort"
        attrs: dict = {}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, order_by_field="sort", **kwargs)


class Linked(tables.Column):
    """The text, as a link to the record's page (or to `route` with the key `key`)."""

    def __init__(self, *args, route: str = "", key: str = "pk", nowrap: bool = False, **kwargs):
        if nowrap:
            kwargs["attrs"] = {"td": {"class": "nowrap"}}
        super().__init__(*args, **kwargs)
        self.route, self.key = route, key

    def render(self, value, record):
        url = (
            reverse(self.route, args=[tables.A(self.key).resolve(record)])
            if self.route
            else record.get_absolute_url()
        )
        return format_html('<a class="govuk-link" href="{}">{}</a>', url, value)

    def value(self, value):
        return value


class Prose(tables.Column):
    """Free text: its first words on the page, all of it in the spreadsheet."""

    WORDS = 40

    def __init__(self, *args, **kwargs):
        super().__init__(*args, attrs={"td": {"class": "words"}}, **kwargs)

    def render(self, value):
        return Truncator(value).words(self.WORDS, truncate="…")

    def value(self, value):
        return value


class Day(tables.Column):
    """A date in words; a date in the spreadsheet."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, attrs={"td": {"class": "nowrap"}}, **kwargs)

    def render(self, value):
        return in_words(value)

    def value(self, value):
        return value


class Where(tables.Column):
    """Where the record stands: a word on a tint."""

    def __init__(self, *args, **kwargs):
        kwargs.setdefault("orderable", False)
        kwargs.setdefault("attrs", {"td": {"class": "nowrap"}})
        super().__init__(*args, accessor="standing", **kwargs)

    def render(self, value):
        return format_html('<span class="tag tag--{}">{}</span>', value.tone, value.word)

    def value(self, value):
        return value.word


class Several(tables.ManyToManyColumn):
    """The names of related rows, which must be prefetched: text, so that "&" is exported as "&"."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, orderable=False, **kwargs)

    def render(self, value):
        return ", ".join(str(one) for one in value.all())


class Number(tables.Column):
    def __init__(self, *args, **kwargs):
        numeric = {"class": "numeric"}
        super().__init__(*args, attrs={"td": numeric, "th": numeric}, **kwargs)

    def render(self, value):
        return f"{value:,}"

    def value(self, value):
        return value


class Words(django_filters.CharFilter):
    """Every word must be in the folded column, in any order."""

    def __init__(self, *args, field_name="folded", label="Words or reference", **kwargs):
        super().__init__(*args, field_name=field_name, label=label, **kwargs)

    def filter(self, rows: QuerySet, value: str) -> QuerySet:
        for word in fold(value).split()[:10]:
            rows = rows.filter(**{f"{self.field_name}__contains": word})
        return rows


class Whole(django_filters.NumberFilter):
    """A whole number. (A decimal field would spend minutes on the digits of -1e9999999.)"""

    field_class = forms.IntegerField


class Ticked(django_filters.BooleanFilter):
    """On or off: a tick narrows the list by a method of its queryset."""

    def __init__(self, *args, by: str, **kwargs):
        super().__init__(*args, widget=forms.CheckboxInput, **kwargs)
        self.by = by

    def filter(self, rows: QuerySet, value: bool | None) -> QuerySet:
        return getattr(rows, self.by)() if value else rows


class Filters(django_filters.FilterSet):
    """The filters of a list about `request.board`; choices are only of that board."""

    class Meta:
        form = FilterForm

    @property
    def board(self):
        return self.request.board


class ListedIterator(ModelChoiceIterator):
    def __iter__(self):
        if self.field.empty_label is not None:
            yield ("", self.field.empty_label)
        for row in self.field.listed:  # type: ignore[attr-defined]
            yield (row.pk, self.field.label_from_instance(row))


class ListedField(ModelChoiceField):
    """One query serves both the choices shown and the check of the one chosen."""

    iterator = ListedIterator

    @property
    def listed(self) -> list:
        if not hasattr(self, "_listed"):
            self._listed = list(self.queryset)
        return self._listed

    def to_python(self, value):
        if value in self.empty_values:
            return None
        for row in self.listed:
            if str(row.pk) == str(value):
                return row
        raise ValidationError(self.error_messages["invalid_choice"], code="invalid_choice")


class Chosen(django_filters.ModelChoiceFilter):
    """One record of a short list, such as an agency of the board."""

    field_class = ListedField
