"""What of a form is a draft, and how it is shown again."""

from datetime import UTC, date, datetime

import pytest
from django import forms as stock
from django.http import QueryDict

from kscb import drafts
from kscb.forms import Checkboxes, DateField, FilesField, Form, LongTextField, Radios

CHOICES = [("1", "One"), ("2", "Two")]


class WholeForm(Form):
    text = LongTextField(required=False)
    due = DateField(required=False)
    one = stock.ChoiceField(choices=CHOICES, required=False, widget=Radios)
    several = stock.MultipleChoiceField(choices=CHOICES, required=False, widget=Checkboxes)
    sure = stock.BooleanField(required=False)
    files = FilesField(required=False)
    password = stock.CharField(required=False, widget=stock.PasswordInput)
    version = stock.IntegerField(widget=stock.HiddenInput)


SENT = (
    "text=Half a sen%00tence&due_0=31&due_1=Feb&due_2=&several=1&several=2&sure=on&version=3"
    "&password=secret&files=x&receipt=r&csrfmiddlewaretoken=c&save_draft=1&other=y"
)


def test_only_the_forms_own_boxes_are_kept_as_they_were_sent():
    assert drafts.typed_into(WholeForm(QueryDict(SENT))) == {
        "text": ["Half a sentence"],
        "due_0": ["31"],
        "due_1": ["Feb"],
        "due_2": [""],
        "several": ["1", "2"],
        "sure": ["on"],
        "version": ["3"],
    }


def test_a_draft_fills_a_fresh_form_without_errors():
    shown = {"text": "As saved.", "due": date(2018, 3, 27), "one": "2", "version": 7}
    form = WholeForm(initial=shown)

    drafts.show_again(form, drafts.typed_into(WholeForm(QueryDict(SENT))))

    assert not form.errors
    assert {name: form[name].value() for name in form.fields} == {
        "text": "Half a sentence",
        "due": ["31", "Feb", ""],
        "one": "2",
        "several": ["1", "2"],
        "sure": True,
        "files": None,
        "password": None,
        "version": "3",
    }
    assert shown["text"] == "As saved."


def test_a_tick_taken_out_stays_out():
    form = WholeForm(initial={"several": ["1"], "sure": True})

    drafts.show_again(form, {"text": ["Words."]})

    assert (form["several"].value(), form["sure"].value()) == ([], False)


def test_a_form_with_a_prefix_keeps_its_own():
    form = WholeForm(QueryDict("a-text=Mine.&b-text=Not.&a-due_0=3"), prefix="a")

    assert drafts.typed_into(form) == {"a-text": ["Mine."], "a-due_0": ["3"]}


@pytest.mark.parametrize(
    ("at", "words"),
    [((2018, 7, 3, 13, 3), "14:03"), ((2018, 7, 2, 13, 3), "2 July 2018 at 14:03")],
)
def test_the_moment_is_said_in_english_time(monkeypatch, at, words):
    monkeypatch.setattr(drafts, "today", lambda: date(2018, 7, 3))

    assert drafts.moment(datetime(*at, tzinfo=UTC)) == words
