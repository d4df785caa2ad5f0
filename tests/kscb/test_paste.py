import pytest
from hypothesis import given
from hypothesis import strategies as st

from kscb.paste import as_text, find_columns, is_header, join_rows, looks_split, rows_of, tidied
from kscb.refusal import Refused

WORDS = {
    "reference": ["ref", "rec no", "recommendation number"],
    "text": ["recommendation", "action to be taken"],
    "agency": ["lead agency", "lead", "owner"],
    "due": ["target date", "due", "by when"],
}


@pytest.mark.parametrize(
    ("block", "rows"),
    [
        ("", []),
        (" \t\u00a0\r\n\r\n", []),
        ("R1\tAsk the father\tKent Police", [["R1", "Ask the father", "Kent Police"]]),
        ("R1\tOne\r\nR2\tTwo\r\n", [["R1", "One"], ["R2", "Two"]]),
        ("R1\tOne\rR2\tTwo\r", [["R1", "One"], ["R2", "Two"]]),
        ("R1\tOne\n\t\n\nR2\tTwo", [["R1", "One"], ["R2", "Two"]]),
        ("\u00a0R1\u00a0\tKent\u00a0Police ", [["R1", "Kent Police"]]),
        ("\ufeffR1\tun\u00adseen\u200b\x00\x07", [["R1", "unseen"]]),
    ],
)
def test_a_block_is_cut_into_rows_of_cells(block, rows):
    assert rows_of(block) == rows


@pytest.mark.parametrize(
    ("block", "rows"),
    [
        ('R1\t"Ask\r\nthe ""father"""\tPolice', [["R1", 'Ask\nthe "father"', "Police"]]),
        ('"•\tAsk\n•\tListen"\tPolice', [["•\tAsk\n•\tListen", "Police"]]),
        ('R1\t"""Hidden"" men"\nR2', [["R1", '"Hidden" men'], ["R2"]]),
        ('R1\t""""\nR2\tx', [["R1", '"'], ["R2", "x"]]),
    ],
)
def test_a_cell_that_excel_quoted_is_read_as_it_was(block, rows):
    assert rows_of(block) == rows


@pytest.mark.parametrize(
    ("block", "rows"),
    [
        ('R1\ta 6" rule\nR2\tb', [["R1", 'a 6" rule'], ["R2", "b"]]),
        ('R1\t"Hidden" men\nR2\tb', [["R1", '"Hidden" men'], ["R2", "b"]]),
        ('R1\t"Think Family"\nR2\tb', [["R1", '"Think Family"'], ["R2", "b"]]),
        ('R1\t"never closed\nR2\tb\nR3\tc', [["R1", '"never closed'], ["R2", "b"], ["R3", "c"]]),
        ('R1\t"one\nR2\t"two" and\nR3\tc', [["R1", '"one'], ["R2", '"two" and'], ["R3", "c"]]),
        ('R1\t"', [["R1", '"']]),
    ],
)
def test_a_quotation_mark_that_excel_did_not_write_is_text(block, rows):
    assert rows_of(block) == rows


def test_a_line_break_that_word_keeps_inside_a_cell_stays_in_it():
    assert rows_of("R1\tAsk\vthe father\n") == [["R1", "Ask\nthe father"]]


def test_empty_cells_stay_where_the_column_holds_something():
    assert rows_of("R1\t\tPolice\nR2\tAsk\t") == [["R1", "", "Police"], ["R2", "Ask", ""]]


def test_columns_selected_beyond_the_table_are_left_out():
    whole_rows = "\n".join(f"R{row}\tAsk" + "\t" * 16_382 for row in range(3))

    assert rows_of(whole_rows) == [["R0", "Ask"], ["R1", "Ask"], ["R2", "Ask"]]


def test_an_empty_last_cell_stays_where_rows_differ_in_length():
    block = "Ref\tAsk\tDone\nR1\tOne\t\nR2\tTwo\nmore\t"

    assert rows_of(block)[1:] == [["R1", "One", ""], ["R2", "Two"], ["more", ""]]


def test_a_large_block_of_stray_quotation_marks_is_read_at_once():
    block = '"a""b\t""c\t"""d\n' * 20_000

    assert rows_of(block) == [['"a""b', '""c', '"""d']] * 20_000


cells = st.text(st.sampled_from('ab"\t\n\r\v\u00a0 é')).map(tidied)
whole_rows = st.lists(cells, min_size=1).filter(any)
full_rows = st.builds(lambda row, last: [*row, last], st.lists(cells), cells.filter(bool))


@given(st.lists(whole_rows), full_rows)
def test_rows_written_back_are_read_the_same(rows, full):
    widest = [*full[:-1], *[""] * max(map(len, rows), default=0), full[-1]]

    assert rows_of(as_text([*rows, widest])) == [*rows, widest]


@given(st.text(st.sampled_from('ab"\t\n\r ')))
def test_whatever_was_pasted_is_written_back_without_loss(block):
    rows = rows_of(block)

    assert rows_of(as_text(rows)) == rows


@given(st.text(st.sampled_from('ab"\t\n\r ')))
def test_no_letter_of_a_block_is_lost(block):
    def letters(text):
        return [letter for letter in text if letter in "ab"]

    read = "".join(cell for row in rows_of(block) for cell in row)

    assert letters(read) == letters(block)


SPLIT = [
    ["Ref", "Recommendation", "Agency", "Due"],
    ["R1", "First paragraph"],
    ["second"],
    ["third", "Police", "1 May 2018"],
    ["R2", "Whole", "Health", ""],
    ["R3", "Only the end is split", "Police", "1 May 2018"],
    ["or sooner"],
    ["R4", "Two cells", "Police"],
    ["and Health", "1 May 2018"],
]


def test_rows_that_may_be_the_rest_of_the_row_above_are_found():
    assert looks_split(SPLIT) == {2, 3, 6, 8}


def test_halves_are_told_from_wholes_even_where_every_row_is_split():
    rows = [["Ref", "Ask", "Agency"], ["R1", "one"], ["more", "Police"], ["R2", "two"], ["x", "y"]]

    assert looks_split(rows) == {2, 4}


@pytest.mark.parametrize(
    "rows",
    [
        [],
        [["a"]],
        [["a", "b"], ["c", "d"]],
        [["Plan for Harbour"], ["Ref", "Ask"], ["R1", "One"]],
        [["Ref", "Ask"], ["R1", "a", "stray tab"], ["R2", "Two"], ["R3", "Three"]],
    ],
)
def test_whole_rows_do_not_look_split(rows):
    assert looks_split(rows) == set()


def test_joining_what_looks_split_gives_whole_rows():
    rows = SPLIT
    for at in sorted(looks_split(SPLIT), reverse=True):
        rows = join_rows(rows, at)

    assert rows == [
        ["Ref", "Recommendation", "Agency", "Due"],
        ["R1", "First paragraph\nsecond\nthird", "Police", "1 May 2018"],
        ["R2", "Whole", "Health", ""],
        ["R3", "Only the end is split", "Police", "1 May 2018\nor sooner"],
        ["R4", "Two cells", "Police\nand Health", "1 May 2018"],
    ]
    assert SPLIT[2] == ["second"]


def test_joining_to_an_empty_cell_adds_no_line_break():
    assert join_rows([["R1", ""], ["Ask", "Police"]], 1) == [["R1", "Ask", "Police"]]


@pytest.mark.parametrize("at", [-1, 0, 2])
def test_a_row_without_one_above_cannot_be_joined(at):
    with pytest.raises(Refused, match="no row above"):
        join_rows([["a"], ["b"]], at)


@pytest.mark.parametrize(
    ("header", "columns"),
    [
        (
            ["Ref", "Recommendation", "Lead", "Due"],
            {"reference": 0, "text": 1, "agency": 2, "due": 3},
        ),
        (["BY WHEN:", "", "Lead\nagency", "Ref."], {"reference": 3, "agency": 2, "due": 0}),
        (["Recommendation number", "Recommendation"], {"reference": 0, "text": 1}),
        (["Recommendation (in full)", "Recommendation no."], {"text": 0}),
        (["Lead agency", "Lead"], {"agency": 0}),
        (["Leaders", "Preference"], {}),
        ([], {}),
    ],
)
def test_columns_are_found_by_the_words_that_head_them(header, columns):
    assert find_columns(header, WORDS) == columns


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        (["Ref", "Recommendation", "Lead agency", "RAG"], True),
        (["Recommendation"], True),
        (["Ref", "", ""], True),
        (["Recommendation 1 is for Kent Police"], False),
        (["R1", "Ask the father", "Kent Police", "Due soon"], False),
        (["Ref", "x" * 81], False),
        (["", ""], False),
        ([], False),
    ],
)
def test_a_row_of_headings_is_known(row, expected):
    assert is_header(row, WORDS) is expected
