"""Schools asked from a list: read, matched, added, asked, invited; all of them or none."""

import re
from datetime import timedelta
from io import BytesIO
from urllib.parse import urlsplit

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import resolve, reverse
from django.utils import timezone

from boards.models import Activity, Agency, Invitation, Notice, Partner, Role
from boards.services import people
from reviews.figures.returns import by_district, of_rows, together, with_joined
from reviews.imports import schools as imports
from reviews.models import AuditReturn
from reviews.services import schools as work
from reviews.services.schools import School
from reviews.views import rounds
from tests.after import errors_on, refusal, steps_on
from tests.factories import (
    AgencyFactory,
    AuditReturnFactory,
    FindingFactory,
    PartnerFactory,
    PracticeStandardFactory,
    person_on,
)

HEADINGS = "Establishment name\tDfE No.\tDistrict\tDSL\tE-mail address\tPhone"
OAK = "Oak Primary\t886/2001\tSwale\tOla Oak\tola@oak.example\t01"
ASH = "Ash Primary\t8862002\tThanet\tAda Ash\tADA@ash.example\t02"


def rows(*lines):
    return imports.read("\n".join(lines)).rows


def faults(*lines):
    return [fault for row in rows(*lines) for fault in row.faults]


def ask(world, audit_round, *schools):
    return work.ask_schools(audit_round, schools=schools, by=world.staff)


@pytest.fixture
def oak():
    return School("Oak Primary", "886/2001", "Swale", "Ola Oak", "ola@oak.example")


def a_school(world, name, **fields):
    return AgencyFactory(name=name, kind="education", serves=world.kent, **fields)


# Reading


def test_a_lists_own_headings_are_understood():
    table = imports.read(f"{HEADINGS}\n{OAK}\n{ASH}")

    assert [row.makes["school"] for row in table.rows] == [
        School("Oak Primary", "886/2001", "Swale", "Ola Oak", "ola@oak.example"),
        School("Ash Primary", "886/2002", "Thanet", "Ada Ash", "ada@ash.example"),
    ]
    assert table.unread == ("Phone",)


def test_without_headings_the_columns_stand_in_our_order():
    assert rows("Oak Primary\t886/2001\tSwale")[0].makes["school"] == School(
        "Oak Primary", "886/2001", "Swale"
    )


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("\t886/2001", "The school’s name is missing. Write it in this row."),
        ("Oak\t86/2001", "“86/2001” is not a DfE number. Write it like 886/2001."),
        (
            "Oak\t\t\tOla\tola at oak",
            "“ola at oak” is not an e-mail address. Write one like name@example.org.",
        ),
        ("Oak\t\t\tOla", "The lead’s e-mail address is missing. Give both, or neither."),
        ("Oak\t\t\t\to@oak.example", "The lead’s name is missing. Give both, or neither."),
        (
            f"Oak\t\t\tOla\t{'o' * 250}@oak.example",
            "The lead’s e-mail must be 254 characters or fewer; it has 262.",
        ),
        ("O" * 121, "The school’s name must be 120 characters or fewer; it has 121."),
    ],
)
def test_what_is_wrong_with_a_row_is_said(line, words):
    assert faults(line) == [words]


def test_a_school_that_stands_twice_is_named():
    assert faults("Oak\t886/2001", "Elm\t8862001", "oak") == [
        "886/2001 stands more than once in the list. Keep one row.",
        "“Oak” stands more than once in the list. Keep one row.",
        "886/2001 stands more than once in the list. Keep one row.",
        "“oak” stands more than once in the list. Keep one row.",
    ]


def test_a_list_without_names_is_refused():
    assert imports.read("DfE number\tDistrict\n886/2001\tSwale").fault == (
        "No column is headed “School”. Give that heading to the names"
    )


# Matching


def test_the_number_says_which_school_it_is_then_the_name(world, audit_round):
    by_number = a_school(world, "Old Oak", dfe_number="886/2001")
    by_name = a_school(world, "Elm Primary")

    first, second, third = work.plan(
        audit_round,
        [School("Oak Primary", "886/2001", "Swale"), School("ELM primary"), School("Yew Primary")],
    )

    assert (first.agency, second.agency, third.agency) == (by_number, by_name, None)
    assert first.becomes == (
        "Known as Old Oak",
        "Name: “Old Oak” becomes “Oak Primary”",
        "District: “none” becomes “Swale”",
        "Is asked for a return",
        "No lead is given, so nobody is invited",
    )
    assert third.becomes[0] == "New agency"


@pytest.mark.parametrize(
    ("school", "words"),
    [
        (
            School("Kent Police"),
            "Kent Police is known as “Police”, not as a school or college. Give the school’s own "
            "name.",
        ),
        (
            School("Oak Primary", "886/2009"),
            "Oak Primary is known with the DfE number 886/2001. Put the number right, or give the "
            "school’s own name.",
        ),
        (
            School("Elm Primary", "886/2001"),
            "886/2001 is Oak Primary, and Elm Primary is another agency. Put the number or the "
            "name right.",
        ),
    ],
)
def test_what_the_records_say_against_a_row_is_said_and_saves_nothing(
    world, audit_round, school, words
):
    Agency.objects.filter(pk=world.police.pk).update(kind="police")
    a_school(world, "Oak Primary", dfe_number="886/2001")
    a_school(world, "Elm Primary")

    assert work.plan(audit_round, [school])[0].faults == (words,)
    with refusal(f"{school.name}: {words} Nothing was saved."):
        ask(world, audit_round, School("Yew Primary"), school)


@pytest.mark.parametrize("here_too", [False, True])
def test_an_agency_of_another_board_stays_as_it_is(world, audit_round, here_too):
    """The preview tells what it is called and where it lies only to a board that it serves."""
    theirs = AgencyFactory(
        name="Secret School", kind="education", dfe_number="887/4001", serves=world.medway
    )
    if here_too:
        PartnerFactory(board=world.kent, agency=theirs)
    renaming = School("Ours Now", "887/4001", "Swale")

    (step,) = work.plan(audit_round, [renaming])
    ask(world, audit_round, renaming)

    assert (
        step.becomes[0] == ["Known already, and stays as it is", "Known as Secret School"][here_too]
    )
    assert ("Secret" in " ".join(step.becomes)) == here_too
    theirs.refresh_from_db()
    assert (theirs.name, theirs.district) == ("Secret School", "")
    assert audit_round.returns.get().agency == theirs


@pytest.mark.parametrize(
    "school", [School("Refuge"), School("Oak", "886/2001"), School("Refuge", "886/2001")]
)
def test_what_is_wrong_with_an_agency_of_another_board_names_nothing_of_it(
    world, audit_round, school
):
    AgencyFactory(name="Refuge", kind="voluntary", serves=world.medway)
    AgencyFactory(name="Hidden", kind="health", dfe_number="886/2001", serves=world.medway)

    assert work.plan(audit_round, [school])[0].faults == (work.ANOTHER,)


def test_a_school_that_another_board_adds_at_this_moment_saves_nothing(
    world, audit_round, oak, monkeypatch
):
    """Both boards looked, and it was not there."""
    elsewhere = work.plan(audit_round, [oak])
    AgencyFactory(name="Oak Primary", kind="education")
    monkeypatch.setattr(work, "plan", lambda *_: elsewhere)

    with refusal(
        "Another board added one of these schools at this moment. Nothing was saved: show what "
        "this makes again."
    ):
        ask(world, audit_round, oak)

    assert not audit_round.returns.exists()


def test_a_name_of_letters_that_fold_into_phrases_is_kept(world, audit_round):
    ask(world, audit_round, School("\N{ARABIC LIGATURE SALLALLAHOU ALAYHE WASALLAM}" * 20))

    assert len(Agency.objects.get(dfe_number="", kind="education").folded) == 130


def test_two_rows_that_mean_one_school_are_named(world, audit_round):
    a_school(world, "Old Oak", dfe_number="886/2001")

    steps = work.plan(audit_round, [School("Oak Primary", "886/2001"), School("Old Oak")])

    assert [step.faults for step in steps] == [
        (),
        ("Another row means Old Oak too. Keep one row.",),
    ]


# Asking


def test_a_new_school_is_added_asked_and_its_lead_invited(world, audit_round, oak):
    done = ask(world, audit_round, oak)

    agency = Agency.objects.get(name="Oak Primary")
    assert (agency.kind, agency.dfe_number, agency.district, agency.folded) == (
        "education",
        "886/2001",
        "Swale",
        "oak primary",
    )
    assert agency.partners.get().board == world.kent
    asked = audit_round.returns.get()
    assert (asked.agency, asked.due_on) == (agency, audit_round.due_on)
    invitation = Invitation.objects.get()
    assert (invitation.email, invitation.role, invitation.agency) == (
        "ola@oak.example",
        Role.LEAD,
        agency,
    )
    assert (steps_on(agency), steps_on(asked)) == (
        [(world.staff, "added", {})],
        [(world.staff, "asked", {})],
    )
    assert done.words == (
        "Schools in the list: 1. New agencies: 1. Returns asked: 1. Leads invited: 1."
    )
    assert steps_on(audit_round) == [
        (world.staff, "asked schools from a list", {"note": done.words})
    ]


def test_the_invitation_by_e_mail_opens(world, audit_round, oak):
    ask(world, audit_round, oak)

    notice = Notice.objects.get()
    path = urlsplit(re.search(r"https?://\S+", notice.text)[0]).path
    assert notice.is_secret
    assert people.find_invitation(**resolve(path).kwargs) == Invitation.objects.get()


def test_the_same_list_again_adds_asks_and_invites_nobody(world, audit_round, oak):
    ask(world, audit_round, oak)

    done = ask(world, audit_round, oak)

    assert done.words == (
        "Schools in the list: 1. New agencies: 0. Returns asked: 0. Leads invited: 0."
    )
    assert (Agency.objects.filter(kind="education").count(), Invitation.objects.count()) == (1, 1)


def test_a_lead_who_answers_already_is_told_and_not_invited(world, audit_round, oak):
    agency = AgencyFactory(name="Oak Primary", kind="education", serves=world.kent)
    lead = person_on(world.kent, Role.LEAD, agency=agency, email="ola@oak.example")

    ask(world, audit_round, oak)

    assert not Invitation.objects.exists()
    assert Notice.objects.get().recipient == lead


def test_who_was_invited_and_let_it_run_out_is_invited_again(world, audit_round, oak):
    ask(world, audit_round, oak)
    Invitation.objects.update(expires_at=timezone.now() - timedelta(days=1))

    assert ask(world, audit_round, oak).invited == 1


def test_what_a_list_changes_is_written_down(world, audit_round, oak):
    agency = a_school(world, "Old Oak", dfe_number="886/2001")

    ask(world, audit_round, oak)

    agency.refresh_from_db()
    assert (agency.name, agency.folded, agency.district) == ("Oak Primary", "oak primary", "Swale")
    assert steps_on(agency) == [
        (
            world.staff,
            "changed",
            {"note": "Name: “Old Oak” becomes “Oak Primary”; District: “none” becomes “Swale”"},
        )
    ]


def test_an_empty_cell_changes_nothing(world, audit_round):
    agency = AgencyFactory(
        name="Oak Primary", kind="education", dfe_number="886/2001", district="Swale"
    )

    ask(world, audit_round, School("Oak Primary"))

    agency.refresh_from_db()
    assert (agency.dfe_number, agency.district) == ("886/2001", "Swale")


def test_a_closed_round_asks_no_school(world, audit_round, oak):
    audit_round.status = "closed"
    audit_round.save()

    with refusal("This round is closed, so no more agencies can be asked."):
        ask(world, audit_round, oak)


def test_many_schools_ask_the_database_no_more_than_few(world, audit_round):
    def queries(first, number):
        schools = [
            School(f"School {n}", f"886/{n:04d}", "Swale", f"Lead {n}", f"lead{n}@kent.example")
            for n in range(first, first + number)
        ]
        with CaptureQueriesContext(
            connection,
        ) as captured:
            ask(world, audit_round, *schools)
        return len(captured)

    assert queries(1, 3) == queries(100, 30)
    assert AuditReturn.objects.count() == Invitation.objects.count() == 33
    assert Partner.objects.filter(agency__kind="education").count() == 33
    assert Activity.objects.filter(verb="invited").count() == 33


# The page


def url(audit_round):
    return reverse("reviews:ask-schools", args=[audit_round.pk])


def as_xlsx(*lines):
    book = openpyxl.Workbook()
    for line in lines:
        book.active.append(line.split("\t"))
    kept = BytesIO()
    book.save(kept)
    return SimpleUploadedFile("schools.xlsx", kept.getvalue())


@pytest.mark.parametrize(
    "file",
    [
        lambda: as_xlsx(HEADINGS, OAK, ASH),
        lambda: SimpleUploadedFile(
            "schools.csv", f"{HEADINGS}\n{OAK}\n{ASH}".replace("\t", ",").encode()
        ),
    ],
)
def test_a_file_is_shown_then_saved(client, world, audit_round, file):
    client.force_login(world.staff)

    shown = client.post(url(audit_round), {"file": file(), "step": "show"})
    assert (shown.status_code, AuditReturn.objects.count()) == (200, 0)
    form = shown.context["form"]
    typed = {"block": form.data["block"], "seen": shown.context["mark"], "step": "save"}
    saved = client.post(url(audit_round), typed)

    assert saved.status_code == 302
    assert [one.agency.name for one in AuditReturn.objects.all()] == ["Ash Primary", "Oak Primary"]


def test_nothing_is_saved_while_a_row_is_wrong(client, world, audit_round):
    client.force_login(world.staff)

    page = client.post(url(audit_round), {"block": f"{OAK}\nElm\t12", "step": "save"})

    assert errors_on(page) == ["Put right 1 of 2 rows first. Nothing was saved"]
    assert "“12” is not a DfE number" in page.content.decode()
    assert not AuditReturn.objects.exists()


def test_rows_changed_since_they_were_shown_are_shown_again(client, world, audit_round):
    client.force_login(world.staff)
    mark = client.post(url(audit_round), {"block": OAK, "step": "show"}).context["mark"]

    page = client.post(url(audit_round), {"block": ASH, "seen": mark, "step": "save"})

    assert page.status_code == 422
    assert not AuditReturn.objects.exists()


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        ({}, "Choose a file, or paste the list"),
        (
            {"file": SimpleUploadedFile("schools.pdf", b"%PDF")},
            "“schools.pdf” is not a kind of file that can be read here. Save it as xlsx or csv and "
            "try again.",
        ),
    ],
)
def test_what_cannot_be_read_is_said(client, world, audit_round, sent, words):
    client.force_login(world.staff)

    page = client.post(url(audit_round), sent | {"step": "show"})

    assert (page.status_code, errors_on(page)) == (422, [words])


def test_the_empty_spreadsheet_has_headings_that_are_known(client, world):
    client.force_login(world.staff)

    file = client.get(reverse("reviews:schools-template")).content

    [headings] = openpyxl.load_workbook(BytesIO(file)).active.values
    line = "\t".join(headings)
    school = imports.read(f"{line}\n{OAK}").rows[0].makes["school"]
    assert school == School("Oak Primary", "886/2001", "Swale", "Ola Oak", "ola@oak.example")


# Progress by district


@pytest.fixture
def by_step(world, audit_round):
    """One return at each step, in two districts, and one agency of none."""
    for status, district in (
        ("not_started", "Swale"),
        ("in_progress", "Swale"),
        ("returned", "Thanet"),
        ("submitted", "Thanet"),
        ("agreed", "Thanet"),
        ("not_started", ""),
    ):
        agency = AgencyFactory(kind="education", district=district, serves=world.kent)
        AuditReturnFactory(audit_round=audit_round, agency=agency, status=status)
    late = audit_round.returns.filter(agency__district="Swale").first()
    AuditReturn.objects.filter(pk=late.pk).update(due_on="2018-01-01")
    people.invite(
        world.kent,
        email="a@b.example",
        name="A",
        role=Role.LEAD,
        agency=late.agency,
        by=world.staff,
    )


def test_each_district_counts_its_returns_by_step(audit_round, by_step):
    found = by_district(audit_round.returns.all())

    counted = [
        (r.district, r.asked, r.not_started, r.begun, r.sent, r.agreed, r.overdue, r.not_joined)
        for r in found
    ]
    assert counted == [
        ("Swale", 2, 1, 1, 0, 0, 1, 1),
        ("Thanet", 3, 0, 1, 1, 1, 0, 0),
        ("", 1, 1, 0, 0, 0, 0, 0),
    ]
    assert together(found).asked == 6


def test_each_figure_opens_its_rows(client, world, audit_round, by_step):
    client.force_login(world.staff)
    page = client.get(audit_round.get_absolute_url())

    for district, counts in page.context["districts"]:
        for one in counts:
            assert client.get(one.url).context["total"] == one.value, (district, one.label)


def test_counting_rows_that_were_read_is_counting_in_the_database(audit_round, by_step):
    returns = audit_round.returns.all()

    assert of_rows(with_joined(returns.for_list())) == by_district(returns)


@pytest.mark.parametrize("number", [3, 25])
def test_the_rounds_page_lists_its_returns_unless_they_are_many(
    client, world, audit_round, theme, number, monkeypatch, django_assert_max_num_queries
):
    monkeypatch.setattr(rounds, "MOST_RETURNS", 20)
    found = FindingFactory(review=None, board=world.kent, audit_round=audit_round, themes=[theme])
    found.agencies.add(world.health)
    found.standards.add(PracticeStandardFactory(theme=theme))
    for n in range(number):
        agency = AgencyFactory(kind="education", district=f"D{n % 3}", serves=world.kent)
        AuditReturnFactory(audit_round=audit_round, agency=agency)
    client.force_login(world.staff)
    client.get(audit_round.get_absolute_url())

    with django_assert_max_num_queries(12):
        html = client.get(audit_round.get_absolute_url()).content.decode()

    assert html.count('data-label="Step reached"') == (3 if number == 3 else 0)
    assert ("All 25 returns" in html) is (number == 25)
    assert html.count('scope="row"') == 3


def test_an_agency_that_is_asked_sees_its_own_return_alone(client, world, audit_return, by_step):
    client.force_login(world.lead)

    page = client.get(audit_return.audit_round.get_absolute_url())

    assert page.context["districts"] == []
    assert [one.value for one in page.context["progress"]] == [1, 1, 0, 0, 0, 0, 0]
