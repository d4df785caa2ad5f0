from datetime import UTC, datetime

import pytest

from reviews.models import Review
from reviews.services import reviews
from tests.after import refusal, steps_on, told
from tests.factories import BodyFactory, ReviewKindFactory

THEN = datetime(2017, 9, 1, 9, tzinfo=UTC)


@pytest.fixture
def log(world, kind, body):
    def log(**fields):
        asked = {"kind": kind, "year": 2017, "pseudonym": "Harbour", "commissioned_by": body}
        return reviews.log(world.kent, by=world.staff, **asked | fields)

    return log


def test_a_review_begins_as_a_draft_with_its_reference(world, log, kind, body):
    review = log(summary="On schools.", source="A report", is_invented=True)

    review.refresh_from_db()
    assert (review.board, review.kind, review.year, review.number) == (world.kent, kind, 2017, 1)
    assert (review.reference, review.in_order) == ("KSCB/SCR2017-01", "kscb/scr02017-00001")
    assert review.folded == "kscb/scr2017-01 harbour on schools."
    assert (review.commissioned_by, review.source, review.is_invented) == (body, "A report", True)
    assert (review.status, review.version, review.published_on) == ("draft", 1, None)
    assert (steps_on(review), told()) == ([(world.staff, "logged", {})], [])


def test_what_is_typed_in_later_keeps_its_own_time(log):
    review = log(at=THEN)

    review.refresh_from_db()
    assert review.status_since == THEN


def test_numbers_run_within_a_kind_and_a_year(world, log):
    inspection = ReviewKindFactory(board=world.kent, code="INS")

    logged = [log(), log(), log(year=2018), log(kind=inspection), log()]

    assert [review.reference for review in logged] == [
        "KSCB/SCR2017-01",
        "KSCB/SCR2017-02",
        "KSCB/SCR2018-01",
        "KSCB/INS2017-01",
        "KSCB/SCR2017-03",
    ]


def test_a_kind_of_another_board_is_refused(world, log):
    other = ReviewKindFactory(board=world.medway, name="Medway’s review")

    words = "“Medway’s review” belongs to another board. Choose one of "
    with refusal(f"{words}Kent Safeguarding Children Board."):
        log(kind=other)


def test_a_body_of_another_board_is_refused(world, log):
    other = BodyFactory(board=world.medway, name="MSCB")

    words = "“MSCB” belongs to another board. Choose one of Kent Safeguarding Children Board."
    with refusal(words):
        log(commissioned_by=other)
    assert not Review.objects.exists()
