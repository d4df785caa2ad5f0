"""Bad input through the real pages: each a clear message, and nothing lost or half-saved."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile

from boards.models import Agency, Document, Role
from kscb.dates import in_words, today
from reviews.forms.common import ten_years_on
from reviews.models import Action, Answer, Evidence, Finding, Review
from reviews.services import answers
from tests.after import errors_on, everything, typed_in
from tests.factories import (
    AgencyFactory,
    BodyFactory,
    FindingFactory,
    FrameworkFactory,
    ReviewKindFactory,
    ThemeFactory,
    person_on,
)
from tests.files.ordinary import pdf

SMART = "‘Quoted’ “twice” – dashes — and… an é, a £, a 👶.\n"
NOT_TAKEN = (
    "is not a kind of file we can take. Save it as PDF, Word (docx), Excel (xlsx), PowerPoint "
    "(pptx), odt, ods, csv, txt, png or jpg, and try again."
)


def upload(name, content):
    return SimpleUploadedFile(name, content, content_type="application/pdf")


def day(field, *typed):
    return dict(zip((f"{field}_0", f"{field}_1", f"{field}_2"), typed, strict=True))


def due(on):
    return day("due_on", on.day, on.month, on.year)


def logged(world, **fields):
    """What a person types to log an action."""
    return {
        "agency": world.health.pk,
        "owner": world.lead.pk,
        "wording": "Audit records.",
        "difference": "Fathers are seen.",
        "change": "process",
        "looked": "on",
        **due(today() + timedelta(days=90)),
        **fields,
    }


@pytest.fixture
def post_action(world, signed_in, recommendation):
    address = f"/reviews/recommendations/{recommendation.pk}/actions/add/"
    return lambda **fields: signed_in(world.staff).post(address, logged(world, **fields))


@pytest.fixture
def post_update(world, signed_in, action):
    address = f"/actions/{action.pk}/update/"
    return lambda **fields: signed_in(world.lead).post(address, {"text": "Half done.", **fields})


def assert_refused(answer, *errors, before):
    """The page is shown again with these errors at its top, and nothing was saved."""
    assert (answer.status_code, errors_on(answer)) == (422, list(errors))
    assert everything() == before


# Files


@pytest.mark.parametrize(
    ("name", "content", "error"),
    [
        ("plan.exe", b"MZ\x90", f"“plan.exe” {NOT_TAKEN}"),
        ("plan.svg", b"<svg/>", f"“plan.svg” {NOT_TAKEN}"),
        ("plan", b"%PDF-1.4", f"“plan” {NOT_TAKEN}"),
        ("empty.pdf", b"", "“empty.pdf” is empty. Choose a file that has something in it"),
    ],
)  # fmt: skip
def test_a_file_that_will_not_do_is_named_and_the_text_is_kept(
    action, post_update, name, content, error
):
    before = everything()

    answer = post_update(files=[upload(name, content)])

    assert_refused(answer, error, before=before)
    assert typed_in(answer, "text") == "Half done."


def test_a_renamed_program_is_found_out(action, post_update):
    before = everything()

    answer = post_update(files=[upload("plan.pdf", b"MZ\x90\x00" + bytes(2000))])

    [error] = errors_on(answer)
    assert error.startswith("“plan.pdf” ")
    assert_refused(answer, error, before=before)


def test_a_huge_file_is_refused_while_it_is_read(action, post_update):
    before = everything()

    answer = post_update(files=[upload("huge.pdf", pdf() + bytes(settings.MAX_DOCUMENT_BYTES))])

    error = (
        "“huge.pdf” is larger than 25 MB. Make it smaller (save it as PDF, or with smaller "
        "pictures) or send it in parts, and try again."
    )
    assert_refused(answer, error, before=before)


def test_one_bad_file_among_good_ones_saves_none(action, post_update, tmp_path):
    before = everything()

    answer = post_update(files=[upload("good.pdf", pdf()), upload("bad.pdf", b"not a pdf")])

    [error] = errors_on(answer)
    assert error.startswith("“bad.pdf” ")
    assert_refused(answer, error, before=before)
    assert [one for one in tmp_path.rglob("documents/**/*") if one.is_file()] == []


def test_a_good_file_is_saved_with_its_update(action, post_update):
    answer = post_update(files=[upload("plan.pdf", pdf())], submit="on")

    action.refresh_from_db()
    assert (answer.status_code, answer.url) == (302, action.get_absolute_url())
    assert (Document.objects.get().name, action.status) == ("plan.pdf", "submitted")


@pytest.mark.parametrize(
    "link", ["javascript:alert(1)", "file:///etc/passwd", "not a link", "ftp://a.example/"]
)
def test_a_web_address_that_is_none_is_refused(action, post_update, link):
    before = everything()

    answer = post_update(link=link)

    assert (answer.status_code, len(errors_on(answer))) == (422, 1)
    assert everything() == before


# Dates


@pytest.mark.parametrize(
    ("typed", "error"),
    [
        (("31", "2", "2030"), "Due date must be a real date"),
        (("3", "3", "20"), "Due date must have a year of 4 numbers, like 2026"),
        (("3", "13", "2030"), "Due date must be a real date"),
        (("3", "", "2030"), "Due date must include a month"),
        (("", "", ""), "Enter due date"),
        (("three", "March", "next"), "Due date must be a real date"),
        (("²", "3", "2030"), "Due date must be a real date"),
    ],
)  # fmt: skip
def test_an_impossible_date_is_shown_again_as_typed(recommendation, post_action, typed, error):
    before = everything()

    answer = post_action(**day("due_on", *typed))

    assert_refused(answer, error, before=before)
    assert answer.context["form"]["due_on"].value() == list(typed)
    assert typed_in(answer, "wording") == "Audit records."


def test_a_due_date_is_from_today_to_ten_years_on(recommendation, post_action):
    first, last = today(), ten_years_on()
    before = everything()

    early, late = (
        post_action(**due(first - timedelta(days=1))),
        post_action(**due(last + timedelta(days=1))),
    )

    assert_refused(early, f"Due date must be on or after {in_words(first)}", before=before)
    assert_refused(late, f"Due date must be on or before {in_words(last)}", before=before)
    assert [post_action(**due(on)).status_code for on in (first, last)] == [302, 302]


def test_a_finding_is_not_of_the_future(world, signed_in, review, theme):
    before = everything()
    tomorrow = today() + timedelta(days=1)
    found = day("found_on", tomorrow.day, tomorrow.month, tomorrow.year)

    answer = signed_in(world.staff).post(
        f"/reviews/{review.pk}/findings/add/", {"wording": "X", "themes": theme.pk, **found}
    )

    error = f"Date of the finding must be on or before {in_words(today())}"
    assert_refused(answer, error, before=before)


def test_the_old_due_date_is_no_new_one(world, signed_in, action):
    before = everything()

    answer = signed_in(world.staff).post(
        f"/actions/{action.pk}/due-date/", {"reason": "Ill.", **due(action.due_on)}
    )

    error = "That is the due date already. Give a different one."
    assert_refused(answer, error, before=before)


# Long and curly text


def long_text(length):
    return (SMART * 300)[: length - 1] + "."


def test_ten_thousand_characters_with_smart_quotes_are_kept_exactly(action, post_update):
    text = long_text(10_000)

    # A browser sends each line ending as two characters; they count, and are kept, as one.
    answer = post_update(text=text.replace("\n", "\r\n"))

    assert answer.status_code == 302
    assert action.updates.get().text == text


def test_one_character_more_is_refused_and_shown_again(action, post_update):
    text = long_text(10_001)
    before = everything()

    answer = post_update(text=text)

    error = "What has been done must be 10,000 characters or fewer; you typed 10,001"
    assert_refused(answer, error, before=before)
    assert typed_in(answer, "text") == text


def test_a_character_that_no_database_holds_is_refused(action, post_update):
    before = everything()

    answer = post_update(text="Half\x00done.")

    error = "What has been done holds a character that cannot be kept; type it again"
    assert_refused(answer, error, before=before)


def test_markup_is_text(world, signed_in, action, post_update):
    post_update(text="<script>alert(1)</script>")

    page = signed_in(world.staff).get(action.get_absolute_url()).content.decode()

    assert "<script>alert(1)</script>" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page


# Choices that were not offered


def test_an_agency_not_on_the_board_is_not_a_choice(world, recommendation, post_action):
    elsewhere = AgencyFactory(serves=world.medway)
    before = everything()

    answer = post_action(agency=elsewhere.pk)

    assert_refused(answer, "Owner agency: choose one of the choices offered", before=before)


def test_an_agency_that_has_left_the_board_is_not_a_choice(world, recommendation, post_action):
    world.health.partners.filter(board=world.kent).update(to_on="2018-03-31")
    before = everything()

    answer = post_action()

    assert_refused(answer, "Owner agency: choose one of the choices offered", before=before)


def test_an_owner_of_another_agency_is_refused_by_name(world, recommendation, post_action):
    other = person_on(world.kent, Role.LEAD, agency=world.police, name="Pat Police")
    before = everything()

    answer = post_action(owner=other.pk)

    error = "Pat Police does not now speak for Kent Community Health on this board."
    assert_refused(answer, error, before=before)
    assert typed_in(answer, "difference") == "Fathers are seen."


@pytest.mark.parametrize("owner", ["other_staff", "leaver", "staff"])
def test_an_owner_of_no_agency_here_is_not_a_choice(world, recommendation, post_action, owner):
    before = everything()

    answer = post_action(owner=world.people[owner].pk)

    assert_refused(answer, "Named owner: choose one of the choices offered", before=before)


@pytest.mark.parametrize("tampered", ["999999", "abc", "-1", "9" * 30, "1' or 1=1"])
def test_a_choice_that_is_nothing_is_refused(recommendation, post_action, tampered):
    before = everything()

    answer = post_action(agency=tampered)

    assert_refused(answer, "Owner agency: choose one of the choices offered", before=before)


def test_a_kind_and_a_body_of_another_board_are_not_choices(world, signed_in, kind, body):
    typed = {
        "kind": ReviewKindFactory(board=world.medway).pk,
        "commissioned_by": BodyFactory(board=world.medway).pk,
        "year": 2017,
        "pseudonym": "Harbour",
    }
    before = everything()

    answer = signed_in(world.staff).post("/reviews/add/", typed)

    assert_refused(
        answer,
        "Kind of review: choose one of the choices offered",
        "Commissioning body: choose one of the choices offered",
        before=before,
    )


@pytest.mark.parametrize(
    ("year", "error"),
    [
        ("1066", "Year commissioned must be 1945 or later"),
        ("99999999999", f"Year commissioned must be {today().year + 1} or earlier"),
        ("twenty", "Year commissioned must be a whole number, like 12"),
        ("2017.5", "Year commissioned must be a whole number, like 12"),
        ("9" * 5000, "Year commissioned must be a whole number, like 12"),
    ],
    ids=["1066", "99999999999", "twenty", "2017.5", "5,000 digits"],
)
def test_a_year_out_of_range_is_refused(world, signed_in, kind, body, year, error):
    typed = {"kind": kind.pk, "commissioned_by": body.pk, "year": year, "pseudonym": "Harbour"}
    before = everything()

    answer = signed_in(world.staff).post("/reviews/add/", typed)

    assert_refused(answer, error, before=before)


@pytest.mark.parametrize("which", ["another board's", "a retired one"])
def test_a_theme_that_is_not_offered_is_refused(world, signed_in, review, theme, which):
    theme = (
        ThemeFactory(board=world.medway)
        if which == "another board's"
        else ThemeFactory(board=world.kent, retired_on=today())
    )
    before = everything()
    found = day("found_on", "1", "9", "2017")

    answer = signed_in(world.staff).post(
        f"/reviews/{review.pk}/findings/add/", {"wording": "X", "themes": [theme.pk], **found}
    )

    error = "Themes: choose one of the choices offered"
    assert (answer.status_code, Finding.objects.count()) == (422, 0)
    assert_refused(answer, error, before=before)


def test_a_finding_of_another_review_is_not_a_choice(world, signed_in, review, finding):
    other = FindingFactory()
    before = everything()

    answer = signed_in(world.staff).post(
        f"/reviews/{review.pk}/recommendations/add/", {"wording": "X", "findings": [other.pk]}
    )

    error = "Findings that it answers: choose one of the choices offered"
    assert_refused(answer, error, before=before)


def test_a_grade_of_another_framework_is_not_a_choice(world, signed_in, audit_return):
    grade = FrameworkFactory().grades.first()
    before = everything()

    answer = signed_in(world.lead).post(
        f"/audits/returns/{audit_return.pk}/questions/1/",
        {"grade": grade.pk, "text": "We looked.", "version": 0},
    )

    assert_refused(answer, "Your own grade: choose one of the choices offered", before=before)
    assert typed_in(answer, "text") == "We looked."


@pytest.mark.parametrize("version", ["", "abc", "1.5"])
def test_a_tampered_version_is_refused_in_words(world, signed_in, review, body, version):
    before = everything()

    answer = signed_in(world.staff).post(
        f"/reviews/{review.pk}/edit/",
        {"pseudonym": "X", "commissioned_by": body.pk, "summary": "", "version": version},
    )

    assert (answer.status_code, len(errors_on(answer))) == (422, 1)
    assert everything() == before


def test_a_contributor_who_ticks_submit_by_hand_submits_nothing(world, signed_in, action):
    action.contributors.add(world.contributor)

    signed_in(world.contributor).post(
        f"/actions/{action.pk}/update/",
        {"text": "Done.", "submit": "on", "link": "https://kscb.example/"},
    )

    action.refresh_from_db()
    assert (action.status, Evidence.objects.count()) == ("in_progress", 1)


def test_nothing_is_shared_with_someone_of_another_agency(world, signed_in, action):
    police = person_on(world.kent, Role.CONTRIBUTOR, agency=world.police)
    before = everything()

    answer = signed_in(world.lead).post(f"/actions/{action.pk}/share/", {"people": [police.pk]})

    error = "Contributors who may draft: choose one of the choices offered"
    assert_refused(answer, error, before=before)


def test_an_agency_not_on_the_board_is_not_asked(world, signed_in, audit_round):
    elsewhere = AgencyFactory(serves=world.medway)
    before = everything()

    answer = signed_in(world.staff).post(
        f"/audits/{audit_round.pk}/ask/", {"agencies": [world.police.pk, elsewhere.pk]}
    )

    assert_refused(answer, "Agencies to ask: choose one of the choices offered", before=before)
    assert Agency.objects.serving(world.kent).count() == 2


# Two people at once


def test_a_review_that_someone_else_changed_shows_both_texts_and_saves_again(
    world, signed_in, review, body
):
    address = f"/reviews/{review.pk}/edit/"
    typed = {"commissioned_by": body.pk, "pseudonym": "Harbour", "version": 1}
    signed_in(world.second_staff).post(address, {**typed, "summary": "Theirs, on schools."})
    before = everything()
    client = signed_in(world.staff)

    stale = client.post(address, {**typed, "summary": "Mine, on fathers."})

    html = stale.content.decode()
    shown = [(one.label, one.theirs, one.yours) for one in stale.context["form"].conflicts]
    assert shown == [("Summary", "Theirs, on schools.", "Mine, on fathers.")]
    assert html.count("Theirs, on schools.") == 1
    assert typed_in(stale, "summary") == "Mine, on fathers."
    assert (stale.status_code, everything()) == (422, before)

    version = stale.context["form"]["version"].value()
    again = client.post(address, {**typed, "summary": "Both.", "version": version})

    saved = Review.objects.get(pk=review.pk)
    assert (again.status_code, saved.summary, saved.version) == (302, "Both.", 3)


def test_an_answer_that_a_colleague_gave_first_is_not_lost(
    world, signed_in, audit_return, questions, grades
):
    client = signed_in(world.lead)
    address = f"/audits/returns/{audit_return.pk}/questions/1/"
    answers.answer(
        audit_return,
        question=questions[0],
        grade=grades[1],
        text="Theirs.",
        version=0,
        by=world.contributor,
    )
    before = everything()

    stale = client.post(address, {"grade": grades[3].pk, "text": "Mine.", "version": 0})

    shown = [(one.label, one.theirs, one.yours) for one in stale.context["form"].conflicts]
    assert shown == [
        ("Grade", "1 Partly met", "3 Fully met"),
        ("How you know", "Theirs.", "Mine."),
    ]
    assert (stale.status_code, everything()) == (422, before)

    version = stale.context["form"]["version"].value()
    client.post(address, {"grade": grades[3].pk, "text": "Theirs. Mine.", "version": version})

    answer = Answer.objects.get()
    assert (answer.grade, answer.text) == (grades[3], "Theirs. Mine.")


def test_a_status_that_changed_meanwhile_is_told_and_the_note_is_kept(world, signed_in, action):
    Action.objects.update(status="submitted")
    address = f"/actions/{action.pk}/accept/"
    signed_in(world.second_staff).post(address, {"note": "Seen."})
    before = everything()

    answer = signed_in(world.staff).post(address, {"note": "Seen by me too."})

    error = (
        "This is now “Accepted as done”, so it cannot become “Accepted as done”. "
        "Open the page again to see what has happened."
    )
    assert_refused(answer, error, before=before)
    assert typed_in(answer, "note") == "Seen by me too."


def test_a_return_that_is_not_whole_says_what_is_missing(world, signed_in, audit_return):
    before = everything()

    page = signed_in(world.lead).post(f"/audits/returns/{audit_return.pk}/submit/", follow=True)

    error = "Questions 1, 2 still need a grade and an answer before you submit."
    assert [str(message) for message in page.context["messages"]] == [error]
    assert everything() == before
