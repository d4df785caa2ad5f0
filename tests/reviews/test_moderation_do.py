"""A panel grades each answer beside the agency's own grade; the agency replies once."""

import pytest

from boards.models import Role, User
from kscb.refusal import Refused, Stale
from reviews.models import Answer, AuditReturn, Moderation, SectionShare
from reviews.services import answers, audits, moderation, sharing, submissions
from tests.after import CANARY, refusal, steps_on, told
from tests.factories import (
    AgencyFactory,
    AnswerFactory,
    AuditReturnFactory,
    AuditRoundFactory,
    FrameworkFactory,
    MembershipFactory,
    ModerationFactory,
    SectionShareFactory,
    SupportFactory,
    person_on,
)

Status = AuditReturn.Status


@pytest.fixture
def sent(audit_return, questions, grades):
    """Submitted; the agency gave itself “Mostly met” for both questions."""
    for question in questions:
        AnswerFactory(audit_return=audit_return, question=question, grade=grades[2])
    return put(audit_return, "submitted")


@pytest.fixture
def answer(sent):
    return sent.answers.first()


@pytest.fixture
def moderate(world, answer, grades):
    def moderate(**fields):
        given = {"grade": grades[1], "reason": f"{CANARY} shows less.", "version": 0}
        return moderation.moderate(answer, by=world.chair, **given | fields)

    return moderate


def put(audit_return, status):
    AuditReturn.objects.filter(pk=audit_return.pk).update(status=status)
    audit_return.refresh_from_db()
    return audit_return


# The panel


def test_staff_name_the_panel(world, audit_round):
    moderation.name_panel(audit_round, panel=[world.member, world.chair], version=1, by=world.staff)

    assert set(audit_round.panel.all()) == {world.member, world.chair}
    [(who, verb, _)] = steps_on(audit_round)
    assert (who, verb) == (world.staff, "named the moderation panel")


def test_nobody_sits_who_is_not_of_the_board(world, audit_round):
    with refusal("Lesley Lead is not staff, chair or member of this board now."):
        moderation.name_panel(audit_round, panel=[world.lead], version=1, by=world.staff)


def test_two_who_name_the_panel_lose_neither(world, audit_round):
    moderation.name_panel(audit_round, panel=[world.chair], version=1, by=world.staff)

    with refusal(str(Stale([], 1)), Stale):
        moderation.name_panel(audit_round, panel=[world.member], version=1, by=world.second_staff)


@pytest.mark.parametrize("place", ["on the panel", "not on the panel"])
def test_a_member_moderates_only_on_the_panel(world, sent, place):
    if place == "on the panel":
        sent.audit_round.panel.add(world.member)

    assert world.member.has_perm("reviews.moderate_answer", sent) is (place == "on the panel")


def test_nobody_moderates_their_own_agency_wherever_they_belong_to_it(world, audit_round, sent):
    audit_round.panel.add(world.member)
    own = AuditReturnFactory(audit_round=audit_round, agency=world.police, status="submitted")
    MembershipFactory(user=world.chair, board=world.medway, role="lead", agency=world.health)
    chair = User.objects.get(pk=world.chair.pk)

    assert not world.member.has_perm("reviews.moderate_answer", own)
    assert not chair.has_perm("reviews.moderate_answer", sent)
    assert chair.has_perm("reviews.moderate_answer", own)


def test_one_who_left_the_board_is_no_longer_on_the_panel(world, sent):
    gone = person_on(world.medway, Role.MEMBER)
    sent.audit_round.panel.add(gone, world.leaver)

    for person in (gone, world.leaver):
        assert not person.has_perm("reviews.moderate_answer", sent)


# Moderating


def test_a_moderated_grade_stands_beside_the_own_grade(world, sent, moderate, grades):
    given = moderate()

    given.refresh_from_db()
    assert (given.grade, given.by, given.version) == (grades[1], world.chair, 1)
    note = f"1 Partly met. {CANARY} shows less."
    assert steps_on(sent) == [(world.chair, "moderated question 1", {"note": note})]
    assert (told(), given.answer.grade) == ([], grades[2])


def test_a_grade_that_differs_needs_its_reason_and_the_same_needs_none(moderate, grades):
    with refusal("Say why your grade differs from the agency’s own."):
        moderate(reason=" ")

    assert moderate(grade=grades[2], reason="").reason == ""


def test_a_grade_of_another_scale_is_refused(moderate):
    other = FrameworkFactory().grades.first()

    with refusal("Question 1 is not graded on that scale."):
        moderate(grade=other)


@pytest.mark.parametrize("first", [0, 1])
def test_two_of_the_panel_lose_neither_grade(world, moderate, grades, first):
    """Both at their first grade; and both who change it."""
    moderate(reason="Theirs.")
    if first:
        moderate(reason="Theirs now.", version=1)

    with refusal(str(Stale([], 1)), Stale) as stale:
        moderate(grade=grades[0], reason="Mine.", version=first)
    kept = moderate(grade=grades[0], reason="Mine.", version=stale.value.version)

    assert (kept.grade, kept.reason, Moderation.objects.count()) == (grades[0], "Mine.", 1)


@pytest.mark.parametrize("status", ["in_progress", "returned", "moderated", "agreed"])
def test_only_a_return_that_waits_for_the_panel_is_moderated(sent, moderate, status):
    label = put(sent, status).get_status_display()

    with refusal(f"This return is now “{label}”, so its moderated grades cannot change."):
        moderate()


def test_the_agency_sees_nothing_before_it_is_finished(world, signed_in, sent, moderate):
    moderate()
    for reader in (world.lead, world.member):
        page = signed_in(reader).get(sent.get_absolute_url()).content.decode()
        assert CANARY not in page.replace(sent.audit_round.title, "")
        assert "oderated" not in page

    moderation.finish(sent, by=world.chair)

    lead = signed_in(world.lead).get(sent.get_absolute_url()).content.decode()
    assert "Moderated grade: 1 Partly met" in lead
    assert f"{CANARY} shows less." in lead
    member = signed_in(world.member).get(sent.get_absolute_url()).content.decode()
    assert "1 Partly met" in member
    assert f"{CANARY} shows less." not in member


def test_finishing_tells_the_agency(world, sent, moderate):
    moderate()

    moderation.finish(sent, by=world.chair)

    sent.refresh_from_db()
    assert (sent.status, sent.is_moderated) == ("moderated", True)
    assert steps_on(sent)[-1] == (
        world.chair,
        "finished the moderation",
        {"from": "Submitted", "to": "Moderated"},
    )
    assert told() == [(world.lead, "KSCB: your agency's audit return was moderated")]


def test_nothing_moderated_is_not_finished(world, sent):
    with refusal("Moderate at least one answer first, or agree the return as it stands."):
        moderation.finish(sent, by=world.chair)


@pytest.fixture
def sent_again(world, sent, moderate, answer, grades):
    """The panel agreed with “Mostly met”; it went back, and is “Fully met” now."""
    moderate(grade=grades[2], reason="")
    audits.send_back(sent, by=world.staff, note="Add evidence.")
    answers.answer(
        sent,
        question=answer.question,
        grade=grades[3],
        text="Done now.",
        by=world.lead,
        version=answer.version,
    )
    submissions.submit(sent, by=world.lead)
    sent.refresh_from_db()
    return sent


def test_a_grade_of_what_has_changed_since_does_not_count(world, signed_in, sent_again):
    said = (
        "The agency has changed its answers since the panel graded them. Moderate these again "
        "first: question 1."
    )
    client, mark = signed_in(world.chair), "Moderate again: the agency has changed its answer"

    with refusal(said):
        moderation.finish(sent_again, by=world.chair)
    page = client.get(f"/audits/returns/{sent_again.pk}/moderation/").text
    across = client.get(f"/audits/{sent_again.audit_round_id}/moderation/1/").text
    question = client.get(f"/audits/returns/{sent_again.pk}/moderation/1/").text

    assert (page.count(mark), across.count(mark)) == (1, 1)
    assert "has changed this answer since the panel graded it" in question


def test_the_same_grade_of_what_has_changed_needs_its_reason_now(
    world, signed_in, sent_again, moderate, grades
):
    with refusal("Say why your grade differs from the agency’s own."):
        moderate(grade=grades[2], reason="", version=1)

    kept = moderate(grade=grades[2], reason="Not in the files.", version=1)
    page = signed_in(world.chair).get(f"/audits/returns/{sent_again.pk}/moderation/").text
    moderation.finish(sent_again, by=world.chair)

    assert (kept.grade, kept.reason, kept.is_out_of_date) == (grades[2], "Not in the files.", False)
    assert "Moderate again" not in page


@pytest.mark.parametrize("version", [0, 1])
def test_a_grade_is_given_again_as_it_was_once_the_answer_was_read_anew(
    world, sent, moderate, answer, grades, version
):
    moderate(grade=grades[1], reason="Less.")
    Answer.objects.filter(pk=answer.pk).update(text="More words.", version=2)
    with pytest.raises(Refused):
        moderation.finish(sent, by=world.chair)

    moderation.moderate(
        answer, grade=grades[1], reason="Less.", version=version, by=world.second_staff
    )
    moderation.finish(sent, by=world.chair)

    found = Moderation.objects.get()
    assert (found.by, found.of_version, found.version) == (world.second_staff, 2, 1)
    assert [(who, detail.get("note")) for who, _, detail in steps_on(sent)][:2] == [
        (world.chair, "1 Partly met. Less."),
        (world.second_staff, "1 Partly met again, as it is now."),
    ]


def test_a_grade_that_differs_without_a_reason_is_not_finished(world, sent, moderate, grades):
    """However it came about: the page asks for the reason."""
    moderate(grade=grades[2], reason="")
    Moderation.objects.update(grade=grades[1])

    with refusal("Say first why the panel’s grade differs from the agency’s own: question 1."):
        moderation.finish(sent, by=world.chair)


def test_a_half_moderated_return_is_not_agreed_behind_the_agency(world, sent, moderate):
    moderate()
    said = (
        "The panel has moderated answers of this return. Finish the moderation first, so that "
        "the agency sees its moderated grades."
    )

    with refusal(said):
        audits.agree(sent, by=world.staff)
    moderation.finish(sent, by=world.chair)
    audits.agree(sent, by=world.staff)

    sent.refresh_from_db()
    assert sent.status == "agreed"


# Who opens the pages


@pytest.fixture
def panelist(world, sent, signed_in):
    """A member of the police, on the panel."""
    sent.audit_round.panel.add(world.member)
    SupportFactory(answer=sent.answers.first(), evidence__title=f"{CANARY} list")
    return signed_in(world.member)


def statuses_of(client, audit_return, grade):
    """Of the pages to read, then of the steps to take."""
    url = f"/audits/returns/{audit_return.pk}/moderation/"
    typed = {"grade": grade.pk, "reason": "Less.", "version": 0}
    return [
        client.get(url).status_code,
        client.get(f"{url}1/").status_code,
        client.post(f"{url}1/", typed).status_code,
        client.post(f"{url}finish/").status_code,
    ]


@pytest.mark.parametrize("status", ["not_started", "in_progress", "returned"])
def test_the_panel_does_not_open_what_was_not_sent(world, panelist, sent, grades, status):
    page = panelist.get(f"/audits/returns/{sent.pk}/moderation/1/").content.decode()
    assert f"{CANARY} list" in page

    put(sent, status)

    assert statuses_of(panelist, sent, grades[0]) == [404] * 4
    assert not Moderation.objects.exists()


def test_the_panel_does_not_open_a_case_that_their_own_agency_still_owes(
    world, panelist, audit_round, sent, grades
):
    AuditReturn.objects.filter(pk=sent.pk).update(case_number=1)
    own = AuditReturnFactory(audit_round=audit_round, agency=world.police, case_number=1)
    before = statuses_of(panelist, sent, grades[0])
    page = panelist.get(sent.get_absolute_url()).content.decode()

    put(own, "submitted")

    assert (before, f"{sent.pk}/moderation/" in page) == ([404] * 4, False)
    assert statuses_of(panelist, sent, grades[0]) == [200, 200, 302, 302]


def test_staff_and_the_chair_see_what_was_moderated_before_it_went_back(
    world, signed_in, sent, moderate
):
    moderate()
    put(sent, "returned")

    page = signed_in(world.chair).get(f"/audits/returns/{sent.pk}/moderation/").content.decode()

    assert f"{CANARY} shows less." in page
    assert "This return cannot be moderated now." in page


# The agency's reply


@pytest.fixture
def given(answer, grades):
    put(answer.audit_return, "moderated")
    made = ModerationFactory(answer=answer, grade=grades[1])
    return Moderation.objects.get(pk=made.pk)


def test_the_agency_replies_once(world, given):
    moderation.reply(given, reply=f"{CANARY} differs.", by=world.lead)

    given.refresh_from_db()
    assert (given.reply, given.replied_by) == (f"{CANARY} differs.", world.lead)
    verb = "replied to the moderated grade of question 1"
    note = {"note": f"{CANARY} differs."}
    assert steps_on(given.answer.audit_return) == [(world.lead, verb, note)]
    with refusal("Your agency has replied to this grade already. It can reply once."):
        moderation.reply(given, reply="More.", by=world.lead)


def test_no_reply_once_it_is_agreed(world, given):
    put(given.answer.audit_return, "agreed")

    with pytest.raises(Refused, match="is now “Agreed”"):
        moderation.reply(given, reply="Late.", by=world.lead)


# Pages


def test_a_grade_without_a_reason_is_shown_again_with_what_was_typed(
    world, signed_in, sent, grades
):
    response = signed_in(world.chair).post(
        f"/audits/returns/{sent.pk}/moderation/1/",
        {"grade": grades[0].pk, "reason": "", "version": 0},
    )

    assert response.status_code == 422
    assert "Say why your grade differs from the agency’s own." in response.content.decode()
    assert not Moderation.objects.exists()


@pytest.mark.parametrize("count", [1, 3])
def test_one_question_across_agencies_asks_no_more_as_it_grows(
    world, signed_in, audit_round, questions, count, django_assert_num_queries
):
    audit_round.panel.add(world.member)
    for _ in range(count):
        asked = AuditReturnFactory(
            audit_round=audit_round, agency=AgencyFactory(serves=world.kent), status="submitted"
        )
        ModerationFactory(answer=AnswerFactory(audit_return=asked, question=questions[0]))
    client = signed_in(world.member)

    with django_assert_num_queries(9):
        page = client.get(f"/audits/{audit_round.pk}/moderation/1/").content.decode()

    assert page.count("Moderate<span") == count


def test_the_grid_hides_an_unfinished_grade_of_their_own_agency(
    world, signed_in, audit_round, questions
):
    audit_round.panel.add(world.member)
    own = AuditReturnFactory(audit_round=audit_round, agency=world.police, status="submitted")
    ModerationFactory(answer=AnswerFactory(audit_return=own, question=questions[0]))

    page = signed_in(world.member).get(f"/audits/{audit_round.pk}/moderation/1/").content.decode()

    assert "Others moderate your agency" in page
    assert "Not met" not in page


# What the panel reads


@pytest.fixture
def on_panel(sent, world):
    """The member sits on the panel; both answers of the return are known by their words."""
    sent.audit_round.panel.add(world.member)
    sent.answers.update(text="Twenty files read.")
    return sent


def pages_of(client, audit_return):
    """The return, its moderation, and one answer to moderate: (status, whether its words show)."""
    where = (
        audit_return.get_absolute_url(),
        f"/audits/returns/{audit_return.pk}/moderation/",
        f"/audits/returns/{audit_return.pk}/moderation/1/",
    )
    found = [client.get(url) for url in where]
    return [(one.status_code, "Twenty files read." in one.text) for one in found]


READS = [(200, True), (200, False), (200, True)]
SEES_GRADES = [(200, False), (404, False), (404, False)]


def test_the_panel_reads_the_whole_return_and_takes_no_step_on_it(world, signed_in, on_panel):
    on_panel.contributors.add(world.contributor)
    sharing.share(on_panel, people=[world.contributor], by=world.lead)
    client = signed_in(world.member)

    assert pages_of(client, on_panel) == READS
    page = client.get(on_panel.get_absolute_url()).text
    assert "because you are on the audit’s moderation panel" in page
    assert "Cam Contributor" not in page
    assert "What has happened" not in page
    steps = ("agree", "query", "share", "submit", "answer")
    assert [step for step in steps if f"returns/{on_panel.pk}/{step}" in page] == []


@pytest.mark.parametrize("status", [one for one in Status if one not in AuditReturn.SENT])
def test_the_panel_reads_nothing_that_is_with_the_agency(world, signed_in, on_panel, status):
    put(on_panel, status)

    assert pages_of(signed_in(world.member), on_panel) == SEES_GRADES


@pytest.mark.parametrize("status", AuditReturn.SENT)
def test_the_panel_reads_whatever_was_sent(world, signed_in, on_panel, status):
    put(on_panel, status)

    assert pages_of(signed_in(world.member), on_panel) == READS


def test_a_member_of_the_board_who_is_not_on_the_panel_sees_grades(world, signed_in, on_panel):
    other = person_on(world.kent, Role.MEMBER, agency=world.police)

    assert pages_of(signed_in(other), on_panel) == SEES_GRADES


def test_a_panel_of_another_round_is_not_this_ones(world, signed_in, on_panel):
    on_panel.audit_round.panel.clear()
    AuditRoundFactory(board=world.kent).panel.add(world.member)

    assert pages_of(signed_in(world.member), on_panel) == SEES_GRADES


def test_one_who_belongs_to_the_agency_elsewhere_does_not_read_it_for_the_panel(
    world, signed_in, on_panel
):
    MembershipFactory(user=world.member, board=world.medway, role="lead", agency=world.health)

    assert pages_of(signed_in(world.member), on_panel) == SEES_GRADES


@pytest.mark.parametrize("own", ["in_progress", "submitted"])
def test_of_a_case_the_panel_reads_nothing_before_its_own_agency_answered(
    world, signed_in, on_panel, own
):
    AuditReturn.objects.filter(pk=on_panel.pk).update(case_number=1)
    AuditReturnFactory(
        audit_round=on_panel.audit_round, agency=world.police, case_number=1, status=own
    )

    expected = READS if own == "submitted" else SEES_GRADES
    assert pages_of(signed_in(world.member), on_panel) == expected


def test_sections_given_to_colleagues_are_not_for_the_panel(world, on_panel):
    share = SectionShareFactory(audit_return=on_panel, person=world.contributor)

    readers = [
        name
        for name in ("staff", "chair", "lead", "member")
        if share in SectionShare.objects.visible_to(world.people[name])
    ]

    assert readers == ["staff", "chair", "lead"]
