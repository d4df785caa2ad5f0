import re
from datetime import date

import pytest
from django import forms as stock
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.forms import formset_factory
from django.template.loader import render_to_string
from django.utils.datastructures import MultiValueDict

from kscb.forms import (
    Checkboxes,
    DateField,
    FilesField,
    FilterForm,
    Form,
    LongTextField,
    Radios,
)


class ActionForm(Form):
    title = stock.CharField(max_length=10, help_text="In the words of the review.")
    wording = LongTextField(label="Wording")
    change = LongTextField(label="What will be different for children?")
    due = DateField(label="Due date", earliest=date(2018, 4, 1), latest=date(2030, 3, 31))
    agency = stock.ChoiceField(choices=[("", "Choose an agency"), ("1", "Kent Police")])
    step = stock.ChoiceField(
        widget=Radios(hints={"a": "The evidence has been seen."}),
        choices=[("a", "Accept as done"), ("r", "Return")],
    )
    themes = stock.MultipleChoiceField(
        widget=Checkboxes, choices=[("1", "Fathers"), ("2", "Escalation")]
    )
    files_seen = stock.IntegerField()
    evidence = FilesField()
    note = stock.CharField(required=False)
    sure = stock.BooleanField(label="I have taken out names")


class DueForm(Form):
    due = DateField(label="Due date", earliest=date(2018, 4, 1), latest=date(2030, 3, 31))


class NoteForm(Form):
    wording = LongTextField()


def test_what_word_copies_as_a_control_character_is_a_new_line():
    form = NoteForm({"wording": "One\x0btwo\r\nthree\x01\x1f\tfour"})

    assert form.is_valid()
    assert form.cleaned_data["wording"] == "One\ntwo\nthree\tfour"


def due_form(day="", month="", year=""):
    return DueForm({"due_0": day, "due_1": month, "due_2": year})


def drawn(form, **context):
    return render_to_string("components/form.html", {"form": form, **context})


def attributes(html, element, identifier):
    """The attributes of one element, by its id."""
    [tag] = re.findall(rf'<{element}\b[^>]*\bid="{identifier}"[^>]*>', html)
    return dict(re.findall(r'([\w-]+)="([^"]*)"', tag))


# Dates


@pytest.mark.parametrize(
    "typed",
    [("3", "3", "2026"), ("03", "03", "2026"), ("3", "March", "2026"), (" 3 ", "mar", "2026")],
)
def test_a_date_is_read_as_people_type_it(typed):
    form = due_form(*typed)

    assert form.is_valid()
    assert form.cleaned_data == {"due": date(2026, 3, 3)}


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        (("", "", ""), "Enter due date"),
        (("3", "3", ""), "Due date must include a year"),
        (("3", "", ""), "Due date must include a month and a year"),
        (("", "3", "2026"), "Due date must include a day"),
        (("31", "2", "2026"), "Due date must be a real date"),
        (("3", "Marzo", "2026"), "Due date must be a real date"),
        (("3", "3", "26"), "Due date must have a year of 4 numbers, like 2026"),
        (("²", "3", "2026"), "Due date must be a real date"),
        (("31", "3", "2018"), "Due date must be on or after 1 April 2018"),
        (("1", "4", "2030"), "Due date must be on or before 31 March 2030"),
    ],
)
def test_a_wrong_date_is_told_what_is_wrong(typed, message):
    assert due_form(*typed).errors == {"due": [message]}


def test_a_wrong_date_is_shown_again_as_typed():
    html = drawn(due_form("31", "Feb<", "20 26"))

    values = [attributes(html, "input", f"id_due_{box}")["value"] for box in range(3)]
    assert values == ["31", "Feb&lt;", "20 26"]


def test_only_the_wrong_box_is_marked_and_linked():
    form = due_form("3", "13", "2026")

    html = drawn(form)

    marked = ["aria-invalid" in attributes(html, "input", f"id_due_{box}") for box in range(3)]
    assert marked == [False, True, False]
    assert 'href="#id_due_1"' in html


def test_a_saved_date_fills_the_boxes():
    html = drawn(DueForm(initial={"due": date(2026, 11, 3)}))

    values = [attributes(html, "input", f"id_due_{box}")["value"] for box in range(3)]
    assert values == ["3", "11", "2026"]


def test_a_date_may_be_bounded_by_a_function():
    field = DateField(label="Seen", latest=lambda: date(2026, 1, 1))

    with pytest.raises(ValidationError, match="Seen must be on or before 1 January 2026"):
        field.clean(["2", "1", "2026"])


def test_an_optional_date_may_be_empty():
    assert DateField(required=False).clean(["", "", ""]) is None


def test_a_date_knows_whether_it_changed():
    form = DueForm(
        {"due_0": "3", "due_1": "March", "due_2": "2026"}, initial={"due": date(2026, 3, 3)}
    )

    assert form.changed_data == []


# Text


def test_text_that_is_too_long_is_counted():
    form = NoteForm({"wording": "a" * 10_412})

    assert form.errors == {
        "wording": ["Wording must be 10,000 characters or fewer; you typed 10,412"]
    }


def test_pasted_text_is_kept_as_typed():
    pasted = "“Hidden men” – it’s the household,\r\n\r\n…" + "ø" * 9_000

    form = NoteForm({"wording": pasted})

    assert form.is_valid()
    assert form.cleaned_data == {"wording": pasted.replace("\r\n", "\n")}


def test_a_line_ending_counts_as_one_character():
    assert NoteForm({"wording": "a\r\n" * 4_999 + "a"}).is_valid()


def test_nothing_cuts_a_pasted_text_short():
    html = drawn(ActionForm())

    assert "maxlength=" not in html.replace("data-maxlength=", "")
    assert 'data-maxlength="10000"' in html
    assert "You can enter up to 10,000 characters" in html


# Files


class FileForm(Form):
    evidence = FilesField(required=False)


def sent(*files):
    return FileForm({}, MultiValueDict({"evidence": list(files)}))


def test_several_files_arrive_as_a_list():
    form = sent(SimpleUploadedFile("a.txt", b"1"), SimpleUploadedFile("b.txt", b"2"))

    assert form.is_valid()
    assert [file.name for file in form.cleaned_data["evidence"]] == ["a.txt", "b.txt"]


def test_no_file_is_an_empty_list():
    form = sent()

    assert form.is_valid()
    assert form.cleaned_data == {"evidence": []}


def test_an_empty_file_is_named():
    form = sent(SimpleUploadedFile("a.txt", b"1"), SimpleUploadedFile("b.txt", b""))

    assert form.errors == {"evidence": ["“b.txt” is empty. Choose a file that has something in it"]}


def test_files_lost_with_an_error_are_asked_for_again():
    form = sent(SimpleUploadedFile("b.txt", b""))

    assert "Choose the files again" in drawn(form)


# What every form says


def test_every_message_names_its_field():
    form = ActionForm({"title": "a" * 11, "agency": "9", "themes": ["7"], "files_seen": "x"})

    assert form.errors == {
        "title": ["Title must be 10 characters or fewer; you typed 11"],
        "wording": ["Enter wording"],
        "change": ["Answer “What will be different for children?”"],
        "due": ["Enter due date"],
        "agency": ["Agency: choose one of the choices offered"],
        "step": ["Choose step"],
        "themes": ["Themes: choose one of the choices offered"],
        "files_seen": ["Files seen must be a whole number, like 12"],
        "evidence": ["Choose a file for evidence"],
        "sure": ["Tick “I have taken out names” to go on"],
    }


def test_a_form_keeps_its_own_messages():
    class Own(Form):
        name = stock.CharField(error_messages={"required": "Say who owns this"})

    assert Own({}).errors == {"name": ["Say who owns this"]}


def test_what_may_be_left_out_says_so():
    html = drawn(ActionForm())

    assert html.count("(optional)") == 1
    assert re.search(r'for="id_note">\s*Note\s*<span class="optional">\(optional\)', html)
    assert "required" not in html


def test_filters_do_not_say_optional():
    class Words(FilterForm):
        q = stock.CharField(required=False)

    assert "(optional)" not in drawn(Words())


def test_a_plain_model_date_becomes_three_boxes():
    class Plain(Form):
        held_on = stock.DateField(required=False)

    assert isinstance(Plain().fields["held_on"], DateField)


# Error summaries


def test_every_line_of_the_summary_lands_on_an_input():
    form = ActionForm({})
    form.add_error(None, "An action needs an owner")

    html = drawn(form)

    links = re.findall(r'<a href="#([^"]+)">', html)
    inputs = set(re.findall(r'<(?:input|select|textarea)\b[^>]*\bid="([^"]+)"', html))
    assert links == [
        "id_title",  # the whole form: its first field
        "id_title",
        "id_wording",
        "id_change",
        "id_due_0",
        "id_agency",
        "id_step_0",
        "id_themes_0",
        "id_files_seen",
        "id_evidence",
        "id_sure",
    ]
    assert set(links) <= inputs


def test_hint_and_error_describe_the_input_and_come_before_it():
    html = drawn(ActionForm({}))

    title = attributes(html, "input", "id_title")
    assert title["aria-describedby"] == "id_title_helptext id_title_error"
    assert title["aria-invalid"] == "true"
    assert (
        html.index('id="id_title_helptext"')
        < html.index('id="id_title_error"')
        < html.index('id="id_title"')
    )


def test_groups_are_described_as_a_whole():
    html = drawn(ActionForm({}))

    group = attributes(html, "fieldset", "id_step_group")
    assert group["aria-describedby"] == "id_step_error"
    assert attributes(html, "input", "id_step_0")["aria-describedby"] == "id_step_0_hint"
    assert "aria-invalid" not in attributes(html, "input", "id_step_0")


def test_one_summary_serves_several_forms():
    notes = formset_factory(NoteForm, extra=0)(
        {"form-TOTAL_FORMS": "2", "form-INITIAL_FORMS": "2", "form-0-wording": "a"}
    )

    html = render_to_string(
        "components/error_summary.html", {"forms": [due_form("3", "3", ""), notes]}
    )

    assert re.findall(r'<a href="#([^"]+)">([^<]+)</a>', html) == [
        ("id_due_2", "Due date must include a year"),
        ("id_form-1-wording", "Enter wording"),
    ]


def test_a_form_without_errors_has_no_summary():
    assert render_to_string("components/error_summary.html", {"form": DueForm()}).strip() == ""


def test_only_a_form_with_files_is_sent_in_parts():
    assert 'enctype="multipart/form-data"' in drawn(FileForm())
    assert "enctype" not in drawn(DueForm())
