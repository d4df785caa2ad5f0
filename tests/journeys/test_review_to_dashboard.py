"""The main job: from what a review found to a figure on a board member's first page."""

import re
from datetime import timedelta

from kscb.dates import today
from reviews.models import Action, AuditReturn, Recommendation, Review
from tests.journeys.scene import asked_return, follow, go, press, set_up_board, told, type_date


def test_what_a_review_asks_is_done_shown_and_counted(world, open_as, looker, a_file):
    set_up_board(world)
    audit_return = asked_return(world)
    pages = {who: open_as(world.people[who]) for who in ("staff", "second_staff", "lead", "member")}
    assert changes_told_to(pages["member"], looker) == {}
    log_review(pages["staff"], looker)
    publish(pages["second_staff"], looker)
    submit_action(pages["lead"], looker, a_file)
    submit_return(pages["lead"], looker, audit_return, a_file)
    accept_both(pages["staff"], looker)
    assert changes_told_to(pages["member"], looker) == {
        "Published": 1,
        "Accepted action": 1,
        "Agreed return": 1,
    }


def log_review(page, looker):
    """As board staff: the review, a finding, a recommendation and an action."""
    page.goto("/")
    looker.look(page, "staff")
    follow(page, "Reviews")
    looker.look(page, "empty")
    follow(page, "Log a review")
    looker.look(page)
    page.get_by_label("Kind of review").select_option("Serious case review")
    page.get_by_label("Year commissioned").fill("2017")
    page.get_by_label("Pseudonym").fill("Harbour")
    page.get_by_label("Commissioning body").select_option("The board")
    press(page, "Log review")
    looker.look(page, "draft")
    add_finding(page, looker)
    add_recommendation(page, looker)
    log_action(page, looker)
    ask_to_publish(page, looker)


def add_finding(page, looker):
    follow(page, "Add a finding")
    looker.look(page)
    page.get_by_label("What was found").fill("“Nobody asked” who the father was – or why.")
    type_date(page, "Date of the finding", today() - timedelta(days=90))
    page.get_by_label("Fathers and other adults").check()
    press(page, "Add finding")


def add_recommendation(page, looker):
    follow(page, "Add a recommendation")
    looker.look(page)
    page.get_by_label("Recommendation").fill("Ask about, and check, every adult.")
    page.get_by_label("1. “Nobody asked”").check()
    press(page, "Add recommendation")


def log_action(page, looker):
    follow(page, "Make recommendations")
    looker.look(page)
    press(page, "Make recommendations")
    follow(page, Recommendation.objects.get().reference)
    plan_test(page, looker)
    follow(page, "Propose an action")
    looker.look(page)
    page.get_by_label("Owner agency").select_option("Kent Community Health (none open)")
    page.get_by_label("Named owner").select_option("Lesley Lead, Kent Community Health")
    page.get_by_label("What will be done").fill("Audit records every quarter.")
    page.get_by_label("What will be different for children").fill("Fathers are known and seen.")
    page.get_by_label("Process").check()
    type_date(page, "Due date", today() + timedelta(days=60))
    press(page, "Propose action")
    assert "is proposed" in told(page)
    looker.look(page, "proposed")
    press(page, "Agree it")
    assert "is agreed" in told(page)
    looker.look(page, "new")


def plan_test(page, looker):
    follow(page, "Plan an impact test")
    looker.look(page)
    page.get_by_label("Audit question").check()
    page.get_by_label("What would show a difference").fill("9 of 10 records name the father.")
    type_date(page, "Test on", today() + timedelta(days=200))
    press(page, "Plan this test")
    assert "is planned" in told(page)


def ask_to_publish(page, looker):
    page.goto(Review.objects.get().get_absolute_url())
    looker.look(page, "written")
    follow(page, "Ask to publish")
    looker.look(page)
    press(page, "Ask to publish")
    assert page.get_by_role("link", name="Approve and publish").count() == 0


def publish(page, looker):
    """As a second member of staff, who has not written in it."""
    page.goto("/")
    follow(page, Review.objects.get().title)
    looker.look(page)
    page.get_by_label("Why are you reading it?").fill("To approve its publication.")
    press(page, "Go on to read it")
    looker.look(page, "asked")
    follow(page, "Approve and publish")
    looker.look(page)
    for group in page.locator(".govuk-radios").all():
        group.get_by_label("Yes").check()
    page.get_by_label("What you checked").fill("Nobody could be recognised from it.")
    press(page, "Publish")
    assert "is published" in told(page)
    looker.look(page, "published")


def submit_action(page, looker, a_file):
    """As the agency's lead, from the list of what the agency owes."""
    page.goto("/")
    looker.look(page)
    reference = Action.objects.get().reference
    follow(page, reference)
    looker.look(page, "owed")
    follow(page, "Add an update or evidence")
    looker.look(page)
    page.get_by_label("What has been done").fill("Ten records were read.")
    page.get_by_label("Files").set_input_files(a_file)
    page.get_by_label("This is done: ask the board to accept it").check()
    press(page, "Save update")
    assert page.get_by_role("link", name=a_file.name, exact=True).is_visible()
    looker.look(page, "submitted")


def submit_return(page, looker, audit_return, a_file):
    follow(page, "What we owe")
    follow(page, audit_return.audit_round.reference)
    looker.look(page, "owed")
    follow(page, "Answer to question 1")
    looker.look(page)
    page.get_by_label("2 Mostly met").check()
    page.get_by_label("How you know").fill("We looked at ten files.")
    page.get_by_label("Files that show it").set_input_files(a_file)
    press(page, "Save and see all answers")
    follow(page, "Go on with Section 1")
    looker.look(page)
    second = page.get_by_role("group", name="2. How do you know?")
    second.get_by_label("2 Mostly met").check()
    second.get_by_label("How you know").fill("We looked at ten files.")
    press(page, "Save and see the return")
    looker.look(page, "answered")
    go(page.get_by_role("button", name="Submit to the board").first)
    assert "was submitted" in told(page)
    looker.look(page, "submitted")
    follow(page, "What we owe")
    looker.look(page, "nothing owed")


def accept_both(page, looker):
    """As board staff, from what waits on their first page."""
    page.goto("/")
    looker.look(page, "staff with work waiting")
    follow(page, Action.objects.get().reference)
    looker.look(page, "waits")
    follow(page, "Accept as done")
    looker.look(page)
    page.get_by_label("What you saw that shows it is done").fill("The audit of ten records.")
    press(page, "Accept as done")
    looker.look(page, "accepted")
    page.goto(AuditReturn.objects.get().get_absolute_url())
    looker.look(page, "waits")
    follow(page, "Agree return")
    looker.look(page)
    press(page, "Agree return")
    assert "was agreed" in told(page)


def changes_told_to(page, looker):
    """What changed since the last meeting, each figure checked against the rows it opens."""
    page.goto("/")
    looker.look(page, "member")
    links = page.locator(".changes > li > div > a")
    counted = {}
    for number in range(links.count()):
        link = links.nth(number)
        figure = int(link.locator("strong").inner_text())
        go(link)
        looker.look(page, "opened from a figure")
        assert page.locator("tbody tr").count() == figure, page.url
        counted[name_of(page)] = figure
        page.go_back()
    return counted


def name_of(page):
    return {
        "/reviews/": "Published",
        "/actions/": "Accepted action",
        "/audits/returns/": "Agreed return",
    }[re.sub(r"^https?://[^/]+|\?.*$", "", page.url)]
