"""A briefing is begun, written on one page, shared with every agency, and answered by each."""

from datetime import date, timedelta

import pytest
import time_machine

from boards.models import Role
from kscb.dates import today
from kscb.refusal import Stale
from reviews.figures.reach import reach_of
from reviews.models import Attestation, Briefing
from reviews.services import briefings
from reviews.services.briefings import HEADINGS, Panel
from tests.access.bodies import on
from tests.after import errors_on, everything, refusal, steps_on, told
from tests.factories import (
    AgencyFactory,
    AttestationFactory,
    BriefingFactory,
    PartnerFactory,
    ReviewFactory,
    person_on,
)

SOON = today() + timedelta(days=42)
WRITTEN = {number: Panel(f"Heading {number}", "In our own words.") for number in range(1, 8)}


@pytest.fixture
def published(world):
    return ReviewFactory(board=world.kent, published=True)


@pytest.fixture
def draft(world, published):
    return briefings.begin(published, title="Seeing fathers", by=world.staff)


@pytest.fixture
def shared(world, published):
    return BriefingFactory(review=published, shared=True)


def write(draft, *, by, version=None, title="Seeing fathers", **panels):
    panels = {**WRITTEN, **{int(key.strip("_")): panel for key, panel in panels.items()}}
    version = briefings.version_of(draft) if version is None else version
    return briefings.write(draft, version=version, title=title, panels=panels, by=by)


def test_it_begins_with_seven_empty_panels_under_our_headings(world, draft):
    assert [(p.number, p.heading, p.text) for p in draft.panels.all()] == [
        (number, heading, "") for number, heading in enumerate(HEADINGS, start=1)
    ]
    assert steps_on(draft) == [(world.staff, "began", {})]
    assert not Briefing.objects.visible_to(world.member).exists()


def test_a_restricted_review_has_no_briefing(world, review):
    with refusal("A briefing is written once its review is published."):
        briefings.begin(review, title="X", by=world.staff)


def test_a_review_has_one_briefing(world, published, draft):
    with refusal("This review has a briefing already. Open it from the review."):
        briefings.begin(published, title="X", by=world.staff)


def test_all_seven_are_written_on_one_page(world, signed_in, draft):
    client, address = signed_in(world.staff), f"/briefings/{draft.pk}/write/"
    form = client.get(address).context["form"]
    typed = {name: form[name].value() for name in form.fields} | {"text_3": "Health visitors."}

    response = client.post(address, typed)

    draft.refresh_from_db()
    assert response.url == draft.get_absolute_url()
    assert [p.text for p in draft.panels.all()] == ["", "", "Health visitors.", "", "", "", ""]
    assert steps_on(draft)[1:] == [(world.staff, "wrote", {})]


def test_a_panel_is_short_enough_for_one_sheet(world, signed_in, draft):
    client, address = signed_in(world.staff), f"/briefings/{draft.pk}/write/"
    form = client.get(address).context["form"]
    typed = {name: form[name].value() for name in form.fields} | {"text_2": "x" * 601}

    response = client.post(address, typed)

    assert errors_on(response) == [
        "Words of panel 2 must be 600 characters or fewer; you typed 601"
    ]


def test_nobodys_words_are_lost(world, draft):
    seen = briefings.version_of(draft)
    write(draft, by=world.staff)

    with pytest.raises(Stale) as stale:
        write(draft, by=world.second_staff, version=seen, title="Men", _2=Panel("Mine", "Mine."))

    assert [(c.label, c.theirs, c.yours) for c in stale.value.conflicts] == [
        ("Title", "Seeing fathers", "Men"),
        ("Panel 2", "Heading 2\nIn our own words.", "Mine\nMine."),
    ]
    assert stale.value.version == briefings.version_of(draft)


def test_sharing_needs_all_seven(world, draft):
    with refusal(
        "Panels 1, 2, 3, 4, 5, 6 and 7 are empty. Write all seven before you share the briefing."
    ):
        briefings.share(draft, attest_by=SOON, by=world.staff)
    write(draft, by=world.staff, _5=Panel("Five", " \n"))
    with refusal("Panel 5 is empty. Write all seven before you share the briefing."):
        briefings.share(draft, attest_by=SOON, by=world.staff)


def test_sharing_tells_the_leads_of_the_agencies_that_serve_the_board(world, draft):
    police_lead = person_on(world.kent, Role.LEAD, agency=world.police, name="Pat Police")
    left = AgencyFactory(name="Gone")
    PartnerFactory(board=world.kent, agency=left, to_on=date(2018, 1, 1))
    person_on(world.kent, Role.LEAD, agency=left, name="Gil Gone")
    person_on(world.medway, Role.LEAD, agency=world.health, name="Mel Medway")
    write(draft, by=world.staff)

    briefings.share(draft, attest_by=SOON, by=world.staff)

    draft.refresh_from_db()
    ask = "KSCB: a briefing is shared: use it with your staff and say so"
    assert (draft.status, draft.attest_by) == ("shared", SOON)
    assert told() == [(world.lead, ask), (police_lead, ask)]
    assert Briefing.objects.visible_to(world.member).get() == draft


def test_one_typed_in_later_tells_nobody(world, draft):
    write(draft, by=world.staff)
    with time_machine.travel("2018-06-01T12:00:00Z"):
        then = briefings.timezone.now()

    briefings.share(draft, attest_by=date(2018, 7, 1), by=world.staff, at=then)

    draft.refresh_from_db()
    assert (told(), draft.shared_on) == ([], date(2018, 6, 1))


def test_once_shared_its_words_never_change(world, shared):
    with refusal("This briefing is shared, so its words cannot change."):
        write(shared, by=world.staff)
    with refusal("This briefing is shared, so its words cannot change."):
        briefings.share(shared, attest_by=SOON, by=world.staff)


# Who has used it


def typed(agency, **other):
    return {
        "agency": agency.pk,
        "team": "Health visiting",
        "staff_reached": 14,
        "what_will_change": "We ask about fathers.",
        **on("used_on", date(2018, 2, 1)),
        **other,
    }


@pytest.mark.parametrize("person", ["lead", "contributor", "staff"])
def test_an_agency_says_how_a_team_used_it(person, world, signed_in, shared):
    by = world.people[person]

    response = signed_in(by).post(f"/briefings/{shared.pk}/attest/", typed(world.health))

    said = Attestation.objects.get()
    assert response.url == shared.get_absolute_url()
    assert (said.agency, said.team, said.used_on, said.staff_reached, said.by) == (
        world.health,
        "Health visiting",
        date(2018, 2, 1),
        14,
        by,
    )
    assert steps_on(shared) == [
        (by, "said how it was used on 1 February 2018", {"note": "Kent Community Health"})
    ]


def test_a_lead_speaks_for_no_other_agency(world, signed_in, shared):
    before = everything()

    response = signed_in(world.lead).post(f"/briefings/{shared.pk}/attest/", typed(world.police))

    assert errors_on(response) == ["Agency: choose one of the choices offered"]
    assert everything() == before


def test_staff_may_enter_one_for_any_agency_that_serves_the_board(world, signed_in, shared):
    client = signed_in(world.staff)

    offered = client.get(f"/briefings/{shared.pk}/attest/").context["form"].fields["agency"]

    assert set(offered.queryset) == {world.health, world.police}


def test_nobody_used_it_before_the_review_was_out_or_in_days_to_come(world, shared):
    words = "The date must be from 15 January 2018, when the review was published, to today."
    for day in (date(2018, 1, 14), today() + timedelta(days=1)):
        with refusal(words):
            attest(world, shared, used_on=day)


def test_only_agencies_that_serve_the_board_answer_and_only_once_it_is_shared(world, shared):
    elsewhere = AgencyFactory(name="Elsewhere")
    words = "Elsewhere does not serve Kent Safeguarding Children Board now."
    with refusal(words):
        attest(world, shared, agency=elsewhere)
    Briefing.objects.update(status="draft")
    with refusal("This briefing is not shared yet."):
        attest(world, shared)


def attest(world, briefing, **other):
    said = {
        "agency": world.health,
        "used_on": date(2018, 2, 1),
        "staff_reached": 3,
        "what_will_change": "X",
    }
    return briefings.attest(briefing, by=world.lead, **{**said, **other})


def test_an_attestation_is_written_once(world, shared):
    attest(world, shared)

    with pytest.raises(TypeError, match="attestations are never changed"):
        Attestation.objects.update(staff_reached=900)


# Reach: worked by hand


@pytest.fixture
def said(world, shared):
    """Health: two teams, one of which said it twice. One agency has left since. Police: nothing."""
    left = AgencyFactory(name="Acorn Trust")
    entry = {"briefing": shared}
    health = {**entry, "agency": world.health}
    AttestationFactory(**health, team="Health visiting", staff_reached=10)
    AttestationFactory(**health, team="health  Visiting", staff_reached=12)
    AttestationFactory(**health, team="", staff_reached=5, used_on=date(2018, 3, 1))
    AttestationFactory(**entry, agency=left, staff_reached=4)
    return list(Attestation.objects.select_related("agency"))


def test_reach_counts_the_latest_of_each_team(world, shared, said):
    with time_machine.travel("2030-02-03T12:00:00Z"):
        reach = reach_of(said, serving=[world.health, world.police], attest_by=date(2030, 1, 31))

    assert (reach.asked, reach.used, reach.people) == (2, 1, 21)
    rows = [
        (row.agency.name, row.teams, row.people, row.last_used_on, row.standing.word)
        for row in reach.agencies
    ]
    assert rows == [
        ("Kent Police", 0, 0, None, "Not yet: 3 days late"),
        ("Acorn Trust", 1, 4, date(2018, 2, 1), "Used; left the board"),
        ("Kent Community Health", 2, 17, date(2018, 3, 1), "Used"),
    ]
    [used, people] = reach.figures
    assert (used.shown, used.numerator, used.denominator) == ("50%", 1, 2)
    assert people.shown == "21"


def test_before_its_day_nobody_is_late(world):
    with time_machine.travel("2030-01-31T12:00:00Z"):
        reach = reach_of([], serving=[world.police], attest_by=date(2030, 1, 31))

    assert [row.standing.word for row in reach.agencies] == ["Not yet"]


def test_without_agencies_there_is_no_share():
    [used, _] = reach_of([], serving=[], attest_by=None).figures

    assert (used.value, used.shown) == (None, "")


@pytest.mark.parametrize(
    ("person", "entries", "sees_reach"),
    [("staff", 3, True), ("member", 3, True), ("lead", 2, False), ("trainer", 0, False)],
)
def test_who_sees_whose_answers(person, entries, sees_reach, world, signed_in, shared, said):
    page = signed_in(world.people[person]).get(shared.get_absolute_url())

    assert (len(page.context["entries"]), "reach" in page.context) == (entries, sees_reach)


@pytest.mark.parametrize("agencies", [1, 6])
def test_the_page_asks_no_more_for_more_agencies(
    agencies, world, signed_in, shared, django_assert_max_num_queries
):
    for number in range(agencies):
        agency = AgencyFactory(name=f"Agency {number}", serves=world.kent)
        AttestationFactory(briefing=shared, agency=agency)
    client = signed_in(world.chair)

    with django_assert_max_num_queries(10):
        client.get(shared.get_absolute_url())
