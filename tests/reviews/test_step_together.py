"""Steps taken at the same instant, by real threads, where the database lets them run together."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client

from boards.models import Activity, Invitation, Membership, Receipt, Role, User
from boards.services import notices, people
from kscb.refusal import MoveNotAllowed, Refused, Stale
from reviews.models import Action, ActionUpdate, Answer, AuditReturn, Review, Theme
from reviews.services import actions, answers, audits, reviews, themes
from reviews.services.publication import ALL_YES, Checklist
from tests.factories import (
    ActionFactory,
    AuditReturnFactory,
    AuditRoundFactory,
    BodyFactory,
    FindingFactory,
    RecommendationFactory,
    ReviewFactory,
    ReviewKindFactory,
    ThemeFactory,
)

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db(transaction=True)]


def together(*steps):
    """What each step returned, or the exception it raised; all begin at once."""
    ready = Barrier(len(steps))

    def run(step):
        ready.wait(timeout=10)
        try:
            return step()
        except Exception as fault:
            return fault
        finally:
            connection.close()

    with ThreadPoolExecutor(len(steps)) as threads:
        return list(threads.map(run, steps))


def kinds(results):
    return sorted(type(result).__name__ for result in results)


@pytest.fixture
def action(world):
    review = ReviewFactory(board=world.kent, published=True, number=1)
    recommendation = RecommendationFactory(review=review, number=1)
    return ActionFactory(
        recommendation=recommendation, number=1, agency=world.health, owner=world.lead
    )


def test_actions_logged_at_once_have_numbers_of_their_own(world, action):
    def log():
        return actions.propose(
            action.recommendation,
            agency=world.health,
            owner=world.lead,
            wording="Audit.",
            difference="Seen.",
            due_on=date(2030, 1, 31),
            by=world.staff,
        )

    logged = together(*[log] * 6)

    assert kinds(logged) == ["Action"] * 6
    assert list(Action.objects.order_by("number").values_list("number", flat=True)) == [
        *range(1, 8)
    ]


def test_reviews_logged_at_once_have_references_of_their_own(world):
    kind, body = ReviewKindFactory(board=world.kent), BodyFactory(board=world.kent)

    def log():
        return reviews.log(
            world.kent,
            kind=kind,
            year=2017,
            pseudonym="Harbour",
            commissioned_by=body,
            by=world.staff,
        )

    logged = together(*[log] * 6)

    assert kinds(logged) == ["Review"] * 6
    assert sorted(Review.objects.values_list("number", flat=True)) == [1, 2, 3, 4, 5, 6]


def test_an_action_is_accepted_once(world, action):
    Action.objects.update(status="submitted")

    def accept(person):
        return lambda: actions.accept(Action.objects.get(pk=action.pk), by=person)

    results = together(accept(world.staff), accept(world.second_staff))

    assert kinds(results) == ["Action", "MoveNotAllowed"]
    assert Activity.objects.about(action).filter(verb="accepted as done").count() == 1


def test_an_action_is_accepted_or_sent_back_never_both(world, action):
    Action.objects.update(status="submitted")

    results = together(
        lambda: actions.accept(Action.objects.get(pk=action.pk), by=world.staff),
        lambda: actions.send_back(
            Action.objects.get(pk=action.pk), by=world.second_staff, note="More."
        ),
    )

    assert [isinstance(one, MoveNotAllowed) for one in results].count(True) == 1
    assert Activity.objects.about(action).count() == 1


def test_a_review_is_published_once(world):
    review = ReviewFactory(board=world.kent)
    FindingFactory(review=review)
    reviews.ask_to_publish(review, by=world.staff)

    def publish(person):
        return lambda: reviews.publish(
            Review.objects.get(pk=review.pk), by=person, checked=Checklist(**ALL_YES, words="Read.")
        )

    results = together(publish(world.second_staff), publish(world.chair))

    assert kinds(results) == ["MoveNotAllowed", "Review"]
    assert Activity.objects.about(review).filter(verb="published").count() == 1


def test_two_first_answers_lose_neither_text(world):
    audit_round = AuditRoundFactory(board=world.kent)
    audit_return = AuditReturnFactory(audit_round=audit_round, agency=world.health)
    question, grade = audit_round.framework.questions.first(), audit_round.framework.grades.first()

    def answer(person, text):
        return lambda: answers.answer(
            audit_return, question=question, grade=grade, text=text, version=0, by=person
        )

    results = together(answer(world.lead, "Mine."), answer(world.contributor, "Theirs."))

    [stale] = [one for one in results if isinstance(one, Stale)]
    shown = {stale.conflicts[0].theirs, stale.conflicts[0].yours}
    assert kinds(results) == ["Answer", "Stale"]
    assert (shown, Answer.objects.get().text) == ({"Mine.", "Theirs."}, stale.conflicts[0].theirs)


def test_two_edits_of_a_review_lose_neither_text(world):
    review = ReviewFactory(board=world.kent, pseudonym="Harbour")

    def edit(person, summary):
        return lambda: reviews.edit(
            review, version=1, by=person, pseudonym="Harbour", summary=summary
        )

    results = together(edit(world.staff, "Mine."), edit(world.second_staff, "Theirs."))

    assert kinds(results) == ["Review", "Stale"]


def test_two_edits_of_a_theme_lose_neither_text(world):
    theme = ThemeFactory(board=world.kent)

    def edit(person, words):
        return lambda: themes.edit(
            theme, version=1, by=person, name=theme.name, good_looks_like=words
        )

    results = together(edit(world.staff, "Mine."), edit(world.second_staff, "Theirs."))

    assert kinds(results) == ["Stale", "Theme"]


def test_a_return_is_accepted_once(world):
    audit_round = AuditRoundFactory(board=world.kent)
    audit_return = AuditReturnFactory(
        audit_round=audit_round, agency=world.health, status="submitted"
    )

    def accept(person):
        return lambda: audits.agree(AuditReturn.objects.get(pk=audit_return.pk), by=person)

    results = together(*[accept(world.staff), accept(world.second_staff)] * 4)

    assert kinds(results) == ["AuditReturn"] + ["MoveNotAllowed"] * 7
    assert Activity.objects.about(audit_return).count() == 1


def test_a_theme_is_added_once(world):
    results = together(*[lambda: themes.add(world.kent, name="Fathers", by=world.staff)] * 4)

    assert kinds(results) == ["Refused", "Refused", "Refused", "Theme"]
    assert Theme.objects.count() == 1


def test_a_reader_is_named_once(world):
    review = ReviewFactory(board=world.kent)

    results = together(
        *[lambda: reviews.name_reader(review, person=world.lead, reason="X", by=world.staff)] * 3
    )

    assert kinds(results) == ["NamedReader", "Refused", "Refused"]


def test_an_invitation_is_used_once(world):
    invitation = people.invite(
        world.kent, email="noor@kscb.example", name="Noor", role=Role.MEMBER, by=world.staff
    )

    def accept():
        return people.accept_invitation(
            Invitation.objects.get(pk=invitation.pk), password="three words together"
        )

    results = together(*[accept] * 3)

    assert kinds(results) == ["Refused", "Refused", "User"]
    assert User.objects.filter(email="noor@kscb.example").count() == 1
    assert Membership.objects.filter(user__email="noor@kscb.example").count() == 1


def test_a_role_is_ended_once(world):
    membership = world.lead.memberships.get()

    results = together(
        *[lambda: people.end_membership(membership, by=world.staff, note="Left.")] * 3
    )

    assert [isinstance(one, Refused) for one in results].count(True) == 2


def test_a_double_click_saves_one_update_and_both_go_to_the_same_page(world, action):
    receipt = str(uuid4())
    clients = [Client(), Client()]
    for client in clients:
        client.force_login(world.lead)

    def click(client):
        typed = {"text": "Half done.", "receipt": receipt}
        return lambda: client.post(f"/actions/{action.pk}/update/", typed)

    answers = together(*map(click, clients))

    assert [(one.status_code, one.url) for one in answers] == [(302, action.get_absolute_url())] * 2
    assert (ActionUpdate.objects.count(), Receipt.objects.count()) == (1, 1)


def test_two_senders_send_each_e_mail_once(world, mailoutbox):
    for number in range(5):
        notices.tell([world.lead], ask=f"look at {number}", board=world.kent, about="A", path="/")
    mailoutbox.clear()
    world.kent.notices.update(result="waiting", sent_at=None)

    results = together(notices.send_waiting, notices.send_waiting)

    assert sum(sent for sent, _ in results) == 5
    assert sorted(message.subject for message in mailoutbox) == [
        f"KSCB: look at {number}" for number in range(5)
    ]
