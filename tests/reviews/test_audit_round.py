"""An audit round: planned, asked of agencies, closed with what it found."""

from datetime import UTC, date, datetime

import pytest

from boards.models import Role
from kscb.refusal import MoveNotAllowed
from reviews.models import AuditReturn, AuditRound
from reviews.services import audits, moderation
from tests.after import CANARY, errors_on, refusal, steps_on, told, typed_in
from tests.factories import (
    AgencyFactory,
    AnswerFactory,
    AuditReturnFactory,
    FrameworkFactory,
    ModerationFactory,
    ThemeFactory,
    person_on,
)

THEN = datetime(2018, 1, 8, 9, tzinfo=UTC)
AGAIN = "Open the page again to see what has happened."


@pytest.fixture
def plan(world, theme):
    framework = FrameworkFactory()

    def plan(**fields):
        asked = {
            "framework": framework,
            "title": f"{CANARY} audit",
            "reference": "KSCB/S11-2019",
            "opens_on": date(2030, 1, 7),
            "due_on": date(2030, 3, 1),
            "themes": [theme],
        }
        return audits.plan_round(world.kent, by=world.staff, **asked | fields)

    return plan


def test_a_round_is_planned(world, plan, theme):
    planned = plan(source="A plan", is_invented=True)

    planned.refresh_from_db()
    assert (planned.board, planned.status, planned.folded) == (
        world.kent,
        "planned",
        "kscb/s11-2019 zanzibar audit",
    )
    assert (planned.opens_on, planned.due_on) == (date(2030, 1, 7), date(2030, 3, 1))
    assert (planned.source, planned.is_invented) == ("A plan", True)
    assert list(planned.themes.all()) == [theme]
    assert (steps_on(planned), told()) == ([(world.staff, "planned", {})], [])


def test_returns_are_not_due_before_the_round_opens(plan):
    with refusal("Returns cannot be due before the round opens. Change one of the dates."):
        plan(due_on=date(2030, 1, 6))


def test_a_reference_is_used_once_on_a_board(audit_round, plan):
    words = "KSCB/S11-2018 is the reference of another round. Give a different one."
    with refusal(words):
        plan(reference="KSCB/S11-2018")


def test_a_theme_of_another_board_is_refused(world, plan):
    other = ThemeFactory(board=world.medway, name="Medway’s word")

    words = "“Medway’s word” belongs to another board. Choose one of "
    with refusal(f"{words}Kent Safeguarding Children Board."):
        plan(themes=[other])


def test_asking_opens_the_round_with_a_return_for_each_agency(world, plan):
    planned = plan()

    audits.ask(planned, agencies=[world.health, world.police], by=world.staff)

    planned.refresh_from_db()
    asked = AuditReturn.objects.filter(audit_round=planned)
    assert planned.status == "open"
    assert [(one.board, one.agency, one.status) for one in asked] == [
        (world.kent, world.health, "not_started"),
        (world.kent, world.police, "not_started"),
    ]
    assert steps_on(planned)[1:] == [(world.staff, "opened", {"from": "Planned", "to": "Open"})]
    assert [steps_on(one) for one in asked] == [[(world.staff, "asked", {})]] * 2
    assert told() == [(world.lead, "KSCB: an audit return is asked of your agency")]


def test_more_agencies_are_asked_while_it_is_open_and_none_twice(world, audit_return):
    lead = person_on(world.kent, Role.LEAD, agency=world.police, name="Pat Police")

    audits.ask(audit_return.audit_round, agencies=[world.health, world.police], by=world.staff)

    assert AuditReturn.objects.count() == 2
    assert told() == [(lead, "KSCB: an audit return is asked of your agency")]
    assert list(audits.partners_not_asked(audit_return.audit_round)) == []


def test_asking_typed_in_later_keeps_its_time_and_tells_nobody(world, plan):
    asked = audits.ask(plan(), agencies=[world.health], by=world.staff, at=THEN)

    asked.refresh_from_db()
    assert (asked.status_since, asked.returns.get().status_since, told()) == (THEN, THEN, [])


def test_an_agency_not_on_the_board_is_not_asked_and_nor_are_the_others(world, plan):
    elsewhere = AgencyFactory(name="Essex Police", serves=world.medway)
    planned = plan()

    with refusal("Essex Police is not an agency of this board. Choose one that is."):
        audits.ask(planned, agencies=[world.health, elsewhere], by=world.staff)


def test_a_round_closes_with_what_it_found(world, audit_round):
    audits.close(audit_round, conclusion=f"{CANARY} improves.", by=world.staff)

    audit_round.refresh_from_db()
    assert (audit_round.status, audit_round.conclusion) == ("closed", f"{CANARY} improves.")
    assert steps_on(audit_round) == [(world.staff, "closed", {"from": "Open", "to": "Closed"})]


@pytest.mark.parametrize("status", ["submitted", "resubmitted"])
def test_a_round_is_not_closed_on_returns_that_are_half_moderated(
    world, signed_in, audit_round, status
):
    """Nobody could finish them, or agree them, ever."""
    half = AuditReturnFactory(
        audit_round=audit_round, agency=world.health, case_number=2, status=status
    )
    untouched = AuditReturnFactory(audit_round=audit_round, agency=world.police, status="submitted")
    ModerationFactory(answer=AnswerFactory(audit_return=half))
    AnswerFactory(audit_return=untouched)
    said = (
        "The panel has begun to moderate these returns and has not finished. Finish the "
        "moderation first, for once the audit is closed nobody can: Kent Community Health, case 2."
    )

    with refusal(said):
        audits.close(audit_round, conclusion="X", by=world.staff)
    page = signed_in(world.staff).post(f"/audits/{audit_round.pk}/close/", {"conclusion": "Less."})
    moderation.finish(half, by=world.chair)
    audits.close(audit_round, conclusion="X", by=world.staff)

    audit_round.refresh_from_db()
    assert (errors_on(page), typed_in(page, "conclusion")) == ([said], "Less.")
    assert audit_round.is_closed


def test_a_return_that_went_back_after_it_was_moderated_holds_no_round_open(world, audit_round):
    """Its agency may never send it again."""
    back = AuditReturnFactory(audit_round=audit_round, agency=world.health, status="returned")
    ModerationFactory(answer=AnswerFactory(audit_return=back))

    audits.close(audit_round, conclusion="X", by=world.staff)

    assert AuditRound.objects.get().is_closed


@pytest.mark.parametrize("step", [audits.send_back, moderation.finish])
def test_a_return_read_before_its_audit_closed_does_not_move_after(world, audit_round, step):
    made = AuditReturnFactory(audit_round=audit_round, agency=world.health, status="submitted")
    ModerationFactory(answer=AnswerFactory(audit_return=made))
    read = AuditReturn.objects.select_related("audit_round").get(pk=made.pk)
    AuditRound.objects.update(status="closed")
    note = {"note": "Which wards?"} if step is audits.send_back else {}

    with refusal("This audit is closed, so its answers cannot change."):
        step(read, by=world.staff, **note)


def test_a_closed_round_asks_nobody_and_is_not_closed_again(world, audit_round):
    AuditRound.objects.update(status="closed")

    with refusal("This round is closed, so no more agencies can be asked."):
        audits.ask(audit_round, agencies=[world.police], by=world.staff)
    with refusal(f"This is now “Closed”, so it cannot become “Closed”. {AGAIN}", MoveNotAllowed):
        audits.close(audit_round, conclusion="X", by=world.staff)


def test_a_round_that_asked_nobody_is_not_closed(world, plan):
    planned = plan()

    with refusal(f"This is now “Planned”, so it cannot become “Closed”. {AGAIN}", MoveNotAllowed):
        audits.close(planned, conclusion="X", by=world.staff)


@pytest.mark.parametrize(
    ("status", "words"),
    [
        ("in_progress", "Returns sent: 1 of 2. The others cannot be sent after it."),
        ("submitted", "Returns sent: 2 of 2.</"),
    ],
)
def test_whoever_closes_an_audit_is_told_what_it_ends(
    world, signed_in, audit_return, status, words
):
    AuditReturn.objects.update(status=status)
    AuditReturnFactory(audit_round=audit_return.audit_round, status="agreed")

    page = signed_in(world.staff).get(f"/audits/{audit_return.audit_round_id}/close/")

    assert f"Closing is for good. {words}" in page.text
