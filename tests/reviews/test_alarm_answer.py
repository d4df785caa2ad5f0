"""Recurrence alarms: what they say, who is asked, and what the board answered."""

from datetime import date

import pytest
from django.urls import reverse

from reviews.figures import alarms as figures
from reviews.figures.recurrence import Seen
from reviews.models import AlarmAnswer
from reviews.services import alarms, findings, themes
from tests.after import errors_on, refusal, steps_on
from tests.factories import ReadingFactory, ReviewFactory, ThemeFactory
from tests.reviews.thread import Record, day

ANSWER = "We test before we close."
EMPTY = {"submit": ""}


@pytest.fixture
def on(world):
    return Record(world)


@pytest.fixture
def acted(on, theme):
    """Named by a review and an audit; two actions done, one of them tested."""
    asked = on.asked(on.found(on.review(), "10.1.2018", theme))
    on.found(on.audit(), "12.1.2018", theme)
    on.action(asked, ("1.2.2018", None))
    untested = on.asked(on.found(on.review(), "11.1.2018", ThemeFactory(board=on.board), theme))
    on.action(untested, ("1.3.2018", None))
    on.tested(asked, "1.4.2018")
    return asked


@pytest.fixture
def ringing(on, theme, acted):
    return on.found(on.draft(), "1.6.2018", theme)


def waiting(person, board):
    return [(tag.finding, tag.theme) for tag in figures.unanswered(Seen.by(person, board))]


def test_an_alarm_says_what_was_named_done_tested_and_helped(world, theme, ringing, monkeypatch):
    monkeypatch.setattr(figures, "today", lambda: date(2020, 5, 1))

    [alarm] = alarms.ringing(ringing, by=world.staff)

    assert alarm.words == (
        "Named in 2 earlier reviews and 1 earlier audit; 2 actions accepted as done; "
        "last tested 2 years ago; 1 helped"
    )


def test_an_alarm_on_what_was_never_tested_says_so(on, world, theme):
    on.action(on.asked(on.found(on.review(), "1.1.2018", theme)), ("1.2.2018", None))

    [alarm] = alarms.ringing(on.found(on.review(), "1.6.2018", theme), by=world.staff)

    assert alarm.words == "Named in 1 earlier review; 1 action accepted as done; never tested"


def test_nothing_done_raises_no_alarm(on, world, theme, acted):
    too_early = on.found(on.review(), "1.2.2018", theme)
    elsewhere = on.found(on.review(), "1.6.2018", ThemeFactory(board=world.kent))
    good = on.found(on.review(), "1.6.2018", theme, kind="good_practice")

    for finding in (too_early, elsewhere, good):
        assert alarms.ringing(finding, by=world.staff) == []
    assert waiting(world.staff, world.kent) == []


def test_the_board_answers_once_for_a_review_and_a_theme(on, world, theme, ringing):
    twice = on.found(ringing.review, "2.6.2018", theme)
    assert waiting(world.staff, world.kent) == [(ringing, theme), (twice, theme)]

    alarms.answer(ringing, answers={theme.pk: ANSWER}, by=world.chair)

    [answer] = AlarmAnswer.objects.all()
    assert (answer.theme, answer.answer, answer.by) == (theme, ANSWER, world.chair)
    assert answer.shown.startswith("Named in 2 earlier reviews and 1 earlier audit; 2 actions")
    assert waiting(world.staff, world.kent) == []
    note = {"note": f"{ringing.reference}."}
    assert steps_on(theme)[-1] == (world.chair, "answered a recurrence alarm", note)


def test_an_answer_given_under_the_old_word_holds_under_the_new(on, world, theme, ringing):
    alarms.answer(ringing, answers={theme.pk: ANSWER}, by=world.staff)

    into = ThemeFactory(board=world.kent, name="Dads")
    themes.merge(theme, into=into, reason="The same.", by=world.staff)

    assert [alarm.theme for alarm in alarms.ringing(ringing, by=world.staff)] == [into.pk]
    assert waiting(world.staff, world.kent) == []


def test_what_raises_no_alarm_takes_no_answer(world, theme, ringing):
    other = ThemeFactory(board=world.kent)

    with refusal("The finding no longer raises this alarm. Open the page again."):
        alarms.answer(ringing, answers={other.pk: ANSWER}, by=world.staff)


def test_two_words_of_one_theme_raise_one_alarm(on, world, theme, acted):
    dads = ThemeFactory(board=world.kent, name="Dads", merged_into=theme)
    finding = on.found(on.review(), "1.6.2018", dads, theme)

    assert [found for found, _ in waiting(world.staff, world.kent)] == [finding]


# Pages


def typed(theme, **fields):
    boxes = dict(zip(("found_on_0", "found_on_1", "found_on_2"), (1, 6, 2018), strict=True))
    return {"wording": "Unseen.", "themes": [theme.pk], "version": 1, **boxes, **fields}


def test_saving_a_finding_leads_to_its_alarm(world, theme, acted, signed_in):
    review = ReviewFactory(board=world.kent)
    client = signed_in(world.staff)

    saved = client.post(reverse("reviews:add-finding", args=[review.pk]), typed(theme))

    [finding] = review.findings.all()
    assert saved.url == reverse("reviews:finding-alarms", args=[finding.pk])
    assert "never tested" not in client.get(saved.url).text
    ReadingFactory(review=review, person=world.staff)
    assert "2 actions accepted as done" in client.get(saved.url).text
    assert 'href="' + saved.url in client.get(review.get_absolute_url()).text


def test_saving_a_finding_without_an_alarm_leads_to_its_review(world, theme, signed_in):
    review = ReviewFactory(board=world.kent)

    saved = signed_in(world.staff).post(
        reverse("reviews:add-finding", args=[review.pk]), typed(theme)
    )

    assert saved.url == review.get_absolute_url()


def test_changing_the_themes_of_a_finding_leads_to_its_alarm(on, world, theme, acted, signed_in):
    finding = on.found(on.draft(), "1.6.2018", ThemeFactory(board=world.kent))

    saved = signed_in(world.staff).post(
        reverse("reviews:edit-finding", args=[finding.pk]), typed(theme)
    )

    assert saved.url == reverse("reviews:finding-alarms", args=[finding.pk])


def test_an_empty_answer_is_asked_for_again(world, theme, ringing, signed_in):
    client, url = signed_in(world.chair), reverse("reviews:finding-alarms", args=[ringing.pk])
    ReadingFactory(review=ringing.review, person=world.chair)

    assert errors_on(client.post(url, EMPTY)) == ["Enter what the board will do differently"]
    done = client.post(url, {f"theme_{theme.pk}": ANSWER})
    assert done.url == ringing.review.get_absolute_url()
    assert ANSWER in client.get(url).text
    assert f'name="theme_{theme.pk}"' not in client.get(url).text


def test_of_several_themes_each_is_answered_when_the_board_can(on, world, theme, acted, signed_in):
    babies = ThemeFactory(board=world.kent, name="Babies")
    on.action(on.asked(on.found(on.review(), "10.1.2018", babies)), ("1.2.2018", None))
    both = on.found(on.draft(), "1.6.2018", theme, babies)
    client, url = signed_in(world.staff), reverse("reviews:finding-alarms", args=[both.pk])

    message = "Answer at least one of them, or go back to answer later."
    assert errors_on(client.post(url, EMPTY)) == [message]
    client.post(url, {f"theme_{babies.pk}": ANSWER})

    assert [(answer.theme, answer.finding) for answer in AlarmAnswer.objects.all()] == [
        (babies, both)
    ]
    assert waiting(world.staff, world.kent) == [(both, theme)]


def test_the_list_and_the_queue_hold_what_waits(on, world, theme, ringing, signed_in):
    answered = on.found(on.review(), "1.7.2018", theme)
    alarms.answer(answered, answers={theme.pk: ANSWER}, by=world.staff)
    client = signed_in(world.staff)

    everything = client.get("/themes/alarms/")
    waits = client.get("/themes/alarms/?answered=no")

    assert (everything.context["total"], waits.context["total"]) == (2, 1)
    assert ringing.reference in waits.text
    assert answered.reference not in waits.text
    assert reverse("reviews:finding-alarms", args=[ringing.pk]) in client.get("/").text


def test_only_staff_and_the_chair_ever_read_an_answer(on, world, theme, acted):
    """Its figures were counted in sight of restricted reviews, which stay restricted."""
    published = on.found(on.review(), "1.6.2018", theme)
    alarms.answer(published, answers={theme.pk: ANSWER}, by=world.staff)

    for name, person in world.people.items():
        if person:
            seen = AlarmAnswer.objects.visible_to(person).exists()
            assert (name, seen) == (name, name in ("staff", "second_staff", "chair"))


def test_a_finding_of_an_audit_raises_its_alarm(on, world, theme, acted):
    audit = on.audit()
    finding = findings.add(
        audit, wording="X", found_on=day("1.6.2018"), themes=[theme], by=world.staff
    )

    assert waiting(world.staff, world.kent) == [(finding, theme)]
    assert waiting(world.member, world.kent) == [(finding, theme)]
