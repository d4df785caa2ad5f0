from dataclasses import FrozenInstanceError

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as some

from kscb.case_data import (
    Suspicion,
    kinds_in_words,
    suspicions,
    suspicions_of_file_name,
)

A_NAME = "a name with an age"
A_BIRTH = "a date of birth"
A_POSTCODE = "a postcode"
AN_NHS_NUMBER = "an NHS number"
A_PHONE = "a phone number"

any_text = settings(database=None, deadline=None)


def found(text):
    return [(suspicion.kind, suspicion.words) for suspicion in suspicions(text)]


def found_in_file_name(name):
    return [(suspicion.kind, suspicion.words) for suspicion in suspicions_of_file_name(name)]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("The school knew Jamie, aged 7, well.", "Jamie, aged 7"),
        ("Ellie (14) told her teacher.", "Ellie (14)"),
        ("Ellie, 14, told her teacher.", "Ellie, 14"),
        ("John Smith, 3 years old, was seen.", "John Smith, 3 years old"),
        ("The mother of 3-year-old Tom called.", "3-year-old Tom"),
        ("A 3 year old boy called Tom was seen.", "3 year old boy called Tom"),
        ("Tom aged 6 months", "Tom aged 6 months"),
        ("Tom aged 7yrs", "Tom aged 7yrs"),
        ("Tom, age: 7", "Tom, age: 7"),
        ("Tom (aged 7)", "Tom (aged 7)"),
        ("Tom (6 months)", "Tom (6 months)"),
        ("Tom 7yo", "Tom 7yo"),
        ("Zoë O’Brien, aged seven", "Zoë O’Brien, aged seven"),
        ("Anne-Marie McDonald is 4 years old", "Anne-Marie McDonald is 4 years old"),
        ("Tom A. (7)", "Tom A. (7)"),
        ("SMITH aged 4", "SMITH aged 4"),
        ("When Jamie was aged 7", "Jamie was aged 7"),
        ("Tom is a 3-year-old", "Tom is a 3-year-old"),
        ("She said: “Jamie (7) fell.”", "Jamie (7)"),
        ("Police spoke to Tom.\nEllie (14) was out.", "Ellie (14)"),
        ("Jamie, aged 7 and in care", "Jamie, aged 7"),
    ],
)
def test_a_name_with_an_age_is_suspected(text, words):
    assert found(text) == [(A_NAME, words)]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("DOB 12/03/2011", "DOB 12/03/2011"),
        ("dob: 12.3.11", "dob: 12.3.11"),
        ("D.O.B. 2011-03-12", "D.O.B. 2011-03-12"),
        ("Date of birth:\n12 March 2011", "Date of birth:\n12 March 2011"),
        ("was born on 12th March 2011", "born on 12th March 2011"),
        ("Born in Maidstone on March 12, 2011.", "Born in Maidstone on March 12, 2011"),
        ("On 12 March 2017 a girl was born", "12 March 2017 a girl was born"),
        ("12/03/2011 (DOB)", "12/03/2011 (DOB"),
    ],
)
def test_a_full_date_beside_a_birth_is_suspected(text, words):
    assert found(text) == [(A_BIRTH, words)]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("lives at ME14 1XX now", "ME14 1XX"),
        ("lives at ME141XX.", "ME141XX"),
        ("lives at me14 1xx", "me14 1xx"),
        ("Me14 1XX", "Me14 1XX"),
        ("SW1A 2AA", "SW1A 2AA"),
        ("ME4 4TH", "ME4 4TH"),
        ("(E1 6AN)", "E1 6AN"),
    ],
)
def test_a_postcode_is_suspected(text, words):
    assert found(text) == [(A_POSTCODE, words)]


@pytest.mark.parametrize("number", ["9434765919", "943 476 5919", "943-476-5919", "4010232137"])
def test_an_nhs_number_is_suspected(number):
    assert found(f"Number {number}.") == [(AN_NHS_NUMBER, number)]


@pytest.mark.parametrize("number", ["9434765918", "943 476 5910", "94347659199", "943476591"])
def test_digits_that_fail_the_check_are_not_an_nhs_number(number):
    assert found(f"Number {number}.") == []


@pytest.mark.parametrize(
    "number",
    [
        "01632 960555",
        "(01632) 960 555",
        "020 7946 0958",
        "07700900123",
        "07700-900-123",
        "+447700900123",
        "+44 (0)1632 960555",
        "0044 7700 900123",
    ],
)
def test_a_phone_number_is_suspected(number):
    assert found(f"Ring {number}, please.") == [(A_PHONE, number)]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "In 2017/18 the board made 12 recommendations",
        "children aged under 1",
        "babies aged 0 to 6 months",
        "Kent Police and 2 health trusts",
        "Children aged 7 were asked. Those aged 16 and over, too.",
        "Pupils aged 11-12, Thanet Youth Voices aged 16+",
        "Child A, aged 7, and Child B (4)",
        "A 3-year-old was seen; 4-year-olds. The board agreed.",
        "Kent Police (2), Medway (14), Neglect (12)",
        "UASC aged 16, CAMHS (3)",
        "Key Stage 2 and the Average age 7",
        "Three (3) recommendations, Section 47 (2)",
        "She was 3 years old and the Protocol is 4 years old.",
        "Completions in July, 12, 14 and 15",
        "Published on 12 March 2017, 12/03/2017 and 2017-03-12.",
        "The unborn baby protocol of 12 March 2017",
        "Children born after 1 April 2017 are counted",
        "Babies are born early. On 12 March 2017 the board met.",
        "R3 and KSCB/SCR2017-02/R3/A1 of section s11 2nd return, E10000016",
        "between 01-02-2017 12:30 and 01.03.2018, 1 April 2017 - 31 March 2018",
        "Childline is 0800 1111, NHS 111, and 999",
        "KSCB/0123456789",
    ],
)
def test_the_sentences_of_reviews_are_not_suspected(text):
    assert found(text) == []


def test_each_thing_suspected_is_listed_by_kind():
    text = "Ring 07700 900123 about Jamie (7) of ME14 1XX, DOB 1/2/2010, or Ellie (9)."

    assert found(text) == [
        (A_NAME, "Jamie (7)"),
        (A_NAME, "Ellie (9)"),
        (A_BIRTH, "DOB 1/2/2010"),
        (A_POSTCODE, "ME14 1XX"),
        (A_PHONE, "07700 900123"),
    ]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Tom_Smith_aged_4.docx", [(A_NAME, "Tom Smith aged 4")]),
        ("notes-on-tom-smith-aged-4.docx", [(A_NAME, "tom smith aged 4")]),
        ("tom.4.years.old.docx", [(A_NAME, "tom 4 years old")]),
        ("Ellie (14 years).docx", [(A_NAME, "Ellie (14 years)")]),
        ("dob 2011-03-12.pdf", [(A_BIRTH, "dob 2011-03-12")]),
        ("d.o.b.12_03_2011.pdf", [(A_BIRTH, "d o b 12 03 2011")]),
        ("visit_ME14-1XX.pdf", [(A_POSTCODE, "ME14-1XX")]),
        ("me14_1xx.pdf", [(A_POSTCODE, "me14 1xx")]),
        ("943_476_5919.pdf", [(AN_NHS_NUMBER, "943 476 5919")]),
        ("tel-07700-900123.pdf", [(A_PHONE, "07700-900123")]),
        ("KSCB-SCR2017-02 action plan v2.docx", []),
        ("Action Plan (2).docx", []),
        ("Minutes 2017-03-12 (1).docx", []),
        ("20170312_panel_minutes.pdf", []),
        ("children_aged_4.xlsx", []),
        ("deaths aged 0-4.xlsx", []),
        ("section_11_audit_2017-18.xlsx", []),
        ("", []),
    ],
)
def test_the_name_of_a_file_is_read_as_words(name, expected):
    assert found_in_file_name(name) == expected


@pytest.mark.parametrize(
    ("kinds", "words"),
    [
        ([], ""),
        ([A_POSTCODE], "a postcode"),
        ([A_POSTCODE, A_PHONE, A_PHONE], "a postcode and a phone number"),
        ([A_NAME, A_BIRTH, A_PHONE], "a name with an age, a date of birth and a phone number"),
    ],
)
def test_kinds_are_said_once_each(kinds, words):
    assert kinds_in_words([Suspicion(kind, "…") for kind in kinds]) == words


def test_the_words_stay_out_of_logs_and_cannot_be_changed():
    [suspicion] = suspicions("Jamie (7)")

    assert repr(suspicion) == "Suspicion(kind='a name with an age')"
    with pytest.raises(FrozenInstanceError):
        suspicion.words = "other"


@any_text
@given(some.text())
def test_any_text_can_be_read(text):
    for suspicion in [*suspicions(text), *suspicions_of_file_name(text)]:
        assert suspicion.words


@any_text
@given(
    some.lists(some.sampled_from(["Jamie", ",", " ", "aged", "7", "(", "born", "1/2/2010", "-"]))
)
def test_any_order_of_telling_words_can_be_read(words):
    text = "".join(words)

    assert all(suspicion.words for suspicion in suspicions(text))


@any_text
@given(some.sampled_from(["Jamie", "Zoë", "O’Neill", "Ann-Marie"]), some.integers(0, 18))
def test_every_age_beside_a_name_is_suspected(name, age):
    text = f"They met {name}, aged {age}, at home."

    assert found(text) == [(A_NAME, f"{name}, aged {age}")]


@any_text
@given(some.lists(some.integers(0, 9), min_size=9, max_size=9))
def test_nine_digits_have_at_most_one_check_digit(digits):
    assume(digits[0] > 0)
    stem = "".join(str(digit) for digit in digits)
    weighed = sum(digit * (10 - place) for place, digit in enumerate(digits))
    check = 11 - weighed % 11

    checked = [digit for digit in range(10) if found(f"{stem}{digit}")]

    assert checked == {10: [], 11: [0]}.get(check, [check])


@pytest.mark.parametrize(
    "piece",
    [
        "(1) ",
        "Aa ",
        "Aa-",
        "Jamie, aged 7 ",
        ", who was a 1",
        "1 year old boy boy boy ",
        "born ",
        "d.o.b",
        "1/1/",
        "1 jan ",
        "ME1 ",
        "0 1",
        "+44 (",
        "012-",
        " ",
        "9",
        "A",
        "é",
    ],
)
def test_long_texts_are_read_at_once(piece):
    text = (piece * 20_000)[:20_000]

    suspicions(text)
    suspicions_of_file_name(text)
