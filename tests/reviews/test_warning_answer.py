"""What looks like one child's case is saved only with an answer, which the record keeps."""

from datetime import timedelta
from importlib import import_module
from pkgutil import iter_modules

import pytest
from django import forms as stock
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

import boards.forms
import reviews.forms
import training.forms
from boards.models import Activity, Draft
from kscb.case_warning import holds_words
from kscb.dates import today
from kscb.forms import FilterForm, Form
from reviews.forms.blocks import OwnersMixin
from reviews.forms.schools import SchoolsForm
from reviews.models import ActionUpdate, Answer, Evidence, Finding
from tests.after import errors_on, everything, steps_on, typed_in
from tests.factories import CourseFactory

NAMED = "Ellie, aged 14, was not seen."
QUESTION = "Take it out, or answer “Why is it safe to save this as it is?”"
WHY = "An example that was made up."
VERB = "answered a warning"


def warned_as(page):
    """What the page asks its answer about, as a browser sends it back."""
    return page.context["form"]["warned_of"].value()


def answer_to(page, **typed):
    return {**typed, "warned_of": warned_as(page), "why_safe": WHY}


def kept(label, *kinds, asked):
    return {"warned": {label: list(kinds)}, "note": f"{asked} Why it is safe: {WHY}"}


def test_nothing_is_saved_until_the_warning_is_answered(world, signed_in, action):
    address, before = f"/actions/{action.pk}/update/", everything()

    page = signed_in(world.lead).post(address, {"text": NAMED})

    assert (page.status_code, typed_in(page, "text")) == (422, NAMED)
    assert errors_on(page) == [
        "“What has been done” may hold a name with an age: “Ellie, aged 14”",
        QUESTION,
    ]
    assert everything() == before


def test_the_answer_is_kept_on_the_record_without_the_words(world, signed_in, action):
    client, address = signed_in(world.lead), f"/actions/{action.pk}/update/"
    page = client.post(address, {"text": NAMED})

    client.post(address, answer_to(page, text=NAMED))

    assert ActionUpdate.objects.get().text == NAMED
    assert (world.lead, VERB) in [step[:2] for step in steps_on(action)]
    entry = Activity.objects.get(verb=VERB)
    assert entry.detail == kept(
        "What has been done",
        "a name with an age",
        asked="“What has been done” may hold a name with an age.",
    )
    assert "Ellie" not in f"{entry.detail} {entry.target_label}"


def test_a_clean_update_leaves_no_such_entry(world, signed_in, action):
    signed_in(world.lead).post(f"/actions/{action.pk}/update/", {"text": "Ten were read."})

    assert (ActionUpdate.objects.count(), Activity.objects.filter(verb=VERB).count()) == (1, 0)


def test_a_file_is_warned_of_by_its_name_and_must_be_chosen_again(world, signed_in, action):
    def upload():
        return [SimpleUploadedFile("ellie_smith_aged_14.csv", b"record,seen\n1,yes\n")]

    client, address = signed_in(world.lead), f"/actions/{action.pk}/update/"

    page = client.post(address, {"text": "Ten were read.", "files": upload()})
    assert (page.status_code, Evidence.objects.count()) == (422, 0)
    assert "Choose your files again as well" in page.content.decode()
    client.post(address, answer_to(page, text="Ten were read.", files=upload()))

    assert Evidence.objects.get().title == "ellie_smith_aged_14.csv"
    entry = Activity.objects.get(verb=VERB)
    assert entry.detail == kept(
        "Files", "a name with an age", asked="“Files” may hold a name with an age."
    )


def test_an_answer_of_an_audit_is_kept_on_its_return(world, signed_in, audit_return, grades):
    client = signed_in(world.lead)
    address = f"/audits/returns/{audit_return.pk}/questions/1/"
    typed = {"grade": grades[0].pk, "text": "At ME4 4TH.", "version": 0, "next": "1"}

    page = client.post(address, typed)
    assert (page.status_code, Answer.objects.count()) == (422, 0)
    went = client.post(address, answer_to(page, **typed))

    assert went.url == f"/audits/returns/{audit_return.pk}/questions/2/"
    assert Answer.objects.get().text == "At ME4 4TH."
    entry = Activity.objects.get(verb=VERB)
    assert (entry.target, entry.detail) == (
        audit_return,
        kept("How you know", "a postcode", asked="“How you know” may hold a postcode."),
    )


def test_a_new_finding_keeps_it_on_its_review(world, signed_in, review, theme):
    client, address = signed_in(world.staff), f"/reviews/{review.pk}/findings/add/"
    day = today() - timedelta(days=3)
    typed = {
        "wording": NAMED,
        "themes": [theme.pk],
        "found_on_0": day.day,
        "found_on_1": day.month,
        "found_on_2": day.year,
    }

    page = client.post(address, typed)
    client.post(address, answer_to(page, **typed))

    assert Finding.objects.get().wording == NAMED
    assert Activity.objects.get(verb=VERB).target == review


def test_a_record_of_the_board_keeps_it_on_the_board(world, signed_in):
    client, address = signed_in(world.staff), "/board/meetings/add/"
    typed = {"title": NAMED, "held_on_0": 3, "held_on_1": 3, "held_on_2": 2018}

    page = client.post(address, typed)
    client.post(address, answer_to(page, **typed))

    assert Activity.objects.get(verb=VERB).target == world.kent


def test_training_asks_as_well(world, signed_in):
    course = CourseFactory(board=world.kent)

    page = signed_in(world.staff).post(
        reverse("training:edit-course", args=[course.pk]),
        {"title": "Fathers", "kind": course.kind, "aims": NAMED, "version": course.version},
    )

    assert errors_on(page) == [
        "“What people will learn” may hold a name with an age: “Ellie, aged 14”",
        QUESTION,
    ]


def test_a_step_that_is_refused_keeps_no_answer(world, signed_in, review, finding):
    client, address = signed_in(world.staff), f"/reviews/findings/{finding.pk}/edit/"
    typed = {
        "wording": NAMED,
        "themes": [finding.themes.get().pk],
        "found_on_0": 3,
        "found_on_1": 3,
        "found_on_2": 2018,
        "version": finding.version - 1,
    }

    page = client.post(address, typed)
    stale = client.post(address, answer_to(page, **typed))

    assert (stale.status_code, typed_in(stale, "why_safe")) == (422, WHY)
    assert not Activity.objects.filter(verb=VERB).exists()
    done = client.post(address, answer_to(stale, **{**typed, "version": finding.version}))
    assert (done.status_code, Activity.objects.filter(verb=VERB).count()) == (302, 1)


def test_a_draft_is_kept_without_being_asked_about(world, signed_in, action):
    address = f"/actions/{action.pk}/update/"

    signed_in(world.lead).post(address, {"text": NAMED, "save_draft": "1"})

    assert Draft.objects.get().typed == {"text": [NAMED]}


# Every form


def every_form(base=Form):
    for module in iter_modules(reviews.forms.__path__):
        import_module(f"reviews.forms.{module.name}")
    for form in base.__subclasses__():
        yield form
        yield from every_form(form)


OURS = sorted(
    {
        form
        for form in every_form()
        if form.__module__.startswith(("reviews.forms", "boards.forms", "training.forms"))
    },
    key=lambda form: (form.__module__, form.__qualname__),
)
# Words that nobody types about a person, and the one that is a person's name by design.
LEFT_OUT = {
    "reviews.forms.audits.RoundForm": {"reference"},
    "reviews.forms.rounds.RepeatForm": {"reference"},
    "boards.forms.InviteForm": {"name"},
}
ADDRESSES = (stock.EmailField, stock.URLField)


@pytest.mark.parametrize("form", OURS, ids=lambda form: form.__qualname__)
def test_every_form_looks_at_all_that_people_type(form):
    words = {
        name
        for name, field in form.base_fields.items()
        if isinstance(field, stock.CharField | stock.FileField)
        and not isinstance(field, ADDRESSES)
        and not isinstance(field.widget, stock.PasswordInput | stock.HiddenInput)
    }

    looked_at = {name for name, field in form.base_fields.items() if holds_words(field)}

    left_out = LEFT_OUT.get(f"{form.__module__}.{form.__qualname__}", set())
    assert looked_at == words
    assert set(form.never_case_data) == left_out
    # Pasted blocks and trackers look at each row themselves, and name it; a list of schools names
    # their leads, and no child.
    looks_itself = issubclass(form, (FilterForm, OwnersMixin, SchoolsForm))
    assert form.asks_about_case_data == (not looks_itself)


def test_the_forms_are_found():
    names = {form.__qualname__ for form in OURS}

    assert {"ProposalForm", "UpdateForm", "AnswerForm", "FindingForm", "ReasonForm"} <= names
    assert {boards.forms.MeetingForm, training.forms.CourseForm} <= set(OURS)
