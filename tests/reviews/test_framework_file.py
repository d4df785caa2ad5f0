"""A framework as a readable file: the shipped ones, what is written out, and bad files refused."""

from dataclasses import replace

import pytest

from kscb.case_data import suspicions
from kscb.refusal import Refused
from reviews.imports import frameworks as files
from reviews.services import frameworks
from reviews.services.written import as_text, common_scales, written
from tests.factories import FrameworkFactory

GOOD = """
key = "walk"
name = "Walk"
[[section]]
title = "One"
[[section.question]]
key = "first"
wording = "Who leads?"
scale = "met"
"""
OWN_SCALE = """
[[scale]]
key = "ours"
[[scale.grade]]
value = 0
label = "No"
[[scale.grade]]
value = 1
label = "Yes"
"""


def read(text):
    return files.read(text.encode())


def refused(text):
    with pytest.raises(Refused) as refusal:
        read(text) if isinstance(text, str) else files.read(text)
    return str(refusal.value)


def test_four_frameworks_are_shipped():
    found = {one.key: (len(one.sections), len(one.questions)) for one in files.shipped()}

    assert found == {
        "case-file-audit": (2, 11),
        "schools": (6, 18),
        "section-11": (9, 24),
        "walkabout": (4, 12),
    }


def test_section_11_grades_eight_standards():
    [section_11] = [one for one in files.shipped() if one.key == "section-11"]

    graded = [
        section.title
        for section in section_11.sections
        if any(question.kind == "graded" for question in section.questions)
    ]
    assert len(graded) == 8


@pytest.mark.django_db
@pytest.mark.parametrize("shipped", files.shipped(), ids=lambda one: one.key)
def test_a_shipped_framework_is_used_and_published(shipped, world):
    made = frameworks.draft(world.kent, shipped, by=world.staff)

    assert written(made) == shipped
    assert frameworks.publish(made, by=world.staff).is_published


@pytest.mark.django_db
def test_the_shipped_frameworks_share_questions_on_one_scale(world):
    for shipped in files.shipped():
        frameworks.draft(world.kent, shipped, by=world.staff)

    assert world.kent.frameworks.count() == 4


@pytest.mark.parametrize("shipped", files.shipped(), ids=lambda one: one.key)
def test_a_shipped_framework_holds_no_case_data(shipped):
    asked = [shipped.introduction]
    for question in shipped.questions:
        asked += [question.wording, question.guidance, question.good_evidence]

    assert [one for words in asked for one in suspicions(words)] == []


@pytest.mark.parametrize("shipped", files.shipped(), ids=lambda one: one.key)
def test_what_is_written_out_reads_in_the_same(shipped):
    assert read(as_text(shipped)) == shipped


def test_a_scale_of_its_own_is_written_out_and_read_in():
    framework = read(GOOD.replace('"met"', '"ours"') + OWN_SCALE)

    assert framework.scales[0].grades == ((0, "No"), (1, "Yes"))
    assert read(as_text(framework)) == framework


@pytest.mark.parametrize(
    "words",
    [
        'He said "no"',
        "C:\\records",
        "First.\nSecond.\n\nThird.",
        'Three """ in a row\nand a line',
        'Ends with a quotation mark\n"so"',
        "A back-slash at the end of a line\\\nand another",
        "A tab\tand a curly ’",
    ],
)
def test_whatever_people_type_survives_the_file(words):
    framework = read(GOOD)
    [section] = framework.sections
    asked = replace(section.questions[0], wording=words, guidance=words, options=())
    framework = replace(framework, sections=(replace(section, questions=(asked,)),))

    assert read(as_text(framework)) == framework


def test_the_four_scales_are_known():
    assert {key: len(scale.grades) for key, scale in common_scales().items()} == {
        "0-3": 4,
        "ofsted": 4,
        "met": 4,
        "rag": 3,
    }


@pytest.mark.django_db
def test_a_framework_made_here_is_written_out_without_what_is_retired():
    framework = FrameworkFactory(name="Ours")
    framework.questions.filter(number=2).update(valid_to=framework.valid_from)

    assert [question.key for question in read(as_text(written(framework))).questions] == [
        "question-1"
    ]


BAD = [
    ("", "The file: there must be at least one “section”."),
    ("key = section-11", "Line 1 cannot be read: invalid value. " + files.COMPARE),
    ('key = "a"\n\nname = \'b', 'Line 3 cannot be read: expected "\'". ' + files.COMPARE),
    (GOOD.replace('name = "Walk"', ""), "The file: “name” is missing."),
    (GOOD.replace('key = "walk"', ""), "The file: “key” is missing."),
    (
        GOOD.replace('"walk"', '"Walk About"'),
        "The file: “key” must be small letters and digits with hyphens between, such as "
        "leaders-own-it.",
    ),
    (GOOD.replace('"Walk"', "7"), "The file: “name” must be text in quotation marks."),
    (
        GOOD.replace('"Walk"', f'"{"W" * 121}"'),
        "The file: “name” must be 120 characters or fewer; it has 121.",
    ),
    (
        GOOD.replace('"Walk"', '"W\\u0000"'),
        "The file: “name” holds a character that cannot be kept. Type it again.",
    ),
    (
        GOOD.replace('title = "One"', 'titel = "One"'),
        "Section 1: “titel” is not known here. Known are “title”, “introduction”, “question”.",
    ),
    (GOOD.replace("wording", "#wording"), "Section 1, question 1: “wording” is missing."),
    (
        GOOD + 'kind = "essay"',
        "Section 1, question 1: “kind” must be one of “graded”, “yes_no”, “narrative”, “number”, "
        "“choice”.",
    ),
    (
        GOOD.replace('"met"', '"1-9"'),
        "Section 1, question 1: “scale” must be one of “0-3”, “met”, “ofsted”, “rag”.",
    ),
    (
        GOOD.replace('scale = "met"', ""),
        "Section 1, question 1: “scale” must be one of “0-3”, “met”, “ofsted”, “rag”.",
    ),
    (
        GOOD + 'kind = "narrative"',
        "Section 1, question 1: “scale” is only for a question whose kind is “graded”.",
    ),
    (
        GOOD.replace('scale = "met"', 'kind = "choice"'),
        "Section 1, question 1: “options” must be a list of texts, of which one is chosen.",
    ),
    (
        GOOD.replace('scale = "met"', 'kind = "choice"\noptions = ["A", " A "]'),
        "Section 1, question 1: “options” must hold from 2 to 20, each another.",
    ),
    (
        GOOD.replace('scale = "met"', f'kind = "choice"\noptions = ["A", "{"B" * 121}"]'),
        "Section 1, question 1: each of “options” is one line of 1 to 120 characters.",
    ),
    (
        GOOD + 'optional = "yes"',
        "Section 1, question 1: “optional” must be true or false, without quotation marks.",
    ),
    (
        GOOD + '[[section.question]]\nkey = "first"\nwording = "Again?"\nkind = "narrative"',
        "Section 1, question 2: “key” is “first”, as in section 1, question 1.",
    ),
    (
        'key = "a"\nname = "b"\nsection = "c"',
        "The file: each “section” must be a part of its own, such as [[section]].",
    ),
    (
        'key = "a"\nname = "b"\n[[section]]\ntitle = "c"',
        "Section 1: there must be at least one “question”.",
    ),
    (GOOD + OWN_SCALE, "The scale “ours” is not used by any question. Take it out."),
    (
        GOOD.replace('"met"', '"ours"') + OWN_SCALE.replace("value = 1", "value = 0"),
        "Scale 1: “grade” must hold two grades or more, each of another value.",
    ),
    (
        GOOD.replace('"met"', '"ours"') + OWN_SCALE.replace("value = 1", "value = true"),
        "Scale 1, grade 2: “value” must be a whole number from 0 to 100.",
    ),
    (
        GOOD + OWN_SCALE.replace("ours", "met"),
        "Scale 1: “met” is known, with the grades 0 Not met, 1 Partly met, 2 Mostly met, "
        "3 Fully met.",
    ),
    (
        b'key = "a"\nname = "\xff"',
        "Line 2 holds something that is not text. Save the file as plain text (UTF-8).",
    ),
    (b"#" * 200_001, "The file is larger than 200 kB. A framework is text alone."),
    ("a = " + "[" * 5000, "The file holds lists inside lists, or numbers, that go on too far."),
    ("a = " + "9" * 5000, "The file holds lists inside lists, or numbers, that go on too far."),
    (
        GOOD
        + "".join(
            f'[[section.question]]\nkey = "k{n}"\nwording = "W"\nkind = "narrative"\n'
            for n in range(200)
        ),
        "Section 1: there are 201 of “question”, and 200 is the most.",
    ),
]


@pytest.mark.parametrize(("text", "sentence"), BAD, ids=[sentence for _, sentence in BAD])
def test_a_bad_file_is_refused_in_a_sentence_that_says_where(text, sentence):
    assert refused(text) == sentence
