"""A board's own tracker: matched, shown, read in whole or not at all, undone while untouched."""

import csv
from datetime import date
from io import BytesIO, StringIO

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from boards.models import Activity
from kscb.dates import today
from kscb.exports import as_xlsx
from kscb.refusal import Refused
from reviews.imports.trackers import COLUMNS, guess
from reviews.models import Action, ActionUpdate, Measure, Recommendation, TrackedRow, Tracker
from reviews.services import actions, measures, recommendations
from reviews.services import trackers as work
from tests.factories import RecommendationFactory, ReviewFactory, person_on

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("read_today")]
HEADINGS = ("Ref", "Recommendation", "Action", "Lead agency", "Due", "Progress", "BRAG")
HEADINGS = (*HEADINGS, "Impact", "Date closed", "Signed off by", "Room")
ASKED, ALSO = "See fathers.", "Share plans."


def tracked(ref, asked, action, due, **more):
    """One row, with what a test says of it."""
    given = {"Lead agency": "Kent Police", "Impact": "Fathers are seen.", **more}
    given |= {"Ref": ref, "Recommendation": asked, "Action": action, "Due": due}
    return [given.get(heading, "") for heading in HEADINGS]


ROWS = [
    tracked("1.1", ASKED, "Audit records.", date(2018, 6, 30), Progress="Half done.", BRAG="Green"),
    tracked("1.2", "", "Train staff.", "Ongoing", **{"Lead agency": "Lesley Lead"}),
    [""] * len(HEADINGS),
    tracked("2.1", ALSO, "", "", Impact="", **{"Lead agency": ""}),
    tracked(
        "3.1",
        ASKED,
        "Write the step.",
        "31/03/2018",
        Progress="In the checklist.",
        **{"Date closed": date(2018, 4, 5), "Signed off by": "The chair", "Room": "B2"},
    ),
]


@pytest.fixture(autouse=True)
def _police_have_a_lead(world):
    person_on(world.kent, "lead", agency=world.police, name="Pat Police")


@pytest.fixture
def board(world, review, finding, signed_in):
    """The pages, as staff: upload, show, save."""
    return Pages(signed_in(world.staff), review, finding)


class Pages:
    def __init__(self, client, review, finding):
        self.client, self.review, self.finding = client, review, finding

    def upload(self, rows, name="tracker.xlsx", review=None):
        content = rows if isinstance(rows, bytes) else as_xlsx([HEADINGS, *rows], "plan").read()
        file = SimpleUploadedFile(name, content)
        body = {"review": (review or self.review).pk, "file": file}
        return self.client.post(reverse("reviews:add-tracker"), body)

    def tracker(self, rows, **more):
        response = self.upload(rows, **more)
        assert response.status_code == 302, response.context["form"].errors
        return Tracker.objects.latest("pk")

    def url(self, tracker):
        return reverse("reviews:read-in-tracker", args=[tracker.pk])

    def typed(self, tracker, **more):
        """What the page offers, as it is offered, with what the test types over it."""
        form = self.client.get(self.url(tracker)).context["form"]
        typed = {name: form[name].value() or "" for name in form.fields if name != "due_on"}
        typed |= {"due_on_0": 31, "due_on_1": 3, "due_on_2": 2019}
        typed |= {"finding": self.finding.pk, "sheet_shown": form.read_sheet.chosen}
        typed.pop("leave_out", None)
        return {**typed, **more}

    def show(self, tracker, **more):
        return self.client.post(self.url(tracker), {**self.typed(tracker, **more), "step": "show"})

    def save(self, tracker, **more):
        mark = self.show(tracker, **more).context["mark"]
        typed = self.typed(tracker, **more)
        return self.client.post(self.url(tracker), {**typed, "step": "save", "seen": mark})

    def read_in(self, rows=ROWS, **more):
        tracker = self.tracker(rows)
        response = self.save(tracker, **more)
        assert response.status_code == 302, response.context["form"].errors
        tracker.refresh_from_db()
        return tracker


def faults(response):
    return [row.faults for row in response.context["table"].rows]


def test_a_tracker_is_kept_and_its_columns_are_guessed(board, world):
    tracker = board.tracker(ROWS)

    form = board.client.get(board.url(tracker)).context["form"]

    guessed = {
        name.removeprefix("column_"): HEADINGS[int(form[name].value())]
        for name in form.fields
        if name.startswith("column_") and form[name].value()
    }
    assert guessed == {
        "ref": "Ref",
        "recommendation": "Recommendation",
        "action": "Action",
        "agency": "Lead agency",
        "due": "Due",
        "progress": "Progress",
        "rag": "BRAG",
        "difference": "Impact",
        "closed": "Date closed",
        "signed": "Signed off by",
    }
    assert (tracker.document.name, tracker.status) == ("tracker.xlsx", "uploaded")


def test_a_look_saves_nothing_and_names_what_is_not_read(board):
    tracker = board.tracker(ROWS)

    response = board.show(tracker)

    assert response.status_code == 200
    assert (faults(response), response.context["table"].unread) == ([(), (), (), ()], ("Room",))
    assert (Recommendation.objects.count(), TrackedRow.objects.count()) == (0, 0)
    assert "never read as a status" not in response.text
    assert "Its completion waits for a person to accept" in response.text


def test_reading_in_makes_each_recommendation_once_with_its_actions(board, world):
    tracker = board.read_in()

    made = [
        (r.wording, r.status, [a.wording for a in r.actions.all()])
        for r in Recommendation.objects.order_by("number")
    ]
    assert made == [
        (ASKED, "made", ["Audit records.", "Train staff.", "Write the step."]),
        (ALSO, "made", []),
    ]
    fields = ("agency", "due_on", "status", "author")
    assert [tuple(getattr(a, f) for f in fields) for a in Action.objects.order_by("number")] == [
        (world.police, date(2018, 6, 30), "proposed", world.staff),
        (world.health, date(2019, 3, 31), "proposed", world.staff),
        (world.police, date(2018, 3, 31), "proposed", world.staff),
    ]
    assert (tracker.status, tracker.rows_in, tracker.rows_accepted) == ("imported", 5, 4)
    assert (tracker.rows_left_out, tracker.rows_blank) == (0, 1)
    rows = tracker.tracked_rows.values_list("row_number", "words")
    assert list(rows) == [
        (2, "1.1 Audit records."),
        (3, "1.2 Train staff."),
        (5, "2.1 Share plans."),
        (6, "3.1 Write the step."),
    ]


def test_what_a_tracker_says_of_progress_is_words_and_never_a_status(board):
    board.read_in()

    said = ActionUpdate.objects.order_by("action__number").values_list("text", flat=True)
    assert list(said) == [
        "Said in the tracker:\nHalf done.\nColour in the tracker: Green",
        "Said in the tracker:\nDue in the tracker: Ongoing",
        "Said in the tracker to be complete on 5 April 2018:\nIn the checklist.\n"
        "Signed off by in the tracker: The chair",
    ]
    assert set(Action.objects.values_list("status", flat=True)) == {"proposed"}


def test_what_was_said_to_be_complete_is_agreed_by_a_person_and_keeps_its_update(board, world):
    board.read_in()
    action = Action.objects.get(wording="Write the step.")
    measures.plan(
        action.recommendation,
        kind=Measure.Kind.values[0],
        wording="Dip sample.",
        test_on=date(2030, 1, 1),
        by=world.staff,
    )

    agreed = actions.agree(action, by=world.staff)

    assert (agreed.status, agreed.updates.count()) == ("agreed", 1)


def test_the_boards_last_matching_is_remembered(board):
    odd = as_xlsx([["Nr", "We ask", "We do"], ["1", ASKED, ""]], "plan").read()
    first = board.tracker(odd)
    board.save(first, column_recommendation="1", column_action="2")

    second = board.tracker(odd)

    form = board.client.get(board.url(second)).context["form"]
    assert (form["column_recommendation"].value(), form["column_action"].value()) == ("1", "2")


# Rows to put right


BAD = [
    tracked("1", "", "Audit.", "31/03/2018"),
    tracked("2", ASKED, "Audit.", "someday", **{"Lead agency": "Kent Polise"}),
    tracked("3", ASKED, "", "", **{"Lead agency": "", "Impact": ""}),
    tracked("4", ASKED, "Audit.", "31/03/2018", **{"Date closed": "31/03/2090"}),
]


def test_bad_rows_are_named_and_nothing_is_read_in(board):
    tracker = board.tracker([*ROWS, *BAD])

    response = board.save(tracker)

    assert response.status_code == 422
    assert [f for f in faults(response) if f] == [
        (
            "“Kent Polise” is not one of the board’s agencies. Did you mean “Kent Police”?",
            "Due date: “someday” is not a date that can be read. Give the day, the month and the "
            "year, such as 31 March 2018.",
        ),
        (
            "It has neither a recommendation nor an action. Put it right in the spreadsheet, or "
            "leave it out.",
        ),
        ("Date closed: 31 March 2090 is still to come. Check it.",),
    ]
    assert "Put right 3 of 8 rows first" in response.text
    assert (Recommendation.objects.count(), Tracker.objects.get().status) == (0, "uploaded")


def test_the_first_row_needs_a_recommendation(board):
    [found] = faults(board.show(board.tracker(BAD[:1])))

    assert found == ("The recommendation is missing. Write it in this row.",)


def test_rows_to_put_right_are_left_out_only_where_a_person_says_so(board):
    tracker = board.read_in([*ROWS, *BAD], leave_out="on")

    assert (tracker.rows_in, tracker.rows_accepted) == (9, 5)
    assert (tracker.rows_left_out, tracker.rows_blank) == (3, 1)
    out = tracker.tracked_rows.filter(words__startswith="Left out.")
    assert [(row.row_number, row.recommendation, row.action) for row in out] == [
        (8, None, None),
        (9, None, None),
        (10, None, None),
    ]
    page = board.client.get(tracker.get_absolute_url())
    assert "9 rows read = 5 imported + 3 left out + 1 blank." in page.text


def test_a_refusal_of_the_last_row_reads_in_none(board, monkeypatch):
    tracker = board.tracker(ROWS)
    proposed = actions.propose

    def refuse_one(*args, **typed):
        if typed["wording"] == "Write the step.":
            raise Refused("The agency has left.")
        return proposed(*args, **typed)

    monkeypatch.setattr(actions, "propose", refuse_one)

    response = board.save(tracker)

    assert "Row 6: The agency has left. Nothing was read in." in response.text
    assert (Recommendation.objects.count(), Action.objects.count()) == (0, 0)
    assert TrackedRow.objects.count() == 0


def test_what_was_changed_since_it_was_shown_is_shown_again(board):
    tracker = board.tracker(ROWS)
    mark = board.show(tracker).context["mark"]

    typed = board.typed(tracker, column_progress="", step="save", seen=mark)
    response = board.client.post(board.url(tracker), typed)

    assert response.status_code == 422
    assert "The rows were changed since they were shown" in response.text
    assert Recommendation.objects.count() == 0


def test_a_recommendation_the_review_has_made_already_is_not_made_again(board, recommendation):
    recommendation.wording = ASKED.upper()
    recommendation.save()

    tracker = board.read_in(ROWS[:2])

    assert Recommendation.objects.get() == recommendation
    assert {a.recommendation for a in Action.objects.all()} == {recommendation}
    assert set(tracker.tracked_rows.values_list("recommendation", flat=True)) == {None}


def test_it_is_read_in_once(board):
    tracker = board.read_in()

    response = board.client.post(board.url(tracker), {"step": "save"})

    assert response.url == tracker.get_absolute_url()
    assert Recommendation.objects.count() == 2
    with pytest.raises(Refused):
        work.read_in(tracker, rows=[], sheet="", columns={}, blank=0, by=tracker.by)


def test_a_published_review_takes_no_tracker(board, world):
    published = ReviewFactory(board=world.kent, published=True)

    response = board.upload(ROWS, review=published)
    with pytest.raises(Refused):
        work.upload(published, file=SimpleUploadedFile("a.csv", b"a,b\n1,2"), by=world.staff)

    assert (response.status_code, Tracker.objects.count()) == (422, 0)


# Case data


def test_rows_that_look_like_case_data_are_answered_once(board):
    rows = [*ROWS, tracked("5", ASKED, "Call.", "31/03/2018", Progress="Rang 01634 496 012.")]
    tracker = board.tracker(rows)

    asked = board.show(tracker)
    answered = board.read_in(rows, why_safe="An office number.")

    assert faults(asked)[-1] == (
        "It may hold a phone number. Take that out; or, if it is safe, say why in “Why it is safe "
        "to save this”.",
    )
    entry = Activity.objects.about(answered).get(verb="answered a warning")
    assert entry.detail == {"note": "May hold a phone number. An office number."}


def test_case_data_in_a_row_left_out_is_kept_nowhere(board):
    row = tracked("5", ASKED, "Call.", "31/03/2018", Progress="Ellie Quarry, aged 7, told us.")

    tracker = board.read_in([*ROWS, row], leave_out="on")

    assert tracker.tracked_rows.get(row_number=7).words == (
        "Left out. It may hold a name with an age."
    )
    assert "Ellie" not in repr(list(Activity.objects.values()))


def test_a_suspicious_recommendation_makes_every_row_below_it_suspicious(board):
    rows = [tracked("1", "Ellie Quarry, aged 7.", "Audit.", "31/03/2018")]
    rows += [tracked("2", "", "Ask.", "31/03/2018")]

    found = faults(board.show(board.tracker(rows)))

    assert [bool(row) for row in found] == [True, True]


# Undoing


def undo(board, tracker):
    return board.client.post(
        reverse("reviews:undo-tracker", args=[tracker.pk]), {"note": "Wrong file."}
    )


def test_undoing_takes_back_what_was_made_and_keeps_words_and_activity(board, recommendation):
    tracker = board.read_in()
    before = Activity.objects.count()

    response = undo(board, tracker)

    assert response.status_code == 302
    tracker.refresh_from_db()
    assert (tracker.status, tracker.rows_in) == ("undone", 5)
    assert list(Recommendation.objects.all()) == [recommendation]
    assert (Action.objects.count(), ActionUpdate.objects.count()) == (0, 0)
    assert list(tracker.tracked_rows.values_list("words", "recommendation", "action")) == [
        ("1.1 Audit records.", None, None),
        ("1.2 Train staff.", None, None),
        ("2.1 Share plans.", None, None),
        ("3.1 Write the step.", None, None),
    ]
    assert Activity.objects.count() == before + 1
    assert Activity.objects.about(tracker).first().detail["note"] == "Wrong file."


def respond(action, by):
    recommendations.respond(
        action.recommendation,
        answer="accepted",
        decided_on=date(2018, 5, 1),
        decided_by="Board",
        by=by,
    )


def propose_another(action, by):
    actions.propose(
        action.recommendation,
        agency=action.agency,
        owner=action.owner,
        wording="More.",
        difference="Seen.",
        due_on=action.due_on,
        by=by,
    )


def serve_another(action, by):
    other = RecommendationFactory(review=action.recommendation.review, number=40)
    actions.serve(action, recommendation=other, by=by)


def withdraw(action, by):
    actions.withdraw(action, by=by, note="Not ours.")


@pytest.mark.parametrize(
    ("touch", "named"),
    [
        (withdraw, ["R1/A1"]),
        (respond, ["R1"]),
        (propose_another, ["R1/A4"]),
        (serve_another, ["R1/A1"]),
    ],
)
def test_what_was_touched_since_cannot_be_undone(touch, named, board, world):
    tracker = board.read_in()
    touch(Action.objects.get(wording="Audit records."), world.staff)

    response = undo(board, tracker)

    assert response.status_code == 422
    assert work.touched(tracker) == [f"{board.review.reference}/{name}" for name in named]
    assert "worked on since they were read in" in response.text
    assert Action.objects.filter(tracked_rows__tracker=tracker).count() == 3


def test_what_is_published_cannot_be_undone(board):
    tracker = board.read_in()
    board.review.status, board.review.published_on = "published", date(2018, 5, 1)
    board.review.save()

    response = undo(board, tracker)

    assert (response.status_code, Action.objects.count()) == (422, 3)


def test_an_import_is_undone_once(board):
    tracker = board.read_in()
    undo(board, tracker)

    assert undo(board, tracker).status_code == 422


# Hostile files


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("tracker.pdf", b"%PDF-1.4", "could not"),
        ("tracker.xlsx", b"not a zip", "is"),
        ("tracker.csv", b"only,\n", "row of headings"),
        ("tracker.docx", b"PK", "is"),
    ],
)
def test_a_file_that_is_no_tracker_is_turned_down(name, content, said, board):
    response = board.upload(content, name=name)

    assert response.status_code == 422
    assert Tracker.objects.count() == 0


def test_formulas_are_never_run_and_come_out_of_exports_as_text(board, world, signed_in):
    rows = [["Recommendation", "Action", "Agency", "Due", "Impact"]]
    rows += [["=1+1", '=HYPERLINK("http://x","y")', "Kent Police", "31/03/2019", "@sum"]]
    out = StringIO()
    csv.writer(out).writerows(rows)

    tracker = board.tracker(out.getvalue().encode(), name="tracker.csv")
    board.save(tracker)

    assert Action.objects.get().wording == '=HYPERLINK("http://x","y")'
    exported = board.client.get(reverse("reviews:actions"), {"export": "csv"}).getvalue().decode()
    assert "'=HYPERLINK" in exported
    book = board.client.get(reverse("reviews:actions"), {"export": "xlsx"})
    cells = [c for row in openpyxl.load_workbook(BytesIO(book.getvalue())).active for c in row]
    assert {cell.data_type for cell in cells if cell.value} <= {"s", "d", "n"}


def test_another_sheet_is_matched_afresh(board):
    book = openpyxl.Workbook()
    book.active.title = "First"
    for row in (["Recommendation", "Action"], [ASKED, ""], [ALSO, ""]):
        book.active.append(row)
    other = book.create_sheet("Second")
    for row in (["Remarks", "Recommendation"], ["x", "Ask."]):
        other.append(row)
    out = BytesIO()
    book.save(out)
    tracker = board.tracker(out.getvalue())

    typed = board.typed(tracker, sheet="Second", step="show")
    form = board.client.post(board.url(tracker), typed).context["form"]

    assert (form.read_sheet.chosen, form["column_recommendation"].value()) == ("Second", "1")


def test_300_rows_are_read_in_with_few_queries_each(board, django_assert_max_num_queries):
    """Twenty for each row, savepoints included, whatever the number of rows."""
    rows = [
        tracked(str(n), f"Recommendation {n // 3}.", f"Action {n}.", "31/03/2019", Progress="Yes.")
        for n in range(300)
    ]
    tracker = board.tracker(rows)
    mark = board.show(tracker).context["mark"]
    typed = board.typed(tracker, step="save", seen=mark)

    with django_assert_max_num_queries(20 * 300):
        response = board.client.post(board.url(tracker), typed)

    assert response.status_code == 302
    assert (Recommendation.objects.count(), Action.objects.count()) == (100, 300)


def test_more_rows_than_are_read_in_at_once_are_turned_down(board):
    rows = [tracked(str(n), ASKED, "", "", **{"Lead agency": ""}) for n in range(1_001)]

    response = board.show(board.tracker(rows))

    assert "at most 1,000 are read in at a time" in response.text


def test_the_empty_spreadsheet_has_headings_that_need_no_matching(board):
    book = board.client.get(reverse("reviews:tracker-template"))
    headings = [cell.value for cell in openpyxl.load_workbook(BytesIO(book.getvalue())).active[1]]
    assert guess(tuple(headings), {}) == {c.field: at for at, c in enumerate(COLUMNS)}


def test_another_boards_staff_find_nothing(board, world, client):
    tracker = board.read_in()
    client.force_login(world.other_staff)

    found = [
        client.get(reverse(f"reviews:{name}", args=[tracker.pk])).status_code
        for name in ("tracker", "read-in-tracker", "undo-tracker")
    ]

    assert found == [404, 404, 404]
    assert "tracker.xlsx" not in client.get(reverse("reviews:trackers")).text


def test_the_due_day_for_all_rows_may_be_past(board):
    """An old tracker is history: its days are not refused for being over."""
    board.read_in(ROWS)

    assert Action.objects.filter(due_on__lt=today()).count() == 3
