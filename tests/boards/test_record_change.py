import pytest

from boards.services.editing import change
from kscb.refusal import Conflict, Stale
from tests.after import everything, refusal, steps_on
from tests.factories import BodyFactory, FindingFactory, ReviewFactory, ThemeFactory, UserFactory

pytestmark = pytest.mark.django_db
STALE = (
    "Someone else changed this while you were writing. Both texts are shown below. "
    "Keep what should stay and save again."
)


def test_a_change_is_saved_counted_and_written_down():
    review, person = ReviewFactory(pseudonym="Harbour", summary=""), UserFactory()

    changed = change(review, version=1, by=person, pseudonym="Orchard", summary="On schools.")

    review.refresh_from_db()
    assert (changed, review.pseudonym, review.summary, review.version) == (
        review,
        "Orchard",
        "On schools.",
        2,
    )
    note = "Pseudonym: “Harbour” became “Orchard”; Summary: “” became “On schools.”."
    assert steps_on(review) == [(person, "changed", {"note": note})]


def test_a_form_saved_without_a_change_leaves_no_trace():
    review = ReviewFactory(pseudonym="Harbour")
    before = everything()

    change(review, version=1, by=UserFactory.build(), pseudonym="Harbour")

    assert everything() == before


def test_a_column_kept_for_searching_is_not_told_as_a_change():
    review, person = ReviewFactory(pseudonym="Harbour"), UserFactory()

    change(review, version=1, by=person, pseudonym="Orchard", folded="orchard")

    review.refresh_from_db()
    note = "Pseudonym: “Harbour” became “Orchard”."
    assert review.folded == "orchard"
    assert steps_on(review) == [(person, "changed", {"note": note})]


def test_the_activity_may_be_about_what_the_record_belongs_to():
    finding, person = FindingFactory(wording="Old."), UserFactory()

    change(finding, version=1, by=person, verb="reworded", about=finding.review, wording="New.")

    note = "Wording: “Old.” became “New.”."
    assert steps_on(finding) == []
    assert steps_on(finding.review) == [(person, "reworded", {"note": note})]


def test_someone_elses_words_are_not_overwritten_and_both_are_handed_back():
    review = ReviewFactory(summary="First.")
    change(review, version=1, by=UserFactory(), summary="Theirs.")
    person = UserFactory()

    with refusal(STALE, Stale) as stale:
        change(review, version=1, by=person, summary="Mine.")

    change(review, version=2, by=person, summary="Theirs. Mine.")
    review.refresh_from_db()
    assert (review.summary, review.version) == ("Theirs. Mine.", 3)
    assert stale.value.conflicts == [Conflict("Summary", "Theirs.", "Mine.")]
    assert stale.value.version == 2


def test_two_people_who_typed_the_same_do_not_disagree():
    review = ReviewFactory()
    change(review, version=1, by=UserFactory(), summary="The same.")

    assert change(review, version=1, by=UserFactory(), summary="The same.").version == 2


def test_a_row_that_was_chosen_is_told_by_its_name():
    review = ReviewFactory()
    was, now = review.commissioned_by, BodyFactory(board=review.board, name="KSCP")
    change(review, version=1, by=UserFactory(), commissioned_by=now)

    with pytest.raises(Stale) as stale:
        change(review, version=1, by=UserFactory(), commissioned_by=was)

    [conflict] = stale.value.conflicts
    assert conflict == Conflict("Commissioning body", theirs="KSCP", yours=was.name)


def test_rows_that_were_chosen_are_kept_from_being_overwritten_too():
    finding, person = FindingFactory(), UserFactory()
    fathers = ThemeFactory(board=finding.board, name="Fathers")
    schools = ThemeFactory(board=finding.board, name="Schools")

    change(finding, version=1, by=person, about=finding.review, themes=[fathers])
    with pytest.raises(Stale) as stale:
        change(finding, version=1, by=person, about=finding.review, themes=[schools])
    change(finding, version=2, by=person, about=finding.review, themes=[schools, fathers])

    finding.refresh_from_db()
    assert (list(finding.themes.all()), finding.version) == ([fathers, schools], 3)
    assert stale.value.conflicts == [Conflict("Themes", theirs="Fathers", yours="Schools")]
    assert steps_on(finding.review) == [
        (person, "changed", {"note": "Themes: “none” became “Fathers”."}),
        (person, "changed", {"note": "Themes: “Fathers” became “Schools, Fathers”."}),
    ]
