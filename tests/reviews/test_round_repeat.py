"""A round set up again from an earlier one, and what could not be taken over."""

from datetime import date

import pytest
from django.urls import reverse

from boards.models import Partner
from kscb.dates import today
from reviews.models import AuditRound
from reviews.services import rounds
from tests.access.bodies import on
from tests.after import errors_on, refusal, steps_on, told
from tests.factories import AgencyFactory, AuditReturnFactory, FrameworkFactory, ThemeFactory

LATER = {
    "title": "Section 11, 2031",
    "reference": "KSCB/S11-2031",
    "opens_on": date(2031, 1, 7),
    "due_on": date(2031, 3, 1),
}


@pytest.fixture
def before(world, audit_round, theme):
    """A closed round with all that can be taken over, and some of what cannot."""
    gone = AgencyFactory(name="Kent Walking Trust", serves=world.kent)
    for agency in (world.health, world.police, gone):
        AuditReturnFactory(audit_round=audit_round, agency=agency)
    Partner.objects.filter(agency=gone).update(to_on=date(2018, 3, 31), from_on=date(2017, 3, 31))
    audit_round.themes.set([theme, ThemeFactory(board=world.kent, retired_on=date(2018, 1, 1))])
    audit_round.panel.set([world.member, world.leaver])
    audit_round.status = "closed"
    audit_round.save()
    return audit_round


def test_all_but_what_is_typed_is_taken_over(world, before, theme):
    made = rounds.repeat(before, by=world.staff, **LATER)

    made.refresh_from_db()
    assert {name: getattr(made, name) for name in LATER} == LATER
    assert (made.previous, made.framework, made.status) == (before, before.framework, "planned")
    assert (list(made.themes.all()), list(made.panel.all())) == ([theme], [world.member])
    assert (made.returns.count(), steps_on(made), told()) == (
        0,
        [(world.staff, "planned", {})],
        [],
    )


def test_the_same_agencies_are_asked_in_the_same_step_but_for_one_that_left(world, before):
    made = rounds.repeat(before, by=world.staff, asks_again=True, **LATER)

    assert made.status == "open"
    assert {one.agency for one in made.returns.all()} == {world.health, world.police}
    assert {one.due_on for one in made.returns.all()} == {date(2031, 3, 1)}
    assert told() == [(world.lead, "KSCB: an audit return is asked of your agency")]


def test_the_newest_published_version_is_asked(world, before):
    same = {"key": before.framework.key, "name": before.framework.name}
    own = FrameworkFactory(board=world.kent, edition=2, **same)
    FrameworkFactory(board=world.kent, edition=3, draft=True, **same)
    FrameworkFactory(board=world.medway, edition=4, **same)

    assert rounds.repeat(before, by=world.staff, **LATER).framework == own


def test_a_round_whose_questions_are_retired_is_not_repeated(world, before):
    before.framework.status = "retired"
    before.framework.save()

    words = f"No version of {before.framework.name} is published now. Publish one, then "
    with refusal(f"{words}repeat this audit."):
        rounds.repeat(before, by=world.staff, **LATER)


def test_a_merged_theme_is_taken_over_as_what_it_became(world, before, theme):
    into = ThemeFactory(board=world.kent)
    theme.merged_into = into
    theme.save()

    assert list(rounds.repeat(before, by=world.staff, **LATER).themes.all()) == [into]


def test_what_is_gone_is_named_on_the_page(client, world, before):
    client.force_login(world.staff)

    html = client.get(reverse("reviews:repeat-audit", args=[before.pk])).content.decode()

    assert "Kent Walking Trust" in html
    assert "Lee Leaver" in html
    assert "Ask the same 2 agencies now" in html


def test_one_of_the_panel_who_may_no_longer_sit_is_named_and_left_out(client, world, before):
    """Still of the board, in another role."""
    before.panel.set([world.trainer, world.chair])
    client.force_login(world.staff)
    page = client.get(reverse("reviews:repeat-audit", args=[before.pk]))

    made = rounds.repeat(before, by=world.staff, **LATER)

    rows = dict(page.context["rows"])
    assert list(made.panel.all()) == [world.chair]
    assert rows["Moderation panel"] == "Chris Chair"
    assert rows["No longer staff, chair or member, so not on the panel"] == "Terry Trainer"


def test_the_page_repeats_it(client, world, before):
    client.force_login(world.staff)
    typed = {"title": "Again", "reference": "KSCB/S11-2031", "asks_again": "on"}
    days = on("opens_on", date(today().year, 1, 7)) | on("due_on", date(today().year + 1, 3, 1))

    client.post(reverse("reviews:repeat-audit", args=[before.pk]), typed | days)

    made = AuditRound.objects.get(reference="KSCB/S11-2031")
    assert (made.previous, made.status, made.returns.count()) == (before, "open", 2)


def test_a_taken_reference_is_said_on_the_form_with_what_was_typed(client, world, before):
    client.force_login(world.staff)
    typed = {"title": "Again and again", "reference": "KSCB/S11-2018"}
    days = on("opens_on", date(today().year, 1, 7)) | on("due_on", date(today().year + 1, 3, 1))

    page = client.post(reverse("reviews:repeat-audit", args=[before.pk]), typed | days)

    assert page.status_code == 422
    assert errors_on(page) == [
        "KSCB/S11-2018 is the reference of another round. Give a different one."
    ]
    assert "Again and again" in page.content.decode()


@pytest.mark.parametrize(
    ("was", "years", "becomes"),
    [
        ("Section 11, 2018", 1, "Section 11, 2019"),
        ("KSCB/S11-2018/19", 1, "KSCB/S11-2019/20"),
        ("Walkabout 2018-19", 2, "Walkabout 2020-21"),
        ("Neglect", 1, "Neglect"),
        ("Ward 120181", 1, "Ward 120181"),
    ],
)
def test_a_year_in_words_moves_on(was, years, becomes):
    assert rounds.renamed(was, years) == becomes


@pytest.mark.django_db
def test_days_move_a_whole_number_of_years_until_they_are_not_past(audit_round, settings):
    audit_round.opens_on, audit_round.due_on = date(2016, 1, 4), date(2016, 2, 29)

    found = rounds.suggested(audit_round)

    assert found["due_on"] >= today()
    assert found["due_on"].year - 2016 == found["opens_on"].year - 2016
    assert (found["opens_on"].month, found["opens_on"].day) == (1, 4)


def test_a_suggested_reference_is_free(world, audit_round):
    first = rounds.suggested(audit_round)["reference"]
    rounds.repeat(audit_round, by=world.staff, **LATER | {"reference": first})

    assert rounds.suggested(audit_round)["reference"] == f"{first}-2"
