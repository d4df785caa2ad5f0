"""What is typed into a form is kept until it is sent, for the person who typed it alone."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from boards.models import Draft, Receipt
from boards.services import drafts
from kscb.drafts import moment
from kscb.refusal import Refused
from reviews.models import ActionUpdate
from tests.after import errors_on, everything, typed_in
from tests.factories import (
    ActionFactory,
    FindingFactory,
    ReadingFactory,
    RecommendationFactory,
    ReviewFactory,
    ThemeFactory,
)

HALF = "Five of ten rec"


@pytest.fixture
def action(world):
    review = ReviewFactory(board=world.kent, published=True)
    recommendation = RecommendationFactory(review=review)
    return ActionFactory(recommendation=recommendation, agency=world.health, owner=world.lead)


@pytest.fixture
def address(action):
    return f"/actions/{action.pk}/update/"


def said(page):
    return [str(message) for message in page.context["messages"]]


def kept():
    return list(Draft.objects.values_list("person", "path", "typed"))


def test_a_draft_is_saved_without_being_checked_and_shown_again(world, signed_in, address):
    client = signed_in(world.lead)

    page = client.post(
        address, {"text": HALF, "link": "not a link", "save_draft": "1"}, follow=True
    )

    [draft] = Draft.objects.all()
    when = moment(draft.saved_at)
    assert kept() == [(world.lead.pk, address, {"text": [HALF], "link": ["not a link"]})]
    assert said(page) == [f"Your draft was saved at {when}. Nothing was sent yet."]
    assert (page.status_code, typed_in(page, "text"), errors_on(page)) == (200, HALF, [])
    assert f"Your draft from {when} is shown." in page.content.decode()
    assert not ActionUpdate.objects.exists()


def test_a_second_draft_takes_the_place_of_the_first(world, signed_in, address):
    client = signed_in(world.lead)

    for text in (HALF, "Ten of ten records"):
        client.post(address, {"text": text, "save_draft": "1"})

    assert kept() == [(world.lead.pk, address, {"text": ["Ten of ten records"]})]


def test_files_are_no_part_of_a_draft_and_the_page_says_so(world, signed_in, address):
    files = [SimpleUploadedFile("plan.txt", b"1")]

    page = signed_in(world.lead).post(
        address, {"text": HALF, "files": files, "save_draft": "1"}, follow=True
    )

    assert kept() == [(world.lead.pk, address, {"text": [HALF]})]
    assert said(page)[0].endswith("Files are not part of it: choose them when you go on.")


def test_nobody_else_sees_a_draft(world, signed_in, address):
    signed_in(world.lead).post(address, {"text": HALF, "save_draft": "1"})

    page = signed_in(world.contributor).get(address)
    staff = signed_in(world.staff).get(address)

    assert HALF not in staff.content.decode() + page.content.decode()
    assert [Draft.objects.visible_to(one).count() for one in (world.lead, world.staff)] == [1, 0]


def test_only_who_may_send_the_form_may_keep_a_draft_there(world, signed_in, address):
    before = everything()

    statuses = [
        signed_in(person).post(address, {"text": HALF, "save_draft": how}).status_code
        for person in (world.trainer, world.member, world.other_staff)
        for how in ("1", "by script")
    ]

    assert statuses == [404, 404, 403, 403, 404, 404]
    assert everything() == before


def test_a_draft_is_gone_once_the_form_is_sent(world, signed_in, address):
    client = signed_in(world.lead)
    client.post(address, {"text": HALF, "save_draft": "1"})

    wrong = client.post(address, {"text": "", "receipt": str(uuid4())})
    assert (wrong.status_code, len(kept())) == (422, 1)
    right = client.post(address, {"text": "All ten.", "receipt": str(uuid4())})

    assert (right.status_code, kept()) == (302, [])
    assert typed_in(client.get(address), "text") == ""


def test_a_draft_is_discarded_at_the_press_of_a_button(world, signed_in, address):
    client = signed_in(world.lead)
    client.post(address, {"text": HALF, "save_draft": "1"}, follow=True)

    page = client.post(address, {"discard_draft": "1"}, follow=True)

    assert (kept(), said(page)) == ([], ["The draft was discarded."])
    assert typed_in(page, "text") == ""


def test_opening_a_page_keeps_nothing(world, signed_in, address):
    before = everything()

    signed_in(world.lead).get(f"{address}?save_draft=1&discard_draft=1")

    assert everything() == before


# By the script


def test_the_script_is_told_when(world, signed_in, address):
    answer = signed_in(world.lead).post(address, {"text": HALF, "save_draft": "by script"})

    [draft] = Draft.objects.all()
    assert answer.json() == {"at": moment(draft.saved_at)}
    assert draft.typed == {"text": [HALF]}


def test_a_copy_that_arrives_after_the_form_does_not_bring_it_back(world, signed_in, address):
    client, typed = signed_in(world.lead), {"text": HALF, "receipt": str(uuid4())}
    client.post(address, typed)

    late = client.post(address, {**typed, "save_draft": "by script"})

    assert late.json() == {"said": "This form was sent already. Nothing more is kept."}
    assert (kept(), Receipt.objects.count()) == ([], 1)


def test_a_draft_leaves_no_receipt_so_the_same_page_can_be_sent(world, signed_in, address):
    client, typed = signed_in(world.lead), {"text": HALF, "receipt": str(uuid4())}

    client.post(address, {**typed, "save_draft": "1"})
    client.post(address, typed)

    assert (ActionUpdate.objects.count(), kept()) == (1, [])


def test_without_a_session_nothing_is_kept(world, signed_in, address):
    answer = signed_in(None).post(address, {"text": HALF, "save_draft": "by script"})

    assert (answer.status_code, kept()) == (302, [])
    assert answer.url == f"/account/login/?next={address}"


# Too long


def test_a_draft_that_is_too_long_is_refused_and_shown_again(world, signed_in, address):
    client, before = signed_in(world.lead), everything()
    typed = {"text": "é" * 105_000}

    page = client.post(address, {**typed, "save_draft": "1"})
    told = client.post(address, {**typed, "save_draft": "by script"})

    words = "This is too long to be kept as a draft. Save it, or copy it somewhere safe."
    assert (page.status_code, errors_on(page)[0]) == (422, words)
    assert typed_in(page, "text") == typed["text"]
    assert told.json() == {"said": words}
    assert everything() == before


def test_a_page_with_too_long_an_address_keeps_none(world):
    with pytest.raises(Refused, match="cannot keep a draft"):
        drafts.save("/" * 201, typed={}, by=world.staff)


# Someone else's change meanwhile


def test_a_draft_keeps_the_version_that_was_seen(world, signed_in):
    theme = ThemeFactory(board=world.kent)
    review = ReviewFactory(board=world.kent)
    finding = FindingFactory(review=review, wording="As it was.", themes=[theme])
    address = f"/reviews/findings/{finding.pk}/edit/"
    typed = {
        "found_on_0": "3",
        "found_on_1": "March",
        "found_on_2": "2018",
        "themes": [theme.pk],
        "version": finding.version,
    }
    ReadingFactory(review=finding.review, person=world.staff)
    client = signed_in(world.staff)
    client.post(address, {**typed, "wording": "Mine.", "save_draft": "1"})
    signed_in(world.second_staff).post(address, {**typed, "wording": "Theirs."})

    shown = signed_in(world.staff).get(address)
    form = shown.context["form"]
    sent = signed_in(world.staff).post(
        address, {**typed, "wording": "Mine.", "version": form["version"].value()}
    )

    assert form["version"].value() == str(finding.version)
    assert (form["found_on"].value(), form["themes"].value()) == (
        ["3", "March", "2018"],
        [str(theme.pk)],
    )
    [conflict] = sent.context["form"].conflicts
    assert (sent.status_code, conflict.theirs, conflict.yours) == (422, "Theirs.", "Mine.")
    assert len(kept()) == 1


# Which pages


def test_a_page_without_drafts_keeps_none(world, signed_in):
    page = signed_in(world.staff).post("/board/meetings/add/", {"title": HALF, "save_draft": "1"})

    assert (page.status_code, kept()) == (422, [])
    assert "Save draft" not in page.content.decode()


def test_a_draft_of_another_day_says_which(world, signed_in, address):
    signed_in(world.lead).post(address, {"text": HALF, "save_draft": "1"})
    before = timezone.now() - timedelta(days=3)
    Draft.objects.update(saved_at=before)

    page = signed_in(world.lead).get(address)

    assert f"Your draft from {moment(before)} is shown." in page.content.decode()
