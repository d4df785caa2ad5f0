from datetime import UTC, date, datetime

import pytest
from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile

from boards.models import Activity, Document
from boards.services.activity import move
from kscb.refusal import MoveNotAllowed, Refused
from reviews.models import Evidence, Support
from reviews.services import evidence
from tests.factories import (
    ActionFactory,
    ActionUpdateFactory,
    AnswerFactory,
    AuditReturnFactory,
    AuditRoundFactory,
    RecommendationFactory,
    ReviewFactory,
)
from tests.files.ordinary import pdf

pytestmark = pytest.mark.django_db
LINK = "https://kscb.example/plan"


def plan():
    return SimpleUploadedFile("Our plan.pdf", pdf())


def update_of(board, agency):
    review = ReviewFactory(board=board, published=True)
    action = ActionFactory(recommendation=RecommendationFactory(review=review), agency=agency)
    return ActionUpdateFactory(action=action)


def answer_of(board, agency):
    audit_round = AuditRoundFactory(board=board)
    return AnswerFactory(audit_return=AuditReturnFactory(audit_round=audit_round, agency=agency))


@pytest.fixture
def update(world):
    return update_of(world.kent, world.health)


@pytest.fixture
def answer(world):
    return answer_of(world.kent, world.health)


def stored_files():
    folders, _ = default_storage.listdir("") if default_storage.exists("") else ([], [])
    return [file for folder in folders for file in default_storage.listdir(folder)[1]]


def test_a_file_is_given_for_an_update(world, update):
    given = evidence.give(
        world.kent,
        world.health,
        by=world.lead,
        file=plan(),
        update=update,
        expires_on=date(2030, 1, 1),
    )

    [support] = given.supports.all()
    [entry] = Activity.objects.about(update.action)
    assert (given.title, given.folded) == ("Our plan.pdf", "our plan.pdf our plan.pdf")
    assert (given.board, given.agency, given.given_by) == (world.kent, world.health, world.lead)
    assert (given.document.board, given.expires_on) == (world.kent, date(2030, 1, 1))
    assert (support.update, support.answer, support.status) == (update, None, "submitted")
    assert (entry.actor, entry.verb, entry.board) == (world.lead, "gave evidence", world.kent)
    assert entry.detail == {"note": "Our plan.pdf"}


def test_a_link_is_given_for_an_answer_with_a_title_and_its_own_time(world, answer):
    then = datetime(2018, 3, 1, 9, tzinfo=UTC)

    given = evidence.give(
        world.kent,
        world.health,
        by=world.lead,
        link=f" {LINK} ",
        title=" Café policy ",
        answer=answer,
        at=then,
    )

    [support] = given.supports.all()
    [entry] = Activity.objects.about(answer.audit_return)
    assert (given.title, given.link, given.document) == ("Café policy", LINK, None)
    assert given.folded == f"cafe policy {LINK}"
    assert (given.given_at, support.status_since, entry.at) == (then, then, then)
    assert (support.answer, entry.detail) == (answer, {"note": "Café policy"})


@pytest.mark.parametrize("what", [{}, {"file": True, "link": LINK}])
def test_neither_or_both_of_file_and_link_are_refused(world, update, what):
    given = {**what, "file": plan()} if "file" in what else what

    with pytest.raises(Refused, match="one file or give one web address"):
        evidence.give(world.kent, world.health, by=world.lead, update=update, **given)


@pytest.mark.parametrize("count", [0, 2])
def test_evidence_supports_exactly_one_thing(world, update, answer, count):
    about = {"update": update, "answer": answer} if count else {}

    with pytest.raises(Refused, match="which one thing"):
        evidence.give(world.kent, world.health, by=world.lead, link=LINK, **about)


@pytest.mark.parametrize("of", [update_of, answer_of])
@pytest.mark.parametrize("whose", ["board", "agency"])
def test_what_is_another_boards_or_agencys_is_refused_and_nothing_is_kept(world, of, whose):
    theirs = of(
        world.medway if whose == "board" else world.kent,
        world.health if whose == "board" else world.police,
    )
    about = {"update": theirs} if of is update_of else {"answer": theirs}

    with pytest.raises(Refused, match="agency and the board"):
        evidence.give(world.kent, world.health, by=world.lead, file=plan(), **about)

    assert (Evidence.objects.count(), Document.objects.count(), stored_files()) == (0, 0, [])


def test_a_file_that_is_refused_leaves_no_evidence(world, update):
    with pytest.raises(Refused, match=r"^“plan\.exe” is not a kind of file"):
        evidence.give(
            world.kent,
            world.health,
            by=world.lead,
            file=SimpleUploadedFile("plan.exe", b"MZ"),
            update=update,
        )

    assert (Evidence.objects.count(), Support.objects.count()) == (0, 0)
    assert Activity.objects.about(update.action).count() == 0


def test_a_file_goes_again_when_its_evidence_cannot_be_saved(world, update):
    with pytest.raises(ValidationError):
        evidence.give(
            world.kent,
            world.health,
            by=world.lead,
            file=plan(),
            update=update,
            expires_on="no date",
        )

    assert (Document.objects.count(), stored_files()) == (0, [])


@pytest.mark.parametrize(
    ("link", "why"),
    [
        ("javascript:alert(1)", "not a web address"),
        ("ftp://kscb.example/a", "not a web address"),
        ("file:///etc/passwd", "not a web address"),
        ("kscb.example/plan", "not a web address"),
        ("https://", "not a web address"),
        ("https://kscb.example/a b", "not a web address"),
        ("https://[kscb.example/", "not a web address"),
        ("https://sam:secret@kscb.example/", "name or a password"),
        ("https://sam@kscb.example/", "name or a password"),
        (f"https://kscb.example/{'a' * 200}", "has 221 characters"),
    ],
)
def test_a_link_that_will_not_do_is_refused(world, update, link, why):
    with pytest.raises(Refused, match=why):
        evidence.give(world.kent, world.health, by=world.lead, link=link, update=update)

    assert Evidence.objects.count() == 0


@pytest.fixture
def given(world, update):
    return evidence.give(world.kent, world.health, by=world.lead, link=LINK, update=update)


def test_one_item_supports_another_thing_of_the_same_agency(world, given, answer):
    evidence.support(given, answer=answer, by=world.lead)

    [entry] = Activity.objects.about(answer.audit_return)
    assert [s.answer for s in given.supports.all()] == [None, answer]
    assert (entry.verb, entry.detail) == ("gave evidence", {"note": LINK})


def test_one_item_supports_one_thing_once(world, given, update):
    with pytest.raises(Refused, match="already given"):
        evidence.support(given, update=update, by=world.lead)

    assert given.supports.count() == 1


def test_one_item_never_joins_two_boards(world, given):
    theirs = answer_of(world.medway, world.health)

    with pytest.raises(Refused, match="agency and the board"):
        evidence.support(given, answer=theirs, by=world.lead)

    assert given.supports.count() == 1


@pytest.mark.parametrize("to", [Support.Status.ACCEPTED, Support.Status.REJECTED])
def test_deciding_moves_what_waits_and_writes_it_on_the_board(world, given, update, to):
    moved = evidence.decide(update.supports.all(), to, by=world.staff, note="Seen at panel")

    [support] = given.supports.all()
    [entry] = Activity.objects.about(support)
    assert (moved, support.status) == (1, to)
    assert (entry.actor, entry.board) == (world.staff, world.kent)
    assert (entry.detail["from"], entry.detail["note"]) == ("Submitted", "Seen at panel")


def test_what_was_decided_stays_decided(world, given, update):
    evidence.decide(update.supports.all(), Support.Status.REJECTED, by=world.staff)

    again = evidence.decide(update.supports.all(), Support.Status.ACCEPTED, by=world.staff)

    [support] = given.supports.all()
    assert (again, support.status) == (0, "rejected")
    with pytest.raises(MoveNotAllowed):
        move(support, Support.Status.ACCEPTED, by=world.staff)
