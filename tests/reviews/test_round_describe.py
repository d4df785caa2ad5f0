"""A round changed while it is planned; what it read and heard, and who sees that."""

from datetime import date

import pytest
from django.urls import reverse

from kscb.refusal import Stale
from reviews.services import rounds
from tests.after import refusal, steps_on
from tests.factories import AuditRoundFactory, ThemeFactory

HEARD = {"sampled_from": 40, "sampled": 5, "sampling": "Every eighth.", "families_heard": 2}


@pytest.fixture
def planned(world):
    return AuditRoundFactory(board=world.kent, status="planned", reference="KSCB/N-2030")


def change(world, planned, **fields):
    typed = {
        "title": "Neglect",
        "opens_on": date(2030, 1, 7),
        "due_on": date(2030, 4, 1),
        "themes": [],
        "version": 1,
    }
    return rounds.edit(planned, by=world.staff, **typed | fields)


def test_a_planned_round_is_changed_and_found_by_its_new_title(world, planned, theme):
    changed = change(world, planned, themes=[theme])

    changed.refresh_from_db()
    assert (changed.title, changed.due_on, changed.folded) == (
        "Neglect",
        date(2030, 4, 1),
        "kscb/n-2030 neglect",
    )
    assert list(changed.themes.all()) == [theme]
    [(actor, verb, detail)] = steps_on(planned)
    assert (actor, verb) == (world.staff, "changed")
    assert "“Section 11 self-assessment” became “Neglect”" in detail["note"]


def test_a_round_that_was_opened_is_not_changed(world, audit_round):
    words = (
        "This audit has been opened, so its title and dates stay. Give a return a later day from "
        "the list of returns that are owed."
    )
    with refusal(words):
        change(world, audit_round)


def test_returns_are_not_due_before_it_opens(world, planned):
    with refusal("Returns cannot be due before the round opens. Change one of the dates."):
        change(world, planned, due_on=date(2030, 1, 6))


def test_another_boards_theme_is_refused(world, planned):
    other = ThemeFactory(board=world.medway, name="Medway’s word")

    words = "“Medway’s word” belongs to another board. Choose one of "
    with refusal(f"{words}Kent Safeguarding Children Board."):
        change(world, planned, themes=[other])


def test_nobodys_words_are_lost(world, planned):
    change(world, planned)

    with pytest.raises(Stale):
        change(world, planned, title="Another")


def test_what_was_read_and_heard_is_kept(world, audit_round):
    rounds.describe(audit_round, version=1, by=world.staff, reaudit_on=date(2031, 1, 1), **HEARD)

    audit_round.refresh_from_db()
    assert {name: getattr(audit_round, name) for name in HEARD} == HEARD
    assert audit_round.reaudit_on == date(2031, 1, 1)
    assert [step[1] for step in steps_on(audit_round)] == [rounds.SAMPLED]


def test_a_sample_is_not_larger_than_what_it_was_taken_from(world, audit_round):
    with refusal("The sample cannot be larger than what it was taken from."):
        rounds.describe(
            audit_round, version=1, by=world.staff, reaudit_on=None, sampled_from=4, sampled=5
        )


def test_it_is_audited_again_after_it_opens(world, audit_round):
    with refusal("The day to audit again must be after this audit opens."):
        rounds.describe(audit_round, version=1, by=world.staff, reaudit_on=date(2018, 1, 1))


@pytest.mark.parametrize(
    ("person", "sees"), [("staff", True), ("chair", True), ("member", True), ("lead", False)]
)
def test_an_agency_that_is_asked_does_not_see_what_families_said(
    client, world, audit_return, person, sees
):
    audit_round = audit_return.audit_round
    rounds.describe(
        audit_round,
        version=1,
        by=world.staff,
        reaudit_on=None,
        feedback="They felt blamed.",
    )
    client.force_login(getattr(world, person))

    html = client.get(audit_round.get_absolute_url()).content.decode()

    assert ("They felt blamed." in html) is sees


def test_a_name_in_what_they_said_is_asked_about(client, world, audit_round):
    client.force_login(world.staff)
    typed = {"feedback": "Born 3 March 2011, NHS number 943 476 5919.", "version": 1}

    page = client.post(reverse("reviews:describe-audit", args=[audit_round.pk]), typed)

    audit_round.refresh_from_db()
    assert (page.status_code, audit_round.feedback) == (422, "")
    assert "Why is it safe to save this as it is?" in page.content.decode()
