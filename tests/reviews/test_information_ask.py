"""Agencies are asked for information, send it, and know the review by its reference alone."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from boards.models import Document, Role
from kscb.dates import today
from kscb.refusal import FileRefused, MoveNotAllowed
from reviews.models import InformationRequest, Review, ReviewDocument
from reviews.services import information, readings
from reviews.services.work import how_much, owed_by
from tests.after import CANARY, everything, refusal, steps_on, told
from tests.factories import (
    ActionFactory,
    AgencyFactory,
    InformationRequestFactory,
    MembershipFactory,
    person_on,
)

AGAIN = "Open the page again to see what has happened."
DUE = date(2030, 3, 1)


def a_file(name=f"{CANARY}.txt", words=b"Fathers are recorded."):
    return SimpleUploadedFile(name, words)


@pytest.fixture
def asked(world, review):
    """Asked of the lead's agency."""
    return InformationRequestFactory(review=review, agency=world.health, asked=f"About {CANARY}.")


@pytest.fixture
def received(world, asked):
    return information.answer(asked, files=[a_file()], by=world.lead)


# Asking


def test_several_agencies_are_asked_at_once_and_their_leads_told(world, review):
    police_lead = person_on(world.kent, Role.LEAD, agency=world.police, name="Pat Police")

    information.ask(
        review,
        agencies=[world.health, world.police],
        asked=f"About {CANARY}.",
        due_on=DUE,
        by=world.staff,
    )

    rows = InformationRequest.objects.order_by("agency__name")
    assert [(row.agency, row.asked, row.asked_on, row.due_on, row.status) for row in rows] == [
        (agency, f"About {CANARY}.", today(), DUE, "asked")
        for agency in (world.health, world.police)
    ]
    assert [steps_on(row) for row in rows] == [[(world.staff, "asked for information", {})]] * 2
    ask = "KSCB: information is asked of your agency"
    assert told() == [(world.lead, ask), (police_lead, ask)]
    assert steps_on(review) == []


def test_what_is_typed_in_later_keeps_its_day_and_tells_nobody(world, review):
    then = datetime(2018, 1, 15, 9, tzinfo=UTC)
    typed = {"agencies": [world.health], "asked": "X", "due_on": date(2018, 2, 1)}

    [row] = information.ask(review, by=world.staff, at=then, **typed)

    assert (row.asked_on, row.status_since, told()) == (date(2018, 1, 15), then, [])


def test_only_agencies_of_the_board_are_asked(world, review):
    other = AgencyFactory(name="Medway Police", serves=world.medway)

    with refusal("Medway Police does not serve Kent Safeguarding Children Board."):
        information.ask(
            review, agencies=[world.health, other], asked="X", due_on=DUE, by=world.staff
        )


def test_nothing_is_asked_for_a_published_review_or_for_yesterday(world, review):
    one = {"agencies": [world.health], "asked": "X", "by": world.staff}

    with refusal("The due date must not be before the day on which it is asked."):
        information.ask(review, due_on=today() - timedelta(days=1), **one)
    Review.objects.filter(pk=review.pk).update(status="published", published_on=DUE)
    review.refresh_from_db()
    with refusal("This review is published, so nothing more is asked for it."):
        information.ask(review, due_on=DUE, **one)


# Sending


def test_what_the_agency_sends_is_kept_under_a_name_that_tells_nothing(world, asked):
    information.answer(asked, files=[a_file(), a_file()], by=world.lead, note="Both parts.")

    asked.refresh_from_db()
    rows = ReviewDocument.objects.order_by("pk")
    assert (asked.status, asked.received_on) == ("received", today())
    assert [(row.kind, row.title, row.version, row.request, row.by) for row in rows] == [
        ("agency_report", f"Information from Kent Community Health ({n})", 1, asked, world.lead)
        for n in (1, 2)
    ]
    assert {row.name for row in Document.objects.all()} == {"kscb-scr2017-02-agency-report-1.txt"}
    moved = {"from": "Asked", "to": "Received", "note": "Both parts."}
    assert steps_on(asked) == [(world.lead, "sent what was asked", moved)]
    ask = "KSCB: an agency has sent information that was asked for"
    assert told() == [(world.staff, ask), (world.second_staff, ask)]


def test_more_can_be_sent_and_nothing_is_replaced(world, received):
    information.answer(received, files=[a_file()], by=world.lead)

    assert ReviewDocument.objects.count() == 2
    assert [verb for _, verb, _ in steps_on(received)] == ["sent what was asked", "sent more"]


def test_a_file_that_will_not_do_leaves_nothing(world, asked):
    with refusal("“empty.txt” is empty. Choose a file that has something in it.", FileRefused):
        information.answer(asked, files=[a_file(), a_file("empty.txt", b"")], by=world.lead)
    with refusal("Choose at least one file."):
        information.answer(asked, files=[], by=world.lead)


def test_late_is_derived(asked):
    asked.due_on, asked.received_on, asked.status = date(2018, 3, 1), date(2018, 3, 4), "received"

    assert (asked.standing.word, asked.days_late) == ("Received 3 days late", 3)


# What staff do


def test_staff_write_down_what_came_another_way(world, asked):
    information.receive(asked, received_on=date(2018, 3, 2), by=world.staff, note="By post.")

    asked.refresh_from_db()
    assert (asked.status, asked.received_on) == ("received", date(2018, 3, 2))
    moved = {"from": "Asked", "to": "Received", "note": "By post."}
    assert steps_on(asked) == [(world.staff, "wrote down as received", moved)]


def test_it_came_neither_before_it_was_asked_nor_tomorrow(world, asked):
    with refusal("It was asked for on 15 January 2018; it cannot come before."):
        information.receive(asked, received_on=date(2018, 1, 14), by=world.staff)
    with refusal("The day on which it came cannot be after today."):
        information.receive(asked, received_on=today() + timedelta(days=1), by=world.staff)


def test_it_goes_back_with_a_question_and_a_new_date(world, received):
    information.send_back(received, note="Which years?", due_on=date(2031, 1, 1), by=world.staff)

    received.refresh_from_db()
    assert (received.status, received.received_on, received.due_on) == (
        "asked",
        None,
        date(2031, 1, 1),
    )
    dates = "It was due on 1 March 2030, and is now due on 1 January 2031."
    assert steps_on(received)[1:] == [
        (
            world.staff,
            "sent back with a question",
            {"from": "Received", "to": "Asked", "note": "Which years?"},
        ),
        (world.staff, "changed the due date", {"note": dates}),
    ]
    assert told()[0] == (
        world.lead,
        "KSCB: a question is asked about information that you sent",
    )


def test_a_withdrawn_request_is_owed_by_nobody(world, asked):
    information.withdraw(asked, note="The police sent it.", by=world.staff)

    assert how_much(world.lead) == 0
    assert told() == [(world.lead, "KSCB: information is no longer asked of your agency")]
    with refusal("The board has withdrawn this request. Nothing need be sent.", MoveNotAllowed):
        information.answer(asked, files=[a_file()], by=world.lead)


@pytest.mark.parametrize(
    ("status", "step", "words"),
    [
        ("asked", "send_back", "This is now “Asked”, so it cannot become “Asked”."),
        ("received", "receive", "This is now “Received”, so it cannot become “Received”."),
        ("received", "withdraw", "This is now “Received”, so it cannot become “Withdrawn”."),
        ("withdrawn", "receive", "This is now “Withdrawn”, so it cannot become “Received”."),
        ("withdrawn", "send_back", "This is now “Withdrawn”, so it cannot become “Asked”."),
        ("withdrawn", "withdraw", "This is now “Withdrawn”, so it cannot become “Withdrawn”."),
    ],
)
def test_every_other_step_is_refused(world, asked, status, step, words):
    InformationRequest.objects.filter(pk=asked.pk).update(status=status, received_on=DUE)
    steps = {
        "receive": lambda: information.receive(asked, received_on=today(), by=world.staff),
        "send_back": lambda: information.send_back(asked, note="X", due_on=DUE, by=world.staff),
        "withdraw": lambda: information.withdraw(asked, note="X", by=world.staff),
    }

    with refusal(f"{words} {AGAIN}", MoveNotAllowed):
        steps[step]()


# What the agency sees


def test_the_lead_owes_it_and_sees_the_reference_alone(world, review, asked, signed_in):
    [owed] = owed_by(world.lead, start=0, stop=20)
    client = signed_in(world.lead)

    work, page = client.get("/owed/").text, client.get(owed.url).text

    assert (owed.reference, owed.what, owed.due_on, owed.step_url) == (
        "KSCB/SCR2017-02",
        "Information for a review",
        DUE,
        f"{asked.get_absolute_url()}send/",
    )
    assert (CANARY in work, page.count(CANARY), review.get_absolute_url() in page) == (
        False,
        1,
        False,
    )
    assert how_much(world.lead) == 1


@pytest.mark.parametrize("who", ["contributor", "member", "trainer", "leaver", "staff"])
def test_nobody_else_owes_it(world, asked, who):
    assert how_much(world.people[who]) == 0


def test_it_takes_its_place_among_what_is_owed_on_every_board(world, review, asked):
    MembershipFactory(board=world.medway, user=world.lead, role=Role.LEAD, agency=world.health)
    sooner = ActionFactory(
        recommendation__review__board=world.medway, agency=world.health, due_on=date(2030, 2, 1)
    )
    later = ActionFactory(
        recommendation__review__board=world.kent, agency=world.health, due_on=date(2030, 4, 1)
    )

    owed = owed_by(world.lead, start=0, stop=20)

    assert [one.url for one in owed] == [row.get_absolute_url() for row in (sooner, asked, later)]
    assert owed_by(world.lead, start=1, stop=2) == owed[1:2]
    assert how_much(world.lead) == 3


def test_the_lead_opens_what_the_agency_sent_and_nothing_else(world, review, received, signed_in):
    kept = ReviewDocument.objects.get()
    of_police = information.answer(
        InformationRequestFactory(review=review, agency=world.police),
        files=[a_file()],
        by=world.staff,
    ).documents.get()
    client = signed_in(world.lead)

    own = client.get(f"/reviews/documents/{kept.pk}/")
    other = client.get(f"/reviews/documents/{of_police.pk}/")

    assert (own.status_code, b"".join(own.streaming_content)) == (200, b"Fathers are recorded.")
    assert 'filename="kscb-scr2017-02-agency-report-1.txt"' in own["Content-Disposition"]
    assert other.status_code == 404
    assert steps_on(kept) == [
        (world.lead, "downloaded", {"note": "kscb-scr2017-02-agency-report-1.txt"})
    ]


def test_a_lead_who_is_also_a_named_reader_is_asked_why(world, review, asked, signed_in):
    review.named_readers.create(person=world.lead, reason="Panel")

    page = signed_in(world.lead).get(asked.get_absolute_url())

    assert page.url.startswith(f"/reviews/{review.pk}/why/")


def test_the_pages_ask_send_and_receive(world, review, signed_in):
    readings.read(review, by=world.staff, reason="The panel")
    typed = {
        "agencies": [world.health.pk],
        "asked": "How fathers are recorded.",
        "due_on_0": "1",
        "due_on_1": "3",
        "due_on_2": "2030",
    }

    staff = signed_in(world.staff).post(f"/reviews/{review.pk}/requests/ask/", typed)
    [asked] = InformationRequest.objects.all()
    lead = signed_in(world.lead).post(
        f"{asked.get_absolute_url()}send/", {"files": a_file(), "note": ""}
    )

    asked.refresh_from_db()
    assert (staff.url, lead.url) == (review.get_absolute_url(), asked.get_absolute_url())
    assert (asked.status, asked.documents.count()) == ("received", 1)


def test_a_form_that_will_not_do_is_shown_again_whole(world, asked, signed_in):
    before = everything()

    answer = signed_in(world.lead).post(
        f"{asked.get_absolute_url()}send/",
        {"files": a_file("empty.txt", b""), "note": "Part one."},
    )

    assert (answer.status_code, "Part one." in answer.text) == (422, True)
    assert everything() == before
