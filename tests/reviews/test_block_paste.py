"""Many rows at once, pasted from a table: shown first, put right in place, saved whole."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from boards.models import Activity
from kscb.dates import in_words, today
from kscb.refusal import Refused
from reviews.forms.blocks import LONGEST_BLOCK
from reviews.models import Action, Finding, Recommendation, Synonym
from reviews.services import findings
from tests.factories import (
    FindingFactory,
    RecommendationFactory,
    ReviewFactory,
    ThemeFactory,
    person_on,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("read_today")]
SOON = today() + timedelta(days=60)
FINDINGS = (
    "Finding\tTheme\tDate\n"
    "Fathers were not seen.\tFathers\t3 March 2018\n"
    '"Plans were late,\nand not shared."\tFathers; Sharing\t04/06/2018'
)


@pytest.fixture
def sharing(world):
    return ThemeFactory(board=world.kent, name="Sharing")


@pytest.fixture
def page(world, review, theme, signed_in):
    """Posts the form as staff, and returns the answer."""
    client = signed_in(world.staff)
    url = reverse("reviews:paste", args=[review.pk])

    def post(block, what="findings", step="show", **more):
        return client.post(url, {"what": what, "block": block, "step": step, **more})

    return post


def looked_at_and_saved(page, block, what="findings", **more):
    shown = page(block, what, **more)
    return page(block, what, "save", seen=shown.context["mark"], **more)


def faults(response):
    return [row.faults for row in response.context["table"].rows]


def day(name, on):
    return {f"{name}_0": on.day, f"{name}_1": on.month, f"{name}_2": on.year}


def test_a_block_is_shown_before_anything_is_saved(page, sharing):
    response = page(FINDINGS)

    assert response.status_code == 200
    assert [row.becomes for row in response.context["table"].rows] == [
        ("Finding 1, 3 March 2018", "Themes: Fathers"),
        ("Finding 2, 4 June 2018", "Themes: Fathers; Sharing"),
    ]
    assert "Save all 2 findings" in response.text
    assert Finding.objects.count() == 0


def test_saving_adds_every_finding(page, review, theme, sharing):
    response = looked_at_and_saved(page, FINDINGS)

    assert response.status_code == 302
    assert [
        (f.number, f.wording, f.found_on, set(f.themes.all())) for f in review.findings.all()
    ] == [
        (1, "Fathers were not seen.", date(2018, 3, 3), {theme}),
        (2, "Plans were late,\nand not shared.", date(2018, 6, 4), {theme, sharing}),
    ]
    verbs = Activity.objects.about(review).values_list("verb", flat=True)
    assert list(verbs) == ["added finding 2", "added finding 1"]


def test_without_headings_the_columns_stand_in_a_fixed_order(page, world, review):
    block = f"Seen well.\tFathers\t3 March 2018\tGood practice\t{world.police}"

    looked_at_and_saved(page, block)

    finding = review.findings.get()
    assert (finding.kind, list(finding.agencies.all())) == ("good_practice", [world.police])


def test_what_a_row_lacks_is_taken_from_the_page(page, review, theme):
    looked_at_and_saved(
        page, "Fathers were not seen.", theme=theme.pk, **day("found_on", date(2018, 5, 1))
    )

    finding = review.findings.get()
    assert (finding.found_on, list(finding.themes.all())) == (date(2018, 5, 1), [theme])


def test_a_bad_row_is_named_and_nothing_is_saved(page):
    block = "Seen.\tFathers\t3 March 2018\nUnseen.\tFathrs\tsoonish"

    response = page(block, step="save")

    assert response.status_code == 422
    assert faults(response) == [
        (),
        (
            "Date of the finding: “soonish” is not a date that can be read. Give the day, the "
            "month and the year, such as 31 March 2018.",
            "“Fathrs” is not one of the board’s themes. Did you mean “Fathers”?",
        ),
    ]
    assert "Put right 1 of 2 rows first" in response.text
    assert response.context["form"]["block"].value() == block
    assert Finding.objects.count() == 0


def test_a_refusal_of_the_last_row_saves_none(page, review, monkeypatch):
    """The review is published by someone else between the look and the save."""
    shown = page("One.\tFathers\t3 March 2018\nTwo.\tFathers\t3 March 2018")
    added = findings.add

    def refuse_the_second(source, **typed):
        if typed["wording"] == "Two.":
            raise Refused("The review is published.")
        return added(source, **typed)

    monkeypatch.setattr(findings, "add", refuse_the_second)

    response = page(
        "One.\tFathers\t3 March 2018\nTwo.\tFathers\t3 March 2018",
        step="save",
        seen=shown.context["mark"],
    )

    assert "Row 2: The review is published. Nothing was saved." in response.text
    assert Finding.objects.count() == 0


def test_what_was_changed_since_it_was_shown_is_shown_again(page):
    shown = page("Seen.\tFathers\t3 March 2018")

    response = page("Unseen.\tFathers\t3 March 2018", step="save", seen=shown.context["mark"])

    assert response.status_code == 422
    assert "The rows were changed since they were shown" in response.text
    assert Finding.objects.count() == 0


# Names


def test_a_theme_is_known_by_its_synonym_and_by_the_theme_it_went_into(page, world, review, theme):
    old = ThemeFactory(board=world.kent, name="Dads", merged_into=theme)
    Synonym.objects.create(board=world.kent, theme=old, name="Daddies", folded="daddies")

    looked_at_and_saved(page, "One.\tdads\t3 March 2018\nTwo.\tDADDIES\t3 March 2018")

    assert [list(f.themes.all()) for f in review.findings.all()] == [[theme], [theme]]


def test_a_theme_whose_name_holds_a_comma_is_one_theme(page, world, review, theme):
    comma = ThemeFactory(board=world.kent, name="Thresholds, referrals")

    looked_at_and_saved(page, "One.\tFathers, Thresholds, referrals\t3 March 2018")

    assert set(review.findings.get().themes.all()) == {theme, comma}


def test_a_retired_theme_and_another_boards_are_not_taken(page, world):
    ThemeFactory(board=world.kent, name="Old word", retired_on=date(2018, 1, 1))
    ThemeFactory(board=world.medway, name="Medway only")

    response = page("One.\tOld word\t3 March 2018\nTwo.\tMedway only\t3 March 2018")

    assert faults(response) == [
        ("“Old word” is a theme no longer used. Write one that is.",),
        ("“Medway only” is not one of the board’s themes. Write one that the board has.",),
    ]


# Recommendations


def test_recommendations_arrive_as_drafts(page, world, review, finding):
    headings = "Recommendation\tFinding\tAgency\tPriority"
    block = f"{headings}\nSee fathers.\tF1\tThe board; {world.police}\thigh"

    looked_at_and_saved(page, block, "recommendations")

    made = Recommendation.objects.get()
    assert (made.reference, made.status, made.priority, made.to_board) == (
        f"{review.reference}/R1",
        "draft",
        "high",
        True,
    )
    assert (list(made.findings.all()), list(made.agencies.all())) == ([finding], [world.police])


def test_the_number_of_another_reviews_finding_is_named(page, world, review, finding):
    FindingFactory(review=ReviewFactory(board=world.kent), number=7)

    response = page("See fathers.\t7\nHear them.\t\nAsk.\tlots", "recommendations")

    assert faults(response) == [
        ("This review has no finding 7. It has 1.",),
        (
            "It does not say which finding it answers. Write the finding’s number in this row, or "
            "choose one for all rows above.",
        ),
        ("“lots” is not the number of a finding. Write it like 2.",),
    ]


# Actions


def test_actions_arrive_as_proposed(page, world, recommendation):
    block = (
        "Rec\tAction\tOutcome\tAgency\tOwner\tDue\tKind of change\n"
        f"R3\tAudit.\tFathers are seen.\t{world.health}\t\t{in_words(SOON)}\tprocess\n"
        f"{recommendation}\tAsk.\tHeard.\t\t{world.contributor.email}\t{SOON:%d/%m/%Y}\t"
    )

    looked_at_and_saved(page, block, "actions")

    fields = ("wording", "agency", "owner", "due_on", "change", "status", "author")
    found = [tuple(getattr(a, f) for f in fields) for a in recommendation.actions.all()]
    assert found == [
        ("Audit.", world.health, world.lead, SOON, "process", "proposed", world.staff),
        ("Ask.", world.health, world.contributor, SOON, "other", "proposed", world.staff),
    ]


def test_every_fault_of_an_action_is_told_at_once(page, world, recommendation, review):
    draft = RecommendationFactory(review=review, number=4, status="draft")
    block = "4\tAudit.\t\tKent Polise\t\tongoing\tmagic"

    [found] = faults(page(block, "actions"))

    assert found == (
        "“Kent Polise” is not one of the board’s agencies. Did you mean “Kent Police”?",
        f"{draft} is still a draft. Make it first; then paste its actions.",
        "What will be different for children is missing. Write it in this row.",
        "Due date: “ongoing” is not a date. Give the day by which it is to be done or looked at "
        "again, such as 31 March 2018.",
        "Kind of change: “magic” is not one of “Training”, “Policy or procedure”, "
        "“Communication”, “Process”, “System or tool”, “Workload or staffing”, “Joint working”, "
        "“Something else”. Write one of them.",
    )


def test_an_agency_with_two_leads_asks_for_the_owner(page, world, recommendation):
    person_on(world.kent, "lead", agency=world.health, name="Zed Lead")
    row = f"3\tAudit.\tSeen.\t{world.health}\t{{}}\t{in_words(SOON)}"

    two, outsider = faults(page("\n".join(map(row.format, ["", "Sam Staff"])), "actions"))

    assert two == (f"{world.health} has 2 leads. Name the owner: Lesley Lead or Zed Lead.",)
    assert outsider[0].startswith("“Sam Staff” is not one of the people who speak for an agency")


def test_actions_can_be_pasted_once_the_review_is_published_but_no_findings(
    world, review, recommendation, signed_in
):
    review.status, review.published_on = "published", date(2018, 3, 1)
    review.save()
    client = signed_in(world.staff)
    url = reverse("reviews:paste", args=[review.pk])

    found = client.post(url, {"what": "findings", "block": "One.", "step": "save"})
    action = f"3\tAudit.\tSeen.\t{world.health}\t\t{in_words(SOON)}"
    shown = client.post(url, {"what": "actions", "block": action, "step": "show"})
    mark = shown.context["mark"]
    client.post(url, {"what": "actions", "block": action, "step": "save", "seen": mark})

    assert found.status_code == 422
    assert (Finding.objects.count(), Action.objects.count()) == (1, 1)


# Rows that Word split


SPLIT = (
    "Finding\tTheme\tDate\nFathers were\nnot seen.\tFathers\t3 March 2018\n"
    "Two.\tFathers\t4 March 2018"
)


def test_a_split_row_is_joined_by_its_button_and_saved(page, review):
    shown = page(SPLIT)
    rows = shown.context["table"].rows
    assert [row.is_split for row in rows] == [False, True, False]

    joined = page(SPLIT, step="", join=rows[1].at)
    block = joined.context["form"]["block"].value()
    page(block, step="save", seen=joined.context["mark"])

    assert [f.wording for f in review.findings.all()] == ["Fathers were\nnot seen.", "Two."]


def test_the_rest_of_a_last_cell_is_known_where_free_text_stands_last(page, recommendation):
    block = "Rec\tAction\tOutcome\n3\tAudit.\tFathers are\nseen.\n3\tAsk.\tHeard."

    rows = page(block, "actions").context["table"].rows

    assert [row.is_split for row in rows] == [False, True, False]


def test_all_split_rows_are_joined_by_one_button(page):
    twice = SPLIT.replace("Two.\t", "Two\nmore.\t")

    response = page(twice, step="", join="2,4")

    rows = response.context["table"].rows
    assert [dict(row.cells)["Finding"] for row in rows] == ["Fathers were\nnot seen.", "Two\nmore."]


def test_a_short_row_is_kept_as_a_row_of_its_own(page, theme):
    kept = page(SPLIT, step="", apart="2")

    assert [row.is_split for row in kept.context["table"].rows] == [False, False, False]


@pytest.mark.parametrize("at", ["99", "0", "x", "-1", "²", "1,", "9" * 5_000])
def test_a_button_of_an_old_page_changes_nothing(page, at):
    response = page(SPLIT, step="", join=at, apart=at)

    assert response.context["form"]["block"].value() == SPLIT


# What looks like case data


def test_a_row_that_looks_like_case_data_is_answered_once(page, review):
    block = "Known as Ellie Quarry, aged 7.\tFathers\t3 March 2018"

    asked = page(block)
    answered = looked_at_and_saved(page, block, why_safe="The name is invented.")

    assert faults(asked) == [
        (
            "It may hold a name with an age. Take that out; or, if it is safe, say why in “Why it "
            "is safe to save this”.",
        )
    ]
    assert "why_safe" in asked.context["form"].fields
    assert answered.status_code == 302
    entry = Activity.objects.about(review).get(verb="answered a warning")
    assert entry.detail == {"note": "May hold a name with an age. The name is invented."}


def test_nothing_is_asked_where_nothing_looks_so(page):
    assert "why_safe" not in page("One.\tFathers\t3 March 2018").context["form"].fields


# Hostile blocks


def test_a_second_table_is_told(page):
    response = page(f"{FINDINGS}\n{FINDINGS}")

    assert faults(response)[2] == (
        "These are headings again. Take this row out; paste one table at a time.",
    )


def test_a_row_with_too_many_cells_is_told(page):
    [found] = faults(page("One.\tFathers\t3 March 2018\t\t\tstray"))

    assert found[0].startswith("It has 6 cells, where 5 columns are known.")


def test_a_tab_in_quotes_stays_in_its_cell(page, review):
    looked_at_and_saved(page, '"Plans\twere ""late"""\tFathers\t3 March 2018')

    assert review.findings.get().wording == 'Plans\twere "late"'


def test_a_formula_is_words(page, review):
    looked_at_and_saved(page, "=HYPERLINK(“x”)\tFathers\t3 March 2018")

    assert review.findings.get().wording == "=HYPERLINK(“x”)"


def test_a_huge_block_is_turned_down_with_its_text_kept(page):
    huge = "x" * (LONGEST_BLOCK + 1)

    response = page(huge)

    assert response.status_code == 422
    assert "at most 1,000,000 can be read" in response.text
    assert response.context["form"]["block"].value() == huge


def test_a_huge_cell_is_one_bad_row(page):
    [found] = faults(page(f"{'word ' * 100_000}\t{'x,' * 5_000}\t{'9' * 5_000}"))

    assert [fault.split(".")[0] for fault in found] == [
        "The finding has 499,999 characters; at most 10,000 can be kept",
        f"Date of the finding: “{'9' * 60}…” is not a date that can be read",
        "It names more than 40 of the board’s themes",
    ]


def test_markup_is_shown_as_words(page):
    response = page("<script>alert(1)</script>\t<b>x</b>\t3 March 2018")

    assert "<script>alert" not in response.text
    assert "&lt;script&gt;alert(1)" in response.text


def test_an_empty_block_and_headings_alone_are_told(page):
    alone = page("Finding\tTheme\tDate")
    empty = page(" \n\t\n ")
    headless = page("Theme\tDate\tRemarks\nFathers\t3 March 2018\tx")

    assert "There is no row in the block" in alone.text
    assert "There is no row in the block" in empty.text or empty.status_code == 422
    assert "No heading says which column holds what was found" in headless.text
