"""Lists asked for nonsense: never an error page, and what could not be read is named."""

import time

import pytest

from tests.after import errors_on
from tests.factories import ActionFactory, RecommendationFactory, ReviewFactory

CHOICE = "choose one of the choices offered"
UNKEPT = "holds a character that cannot be kept; type it again"
WHOLE = "must be a whole number, like 12"


@pytest.fixture
def staff(world, signed_in):
    review = ReviewFactory(board=world.kent, published=True)
    recommendation = RecommendationFactory(review=review)
    for _ in range(3):
        ActionFactory(recommendation=recommendation, agency=world.health, owner=world.lead)
    return signed_in(world.staff)


@pytest.mark.parametrize(
    ("address", "errors"),
    [
        ("/actions/?agency=999999", [f"Agency: {CHOICE}"]),
        ("/actions/?agency=abc", [f"Agency: {CHOICE}"]),
        ("/actions/?agency=99999999999999999999999", [f"Agency: {CHOICE}"]),
        ("/actions/?agency=%00&theme=x", [f"Agency: {CHOICE}", f"Theme: {CHOICE}"]),
        ("/actions/?status=nonsense", [f"Status: {CHOICE}"]),
        ("/actions/?due=abc", [f"Due within days {WHOLE}"]),
        ("/actions/?due=1.5", [f"Due within days {WHOLE}"]),
        ("/actions/?due=-1e9999999", [f"Due within days {WHOLE}"]),
        ("/actions/?accepted_since=nonsense", ["Accepted since must include a month and a year"]),
        (
            "/actions/?accepted_since_0=31&accepted_since_1=2&accepted_since_2=2018",
            ["Accepted since must be a real date"],
        ),
        (
            "/actions/?accepted_since=1944-12-31&accepted_to=9999-12-31",
            [
                "Accepted since must be on or after 1 January 1945",
                "Accepted up to must be on or before 31 December 2100",
            ],
        ),
        ("/actions/?q=%00", [f"Words or reference {UNKEPT}"]),
        ("/reviews/?year=nonsense", [f"Year {WHOLE}"]),
        ("/reviews/?year=-1e9999999", [f"Year {WHOLE}"]),
        ("/reviews/?kind=999999", [f"Kind: {CHOICE}"]),
        ("/audits/?theme=999999", [f"Theme: {CHOICE}"]),
        ("/audits/returns/?audit_round=999999", [f"Audit: {CHOICE}"]),
        ("/evidence/?agency=999999", [f"Agency: {CHOICE}"]),
        ("/board/achievements/?year=-1e9999999", [f"Year beginning {WHOLE}"]),
        ("/board/people/?role=emperor", [f"Role: {CHOICE}"]),
        ("/board/activity/?q=%00", [f"Record {UNKEPT}"]),
    ],
)
def test_what_cannot_be_read_is_named(staff, address, errors):
    began = time.monotonic()

    answer = staff.get(address)

    assert (answer.status_code, errors_on(answer)) == (200, errors)
    assert time.monotonic() - began < 5


@pytest.mark.parametrize(
    "query",
    [
        "page=-3", "page=0", "page=abc", "page=999999", "page=9999999999999", "page=%C2%B2",
        "per=7", "per=-1", "per=abc", "per=1000000", "sort=nonsense", "sort=-", "sort=password",
        "sort=owner__password", "export=pdf", "export=", "nonsense=1", "due=99999999999",
        "accepted_since=1945-01-01&accepted_to=2100-12-31&open=", "q=%25", "q=" + "x" * 3000,
    ],
)  # fmt: skip
def test_nonsense_is_an_ordinary_page(staff, query):
    answer = staff.get(f"/actions/?{query}")

    assert (answer.status_code, errors_on(answer)) == (200, [])
    assert answer.context["table"].paginator.per_page == 20


@pytest.mark.parametrize(("year", "shown"), [("2017", 1), ("99999999999", 0), ("-5", 0)])
def test_a_year_that_no_review_has_finds_none(staff, year, shown):
    answer = staff.get(f"/reviews/?year={year}")

    assert (answer.status_code, answer.context["total"]) == (200, shown)


@pytest.mark.parametrize(("due", "shown"), [("-1", 0), ("99999999999", 3), ("0", 0)])
def test_days_far_off_are_no_error(staff, due, shown):
    answer = staff.get(f"/actions/?due={due}")

    assert (answer.status_code, answer.context["total"]) == (200, shown)


def test_a_filter_that_cannot_be_read_exports_nothing(staff):
    answer = staff.get("/actions/?agency=999999&export=csv")

    assert answer.headers["Content-Type"] == "text/html; charset=utf-8"
    assert errors_on(answer) == [f"Agency: {CHOICE}"]


@pytest.mark.parametrize(
    "words", ["%00", "a/%00", "KSCB/%00", "%25", "_", "'; drop table", "x" * 500, "", "%E2%80%9C"]
)
def test_any_words_may_be_searched_for(staff, words):
    answer = staff.get(f"/search/?q={words}")

    assert answer.status_code == 200
    assert answer.templates[0].name == "reviews/search.html"


@pytest.mark.parametrize(
    "address",
    [
        "/nowhere/", "/actions/999999/", "/actions/99999999999999999999999/", "/actions/abc/",
        "/actions/-1/", "/reviews/999999/", "/audits/returns/999999/", "/evidence/999999/",
        "/themes/" + "9" * 5000 + "/", "/annual-report/2017-19/", "/annual-report/99999-00/",
        "/invitation/x/", "/board/agencies/999999/", "/boards/999999/colours.css", "/media/x.pdf",
    ],
)  # fmt: skip
def test_an_unknown_page_is_a_page_of_ours_that_names_the_next_step(staff, address):
    answer = staff.get(address)

    html = answer.content.decode()
    assert answer.status_code == 404
    assert ("<h1" in html, "Kent Safeguarding Children Board" in html) == (True, True)
    assert "Go to your first page" in html or "Ask the person at the board who invited you" in html


def test_an_unknown_page_is_ours_for_a_stranger_too(client, world):
    answer = client.get("/nowhere/")

    html = answer.content.decode()
    assert answer.status_code == 404
    assert ("Go to your first page" in html, "Worried about a child?" in html) == (True, True)


def test_a_question_that_the_audit_does_not_ask_is_no_page(world, signed_in, audit_return):
    client = signed_in(world.lead)

    answers = [
        client.get(f"/audits/returns/{audit_return.pk}/questions/{number}/").status_code
        for number in ("1", "99", "99999999999999999999")
    ]

    assert answers == [200, 404, 404]
