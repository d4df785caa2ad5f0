import re
from types import SimpleNamespace

import django_tables2 as tables
import pytest
from django import forms as stock
from django.template.loader import render_to_string

from kscb.forms import Checkboxes, DateField, FilterForm
from kscb.templatetags.kscb_forms import counted
from kscb.templatetags.kscb_lists import applied_filters


class Actions(tables.Table):
    reference = tables.Column()
    files = tables.Column(attrs={"td": {"class": "numeric"}, "th": {"class": "numeric"}})
    step = tables.Column(verbose_name="Next step", orderable=False)


class Words(FilterForm):
    q = stock.CharField(label="Words", required=False)
    agency = stock.ChoiceField(choices=[("", "All"), ("1", "Kent Police")], required=False)
    themes = stock.MultipleChoiceField(
        widget=Checkboxes, choices=[("1", "Fathers"), ("2", "Escalation")], required=False
    )
    due_after = DateField(required=False)
    overdue = stock.BooleanField(required=False)


def filtered(rf, query):
    request = rf.get(f"/actions/?{query}")
    form = Words(request.GET)
    form.is_valid()
    return applied_filters({"request": request}, SimpleNamespace(form=form))


def drawn(rf, query="", count=3):
    request = rf.get(f"/actions/?{query}")
    rows = [{"reference": f"R{at}", "files": at, "step": "Update"} for at in range(count)]
    table = Actions(rows)
    tables.RequestConfig(request, paginate={"per_page": 2}).configure(table)
    page = {"heading": "Actions", "table": table, "total": count, "noun": "actions"}
    return render_to_string("components/table.html", page, request=request)


def test_each_filter_in_use_can_be_taken_off(rf):
    query = "q=a%26b&agency=1&themes=1&themes=2&page=3&sort=due"

    assert filtered(rf, query) == [
        {
            "label": "Words",
            "words": "a&b",
            "without": "?agency=1&themes=1&themes=2&sort=due",
        },
        {
            "label": "Agency",
            "words": "Kent Police",
            "without": "?q=a%26b&themes=1&themes=2&sort=due",
        },
        {
            "label": "Themes",
            "words": "Fathers",
            "without": "?q=a%26b&agency=1&themes=2&sort=due",
        },
        {
            "label": "Themes",
            "words": "Escalation",
            "without": "?q=a%26b&agency=1&themes=1&sort=due",
        },
    ]


def test_a_date_filter_is_taken_off_whole(rf):
    query = "due_after_0=3&due_after_1=3&due_after_2=2026&overdue=on"

    assert filtered(rf, query) == [
        {"label": "Due after", "words": "3 March 2026", "without": "?overdue=on"},
        {
            "label": "Overdue",
            "words": "",
            "without": "?due_after_0=3&due_after_1=3&due_after_2=2026",
        },
    ]


def test_a_heading_sorts_and_says_how_it_is_sorted(rf):
    html = drawn(rf, "sort=files&page=2&agency=1")

    heads = re.findall(r'<th [^>]*?aria-sort="(\w+)">\s*<a [^>]*href="([^"]+)"', html)
    assert heads == [
        ("none", "?sort=reference&amp;agency=1"),
        ("ascending", "?sort=-files&amp;agency=1"),
    ]


def test_every_cell_knows_its_label_and_class(rf):
    html = drawn(rf)

    assert (
        re.findall(r'<td role="cell" data-label="([^"]+)"( class="numeric")?>', html)
        == [
            ("Reference", ""),
            ("Files", ' class="numeric"'),
            ("Next step", ""),
        ]
        * 2
    )


@pytest.mark.parametrize(
    ("number", "noun", "words"),
    [
        (1, "actions", "1 action"),
        (1204, "actions", "1,204 actions"),
        (1, "agencies", "1 agency"),
        (1, "people", "1 person"),
        (0, "audit returns", "0 audit returns"),
    ],
)
def test_a_count_agrees_with_its_noun(number, noun, words):
    assert counted(number, noun) == words
