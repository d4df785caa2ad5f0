"""The report of an audit is a review, whose findings are those of the round; and its files."""

from datetime import date
from io import BytesIO

import pytest
from docx import Document
from page import ValidationProfile, validate_pdf_bytes

from boards.services.activity import record
from kscb.dates import today
from reviews.figures.audit_report import NOT_SHOWN, STILL_OPEN, as_it_stands, report_of
from reviews.figures.recurrence import Seen, recurrence
from reviews.models import AuditReturn, AuditRound, Finding, Review, ReviewKind
from reviews.reports import pdf, word
from reviews.reports.letters import in_words, without_controls
from reviews.services import (
    audit_reports,
    audits,
    findings,
    recommendations,
    reviews,
    rounds,
)
from reviews.services.publication import ALL_YES, Checklist
from tests.after import refusal
from tests.factories import (
    AgencyFactory,
    AnswerFactory,
    AuditReturnFactory,
    AuditRoundFactory,
    FindingFactory,
    QuestionFactory,
    ReviewKindFactory,
    person_on,
)

OK = Checklist(**ALL_YES, words="Read twice.")


@pytest.fixture
def closed(audit_round, theme):
    AuditRound.objects.update(status="closed", conclusion="Fathers are seen more.")
    audit_round.refresh_from_db()
    audit_round.themes.add(theme)
    return audit_round


@pytest.fixture
def found(closed, theme):
    return FindingFactory(
        review=None, audit_round=closed, board=closed.board, number=1, themes=[theme]
    )


@pytest.fixture
def report(world, closed, body):
    return audit_reports.begin(closed, commissioned_by=body, by=world.staff)


def publish(world, report):
    reviews.ask_to_publish(report, by=world.staff)
    reviews.publish(report, by=world.chair, checked=OK)
    report.refresh_from_db()
    return report


WORDS = "Fathers are seen more."


@pytest.mark.parametrize("address", ["audits", "themes"])
def test_what_an_audit_found_is_told_to_agencies_with_its_report(
    world, signed_in, closed, found, body, theme, address
):
    """And of the round's history only its steps: not who sits on the panel."""
    AuditReturnFactory(audit_round=closed, agency=world.health)
    record(closed, "named the moderation panel", by=world.staff, note=world.member.name)
    record(closed, "closed", by=world.staff)
    page = {"audits": closed, "themes": theme}[address].get_absolute_url()
    AuditRound.objects.update(due_on=today())

    assert WORDS in signed_in(world.member).get(page).text
    lead = signed_in(world.lead)
    before = lead.get(page).text
    publish(world, audit_reports.begin(closed, commissioned_by=body, by=world.staff))

    assert (WORDS in before, world.member.name in before) == (False, False)
    assert WORDS in lead.get(page).text


def answered(audit_round, *values):
    """One agency for each value, which graded every question so, chose the answer of that place,
    and gave a number by which it could be told."""
    grades = list(audit_round.framework.grades.all())
    for value in values:
        agency = AgencyFactory(serves=audit_round.board)
        made = AuditReturnFactory(audit_round=audit_round, agency=agency, status="agreed")
        for question in audit_round.framework.questions.all():
            given = {"grade": grades[value] if question.is_graded else None}
            if question.choices:
                given["choice"] = list(question.choices)[value]
            if question.is_number:
                given["number"] = 7_001 + value
            AnswerFactory(audit_return=made, question=question, **given)


# Begun from the round


def test_a_report_begins_as_a_draft_review_of_the_boards_kind_for_audits(
    world, closed, report, theme
):
    kind = ReviewKind.objects.get(board=world.kent, is_audit=True)

    assert (report.audit_round, report.kind, report.status) == (closed, kind, "draft")
    assert (report.year, report.summary) == (2030, "Fathers are seen more.")
    assert (report.reference, list(report.themes.all())) == ("KSCB/AUD2030-01", [theme])
    assert (kind.stages.count(), kind.clock_rules.count(), kind.criteria.count()) == (8, 0, 0)


def test_the_kind_is_made_once(world, report, body):
    other = AuditRoundFactory(board=world.kent, status="closed")

    second = audit_reports.begin(other, commissioned_by=body, by=world.staff)

    assert second.kind == report.kind
    assert second.reference == "KSCB/AUD2030-02"


def test_a_round_has_one_report(world, report, closed, body):
    with refusal(f"This audit has its report already: {report.reference}."):
        audit_reports.begin(closed, commissioned_by=body, by=world.staff)


def test_an_open_round_is_not_reported_even_where_every_return_is_agreed(
    world, audit_round, body, signed_in
):
    """One more return would tell what that agency said, by difference from the report."""
    answered(audit_round, 0, 0, 1, 1, 2, 2)
    path = f"/audits/{audit_round.pk}/report/"

    with refusal("Close the audit with what it found before you begin its report."):
        audit_reports.begin(audit_round, commissioned_by=body, by=world.staff)
    offered = signed_in(world.staff).get(audit_round.get_absolute_url()).text
    page = signed_in(world.staff).post(path, {"commissioned_by": body.pk})

    assert path not in offered
    assert (page.status_code, Review.objects.exists()) == (422, False)
    assert "Close the audit with what it found before you begin its report." in page.text
    audits.close(audit_round, conclusion="More is known.", by=world.staff)
    assert path in signed_in(world.staff).get(audit_round.get_absolute_url()).text


def test_another_kind_of_the_same_code_is_named(world, closed, body):
    ReviewKindFactory(board=world.kent, code="AUD")

    said = (
        "The board has another kind of review called “AUD”. Ask an administrator to mark it as "
        "that of audits, or to rename it."
    )
    with refusal(said):
        audit_reports.begin(closed, commissioned_by=body, by=world.staff)


# Its findings are the round's


def test_recommendations_answer_findings_of_the_audit_and_no_other(world, found, report, finding):
    made = recommendations.draft(report, wording="See fathers.", findings=[found], by=world.staff)

    assert list(made.findings.all()) == [found]
    with refusal("A recommendation answers findings of its own review only."):
        recommendations.draft(report, wording="See.", findings=[finding], by=world.staff)


def test_what_it_found_is_written_in_the_audit_and_counts_once(world, found, report, theme):
    said = "Add it to the audit itself: its report says what the audit found."
    with refusal(said):
        findings.add(report, wording="X", found_on=found.found_on, themes=[theme], by=world.staff)
    publish(world, report)

    seen = Seen.by(world.staff, world.kent)
    row = recurrence(seen.findings, seen.actions, seen.measures)[0]

    assert (row.named, row.reviews, row.audits) == (1, 0, 1)


def test_whoever_found_something_in_the_audit_does_not_approve_its_report(world, report, theme):
    allowed = world.second_staff.has_perm("reviews.approve_publication", report)

    findings.add(
        report.audit_round,
        wording="X",
        found_on=report.audit_round.opens_on,
        themes=[theme],
        by=world.second_staff,
    )

    assert allowed
    assert not world.second_staff.has_perm("reviews.approve_publication", report)


def describe(audit_round, by, **told):
    version = AuditRound.objects.get(pk=audit_round.pk).version
    return rounds.describe(
        audit_round, version=version, by=by, **{"reaudit_on": date(2031, 1, 6)} | told
    )


@pytest.mark.parametrize(
    ("write", "may"),
    [
        (lambda audit, by: describe(audit, by, feedback="They felt heard."), False),
        (lambda audit, by: describe(audit, by, sampled=4), False),
        (lambda audit, by: audits.close(audit, conclusion="Seen more.", by=by), False),
        (lambda audit, by: describe(audit, by), True),
    ],
    ids=["feedback", "sample", "conclusion", "only when to audit again"],
)
def test_whoever_wrote_what_the_report_prints_may_not_approve_it(
    world, audit_round, body, write, may
):
    write(audit_round, world.second_staff)
    audit_round.refresh_from_db()
    if not audit_round.is_closed:
        audits.close(audit_round, conclusion="Seen more.", by=world.staff)

    report = audit_reports.begin(audit_round, commissioned_by=body, by=world.staff)

    assert world.second_staff.has_perm("reviews.approve_publication", report) is may
    assert world.chair.has_perm("reviews.approve_publication", report)


@pytest.mark.parametrize("stage", ["asked", "published"])
def test_what_was_heard_stays_once_the_report_is_out_of_hand(
    world, signed_in, found, report, closed, stage
):
    describe(closed, world.staff, feedback="They felt heard.")
    reviews.ask_to_publish(report, by=world.staff)
    if stage == "published":
        reviews.publish(report, by=world.chair, checked=OK)
    state = {"asked": "Waiting for approval to publish", "published": "Published"}[stage]

    with refusal(
        f"The report {report.reference} is now “{state}”, so what it says was read and heard "
        "stays. Only the day to audit again can change."
    ):
        describe(closed, world.staff, feedback="They felt blamed.")

    path = f"/audits/{closed.pk}/heard/"
    client = signed_in(world.staff)
    offered = client.get(path).text
    typed = {"version": AuditRound.objects.get(pk=closed.pk).version, "reaudit_on_0": "5"}
    typed |= {"reaudit_on_1": "1", "reaudit_on_2": "2032"}
    kept = client.post(path, typed | {"feedback": "They felt blamed."})
    saved = client.post(path, typed)
    closed.refresh_from_db()
    assert "They felt heard." in offered
    assert 'name="feedback"' not in offered
    assert (kept.status_code, "They felt blamed." in kept.text) == (422, True)
    assert (saved.status_code, closed.reaudit_on, closed.feedback) == (
        302,
        date(2032, 1, 5),
        "They felt heard.",
    )


def test_what_is_published_never_changes(world, found, report, theme, closed):
    answered(closed, 0, 0, 1, 1, 2, 2, 2)
    publish(world, report)
    before = report_of(report)

    said = "This review is now “Published”, so its words cannot change."
    with refusal(said):
        findings.edit(found, version=1, by=world.staff, wording="Y", themes=[theme])
    Finding.objects.update(wording="Changed behind its back.")
    answered(closed, 3)

    report = Review.objects.get(pk=report.pk)
    assert report_of(report) == before
    assert as_it_stands(report) != before
    assert before["is_draft"] is False


def test_everyone_on_the_board_reads_what_a_published_audit_found(world, found, report):
    hidden = not Finding.objects.visible_to(world.lead).exists()

    publish(world, report)

    assert hidden
    assert Finding.objects.visible_to(world.lead).get() == found
    assert not Finding.objects.visible_to(world.other_staff).exists()


def test_everyone_on_the_board_opens_a_published_audit_and_no_return_of_it(
    world, signed_in, found, report, closed
):
    answered(closed, 0, 0, 1, 1, 2, 2, 2)
    police = person_on(world.kent, "lead", agency=world.police)
    client = signed_in(police)
    before = client.get(closed.get_absolute_url()).status_code
    publish(world, report)

    page = client.get(closed.get_absolute_url())

    assert (before, page.status_code) == (404, 200)
    assert found.wording in page.content.decode()
    assert "/audits/returns/" not in page.content.decode()
    assert not AuditReturn.objects.visible_to(police).exists()


# Its words


@pytest.mark.parametrize(
    ("values", "is_told"),
    [((0, 0, 1, 1, 2, 2, 2), True), ((0, 0, 1, 1, 2, 2), False), ((0, 0, 1, 1, 1, 1, 1), False)],
)
def test_counts_that_could_name_an_agency_are_left_out(report, closed, values, is_told):
    answered(closed, *values)

    [table] = as_it_stands(report)["tables"]

    row = table["rows"][0]
    assert row["counts"] == ([2, 2, 3, 0] if is_told else None)
    assert row["answered"] == f"{len(values)} of {len(values)}"


@pytest.mark.parametrize(
    ("values", "counts"), [((0, 0, 1, 1, 2, 2, 2), [2, 2, 3, 0]), ((0, 0, 1, 1, 2, 2), None)]
)
def test_choices_are_told_as_grades_are_and_numbers_to_nobody(report, closed, values, counts):
    QuestionFactory(framework=closed.framework, kind="yes_no", wording="Was it held?")
    QuestionFactory(framework=closed.framework, kind="number", wording="How many?")
    answered(closed, *values)

    told = as_it_stands(report)

    number = len(values)
    assert told["answers"] == [
        {
            "labels": ["Yes", "Partly", "No", "Not applicable"],
            "rows": [
                {
                    "question": "3. Was it held?",
                    "counts": counts,
                    "answered": f"{number} of {number}",
                }
            ],
        }
    ]
    assert "7,00" not in str(told)
    assert "700" not in str(told)


def test_a_report_published_before_answers_were_counted_is_still_drawn(whole):
    del whole["answers"]

    assert word.written(whole)
    assert pdf.written(whole)


def test_the_last_round_stands_beside_it_only_where_both_can_be_told(world, report, closed):
    before = AuditRoundFactory(board=world.kent, framework=closed.framework, status="closed")
    closed.previous = before
    closed.save()
    answered(closed, 0, 0, 1, 1, 2, 2, 2)
    report.refresh_from_db()
    hidden = as_it_stands(report)["comparison"]["rows"][0]
    answered(before, 1, 1, 1, 2, 2, 2, 2)

    told = as_it_stands(report)["comparison"]["rows"][0]

    assert (hidden["why_not"], hidden["rows"]) == (NOT_SHOWN, [])
    assert told["rows"][:3] == [["Not met", 0, 2], ["Partly met", 3, 2], ["Mostly met", 4, 3]]


def test_the_last_round_is_not_told_while_another_return_of_it_could_come(world, report, closed):
    before = AuditRoundFactory(board=world.kent, framework=closed.framework)
    closed.previous = before
    closed.save()
    answered(closed, 0, 0, 1, 1, 2, 2, 2)
    answered(before, 1, 1, 1, 2, 2, 2, 2)
    report.refresh_from_db()
    waiting = as_it_stands(report)["comparison"]["rows"]

    audits.close(before, conclusion="Late.", by=world.staff)
    report.refresh_from_db()

    assert [(row["why_not"], row["rows"]) for row in waiting] == [(STILL_OPEN, [])] * 2
    assert all(row["rows"] for row in as_it_stands(report)["comparison"]["rows"])


def test_a_page_is_a_draft_until_it_is_published(world, signed_in, found, report):
    draft = signed_in(world.staff).get(f"/reviews/{report.pk}/report.html").content.decode()
    publish(world, report)
    page = signed_in(world.lead).get(f"/reviews/{report.pk}/report.html").content.decode()

    assert "Draft, not published" in draft
    assert "Draft, not published" not in page
    assert found.wording in page


def test_a_review_that_reports_no_audit_has_no_report(world, signed_in, review, read_today):
    assert signed_in(world.staff).get(f"/reviews/{review.pk}/report.html").status_code == 404


# In Word and as PDF


@pytest.fixture
def whole(report, found, closed, world):
    """Everything that a report can say, and words that look like markup."""
    before = AuditRoundFactory(board=world.kent, framework=closed.framework)
    AuditRound.objects.filter(pk=closed.pk).update(
        previous=before, sampled=12, sampled_from=40, sampling="At random.", feedback="Kind."
    )
    QuestionFactory(framework=closed.framework, kind="yes_no", wording="Was it held?")
    answered(closed, 0, 0, 1, 1, 2, 2, 2)
    answered(before, 1, 1, 1, 2, 2, 2, 2)
    wording = '#panic("x") = *No* <b>markup</b> $x$ @ref // gone?'
    recommendations.draft(report, wording=wording, findings=[found], by=world.staff)
    return as_it_stands(Review.objects.get(pk=report.pk))


def test_word_has_headings_tables_title_and_language(whole):
    document = Document(BytesIO(word.written(whole)))

    headings = [one.text for one in document.paragraphs if one.style.name == "Heading 1"]
    assert headings == [
        "In short",
        "Who was asked",
        "Who was looked at and heard",
        "What they said",
        "How returns were graded",
        "What returns answered",
        "What the audit found",
        "What it recommends",
        "Beside the last time",
    ]
    assert document.core_properties.title == whole["title"]
    assert document.core_properties.language == "en-GB"
    assert document.sections[0].header.paragraphs[0].text == "Draft, not published"
    assert [cell.text for cell in document.tables[2].rows[1].cells][1:] == [
        "2",
        "2",
        "3",
        "0",
        "7 of 7",
    ]
    assert whole["recommendations"][0]["wording"] in [one.text for one in document.paragraphs]


def test_the_pdf_is_accessible_and_nothing_typed_runs_in_it(whole):
    made = pdf.written(whole)

    checked = validate_pdf_bytes(made, profile=ValidationProfile.PDF_UA_1)

    assert [one.message for one in checked.failures] == []
    assert checked.is_compliant
    assert pdf.written(whole) == made  # so that a published one is the same each time


PASTED = "Seen 👍 漢 ਪ \uf0b7 \ufeff\u200dend \x01\x0b\ufffe"


def test_letters_that_no_font_has_are_said_by_name(whole):
    """PDF/UA forbids them, Word forbids control characters; neither may cost the report."""
    whole["summary"] = PASTED

    checked = validate_pdf_bytes(pdf.written(whole), profile=ValidationProfile.PDF_UA_1)
    document = Document(BytesIO(word.written(whole)))

    assert checked.is_compliant
    assert in_words(without_controls(PASTED)) == (
        "Seen [thumbs up sign] [cjk unified ideograph-6f22] [gurmukhi letter pa] • end "
    )
    assert "Seen 👍 漢 ਪ • \ufeff\u200dend " in [one.text for one in document.paragraphs]


def test_what_the_font_has_stands_as_it_was_typed():
    typed = "Café, Łódź, Ș: “yes” – 5 € … αβγ, Жук, Việt\n• next"

    assert in_words(typed) == typed


def test_the_gate_finds_a_pdf_that_is_not_accessible(whole):
    """As does typst itself, which refuses to write one: here it was not asked to."""
    made = pdf.typst.compile(
        str(pdf.TEMPLATE),
        root=str(pdf.TEMPLATE.parent),
        format="pdf",
        sys_inputs={"report": pdf.json.dumps(whole)},
        pdf_tags=False,
    )

    assert not validate_pdf_bytes(made, profile=ValidationProfile.PDF_UA_1).is_compliant


@pytest.mark.parametrize(
    ("ending", "kind"),
    [
        ("pdf", "application/pdf"),
        ("docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    ],
)
def test_a_file_is_named_after_the_review_and_says_draft(
    world, signed_in, found, report, ending, kind
):
    address = f"/reviews/{report.pk}/report.{ending}"
    draft = signed_in(world.staff).get(address)
    publish(world, report)
    published = signed_in(world.lead).get(address)

    name = f'attachment; filename="KSCB-AUD2030-01 draft.{ending}"'
    assert (draft.headers["Content-Type"], draft.headers["Content-Disposition"]) == (kind, name)
    assert published.headers["Content-Disposition"] == name.replace(" draft", "")
