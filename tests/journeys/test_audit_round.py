"""A section 11 round: begun from last year's, filled in, moderated, reported, and compared."""

from datetime import timedelta

import pytest
from django.urls import reverse

from boards.models import Role
from kscb.dates import today
from reviews.models import Answer, AuditReturn, AuditRound, Framework, Review
from tests.factories import (
    AgencyFactory,
    AnswerFactory,
    AuditReturnFactory,
    AuditRoundFactory,
    BodyFactory,
    FrameworkFactory,
    MembershipFactory,
    QuestionFactory,
    SectionFactory,
    ThemeFactory,
    person_on,
)
from tests.journeys.scene import follow, go, press, told, type_date

LAST, THIS = "KSCB/S11-2025", "KSCB/S11-2026"


@pytest.fixture
def council(world):
    """A third agency, and its lead."""
    agency = AgencyFactory(name="Kent County Council", serves=world.kent)
    person_on(world.kent, Role.LEAD, agency=agency, name="Lou Council")
    person_on(world.kent, Role.LEAD, agency=world.police, name="Lee Police")
    return agency


def test_a_round_from_last_years_to_a_report_that_compares(world, council, open_as, looker):
    set_up(world, council)
    staff, chair, lead = open_as(world.staff), open_as(world.chair), open_as(world.lead)

    repeat(staff, looker)
    share_a_section(lead, looker)
    draft_the_section(open_as(world.contributor), looker)
    use_the_answer_given_to_medway(lead, looker)
    submit(lead, looker)
    send_back_with_a_question(staff, looker)
    reply_and_resubmit(lead, looker)
    others_answer()

    moderate(chair, looker)
    reply_to_the_grade(lead, looker)
    agree_and_close(staff, looker)
    find_and_report(staff, looker)
    compare(staff, looker)
    sees_only_its_own(lead, looker)


def set_up(world, council):
    """Last year's round, agreed; and what one of its agencies has just told another board."""
    framework = FrameworkFactory(name="Section 11")
    practice = SectionFactory(framework=framework, title="Practice")
    QuestionFactory(
        framework=framework,
        section=practice,
        number=3,
        scale="met",
        wording="Are staff supervised?",
        shared_key="supervision",
    )
    ThemeFactory(board=world.kent, name="Supervision")
    BodyFactory(board=world.kent, name="The board")
    opened = today() - timedelta(days=365)
    last = AuditRoundFactory(
        board=world.kent,
        framework=framework,
        reference=LAST,
        title="Section 11, 2025",
        opens_on=opened,
        due_on=opened + timedelta(days=40),
        status="closed",
    )
    for agency in (world.health, world.police, council):
        answered(last, agency, questions=(1, 2))
    MembershipFactory(board=world.medway, user=world.lead, role=Role.LEAD, agency=world.health)
    beside = AuditRoundFactory(board=world.medway, framework=framework, reference="MSCB/S11-2026")
    answered(beside, world.health, questions=(3,), text="Monthly, and written down.")


def answered(audit_round, agency, *, questions, text="We read twenty records."):
    audit_return = AuditReturnFactory(audit_round=audit_round, agency=agency, status="agreed")
    for number in questions:
        AnswerFactory(
            audit_return=audit_return,
            question=audit_round.framework.questions.get(number=number),
            grade=audit_round.framework.grades.get(value=3),
            text=text,
        )
    return audit_return


def this_round():
    return AuditRound.objects.get(reference=THIS)


def return_of(agency):
    return AuditReturn.objects.get(audit_round__reference=THIS, agency__name=agency)


def open_return(page, agency="Kent Community Health"):
    page.goto(return_of(agency).get_absolute_url())


# Before the answers


def repeat(page, looker):
    page.goto(AuditRound.objects.get(reference=LAST).get_absolute_url())
    looker.look(page, "closed")
    follow(page, "Repeat this audit")
    looker.look(page)
    page.get_by_role("textbox", name="Reference").fill(THIS)
    page.get_by_label("Ask the same 3 agencies now").check()
    press(page, "Plan it again")
    assert "planned again" in told(page)
    looker.look(page, "repeated")
    assert Answer.objects.filter(audit_return__audit_round=this_round()).count() == 6


# Filling in


def share_a_section(page, looker):
    page.goto("/")
    follow(page, THIS)
    looker.look(page, "carried forward")
    follow(page, "Share with colleagues")
    page.get_by_label("Cam Contributor", exact=True).check()
    page.get_by_role("group", name="Sections for Cam Contributor").get_by_label("Section 1").check()
    looker.look(page)
    press(page, "Save")


def draft_the_section(page, looker):
    """As the colleague: one answer changed, the other still true."""
    open_return(page)
    follow(page, "Section 1")
    looker.look(page)
    page.get_by_label("How you know").first.fill("We read thirty records this year.")
    press(page, "Save, and confirm all that was carried forward here")
    assert "2 of 2" in page.locator("main").inner_text()
    press(page, "My part is ready")


def use_the_answer_given_to_medway(page, looker):
    audit_return = return_of("Kent Community Health")
    page.goto(reverse("reviews:answer-question", args=[audit_return.pk, 3]))
    assert "Monthly, and written down." in page.locator("main").inner_text()
    looker.look(page, "answered elsewhere")
    go(page.get_by_role("button", name="Use th"))
    assert "The answer was copied" in told(page)


def submit(page, looker):
    open_return(page)
    looker.look(page, "whole")
    go(page.get_by_role("button", name="Submit to the board").first)
    assert "submitted" in told(page)
    looker.look(page, "with its receipt")


def send_back_with_a_question(page, looker):
    open_return(page)
    looker.look(page, "to decide")
    go(page.get_by_role("link", name="Ask about this answer to question 1"))
    looker.look(page)
    page.get_by_label("What you ask").fill("Which teams were the records from?")
    press(page, "Ask")
    go(page.get_by_role("link", name="Return with"))
    looker.look(page)
    press(page, "Return to agency")


def reply_and_resubmit(page, looker):
    open_return(page)
    looker.look(page, "with a question")
    go(page.get_by_role("link", name="Reply about"))
    looker.look(page)
    page.get_by_label("Your reply").fill("From all five.")
    press(page, "Reply")
    go(page.get_by_role("button", name="Submit to the board").first)
    assert return_of("Kent Community Health").get_status_display() == "Resubmitted"


def others_answer():
    """The other two agencies hand in what they had carried forward, and one grade more."""
    framework = this_round().framework
    for agency in ("Kent Police", "Kent County Council"):
        audit_return = return_of(agency)
        audit_return.answers.update(is_confirmed=True)
        question = framework.questions.get(number=3)
        AnswerFactory(
            audit_return=audit_return, question=question, grade=framework.grades.get(value=2)
        )
        AuditReturn.objects.filter(pk=audit_return.pk).update(status="agreed")


# After the answers


def moderate(page, looker):
    open_return(page)
    go(page.get_by_role("link", name="Moderation:"))
    looker.look(page)
    go(page.get_by_role("link", name="Moderate question 1"))
    looker.look(page)
    page.get_by_label("2 Mostly met").check()
    press(page, "Save moderated grade")
    assert "Say why" in page.locator(".govuk-error-summary").inner_text()
    looker.look(page, "with errors")
    page.get_by_role("textbox", name="Why").fill("The records show it in most teams, not all.")
    press(page, "Save moderated grade")
    press(page, "Moderation is finished")
    assert "The agency has been told" in told(page)


def reply_to_the_grade(page, looker):
    open_return(page)
    assert "most teams, not all" in page.locator("main").inner_text()
    looker.look(page, "moderated")
    go(page.get_by_role("link", name="Reply to the moderated grade"))
    looker.look(page)
    page.get_by_label("Your agency’s reply").fill("We accept that.")
    press(page, "Reply")


def agree_and_close(page, looker):
    open_return(page)
    follow(page, "Agree return")
    press(page, "Agree return")
    page.goto(this_round().get_absolute_url())
    follow(page, "Close with what it found")
    page.get_by_label("What the audit found").fill("Supervision is less well known than thought.")
    press(page, "Close audit")
    looker.look(page, "closed")


def find_and_report(page, looker):
    page.goto(reverse("reviews:find-in-audit", args=[this_round().pk]))
    page.get_by_label("Something to learn").check()
    page.get_by_label("What was found").fill("Supervision is not written down everywhere.")
    type_date(page, "Date of the finding", today())
    page.get_by_label("Supervision", exact=True).check()
    press(page, "Add finding")
    page.goto(this_round().get_absolute_url())
    follow(page, "Begin the report")
    looker.look(page)
    page.get_by_label("The board", exact=True).check()
    press(page, "Begin report")
    looker.look(page, "of an audit")
    follow(page, "Add a recommendation")
    page.get_by_label("Recommendation").fill("Write supervision down in every service.")
    page.get_by_label("Supervision is not").check()
    press(page, "Add recommendation")
    report = Review.objects.get(audit_round=this_round())
    page.goto(reverse("reviews:audit-report", args=[report.pk]))
    assert "Write supervision down" in page.locator("body").inner_text()
    looker.look(page)


def compare(page, looker):
    page.goto(this_round().get_absolute_url())
    follow(page, "Every grade, by agency and question")
    looker.look(page)
    page.goto(reverse("reviews:audit-comparison", args=[this_round().pk]))
    looker.look(page)
    assert "Who leads?" in page.locator("main").inner_text()
    assert Framework.objects.count() == 1


def sees_only_its_own(page, looker):
    """Three agencies are too few to be told of without being known."""
    page.goto(reverse("reviews:audit-results", args=[this_round().pk]))
    looker.look(page, "of an agency")
    assert "Kent Police" not in page.locator("main").inner_text()
