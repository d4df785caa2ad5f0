"""A plan says what it lacks, and is agreed once it lacks nothing."""

import pytest

from kscb.dates import today
from reviews.services import plans
from tests.after import refusal, told
from tests.factories import (
    ActionFactory,
    AuditRoundFactory,
    MeasureFactory,
    RecommendationFactory,
    ResponseFactory,
    ReviewFactory,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("read_today")]


def words(review):
    return [gap.words for gap in plans.gaps(review)]


@pytest.fixture
def proposed(world, recommendation):
    return ActionFactory(
        recommendation=recommendation, agency=world.health, owner=world.lead, status="proposed"
    )


def test_a_plan_says_what_it_lacks_one_thing_after_another(world, review, recommendation):
    assert words(review) == [f"{recommendation} has no response from the board yet."]

    ResponseFactory(recommendation=recommendation, by=world.staff)
    assert words(review) == [
        f"{recommendation} does not say how a difference will be known.",
        f"{recommendation} has neither an action nor a reason for having none.",
    ]

    MeasureFactory(recommendation=recommendation)
    recommendation.no_action_reason = "Done."
    recommendation.save()
    assert words(review) == []


def test_a_draft_and_an_action_on_what_was_not_accepted_are_gaps(world, review, proposed):
    asked = proposed.recommendation
    ResponseFactory(recommendation=asked, answer="not_accepted", reasons="No.", by=world.staff)
    draft = RecommendationFactory(review=review, number=9, status="draft")

    assert words(review) == [
        f"{asked} was not accepted, but an action is proposed for it: withdraw it.",
        f"{draft} is still a draft: make it.",
    ]


def test_a_review_that_asks_for_nothing_has_no_plan(world, review):
    assert words(review) == ["The review has made no recommendation yet."]
    with refusal("The plan is not complete. The review has made no recommendation yet."):
        plans.agree(review, by=world.staff)


def test_agreeing_the_plan_agrees_its_actions_and_no_others(world, signed_in, review, proposed):
    asked = proposed.recommendation
    ResponseFactory(recommendation=asked, by=world.staff)
    MeasureFactory(recommendation=asked)
    elsewhere = RecommendationFactory(review=ReviewFactory(board=world.kent))
    other = ActionFactory(
        recommendation=elsewhere, agency=world.police, owner=world.member, status="proposed"
    )
    other.recommendations.add(asked)

    signed_in(world.staff).post(f"/reviews/{review.pk}/plan/agree/")

    for record in (review, proposed, other):
        record.refresh_from_db()
    assert review.plan_agreed_on == today()
    assert (proposed.status, other.status) == ("agreed", "proposed")
    assert told() == [(world.lead, "KSCB: an action was agreed for your agency")]


def test_the_plan_on_paper_holds_answer_actions_and_tests(world, signed_in, review, proposed):
    asked = proposed.recommendation
    ResponseFactory(recommendation=asked, reasons="As far as it goes.", by=world.staff)
    test = MeasureFactory(recommendation=asked)

    page = signed_in(world.staff).get(f"/reviews/{review.pk}/plan/")

    [group] = page.context["groups"]
    html = page.content.decode()
    assert (group["actions"], group["measures"]) == ([proposed], [test])
    assert "As far as it goes." in html
    assert test.wording in html
    assert "Agree the plan" in html


def test_a_withdrawn_action_is_not_counted_as_done(world, signed_in, review, proposed):
    proposed.status = "withdrawn"
    proposed.save()

    page = signed_in(world.staff).get(f"/reviews/{review.pk}/plan/")

    assert (page.context["total"], page.context["accepted"]) == (1, 0)


# Findings of an audit


def finding_of(theme, agency):
    return {
        "kind": "good_practice",
        "wording": "Zanzibar seen.",
        "themes": [theme.pk],
        "agencies": [agency.pk],
        "found_on_0": 1,
        "found_on_1": 3,
        "found_on_2": 2018,
    }


def test_an_audit_finds_too_and_an_agency_it_asks_is_not_told(
    world, signed_in, audit_return, theme
):
    audited = audit_return.audit_round
    address = f"/audits/{audited.pk}/findings/add/"

    answer = signed_in(world.staff).post(address, finding_of(theme, world.police))

    [finding] = audited.findings.all()
    assert answer.url == audited.get_absolute_url()
    assert (finding.kind, list(finding.agencies.all())) == ("good_practice", [world.police])
    seen = {
        who: "Zanzibar seen." in signed_in(world.people[who]).get(answer.url).content.decode()
        for who in ("staff", "chair", "member", "lead")
    }
    assert seen == {"staff": True, "chair": True, "member": True, "lead": False}


def test_a_finding_of_an_audit_is_changed_and_its_words_stay_from_the_agency(
    world, signed_in, audit_return, theme
):
    audited = audit_return.audit_round
    client = signed_in(world.staff)
    client.post(f"/audits/{audited.pk}/findings/add/", finding_of(theme, world.police))
    finding = audited.findings.get()

    changed = finding_of(theme, world.police) | {"kind": "learning", "version": finding.version}
    answer = client.post(f"/reviews/findings/{finding.pk}/edit/", changed | {"wording": "Less."})

    finding.refresh_from_db()
    assert (answer.url, finding.kind) == (audited.get_absolute_url(), "learning")
    page = signed_in(world.lead).get(audited.get_absolute_url()).content.decode()
    assert "Zanzibar seen" not in page
    assert "Less." not in page


def test_an_audit_that_has_not_begun_has_found_nothing(world, signed_in, theme):
    planned = AuditRoundFactory(board=world.kent, status="planned")

    answer = signed_in(world.staff).post(
        f"/audits/{planned.pk}/findings/add/", finding_of(theme, world.police)
    )

    assert "This audit has not begun" in answer.content.decode()
    assert planned.findings.count() == 0
