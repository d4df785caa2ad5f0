"""The learning thread: from a notification to a theme that came back, and what the chair says."""

import re
from datetime import timedelta

from django.core import mail
from django.urls import reverse

from boards.models import Role
from kscb.dates import in_words, today
from reviews.models import Acceptance, Action, Measure, Recommendation, Review, Theme
from reviews.services import kinds
from tests.factories import (
    ActionFactory,
    AgencyFactory,
    BodyFactory,
    FindingFactory,
    RecommendationFactory,
    ReviewFactory,
    ReviewKindFactory,
    ThemeFactory,
    person_on,
)
from tests.journeys.scene import follow, go, press, told, type_date

THEME = "Fathers and other adults"
KIND = "Local child safeguarding practice review"
DID_BEFORE = "One review asked for it. What was done was never tested."


def ago(days):
    return today() - timedelta(days=days)


def test_what_was_learnt_came_back_and_the_chair_says_so(world, open_as, looker, a_file):
    set_up(world)
    staff, chair = open_as(world.staff), open_as(world.chair)

    log_notification(staff, looker)
    decide_by_the_two_questions(staff, looker)
    paste_findings(staff, looker)
    recommend(staff, looker)
    paste_actions(staff, looker)
    agree_the_plan(staff, looker)

    lead = open_as(world.lead)
    say_by_link(open_as(), looker, link_of_reminder(staff, looker))
    submit(lead, looker, a_file)
    accept(staff, looker)
    the_test_shows_no_help(staff, looker)
    publish(staff, chair, looker)

    alarm_rings_and_is_answered(staff, looker)
    theme_tells_the_story(chair, looker)
    give_verdict(chair, looker)
    theme_is_silent_of_what_is_restricted(lead, looker)


def set_up(world):
    """The lists, a third agency, and a review of long ago on the theme, its action not finished."""
    board = world.kent
    kinds.set_up(ReviewKindFactory(board=board, code="LCSPR", name=KIND), by=None)
    BodyFactory(board=board, name="The board")
    council = AgencyFactory(name="Kent County Council", serves=board)
    person_on(board, Role.LEAD, agency=council)
    theme = ThemeFactory(board=board, name=THEME)
    before = ReviewFactory(board=board, published=True, reference="KSCB/SCR2016-01")
    named = FindingFactory(review=before, themes=[theme])
    asked = RecommendationFactory(review=before, findings=[named])
    ActionFactory(recommendation=asked, agency=world.police, status="in_progress")


def the_review():
    return Review.objects.get(pseudonym="Harbour")


def page_of(record):
    return record.get_absolute_url()


# From a notification to a commissioned review


def log_notification(page, looker):
    log_review(page, "Harbour")
    assert "Notification within 5 working days" not in page.locator("main").inner_text()
    follow(page, "Stages, dates, clocks and holds of this review")
    looker.look(page)
    follow(page, "Enter a date")
    looker.look(page)
    page.get_by_label("What happened").select_option("Rapid review sent")
    type_date(page, "Date", ago(84))
    press(page, "Enter date")
    assert "was entered" in told(page)
    met = page.get_by_role("row").filter(has_text="Rapid review within 15 working days")
    assert "Met" in met.inner_text()
    looker.look(page, "with clocks")


def log_review(page, pseudonym):
    page.goto(reverse("reviews:add-review"))
    page.get_by_label("Kind of review").select_option(KIND)
    page.get_by_label("Year commissioned").fill(str(today().year))
    page.get_by_label("Pseudonym").fill(pseudonym)
    page.get_by_label("Commissioning body").select_option("The board")
    type_date(page, "Date the council became aware", ago(100))
    type_date(page, "Date the notification was sent", ago(98))
    page.get_by_label(THEME).check()
    press(page, "Log review")


def decide_by_the_two_questions(page, looker):
    """The records answer first: the earlier review stands on the page of the decision."""
    page.goto(page_of(the_review()))
    follow(page, "Decide whether to review")
    assert page.get_by_role("link", name="KSCB/SCR2016-01", exact=True).is_visible()
    looker.look(page)
    for question in ("Were the improvements", "Does it point to themes"):
        page.get_by_role("group", name=question).get_by_label("Yes", exact=True).check()
    page.get_by_label("What was identified, and what was done").fill(DID_BEFORE)
    page.get_by_label("Which themes, and how they come back").fill(f"{THEME}, in 2016.")
    page.get_by_role("group", name="Decision").get_by_label("Review", exact=True).check()
    page.get_by_label("Reasons").fill("The theme keeps coming back.")
    page.get_by_label("Who decided").fill("The independent chair")
    type_date(page, "Date of the decision", ago(83))
    press(page, "Record decision")
    assert page.get_by_text(DID_BEFORE).is_visible()
    looker.look(page)
    commission(page, looker)


def commission(page, looker):
    page.goto(page_of(the_review()))
    follow(page, "Move to a stage")
    looker.look(page)
    page.get_by_label("Stage").select_option("Commissioned")
    page.get_by_label("Reason").fill("Decided on the rapid review.")
    press(page, "Move")
    assert "new stage" in told(page)
    assert the_review().stage.name == "Commissioned"


# What it found, asks for, and who will do it


def paste(page, looker, what, *rows):
    page.goto(page_of(the_review()))
    follow(page, "paste from Word or Excel")
    page.get_by_label(what, exact=True).check()
    page.get_by_label("The rows, copied from Word or Excel").fill("\n".join(map("\t".join, rows)))
    press(page, "Show what this makes")
    looker.look(page, what)
    press(page, f"Save all {len(rows) - 1} {what.lower()}")
    assert f"All {len(rows) - 1} rows were saved." in told(page)


def paste_findings(page, looker):
    """A line break within a cell comes from Excel in quotation marks."""
    day = in_words(ago(80))
    paste(
        page,
        looker,
        "Findings",
        ("Finding", "Theme", "Date", "Agency"),
        ('"Nobody asked\nwho the father was."', THEME, day, "Kent Community Health"),
        ("Visits saw the mother alone.", THEME, day, ""),
    )
    assert [finding.wording for finding in the_review().findings.order_by("number")] == [
        "Nobody asked\nwho the father was.",
        "Visits saw the mother alone.",
    ]


def recommend(page, looker):
    """Drafted, made, and answered by the board."""
    follow(page, "Add a recommendation")
    page.get_by_label("Recommendation", exact=True).fill("Ask about, and check, every adult.")
    page.get_by_label("1. Nobody asked").check()
    press(page, "Add recommendation")
    looker.look(page, "drafted")
    follow(page, "Make recommendations")
    press(page, "Make recommendations")
    looker.look(page, "not answered")
    page.goto(page_of(recommended()))
    looker.look(page, "made")
    follow(page, "Write down the answer")
    looker.look(page)
    page.get_by_label("Accepted", exact=True).check()
    type_date(page, "Decided on", ago(70))
    page.get_by_label("Who decided").fill("The board")
    press(page, "Save the answer")
    assert "answer is saved" in told(page)


def recommended():
    return Recommendation.objects.get(review=the_review())


def paste_actions(page, looker):
    due, change = in_words(today() + timedelta(days=60)), "No father is unknown."
    headings = ("Recommendation", "Action", "Outcome", "Agency", "Due date", "Kind of change")
    paste(
        page,
        looker,
        "Actions",
        headings,
        ("1", "Train every visitor.", change, "Kent Community Health", due, "Training"),
        ("1", "Name adults in each report.", change, "Kent Police", due, "Process"),
        ("1", "Add a field to the record.", change, "Kent County Council", due, "System"),
    )
    assert set(proposed().values_list("status", flat=True)) == {"proposed"}


def proposed():
    return Action.objects.filter(recommendation=recommended())


def agree_the_plan(page, looker):
    """Only once it says how a difference will be known."""
    plan = reverse("reviews:review-plan", args=[the_review().pk])
    page.goto(plan)
    looker.look(page, "incomplete")
    go(page.get_by_role("link", name="does not say how a difference will be known"))
    follow(page, "Plan an impact test")
    page.get_by_label("Audit question").check()
    page.get_by_label("What would show a difference").fill("9 of 10 records name the father.")
    type_date(page, "Test on", today())
    press(page, "Plan this test")
    looker.look(page, "complete")
    page.goto(plan)
    looker.look(page, "complete")
    press(page, "Agree the plan")
    assert "The plan is agreed" in told(page)
    assert set(proposed().values_list("status", flat=True)) == {"agreed"}


# What was done, and whether it helped


def trained():
    return Action.objects.get(wording="Train every visitor.")


def link_of_reminder(page, looker):
    """As staff: "remind now" sends the link, which stands in the e-mail and nowhere else."""
    page.goto(page_of(trained()))
    looker.look(page, "agreed")
    follow(page, "Remind now")
    press(page, "Send now")
    assert "was sent" in told(page)
    [link] = {found for sent in mail.outbox for found in re.findall(r"/say/\S+", sent.body)}
    return link


def say_by_link(page, looker, link):
    """Nobody is signed in, and the words of an action of a restricted review are not shown."""
    page.goto(link)
    looker.look(page, "of a restricted review")
    assert page.get_by_text(trained().wording).count() == 0
    page.get_by_label("What has been done").fill("Half of the visitors are trained.")
    page.get_by_label("This link was sent to me").check()
    press(page, "Send to the board")
    assert page.get_by_role("heading", name="Thank you").is_visible()


def submit(page, looker, a_file):
    """As the agency's lead, signed in, who may not read the review."""
    page.goto("/")
    looker.look(page, "of a restricted review")
    follow(page, trained().reference)
    assert page.get_by_text("Half of the visitors are trained.").is_visible()
    looker.look(page, "updated by link")
    follow(page, "Add an update or evidence")
    page.get_by_label("What has been done").fill("All of the visitors are trained.")
    page.get_by_label("Files").set_input_files(a_file)
    page.get_by_label("This is done: ask the board to accept it").check()
    press(page, "Save update")
    assert page.get_by_role("link", name=a_file.name, exact=True).is_visible()
    assert trained().awaits_board


def accept(page, looker):
    """Then weeks pass, which the rest of the story looks back on."""
    page.goto(page_of(trained()))
    follow(page, "Accept as done")
    page.get_by_label("What you saw that shows it is done").fill("The list of those trained.")
    press(page, "Accept as done")
    looker.look(page, "accepted")
    assert Acceptance.objects.update(accepted_on=ago(40)) == 1


def the_test_shows_no_help(page, looker):
    measure = Measure.objects.get()
    page.goto(reverse("reviews:measures"))
    looker.look(page)
    follow(page, measure.reference)
    looker.look(page, "due")
    follow(page, "Give the result")
    looker.look(page)
    page.get_by_label("Did not help").check()
    type_date(page, "Tested on", ago(20))
    page.get_by_label("What was seen").fill("3 of 10 records name the father.")
    press(page, "Save the result")
    looker.look(page, "waits for what comes of it")
    act_anew(page, looker)


def act_anew(page, looker):
    follow(page, "Propose a new action")
    looker.look(page)
    page.get_by_label("Owner agency").select_option("Kent Community Health (none open)")
    page.get_by_label("Named owner").select_option("Lesley Lead, Kent Community Health")
    page.get_by_label("What will be done").fill("No record closes before it names every adult.")
    page.get_by_label("What will be different for children").fill("Fathers are known and seen.")
    page.get_by_label("System or tool").check()
    type_date(page, "Due date", today() + timedelta(days=90))
    press(page, "Propose action")
    press(page, "Agree it")
    assert "is agreed" in told(page)
    assert Measure.objects.get().led_to.status == "agreed"
    page.goto(page_of(Measure.objects.get()))
    looker.look(page, "led to an action")


def publish(staff, chair, looker):
    staff.goto(page_of(the_review()))
    looker.look(staff, "with its actions")
    follow(staff, "Ask to publish")
    press(staff, "Ask to publish")
    chair.goto(page_of(the_review()))
    chair.get_by_label("Why are you reading it?").fill("To approve its publication.")
    press(chair, "Go on to read it")
    follow(chair, "Approve and publish")
    for group in chair.locator(".govuk-radios").all():
        group.get_by_label("Yes").check()
    chair.get_by_label("What you checked").fill("Nobody could be recognised from it.")
    press(chair, "Publish")
    assert "is published" in told(chair)


# It comes back


def alarm_rings_and_is_answered(page, looker):
    log_review(page, "Lantern")
    follow(page, "Add a finding")
    page.get_by_label("What was found").fill("Again nobody asked who else was at home.")
    type_date(page, "Date of the finding", ago(10))
    page.get_by_label(THEME).check()
    press(page, "Add finding")
    assert page.get_by_role("heading", name="This theme has come back").is_visible()
    assert page.locator(".verdict strong").inner_text() == (
        "Named in 2 earlier reviews; 1 action accepted as done; "
        "last tested less than a month ago; 0 helped."
    )
    looker.look(page, "ringing")
    page.goto(reverse("reviews:alarms"))
    looker.look(page)
    page.goto(page_of(Review.objects.get(pseudonym="Lantern")))
    looker.look(page, "with an alarm")
    follow(page, f"Finding 1: {THEME}")
    page.get_by_label("What will the board do differently this time?").fill("Change the record.")
    press(page, "Record the board’s answer")
    assert "answer was recorded" in told(page)


def the_theme():
    return Theme.objects.get(name=THEME)


def tags_of_story(page):
    """The tags of the story in its order, a recurrence without its months."""
    tags = page.locator(".thread > li .tag").all_inner_texts()
    return [re.sub(r",.*", "", tag) for tag in tags]


def theme_tells_the_story(page, looker):
    page.goto(reverse("reviews:themes"))
    looker.look(page)
    page.goto(reverse("reviews:themes-over-time"))
    looker.look(page)
    page.goto(page_of(the_theme()))
    looker.look(page, "come back")
    assert tags_of_story(page) == [
        "Named",
        "Named",
        "Done",
        "Tested: did not help",
        "Recurs",
        "The board’s answer",
    ]
    figures = page.locator(".facts dd > a").all_inner_texts()
    assert [re.match(r"\d+( of \d+)?", figure)[0] for figure in figures] == [
        "3",  # named
        "1 of 5",  # done
        "1 of 1",  # tested
        "1",  # came back
    ]


def give_verdict(page, looker):
    follow(page, "Give a verdict")
    looker.look(page)
    page.get_by_label("The same", exact=True).check()
    page.get_by_label("Reasons").fill("Training alone did not change what visitors ask.")
    press(page, "Give verdict")
    assert "board’s verdict now" in told(page)
    assert page.get_by_role("heading", name="Is practice better? The same").is_visible()
    looker.look(page, "judged")
    page.goto(reverse("reviews:verdicts", args=[the_theme().pk]))
    looker.look(page)


def theme_is_silent_of_what_is_restricted(page, looker):
    """To the agency, which knows the published reviews only, the theme has not come back."""
    page.goto(page_of(the_theme()))
    looker.look(page, "as an agency sees it")
    assert page.get_by_role("heading", name="Is practice better? The same").is_visible()
    assert "Recurs" not in tags_of_story(page)
    assert "The board’s answer" not in tags_of_story(page)
    assert "Lantern" not in page.content()
