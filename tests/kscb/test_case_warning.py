"""A form in which something looks like case data asks one question more, and keeps its answer."""

import pytest
from django import forms as stock
from django.core.files.uploadedfile import SimpleUploadedFile
from django.forms import formset_factory
from django.template.loader import render_to_string
from django.utils.datastructures import MultiValueDict

from kscb.case_warning import Answered
from kscb.forms import FilesField, FilterForm, Form, LongTextField

ASKED = "Take it out, or answer “Why is it safe to save this as it is?”"
NAMED = "Ellie, aged 14, was not seen."
MAY_BE_NAMED = "“What has been done” may hold a name with an age: “Ellie, aged 14”"


class UpdateForm(Form):
    text = LongTextField(label="What has been done")
    title = stock.CharField(label="Title", required=False)
    files = FilesField(label="Files", required=False)
    email = stock.EmailField(label="E-mail address", required=False)
    link = stock.URLField(label="Web address", required=False, assume_scheme="https")
    password = stock.CharField(label="Password", required=False, widget=stock.PasswordInput)
    unseen = stock.CharField(required=False, widget=stock.HiddenInput)


def sent(*files, prefix=None, **typed):
    uploads = MultiValueDict({"files": [SimpleUploadedFile(name, b"1") for name in files]})
    return UpdateForm({"text": "Ten records were read.", **typed}, uploads, prefix=prefix)


def again(form, **typed):
    """The form as the page shows it, sent again with some of it changed."""
    form.is_valid()
    shown = {name: form[name].data or "" for name in form.fields if name != "files"}
    return UpdateForm({**shown, **typed})


def test_a_clean_text_asks_nothing():
    form = sent("audit-of-ten-records.csv", title="Ages 14 to 16")

    assert form.is_valid()
    assert (form.answered, list(form.fields)) == (None, list(UpdateForm.base_fields))


@pytest.mark.parametrize(
    ("words", "kind", "excerpt"),
    [
        (NAMED, "a name with an age", "Ellie, aged 14"),
        ("The child’s DOB is 3/4/2011.", "a date of birth", "DOB is 3/4/2011"),
        ("The home is at ME4 4TH.", "a postcode", "ME4 4TH"),
        ("NHS 943 476 5919 on file", "an NHS number", "943 476 5919"),
        ("Ring 01622 712345 first", "a phone number", "01622 712345"),
    ],
)
def test_each_kind_is_named_with_its_field_and_asked_about(words, kind, excerpt):
    form = sent(title=words)

    assert form.errors == {
        "title": [f"“Title” may hold {kind}: “{excerpt}”"],
        "why_safe": [ASKED],
    }


def test_several_kinds_and_fields_are_asked_about_once():
    form = sent(text=f"{NAMED} Ring 01622 712345.", title="At ME4 4TH")

    assert form.errors == {
        "text": [
            "“What has been done” may hold a name with an age and a phone number: "
            "“Ellie, aged 14”, “01622 712345”"
        ],
        "title": ["“Title” may hold a postcode: “ME4 4TH”"],
        "why_safe": [ASKED],
    }


def test_the_name_of_a_file_is_looked_at():
    form = sent("plan.pdf", "ellie_smith_aged_14.pdf")

    [error] = form.errors["files"]
    assert error.startswith("The name of a file under “Files” may hold a name with an age: “")
    html = render_to_string("components/form.html", {"form": form})
    assert html.count("Choose the files again") == 1
    assert html.count("Choose your files again as well") == 1


def test_addresses_passwords_and_hidden_fields_are_not_looked_at():
    form = sent(
        email="ellie.aged.14@kscb.example",
        link="https://a.example/ME4 4TH".replace(" ", "-"),
        password=NAMED,
        unseen=NAMED,
    )

    assert form.is_valid()


def test_a_filter_is_never_asked_about():
    class Words(FilterForm):
        q = stock.CharField(required=False)

    assert Words({"q": NAMED}).is_valid()


def test_what_was_typed_is_shown_again_with_the_question():
    form = sent(text=NAMED)

    html = render_to_string("components/form.html", {"form": form})

    assert form.errors == {"text": [MAY_BE_NAMED], "why_safe": [ASKED]}
    assert f">\n{NAMED}</textarea>" in html
    assert html.count('<textarea name="why_safe"') == 1
    assert 'href="#id_why_safe"' in html


def test_an_answer_lets_it_be_saved_and_is_kept_apart_from_what_was_typed():
    form = again(sent(text=NAMED), why_safe="The review’s own pseudonym.")

    assert form.is_valid()
    assert set(form.cleaned_data) == set(UpdateForm.base_fields)
    assert form.answered == Answered(
        {"What has been done": ["a name with an age"]}, "The review’s own pseudonym."
    )
    assert form.answered.in_words == (
        "“What has been done” may hold a name with an age. "
        "Why it is safe: The review’s own pseudonym."
    )


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        ("  It is.  ", "Say why it is safe in 10 characters or more"),
        ("a" * 1001, "Say why it is safe in 1,000 characters or fewer; you typed 1,001"),
        *[
            (
                answer,
                "Say why it is safe without the name, date or number itself: your answer is kept",
            )
            for answer in (
                "“ellie,  aged 14” is invented.",
                "Ellie is a pseudonym.",
                "Invented, as is Sam, aged 9.",
            )
        ],
    ],
)
def test_an_answer_that_will_not_do_is_asked_for_again(answer, error):
    form = again(sent(text=NAMED), why_safe=answer)

    assert form.errors == {"text": [MAY_BE_NAMED], "why_safe": [error]}
    assert (form.answered, form["why_safe"].value()) == (None, answer)


def test_an_answer_that_was_never_asked_for_counts_for_nothing():
    form = sent(text=NAMED, why_safe="The review’s own pseudonym.")

    assert not form.is_valid()
    assert sent(why_safe="Nothing is wrong here.").is_valid()


@pytest.mark.parametrize("change", [{"text": f"{NAMED} At ME4 4TH."}, {"title": "Sam, aged 9"}])
def test_a_new_kind_or_field_after_the_answer_is_asked_about_again(change):
    first = again(sent(text=NAMED), why_safe="The review’s own pseudonym.", **change)
    second = again(first)

    assert first.errors["why_safe"] == [
        "This was not there when you answered. Take it out, or answer again: "
        "“Why is it safe to save this as it is?”"
    ]
    assert second.is_valid()


def test_what_is_taken_out_needs_no_answer():
    form = again(sent(text=NAMED), text="The child was not seen.")

    assert form.is_valid()
    assert form.answered is None


def test_other_errors_do_not_hide_the_question_and_a_field_with_one_waits():
    form = sent(text="", title=NAMED)

    assert form.errors == {
        "text": ["Enter what has been done"],
        "title": ["“Title” may hold a name with an age: “Ellie, aged 14”"],
        "why_safe": [ASKED],
    }


def test_each_form_of_a_set_asks_for_itself():
    class Row(Form):
        text = LongTextField(label="Update")

    managed = {"form-TOTAL_FORMS": 2, "form-INITIAL_FORMS": 0}
    typed = {**managed, "form-0-text": "Half done.", "form-1-text": NAMED}
    rows = formset_factory(Row)

    asked = rows(typed)
    assert asked.errors == [
        {},
        {
            "text": ["“Update” may hold a name with an age: “Ellie, aged 14”"],
            "why_safe": [ASKED],
        },
    ]
    shown = asked.forms[1]["warned_of"].data
    answer = {"form-1-why_safe": "A made-up example.", "form-1-warned_of": shown}
    answered = rows({**typed, **answer})
    assert answered.is_valid()
    assert [bool(form.answered) for form in answered] == [False, True]
