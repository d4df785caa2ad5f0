"""A section on one page: saved together, by two people at once, by whom it was given to."""

import tracemalloc

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from boards.models import Draft, Role
from kscb.refusal import Stale
from reviews.models import Answer, AnswerQuery, AuditReturn, Evidence, Question, Support
from reviews.services import answers, audits, sharing
from tests.after import errors_on, everything, refusal, steps_on, told, typed_in
from tests.factories import (
    AnswerFactory,
    AnswerQueryFactory,
    EvidenceFactory,
    SectionFactory,
    SupportFactory,
    person_on,
)


@pytest.fixture
def more(audit_round):
    """Two more questions, of other kinds, in a second section."""
    framework = audit_round.framework
    section = SectionFactory(framework=framework, title="Practice")
    shared = {"framework": framework, "section": section, "scale": ""}
    return [
        Question.objects.create(
            **shared, number=3, key="seen", kind="yes_no", wording="Are fathers seen?"
        ),
        Question.objects.create(
            **shared, number=4, key="many", kind="number", unit="files", wording="How many?"
        ),
    ]


@pytest.fixture
def address(audit_return):
    return lambda number: f"/audits/returns/{audit_return.pk}/sections/{number}/"


def typed_from(page, **typed):
    """What the page's form would send, but for what is typed over it."""
    form = page.context["form"]
    sent = {name: form[name].value() for name in form.fields}
    return {name: word for name, word in sent.items() if word not in (None, "")} | typed


def test_a_section_is_answered_in_one_go(
    world, signed_in, audit_return, more, questions, grades, address
):
    client = signed_in(world.lead)
    page = client.get(address(1))

    typed = {"q1-grade": grades[3].pk, "q1-text": "Seen.", "q2-text": "Half done."}
    saved = client.post(address(1), typed_from(page, **typed, next="1"))

    audit_return.refresh_from_db()
    found = [(one.question, one.grade, one.text, one.version) for one in Answer.objects.all()]
    assert found == [
        (questions[0], grades[3], "Seen.", 1),
        (questions[1], None, "Half done.", 1),
    ]
    assert (audit_return.status, saved.url) == ("in_progress", address(2))
    assert [verb for _, verb, _ in steps_on(audit_return)] == [
        "answered question 1",
        "answered question 2",
        "started",
    ]


def test_each_kind_of_question_has_its_own_box(world, signed_in, audit_return, more, address):
    client = signed_in(world.lead)
    page = client.get(address(2))

    client.post(address(2), typed_from(page, **{"q3-choice": "partly", "q4-number": "12.5"}))

    said = [one.said for one in Answer.objects.select_related("question")]
    again = client.get(address(2)).context["form"]
    assert said == ["Partly", "12.50 files"]
    assert (again["q3-choice"].value(), str(again["q4-number"].value())) == ("partly", "12.50")


def test_what_is_wrong_is_said_with_its_question_and_nothing_is_saved(
    world, signed_in, audit_return, more, address
):
    client = signed_in(world.lead)
    page, before = client.get(address(2)), everything()

    wrong = client.post(address(2), typed_from(page, **{"q3-text": "We look.", "q4-number": "x"}))

    said = ["Question 4: Number of files must be a number, like 8.3"]
    assert (wrong.status_code, errors_on(wrong)) == (422, said)
    assert typed_in(wrong, "q3-text") == "We look."
    assert everything() == before


def test_two_people_in_one_section_keep_both_their_answers(
    world, signed_in, audit_return, questions, address
):
    mine = signed_in(world.lead)
    page = mine.get(address(1))
    give(audit_return, questions[0], "Theirs.", by=world.contributor)

    saved = mine.post(address(1), typed_from(page, **{"q2-text": "Mine."}))

    assert saved.status_code == 302
    assert [one.text for one in Answer.objects.all()] == ["Theirs.", "Mine."]


def test_one_answer_that_both_changed_is_shown_with_both_texts(
    world, signed_in, audit_return, questions, address
):
    mine = signed_in(world.lead)
    page = mine.get(address(1))
    give(audit_return, questions[0], "Theirs.", by=world.contributor)
    before = everything()
    typed = typed_from(page, **{"q1-text": "Mine.", "q2-text": "Mine too."})

    stale = mine.post(address(1), typed)

    shown = [(one.label, one.theirs, one.yours) for one in stale.context["form"].conflicts]
    assert shown == [("Question 1: how you know", "Theirs.", "Mine.")]
    assert errors_on(stale) == [f"Question 1: {Stale([], 1)}"]
    assert (stale.status_code, everything()) == (422, before)
    assert typed_in(stale, "q2-text") == "Mine too."

    again = mine.post(address(1), typed_from(stale, **{"q1-text": "Theirs. Mine."}))

    assert again.status_code == 302
    assert [one.text for one in Answer.objects.all()] == ["Theirs. Mine.", "Mine too."]


def test_one_may_go_back_to_what_stood_there_before_a_colleague_wrote(
    world, signed_in, audit_return, questions, address
):
    give(audit_return, questions[0], "First.", by=world.lead)
    mine = signed_in(world.lead)
    page = mine.get(address(1))
    give(audit_return, questions[0], "Theirs.", by=world.contributor, version=1)
    stale = mine.post(address(1), typed_from(page, **{"q1-text": "Mine."}))

    mine.post(address(1), typed_from(stale, **{"q1-text": "First."}))

    assert Answer.objects.get().text == "First."


def test_a_draft_shows_what_was_typed_and_the_newest_of_the_rest(
    world, signed_in, audit_return, questions, address
):
    mine = signed_in(world.lead)
    page = mine.get(address(1))
    mine.post(address(1), typed_from(page, **{"q2-text": "Mine.", "save_draft": "by script"}))
    give(audit_return, questions[0], "Theirs.", by=world.contributor)

    shown = mine.get(address(1))
    saved = mine.post(address(1), typed_from(shown))

    assert (typed_in(shown, "q1-text"), typed_in(shown, "q2-text")) == ("Theirs.", "Mine.")
    assert (saved.status_code, Draft.objects.count()) == (302, 0)
    assert [one.text for one in Answer.objects.all()] == ["Theirs.", "Mine."]


def test_a_number_beyond_all_measure_in_a_draft_is_not_written_out(
    world, signed_in, audit_return, more, address
):
    """Thirty million noughts would fill the memory at each opening of the page."""
    client = signed_in(world.lead)
    page = client.get(address(2))
    typed = {"q4-number": "1e30000000", "save_draft": "by script"}
    client.post(address(2), typed_from(page, **typed))

    tracemalloc.start()
    again = client.get(address(2))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()

    assert again.context["form"]["q4-number"].value() == "1e30000000"
    assert peak < 20_000_000


def test_a_text_that_nobody_changed_is_not_asked_about_again(
    world, signed_in, audit_return, questions, address
):
    give(audit_return, questions[0], "Born on 3 March 2011.", by=world.lead)
    client = signed_in(world.lead)
    page = client.get(address(1))

    kept = client.post(address(1), typed_from(page, **{"q2-text": "We look."}))
    asked = client.post(address(1), typed_from(page, **{"q1-text": "Born on 4 March 2011."}))

    assert (kept.status_code, asked.status_code) == (302, 422)


# Given to colleagues


def test_a_contributor_answers_only_the_sections_given_to_them(
    world, signed_in, audit_return, more, address
):
    sharing.share(
        audit_return,
        people=[world.contributor],
        sections={world.contributor: [more[0].section]},
        by=world.lead,
    )
    client = signed_in(world.contributor)
    question = f"/audits/returns/{audit_return.pk}/questions"

    opened = [client.get(address(1)), client.get(address(2))]
    asked = [client.get(f"{question}/1/"), client.get(f"{question}/3/")]
    refused = client.post(address(1), {"q1-text": "Mine."})
    page = client.get(audit_return.get_absolute_url())

    assert [one.status_code for one in [*opened, *asked]] == [403, 200, 403, 200]
    assert (refused.status_code, Answer.objects.count()) == (403, 0)
    given = [(part.section.title, part.may_answer) for part in page.context["sections"]]
    assert given == [("Section 1", False), ("Practice", True)]
    assert f"{question}/1/" not in page.text
    assert steps_on(audit_return) == [
        (world.lead, "shared", {"to": "Cam Contributor (“Practice”)"})
    ]


def test_nor_do_they_reply_or_use_evidence_in_the_sections_of_others(
    world, signed_in, audit_return, more
):
    for question in (audit_return.audit_round.framework.questions.first(), more[0]):
        answer = AnswerFactory(audit_return=audit_return, question=question, grade=None)
        AnswerQueryFactory(answer=answer)
    AuditReturn.objects.update(status="returned")
    sharing.share(
        audit_return,
        people=[world.contributor],
        sections={world.contributor: [more[0].section]},
        by=world.lead,
    )
    client = signed_in(world.contributor)
    queries = AnswerQuery.objects.order_by("answer__question__number")

    replies = [client.get(f"/audits/queries/{query.pk}/reply/") for query in queries]
    uses = [
        client.get(reverse("reviews:use-for-question", args=[audit_return.pk, number]))
        for number in (1, 3)
    ]

    page = client.get(audit_return.get_absolute_url()).text
    assert [one.status_code for one in [*replies, *uses]] == [403, 200, 403, 200]
    assert [f"/audits/queries/{query.pk}/reply/" in page for query in queries] == [False, True]


@pytest.fixture
def one_item(world, audit_return, more):
    """Given for an answer in each section, and asked about for both; the second section is the
    contributor's."""
    questions = (audit_return.audit_round.framework.questions.first(), more[0])
    item = EvidenceFactory(board=world.kent, agency=world.health)
    for question in questions:
        answer = AnswerFactory(audit_return=audit_return, question=question, grade=None)
        SupportFactory(evidence=item, answer=answer, status="queried")
    AuditReturn.objects.update(status="returned")
    sharing.share(
        audit_return,
        people=[world.contributor],
        sections={world.contributor: [more[0].section]},
        by=world.lead,
    )
    return item


def test_nor_do_they_answer_about_evidence_in_the_sections_of_others(world, signed_in, one_item):
    client, uses = signed_in(world.contributor), list(one_item.supports.all())
    urls = [reverse("reviews:reply-on-evidence", args=[use.pk]) for use in uses]

    page = client.get(one_item.get_absolute_url()).text
    opened = [client.get(url).status_code for url in urls]
    sent = [client.post(url, {"note": "All of them."}).status_code for url in urls]

    assert [url in page for url in urls] == [False, True]
    assert (opened, sent) == ([403, 200], [403, 302])
    assert [use.status for use in one_item.supports.all()] == ["queried", "submitted"]


def test_their_newer_version_of_evidence_serves_no_section_of_others(
    world, signed_in, one_item, more
):
    typed = {"title": "Newer", "link": "https://kscb.example/newer"}

    signed_in(world.contributor).post(f"/evidence/{one_item.pk}/newer/", typed)

    [use] = Support.objects.filter(evidence__replaces=one_item)
    assert use.answer.question == more[0]


def test_they_give_no_newer_version_of_what_serves_only_others(world, signed_in, one_item, more):
    Support.objects.filter(answer__question=more[0]).delete()
    client, url = signed_in(world.contributor), f"/evidence/{one_item.pk}/newer/"

    page = client.get(one_item.get_absolute_url())
    reached = [client.get(url), client.post(url, {"link": "https://kscb.example/newer"})]

    assert (page.status_code, page.context["may_renew"]) == (200, False)
    assert [one.status_code for one in reached] == [403, 403]
    assert Evidence.objects.get() == one_item


def test_the_lead_shares_sections_on_the_page_and_takes_them_back(
    world, signed_in, audit_return, more
):
    client, person = signed_in(world.lead), world.contributor
    url = f"/audits/returns/{audit_return.pk}/share/"
    chosen = {"people": [person.pk], f"sections_{person.pk}": [more[0].section_id]}

    client.post(url, chosen)
    shown = client.get(url).context["form"]
    held = list(audit_return.section_shares.values_list("person", "section"))
    client.post(url, {"people": [person.pk]})

    assert held == [(person.pk, more[0].section_id)]
    assert shown[f"sections_{person.pk}"].value() == [more[0].section_id]
    assert not audit_return.section_shares.exists()
    assert list(audit_return.contributors.all()) == [person]


def test_a_section_of_other_questions_is_not_shared(world, audit_return):
    strange = SectionFactory()

    with refusal("That section is not part of this audit."):
        sharing.share(
            audit_return,
            people=[world.contributor],
            sections={world.contributor: [strange]},
            by=world.lead,
        )


def test_a_contributor_says_that_their_part_is_ready(world, signed_in, audit_return):
    sharing.share(audit_return, people=[world.contributor], by=world.lead)

    signed_in(world.contributor).post(f"/audits/returns/{audit_return.pk}/ready/")

    assert steps_on(audit_return)[-1] == (world.contributor, "said that their part is ready", {})
    assert told() == [(world.lead, "KSCB: a colleague’s part of an audit return is ready for you")]


# Whom the board asks


def test_the_board_s_question_goes_to_the_author_and_then_to_who_stands_in(
    world, signed_in, audit_return
):
    author = world.contributor
    other = person_on(world.kent, Role.CONTRIBUTOR, agency=world.health, name="Sandy Stands-in")
    audit_return.contributors.set([author, other])
    typed = {"author": author.pk, "substitute": other.pk}
    signed_in(world.lead).post(f"/audits/returns/{audit_return.pk}/author/", typed)
    audit_return.refresh_from_db()

    here = sharing.asked_about(audit_return)
    author.memberships.update(to_on="2018-01-01")
    gone = sharing.asked_about(AuditReturn.objects.get())

    assert (audit_return.author, audit_return.substitute) == (author, other)
    assert (author in here, author in gone, other in gone) == (True, False, True)


def test_only_those_who_see_the_return_are_named_and_told(world, signed_in, audit_return):
    """A link that leads to nothing helps nobody."""
    said = (
        "Cam Contributor does not answer this return for Kent Community Health. Share it with them "
        "first."
    )
    with refusal(said):
        sharing.name_author(audit_return, author=world.contributor, substitute=None, by=world.lead)
    form = signed_in(world.lead).get(f"/audits/returns/{audit_return.pk}/author/").context["form"]
    sharing.share(audit_return, people=[world.contributor], by=world.lead)
    sharing.name_author(audit_return, author=world.contributor, substitute=None, by=world.lead)
    sharing.share(audit_return, people=[], by=world.lead)
    AuditReturn.objects.update(status="submitted")

    audits.send_back(AuditReturn.objects.get(), by=world.staff, note="Which wards?")

    assert list(form.fields["author"].queryset) == [world.lead]
    assert {person for person, _ in told()} == {world.lead}


def test_nobody_from_outside_the_agency_is_named(world, audit_return):
    said = (
        "Sam Staff does not answer this return for Kent Community Health. Share it with them first."
    )
    with refusal(said):
        sharing.name_author(audit_return, author=world.staff, substitute=None, by=world.lead)
    with refusal("The person who stands in must be somebody else."):
        sharing.name_author(audit_return, author=world.lead, substitute=world.lead, by=world.lead)
    with refusal("Name who wrote it before you name who stands in."):
        sharing.name_author(audit_return, author=None, substitute=world.lead, by=world.lead)


# The page of the return


@pytest.mark.parametrize(
    ("person", "page"), [("lead", ""), ("staff", ""), ("member", ""), ("lead", "sections/1/")]
)
def test_a_page_asks_no_more_for_fifty_questions_and_their_evidence(
    person, page, world, signed_in, audit_return, questions
):
    client, url = signed_in(world.people[person]), f"{audit_return.get_absolute_url()}{page}"
    fill(audit_return, questions)
    client.get(url)
    few = queries_of(client, url)
    framework = audit_return.audit_round.framework
    section = framework.sections.get()
    Question.objects.bulk_create(
        Question(
            framework=framework,
            section=section,
            number=number,
            key=f"more-{number}",
            scale="met",
            wording="Who else?",
        )
        for number in range(3, 51)
    )
    fill(audit_return, framework.questions.filter(number__gte=3))

    many = queries_of(client, url)

    assert many == few <= 12


def queries_of(client, url):
    with CaptureQueriesContext(connection) as queries:
        assert client.get(url).status_code == 200
    return len(queries)


def fill(audit_return, questions):
    given = EvidenceFactory(board=audit_return.board, agency=audit_return.agency)
    for question in questions:
        before = AnswerFactory(audit_return__board=audit_return.board)
        answer = AnswerFactory(
            audit_return=audit_return, question=question, carried_from=before, is_confirmed=False
        )
        SupportFactory(evidence=given, answer=answer)


def give(audit_return, question, text, *, by, version=0):
    return answers.answer(
        audit_return, question=question, grade=None, text=text, version=version, by=by
    )
