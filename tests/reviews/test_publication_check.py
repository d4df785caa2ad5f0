"""Only a whole checklist publishes, and only what nothing holds back."""

from datetime import date

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile

from boards.models import Document
from kscb.dates import today
from kscb.refusal import Refused
from reviews.models import Hold, PublicationCheck, Review, ReviewDocument, ReviewEvent
from reviews.services import documents, publication, reviews
from reviews.services.publication import ALL_YES, IF_NOT, Checklist
from tests.access.bodies import on
from tests.after import errors_on, everything, refusal, steps_on, typed_in
from tests.factories import RecommendationFactory
from tests.files.ordinary import ORDINARY
from tests.files.revealing import REVEALING

pytestmark = pytest.mark.usefixtures("read_today")

CHECKED = Checklist(**ALL_YES, words="Read twice.")
A_YEAR_ON = date(2027, 3, 2)


@pytest.fixture(autouse=True)
def _now():
    with time_machine.travel("2026-03-02T12:00:00Z", tick=False):
        yield


@pytest.fixture
def asked(world, review, finding):
    return reviews.ask_to_publish(review, by=world.staff)


def answers(**other):
    yes = dict.fromkeys(ALL_YES, "yes")
    return {**yes, "words": "Read twice.", **on("take_down_on", A_YEAR_ON), **other}


def approve(asked):
    return f"/reviews/{asked.pk}/publish/approve/"


def test_publishing_writes_the_check_the_event_and_the_take_down_date(world, signed_in, asked):
    signed_in(world.second_staff).post(approve(asked), answers())

    check, event = PublicationCheck.objects.get(), ReviewEvent.objects.get()
    asked.refresh_from_db()
    assert (asked.status, asked.published_on, asked.take_down_on) == (
        "published",
        today(),
        A_YEAR_ON,
    )
    assert (check.review, check.by, check.words) == (asked, world.second_staff, "Read twice.")
    assert (check.is_redacted, check.no_one_known, check.nothing_hidden) == (True, True, True)
    assert (event.review, event.event, event.on) == (asked, "published", today())


@pytest.mark.parametrize("question", IF_NOT)
def test_a_no_is_refused_with_what_to_do(question, world, signed_in, asked):
    before = everything()

    response = signed_in(world.second_staff).post(approve(asked), answers(**{question: "no"}))

    assert errors_on(response) == [IF_NOT[question]]
    assert "send the review back" in IF_NOT[question]
    assert (response.status_code, typed_in(response, "words")) == (422, "Read twice.")
    assert everything() == before


@pytest.mark.parametrize("question", IF_NOT)
def test_the_step_itself_takes_no_no(question, world, asked):
    with refusal(IF_NOT[question]):
        checked = Checklist(**{**ALL_YES, question: False}, words="Read.")
        reviews.publish(asked, by=world.second_staff, checked=checked)


def test_every_question_is_answered(world, signed_in, asked):
    typed = on("take_down_on", A_YEAR_ON)

    response = signed_in(world.second_staff).post(approve(asked), typed)

    assert errors_on(response) == [
        "Answer “Is everything that must be redacted redacted?”",
        "Answer “Can nobody be recognised from the words together?”",
        "Answer “Is the file free of hidden content?”",
        "Enter what you checked",
    ]


def test_the_form_offers_a_year_on(world, signed_in, asked):
    response = signed_in(world.second_staff).get(approve(asked))

    assert response.context["form"]["take_down_on"].value() == A_YEAR_ON


def test_a_report_stays_public_for_a_year(world, signed_in, asked):
    typed = answers(**on("take_down_on", date(2027, 3, 1)))

    response = signed_in(world.second_staff).post(approve(asked), typed)

    assert errors_on(response) == [
        "A report stays public for at least 12 months: give 2 March 2027 or later."
    ]


def hold(review, by, **fields):
    return Hold.objects.create(
        review=review,
        proceeding="criminal",
        reason="A trial is listed.",
        from_on=date(2026, 1, 5),
        review_on=date(2026, 6, 1),
        by=by,
        **fields,
    )


HELD = (
    "Held for criminal proceedings since 5 January 2026, to be looked at again on 1 June 2026. "
    "End the hold before publishing."
)


def test_a_hold_that_stands_keeps_it_back(world, signed_in, asked):
    hold(asked, world.staff)

    with refusal(HELD):
        reviews.publish(asked, by=world.second_staff, checked=CHECKED)
    opened = signed_in(world.second_staff).get(approve(asked))
    assert opened.context["rows"] == [("Publication waits", HELD)]


def test_a_hold_that_has_ended_does_not(world, asked):
    hold(asked, world.staff, ended_on=date(2026, 2, 1), end_reason="The trial is over.")

    reviews.publish(asked, by=world.second_staff, checked=CHECKED)

    assert Review.objects.get().status == "published"


def test_a_draft_recommendation_keeps_it_back(world, asked):
    draft = RecommendationFactory(review=asked, number=4, status="draft")

    with refusal(
        f"{draft.reference} is still a draft. Send the review back, so that it is made or removed."
    ):
        reviews.publish(asked, by=world.second_staff, checked=CHECKED)


@pytest.mark.parametrize(("person", "sees"), [("staff", True), ("chair", True), ("member", False)])
def test_the_check_is_shown_to_staff_and_the_chair(person, sees, world, signed_in, asked):
    reviews.publish(asked, by=world.second_staff, checked=CHECKED)

    page = signed_in(world.people[person]).get(asked.get_absolute_url())

    assert ("Read twice." in page.content.decode()) is sees


# Afterwards


@pytest.fixture
def published(world, asked):
    return reviews.publish(
        asked, by=world.second_staff, checked=CHECKED, take_down_on=date(2027, 3, 2)
    )


def test_the_take_down_date_moves_with_a_reason(world, published):
    later = date(2028, 1, 1)

    publication.move_take_down(published, take_down_on=later, reason="Still read.", by=world.staff)

    published.refresh_from_db()
    assert published.take_down_on == later
    [step] = [one for one in steps_on(published) if one[1] == "moved the take-down date"]
    assert step == (
        world.staff,
        "moved the take-down date",
        {"from": "2 March 2027", "to": "1 January 2028", "note": "Still read."},
    )


def test_it_never_moves_within_the_year(world, published):
    with refusal("A report stays public for at least 12 months: give 2 March 2027 or later."):
        publication.move_take_down(
            published, take_down_on=date(2027, 3, 1), reason="No.", by=world.staff
        )


def test_taken_down_and_sent_are_recorded_and_the_later_entry_counts(world, signed_in, published):
    with time_machine.travel("2027-04-01T12:00:00Z"):
        publication.take_down(published, on=date(2027, 3, 5), by=world.staff)
        publication.take_down(published, on=date(2027, 3, 4), by=world.staff, words="Mistyped.")
        publication.send_to_repository(published, on=date(2026, 3, 9), by=world.staff)

        page = signed_in(world.chair).get(published.get_absolute_url())

    assert page.context["publication"]["rows"] == [
        ("Taken down", "4 March 2027. Mistyped."),
        ("Sent to the national repository", "9 March 2026"),
    ]
    assert [one[1] for one in steps_on(published)[-3:]] == [
        "recorded it taken down on 5 March 2027",
        "recorded it taken down on 4 March 2027",
        "recorded it sent to the repository on 9 March 2026",
    ]


def test_once_taken_down_there_is_no_date_to_move(world, published):
    publication.take_down(published, on=today(), by=world.staff, words="A court order.")

    with refusal("The report was taken down on 2 March 2026, so there is no date to move."):
        publication.move_take_down(
            published, take_down_on=date(2029, 1, 1), reason="X", by=world.staff
        )


def test_taken_down_sooner_than_it_should_be_says_why(world, published):
    with refusal("It was to stay public until 2 March 2027. Say why it was taken down sooner."):
        publication.take_down(published, on=today(), by=world.staff)


@pytest.mark.parametrize("step", [publication.take_down, publication.send_to_repository])
def test_nothing_happens_to_a_report_before_it_is_out_or_in_days_to_come(step, world, published):
    with refusal("It was published on 2 March 2026: give that day or a later one."):
        step(published, on=date(2026, 3, 1), by=world.staff, words="X")
    with refusal("Give today’s date or an earlier one."):
        step(published, on=date(2026, 3, 3), by=world.staff, words="X")


def test_a_late_take_down_shows_late(world, signed_in, published):
    with time_machine.travel("2027-03-05T12:00:00Z"):
        page = signed_in(world.staff).get(published.get_absolute_url())

    shown = dict(page.context["publication"]["rows"])
    assert shown["To be taken down"] == (
        '2 March 2027 <span class="tag tag--late">Overdue 3 days</span>'
    )


def test_a_restricted_review_has_none_of_this(world, asked):
    for step in (publication.take_down, publication.send_to_repository):
        with refusal("This review is not published yet."):
            step(asked, on=today(), by=world.staff)
    with refusal("This review is not published yet."):
        publication.move_take_down(asked, take_down_on=today(), reason="X", by=world.staff)


# What the file that goes out holds beside what is seen


def add_report(world, review, name, title="The report"):
    file = SimpleUploadedFile(name, (ORDINARY | REVEALING)[name])
    kind = ReviewDocument.Kind.PUBLISHED_REPORT
    return documents.add(review, kind=kind, title=title, file=file, by=world.staff)


def test_the_second_person_is_shown_what_the_files_hold(world, signed_in, review, finding):
    add_report(world, review, "comments.docx")
    add_report(world, review, "plan.pdf", title="The summary")
    asked = reviews.ask_to_publish(review, by=world.staff)

    page = signed_in(world.second_staff).get(approve(asked))

    assert page.context["rows"] == [
        (
            "The report",
            "This file also holds comments. Say below why readers may find them, or send the "
            "review back, so that a copy without is added.",
        ),
        (
            "The summary",
            "No hidden content was found. Text under black boxes cannot be found so: look for it.",
        ),
    ]
    assert "This file also holds comments." in page.content.decode()


COMMENTS = (
    "“The report” also holds comments. Say why it may go out so. If it may not, cancel, and send "
    "the review back, so that a copy without is added."
)
NOBODY_LOOKED = COMMENTS.replace("also holds comments", "was not looked into for hidden content")


def asked_with(world, review, *names):
    for number, name in enumerate(names):
        add_report(world, review, name, title="The report" if not number else f"Part {number}")
    return reviews.ask_to_publish(review, by=world.staff)


def test_what_was_found_goes_out_only_with_a_reason(world, signed_in, review, finding):
    asked = asked_with(world, review, "comments.docx", "plan.pdf")
    before = everything()
    client = signed_in(world.second_staff)

    refused = client.post(approve(asked), answers(hidden_reason=" "))

    assert (refused.status_code, errors_on(refused)) == (422, [COMMENTS])
    assert typed_in(refused, "words") == "Read twice."
    assert everything() == before
    client.post(approve(asked), answers(hidden_reason="They are the definitions."))
    assert PublicationCheck.objects.get().hidden_reason == "They are the definitions."
    page = client.get(asked.get_absolute_url()).text
    assert "holds no hidden content that readers should not find" in page
    assert "Why what was found in it may go out: They are the definitions." in page


def test_every_file_with_something_found_is_named(world, signed_in, review, finding):
    asked = asked_with(world, review, "comments.docx", "tracked changes.docx", "plan.pdf")

    form = signed_in(world.second_staff).get(approve(asked)).context["form"]

    assert form.fields["hidden_reason"].help_text == (
        "“The report” also holds comments; “Part 1” also holds tracked changes."
    )
    assert form.fields["nothing_hidden"].label == (
        "Are the files free of hidden content that readers should not find?"
    )


@pytest.mark.parametrize(("hidden", "words"), [(["comments"], COMMENTS), (None, NOBODY_LOOKED)])
@pytest.mark.parametrize("reason", ["", "  "])
def test_the_step_itself_asks_for_the_reason(world, review, finding, hidden, words, reason):
    asked = asked_with(world, review, "plan.docx")
    Document.objects.update(hidden=hidden)

    with refusal(words):
        checked = Checklist(**ALL_YES, words="Read.", hidden_reason=reason)
        reviews.publish(asked, by=world.second_staff, checked=checked)


def test_where_nothing_was_found_no_reason_is_asked_or_kept(world, signed_in, review, finding):
    asked = asked_with(world, review, "plan.docx")
    client = signed_in(world.second_staff)

    assert "hidden_reason" not in client.get(approve(asked)).context["form"].fields
    client.post(approve(asked), answers(hidden_reason="Typed by no form."))
    assert PublicationCheck.objects.get().hidden_reason == ""


def test_hidden_content_of_what_does_not_go_out_needs_no_reason(world, review, finding):
    file = SimpleUploadedFile("notes.docx", REVEALING["comments.docx"])
    kind = ReviewDocument.Kind.AGENCY_REPORT
    documents.add(review, kind=kind, title="Notes", file=file, by=world.staff)
    asked = reviews.ask_to_publish(review, by=world.staff)

    reviews.publish(asked, by=world.second_staff, checked=CHECKED)

    assert Review.objects.get().status == "published"


def test_only_the_version_that_goes_out_counts(world, review, finding):
    add_report(world, review, "comments.docx")
    add_report(world, review, "plan.docx")

    [(title, said)] = publication.hidden_in(review)

    assert (title, said[:30]) == ("The report", "No hidden content was found. T")


def test_a_file_that_nobody_looked_into_says_so(world, review, finding):
    add_report(world, review, "comments.docx")
    Document.objects.update(hidden=None)

    [(_, said)] = publication.hidden_in(review)

    assert said.startswith("Nobody has looked into this file")


def test_publication_waits_for_the_virus_check_of_its_file(world, review, finding, settings):
    settings.CLAMD_SOCKET = "/nowhere/clamd.sock"
    add_report(world, review, "plan.pdf")
    asked = reviews.ask_to_publish(review, by=world.staff)

    with pytest.raises(Refused, match="is still being checked for viruses"):
        reviews.publish(asked, by=world.second_staff, checked=CHECKED)

    Document.objects.update(scan="clean", scanned_at="2026-03-02T11:00Z")
    reviews.publish(asked, by=world.second_staff, checked=CHECKED)
    assert Review.objects.get().status == "published"
