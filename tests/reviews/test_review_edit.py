"""A draft's words can change, with nobody's lost; what waits or is published cannot."""

from datetime import date

import pytest

from kscb.refusal import Stale
from reviews.models import Review
from reviews.services import findings, recommendations, reviews
from tests.after import CANARY, refusal, steps_on, told
from tests.factories import BodyFactory, FindingFactory, ReviewFactory, ThemeFactory

DAY = date(2017, 9, 1)
FROZEN = [
    ("asked", "This review is now “Waiting for approval to publish”, so its words cannot change."),
    ("published", "This review is now “Published”, so its words cannot change."),
]


def freeze(review, status):
    Review.objects.filter(pk=review.pk).update(status=status, published_on=DAY)


def test_a_drafts_words_change_and_are_found_by(world, review, body):
    reviews.edit(
        review, version=1, by=world.staff, pseudonym="Orchard", summary="", commissioned_by=body
    )

    review.refresh_from_db()
    assert (review.pseudonym, review.summary, review.version) == ("Orchard", "", 2)
    assert review.folded == "kscb/scr2017-02 orchard"
    note = f"Pseudonym: “{CANARY}” became “Orchard”; Summary: “About {CANARY}.” became “”."
    assert steps_on(review) == [(world.staff, "changed", {"note": note})]


def test_a_body_of_another_board_is_refused(world, review):
    other = BodyFactory(board=world.medway, name="MSCB")

    words = "“MSCB” belongs to another board. Choose one of Kent Safeguarding Children Board."
    with refusal(words):
        reviews.edit(
            review, version=1, by=world.staff, pseudonym="X", summary="", commissioned_by=other
        )


def test_a_finding_is_added_under_its_themes(world, review, theme):
    finding = findings.add(
        review, wording="Fathers unseen.", found_on=DAY, themes=[theme], by=world.staff
    )

    finding.refresh_from_db()
    assert (finding.board, finding.review, finding.number) == (world.kent, review, 1)
    assert (finding.wording, finding.found_on, finding.reference) == (
        "Fathers unseen.",
        DAY,
        "KSCB/SCR2017-02/F1",
    )
    assert list(finding.themes.all()) == [theme]
    assert (steps_on(review), told()) == ([(world.staff, "added finding 1", {})], [])


def test_findings_are_numbered_after_the_highest(world, review, finding, theme):
    FindingFactory(review=review, number=7)

    added = findings.add(review, wording="More.", found_on=DAY, themes=[theme], by=world.staff)

    assert added.number == 8


def test_a_theme_of_another_board_is_refused(world, review, finding):
    other = ThemeFactory(board=world.medway, name="Medway’s word")
    words = "“Medway’s word” belongs to another board. Choose one of "

    with refusal(f"{words}Kent Safeguarding Children Board."):
        findings.add(review, wording="X", found_on=DAY, themes=[other], by=world.staff)
    with refusal(f"{words}Kent Safeguarding Children Board."):
        findings.edit(finding, version=1, by=world.staff, themes=[other], wording="X", found_on=DAY)


def test_a_finding_is_changed_and_the_review_says_so(world, finding, theme):
    findings.edit(finding, version=1, by=world.staff, themes=[theme], wording="New.", found_on=DAY)

    finding.refresh_from_db()
    assert (finding.wording, finding.version) == ("New.", 2)
    note = f"Wording: “{CANARY} found.” became “New.”."
    assert steps_on(finding.review) == [(world.staff, "changed finding 1", {"note": note})]


def test_two_people_who_choose_other_themes_lose_neither_choice(world, finding):
    fathers, schools = finding.themes.get(), ThemeFactory(board=world.kent, name="Schools")
    same = {"wording": finding.wording, "found_on": finding.found_on}
    findings.edit(finding, version=1, by=world.second_staff, themes=[fathers, schools], **same)

    with refusal(str(Stale([], 2)), Stale) as stale:
        findings.edit(finding, version=1, by=world.staff, themes=[], **same)

    [conflict] = stale.value.conflicts
    assert (conflict.label, conflict.theirs, conflict.yours) == (
        "Themes",
        "Fathers, Schools",
        "none",
    )


def test_a_recommendation_is_made_of_findings(world, review, finding):
    made = recommendations.draft(review, wording="Ask fathers.", findings=[finding], by=world.staff)

    made.refresh_from_db()
    assert (made.board, made.review, made.number) == (world.kent, review, 1)
    assert (made.reference, made.in_order, made.folded) == (
        "KSCB/SCR2017-02/R1",
        "kscb/scr02017-00002/r00001",
        "kscb/scr2017-02/r1 ask fathers.",
    )
    assert list(made.findings.all()) == [finding]
    assert steps_on(review) == [(world.staff, "added recommendation 1", {})]
    assert steps_on(made) == [(world.staff, "drafted", {})]


def test_a_recommendation_answers_a_finding_of_its_own_review(world, review, drafted):
    other = FindingFactory(review=ReviewFactory(board=world.kent))
    none = "Choose at least one finding that this recommendation answers."
    another = "A recommendation answers findings of its own review only."

    for chosen, words in (([], none), ([other], another)):
        with refusal(words):
            recommendations.draft(review, wording="X", findings=chosen, by=world.staff)
        with refusal(words):
            recommendations.edit(drafted, version=1, by=world.staff, wording="X", findings=chosen)


def test_a_recommendation_is_changed_and_found_by_its_new_words(world, review, drafted, finding):
    second = FindingFactory(review=review, number=2)

    recommendations.edit(
        drafted, version=1, by=world.staff, wording="Ask.", findings=[finding, second]
    )

    drafted.refresh_from_db()
    assert (drafted.wording, drafted.version) == ("Ask.", 2)
    assert drafted.folded == "kscb/scr2017-02/r3 ask."
    assert list(drafted.findings.all()) == [finding, second]
    note = (
        f"Wording: “{CANARY} asked.” became “Ask.”; "
        "Findings: “Finding 1” became “Finding 1, Finding 2”."
    )
    assert steps_on(review) == [(world.staff, "changed recommendation 3", {"note": note})]


def test_someone_elses_recommendation_is_not_overwritten(world, drafted, finding):
    recommendations.edit(
        drafted, version=1, by=world.second_staff, wording="Theirs.", findings=[finding]
    )

    with refusal(str(Stale([], 2)), Stale):
        recommendations.edit(
            drafted, version=1, by=world.staff, wording="Mine.", findings=[finding]
        )


@pytest.mark.parametrize(("status", "words"), FROZEN)
def test_words_that_wait_or_are_published_never_change(
    world, review, finding, drafted, theme, status, words
):
    freeze(review, status)
    by = {"by": world.staff}

    for step in (
        lambda: reviews.edit(review, version=1, pseudonym="X", summary="", **by),
        lambda: findings.add(review, wording="X", found_on=DAY, themes=[theme], **by),
        lambda: findings.edit(finding, version=1, themes=[theme], wording="X", found_on=DAY, **by),
        lambda: recommendations.draft(review, wording="X", findings=[finding], **by),
        lambda: recommendations.edit(drafted, version=1, wording="X", findings=[finding], **by),
    ):
        with refusal(words):
            step()
